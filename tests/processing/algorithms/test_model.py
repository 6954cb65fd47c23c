"""All algorithms of the group Classes in one model, as the graphical modeler saves it."""

from __future__ import annotations

import shutil
import time

import pytest


@pytest.fixture
def model(provider, tmp_path):
    """The path of a model that takes clusters through all steps to its products."""
    from qgis.core import (
        QgsProcessing,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
        QgsProcessingModelParameter,
        QgsProcessingParameterVectorLayer,
    )

    source = QgsProcessingModelChildParameterSource
    made = QgsProcessingModelAlgorithm("Clusters to classes", "Tests")
    definition = QgsProcessingParameterVectorLayer(
        "clusters", "Clusters", [QgsProcessing.SourceType.TypeVector]
    )
    made.addModelParameter(definition, QgsProcessingModelParameter("clusters"))

    def step(name, outputs=(), given=None, **sources):
        """Add a step; sources are names of children, whose OUTPUT they mean."""
        child = QgsProcessingModelChildAlgorithm(f"rsdeepcluster:{name}")
        child.setChildId(name)
        child.setDescription(name)
        for key, value in (given or {}).items():
            child.addParameterSources(key, [source.fromStaticValue(value)])
        for key, other in sources.items():
            found = (
                source.fromModelParameter("clusters")
                if other == "clusters"
                else source.fromChildOutput(other, "OUTPUT")
            )
            child.addParameterSources(key, [found])
        kept = {}
        for output in outputs:
            kept[name] = QgsProcessingModelOutput(name, name)
            kept[name].setChildId(name)
            kept[name].setChildOutputName(output)
        child.setModelOutputs(kept)
        made.addChildAlgorithm(child)

    mapping = "1=11;2=41"
    step("schemafromfile", given={"SCHEMA": "NLCD"})
    step("mergeclusters", INPUT="clusters", given={"MODE": "level of the tree", "NUMBER": 2})
    step("assignclasses", INPUT="mergeclusters", SCHEMA_TABLE="schemafromfile",
         given={"MAPPING": mapping})  # fmt: skip
    step("splitcluster", INPUT="assignclasses", given={"CLUSTER": 1, "METHOD": "merge tree"})
    step("reassignscenes", INPUT="splitcluster",
         given={"EXPRESSION": '"row" = 0 AND "col" < 3', "CLASS": "24"})  # fmt: skip
    step("smoothclasses", INPUT="reassignscenes")
    step("undo", INPUT="smoothclasses")
    step("redo", INPUT="undo")
    step("clustertable", ["OUTPUT"], INPUT="redo")
    step(
        "findsimilar",
        ["OUTPUT"],
        INPUT="redo",
        given={"EXPRESSION": '"exemplar_rank" = 1', "NUMBER": 50},
    )
    step("dissolveclasses", ["OUTPUT"], INPUT="redo")
    step("classraster", ["OUTPUT"], INPUT="redo")
    step("validationsample", ["OUTPUT"], INPUT="redo", given={"SIZE": 30, "MINIMUM": 5})
    step("assessaccuracy", ["OUTPUT"], INPUT="redo", REFERENCE_LAYER="dissolveclasses",
         given={"REFERENCE_FIELD": "code"})  # fmt: skip
    step("comparemaps", ["OUTPUT"], BEFORE="redo", AFTER="redo",
         given={"BEFORE_FIELD": "cluster", "AFTER_FIELD": "class_code"})  # fmt: skip
    step("clusterreport", ["OUTPUT"], INPUT="redo")
    made.updateDestinationParameters()
    path = str(tmp_path / "classes.model3")
    assert made.toFile(path)
    return path


def test_clusters_become_classes_and_products_in_one_model(model, fitted, tmp_path):
    from osgeo import gdal
    from qgis.core import (
        QgsApplication,
        QgsProcessingAlgRunnerTask,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingModelAlgorithm,
        QgsProject,
        QgsVectorLayer,
    )
    from qgis.PyQt.QtCore import QCoreApplication

    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    clusters = shutil.copy(fitted["OUTPUT"], tmp_path / "clusters.gpkg")
    algorithm = QgsProcessingModelAlgorithm()
    assert algorithm.fromFile(model)
    places = {
        "clustertable": "table.csv",
        "findsimilar": "similar.gpkg",
        "dissolveclasses": "areas.gpkg",
        "classraster": "classes.tif",
        "validationsample": "sample.gpkg",
        "assessaccuracy": "matrix.csv",
        "comparemaps": "change.gpkg",
        "clusterreport": "report.html",
    }
    # What a model's output is called differs between versions of QGIS: step:output, or output.
    steps = {
        d.name(): d.name().partition(":")[0] for d in algorithm.destinationParameterDefinitions()
    }
    assert sorted(steps.values()) == sorted(places)
    outputs = {name: str(tmp_path / places[step]) for name, step in steps.items()}
    layer = QgsVectorLayer(str(clusters), "open", "ogr")
    QgsProject.instance().addMapLayer(layer)
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    ended = []
    task = QgsProcessingAlgRunnerTask(
        algorithm, {"clusters": str(clusters), **outputs}, context, feedback
    )
    task.executed.connect(lambda fine, results: ended.append((fine, dict(results))))
    QgsApplication.taskManager().addTask(task)
    started = time.monotonic()
    while not ended and time.monotonic() < started + 120:
        QCoreApplication.processEvents()
        time.sleep(0.01)
    ((fine, result),) = ended
    assert fine, feedback.textLog()
    # The steps ran in another thread, and the layer that is open shows what they did.
    assert layer.renderer().classAttribute() == "class_code"
    assert len(layer.renderer().categories()) == 3
    QgsProject.instance().removeMapLayer(layer.id())
    space = LayerTable(clusters)
    assert [(edit.algorithm, edit.state) for edit in space.history()] == [
        (name, "done")
        for name in ("mergeclusters", "assignclasses", "splitcluster", "reassignscenes",
                     "smoothclasses")
    ]  # fmt: skip
    codes = space.read("class_code", "class_source")
    assert set(codes["class_code"].tolist()) == {"11", "24", "41"}
    assert (codes["class_source"] == "scene").sum() == 3
    areas = QgsVectorLayer(str(tmp_path / "areas.gpkg"), "areas", "ogr")
    assert {area["code"] for area in areas.getFeatures()} == {"11", "24", "41"}
    raster = gdal.Open(str(tmp_path / "classes.tif"))
    assert {11, 24, 41} <= set(raster.ReadAsArray().ravel().tolist())
    assert QgsVectorLayer(str(tmp_path / "similar.gpkg"), "s", "ogr").featureCount() == 50
    assert QgsVectorLayer(str(tmp_path / "sample.gpkg"), "s", "ogr").featureCount() == 30
    assert QgsVectorLayer(str(tmp_path / "change.gpkg"), "c", "ogr").featureCount() > 0
    assert (tmp_path / "table.csv").read_text().count("\n") == 4  # a heading and three clusters
    assert "<html" in (tmp_path / "report.html").read_text()
    assert set(outputs) <= set(result)
