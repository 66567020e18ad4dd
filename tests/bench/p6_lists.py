# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""P6: a key in New Chat over 10,000 patients; searching, sorting and filtering 5,000 conversations: CPU time of the
main thread until the frame is painted that shows what came of it, as parts of a frame. What is put off until later
counts for P8."""
from measure import Figure, Growth

PATIENTS = 10_000
CONVERSATIONS = 5000
SIZES = (10, 100, 1000, 10_000)
# One key of a hundred is that with which the list gives way to the page that says that nobody is found, or comes back.
NEW_CHAT_GOALS = {"p50": 0.3, "p90": 0.3, "p99": 1.0}
LIST_GOAL = 1.0
IN_THE_LIST = ("key in the sidebar", "row to the top", "sorted anew", "filtered")


def use(bench, profile, rounds):
    return bench.run([bench.program("bench-app"), "lists", profile.folder, rounds], **profile.env)


def measure(bench):
    conversations = CONVERSATIONS // 5 if bench.quick else CONVERSATIONS
    profile = bench.profile(conversations, PATIENTS)
    # One at a time: a window without the focus opens no popover. A run of its own is hundreds of keys.
    runs = [use(bench, profile, 1) for _ in range(1 if bench.quick else bench.runs)]

    def figure(what, quantile, goal):
        return Figure("P6", f"{what}, {quantile}", "ms", [bench.number(lines, f"{what}, {quantile}") for lines in runs],
                      limit=goal, kind="frame")

    return ([figure("key in new chat", quantile, goal) for quantile, goal in NEW_CHAT_GOALS.items()] +
            [figure(what, quantile, LIST_GOAL) for what in IN_THE_LIST for quantile in ("p50", "p99")])


def grow(bench):
    runs = {size: use(bench, bench.profile(size, size), 1) for size in SIZES}
    return [Growth("P6", what, "ms", [(size, bench.number(lines, f"{what}, p50")) for size, lines in runs.items()])
            for what in ("key in new chat", *IN_THE_LIST)]
