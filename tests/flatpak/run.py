#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py --demo-server PROGRAM [--folder FOLDER] [--evidence FOLDER] [TEXT...]

Builds the Flatpak in FOLDER on the runtime that the Debian suite RUNTIME (an
environment variable; sid) stands in for, runs the tests whose path contains one
of the texts, or all, and prints TAP. PROGRAM is the built demo-server.c. What
helps to understand a failure goes to the other folder. The tests of what is built
need the first one.

Needs the packages of packages.txt and build-aux/packages/flatpak.txt, and the
network at the first run.
"""
import argparse
import sys

from suite import RUNTIME, suite

import test_build  # noqa: F401 pylint: disable=unused-import
import test_sandbox  # noqa: F401 pylint: disable=unused-import
import test_desktop  # noqa: F401 pylint: disable=unused-import
from desktop_session import missing
from sandbox import NEEDED
from world import World


def why_not():
    packages = missing(NEEDED)
    return "missing packages: " + " ".join(packages) if packages else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--demo-server", required=True)
    parser.add_argument("--folder", default=f"build/flatpak/{RUNTIME}")
    parser.add_argument("--evidence", default=f"build/flatpak/{RUNTIME}-evidence")
    parser.add_argument("wanted", nargs="*")
    args = parser.parse_args()
    wanted = ["build-without-a-warning", *args.wanted] if args.wanted else []
    return suite.run(wanted, lambda: World(args.folder, args.evidence, args.demo_server), why_not)


if __name__ == "__main__":
    sys.exit(main())
