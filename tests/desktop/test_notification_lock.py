# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the built program tells while it is locked; its window and what opens it: tests/ui-access/lock.py."""
import subprocess
from pathlib import Path

from common import Process, check, wait_for
from notification_suite import suite
from test_notification_rules import BEN, MARIA, desk

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


def wait_locked(app):
    """Until the lock page is there, and nothing else: not even for a screen reader."""
    wait_for(lambda: app.has("Unlock"), 20, "the lock page")
    seen = str(app.everything())
    check(not [word for word in SECRETS if word in seen], lambda: f"seen behind the lock: {seen}")
    check(not app.has("Conversations"), "the list of conversations is there")


@suite.test("R22-R31-rules/locked-with-the-screen")
def locked_with_the_screen(world):
    """What names a patient goes at once, what comes names nobody; messages arrive all the while."""
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
        it.app.click("Unlock")
        it.app.wait_row("Conversations", f"^{BEN}, 1 unread")
        it.app.wait_row("Conversations", f"^{MARIA}, 1 unread")
