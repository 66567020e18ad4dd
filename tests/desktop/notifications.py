#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""notifications.py --bedside PROGRAM --app-id ID --client PROGRAM --practice PROGRAM [--evidence FOLDER] [TEXT...]

Runs the tests of notifications whose path contains one of the texts, or all, in
desktops of their own with real daemons, and prints TAP. --client is notify-client, and
--practice is demo-practice.
Pictures of what the daemons show, and what helps to understand a failure, go to FOLDER.

Needs the packages of packages.txt.
"""
import argparse
import sys

from notification_suite import World, suite

import test_notification_daemons
import test_notification_lock  # noqa: F401 pylint: disable=unused-import
import test_notification_portal
import test_notification_rules  # noqa: F401 pylint: disable=unused-import
from desktop_session import missing


def why_not():
    needed = [("dunst", "dunst"), (str(test_notification_daemons.NOTIFYD), "xfce4-notifyd"),
              ("dbus-monitor", "dbus-bin"), ("gsettings", "libglib2.0-bin"), *test_notification_portal.NEEDED]
    packages = missing(needed)
    return "missing packages: " + " ".join(packages) if packages else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bedside", default="bedside")
    parser.add_argument("--client", default="notify-client")
    parser.add_argument("--practice", default="demo-practice")
    parser.add_argument("--app-id", default="org.bedside.Bedside.Devel")
    parser.add_argument("--evidence", default="notification-evidence")
    parser.add_argument("--part", default="1/1", help="of the tests, as in 1/2")
    parser.add_argument("wanted", nargs="*")
    args = parser.parse_args()
    part = tuple(map(int, args.part.split("/")))
    return suite.run(args.wanted, lambda: World(args, args.evidence), why_not, part)


if __name__ == "__main__":
    sys.exit(main())
