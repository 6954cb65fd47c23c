from __future__ import annotations

import functools
import math
import os
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_info, threadpool_limits

from rs_deepcluster_plugin.core.base.errors import RasterError, SceneError
from rs_deepcluster_plugin.core.base.resume import finished_parts, forget_parts
from rs_deepcluster_plugin.core.clusters.methods import ClusterSettings
from rs_deepcluster_plugin.core.clusters.model import fit_clusters
from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings, fit_projector, place_all
from rs_deepcluster_plugin.core.encoder.engine import EngineSettings, make_engine
from rs_deepcluster_plugin.core.encoder.load import load_cell_encoder, load_encoder
from rs_deepcluster_plugin.core.encoder.settings import DEFAULT_WEIGHTS, ModelSettings
from rs_deepcluster_plugin.core.features import cells, parts
from rs_deepcluster_plugin.core.features.cells import extract_cells, overlap_of
from rs_deepcluster_plugin.core.features.extract import ExtractSettings, make_provenance, resize
from rs_deepcluster_plugin.core.features.scene_file import SceneFile
from rs_deepcluster_plugin.core.scenes.channels import fill_invalid
from rs_deepcluster_plugin.core.scenes.context_windows import ContextWindows
from rs_deepcluster_plugin.core.scenes.grid import (
    GridSettings,
    grid_of_polygons,
    make_grid,
    pixel_to_map,
    put_in_context,
)
from rs_deepcluster_plugin.core.scenes.raster import Raster
from rs_deepcluster_plugin.core.scenes.scaling import Scaling
from rs_deepcluster_plugin.core.scenes.sources import RasterScenes, scaling_of, valid_fractions

pytestmark = pytest.mark.skipif(
    not DEFAULT_WEIGHTS.is_file(), reason="the default model is not in resources/models"
)
ROOT = Path(__file__).parents[3]
SCALING = Scaling((0.0,) * 3, (1000.0,) * 3)
SETTINGS = ExtractSettings(
    model=ModelSettings(input_size=56), engine=EngineSettings(device="cpu", precision="fp32")
)
CELL, CONTEXT = 8, 32  # pixels: 4 cells along a window, a token each
CLOSE = 3e-3  # float16 keeps eleven bits


@pytest.fixture(scope="module")
def encoder():
    return load_cell_encoder(SETTINGS.model, 4)


@pytest.fixture(scope="module")
def engine(encoder):
    return make_engine(replace(encoder), SETTINGS.engine)


@pytest.fixture(scope="module")
def module():
    """The torch module, for looking at windows one by one."""
    return load_cell_encoder(SETTINGS.model, 4).module


@pytest.fixture
def values():
    """8 rows and 11 columns of cells, the last column 5 pixels wide, the last row 3 high."""
    random = np.random.default_rng(1)
    coarse = random.integers(0, 1000, (3, 16, 22))
    fine = coarse.repeat(4, axis=1).repeat(4, axis=2)[:, :59, :85]
    return (fine * 0.7 + random.integers(0, 300, fine.shape)).astype(np.int16)


@pytest.fixture
def run(tmp_path, encoder, engine):
    """Extract the features of a raster's cells; returns the grid, the windows and the file."""

    def run(path, grid=None, name="f.parquet", reads=None, orientations=1, **settings):
        raster = Raster(path, ())
        settings = GridSettings(**{"size": CELL, "context": CONTEXT, **settings})
        made = make_grid(raster.transform, raster.shape, settings) if grid is None else grid(raster)
        own, start = encoder, lambda: engine
        extracting = replace(SETTINGS, model=replace(SETTINGS.model, orientations=orientations))
        if made.lattice.along != 4 or orientations > 1:
            own, start = load_cell_encoder(extracting.model, made.lattice.along), None
        windows = ContextWindows(raster, made, SCALING, overlap_of(made.lattice.along), 3)
        provenance = make_provenance(
            raster.path, raster.bands, own, extracting, SCALING, "", raster, made
        )
        seen = windows if reads is None else Counted(windows, *reads)
        extract_cells(
            seen, RasterScenes(raster, made, SCALING), own, provenance, SETTINGS.engine,
            tmp_path / name, tmp_path / "cache", engine=start,
        )  # fmt: skip
        return made, seen, SceneFile(tmp_path / name, "features")

    return run


