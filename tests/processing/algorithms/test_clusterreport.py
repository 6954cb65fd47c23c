"""The report about a cluster layer: through QGIS, and looked at in a browser."""

from __future__ import annotations

import base64
import html
import json
import re
import shlex
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
import support
from osgeo import gdal

CLASSES = [
    {"code": "51", "name": "Water", "color": "#00ccf2"},
    {"code": "11", "name": "Town </script> \"old\" & 'new'", "color": "#e6004d"},
]
PALETTE = json.loads((support.ROOT / "resources" / "styles" / "palette.json").read_text())


def data_of(path):
    """What the script of a report draws."""
    page = Path(path).read_text(encoding="utf-8")
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))


def numbers(data, name):
    return np.frombuffer(base64.b64decode(data[name]), "<u2")


@pytest.fixture
def clusters(fitted, tmp_path):
    """A cluster layer of one's own, with its model beside it."""
    shutil.copy(fitted["CLUSTER_MODEL"], tmp_path / "model.npz")
    return str(shutil.copy(fitted["OUTPUT"], tmp_path / "my map.gpkg"))


@pytest.fixture
def edited(clusters):
    """Merged clusters, and one assigned to a class."""
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    space = LayerTable(clusters)
    fids, now = space.current_clusters()
    space.edit(
        "undo", {}, "Merged 2 into 1 <b>.", {"edited_cluster": (fids, np.where(now == 2, 1, now))}
    )
    mine = fids[now <= 2]
    given = [("class_code", "11"), ("class_name", CLASSES[1]["name"]), ("class_source", "cluster")]
    space.edit(
        "assignclasses", {}, "Assigned.", {name: (mine, value) for name, value in given},
        {"schema": {"name": "two", "classes": CLASSES}},
    )  # fmt: skip
    return space


def test_a_report_has_the_clusters_and_pictures_of_its_layer(run, clusters, tmp_path):
    results = run("clusterreport", INPUT=clusters, OUTPUT=tmp_path / "new" / "report.html")
    rows = support.table(clusters)
    assert results["SCENES"] == len(rows)
    assert results["CLUSTERS"] == len({row["cluster"] for row in rows} - {None})
    data = data_of(results["OUTPUT"])
    known = [row["cluster"] for row in rows]
    shown = [data["clusters"][k]["number"] if k < 65535 else None for k in numbers(data, "cluster")]
    assert shown == known
    assert len(data["tiles"]) == sum(number is not None for number in known)


def test_the_command_in_a_report_makes_the_same_clusters_again(run, clusters, tmp_path):
    results = run("clusterreport", INPUT=clusters, OUTPUT=tmp_path / "report.html")
    page = Path(results["OUTPUT"]).read_text(encoding="utf-8")
    text = html.unescape(re.search(r"<pre>(.*?)</pre>", page, re.DOTALL).group(1))
    program, _, algorithm, _, *words = shlex.split(text.replace("\\\n", ""))
    assert (program, algorithm) == ("qgis_process", "rsdeepcluster:clusterscenes")
    given = dict(word.split("=", 1) for word in words)
    again = tmp_path / "map_again.gpkg"  # beside the layer, which is not written over
    assert given["OUTPUT"] == str(again)
    made = run("clusterscenes", **given)
    assert made["OUTPUT"] == str(again)
    assert support.table(again) == support.table(clusters)


def test_edits_and_classes_are_shown(run, edited, tmp_path):
    results = run("clusterreport", INPUT=edited.path, OUTPUT=tmp_path / "report.html")
    data = data_of(results["OUTPUT"])
    found = [entry["number"] for entry in data["clusters"]]
    assert 2 not in found
    _, now = edited.current_clusters()
    sizes = np.bincount(now)
    assert np.bincount(numbers(data, "cluster"))[0] == sizes[1]
    assert data["classes"] == [{k: entry[k] for k in ("name", "color")} for entry in CLASSES]
    of_class = numbers(data, "class")
    assert ((of_class == 1) == (now == 1)).all()
    assert (of_class[now != 1] == 65535).all()
    page = Path(results["OUTPUT"]).read_text(encoding="utf-8")
    assert "Merged 2 into 1 &lt;b&gt;." in page


