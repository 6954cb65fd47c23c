"""Deep clustering: a model is adapted to a target without labels. One file for each method."""

from __future__ import annotations

from .base import DeepMethod
from .deepcluster import DeepCluster
from .deepercluster import DeeperCluster
from .scan import Scan
from .selflabel import SelfLabel
from .uic import Uic

METHODS: dict[str, type[DeepMethod]] = {
    "scan": Scan,
    "selflabel": SelfLabel,
    "deepcluster": DeepCluster,
    "deepercluster": DeeperCluster,
    "uic": Uic,
}
