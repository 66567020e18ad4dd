#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check.sh [--sanitize] FOLDER [SUITE...]
#
# Builds in FOLDER, runs the tests of the suites (all of them if none is given) and
# ends with the line "N passed, N failed, N skipped", which counts test cases.
set -eu
cd "$(dirname "$0")/.."

options=
slower=1
if [ "$1" = --sanitize ]; then
  shift
  options="-Db_sanitize=address,undefined -Db_lundef=false"
  slower=4
fi
folder=$1
shift

purposes="build run lint check"
case " $* " in
  "  " | *" synapse "* | *" module "*)
    [ ! -r tests/synapse/packages.txt ] || purposes="$purposes synapse" ;;
esac
case " $* " in
  "  " | *" module "*) purposes="$purposes module" ;;
esac
case " $* " in
  "  " | *" desktop "*) purposes="$purposes desktop" ;;
esac
# shellcheck disable=SC2086
build-aux/packages.sh $purposes
# shellcheck disable=SC2086
build-aux/build.sh "$folder" $options

suites=
for suite in "$@"; do
  suites="$suites --suite $suite"
done
log=$folder/meson-logs/testlog.json
shown=$folder/shown-rules.txt
rm -f "$log"
[ $# -gt 0 ] || rm -f "$shown"
started=$(date +%s)
status=0
# shellcheck disable=SC2086
meson test -C "$folder" --no-rebuild --no-suite fault --no-suite fuzz --no-suite flatpak \
  --timeout-multiplier "$slower" --print-errorlogs $suites </dev/null || status=$?
echo "The tests took $(($(date +%s) - started)) s."

# Rules are asked for when everything ran: a part cannot show them all.
rules=
[ $# -gt 0 ] || rules="--rules tests/lint/rules.txt --record $shown"
# shellcheck disable=SC2086
exec build-aux/report.py --status "$status" $rules "$log"
