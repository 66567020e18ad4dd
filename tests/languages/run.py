#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py [--bedside PROGRAM] [--build FOLDER] [--pictures FOLDER] [--width PIXELS] [TEXT...]

The pages of the demo practice in each language of po/LINGUAS, and in an invented
one from right to left: English in Hebrew letters. Each page is found by its translated names, shows no English
text that is translated, and makes GTK complain about nothing. With --pictures
one of each page is kept. Prints TAP.
"""
import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "synapse" / "tools"))

# pylint: disable=wrong-import-position -- the tools are not installed
from common import check, run, wait_for  # noqa: E402
from language import DEFINITIONS, INVENTED, LOCALES, TOP, Language  # noqa: E402
from session import Session, missing  # noqa: E402
from tap import Suite, say  # noqa: E402

PATIENT = "Ada Lovelace"
DISABLED = "Chloe Dubois"
WITHOUT_PORTAL = "Harold"
DATA = {"Everyone"}                 # of the demo, not of Bedside
suite = Suite("/languages")


class Desktop:
    """One Bedside for all pages of a language."""

    def __init__(self, options):
        self.options, self.folder = options, Path(tempfile.mkdtemp(prefix="bedside-languages-"))
        self.path, self.code, self.session, self.app, self.language = "", None, None, None, None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def end(self):
        if self.session:
            self.session.close()
        self.code, self.session, self.app = None, None, None

    def case(self, path):
        self.path = path

    def start(self, code):
        """The demo in a language, as it is at first."""
        self.end()
        self.language = Language(code, self.options.build, self.options.locales)
        self.session = Session(self.folder / self.path.strip("/").replace("/", "-"), keyring=False, size="1200x900")
        self.app = self.session.program(self.options.bedside, "--demo", env=self.language.env, timeout=30)
        self.app.wait_rows(self.tr("Conversations"), lambda rows: len(rows) > 5, 30)
        if self.options.width:
            self.resize(self.options.width)
        self.code = code

    def resize(self, width):
        found = run(["xdotool", "search", "--onlyvisible", "--class", "bedside"], env=self.session.env).split()
        run(["xdotool", "windowsize", "--sync", found[-1], width, 720], env=self.session.env)

    def tr(self, text, context=None):
        return self.language.tr(text, context)

    def click(self, *texts, **more):
        for text in texts:
            self.app.click(self.tr(text), timeout=20, **more)

    def open_conversation(self, who=PATIENT):
        self.app.select(self.tr("Conversations"), who)
        self.app.wait_rows(self.tr("Messages"), bool)

    def directory(self, who):
        self.click("Main menu", "Patient directory")
        self.app.wait_rows(self.tr("Patients in the directory"), lambda rows: len(rows) > 5)
        self.app.select(self.tr("Patients in the directory"), who)

    def leave(self):
        """Back to the conversations: a popover, then windows one after the other."""
        self.session.keys("Escape")

        def alone():
            if len(self.app.call("windows")) == 1:
                return True
            self.session.keys("Escape")
            return False
        wait_for(alone, 10, lambda: f"only one window to be left: {self.app.call('windows')}", every=0.2)

    def look(self, page):
        """What is checked of every page."""
        names = self.app.everything()
        if self.options.pictures:
            self.picture(page)
        english = self.language.english_in(set(names) - DATA)
        complaints = self.app.complaints()
        if english or complaints:
            self.session.evidence(self.options.evidence / f"{self.code}-{page}")
        check(not english, lambda: f"in English: {english}")
        check(not complaints, lambda: f"complaints: {complaints[:5]}")

    def picture(self, page):
        path = self.options.pictures / f"{self.code}{self.options.width or ''}-{page}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        before = []

        def rests():
            self.session.screenshot(path)
            before.append(path.read_bytes())
            return len(before) > 1 and before[-1] == before[-2]
        wait_for(rests, 10, "the picture to come to rest", every=0.3)

    def place(self, name, role=None):
        """Where something stands in its window: x, y, width, height."""
        return wait_for(lambda: next((at for _, r, n, _, _, at in self.app.tree(every=True)
                                      if n == self.tr(name) and at and at[2] > 0 and role in (None, r)), None),
                        10, lambda: f"a place of {name!r}")


# --- the pages: how a person gets there ---

def conversation(desktop):
    desktop.open_conversation()


def disabled(desktop):
    desktop.open_conversation(DISABLED)


def profile(desktop):
    desktop.open_conversation()
    desktop.click("Patient profile")


def portal_settings(desktop):
    desktop.open_conversation(DISABLED)
    desktop.click("Patient profile", "Portal settings")


def new_chat(desktop):
    desktop.click("New Chat")
    desktop.app.wait_rows(desktop.tr("Patients found"), bool)


def new_chat_team(desktop):
    desktop.click("Team", "New Chat")
    wait_for(lambda: desktop.app.has(desktop.tr("Search colleagues")), 10, "colleagues")


def patients(desktop):
    desktop.click("Patients")


def menu(desktop):
    desktop.click("Main menu")


def practice_settings(desktop):
    desktop.click("Main menu", "Practice settings")


def patient_access(desktop):
    practice_settings(desktop)
    desktop.click("Edit")
    desktop.click("Group chat", role=["check box", "switch", "toggle button"])


def practitioners(desktop):
    practice_settings(desktop)
    desktop.click("Practitioners")


def set_up(desktop):
    desktop.click("Main menu", "Join or set up a practice")
    wait_for(lambda: desktop.app.has(desktop.tr("Name of the practice")), 10, "the page")


def patient_directory(desktop):
    desktop.directory(PATIENT)


def patient_form(desktop):
    desktop.directory(PATIENT)
    desktop.click("Add patient")
    desktop.app.set_text(desktop.tr("Birth date"), "10.12.85", timeout=20)
    desktop.app.set_text(desktop.tr("Family name"), "Lovelace", timeout=20)
    desktop.click("Save")


def remove(desktop):
    desktop.directory(PATIENT)
    desktop.click("Remove patient")


def import_window(desktop):
    desktop.directory(PATIENT)
    desktop.click("Import")


def invite(desktop):
    desktop.directory(WITHOUT_PORTAL)
    desktop.click("Patient profile", "Invite to portal")


def new_messages(desktop):
    bubble = desktop.language.pattern("New messages: %u")
    names = wait_for(lambda: [n for n in desktop.app.names() if bubble.fullmatch(n)], 10, "the speech bubble")
    desktop.app.click(names[0])
    wait_for(lambda: desktop.app.has(desktop.tr("Mark all as read")), 10, "the list")


def mark_all(desktop):
    new_messages(desktop)
    desktop.click("Mark all as read")
    wait_for(lambda: desktop.app.has(desktop.tr("Mark as read")), 10, "the question")


def notifications(desktop):
    desktop.click("Main menu", "Preferences")


def quiet_hours(desktop):
    notifications(desktop)
    desktop.click("Quiet hours")


def on_the_desktop(desktop):
    notifications(desktop)
    desktop.click("Desktop")


def when_to_lock(desktop):
    notifications(desktop)
    desktop.app.click(desktop.tr("Lock", "page of the preferences"), role="page tab", timeout=20)


def passcode(desktop):
    when_to_lock(desktop)
    desktop.click("Choose passcode")
    for name in ("New passcode", "New passcode again"):
        desktop.app.set_text(desktop.tr(name), "123", timeout=20)
    desktop.click("Save")
    wait_for(lambda: desktop.app.has(desktop.tr("Use at least 4 characters.")), 10, "the complaint")


def lock(desktop):
    desktop.session.keys("ctrl+l")
    wait_for(lambda: desktop.app.has(desktop.tr("Bedside is locked")), 10, "the lock page")


def about(desktop):
    desktop.click("Main menu", "About Bedside")


PAGES = {"conversation": conversation, "disabled": disabled, "profile": profile, "portal-settings": portal_settings,
         "new-chat": new_chat, "new-chat-team": new_chat_team, "patients": patients, "menu": menu,
         "new-messages": new_messages, "mark-all": mark_all, "practice-settings": practice_settings,
         "patient-access": patient_access, "practitioners": practitioners, "directory": patient_directory,
         "patient-form": patient_form, "remove": remove, "import": import_window, "invite": invite,
         "notifications": notifications, "quiet-hours": quiet_hours, "desktop": on_the_desktop,
         "lock-preferences": when_to_lock, "passcode": passcode, "about": about, "set-up": set_up, "lock": lock}
# Nothing is to be left there; the last one is in front of all.
LAST = ("set-up", "lock")


def add_page(code, name, page):
    @suite.test(f"{code}/{name}")
    def _(desktop):
        if desktop.code != code or not desktop.app.process.alive():
            desktop.start(code)
        try:
            page(desktop)
            desktop.look(name)
            if name not in LAST:
                desktop.leave()
        except BaseException:
            if desktop.session:
                desktop.session.evidence(desktop.options.evidence / f"{code}-{name}")
            # The next page begins anew.
            desktop.code = None
            raise


LANGUAGES = [line for line in (TOP / "po" / "LINGUAS").read_text(encoding="utf-8").split("\n")
             if line and not line.startswith("#")]
for _code in [*LANGUAGES, INVENTED]:
    for _name, _page in PAGES.items():
        add_page(_code, _name, _page)


@suite.test(f"{INVENTED}/mirrored")
def mirrored(desktop):
    """Who reads from right to left begins there: the list, the composer, its button."""
    desktop.start(INVENTED)
    desktop.open_conversation()
    conversations, messages = desktop.place("Conversations", "list"), desktop.place("Messages", "list")
    check(conversations[0] > messages[0], lambda: f"the list {conversations} is left of the messages {messages}")
    message, send = desktop.place("Message", "text"), desktop.place("Send")
    check(send[0] + send[2] < message[0] + message[2] / 2, lambda: f"Send {send} is right in the composer {message}")
    desktop.look("mirrored")


def why_not():
    reasons = missing()
    if not shutil.which("localedef") or not all((DEFINITIONS / name).exists() for name in LOCALES.values()):
        reasons.append("locales")
    return f"missing Debian packages: {' '.join(reasons)}" if reasons else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=TOP / "build")
    parser.add_argument("--bedside", type=Path)
    parser.add_argument("--pictures", type=Path, help="keep a picture of each page there")
    parser.add_argument("--width", type=int, help="of the window, in pixels")
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--evidence", type=Path, default=TOP / "languages-evidence")
    parser.add_argument("wanted", nargs="*")
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.bedside = (options.bedside or options.build / "src" / "bedside").resolve()
    options.locales = options.build / "tests" / "languages" / "locales"
    os.environ.setdefault("GSETTINGS_SCHEMA_DIR", str(options.build / "data"))
    shutil.rmtree(options.evidence, ignore_errors=True)
    part = tuple(int(number) for number in options.part.split("/"))
    sys.exit(suite.run(options.wanted, lambda: Desktop(options), why_not, part))


if __name__ == "__main__":
    main()
