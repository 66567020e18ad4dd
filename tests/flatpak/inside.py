#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""inside.py [--folder FOLDER] [SUITE...]

Builds the sources with their tests in FOLDER, inside the SDK that the Debian
suite RUNTIME (an environment variable; sid) stands in for, in the development
profile, in which a warning is an error; runs the suites ui, ui-access and
practice there, or those that are given; and prints their cases as TAP.
"""
import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from suite import RUNTIME, TOP

sys.path.insert(0, str(TOP / "build-aux"))

# pylint: disable=wrong-import-position
from report import Count  # noqa: E402
from tap import say  # noqa: E402

HERE = "/run/build/bedside"
OF_THE_HOST = ("group", "hosts", "passwd", "resolv.conf")
# Four at a time: they mostly wait.
JOBS = "4"


class Inside:
    """A folder that is a project's folder inside the SDK.

    The SDK's files without Flatpak around them: with it GLib asks portals, which a test's bus has not.
    """

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.log = self.folder / "log"
        self.sandbox = []

    def command(self, *args):
        """In the SDK; its status. What it says is added to the log."""
        with open(self.log, "ab") as log:
            return subprocess.run([*self.sandbox, *args], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                  check=False).returncode

    def said(self, lines):
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]

    def prepare(self):
        """The runtime and the sources; what went wrong, or ""."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log.unlink(missing_ok=True)
        done = subprocess.run([TOP / "flatpak" / "build.sh", "--sources", RUNTIME, self.folder], capture_output=True,
                              text=True, check=False)
        if done.returncode:
            return done.stderr
        (self.folder / "home").mkdir(exist_ok=True)
        runtime = Path((self.folder / "runtime").read_text(encoding="utf-8").splitlines()[-1])
        files = next((runtime / "installation" / "runtime" / "org.gnome.Sdk").glob("*/*/active/files"))
        self.sandbox = ["bwrap", "--unshare-all", "--share-net", "--die-with-parent", "--ro-bind", files, "/usr"]
        for name in ("bin", "lib", "lib64", "sbin"):
            self.sandbox += ["--symlink", f"usr/{name}", f"/{name}"]
        self.sandbox += ["--tmpfs", "/etc"]
        for entry in sorted((files / "etc").iterdir()):
            if entry.name in OF_THE_HOST:
                continue
            what = ["--symlink", os.readlink(entry)] if entry.is_symlink() else ["--ro-bind", entry]
            self.sandbox += [*what, f"/etc/{entry.name}"]
        for name in OF_THE_HOST:
            self.sandbox += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
        self.sandbox += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run", "--tmpfs", "/var",
                         "--dir", "/var/tmp", "--perms", "0700", "--dir", "/run/user", "--bind", self.folder, HERE,
                         "--chdir", f"{HERE}/source", "--clearenv"]
        environment = {"PATH": "/usr/bin:/usr/sbin", "HOME": f"{HERE}/home", "XDG_RUNTIME_DIR": "/run/user",
                       "LC_ALL": "C.UTF-8", "CCACHE_DIR": f"{HERE}/ccache", "PYTHONDONTWRITEBYTECODE": "1",
                       "CI": os.environ.get("CI", "")}
        for name, value in environment.items():
            self.sandbox += ["--setenv", name, value]
        return ""

    def build(self):
        """What went wrong, or "". Without optimising, which takes half of the time: the app itself is built with it."""
        if not (self.folder / "build" / "build.ninja").exists() and self.command(
                "meson", "setup", "-Dbuildtype=debug", f"{HERE}/build"):
            return "meson setup failed"
        return "it cannot be built" if self.command("meson", "compile", "-C", f"{HERE}/build") else ""

    def test(self, suites):
        """The status of meson."""
        tests = json.loads((self.folder / "build" / "meson-info" / "intro-tests.json").read_text(encoding="utf-8"))
        wanted = {f"bedside:{suite}" for suite in suites}
        chosen = [t["name"] for t in tests if wanted & set(t["suite"])]
        return self.command("meson", "test", "-C", f"{HERE}/build", "--no-rebuild", "--print-errorlogs",
                            "--num-processes", JOBS, "--timeout-multiplier", "3", *chosen)

    def count(self):
        count = Count()
        with open(self.folder / "build" / "meson-logs" / "testlog.json", encoding="utf-8") as f:
            for line in f:
                count.add_program(json.loads(line))
        return count


def report(cases, problem=""):
    """cases: (whether it is good, name, reason to skip)."""
    say(f"1..{len(cases)}")
    for number, (good, name, skipped) in enumerate(cases, 1):
        say(f"{'ok' if good else 'not ok'} {number} /flatpak/{RUNTIME}/{name}{' # SKIP ' + skipped if skipped else ''}")
    for line in problem.splitlines():
        say(f"# {line}")
    return 0 if all(good for good, _, _ in cases) else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", default=f"build/flatpak/{RUNTIME}-sdk")
    parser.add_argument("suites", nargs="*", default=["ui", "ui-access", "practice"])
    args = parser.parse_args()

    inside = Inside(args.folder)
    if problem := inside.prepare() or inside.build():
        return report([(False, "built-in-the-sdk", "")], "\n".join([problem, *inside.said(60)]))
    status = inside.test(args.suites)
    count = inside.count()
    cases = [(True, "built-in-the-sdk", "")]
    cases += [(True, name, "") for name in count.passed] + [(False, name, "") for name in count.failed]
    cases += [(True, name, "there") for name in count.skipped]
    if status and not count.failed or not count.passed:
        cases.append((False, "run-in-the-sdk", ""))
    return report(cases, "\n".join(inside.said(400)) if status else "")


if __name__ == "__main__":
    sys.exit(main())
