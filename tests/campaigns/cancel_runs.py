"""Runs that are cancelled at moments of chance, in every phase: they end within two seconds.

    python tests/campaigns/cancel_runs.py --count 20 --seed 0

Run it with the tests' Python (build/testenv) on the staged plugin, without a screen. A map is made
from a raster, and a grid of 264,000 scenes is written; in both, the user cancels at some moment.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import support
from bad_input import Session
from osgeo import gdal

SECONDS = 2.0
SIDE = 514  # scenes along each side of the large grid


def run(count: int, seed: int, say: Callable[[str], None] = print) -> int:
    """Run the campaign; returns the number of runs that ended too late or left something."""
    random, bad = Random(seed), 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as root:
        folder = Path(root)
        session = Session(folder)
        crop = support.crop_demo(folder / "crop.tif")
        large = folder / "large.tif"
        made = gdal.GetDriverByName("GTiff").Create(str(large), 10 * SIDE, 10 * SIDE, 1)
        made.SetGeoTransform(support.TRANSFORM)
        made.SetProjection(gdal.Open(crop).GetProjection())
        made.GetRasterBand(1).Fill(7)
        del made
        jobs = {
            "clusterscenes": {
                "INPUT": crop, "SIZE": 32, "STRIDE": 12, "INPUT_SIZE": 56, "PRECISION": "fp32",
            },
            "scenegrid": {"INPUT": str(large), "SIZE": 10},
        }  # fmt: skip
        for number in range(count):
            name = list(jobs)[number % len(jobs)]
            place = Path(tempfile.mkdtemp(dir=folder))
            # Half of them while the layer is written, which are the last five percent.
            percent = random.uniform(95, 99.9) if random.random() < 0.5 else random.uniform(0, 95)
            given = {**jobs[name], "OUTPUT": str(place / "a.gpkg")}
            taken, phase = cancelled_run(session, name, given, percent, random.uniform(0, 0.5))
            left = [path.name for path in place.iterdir()]
            if taken is None:
                say(f"{number:>3} {name} had ended before")
                continue
            wrong = taken > SECONDS or bool(left)
            bad += wrong
            say(
                f"{number:>3} {name} at {percent:.1f} % ({phase}): {taken:.2f} s"
                f"{', leaves ' + ', '.join(left) if left else ''}{' WRONG' if wrong else ''}"
            )
        say(f"{count} runs, {bad} wrong")
        support.delete_layers()
    return bad


def cancelled_run(
    session: Session, name: str, given: dict, percent: float, seconds: float
) -> tuple[float | None, str]:
    """Cancel a run so many seconds after a progress; returns how long it goes on, and its words."""
    import processing
    from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

    said = [""]

    class Feedback(QgsProcessingFeedback):
        def __init__(self) -> None:
            super().__init__(False)

        def pushInfo(self, text: str) -> None:
            said.append(text)

    feedback, pressed = Feedback(), []

    def press() -> None:
        pressed.append(time.monotonic())
        feedback.cancel()

    timer = threading.Timer(seconds, press)

    def watch(progress: float) -> None:
        if progress >= percent and not timer.is_alive() and not pressed:
            with contextlib.suppress(RuntimeError):  # it was started, and is about to press
                timer.start()

    feedback.progressChanged.connect(watch)
    algorithm = session.provider.algorithm(name).create()
    try:
        processing.run(algorithm, given, context=QgsProcessingContext(), feedback=feedback)
        return None, ""
    except QgsProcessingException:
        return time.monotonic() - pressed[0], f"{feedback.progress():.0f} %, {said[-1]:.40}"
    finally:
        timer.cancel()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    def say(line: str) -> None:
        print(line, flush=True)

    bad = run(options.count, options.seed, say)
    sys.stdout.flush()
    os._exit(1 if bad else 0)  # QGIS's own end crashes at times


if __name__ == "__main__":
    main()
