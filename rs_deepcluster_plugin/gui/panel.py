"""The widgets of the workbench: where they lie, and what they say."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsApplication, QgsSettings
from qgis.gui import QgsDockWidget, QgsMessageBar
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAction,
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QSplitter,
    QStackedWidget,
    QTextBrowser,
    QToolBar,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from . import tr, weakly
from .class_list import ClassList
from .cluster_list import ClusterList
from .commands import Commands
from .detail import Detail
from .images import Images
from .labels.least import LeastSimilarity
from .labels.samples import SampleList
from .scatter import Scatter
from .scenes import CLASSES, CLUSTERS, LABELS, Selection
from .set_up import open_set_up
from .thumbnails import Thumbnails

_SETTINGS = "rsdeepcluster/workbench/"
_NARROWEST = 330  # pixels, for the tools and the two lists beside each other
_ACROSS = 600  # pixels that all panes need beside each other


class Panel(QgsDockWidget):
    """A dock with lists, pictures and the embedding, tools above and a line of status below."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.selection = Selection(self)
        self.images = Images(self)
        self.commands = Commands(self)
        self.clusters = ClusterList(self.selection, self)
        self.samples = SampleList(self)
        self.classes = ClassList(self)
        self.thumbnails = Thumbnails(self.images, self.selection, self)
        self.scatter = Scatter(self.images, self.selection, self)
        self.detail = Detail(self)
        self._lay_out()
        self.commands.lacking.connect(self._offer_worker)

    # Messages

    def _warn(self, text: str, level: Any = Qgis.MessageLevel.Warning) -> None:
        self.bar.clearWidgets()
        self.bar.pushMessage(text, level, 8)
        self._place_bar()

    def _fail(self, text: str) -> None:
        self._warn(text, Qgis.MessageLevel.Critical)

    def _offer_worker(self, text: str) -> None:
        """Say that there is no worker, with a button that sets it up."""
        self.bar.clearWidgets()
        item = self.bar.createMessage(text)
        button = QPushButton(tr("Set up the worker …"), item)
        button.clicked.connect(weakly(self._set_up_worker))
        item.layout().addWidget(button)
        self.bar.pushWidget(item, Qgis.MessageLevel.Warning)
        self._place_bar()

    def _set_up_worker(self) -> None:
        self.bar.clearWidgets()
        open_set_up()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setToolTip(text)

    def _show_progress(self, name: str) -> None:
        self.said.setText(name)
        self.progress.setValue(0)
        self.running.show()

    def _progress(self, done: float) -> None:
        self.progress.setValue(int(done))

    def _end_progress(self) -> None:
        self.running.hide()
        self.said.setText("")

    def _place_bar(self) -> None:
        """Lay messages over the lower end of the panel: it does not jump when one comes."""
        height = self.bar.sizeHint().height()
        item = self.bar.currentItem()
        text = item.findChild(QTextBrowser) if item is not None else None
        if text is not None:  # QGIS gives it two lines, however long it is
            self.bar.resize(self.body.width(), height)
            self.bar.layout().activate()
            text.document().setTextWidth(text.viewport().width())
            lines = int(text.document().size().height()) + 4
            text.setFixedHeight(lines)
            height = lines + 4
        height = min(height, self.body.height())
        self.bar.setGeometry(0, self.body.height() - height, self.body.width(), height)
        self.bar.raise_()

    # Building

    def _lay_out(self) -> None:
        self.lists = QSplitter(Qt.Orientation.Horizontal, self)
        self.left = QStackedWidget(self)
        self.left.setMinimumWidth(self.clusters.minimumWidth())  # whichever is shown
        self.left.addWidget(self.clusters)
        self.left.addWidget(self.samples)
        self.lists.addWidget(self.left)
        self.lists.addWidget(self.classes)
        self.panes = QSplitter(Qt.Orientation.Horizontal, self)
        for pane in (self.lists, self.thumbnails, self.scatter):
            self.panes.addWidget(pane)
        for splitter, sizes in ((self.lists, (370, 240)), (self.panes, (610, 360, 430))):
            splitter.setSizes(sizes)
            for at, size in enumerate(sizes):
                splitter.setStretchFactor(at, size)
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(7)
        self.tools = self._make_tools()
        self.count, self.said = QLabel(self), QLabel(self)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setMinimumWidth(1)
        self.said.setWordWrap(True)
        self.running = QWidget(self)
        self.progress = QProgressBar(self)
        self.progress.setMaximumSize(QSize(180, 16))
        self.cancel = QToolButton(self)
        self.cancel.setText(tr("Cancel"))
        self.cancel.clicked.connect(self.commands.cancel)
        row = QHBoxLayout(self.running)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.progress)
        row.addWidget(self.cancel)
        self.running.hide()
        self.status = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.status.addWidget(self.count)
        self.status.addSpacing(16)
        self.status.addWidget(self.said, 1)
        self.status.addWidget(self.running)
        self.body = QWidget(self)
        box = QVBoxLayout(self.body)
        box.setContentsMargins(6, 2, 6, 4)
        box.setSpacing(4)
        self.top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.top.addWidget(self.tools)
        levels = QHBoxLayout()
        levels.addWidget(self.detail, 1)
        levels.addStretch()
        levels.addWidget(self.help)
        self.top.addLayout(levels, 1)
        box.addLayout(self.top)
        box.addWidget(self.panes, 1)
        box.addLayout(self.status)
        self.bar = QgsMessageBar(self.body)
        self.reason = QLabel(self)
        self.reason.setWordWrap(True)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.reason.setMargin(24)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.reason)
        self.pages.addWidget(self.body)
        # Else the width that the panes need beside each other would keep it from becoming narrow,
        # when they are put below each other.
        self.pages.setMinimumWidth(_NARROWEST)
        self.setWidget(self.pages)
        self.show_label_mode(False)

    def _make_tools(self) -> QToolBar:
        tools = QToolBar(self)
        tools.setIconSize(QSize(18, 18))
        tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.undo = _action(self, tr("Undo"), "mActionUndo.svg")
        self.redo = _action(self, tr("Redo"), "mActionRedo.svg")
        self.merge = _action(
            self, tr("Merge"), "mActionMergeFeatures.svg",
            tr("Merge the selected clusters (M), into the one that was clicked last"),
        )  # fmt: skip
        self.split = _action(
            self, tr("Split"), "mActionSplitFeatures.svg",
            tr("Cluster the scenes of the selected cluster again, into parts (S)"),
        )  # fmt: skip
        self.similar = _action(
            self, tr("Similar"), "mActionSelectAll.svg",
            tr("Select the scenes that are most similar to the selected ones (F)"),
        )  # fmt: skip
        self.move = _action(
            self, tr("Move"), "mActionMoveFeature.svg",
            tr("Move the selected scenes to another cluster or class (C)"),
        )  # fmt: skip
        self.move_menu = QMenu(tr("Move selected scenes"), self)
        self.move.setMenu(self.move_menu)
        self.apply = _action(
            self, tr("Apply"), "mActionFileSave.svg",
            tr("Write the classes that follow from the labels into the layer"),
        )  # fmt: skip
        self.parts = _number(1, 20, 2, tr("Number of parts"), tr(" parts"))
        self.parts.setSpecialValueText(tr("any parts"))  # as many as are found
        self.many = _number(1, 10_000, 50, tr("Number of similar scenes"), "")
        self.alike = LeastSimilarity(self)
        self.colors = QComboBox(self)
        self.colors.addItem(tr("Clusters"), CLUSTERS)
        self.colors.addItem(tr("Classes"), CLASSES)
        self.colors.addItem(tr("Labels"), LABELS)
        self.colors.setAccessibleName(tr("Work on"))
        self.colors.setToolTip(
            tr(
                "What you work on, which the map and the embedding are colored by: clusters, their "
                "classes, or labels of single scenes, from which the classes of all others follow"
            )
        )
        self.offers = QComboBox(self)
        for text in (tr("Label next"), tr("In doubt"), tr("Labeled")):
            self.offers.addItem(text)
        self.offers.setAccessibleName(tr("Scenes to look at"))
        self.offers.setToolTip(tr("Scenes to look at, where none are selected elsewhere"))
        self.offers.hide()
        self.thumbnails.head.insertWidget(0, self.offers)
        self.help = QToolButton(self)
        self.help.setIcon(QgsApplication.getThemeIcon("/mActionHelpContents.svg"))
        self.help.setAutoRaise(True)
        self.help.setAccessibleName(tr("Keys"))
        self.help.clicked.connect(self._show_keys)
        tools.addWidget(self.colors)  # first, where it stays whatever else there is
        tools.addSeparator()
        for action in (self.undo, self.redo):
            tools.addAction(action)
        tools.addSeparator()
        tools.addAction(self.apply)
        tools.addAction(self.merge)
        tools.addAction(self.split)
        parts = tools.addWidget(self.parts)
        tools.addSeparator()
        tools.addAction(self.move)
        self._of_clusters = (self.merge, self.split, parts, self.move)
        tools.widgetForAction(self.move).setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        tools.addAction(self.similar)
        tools.addWidget(self.many)
        self.alike.action = tools.addWidget(self.alike)
        self.alike.hide_least()
        tools.addSeparator()
        for action in (self.undo, self.redo):
            tools.widgetForAction(action).setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return tools

    def show_label_mode(self, on: bool) -> None:
        """Show what labels need in place of what clusters do."""
        self.left.setCurrentWidget(self.samples if on else self.clusters)
        for action in self._of_clusters:
            action.setVisible(not on)
        self.apply.setVisible(on)
        self.detail.setVisible(not on)
        self.offers.setVisible(on)
        self.help.setToolTip(_keys_text(on))

    def _show_keys(self) -> None:
        spot = self.help.mapToGlobal(self.help.rect().bottomLeft())
        QToolTip.showText(spot, self.help.toolTip(), self.help)

    def _pop_up_move(self) -> None:
        if self.move.isEnabled() and self.move.isVisible():
            button = self.tools.widgetForAction(self.move)
            self.move_menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _keep_sizes(self) -> None:
        """Keep the sizes that the user has chosen."""
        for name, splitter in (("panes", self.panes), ("lists", self.lists)):
            QgsSettings().setValue(_SETTINGS + name, splitter.saveState())

    def _restore_sizes(self) -> None:
        """Take the sizes that the user has chosen."""
        for name, splitter in (("panes", self.panes), ("lists", self.lists)):
            state = QgsSettings().value(_SETTINGS + name)
            if state:
                splitter.restoreState(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panes below each other where the panel is narrow."""
        super().resizeEvent(event)
        tall = self.width() < max(_ACROSS, self.height() / 1.2)
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self.panes.setOrientation(down if tall else across)
        directions = QBoxLayout.Direction
        for box in (self.top, self.status):
            box.setDirection(directions.TopToBottom if tall else directions.LeftToRight)
        self._place_bar()


def _keys_text(labels: bool) -> str:
    """Return the keys of the panel and what they do, as rich text."""
    of_clusters = (
        ("1-9", tr("give the class with this key to the selected clusters or scenes")),
        ("Enter", tr("give the class; in the other parts, zoom to the selected scenes")),
        ("M", tr("merge the selected clusters, into the one clicked last")),
        ("S", tr("split the selected cluster")),
        ("C", tr("move the selected scenes to a cluster or a class")),
        ("F", tr("find similar scenes")),
    )
    of_labels = (
        ("1-9", tr("label the selected scenes with the class; so does a click on it")),
        (tr("Shift+1-9"), tr("label them as not of the class")),
        ("N", tr("go to the next scene that is worth a look")),
        (tr("Delete"), tr("remove the labels of the selected scenes")),
        (tr("F, Shift+F"), tr("find scenes like the selected ones, and none like those")),
        ("Enter", tr("zoom to the selected scenes")),
    )
    in_both = (("Ctrl+Z, Ctrl+Y", tr("undo, redo")),)
    sliding = (
        ("Esc", tr("select nothing; at the slider, leave the clusters as they are")),
        ("Page Up, Page Down", tr("at the slider, go to the next number that is marked")),
        (tr("Drag"), tr("clusters onto another to merge them, a class onto clusters")),
    )
    in_embedding = (
        (tr("In the embedding"), tr("lasso with the left button; Shift adds, Ctrl takes away")),
        ("", tr("wheel, +, - zoom; middle button, Space or arrows move; Home shows all")),
    )
    own, rest = (of_labels, (("Esc", tr("select nothing")),)) if labels else (of_clusters, sliding)
    keys = (*own, *in_both, *rest, *in_embedding)
    rows = "".join(f"<tr><td><b>{key}&nbsp;</b></td><td>{text}</td></tr>" for key, text in keys)
    return f"<table>{rows}</table>"


def _action(parent: QWidget, text: str, icon: str, hint: str = "") -> QAction:
    action = QAction(QgsApplication.getThemeIcon(f"/{icon}"), text, parent)
    action.setToolTip(hint or text)
    return action


def _number(low: int, high: int, value: int, name: str, suffix: str) -> Any:
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setValue(value)
    spin.setSuffix(suffix)
    spin.setAccessibleName(name)
    spin.setToolTip(name)
    return spin
