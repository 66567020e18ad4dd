#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files stay under 800 lines, functions under 60, lines under 120 columns.

Files over 600 lines are named on stderr: split before the limit, along a
responsibility.
"""
import re
import sys

from lintlib import Fault, Finding, main

SOFT, HARD, FUNCTION, COLUMNS = 600, 800, 60, 120
SOURCES = ("src/*.c", "src/*.h", "tests/*.c", "tests/*.h", "tests/*.py", "data/*.py", "build-aux/*.py", "*.mjs")


def functions(code):
    """(name, first line, number of lines) of each function; the lines from its name to its last brace."""
    lines = code.splitlines()
    start = name = None
    for number, line in enumerate(lines, 1):
        if match := re.match(r"(\w+) ?\(", line):
            start, name = number, match[1]
        elif line.startswith("}") and start is not None:
            yield name, start, number - start + 1
            start = None
        elif line.endswith(";") and not line.startswith((" ", "\t", "{")):
            start = None


def check(tree):
    for path in tree.glob(*SOURCES):
        count = (tree.text(path) or "").count("\n")
        if count > HARD:
            yield Finding(path, 0, f"{count} lines, the limit is {HARD}")
        elif count > SOFT:
            print(f"note: {path} has {count} lines; {SOFT} is the soft limit", file=sys.stderr)
        for number, line in tree.lines(path):
            if len(line) > COLUMNS:
                yield Finding(path, number, f"{len(line)} columns, the limit is {COLUMNS}")
        if path.endswith(".c"):
            for name, start, length in functions(tree.code(path)):
                if length > FUNCTION:
                    yield Finding(path, start, f"{name}() has {length} lines, the limit is {FUNCTION}")


def _function(lines):
    return "static void\nfoo (int a)\n{\n" + "  a++;\n" * lines + "}\n"


if __name__ == "__main__":
    main("sizes", check, [
        Fault("accepts-what-is-small", {"src/base/a.c": _function(57)}, None),
        Fault("finds-long-file", {"src/base/a.c": "\n" * 801}, "801 lines"),
        Fault("finds-long-function", {"src/base/a.c": _function(58)}, "foo() has 61 lines"),
        Fault("finds-long-function-behind-another",
              {"src/base/a.c": _function(2) + "\n" + _function(70)}, "foo() has 73"),
        Fault("finds-long-line", {"tests/base/a.c": "/* " + "a" * 118 + " */\n"}, "124 columns"),
    ])