class Counted:
    """Windows that count what is read of them, and break after some."""

    def __init__(self, windows, breaks_at):
        self._windows, self._breaks_at, self.reads = windows, breaks_at, []

    def __len__(self):
        return len(self._windows)

    def __getattr__(self, name):
        return getattr(self._windows, name)

    def read(self, index):
        if index >= self._breaks_at:
            time.sleep(1)  # let the model finish what was read before
            raise RuntimeError("the power went out")
        self.reads.append(index)
        return self._windows.read(index)


def vectors_of(file):
    return np.concatenate([block.vectors for block in file.blocks()])


def look(module, path, row, col):
    """Tokens (4, 4, d) of the window whose upper left cell is that, straight from the module."""
    import torch

    with Raster(path, ()) as raster:
        read, valid = raster.read((col * CELL, row * CELL, CONTEXT, CONTEXT))
    image = resize(fill_invalid(SCALING(read), valid), 56)
    with torch.inference_mode():
        tokens = module(torch.from_numpy(image)[None]).numpy()
    return tokens.reshape(4, 4, -1), valid.all(axis=0)


def tensors_of_cells():
    """What the model file has for cells, the pattern at a quarter of its 16 x 16 places."""
    import safetensors.numpy

    stored = safetensors.numpy.load_file(DEFAULT_WEIGHTS)
    pattern = stored["cells_pattern"].astype(np.float64)
    assert pattern.shape == (16, 16, 768)
    # Bilinear with antialiasing: a triangle of two times four places, cut at the border.
    weights = np.zeros((4, 16))
    for row in range(4):
        distance = np.abs((np.arange(16) + 0.5) / 4 - (row + 0.5))
        weights[row] = np.maximum(1 - distance, 0)
    weights /= weights.sum(axis=1, keepdims=True)
    small = np.einsum("ai,bj,ijd->abd", weights, weights, pattern)
    return small, stored["cells_center"].astype(float), stored["cells_matrix"].astype(float)


def lay(module, path, rows, cols):
    """Lay windows that start every 2 cells side by side, by loops over cells."""
    pattern, center, matrix = tensors_of_cells()
    sums, total = {}, {}
    seen, fractions = np.zeros((rows, cols)), np.zeros((rows, cols))
    wide, high = np.full(cols, 8), np.full(rows, 8)
    wide[-1], high[-1] = 5, 3  # of what lies in the raster
    starts = [sorted({*range(0, n - 4, 2), n - 4}) for n in (rows, cols)]
    for top in starts[0]:
        for left in starts[1]:
            tokens, valid = look(module, path, top, left)
            tokens = (tokens - pattern - center) @ matrix.T
            for row in range(4):
                for col in range(4):
                    share = valid[row * 8 : row * 8 + 8, col * 8 : col * 8 + 8].mean()
                    weight = min(row + 0.5, 3.5 - row) * min(col + 0.5, 3.5 - col) * share
                    place = top + row, left + col
                    sums[place] = sums.get(place, 0) + weight * tokens[row, col]
                    total[place] = total.get(place, 0) + weight
                    seen[place] = share
                    fractions[place] = 64 * share / (wide[place[1]] * high[place[0]])
    dims = tokens.shape[-1]
    base = np.zeros((rows, cols, dims))
    for place in sums:
        base[place] = sums[place] / total[place] if total[place] else 0
    return base, seen, fractions


