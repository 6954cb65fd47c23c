"""The jobs of reports on accuracy: QGIS's side has counted, here it is written down."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core.accuracy.agreement import Agreement
from ..core.accuracy.matrix import ConfusionMatrix
from ..core.base.progress import Progress
from ..core.reports import accuracy_report

Values = dict[str, Any]


def assess_accuracy(arguments: Values, progress: Progress) -> Values:
    """Write counts as the report of an accuracy assessment."""
    accuracy_report.write_accuracy(
        arguments["report"],
        ConfusionMatrix(tuple(arguments["labels"]), np.array(arguments["counts"], dtype=np.int64)),
        arguments["areas"],
        arguments["names"],
        Agreement(**arguments["scores"]),
        [tuple(match) for match in arguments["matches"]],
        arguments["notes"],
        arguments["settings"],
    )
    return {}


def compare_maps(arguments: Values, progress: Progress) -> Values:
    """Write counts as the report of a comparison."""
    accuracy_report.write_comparison(
        arguments["report"],
        arguments["before"],
        arguments["after"],
        np.array(arguments["counts"], dtype=np.int64),
        arguments["hectares"],
        Agreement(**arguments["scores"]),
        tuple(arguments["unchanged"]),
        arguments["notes"],
        arguments["settings"],
    )
    return {}
