# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures, and what is made of them: medians, spreads, goals, the comparison with the baseline, slopes.

How QUICK decides that something has become worse, on a machine that others use:

* What has a reference is a ratio to it, or a difference, taken in turns with it in the same run. What is given in
  frames has none; its baseline is scaled by how long an empty window's first frame takes here, in CPU time of its
  thread.
* A disturbance makes a run longer, never shorter. A figure is worse only if both its medians and its best runs
  say so: a program that has become slower has a slower best run, too. But what is MUCH_WORSE in its median is worse
  whatever its best run was: a stall that comes and goes.
* Worse is 25 % over the baseline, and more than a slack in absolute terms, which is a part of the goal (SLACK): 25 % of
  next to nothing is noise.
* A part with a worse figure is measured once more, and the better of the two counts.
"""
import math
import statistics
from dataclasses import dataclass, field

FRAME = 16.7          # ms, at 60 Hz
WORSE = 1.25
MUCH_WORSE = 2.0
# What a difference may be over its baseline anyway, as a part of the goal. A ratio has none.
SLACK = {"ratio": 0.0, "difference": 0.5, "frame": 0.1, "limit": 0.1}


class Failed(Exception):
    """A program that did not do what it was started for."""


@dataclass
class Figure:
    """What was measured, one number a run.

    kind: "ratio": to the reference; "difference": from it; "frame": part of a frame, values are ms; "limit": the worst
    value itself; "note": of no goal, only shown. limit: the goal, which is met if not exceeded.
    """
    measure: str
    what: str
    unit: str
    values: list
    reference: list = field(default_factory=list)
    limit: float = math.inf
    kind: str = "ratio"

    @property
    def name(self):
        return f"{self.measure} {self.what}"

    def result(self, of=statistics.median):
        """The number that has a goal; of the medians or, with min, of the best runs."""
        if not self.values:
            return math.nan
        if self.kind == "ratio" or (self.kind == "note" and self.reference):
            return of(self.values) / of(self.reference)
        if self.kind == "difference":
            differences = [value - other for value, other in zip(self.values, self.reference, strict=True)]
            return of(differences)
        if self.kind == "frame":
            return of(self.values) / FRAME
        if self.kind == "limit":
            return max(self.values)
        return of(self.values)

    def met(self):
        return self.kind == "note" or self.result() <= self.limit


@dataclass
class Growth:
    """What a measure costs at several sizes: points are pairs of size and value."""
    measure: str
    what: str
    unit: str
    points: list

    @property
    def name(self):
        return f"{self.measure} {self.what}"


def median(values):
    return statistics.median(values) if values else math.nan


def spread(values):
    """Half the way from the least to the greatest, as a part of the median."""
    middle = median(values)
    return (max(values) - min(values)) / 2 / abs(middle) if values and middle else 0.0


@dataclass
class Allowed:
    """What a figure was when the baseline was written."""
    result: float
    best: float
    speed: float          # ms of CPU time for the empty window's first frame, there


def allowance(figure, allowed, speed):
    """Up to where a result counts as the same as the baseline's: of the medians and of the best runs."""
    scale = speed / allowed.speed if figure.kind == "frame" and allowed.speed else 1.0
    slack = SLACK.get(figure.kind, 0.0) * (figure.limit if math.isfinite(figure.limit) else 0.0)
    return tuple(max(value * scale + abs(value * scale) * (WORSE - 1), value * scale + slack)
                 for value in (allowed.result, allowed.best))


def is_worse(figure, allowed, speed):
    """Whether a figure says that the program has become slower since the baseline; allowed: None if that has none."""
    if figure.kind == "note":
        return False
    if allowed is None or not math.isfinite(figure.result()):
        return True
    limit, best_limit = allowance(figure, allowed, speed)
    return figure.result() > limit and (figure.result(min) > best_limit or figure.result() > MUCH_WORSE * limit)


def better(first, second, allowed, speed):
    """Of two measurements of the same figure the one that counts."""
    if is_worse(first, allowed, speed) != is_worse(second, allowed, speed):
        return second if is_worse(first, allowed, speed) else first
    return first if first.result() <= second.result() else second


def slope(points, upper=3):
    """The exponent of growth over the upper sizes: least squares of the logarithms."""
    logs = [(math.log(size), math.log(value)) for size, value in points[-upper:] if value > 0]
    if len(logs) < 2:
        return math.nan
    x_mean, y_mean = (statistics.fmean(column) for column in zip(*logs))
    return (sum((x - x_mean) * (y - y_mean) for x, y in logs) / sum((x - x_mean) ** 2 for x, _ in logs))


def slope_of_n_log_n(points, upper=3):
    """What slope() says of n log n at these sizes."""
    return slope([(size, size * math.log(size)) for size, _ in points], upper)
