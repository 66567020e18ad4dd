#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""run.py [--bedside PROGRAM] [--evidence FOLDER] [TEXT...]

Runs the tests of data/synapse whose path contains one of the texts, or all,
against a real Synapse, and prints TAP. PROGRAM is the built Bedside (or
environment variable BEDSIDE), for what a patient's attempts show on a screen.

Needs the packages of tests/synapse/packages.txt, and the network at the first run.
"""
import argparse
import os
import sys

from suite import suite

import test_rules  # noqa: F401 pylint: disable=unused-import
import test_config  # noqa: F401 pylint: disable=unused-import
import test_create  # noqa: F401 pylint: disable=unused-import
import test_members  # noqa: F401 pylint: disable=unused-import
import test_events  # noqa: F401 pylint: disable=unused-import
import test_accounts  # noqa: F401 pylint: disable=unused-import
import test_attacks  # noqa: F401 pylint: disable=unused-import
import test_endpoints  # noqa: F401 pylint: disable=unused-import
import test_readme  # noqa: F401 pylint: disable=unused-import
from homeserver import Unavailable, set_up
from people import People
from session import missing


def why_not():
    """What is missing, in words; and sets up what can be had."""
    if packages := missing():
        return "missing packages: " + " ".join(packages)
    try:
        set_up("synapse-setup.sh")
    except Unavailable as e:
        return str(e)
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bedside", default=os.environ.get("BEDSIDE", "bedside"))
    parser.add_argument("--evidence", default="module-evidence")
    parser.add_argument("wanted", nargs="*")
    args = parser.parse_args()
    return suite.run(args.wanted, lambda: People(args.bedside, args.evidence), why_not)


if __name__ == "__main__":
    sys.exit(main())
