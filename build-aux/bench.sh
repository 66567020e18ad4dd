#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bench.sh FOLDER [OPTION...]
#
# Builds with release flags in FOLDER-bench and measures: tests/bench/run.py says what, and what the options are. With
# QUICK=1 in the environment less, against the baseline, for continuous integration. FOLDER gets the figures.
set -eu
cd "$(dirname "$0")/.."
folder=$1
shift

purposes="build run synapse"
options=
if [ -n "${QUICK:-}" ]; then
  options=--quick
elif [ $# -eq 0 ]; then
  options=--growth
fi
[ -n "${QUICK:-}" ] || purposes="$purposes bench"
# shellcheck disable=SC2086
build-aux/packages.sh $purposes
build-aux/build.sh --only bench "$folder-bench" --buildtype=release -Dprofile=release
mkdir -p "$folder"
# shellcheck disable=SC2086
exec tests/bench/run.py --build "$folder-bench" --out "$folder" $options "$@"
