#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py [--bedside PROGRAM] [--evidence FOLDER] [--part NUMBER/OF] [TEXT...]

Whether Bedside can be used by keyboard and by ear, page by page, on the demo
practice: every focusable control has a name that says something, and Tab
reaches every control. Prints TAP.
"""
import argparse
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "synapse" / "tools"))

# pylint: disable=wrong-import-position -- the tools are not installed
from access import rows_reached, tab_through, twins, unnamed, unreached  # noqa: E402
from common import check, run, wait_for  # noqa: E402
from session import Session, missing  # noqa: E402
from tap import Suite, say  # noqa: E402

WHO = re.compile(r"^[^,]*(, \d+ \w+ \d{4})?")        # of a row: what follows changes when it is opened
BUTTONS = ["push button", "button", "toggle button"]
WINDOWS = ("frame", "dialog", "window", "alert")
MOST_ROWS = 2                       # that Tab may stop at: nobody presses it through a thousand messages
suite = Suite("/access")


class Desktop:
    """One session with one Bedside for all tests of a page; no keyring: the demo must do without it."""

    def __init__(self, bedside, evidence):
        self.bedside, self.evidence = Path(bedside).resolve(), Path(evidence)
        self.folder = Path(tempfile.mkdtemp(prefix="bedside-access-"))
        self.path, self.page, self.runs, self.session, self.app = "", "", 0, None, None
        shutil.rmtree(self.evidence, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def end(self):
        if self.session:
            self.session.close()
        self.page, self.session, self.app = "", None, None

    def case(self, path):
        self.path = path

    def show(self, name, page):
        """A page as it is at first; or as the last test of the same page has left it, since those change nothing."""
        if self.page != name or not self.app.process.alive():
            page(self)
            self.page = name

    def start(self, *arguments):
        """A fresh desktop with Bedside on it; the program."""
        self.end()
        self.runs += 1
        self.session = Session(self.folder / str(self.runs), keyring=False, size="1200x900")
        self.app = self.session.program(self.bedside, *arguments)
        return self.app

    def demo(self):
        app = self.start("--demo")
        app.wait_rows("Conversations", lambda rows: len(rows) > 5, 30, "the demo's conversations")
        return app

    def open(self):
        """The first conversation of the demo."""
        app = self.demo()
        app.select("Conversations", WHO.match(app.rows("Conversations")[0])[0])
        app.wait_rows("Messages", bool, what="any message")
        wait_for(lambda: app.states("Message", role="text"), 5, "the composer")
        return app

    def fail_with_evidence(self, complaint):
        folder = self.evidence / self.path.strip("/").replace("/", "-")
        self.session.evidence(folder)
        say(f"# evidence in {folder}")
        check(False, complaint)


def below_window(app, title):
    """The path in the tree of the window with that title, once it is there."""
    def look():
        return next((tuple(path) for path, role, name, *_ in app.tree() if len(path) == 1 and name == title
                     and role in WINDOWS), None)
    return wait_for(look, 20, lambda: f"a window {title!r} among {app.call('windows')}")


def names_are_good(desktop, below=()):
    """Every focusable control has a name, and no two buttons the same."""
    tree = desktop.app.tree(every=True)
    focusable = [n for n in tree if "focusable" in n[3] and tuple(n[0][:len(below)]) == tuple(below)]
    check(len(focusable) > 2, lambda: f"only {len(focusable)} focusable controls: is this the page?")
    bad = unnamed(tree, below)
    doubled = twins(tree, below)
    if bad or doubled:
        desktop.fail_with_evidence("; ".join([f"no name: {c}" for c in bad]
                                             + [f"a second one of this name: {c}" for c in doubled]))
    say(f"# {len(focusable)} focusable controls")


def tab_reaches_all(desktop, key="Tab", below=(), hidden=()):
    """Pressing Tab often enough gives every control the focus, but for those on a page that is not shown any more."""
    reached = tab_through(desktop.session, desktop.app, key)
    missed = [c for c in unreached(desktop.app.tree(), reached, below) if c.name not in hidden]
    if missed:
        stops = {tuple(path): f"{role} {name!r}" for path, role, name, *_ in desktop.app.tree(every=True)}
        last = [stops.get(p, str(p)) for p in reached[-4:]]
        desktop.fail_with_evidence(f"not reached by {key} ({len(reached)} stops, the last {last}): "
                                   + "; ".join(map(str, missed)))
    say(f"# {len(reached)} stops")
    for path, rows in rows_reached(desktop.app.tree(), reached).items():
        check(rows <= MOST_ROWS, f"{key} goes through {rows} rows of the list at {path}, instead of past it")
    check(desktop.app.complaints() == [], lambda: f"Bedside complained: {desktop.app.complaints()[:3]}")


def sign_in_page(desktop):
    app = desktop.start()
    wait_for(lambda: app.states("Sign In", role=BUTTONS), 15, "the sign-in page")


def empty_window(desktop):
    desktop.demo()


def open_conversation(desktop):
    desktop.open()


def team(desktop):
    app = desktop.demo()
    app.click("Team")
    wait_for(lambda: "pressed" in app.states("Team", role=BUTTONS), 5, "the Team tab")
    app.select("Conversations", WHO.match(app.rows("Conversations")[0])[0])
    app.wait_rows("Messages", bool, what="any message")


def scrolled_up(desktop):
    app = desktop.open()
    app.call("scroll", list_name="Messages", fraction=0.5)
    wait_for(lambda: [n for n in app.names(BUTTONS) if n.startswith("Jump to newest")], 5, "the way back")


def half_written(desktop):
    app = desktop.open()
    app.set_text("Message", "Half of an ans")
    wait_for(lambda: "sensitive" in app.states("Send", role=BUTTONS), 5, "Send to be possible")


def choose(app, entry, rows, who):
    """Searches before it selects, because newer GTK knows only of rows that are in sight."""
    app.set_text(entry, who)
    app.wait_rows(rows, lambda found: len(found) == 1 and found[0].startswith(who), what=f"only {who}")
    app.select(rows, who)


def closed(desktop):
    app = desktop.demo()
    choose(app, "Search conversations", "Conversations", "Chloe Dubois")
    wait_for(lambda: app.states("Enable chat", role=BUTTONS), 5, "the way to enable chat")


def first(desktop):
    new_chat(desktop)
    app = desktop.app
    choose(app, "Search patients", "Patients found", "Fenella Marchbanks")
    app.click("Start Chat")
    wait_for(lambda: "focused" in app.states("Message", role="text"), 10, "the composer")


def rows_everywhere(app, name):
    """The rows of a list from top to bottom, for GTK's newer ones, too, which tell only of those in sight."""
    found = set()
    for step in range(5):
        app.call("scroll", list_name=name, fraction=step / 4)
        found.update(app.rows(name))
    return found