def around(base, seen, row, col, side):
    """Mean over a square of cells, each weighted by the share of it that was seen."""
    r = side // 2
    area = slice(max(row - r, 0), row + r + 1), slice(max(col - r, 0), col + r + 1)
    return np.average(base[area].reshape(-1, base.shape[-1]), axis=0, weights=seen[area].ravel())


@pytest.mark.parametrize("orientations", [2, 8])
def test_cells_in_several_orientations_are_means_over_turned_rasters(
    write_tif, values, run, orientations
):
    values = values[:, :48, :48].copy()  # six cells: windows start at 0 and 2 from either side
    values[:, :, 36:] = -1  # what mirrors it is one and the same whichever way it is turned
    file = run(write_tif(values, nodata=-1), orientations=orientations)[2]
    assert file.provenance.orientations == orientations
    found = vectors_of(file).reshape(6, 6, -1)
    each = []
    for kind in {2: (0, 2), 8: range(8)}[orientations]:
        turned = np.rot90(values[..., ::-1] if kind >= 4 else values, kind % 4, axes=(1, 2))
        path = write_tif(turned, f"{kind}.tif", nodata=-1)
        own = vectors_of(run(path, name=f"{kind}.parquet")[2])
        back = np.rot90(own.reshape(6, 6, -1), -(kind % 4))
        each.append(back[:, ::-1] if kind >= 4 else back)
    has = np.isfinite(found).all(axis=2)
    assert has.sum() == 30
    # Where the raster is turned, each token is float16 by itself.
    np.testing.assert_allclose(found, np.mean(each, axis=0), atol=CLOSE * 4, rtol=CLOSE)
    assert np.abs(found - each[0])[has].max() > 0.1


def test_a_feature_is_the_mean_of_the_tokens_in_and_around_its_cell(write_tif, values, run, module):
    values[:, 18:40, 20:50] = -1  # a hole: three whole cells and parts of many
    path = write_tif(values, nodata=-1)
    grid, windows, file = run(path)
    assert (len(grid), len(windows)) == (88, 3 * 5)
    assert file.provenance.supports == (1, 3, 7)
    assert file.provenance.part_dims == (3 * 384,)
    assert file.provenance.context == (32, 32)
    assert file.provenance.scene_size == (8, 8)
    base, seen, fractions = lay(module, path, 8, 11)
    block = next(file.blocks())
    np.testing.assert_allclose(block.valid_fractions, fractions.ravel(), atol=1e-12)
    with Raster(path, ()) as raster:
        np.testing.assert_allclose(valid_fractions(raster, grid), fractions.ravel(), atol=1e-12)
    has = fractions.ravel() >= 0.5
    assert 5 < (~has).sum() < 30
    assert (block.has_vector == has).all()
    for place in np.flatnonzero(has):
        row, col = divmod(place, 11)
        wanted = np.concatenate([around(base, seen, row, col, side) for side in (1, 3, 7)])
        np.testing.assert_allclose(block.vectors[place], wanted, atol=CLOSE * 4, rtol=CLOSE)


def test_a_window_that_is_one_cell_has_the_mean_of_all_its_patch_tokens(
    write_tif, values, tmp_path
):
    path = write_tif(values[:, :56, :56])
    encoder = load_cell_encoder(SETTINGS.model, 1)
    pooled = load_encoder(replace(SETTINGS.model, blocks=(4, 6), pooling="patch"), bare=True)
    import torch

    with Raster(path, ()) as raster, torch.inference_mode():
        image = torch.from_numpy(SCALING(raster.read((0, 0, 56, 56))[0]))[None]
        tokens = encoder.module(image).numpy().reshape(16, 768)
        wanted = pooled.module(image).numpy()[0]
    np.testing.assert_allclose(tokens.mean(axis=0), wanted, atol=1e-4)


