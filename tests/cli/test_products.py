"""From clusters to classes and products with qgis_process and from a model."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap

import support
from osgeo import gdal

MAKE_MODEL = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from qgis.core import (
        QgsApplication, QgsProcessingModelAlgorithm, QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource as Source, QgsProcessingModelOutput,
        QgsProcessingModelParameter, QgsProcessingParameterRasterLayer,
    )

    app = QgsApplication([], False)
    app.initQgis()
    sys.path += [str(Path(app.pkgDataPath()) / "python" / "plugins"), sys.argv[1]]
    from processing.core.Processing import Processing

    Processing.initialize()
    from rs_deepcluster_plugin.processing.provider import Provider

    provider = Provider()
    app.processingRegistry().addProvider(provider)
    model = QgsProcessingModelAlgorithm("Class map", "Tests")
    raster = QgsProcessingParameterRasterLayer("raster", "Raster")
    model.addModelParameter(raster, QgsProcessingModelParameter("raster"))
    steps = {
        "clusterscenes": {
            "INPUT": Source.fromModelParameter("raster"), "SIZE": 32, "INPUT_SIZE": 56,
            "PROJECTION": "PCA", "CLUSTERING": "k-means", "N_CLUSTERS": 3,
        },
        "assignclasses": {
            "INPUT": Source.fromChildOutput("clusterscenes", "OUTPUT"),
            "MAPPING": "1=water bodies,2=112,3=112", "SCHEMA": "CORINE",
        },
        "dissolveclasses": {"INPUT": Source.fromChildOutput("assignclasses", "OUTPUT")},
    }
    for name, sources in steps.items():
        step = QgsProcessingModelChildAlgorithm(f"rsdeepcluster:{name}")
        step.setChildId(name)
        for key, value in sources.items():
            plain = not isinstance(value, Source)
            step.addParameterSources(key, [Source.fromStaticValue(value) if plain else value])
        model.addChildAlgorithm(step)
    output = QgsProcessingModelOutput("classes", "Classes")
    output.setChildId("dissolveclasses")
    output.setChildOutputName("OUTPUT")
    model.childAlgorithm("dissolveclasses").setModelOutputs({"classes": output})
    model.updateDestinationParameters()
    assert model.toFile(sys.argv[2])
    """
)


def test_a_model_goes_from_a_raster_to_polygons_of_classes(qgis, crop, tmp_path):
    model = tmp_path / "class_map.model3"
    subprocess.run(
        [sys.executable, "-c", MAKE_MODEL, str(support.stage()), str(model)],
        env=qgis.environ,
        check=True,
        timeout=120,
    )
    # Newer QGISes call the output of a model by its own name, without that of the step.
    both = "dissolveclasses:classes"
    output = both if both in qgis.call("help", str(model)).stdout else "classes"
    answer = qgis.run(str(model), raster=crop, **{output: tmp_path / "classes.gpkg"})
    assert answer.code == 0, answer.stderr
    rows = support.table(tmp_path / "classes.gpkg")
    assert [(row["code"], row["name"]) for row in rows] == [
        ("112", "Discontinuous urban fabric"),
        ("512", "Water bodies"),
    ]
    assert sum(row["scenes"] for row in rows) == 180


def test_a_cluster_table_comes_back_as_a_class_raster(qgis, mapped, tmp_path):
    _, folder, _ = mapped
    clusters = shutil.copy(folder / "map.gpkg", tmp_path / "map.gpkg")
    results = qgis.run("clustertable", INPUT=clusters, OUTPUT=tmp_path / "table.csv").results
    rows = support.table(tmp_path / "table.csv")
    assert results["CLUSTERS"] == len(rows) >= 2
    assert all(float(row["b3_mean"]) > 0 for row in rows)
    numbers = [row["cluster"] for row in rows]
    lines = [f"{number},{code}" for number, code in zip(numbers, ("10", "80"))]
    (tmp_path / "filled.csv").write_text("\n".join(["cluster,class_code", *lines, ""]))
    results = qgis.run(
        "assignclasses", INPUT=clusters, TABLE=tmp_path / "filled.csv", SCHEMA="WorldCover"
    ).results
    assert results["CLASSES"] == 2
    results = qgis.run("classraster", INPUT=clusters, OUTPUT=tmp_path / "map.tif",
                       FIELD="class_code").results  # fmt: skip
    assert results["CLASSES"] == 2
    raster = gdal.Open(str(tmp_path / "map.tif"))
    names = raster.GetRasterBand(1).GetDefaultRAT()
    found = [(names.GetValueAsInt(row, 0), names.GetValueAsString(row, 1)) for row in range(2)]
    assert found == [(10, "Tree cover"), (80, "Permanent water bodies")]


def test_a_bad_mapping_gets_one_sentence_and_changes_nothing(qgis, mapped, tmp_path):
    _, folder, _ = mapped
    clusters = shutil.copy(folder / "map.gpkg", tmp_path / "map.gpkg")
    before = support.table(clusters)
    answer = qgis.run("assignclasses", INPUT=clusters, MAPPING="1=314", SCHEMA="CORINE")
    assert answer.sentence.startswith("The schema CORINE Land Cover has no class '314'. The near")
    assert support.table(clusters) == before
    assert [path.name for path in tmp_path.iterdir()] == ["map.gpkg"]
