#!/usr/bin/env bash
# Draw the cluster workbench on the demo map, which `make run` makes, into docs/ for the README.
set -euo pipefail
cd "$(dirname "$0")/.."

layer=build/demo/clusters.gpkg
[ -f "$layer" ] || { echo "Run 'make run' first: $layer is missing" >&2; exit 1; }
command -v xvfb-run >/dev/null || { echo "xvfb-run is missing: apt-get install xvfb" >&2; exit 1; }

export QT_QPA_PLATFORM=xcb
export GDAL_PAM_ENABLED=NO # no .aux.xml beside the raster
export RSDEEPCLUSTER_HOME="${RSDEEPCLUSTER_HOME:-$PWD/build/home}"
export PYTHONPATH="$PWD/build${PYTHONPATH:+:$PYTHONPATH}"
export XDG_RUNTIME_DIR="$PWD/build/xdg"
mkdir -p -m 700 "$XDG_RUNTIME_DIR"

xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24" \
    "${SYSTEM_PYTHON:-/usr/bin/python3}" scripts/screenshots.py "$layer" \
    resources/demo/landsat7_san_francisco.tif resources/demo/schema.csv \
    resources/demo/reference.geojson docs
