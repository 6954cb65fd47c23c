"""Show what the caches hold, and empty them."""

from __future__ import annotations

import math
import time
from typing import Any, ClassVar

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ....worker.host.cache import (
    COMPILED,
    KINDS,
    RUNS,
    TRAINING,
    WEIGHTS,
    clear,
    describe_cached,
    find_cached,
)
from ...cancel import stop_if_cancelled
from ...framework.algorithm import Algorithm, user_errors
from ...parameters.kinds import Flag, Whole, declare_numbers
from ...texts import say_size

_DAY = 86_400  # seconds


class ClearCache(Algorithm):
    """Removes what runs have left, and on request what makes the next ones quicker."""

    NAME = "clearcache"
    LABEL = "Clear the cache"
    GROUP = "setup"
    TAGS = "cache,clean,empty,free,disk,space,temporary,resume,parts"
    HELP = (
        "Shows what the caches hold, how much and how old it is, and empties them. A run that was "
        "stopped leaves what it had finished, so that it can go on there; once that is removed, it "
        "begins anew. What a running process needs is never touched, nor are results, or the "
        "Python environment of the worker. What stopped runs leave goes by itself when the run "
        "has been finished, after 30 days, and, the oldest first, where it is more than the limit "
        "in Settings > Options > RS DeepCluster (20 GB if nobody has changed it)."
    )
    NEEDS_WORKER = False

    CHECK_ONLY = Flag("CHECK_ONLY", "Show only", False, "Say what there is, and remove nothing.")
    FLAGS: ClassVar[dict[str, Flag]] = {
        RUNS: Flag(
            "RUNS", "Remove what stopped runs have left", True,
            "Features, projections and clusters that were finished when a run was stopped.",
        ),
        TRAINING: Flag(
            "TRAINING", "Remove what stopped training has left", True,
            "Images and states of Fine-tune a model and of Refine a model.",
        ),
        COMPILED: Flag(
            "COMPILED", "Remove compiled code and measured speeds", False,
            "They are made again by the next run, which takes it up to a minute.", advanced=True,
        ),
        WEIGHTS: Flag(
            "WEIGHTS", "Remove downloaded weights", False,
            "Official DINOv2 models, in the cache of the model hub, which other programs may use, "
            "too. The next run with one of them downloads it again.", advanced=True,
        ),
    }  # fmt: skip
    DAYS = Whole(
        "DAYS", "Older than (days)", 0, 0, 3650,
        "Only what was not used for so many days is removed; 0: everything.", advanced=False,
    )  # fmt: skip

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.CHECK_ONLY.declare(self)
        for flag in self.FLAGS.values():
            flag.declare(self)
        self.DAYS.declare(self)
        declare_numbers(
            self,
            {
                "REMOVED": "Places that were emptied",
                "FREED": "Bytes that were freed",
                "IN_USE": "Places that a running process needs",
                **{f"{kind.upper()}_BYTES": f"{KINDS[kind]}: bytes now" for kind in KINDS},
            },
        )

    def processAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Show, and remove."""
        days = self.DAYS.read(self, parameters, context)
        before = time.time() - _DAY * days if days else math.inf
        check_only = self.CHECK_ONLY.read(self, parameters, context)
        with user_errors(feedback):
            cached = find_cached()
            in_use = sum(one.held for some in cached.values() for one in some)
            removed = freed = 0
            for kind, some in cached.items():
                feedback.pushInfo(describe_cached(kind, some))
                if check_only or not self.FLAGS[kind].read(self, parameters, context):
                    continue
                for one in some:
                    stop_if_cancelled(feedback)
                    if one.used < before and clear([one]):
                        removed, freed = removed + 1, freed + one.size
            if not check_only:
                feedback.pushInfo(self.tr("Freed {}.").format(say_size(freed)))
            now = {
                f"{kind.upper()}_BYTES": sum(one.size for one in some)
                for kind, some in find_cached().items()
            }
        return {"REMOVED": removed, "FREED": freed, "IN_USE": in_use, **now}
