#!/usr/bin/env bash
# Bring what `make run` and `make test` need: QGIS with its Python, and the worker's environment;
# with --tests what only the tests need, a browser and a screen without a monitor. Quick when all is
# there.
set -euo pipefail
cd "$(dirname "$0")/.."

python="${SYSTEM_PYTHON:-/usr/bin/python3}"
export RSDEEPCLUSTER_HOME="${RSDEEPCLUSTER_HOME:-$PWD/build/home}"

complete() {
    { command -v qgis_process.bin || command -v qgis_process; } >/dev/null &&
        "$python" -c 'import importlib.util as u, sys
sys.exit(not all(map(u.find_spec, ("qgis", "venv", "ensurepip"))))' 2>/dev/null
}

# env, because sudo does not hand on variables.
apt=(env DEBIAN_FRONTEND=noninteractive apt-get --quiet)
[ "$(id -u)" -eq 0 ] || apt=(sudo -n "${apt[@]}")
has_apt() { command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; }
install() { "${apt[@]}" install --yes --no-install-recommends "$@"; }

if [ "${1:-}" = --tests ]; then
    for program in chromium chromedriver Xvfb xdotool; do
        command -v "$program" >/dev/null && continue
        if ! { has_apt && "${apt[@]}" update && install chromium chromium-driver xvfb xdotool; }; then
            echo "There is no $program: tests that need it are skipped. Install chromium," \
                "chromium-driver, xvfb and xdotool (Debian: with apt) to run them." >&2
        fi
        break
    done
    exit 0
fi

if ! complete; then
    if ! has_apt; then
        echo "Install QGIS 3.22 or newer with qgis_process, its Python bindings and Python's venv" \
            "module (Debian, Ubuntu: sudo apt install qgis python3-qgis python3-venv), or name the" \
            "Python that has PyQGIS in SYSTEM_PYTHON." >&2
        exit 1
    fi
    "${apt[@]}" update
    install qgis python3-qgis python3-venv
fi

environment=("$python" -m rs_deepcluster_plugin.worker.host.environment)
if [ -n "${RSDEEPCLUSTER_PYTHON:-}" ]; then
    "${environment[@]}" find >/dev/null # a Python of your own is used as it is, or refused
elif ! "${environment[@]}" find >/dev/null 2>&1; then
    "${environment[@]}" create
fi
