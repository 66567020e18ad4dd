# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""P5: CPU time of the whole process while nobody touches it, signed in to a server that has nothing to tell, against an
empty window."""
from measure import Figure

CONVERSATIONS = 1000
# Of one measurement; two at a time would disturb each other.
SECONDS = 60
QUICK_SECONDS = 10


def measure(bench):
    seconds = QUICK_SECONDS if bench.quick else SECONDS

    def idle(*argv, **env):
        lines = bench.run([*argv], **env)
        if argv[0] == app and not bench.number(lines, "online"):
            raise AssertionError("it was not signed in")
        return bench.number(lines, "idle cpu") / (seconds * 1000) * 100

    app, floor = bench.program("bench-app"), bench.program("bench-floor")
    with bench.served_profile(CONVERSATIONS) as profile:
        pairs = [(idle(floor, seconds), idle(app, "idle", profile.folder, seconds, **profile.env))
                 for _ in range(2 if bench.quick else bench.runs)]
    return [Figure("P5", f"CPU over {seconds} s, signed in", "%", [pair[1] for pair in pairs],
                   [pair[0] for pair in pairs], 0.1, "difference")]
