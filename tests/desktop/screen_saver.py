#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop's screen saver that locks the screen for each line on stdin, and says "ready" and "locked"."""
import sys

from gi.repository import Gio, GLib

NAME, PATH = "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                  GLib.Variant("(su)", (NAME, 4)), None, Gio.DBusCallFlags.NONE, -1)
    print("ready", flush=True)
    for _line in sys.stdin:
        bus.emit_signal(None, PATH, NAME, "ActiveChanged", GLib.Variant("(b)", (True,)))
        bus.flush_sync()
        print("locked", flush=True)


if __name__ == "__main__":
    main()