def test_a_report_is_a_step_of_a_model(run, clusters, tmp_path):
    import processing
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
        QgsProcessingModelParameter,
        QgsProcessingParameterVectorLayer,
    )

    source = QgsProcessingModelChildParameterSource
    model = QgsProcessingModelAlgorithm("Report", "Tests")
    model.addModelParameter(
        QgsProcessingParameterVectorLayer("layer", "Layer"), QgsProcessingModelParameter("layer")
    )
    child = QgsProcessingModelChildAlgorithm("rsdeepcluster:clusterreport")
    child.setChildId("report")
    child.addParameterSources("INPUT", [source.fromModelParameter("layer")])
    child.addParameterSources("EXEMPLARS", [source.fromStaticValue(2)])
    output = QgsProcessingModelOutput("page", "Page")
    output.setChildId("report")
    output.setChildOutputName("OUTPUT")
    child.setModelOutputs({"page": output})
    model.addChildAlgorithm(child)
    model.updateDestinationParameters()
    (name,) = [definition.name() for definition in model.destinationParameterDefinitions()]
    made = processing.run(
        model, {"layer": clusters, name: str(tmp_path / "report.html")},
        context=QgsProcessingContext(), feedback=QgsProcessingFeedback(False),
    )  # fmt: skip
    assert made[name] == str(tmp_path / "report.html")
    assert data_of(made[name])["clusters"]


@pytest.mark.parametrize(("extension", "epsg"), [("shp", None), ("geojson", 4326)])
def test_other_formats_and_reference_systems_are_shown_too(
    run, clusters, crop, tmp_path, extension, epsg
):
    plain = run("clusterreport", INPUT=clusters, OUTPUT=tmp_path / "plain.html")
    other = tmp_path / f"other.{extension}"
    gdal.VectorTranslate(
        str(other), clusters, layers=["map"], dstSRS=f"EPSG:{epsg}" if epsg else None,
        reproject=bool(epsg), geometryType="POLYGON",
    )  # fmt: skip
    results = run(
        "clusterreport", INPUT=other, RASTER=crop, CLUSTER_MODEL=tmp_path / "model.npz",
        OUTPUT=tmp_path / "other.html",
    )  # fmt: skip
    one, two = data_of(plain["OUTPUT"]), data_of(results["OUTPUT"])
    for name in ("cluster", "second", "probability", "x", "y"):
        assert numbers(one, name).tolist() == numbers(two, name).tolist()
    assert sorted(one["tiles"]) == sorted(two["tiles"])
    assert "rsdeepcluster:applyclusters --" in (tmp_path / "other.html").read_text()
    areas = [
        float(re.search(r"<dt>Area</dt><dd>([\d.,]+) km²", (tmp_path / name).read_text())[1])
        for name in ("plain.html", "other.html")
    ]
    assert areas[0] == pytest.approx(areas[1], rel=1e-2)


def test_a_raster_that_is_gone_is_named_and_the_rest_is_shown(run, clusters, tmp_path):
    from rs_deepcluster_plugin.core.classes.cluster_table import LayerTable

    space = LayerTable(clusters)
    made = {**space.notes["provenance"], "source": "/gone/away.tif"}
    space.set_notes({"raster": "/gone/away.tif", "provenance": made})
    results = run("clusterreport", INPUT=clusters, OUTPUT=tmp_path / "report.html")
    page = Path(results["OUTPUT"]).read_text(encoding="utf-8")
    assert "There are no pictures, for /gone/away.tif cannot be opened any more." in page
    assert data_of(results["OUTPUT"])["tiles"] == []
    shutil.copy(support.DEMO, tmp_path / "away.tif")  # moved together with the GeoPackage
    results = run("clusterreport", INPUT=clusters, OUTPUT=tmp_path / "report.html")
    assert data_of(results["OUTPUT"])["tiles"]


# In a browser


@pytest.fixture(scope="module")
def browser():
    """Chromium without a screen."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("Chromium and its driver are not installed: scripts/setup.sh --tests")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = program
    for word in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "window-size=1300,900"):
        options.add_argument(f"--{word}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(executable_path=driver)
    made = webdriver.Chrome(options=options, service=service)
    yield made
    made.quit()


@pytest.fixture
def page(browser, run, edited, tmp_path):
    """The report of edited clusters, opened; no test may leave an error in the console."""
    results = run("clusterreport", INPUT=edited.path, OUTPUT=tmp_path / "a report.html")
    browser.get(Path(results["OUTPUT"]).as_uri())
    browser.data = data_of(results["OUTPUT"])
    wait(lambda: browser.execute_script("return document.getElementById('spot').dataset.ready"))
    yield browser
    assert browser.get_log("browser") == []


def wait(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def show(page, id):
    page.execute_script(f"document.getElementById('{id}').scrollIntoView({{block: 'center'}})")
    page.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    return page.find_element("id", id)


def place(page, scene):
    """Where a scene is drawn, from the middle of the scatter."""
    return np.array(
        page.execute_script(
            "const s = document.getElementById('scatter'), p = s.placeOf(arguments[0]);"
            "return [p[0] - s.clientWidth / 2, p[1] - s.clientHeight / 2]",
            int(scene),
        )
    )


def alone(data):
    """The scene that is farthest from all others in the embedding."""
    points = np.stack([numbers(data, "x"), numbers(data, "y")], axis=1).astype(float)
    points[points[:, 0] == 65535] = np.nan
    far = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    far[np.isnan(far)] = 0  # those without a place
    far[far == 0] = np.inf
    nearest = far.min(axis=1)
    return int(np.where(np.isinf(nearest), 0, nearest).argmax())


def move_to(page, element, offset):
    from selenium.webdriver.common.action_chains import ActionChains

    chain = ActionChains(page, duration=0)
    chain.move_to_element_with_offset(element, round(offset[0]), round(offset[1])).perform()
    return chain


def colors(page, id):
    """Count the colors of an element on the screen."""
    from qgis.PyQt.QtGui import QImage

    image = QImage.fromData(page.find_element("id", id).screenshot_as_png)
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    pixels = np.frombuffer(bytes(bits), np.uint8).reshape(-1, 4)[:, :3]
    found, counts = np.unique(pixels, axis=0, return_counts=True)
    return {f"#{r:02x}{g:02x}{b:02x}": n for (r, g, b), n in zip(found.tolist(), counts.tolist())}


def test_pointing_at_a_scene_shows_it(page):
    tip = page.find_element("id", "tip")
    assert not tip.is_displayed()
    scene = alone(page.data)
    move_to(page, show(page, "scatter"), place(page, scene))
    wait(tip.is_displayed)
    number = page.data["clusters"][numbers(page.data, "cluster")[scene]]["number"]
    assert f"Scene {scene + 1}\n" in tip.text
    assert f"Cluster {number}, probability" in tip.text
    picture = tip.find_element("class name", "picture")
    assert picture.size == {"width": 96, "height": 96}
    assert "data:image/jpeg" in picture.value_of_css_property("background-image")
    pointer = page.execute_script(
        "const b = document.getElementById('scatter').getBoundingClientRect();"
        "return [b.left + b.width / 2, b.top + b.height / 2]"
    ) + place(page, scene)
    box = page.execute_script("return document.getElementById('tip').getBoundingClientRect()")
    assert np.hypot(box["left"] - pointer[0], box["top"] - pointer[1]) < 320  # beside the pointer
    move_to(page, page.find_element("tag name", "h1"), (0, 0))
    wait(lambda: not tip.is_displayed())


def test_pointing_at_the_map_shows_the_scene_there(page):
    spot = show(page, "spot")
    move_to(page, spot, (-spot.size["width"] / 2 + 9, -spot.size["height"] / 2 + 9))
    tip = page.find_element("id", "tip")
    wait(tip.is_displayed)
    assert "Scene 1\n" in tip.text


def test_the_embedding_zooms_around_the_pointer_and_moves_with_it(page):
    from selenium.webdriver.common.actions.wheel_input import ScrollOrigin

    scatter, scene = show(page, "scatter"), alone(page.data)
    others = [place(page, k) for k in range(3)]
    before = np.round(place(page, scene))
    chain = move_to(page, scatter, before)
    origin = ScrollOrigin.from_element(scatter, *before.astype(int).tolist())
    chain.scroll_from_origin(origin, 0, -400).perform()
    wait(lambda: np.abs(place(page, 0) - others[0]).max() > 1)
    after = place(page, scene)
    assert np.abs(after - before).max() < 2
    grown = [np.hypot(*(place(page, k) - after)) for k in range(3)]
    assert np.divide(grown, [np.hypot(*(o - before)) for o in others]) == pytest.approx(
        np.exp(0.64), rel=0.05
    )
    chain = move_to(page, scatter, (5, 5))
    chain.click_and_hold().move_by_offset(-60, 35).release().perform()
    assert place(page, scene) - after == pytest.approx([-60, 35], abs=1)
    page.find_element("id", "whole").click()
    assert place(page, scene) == pytest.approx(before, abs=1)


def test_map_and_embedding_have_the_colors_of_the_clusters_and_of_the_classes(page):
    used = [PALETTE[entry["number"] - 1] for entry in page.data["clusters"]]
    page.execute_script(
        "const o = document.getElementById('opacity'); o.value = 100;"
        "o.dispatchEvent(new Event('input'))"
    )
    show(page, "numbers").click()  # they lie over the points
    for id, least in (("spot", 400), ("scatter", 10)):
        show(page, id)
        found = colors(page, id)
        assert all(found.get(color, 0) > least for color in used), (id, used)
    page.find_element("css selector", "[data-mode=class]").click()
    town = CLASSES[1]["color"]
    for id in ("spot", "scatter"):
        show(page, id)
        found = colors(page, id)
        assert found.get(town, 0) > 100
        assert not any(found.get(color, 0) > 10 for color in used)


def test_a_cluster_that_is_clicked_stands_out_everywhere(page):
    entry = page.data["clusters"][-1]
    others = [PALETTE[e["number"] - 1] for e in page.data["clusters"][:-1]]
    show(page, "numbers").click()
    row = page.find_element("css selector", f"tr[data-cluster='{len(others)}']")
    page.execute_script("arguments[0].scrollIntoView()", row)
    row.click()
    show(page, "scatter")
    found = colors(page, "scatter")
    assert found.get(PALETTE[entry["number"] - 1], 0) > 10
    assert not any(color in found for color in others)
    assert row.get_attribute("aria-pressed") == "true"
    veiled = page.execute_script(
        "const s = document.getElementById('spot'), p = s.getContext('2d')"
        ".getImageData(0, 0, s.width, s.height).data; let n = 0;"
        "for (let i = 3; i < p.length; i += 4) n += p[i] > 0; return n / s.width / s.height"
    )
    mine = (numbers(page.data, "cluster") == len(others)).mean()
    assert veiled == pytest.approx(1 - mine, abs=0.05)
    page.execute_script("arguments[0].click()", row)
    assert set(colors(page, "scatter")) >= set(others)


def test_ten_thousand_scenes_are_drawn_and_found_again_when_the_page_is_laid_out_anew(
    browser, run, tmp_path
):
    from qgis.core import QgsFeature, QgsVectorLayer

    fields = "&".join(
        f"field={name}:{kind}"
        for name, kind in (("cluster", "integer"), ("umap_x", "double"), ("umap_y", "double"))
    )
    layer = QgsVectorLayer(f"NoGeometry?{fields}", "many", "memory")
    places = np.random.default_rng(0).normal(0, 1, (10_000, 2))
    features = []
    for place_, cluster in zip(places.tolist(), (1 + (places[:, 0] > 0)).tolist()):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([cluster, place_[0] + 5 * cluster, place_[1]])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    results = run("clusterreport", INPUT=layer, OUTPUT=tmp_path / "report.html")
    browser.get(Path(results["OUTPUT"]).as_uri())
    assert "There are no pictures, for it is not known" in browser.page_source
    hide = "document.getElementById('scatter').style.display = arguments[0]"
    for shown in ("none", "block"):
        browser.execute_script(hide, shown)
        show(browser, "numbers").click()
    show(browser, "scatter")
    found = colors(browser, "scatter")
    assert all(found.get(color, 0) > 2000 for color in PALETTE[:2])
    move_to(browser, browser.find_element("id", "scatter"), place(browser, 77))
    tip = browser.find_element("id", "tip")
    wait(tip.is_displayed)
    assert tip.text.startswith("Scene ")
    assert browser.get_log("browser") == []
