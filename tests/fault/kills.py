# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The built Bedside, killed with -9 at random moments in the middle of a conversation, and started again each time.

The messages are typed with the keyboard into its window. What counts in the
end is what the server holds and what Bedside shows of it, in the profile that
all the kills have left.
"""
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from results import Result

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "synapse" / "tools"))

# pylint: disable=wrong-import-position
from common import Failure, Process, check, run, wait_for  # noqa: E402
from fault_proxy import FaultProxy  # noqa: E402
from session import Session  # noqa: E402

SEND = r"/rooms/[^/]+/send/m\.room\.message/"
NAME = "org.bedside.Bedside.Devel"
BEN = "Ben Okafor"
TYPED = re.compile(r"m\d{3}x\d{3}z")
# What was typed so long before the kill, into a composer that had taken something already, was taken and stored.
TAKEN_AFTER = 2.5


class Desk:
    """A practitioner, one conversation, and a Bedside with many lives."""

    def __init__(self, programs, folder, seed):
        self.programs, self.random, self.seed = programs, random.Random(seed), seed
        self.session = Session(folder)
        self.server = subprocess.Popen([programs.practice_server], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       text=True, env=self.session.env)
        base, self.user, self.password, self.room = (self.server.stdout.readline().strip() for _ in range(4))
        self.proxy = FaultProxy("127.0.0.1", int(base.rpartition(":")[2]))
        self.lives, self.said = [], []

    def close(self):
        self.session.close()
        self.proxy.close()
        self.server.stdin.close()
        self.server.wait(10)

    # --- the server ---

    def command(self, text):
        self.server.stdin.write(text + "\n")
        self.server.stdin.flush()

    def say(self):
        self.said.append(f"p{len(self.said) + 1}")
        self.command(f"say {self.said[-1]}")

    def held(self):
        self.command("held")
        return [self.server.stdout.readline().rstrip("\n") for _ in range(int(self.server.stdout.readline()))]

    # --- Bedside ---

    def sign_in(self):
        app = self.session.program(self.programs.bedside)
        app.set_text("Server", self.proxy.base, timeout=15)
        app.set_text("User name", self.user)
        app.set_text("Password", self.password)
        app.click("Sign In")
        app.wait_row("Conversations", f"^{BEN}")
        app.stop()

    def act(self, action, target):
        """An action of the program, if it is there already."""
        return subprocess.run(["gdbus", "call", "--session", "--dest", NAME, "--object-path",
                               "/" + NAME.replace(".", "/"), "--method", "org.freedesktop.Application.ActivateAction",
                               action, f"[<{target!r}>]", "{}"], env=self.session.env, capture_output=True,
                              check=False).returncode == 0

    def life(self, number):
        """Starts, talks, and is killed at a moment that is not chosen."""
        process = self.session.start(self.programs.bedside)
        end = time.monotonic() + self.random.choice((0.6, 1.5, 3.0)) * self.random.random() + 0.1
        slow = self.proxy.delay("PUT", SEND, self.random.random() * 1.5) if self.random.random() < 0.5 else None
        typed, opened = [], False
        while time.monotonic() < end:
            check(process.alive(), lambda: f"it ended by itself, {process.popen.returncode}: {process.said()}")
            if self.random.random() < 0.2:
                self.say()
            if not opened:
                opened = self.act("reply", self.room)
            else:
                text = f"m{number:03}x{len(typed) + 1:03}z"
                typed.append((time.monotonic(), text))
                subprocess.run(["xdotool", "key", "ctrl+a", "type", "--args", "1", "--delay", "2", text, "key",
                                "Return"], env=self.session.env, capture_output=True, check=False)
            time.sleep(self.random.random() * 0.1)
        crashed = not process.alive()
        process.kill()
        if slow:
            slow.remove()
        self.lives.append((time.monotonic(), typed, {t for _, t in typed if self.tried(t)}))
        return crashed

    def tried(self, text):
        """Bedside has asked the server to take it: so it was stored before."""
        body = re.compile(rb'"' + re.escape(text).encode() + rb'"')
        return any(body.search(a.body) for a in self.proxy.requests("PUT", SEND))

    def shown(self):
        return run([self.programs.shown, BEN], timeout=120, env=self.session.env).splitlines()

    # --- what is left ---

    def judge(self):
        """(lost, doubled, problem, messages) of all lives.

        What was typed while the focus was on its way came in part, or behind a draft that was left: only whole
        texts are looked at for what is doubled and for the order.
        """
        shown, held = self.shown(), self.held()
        arrived = {token for text in held for token in TYPED.findall(text)}
        mine = [t for t in held if TYPED.fullmatch(t)]
        lost = [t for t in self.said if t not in shown]
        doubled = sorted({t for t in [*mine, *self.said] if held.count(t) > 1 or shown.count(t) > 1})
        for killed, typed, tried in self.lives:
            there = [i for i, (_, t) in enumerate(typed) if t in arrived]
            # The first may have been typed before the composer was there.
            last = max([*there, *(i for i, (when, _) in enumerate(typed) if there and when < killed - TAKEN_AFTER)],
                       default=-1)
            missing = {t for _, t in typed[there[0] if there else 0:last + 1] if t not in arrived}
            lost += sorted(missing | {t for t in tried if t not in arrived})
        wanted = [t for _, typed, _ in self.lives for _, t in typed if t in mine]
        problems = []
        if mine != wanted:
            problems.append(f"another order: {[(a, b) for a, b in zip(mine, wanted) if a != b][:1]}")
        if shown != held:
            problems.append(f"{len(shown)} rows for {len(held)} messages, or in another order")
        if lost or doubled:
            problems.append(f"lost {lost[:5]}, doubled {doubled[:5]}")
        return len(lost), len(doubled), "\n".join(problems), len(mine)


def desk(programs, results, folder, seed, count):
    """Some of the kills; one result each, and what is wrong in the end goes to the last."""
    again, desk_, done = f"--seed {seed}", None, []
    path = f"/fault/kill/{seed}"
    try:
        desk_ = Desk(programs, folder, seed)
        desk_.sign_in()
        for number in range(1, count + 1):
            crashed = desk_.life(number)
            done.append(Result(f"{path}/{number}", "kill -9", crashed=int(crashed), again=again))
        lost, doubled, problem, mine = desk_.judge()
        done[-1].lost, done[-1].doubled, done[-1].problem = lost, doubled, problem
        done[-1].note = f"{mine} messages of the practitioner, {len(desk_.said)} of the patient"
    except Failure as e:
        done.append(Result(f"{path}/{len(done) + 1}", "kill -9", problem=str(e), crashed="it ended" in str(e),
                           again=again))
    except Exception as e:                  # pylint: disable=broad-except -- what is done is told of all the same
        done.append(Result(f"{path}/{len(done) + 1}", "kill -9", problem=repr(e), again=again))
    finally:
        if desk_:
            desk_.close()
        for result in done:
            results.add(result)


class Kills:
    """As many as count, from one to two desks at a time."""

    def __init__(self, programs, results, count, seed):
        self.programs, self.results, self.count, self.seed = programs, results, count, seed

    def run(self):
        folder = Path(tempfile.mkdtemp(prefix="bedside-kills-"))
        desks = 2 if self.count > 20 else 1
        # Programs are started by the main thread, or they would end with the one that started them.
        try:
            threads = [threading.Thread(target=desk, args=(self.programs, self.results, folder / str(n), self.seed + n,
                                                           self.count // desks)) for n in range(desks)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


__all__ = ["Failure", "FaultProxy", "Kills", "Process", "SEND", "check", "wait_for"]
