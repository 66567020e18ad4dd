# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a practitioner does on Bedside's screens, by accessible name. app: a Program of session.py."""
import re

from common import Failure, wait_for

ON = {"checked", "pressed"}
SWITCH = ["check box", "switch", "toggle button"]        # what it is called depends on the version of GTK


def toggle(app, name, on):
    """Sets a switch."""
    wait_for(lambda: app.states(name, role=SWITCH), 10, f"the switch {name}")
    if bool(ON & set(app.states(name, role=SWITCH))) != on:
        app.click(name, role=SWITCH)
    wait_for(lambda: bool(ON & set(app.states(name, role=SWITCH))) == on, 5, f"{name} to be {'on' if on else 'off'}")


def can_write(app):
    return "sensitive" in app.states("Message", role="text")


def wait_can_write(app, expected, timeout=10):
    wait_for(lambda: can_write(app) == expected, timeout,
             f"the conversation to be {'open' if expected else 'closed'}")


def search_patient(app, title, words):
    """Opens New Chat and looks for somebody; the label of the row."""
    app.click("New Chat", timeout=10)
    app.set_text("Search patients", words)
    return app.wait_row("Patients found", f"^{re.escape(title)}")


def start_chat(app, title, words, button="Start Chat"):
    """New Chat with somebody, up to the focus in the composer."""
    search_patient(app, title, words)
    app.select("Patients found", title)
    app.click(button, timeout=5)
    wait_for(lambda: "focused" in app.states("Message", role="text"), 10, "the focus in the composer")


def set_portal_chat(app, enabled):
    """Portal settings of the patient whose conversation is open."""
    app.click("Patient profile", timeout=10)
    app.click("Portal settings", timeout=10)
    toggle(app, "Chat", enabled)
    app.click("Save", timeout=5)
    if enabled:
        app.click("Enable", timeout=5)      # somebody has disabled it, so it asks
    wait_for(lambda: not app.has("Portal settings", role="frame"), 10, "the dialog to close")
    app.session.keys("Escape")
    wait_for(lambda: not app.has("Patient profile", role="frame"), 10, "the profile to close")


def open_practice_settings(app):
    app.click("Main menu", timeout=10)
    try:
        app.click("Practice settings", role=None, timeout=5)
    except Failure:
        # An old AT-SPI does not hear from GTK 4.24 what the items of a menu are called: then by the action behind it.
        app.session.keys("Escape")
        app.call("act", action="win.practice-settings")
    wait_for(lambda: app.has("Patient Access"), 10, "the settings")


def edit_patient_access(app, chat=None, group=None, button="Save"):
    """What General > Patient Access > Edit can change."""
    app.click("Edit", timeout=10)
    if group is not None:
        toggle(app, "Group chat", group)
    if chat is not None:
        toggle(app, "Chat", chat)
    app.click(button, timeout=5)
