"""The script of the docs that runs an algorithm over a list of rasters works as it is written."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import support
from conftest import PROGRAM

HOWTO = support.ROOT / "docs" / "howto" / "scripts.md"


def test_a_list_of_rasters_leaves_logs_and_a_summary(qgis, tmp_path):
    script = tmp_path / "batch.py"
    script.write_text(re.search(r'```python\n("""batch.*?)```', HOWTO.read_text(), re.S)[1])
    folder = tmp_path / "sheets"
    folder.mkdir()
    support.write_raster(folder / "good.tif", support.texture())
    empty = support.write_raster(folder / "empty.tif", support.texture() * 0, nodata=0)

    def batch(rasters):
        return subprocess.run(
            [sys.executable, script, "scenegrid", rasters, tmp_path / "maps", "SIZE=32"],
            env={**qgis.environ, "QGIS_PROCESS": PROGRAM}, capture_output=True, text=True,
        )  # fmt: skip

    def summary():
        with open(tmp_path / "maps" / "summary.csv", newline="") as file:
            return {row["raster"].rsplit("/", 1)[1]: row for row in csv.DictReader(file)}

    first = batch(folder)
    assert first.returncode == 1, first.stderr
    rows = summary()
    assert list(rows) == ["empty.tif", "good.tif"]
    assert (rows["good.tif"]["status"], rows["good.tif"]["SCENES"]) == ("done", "20")
    assert len(support.table(rows["good.tif"]["output"])) == 20
    assert rows["empty.tif"]["status"] == "failed"
    assert rows["empty.tif"]["message"].startswith("None of the 20 scenes has at least")
    assert f"1 of 2: empty.tif: {rows['empty.tif']['message']}" in first.stdout
    assert "Worker: finished" in Path(rows["good.tif"]["log"]).read_text()
    # What is done is left alone, the rest is done; a list says so too.
    support.write_raster(empty, np.maximum(support.texture(), 1), nodata=0)
    listed = tmp_path / "list.txt"
    listed.write_text(f"{folder / 'good.tif'}\n\n{empty}\n")
    again = batch(listed)
    assert again.returncode == 0, again.stderr
    assert [line.split(":")[0] for line in again.stdout.splitlines()] == ["2 of 2"]
    assert {name: row["status"] for name, row in summary().items()} == {
        "empty.tif": "done", "good.tif": "done",
    }  # fmt: skip
    assert summary()["good.tif"]["seconds"] == rows["good.tif"]["seconds"]