def test_features_do_not_depend_on_the_threads_of_numpy(write_tif, values, run):
    path, found = write_tif(values), []
    for threads in (1, 2):
        with threadpool_limits(threads, "blas"):
            _, _, file = run(path, name=f"{threads}.parquet")
            assert {one["num_threads"] for one in threadpool_info()
                    if one["internal_api"] == "openblas"} == {threads}  # fmt: skip
        found.append(vectors_of(file))
        forget_parts(finished_parts())
    assert np.array_equal(*found)


def test_values_without_data_play_no_part(write_tif, values, run):
    """Two files whose masked pixels differ wildly have the same features, bit by bit."""
    mask = np.full(values.shape[1:], 255, dtype=np.uint8)
    mask[10:30, 30:62] = 0
    other = values.copy()
    other[:, mask == 0] = 9999
    first = vectors_of(run(write_tif(values, "a.tif", mask=mask), name="a.parquet")[2])
    second = vectors_of(run(write_tif(other, "b.tif", mask=mask), name="b.parquet")[2])
    np.testing.assert_array_equal(first, second)
    assert np.isnan(first).any(axis=1).sum() >= 4


def test_a_run_that_was_stopped_goes_on(write_tif, values, run, monkeypatch):
    monkeypatch.setattr(parts, "PART", 4)
    path = write_tif(values)
    whole = run(path, name="whole.parquet")[2]
    forget_parts(finished_parts())
    with pytest.raises(RuntimeError, match="the power went out"):
        run(path, reads=(9,))
    _, counted, file = run(path, reads=(math.inf,))
    assert counted.reads == list(range(8, 15))
    np.testing.assert_array_equal(vectors_of(file), vectors_of(whole))


def test_a_mask_changes_no_cell(write_tif, values, run):
    path = write_tif(values)
    every = vectors_of(run(path)[2])
    # 10 m pixels from 500,000 and 5,000,000: columns 5 and 6, rows 1 to 3.
    mask = shapely.to_wkb(shapely.box(500_401, 5_000_000 - 319, 500_559, 5_000_000 - 81))
    grid, _, file = run(path, name="masked.parquet", mask=mask)
    assert sorted(zip(grid.rows.tolist(), grid.cols.tolist())) == [
        (row, col) for row in (1, 2, 3) for col in (5, 6)
    ]
    np.testing.assert_array_equal(vectors_of(file), every[grid.rows * 11 + grid.cols])


def test_the_cells_of_a_layer_are_those_of_the_raster(write_tif, values, run):
    path = write_tif(values)
    made, _, file = run(path)
    every = vectors_of(file)

    def from_layer(raster):
        shapes = made.wkb()
        grid = grid_of_polygons(
            raster.transform, raster.shape, shapes, made.scene_ids, made.rows, made.cols
        )
        return put_in_context(grid, raster.shape, GridSettings(context=CONTEXT))

    grid, _, again = run(path, from_layer, "layer.parquet")
    assert grid.lattice == made.lattice
    np.testing.assert_array_equal(vectors_of(again), every)
    assert [shapely.from_wkb(w).bounds for w in grid.wkb()] == [
        shapely.from_wkb(w).bounds for w in made.wkb()
    ]


