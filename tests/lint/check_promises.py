#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every promise of SECURITY.md names a test, and the sources have it.

That it ran and passed is asked by build-aux/report.py at the end of .ci/run, where both of its parts are known.
"""
import re

from lintlib import Fault, Finding, main

PROMISES = "SECURITY.md"
PATH = re.compile(r"`(/[a-z][\w/.-]*/[\w.-]+)`")
TESTS = ("tests/*.c", "tests/*.py", "tests/*.mjs", "tests/*.build", "tests/*.txt")


def rows(tree):
    """(line number, promise, what shows it) of each table."""
    for number, line in tree.lines(PROMISES):
        match = re.fullmatch(r"\| (.+) \| (.+) \|", line)
        if match and not set(match[1]) <= set("- :|") and match[2] != "shown by":
            yield number, match[1], match[2]


def check(tree):
    if not tree.has(PROMISES):
        yield Finding(PROMISES, 0, "is missing")
        return
    files = [path for path in tree.glob(*TESTS) if not path.endswith("check_promises.py")]
    # Data can be a test, too: it is named after its file.
    said = "\n".join([*(tree.text(path) or "" for path in files), *tree.glob("tests/data/*")])
    promises = list(rows(tree))
    if not promises:
        yield Finding(PROMISES, 0, "promises nothing")
    for number, promise, shown in promises:
        paths = PATH.findall(shown)
        if not paths:
            yield Finding(PROMISES, number, f"names no test: {promise}")
        for path in paths:
            # Paths are put together in many ways; the last part always stands somewhere.
            if path.rpartition("/")[2] not in said:
                yield Finding(PROMISES, number, f"no test {path}")


_GOOD = {PROMISES: "| what | shown by |\n|---|---|\n| Kept | `/a/kept`, `/b/c/too` |\n", "tests/a.c": '"/a/kept"',
         "tests/b.py": '"too"'}

if __name__ == "__main__":
    main("promises", check, [
        Fault("accepts-shown-promises", _GOOD, None),
        Fault("finds-promise-without-a-test", _GOOD | {PROMISES: "| Kept | we hope |\n"}, "names no test"),
        Fault("finds-test-that-is-not-there", _GOOD | {"tests/b.py": '"two"'}, "no test /b/c/too"),
        Fault("finds-empty-file", _GOOD | {PROMISES: "# Security\n"}, "promises nothing"),
        Fault("finds-no-file", {"tests/a.c": ""}, "is missing"),
    ])
