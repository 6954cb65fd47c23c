from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
from safetensors import safe_open

from rs_deepcluster_plugin.core.base import packages
from rs_deepcluster_plugin.core.base.errors import DependencyError, ModelError
from rs_deepcluster_plugin.core.encoder.load import load_encoder
from rs_deepcluster_plugin.core.encoder.save import write_model
from rs_deepcluster_plugin.core.encoder.settings import (
    DEFAULT_WEIGHTS,
    FP16,
    IMAGENET_MEAN,
    IMAGENET_STD,
    INT8,
    FeaturePart,
    ModelHeader,
    ModelSettings,
)
from rs_deepcluster_plugin.core.encoder.weights_file import FORMAT, read_header

ROOT = Path(__file__).parents[3]
SIZE = 56
VITS = "vit_small_patch14_dinov2"
HEADER = ModelHeader("tiny", VITS, recipe=(FeaturePart(3, "cls"), FeaturePart(11, "patch")))


@pytest.fixture(scope="module")
def timm():
    return packages.import_timm()


@pytest.fixture(scope="module")
def vit(timm):
    torch.manual_seed(0)
    return timm.create_model(VITS, img_size=70, num_classes=0).eval()


@pytest.fixture(scope="module")
def images():
    return torch.rand(2, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(1))


def features(settings, images):
    with torch.inference_mode():
        return load_encoder(settings).module(images)


def file_settings(path, **changes):
    return ModelSettings(weights=str(path), input_size=SIZE, **changes)


@pytest.fixture(scope="module")
def plain(vit, tmp_path_factory):
    from safetensors.torch import save_file

    path = tmp_path_factory.mktemp("models") / "plain.safetensors"
    save_file(vit.state_dict(), str(path))
    return path


def test_the_embedded_model_gives_its_recipe(images):
    encoder = load_encoder(ModelSettings(input_size=SIZE))
    assert encoder.parts == (FeaturePart(6, "patch"), FeaturePart(8, "both"))
    assert encoder.part_dims == (768,)  # whitened
    assert encoder.dims == 768
    assert encoder.quantization == INT8
    values = encoder.module(images)
    assert values.shape == (2, 768)
    assert values.dtype == torch.float32
    assert torch.isfinite(values).all()


def test_the_embedded_model_fits_into_the_package():
    assert DEFAULT_WEIGHTS.stat().st_size <= 22.5e6


def test_loading_twice_gives_one_identity_and_other_settings_another():
    first = load_encoder(ModelSettings(input_size=SIZE)).identity
    assert load_encoder(ModelSettings(input_size=SIZE)).identity == first
    assert load_encoder(ModelSettings(input_size=70)).identity != first
    assert load_encoder(ModelSettings(input_size=SIZE, pooling="cls")).identity != first


def test_the_parts_are_the_tokens_timm_gives(vit, plain, images):
    settings = file_settings(plain, blocks=(-1, 4), pooling="both")
    settings = replace(settings, input_size=70)
    images = torch.rand(2, 3, 70, 70)
    got = features(settings, images)
    mean, std = (torch.tensor(v).reshape(1, 3, 1, 1) for v in (IMAGENET_MEAN, IMAGENET_STD))
    with torch.inference_mode():
        final = vit.forward_features((images - mean) / std)
        tokens = vit.patch_embed((images - mean) / std)
        tokens = vit._pos_embed(tokens)
        for block in vit.blocks[:5]:
            tokens = block(tokens)
        middle = torch.nn.functional.layer_norm(tokens, (384,))
    expected = [middle[:, 0], middle[:, 1:].mean(1), final[:, 0], final[:, 1:].mean(1)]
    assert torch.allclose(got, torch.cat(expected, 1), atol=1e-4)


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({}, [(6, "patch"), (8, "both")]),
        ({"pooling": "cls"}, [(6, "cls"), (8, "cls")]),
        ({"blocks": (-1, 2)}, [(2, "patch"), (8, "both")]),
        ({"blocks": (8, -1, 3), "pooling": "both"}, [(3, "both"), (8, "both")]),
    ],
)
def test_blocks_and_pooling_combine_with_the_recipe(changes, parts):
    encoder = load_encoder(ModelSettings(input_size=28, **changes))
    assert [(part.block, part.pool) for part in encoder.parts] == parts


def test_blocks_after_the_last_one_needed_are_dropped():
    encoder = load_encoder(ModelSettings(input_size=28, blocks=(2,)))
    assert len(encoder.module.vit.blocks) == 3


@pytest.mark.parametrize(("size", "nearest"), [(100, "98"), (14, "28"), (0, "28")])
def test_an_input_size_that_is_no_multiple_of_the_patch_names_the_nearest(size, nearest):
    with pytest.raises(ModelError, match=f"the nearest is {nearest}"):
        load_encoder(ModelSettings(input_size=size))


@pytest.mark.parametrize(
    "changes", [{"model": "dinov9"}, {"pooling": "max"}, {"blocks": (12,)}, {"blocks": (-13,)}]
)
def test_settings_that_fit_no_model_are_refused(changes):
    with pytest.raises(ModelError):
        load_encoder(ModelSettings(input_size=28, **changes))


@pytest.mark.parametrize(("quantization", "least"), [(INT8, 0.999), (FP16, 0.99999)])
def test_a_model_file_comes_back_as_it_was_written(
    vit, plain, images, tmp_path, quantization, least
):
    path = tmp_path / "own.safetensors"
    write_model(path, vit.state_dict(), HEADER, quantization)
    encoder = load_encoder(file_settings(path))
    assert encoder.name == "tiny"
    assert encoder.parts == HEADER.recipe
    assert encoder.quantization == quantization
    expected = features(file_settings(plain, blocks=(11,), pooling="patch"), images)
    with torch.inference_mode():
        got = encoder.module(images)[:, 384:]
    assert torch.nn.functional.cosine_similarity(got, expected).min() > least
    assert list(tmp_path.iterdir()) == [path]


def test_a_model_file_spells_its_header_as_files_of_before_do(vit, tmp_path):
    path = tmp_path / "own.safetensors"
    write_model(path, vit.state_dict(), replace(HEADER, license="MIT"), FP16)
    with safe_open(str(path), "pt") as file:
        about = json.loads(file.metadata()["rs_deepcluster"])
    assert about["quantisation"] == FP16
    assert about["licence"] == "MIT"
    assert not {"quantization", "license"} & set(about)
    header = read_header(path)
    assert (header.quantization, header.license) == (FP16, "MIT")


def official(state):
    """The names and the shapes of Meta's own files."""
    return {**state, "mask_token": torch.zeros(1, 384)}


@pytest.mark.parametrize(
    "wrap",
    [
        official,
        lambda state: {"model": state},
        lambda state: {"state_dict": {f"module.{k}": v for k, v in state.items()}},
        lambda state: {
            "teacher": {f"backbone.{k}": v for k, v in official(state).items()}
            | {"dino_head.last.weight": torch.zeros(2, 2)}
        },
        lambda state: {k.replace("blocks.", "blocks.0.", 1): v for k, v in state.items()},
        lambda state: {**state, "head.weight": torch.zeros(5, 384)},
    ],
)
def test_a_pytorch_file_is_read_whatever_wraps_it(vit, plain, images, tmp_path, wrap):
    path = tmp_path / "weights.pth"
    torch.save(wrap(vit.state_dict()), path)
    expected = features(file_settings(plain), images)
    assert torch.equal(features(file_settings(path), images), expected)


def test_official_weights_with_registers_are_read_and_registers_left_out(timm, images, tmp_path):
    torch.manual_seed(0)
    vit = timm.create_model("vit_small_patch14_reg4_dinov2", img_size=SIZE, num_classes=0).eval()
    state = vit.state_dict()
    state["register_tokens"] = state.pop("reg_token")
    zero = torch.zeros(1, 1, 384)
    state["pos_embed"] = torch.cat([zero, state["pos_embed"]], 1)
    torch.save(official(state), tmp_path / "reg.pth")
    encoder = load_encoder(file_settings(tmp_path / "reg.pth"))
    assert encoder.architecture == "vit_small_patch14_reg4_dinov2"
    assert encoder.parts == (FeaturePart(11, "both"),)
    normalized = (images - encoder.module.mean) / encoder.module.std
    with torch.inference_mode():
        tokens = vit.forward_features(normalized)
        expected = torch.cat([tokens[:, 0], tokens[:, 5:].mean(1)], 1)
        assert torch.allclose(encoder.module(images), expected, atol=1e-4)


def test_weights_of_another_model_than_the_one_asked_for_are_refused(plain):
    with pytest.raises(ModelError, match="vit_small_patch14_dinov2"):
        load_encoder(file_settings(plain, model="dinov2_vitb14"))


class Code:
    def __reduce__(self):
        return os.getcwd, ()


