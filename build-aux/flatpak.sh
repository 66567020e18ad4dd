#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# flatpak.sh RUNTIME FOLDER
#
# Builds the Flatpak on the runtime that the Debian suite RUNTIME stands in for,
# installs it in FOLDER/flatpak/RUNTIME and opens it there on the demo practice.
# Without a display the same on a virtual one, where tests/flatpak/walk.py does what
# a person would. The person's own Flatpaks are left alone.
set -eu
cd "$(dirname "$0")/.."
runtime=$1
folder=$2/flatpak/$runtime

flatpak/build.sh "$runtime" "$folder"
# shellcheck source=/dev/null
. "$folder/environment"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "Opening Bedside on the demo practice, in its sandbox: invented people, a server of its own, nothing is kept."
  exec flatpak run --user org.bedside.Bedside --demo
fi

echo "There is no display: doing the same on a virtual one."
build-aux/packages.sh run
exec env RUNTIME="$runtime" tests/flatpak/walk.py "$folder" "$folder/demo.png"
