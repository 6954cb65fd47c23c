"""The number of clusters, where a method does not find it by itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...base.errors import SceneError
from ...base.sampling import draw
from .base import CommonSettings, Points

_SAMPLE = 2000  # scenes; their distances take 32 MB


def choose_number(embedding: Points, settings: CommonSettings) -> int:
    """Return the number that the settings ask for, else the one of the best silhouette.

    A Ward tree of at most 2,000 scenes, drawn by the seed, is cut into 2 to ``max_clusters``
    clusters; the number with the highest mean silhouette (Rousseeuw 1987) is taken. Scenes that are
    all identical are one cluster.

    Parameters
    ----------
    embedding
        Places of the scenes, of shape (n, k).
    settings
        Only ``n_clusters`` (the number asked for, or None), ``max_clusters`` and ``seed`` are used.

    Returns
    -------
    int
        Number of clusters.

    Raises
    ------
    SceneError
        The number asked for is below 1, or there are fewer scenes.

    References
    ----------
    Rousseeuw 1987, "Silhouettes: a graphical aid to the interpretation and validation of cluster
    analysis".
    """
    count = settings.n_clusters
    if count is not None:
        return check_number(count, len(embedding))
    from scipy.cluster.hierarchy import cut_tree, ward
    from scipy.spatial.distance import pdist, squareform
    from sklearn.metrics import silhouette_score

    values = embedding[draw(np.arange(len(embedding)), _SAMPLE, settings.seed)].astype(np.float64)
    distinct = len(np.unique(values, axis=0))
    if distinct < 3:
        return distinct
    distances = pdist(values)
    tree, square = ward(distances), squareform(distances)

    def silhouette(clusters: int) -> float:
        labels = cut_tree(tree, clusters)[:, 0]
        return float(silhouette_score(square, labels, metric="precomputed"))

    return find_best_number(silhouette, 2, min(settings.max_clusters, distinct - 1))


def check_number(count: int, scenes: int) -> int:
    """Return a number of clusters that was asked for, if so many scenes can have as many.

    Parameters
    ----------
    count
        The number asked for.
    scenes
        Number of scenes that have enough valid data.

    Returns
    -------
    int
        The same number.

    Raises
    ------
    SceneError
        It is below 1, or above the number of scenes.
    """
    if count < 1:
        raise SceneError(f"{count} clusters were asked for. Choose at least one.")
    if count > scenes:
        raise SceneError(
            f"{count} clusters were asked for, but only {scenes} scenes have enough valid data. "
            "Choose fewer clusters or smaller scenes."
        )
    return count


def find_best_number(score: Callable[[int], float], least: int, most: int) -> int:
    """Return the number with the highest score, with few trials.

    Numbers are tried in steps of a quarter first, then those halfway between the best one and its
    neighbors, until these are next to it. Of equal scores the smallest number wins.

    Parameters
    ----------
    score
        What is to be as high as possible, of a number.
    least, most
        The lowest and the highest number that are tried.

    Examples
    --------
    >>> find_best_number(lambda number: -abs(number - 17), 2, 60)
    17
    """
    tried: dict[int, float] = {}
    number = least
    while number < most:
        tried[number] = score(number)
        number = max(number + 1, round(1.25 * number))
    wanted = {max(least, most)}
    while wanted:
        tried.update({number: score(number) for number in sorted(wanted)})
        best = max(tried, key=lambda number: (tried[number], -number))
        numbers = sorted(tried)
        place = numbers.index(best)
        around = numbers[max(place - 1, 0) : place + 2]
        wanted = {(best + other) // 2 for other in around} - tried.keys()
    return best
