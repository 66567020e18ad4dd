#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# build.sh [--only TARGETS] FOLDER [MESON-OPTION...]: configures FOLDER if it is not, and builds there: everything, or
# what targets.py says ("data", "rest practice ui").
set -eu
cd "$(dirname "$0")/.."
only=
if [ "$1" = --only ]; then
  only=$2
  shift 2
fi
folder=$1
shift
if [ ! -e "$folder/build.ninja" ]; then
  meson setup "$folder" "$@"
fi
if [ -n "$only" ]; then
  # Of targets that were there before a change of the build files, ninja knows nothing any more.
  ninja -C "$folder" build.ninja >/dev/null
  # shellcheck disable=SC2046,SC2086
  exec ninja -C "$folder" $(build-aux/targets.py "$folder" $only)
fi
meson compile -C "$folder"
