# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests as functions with paths, and their results as TAP."""
import os
import signal
import sys
import time
import traceback

from common import Failure

STRICT = os.environ.get("CI") == "true"


class Suite:
    """Collects tests in the order of their definition and runs them one after the other."""

    def __init__(self, prefix):
        self.prefix, self.tests = prefix, []

    def test(self, name):
        """Decorator: the function, called with the suite's fixture, is the test prefix/name."""
        def add(function):
            self.tests.append((f"{self.prefix}/{name}", function))
            return function
        return add

    def run(self, wanted, make_fixture, why_not=None, part=(1, 1)):
        """Runs those whose path contains one of the wanted texts (all without any); the exit status.

        part: (1, 2) is the first half of them, (2, 2) the second: two programs can share the work.
        why_not(): why none can run, or "". That is a skip, and with CI=true a failure.
        make_fixture(): a context manager with a method case(path), called before each test.
        """
        chosen = [t for t in self.tests if not wanted or any(w in t[0] for w in wanted)]
        number, parts = part
        chosen = chosen[len(chosen) * (number - 1) // parts:len(chosen) * number // parts]
        if reason := (why_not() if why_not else ""):
            if not STRICT:
                say(f"1..0 # SKIP {reason}")
                return 0
            say(f"1..1\nnot ok 1 {self.prefix}/what-is-needed\n# {reason}, and CI=true allows no skipped test")
            return 1
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        say(f"1..{len(chosen)}")
        failed = 0
        with make_fixture() as fixture:
            for number, (path, function) in enumerate(chosen, 1):
                failed += not self._one(number, path, function, fixture)
        return 1 if failed or not chosen else 0

    @staticmethod
    def _one(number, path, function, fixture):
        start, problem = time.monotonic(), None
        try:
            fixture.case(path)
            function(fixture)
        except Failure as e:
            where = traceback.extract_tb(e.__traceback__)
            here = [f for f in where if f.filename == function.__code__.co_filename] or where
            problem = f"{os.path.basename(here[-1].filename)}:{here[-1].lineno}: {e}"
        except Exception:           # pylint: disable=broad-except -- one broken test must not end the others
            problem = traceback.format_exc()
        say(f"{'not ok' if problem else 'ok'} {number} {path}")
        for line in (problem or "").splitlines():
            say(f"# {line}")
        say(f"# {time.monotonic() - start:.1f} s")
        return not problem


def say(text):
    print(text, flush=True)
