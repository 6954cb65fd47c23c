"""Build the worker's environment; the only algorithm that installs anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
)

from ....worker.host.build_environment import create
from ....worker.host.environment import report
from ....worker.host.find_environment import find_python
from ....worker.host.process import home
from ...cancel import is_cancelled
from ...framework.algorithm import Algorithm, python_setting, user_errors


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

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.addParameter(
            QgsProcessingParameterBoolean("CHECK_ONLY", self.tr("Check only"), False),
            help=self.tr("Report on the environment and install nothing."),
        )
        self.addParameter(
            QgsProcessingParameterFile("PYTHON", self.tr("Python to build with"), optional=True),
            help=self.tr(
                "A Python 3.11 or later from which the environment is made. Empty: QGIS's own."
            ),
            advanced=True,
        )
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
            if not self.parameterAsBool(parameters, "CHECK_ONLY", context):
                python = self.file_input("PYTHON", parameters, context)
                create(
                    home(),
                    feedback.pushInfo,
                    Path(python) if python else None,
                    lambda: is_cancelled(feedback),
                )
            text = report(setting)
            feedback.pushInfo(text)
            return {"PYTHON_PATH": str(find_python(setting)), "REPORT": text}
