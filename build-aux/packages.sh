#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# packages.sh PURPOSE...
#
# Installs the Debian packages that a purpose needs and that are missing. The lists
# are build-aux/packages/PURPOSE.txt and tests/PURPOSE/packages.txt: one name a
# line, "#" begins a comment. Changes nothing when all is there.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)

wanted=
for purpose in "$@"; do
  found=
  for list in "$top/build-aux/packages/$purpose.txt" "$top/tests/$purpose/packages.txt"; do
    [ -r "$list" ] || continue
    found=yes
    wanted="$wanted $(sed 's/#.*//' "$list" | tr '\n' ' ')"
  done
  [ -n "$found" ] || { echo "packages.sh: no list of packages for \"$purpose\"" >&2; exit 2; }
done

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "This system has no apt-get: nothing was installed. Bedside needs what these Debian packages hold:" >&2
  echo "$wanted" | tr -s ' \n' ' ' >&2
  echo >&2
  exit 0
fi

# A package counts under the names that it provides, too: Node's own packages bring npm, and conflict with Debian's.
installed=" $(dpkg-query -W -f='${db:Status-Status} ${Package} ${Provides}\n' |
              sed -n 's/^installed //p' | sed 's/([^)]*)//g' | tr -s ',\n' '  ') "
missing=
for package in $wanted; do
  case $installed in
    *" $package "*) ;;
    *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

root=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Missing packages, and neither root nor sudo to install them:$missing" >&2; exit 1; }
  root="sudo env"
fi

apt() {
  $root DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "$@"
}
[ -n "$root" ] || root=env

echo "Installing what is missing:$missing"
for try in 1 2 3; do
  [ "$try" = 1 ] || sleep "$((try * 5))"
  # shellcheck disable=SC2086
  if apt update && apt install --no-install-recommends $missing; then
    exit 0
  fi
done
echo "packages.sh: could not install:$missing" >&2
exit 1
