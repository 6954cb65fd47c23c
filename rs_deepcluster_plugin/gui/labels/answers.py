"""What labels say of the scenes: their classes, how sure these are, and what is worth a look."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QWidget

from ...core.classes.schema import SchemaClass
from ...core.classes.training_table import LabelOfScene
from ...worker import array_files
from ...worker.contract import LabelAnswer
from .. import fill_in, tr, weakly
from ..edits import Edits
from ..scenes import GRAY, TakenFor
from .map_colors import MapColors
from .samples import Checked, ClassSample

_MOST_OFFERED = 300
_CHANGED = 0.05  # of the mean probability, from which the map is drawn again for it


class Answers(Edits):
    """The panel with its commands, and with what labels say."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.labeling = False
        self._map_colors = MapColors()
        self._labels: list[LabelOfScene] = []
        self._own: dict[int, str] = {}
        self._denied: dict[int, set[str]] = {}
        self._classes: dict[str, SchemaClass] = {}  # that have labels, by code
        self._forget_answers()
        self.offers.activated.connect(weakly(self._show_offer))
        self.samples.threshold_changed.connect(self._set_threshold)

    def _forget_answers(self) -> None:
        self._ids: Any = None  # of the scenes of the features, once these are in memory
        self._at: Any = None  # which of them the scenes are (n,), -1 for none
        self._found: TakenFor | None = None
        self._asked: list[str] = []  # codes of the classes of the last answer
        self._suggested: Any = np.zeros(0, dtype=np.int64)
        self._reasons: list[str] = []
        self._checked: Checked | None = None
        self._thresholds: dict[str, float] = {}

    @property
    def labeled(self) -> int:
        """How many scenes have a label."""
        return len(self._own.keys() | self._denied.keys())

    # What they say

    def _are_of_layer(self, cells: dict[str, Any]) -> bool:
        """Tell whether the scenes are those of the features, and not only numbered alike."""
        if self.scenes is None or not len(self.scenes):
            return True
        if self._at is None or not (self._at >= 0).any():
            return False
        had = self.scenes.fitted > 0  # features; somebody may have added others
        at = self._at[had]
        if (at < 0).any() or not self.scenes.numbered:
            return False
        layer_table = self.scenes.layer_table
        if not {"row", "col"} <= set(layer_table.fields):
            return True
        columns = layer_table.read("row", "col")
        shown = np.isin(columns["fid"], self.scenes.fid)
        return all((columns[n][shown][had] == cells[n][at]).all() for n in ("row", "col"))

    def _place_scenes(self) -> None:
        if self.scenes is None or self._ids is None or not len(self._ids):
            return
        order = np.argsort(self._ids, kind="stable")
        at = np.searchsorted(self._ids[order], self.scenes.scene_id).clip(max=len(order) - 1)
        self._at = np.where(self._ids[order][at] == self.scenes.scene_id, order[at], -1)

    def _take_answer(self, answer: LabelAnswer, arrays: dict[str, Any]) -> None:
        """Show a part of what the labels say."""
        if self.scenes is None or self._at is None:
            return
        if "kind" in arrays:
            before = self._found
            self._asked = list(self._classes)
            self._found = self._found_in(arrays)
            moved = 1.0
            if answer.last and before is not None:  # only probabilities are others
                moved = np.nan_to_num(np.abs(before.probability - self._found.probability)).mean()
            if "confusion" in arrays:
                self._checked = Checked(self._asked, arrays["confusion"], arrays["checked"])
            self._show_found(repaint=bool(moved > _CHANGED or any(self._thresholds.values())))
        elif "suggested" not in arrays:  # there is too little to learn from
            self._found, self._checked = None, None
            if self._labels and answer.problem:
                self._say(answer.problem)
            self._show_found()
        if "suggested" in arrays:
            place_of = np.full(len(self._ids), -1, dtype=np.int64)
            place_of[self._at[self._at >= 0]] = np.flatnonzero(self._at >= 0)
            places = place_of[arrays["suggested"]]
            reasons = array_files.unpack_texts(arrays, "reason")
            self._reasons = [text for text, place in zip(reasons, places.tolist()) if place >= 0]
            self._suggested = places[places >= 0]
            self._show_offer(keep=True)
        if answer.accuracy is not None:
            self._say(
                fill_in(
                    tr("Cross-validated by blocks of the map: {:.0%} of {:,} labels are right."),
                    answer.accuracy,
                    answer.checked,
                )
            )
        self._show_actions()

    def _found_in(self, arrays: dict[str, Any]) -> TakenFor:
        """Return what the scenes that are shown are taken for."""
        nothing = self._at < 0
        found = []
        for name in TakenFor._fields[1:]:
            column = arrays[name][self._at]
            column[nothing] = np.nan if column.dtype.kind == "f" else 0
            found.append(column)
        return TakenFor(["", *map(self._name, self._asked)], *found)

    def _kinds(self) -> tuple[Any, Any]:
        """Return the classes from 1 (n,) by the thresholds, and how sure they are."""
        scenes = self.scenes
        count = len(scenes) if scenes is not None else 0
        number_of = {code: number for number, code in enumerate(self._classes, start=1)}
        kind, sure = np.zeros(count, dtype=np.int64), np.zeros(count)
        if self._found is not None and len(self._found.kind) == count:
            limits = np.array([0.0, *(self._thresholds.get(code, 0.0) for code in self._asked)])
            likely = np.nan_to_num(self._found.probability)
            kept = likely >= limits[self._found.kind]
            now_ = np.array([0, *(number_of.get(code, 0) for code in self._asked)])
            kind, sure = np.where(kept, now_[self._found.kind], 0), likely
        if scenes is not None and self._own:
            places = scenes.places_of(self._own)
            own = [number_of[self._own[n]] for n in scenes.scene_id[places].tolist()]
            kind[places], sure = own, sure.copy()
            sure[places] = 1.0
        return kind, sure

    def _show_found(self, asked: bool = True, repaint: bool = True) -> None:
        """Show classes and probabilities everywhere; not ``asked``: before the answer is there."""
        if self.scenes is None or self._layer is None:
            return
        kind, sure = self._kinds()
        self.scenes.found = self._found
        entries = list(self._classes.values())
        colors = np.array([GRAY, *(QColor(e.color).rgba() for e in entries)], dtype=np.uint32)
        if not self._labels:
            self._map_colors.take_back()
            self.scatter.set_colors(self.scenes.colors(self._shown_by()))
        elif asked and repaint:
            self._color(entries, kind, sure)
            self.scatter.set_colors(colors[kind])
        second, share = None, None
        if self._found is not None and len(self._found.second) == len(kind):
            places = {code: number for number, code in enumerate(self._classes, start=1)}
            now_ = np.array([0, *(places.get(code, 0) for code in self._asked)])
            second = colors[now_[self._found.second]]
            share = np.where(self._found.second > 0, self._found.second_probability, 0)
        self.thumbnails.paint_by(colors[kind] if self._labels else None, second, share)
        self._show_samples(kind)
        self._show_offer(keep=True)

    def _color(self, entries: list[SchemaClass], kind: Any, sure: Any) -> None:
        """Color the map by what the labels say."""
        if self._layer is None or self.scenes is None:
            return
        named = [(entry.name, entry.color) for entry in entries]
        self._map_colors.show(self._layer, named, self.scenes.fid, kind, sure)

    def _show_samples(self, kind: Any) -> None:
        counts = np.bincount(kind, minlength=len(self._classes) + 1).tolist()
        owners, denied = list(self._own.values()), list(self._denied.values())
        rows, checked = [], self._checked
        for number, (code, entry) in enumerate(self._classes.items(), start=1):
            sample = ClassSample(
                code, entry.name, entry.color, owners.count(code),
                sum(code in codes for codes in denied), counts[number],
            )  # fmt: skip
            rows.append(sample if checked is None else checked.tell(sample, self._name))
        self.samples.show_samples(rows, self._thresholds)

    def _name(self, code: str) -> str:
        return self._classes[code].name if code in self._classes else code

    def _set_threshold(self, code: str, probability: float) -> None:
        self._thresholds[code] = probability
        self._show_found()

    # What to look at

    def _show_offer(self, keep: bool = False) -> None:
        """List the scenes that are worth a look: suggested, in doubt, or labeled.

        Who looks at one of them goes on with it, where the list is to ``keep`` it.
        """
        if not self.labeling or self.scenes is None or self._ids is None:
            return
        what = self.offers.currentIndex()
        places, notes = self._suggested, self._reasons
        if what == 1:
            places, notes = self._doubtful(), []
        elif what == 2:
            latest = {row.scene_id: None for row in reversed(self._labels)}
            places, notes = self.scenes.places_of(latest), []
        places = places[places < len(self.scenes)]
        if what == 0:
            labeled = self._own.keys() | self._denied.keys()
            left = np.array([n not in labeled for n in self.scenes.scene_id[places].tolist()], bool)
            notes = [text for text, kept in zip(notes, left.tolist()) if kept]
            places = places[left] if len(left) else places
        self.thumbnails.offer(places, notes, keep and what < 2)

    def _doubtful(self) -> Any:
        """Return the places of scenes without a label whose two likeliest classes are closest."""
        if self._found is None or self.scenes is None:
            return np.zeros(0, dtype=np.int64)
        found = self._found
        gap = found.probability - np.nan_to_num(found.second_probability)
        gap = np.where(found.second > 0, gap, np.inf)
        gap[self.scenes.places_of(self._own)] = np.inf
        order = np.argsort(gap, kind="stable")[:_MOST_OFFERED]
        return order[np.isfinite(gap[order])]

    def next_offered(self) -> None:
        """Select the next scene that is worth a look."""
        offered = self.thumbnails.scenes.places.tolist()
        if not self.labeling or not self.thumbnails.offering or not offered:
            return
        chosen = self.selection.places.tolist()
        at = offered.index(chosen[0]) + 1 if chosen and chosen[0] in offered else 0
        self.thumbnails.go_to(offered[at % len(offered)])
