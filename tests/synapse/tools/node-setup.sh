#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# node-setup.sh [FOLDER]
#
# Installs what the patient needs (patient/package-lock.json: matrix-js-sdk and
# the Node that it asks for, which is newer than Debian 12's) into FOLDER, by
# default ${XDG_CACHE_HOME:-~/.cache}/bedside-tests/patient-HASH, where HASH is
# the lock file's, and prints FOLDER as its last line. FOLDER/node is the
# program, FOLDER/node_modules the modules. No script of a package runs.
#
# Does nothing when FOLDER is complete. Several may run at once: one installs,
# the others wait. FOLDER appears whole or not at all. A download that fails is
# tried again; the exit status is 3 when it failed for good.
#
# Needs: npm (any of the last years, with any Node), flock.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
hash=$(cat "$here/patient/package.json" "$here/patient/package-lock.json" | sha256sum | cut -c 1-12)
folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/bedside-tests/patient-$hash}
mkdir -p "$(dirname "$folder")"
parent=$(cd "$(dirname "$folder")" && pwd)
folder=$parent/$(basename "$folder")

ready() { [ -s "$folder/.patient-ready" ] && { echo "# node $(cat "$folder/.patient-ready")"; echo "$folder"; }; }
ready && exit 0
command -v npm > /dev/null || { echo "missing npm" >&2; exit 3; }
exec 9> "$folder.lock"
flock 9
ready && exit 0

rm -rf "$folder" "$folder".new.*
root=$folder.new.$$
trap 'rm -rf "$root"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$root"
cp "$here/patient/package.json" "$here/patient/package-lock.json" "$here/patient/.npmrc" "$root/"
tries=0
# npm says that its own Node is too old for the packages: it is not the one that will run them.
until (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund) > "$folder.log" 2>&1; do
  tries=$((tries + 1))
  [ $tries -lt 4 ] || { tail -n 20 "$folder.log" >&2; echo "could not install the patient's modules" >&2; exit 3; }
  echo "# the installation failed, trying again" >&2
  sleep $((tries * 5))
done
case $(uname -m) in
  x86_64) arch=x64 ;;
  aarch64) arch=arm64 ;;
  *) echo "no Node for $(uname -m)" >&2; exit 3 ;;
esac
ln -s "node_modules/node-linux-$arch/bin/node" "$root/node"
version=$(cd "$root" && ./node -e 'import("matrix-js-sdk").then(() => console.log(process.version))' 2> "$folder.log") ||
  { tail -n 20 "$folder.log" >&2; exit 1; }
echo "$version" > "$root/.patient-ready"
rm -f "$folder.log"
mv "$root" "$folder"
ready