def new_chat(desktop):
    app = desktop.demo()
    app.click("New Chat")
    app.wait_rows("Patients found", lambda rows: len(rows) > 5, 10, "patients to choose from")


def new_chat_chosen(desktop):
    new_chat(desktop)
    choose(desktop.app, "Search patients", "Patients found", "Chloe Dubois")
    wait_for(lambda: "sensitive" in desktop.app.states("Enable and Start Chat", role=BUTTONS), 5, "the button")


def new_chat_team(desktop):
    app = desktop.demo()
    app.click("Team")
    app.click("New Chat")
    wait_for(lambda: app.states("Search colleagues", role=["text", "entry"]), 5, "colleagues to choose from")


def below_popover(desktop, *names):
    """The path in the tree of what holds all that has these names."""
    paths = [tuple(path) for path, _, name, *_ in desktop.app.tree() if name in names]
    check(len(paths) >= len(names), lambda: f"not all of {names} are there")
    return tuple(step for i, step in enumerate(paths[0]) if all(p[:i + 1] == paths[0][:i + 1] for p in paths))


def set_up_page(desktop):
    app = desktop.demo()
    app.click("Main menu")
    app.click("Join or set up a practice")
    wait_for(lambda: app.states("Set up a practice", role=BUTTONS), 5, "the set-up page")
    app.set_text("Name of the practice", "Half Moon Street")
    wait_for(lambda: "sensitive" in app.states("Set up a practice", role=BUTTONS), 5, "the button to be possible")


