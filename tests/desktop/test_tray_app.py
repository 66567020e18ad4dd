# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bedside itself in Xfce's tray, on the demo practice, whose patients answer."""
import re

from gi.repository import GLib

from common import check, wait_for
from tray_suite import suite

ITEM, ITEM_PATH = "org.kde.StatusNotifierItem", "/StatusNotifierItem"
MENU, MENU_PATH = "com.canonical.dbusmenu", "/MenuBar"
NONE = "No new messages"
BACK = 10               # seconds until a window comes back that has lost its tray


class App:
    """Bedside on the demo with its icon in the panel; what the icon says."""

    def __init__(self, desktop, **more):
        self.desktop, self.session = desktop, desktop.begin(size="1100x760", **more)
        self.empty = desktop.icon()
        self.program = self.session.program(desktop.bedside, "--demo")
        self.program.wait_rows("Conversations", lambda rows: len(rows) > 5, 30, "the demo's conversations")
        self.name = self.item()
        self.picture = desktop.wait_icon(self.empty)

    def item(self):
        """The bus name of the only icon."""
        def look():
            items = self.session.tray("RegisteredStatusNotifierItems")
            return len(items) == 1 and items[0].split("/")[0]
        return wait_for(look, 15, "one icon in the tray")

    def tooltip(self):
        return self.session.property(self.name, ITEM_PATH, ITEM, "ToolTip")[3]

    def wait_tooltip(self, text, timeout=15):
        wait_for(lambda: self.tooltip() == text, timeout, lambda: f"{text!r}, not {self.tooltip()!r}")

    def labels(self):
        """What is in the menu, as the panel reads it."""
        answer = self.session.call(self.name, MENU_PATH, MENU, "GetGroupProperties",
                                   GLib.Variant("(aias)", ([], ["label"])), "(a(ia{sv}))")[0]
        return [properties["label"] for _, properties in answer if properties.get("label")]

    def unread(self):
        """Names and birth dates."""
        return [row[:match.start()] for row in self.program.rows("Conversations")
                if (match := re.search(r", \d+ unread", row))]

    def read_all(self):
        """Opens every conversation with new messages."""
        for tab, somebody in (("Patients", "Ada Lovelace"), ("Team", "Everyone")):
            self.program.click(tab)
            self.program.wait_row("Conversations", f"^{somebody}")
            for name in self.unread():
                self.program.select("Conversations", name)
                wait_for(lambda who=name: who not in self.unread(), 10, f"{name} to be read")

    def shown(self):
        return bool(self.session.windows(self.program.process.pid))

    def wait_shown(self, shown, timeout=10):
        wait_for(lambda: self.shown() == shown, timeout, f"the window to be {'shown' if shown else 'hidden'}")

    def complained(self):
        check(not self.program.complaints(), lambda: f"silence, not {self.program.complaints()[:3]}")


@suite.test("R23-R24-panel-follows-the-practice")
def follows(desktop):
    app = App(desktop)
    app.wait_tooltip("5 conversations have new messages")
    desktop.save("new-messages")
    app.program.select("Conversations", "Ada Lovelace")
    app.wait_tooltip("4 conversations have new messages")
    app.read_all()
    app.wait_tooltip(NONE)
    normal = desktop.wait_icon(app.picture)
    desktop.save("read")

    # A patient answers while another conversation is open.
    app.program.click("Patients")
    app.program.select("Conversations", "Ben Okafor")
    wait_for(lambda: "sensitive" in app.program.states("Message", role="text"), 10, "the composer")
    app.program.set_text("Message", "How are you today?")
    app.program.click("Send", timeout=5)
    # A button that is not clicked by mouse or key acts a quarter of a second later.
    wait_for(lambda: app.program.text("Message", role="text") == "", 5, "the message to be on its way")
    app.program.select("Conversations", "Ada Lovelace")
    app.wait_tooltip("1 conversation has new messages", 30)
    desktop.wait_icon_like(app.picture)
    app.program.select("Conversations", "Ben Okafor")
    app.wait_tooltip(NONE)
    desktop.wait_icon_like(normal)
    app.complained()


@suite.test("R21-R23-R31-panel-menu-of-the-practice")
def menu(desktop):
    app = App(desktop)
    app.wait_tooltip("5 conversations have new messages")
    expected = ["_Open Bedside", "5 conversations have new messages", "_Do not disturb", "_Quit"]
    wait_for(lambda: app.labels() == expected, 5, lambda: f"{expected}, not {app.labels()}")
    desktop.open_menu()
    desktop.save("menu")
    desktop.choose("Down", "Down", "Return")
    wait_for(lambda: any("Ada Lovelace" in row for row in app.program.rows("Conversations with new messages")), 10,
             "the list under the speech bubble")
    desktop.save("bubble")
    desktop.choose("Escape")

    desktop.open_menu()
    desktop.choose("d")

    def disturbs():
        answer = app.session.call(app.name, MENU_PATH, MENU, "GetGroupProperties",
                                  GLib.Variant("(aias)", ([], ["label", "toggle-state"])), "(a(ia{sv}))")[0]
        return next(p["toggle-state"] for _, p in answer if p.get("label") == "_Do not disturb")
    wait_for(lambda: disturbs() == 1, 5, "the check mark")

    desktop.open_menu()
    desktop.choose("Up", "Return")
    wait_for(lambda: not app.program.process.alive(), 10, "Bedside to end")
    check(app.program.process.popen.returncode == 0, app.program.process.said)
    desktop.wait_icon_like(app.empty)
    app.complained()


@suite.test("R23-panel-hides-and-shows")
def hides(desktop):
    app = App(desktop)
    app.session.keys("ctrl+w")
    app.program.click("Keep running", window="Keep running?")
    app.wait_shown(False)
    desktop.wait_icon_like(app.picture)
    desktop.click_icon()
    app.wait_shown(True)
    desktop.click_icon()
    app.wait_shown(False)
    desktop.open_menu()
    desktop.choose("Down", "Return")
    app.wait_shown(True)
    app.complained()


@suite.test("R23-panel-crashes-and-returns")
def returns(desktop):
    app = App(desktop)
    app.session.keys("ctrl+w")
    app.program.click("Keep running", window="Keep running?")
    app.wait_shown(False)
    # Back in time, the window stays away.
    app.session.stop_panel()
    app.session.start_panel()
    app.name = app.item()
    desktop.wait_icon_like(app.picture)
    check(not app.shown(), "the window is shown")
    # Gone for good, it must not be lost.
    app.session.stop_panel()
    app.wait_shown(True, BACK + 5)
    app.session.start_panel()
    app.name = app.item()
    app.wait_tooltip("5 conversations have new messages")
    app.complained()
