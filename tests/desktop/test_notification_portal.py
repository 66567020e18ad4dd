# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notifications through the real portal, which keeps them while Bedside is closed and starts it when one is answered.

The portal only knows programs of sandboxes, so Bedside runs in one that looks like Flatpak's to it; the real one is
for the flatpak suite.
"""
import os
import shlex
from contextlib import contextmanager
from pathlib import Path

from bus_log import BusLog
from common import check, wait_for
from desktop_session import BUS
from gi.repository import GLib
from notification_suite import suite
from session import Program
from test_notification_rules import BEN, Desk

LIBEXEC = Path("/usr/libexec")
DAEMONS = {"xdg-permission-store": "org.freedesktop.impl.portal.PermissionStore",
           "xdg-desktop-portal-gtk": "org.freedesktop.impl.portal.desktop.gtk",
           "xdg-desktop-portal": "org.freedesktop.portal.Desktop"}
NEEDED = [("bwrap", "bubblewrap"), (str(LIBEXEC / "xdg-desktop-portal"), "xdg-desktop-portal"),
          (str(LIBEXEC / "xdg-desktop-portal-gtk"), "xdg-desktop-portal-gtk")]
INFO = """[Application]
name={app_id}
runtime=runtime/org.gnome.Platform/x86_64/48

[Instance]
instance-id=1985121001
flatpak-version=1.14.10

[Context]
shared=network;ipc;
"""


def launcher(session, bedside, app_id):
    """A program that starts Bedside where there is a /.flatpak-info, and nothing else is different."""
    info, script = session.folder / "flatpak-info", session.folder / "bedside-in-sandbox"
    info.write_text(INFO.format(app_id=app_id), encoding="utf-8")
    command = ["bwrap"]
    for path in sorted(Path("/").iterdir()):
        if path.is_symlink():
            command += ["--symlink", os.readlink(path), path]
        elif path.is_dir():
            command += ["--dev-bind", path, path]
    # The keyring through the portal is another suite's; the variables are libsecret's own, for tests.
    command += ["--ro-bind", info, "/.flatpak-info", "--chdir", session.home,
                "--setenv", "SECRET_FILE_TEST_PATH", session.home / "keyring",
                "--setenv", "SECRET_FILE_TEST_PASSWORD", "throwaway", bedside]
    script.write_text(f"#!/bin/sh\nexec {shlex.join(map(str, command))} \"$@\"\n", encoding="utf-8")
    script.chmod(0o755)
    return script


class PortalDesk(Desk):
    """Bedside in the sandbox; the bus starts it by name."""

    def __init__(self, world, session):
        self.app_id = world.app_id
        self.path = "/" + self.app_id.replace(".", "/")
        self.launcher = launcher(session, world.bedside, self.app_id)
        self.portal = None
        for program, name in DAEMONS.items():
            session.daemon(LIBEXEC / program, owns=name)
        (session.folder / "services" / f"{self.app_id}.service").write_text(
            f"[D-BUS Service]\nName={self.app_id}\nExec={self.launcher} --gapplication-service\n", encoding="utf-8")
        session.call(BUS, "/org/freedesktop/DBus", BUS, "ReloadConfig")
        self.portal = BusLog(session, "interface='org.freedesktop.portal.Notification'",
                             "interface='org.freedesktop.Application'")
        super().__init__(world, session)

    def start(self, *arguments):
        process = self.session.start(self.launcher, *arguments)
        return Program(self.session, self.launcher, timeout=30, name="bedside", process=process)

    def quit(self):
        """As the menu does, and waits until it has ended."""
        self.session.call(self.app_id, self.path, "org.gtk.Actions", "Activate",
                          GLib.Variant("(sava{sv})", ("quit", [], {})))
        wait_for(lambda: not self.session.owner(self.app_id), 15, "Bedside to end")

    def started_by_bus(self):
        """Drives the Bedside that the bus has started."""
        wait_for(lambda: self.session.owner(self.app_id), 15, "Bedside to be started")
        return Program(self.session, self.launcher, timeout=30, name="bedside", process=self.app.process)


@contextmanager
def desk(world, name):
    with world.session(name) as session:
        it = PortalDesk(world, session)
        try:
            yield it
        finally:
            if session.owner(it.app_id):
                it.quit()
        it.check_complaints()


@suite.test("R22-R24-R31-portal/told-replaced-withdrawn")
def told(world):
    with desk(world, "portal-told") as it:
        it.practice.say("ben", "A <b>secret</b>")
        it.wait_told(1)
        check(it.told() == [("New message", "")], lambda: f"told {it.told()}")
        check(it.portal.messages("AddNotification"), "not through the portal")
        event = it.practice.say("ben", "and one more")
        it.wait_told(2)
        it.dunst.wait_count(1)
        check("secret" not in it.portal.process.said(10**7), "the text on the bus")
        it.practice.tell("read", it.practice.room("ben"), it.practice.user, event)
        it.dunst.wait_count(0)


@suite.test("R22-portal/reply-while-closed")
def reply_while_closed(world):
    with desk(world, "portal-closed") as it:
        it.practice.say("ben", "Will you answer?")
        it.wait_told(1)
        it.quit()
        it.settle()
        check(it.dunst.count() == 1, "the notification went with Bedside")
        it.dunst.press("Reply")
        app = it.started_by_bus()
        app.wait_rows("Messages", lambda rows: any("Will you answer?" in row for row in rows), 30)
        wait_for(lambda: "focused" in app.states("Message"), 10, "the composer to have the focus")
        check([m.words[0] for m in it.portal.messages("ActivateAction")] == ["reply"], lambda: it.portal.messages())


@suite.test("R22-R24-portal/mark-as-read-while-closed")
def mark_read_while_closed(world):
    """Without a window: nobody has asked for one."""
    with desk(world, "portal-read") as it:
        it.practice.say("ben", "Only to tell you")
        it.wait_told(1)
        it.quit()
        it.dunst.press("Mark as read")
        wait_for(lambda: it.practice.tell("reads") != "0", 30, "the server to be told")
        wait_for(lambda: not it.session.owner(it.app_id), 30, "Bedside to end again")


@suite.test("R24-portal/read-while-closed")
def read_while_closed(world):
    """What an earlier run has told goes when it has been read meanwhile."""
    with desk(world, "portal-earlier") as it:
        event = it.practice.say("ben", "one")
        it.wait_told(1)
        it.quit()
        it.practice.tell("read", it.practice.room("ben"), it.practice.user, event)
        check(it.dunst.count() == 1, "the notification went with Bedside")
        it.app = it.start()
        it.app.wait_row("Conversations", f"^{BEN}$", 30)
        it.dunst.wait_count(0)
