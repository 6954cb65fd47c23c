from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from rs_deepcluster_plugin.core.base.errors import SceneError
from rs_deepcluster_plugin.core.reports.render import (
    ReportPicture,
    Section,
    confusion_matrix,
    gallery,
    line_chart,
    percent,
    table,
    text,
    thumbnail,
    write_report,
)

VOID = {"meta", "img", "br", "hr", "line", "circle", "path", "polyline"}
NASTY = '<script>alert("1")</script> & Söhne'


class Page(HTMLParser):
    """What a browser sees: tags with their attributes, texts, and whether all tags are closed."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.texts, self._open = [], [], []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data):
        if data.strip():
            self.texts.append(" ".join(data.split()))

    def all(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


def picture(side=(60, 120)):
    image = np.zeros((3, *side), dtype=np.float32)
    image[0, :, : side[1] // 2] = 1
    image[2, :, side[1] // 2 :] = 0.5
    return image


def numbers(attributes, key="points"):
    return [tuple(map(float, pair.split(","))) for pair in attributes[key].split()]


@pytest.fixture
def report(tmp_path):
    """Write a report with one block of each kind, with a nasty name wherever there is one."""
    path = tmp_path / "new folder" / "report.html"
    counts = np.array([[3, 1], [0, 4]])
    blocks = (
        text(NASTY),
        table(["class", NASTY], [[NASTY, 0.5]], caption=NASTY),
        line_chart({NASTY: [1.0, 2.0]}, NASTY, NASTY, caption=NASTY),
        confusion_matrix(["forest", NASTY], counts, caption=NASTY),
        gallery([ReportPicture(thumbnail(picture()), NASTY)], caption=NASTY),
        NASTY,
    )
    write_report(path, NASTY, [Section(NASTY, blocks)], NASTY)
    return path


# The file


def test_all_text_is_escaped(report):
    page = Page(report.read_text(encoding="utf-8"))
    assert page.all("script") == []
    shown = [t for t in page.texts if NASTY in t]
    # Title, h1, summary, h2; a paragraph; head, cell and caption of the table; both axes, legend
    # and caption of the chart; column, row and caption of the matrix; gallery; a plain text.
    assert len(shown) >= 16


def test_nothing_is_fetched_from_elsewhere(report):
    html = report.read_text(encoding="utf-8")
    page = Page(html)
    for tag, attributes in page.tags:
        assert tag not in ("script", "link", "iframe", "object", "base", "embed")
        assert not [key for key in attributes if key.startswith("on") or key == "href"]
    assert page.all("img")
    assert all(a["src"].startswith("data:image/png;base64,") for a in page.all("img"))
    assert not re.search(r"https?:|@import|url\(", html)


def test_a_report_is_written_whole_and_alone(report):
    assert [path.name for path in report.parent.iterdir()] == ["report.html"]
    assert report.read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_a_report_that_fails_leaves_the_old_one(report):
    before = report.read_bytes()
    with pytest.raises(TypeError):
        write_report(report, "new", [Section("no blocks", None)])
    assert report.read_bytes() == before
    assert [path.name for path in report.parent.iterdir()] == ["report.html"]


def test_a_name_that_is_no_text_can_be_written(tmp_path):
    write_report(tmp_path / "r.html", "r", [Section("s", (text("bad \udcff name"),))])
    assert "bad ? name" in (tmp_path / "r.html").read_text(encoding="utf-8")


# Tables


def test_numbers_stand_on_the_right_and_missing_ones_are_dashes():
    rows = [["forest", 1234, 0.51239, "95.1 %"], ["river", None, float("nan"), "-"]]
    page = Page(table(["class", "scenes", "score", "share"], rows))
    right = [attributes.get("class") == "number" for attributes in page.all("td")]
    assert right == [False, True, True, True] * 2
    assert [attributes.get("class") for attributes in page.all("th")] == [None, *["number"] * 3]
    expected = ["class", "scenes", "score", "share", "forest", "1,234", "0.512", "95.1 %"]
    assert page.texts == [*expected, "river", "-", "-", "-"]


def test_a_table_of_numpy_values_is_one_of_plain_ones():
    row = [np.int64(3), np.float32(0.25), np.bool_(True), (1, 2), np.str_("x")]
    assert Page(table([], [row])).texts == ["3", "0.250", "yes", "1, 2", "x"]


def test_a_table_may_be_empty():
    assert Page(table(["class"], [])).texts == ["class"]


@pytest.mark.parametrize(
    ("share", "expected"), [(0.9512, "95.1 %"), (1.0, "100.0 %"), (float("nan"), "-")]
)
def test_shares_are_percentages(share, expected):
    assert percent(share) == expected


# Charts


def test_a_line_goes_through_its_values():
    page = Page(line_chart({"loss": [0.0, 2.0, 1.0]}, "epoch", "loss", y_limits=(0, 2)))
    ((x1, y1), (x2, y2), (x3, y3)) = numbers(page.all("polyline")[0])
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
    assert x1 < x2 < x3
    assert y2 < y3 < y1  # up is less in a picture
    assert y3 == pytest.approx((y1 + y2) / 2, abs=0.2)
    box = [float(n) for n in page.all("svg")[0]["viewbox"].split()]
    assert all(0 <= x <= box[2] and 0 <= y <= box[3] for x, y in ((x1, y1), (x2, y2), (x3, y3)))


def test_missing_values_are_gaps():
    page = Page(line_chart({"a": [1, 2, np.nan, 3, 4, np.nan, 5]}, "x", "y"))
    assert [len(numbers(line)) for line in page.all("polyline")] == [2, 2]
    assert len(page.all("circle")) == 5


def test_series_differ_in_color_and_dashes_and_are_named():
    series = {f"series {n}": [n, n + 1.0] for n in range(4)}
    page = Page(line_chart(series, "epoch", "loss"))
    lines = page.all("polyline")
    assert len({line["stroke"] for line in lines}) == 4
    assert len({line["stroke-dasharray"] for line in lines}) == 4
    assert set(series) <= set(page.texts)
    assert {"epoch", "loss"} <= set(page.texts)


def test_shorter_series_share_the_axis_of_the_longest():
    page = Page(line_chart({"long": [0, 1, 2, 3], "short": [0, 1]}, "x", "y"))
    long, short = (numbers(line) for line in page.all("polyline"))
    assert short == long[:2]


def test_ticks_of_epochs_are_whole():
    page = Page(line_chart({"a": [1.0, 2.0, 3.0]}, "epoch", "loss", y_limits=(0, 1)))
    assert [t for t in page.texts if t in "123"] == ["1", "2", "3"]
    assert "1.5" not in page.texts
    assert {"0.0", "0.2", "1.0"} <= set(page.texts)


@pytest.mark.parametrize("values", [[0.0], [5.0, 5.0], [1e-9, 2e-9], [1e9, 3e9], [-1.0, 1.0]])
def test_any_range_can_be_drawn(values):
    page = Page(line_chart({"a": values}, "x", "y"))
    assert len(page.all("circle")) == len(values)
    assert all(np.isfinite([float(c["cx"]), float(c["cy"])]).all() for c in page.all("circle"))
    assert len(page.all("text")) >= 4


@pytest.mark.parametrize("series", [{}, {"a": []}, {"a": [float("nan")]}])
def test_a_chart_without_values_says_so(series):
    assert Page(line_chart(series, "x", "y")).texts == ["There is nothing to draw."]


# Confusion matrices


@pytest.mark.parametrize("count", [2, 7, 20, 21, 60])
def test_a_matrix_shows_every_class_and_count(count):
    random = np.random.default_rng(0)
    counts = random.integers(1, 90, (count, count))
    names = [f"class {n}" for n in range(count)]
    html = confusion_matrix(names, counts)
    page = Page(html)
    rows = [re.sub(r"^\d+ (?=class)", "", t) for t in page.texts if "class" in t]
    assert rows[-count:] == names
    cells = re.findall(r'title="[^"]*: \d+ \(\d+%\)">(\d+)<', html)
    assert [int(cell) for cell in cells] == counts.ravel().tolist()
    heads = names if count <= 20 else [str(n + 1) for n in range(count)]
    assert page.texts[2 : 2 + count] == heads


def test_rows_and_columns_may_be_of_other_classes():
    counts = np.array([[9, 1], [0, 5], [4, 0]])
    page = Page(
        confusion_matrix(
            ["1", "2", "3"], counts, predicted="After", columns=["2", "1"], rows="Before",
            right="unchanged", joint="→",
        )
    )  # fmt: skip
    assert page.texts[:6] == ["After", "Before", "2", "1", "scenes", "unchanged"]
    assert [text for text in page.texts if "%" in text] == ["90 %", "100 %", "0 %"]
    assert page.all("td")[0]["title"] == "1 → 2: 9 (90%)"


def test_cells_are_colored_by_the_share_of_their_row():
    counts = np.array([[1, 99, 0], [500, 500, 0], [0, 0, 3]])
    page = Page(confusion_matrix(["a", "b", "c"], counts))
    cells = [a for a in page.all("td") if a.get("class") != "sum"]
    colors = [re.findall(r"[\d.]+", c["style"]) if "style" in c else None for c in cells]
    assert [color is None for color in colors] == (counts.ravel() == 0).tolist()
    right, wrong = colors[0], colors[1]
    assert right[:3] != wrong[:3]
    assert colors[3][:3] == wrong[:3]
    assert float(right[3]) < float(colors[4][3]) < float(colors[8][3]) == 1
    assert float(colors[4][3]) == float(colors[3][3])
    assert {"1 %", "50 %", "100 %"} <= set(page.texts)


def test_a_class_without_scenes_has_an_empty_row():
    page = Page(confusion_matrix(["a", "b"], np.array([[2, 0], [0, 0]])))
    assert page.texts[-3:] == ["b", "0", "0 %"]


# Pictures


def decoded(uri):
    from PIL import Image

    head, data = uri.split(",")
    assert head == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))


def test_a_thumbnail_keeps_colors_and_proportions():
    pixels = decoded(thumbnail(picture((60, 120)), side=48))
    assert pixels.shape == (24, 48, 3)
    assert pixels[12, 5].tolist() == [255, 0, 0]
    assert pixels[12, -5].tolist() == [0, 0, 128]


def test_a_small_image_is_enlarged():
    assert decoded(thumbnail(picture((4, 4)), side=32)).shape == (32, 32, 3)


def test_a_thumbnail_holds_whatever_values_come():
    image = np.full((3, 4, 4), np.nan, dtype=np.float32)
    image[0], image[1] = np.inf, -5
    assert decoded(thumbnail(image, 4))[0, 0].tolist() == [255, 0, 0]


def test_a_thumbnail_of_other_bands_is_refused():
    with pytest.raises(SceneError, match="needs 3 bands"):
        thumbnail(np.zeros((4, 8, 8), dtype=np.float32))
