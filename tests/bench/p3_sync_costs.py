# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a first sync, and each message after it, costs without window and server, in CPU time: the parser, the store,
the models. The demo server is a process of its own, whose time does not count."""
from measure import Figure, Growth

SIZES = (10, 100, 1000, 10000)
WRITTEN = (1000, 10000, 100000)
EVENTS = 20000
MESSAGES = 100


def sync(bench, *arguments):
    return bench.run([bench.program("bench-sync"), *(str(argument) for argument in arguments)])


def measure(bench):
    sealed, alone, few, many = [], [], [], []
    for _ in range(bench.runs):
        lines = sync(bench, "write", EVENTS)
        sealed.append(bench.number(lines, "write"))
        alone.append(bench.number(lines, "SQLite alone"))
        if bench.quick:
            continue
        few.append(bench.number(sync(bench, "first", 10, 0, MESSAGES), "arrival cpu, main thread"))
        many.append(bench.number(sync(bench, "first", 1000, 0, MESSAGES), "arrival cpu, main thread"))
    figures = [Figure("P3", "writing events, against SQLite alone", "us", sealed, alone, 2.5, "ratio")]
    if not bench.quick:
        figures.append(Figure("P4", "arriving with 1,000 conversations, against 10", "ms", many, few, 2.0, "ratio"))
        turns = [bench.number(sync(bench, "first", 10000, 10000), "worst turn, first sync") for _ in range(3)]
        figures.append(Figure("P8", "worst turn, first sync of 10,000", "ms", turns, [], 50, "limit"))
    return figures


def grow(bench):
    whole, main, memory, arrival, written = [], [], [], [], []
    for size in SIZES:
        lines = sync(bench, "first", size, size, MESSAGES)
        whole.append((size, bench.number(lines, "cpu, all threads")))
        main.append((size, bench.number(lines, "cpu, main thread")))
        memory.append((size, bench.number(lines, "memory, highest")))
        arrival.append((size, bench.number(lines, "arrival cpu, main thread")))
    for size in WRITTEN:
        written.append((size, bench.number(sync(bench, "write", size), "write") * size / 1000))
    return [Growth("P3", "first sync, conversations: CPU of all threads", "ms", whole),
            Growth("P3", "first sync, conversations: CPU of the main thread", "ms", main),
            Growth("P3", "first sync, conversations: highest memory", "MB", memory),
            Growth("P3", "writing events", "ms", written),
            Growth("P4", "a message that arrives, by conversations: CPU of the main thread", "ms", arrival)]
