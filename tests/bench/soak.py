#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""soak.py --build FOLDER [--minutes 30] [--messages 20000] [--out FOLDER]

A real Synapse with 1,000 conversations, whose patients write all the time; the whole Bedside, which goes from
conversation to conversation, scrolls, types and sends; and a network that is lost and found again. Fails if in the end
Bedside takes over 10 % more memory than after its first minute, objects of a type of ours have become ever more, a turn
of its main loop took over 50 ms, or a message is lost or there twice. Writes soak.json and soak.svg.
"""
import argparse
import collections
import itertools
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench import Bench
from seeding import check, wait_for
from seeded import Seeded

# pylint: disable=wrong-import-position,wrong-import-order -- found since seeding knows where
from fault_proxy import FaultProxy  # noqa: E402

HERE = Path(__file__).resolve().parent
SCREEN = "BEDSIDE_SOAK_SCREEN"
COUNT = 1000
WRITERS = 5
GROWTH = 1.10           # of memory
SYNC = r"/_matrix/client/v3/sync"
SEND = r"/send/m\.room\.message/"
GNUPLOT = """
set terminal svg size 900,500 background rgb 'white'
set output '{out}'
set xlabel 'minutes'
set ylabel 'MiB'
set y2label 'objects of ours'
set y2tics
set yrange [0:*]
set y2range [0:*]
set key left bottom
plot '{data}' using 1:2 with lines lw 2 title 'private dirty', '' using 1:3 with lines title 'RSS', \\
     '' using 1:4 with lines title 'heap in use', '' using 1:5 axes x1y2 with lines dt 2 title 'objects of ours'
