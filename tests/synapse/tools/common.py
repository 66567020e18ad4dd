# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all tools of the black-box tests use: waiting, and processes that end with the test."""
import ctypes
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bedside-tests"
TOOLS = Path(__file__).resolve().parent
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


class Failure(AssertionError):
    """Something that should have happened did not, in time, or did otherwise."""


def check(condition, what):
    """An assertion that holds in optimised Python, too, and says what was wrong."""
    if not condition:
        raise Failure(what() if callable(what) else what)


def wait_for(condition, timeout=10.0, what="condition", every=0.05):
    """The first true value of condition(), or Failure with what (a text, or what to call for one)."""
    end = time.monotonic() + timeout
    while True:
        if value := condition():
            return value
        if time.monotonic() > end:
            raise Failure(f"{what() if callable(what) else what}: not within {timeout:g} s")
        time.sleep(every)


def free_port():
    """A port of 127.0.0.1 that nobody listens on; somebody else may be faster, so be ready to try again."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def _own_group_and_end_with_parent():
    os.setsid()
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


class Process:
    """A program with its output in a file, in a process group of its own.

    It is killed when this program ends in whatever way, so start it from the
    main thread: the kernel's promise is about the thread that started it.
    """

    def __init__(self, args, log, env=None, cwd=None, append=False, **more):
        self.args, self.log = [str(a) for a in args], Path(log)
        with open(self.log, "ab" if append else "wb") as out:
            self.popen = subprocess.Popen(self.args, stdout=more.pop("stdout", out), stderr=out, env=env, cwd=cwd,
                                          stdin=more.pop("stdin", subprocess.DEVNULL),
                                          preexec_fn=_own_group_and_end_with_parent, **more)
        self.pid = self.popen.pid

    def alive(self):
        return self.popen.poll() is None

    def said(self, tail=2000):
        return self.log.read_text(encoding="utf-8", errors="replace")[-tail:]

    def signal_group(self, number):
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            pass

    def kill(self):
        """As a crash or a power cut would: no chance to tidy up."""
        self.signal_group(signal.SIGKILL)
        self.popen.wait()

    def stop(self, timeout=8.0):
        """Asks it to end, and makes it after a while. Its children go with it."""
        if self.alive():
            self.popen.terminate()
            try:
                self.popen.wait(timeout)
            except subprocess.TimeoutExpired:
                pass
        self.kill()
        return self.popen.returncode


def run(args, timeout=60, **more):
    """A short command; its output as text. Failure with what it said when it fails."""
    done = subprocess.run([str(a) for a in args], capture_output=True, text=True, timeout=timeout, check=False, **more)
    check(done.returncode == 0, lambda: f"{' '.join(map(str, args))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout
