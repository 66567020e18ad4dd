#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# build.sh FOLDER [MESON-OPTION...]: configures FOLDER if it is not, and builds there.
set -eu
cd "$(dirname "$0")/.."
folder=$1
shift
if [ ! -e "$folder/build.ninja" ]; then
  meson setup "$folder" "$@"
fi
meson compile -C "$folder"
