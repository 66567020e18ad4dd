# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""P7: 2,000 turns of the wheel in a conversation of 100,000 messages, which loads older ones from the store as it goes,
and opening it: turns of the main loop in CPU time, as parts of a frame.

How it grows is asked of a conversation all of which has been loaded: what costs more the more there is shows itself in
loading, and in scrolling in its middle.
"""
from measure import Failed, Figure, Growth

# The same profile as P2's.
CONVERSATIONS = 1000
MESSAGES = 100_000
STEPS = 2000
QUICK_STEPS = 400
LEAST_LOADS = 5
SIZES = (1000, 10_000, 100_000)
GOALS = {"p99": 1.0, "worst": 3.0}


def scroll(bench, profile, steps, *more):
    return bench.run([bench.program("bench-app"), "scroll", profile.folder, profile.room, steps, *more], **profile.env)


def measure(bench):
    messages, steps = (MESSAGES // 10, QUICK_STEPS) if bench.quick else (MESSAGES, STEPS)
    if bench.quick:
        # It mostly waits for frames, and CPU time is what counts.
        profiles = [bench.profile(CONVERSATIONS, 0, messages) for _ in range(bench.runs)]
        runs = bench.at_once(lambda: scroll(bench, profiles.pop(), steps), bench.runs)
    else:
        profile = bench.profile(CONVERSATIONS, 0, messages)
        runs = [scroll(bench, profile, steps) for _ in range(bench.runs)]

    loads = min(bench.number(lines, "loads") for lines in runs)
    if loads < LEAST_LOADS:
        raise Failed(f"P7: older messages were loaded {loads:.0f} times, and not {LEAST_LOADS}")

    def figure(what, which):
        return Figure("P7", f"{what}, {which}", "ms", [bench.number(lines, f"{what}, {which}") for lines in runs],
                      limit=GOALS[which], kind="frame")

    return [figure("scroll", "p99"), figure("scroll", "worst"), figure("open", "worst")]


def grow(bench):
    runs = {size: scroll(bench, bench.profile(10, 0, size), QUICK_STEPS, "all") for size in SIZES}

    def growth(what, unit, label, part=1):
        return Growth("P7", what, unit, [(size, bench.number(lines, label) / part) for size, lines in runs.items()])

    return [growth("open, worst", "ms", "open, worst"), growth("scroll, p50", "ms", "scroll, p50"),
            growth("a page loaded, all before it loaded, p50", "ms", "load, p50"),
            growth("scroll in the middle, all loaded, p50", "ms", "scroll far, p50"),
            growth("private dirty, all loaded", "MiB", "loaded private dirty", 1024),
            growth("private dirty, after going elsewhere", "MiB", "left private dirty", 1024)]
