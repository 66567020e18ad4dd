# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notifications in the daemons that people have: dunst and xfce4-notifyd read markup, and forget, differently."""
import json
import subprocess
from contextlib import contextmanager
from pathlib import Path

from bus_log import BusLog
from common import Process, check, run, wait_for
from notification_suite import suite

NOTIFYD = next(iter(Path("/usr/lib").glob("*/xfce4/notifyd/xfce4-notifyd")), Path("/usr/lib/xfce4-notifyd"))
OWNED = "org.freedesktop.Notifications"
RULES = ("interface='org.freedesktop.Notifications'",)
ROOM, OTHER = "!room:example.org", "!other:example.org"
MARKUP = "<b>bold</b> &lt;i&gt; <a href='https://example.org'>link</a> K <3.5 and Na >2, R&D \u202egnp.exe"
AS_TEXT = "\u2039b>bold\u2039/b> &\u2060lt;i&\u2060gt; \u2039a href='https://example.org'>link\u2039/a> " \
          "K \u20393.5 and Na >2, R&\u2060D gnp.exe"


class Client:
    """notify-client: Bedside's notifier alone."""

    def __init__(self, world, session, app_id="org.bedside.Bedside.Devel"):
        self.process = Process([world.client, app_id], session.folder / "client.log",
                               {**session.env, "GNOTIFICATION_BACKEND": "freedesktop", "G_DEBUG": "fatal-warnings"},
                               session.home, stdin=subprocess.PIPE, text=True)
        session.processes.append(self.process)
        wait_for(lambda: "ready" in self.process.said(), 10, lambda: f"the client: {self.process.said()}")

    def tell(self, *fields):
        self.process.popen.stdin.write("\t".join(map(str, fields)) + "\n")
        self.process.popen.stdin.flush()

    def announce(self, room, text="", unread=1, privacy=2, name="Ada Lovelace", birth_date="10 Dec 1985"):
        self.tell("announce", room, privacy, unread, name, birth_date, text)

    def wait_activated(self, line):
        wait_for(lambda: f"activated {line}" in self.process.said(), 10, lambda: f"{line}: {self.process.said()}")

    def quit(self):
        self.tell("quit")
        wait_for(lambda: not self.process.alive(), 10, "the client to end")
        check(self.process.popen.returncode == 0, lambda: f"the client ended well: {self.process.said()}")


class Dunst:
    """What dunst shows, as its own tool tells."""

    def __init__(self, session):
        self.session = session
        folder = session.home / ".config/dunst"
        folder.mkdir(parents=True)
        # The menu of actions is a program that reads lines and prints the chosen one.
        menu = folder / "menu"
        menu.write_text('#!/bin/sh\ngrep -F "$(cat "$HOME/wanted")" | head -n 1\n', encoding="utf-8")
        menu.chmod(0o755)
        config = folder / "dunstrc"
        config.write_text(f"[global]\ndmenu = {menu}\nmarkup = full\nformat = \"<b>%s</b>\\n%b\"\nfont = Sans 11\n"
                          "width = (0, 500)\norigin = top-right\nenable_recursive_icon_lookup = false\n"
                          "notification_limit = 20\nstack_duplicates = false\n"
                          "[urgency_normal]\ntimeout = 0\n", encoding="utf-8")
        session.daemon("dunst", "-conf", config, owns=OWNED)

    def tell(self, *args):
        return run(["dunstctl", *args], env=self.session.env)

    def count(self):
        return int(self.tell("count", "displayed"))

    def wait_count(self, count):
        wait_for(lambda: self.count() == count, 10, lambda: f"{count} notifications, there are {self.count()}")

    def press(self, label):
        """A button, by the menu that dunst has in their place."""
        (self.session.home / "wanted").write_text(label, encoding="utf-8")
        self.tell("context")

    def press_default(self):
        self.tell("action", "0")

    def clear(self):
        """It leaves on the screen what was answered by its own tool; with the mouse it does not."""
        self.tell("close-all")
        self.wait_count(0)

    def history(self):
        """(title, body) of what has been closed, newest first."""
        entries = json.loads(self.tell("history"))["data"][0]
        return [(e["summary"]["data"], e["body"]["data"]) for e in entries]


class Notifyd:
    """Xfce's daemon, whose popups are windows."""

    # Where the middle of a button is, from the lower right corner of the popup.
    BUTTONS = {"Reply": (160, 31), "Mark as read": (50, 31)}

    def __init__(self, session):
        self.session = session
        session.start_xfconf()
        session.daemon(NOTIFYD, owns=OWNED)

    def windows(self):
        done = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "xfce4-notifyd"], env=self.session.env,
                              capture_output=True, text=True, check=False)
        return done.stdout.split()

    def wait_count(self, count):
        wait_for(lambda: len(self.windows()) == count, 10, lambda: f"{count} popups, there are {len(self.windows())}")

    def _corner(self):
        said = run(["xdotool", "getwindowgeometry", "--shell", self.windows()[0]], env=self.session.env)
        place = {key: int(value) for key, value in (line.split("=") for line in said.splitlines())}
        return place["X"] + place["WIDTH"], place["Y"] + place["HEIGHT"]

    def press(self, label):
        """A button of the only popup, with the mouse, once it has come to rest."""
        last = None

        def still():
            nonlocal last
            before, last = last, self._corner()
            return before == last
        wait_for(still, 5, "a popup that stands still", every=0.3)
        (x, y), (left, up) = last, self.BUTTONS[label]
        self.session.pointer(x - left, y - up, 1)


