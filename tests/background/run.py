#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py [--bedside PROGRAM] [--evidence FOLDER] [TEXT...]

What becomes of Bedside when its window is closed, opened again, or not opened
at all: with a tray, without one, with one that comes and goes. Prints TAP.
"""
import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "synapse" / "tools"))

# pylint: disable=wrong-import-position -- the tools are not installed
from common import Failure, check, run, wait_for  # noqa: E402
from session import BAD_OUTPUT, PYTHON, Session, missing  # noqa: E402
from tap import Suite, say  # noqa: E402
from watcher import Tray  # noqa: E402

BUTTONS = ["push button", "button"]
QUESTION = "Keep running?"
LIMIT = 10          # seconds that Bedside may be without window and tray
suite = Suite("/background")


class Desktop:
    """One session with one Bedside for each test."""

    def __init__(self, bedside, evidence):
        self.bedside, self.evidence = Path(bedside).resolve(), Path(evidence)
        self.folder = Path(tempfile.mkdtemp(prefix="bedside-background-"))
        self.path, self.runs, self.processes = "", 0, []
        self.session, self.app, self.process, self.tray = None, None, None, None
        shutil.rmtree(self.evidence, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def end(self):
        for process in self.processes:
            process.stop()
        if self.session:
            self.session.close()
        self.session, self.app, self.process, self.tray, self.processes = None, None, None, None, []

    def case(self, path):
        self.end()
        self.path = path
        self.runs += 1
        self.session = Session(self.folder / str(self.runs), keyring=False)
        self.tray = Tray(self.session, PYTHON)

    def start(self, *arguments):
        """Bedside, which may have no window."""
        process = self.session.start(self.bedside, *arguments)
        self.processes.append(process)
        self.process = self.process or process
        return process

    def connect(self):
        """Drives what start() has started, once there is a window; the program."""
        self.wait_shown(True, 20)
        self.app = self.session.attach(self.process)
        return self.app

    def demo(self, tray=True):
        """Bedside on the demo practice, with its window; the program."""
        if tray:
            self.tray.start()
        self.start("--demo")
        app = self.connect()
        app.wait_rows("Conversations", lambda rows: len(rows) > 5, 30, "the demo's conversations")
        if tray:
            self.wait_icon()
        return app

    def sign_in_page(self):
        """Bedside as it is at first; the program."""
        app = self.app or self.connect()
        wait_for(lambda: app.states("Sign In", role=BUTTONS), 15, "the sign-in page")
        return app

    def wait_icon(self, count=1):
        wait_for(lambda: self.tray.count() == count, 10, lambda: f"{count} icons; there are {self.tray.count()}")

    def shown(self):
        """Whether there is a window of Bedside's on the screen."""
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--all", "--pid", str(self.process.pid),
                                "--name", "."],
                               env=self.session.env, capture_output=True, text=True, check=False)
        return bool(found.stdout.strip())

    def wait_shown(self, shown=True, timeout=10):
        wait_for(lambda: self.shown() == shown, timeout, f"the window to be {'shown' if shown else 'hidden'}")

    def stays(self, seconds, condition, what):
        """For that long it stays so."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            check(condition(), f"not {what} any more")
            time.sleep(0.2)

    def wait_end(self, timeout=10):
        wait_for(lambda: not self.process.alive(), timeout, "Bedside to end")
        check(self.process.popen.returncode == 0, lambda: f"Bedside ended with {self.process.popen.returncode}")

    def active(self):
        """The title of the window that has the focus, if it is one of Bedside's."""
        found = subprocess.run(["xdotool", "getactivewindow", "getwindowpid", "getactivewindow", "getwindowname"],
                               env=self.session.env, capture_output=True, text=True, check=False).stdout.splitlines()
        return found[1] if len(found) == 2 and found[0] == str(self.process.pid) else ""

    def wait_active(self, title="Bedside"):
        wait_for(lambda: self.active() == title, 5, lambda: f"{title!r} to have the focus; it is {self.active()!r}")

    def close(self):
        self.wait_active()
        self.session.keys("ctrl+w")

    def keep_running(self):
        self.close()
        self.app.click("Keep running", window=QUESTION)
        self.wait_shown(False)

    def act(self, action, *parameters):
        """What launchers and notifications do: an action of the program that is on the bus, or to be."""
        name = wait_for(self._name, 15, "Bedside on the bus")
        given = ", ".join(f"<{p!r}>" for p in parameters)
        run(["gdbus", "call", "--session", "--dest", name, "--object-path", "/" + name.replace(".", "/"), "--method",
             "org.freedesktop.Application.ActivateAction", action, f"[{given}]", "{}"], env=self.session.env)

    def _name(self):
        names = run(["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
                     "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.ListNames"], env=self.session.env)
        found = re.search(r"'(org\.bedside\.Bedside[^']*)'", names)
        return found and found[1]

    def quiet(self):
        bad = [line for process in self.processes for line in process.said(10**7).splitlines()
               if BAD_OUTPUT.search(line)]
        check(not bad, lambda: f"Bedside complained: {bad[:3]}")


