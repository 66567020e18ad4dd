# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the built program tells by notification, and what not: seen on the bus, with a real daemon."""
import json
import subprocess
import time
from contextlib import contextmanager

from bus_log import BusLog
from common import Process, check, run, wait_for
from notification_suite import suite
from test_notification_daemons import RULES, Dunst

SETTLED = 3.6
SCHEMA = "org.bedside.Bedside"
ADA, BEN, MARIA = "Ada Lovelace, 10 Dec 1985", "Ben Okafor, 2 Mar 1972", "Maria Santos, 17 Apr 1961"


class Practice:
    """demo-practice: a server with patients who write when they are told to."""

    def __init__(self, world, session):
        self.process = Process([world.practice], session.folder / "practice.log", session.env, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
        session.processes.append(self.process)
        self.base, self.user, self.password = (self.process.popen.stdout.readline().strip() for _ in range(3))

    def tell(self, *fields):
        self.process.popen.stdin.write("\t".join(fields) + "\n")
        self.process.popen.stdin.flush()
        return self.process.popen.stdout.readline().strip()

    def room(self, who):
        return self.tell("room", who)

    def say(self, who, text):
        """The patient writes; the event."""
        return self.tell("say", self.room(who), who, text)

    def edit(self, who, event, text):
        content = {"msgtype": "m.text", "body": f"* {text}", "m.new_content": {"msgtype": "m.text", "body": text},
                   "m.relates_to": {"rel_type": "m.replace", "event_id": event}}
        return self.tell("event", self.room(who), who, "m.room.message", json.dumps(content))


class Desk:
    """Bedside, signed in at the demo's server, with dunst."""

    def __init__(self, world, session, **settings):
        self.world, self.session = world, session
        for key, value in {"tray": "false", **settings}.items():
            self.set(key, value)
        self.dunst = Dunst(session)
        self.practice = Practice(world, session)
        self.log = BusLog(session, *RULES)
        self.app = self.start()
        self.sign_in()

    def set(self, key, value):
        """As if chosen in the preferences."""
        run(["gsettings", "set", SCHEMA, key.replace("_", "-"), value], env=self.session.env)

    def start(self, *arguments):
        return self.session.program(self.world.bedside, *arguments, timeout=30)

    def sign_in(self):
        self.app.set_text("Server", self.practice.base, timeout=15)
        self.app.set_text("User name", self.practice.user)
        self.app.set_text("Password", self.practice.password)
        self.app.click("Sign In")
        self.app.wait_rows("Conversations", lambda rows: len(rows) > 5, 30)

    def check_complaints(self):
        complaints = [line for program in self.session.programs for line in program.complaints()]
        check(not complaints, lambda: "Bedside complained: " + " | ".join(complaints[:5]))

    def told(self):
        return [(n.title, n.body) for n in self.log.notifications()]

    def wait_told(self, count, timeout=15):
        """Until so many have been told in all, and not one more; all."""
        self.log.wait(count, "Notify", timeout=timeout)
        self.settle()
        check(len(self.told()) == count, lambda: f"{count} notifications, not {self.told()}")
        return self.told()

    def settle(self):
        """Until whatever is under way would have been told: a second one of a conversation waits for three seconds."""
        end = time.monotonic() + SETTLED
        wait_for(lambda: time.monotonic() > end, 2 * SETTLED)


@contextmanager
def desk(world, name, **settings):
    with world.session(name, keyring=True) as session:
        it = Desk(world, session, **settings)
        yield it
        it.check_complaints()


@suite.test("R22-R31-rules/first-sync-own-edited")
def silent(world):
    """What came before, what one wrote oneself and what is changed afterwards is not told; what follows is, once."""
    with desk(world, "silent") as it:
        it.settle()
        check(not it.told(), lambda: f"told at sign-in: {it.told()}")
        it.practice.tell("say", it.practice.room("ben"), it.practice.user, "I wrote that on my telephone")
        it.settle()
        check(not it.told(), lambda: f"told of own: {it.told()}")
        event = it.practice.say("maria.s", "I walk an hour every day")
        it.wait_told(1)
        it.practice.edit("maria.s", event, "I walk two hours every day")
        it.practice.edit("maria.s", event, "I walk three hours every day")
        it.wait_told(1)
        check(it.told() == [("New message", "")], lambda: f"told {it.told()}")
        said = it.log.process.said(10**7)
        check("Maria" not in said and "walk" not in said, "a patient's name or words on the bus")


@suite.test("R22-R31-rules/privacy")
def privacy(world):
    with desk(world, "privacy", privacy="name") as it:
        it.practice.say("ben", "A <b>secret</b>")
        check(it.wait_told(1)[-1] == (BEN, "New message"), lambda: f"told {it.told()}")
        check("secret" not in it.log.process.said(10**7), "the text on the bus")
        it.set("privacy", "text")
        it.practice.say("maria.s", "An <i>open</i> word")
        check(it.wait_told(2)[-1] == (MARIA, "An \u2039i>open\u2039/i> word"), lambda: f"told {it.told()}")
        # What may not be seen any more goes at once.
        it.set("privacy", "nothing")
        wait_for(lambda: {n.title for n in it.log.notifications()[2:]} == {"New message"}, 10, "the names to go")
        it.dunst.wait_count(2)


@suite.test("R22-rules/open-and-focused")
def focused(world):
    with desk(world, "focused") as it:
        it.app.select("Conversations", BEN)
        it.app.wait_rows("Messages", len)
        it.practice.say("ben", "You see this one")
        it.app.wait_rows("Messages", lambda rows: any("You see this one" in row for row in rows))
        it.practice.say("maria.s", "But not this one")
        it.wait_told(1)
        it.dunst.wait_count(1)


@suite.test("R22-rules/burst")
def burst(world):
    with desk(world, "burst", privacy="text") as it:
        for number in range(1, 21):
            it.practice.say("ben", f"number {number}")
        wait_for(lambda: it.told() and "number 20" in it.told()[-1][1], 15, lambda: f"the last one; {it.told()}")
        it.settle()
        check(len(it.told()) <= 2, lambda: f"20 messages are {len(it.told())} notifications")
        it.dunst.wait_count(1)
        for who in ("ada", "maria.s", "maria.santos", "wilhelmina", "zoe", "lukasz", "sian", "priya"):
            it.practice.say(who, "Good morning")
        wait_for(lambda: "conversations have new messages" in it.told()[-1][0], 15, lambda: f"a summary; {it.told()}")
        it.settle()
        check(it.dunst.count() <= 4, lambda: f"{it.dunst.count()} on the screen: {it.told()}")


@suite.test("R22-rules/do-not-disturb")
def do_not_disturb(world):
    with desk(world, "quiet", do_not_disturb="true") as it:
        it.practice.say("ben", "Shh")
        it.app.wait_row("Conversations", f"^{BEN}, 1 unread")
        it.settle()
        check(not it.told(), lambda: f"told {it.told()}")
        it.set("notifications", "false")
        it.set("do-not-disturb", "false")
        it.practice.say("maria.s", "Shh")
        it.app.wait_row("Conversations", f"^{MARIA}, 1 unread")
        it.settle()
        check(not it.told(), lambda: f"told {it.told()}")


@suite.test("R24-rules/read-here-and-elsewhere")
def read(world):
    with desk(world, "read") as it:
        event = it.practice.say("ben", "one")
        it.wait_told(1)
        it.practice.say("maria.s", "two")
        it.wait_told(2)
        it.dunst.wait_count(2)
        it.practice.tell("read", it.practice.room("ben"), it.practice.user, event)
        it.dunst.wait_count(1)
        it.app.select("Conversations", MARIA)
        it.dunst.wait_count(0)


@suite.test("R22-R24-rules/mark-as-read")
def mark_read(world):
    with desk(world, "mark-read") as it:
        it.practice.say("ben", "one")
        it.wait_told(1)
        it.app.wait_row("Conversations", f"^{BEN}, 1 unread")
        it.dunst.press("Mark as read")
        it.app.wait_row("Conversations", f"^{BEN}$")
        wait_for(lambda: it.practice.tell("reads") != "0", 10, "the server to be told")


@suite.test("R22-rules/reply")
def reply(world):
    with desk(world, "reply") as it:
        it.practice.say("ben", "Will you answer?")
        it.wait_told(1)
        it.dunst.press("Reply")
        it.app.wait_rows("Messages", lambda rows: any("Will you answer?" in row for row in rows))
        wait_for(lambda: "focused" in it.app.states("Message"), 10, "the composer to have the focus")


@suite.test("R22-rules/quit-takes-away")
def quit_takes_away(world):
    """A plain daemon has nobody to tell when Bedside is not there."""
    with desk(world, "quit") as it:
        it.practice.say("ben", "one")
        it.wait_told(1)
        it.app.stop()
        it.dunst.wait_count(0)
