"""Build the worker's environment; the only algorithm that installs anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
)

from ....worker.host.build_environment import create
from ....worker.host.environment import report
from ....worker.host.find_environment import find_python
from ....worker.host.process import home
from ...cancel import is_cancelled
from ...framework.algorithm import Algorithm, python_setting, user_errors
from ...parameters.kinds import Flag, InputFile


class SetUpWorker(Algorithm):
    """Creates the worker's environment and reports on it."""

    NAME = "setupworker"
    LABEL = "Set up the worker"
    GROUP = "setup"
    TAGS = "install,dependencies,packages,torch,pip,environment,diagnostics,check"
    HELP = (
        "Builds the Python environment in which RS DeepCluster does its work (torch, UMAP, "
        "scikit-learn and others), in a folder of its own under your home folder. QGIS's own "
        "Python is not touched. About 2 GB are downloaded and unpacked once. Where the "
        "environment exists already, it is only checked. The log ends with a report that can be "
        "copied into a bug report."
    )
    NEEDS_WORKER = False

    CHECK_ONLY = Flag(
        "CHECK_ONLY", "Check only", False, "Report on the environment and install nothing."
    )
    PYTHON = InputFile(
        "PYTHON", "Python to build with", "",
        "A Python 3.11 or later from which the environment is made. Empty: QGIS's own.",
        optional=True, advanced=True,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.CHECK_ONLY.declare(self)
        self.PYTHON.declare(self)
        self.addOutput(QgsProcessingOutputString("PYTHON_PATH", self.tr("Python of the worker")))
        self.addOutput(QgsProcessingOutputString("REPORT", self.tr("Report")))

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Create and check."""
        setting = python_setting()
        with user_errors(feedback):
            if not self.CHECK_ONLY.read(self, parameters, context):
                python = self.PYTHON.read(self, parameters, context)
                create(
                    home(),
                    feedback.pushInfo,
                    Path(python) if python else None,
                    lambda: is_cancelled(feedback),
                )
            text = report(setting)
            feedback.pushInfo(text)
            return {"PYTHON_PATH": str(find_python(setting)), "REPORT": text}
