#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# synapse-setup.sh [FOLDER]
#
# Unpacks a real Synapse (Debian package matrix-synapse, from sid) with all its
# dependencies into FOLDER, by default ${XDG_CACHE_HOME:-~/.cache}/bedside-tests/synapse,
# and prints FOLDER as its last line. Nothing is installed on the host, no
# maintainer script runs and no root is needed. The mirror is the one that this
# machine's own apt uses, with its proxies and certificates, since the host's
# apt-get does the download.
#
# Does nothing when FOLDER is complete. Several may run at once: one unpacks,
# the others wait. FOLDER appears whole or not at all. A download that fails is
# tried again; the exit status is 3 when it failed for good.
#
# Needs: apt-get, dpkg-deb, flock, debian-archive-keyring. About 20 s and 67 MB down, 280 MB on disk.
# Environment: SYNAPSE_SUITE (sid), SYNAPSE_MIRROR (from apt).
set -eu
folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/bedside-tests/synapse}
suite=${SYNAPSE_SUITE:-sid}
mkdir -p "$(dirname "$folder")"
parent=$(cd "$(dirname "$folder")" && pwd)
folder=$parent/$(basename "$folder")

ready() { [ -s "$folder/.synapse-ready" ] && { echo "# matrix-synapse $(cat "$folder/.synapse-ready")"; echo "$folder"; }; }
ready && exit 0
exec 9> "$folder.lock"
flock 9
ready && exit 0

top=$(cd "$(dirname "$0")/../../.." && pwd)
mirror=${SYNAPSE_MIRROR:-$("$top/build-aux/debian-mirror.sh")} || exit 3
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || { echo "missing $keyring (package debian-archive-keyring)" >&2; exit 3; }

# What an earlier run that was killed has left is ours to remove: we hold the lock.
rm -rf "$folder" "$folder".new.*
root=$folder.new.$$
work=$root/.apt
trap 'rm -rf "$root"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/empty"
: > "$work/status"
# check-valid-until=no: a mirror that is a frozen snapshot serves a Release file
# that is past its Valid-Until. Signatures are still checked.
echo "deb [signed-by=$keyring check-valid-until=no] $mirror $suite main" > "$work/sources.list"
# Only what differs from the host's configuration: private state, nothing installed.
apt() {
  apt-get -q -y \
    -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/empty" \
    -o Dir::Etc::preferences="$work/empty/none" -o Dir::Etc::preferencesparts="$work/empty" \
    -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" \
    -o Dir::State::extended_states="$work/extended_states" \
    -o Dir::Cache::archives="$work/archives" \
    -o Dir::Cache::pkgcache="" -o Dir::Cache::srcpkgcache="" \
    -o Dir::Log="$work" \
    -o APT::Architecture="$(dpkg --print-architecture)" -o APT::Default-Release="" \
    -o APT::Install-Recommends=false -o APT::Install-Suggests=false \
    -o APT::Sandbox::User="" -o Acquire::Languages=none -o Acquire::Retries=3 \
    -o APT::Update::Post-Invoke::="" -o Debug::NoLocking=true "$@"
}
# Between two tries the mirror may have moved on, so a try is both steps.
download() {
  apt update > "$work/log" 2>&1 && apt --download-only install matrix-synapse >> "$work/log" 2>&1
}
tries=0
until download; do
  tries=$((tries + 1))
  [ $tries -lt 4 ] || { tail -n 20 "$work/log" >&2; echo "could not download matrix-synapse" >&2; exit 3; }
  echo "# the download failed, trying again" >&2
  sleep $((tries * 5))
done
# The unpack order does not matter: nothing is configured.
for deb in "$work"/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$deb" | tar -C "$root" -x --no-same-owner --keep-directory-symlink \
     --exclude='./usr/share/doc' --exclude='./usr/share/man' --exclude='./usr/share/locale'
done
# base-files is not among the dependencies, so the merged-/usr links are not either.
for d in bin sbin lib lib64; do
  [ -e "$root/$d" ] || [ ! -d "$root/usr/$d" ] || ln -s "usr/$d" "$root/$d"
done
version=$(dpkg-deb -f "$work"/archives/matrix-synapse_*.deb Version)
rm -rf "$work"

# The launcher: the unpacked interpreter with the unpacked C library, so that it
# works without chroot, without root and whatever the host's Python is.
cat > "$root/python" <<'LAUNCH'
#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
libc=$(ls "$here"/usr/lib/*/libc.so.6 | head -n 1)
libs=$(dirname "$libc")
ld=$(ls "$libs"/ld-linux*.so.* | head -n 1)
unset PYTHONPATH PYTHONSTARTUP PYTHONDONTWRITEBYTECODE PYTHONOPTIMIZE
PYTHONHOME=$here/usr PYTHONNOUSERSITE=1 exec "$ld" --library-path "$libs" \
  "$(readlink -f "$here/usr/bin/python3")" "$@"
LAUNCH
chmod +x "$root/python"
"$root/python" -c 'import synapse.app.homeserver' > /dev/null   # proves it, and writes the .pyc files
echo "$version" > "$root/.synapse-ready"
mv "$root" "$folder"
ready
