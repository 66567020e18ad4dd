#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ninja is to build before tests run: targets.py FOLDER data|bench|rest [SUITE...]

data: what tests read without depending on it (the schema of settings); meson builds their programs when it runs them.
bench: what tests/bench starts.
rest: all but the test programs of these suites, which run elsewhere. Each is compiled and linked once only: that is
half of what a check costs on a fresh clone.
"""
import json
import sys
from pathlib import Path


def main():
    build, what, *suites = sys.argv[1:]
    build = Path(build).resolve()
    top = Path(__file__).resolve().parent.parent
    for target in json.loads((build / "meson-info" / "intro-targets.json").read_text(encoding="utf-8")):
        folder = Path(target["defined_in"]).parent.relative_to(top).as_posix()
        is_test = target["type"] == "executable" and target["name"].startswith(("test-", "replay-"))
        if what == "data":
            wanted = folder == "data"
        elif what == "bench":
            wanted = folder in {"data", "src", "tests/bench"}
        else:
            wanted = not (is_test and folder in {"tests/fuzz", *(f"tests/{suite}" for suite in suites)})
        if wanted and target["build_by_default"]:
            for name in target["filename"]:
                print(Path(name).relative_to(build))


if __name__ == "__main__":
    main()
