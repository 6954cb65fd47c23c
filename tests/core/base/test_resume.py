"""What a run leaves for the next one, and when it goes."""

from __future__ import annotations

import pytest

from rs_deepcluster_plugin.core.base.resume import forget_parts, hold_folder


@pytest.fixture
def parts(tmp_path):
    pytest.importorskip("filelock")
    folder = tmp_path / "parts" / "key"
    with hold_folder(folder):
        (folder / "part-0.npz").write_bytes(b"part")
    return folder


def test_parts_go_when_the_run_is_done(parts):
    forget_parts([parts, parts.with_name("gone")])
    assert not parts.exists()


def test_parts_that_another_run_goes_on_with_stay_for_it(parts):
    with hold_folder(parts):
        forget_parts([str(parts)])
        assert (parts / "part-0.npz").exists()
    forget_parts([str(parts)])
    assert not parts.exists()
