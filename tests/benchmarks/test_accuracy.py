import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
pytest.importorskip("rasterio")

import accuracy
import mosaic

from rs_deepcluster_plugin.core.clusters.project import ProjectionSettings
from rs_deepcluster_plugin.core.encoder.settings import ModelSettings

CLASSES = ("desert", "forest", "town")
COUNT = 14


def write_image(path, values):
    import rasterio

    count, height, width = values.shape
    options = {"count": count, "height": height, "width": width, "dtype": "uint8"}
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(path, "w", driver="PNG", **options) as made:
        made.write(values)


@pytest.fixture(scope="module")
def scenes(tmp_path_factory):
    """Three classes of images with a ground of their own: bare, rough, and in blocks."""
    root = tmp_path_factory.mktemp("labeled") / "three"
    rng = np.random.default_rng(0)
    rows, cols = np.mgrid[:70, :70]
    for kind, name in enumerate(CLASSES):
        for index in range(COUNT):
            base = np.array([(190, 160, 110), (50, 90, 50), (130, 130, 140)][kind])[:, None, None]
            blocks = 60 * ((rows // 10 + cols // (8 + index % 4)) % 2) * (kind == 2)
            noise = rng.normal(0, (4, 18, 8)[kind], (3, 70, 70)) + rng.normal(0, 6)
            values = np.clip(base + blocks + noise, 1, 254).astype(np.uint8)
            write_image(root / name / f"{index:02d}.png", values)
    return root


def some_rows():
    small = ModelSettings(input_size=84)
    pca = ProjectionSettings("pca")
    return [
        accuracy.Row("bands", "bands", accuracy.band_statistics, None, None),
        accuracy.Row("default", "default model", accuracy.encoded(small), pca),
        accuracy.Row(
            "away", "a model that is away", accuracy.encoded(ModelSettings(weights="nowhere")),
            optional=True,
        ),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def scored(scenes, tmp_path_factory):
    """Score once: the cache, the document, and its text."""
    folder = tmp_path_factory.mktemp("scored")
    cache, document = folder / "cache", folder / "BENCHMARKS.md"
    document.write_text("# Benchmarks\n\n## Memory\n\nkept\n")
    accuracy.run([scenes], some_rows(), (0, 1), cache, document)
    return cache, document


def lines_of(document):
    """Read the first table: row name to its cells."""
    table = [line.strip("| ").split(" | ") for line in document.read_text().splitlines()
             if line.startswith("| ")]  # fmt: skip
    return table[0], {line[0]: line[1:] for line in table[2:]}


def test_each_row_is_scored_in_the_section_and_other_sections_stay(scored):
    text = scored[1].read_text()
    head, lines = lines_of(scored[1])
    assert text.startswith("# Benchmarks\n\n## Accuracy\n")
    assert "## Memory\n\nkept\n" in text
    assert f"**three**, {3 * COUNT} images of 3 classes" in text
    assert list(lines) == ["bands", "default model"]
    for cells in lines.values():
        assert len(cells) == len(head) - 1
    k = head.index("K") - 1
    for name, cells in lines.items():
        shares = [float(c.split()[0]) for i, c in enumerate(cells) if c != "-" and i != k]
        assert all(-0.5 <= share <= 1 for share in shares), name
        assert float(cells[0]) > 0.9, name  # k-NN: these classes are easy
    assert lines["bands"][k] == "-"  # nothing infers K there
    assert 2 <= float(lines["default model"][k].split()[0]) <= 20
    assert "±" in lines["default model"][k]


def test_a_row_whose_weights_are_not_there_is_named_and_left_out(scored):
    assert "were not to be had: a model that is away." in scored[1].read_text()


def test_the_second_run_takes_features_and_embeddings_from_the_cache(
    scored, scenes, tmp_path, monkeypatch
):
    def never(*_, **__):
        raise AssertionError("computed again")

    monkeypatch.setattr(accuracy.extraction, "extract", never)
    monkeypatch.setattr(accuracy, "FolderScenes", never)
    monkeypatch.setattr(accuracy, "fit_projector", never)
    again = tmp_path / "BENCHMARKS.md"
    accuracy.run([scenes], some_rows(), (0, 1), scored[0], again)
    assert lines_of(again) == lines_of(scored[1])


def test_an_image_that_changes_makes_other_features(scenes, tmp_path):
    target = accuracy.Target(scenes, tmp_path)
    image = target.paths[0]
    before, contents = target.cached("features", 1), image.read_bytes()
    try:
        image.write_bytes(contents[:-1] + bytes([contents[-1] ^ 1]))
        after = accuracy.Target(scenes, tmp_path).cached("features", 1)
    finally:
        image.write_bytes(contents)
    assert after != before
    os.utime(image)
    assert accuracy.Target(scenes, tmp_path).cached("features", 1) == before
    assert target.cached("features", 2) != before


def test_labels_are_asked_for_only_when_all_clusters_are_there(
    scored, scenes, tmp_path, monkeypatch
):
    happened = []

    def watched(name, function):
        def call(*arguments, **named):
            happened.append(name)
            return function(*arguments, **named)

        return call

    for name in ("fit_projector", "fit_clusters", "labels_of"):
        monkeypatch.setattr(accuracy, name, watched(name, getattr(accuracy, name)))
    rows = [row for row in some_rows() if row.key == "default"]
    accuracy.run([scenes], rows, (5, 6), scored[0], tmp_path / "BENCHMARKS.md")
    assert happened[0] == "fit_projector"
    assert happened.count("fit_clusters") == 4
    assert happened.index("labels_of") == len(happened) - 1


def test_a_few_rows_are_printed_but_do_not_replace_the_section(
    scenes, scored, tmp_path, monkeypatch, capsys
):
    document = tmp_path / "BENCHMARKS.md"
    monkeypatch.setattr(accuracy.report, "DOCUMENT", document)
    monkeypatch.setattr(accuracy, "CACHE", scored[0])
    accuracy.main([str(scenes), "--rows", "bands", "--seeds", "3"])
    assert "band means and standard deviations" in capsys.readouterr().out
    assert not document.exists()
    with pytest.raises(SystemExit, match="no row 'nonsense'; choose among bands"):
        accuracy.main([str(scenes), "--rows", "nonsense"])


def test_without_labeled_scenes_it_says_how_to_give_some(tmp_path, monkeypatch):
    monkeypatch.setattr(accuracy, "SHARED", tmp_path)
    with pytest.raises(SystemExit, match='make accuracy TARGETS="folder folder"'):
        accuracy.main([])


def test_images_beside_the_class_folders_are_refused(tmp_path):
    write_image(tmp_path / "stray.png", np.zeros((3, 8, 8), dtype=np.uint8))
    with pytest.raises(SystemExit, match="stray.png in .* lies in no class folder"):
        accuracy.main([str(tmp_path), "--rows", "bands"])


def test_every_other_clustering_method_has_a_row():
    keys = [row.key for row in accuracy.all_rows()]
    assert len(set(keys)) == len(keys)
    assert set(accuracy.METHODS) - {"dpgmm"} <= set(keys)


def test_every_method_of_deep_clustering_has_a_row_beside_what_it_is_to_beat():
    rows = accuracy.all_refinements()
    methods = [row.method for row in rows]
    assert methods[:2] == ["", ""]
    assert list(dict.fromkeys(methods[2:])) == list(accuracy.DEEP)  # some in more than one way
    assert len({row.key for row in rows}) == len({row.name for row in rows}) == len(rows)


def test_deep_clustering_is_scored_in_a_table_of_its_own(scenes, scored, tmp_path):
    small = ModelSettings(input_size=84)
    chosen = [
        replace(row, model=small)
        for row in accuracy.all_refinements()
        if row.key in ("refine-kmeans", "refine-scan", "refine-turtle")
    ]
    document = tmp_path / "BENCHMARKS.md"
    accuracy.run([scenes], [], (0,), scored[0], document, chosen)
    head, lines = lines_of(document)
    assert list(lines) == ["k-means of the default features", "SCAN", "TURTLE"]
    for cells in lines.values():
        assert all(float(cell) > 0.8 for cell in cells[: head.index("k-NN") - 1])  # easy classes


@pytest.mark.parametrize("base", ["kmeans", "default"])
def test_what_ruc_is_to_clean_are_clusters_of_the_embedding(scenes, scored, tmp_path, base):
    target = accuracy.Target(scenes, scored[0])
    features = accuracy.extracted(target, ModelSettings(input_size=84))
    given = accuracy.given_clusters(features, base, 0, tmp_path, ProjectionSettings("pca"))
    assert len(given.clusters) == 3 * COUNT
    assert given.clusters.max() + 1 == given.count
    assert given.probabilities is None  # it goes by neighbors
    assert given.count == 3 if base == "kmeans" else given.count >= 1


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory):
    """Seven plain images of three classes, one of another size, as a mosaic of 32 px cells."""
    root = tmp_path_factory.mktemp("plain")
    for index in range(7):
        side = 48 if index == 4 else 32
        values = np.full((3, side, side), 20 * (index + 1), dtype=np.uint8)
        write_image(root / CLASSES[index % 3] / f"{index}.png", values)
    folder = root / "laid"
    paths = accuracy.Target(root).paths
    mosaic.lay_out(paths, root, folder, 32)
    return paths, folder


def test_a_mosaic_is_a_map_with_an_image_in_each_cell(laid_out):
    import rasterio

    paths, folder = laid_out
    with rasterio.open(folder / "mosaic.tif") as made:
        assert made.crs.is_projected
        assert (made.width, made.height, made.count) == (96, 96, 3)
        assert made.res == (mosaic.PIXEL, mosaic.PIXEL)
        assert made.profile["tiled"]
        assert made.compression.name == "deflate"
        values, mask = made.read(), made.dataset_mask()
    for index, path in enumerate(paths):
        row, col = divmod(index, 3)
        cell = np.s_[32 * row : 32 * (row + 1), 32 * col : 32 * (col + 1)]
        assert (values[:, cell[0], cell[1]] == 20 * (int(path.stem) + 1)).all()
        assert mask[cell].all()
    assert not mask[64:, 32:].any()  # no images are left for these cells


def test_the_labels_lie_under_their_images(laid_out):
    import rasterio

    paths, folder = laid_out
    truth = mosaic.read_truth(folder)
    assert list(truth.values()) == sorted(truth.values())  # a class's images lie side by side
    with rasterio.open(folder / "labels.tif") as labels, rasterio.open(folder / "mosaic.tif") as r:
        assert (labels.crs, labels.bounds) == (r.crs, r.bounds)
        numbers, names = labels.read(1), labels.tags()
    for index, path in enumerate(paths):
        row, col = divmod(index, 3)
        assert truth[row, col] == path.parent.name
        assert names[str(numbers[row, col])] == path.parent.name
    assert (numbers[2, 1:] == 0).all()
    assert len(truth) == 7


def test_a_map_is_scored_from_its_geopackage(laid_out, tmp_path):
    truth = mosaic.read_truth(laid_out[1])
    numbers = {"desert": 3, "forest": 1, "town": 2}
    layer = tmp_path / "map.gpkg"
    with closing(sqlite3.connect(layer)) as database:
        database.execute("CREATE TABLE gpkg_contents (table_name, data_type)")
        database.execute("INSERT INTO gpkg_contents VALUES ('a map', 'features')")
        database.execute('CREATE TABLE "a map" ("row", "col", cluster)')
        cells = [(*cell, numbers[name]) for cell, name in truth.items()]
        database.executemany('INSERT INTO "a map" VALUES (?, ?, ?)', [*cells, (2, 1, None)])
        database.commit()
    clusters = mosaic.read_map(layer)
    assert clusters[2, 1] == 0
    scores = mosaic.score_map(clusters, truth)
    assert scores["K"] == 3
    assert [scores[key] for key in ("ACC", "purity", "NMI", "ARI")] == pytest.approx([1] * 4)
    worse = mosaic.score_map({**clusters, (0, 0): 2}, truth)
    assert worse["ACC"] == pytest.approx(6 / 7)


def test_without_qgis_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(mosaic.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="no qgis_process here"):
        mosaic.map_with_qgis(tmp_path / "mosaic.tif", tmp_path / "map")
