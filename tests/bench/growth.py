# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How cost grows with the size of the practice: a table, a plot, and what is worse than n log n without a reason.

Reasons stand in growth.json beside this file: the name of the growth (as in the table, with its measure) and why.
"""
import json
import math
import subprocess
from pathlib import Path

from measure import slope, slope_of_n_log_n

REASONS = Path(__file__).resolve().parent / "growth.json"
# What a slope may be over that of n log n before it counts: caches that become too small, and noise.
TOLERANCE = 0.1
PANEL = (560, 420)
COLUMNS = 2


class Verdict:
    def __init__(self, growth, reasons):
        self.growth = growth
        self.slope, self.most = slope(growth.points), slope_of_n_log_n(growth.points)
        self.reason = reasons.get(growth.name, "")
        # Without a slope there is nothing to judge: what costs nothing does not grow.
        self.steep = math.isfinite(self.slope) and self.slope > self.most + TOLERANCE

    @property
    def bad(self):
        return self.steep and not self.reason

    def word(self):
        if not self.steep:
            return "worse than n, not than n log n" if self.slope > 1 + TOLERANCE else ""
        return f"WORSE THAN n log n: {self.reason or 'nobody has said why'}"


def judge(growths):
    reasons = json.loads(REASONS.read_text(encoding="utf-8")) if REASONS.exists() else {}
    return [Verdict(growth, reasons) for growth in sorted(growths, key=lambda growth: growth.measure)]


def short(value):
    return f"{value:.4g}"


def table(verdicts):
    """Rows of words; the first one is the head."""
    sizes = sorted({size for verdict in verdicts for size, _ in verdict.growth.points})
    rows = [("", "growth", "unit", *(f"{size:,}" for size in sizes), "slope", "n log n", "")]
    for verdict in verdicts:
        values = dict(verdict.growth.points)
        rows.append((verdict.growth.measure, verdict.growth.what, verdict.growth.unit,
                     *(short(values[size]) if size in values else "" for size in sizes),
                     f"{verdict.slope:.2f}", f"{verdict.most:.2f}", verdict.word()))
    return rows


def as_json(verdicts):
    return [{"measure": verdict.growth.measure, "what": verdict.growth.what, "unit": verdict.growth.unit,
             "points": verdict.growth.points, "slope": verdict.slope if math.isfinite(verdict.slope) else None,
             "slope_of_n_log_n": verdict.most, "worse": verdict.steep, "reason": verdict.reason}
            for verdict in verdicts]


def plain(text):
    return text.replace("\\", "").replace('"', "'")


def panel(measure, verdicts, blocks):
    """gnuplot's commands for the growths of one measure."""
    curves = []
    units = sorted({verdict.growth.unit for verdict in verdicts})
    for verdict in verdicts:
        points = [(size, value) for size, value in verdict.growth.points if value > 0]
        if not points:
            continue
        name = f"$d{len(blocks)}"
        blocks.append("\n".join([f"{name} << EOD", *(f"{size} {value}" for size, value in points), "EOD"]))
        curves.append(f'{name} using 1:2 with linespoints lw 2 pt 7 ps 0.5 '
                      f'title "{plain(verdict.growth.what)} (slope {verdict.slope:.2f})"')
    if not curves:
        return ""
    return f'set title "{measure}"\nset ylabel "{plain(", ".join(units))}"\nplot {", ".join(curves)}\n'


def draw(verdicts, path):
    """The plot, by gnuplot: one panel a measure, both axes logarithmic."""
    measures = sorted({verdict.growth.measure for verdict in verdicts})
    rows = math.ceil(len(measures) / COLUMNS)
    blocks = []
    panels = [panel(measure, [verdict for verdict in verdicts if verdict.growth.measure == measure], blocks)
              for measure in measures]
    size = f"{PANEL[0] * COLUMNS},{PANEL[1] * rows}"
    script = "\n".join([f'set terminal svg size {size} background rgb "white" font "sans,11"',
                        f'set output "{path}"', *blocks,
                        "set logscale xy", "set grid", "set key bottom right reverse Left samplen 2",
                        'set xlabel "conversations, patients or messages"',
                        "set offsets graph 0, graph 0, graph 0.15, graph 0.3",
                        f"set multiplot layout {rows},{COLUMNS}", *panels, "unset multiplot", ""])
    subprocess.run(["gnuplot"], input=script, text=True, check=True)
