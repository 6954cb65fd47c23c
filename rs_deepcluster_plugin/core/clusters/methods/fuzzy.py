"""Fuzzy c-means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...base.arrays import FloatArray, Vectors
from ...base.errors import SceneError
from ...base.foreign import Form
from ...base.plain import setting
from ..centers import fuzzy_c_means, memberships
from .base import CommonSettings, FitContext
from .fitted import PerCluster
from .number import choose_number

_ITERATIONS, _TOLERANCE = 300, 1e-4


@dataclass(frozen=True)
class FuzzySettings(CommonSettings):
    """Settings of fuzzy c-means."""

    fuzziness: float = setting(
        2.0,
        "Fuzziness",
        "Exponent m of the memberships. Near 1 they are all or nothing, large values make all "
        "clusters alike.",
        minimum=1.01,
        maximum=10,
    )


@dataclass(frozen=True)
class FuzzyCMeans(PerCluster[FuzzySettings]):
    """Fuzzy c-means (Bezdek 1981); `clusters.centers` has the algorithm."""

    LABEL: ClassVar[str] = "Fuzzy c-means"
    FORMS: ClassVar[dict[str, Form]] = {
        "centers": Form("f", ("K", "k")),
        "fuzziness": Form("f", ("K",), low=1 + 1e-9),
    }
    HELP: ClassVar[str] = "as many clusters as asked for, with graded memberships"
    SETTINGS: ClassVar[type[CommonSettings]] = FuzzySettings
    USES: ClassVar[tuple[str, ...]] = ("n_clusters", "max_clusters")

    @classmethod
    def fit(
        cls, embedding: Vectors, settings: FuzzySettings, context: FitContext | None = None
    ) -> FuzzyCMeans:
        """Fit on an embedding (n, k)."""
        if not settings.fuzziness > 1:
            raise SceneError(
                f"The fuzziness is {settings.fuzziness:g}. Choose one above 1; 2 is usual."
            )
        values = embedding.astype(np.float64)
        count = choose_number(values, settings)
        centers = fuzzy_c_means(
            values, count, settings.fuzziness, settings.seed, _ITERATIONS, _TOLERANCE
        )
        return cls({"centers": centers, "fuzziness": np.full(len(centers), settings.fuzziness)})

    def memberships(self, embedding: Vectors) -> FloatArray:
        """Return the memberships (n, K), of which each row sums to one."""
        fuzziness = float(self.arrays["fuzziness"][0])
        return memberships(embedding, self.arrays["centers"], fuzziness)
