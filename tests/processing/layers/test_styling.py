"""Cluster layers carry their style, and people with a color deficiency can read it."""

from __future__ import annotations

import functools
import gc
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

import make_palette

pytestmark = pytest.mark.usefixtures("qgis_app")

COUNTS = {1: 3, 2: 2, 61: 1}
UNCLUSTERED = 1
LABELS = ["Cluster 1 (3)", "Cluster 2 (2)", "Cluster 61 (1)", "No cluster (1)"]
FORMATS = ["gpkg", "shp", "geojson", "fgb"]


def write_scenes(destination, context, layer="scenes", geometry="Polygon"):
    """A row of scenes; the last one has no cluster."""
    from qgis.core import (
        NULL,
        QgsCoordinateReferenceSystem,
        QgsFeature,
        QgsFields,
        QgsGeometry,
        QgsProcessingUtils,
        QgsRectangle,
        QgsWkbTypes,
    )

    from rs_deepcluster_plugin import compat

    fields = QgsFields()
    for name, kind in [("scene_id", "int64"), ("cluster", "int"), ("probability", "double")]:
        fields.append(compat.field(name, kind))
    sink, name = QgsProcessingUtils.createFeatureSink(
        destination,
        context,
        fields,
        getattr(QgsWkbTypes.Type, geometry),
        QgsCoordinateReferenceSystem("EPSG:4326"),
    )
    clusters = [cluster for cluster, count in COUNTS.items() for _ in range(count)] + [NULL]
    for i, cluster in enumerate(clusters):
        feature = QgsFeature(fields)
        cell = QgsGeometry.fromRect(QgsRectangle(i, 0, i + 1, 1))
        if geometry != "NoGeometry":
            feature.setGeometry(cell if geometry == "Polygon" else cell.centroid())
        feature.setAttributes([i, cluster, NULL if cluster == NULL else 0.934])
        assert sink.addFeature(feature)
    compat.close_sink(sink)
    del sink
    return name


def read_back(path):
    """The layer as a fresh QGIS would open it."""
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(str(path), "reopened", "ogr")
    assert layer.isValid()
    return layer


def legend(layer):
    return [category.label() for category in layer.renderer().categories()]


def color_of_scene(layer, number):
    from qgis.core import QgsRenderContext

    renderer = layer.renderer().clone()
    context = QgsRenderContext()
    renderer.startRender(context, layer.fields())
    try:
        feature = next(f for f in layer.getFeatures() if f["scene_id"] == number)
        return renderer.symbolForFeature(feature, context).symbolLayer(0).fillColor().name()
    finally:
        renderer.stopRender(context)


@pytest.fixture
def context():
    from qgis.core import QgsProcessingContext

    return QgsProcessingContext()


def of_clusters(counts, unclustered):
    from rs_deepcluster_plugin.processing.layers.style import apply_cluster_style

    return functools.partial(apply_cluster_style, counts=counts, unclustered=unclustered)


@pytest.fixture(scope="module")
def palette():
    return json.loads((ROOT / "resources" / "styles" / "palette.json").read_text("utf-8"))


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_output_carries_its_style(extension, tmp_path, context, palette):
    from qgis.core import QgsExpression

    from rs_deepcluster_plugin.processing.layers import style

    path = tmp_path / f"scenes.{extension}"
    name = write_scenes(str(path), context)
    assert style.store_style(name, of_clusters(COUNTS, UNCLUSTERED)) == ""

    layer = read_back(path)
    assert legend(layer) == LABELS
    assert layer.renderer().classAttribute() == "cluster"
    assert [color_of_scene(layer, i) for i in (0, 3, 5)] == [palette[0], palette[1], palette[0]]
    assert (tmp_path / "scenes.qml").exists() == (extension != "gpkg")
    scope, texts = layer.createExpressionContext(), {}  # FlatGeobuf has an order of its own
    for feature in layer.getFeatures():
        scope.setFeature(feature)
        number = feature["scene_id"]
        texts[number] = QgsExpression(layer.displayExpression()).evaluate(scope)
    assert (texts[0], texts[6]) == ("Cluster 1, p = 0.93", "No cluster")


