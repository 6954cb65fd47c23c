"""Paths as a shell user types them."""

from __future__ import annotations

import shutil
import subprocess

from conftest import PROGRAM


def test_relative_paths_are_those_of_the_folder_the_command_runs_in(qgis, crop, tmp_path):
    shutil.copy(crop, tmp_path / "crop.tif")
    words = ["INPUT=crop.tif", "SIZE=48", "INPUT_SIZE=56", "OUTPUT=features.parquet"]
    done = subprocess.run(
        [PROGRAM, "--json", "run", "rsdeepcluster:extractfeatures", "--", *words],
        cwd=tmp_path,
        env=qgis.environ,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "features.parquet").stat().st_size > 10_000
    words = ["INPUT=features.parquet", "PROJECTION=PCA", "OUTPUT=e.parquet", "PROJECTOR=p.npz"]
    done = subprocess.run(
        [PROGRAM, "--json", "run", "rsdeepcluster:projectfeatures", "--", *words],
        cwd=tmp_path,
        env=qgis.environ,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "e.parquet").exists()
    assert (tmp_path / "p.npz").exists()