def practice_settings(desktop):
    app = desktop.demo()
    app.click("Main menu")
    app.click("Practice settings")
    below_window(app, "Practice settings")
    wait_for(lambda: "sensitive" in app.states("Edit", role=BUTTONS), 5, "Edit")


def practitioners(desktop):
    practice_settings(desktop)
    desktop.app.click("Practitioners", role="page tab")
    wait_for(lambda: "sensitive" in desktop.app.states("Invite", role=BUTTONS), 5, "Invite")


def patient_access(desktop):
    practice_settings(desktop)
    desktop.app.click("Edit")


def invite_practitioner(desktop):
    practitioners(desktop)
    desktop.app.click("Invite")


def patient_profile(desktop):
    desktop.open().click("Patient profile")


def portal_settings(desktop):
    patient_profile(desktop)
    below_window(desktop.app, "Patient profile")
    desktop.app.click("Portal settings")


def directory(desktop):
    app = desktop.demo()
    app.click("Main menu")
    app.click("Patient directory")
    below_window(app, "Patient directory")
    app.wait_rows("Patients in the directory", lambda rows: len(rows) > 5, what="patients")
    app.select("Patients in the directory", "Harold Pemberton")
    wait_for(lambda: "sensitive" in app.states("Edit patient", role=BUTTONS), 5, "Edit to be possible")


def add_patient(desktop):
    directory(desktop)
    desktop.app.click("Add patient")


def edit_patient(desktop):
    directory(desktop)
    desktop.app.click("Edit patient")


def directory_profile(desktop):
    directory(desktop)
    desktop.app.click("Patient profile")
    below_window(desktop.app, "Patient profile")


def link_portal(desktop):
    directory_profile(desktop)
    desktop.app.click("Link portal")


def invite_to_portal(desktop):
    directory_profile(desktop)
    desktop.app.click("Invite to portal")


def import_patients(desktop):
    directory(desktop)
    desktop.app.click("Import")


def bubble_name(app):
    return next((n for n in app.names() if re.fullmatch(r"New messages: \d+", n)), None)


def bubble(desktop):
    app = desktop.demo()
    wait_for(lambda: bubble_name(app) not in (None, "New messages: 0"), 15, "new messages")
    app.click(bubble_name(app))
    app.wait_rows("Conversations with new messages", lambda rows: len(rows) > 2, what="new messages")


def bubble_empty(desktop):
    bubble(desktop)
    app = desktop.app
    app.click("Mark all as read")
    app.click("Mark as read")
    wait_for(lambda: bubble_name(app) == "New messages: 0", 15, "all to be read")
    app.click("New messages: 0")
    wait_for(lambda: app.has("Everything has been read."), 5, "the popover")


def preferences(desktop):
    app = desktop.demo()
    app.click("Main menu")
    app.click("Preferences")
    below_window(app, "Preferences")


def quiet_hours(desktop):
    preferences(desktop)
    app = desktop.app
    app.click("Quiet hours", role="page tab")
    for day in ("Monday", "Sunday"):
        app.click(day, role=["check box", "switch", "toggle button"])
    wait_for(lambda: app.states("Sunday, until", role=["text", "entry"]), 5, "the hours of Sunday")


