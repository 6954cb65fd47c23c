"""Scenes like others, live: examples, counterexamples and a slider change what is selected."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.PyQt.QtWidgets import QMenu, QWidget

from ...worker.contract import Examples, LabelAnswer
from .. import fill_in, tr, weakly
from .applying import Applying


class SimilarScenes(Applying):
    """The panel with label mode, whose worker also tells which scenes are like others."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._forget_similar()
        self.alike.slider.valueChanged.connect(weakly(self._slide))

    def _forget_similar(self) -> None:
        self._examples: set[int] = set()
        self._unlike: set[int] = set()
        self._near: Any = None  # how similar the scenes are (n,), NaN where it is not known
        self._far: Any = None  # how similar they are to counterexamples
        self._least: float | None = None  # the least similarity, once somebody has chosen it
        self._selected: Any = None  # what was selected (n,) for it

    def _find_similar(self) -> None:
        """Select scenes like those that are selected, which are examples beside any before."""
        if not self.labeling or self._ids is None:
            super()._find_similar()
            return
        self._compare(self._examples, self._unlike)

    def find_unlike(self) -> None:
        """Leave out scenes like those that are selected."""
        if not self.labeling:
            return  # without its worker nobody compares with counterexamples
        if not self._examples:
            self._warn(tr("Find similar scenes first (F): among these, select what is not meant."))
            return
        self._compare(self._unlike, self._examples)

    def _compare(self, into: set[int], out_of: set[int]) -> None:
        """Take what is selected as examples of a kind, and ask which scenes are like them."""
        chosen = self.selection.mask
        if self.scenes is None or not self.selection.count:
            self._warn(tr("Select scenes to find similar ones of."))
            return
        if self._selected is not None and np.array_equal(chosen, self._selected):
            return  # that is what was found
        numbers = set(self.scenes.scene_id[chosen].tolist())
        into |= numbers
        out_of -= numbers
        if not self._examples:
            self.end_similar()
            return
        self._session.compare(Examples(tuple(self._examples), tuple(self._unlike)))

    def _take_answer(self, answer: LabelAnswer, arrays: dict[str, Any]) -> None:
        """Take how similar scenes are, or what labels say."""
        if answer.problem and answer.last:
            self.end_similar()
            self._fail(answer.problem)
            return
        if "similarity" not in arrays:
            super()._take_answer(answer, arrays)
            return
        if self.scenes is None or self._at is None or not self._examples:
            return
        at, there = np.maximum(self._at, 0), self._at >= 0
        self._near, self._far = (
            np.where(there, arrays[name][at], np.nan) for name in ("similarity", "unlike")
        )
        least = self._least
        if least is None:
            likely = np.sort(self._near[self._meant() & ~self._own_examples()])
            least = float(likely[-min(self.many.value(), len(likely))]) if len(likely) else 0.0
        self.alike.show_least(least)
        self._select_similar(least)

    def _meant(self) -> Any:
        """Tell which scenes (n,) are like examples, and not more so like counterexamples."""
        return np.isfinite(self._near) & ~(self._far > self._near)

    def _own_examples(self) -> Any:
        mask = np.zeros(len(self._near), dtype=bool)
        if self.scenes is not None:
            mask[self.scenes.places_of(self._examples)] = True
        return mask

    def _slide(self) -> None:
        """Take the least similarity that the slider says."""
        if self._near is not None:
            self._least = self.alike.least()
            self.alike.show_least(self._least)
            self._select_similar(self._least)

    def _select_similar(self, least: float) -> None:
        own = self._own_examples()
        self._selected = own | (self._meant() & (self._near >= least))
        self.selection.select(self._selected, None)
        found = int(self._selected.sum() - own.sum())
        self._say(
            fill_in(
                tr("{:,} scenes are like {:,} examples and unlike {:,} others."),
                found,
                len(self._examples),
                len(self._unlike),
            )
        )

    def end_similar(self) -> None:
        """Look for similar scenes no longer; what is selected stays so."""
        self._forget_similar()
        self.alike.hide_least()

    def _place_scenes(self) -> None:
        """Find the scenes in the features; what was found among others is forgotten."""
        self.end_similar()
        super()._place_scenes()

    def leave_labels(self, gone: bool = False) -> None:
        """Show the layer as it was; nobody tells any more what is similar."""
        self.end_similar()
        super().leave_labels(gone)

    def _add_to_menu(self, menu: QMenu) -> None:
        """Offer to leave out what is like the selected scenes, while one looks for similar ones."""
        super()._add_to_menu(menu)
        if self._examples:
            menu.addAction(tr("Not like these (Shift+F)"), weakly(self.find_unlike))
