# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""P3: the first sync of a practitioner with 1,000 conversations, against the bare probe's /v3/sync.

Both from the first request for conversations on, which is when the login was answered. Bedside's are: until the frame
is done that shows a full screen of the list, each row with its patient; and until everything is stored and shown and
the server has said that there is nothing newer. Each has a new device, on the same server, by turns.
"""
from measure import Figure, Growth

from seeded import Seeded

SIZES = (10, 100, 1000)
# A Synapse with 10,000 takes hours to make.
DEMO_SIZES = (10, 100, 1000, 10000)


class Sides:
    """One server, and who asks it."""

    def __init__(self, bench, count):
        self.bench, self.count = bench, count
        self.folder = bench.folder / f"p3-{count}"
        self.folder.mkdir(parents=True)
        self.server = Seeded(self.folder / "server", count)
        self.runs = 0

    def __enter__(self):
        self.bedside()                  # the server has read its database, and knows the filter
        self.filter = self.server.filter_ids()[-1]
        return self

    def __exit__(self, *_):
        self.server.stop()

    def bedside(self):
        """ms until the first paint, and until everything is there."""
        self.runs += 1
        facts = self.server.facts
        lines = self.bench.run([self.bench.program("bench-app"), "sync", self.folder / f"profile-{self.runs}",
                                self.server.base, facts["name"], facts["password"], str(self.count)])
        return self.bench.number(lines, "first paint"), self.bench.number(lines, "whole")

    def probe(self):
        """ms until the answer is read whole."""
        lines = self.bench.run([self.bench.program("bench-probe"), "first-sync", self.server.base,
                                self.server.sign_in().token, self.filter])
        return self.bench.number(lines, "first sync")

    def by_turns(self, runs):
        bedside, probe = [], []
        for _ in range(runs):
            bedside.append(self.bedside())
            probe.append(self.probe())
        return [paint for paint, _ in bedside], [whole for _, whole in bedside], probe


def measure(bench):
    count = 100 if bench.quick else 1000
    with Sides(bench, count) as sides:
        paint, whole, probe = sides.by_turns(bench.runs)
    # The probe's time grows with the number of conversations, the first paint's does not: the goal is for 1,000.
    first = 1.0 if bench.quick else 0.1
    return [Figure("P3", f"first sync of {count} conversations: first paint", "ms", paint, probe, first, "ratio"),
            Figure("P3", f"first sync of {count} conversations: whole", "ms", whole, probe, 1.1, "ratio")]


def grow(bench):
    times = {"first paint": [], "whole": [], "probe": []}
    for size in SIZES:
        with Sides(bench, size) as sides:
            for kind, values in zip(times, sides.by_turns(3)):
                times[kind].append((size, sorted(values)[1]))
    return ([Growth("P3", f"first sync, conversations: {kind}", "ms", values) for kind, values in times.items()] +
            grow_on_demo(bench))


def grow_on_demo(bench):
    paint, whole = [], []
    for size in DEMO_SIZES:
        with bench.served_profile(size) as profile:
            argv = [bench.program("bench-app"), "sync", f"{profile.folder}-new", *profile.sign_in, str(size)]
            lines = bench.run(argv)
        paint.append((size, bench.number(lines, "first paint")))
        whole.append((size, bench.number(lines, "whole")))
    return [Growth("P3", "first sync from the demo server: first paint", "ms", paint),
            Growth("P3", "first sync from the demo server: whole", "ms", whole)]
