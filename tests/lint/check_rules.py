#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule of rules.txt is named by the path of a test. That it ran and passed is what build-aux/report.py asks."""
import re

from lintlib import Fault, Finding, main

TABLE = "tests/lint/rules.txt"
NAMED = re.compile(r"/(R\d+)-[a-z0-9]")


def check(tree):
    rules = [line.split()[0] for _, line in tree.lines(TABLE) if re.match(r"R\d", line)] if tree.has(TABLE) else []
    if not rules:
        yield Finding(TABLE, 0, "names no rule")
    named = set()
    for path in tree.glob("tests/*.c", "tests/*.py", "tests/*.mjs"):
        if not path.startswith("tests/lint/"):
            named |= set(NAMED.findall(tree.text(path) or ""))
    for rule in rules:
        if rule not in named:
            yield Finding(TABLE, 0, f"no test path names {rule}")


_TABLE = {TABLE: "# table\nR18  in order\nR20  stays\n"}

if __name__ == "__main__":
    main("rules", check, [
        Fault("accepts-named-rules",
              _TABLE | {"tests/a.c": '"/practice/R18-order"', "tests/b.py": "'/synapse/R20-stays'"}, None),
        Fault("finds-unnamed-rule", _TABLE | {"tests/a.c": '"/practice/R18-order"'}, "names R20"),
        Fault("finds-mention-only", _TABLE | {"tests/a.c": '"/p/R18-order" /* R20 */'}, "names R20"),
        Fault("finds-empty-table", {TABLE: "# none\n"}, "names no rule"),
    ])
