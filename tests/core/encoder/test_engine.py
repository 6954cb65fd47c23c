from __future__ import annotations

import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from rs_deepcluster_plugin.core.base.errors import DependencyError, DeviceError
from rs_deepcluster_plugin.core.encoder import engine as engines
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.load import load_encoder
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings

SIZE = 56


def encoder():
    return load_encoder(ModelSettings(input_size=SIZE))


def cosine(a, b):
    return (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


@pytest.fixture(scope="module")
def images():
    coarse = torch.rand(9, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    return torch.nn.functional.interpolate(coarse, (SIZE, SIZE), mode="bilinear").numpy()


@pytest.fixture(scope="module")
def reference(images):
    with torch.inference_mode():
        return encoder().module(torch.from_numpy(images)).numpy()


@pytest.fixture
def no_openvino(monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)


@pytest.fixture(params=["with", "without"])
def any_openvino(request, monkeypatch):
    if request.param == "with":
        pytest.importorskip("openvino")
    else:
        monkeypatch.setitem(sys.modules, "openvino", None)


@pytest.mark.parametrize(
    ("precision", "least"), [("auto", 0.998), ("fp32", 0.99999), ("int8", 0.998)]
)
def test_openvino_gives_the_features_of_torch(images, reference, precision, least):
    pytest.importorskip("openvino")
    engine = make_engine(encoder(), EngineSettings(device="cpu", precision=precision))
    assert engine.name.startswith("OpenVINO")
    features = engine(images)
    assert features.shape == (9, 768)
    assert features.dtype == np.float32
    assert cosine(features, reference).min() > least


def test_torch_is_used_where_openvino_is_missing(images, reference, no_openvino):
    engine = make_engine(encoder(), EngineSettings(device="cpu", batch=4))
    assert engine.name.startswith("PyTorch")
    assert engine.precision in ("fp32", "bf16")
    assert cosine(engine(images), reference).min() > 0.999


@pytest.mark.usefixtures("any_openvino")
@pytest.mark.parametrize("batch", [0, 4])
def test_features_depend_neither_on_the_batch_nor_on_the_order(images, batch):
    engine = make_engine(encoder(), EngineSettings(device="cpu", batch=batch, precision="fp32"))
    whole = engine(images)
    assert cosine(engine(images[::-1])[::-1], whole).min() > 0.9999
    assert cosine(np.concatenate([engine(images[:5]), engine(images[5:])]), whole).min() > 0.9999
    assert np.array_equal(engine(images), whole)
    assert engine(images[:0]).shape == (0, 768)


def test_threads_are_no_more_than_the_cores_and_the_module_is_given_up(no_openvino):
    model = encoder()
    make_engine(model, EngineSettings(device="cpu", precision="fp32", threads=1000))
    assert torch.get_num_threads() == engines.count_cores()
    assert model.module is None
    make_engine(encoder(), EngineSettings(device="cpu", precision="fp32", threads=1))
    assert torch.get_num_threads() == 1


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
def test_a_device_that_is_not_there_is_refused():
    with pytest.raises(DeviceError, match="The device 'cuda' was asked for, but this computer"):
        make_engine(encoder(), EngineSettings(device="cuda"))


@pytest.mark.parametrize(
    "changes", [{"device": "tpu"}, {"precision": "fp8"}, {"device": "cpu", "precision": "fp16"}]
)
def test_what_no_device_offers_is_refused(changes):
    with pytest.raises(DeviceError):
        make_engine(encoder(), EngineSettings(**changes))


def test_int8_needs_openvino(no_openvino):
    with pytest.raises(DependencyError, match="openvino"):
        make_engine(encoder(), EngineSettings(device="cpu", precision="int8"))


def narrow(limit, module):
    """A device whose memory holds ``limit`` images."""

    class Narrow(torch.nn.Module):
        def forward(self, images):
            if len(images) > limit:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate")
            return module(images)

    return Narrow()


def test_a_full_memory_halves_the_batch(images, reference, no_openvino, recorder):
    model = encoder()
    model.module = narrow(2, model.module)
    settings = EngineSettings(device="cpu", precision="fp32", batch=8)
    engine = make_engine(model, settings, recorder)
    assert cosine(engine(images), reference).min() > 0.9999
    assert engine.batch == 2
    assert len(recorder.lines) == 2


def test_a_memory_too_small_for_one_image_is_named(images, no_openvino):
    model = encoder()
    model.module = narrow(0, model.module)
    engine = make_engine(model, EngineSettings(device="cpu", precision="fp32", batch=2))
    with pytest.raises(DeviceError, match="does not hold one image"):
        engine(images)


def test_values_that_are_not_finite_are_refused(images, no_openvino):
    model = encoder()
    model.module.vit.norm.bias.data[3] = float("nan")
    engine = make_engine(model, EngineSettings(device="cpu", precision="fp32"))
    with pytest.raises(DeviceError, match="not finite"):
        engine(images)


def test_a_less_exact_precision_must_be_clearly_faster(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(engines.time, "perf_counter", lambda: now[0])

    def takes(seconds):
        return lambda: now.__setitem__(0, now[0] + seconds)

    assert engines._find_fastest({"fp32": takes(1.0), "bf16": takes(0.9)}) == "fp32"
    assert engines._find_fastest({"fp32": takes(1.0), "bf16": takes(0.5)}) == "bf16"
    assert (
        engines._find_fastest({"fp32": takes(1), "bf16": takes(0.5), "int8": takes(0.45)}) == "bf16"
    )
