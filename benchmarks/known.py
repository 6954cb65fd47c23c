"""Number of clusters that the default method finds in made-up data with a known number.

    python benchmarks/known.py

Groups in the plane, 1 to 60 of them, of five shapes, equal or unequal in size up to 1:50, their
centers at least six standard deviations apart. `tests/core/test_mixture.py` uses the same data with
other seeds.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import report
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(report.ROOT))

from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.methods.dpgmm import DirichletProcessMixture

CASES = 50
FIRST_SEED = 60_000  # no choice was made on these
NUMBERS = (1, 2, 3, 5, 8, 12, 20, 30, 45, 60)
SHAPES = ("Gaussian", "Student t", "uniform", "gamma", "bent")
RATIOS = (1, 5, 50)
LARGEST, SMALLEST = 200, 10  # scenes of a group
SIZES = (100, 200, 500, 1000)  # scenes of a group alone
NOISE, NOISY = (0.02, 0.1), 20  # shares, and cases with each
ALONE = 20  # cases of one group only, of each shape and size


@dataclass(frozen=True)
class Case:
    """Points (n, 2) and the group (n,) of each."""

    points: np.ndarray
    labels: np.ndarray
    groups: int
    shape: str
    ratio: int


def make(seed: int) -> Case:
    """Make one case."""
    random = np.random.default_rng(seed)
    groups = int(random.choice(NUMBERS))
    shape, ratio = str(random.choice(SHAPES)), int(random.choice(RATIOS))
    shares = np.exp(random.uniform(0, np.log(ratio), groups))
    sizes = np.maximum((shares / shares.max() * LARGEST).astype(int), SMALLEST)
    centers: list[np.ndarray] = []
    side = 9 * np.sqrt(groups)
    while len(centers) < groups:
        center = random.uniform(0, side, 2)
        if all(np.linalg.norm(center - other) >= 6 for other in centers):
            centers.append(center)
        else:
            side *= 1.005
    points = [center + drawn(shape, size, random) for center, size in zip(centers, sizes)]
    labels = np.repeat(np.arange(groups), sizes)
    return Case(np.concatenate(points).astype(np.float32), labels, groups, shape, ratio)


def drawn(shape: str, size: int, random: np.random.Generator) -> np.ndarray:
    """Draw points of one group with standard deviations of half to one and a fifth."""
    turn = np.linalg.qr(random.normal(size=(2, 2)))[0]
    if shape == "bent":
        along = random.normal(size=size)
        across = 0.6 * (along**2 - 1) + 0.35 * random.normal(size=size)
        return np.stack([along, across], axis=1) @ turn.T
    plain = {
        "Gaussian": lambda: random.normal(size=(size, 2)),
        "Student t": lambda: random.standard_t(5, size=(size, 2)) / 1.3,
        "uniform": lambda: random.uniform(-1.7, 1.7, size=(size, 2)),
        "gamma": lambda: (random.gamma(2, size=(size, 2)) - 2) / 1.4,
    }[shape]()
    return plain @ (turn * random.uniform(0.5, 1.2, 2)).T


def with_noise(points: np.ndarray, share: float, seed: int = 0) -> np.ndarray:
    """Add points that are spread evenly over a little more than these (n, 2)."""
    low, high = points.min(axis=0) - 4, points.max(axis=0) + 4
    count = round(share * len(points))
    noise = np.random.default_rng(seed).uniform(low, high, (count, points.shape[1]))
    return np.concatenate([points, noise]).astype(np.float32)


def main() -> None:
    """Cluster all cases and write."""
    rows: dict[str, list[tuple[int, float]]] = {}
    for seed in range(FIRST_SEED, FIRST_SEED + CASES):
        case = make(seed)
        method = fitted(case.points)
        found = method.memberships(case.points).argmax(axis=1)
        wrong = abs(method.clusters - case.groups)
        alike = adjusted_rand_score(case.labels, found)
        print(
            f"{seed}: {case.groups} groups, {case.shape}, sizes to 1:{case.ratio}, "
            f"{len(case.points)} points: found {method.clusters}, ARI {alike:.3f}",
            flush=True,
        )
        for key in ("all", case.shape, f"sizes to 1:{case.ratio}"):
            rows.setdefault(key, []).append((wrong, alike))
    lines = []
    for key in ("all", *SHAPES, *(f"sizes to 1:{ratio}" for ratio in RATIOS)):
        wrong, alike = np.array(rows[key]).T
        lines.append(
            [
                key, str(len(wrong)), str(int((wrong == 0).sum())), str(int((wrong <= 1).sum())),
                str(int(wrong.max())), f"{alike.mean():.3f}",
            ]
        )  # fmt: skip
    alone = []
    for shape in SHAPES:
        counts = [str(sum(is_one(shape, size, seed) for seed in range(ALONE))) for size in SIZES]
        print(f"one group, {shape}: {', '.join(counts)} of {ALONE}", flush=True)
        alone.append([shape, *counts])
    noisy = [line_of_noise(share) for share in NOISE]
    report.write_section(
        "Number of clusters in made-up data",
        "python benchmarks/known.py",
        "The Dirichlet process with all defaults on groups in the plane, 1 to 60 of them, centers "
        "at least six standard deviations apart. None of these cases was used for a choice.\n\n"
        + report.table(
            ("cases", "number", "K exact", "K within one", "K off at most", "mean ARI"), lines
        )
        + f"\n\nOne group alone: in how many of {ALONE} cases one cluster is found.\n\n"
        + report.table(("shape", *(f"{size} scenes" for size in SIZES)), alone)
        + f"\n\nThe first {NOISY} cases with noise, scenes that are spread evenly over the plane; "
        "*between*: those farther than 3.5 standard deviations from all centers.\n\n"
        + report.table(
            (
                "noise", "K exact", "K within one", "mean ARI, groups",
                "mean probability, groups", "between",
            ),
            noisy,
        ),
    )  # fmt: skip


def line_of_noise(share: float) -> list[str]:
    """Cluster cases with noise."""
    wrong, alike, inside, between = [], [], [], []
    for seed in range(FIRST_SEED, FIRST_SEED + NOISY):
        case = make(seed)
        count, groups = len(case.points), range(case.groups)
        points = with_noise(case.points, share, seed)
        centers = np.stack([case.points[case.labels == k].mean(axis=0) for k in groups])
        method = fitted(points)
        found = method.memberships(points)
        wrong.append(abs(method.clusters - case.groups))
        alike.append(adjusted_rand_score(case.labels, found[:count].argmax(axis=1)))
        inside.append(found[:count].max(axis=1).mean())
        squared = ((points[count:, None] - centers[None]) ** 2).sum(axis=2).min(axis=1)
        between += found[count:][squared > 3.5**2].max(axis=1).tolist()
    figures = [
        f"{100 * share:g} %", str(sum(w == 0 for w in wrong)), str(sum(w <= 1 for w in wrong)),
        f"{np.mean(alike):.3f}", f"{np.mean(inside):.3f}", f"{np.mean(between):.3f}",
    ]  # fmt: skip
    print("noise", *figures, flush=True)
    return figures


def is_one(shape: str, size: int, seed: int) -> bool:
    """Whether one group is found to be one."""
    points = drawn(shape, size, np.random.default_rng(FIRST_SEED + seed)).astype(np.float32)
    return fitted(points).clusters == 1


def fitted(points: np.ndarray) -> DirichletProcessMixture:
    """Fit with all defaults, on one thread as the plugin does."""
    with threadpool_limits(1):
        return DirichletProcessMixture.fit(points, ClusterSettings())


if __name__ == "__main__":
    main()
