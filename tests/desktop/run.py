#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py [--tray PROGRAM] [--bedside PROGRAM] [--evidence FOLDER] [--part NUMBER/OF] [TEXT...]

Runs the tests whose path contains one of the texts, or all, on a desktop of their own with Xfce's panel, and prints
TAP. PROGRAM is tray-program.c, and the built Bedside. What helps to understand a failure goes to FOLDER.
"""
import argparse
import sys

import desktop_session

from tray_suite import Desktop, suite

import test_tray  # noqa: F401 pylint: disable=unused-import
import test_tray_app  # noqa: F401 pylint: disable=unused-import


def why_not():
    packages = desktop_session.missing()
    return "missing packages: " + " ".join(packages) if packages else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tray", default="tray-program")
    parser.add_argument("--bedside", default="bedside")
    parser.add_argument("--evidence", default="tray-evidence")
    parser.add_argument("--part", default="1/1")
    parser.add_argument("wanted", nargs="*")
    args = parser.parse_args()
    part = tuple(int(number) for number in args.part.split("/"))
    return suite.run(args.wanted, lambda: Desktop(args.tray, args.bedside, args.evidence), why_not, part)


if __name__ == "__main__":
    sys.exit(main())