def test_scenes_without_a_cluster_are_outlined_and_only_listed_where_there_are_any(context):
    from qgis.core import QgsProcessingUtils
    from qgis.PyQt.QtCore import Qt

    from rs_deepcluster_plugin.processing.layers import style

    layer = QgsProcessingUtils.mapLayerFromString(write_scenes("memory:", context), context)
    style.apply_cluster_style(layer, COUNTS, UNCLUSTERED)
    categories = layer.renderer().categories()  # they own the symbols
    assert categories[-1].symbol().symbolLayer(0).brushStyle() == Qt.BrushStyle.NoBrush
    style.apply_cluster_style(layer, COUNTS, 0)
    assert legend(layer) == LABELS[:-1]


def test_a_cluster_beyond_the_palette_is_hatched(context):
    from qgis.core import QgsProcessingUtils

    from rs_deepcluster_plugin.processing.layers import style

    layer = QgsProcessingUtils.mapLayerFromString(write_scenes("memory:", context), context)
    style.apply_cluster_style(layer, COUNTS, 0)
    layers = [c.symbol().symbolLayerCount() for c in layer.renderer().categories()]
    assert layers == [1, 1, 2]


@pytest.mark.parametrize("geometry", ["Point", "NoGeometry"])
def test_layers_without_polygons_are_styled_too(geometry, tmp_path, context):
    from rs_deepcluster_plugin.processing.layers import style

    path = tmp_path / "scenes.gpkg"
    name = write_scenes(str(path), context, geometry=geometry)
    assert style.store_style(name, of_clusters(COUNTS, UNCLUSTERED)) == ""
    layer = read_back(path)
    assert "Cluster " in layer.displayExpression()
    assert geometry == "NoGeometry" or legend(layer) == LABELS


def test_a_layer_written_again_into_its_database_gets_the_new_style(tmp_path):
    from qgis.core import QgsProcessingContext

    from rs_deepcluster_plugin.processing.layers import style

    path = tmp_path / "all.gpkg"
    for counts in (COUNTS, {1: 5}):
        for table in ("scenes", "others"):
            context = QgsProcessingContext()
            name = write_scenes(f"ogr:dbname='{path}' table=\"{table}\" (geom)", context)
            numbers = counts if table == "scenes" else {7: 7}
            assert style.store_style(name, of_clusters(numbers, 0)) == ""
    layer = read_back(f"{path}|layername=scenes")
    assert legend(layer) == ["Cluster 1 (5)"]
    related, *_ = layer.listStylesInDatabase()
    assert related == 1
    assert legend(read_back(f"{path}|layername=others")) == ["Cluster 7 (7)"]


def test_a_style_that_cannot_be_stored_is_a_warning(tmp_path, context):
    from rs_deepcluster_plugin.processing.layers import style

    path = tmp_path / "scenes.geojson"
    name = write_scenes(str(path), context)
    (tmp_path / "scenes.qml").mkdir()
    assert "scenes.qml" in style.store_style(name, of_clusters(COUNTS, UNCLUSTERED))
    assert "opened" in style.store_style(str(tmp_path / "none.gpkg"), of_clusters(COUNTS, 0))


def test_the_post_processor_styles_two_outputs_and_leaves_nothing_behind(tmp_path, context):
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingUtils,
        QgsProject,
    )

    from rs_deepcluster_plugin.processing.layers import style

    project = QgsProject()
    names = [write_scenes("memory:", context), write_scenes(str(tmp_path / "b.fgb"), context)]
    for name in names:
        context.addLayerToLoadOnCompletion(
            name, QgsProcessingContext.LayerDetails("clusters", project, "OUTPUT")
        )
        style.style_on_load(context, name, of_clusters(COUNTS, UNCLUSTERED))
    style.style_on_load(context, "not loaded", of_clusters(COUNTS, UNCLUSTERED))
    gc.collect()
    for name in names:
        layer = QgsProcessingUtils.mapLayerFromString(name, context)
        details = context.layerToLoadOnCompletionDetails(name)
        details.postProcessor().postProcessLayer(layer, context, QgsProcessingFeedback())
        assert legend(layer) == LABELS
    assert not style._pending


@pytest.mark.parametrize(
    ("vision", "distance"),
    [("normal", 12), ("protanopia", 7), ("deuteranopia", 7), ("tritanopia", 5.5)],
)
def test_forty_colors_can_be_told_apart(palette, vision, distance):
    assert len(set(palette)) >= 40
    assert make_palette.smallest_distance(palette[:40], vision) > distance