WINDOW_PAGES = {"preferences": ("Preferences", preferences), "quiet-hours": ("Preferences", quiet_hours),
                "practice-settings": ("Practice settings", practice_settings),
                "practitioners": ("Practice settings", practitioners),
                "patient-access": ("Patient Access", patient_access),
                "invite-practitioner": ("Invite practitioner", invite_practitioner),
                "patient-profile": ("Patient profile", patient_profile),
                "portal-settings": ("Portal settings", portal_settings),
                "directory": ("Patient directory", directory),
                "add-patient": ("Add patient", add_patient),
                "edit-patient": ("Edit patient", edit_patient),
                "link-portal": ("Link portal", link_portal),
                "invite-to-portal": ("Invite to portal", invite_to_portal),
                "import": ("Import patients", import_patients)}
# Of the first page, which AdwViewStack keeps in place behind the second.
FIRST_PREFERENCES = ("Notifications", "Do not disturb", "Privacy", "Only that there are some", "Name and birth date",
                     "Name, birth date and text")
HIDDEN = {"practitioners": ("Edit", "Patient Access", "Server", "Copy practice id", "Group chat", "Chat"),
          "quiet-hours": FIRST_PREFERENCES}
PAGES = {"sign-in-page": sign_in_page, "empty-window": empty_window, "open-conversation": open_conversation,
         "half-written": half_written, "scrolled-up": scrolled_up, "team-conversation": team,
         "set-up-page": set_up_page, "chat-disabled": closed, "first-message": first}
# Tab stays in a popover.
POPOVERS = {"new-chat": (new_chat, "Search patients", "Patients found", "Start Chat"),
            "new-chat-enable": (new_chat_chosen, "Search patients", "Patients found", "Enable and Start Chat"),
            "new-chat-team": (new_chat_team, "Search colleagues", "Colleagues found", "Start Chat"),
            "bubble": (bubble, "Conversations with new messages", "Mark all as read")}


def add_page(name, page):
    @suite.test(f"{name}/every-control-has-a-name")
    def _names(desktop):
        desktop.show(name, page)
        names_are_good(desktop)

    @suite.test(f"{name}/tab-reaches-every-control")
    def _tab(desktop):
        desktop.show(name, page)
        tab_reaches_all(desktop)

    @suite.test(f"{name}/shift-tab-too")
    def _back(desktop):
        desktop.show(name, page)
        tab_reaches_all(desktop, "shift+Tab")


for page_name, opener in PAGES.items():
    add_page(page_name, opener)


def add_popover(name, page, *inside):
    @suite.test(f"{name}/every-control-has-a-name")
    def _names(desktop):
        desktop.show(name, page)
        names_are_good(desktop, below_popover(desktop, *inside))

    @suite.test(f"{name}/tab-reaches-every-control")
    def _tab(desktop):
        desktop.show(name, page)
        tab_reaches_all(desktop, "Tab", below_popover(desktop, *inside))

    @suite.test(f"{name}/escape-closes-it")
    def _escape(desktop):
        desktop.show(name, page)
        desktop.session.keys("Escape")
        wait_for(lambda: not desktop.app.has(inside[0]), 5, "the popover to close")
        desktop.page = ""


for popover_name, (popover_opener, *popover_parts) in POPOVERS.items():
    add_popover(popover_name, popover_opener, *popover_parts)


@suite.test("new-chat/R3-R4-who-cannot-be-chosen-says-why")
def reasons(desktop):
    desktop.show("new-chat", new_chat)
    app = desktop.app
    refused = [r for r in rows_everywhere(app, "Patients found") if r.count(", ") > 1]
    for reason in ("not invited", "not activated", "not linked"):
        row = next((r for r in refused if reason in r), None)
        check(row, lambda why=reason: f"nobody who is {why} among those who cannot be chosen: {refused}")
        app.set_text("Search patients", row.split(", ")[0])
        app.wait_rows("Patients found", lambda rows, wanted=row: rows == [wanted], what=row)
        check("sensitive" not in app.states(row, role="list item"), f"{row!r} looks as if it could be chosen")
        # AT-SPI selects it all the same.
        app.select("Patients found", row)
        check("sensitive" not in app.states("Start Chat", role=BUTTONS), f"{row!r} can be started")
    choose(app, "Search patients", "Patients found", "Fenella Marchbanks")
    wait_for(lambda: "sensitive" in app.states("Start Chat", role=BUTTONS), 5, "somebody who can be started")


@suite.test("new-chat/R12-by-keyboard-alone")
def by_keyboard(desktop):
    app = desktop.demo()
    desktop.session.keys("ctrl+n")
    wait_for(lambda: app.states("Search patients", role=["text", "entry"]), 5, "the popover")
    desktop.session.keys("f", "e", "n", "e")
    app.wait_rows("Patients found", lambda rows: len(rows) == 1, 5, "the only one who is found")
    desktop.session.keys("Down")
    wait_for(lambda: "sensitive" in app.states("Start Chat", role=BUTTONS), 5, "Down to select her")
    desktop.session.keys("Return")
    wait_for(lambda: "focused" in app.states("Message", role="text"), 10, "the composer to have the focus")
    desktop.session.keys("h", "i")
    wait_for(lambda: app.text("Message") == "hi", 5, "what was typed to be in the composer")
    desktop.page = ""


def down_reads(session, app, row):
    heard = []

    def look():
        heard.extend(name for _, _, name in app.call("focused"))
        return row in heard
    session.keys("Down")
    wait_for(look, 5, lambda: f"Down reads {heard} instead of {row!r}")


@suite.test("new-chat/arrows-reach-those-who-cannot-be-chosen")
def arrows(desktop):
    app = desktop.demo()
    desktop.session.keys("ctrl+n")
    rows = app.wait_rows("Patients found", lambda rows: len(rows) > 5, 10, "patients to choose from")
    app.call("watch_focus")
    for row in rows[:5]:
        down_reads(desktop.session, app, row)
        chosen = app.selected("Patients found")
        check(chosen == ([row] if row.count(", ") == 1 else []), lambda wanted=row, c=chosen: f"at {wanted!r}: {c}")
    desktop.page = ""


@suite.test("bubble/R21-by-keyboard-alone")
def bubble_by_keyboard(desktop):
    app = desktop.demo()
    wait_for(lambda: bubble_name(app) not in (None, "New messages: 0"), 15, "new messages")
    desktop.session.keys("ctrl+j")
    rows = app.wait_rows("Conversations with new messages", lambda rows: len(rows) > 2, what="new messages")
    app.call("watch_focus")
    down_reads(desktop.session, app, rows[1])
    desktop.session.keys("Return")
    wait_for(lambda: "focused" in app.states("Message", role="text"), 10, "the composer to have the focus")
    check(not app.has("Mark all as read"), "the popover is still there")
    check(WHO.match(rows[1])[0] in str(app.names()), lambda: f"{rows[1]!r} is not open")
    desktop.page = ""


@suite.test("bubble/nothing-new-is-read-out-and-escape-closes-it")
def nothing_new(desktop):
    desktop.show("bubble-empty", bubble_empty)
    app = desktop.app
    check(any("focused" in states and name == "No new messages" for _, _, name, states, *_ in app.tree(every=True)),
          "the focus is not on what says that nothing is new")
    desktop.session.keys("Escape")
    wait_for(lambda: not app.has("Everything has been read."), 5, "the popover to close")
    desktop.page = ""


def add_window(name, title, page):
    @suite.test(f"{name}/every-control-has-a-name")
    def _names(desktop):
        desktop.show(name, page)
        names_are_good(desktop, below_window(desktop.app, title))

    @suite.test(f"{name}/tab-reaches-every-control")
    def _tab(desktop):
        desktop.show(name, page)
        tab_reaches_all(desktop, "Tab", below_window(desktop.app, title), HIDDEN.get(name, ()))

    @suite.test(f"{name}/escape-closes-it")
    def _escape(desktop):
        desktop.show(name, page)
        below_window(desktop.app, title)
        desktop.session.keys("Escape")
        wait_for(lambda: title not in desktop.app.call("windows"), 5, "the window to close")
        desktop.page = ""


