#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule of rules.txt is named by the path of a test and, once `make check` has run whole, of one that passed.

build-aux/report.py fails a run that does not show a rule and leaves a record of those that it shows. What is recorded
counts only as long as the sources still name that path.
"""
import re

from lintlib import Fault, Finding, main

TABLE = "tests/lint/rules.txt"
RECORD = "build/shown-rules.txt"
NAMED = re.compile(r"""["'/]((?:R\d+-)+[a-z0-9][a-z0-9-]*)""")      # a path may name several: /practice/R26-R27-all


def read_record(tree):
    """The recorded names of tests that passed, None if no whole run has left a record."""
    file = tree.top / RECORD
    return NAMED.findall(file.read_text(encoding="utf-8")) if file.is_file() else None


def rules_of(name):
    return re.findall(r"R\d+(?=-)", name)


def check(tree):
    rules = [line.split()[0] for _, line in tree.lines(TABLE) if re.match(r"R\d", line)] if tree.has(TABLE) else []
    if not rules:
        yield Finding(TABLE, 0, "names no rule")
    named = set()
    for path in tree.glob("tests/*.c", "tests/*.py", "tests/*.mjs"):
        if not path.startswith("tests/lint/"):
            named |= set(NAMED.findall(tree.text(path) or ""))
    shown = read_record(tree)
    for rule in rules:
        if not any(rule in rules_of(name) for name in named):
            yield Finding(TABLE, 0, f"no test path names {rule}")
        elif shown is not None and not any(rule in rules_of(name) for name in named.intersection(shown)):
            yield Finding(TABLE, 0, f"no test that names {rule} passed in the last whole run of make check")


_TABLE = {TABLE: "# table\nR18  in order\nR20  stays\n"}
_BOTH = _TABLE | {"tests/a.c": '"/practice/R18-order"', "tests/b.py": "'/synapse/R20-stays'"}

if __name__ == "__main__":
    main("rules", check, [
        Fault("accepts-named-rules",
              _TABLE | {"tests/a.c": '"/practice/R18-order"', "tests/b.py": "'/synapse/R20-stays'"}, None),
        Fault("finds-unnamed-rule", _TABLE | {"tests/a.c": '"/practice/R18-order"'}, "names R20"),
        Fault("accepts-several-rules-in-one-path", _TABLE | {"tests/a.py": '"R18-R20-both"'}, None),
        Fault("finds-mention-only", _TABLE | {"tests/a.c": '"/p/R18-order" /* R20 */'}, "names R20"),
        Fault("accepts-shown-rules",
              _BOTH | {RECORD: "R18 /a/R18-order\nR20 /b/R20-stays\n"}, None),
        Fault("finds-rule-that-did-not-pass", _BOTH | {RECORD: "R18 /a/R18-order\n"}, "names R20 passed"),
        Fault("finds-record-of-a-test-that-is-gone",
              _BOTH | {RECORD: "R18 /a/R18-order\nR20 /b/R20-was-there\n"}, "names R20 passed"),
        Fault("finds-empty-table", {TABLE: "# none\n"}, "names no rule"),
    ])
