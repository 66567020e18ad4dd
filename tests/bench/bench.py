# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parts (pN_name.py) measure with."""
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from measure import Failed

# The same for whatever is compared; nothing of the person's own settings.
ENVIRONMENT = {
    "GDK_BACKEND": "x11",
    "GDK_DEBUG": "gl-disable",
    "GSETTINGS_BACKEND": "memory",
    "GSK_RENDERER": "cairo",
    "GTK_A11Y": "none",
    "LANGUAGE": "en",
    "LC_ALL": "C.UTF-8",
    "NO_AT_BRIDGE": "1",
    "TZ": "Europe/Berlin",
    "no_proxy": "*",
}
UNWANTED = ("G_DEBUG", "G_MESSAGES_DEBUG", "G_SLICE", "MALLOC_CHECK_", "MALLOC_PERTURB_", "http_proxy", "https_proxy")
LIMIT = 600     # seconds that a program may take


@dataclass
class Profile:
    """A stored profile of its own, and what bench-app needs in its environment to open it."""
    folder: str
    env: dict
    room: str           # of the long conversation, if there is one
    sign_in: tuple = ()     # server, user and password, while the server is there


class Bench:
    """folder: temporary; runs: how often each is measured; quick: smaller runs; cache: a folder that stays."""

    def __init__(self, build, folder, quick):
        self.build, self.folder, self.quick = Path(build).resolve(), Path(folder), quick
        self.runs = 3 if quick else 7
        self.cache = self.build / "profiles"
        self.copies = 0
        self.turns, self.worst_turn = 0, None      # None: nobody has said
        self.lock = threading.Lock()
        self.env = {**os.environ, **ENVIRONMENT, "GSETTINGS_SCHEMA_DIR": str(self.build / "data"),
                    **{f"XDG_{name}_HOME": str(self.folder / name.lower()) for name in ("CACHE", "CONFIG", "DATA")}}
        for name in UNWANTED:
            self.env.pop(name, None)

    @contextlib.contextmanager
    def own_folder(self):
        """Meanwhile, folder is a new one."""
        outer, self.folder = self.folder, Path(tempfile.mkdtemp(dir=self.folder))
        try:
            yield
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = outer

    def program(self, name):
        """The path of a program of this folder, or of src."""
        for place in ("tests/bench", "src"):
            path = self.build / place / name
            if path.is_file():
                return str(path)
        raise Failed(f"{name} was not built")

    def run(self, argv, **env):
        """What a program prints, line by line. Its own share of P8 is noted: turns over 50 ms, the worst turn."""
        # From the start of the process: the program cannot know by itself.
        started = {"BENCH_STARTED": str(time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000)}
        try:
            done = subprocess.run([str(word) for word in argv], env={**self.env, **started, **env}, text=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  timeout=LIMIT, check=False)
        except subprocess.TimeoutExpired as error:
            raise Failed(f"{argv[0]} did not end within {LIMIT} s") from error
        if done.returncode != 0:
            raise Failed(f"{' '.join(map(str, argv))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        lines = done.stdout.splitlines()
        if Path(argv[0]).name == "bench-app":
            self.note_turns(lines)
        return lines

    def profile(self, conversations, patients=0, messages=0):
        """A copy of a stored profile, as seed.c says; its server is gone. The original is kept for as long as it is
        what this build would make."""
        program = self.program("bench-seed")
        digest = hashlib.sha256(Path(program).read_bytes()).hexdigest()[:16]
        folder = self.cache / digest / f"{conversations}-{patients}-{messages}"
        if not (folder / "said.json").exists():
            # Of other builds.
            for old in self.cache.glob("*"):
                if old.name != digest:
                    shutil.rmtree(old)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            said = self.run([program, folder / "profile", conversations, patients, messages])
            (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")
        self.copies += 1
        copy = self.folder / f"profile-{self.copies}"
        shutil.copytree(folder / "profile", copy)
        return self.as_profile(copy, json.loads((folder / "said.json").read_text(encoding="utf-8")))

    def as_profile(self, folder, said):
        return Profile(str(folder), {"BEDSIDE_BENCH_SIGN_IN": self.text(said, "sign-in"),
                                     "BEDSIDE_BENCH_CACHE_KEY": self.text(said, "cache-key")}, self.text(said, "room"))

    @contextlib.contextmanager
    def served_profile(self, conversations, patients=0, messages=0):
        """The same, with its server, in a process of its own."""
        self.copies += 1
        folder = self.folder / f"profile-{self.copies}"
        argv = [self.program("bench-seed"), folder, conversations, patients, messages, "serve"]
        with subprocess.Popen([str(word) for word in argv], env=self.env, text=True, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE) as process:
            said = []
            for line in process.stdout:
                said.append(line.rstrip("\n"))
                if line.startswith("ready:"):
                    break
            else:
                raise Failed("bench-seed did not get to serve:\n" + "\n".join(said))
            profile = self.as_profile(folder, said)
            profile.sign_in = tuple(self.text(said, what) for what in ("server", "user", "password"))
            yield profile
            process.stdin.close()

    def note_turns(self, lines):
        """Of a program with a window, which says so at its end."""
        if not any(line.startswith("worst turn:") for line in lines):
            raise Failed("it did not say how long its turns of the main loop took:\n" + "\n".join(lines[-20:]))
        for line in lines:
            with self.lock:
                if line.startswith("turns over 50 ms:"):
                    self.turns += int(self.number([line], "turns over 50 ms"))
                elif line.startswith("worst turn:"):
                    self.worst_turn = max(self.worst_turn or 0.0, self.number([line], "worst turn"))

    @staticmethod
    def text(lines, label):
        """What is behind "label:" in the first line that begins with it."""
        for line in lines:
            if line.startswith(f"{label}:"):
                return line[len(label) + 1:].strip()
        raise Failed(f"no line \"{label}: ...\" in\n" + "\n".join(lines))

    def number(self, lines, label):
        """The number there."""
        return float(self.text(lines, label).split()[0])

    @staticmethod
    def at_once(function, count):
        """The results of so many calls at the same time: of what mostly waits, and needs no focus."""
        with ThreadPoolExecutor(count) as pool:
            return [call.result() for call in [pool.submit(function) for _ in range(count)]]

    def interleave(self, measured, reference, runs=None, warm=True):
        """The results of two functions called in turns, each once before it counts: two lists. warm: whether it matters
        that the system has read all files before."""
        if warm:
            measured()
            reference()
        pairs = [(reference(), measured()) for _ in range(runs or self.runs)]
        return [pair[1] for pair in pairs], [pair[0] for pair in pairs]
