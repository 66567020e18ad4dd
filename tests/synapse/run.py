#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py [--bedside PROGRAM] [--headless PROGRAM] [--evidence FOLDER] [TEXT...]

Runs the tests whose path contains one of the texts, or all, against a real
Synapse, and prints TAP. PROGRAM is the built Bedside (or environment variable
BEDSIDE), and the other one headless/headless.c (BEDSIDE_HEADLESS). What helps to understand a failure goes to FOLDER.

Needs the packages of packages.txt, and the network at the first run.
"""
import argparse
import os
import sys

from suite import suite

import test_tools  # noqa: F401 pylint: disable=unused-import
import test_account  # noqa: F401 pylint: disable=unused-import
import test_messages  # noqa: F401 pylint: disable=unused-import
import test_new_messages  # noqa: F401 pylint: disable=unused-import
import test_faults  # noqa: F401 pylint: disable=unused-import
import test_first_paint  # noqa: F401 pylint: disable=unused-import
import test_first_message  # noqa: F401 pylint: disable=unused-import
import test_disk  # noqa: F401 pylint: disable=unused-import
import test_plain  # noqa: F401 pylint: disable=unused-import
import test_practice  # noqa: F401 pylint: disable=unused-import
from homeserver import Unavailable, set_up
from session import missing
from world import World


def why_not():
    """What is missing, in words; and sets up what can be had."""
    if packages := missing():
        return "missing packages: " + " ".join(packages)
    try:
        set_up("synapse-setup.sh")
        set_up("node-setup.sh")
    except Unavailable as e:
        return str(e)
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bedside", default=os.environ.get("BEDSIDE", "bedside"))
    parser.add_argument("--headless", default=os.environ.get("BEDSIDE_HEADLESS", "headless"))
    parser.add_argument("--evidence", default="synapse-evidence")
    parser.add_argument("wanted", nargs="*")
    args = parser.parse_args()
    return suite.run(args.wanted, lambda: World(args.bedside, args.evidence, args.headless), why_not)


if __name__ == "__main__":
    sys.exit(main())