def test_polygons_pool_the_cells_in_them(write_tif, values, run, module):
    """A window's sixteenth is the cell of polygons; the raster is one window of 16 x 16 cells."""
    path = write_tif(values[:, :32, :32])
    shapes = [
        shapely.box(500_000, 4_999_920, 500_160, 5_000_000),  # 16 x 8 pixels, upper left
        shapely.Polygon([(500_160, 5_000_000), (500_320, 5_000_000), (500_160, 4_999_680)]),
        shapely.box(500_301, 4_999_681, 500_302, 4_999_682),  # a tenth of a pixel
        shapely.box(600_000, 4_999_681, 600_302, 4_999_682),  # elsewhere
    ]

    def of_shapes(raster):
        numbers = np.arange(1, 5)
        grid = grid_of_polygons(
            raster.transform, raster.shape, np.array([shapely.to_wkb(s) for s in shapes], object),
            numbers, numbers, np.zeros(4, dtype=np.int64),
        )  # fmt: skip
        return put_in_context(grid, raster.shape, GridSettings(context=64))

    grid, _, file = run(path, of_shapes)
    assert grid.lattice.cell == (4, 4)
    assert grid.lattice.along == 8
    got = next(file.blocks())
    assert got.has_vector.tolist() == [True, True, True, False]
    cells = vectors_of(run(path, name="cells.parquet", size=4, context=64)[2]).reshape(8, 8, -1)
    np.testing.assert_allclose(
        got.vectors[0], cells[:2, :4].reshape(8, -1).mean(axis=0), atol=CLOSE * 4
    )
    np.testing.assert_allclose(got.vectors[2], cells[7, 7], atol=CLOSE)
    centers = 500_020 + 40 * np.arange(8), 4_999_980 - 40 * np.arange(8)
    inside = shapely.contains_xy(shapes[1], *np.meshgrid(*centers))
    assert 10 < inside.sum() < 20
    np.testing.assert_allclose(got.vectors[1], cells[inside].mean(axis=0), atol=CLOSE * 4)


def test_bands_that_a_model_does_not_take_are_refused(write_tif, values, run, encoder, monkeypatch):
    monkeypatch.setattr(encoder, "mean", (0.5,) * 5)
    with pytest.raises(RasterError, match="takes 5 bands, and 3 were chosen"):
        run(write_tif(values))


def test_features_of_cells_are_half_as_large(write_tif, values, run, tmp_path):
    file = run(write_tif(values))[2]
    field = pq.read_schema(file.path).field("feature")
    assert field.type == pa.list_(pa.float16(), 1152)
    table = pq.read_table(file.path, columns=["feature"])
    assert table["feature"][0].as_py()[:2] == pytest.approx(vectors_of(file)[0, :2].tolist())


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"stride": 4}, "Leave the stride empty, or the context"),
        ({"context": 8000}, "at most 64 are possible"),
        ({"context": 0}, "Choose a context greater than zero"),
    ],
)
def test_impossible_contexts_are_refused(settings, message):
    wanted = GridSettings(**{"size": CELL, "context": CONTEXT, **settings})
    with pytest.raises(SceneError, match=message):
        make_grid((0, 1, 0, 0, 0, -1), (100, 100), wanted)


def test_a_context_is_whole_cells_and_no_larger_than_the_raster():
    def along(context, shape=(1000, 1000)):
        settings = GridSettings(size=10, context=context)
        return make_grid((0, 1, 0, 0, 0, -1), shape, settings).lattice.along

    assert along(104) == 10
    assert along(106) == 11
    assert along(5) == 1
    assert along(400, (95, 35)) == 10


def test_cells_tile_the_raster():
    for edges, count in (("shift", 12), ("keep", 12), ("drop", 6)):
        settings = GridSettings(size=10, context=20, edges=edges)
        grid = make_grid((0, 1, 0, 0, 0, -1), (25, 37), settings)
        assert len(grid) == count
        area = shapely.area(shapely.from_wkb(grid.wkb())).sum()
        assert area == {"shift": 25 * 37, "keep": 30 * 40, "drop": 20 * 30}[edges]


@pytest.mark.skipif(
    not os.environ.get("RSDEEPCLUSTER_LONG"), reason="it takes its time: make test-all"
)
def test_labels_do_not_depend_on_where_windows_start(run_demo):
    """The same cells, placed by the same model, where windows start elsewhere.

    Half a window is where other windows start anyway; half of that is the worst there is.
    """
    half, quarter = run_demo(overlap_of(8), 4), run_demo(overlap_of(8), 2)
    assert half >= 0.95
    assert quarter >= 0.8
    # Windows that do not overlap, as a control.
    assert run_demo(0, 4) < 0.6