def case(name):
    """A test that keeps evidence when it fails."""
    def add(function):
        @suite.test(name)
        def test(desktop):
            try:
                function(desktop)
                desktop.quiet()
            except Failure:
                folder = desktop.evidence / desktop.path.strip("/").replace("/", "-")
                desktop.session.evidence(folder)
                say(f"# evidence in {folder}")
                raise
        return test
    return add


@case("no-tray-quits")
def no_tray_quits(desktop):
    desktop.demo(tray=False)
    desktop.close()
    desktop.wait_end()


@case("asks-once")
def asks_once(desktop):
    app = desktop.demo()
    desktop.close()
    wait_for(lambda: QUESTION in app.call("windows"), 5, "the question")
    app.click("Cancel", window=QUESTION)
    wait_for(lambda: QUESTION not in app.call("windows"), 5, "the question to go")
    check(desktop.shown(), "Cancel closed the window")
    desktop.keep_running()
    desktop.stays(1.5, lambda: app.process.alive() and not desktop.shown(), "hidden")
    # Remembered: nobody is asked again.
    desktop.tray.click()
    desktop.wait_shown()
    desktop.close()
    desktop.wait_shown(False)
    check(app.process.alive(), "Bedside ended")


@case("quit-is-remembered")
def quit_is_remembered(desktop):
    app = desktop.demo()
    desktop.close()
    app.click("Quit", window=QUESTION)
    desktop.wait_end()


@case("comes-back-as-it-was")
def comes_back(desktop):
    app = desktop.demo()
    first = ", ".join(app.rows("Conversations")[0].split(", ")[:2])
    app.select("Conversations", first)
    app.wait_rows("Messages", bool, what="any message")
    app.set_text("Message", "Half of an ans")
    desktop.keep_running()
    desktop.tray.click()
    desktop.wait_shown()
    wait_for(lambda: app.selected("Conversations"), 5, "the conversation that was open")
    check(app.selected("Conversations")[0].startswith(first), lambda: f"another one: {app.selected('Conversations')}")
    check(app.text("Message", role="text") == "Half of an ans", "the draft is gone")


@case("dialogs-go-along")
def dialogs_go_along(desktop):
    app = desktop.demo()
    desktop.keep_running()
    desktop.tray.click()
    desktop.wait_shown()
    app.click("Main menu")
    app.click("Patient directory")
    wait_for(lambda: "Patient directory" in app.call("windows"), 5, "the directory")
    run(["xdotool", "search", "--onlyvisible", "--name", "^Bedside$", "windowactivate"], env=desktop.session.env)
    desktop.close()
    desktop.wait_shown(False)
    desktop.tray.click()
    desktop.wait_shown()
    wait_for(lambda: "Patient directory" in app.call("windows"), 5, "the directory again")


@case("click-hides-what-is-in-front")
def click_hides(desktop):
    app = desktop.demo()
    # Who has not chosen to keep it running: a click only shows.
    desktop.tray.click()
    desktop.stays(1, desktop.shown, "shown")
    desktop.keep_running()
    desktop.tray.click()
    desktop.wait_shown()
    desktop.wait_active()
    desktop.tray.click()
    desktop.wait_shown(False)


@case("stranded")
def stranded(desktop):
    desktop.demo()
    desktop.keep_running()
    desktop.tray.stop()
    start = time.monotonic()
    desktop.wait_shown(True, LIMIT + 5)
    check(time.monotonic() - start > LIMIT - 1, "it came back too early: the tray might have, too")
    # Now closing ends it: there is nothing to come back from.
    desktop.close()
    desktop.wait_end()


@case("tray-comes-back")
def tray_comes_back(desktop):
    app = desktop.demo()
    desktop.keep_running()
    desktop.tray.stop()
    desktop.stays(3, lambda: not desktop.shown(), "hidden")
    desktop.tray.start()
    desktop.wait_icon()
    desktop.stays(LIMIT, lambda: app.process.alive() and not desktop.shown(), "hidden")


@case("background-start")
def background_start(desktop):
    desktop.tray.start()
    process = desktop.start("--demo", "--background")
    desktop.wait_icon()
    desktop.stays(LIMIT + 3, lambda: process.alive() and not desktop.shown(), "hidden")
    desktop.tray.click()
    desktop.connect().wait_rows("Conversations", lambda rows: len(rows) > 5, 30, "the demo's conversations")


@case("background-start-without-tray")
def background_start_without_tray(desktop):
    start = time.monotonic()
    desktop.start("--demo", "--background")
    desktop.wait_shown(True, LIMIT + 10)
    check(time.monotonic() - start > LIMIT, "it did not wait for a tray")


