#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""tests/bench/measure.py must not call a slow program fast, nor a busy machine a slow program. Speaks TAP."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

# pylint: disable=wrong-import-position -- it is not installed
from growth import Verdict  # noqa: E402
from measure import FRAME, Allowed, Figure, Growth, better, is_worse, slope, slope_of_n_log_n, spread  # noqa: E402

SPEED = 50.0


def figure(values, reference=(), limit=1.5, kind="ratio"):
    return Figure("P0", "a thing", "ms", list(values), list(reference), limit, kind)


def allowed(result, best=None):
    return Allowed(result, result if best is None else best, SPEED)


def n_log_n(size):
    return size * len(str(size))


FLOOR = [100, 100, 100]
RATIO, QUIET = figure([150, 160, 152], FLOOR), allowed(1.5)
# name; what is; what is wanted
CASES = (
    ("ratio-of-medians", figure([300, 150, 160], [100, 80, 100]).result(), 1.6),
    ("difference-of-each-pair", figure([9, 30, 12], [5, 25, 9], kind="difference").result(), 4),
    ("part-of-a-frame", figure([FRAME * 2, FRAME, FRAME * 3], kind="frame").result(), 2),
    ("worst-for-a-limit", figure([0, 3, 0], kind="limit").result(), 3),
    ("goal-met-exactly", figure([150], [100]).met(), True),
    ("goal-missed", figure([151], [100]).met(), False),
    ("nothing-measured-is-no-goal-met", figure([], []).met(), False),
    ("note-has-no-goal", figure([900], [100], kind="note").met(), True),
    ("spread-to-both-sides", spread([90, 100, 120]), 0.15),
    ("as-before", is_worse(RATIO, QUIET, SPEED), False),
    ("worse-by-a-quarter-and-more", is_worse(figure([190, 195, 191], FLOOR), QUIET, SPEED), True),
    ("one-good-run-is-a-busy-machine", is_worse(figure([300, 150, 310], FLOOR), QUIET, SPEED), False),
    ("one-good-run-does-not-excuse-a-stall", is_worse(figure([900, 150, 910], FLOOR), QUIET, SPEED), True),
    ("unknown-figure", is_worse(RATIO, None, SPEED), True),
    ("nothing-measured", is_worse(figure([], []), QUIET, SPEED), True),
    ("note-is-not-compared", is_worse(figure([900], [100], kind="note"), None, SPEED), False),
    ("little-more-than-nothing",
     is_worse(figure([0.01, 0.02], [0, 0], 0.1, "difference"), allowed(0.001), SPEED), False),
    ("difference-beyond-the-slack",
     is_worse(figure([0.09, 0.08], [0, 0], 0.1, "difference"), allowed(0.001), SPEED), True),
    ("frames-on-a-machine-half-as-fast",
     is_worse(figure([FRAME, FRAME], limit=1, kind="frame"), allowed(0.5), 2 * SPEED), False),
    ("frames-on-the-same-machine", is_worse(figure([FRAME, FRAME], limit=1, kind="frame"), allowed(0.5), SPEED), True),
    ("one-turn-over-50-ms", is_worse(figure([1], limit=0, kind="limit"), allowed(0), SPEED), True),
    ("second-time-counts", better(figure([300], [100]), figure([155], [100]), QUIET, SPEED).result(), 1.55),
    ("first-time-counts", better(figure([155], [100]), figure([300], [100]), QUIET, SPEED).result(), 1.55),
    ("slope-of-a-square", round(slope([(10, 1), (100, 100), (1000, 10_000)]), 6), 2),
    ("slope-of-the-upper-sizes", round(slope([(1, 500), (10, 10), (100, 100), (1000, 1000)]), 6), 1),
    ("n-log-n-is-over-n", 1 < slope_of_n_log_n([(10, 0), (100, 0), (1000, 0)]) < 1.4, True),
    ("n-log-n-is-fine", Verdict(Growth("P0", "it", "ms", [(n, n_log_n(n)) for n in (10, 100, 1000)]), {}).bad, False),
    ("square-is-bad", Verdict(Growth("P0", "it", "ms", [(n, n * n) for n in (10, 100, 1000)]), {}).bad, True),
    ("square-with-a-reason", Verdict(Growth("P0", "it", "ms", [(n, n * n) for n in (10, 100, 1000)]),
                                     {"P0 it": "why"}).bad, False),
)


def main():
    print(f"1..{len(CASES)}")
    failed = False
    for number, (name, got, wanted) in enumerate(CASES, 1):
        failed = failed or got != wanted
        if got != wanted:
            print(f"# wanted {wanted}, got {got}")
        print(f"{'ok' if got == wanted else 'not ok'} {number} /lint/bench/{name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
