# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the tray share: the desktop, and the program that puts an icon into its tray."""
import shutil
import subprocess
import tempfile
from pathlib import Path

from common import Process, check, wait_for
from desktop_session import DesktopSession
from tap import Suite

suite = Suite("/desktop")
ICON_SIZE = 32          # of its place in the panel; it is the first one


class TrayProgram:
    """A run of tray-program.c."""

    def __init__(self, session, program):
        session.runs += 1
        self.session, self.seen = session, 0
        self.process = Process([program], session.folder / f"tray-program-{session.runs}.log", session.env,
                               session.home, stdin=subprocess.PIPE)
        session.processes.append(self.process)
        self.wait("ready")

    def tell(self, line):
        self.process.popen.stdin.write(line.encode() + b"\n")
        self.process.popen.stdin.flush()

    def lines(self):
        return self.process.said(10**6).splitlines()

    def wait(self, line, timeout=10):
        """Until it has said a line that was not waited for yet."""
        def look():
            new = self.lines()[self.seen:]
            return new.index(line) + 1 if line in new else 0
        self.seen += wait_for(look, timeout, lambda: f"{line!r} among {self.lines()[self.seen:]}")

    def said_nothing_new(self):
        check(self.lines()[self.seen:] == [], lambda: f"nothing, not {self.lines()[self.seen:]}")


class Desktop:
    """A new desktop for each test."""

    def __init__(self, tray, bedside, evidence):
        self.tray_program, self.bedside = Path(tray).resolve(), Path(bedside).resolve()
        self.evidence = Path(evidence).resolve()
        self.folder = Path(tempfile.mkdtemp(prefix="bedside-desktop-"))
        self.path, self.session, self.app = "", None, None
        shutil.rmtree(self.evidence, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def end(self):
        if self.session:
            self.session.evidence(self.evidence / self.path.strip("/").replace("/", "-"))
            self.session.close()
        self.session = self.app = None

    def case(self, path):
        self.end()
        self.path = path

    def begin(self, **more):
        """The desktop of this test."""
        folder = self.folder / self.path.strip("/").replace("/", "-")
        folder.mkdir()
        self.session = DesktopSession(folder, **more)
        return self.session

    def start(self, shown=True):
        """tray-program, in the tray."""
        program = TrayProgram(self.session, self.tray_program)
        if shown:
            program.tell("show")
            program.wait("hosted true")
        return program

    # --- the panel ---

    def icon(self):
        return self.session.picture(ICON_SIZE, ICON_SIZE)

    def save(self, name):
        """A picture for whoever looks at them."""
        folder = self.evidence / self.path.strip("/").replace("/", "-")
        folder.mkdir(parents=True, exist_ok=True)
        self.session.screenshot(folder / f"{name}.png")

    def wait_icon(self, unlike, timeout=10, least=40):
        """Until the icon's place looks clearly other than in a picture, and has settled; the new picture."""
        last = None

        def look():
            nonlocal last
            before, last = last, self.icon()
            return before and last.difference(before) == 0 and last.difference(unlike) >= least and last
        return wait_for(look, timeout, "another icon in the panel", every=0.1)

    def wait_icon_like(self, picture, timeout=10):
        wait_for(lambda: self.icon().difference(picture) == 0, timeout, "the icon as it was", every=0.1)

    def click_icon(self, button=1):
        self.session.pointer(ICON_SIZE // 2, ICON_SIZE // 2, button)

    def open_menu(self):
        """The menu under the icon, until it is on the screen."""
        before = self.session.picture(300, 300, 0, ICON_SIZE + 2)
        self.click_icon(3)
        last = None

        def look():
            nonlocal last
            earlier, last = last, self.session.picture(300, 300, 0, ICON_SIZE + 2)
            return earlier and last.difference(earlier) == 0 and last.difference(before) > 1000
        wait_for(look, 10, "a menu", every=0.15)

    def choose(self, *keys):
        """Keys that an open menu takes."""
        self.session.keys(*keys)
