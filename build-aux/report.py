#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the test cases of meson test runs: report.py [--status N] [--rules FILE]... [--record FILE] TESTLOG.json

or adds up several such runs: report.py --add-up PARTS [--status N] [--promises FILE] COUNTS

Prints what failed and what was skipped, then the plain line "N passed, N failed,
N skipped". Ends with 1 if a case failed, if nothing ran, or if meson itself said
so (--status); with CI=true a skipped case is a failure. With --rules every rule
(R18) and edge case (edge-03) of the file must be named by the path of a case that
passed, but for those that do not concern Bedside; --record writes down which path
shows which, for the lint check of the rules.

A run with REPORT_COUNTS=COUNTS in its environment adds its numbers to that file and
says "So far: ..." instead: the plain line is that of the last call, which adds up
PARTS runs. A part that left no numbers has failed. COUNTS.passed holds the paths of
what passed in all of them: with --promises every test path that the file (SECURITY.md)
names must be among them.
"""
import argparse
import json
import os
import re
import sys

LINE = re.compile(r"^(not )?ok\b(?:\s+\d+)?(?:\s+-)?\s*(.*?)\s*(?:#\s*(SKIP|TODO)\b\s*(.*))?$", re.IGNORECASE)
NONE = re.compile(r"^1\.\.0\s*(?:#\s*SKIP\b\s*(.*))?$", re.IGNORECASE)
# What a test has to tell the person: a table, and what comes of it.
TOLD = re.compile(r"^# (?:\| )?((?<=\| ).*|faults: .*)$")
GOOD = ("OK", "EXPECTEDFAIL")
RULE = r"(?:R\d+|edge-\d\d)"
# A path of a test in SECURITY.md: `/store/swapped-records`.
PROMISED = re.compile(r"`(/[a-z][\w/.-]*/[\w.-]+)`")
PASSED = ".passed"


class Count:
    def __init__(self):
        self.passed, self.failed, self.skipped, self.told = [], [], [], []

    def add_case(self, program, match):
        name = f"{program}: {match[2]}" if match[2] else program
        if (match[3] or "").upper() == "SKIP":
            self.skipped.append(f"{name} ({match[4]})" if match[4] else name)
        elif match[1] and not match[3]:
            self.failed.append(name)
        else:
            self.passed.append(name)

    def add_log(self, path):
        programs = 0
        try:
            with open(path, encoding="utf-8") as f:
                for line in f:
                    self.add_program(json.loads(line))
                    programs += 1
        except (OSError, ValueError) as error:
            self.failed.append(f"the test run left no readable log: {error}")
        else:
            if programs == 0:
                self.failed.append(f"no test ran: {path}")

    def add_program(self, test):
        """One line of meson's log: a program, whose output holds its cases if it speaks TAP."""
        program, result = test["name"], test["result"]
        failed_before = len(self.failed)
        cases = 0
        for line in (test.get("stdout") or "").splitlines():
            if match := TOLD.match(line):
                self.told.append(match[1])
            elif match := LINE.match(line):
                self.add_case(program, match)
                cases += 1
            elif (match := NONE.match(line)) and match[1] is not None:
                self.skipped.append(f"{program} ({match[1]})")
                cases += 1
        if result == "SKIP":
            if cases == 0:
                self.skipped.append(program)
        elif result not in GOOD:
            # A crash or a time limit fails no case by itself.
            if len(self.failed) == failed_before:
                self.failed.append(f"{program}: {result}")
        elif cases == 0:
            self.passed.append(program)


def read_rules(path):
    """What a test must show; "|" stands before the reason why none does."""
    with open(path, encoding="utf-8") as f:
        return [line.split()[0] for line in f if re.match(RULE + r"\b", line) and "|" not in line]


def rules_of(name):
    """The rules that a path names; it may be several: /practice/R26-R27-all."""
    return [rule for some in re.findall(f"/((?:{RULE}-)+)", name) for rule in re.findall(RULE, some)]


def missing_rules(rules, passed):
    named = {rule for name in passed for rule in rules_of(name)}
    return [rule for rule in rules if rule not in named]


def record(path, passed):
    """Lines of a rule and a path that names it and passed; a case is known by its path, not by its program's name."""
    shown = {(rule, name.split(": ", 1)[-1]) for name in passed for rule in rules_of(name)}
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(f"{rule} {name}\n"
                     for rule, name in sorted(shown, key=lambda s: (s[0][0], int(re.search(r"\d+", s[0])[0]), s[1])))


def show(title, names):
    if names:
        print(f"\n{title}:")
        for name in names:
            print(f"  {name}")


def numbers(passed, failed, skipped):
    return f"{passed} passed, {failed} failed, {skipped} skipped"


def missing_promises(promises, passed):
    """Paths of tests that the file relies on and that did not pass; a suite may put its own name before one."""
    with open(promises, encoding="utf-8") as f:
        wanted = dict.fromkeys(PROMISED.findall(f.read()))
    return [path for path in wanted if not any(name.endswith(path) for name in passed)]


def add_up(path, parts, status, promises):
    """Of the runs that left their numbers in a file; the exit status."""
    with open(path, encoding="utf-8") as f:
        counts = [[int(number) for number in line.split()] for line in f]
    passed, failed, skipped = (sum(column) for column in zip(*counts, (0, 0, 0)))
    if len(counts) < parts:
        print(f"{parts - len(counts)} of {parts} parts ended before they could count.")
        failed += parts - len(counts)
    elif status != 0 and failed == 0 and skipped == 0:
        print(f"A part ended with {status}.")
        failed += 1
    if promises:
        names = open(path + PASSED, encoding="utf-8").read().splitlines() if os.path.exists(path + PASSED) else []
        broken = missing_promises(promises, names)
        show("Promised, but no test of that path ran and passed", broken)
        failed += len(broken)
    print(f"\n{numbers(passed, failed, skipped)}")
    return 1 if failed or status or not passed else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--status", type=int, default=0)
    parser.add_argument("--rules", action="append", default=[])
    parser.add_argument("--record")
    parser.add_argument("--add-up", type=int)
    parser.add_argument("--promises")
    parser.add_argument("logs", nargs="+")
    args = parser.parse_args()
    if args.add_up:
        return add_up(args.logs[0], args.add_up, args.status, args.promises)

    count = Count()
    for log in args.logs:
        count.add_log(log)

    for path in args.rules:
        for rule in missing_rules(read_rules(path), count.passed):
            count.failed.append(f"{rule}: no test that names it ran and passed")
    if args.record:
        record(args.record, count.passed)
    if args.status != 0 and not count.failed:
        count.failed.append(f"meson test ended with {args.status}")

    if count.told:
        print("\n" + "\n".join(count.told))
    show("Failed", count.failed)
    show("Skipped", count.skipped)
    strict = os.environ.get("CI") == "true" and count.skipped
    if strict:
        print("\nA skipped test is a failure here, because CI=true.")
    counts = [len(count.passed), len(count.failed), len(count.skipped)]
    if path := os.environ.get("REPORT_COUNTS"):
        with open(path, "a", encoding="utf-8") as f:
            print(*counts, file=f)
        with open(path + PASSED, "a", encoding="utf-8") as f:
            f.writelines(name.split(": ", 1)[-1] + "\n" for name in count.passed)
        print(f"\nSo far: {numbers(*counts)}")
    else:
        print(f"\n{numbers(*counts)}")
    return 1 if count.failed or strict else 0


if __name__ == "__main__":
    sys.exit(main())
