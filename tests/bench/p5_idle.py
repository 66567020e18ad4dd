# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""P5: CPU time of the whole process while nobody touches it, signed in to a server that has nothing to tell, against an
empty window.

All runs at the same time: they do next to nothing, and a minute is the same minute for all of them.
"""
import contextlib
from concurrent.futures import ThreadPoolExecutor

from measure import Failed, Figure

CONVERSATIONS = 1000
SECONDS = 60
QUICK_SECONDS = 10


def idle(bench, seconds, profile=None):
    """Per cent of a core."""
    if profile is None:
        lines = bench.run([bench.program("bench-floor"), seconds])
    else:
        lines = bench.run([bench.program("bench-app"), "idle", profile.folder, seconds], **profile.env)
        if not bench.number(lines, "online"):
            raise Failed("the server was not there")
    return bench.number(lines, "idle cpu") / (seconds * 1000) * 100


def measure(bench):
    seconds = QUICK_SECONDS if bench.quick else SECONDS
    with contextlib.ExitStack() as stack, ThreadPoolExecutor(2 * bench.runs) as pool:
        profiles = [stack.enter_context(bench.served_profile(CONVERSATIONS)) for _ in range(bench.runs)]
        app = [pool.submit(idle, bench, seconds, profile) for profile in profiles]
        floor = [pool.submit(idle, bench, seconds) for _ in profiles]
        return [Figure("P5", f"CPU over {seconds} s, signed in", "%", [run.result() for run in app],
                       [run.result() for run in floor], 0.1, "difference")]
