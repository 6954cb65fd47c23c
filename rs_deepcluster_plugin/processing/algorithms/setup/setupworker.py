"""Build the worker's environment; the only algorithm that installs anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
)
from qgis.PyQt.QtCore import QT_VERSION_STR

from ....core.base.errors import DependencyError
from ....worker.host.build_environment import AUTO, CPU, CUDA, Wanted, create, describe_plan
from ....worker.host.environment import diagnose, report
from ....worker.host.find_environment import check_python, own_interpreter
from ....worker.host.process import home
from ...cancel import is_cancelled
from ...framework.algorithm import Algorithm, python_setting, user_errors
from ...framework.network import proxy_settings
from ...parameters.kinds import Choice, Flag, InputFile, InputFolder


class SetUpWorker(Algorithm):
    """Creates the worker's environment and reports on it."""

    NAME = "setupworker"
    LABEL = "Set up the worker"
    GROUP = "setup"
    TAGS = "install,dependencies,packages,torch,pip,uv,proxy,offline,environment,diagnostics,check"
    HELP = (
        "Builds the Python environment in which RS DeepCluster does its work (torch, UMAP, "
        "scikit-learn and others), in a folder of its own under your home folder. QGIS's own "
        "Python is not touched. About 0.5 GB are downloaded once and take 2 GB of the disk; with "
        "an NVIDIA GPU on Linux it is 3 and 6 GB. The log says which it will be before anything is "
        "downloaded. A set-up that was stopped goes on with what it had downloaded. The proxy is "
        "that of QGIS. An environment that is there and works is kept; one that is damaged, or of "
        "another version of the plugin, is made anew. The log has a report that can be copied into "
        "a bug report."
    )
    NEEDS_WORKER = False

    CHECK_ONLY = Flag(
        "CHECK_ONLY", "Check only", False,
        "Install nothing, and report: what there is, what would be downloaded, whether the network "
        "answers, and how the last set-up ended. There are no passwords in the report.",
    )  # fmt: skip
    TORCH = Choice(
        "TORCH", "PyTorch",
        {"as this computer needs it": AUTO, "without CUDA": CPU, "with CUDA": CUDA},
        "Only Linux has a choice. CUDA is for computers with an NVIDIA GPU, and adds 2.6 GB to the "
        "download; it is never taken instead of what cannot be had.",
    )  # fmt: skip
    WHEELS = InputFolder(
        "WHEELS", "Folder of wheels (offline)",
        "A folder with the wheels of all packages, for computers without a network: pip download "
        "fills it on another one of the same kind. Empty: from the network.",
        optional=True, advanced=True,
    )  # fmt: skip
    PYTHON = InputFile(
        "PYTHON", "Python to build with", "",
        "A Python 3.11 or later from which the environment is made. Empty: QGIS's own.",
        optional=True, advanced=True,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        for parameter in (self.CHECK_ONLY, self.TORCH, self.WHEELS, self.PYTHON):
            parameter.declare(self)
        self.addOutput(QgsProcessingOutputString("PYTHON_PATH", self.tr("Python of the worker")))
        self.addOutput(QgsProcessingOutputString("REPORT", self.tr("Report")))

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read the parameters, and QGIS's proxy, which only this thread may be asked for."""
        self._check_only = self.CHECK_ONLY.read(self, parameters, context)
        self._given = self.PYTHON.read(self, parameters, context)
        self._wanted = Wanted(
            self.TORCH.read(self, parameters, context),
            self.WHEELS.read(self, parameters, context),
            proxy_settings(),
        )

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Create and check."""
        setting, python = python_setting(), Path(self._given) if self._given else None
        with user_errors(feedback):
            if self._check_only:
                text = self._diagnosis()
                feedback.pushInfo(text)
                feedback.pushInfo(describe_plan(python or own_interpreter()))
                try:
                    return {"PYTHON_PATH": str(check_python(setting)), "REPORT": text}
                except DependencyError as error:
                    raise DependencyError(f"{error} Check only has installed nothing.") from None
            try:
                create(
                    home(),
                    feedback.pushInfo,
                    python,
                    lambda: is_cancelled(feedback),
                    lambda part: feedback.setProgress(100 * part),
                    self._wanted,
                )
            except DependencyError:
                if not is_cancelled(feedback):
                    feedback.pushInfo(self._diagnosis())
                raise
            text = report(setting)
            feedback.pushInfo(text)
            feedback.pushInfo("The worker is ready. Go on with Start here: cluster a raster.")
            return {"PYTHON_PATH": str(check_python(setting)), "REPORT": text}

    def _diagnosis(self) -> str:
        about = f"QGIS: {Qgis.version()}, Qt {QT_VERSION_STR}"
        return f"{about}\n{diagnose(python_setting(), self._wanted.proxy)}"
