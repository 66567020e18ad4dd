#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule of rules.txt and every edge case of edges.txt is named by the path of a test and, once `make check` has
run whole, of one that passed. HACKING.md gives the reasons of edges.txt for those that do not concern Bedside.

build-aux/report.py fails a run that does not show one and leaves a record of those that it shows. What is recorded
counts only as long as the sources still name that path.
"""
import re

from lintlib import Fault, Finding, main

TABLES = {"tests/lint/rules.txt": "R", "tests/lint/edges.txt": "edge-"}
EDGES = "tests/lint/edges.txt"
REASONS = "HACKING.md"
RECORD = "build/shown-rules.txt"
RULE = r"(?:R\d+|edge-\d\d)"
# A path may name several: /practice/R26-R27-all.
NAMED = re.compile(rf"""["'/]((?:{RULE}-)+[a-z0-9][a-z0-9-]*)""")
PREFIX = re.compile(f"(?:{RULE}-)+")


def read_record(tree):
    """The recorded names of tests that passed, None if no whole run has left a record."""
    file = tree.top / RECORD
    return NAMED.findall(file.read_text(encoding="utf-8")) if file.is_file() else None


def rules_of(name):
    return re.findall(RULE, PREFIX.match(name)[0])


def read_table(tree, table):
    """What stands in a table, with the reason why no test shows it, or None."""
    rules = {}
    for _, line in tree.lines(table) if tree.has(table) else ():
        if re.match(RULE, line):
            said, _, reason = line.partition("|")
            rules[said.split()[0]] = reason.strip() or None
    return rules


def check_reasons(tree, edges):
    """The same reasons as in the table of HACKING.md: | 34 | why |."""
    told = dict(re.findall(r"^ *\| (\d\d) \| (.*) \|$", tree.text(REASONS) or "" if tree.has(REASONS) else "", re.M))
    wanted = {edge.removeprefix("edge-"): reason for edge, reason in edges.items() if reason}
    for number in sorted(wanted.keys() | told.keys()):
        if wanted.get(number) != told.get(number):
            yield Finding(REASONS, 0, f"does not say of edge case {number} what {EDGES} says")


def check(tree):
    named = set()
    for path in tree.glob("tests/*.c", "tests/*.py", "tests/*.mjs"):
        if not path.startswith("tests/lint/"):
            named |= set(NAMED.findall(tree.text(path) or ""))
    shown = read_record(tree)
    for table, begin in TABLES.items():
        rules = read_table(tree, table)
        if not any(rule.startswith(begin) for rule in rules):
            yield Finding(table, 0, "names no rule")
        for rule in (rule for rule, reason in rules.items() if reason is None):
            if not any(rule in rules_of(name) for name in named):
                yield Finding(table, 0, f"no test path names {rule}")
            elif shown is not None and not any(rule in rules_of(name) for name in named.intersection(shown)):
                yield Finding(table, 0, f"no test that names {rule} passed in the last whole run of make check")
        if table == EDGES:
            yield from check_reasons(tree, rules)


_EDGES = {EDGES: "# table\nedge-03  gap\nedge-34  lists  | not used\n", REASONS: "| 34 | not used |\n",
          "tests/e.c": '"/matrix/edge-03-gap"'}
_TABLE = {"tests/lint/rules.txt": "# table\nR18  in order\nR20  stays\n"} | _EDGES
_BOTH = _TABLE | {"tests/a.c": '"/practice/R18-order"', "tests/b.py": "'/synapse/R20-stays'"}
_SHOWN = "R18 /a/R18-order\nR20 /b/R20-stays\nedge-03 /matrix/edge-03-gap\n"

if __name__ == "__main__":
    main("rules", check, [
        Fault("accepts-named-rules", _BOTH, None),
        Fault("finds-unnamed-rule", _TABLE | {"tests/a.c": '"/practice/R18-order"'}, "names R20"),
        Fault("accepts-several-rules-in-one-path", _TABLE | {"tests/a.py": '"R18-R20-both"'}, None),
        Fault("accepts-rule-and-edge-in-one-path",
              _TABLE | {"tests/a.py": '"R18-R20-edge-03-all"', "tests/e.c": '"/a"'}, None),
        Fault("finds-mention-only", _BOTH | {"tests/a.c": '"/p/R18-order" /* R20 */', "tests/b.py": "'/p'"},
              "names R20"),
        Fault("finds-unnamed-edge", _BOTH | {"tests/e.c": '"/matrix/edge-04-empty"'}, "names edge-03"),
        Fault("finds-edge-without-its-reason", _BOTH | {REASONS: "# none\n"}, "of edge case 34"),
        Fault("finds-another-reason", _BOTH | {REASONS: "| 34 | no time |\n"}, "of edge case 34"),
        Fault("finds-reason-of-an-edge-that-is-shown",
              _BOTH | {REASONS: "| 03 | not used |\n| 34 | not used |\n"}, "of edge case 03"),
        Fault("accepts-shown-rules", _BOTH | {RECORD: _SHOWN}, None),
        Fault("finds-rule-that-did-not-pass",
              _BOTH | {RECORD: _SHOWN.replace("R20 /b/R20-stays\n", "")}, "names R20 passed"),
        Fault("finds-edge-that-did-not-pass",
              _BOTH | {RECORD: "R18 /a/R18-order\nR20 /b/R20-stays\n"}, "names edge-03 passed"),
        Fault("finds-record-of-a-test-that-is-gone",
              _BOTH | {RECORD: _SHOWN.replace("R20-stays", "R20-was-there")}, "names R20 passed"),
        Fault("finds-empty-table", _TABLE | {"tests/lint/rules.txt": "# none\n"}, "names no rule"),
        Fault("finds-empty-table-of-edges", _BOTH | {EDGES: "# none\n", REASONS: "# none\n"}, "names no rule"),
    ])
