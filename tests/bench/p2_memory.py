# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""P2: memory when all has settled after the start of P1, and after opening a long conversation, against that of an
empty window: what is resident, and what is written and shared with no other process.

GL is off, as everywhere; the libraries of a GL driver would be most of what both hold. What that makes of it is a note.
"""
from measure import Figure, Growth

CONVERSATIONS = 1000
MESSAGES = 100_000
SIZES = (10, 100, 1000, 10000)
MESSAGE_SIZES = (1000, 10_000, 100_000)
KINDS = ("rss", "private dirty")
# Memory does not depend on what else the machine does.
RUNS = 3


def stay(bench, profile, **env):
    """Opens the list, then the long conversation, if the profile has one."""
    room = [profile.room] if profile.room else []
    return bench.run([bench.program("bench-app"), "idle", profile.folder, "0", *room], **profile.env, **env)


def stay_empty(bench, **env):
    return bench.run([bench.program("bench-floor"), "1"], **env)


def with_gl(bench, profile):
    """The same where the toolkit may use GL, which it then only prepares for: the renderer is the same."""
    app, floor = stay(bench, profile, GDK_DEBUG=""), stay_empty(bench, GDK_DEBUG="")
    return [Figure("P2", f"{kind}, open conversation, with a GL driver", "MiB",
                   [bench.number(app, f"open {kind}") / 1024], [bench.number(floor, f"memory {kind}") / 1024],
                   kind="note") for kind in KINDS]


def measure(bench):
    # To be ready in time: a conversation that is open has loaded as much of a shorter one.
    messages = MESSAGES // 10 if bench.quick else MESSAGES
    profile = bench.profile(CONVERSATIONS, 0, messages)
    app, floor = bench.interleave(lambda: stay(bench, profile),
                                  lambda: stay_empty(bench), RUNS - 1 if bench.quick else bench.runs, warm=False)

    def of(when, what, limit):
        return [Figure("P2", f"{kind}, {what}", "MiB", [bench.number(lines, f"{when} {kind}") / 1024 for lines in app],
                       [bench.number(lines, f"memory {kind}") / 1024 for lines in floor], limit) for kind in KINDS]

    return (of("memory", f"list of {CONVERSATIONS:,} conversations", 1.5) +
            of("open", f"conversation of {messages:,} messages", 1.7) +
            ([] if bench.quick else with_gl(bench, profile)))


def grow(bench):
    def points(profiles, when):
        runs = {size: [stay(bench, profile) for _ in range(RUNS)] for size, profile in profiles.items()}
        return {kind: [(size, min(bench.number(lines, f"{when} {kind}") / 1024 for lines in some))
                       for size, some in runs.items()] for kind in KINDS}

    by_list = points({size: bench.profile(size) for size in SIZES}, "memory")
    by_messages = points({size: bench.profile(10, 0, size) for size in MESSAGE_SIZES}, "open")
    return ([Growth("P2", f"{kind}, by conversations", "MiB", by_list[kind]) for kind in KINDS] +
            [Growth("P2", f"{kind}, by messages", "MiB", by_messages[kind]) for kind in KINDS])
