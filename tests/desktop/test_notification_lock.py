# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen of the built program while it is locked: in its window, by notification, and after it was killed."""
import subprocess
from pathlib import Path

from common import Process, check, run, wait_for
from notification_suite import suite
from test_notification_rules import BEN, MARIA, desk

PASSCODE = "4711"
SECRETS = ("Ben", "Okafor", "Maria", "Lovelace", "1985", "Riverside", "quiet word", "second word", "third word")


class ScreenSaver:
    def __init__(self, session):
        self.process = Process(["/usr/bin/python3", Path(__file__).with_name("screen_saver.py")],
                               session.folder / "saver.log", session.env, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
        session.processes.append(self.process)
        self._hear("ready")

    def _hear(self, word):
        said = self.process.popen.stdout.readline().strip()
        check(said == word, lambda: f"the screen saver said {said!r}: {self.process.said()}")

    def lock(self):
        self.process.popen.stdin.write("lock\n")
        self.process.popen.stdin.flush()
        self._hear("locked")


def choose_passcode(it):
    it.app.click("Main menu")
    it.app.click("Preferences")
    it.app.click("Choose passcode", timeout=10)
    wait_for(lambda: run(["xdotool", "getactivewindow", "getwindowname"], env=it.session.env).strip() ==
             "Choose passcode", 10, "the dialog to have the focus")
    # Libadwaita's rows do not let themselves be written into from outside; behind the text is a button.
    it.session.keys(*PASSCODE, "Tab", "Tab", *PASSCODE)
    wait_for(lambda: "sensitive" in it.app.states("Save"), 10, "the passcode to be taken")
    it.app.click("Save")
    wait_for(lambda: it.app.has("Change passcode"), 20, "the passcode to be chosen")
    check("passcode" in str(it.session.keyring_items()), "nothing of the passcode is in the keyring")


def wait_locked(app):
    """Until the lock page is there, and nothing else: not even for a screen reader."""
    wait_for(lambda: app.has("Unlock"), 20, "the lock page")
    seen = str(app.everything())
    check(not [word for word in SECRETS if word in seen], lambda: f"seen behind the lock: {seen}")
    check(not app.has("Conversations"), "the list of conversations is there")


def unlock(app, passcode=None):
    if passcode is not None:
        app.set_text("Passcode", passcode)
    app.click("Unlock")


@suite.test("R22-R31-rules/locked-with-the-screen")
def locked_with_the_screen(world):
    """What names a patient goes at once, what comes names nobody; messages arrive, and what is asked for waits."""
    with desk(world, "locked", privacy="text") as it:
        saver = ScreenSaver(it.session)
        it.practice.say("ben", "A quiet word")
        check(it.wait_told(1)[-1] == (BEN, "A quiet word"), lambda: f"told {it.told()}")
        saver.lock()
        wait_locked(it.app)
        world.picture(it.session, "locked")
        wait_for(lambda: it.told()[-1] == ("New message", ""), 10, lambda: f"the name to go; told {it.told()}")
        it.practice.say("maria.s", "A second word")
        wait_for(lambda: len(it.told()) > 2, 10, "the second message to be told")
        check(all(told == ("New message", "") for told in it.told()[1:]), lambda: f"told {it.told()}")
        wait_locked(it.app)
        unlock(it.app)
        it.app.wait_row("Conversations", f"^{BEN}, 1 unread")
        it.app.wait_row("Conversations", f"^{MARIA}, 1 unread")


@suite.test("R31-rules/killed-and-started-again-it-is-locked")
def killed(world):
    """The count of wrong ones over restarts: tests/practice/test-lock-passcode.c."""
    with desk(world, "killed") as it:
        choose_passcode(it)
        it.app.kill()
        it.app = it.start()
        wait_locked(it.app)
        unlock(it.app, "4712")
        wait_for(lambda: it.app.has("That is not the passcode."), 10, "the wrong passcode to be refused")
        wait_locked(it.app)
        unlock(it.app, PASSCODE)
        it.app.wait_rows("Conversations", lambda rows: len(rows) > 5, 20)
