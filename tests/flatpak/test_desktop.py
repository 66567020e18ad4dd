# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notifications through the portal to a real daemon, and the tray in a real panel, out of the sandbox."""
import contextlib
import re
import subprocess

from common import Failure, check, wait_for
from desktop_session import WATCHER
from gi.repository import GLib
from suite import suite
from test_sandbox import open_first

ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


def hear_from_another(app, told):
    """A message to somebody who answers while another conversation is open; the name.

    The answer comes after 2.5 s. On a busy machine it may be here before the other conversation is: then nothing is
    told, rightly, and it is written again.
    """
    title = open_first(app)
    other = next(r for r in app.rows("Conversations") if not r.startswith(title) and "disabled" not in r)
    for number in range(1, 6):
        text = f"Good morning! Does Tuesday at ten suit you? This is question {number}."
        app.select("Conversations", title)
        app.set_text("Message", text)
        app.click("Send")
        # The button acts a moment after it is clicked, on the conversation that is open then.
        app.wait_row("Messages", f"^You, {re.escape(text)}", 20)
        app.select("Conversations", ", ".join(other.split(", ")[:2]))
        with contextlib.suppress(Failure):
            wait_for(told, 10, "a notification through the portal")
            return title.split(", ", maxsplit=1)[0]
    raise Failure("five answers, and no notification through the portal")


@suite.test("R22-notification-through-the-portal")
def notification(world):
    with world.session(keyring=False) as session:
        session.notification_daemon()
        portal = session.monitor("interface='org.freedesktop.portal.Notification'")
        daemon = session.monitor("interface='org.freedesktop.Notifications'")
        app = session.app("--demo")
        name = hear_from_another(app, lambda: "member=AddNotification" in portal.said(10**6))
        wait_for(lambda: "member=Notify" in daemon.said(10**6), 20, "the portal to tell the daemon")
        check(name not in portal.said(10**6), "the name of the patient, which nobody asked for")
        search = ["xdotool", "search", "--onlyvisible", "--class", "xfce4-notifyd"]
        wait_for(lambda: subprocess.run(search, env=session.env, capture_output=True, check=False).stdout, 20,
                 "a notification on the screen")


def labels(layout):
    """Of a menu and all in it."""
    _, properties, children = layout
    own = [properties["label"]] if "label" in properties else []
    return own + [label for child in children for label in labels(child)]


@suite.test("R23-tray-in-a-panel")
def tray(world):
    with world.session(keyring=False, panel=True) as session:
        empty = session.panel_picture()
        app = session.app("--demo")
        open_first(app)
        items = wait_for(lambda: session.tray("RegisteredStatusNotifierItems"), 20, "an item in the tray")
        check(len(items) == 1, lambda: f"items {items}")
        name, path = re.fullmatch(r"([^/]+)(/.*)", items[0]).groups()
        check(name.startswith(":"), f"{name} is no unique name: a sandbox may own no other")
        # The panel shows it: the icon is found by name, among what the Flatpak exports.
        wait_for(lambda: session.panel_picture().difference(empty) > 50, 20, "an icon in the panel")
        menu = session.property(name, path, ITEM, "Menu")
        layout = session.call(name, menu, MENU, "GetLayout", GLib.Variant("(iias)", (0, -1, [])), "(u(ia{sv}av))")[1]
        there = [label.replace("_", "") for label in labels(layout)]
        check({"Open Bedside", "Quit"} <= set(there) or {"Quit"} <= set(there), lambda: f"in the menu: {there}")
        check(session.owner(WATCHER), "the panel has gone")
