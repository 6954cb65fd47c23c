"""How well clusters match classes that were never shown: labelled scenes, scored afterwards.

``python benchmarks/accuracy.py FOLDER...``: each folder holds one folder of images per class.
Features are kept in build/accuracy, so that another clustering is scored in a minute.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import report

from rs_deepcluster_plugin.core import extract as extraction
from rs_deepcluster_plugin.core.cluster import ClusterSettings, fit_clusters
from rs_deepcluster_plugin.core.engine import EngineSettings
from rs_deepcluster_plugin.core.extract import ExtractSettings, FolderScenes
from rs_deepcluster_plugin.core.features import SceneFile
from rs_deepcluster_plugin.core.models import ModelSettings, load_encoder
from rs_deepcluster_plugin.core.progress import silent
from rs_deepcluster_plugin.core.project import Normalizer, ProjectionSettings, fit_projector

SEEDS = (0, 1, 2)
DETAILS = (0.1, 0.06, 0.03, 0.02, 0.01, 0.005)


def features_of(folder: Path, scaling: str) -> SceneFile:
    """Extract the features of a labelled folder with all defaults, once."""
    cache = report.ROOT / "build" / "accuracy"
    output = cache / f"{folder.name}-{scaling}.parquet"
    settings = ExtractSettings(scaling=scaling)
    encoder = load_encoder(ModelSettings())
    if output.exists() and SceneFile(output, "features").provenance.identity == encoder.identity:
        return SceneFile(output, "features")
    paths = extraction.images_in(folder)
    scenes = FolderScenes(paths, folder, (), settings, None, "", silent)
    provenance = extraction.make_provenance(
        str(folder), scenes.bands, encoder, settings, scenes.scaling, ""
    )
    extraction.extract(scenes, encoder, provenance, EngineSettings(), output, cache)
    extraction.forget_parts(cache)
    return SceneFile(output, "features")


def scores(labels: np.ndarray, clusters: np.ndarray) -> dict[str, float]:
    """Score clusters against labels; the names are those of the method's metrics."""
    from scipy.optimize import linear_sum_assignment
    from sklearn import metrics

    table = metrics.cluster.contingency_matrix(labels, clusters)
    rows, columns = linear_sum_assignment(-table)
    return {
        "K": float(table.shape[1]),
        "ACC": table[rows, columns].sum() / table.sum(),
        "purity": table.max(axis=0).sum() / table.sum(),
        "NMI": metrics.normalized_mutual_info_score(labels, clusters),
        "AMI": metrics.adjusted_mutual_info_score(labels, clusters),
        "ARI": metrics.adjusted_rand_score(labels, clusters),
    }


def neighbors_accuracy(values: np.ndarray, labels: np.ndarray) -> float:
    """k-NN accuracy: 20 neighbors, cosine, 5-fold."""
    from sklearn.model_selection import StratifiedKFold, cross_val_score
    from sklearn.neighbors import KNeighborsClassifier

    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    model = KNeighborsClassifier(20, metric="cosine")
    return float(cross_val_score(model, values, labels, cv=folds).mean())


def main(folders: list[Path]) -> None:
    """Score and write the tables."""
    text = []
    for folder in folders:
        for scaling in ("type", "percentiles"):
            file = features_of(folder, scaling)
            blocks = list(file.blocks())
            names = np.concatenate([b.names for b in blocks])
            labels = np.unique([n.split("/")[0] for n in names], return_inverse=True)[1]
            vectors = np.concatenate([b.vectors for b in blocks])
            normalized = Normalizer.fit(vectors, file.provenance.part_dims)(vectors)
            knn = neighbors_accuracy(normalized, labels)
            results: dict[str, list[dict[str, float]]] = {}
            for seed in SEEDS:
                projector = fit_projector(file, ProjectionSettings(seed=seed))
                embedding = projector.place(vectors)
                classes = int(labels.max()) + 1
                variants = [("k-means, true K", ClusterSettings("kmeans", classes, seed=seed))]
                variants += [
                    (f"Dirichlet process, size {d:g}", ClusterSettings(detail=d, seed=seed))
                    for d in DETAILS
                ]
                for name, settings in variants:
                    assignment = fit_clusters(embedding, settings, file.provenance, projector)[1]
                    results.setdefault(name, []).append(scores(labels, assignment.clusters))
            keys = list(next(iter(results.values()))[0])
            rows = [
                (name, *(_spread([r[k] for r in runs], k) for k in keys))
                for name, runs in results.items()
            ]
            text.append(
                f"**{folder.name}**, {len(labels):,} images of {classes} classes, values scaled by "
                f"{scaling}; k-NN {knn:.3f}\n\n" + report.table(("clusters", *keys), rows)
            )
    text.append(
        f"Mean and standard deviation over {len(SEEDS)} seeds. Labels were used for scoring only."
    )
    report.write_section("Accuracy", "python benchmarks/accuracy.py FOLDER...", "\n\n".join(text))


def _spread(values: list[float], key: str) -> str:
    digits = 1 if key == "K" else 3
    return f"{np.mean(values):.{digits}f} ± {np.std(values):.{digits}f}"


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
