"""Components of a mixture, divided where several runs of a projection agree on finer groups.

In one run few scenes of a class are among their neighbors of other classes, and no mixture can
tell them apart: of 180 images of 45 classes it finds ten components. But the runs are wrong in
different places, and scenes that lie side by side in all of them are alike.
"""

from __future__ import annotations

import numpy as np

from ..base.arrays import FloatArray, IntArray
from .mixture_model import Posterior, Prior, Statistics, floor_of, scale_prior, statistics_of

_STEPS, _STANDS_STILL = 30, 1e-6  # of the prior's scale; relative change of its trace


def divide_components(joint: FloatArray, components: IntArray, count: int) -> IntArray:
    """Divide components until there are ``count`` groups, those first that are widest.

    Each component has a tree of its points by Ward's criterion (1963); all trees are cut at one
    height.

    Parameters
    ----------
    joint
        Places (n, k) of the points in all runs, side by side.
    components
        Component of each point, of shape (n,).
    count
        Groups that are wanted. Where merges are equally high, there are fewer; there is never a
        group without points, and each component has one at least.

    Returns
    -------
    ndarray of shape (n,)
        Groups, from 0.

    Examples
    --------
    >>> import numpy as np
    >>> places = np.array([[0.0], [1.0], [10.0], [12.0], [13.0]])
    >>> divide_components(places, np.array([0, 0, 1, 1, 1]), 3).tolist()
    [0, 0, 2, 1, 1]
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    members = [np.flatnonzero(components == one) for one in np.unique(components)]
    trees = [
        linkage(joint[rows], "ward") if len(rows) > 1 else np.empty((0, 4)) for rows in members
    ]
    heights = np.sort(np.concatenate([tree[:, 2] for tree in trees]))[::-1]
    more = max(0, count - len(members))
    limit = heights[more] if more < len(heights) else -1.0
    groups, total = np.empty(len(joint), dtype=np.int64), 0
    for rows, tree in zip(members, trees):
        own = fcluster(tree, limit, "distance") if len(rows) > 1 else np.ones(1, dtype=np.int64)
        groups[rows] = total + own - 1
        total += int(own.max())
    return groups


def fit_groups(
    points: FloatArray, groups: IntArray, prior: Prior
) -> tuple[Prior, Statistics, Posterior]:
    """Fit one component to each group of points.

    The scale of the covariance prior is learned again: groups are narrower than what they are
    parts of.

    Parameters
    ----------
    points
        Points of shape (n, d), at the scale of the prior.
    groups
        Groups, from 0, of shape (n,); each has a point at least.
    prior
        That of the mixture whose components were divided.

    Returns
    -------
    prior, statistics, posterior
        Of as many components as there are groups.
    """
    statistics = statistics_of(points, np.eye(int(groups.max()) + 1)[groups])
    floor = floor_of(prior)
    for _ in range(_STEPS):
        before = np.trace(prior.psi)
        prior = scale_prior(prior, Posterior.of(prior, statistics), floor)
        if abs(np.trace(prior.psi) - before) <= _STANDS_STILL * before:
            break
    return prior, statistics, Posterior.of(prior, statistics)
