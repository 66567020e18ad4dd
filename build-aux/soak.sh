#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# soak.sh FOLDER
#
# Builds with release flags in FOLDER-bench and lets Bedside work for SOAK_MINUTES (30) against a real Synapse:
# tests/bench/soak.py says what happens. FOLDER gets soak.json and the curve, soak.svg.
set -eu
cd "$(dirname "$0")/.."
folder=$1

build-aux/packages.sh build run synapse bench
build-aux/build.sh --only bench "$folder-bench" --buildtype=release -Dprofile=release
mkdir -p "$folder"
exec tests/bench/soak.py --build "$folder-bench" --out "$folder"
