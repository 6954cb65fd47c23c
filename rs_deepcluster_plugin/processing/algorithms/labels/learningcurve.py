"""How right a map is by the number of its labels."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....core.base.errors import SceneError
from ....core.base.plain import field_of
from ....core.labels.curve import CurveSettings
from ....worker import array_files
from ....worker.contract import LearningCurveJob
from ...framework.algorithm import Algorithm, user_errors
from ...parameters.accuracy import TableOutput
from ...parameters.kinds import Group, OutputFile, Parameter, declare_numbers, setting_of
from ...parameters.labels import LabelMethodParameters, LabelParameters

_FIELDS = (
    ("class", "string"),
    ("name", "string"),
    ("labels", "int"),
    ("accuracy", "double"),
    ("low", "double"),
    ("high", "double"),
    ("fitted", "double"),
)


def _of(field: str, scale: float = 1) -> Parameter[Any]:
    about = field_of(CurveSettings, field).metadata
    return setting_of(
        CurveSettings, field, field.upper(), about["label"], about["help"], scale=scale,
        advanced=field != "wanted",
    )  # fmt: skip


class CurveParameters(Group):
    """How the curve is drawn."""

    WANTED = _of("wanted")
    REPEATS = _of("repeats")
    STEPS = _of("steps")


class LearningCurve(Algorithm):
    """Measures accuracy by the number of labels."""

    NAME = "learningcurve"
    LABEL = "Learning curve"
    JOB = LearningCurveJob
    GROUP = "labels"
    EXAMPLE = "LABELS=points.gpkg CLASS_FIELD=class INPUT=clusters.gpkg OUTPUT_HTML=curve.html"
    TAGS = (
        "learning curve,labels,training,sample size,how many,accuracy,cross-validation,"
        "power law,saturation,report"
    )
    HELP = (
        "Draws accuracy against the number of labels: some of the labels classify others, which "
        "lie in blocks of the map that are kept aside, so that neighbors do not answer for each "
        "other. It says what twice as many labels would bring, how many the wanted accuracy takes "
        "(an inverse power law, with its 95 % interval), and when more of them hardly help. Each "
        "class has a curve of its own: the worst ones are those to label next. Labels and method "
        "are those of Classify scenes."
    )

    LABELS = LabelParameters()
    METHOD = LabelMethodParameters()
    CURVE = CurveParameters()
    OUTPUT = TableOutput(
        "OUTPUT", "Learning curve",
        "A row for each number of labels, of all scenes (without a class) and of those of each "
        "class: accuracy, 95 % interval, and the fitted law.",
    )  # fmt: skip
    OUTPUT_HTML = OutputFile(
        "OUTPUT_HTML", "Report", "html", "HTML", "The curves, the classes and what they say.",
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.LABELS.declare(self)
        self.METHOD.declare(self)
        self.CURVE.declare(self)
        self.OUTPUT.declare(self)
        self.OUTPUT_HTML.declare(self)
        declare_numbers(
            self,
            {
                "LABELED": "Labeled scenes",
                "ACCURACY": "Accuracy with all labels",
                "LOW": "Accuracy, lower end",
                "HIGH": "Accuracy, upper end",
                "LIMIT": "Accuracy with endless labels",
                "DOUBLED": "What twice as many labels bring",
                "NEEDED": "Labels for the wanted accuracy",
            },
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Find the labels and the features."""
        self._labels = self.LABELS.prepare(self, parameters, context)
        if not self._labels.fields.classes:
            raise SceneError(
                "The field of the labels is missing. Choose the one that holds their classes."
            )

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Measure in the worker and write the table."""
        results: dict[str, Any] = {}
        report = ""
        if self.OUTPUT_HTML.is_given(parameters):
            report = self.OUTPUT_HTML.read(self, parameters, context)
            results[self.OUTPUT_HTML.name] = report
        with user_errors(feedback), self.scratch_folder() as scratch:
            labels, _ = self._labels.read(
                scratch / "labels.npz", self, parameters, context, feedback
            )
            job = LearningCurveJob(
                features=self._labels.features,
                labels=labels,
                label=self.METHOD.read(self, parameters, context),
                curve=self.CURVE.read_settings(CurveSettings, self, parameters, context),
                table=str(scratch / "table.npz"),
                report=report,
            )
            result = self.work(job, feedback, [report] if report else [])
            arrays = array_files.read(job.table)
            named = [(None, None), *((one.code, one.name) for one in labels.classes)]
            columns = (arrays[name].tolist() for name, _ in _FIELDS[2:])
            rows = [
                [*named[kind + 1], *values]
                for kind, *values in zip(arrays["kind"].tolist(), *columns)
            ]
            results.update(self.OUTPUT.write(_FIELDS, rows, self, parameters, context, feedback))
        return {
            **results,
            "LABELED": result.labeled,
            "ACCURACY": result.accuracy,
            "LOW": result.low,
            "HIGH": result.high,
            "LIMIT": result.limit,
            "DOUBLED": result.doubled,
            "NEEDED": result.needed,
        }
