#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check.sh [--sanitize|--long] FOLDER [SUITE...]
#
# Builds in FOLDER, runs the tests of the suites and ends with the line "N passed,
# N failed, N skipped", which counts test cases. Without a suite: all but the long
# ones, or with --long all of those.
set -eu
cd "$(dirname "$0")/.."

options=
slower=1
if [ "$1" = --sanitize ]; then
  shift
  options="-Db_sanitize=address,undefined -Db_lundef=false"
  slower=4
fi
long=
if [ "$1" = --long ]; then
  shift
  long=yes
fi
folder=$1
shift

# The suites that take long; some are still to come.
long_suites="fault flatpak fuzz release"
if [ -n "$long" ] && [ $# -eq 0 ]; then
  for suite in $long_suites; do
    [ ! -d "tests/$suite" ] || set -- "$@" "$suite"
  done
fi
for suite in "$@"; do
  [ -z "$long" ] || [ -d "tests/$suite" ] || { echo "There is no suite $suite among the long ones." >&2; exit 2; }
done

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
for suite in $long_suites; do
  case " $* " in
    *" $suite "*) [ ! -r "tests/$suite/packages.txt" ] || purposes="$purposes $suite" ;;
  esac
done
# shellcheck disable=SC2086
build-aux/packages.sh $purposes
# shellcheck disable=SC2086
build-aux/build.sh "$folder" $options

suites=
for suite in "$@"; do
  suites="$suites --suite $suite"
done
name=testlog
if [ -n "$long" ]; then
  name=testlog-long
elif [ $# -eq 0 ]; then
  for suite in $long_suites; do
    suites="$suites --no-suite $suite"
  done
fi
log=$folder/meson-logs/$name.json
shown=$folder/shown-rules.txt
rm -f "$log"
[ $# -gt 0 ] || rm -f "$shown"
started=$(date +%s)
status=0
# shellcheck disable=SC2086
meson test -C "$folder" --no-rebuild --logbase "$name" --timeout-multiplier "$slower" \
  --print-errorlogs $suites </dev/null || status=$?
echo "The tests took $(($(date +%s) - started)) s."

# Rules are asked for when everything ran: a part cannot show them all.
rules=
[ $# -gt 0 ] || rules="--rules tests/lint/rules.txt --rules tests/lint/edges.txt --record $shown"
# shellcheck disable=SC2086
exec build-aux/report.py --status "$status" $rules "$log"
