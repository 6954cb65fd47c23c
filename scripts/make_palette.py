"""Compute the map colors and write them to ``resources/styles/palette.json``.

The colors are chosen so that the smallest CIEDE2000 difference between any two of them is as large
as possible for an eye with normal color vision *and* for one without red, green or blue cones
(Machado et al. 2009, severity 1). The list is nested: its first 10 and its first 40 colors were
each placed for the largest distance before the rest was added, so a map with few clusters gets
the colors that differ most. Run it again and the same file comes out.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

OUTPUT = Path(__file__).resolve().parents[1] / "resources" / "styles" / "palette.json"
STAGES = (10, 40, 60)
RESTARTS = 12
# Near-white and near-black are no map fills and loud chroma tires the eye. The first ten are also
# plain colors, no grays; later ones may use more of the color solid: there is no other room left.
LIGHTNESS = {10: (38.0, 88.0), 40: (22.0, 91.0), 60: (20.0, 92.0)}
CHROMA = {10: (25.0, 74.0), 40: (0.0, 78.0), 60: (0.0, 86.0)}
SEED_COLOR = "#4a7fb5"  # a calm blue: cluster 1 is the largest one and covers most of the map
# A distance counts divided by this. Normal vision has a third dimension to use and is asked for
# more; tritanopia is some hundred times rarer than the other two and is asked for less.
DEMAND = {"normal": 1.8, "protanopia": 1.0, "deuteranopia": 1.0, "tritanopia": 0.8}

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
_RGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def from_hex(colors: list[str]) -> np.ndarray:
    """Return hex colors as sRGB values from 0 to 1, shape (n, 3)."""
    return np.array([[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in colors])


def to_hex(rgb: np.ndarray) -> list[str]:
    """Return sRGB values from 0 to 1 as hex colors."""
    return ["#{:02x}{:02x}{:02x}".format(*row) for row in np.rint(rgb * 255).astype(int)]


def to_lab(rgb: np.ndarray, vision: str = "normal") -> np.ndarray:
    """Return CIELAB (D65) of sRGB colors as an eye with the given vision sees them."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ VISIONS[vision].T, 0.0, 1.0)
    xyz = linear @ _RGB_TO_XYZ.T / _RGB_TO_XYZ.sum(axis=1)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack(
        [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1
    )


def ciede2000(lab: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the CIEDE2000 differences of all pairs, shape (n, m)."""
    l1, a1, b1 = (lab[:, None, i] for i in range(3))
    l2, a2, b2 = (other[None, :, i] for i in range(3))
    mean_c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 1.5 - 0.5 * np.sqrt(mean_c7 / (mean_c7 + 25.0**7))
    c1, c2 = np.hypot(a1 * g, b1), np.hypot(a2 * g, b2)
    h1, h2 = np.arctan2(b1, a1 * g), np.arctan2(b2, a2 * g)
    turn = (h2 - h1 + np.pi) % (2 * np.pi) - np.pi
    mean_h = h1 + turn / 2
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(mean_h - np.radians(30))
        + 0.24 * np.cos(2 * mean_h)
        + 0.32 * np.cos(3 * mean_h + np.radians(6))
        - 0.20 * np.cos(4 * mean_h - np.radians(63))
    )
    degrees = np.degrees(mean_h) % 360
    rotation = np.radians(60) * np.exp(-(((degrees - 275) / 25) ** 2))
    r = -2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)) * np.sin(rotation)
    d_l = (l2 - l1) / (1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2))
    d_c = (c2 - c1) / (1 + 0.045 * mean_c)
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(turn / 2) / (1 + 0.015 * mean_c * t)
    return np.sqrt(np.maximum(d_l**2 + d_c**2 + d_h**2 + r * d_c * d_h, 0.0))


def smallest_distance(colors: list[str], vision: str) -> float:
    """Return the CIEDE2000 difference of the two colors that are hardest to tell apart."""
    lab = to_lab(from_hex(colors), vision)
    return float(ciede2000(lab, lab)[np.triu_indices(len(colors), 1)].min())


def joint_distances(rgb: np.ndarray) -> np.ndarray:
    """Return, for all pairs, the smallest difference under all visions, each by its demand."""
    joint = np.full((len(rgb), len(rgb)), np.inf, dtype=np.float32)
    for vision, demand in DEMAND.items():
        lab = to_lab(rgb, vision)
        for start in range(0, len(rgb), 200):
            part = slice(start, start + 200)
            np.minimum(joint[part], ciede2000(lab[part], lab) / demand, out=joint[part])
    return joint


def extend(chosen: list[int], count: int, allowed: np.ndarray, joint: np.ndarray) -> list[int]:
    """Return the chosen colors and the best further ones found, most distant first."""

    def farthest(others: list[int], among: np.ndarray) -> tuple[int, float]:
        nearest = joint[np.ix_(among, others)].min(axis=1)
        best = int(nearest.argmax())
        return int(among[best]), float(nearest[best])

    def quality(colors: list[int]) -> float:
        pairs = joint[np.ix_(colors, colors)]
        return float(pairs[np.triu_indices(len(colors), 1)].min())

    best: list[int] = []
    for seed in range(RESTARTS):
        rng = np.random.default_rng(seed)
        added = rng.choice(allowed, count - len(chosen), replace=False).tolist()
        # Move every added color to the free place farthest from all others until all are there.
        for _ in range(60):
            before = list(added)
            for i in rng.permutation(len(added)):
                added[i] = farthest(chosen + added[:i] + added[i + 1 :], allowed)[0]
            if added == before:
                break
        if not best or quality(chosen + added) > quality(best):
            best = chosen + added
    ordered, rest = list(chosen), best[len(chosen) :]
    while rest:
        ordered.append(farthest(ordered, np.array(rest))[0])
        rest.remove(ordered[-1])
    return ordered


def _fills(rgb: np.ndarray, count: int) -> np.ndarray:
    """Return which colors may be among the first ``count``."""
    lab = to_lab(rgb)
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    (dark, light), (dull, loud) = LIGHTNESS[count], CHROMA[count]
    return (lab[:, 0] >= dark) & (lab[:, 0] <= light) & (chroma >= dull) & (chroma <= loud)


def make_palette() -> list[str]:
    """Return the colors in their order."""
    levels = np.arange(8, 256, 13) / 255
    cube = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3)
    rgb = np.vstack([from_hex([SEED_COLOR]), cube[_fills(cube, STAGES[-1])]])
    joint, chosen = joint_distances(rgb), [0]
    for count in STAGES:
        chosen = extend(chosen, count, np.flatnonzero(_fills(rgb, count)), joint)
    return to_hex(rgb[chosen])


def main() -> None:
    """Write the palette and say how far apart its colors are."""
    palette = make_palette()
    OUTPUT.write_text(json.dumps(palette, indent=1) + "\n", encoding="utf-8")
    sizes = (10, 20, 40, 60)
    print("smallest CIEDE2000 difference of the first", *(f"{n:>5}" for n in sizes))
    for vision in VISIONS:
        figures = (f"{smallest_distance(palette[:n], vision):5.1f}" for n in sizes)
        print(f"{vision:<42}", *figures)


if __name__ == "__main__":
    main()
