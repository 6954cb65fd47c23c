"""The methods of deep clustering, one file each."""

from __future__ import annotations

from ..base import DeepMethod
from .contrastive import Contrastive
from .deepcluster import DeepCluster
from .deepercluster import DeeperCluster
from .ruc import Ruc
from .scan import Scan
from .selflabel import SelfLabel
from .turtle import Turtle
from .uic import Uic

DEEP_METHODS: dict[str, type[DeepMethod]] = {
    "scan": Scan,
    "selflabel": SelfLabel,
    "deepcluster": DeepCluster,
    "deepercluster": DeeperCluster,
    "uic": Uic,
    "ruc": Ruc,
    "contrastive": Contrastive,
    "turtle": Turtle,
}