for window_name, (window_title, window_opener) in WINDOW_PAGES.items():
    add_window(window_name, window_title, window_opener)


@suite.test("main-menu/every-item-has-a-name")
def menu_names(desktop):
    app = desktop.open()
    app.click("Main menu")
    wait_for(lambda: app.states("About Bedside", role="menu item"), 5, "the menu")
    names_are_good(desktop)


@suite.test("main-menu/arrows-reach-every-item")
def menu_keys(desktop):
    app = desktop.open()
    app.click("Main menu")
    items = wait_for(lambda: app.names("menu item"), 5, "menu items")
    check({"Sign Out", "About Bedside"} <= set(items), lambda: f"the menu holds {items}")
    app.call("watch_focus")
    reached = set()
    for _ in range(2 * len(items)):
        desktop.session.keys("Down")
        reached |= {name for _, _, name in app.call("focused")}
    check(set(items) <= reached, lambda: f"not reached by Down: {set(items) - reached}")
    desktop.session.keys("Escape")
    wait_for(lambda: not app.states("About Bedside", role="menu item"), 5, "the menu to be gone after Escape")


def dialog(desktop, item, title=None):
    """Opens a dialog from the main menu; its path in the tree."""
    app = desktop.open()
    before = app.call("windows")
    app.click("Main menu")
    app.click(item)
    new = wait_for(lambda: [w for w in app.call("windows") if w not in before], 5, f"the dialog of {item}")
    check(title is None or re.search(title, new[0]), f"the dialog is called {new}")
    return next(tuple(path) for path, *_, in app.tree() if len(path) == 1
                and path[0] == app.call("windows").index(new[0]))


@suite.test("about/every-control-has-a-name")
def about_names(desktop):
    names_are_good(desktop, dialog(desktop, "About Bedside"))


@suite.test("about/escape-closes-it")
def about_escape(desktop):
    dialog(desktop, "About Bedside")
    before = len(desktop.app.call("windows"))
    desktop.session.keys("Escape")
    wait_for(lambda: len(desktop.app.call("windows")) == before - 1, 5, "the dialog to close")
    desktop.session.keys("Tab")
    check(desktop.app.process.alive(), "Bedside has ended")


@suite.test("click/leads-from-the-list-to-the-composer")
def click_and_write(desktop):
    app = desktop.demo()
    window = run(["xdotool", "search", "--onlyvisible", "--class", "bedside"], env=desktop.session.env).split()[-1]
    # The second row, wherever the rows are by now: below the tabs and the search.
    run(["xdotool", "mousemove", "--window", window, "150", "270", "click", "1"], env=desktop.session.env)
    wait_for(lambda: app.selected("Conversations"), 5, "the row under the pointer to be selected")
    wait_for(lambda: "focused" in app.states("Message", role="text"), 5, "the composer to have the focus")
    desktop.session.keys("h", "i")
    wait_for(lambda: app.text("Message") == "hi", 5, "what was typed to be in the composer")


def why_not():
    packages = missing()
    return "missing packages: " + " ".join(packages) if packages else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bedside", default=os.environ.get("BEDSIDE", "bedside"))
    parser.add_argument("--evidence", default="access-evidence")
    parser.add_argument("--part", default="1/1")
    parser.add_argument("wanted", nargs="*")
    args = parser.parse_args()
    part = tuple(int(n) for n in args.part.split("/"))
    return suite.run(args.wanted, lambda: Desktop(args.bedside, args.evidence), why_not, part)


if __name__ == "__main__":
    sys.exit(main())