class Shifted(ContextWindows):
    """Windows that start some cells later, but for the first ones."""

    def __init__(self, raster, grid, scaling, overlap, shift):
        super().__init__(raster, grid, scaling, overlap, 3)
        (rows, cols), along = grid.lattice.shape, grid.lattice.along
        starts = [
            sorted({0, *range(shift, n - along, along - overlap), n - along}) for n in (rows, cols)
        ]
        self.starts = np.array([(row, col) for row in starts[0] for col in starts[1]])


@pytest.fixture
def run_demo(tmp_path):
    """Agreement (ARI) of the clusters of 56 x 56 cells of 8 pixels, seen in windows of 64, of the
    packaged raster, with those where windows start some cells later."""
    path = ROOT / "resources" / "demo" / "landsat7_san_francisco.tif"
    encoder = load_cell_encoder(ModelSettings(), 8)
    settings = ExtractSettings()
    engine = make_engine(replace(encoder), settings.engine)

    @functools.cache
    def extract(overlap, shift):
        with Raster(str(path), ()) as raster:
            xs, ys = pixel_to_map(raster.transform, np.array([900, 1348]), np.array([1348, 900]))
            extent = (xs[0], ys[0], xs[1], ys[1])
            grid = make_grid(
                raster.transform, raster.shape, GridSettings(8, context=64, extent=extent)
            )
            scaling = scaling_of(raster, settings)
            windows = Shifted(raster, grid, scaling, overlap, shift)
            usual = ContextWindows(raster, grid, scaling, overlap, 3)
            assert shift or np.array_equal(windows.starts, usual.starts)
            made = make_provenance(
                raster.path, raster.bands, encoder, settings, scaling, "", raster, grid
            )
            output = tmp_path / f"{overlap}-{shift}.parquet"
            extract_cells(
                windows, RasterScenes(raster, grid, scaling), encoder, made, settings.engine,
                output, tmp_path / "cache", engine=lambda: engine,
            )  # fmt: skip
        return SceneFile(output, "features")

    def run(overlap, shift):
        first = extract(overlap, 0)
        projector = fit_projector(first, ProjectionSettings(runs=1))

        def place(features):
            place_all(features, projector, tmp_path / "placed.parquet")
            return vectors_of(SceneFile(tmp_path / "placed.parquet", "embedding"))

        model, known = fit_clusters(
            place(first), ClusterSettings(), first.provenance, projector, runs=1
        )
        assert model.clusters > 3
        return adjusted_rand_score(
            known.clusters, model.assign(place(extract(overlap, shift))).clusters
        )

    return run


def test_a_window_is_pooled_alike_whatever_windows_come_with_it():
    random = np.random.default_rng(2)
    windows = SimpleNamespace(lattice=SimpleNamespace(along=2))
    model = SimpleNamespace(tokens=4, part_dims=(3,), cell_dims=3, reduction=None)
    tokens = random.normal(size=(2, 4 * 4 * 3)).astype(np.float32)
    seen = random.choice([0.5, 1.0], (2, 4, 4))  # some tokens saw half of their pixels
    seen[1, :2, :2] = 0  # and the other window has a hole
    fractions = seen.reshape(2, 2, 2, 2, 2).mean(axis=(2, 4))
    both = cells._pool(np.arange(2), tokens, (seen, fractions), windows, model)["tokens"]
    alone = cells._pool(np.arange(1), tokens[:1], (seen[:1], fractions[:1]), windows, model)
    assert (both[0] == alone["tokens"][0]).all()
    shaped = tokens.reshape(2, 2, 2, 2, 2, 3)
    shares = seen.reshape(2, 2, 2, 2, 2)
    for window, row, col in np.ndindex(2, 2, 2):
        own = shares[window, row, :, col].ravel()
        values = shaped[window, row, :, col].reshape(-1, 3)
        expected = np.average(values, axis=0, weights=own) if own.any() else np.zeros(3)
        assert both[window, 2 * row + col] == pytest.approx(expected, abs=CLOSE)