def broken_files(folder, plain):
    from safetensors.torch import save_file

    whole = plain.read_bytes()
    text = json.dumps({"format": FORMAT, "version": 9})
    small = {"x": torch.zeros(1)}
    state = {"patch_embed.proj.weight": torch.zeros(384, 3, 16, 16)}
    (folder / "cut.safetensors").write_bytes(whole[:100_000])
    (folder / "cut-header.safetensors").write_bytes(whole[:100])
    torch.save(small, folder / "whole.pth")
    (folder / "cut.pth").write_bytes((folder / "whole.pth").read_bytes()[:-200])
    (folder / "text.pth").write_text("<html>404 not found</html>")
    (folder / "empty.pth").write_bytes(b"")
    torch.save({"a": Code()}, folder / "code.pth")
    torch.save({"a": Code()}, folder / "old.pth", _use_new_zipfile_serialization=False)
    torch.save({"conv1.weight": torch.zeros(64, 3, 7, 7)}, folder / "resnet.pth")
    torch.save(state, folder / "patch16.pth")
    save_file(small, str(folder / "version.safetensors"), metadata={"rs_deepcluster": text})
    save_file(small, str(folder / "header.safetensors"), metadata={"rs_deepcluster": "[]"})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.pth", "does not exist"),
        ("cut.safetensors", "cut short or damaged"),
        ("cut-header.safetensors", "cut short or damaged"),
        ("cut.pth", "cut short or damaged"),
        ("text.pth", "not a weights file"),
        ("empty.pth", "not a weights file"),
        ("code.pth", "refused because it contains code"),
        ("old.pth", "refused because it contains code"),
        ("resnet.pth", "conv1.weight"),
        ("patch16.pth", r"\(384, 3, 16, 16\)"),
        ("version.safetensors", "version 9"),
        ("header.safetensors", "cut short or damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_one_sentence(plain, tmp_path, name, words):
    broken_files(tmp_path, plain)
    with pytest.raises(ModelError, match=words) as caught:
        load_encoder(file_settings(tmp_path / name))
    text = str(caught.value)
    assert name in text
    assert text.endswith(".")
    assert "\n" not in text


def test_tensors_that_are_missing_are_named(vit, tmp_path):
    state = vit.state_dict()
    state.pop("blocks.3.norm1.weight")
    torch.save(state, tmp_path / "hole.pth")
    with pytest.raises(ModelError, match=r"blocks\.3\.norm1\.weight"):
        load_encoder(file_settings(tmp_path / "hole.pth"))


def test_a_missing_package_is_named_with_the_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "timm", None)
    with pytest.raises(DependencyError, match=r"'timm' is missing.*Set up the worker"):
        load_encoder(ModelSettings())


DOWNLOAD = """
import time
from rs_deepcluster_plugin.core.encoder.load import load_encoder
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings
from rs_deepcluster_plugin.core.base.errors import ModelError
from rs_deepcluster_plugin.core.base.packages import import_timm
import_timm()
start = time.monotonic()
class Progress:
    def __call__(self, fraction): print("fraction", fraction)
    def log(self, text): print(text)
try:
    print(load_encoder(ModelSettings("dinov2_vits14", input_size=28), Progress()).parts)
except ModelError as error:
    print("ModelError", error)
    print("seconds", round(time.monotonic() - start))
"""


def download(cache, endpoint):
    """The hub's address is read when its package is imported, hence another process."""
    environment = {
        **os.environ,
        "HF_ENDPOINT": endpoint,
        "HF_HOME": str(cache),
        "PYTHONPATH": str(ROOT),
    }
    for name in ("HF_HUB_CACHE", "HF_HUB_OFFLINE", "http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, "-c", DOWNLOAD],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout


def test_without_a_connection_the_remedies_are_named_within_seconds(tmp_path):
    text = download(tmp_path, "http://127.0.0.1:9")
    assert "ModelError The weights of dinov2_vits14 could not be downloaded" in text
    assert "use the model 'default'" in text
    assert int(text.split()[-1]) < 15


def test_official_weights_are_downloaded_once_and_then_found(vit, tmp_path):
    from safetensors.torch import save

    content = save({k: v.half() for k, v in vit.state_dict().items()})
    asked = []

    class Hub(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("ETag", '"0123456789"')
            self.send_header("X-Repo-Commit", "0" * 40)
            self.end_headers()

        def do_GET(self):
            self.do_HEAD()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        text = download(tmp_path, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
    assert "FeaturePart(block=11, pool='both')" in text
    assert "Downloading the weights of dinov2_vits14" in text
    assert "Downloaded 100 %" in text
    assert any("vit_small_patch14_dinov2.lvd142m" in path for path in asked)
    again = download(tmp_path, "http://127.0.0.1:9")
    assert "FeaturePart" in again
    assert "Downloading" not in again


BOOTSTRAP = ROOT.parent / "shared" / "models" / "dinov2_vits14_aid30_bootstrap.safetensors"


@pytest.mark.skipif(not BOOTSTRAP.exists(), reason="the float weights are not beside the checkout")
def test_int8_weights_are_close_to_the_float_weights_they_were_made_of(tmp_path):
    from safetensors.torch import load_file

    header = replace(HEADER, recipe=(FeaturePart(6, "patch"), FeaturePart(11, "both")))
    write_model(tmp_path / "int8.safetensors", load_file(str(BOOTSTRAP)), header)
    images = torch.nn.functional.interpolate(torch.rand(4, 3, 9, 9), (112, 112), mode="bicubic")
    settings = ModelSettings(weights=str(BOOTSTRAP), blocks=(6, 11), input_size=112)
    expected = features(settings, images)
    small = ModelSettings(weights=str(tmp_path / "int8.safetensors"), input_size=112)
    got = features(small, images)
    assert torch.nn.functional.cosine_similarity(got, expected).min() > 0.998
