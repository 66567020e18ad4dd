#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check.sh [--long] FOLDER [SUITE...]
#
# Builds, runs the tests of the suites and ends with the line "N passed, N failed, N skipped", which counts test cases.
# Without a suite: all but the long ones, or with --long all of those.
#
# The suites of what Bedside is made of run with the address and undefined behaviour sanitizers, in FOLDER-sanitize; the
# others, in which the program itself runs, in FOLDER. No test runs in both.
set -eu
cd "$(dirname "$0")/.."

long=
if [ "$1" = --long ]; then
  shift
  long=yes
fi
folder=$1
shift

sanitized_suites="base matrix store practice demo ui"
# Without -O the sanitizers make the window too slow, with -O2 they take longer to build than to run. A char has no sign on
# ARM: what relies on one, which no test on this kind of machine would notice, is found here.
sanitize="-Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 -Ddebug=true -Dc_args=-funsigned-char"
slower=4

# The suites that take long.
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
case " $* " in
  "  " | *" analyse "*) purposes="$purposes analyse" ;;
esac
for suite in $long_suites; do
  case " $* " in
    *" $suite "*) [ ! -r "tests/$suite/packages.txt" ] || purposes="$purposes $suite" ;;
  esac
done
# shellcheck disable=SC2086
build-aux/packages.sh $purposes

# Which of them run where, as options of meson test.
sanitized=
plain=
if [ $# -gt 0 ]; then
  for suite in "$@"; do
    case " $sanitized_suites " in
      *" $suite "*) sanitized="$sanitized --suite $suite" ;;
      *) plain="$plain --suite $suite" ;;
    esac
  done
else
  for suite in $sanitized_suites; do
    sanitized="$sanitized --suite $suite"
    plain="$plain --no-suite $suite"
  done
  for suite in $long_suites; do
    plain="$plain --no-suite $suite"
  done
fi

name=testlog${long:+-long}
shown=$folder/shown-rules.txt
logs=
status=0
[ $# -gt 0 ] || rm -f "$shown"

# run FOLDER MESON-TEST-OPTION...: what the tests need and is not there yet is built by meson.
run() {
  where=$1
  shift
  rm -f "$where/meson-logs/$name.json"
  logs="$logs $where/meson-logs/$name.json"
  started=$(date +%s)
  meson test -C "$where" --logbase "$name" --print-errorlogs "$@" </dev/null || status=$?
  echo "The tests in $where took $(($(date +%s) - started)) s, with what was still to be built for them."
}

# What does not compile is known before the first test runs.
if [ -n "$plain" ]; then
  build-aux/build.sh --only "rest $sanitized_suites" "$folder"
fi
if [ -n "$sanitized" ]; then
  # shellcheck disable=SC2086
  build-aux/build.sh --only data "$folder-sanitize" $sanitize
  # shellcheck disable=SC2086
  run "$folder-sanitize" --timeout-multiplier "$slower" $sanitized
fi
if [ -n "$plain" ]; then
  # shellcheck disable=SC2086
  run "$folder" $plain
fi

# Rules are asked for when everything ran: a part cannot show them all.
rules=
[ $# -gt 0 ] || rules="--rules tests/lint/rules.txt --rules tests/lint/edges.txt --record $shown"
# shellcheck disable=SC2086
exec build-aux/report.py --status "$status" $rules $logs
