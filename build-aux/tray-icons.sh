#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Draws data/icons/tray/ anew after a change of the icons: Debian's librsvg2-bin has the program.
# They are kept in the sources so that neither building nor running Bedside needs something that reads SVG.
set -eu
cd "$(dirname "$0")/../data/icons"

for size in 16 22 24 32 48; do
  rsvg-convert -w "$size" -h "$size" hicolor/scalable/apps/org.bedside.Bedside.svg -o "tray/normal-$size.png"
  rsvg-convert -w "$size" -h "$size" hicolor/scalable/apps/org.bedside.Bedside.NewMessages.svg \
    -o "tray/new-messages-$size.png"
done
