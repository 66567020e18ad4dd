# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of its own for each Bedside: home, display, window manager, session bus, keyring.

Nothing of the machine's own session is seen or touched, two can run side by
side, and all ends with close(). The bus starts the accessibility service and
nothing else, so that what a test sees does not depend on what is installed.
"""
import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from common import TOOLS, Failure, Process, check, run, wait_for

PYTHON = "/usr/bin/python3"         # Debian's own: it has pyatspi
NEEDED = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "import": "imagemagick",
          "dbus-daemon": "dbus-daemon", "gnome-keyring-daemon": "gnome-keyring"}
PASSED_ON = ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "G_MESSAGES_DEBUG", "G_ENABLE_DIAGNOSTIC")
# What no run of Bedside may print; fatal-criticals makes most of it end the program as well.
# Only what GTK 4.24 says about its own popovers, on an X server without a compositor, is none of ours.
BAD_OUTPUT = re.compile(r"-CRITICAL|\bERROR\b:|-WARNING \*\*(?!.*gdk_frame_timings_submitted)|runtime error:"
                        r"|AddressSanitizer|LeakSanitizer")
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={run}</listen><servicedir>{services}</servicedir>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""
A11Y_SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")


def missing():
    """Debian packages that a session needs and that are not here."""
    packages = [package for program, package in NEEDED.items() if not shutil.which(program)]
    if not A11Y_SERVICE.exists():
        packages.append("at-spi2-core")
    if subprocess.run([PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode:
        packages.append("python3-pyatspi")
    return packages


class Driver:
    """driver.py in a process of the session; its calls as methods, see driver.Service."""

    def __init__(self, session):
        self.process = Process([PYTHON, TOOLS / "driver.py"], session.folder / "driver.log", session.env, append=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def call(self, call, /, **more):
        pipe = self.process.popen
        try:
            pipe.stdin.write(json.dumps([call, more]) + "\n")
            pipe.stdin.flush()
            line = pipe.stdout.readline()
        except BrokenPipeError:
            line = ""
        check(line, lambda: f"the driver ended in {call}: {self.process.said()}")
        answer = json.loads(line)
        if "failure" in answer:
            raise Failure(f"{call} {more.get('name', more.get('list_name', ''))}: {answer['failure']}")
        return answer["ok"]

    def close(self):
        self.process.kill()


class Program:
    """One run of a GTK program in a session, driven by accessible name.

    name: what it is called on the accessibility bus, where that is another process than the one that is started.
    process: one that runs already.
    """

    def __init__(self, session, program, arguments=(), env=None, timeout=20, name=None, process=None):
        self.session, self.name = session, name or Path(program).name
        self.process = process or session.start(program, *arguments, env=env)
        self.driver = Driver(session)
        session.programs.append(self)
        self.call("connect", name=self.name, pid=None if name else self.process.pid, timeout=timeout)

    def call(self, call, /, **more):
        try:
            return self.driver.call(call, **more)
        except Failure as e:
            if self.process.alive():
                raise
            raise Failure(f"{self.name} has ended ({self.process.popen.returncode}): {self.process.said()}") from e

    # --- the driver's calls ---

    def click(self, name, **more):
        self.call("click", name=name, **more)

    def set_text(self, name, text, **more):
        self.call("set_text", name=name, text=text, **more)

    def text(self, name, **more):
        return self.call("text", name=name, **more)

    def rows(self, name, **more):
        return self.call("rows", name=name, **more)

    def selected(self, name):
        return self.call("selected", name=name)

    def select(self, list_name, prefix, **more):
        return self.call("select", list_name=list_name, prefix=prefix, **more)

    def states(self, name, **more):
        return self.call("states", name=name, **more)

    def names(self, role=None, **more):
        return self.call("names", role=role, **more)

    def everything(self):
        return self.call("everything")

    def has(self, name, role=None, **more):
        return name in self.names(role, **more)

    def tree(self, **more):
        return self.call("tree", **more)

    def point_at(self, name, role):
        """Clicks with the mouse in the middle of the first such object."""
        def look():
            return next((place for _, r, n, _, _, place in self.tree() if r == role and n == name and place), None)
        x, y, width, height = wait_for(look, 5, f"{role} {name!r}")
        found = run(["xdotool", "search", "--onlyvisible", "--pid", self.process.pid], env=self.session.env)
        window = found.split()[-1]
        run(["xdotool", "mousemove", "--window", window, x + width // 2, y + height // 2, "click", "1"],
            env=self.session.env)

    def wait_rows(self, name, condition, timeout=15, what=""):
        """Until the rows of a list fulfil a condition; the rows."""
        rows = []

        def look():
            nonlocal rows
            rows = self.rows(name)
            return condition(rows)
        wait_for(look, timeout, lambda: f"{what or 'the wanted rows'} in {name}; there are {rows[-12:]}")
        return rows

    def wait_row(self, name, pattern, timeout=15):
        """Until exactly one row matches; its label."""
        found = []

        def look(rows):
            found[:] = [r for r in rows if re.search(pattern, r, re.S)]
            return len(found) == 1
        self.wait_rows(name, look, timeout, f"one row {pattern!r}")
        return found[0]

    # --- its end ---

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.driver.close()

    def stop(self):
        """Asks it to end as the session manager would."""
        self.process.stop()
        self.driver.close()

    def long_turns(self):
        """What the watchdog of the development profile says about a blocked main loop."""
        return [line for line in self.process.said(10**7).splitlines() if "A turn of the main loop took" in line]

    def complaints(self):
        """Lines of its output that no run may print."""
        return [line for line in self.process.said(10**7).splitlines() if BAD_OUTPUT.search(line)]


class Session:
    """Make it, use it in a with statement or close() it."""

    def __init__(self, folder, keyring=True, size="1200x800"):
        self.folder, self.runs, self.processes, self.programs = Path(folder), 0, [], []
        self.home = self.folder / "home"
        # Names of sockets must be short, wherever the folder is.
        self.run = Path(tempfile.mkdtemp(prefix="bedside-run-"))
        for part in (".cache", ".config", ".local/share", ".local/state", "tmp"):
            (self.home / part).mkdir(parents=True)
        self.env = self._environment()
        self._settings()
        try:
            self._display(size)
            self._bus()
            self._start("openbox", "openbox", "--sm-disable")
            self.tool = Driver(self)
            self.processes.append(self.tool.process)
            if keyring:
                self._keyring()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _environment(self):
        env = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        schemas = os.environ.get("GSETTINGS_SCHEMA_DIR")
        return {**env, **({"GSETTINGS_SCHEMA_DIR": schemas} if schemas else {}),
                "HOME": str(self.home), "TMPDIR": f"{self.home}/tmp", "XDG_RUNTIME_DIR": str(self.run),
                "XDG_CACHE_HOME": f"{self.home}/.cache", "XDG_CONFIG_HOME": f"{self.home}/.config",
                "XDG_DATA_HOME": f"{self.home}/.local/share", "XDG_STATE_HOME": f"{self.home}/.local/state",
                "XDG_DATA_DIRS": "/usr/local/share:/usr/share",
                "LANGUAGE": "en", "LC_ALL": "C.UTF-8", "TZ": "Europe/Berlin", "no_proxy": "*",
                "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo", "GTK_A11Y": "atspi", "GIO_USE_VFS": "local",
                "GSETTINGS_BACKEND": "keyfile", "G_DEBUG": "fatal-criticals", "XDG_SESSION_TYPE": "x11"}

    def _settings(self):
        """The driver reaches widgets without a key being pressed, which is no activity: a test that takes longer than
        ten minutes would be locked out."""
        folder = self.home / ".config/glib-2.0/settings"
        folder.mkdir(parents=True)
        (folder / "keyfile").write_text("[org/bedside/Bedside]\nlock-after=uint32 0\n", encoding="utf-8")

    def _start(self, name, *args, **more):
        process = Process(args, self.folder / f"{name}.log", more.pop("env", self.env), self.home, **more)
        self.processes.append(process)
        return process

    def _display(self, size):
        ours, theirs = os.pipe()
        xvfb = self._start("xvfb", "Xvfb", "-displayfd", str(theirs), "-screen", "0", f"{size}x24", "-nolisten", "tcp",
                           "-noreset", "-ac", pass_fds=[theirs])
        os.close(theirs)
        with os.fdopen(ours) as pipe:
            number = pipe.readline().strip()
        check(number, lambda: f"no display: {xvfb.said()}")
        self.env["DISPLAY"] = ":" + number

    def _bus(self):
        services = self.folder / "services"
        services.mkdir()
        (services / A11Y_SERVICE.name).symlink_to(A11Y_SERVICE)
        config = self.folder / "bus.conf"
        config.write_text(BUS.format(run=self.run, services=services), encoding="utf-8")
        ours, theirs = os.pipe()
        bus = self._start("bus", "dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile",
                          f"--print-address={theirs}", pass_fds=[theirs])
        os.close(theirs)
        with os.fdopen(ours) as pipe:
            address = pipe.readline().strip()
        check(address, lambda: f"no session bus: {bus.said()}")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address

    def _keyring(self):
        keyring = self._start("keyring", "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets",
                              f"--control-directory={self.run}", stdin=subprocess.PIPE)
        keyring.popen.stdin.write(secrets.token_urlsafe(12).encode())
        keyring.popen.stdin.close()
        wait_for(lambda: self.tool.call("keyring_is_open"), 15, lambda: f"an unlocked keyring: {keyring.said()}")

    def start(self, program, *arguments, env=None):
        """Starts a program, and no more; it may have no window."""
        self.runs += 1
        return Process([program, *arguments], self.folder / f"{Path(program).name}-{self.runs}.log",
                       {**self.env, **(env or {})}, self.home)

    def attach(self, process, timeout=20):
        """Drives what start() has started; the program."""
        return Program(self, process.args[0], timeout=timeout, process=process)

    def program(self, program, *arguments, env=None, timeout=20):
        """Starts a program and waits until it is on the accessibility bus."""
        return Program(self, program, arguments, env, timeout)

    def keyring_items(self):
        return self.tool.call("keyring_items")

    def keys(self, *names):
        """Presses keys, as xdotool calls them."""
        run(["xdotool", "key", "--clearmodifiers", *names], env=self.env)

    def screenshot(self, path):
        run(["import", "-window", "root", path], env=self.env)

    def evidence(self, folder):
        """What helps to understand a failure: screen, tree of the program, all output."""
        folder.mkdir(parents=True, exist_ok=True)
        for what in (lambda: self.screenshot(folder / "screen.png"), lambda: self._save_tree(folder / "tree.txt")):
            try:
                what()
            except Exception as e:          # pylint: disable=broad-except -- the failure itself matters more
                (folder / "problem.txt").write_text(f"{e}\n", encoding="utf-8")
        for log in self.folder.glob("*.log"):
            shutil.copy(log, folder)

    def _save_tree(self, path):
        alive = [p for p in self.programs if p.process.alive()]
        if alive:
            lines = (f"{'  ' * len(at)}{role} {name!r} {' '.join(states)} {actions or ''}"
                     for at, role, name, states, actions, _ in sorted(alive[-1].tree()))
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def close(self):
        for program in self.programs:
            program.stop()
        for process in reversed(self.processes):
            process.stop(3)
        shutil.rmtree(self.run, ignore_errors=True)
