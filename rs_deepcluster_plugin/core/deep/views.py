"""Augmented copies of scenes, each a scene source that features are extracted from as usual.

What is learned on cached features sees a scene several times: as it is, and changed in ways that
leave its class alone. Seen from above no direction is the right one, so that all flips and quarter
turns are among them. That is also why no method here asks the model to tell a scene's rotation, as
RotNet does inside DeeperCluster (Caron et al. 2019): it would have to learn an up that nadir
imagery does not have. Here rotations are what features must not depend on.
"""

from __future__ import annotations

import hashlib

import numpy as np

from ..base.arrays import BoolArray, Image
from ..base.packages import import_package
from ..scenes.channels import fill_invalid
from ..scenes.scene_block import SceneBlock
from ..scenes.sources import SceneSource, read_scene
from ..training.augment import AugmentSettings, augment

WEAK = AugmentSettings(smallest_crop=0.7, brightness=0.1, contrast=0.1, color=0.1, band_drop=0.0)
STRONG = AugmentSettings(smallest_crop=0.3)


def is_strong(view: int) -> bool:
    """Tell whether the copy number ``view`` is strongly augmented; 0 is the scene as it is."""
    return view > 0 and view % 2 == 0


class AugmentedScenes:
    """The copy number ``view``, from 1, of all scenes of a source, itself a `SceneSource`.

    A scene is changed by chance, but for one seed and view always in the same way. Odd copies are
    turned, flipped and cropped a little; even ones are cropped further and change their colors.
    """

    def __init__(
        self, scenes: SceneSource, view: int, size: int, minimum_valid: float, seed: int = 0
    ) -> None:
        self._scenes, self._view, self._size = scenes, view, size
        self._minimum, self._seed = minimum_valid, seed
        self._settings = STRONG if is_strong(view) else WEAK

    def __len__(self) -> int:
        return len(self._scenes)

    def fingerprint(self) -> str:
        """Hash of the scenes' data and of how they are changed."""
        how = (self._view, self._size, self._minimum, self._seed, self._settings)
        return hashlib.sha256(f"{self._scenes.fingerprint()} {how}".encode()).hexdigest()

    def read(self, index: int) -> tuple[Image, BoolArray]:
        """Values in 0..1 and validity, both (bands, size, size); all or nothing is valid."""
        torch = import_package("torch")
        values, valid, fraction = read_scene(self._scenes, index)
        shape = (len(values), self._size, self._size)
        if fraction < self._minimum or fraction == 0:
            return np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=bool)
        whole = np.rint(fill_invalid(values, valid) * 255).astype(np.uint8)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed((self._seed * 1009 + self._view) * 100_000_007 + index)
            changed = augment(torch.from_numpy(whole)[None], self._size, self._settings)
        return changed[0].numpy(), np.ones(shape, dtype=bool)

    def inside(self, index: int) -> BoolArray | None:
        """All pixels count: what lay outside was filled before the scene was changed."""

    def describe(self, start: int, stop: int) -> SceneBlock:
        """Scenes of the source, without vectors."""
        return self._scenes.describe(start, stop)

    def close(self) -> None:
        """Release the source's files."""
        self._scenes.close()
