#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh FOLDER
#
# Opens the Bedside that was built in FOLDER on the demo practice. Without a display
# the same on a virtual one, where tests/demo-walk.py does what a person would.
set -eu
cd "$(dirname "$0")/.."
folder=$1

GSETTINGS_SCHEMA_DIR=$PWD/$folder/data
BEDSIDE_LOCALEDIR=$PWD/$folder/po
export GSETTINGS_SCHEMA_DIR BEDSIDE_LOCALEDIR

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "Opening Bedside on the demo practice: invented people, a server of its own, nothing is kept."
  exec "$folder/src/bedside" --demo
fi

echo "There is no display: doing the same on a virtual one."
build-aux/packages.sh run
exec tests/demo-walk.py "$folder/src/bedside" "$folder/demo.png"
