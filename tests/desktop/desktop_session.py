# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop as practitioners have it, on top of the black-box tests' Session: Xfce's panel with its tray, and daemons.

Everything is a process of this session and ends with it; the bus starts nothing by itself but the accessibility
service. Settings are written before the daemon that reads them starts.
"""
import shutil
import subprocess
import sys
from pathlib import Path

from gi.repository import Gio, GLib

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "synapse" / "tools"))

# pylint: disable=wrong-import-position -- the tools are not installed
from common import check, wait_for  # noqa: E402
from session import Session  # noqa: E402
from session import missing as session_missing  # noqa: E402

WATCHER = "org.kde.StatusNotifierWatcher"
BUS = "org.freedesktop.DBus"
PANEL_HEIGHT = 32
NEEDED = {"xfce4-panel": "xfce4-panel", "xfconf-query": "xfconf", "convert": "imagemagick"}
XFCONFD = next(iter(Path("/usr/lib").glob("*/xfce4/xfconf/xfconfd")), None)
PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="{dark}"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="{height}"/>
      <property name="icon-size" type="uint" value="22"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="hide-new-items" type="bool" value="false"/>
      <property name="known-legacy-items" type="array"><value type="string" value="none"/></property>
    </property>
  </property>
</channel>
"""


def missing(needed=()):
    """Debian packages that such a desktop needs and that are not here. needed: pairs of program and package, more."""
    packages = session_missing()
    packages += [package for program, package in (*NEEDED.items(), *needed)
                 if not (shutil.which(program) or Path(program).exists())]
    return sorted(set(packages))


class Picture:
    """A part of the screen: rows of (red, green, blue)."""

    def __init__(self, session, width, height, x=0, y=0):
        raw = subprocess.run(["import", "-window", "root", "-crop", f"{width}x{height}+{x}+{y}", "+repage",
                              "-depth", "8", "rgb:-"], env=session.env, stdout=subprocess.PIPE, check=True).stdout
        check(len(raw) == 3 * width * height, f"a picture of {width} by {height}, not of {len(raw)} bytes")
        self.rows = [[tuple(raw[3 * (width * r + c):3 * (width * r + c) + 3]) for c in range(width)]
                     for r in range(height)]

    def difference(self, other):
        """How many points are clearly of another colour."""
        return sum(max(abs(a - b) for a, b in zip(one, two)) > 24
                   for mine, theirs in zip(self.rows, other.rows) for one, two in zip(mine, theirs))


class DesktopSession(Session):
    """panel: whether Xfce's panel runs from the start; dark: whether it is dark."""

    def __init__(self, folder, panel=True, dark=False, keyring=False, size="1000x600"):
        self.dark, self.panel, self.connection = dark, None, None
        super().__init__(folder, keyring=keyring, size=size)
        try:
            flags = Gio.DBusConnectionFlags
            self.connection = Gio.DBusConnection.new_for_address_sync(
                self.env["DBUS_SESSION_BUS_ADDRESS"],
                flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
            if panel:
                self.start_panel()
        except BaseException:
            self.close()
            raise

    def close(self):
        if self.connection:
            self.connection.close_sync(None)
            self.connection = None
        super().close()

    # --- the bus ---

    def call(self, name, path, interface, method, arguments=None, answer=None, timeout=5):
        """A call to a program of the session; the unpacked answer. GLib.Error as it comes."""
        value = self.connection.call_sync(name, path, interface, method, arguments,
                                          GLib.VariantType.new(answer) if answer else None,
                                          Gio.DBusCallFlags.NO_AUTO_START, int(timeout * 1000), None)
        return value.unpack()

    def owner(self, name):
        """The unique name of whoever has a name, "" if nobody does."""
        try:
            return self.call(BUS, "/org/freedesktop/DBus", BUS, "GetNameOwner", GLib.Variant("(s)", (name,)), "(s)")[0]
        except GLib.Error:
            return ""

    def property(self, name, path, interface, which):
        return self.call(name, path, "org.freedesktop.DBus.Properties", "Get",
                         GLib.Variant("(ss)", (interface, which)), "(v)")[0]

    def monitor(self, *rules):
        """dbus-monitor on what matches the rules; its output is said() by the process."""
        process = self._start(f"monitor-{len(self.processes)}", "dbus-monitor", "--session", *rules)
        wait_for(lambda: "NameLost" in process.said() or "signal" in process.said(), 5, "a monitor of the bus")
        return process

    # --- daemons ---

    def daemon(self, *command, owns=None, env=None, timeout=20):
        """Starts a daemon of the desktop and waits for its name on the bus. What is returned can stop() and kill()."""
        theirs = {**self.env, "NO_AT_BRIDGE": "1", "GTK_A11Y": "none", **(env or {})}
        # What they warn of is no fault of Bedside.
        theirs.pop("G_DEBUG", None)
        process = self._start(f"{Path(command[0]).name}-{len(self.processes)}", *command, env=theirs)
        if owns:
            def there():
                check(process.alive(), lambda: f"{command[0]} ended: {process.said()}")
                return self.owner(owns)
            wait_for(there, timeout, lambda: f"{owns} on the bus: {process.said()}")
        return process

    def start_xfconf(self):
        """The settings of Xfce's programs."""
        if not self.owner("org.xfce.Xfconf"):
            self.daemon(XFCONFD, owns="org.xfce.Xfconf")

    def start_panel(self):
        """The panel with the tray; until somebody can register there."""
        channels = self.home / ".config/xfce4/xfconf/xfce-perchannel-xml"
        if not channels.exists():
            channels.mkdir(parents=True)
            (channels / "xfce4-panel.xml").write_text(
                PANEL.format(height=PANEL_HEIGHT, dark=str(self.dark).lower()), encoding="utf-8")
        self.start_xfconf()
        self.panel = self.daemon("xfce4-panel", "--disable-wm-check", owns=WATCHER)
        wait_for(lambda: self.tray("IsStatusNotifierHostRegistered"), 20, "a tray")
        self._wait_painted()

    def _wait_painted(self):
        """The tray is there before the panel is seen: then nothing is known of how it looks without an icon."""
        last = None

        def look():
            nonlocal last
            before, last = last, self.panel_picture()
            points = [point for row in last.rows for point in row]
            return before and last.difference(before) == 0 and sum(map(any, points)) > len(points) / 2
        wait_for(look, 20, "the panel to be painted", every=0.1)

    def stop_panel(self):
        """Ends it as a crash would."""
        self.panel.kill()
        self.panel = None
        wait_for(lambda: not self.owner(WATCHER), 10, "the tray to be gone")

    def tray(self, which):
        """A property of the tray's watcher: RegisteredStatusNotifierItems, IsStatusNotifierHostRegistered."""
        return self.property(WATCHER, "/StatusNotifierWatcher", WATCHER, which)

    # --- what is seen ---

    def picture(self, width, height, x=0, y=0):
        return Picture(self, width, height, x, y)

    def panel_picture(self, width=200):
        """The left end of the panel, where the tray's icons are."""
        return self.picture(width, PANEL_HEIGHT)

    def windows(self, pid):
        """Ids of the windows of a program that are on the screen."""
        return subprocess.run(["xdotool", "search", "--onlyvisible", "--all", "--pid", str(pid), "--name", "."],
                              env=self.env, stdout=subprocess.PIPE, text=True, check=False).stdout.split()

    def pointer(self, x, y, button=None):
        """Moves the pointer, and clicks."""
        click = ["click", str(button)] if button else []
        subprocess.run(["xdotool", "mousemove", str(x), str(y), *click], env=self.env, check=True)