"""


class Program:
    """bench-app soak, and what it has said."""

    def __init__(self, bench, server, facts):
        argv = [bench.program("bench-app"), "soak", bench.folder / "profile", server, facts["name"], facts["password"],
                "1"]
        # pylint: disable=consider-using-with -- until the end
        self.log = open(bench.folder / "bench-app.log", "w+", encoding="utf-8")
        self.popen = subprocess.Popen(list(map(str, argv)), env=bench.env, text=True, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, stderr=self.log)
        self.said, self.samples, self.sent, self.acts, self.other = [], [], [], [], []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.popen.stdout:
            if not line.startswith("{"):
                self.other.append(line.rstrip())
                continue
            said = json.loads(line)
            self.said.append(said)
            if "sample" in said:
                self.samples.append(said["sample"])
            elif "act" in said:
                self.acts.append(said)
            elif "sent" in said:
                self.sent.append(said["sent"])

    def has_said(self, key):
        check(self.popen.poll() is None, lambda: f"Bedside ended: {self.popen.returncode}\n{self.complaints()}")
        return next((said for said in self.said if key in said), None)

    def tell(self, command):
        self.popen.stdin.write(command + "\n")
        self.popen.stdin.flush()

    def is_resting(self):
        self.tell("rest")
        time.sleep(0.5)
        self.has_said("resting")
        return next(said["resting"] for said in reversed(self.said) if "resting" in said)

    def complaints(self):
        self.log.seek(0)
        return self.log.read()[-3000:]

    def end(self):
        """All that it believes."""
        self.tell("end")
        self.reader.join(300)
        check(self.popen.wait(60) == 0, lambda: f"Bedside ended with {self.popen.returncode}:\n{self.complaints()}")


class Patients:
    """Who write all the time, several at once, as many messages as are to be, spread over the time."""

    def __init__(self, server, messages, seconds):
        self.server, self.messages, self.seconds = server, messages, seconds
        self.numbers, self.sent, self.over = itertools.count(), [], threading.Event()
        self.started = time.monotonic()
        self.threads = [threading.Thread(target=self.write, args=(n,), daemon=True) for n in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def write(self, n):
        dice, patients = random.Random(n), self.server.facts["patients"]
        while not self.over.is_set() and (number := next(self.numbers)) < self.messages:
            due = self.started + number * self.seconds / self.messages
            if (early := due - time.monotonic()) > 0:
                self.over.wait(early)
            patient = dice.choice(patients)
            self.server.voice.say(patient["user_id"], patient["room"], f"soak-in {number}", int(time.time() * 1000),
                                  f"in-{number}")
            self.sent.append(f"soak-in {number}")

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join()


def trouble(proxy, over):
    """What happens to the network, each few minutes one of these, until it is over; all is well in the end."""
    kinds = [lambda: proxy.answer("GET", SYNC, 502, b"<html>Bad gateway</html>", times=3),
             lambda: proxy.cut_within("GET", SYNC, "body", times=2),
             lambda: proxy.cut("PUT", SEND, after=True, times=3),
             lambda: proxy.trickle("GET", SYNC, 5, times=2),
             lambda: proxy.answer("PUT", SEND, 502, b"<html>Bad gateway</html>", times=2)]
    for kind in itertools.cycle(kinds):
        if over.wait(75):
            break
        fault = kind()
        if over.wait(45):
            fault.remove()
            break
        fault.remove()
        # What the proxy keeps for tests is of no use here.
        proxy.faults.clear()
        proxy.asked.clear()
        proxy.refuse()
        over.wait(20)
        proxy.listen()
    proxy.listen()


def messages_of(database):
    """All texts on the server, by room, oldest first."""
    rooms = collections.defaultdict(list)
    with sqlite3.connect(database) as db:
        for room, text in db.execute("SELECT room_id, json FROM event_json JOIN events USING (event_id, room_id) "
                                     "WHERE type = 'm.room.message' ORDER BY stream_ordering"):
            rooms[room].append(json.loads(text)["content"].get("body"))
    return rooms


def steady(values):
    """Whether they grow all the time: each sixth has a higher median than the one before, and all is over 5 %."""
    size = len(values) // 6
    medians = [statistics.median(values[n * size:(n + 1) * size]) for n in range(6)] if size else [0]
    return all(a < b for a, b in zip(medians, medians[1:])) and medians[-1] > 1.05 * medians[0] + 5


class Report:
    """What is wrong, and what was seen."""

    def __init__(self, program, seconds):
        self.program, self.problems = program, []
        self.samples = [sample for sample in program.samples if sample["second"] <= seconds]
        after = [s for s in self.samples if 60 <= s["second"] <= 120] or self.samples[-1:]
        last = [s for s in self.samples if s["second"] > seconds - 60] or self.samples[-1:]
        self.facts = {"sent": len(program.sent)}
        for kind in ("private_dirty", "rss", "heap", "fds", "threads"):
            first, end = (statistics.median(s[kind] for s in part) for part in (after, last))
            self.facts[kind] = {"after the first minute": first, "at the end": end, "ratio": end / first}
            if kind in ("private_dirty", "rss") and end > GROWTH * first:
                self.problems.append(f"{kind}: {first:.0f} -> {end:.0f} KiB, {end / first:.2f}")
        self.objects()
        acts = collections.Counter(act["act"] for act in program.acts)
        if len(program.sent) < 0.8 * acts["send"]:
            self.problems.append(f"of {acts['send']} times it could write {len(program.sent)} times only")
        over, worst = program.samples[-1]["over"], program.samples[-1]["worst"]
        self.facts["worst turn"] = worst
        if over:
            self.problems.append(f"{over} turns took over 50 ms, the worst {worst:.1f} ms")

    def objects(self):
        late = [s["objects"] for s in self.samples if s["second"] > 60]
        for kind in sorted({kind for objects in late for kind in objects}):
            counts = [objects.get(kind, 0) for objects in late]
            if steady(counts):
                self.facts.setdefault("growing", {})[kind] = counts[::max(len(counts) // 12, 1)]
                if kind.startswith("Bedside"):
                    self.problems.append(f"objects: ever more of {kind}: {counts[0]} -> {counts[-1]}")

    def compare(self, rooms, expected):
        """What was sent with what the server has, and what the server has with what Bedside believes."""
        there = collections.Counter(text for texts in rooms.values() for text in texts if text.startswith("soak-"))
        missing = [text for text in expected if there[text] == 0]
        twice = [text for text, number in there.items() if number > 1]
        self.facts.update(expected=len(expected), missing=missing[:20], twice=twice[:20])
        if missing or twice:
            self.problems.append(f"messages: {len(missing)} lost, {len(twice)} twice")
        looked = 0
        for said in self.program.said:
            texts = rooms.get(said.get("room"), [])
            if texts and "preview" in said and said["preview"] != texts[-1]:
                self.problems.append(f"list: {said['room']}: {said['preview']!r}, on the server {texts[-1]!r}")
            if texts and "timeline" in said:
                looked += 1
                shown = said["timeline"]
                if not shown or shown != texts[-len(shown):]:
                    self.problems.append(f"timeline of {said['room']}: {shown[-5:]}, on the server {texts[-5:]}")
        self.facts["timelines compared"] = looked

    def write(self, out):
        out.mkdir(parents=True, exist_ok=True)
        seen = {"problems": self.problems, **self.facts, "acts": self.program.acts, "samples": self.program.samples}
        (out / "soak.json").write_text(json.dumps(seen, indent=1) + "\n", encoding="utf-8")
        with tempfile.NamedTemporaryFile("w", suffix=".dat") as data:
            for s in self.program.samples:
                ours = sum(n for kind, n in s["objects"].items() if kind.startswith("Bedside"))
                print(s["second"] / 60, s["private_dirty"] / 1024, s["rss"] / 1024, s["heap"] / 1024, ours, file=data)
            data.flush()
            if shutil.which("gnuplot"):
                subprocess.run(["gnuplot"], input=GNUPLOT.format(out=out / "soak.svg", data=data.name), text=True,
                               check=False)

    def print(self):
        print("minute  private dirty      rss     heap  heap free  objects of ours   fds threads  worst turn")
        for s in self.samples[::max(len(self.samples) // 15, 1)]:
            ours = sum(n for kind, n in s["objects"].items() if kind.startswith("Bedside"))
            print(f"{s['second'] / 60:6.1f} {s['private_dirty']:14.0f} {s['rss']:8.0f} {s['heap']:8.0f} "
                  f"{s['heap_free']:10.0f} {ours:16d} {s['fds']:5d} {s['threads']:7d} {s['worst']:9.1f} ms")
        for name, value in self.facts.items():
            print(f"{name}: {value}")
        for problem in self.problems[:40]:
            print(f"PROBLEM: {problem}")


def soak(bench, args):
    seconds = args.minutes * 60
    server = Seeded(bench.folder / "server", COUNT, voice=True)
    proxy = FaultProxy("127.0.0.1", server.port)
    over = threading.Event()
    program = Program(bench, proxy.base, server.facts)
    try:
        wait_for(lambda: program.has_said("online"), 180, "Bedside to be online")
        patients = Patients(server, args.messages, seconds)
        troublemaker = threading.Thread(target=trouble, args=(proxy, over))
        troublemaker.start()
        while time.monotonic() < patients.started + seconds:
            time.sleep(5)
            program.has_said("online")
        over.set()
        patients.stop()
        troublemaker.join()
        wait_for(program.is_resting, 180, "all to be sent")
        time.sleep(10)
        program.end()
    finally:
        over.set()
        program.popen.kill()
        server.stop()
        proxy.close()
    report = Report(program, seconds)
    report.compare(messages_of(bench.folder / "server" / "homeserver.db"), patients.sent + program.sent)
    report.facts["complaints"] = program.complaints().splitlines()[-10:]
    report.write(args.out)
    report.print()
    return 1 if report.problems else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--minutes", type=float, default=float(os.environ.get("SOAK_MINUTES") or 30))
    parser.add_argument("--messages", type=int)
    args = parser.parse_args()
    args.out = args.out or args.build
    args.messages = args.messages or int(20000 * args.minutes / 30)
    if SCREEN not in os.environ:
        os.environ[SCREEN] = "1"
        os.execvp("xvfb-run", ["xvfb-run", "-a", "-s", "-screen 0 1280x1024x24",
                               "dbus-run-session", f"--config-file={HERE / 'bus.conf'}", "--",
                               sys.executable, __file__, *sys.argv[1:]])
    with tempfile.TemporaryDirectory(prefix="bedside-soak-") as folder:
        bench = Bench(args.build, folder, False)
        # Without one no window has the focus, and nothing is ever read.
        with subprocess.Popen(["openbox", "--sm-disable"], env=bench.env, stderr=subprocess.DEVNULL) as manager:
            try:
                return soak(bench, args)
            finally:
                manager.kill()


if __name__ == "__main__":
    sys.exit(main())
