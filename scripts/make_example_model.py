"""Write the example model that runs the steps of Cluster scenes one by one.

Run with QGIS's Python, the plugin's folder on QGIS_PLUGINPATH:
``python3 scripts/make_example_model.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QPointF

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "resources" / "demo" / "cluster_scenes_step_by_step.model3"
Source = QgsProcessingModelChildParameterSource


def child(
    model: QgsProcessingModelAlgorithm, name: str, place: int, **sources: object
) -> QgsProcessingModelChildAlgorithm:
    """Add one step whose parameters come from ``sources``."""
    step = QgsProcessingModelChildAlgorithm(f"rsdeepcluster:{name}")
    step.setChildId(name)
    step.setDescription(step.algorithm().displayName())
    for key, source in sources.items():
        step.addParameterSources(key, [source])
    step.setPosition(QPointF(420, 90 + 110 * place))
    model.addChildAlgorithm(step)
    return step


def build() -> QgsProcessingModelAlgorithm:
    """Put the model together."""
    model = QgsProcessingModelAlgorithm("Cluster scenes step by step", "RS DeepCluster")
    inputs = [
        QgsProcessingParameterRasterLayer("raster", "Raster"),
        QgsProcessingParameterNumber(
            "size", "Scene size", QgsProcessingParameterNumber.Type.Double, 48
        ),
        QgsProcessingParameterNumber(
            "seed", "Seed", QgsProcessingParameterNumber.Type.Integer, 0, minValue=0
        ),
    ]
    for place, definition in enumerate(inputs):
        component = QgsProcessingModelParameter(definition.name())
        component.setPosition(QPointF(140, 90 + 110 * place))
        model.addModelParameter(definition, component)

    raster, size, seed = (Source.fromModelParameter(d.name()) for d in inputs)
    child(model, "scenegrid", 0, INPUT=raster, SIZE=size, MIN_VALID=Source.fromStaticValue(0))
    child(
        model,
        "extractfeatures",
        1,
        INPUT=raster,
        GRID=Source.fromChildOutput("scenegrid", "OUTPUT"),
    )
    child(
        model,
        "projectfeatures",
        2,
        INPUT=Source.fromChildOutput("extractfeatures", "OUTPUT"),
        SEED=seed,
    )
    child(
        model,
        "clusterfeatures",
        3,
        INPUT=Source.fromChildOutput("projectfeatures", "OUTPUT"),
        PROJECTOR=Source.fromChildOutput("projectfeatures", "PROJECTOR"),
        SEED=seed,
    )
    outputs = {}
    for name, label, child_output in (
        ("clusters", "Clusters", "OUTPUT"),
        ("cluster_model", "Cluster model", "CLUSTER_MODEL"),
    ):
        output = QgsProcessingModelOutput(name, label)
        output.setChildId("clusterfeatures")
        output.setChildOutputName(child_output)
        output.setPosition(QPointF(700, 400 + 110 * len(outputs)))
        outputs[name] = output
    model.childAlgorithm("clusterfeatures").setModelOutputs(outputs)
    model.updateDestinationParameters()
    return model


def main() -> None:
    """Start QGIS without a window, with the plugin's provider, and write the model."""
    application = QgsApplication([], False)
    application.initQgis()
    sys.path += ["/usr/share/qgis/python/plugins", str(ROOT)]
    from processing.core.Processing import Processing

    from rs_deepcluster_plugin.processing.provider import Provider

    Processing.initialize()
    provider = Provider()
    QgsApplication.processingRegistry().addProvider(provider)
    model = build()
    if not model.toFile(str(MODEL)):
        sys.exit(f"{MODEL} could not be written.")


if __name__ == "__main__":
    main()
