#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs all checks of this folder on the project, side by side: what `make lint` does.

--fix mends what can be mended by machine first (`make format`). The self-tests
of the checks run as the suite lint of meson.
"""
import subprocess
import sys
from pathlib import Path


def main():
    here = Path(__file__).resolve().parent
    option = "--fix" if "--fix" in sys.argv[1:] else "--plain"
    checks = sorted(here.glob("check_*.py"))
    runs = [(c, subprocess.Popen([sys.executable, str(c), option], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                 text=True)) for c in checks]
    failed = 0
    for check, run in runs:
        out, _ = run.communicate()
        if run.returncode != 0:
            failed += 1
            print(f"{check.stem.removeprefix('check_')}:")
            print("".join(f"  {line}\n" for line in out.splitlines()), end="")
    print(f"{len(checks) - failed} checks passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
