"""Two rasters get one set of clusters, and one layer that tells them apart."""

from __future__ import annotations

from pathlib import Path

import pytest
import support
from osgeo import gdal


@pytest.fixture(scope="module")
def brighter(run, crop, tmp_path_factory):
    """Features of the same piece of the demo in another light."""
    folder = tmp_path_factory.mktemp("brighter")
    source = gdal.Open(str(crop))
    values = source.ReadAsArray()
    made = gdal.GetDriverByName("GTiff").CreateCopy(str(folder / "later.tif"), source)
    for number, band in enumerate(values, start=1):
        made.GetRasterBand(number).WriteArray(band // 2 + 100)
    del made, source
    return run(
        "extractfeatures", INPUT=folder / "later.tif", **support.SCENES,
        OUTPUT=folder / "later.parquet",
    )["OUTPUT"]  # fmt: skip


def test_two_dates_share_their_clusters(run, three, brighter, crop, tmp_path):
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    made = run(
        "clustertogether", INPUT=three["FEATURES"], MORE_FEATURES=brighter, MAX_CLUSTERS=4,
        OUTPUT=tmp_path / "both.gpkg", FEATURES=tmp_path / "both.parquet",
        CLUSTER_MODEL=tmp_path / "both.npz",
    )  # fmt: skip
    rows = support.table(made["OUTPUT"])
    assert made["SCENES"] == len(rows) == 360
    assert sorted({row["scene_id"] for row in rows}) == list(range(1, 361))
    before, after = (
        {row["source_scene"]: row["cluster"] for row in rows if row["source"] == name}
        for name in (Path(crop).stem, "later")
    )
    assert before.keys() == after.keys()
    assert sum(before[n] == after[n] for n in before) > 0.8 * len(before)  # it is one place
    assert LayerTable(made["OUTPUT"]).notes["features"] == str(tmp_path / "both.parquet")
    alike = run("findsimilar", INPUT=made["OUTPUT"], SCENES="5", NUMBER=5,
                OUTPUT=tmp_path / "alike.gpkg")  # fmt: skip
    assert alike["SCENES_FOUND"] == 5
    # A map has one class in each place: that of one of the rasters.
    from qgis.core import (
        QgsProcessingException,
        QgsProcessingFeatureSourceDefinition,
        QgsProject,
        QgsVectorLayer,
    )

    for name, output in (("dissolveclasses", "d.gpkg"), ("classraster", "c.tif")):
        more = {"RASTER": crop} if name == "classraster" else {}
        with pytest.raises(QgsProcessingException, match="several rasters in one place"):
            run(name, INPUT=made["OUTPUT"], OUTPUT=tmp_path / output, **more)
    layer = QgsVectorLayer(made["OUTPUT"], "both")
    QgsProject.instance().addMapLayer(layer)
    try:
        layer.selectByExpression("source = 'later'")
        chosen = QgsProcessingFeatureSourceDefinition(layer.id(), True)
        assert run("dissolveclasses", INPUT=chosen, OUTPUT=tmp_path / "d.gpkg")["POLYGONS"] > 1
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "There is one file of features only"),
        ("{first}", "is given twice"),
        ("/nowhere/f.parquet", "/nowhere/f.parquet"),
    ],
)
def test_files_that_make_no_sense_are_refused(run, three, tmp_path, more, said):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    class Feedback(QgsProcessingFeedback):
        def reportError(self, text, fatal=False):
            heard.append(text)

    heard = []
    with pytest.raises(QgsProcessingException) as raised:
        run(
            "clustertogether", feedback=Feedback(False), INPUT=three["FEATURES"],
            MORE_FEATURES=more.format(first=three["FEATURES"]), OUTPUT=tmp_path / "a.gpkg",
            FEATURES=tmp_path / "a.parquet", CLUSTER_MODEL=tmp_path / "a.npz",
        )  # fmt: skip
    assert said in " ".join([*heard, str(raised.value)])
    assert not list(tmp_path.iterdir())
