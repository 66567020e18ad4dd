# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The icon in Xfce's panel: what is seen there, and what clicks and keys do."""
from common import check, wait_for
from tray_suite import suite


@suite.test("R23-panel-icon-appears")
def icon_appears(desktop):
    session = desktop.begin()
    empty = desktop.icon()
    app = desktop.start()
    normal = desktop.wait_icon(empty)
    desktop.save("normal")
    items = session.tray("RegisteredStatusNotifierItems")
    check(len(items) == 1, f"one icon, not {items}")

    app.tell("hide")
    app.wait("hosted false")
    desktop.wait_icon_like(empty)
    app.tell("show")
    app.wait("hosted true")
    desktop.wait_icon(empty)
    desktop.wait_icon_like(normal)


@suite.test("R23-panel-icon-tells-of-new-messages")
def icon_changes(desktop):
    desktop.begin()
    empty = desktop.icon()
    app = desktop.start()
    normal = desktop.wait_icon(empty)
    app.tell("add !ada Ada Lovelace")
    new = desktop.wait_icon(normal)
    desktop.save("new-messages")
    check(new.difference(empty) > 100, "an icon")
    app.tell("add !ben Ben Okafor")
    app.tell("remove !ada")
    app.tell("remove !ben")
    desktop.wait_icon_like(normal)


@suite.test("R23-panel-icon-dark")
def icon_dark(desktop):
    desktop.begin(dark=True)
    empty = desktop.icon()
    check(max(max(point) for row in empty.rows for point in row) < 100, "a dark panel")
    app = desktop.start()
    normal = desktop.wait_icon(empty)
    desktop.save("normal")
    app.tell("add !ada Ada Lovelace")
    desktop.wait_icon(normal)
    desktop.save("new-messages")


@suite.test("tray/panel-click")
def click(desktop):
    desktop.begin()
    empty = desktop.icon()
    app = desktop.start()
    desktop.wait_icon(empty)
    desktop.click_icon()
    app.wait("activated")
    desktop.click_icon(2)
    app.wait("activated")


@suite.test("R23-R31-panel-menu")
def menu(desktop):
    desktop.begin()
    empty = desktop.icon()
    app = desktop.start()
    desktop.wait_icon(empty)
    app.tell("add !ben Ben_Okafor <b>")
    app.tell("add !ada Ada Lovelace")

    desktop.open_menu()
    desktop.save("number")
    desktop.choose("Down", "Down", "Return")
    app.wait("action new-messages ")

    app.tell("privacy name")
    desktop.open_menu()
    desktop.save("names")
    desktop.choose("Down", "Down", "Down", "Return")
    app.wait("action open-conversation !ben")

    desktop.open_menu()
    desktop.choose("Down", "Return")
    app.wait("action show ")

    desktop.open_menu()
    desktop.choose("d")
    app.wait("state do-not-disturb true")
    desktop.open_menu()
    desktop.save("do-not-disturb")
    desktop.choose("d")
    app.wait("state do-not-disturb false")
    app.said_nothing_new()

    desktop.open_menu()
    desktop.choose("Up", "Return")
    app.wait("action quit ")
    wait_for(lambda: not app.process.alive(), 10, "the program to end")
    check(app.process.popen.returncode == 0, app.process.said)
    desktop.wait_icon_like(empty)


@suite.test("tray/panel-menu-open-while-it-changes")
def menu_changes(desktop):
    desktop.begin()
    empty = desktop.icon()
    app = desktop.start()
    desktop.wait_icon(empty)
    app.tell("privacy name")
    app.tell("add !ada Ada Lovelace")
    desktop.open_menu()
    desktop.choose("Down", "Down")
    app.tell("rename !ada Ada Byron")
    app.tell("add !ben Ben Okafor")
    app.tell("disable quit")
    app.tell("enable quit")
    desktop.choose("Escape")
    desktop.open_menu()
    desktop.save("changed")
    desktop.choose("Down", "Down", "Return")
    app.wait("action open-conversation !ben")
    desktop.open_menu()
    desktop.choose("Down", "Down", "Down", "Return")
    app.wait("action open-conversation !ada")


@suite.test("R23-panel-returns")
def panel_returns(desktop):
    session = desktop.begin()
    empty = desktop.icon()
    app = desktop.start()
    app.tell("add !ada Ada Lovelace")
    before = desktop.wait_icon(empty)
    for _ in range(2):
        session.stop_panel()
        app.wait("hosted false")
        session.start_panel()
        app.wait("hosted true")
        wait_for(lambda: len(session.tray("RegisteredStatusNotifierItems")) == 1, 10, "one icon")
        desktop.wait_icon_like(before)
    desktop.open_menu()
    desktop.choose("Down", "Return")
    app.wait("action show ")


@suite.test("R23-panel-comes-late")
def panel_comes_late(desktop):
    session = desktop.begin(panel=False)
    app = desktop.start(shown=False)
    app.tell("show")
    app.tell("add !ada Ada Lovelace")
    app.said_nothing_new()
    empty = desktop.icon()
    session.start_panel()
    app.wait("hosted true")
    desktop.wait_icon(empty)


@suite.test("tray/program-crashes")
def program_crashes(desktop):
    session = desktop.begin()
    empty = desktop.icon()
    app = desktop.start()
    desktop.wait_icon(empty)
    app.process.kill()
    desktop.wait_icon_like(empty)
    wait_for(lambda: session.tray("RegisteredStatusNotifierItems") == [], 10, "no icon")
