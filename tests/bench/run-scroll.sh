#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run-scroll.sh BUILD [MESSAGES [STEPS]]
#
# Measures opening and scrolling a long conversation, and the first frame of an empty window, on a virtual screen.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${1:?the build folder}" && pwd)
shift

export GDK_BACKEND=x11 GDK_DEBUG=gl-disable GSK_RENDERER=cairo GTK_A11Y=none GSETTINGS_BACKEND=memory
export LANGUAGE=en LC_ALL=C.UTF-8 TZ=Europe/Berlin
unset G_DEBUG
run=$here/../ui/run.sh

for try in 1 2 3; do
  printf 'floor %s: ' "$try"
  "$run" "$build/tests/bench/bench-floor" 2>/dev/null
done
"$run" "$build/tests/bench/bench-scroll" "$@"