@contextmanager
def desktop(world, daemon, name):
    """A session with one daemon and a client; a failure leaves a picture."""
    with world.session(name) as session:
        shown = daemon(session)
        yield session, shown, BusLog(session, *RULES), Client(world, session)


@suite.test("R22-R31-dunst/as-text")
def dunst_as_text(world):
    with desktop(world, Dunst, "dunst-text") as (session, dunst, log, client):
        client.announce(ROOM, MARKUP)
        client.announce(OTHER, privacy=0)
        dunst.wait_count(2)
        told = {n.title: n.body for n in log.notifications()}
        check(told == {"Ada Lovelace, 10 Dec 1985": AS_TEXT, "New message": ""}, lambda: f"not {told}")
        world.picture(session, "dunst")
        dunst.tell("close-all")
        # What it made of it: nothing taken out, nothing taken for markup.
        kept = [body for title, body in dunst.history() if title.startswith("Ada")]
        check(kept and "bold" in kept[0] and "link" in kept[0] and "3.5 and Na" in kept[0] and "</b>" not in kept[0],
              lambda: f"dunst shows {kept}")


@suite.test("R22-R24-dunst/replaced-and-withdrawn")
def dunst_replaced(world):
    with desktop(world, Dunst, "dunst-replaced") as (_, dunst, log, client):
        for number in range(1, 4):
            client.announce(ROOM, f"number {number}")
            log.wait(number, "Notify")
            dunst.wait_count(1)
        client.announce(OTHER, "somebody else")
        dunst.wait_count(2)
        client.tell("withdraw", ROOM)
        dunst.wait_count(1)
        client.quit()
        dunst.wait_count(0)


@suite.test("R22-dunst/actions")
def dunst_actions(world):
    with desktop(world, Dunst, "dunst-actions") as (_, dunst, _, client):
        client.announce(ROOM, "one")
        dunst.wait_count(1)
        dunst.press_default()
        client.wait_activated(f"open-conversation {ROOM}")
        dunst.clear()
        client.announce(ROOM, "two")
        dunst.wait_count(1)
        dunst.press("Reply")
        client.wait_activated(f"reply {ROOM}")
        dunst.clear()
        client.announce(ROOM, "three")
        dunst.wait_count(1)
        dunst.press("Mark as read")
        client.wait_activated(f"mark-read {ROOM}")
        dunst.clear()
        client.tell("summary", 5)
        dunst.wait_count(1)
        dunst.press_default()
        client.wait_activated("new-messages -")


@suite.test("R22-R31-xfce4-notifyd/as-text")
def notifyd_as_text(world):
    with desktop(world, Notifyd, "notifyd-text") as (session, notifyd, log, client):
        client.announce(ROOM, MARKUP)
        client.announce(OTHER, privacy=0, unread=3)
        notifyd.wait_count(2)
        world.picture(session, "xfce4-notifyd")
        told = {n.title: n.body for n in log.notifications()}
        check(told == {"Ada Lovelace, 10 Dec 1985": AS_TEXT, "3 new messages": ""}, lambda: f"not {told}")


@suite.test("R22-R24-xfce4-notifyd/replaced-and-withdrawn")
def notifyd_replaced(world):
    with desktop(world, Notifyd, "notifyd-replaced") as (_, notifyd, log, client):
        for number in range(1, 4):
            client.announce(ROOM, f"number {number}")
            log.wait(number, "Notify")
            notifyd.wait_count(1)
        client.announce(OTHER, "somebody else")
        notifyd.wait_count(2)
        client.tell("withdraw", ROOM)
        notifyd.wait_count(1)
        client.quit()
        notifyd.wait_count(0)


@suite.test("R22-xfce4-notifyd/actions")
def notifyd_actions(world):
    with desktop(world, Notifyd, "notifyd-actions") as (_, notifyd, _, client):
        client.announce(ROOM, "one")
        notifyd.wait_count(1)
        notifyd.press("Reply")
        client.wait_activated(f"reply {ROOM}")
        notifyd.wait_count(0)
        client.announce(ROOM, "two")
        notifyd.wait_count(1)
        notifyd.press("Mark as read")
        client.wait_activated(f"mark-read {ROOM}")


@suite.test("R24-daemon/ends-and-returns")
def daemon_ends(world):
    with desktop(world, Dunst, "daemon-ends") as (session, dunst, log, client):
        client.announce(ROOM, "one")
        dunst.wait_count(1)
        daemon = next(p for p in session.processes if p.args[0] == "dunst")
        daemon.kill()
        wait_for(lambda: not session.owner(OWNED), 5, "the daemon to be gone")
        client.announce(ROOM, "nobody sees it")
        client.announce(OTHER, "nor that")
        session.daemon(*daemon.args, owns=OWNED)
        client.announce(ROOM, "seen again")
        dunst.wait_count(1)
        check(log.notifications()[-1].body == "seen again", lambda: f"not {log.notifications()}")
        client.quit()
        dunst.wait_count(0)
