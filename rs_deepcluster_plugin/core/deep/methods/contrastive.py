"""Contrastive learning: two views of a scene are alike, and unlike those of other scenes.

Sources
-------
Chen, Kornblith, Norouzi & Hinton 2020, "A Simple Framework for Contrastive Learning of Visual
Representations" (SimCLR); He, Fan, Wu, Xie & Girshick 2020, "Momentum Contrast for Unsupervised
Visual Representation Learning" (MoCo); Chen, Fan, Girshick & He 2020, "Improved Baselines with
Momentum Contrastive Learning" (MoCo v2).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any, ClassVar

from ...base.arrays import FloatArray, IntArray
from ...base.packages import import_package
from .. import kmeans
from ..base import STRONG, WEAK, DeepMethod, Outlook, Seen
from ..kmeans import Blocks
from .deepcluster import spread
from .losses import info_nce, nt_xent

_HEAD = 128  # dimensions that views are compared in, as in both papers
_MOMENTUM = 0.99  # MoCo's 0.999 is for a million steps; here there are some hundred


@dataclass
class Contrastive(DeepMethod):
    """SimCLR, and MoCo v2 where there is a queue.

    A head of two layers (SimCLR, section 2.1) takes the embeddings to where two views of a scene
    are compared, by the loss NT-Xent (SimCLR, eq. 1) with the other scenes of the step. With a
    queue the second view's key comes from a momentum encoder, whose weights follow the student's
    (MoCo, eq. 2), and is compared with the keys of earlier steps (MoCo, eq. 1), so that steps may
    be small. Views of the same scene are never taken for those of another. No scene is labeled:
    k-means of the adapted features makes the clusters, which are those of the map before the head,
    since the head forgets what the views differ in.
    """

    LABEL: ClassVar[str] = "Contrastive"
    PAPER: ClassVar[str] = "Chen, Kornblith et al. 2020"
    EPOCHS: ClassVar[tuple[int, int]] = (12, 10)
    RATES: ClassVar[tuple[float, float]] = (3e-4, 3e-4)
    TEMPERATURE: ClassVar[float] = 0.2
    INTERVAL: ClassVar[int] = 0
    WHOLE_BATCH: ClassVar[bool] = True
    COPIES: ClassVar[tuple[int, int]] = (2, 64)

    network: Any = field(default=None, repr=False)
    """The companion: head and, with a queue, momentum encoder."""

    def companion(self, student: Any) -> Any:
        """Return the head, and the momentum encoder with its queue."""
        self.network = _head(student, self.settings.queue)
        return self.network

    def begin(self, outlook: Outlook) -> None:
        """Nothing: there is no classifier."""

    def kinds(self, epoch: int) -> tuple[str, ...]:
        """Two views; those of cached features are never the same copy."""
        return (WEAK, STRONG) if self.settings.mode == "quick" else (STRONG, STRONG)

    def partners(self, scenes: IntArray, random: Any) -> tuple[IntArray, ...]:
        """Return the same scenes twice."""
        return scenes, scenes

    def is_balanced(self) -> bool:
        """Tell that scenes are drawn as they come."""
        return False

    def loss_of(self, seen: Seen, scenes: IntArray, epoch: int) -> tuple[Any, float]:
        """NT-Xent, or InfoNCE with the queue; the share is of views that find their other one."""
        torch = import_package("torch")
        network = self.network
        learning = seen.embedding.requires_grad
        device = network.head[0].weight.device
        embedding = seen.embedding.to(device)
        numbers = torch.from_numpy(scenes).to(device)
        with torch.set_grad_enabled(learning):
            views = torch.nn.functional.normalize(network.head(embedding), dim=2)
            if not self.settings.queue:
                return nt_xent(views[:, 0], views[:, 1], numbers, self.settings.temperature)
            keys = seen.beside[:, 1].to(device)
            known = numbers[:, None] == network.owners
            queue = network.queue.clone()  # the gradients are of the queue as it is now
            found = info_nce(views[:, 0], keys, queue, known, self.settings.temperature)
        if learning:  # not while a loss is only looked at
            network.enqueue(keys.detach(), numbers)
        return found

    def final_centers(self, blocks: Blocks, prototypes: FloatArray) -> tuple[FloatArray, float]:
        """Cluster the adapted features by k-means."""
        found = kmeans.kmeans(blocks, self.clusters, self.settings.seed, starts=10)
        return found.centers, spread(found.inertia, blocks.count, found.centers.shape[1])


def _head(student: Any, queue: int) -> Any:
    """Make the companion of a student; it gives the keys of second views."""
    torch = import_package("torch")
    functional = torch.nn.functional
    width = len(student.map)
    source = (student,)  # in a tuple the student is not part of its companion

    class Head(torch.nn.Module):  # type: ignore[misc, name-defined]
        """Projection head, and the momentum encoder with its queue."""

        def __init__(self) -> None:
            super().__init__()
            self.head = torch.nn.Sequential(
                torch.nn.Linear(width, width), torch.nn.ReLU(), torch.nn.Linear(width, _HEAD)
            )
            if not queue:
                return
            self.slow_map = torch.nn.Parameter(student.map.detach().clone())
            self.slow_head = copy.deepcopy(self.head)
            self.slow_body = copy.deepcopy(student.body)
            for parameter in self._pairs():
                parameter[0].requires_grad_(False)
            drawn = functional.normalize(torch.randn(queue, _HEAD))  # as MoCo's code starts
            self.register_buffer("queue", drawn)
            self.register_buffer("owners", torch.full((queue,), -1))
            self.register_buffer("place", torch.zeros((), dtype=torch.int64))

        def forward(self, copies: Any, features: Any) -> Any:
            if not queue or copies.shape[1] < 2:  # a single view has no key
                return features[:, :0]
            with torch.no_grad():
                if self.training:
                    self._follow()
                second = copies[:, 1]
                if self.slow_body is not None:
                    second = self.slow_body(second)
                mapped = (second.float() - source[0].center) @ self.slow_map.T
                keys = functional.normalize(self.slow_head(functional.normalize(mapped)).float())
            return keys[:, None].expand(-1, copies.shape[1], -1).flatten(0, 1)

        def enqueue(self, keys: Any, scenes: Any) -> None:
            """Let keys of scenes take the places of the oldest ones."""
            places = (self.place + torch.arange(len(keys), device=keys.device)) % queue
            places, kept = places[-queue:], slice(-queue, None)
            self.queue[places] = keys[kept].to(self.queue.dtype)
            self.owners[places] = scenes[kept]
            self.place.copy_((self.place + len(keys)) % queue)

        def _follow(self) -> None:
            for slow, fast in self._pairs():
                slow.lerp_(fast.detach(), 1 - _MOMENTUM)

        def _pairs(self) -> list[tuple[Any, Any]]:
            """Weights of the momentum encoder, each with the one it follows."""
            slow = [self.slow_map, *self.slow_head.parameters()]
            fast = [source[0].map, *self.head.parameters()]
            if self.slow_body is not None:
                slow += self.slow_body.parameters()
                fast += source[0].body.parameters()
            return list(zip(slow, fast))

    return Head()
