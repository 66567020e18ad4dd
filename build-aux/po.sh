#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# po.sh FOLDER: makes the template po/bedside.pot from the sources, brings it into each po/LANGUAGE.po and says what is to do.
set -eu
cd "$(dirname "$0")/.."
folder=$1
if [ ! -e "$folder/build.ninja" ]; then
  meson setup "$folder"
fi
for target in bedside-pot bedside-update-po; do
  meson compile -C "$folder" "$target" >"$folder/po.log" 2>&1 || { cat "$folder/po.log" >&2; exit 1; }
done
for language in $(grep -v '^#' po/LINGUAS); do
  # With each run the template is newer: that alone is no change.
  if [ -z "$(git diff -I '^"POT-Creation-Date:' -- "po/$language.po" 2>/dev/null || echo changed)" ]; then
    git checkout -q -- "po/$language.po" 2>/dev/null || true
  fi
  printf '%s: ' "$language"
  LC_ALL=C msgfmt --check --statistics -o /dev/null "po/$language.po" 2>&1
done
