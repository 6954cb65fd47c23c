"""What the worker has finished is kept, and nobody's to take, until QGIS has written the result."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GIVEN = {"SIZE": 96, "INPUT_SIZE": 28, "DEVICE": "cpu", "PRECISION": "fp32"}


@pytest.mark.parametrize("fails", [False, True])
def test_what_is_finished_is_claimed_while_the_result_is_written(
    provider, crop, tmp_path, fails, monkeypatch
):
    from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

    from rs_deepcluster_plugin.core.base.errors import OutputError
    from rs_deepcluster_plugin.core.base.resume import find_left, forget_parts, remove_left
    from rs_deepcluster_plugin.processing.algorithms.features.extractfeatures import ExtractFeatures

    home = Path(os.environ["RSDEEPCLUSTER_HOME"])
    others = {one.folder for one in find_left(home)}  # of other tests
    seen = []

    def find_own():
        return [one for one in find_left(home) if one.folder not in others]

    class Watched(ExtractFeatures):
        def work(self, *given):
            result = super().work(*given)
            # The worker has ended. Now others clear the cache, or end a run of the same.
            seen.extend(find_own())
            assert remove_left(seen) == []
            forget_parts([one.folder for one in seen])
            assert all(list(one.folder.glob("part-*.npz")) for one in seen)
            if fails:
                raise OutputError("The disk is full.")
            return result

    given = {"INPUT": crop, "OUTPUT": str(tmp_path / "f.parquet"), **GIVEN}
    feedback = QgsProcessingFeedback(False)
    try:
        _, fine = Watched().create().run(given, QgsProcessingContext(), feedback)
    except QgsProcessingException:
        fine = False
    assert [one.held for one in seen] == [True]
    assert fine is not fails, feedback.textLog()
    left = find_own()
    assert [one.held for one in left] == ([False] if fails else [])
    remove_left(left)


def test_what_a_killed_qgis_has_left_beside_the_wall_goes_with_the_next_run(provider, tmp_path):
    """A scratch folder whose lock nobody has is nobody's; one that is held stays."""
    from qgis.core import QgsProcessingUtils

    from rs_deepcluster_plugin.core.base.resume import lock_file
    from rs_deepcluster_plugin.processing.algorithms.setup.clearcache import ClearCache

    beside = Path(QgsProcessingUtils.tempFolder()).parent / f"processing_{tmp_path.name}"
    killed, living, others = (beside / f"rsdc_{name}" for name in ("killed", "living", "others"))
    for folder in (killed, living, others):
        folder.mkdir(parents=True)
        (folder / "layer.npz").write_bytes(b"data")
    (killed / "held").touch()
    held = lock_file(living / "held")
    try:
        with ClearCache().scratch_folder() as scratch:
            assert (scratch / "held").exists()
            assert not killed.exists()
            assert (living / "layer.npz").exists()
            assert (others / "layer.npz").exists()  # of a version that had no lock
        assert not scratch.exists()
    finally:
        os.close(held)
        shutil.rmtree(beside)


def test_folders_that_go_meanwhile_are_no_error(provider, tmp_path):
    """Other runs end at any moment, also while one looks for what is left."""
    from qgis.core import QgsProcessingUtils

    from rs_deepcluster_plugin.processing.algorithms.setup.clearcache import ClearCache

    place = Path(QgsProcessingUtils.tempFolder()).parent
    begins = "import pathlib, shutil, sys, time\nend = time.time() + 3\nwhile time.time() < end:\n"
    body = (
        "    made = [pathlib.Path(sys.argv[1] + str(n)) for n in range(60)]\n"
        "    [(one / 'rsdc_x').mkdir(parents=True) for one in made]\n"
        "    [shutil.rmtree(one) for one in made]\n"
    )
    one = f"processing_{tmp_path.name}"
    with subprocess.Popen([sys.executable, "-c", begins + body, str(place / one)]) as others:
        looks = 0
        while others.poll() is None:
            with ClearCache().scratch_folder():
                looks += 1
    assert others.returncode == 0
    assert looks > 10
