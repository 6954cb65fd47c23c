"""What the toolbox of QGIS shows, in its order."""

from __future__ import annotations

import pytest

FIRST = "Start here: cluster a raster"
GROUPS = [
    "1. Scenes",
    "2. Features",
    "3. Clusters",
    "4. Labels",
    "5. Classes",
    "6. Pixels",
    "7. Set up",
]


@pytest.fixture
def toolbox(provider):
    """The sorted model behind the tree, and what finds our provider in it."""
    from qgis.core import QgsApplication
    from qgis.gui import QgsProcessingToolboxProxyModel

    model = QgsProcessingToolboxProxyModel(None, QgsApplication.processingRegistry())

    def ours():
        places = [model.index(row, 0) for row in range(model.rowCount())]
        return next(place for place in places if place.data() == provider.name())

    return model, ours


def rows(model, parent):
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


def test_the_toolbox_follows_the_work_and_begins_with_the_whole_of_it(toolbox):
    model, ours = toolbox
    assert rows(model, ours()) == [FIRST, *GROUPS]


@pytest.mark.parametrize("words", ["Cluster scenes", "cluster a raster", "start"])
def test_the_first_entry_is_found_by_its_names(toolbox, words):
    model, ours = toolbox
    model.setFilterString(words)
    assert FIRST in rows(model, ours())


def test_what_models_and_scripts_know_is_the_same_as_ever(provider):
    first = provider.algorithm("clusterscenes")
    assert first.id() == "rsdeepcluster:clusterscenes"
    others = {one.groupId() for one in provider.algorithms() if one.name() != first.name()}
    assert others == {"scenes", "features", "clusters", "labels", "classes", "pixels", "setup"}
    assert provider.algorithm("splitcluster").groupId() == "classes"
