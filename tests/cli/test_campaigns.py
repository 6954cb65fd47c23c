"""The campaigns through QGIS: short here, at full length with `make test-all`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import support

CAMPAIGNS = Path(__file__).parents[1] / "campaigns"
# Names, then the arguments of the short and of the full form.
FORMS = {
    "kill_runs": (None, ["--count", "40"]),  # a kill at each step is in test_stopped_runs
    "bad_input": (["--count", "37"], ["--count", "120"]),  # one of each algorithm
    # Its clock is the wall's, and other tests run beside this one.
    "cancel_runs": (None, ["--count", "40"]),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_campaign_finds_nothing(qgis, name):
    short, full = FORMS[name]
    if short is None and not support.LONG:
        pytest.skip("it takes its time: make test-all")
    done = subprocess.run(
        [sys.executable, CAMPAIGNS / f"{name}.py", *(full if support.LONG else short)],
        capture_output=True,
        text=True,
        env={**os.environ, **qgis.environ},
    )
    assert done.returncode == 0, done.stdout + done.stderr
