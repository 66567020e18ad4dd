# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""P1: a start with stored conversations, from the start of the process to the first frame with a full screen of the
list, against the first frame of an empty window."""
from measure import Figure, Growth

CONVERSATIONS = 1000
QUICK_RUNS = 5
SIZES = (10, 100, 1000, 10000)


def start(bench, profile):
    return bench.run([bench.program("bench-app"), "first-frame", profile.folder], **profile.env)


def measure(bench):
    profile = bench.profile(CONVERSATIONS)
    app, floor = bench.interleave(lambda: start(bench, profile), lambda: bench.run([bench.program("bench-floor")]),
                                  QUICK_RUNS if bench.quick else bench.runs)

    def of(label, kind, what, limit=1.5):
        return Figure("P1", what, "ms", [bench.number(lines, label) for lines in app],
                      [bench.number(lines, label) for lines in floor], limit, kind)

    return [of("first frame", "ratio", f"first full screen, {CONVERSATIONS:,} conversations"),
            of("cpu", "note", "the same, CPU time of the main thread")]


def grow(bench):
    points = []
    for size in SIZES:
        profile = bench.profile(size)
        start(bench, profile)
        times = [bench.number(start(bench, profile), "first frame") for _ in range(bench.runs)]
        points.append((size, sorted(times)[len(times) // 2]))
    return [Growth("P1", "first full screen, by conversations", "ms", points)]
