#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# debian-mirror.sh
#
# Prints the address of a Debian archive: the first of this machine's apt configuration that is not the security one,
# deb822 form first, then one-line form. Fails if there is none.
set -eu

find_mirrors() {
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -r "$file" ] || continue
    awk 'tolower($1)=="uris:" { for (i=2;i<=NF;i++) print $i }' "$file"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -r "$file" ] || continue
    sed -n 's/^[[:space:]]*deb[[:space:]]\{1,\}\(\[[^]]*\][[:space:]]*\)\{0,1\}\([^[:space:]]*\).*/\2/p' "$file"
  done
}

mirrors=$(find_mirrors | grep -v security) || mirrors=
mirror=$(echo "$mirrors" | grep -E '/debian/?$' | head -n 1)
[ -n "$mirror" ] || mirror=$(echo "$mirrors" | head -n 1)
[ -n "$mirror" ] || { echo "no Debian mirror in the apt configuration" >&2; exit 1; }
echo "$mirror"
