#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# again.sh TARGET INPUT...: runs inputs that a fuzzer has found once more, in build/fuzz (or $FUZZ_BUILD), and says what
# is wrong with them. "again.sh TARGET -minimize_crash=1 -runs=10000 INPUT" looks for a smaller one.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
build=${FUZZ_BUILD:-$top/build/fuzz}
target=$1
shift

FUZZ_DATA=$top/tests/data/fuzz
ASAN_SYMBOLIZER_PATH=$(command -v llvm-symbolizer-14 || true)
LSAN_OPTIONS=print_suppressions=0:suppressions=$top/tests/lsan.supp
UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
G_SLICE=always-malloc
LC_ALL=C.UTF-8
TZ=Europe/Berlin
export FUZZ_DATA ASAN_SYMBOLIZER_PATH LSAN_OPTIONS UBSAN_OPTIONS G_SLICE LC_ALL TZ
ninja -C "$build" "tests/fuzz/fuzz-$target" >/dev/null
exec "$build/tests/fuzz/fuzz-$target" "$@"
