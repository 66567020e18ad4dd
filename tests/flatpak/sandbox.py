# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The built Flatpak on a desktop of its own, with the portals that a desktop has.

The runtime is what flatpak/make-runtime.sh has made, the app what flatpak/build.sh has; neither is in the person's or
the system's own installation.
"""
import re
import subprocess
from pathlib import Path

from suite import TOP    # first: it knows where the tools are

from common import Process, check, run, wait_for
from desktop_session import BUS, DesktopSession
from gi.repository import GLib
from session import Program

ID = "org.bedside.Bedside"
PORTAL = "org.freedesktop.portal.Desktop"
NOTIFYD = next(iter(Path("/usr/lib").glob("*/xfce4/notifyd/xfce4-notifyd")), None)
# What the tests run next to what a desktop session needs: program and package.
NEEDED = (("flatpak", "flatpak"), ("flatpak-builder", "flatpak-builder"), ("mmdebstrap", "mmdebstrap"),
          ("eu-strip", "elfutils"), ("ostree", "ostree"), ("/usr/libexec/xdg-desktop-portal", "xdg-desktop-portal"),
          ("/usr/libexec/xdg-desktop-portal-gtk", "xdg-desktop-portal-gtk"), (str(NOTIFYD), "xfce4-notifyd"))


class Build:
    """What flatpak/build.sh leaves in a folder."""

    def __init__(self, runtime, folder):
        self.runtime, self.folder = runtime, Path(folder).resolve()
        self.env, self.said = {}, ""

    def make(self):
        """Failure with the end of the log if it cannot be built."""
        self.said = run([TOP / "flatpak" / "build.sh", self.runtime, self.folder], timeout=1500)
        self.read()
        return self.said

    def read(self):
        """What is there already."""
        text = (self.folder / "environment").read_text(encoding="utf-8")
        self.env = dict(re.findall(r"^(\w+)='(.*)'$", text, re.M))

    def log(self):
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def branch(self):
        return (Path(self.env["FLATPAK_SYSTEM_DIR"]).parent / "branch").read_text(encoding="utf-8").strip()

    def exports(self):
        return Path(self.env["FLATPAK_USER_DIR"]) / "exports"

    def check(self):
        check(self.env, "there is no build")


class App(Program):
    """A run of the Flatpak, driven by accessible name. command: what starts it, if not "flatpak run"."""

    def __init__(self, session, arguments=(), command=None, timeout=40):
        program, *more = command or ("flatpak", "run", "--user", ID, *arguments)
        super().__init__(session, program, more, timeout=timeout, name="bedside")

    def quit(self):
        """As the menu does, and waits until it has ended."""
        self.session.call(ID, "/" + ID.replace(".", "/"), "org.gtk.Actions", "Activate",
                          GLib.Variant("(sava{sv})", ("quit", [], {})))
        wait_for(lambda: not self.session.owner(ID), 15, "Bedside to end")


class SandboxSession(DesktopSession):
    """portals: whether there are some; panel: whether there is one with a tray."""

    def __init__(self, build, folder, panel=False, portals=True, keyring=True):
        self.build = build
        build.check()
        super().__init__(folder, panel=panel, keyring=keyring, size="1200x800")
        try:
            if portals:
                self._portals()
        except BaseException:
            self.close()
            raise

    def _environment(self):
        env = {**super()._environment(), **self.build.env}
        env.pop("GSETTINGS_SCHEMA_DIR", None)
        exports = self.build.exports() / "share"
        return {**env, "XDG_DATA_DIRS": f"{exports}:{env['XDG_DATA_DIRS']}"}

    def _portals(self):
        self.daemon("/usr/libexec/xdg-permission-store", owns="org.freedesktop.impl.portal.PermissionStore")
        self.daemon("/usr/libexec/xdg-desktop-portal-gtk", owns="org.freedesktop.impl.portal.desktop.gtk")
        self.daemon("/usr/libexec/xdg-desktop-portal", owns=PORTAL)
        self.daemon("/usr/libexec/flatpak-portal", owns="org.freedesktop.portal.Flatpak")

    def notification_daemon(self):
        self.start_xfconf()
        return self.daemon(NOTIFYD, owns="org.freedesktop.Notifications")

    def app(self, *arguments, timeout=40):
        return App(self, arguments, timeout=timeout)

    def activated_app(self):
        """Started by the bus, by means of the service file that the Flatpak exports."""
        name = f"{ID}.service"
        (self.folder / "services" / name).symlink_to(self.build.exports() / "share" / "dbus-1" / "services" / name)
        self.call(BUS, "/org/freedesktop/DBus", BUS, "ReloadConfig")
        return App(self, command=("gdbus", "call", "--session", "--dest", ID, "--object-path",
                                  "/" + ID.replace(".", "/"), "--method", "org.freedesktop.Application.Activate", "{}"))

    def app_data(self):
        """The only folder of the home that the app has."""
        return self.home / ".var" / "app" / ID

    def inside(self, *command, timeout=30):
        """A command in the app's sandbox: status and output."""
        log = self.folder / f"inside-{len(self.processes)}.log"
        process = Process(["flatpak", "run", "--user", f"--command={command[0]}", ID, *command[1:]], log, self.env,
                          self.home)
        self.processes.append(process)
        try:
            status = process.popen.wait(timeout)
        except subprocess.TimeoutExpired:
            status = None
        process.kill()
        return status, process.said()
