"""Print what the demo run found: clusters, their sizes, and the time of each step."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

# qgis_process prints its progress without a line end: digits and dots may come before.
_STEP = re.compile(r"^[\d.]*([A-Za-z][\w ]*): .* in ([\d.]+) s$")
_RESULT = re.compile(r"^([A-Z]\w*):\t(.*)$")
_FIELD = "cluster"  # number of the cluster, in the vector output


def sizes(layer: Path) -> list[tuple[str, int]]:
    """Count the scenes of each cluster in a GeoPackage."""
    with closing(sqlite3.connect(layer)) as database:
        (table,) = database.execute(
            "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' LIMIT 1"
        ).fetchone()
        quoted = '"' + table.replace('"', '""') + '"'
        return database.execute(
            f"SELECT {_FIELD}, COUNT(*) FROM {quoted} GROUP BY 1 ORDER BY 1"
        ).fetchall()


def main(folder: Path) -> None:
    """Read ``run.log``, write ``result.json``, print two tables."""
    log = (folder / "run.log").read_text(encoding="utf-8", errors="replace").splitlines()
    printed = log[log.index("Results") :]  # the inputs are listed before, in the same way
    results = dict(m.groups() for line in printed if (m := _RESULT.match(line)))
    (folder / "result.json").write_text(json.dumps(results, indent=1), encoding="utf-8")

    counts = sizes(folder / "clusters.gpkg")
    total = sum(count for _, count in counts)
    print(f"\n{sum(c is not None for c, _ in counts)} clusters, {total} scenes")
    for cluster, count in counts:
        name = "none" if cluster is None else f"{cluster}"
        print(f"  cluster {name:>4}  {count:7d} scenes  {100 * count / total:5.1f} %")
    print("\nTime")
    for line in log:
        if step := _STEP.match(line):
            print(f"  {step[1]:<14}{float(step[2]):8.1f} s")
    print()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
