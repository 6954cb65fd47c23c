#!/usr/bin/env bash
# Bring another QGIS beside the installed one, for the tests: get_qgis.sh 3.40|3.44 FOLDER
#
# FOLDER/run COMMAND runs a command on it. Nothing is installed in the system.
# - 3.40 is that of Debian 12's backports, unpacked: it shares Python, Qt and GDAL with the system,
#   which has to be Debian 12. A minute, 0.6 GB.
# - 3.44 is that of Debian 13's backports, with GDAL 3.10, Python 3.13 and NumPy 2, in a root of its
#   own, which takes root and debootstrap. Some minutes, 2.5 GB.
set -euo pipefail
version="${1:-}"
case "$version:$#" in
3.40:2 | 3.44:2) ;;
*) echo "get_qgis.sh 3.40|3.44 FOLDER" >&2 && exit 2 ;;
esac
folder="$(realpath -m "$2")"

refuse() {
    echo "QGIS $version cannot be had here: $1." >&2
    exit 3 # to be skipped, not failed
}

[ -e "$folder/run" ] && exit 0
[ ! -e "$folder" ] || refuse "$folder is there, and is something else"
command -v apt-get >/dev/null || refuse "there is no apt"
mirror="$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d \
    2>/dev/null | head -1 | tr -d ' ' || true)"
mirror="${mirror:-http://deb.debian.org/debian}"
half="$folder.half" # of a run that was stopped
rm -rf "$half"
mkdir -p "$half/root"

get_340() {
    local lists="$half/apt" options deb own=lib/python3/dist-packages/PyQt5
    [ "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")" = bookworm ] || refuse "this is not Debian 12"
    mkdir -p "$lists/lists/partial" "$lists/cache/archives/partial"
    for suite in bookworm bookworm-backports; do
        echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main"
    done >"$lists/sources.list"
    options=(
        -qq -o "Dir::Etc::sourcelist=$lists/sources.list" -o Dir::Etc::sourceparts=-
        -o "Dir::State::lists=$lists/lists" -o "Dir::Cache=$lists/cache" -o APT::Sandbox::User=root
        -o Debug::NoLocking=1
    )
    apt-get "${options[@]}" update || refuse "$mirror does not answer"
    apt-get "${options[@]}" --download-only --yes --no-install-recommends \
        install -t bookworm-backports qgis python3-qgis >/dev/null || refuse "$mirror does not have it"
    for deb in "$lists"/cache/archives/*.deb; do dpkg -x "$deb" "$half/root"; done
    rm -rf "$lists"
    # The package brings only what QGIS needs anew of PyQt.
    mkdir -p "$half/root/usr/$own"
    for deb in /usr/"$own"/*; do ln -sn "$deb" "$half/root/usr/$own/" 2>/dev/null || true; done
    cat >"$half/run" <<'RUN'
#!/usr/bin/env bash
# Run a command on QGIS 3.40.
usr="$(dirname "$(realpath "$0")")/root/usr"
libraries="$(echo "$usr"/lib/*-linux-gnu)"
export QGIS_PREFIX_PATH="$usr" PATH="$usr/bin:$PATH"
export LD_LIBRARY_PATH="$usr/lib:$libraries:$libraries/pulseaudio"
export PYTHONPATH="$usr/lib/python3/dist-packages:$usr/share/qgis/python"
exec "$@"
RUN
}

get_344() {
    local root="$half/root" packages
    [ "$(id -u)" -eq 0 ] || refuse "that takes root"
    command -v debootstrap >/dev/null || refuse "there is no debootstrap (apt install debootstrap)"
    packages=(
        qgis python3-qgis ca-certificates python3-venv python3-numpy python3-scipy python3-gdal
        python3-pytest python3-pytest-xdist locales-all fonts-dejavu xvfb xdotool
    )
    debootstrap --variant=minbase trixie "$root" "$mirror" >"$half/log" ||
        refuse "debootstrap failed: $(tail -n 1 "$half/log")"
    cp /etc/resolv.conf "$root/etc/" 2>/dev/null || true
    echo "deb $mirror trixie-backports main" >"$root/etc/apt/sources.list.d/backports.list"
    printf 'path-exclude=/usr/share/%s/*\n' doc man >"$root/etc/dpkg/dpkg.cfg.d/small"
    echo force-unsafe-io >>"$root/etc/dpkg/dpkg.cfg.d/small"
    chroot "$root" apt-get update -qq || refuse "$mirror does not answer"
    DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -qq --yes \
        --no-install-recommends -t trixie-backports "${packages[@]}" >"$half/log" 2>&1 ||
        refuse "its packages cannot be installed: $(tail -n 1 "$half/log")"
    chroot "$root" apt-get clean
    cat >"$half/run" <<'RUN'
#!/usr/bin/env bash
# Run a command on QGIS 3.44, in this folder and with the worker that RSDEEPCLUSTER_PYTHON names.
root="$(dirname "$(realpath "$0")")/root"
show() { # at the same place
    if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root$(dirname "$1")" && touch "$root$1"; fi
    mount --bind "$1" "$root$1"
}
if [ "${1:-}" != --inside ]; then
    exec unshare --mount "$0" --inside "$@" # what is mounted goes with the command
fi
shift
for folder in /proc /dev; do mount --rbind "$folder" "$root$folder"; done
show "$PWD"
if [ -n "${RSDEEPCLUSTER_PYTHON:-}" ]; then
    # The environment, and the Python that it was made from.
    "$RSDEEPCLUSTER_PYTHON" -c 'import os, sys, sysconfig as s
print(sys.prefix, os.path.realpath(sys.executable), s.get_path("stdlib"), sep="\n")' |
        while read -r place; do
            case "$place" in "$PWD"/*) ;; *) show "$place" ;; esac
        done
fi
cd / && exec env PATH=/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 LC_ALL= HOME=/root \
    chroot "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$OLDPWD" "$@"
RUN
}

"get_${version/./}"
chmod +x "$half/run"
mv "$half" "$folder"
