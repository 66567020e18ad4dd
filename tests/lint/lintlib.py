# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of tests/lint share.

A check is a function that takes a Tree and yields Findings. run() makes a
program of it that speaks TAP: the first case is the project, the others are
planted faults that the check must find, because a check that finds nothing
looks just like a clean project.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SKIPPED_FOLDERS = {".git", "node_modules", "__pycache__", "subprojects"}


@dataclass(frozen=True)
class Finding:
    path: str
    line: int       # 0: the file as a whole
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}" if self.line else f"{self.path}: {self.text}"


class Tree:
    """The files of a project, by path relative to its top."""

    def __init__(self, top):
        self.top = Path(top)
        self.paths = sorted(self._git() or self._walk())
        self._texts = {}

    def _git(self):
        if not (self.top / ".git").exists():
            return None
        try:
            command = ["git", "-C", self.top, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
            out = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        except (OSError, subprocess.CalledProcessError):
            # No git, or a clone of another user's: look for ourselves.
            return None
        return [p for p in out.split("\0") if p and (self.top / p).is_file()]

    def _walk(self):
        for folder, folders, names in os.walk(self.top):
            folders[:] = [f for f in folders if f not in SKIPPED_FOLDERS and not re.match(r"_?build($|-(?!aux))", f)]
            for name in names:
                yield str((Path(folder) / name).relative_to(self.top))

    def glob(self, *patterns):
        """Paths that end so ("*.c") and, if the pattern has a folder, begin there ("src/*.c", any depth)."""
        for path in self.paths:
            for pattern in patterns:
                folder, _, end = pattern.rpartition("*")
                if path.startswith(folder) and path.endswith(end):
                    yield path
                    break

    def has(self, path):
        return path in self.paths

    def text(self, path):
        """The text of a file, None if it is no text."""
        if path not in self._texts:
            data = (self.top / path).read_bytes()
            try:
                self._texts[path] = None if b"\0" in data else data.decode()
            except UnicodeDecodeError:
                self._texts[path] = None
        return self._texts[path]

    def lines(self, path):
        """(number, line) from 1."""
        return enumerate((self.text(path) or "").splitlines(), 1)

    def code(self, path):
        """The C code of a file with comments and the insides of strings blanked, line for line."""
        def blank(match):
            text = match[0]
            if text[0] in "\"'":
                return text[0] + " " * (len(text) - 2) + text[-1]
            return re.sub(r"[^\n]", " ", text)
        pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
        return re.sub(pattern, blank, self.text(path) or "", flags=re.DOTALL)


@dataclass
class Fault:
    """Files that make a project with one fault, and a part of the finding there must be. None: there must be none."""
    name: str
    files: dict
    found: str | None


def _findings_of(check, fault):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in fault.files.items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return [str(f) for f in check(Tree(folder))]


def _detected(fault, findings):
    if fault.found is None:
        return not findings
    return any(fault.found in f for f in findings)


def run(name, check, faults, fix=None):
    """name: what the check is about, as in the test path /lint/NAME; fix: function (tree) that mends the project."""
    parser = argparse.ArgumentParser(description=f"Checks {name}.")
    parser.add_argument("--plain", action="store_true", help="only the project, findings as plain lines")
    parser.add_argument("--fix", action="store_true", help="mend what can be mended by machine, then check")
    args = parser.parse_args()

    if args.fix and fix is not None:
        fix(Tree(TOP))
    findings = [str(f) for f in check(Tree(TOP))]
    if args.plain or args.fix:
        print("\n".join(findings), end="\n" if findings else "")
        return 1 if findings else 0

    print(f"1..{1 + len(faults)}")
    for finding in findings:
        print(f"# {finding}")
    print(f"{'not ok' if findings else 'ok'} 1 /lint/{name}/project")
    failed = bool(findings)
    for number, fault in enumerate(faults, 2):
        found = _findings_of(check, fault)
        good = _detected(fault, found)
        if not good:
            print(f"# wanted {fault.found!r}, found {found}")
            failed = True
        print(f"{'ok' if good else 'not ok'} {number} /lint/{name}/{fault.name}")
    return 1 if failed else 0


def main(*args, **named):
    sys.exit(run(*args, **named))
