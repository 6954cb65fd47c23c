#!/usr/bin/env bash
# Bring what `make run` and `make test` need: QGIS with its Python, and the worker's environment.
# Quick when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

python="${SYSTEM_PYTHON:-/usr/bin/python3}"
export RSDEEPCLUSTER_HOME="${RSDEEPCLUSTER_HOME:-$PWD/build/home}"

complete() {
    { command -v qgis_process.bin || command -v qgis_process; } >/dev/null &&
        "$python" -c 'import importlib.util as u, sys
sys.exit(not all(map(u.find_spec, ("qgis", "venv", "ensurepip"))))' 2>/dev/null
}

if ! complete; then
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
    if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
        echo "Install QGIS 3.22 or newer with qgis_process, its Python bindings and Python's venv" \
            "module (Debian, Ubuntu: sudo apt install qgis python3-qgis python3-venv), or name the" \
            "Python that has PyQGIS in SYSTEM_PYTHON." >&2
        exit 1
    fi
    # env, because sudo does not hand on variables.
    apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --quiet)
    "${apt[@]}" update
    "${apt[@]}" install --yes --no-install-recommends qgis python3-qgis python3-venv
fi

environment=("$python" -m rs_deepcluster_plugin.worker.environment)
if [ -n "${RSDEEPCLUSTER_PYTHON:-}" ]; then
    "${environment[@]}" find >/dev/null # a Python of your own is used as it is, or refused
elif ! "${environment[@]}" find >/dev/null 2>&1; then
    "${environment[@]}" create
fi
