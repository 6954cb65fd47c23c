#!/usr/bin/env bash
# Run the one-step algorithm of the staged plugin on the demo raster, as qgis_process runs it for
# anybody, then draw the map and print a summary. Called by `make run`.
set -euo pipefail
cd "$(dirname "$0")/.."

raster=resources/demo/landsat7_san_francisco.tif
out=build/demo
# The parameters of the run: nothing else below depends on them.
algorithm=rsdeepcluster:clusterscenes
parameters=(
    INPUT="$raster"
    OUTPUT="$out/clusters.gpkg"
    FEATURES="$out/features.parquet"
    CLUSTER_MODEL="$out/clusters.npz"
)

python="${SYSTEM_PYTHON:-/usr/bin/python3}"
# Debian's wrapper qgis_process passes an option that QGIS 3.22 does not know.
qgis_process="$(command -v qgis_process.bin || command -v qgis_process)"
export RSDEEPCLUSTER_HOME="${RSDEEPCLUSTER_HOME:-$PWD/build/home}"
export QT_QPA_PLATFORM=offscreen
export GDAL_PAM_ENABLED=NO # no .aux.xml beside the raster
export QGIS_CUSTOM_CONFIG_PATH="$PWD/build/profile"
export QGIS_PLUGINPATH="$PWD/build"
export XDG_RUNTIME_DIR="$PWD/build/xdg"

# A new profile each time: enabling a plugin that is enabled already is an error to qgis_process.
rm -rf "$out" "$QGIS_CUSTOM_CONFIG_PATH"
mkdir -p "$out" "$QGIS_CUSTOM_CONFIG_PATH"
mkdir -p -m 700 "$XDG_RUNTIME_DIR"

"$qgis_process" plugins enable rs_deepcluster_plugin >"$out/enable.log" 2>&1 || {
    cat "$out/enable.log" >&2
    exit 1
}
# Not --json: with it qgis_process keeps progress and log to itself until the end.
# summarize_demo.py makes result.json of what is printed here.
"$qgis_process" run "$algorithm" -- "${parameters[@]}" 2> >(grep -v 'setapi() is deprecated' >&2) |
    tee "$out/run.log"

"$python" scripts/render_map.py "$raster" "$out/clusters.gpkg" "$out/map.png"
"$python" scripts/summarize_demo.py "$out"
echo "Map: $out/map.png"