@case("background-start-signed-out")
def background_start_signed_out(desktop):
    """Nothing would arrive: the person is asked to sign in."""
    desktop.tray.start()
    desktop.start("--background")
    desktop.sign_in_page()


@case("signed-out-quits")
def signed_out_quits(desktop):
    desktop.tray.start()
    desktop.start()
    desktop.sign_in_page()
    desktop.wait_icon()
    desktop.close()
    desktop.wait_end()


@case("second-start")
def second_start(desktop):
    desktop.start()
    app = desktop.sign_in_page()
    window = run(["xdotool", "search", "--onlyvisible", "--all", "--pid", desktop.process.pid, "--name", "^Bedside$"],
                 env=desktop.session.env).split()[-1]
    run(["xdotool", "windowminimize", window], env=desktop.session.env)
    desktop.wait_shown(False)
    # One that is to have no window leaves the other as it is.
    other = desktop.start("--background")
    wait_for(lambda: not other.alive(), 10, "the second start to hand over")
    desktop.stays(1, lambda: not desktop.shown(), "hidden")
    other = desktop.start()
    wait_for(lambda: not other.alive(), 10, "the second start to hand over")
    desktop.wait_shown()
    check(len([w for w in app.call("windows") if w == "Bedside"]) == 1, "there are two windows")


@case("sigterm-with-dialog")
def sigterm_with_dialog(desktop):
    app = desktop.demo()
    desktop.close()
    wait_for(lambda: QUESTION in app.call("windows"), 5, "the question")
    app.process.popen.terminate()
    desktop.wait_end()


@case("sigterm-while-hidden")
def sigterm_while_hidden(desktop):
    app = desktop.demo()
    desktop.keep_running()
    app.process.popen.terminate()
    desktop.wait_end()
    desktop.wait_icon(0)


@case("quit-always-quits")
def quit_always_quits(desktop):
    desktop.demo()
    desktop.keep_running()
    desktop.tray.click()
    desktop.wait_active()
    desktop.session.keys("ctrl+q")
    desktop.wait_end()


@case("keys-in-a-dialog")
def keys_in_a_dialog(desktop):
    """Ctrl+W closes what is in front, and no more; Ctrl+Q quits from there, too."""
    app = desktop.demo()
    desktop.wait_active()
    desktop.session.keys("ctrl+comma")
    desktop.wait_active("Preferences")
    desktop.session.keys("ctrl+w")
    desktop.wait_active()
    check(app.call("windows") == ["Bedside"], lambda: f"one window, not {app.call('windows')}")
    desktop.session.keys("ctrl+comma")
    desktop.wait_active("Preferences")
    desktop.session.keys("ctrl+q")
    desktop.wait_end()


@case("no-core-dumps")
def no_core_dumps(desktop):
    """What is in the memory of a program that crashes is not for the disk."""
    process = desktop.start("--gapplication-service")
    wait_for(desktop._name, 15, "Bedside on the bus")
    about = Path("/proc") / str(process.pid)
    limits, dumped = (about / "limits").read_text(), (about / "coredump_filter").read_text()
    check(re.search(r"^Max core file size +0 +0 ", limits, re.M), lambda: f"it may leave core dumps: {limits}")
    check(int(dumped, 16) == 0, lambda: f"its memory may be dumped: {dumped}")


@case("action-starts-it")
def action_starts_it(desktop):
    """As a notification does that was clicked on later: the window says what it waits for."""
    desktop.start("--gapplication-service")
    desktop.act("open-conversation", "!nowhere:practice.example")
    desktop.sign_in_page()


@case("activation-starts-it")
def activation_starts_it(desktop):
    """As a launcher does."""
    desktop.start("--gapplication-service")
    desktop.act("show")
    desktop.sign_in_page()
    desktop.stays(LIMIT + 2, desktop.process.alive, "running")


@case("mark-read-needs-no-window")
def mark_read(desktop):
    """It waits for the conversation, and nothing is to be seen of that."""
    process = desktop.start("--gapplication-service")
    desktop.act("mark-read", "!nowhere:practice.example")
    desktop.stays(LIMIT + 3, lambda: process.alive() and not desktop.shown(), "hidden and waiting")


@case("service-leaves")
def service_leaves(desktop):
    """Started by the bus and asked for nothing, it does not stay."""
    desktop.start("--gapplication-service")
    desktop.wait_end(LIMIT + 8)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bedside", default="_build/src/bedside")
    parser.add_argument("--evidence", default="evidence")
    parser.add_argument("wanted", nargs="*")
    options = parser.parse_args()
    lacking = missing()
    why = f"missing: {' '.join(lacking)}" if lacking else ""
    return suite.run(options.wanted, lambda: Desktop(options.bedside, options.evidence), lambda: why)


if __name__ == "__main__":
    sys.exit(main())
