# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""P4: from a patient's send to the row on the screen, against the bare probe's long poll for the same message.

Both ask the same server for the same account at the same time, each with a device of its own. Which of the two asked
first makes no difference that could be seen.
"""
import queue
import random
import statistics
import subprocess
import threading
import time

from measure import Figure

from seeded import Seeded

MESSAGES = 30       # a run
QUICK_MESSAGES = 12
LIMIT = 20          # seconds until one must be seen
PATIENT = 0         # of the newest conversation, which one sees


class Listener:
    """A program that says when something came: lines "label: number us text"."""

    def __init__(self, bench, argv):
        self.popen = subprocess.Popen(  # pylint: disable=consider-using-with
            [str(word) for word in argv], env=bench.env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.lines, self.came = [], queue.Queue()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.popen.stdout:
            self.lines.append(line.rstrip())
            self.came.put(line.rstrip())

    def wait(self, text, labels):
        """When each of the labels was printed of this text, in us."""
        found = {}
        while set(found) < set(labels):
            label, _, rest = self.came.get(timeout=LIMIT).partition(": ")
            number, _, said = rest.partition(" us ")
            if label in labels and (not text or said == text):
                found[label] = int(number.split()[0])
        return [found[label] for label in labels]

    def end(self, patience):
        """Bedside then says what its turns were; the probe knows no end."""
        self.popen.stdin.close()
        try:
            self.popen.wait(patience)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
        self.reader.join()


def now():
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000


def exchange(patient, room, app, probe, number):
    """us from the send's beginning: to the row, to the row in the list, to the probe."""
    text = f"bench message {number}"
    sent = now()
    patient.send(room, text)
    came, = probe.wait(text, ["came"])
    shown, listed = app.wait(text, ["shown", "listed"])
    return shown - sent, listed - sent, came - sent


def measure(bench):
    count, messages, dice = *((100, QUICK_MESSAGES) if bench.quick else (1000, MESSAGES)), random.Random(4)
    folder = bench.folder / "p4"
    folder.mkdir()
    server = Seeded(folder / "server", count)
    listeners = []
    try:
        patient, room = server.patient(PATIENT)
        facts = server.facts
        app = Listener(bench, [bench.program("bench-app"), "message", folder / "profile", server.base, facts["name"],
                               facts["password"], room])
        listeners.append(app)
        app.wait("", ["shown", "listed"])
        probe = Listener(bench, [bench.program("bench-probe"), "long-poll", server.base, server.sign_in().token,
                                 server.filter_ids()[-1]])
        listeners.append(probe)
        probe.wait("", ["ready"])
        runs = []
        for run in range(bench.runs + 1):
            time.sleep(1)
            values = []
            for n in range(messages):
                values.append(exchange(patient, room, app, probe, run * messages + n))
                time.sleep(dice.uniform(0.1, 0.2))
            runs.append([statistics.median(column) / 1000 for column in zip(*values)])
    finally:
        for listener, patience in zip(listeners, (30, 0)):
            listener.end(patience)
        server.stop()
    bench.note_turns(app.lines)
    # The first one is to get warm.
    shown, listed, came = zip(*runs[1:])
    return [Figure("P4", "patient's send to the row on the screen", "ms", list(shown), list(came), 15, "difference"),
            Figure("P4", "patient's send to the row in the list", "ms", list(listed), list(came), 15, "difference")]
