#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""lock.py [--bedside PROGRAM] [--demo-server PROGRAM] [--evidence FOLDER] [TEXT...]

The lock as somebody meets it who sits down at the computer: what assistive
technology finds of patients and practice while Bedside is locked, which is
nothing, and what is there afterwards, which is all. Prints TAP.
"""
import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "synapse" / "tools"))

# pylint: disable=wrong-import-position -- the tools are not installed
from common import check, wait_for  # noqa: E402
from run import BUTTONS, Desktop, below_window, names_are_good, tab_reaches_all, why_not  # noqa: E402
from session import Session  # noqa: E402
from tap import Suite  # noqa: E402

PASSCODE = "tür4"
LIMIT = 30          # seconds, on a busy machine
DRAFT = "Half of an ans"
# What GTK says of any window.
EVERYWHERE = re.compile(r"(Adw|Gtk|Gdk|Bedside)\w*|bedside|(Close|Minimize|Maximize)( the window)?|.?")
ENTRIES = ["password text", "text", "entry"]
suite = Suite("/ui/lock")


class World(Desktop):
    """A demo practice, and a server of one for a Bedside that remembers."""

    def __init__(self, bedside, demo_server, evidence):
        super().__init__(bedside, evidence)
        self.demo_server, self.server, self.page = Path(demo_server).resolve(), None, ""

    def end(self):
        super().end()
        if self.server:
            self.server.stdin.close()
            self.server.wait(10)
        self.server = None

    def case(self, path):
        super().case(path)
        self.end()

    def sign_in(self):
        """A Bedside with a keyring, signed in to a server that stays."""
        self.runs += 1
        self.session = Session(self.folder / str(self.runs), keyring=True, size="1200x900")
        # pylint: disable=consider-using-with -- it serves until end()
        self.server = subprocess.Popen([self.demo_server], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        server, user, password = (self.server.stdout.readline().strip() for _ in range(3))
        self.app = self.session.program(self.bedside)
        wait_for(lambda: self.app.states("Sign In", role=BUTTONS), LIMIT, "the sign-in page")
        for name, text in (("Server", server), ("User name", user), ("Password", password)):
            self.app.set_text(name, text)
        self.app.click("Sign In")
        self.wait_conversations()
        return self.app

    def wait_conversations(self):
        self.app.wait_rows("Conversations", lambda rows: len(rows) > 5, 30, "the conversations")

    def again(self):
        """The same Bedside, started anew."""
        self.app.stop()
        self.app = self.session.program(self.bedside)
        return self.app

    def lock(self, key="ctrl+l"):
        """Pressed again for as long as a dialog that closes still has the keyboard."""
        def look():
            if self.app.has("Bedside is locked"):
                return True
            self.session.keys(key)
            return False
        wait_for(look, LIMIT, "the lock page", every=2)

    def wait_locked(self):
        wait_for(lambda: self.app.has("Bedside is locked"), LIMIT, "the lock page")

    def wait_unlocked(self):
        wait_for(lambda: not self.app.has("Bedside is locked"), LIMIT, "the lock page to go")
        self.wait_conversations()


def wait_window(app, title):
    """Without looking through all that is in the windows."""
    wait_for(lambda: title in app.call("windows"), LIMIT, lambda: f"a window {title!r} among {app.call('windows')}")


def choose_passcode(app):
    app.click("Main menu")
    app.click("Preferences")
    wait_window(app, "Preferences")
    app.click("Lock", role="page tab", window="Preferences", timeout=LIMIT)
    app.click("Choose passcode", window="Preferences", timeout=LIMIT)
    wait_window(app, "Choose passcode")
    for name in ("New passcode", "New passcode again"):
        app.set_text(name, PASSCODE, window="Choose passcode", timeout=LIMIT)
    app.click("Save", window="Choose passcode", timeout=LIMIT)
    wait_for(lambda: app.states("Change passcode", role=BUTTONS), LIMIT, "the passcode to be chosen")
    app.session.keys("Escape")
    wait_for(lambda: "Preferences" not in app.call("windows"), LIMIT, "the preferences to close")


def enter(app, passcode):
    app.set_text("Passcode", passcode, role=ENTRIES)
    app.session.keys("Return")


@suite.test("access/nothing-of-anybody-is-found")
def nothing(world):
    """Neither in the tree nor in what one has kept of it, and all is as before afterwards."""
    app = world.demo()
    app.select("Conversations", "Ben Okafor")
    app.wait_rows("Messages", lambda rows: len(rows) > 10, what="many messages")
    app.set_text("Message", DRAFT)
    app.call("scroll", list_name="Messages", fraction=0.3)
    wait_for(lambda: [n for n in app.names(BUTTONS) if n.startswith("Jump to newest")], LIMIT, "the way back")
    before = set(app.call("said"))
    names = {r.split(",")[0] for r in app.rows("Conversations")}
    texts = {r.split(", ", 1)[1] for r in app.rows("Messages") if ", " in r}
    check("Riverside Health" in before and names and len(texts) > 10 and DRAFT in before,
          lambda: f"is this the page? {sorted(before)[:40]}")
    places = {name: place for _, role, name, _, _, place in app.tree() if role == "list item" and place}
    check(app.call("hold") > 50, "there is hardly anything in the window")

    world.lock()
    secret = {s for s in before if not EVERYWHERE.fullmatch(s)}
    for what, said in (("the tree", app.call("said")), ("what was kept of it", app.call("held"))):
        leaked = {s for s in said if s in secret or any(part in s for part in names | texts | {DRAFT})}
        check(not leaked, lambda w=what, l=leaked: f"in {w}: {sorted(l)[:20]}")
    check(app.call("windows") == ["Bedside"], lambda: f"windows: {app.call('windows')}")
    for key in ("ctrl+n", "ctrl+j", "ctrl+f", "ctrl+comma"):
        world.session.keys(key)
    names_are_good(world)
    check(app.call("windows") == ["Bedside"], lambda: f"windows by key: {app.call('windows')}")
    check(not names & set(app.everything()), "a key has brought somebody back")

    app.click("Unlock")
    world.wait_unlocked()
    wait_for(lambda: app.text("Message", role="text") == DRAFT, LIMIT, "the draft")
    check(app.selected("Conversations"), "no conversation is open any more")
    wait_for(lambda: places == {name: place for _, role, name, _, _, place in app.tree()
                                if role == "list item" and place}, LIMIT, "the rows to be where they were")
    check(app.complaints() == [], lambda: f"Bedside complained: {app.complaints()[:3]}")


@suite.test("access/dialogs-come-back-as-they-were")
def dialogs(world):
    app = world.demo()
    app.click("Main menu")
    app.click("Patient directory")
    wait_window(app, "Patient directory")
    app.click("Add patient")
    wait_window(app, "Add patient")
    app.set_text("Given name", "Hedwiga")
    windows = sorted(app.call("windows"))
    # Where the person is, not only in the main window.
    world.lock()
    wait_for(lambda: app.call("windows") == ["Bedside"], LIMIT, lambda: f"one window: {app.call('windows')}")
    check(not [s for s in app.call("said") if "Hedwiga" in s or "Patient" in s], "the dialogs are still to be found")
    app.click("Unlock")
    world.wait_unlocked()
    wait_for(lambda: sorted(app.call("windows")) == windows, LIMIT, lambda: f"{windows}: {app.call('windows')}")
    # Newer GTK has a label of that name, too.
    check(app.text("Given name", role=["text", "entry"]) == "Hedwiga", "the form is not as it was")


@suite.test("access/passcode")
def passcode(world):
    """Wrong, wrong and right; by keyboard alone, and with names for all that can be reached."""
    app = world.demo()
    choose_passcode(app)
    world.lock()
    wait_for(lambda: "focused" in app.states("Passcode", role=ENTRIES), LIMIT, "the passcode to have the focus")
    names_are_good(world)
    tab_reaches_all(world)
    world.session.keys("shift+Tab")
    for wrong in ("tur4", "0000"):
        enter_by_keys(world, wrong)
        wait_for(lambda: app.has("That is not the passcode."), LIMIT, "to be told that it is wrong")
        check(app.text("Passcode", role=ENTRIES) == "", "what was wrong is still there")
        check("focused" in app.states("Passcode", role=ENTRIES), "the focus is elsewhere")
    app.set_text("Passcode", PASSCODE, role=ENTRIES)
    app.click("Unlock")
    world.wait_unlocked()
    # Who has forgotten it can sign out.
    world.lock()
    app.click("Forgot passcode?")
    wait_window(app, "Sign out to choose another passcode?")
    app.click("Sign Out")
    wait_for(lambda: app.states("Sign In", role=BUTTONS), LIMIT, "the sign-in page")


def enter_by_keys(world, text):
    wait_for(lambda: "focused" in world.app.states("Passcode", role=ENTRIES), LIMIT, "the passcode to have the focus")
    world.session.keys(*text, "Return")


@suite.test("access/preferences")
def preferences(world):
    """Names for all that can be reached, also for what is twice in the dialog, where Tab reaches all."""
    app = world.demo()
    app.click("Main menu")
    app.click("Preferences")
    wait_window(app, "Preferences")
    app.click("Lock", role="page tab", window="Preferences", timeout=LIMIT)
    wait_for(lambda: app.states("Choose passcode", role=BUTTONS), LIMIT, "the page")
    names_are_good(world, below_window(app, "Preferences"))
    app.click("Choose passcode", window="Preferences", timeout=LIMIT)
    wait_window(app, "Choose passcode")
    dialog = below_window(app, "Choose passcode")
    names_are_good(world, dialog)
    tab_reaches_all(world, "Tab", dialog)
    world.session.keys("Escape")
    wait_for(lambda: "Choose passcode" not in app.call("windows"), LIMIT, "the dialog to close")


@suite.test("access/begins-locked")
def begins_locked(world):
    """Ending Bedside and starting it again is no way in; unlocking needs no network."""
    app = world.sign_in()
    wait_for(lambda: app.states("Choose passcode", role=BUTTONS), LIMIT, "the hint that there is no passcode")
    names = {r.split(",")[0] for r in app.rows("Conversations")}
    choose_passcode(app)
    wait_for(lambda: not app.states("Choose passcode", role=BUTTONS), LIMIT, "the hint to be gone")
    world.server.stdin.close()
    world.server.wait(10)
    world.server = None
    app = world.again()
    world.wait_locked()
    found = {s for s in app.call("said") if any(name in s for name in names)}
    check(not found and "Riverside Health" not in app.call("said"), lambda: f"after the start: {found}")
    enter(app, PASSCODE)
    world.wait_unlocked()
    check(names <= {r.split(",")[0] for r in app.rows("Conversations")}, "not all conversations are there")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bedside", default=os.environ.get("BEDSIDE", "bedside"))
    parser.add_argument("--demo-server", default="demo-server")
    parser.add_argument("--evidence", default="lock-evidence")
    parser.add_argument("wanted", nargs="*")
    args = parser.parse_args()
    return suite.run(args.wanted, lambda: World(args.bedside, args.demo_server, args.evidence), why_not)


if __name__ == "__main__":
    sys.exit(main())
