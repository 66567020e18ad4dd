#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py --build FOLDER [--quick] [--only P1,P3] [--growth[=only]] [--write-baseline] [--out FOLDER]

Measures P1 to P8, each in turns with its reference, on a screen and a session bus of its own, and says which goals are
met. The parts are the files pN_name.py beside this one: measure(bench) gives figures, and grow(bench), if there is one,
how they grow with the practice (--growth: that, too; --growth=only: nothing else). measure.py says how a figure is
judged.

--quick: fewer runs, and what counts is the baseline instead of the goals: a figure that is 25 % worse fails.
--write-baseline: the worse of two measurements becomes baseline.json; with --quick, as the comparison is made;
with --only the other parts' figures stay as they are.

Writes bench.json, and with --growth growth.txt, growth.json and growth.svg, to the folder --out.
"""
import argparse
import importlib
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
BASELINE = HERE / "baseline.json"
SCREEN = "BEDSIDE_BENCH_SCREEN"
MEASURES = tuple(f"P{n}" for n in range(1, 9))
sys.path[:0] = [str(HERE), str(HERE.parent / "synapse" / "tools")]

# pylint: disable=wrong-import-position -- it is not installed
import growth  # noqa: E402
from bench import Bench  # noqa: E402
from common import CACHE  # noqa: E402
from measure import Allowed, Failed, Figure, better, is_worse, median, spread  # noqa: E402


def parts(wanted):
    """The modules that measure, in order."""
    names = sorted(path.stem for path in HERE.glob("p[0-9]*_*.py"))
    return [importlib.import_module(name) for name in names
            if not wanted or any(name.lower().startswith(f"{one.lower()}_") for one in wanted)]


def read_baseline():
    if not BASELINE.exists():
        return {}
    content = json.loads(BASELINE.read_text(encoding="utf-8"))
    return {name: Allowed(one["result"], one["best"], content["speed"]) for name, one in content["figures"].items()}


def write_baseline(runs, speed, keep):
    """Of several measurements the worst: the baseline has to hold on any day. keep: the figures of other parts, too."""
    figures = {}
    for figure in runs:
        if figure.kind != "note":
            figures.setdefault(figure.name, []).append(figure)
    content = {"about": "Written by tests/bench/run.py --quick --write-baseline; speed: ms of CPU time for the empty "
                        "window's first frame on that machine.",
               "speed": round(speed, 2),
               "figures": {name: {"result": round(max(one.result() for one in some), 4),
                                  "best": round(max(one.result(min) for one in some), 4)}
                           for name, some in figures.items()}}
    if keep and BASELINE.exists():
        old = json.loads(BASELINE.read_text(encoding="utf-8"))
        content["figures"] = old["figures"] | content["figures"]
        content["speed"] = min(content["speed"], old["speed"])
    content["figures"] = dict(sorted(content["figures"].items()))
    BASELINE.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def number(value, unit=""):
    if not math.isfinite(value):
        return "-"
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2 if abs(value) >= 1 or value == 0 else 4
    return f"{value:.{digits}f}{' ' + unit if unit else ''}"


def as_text(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    # Words to the left, numbers to the right.
    return "\n".join("  ".join(word.ljust(width) if column < 2 or column == len(row) - 1 else word.rjust(width)
                               for column, (word, width) in enumerate(zip(row, widths))).rstrip() for row in rows)


class Run:
    """One call of this program."""

    def __init__(self, bench, baseline, twice):
        self.bench, self.baseline, self.twice = bench, baseline, twice
        self.raw = []       # all that was measured
        self.figures, self.broken, self.repeated, self.took = [], {}, [], {}
        self.speeds, self.growths = [], []

    @property
    def speed(self):
        return min(self.speeds, default=math.nan)

    def take_speed(self):
        for _ in range(2):
            self.speeds.append(self.bench.number(self.bench.run([self.bench.program("bench-floor")]), "cpu"))

    def measure(self, part):
        """The figures of a part, with its turns over 50 ms."""
        self.bench.turns, self.bench.worst_turn = 0, None
        with self.bench.own_folder():
            figures = list(part.measure(self.bench))
        name = part.__name__.replace("_", " ").capitalize()
        if self.bench.worst_turn is not None:
            figures.append(Figure("P8", f"turns over 50 ms in {name}", "", [float(self.bench.turns)], limit=0.0,
                                  kind="limit"))
            figures.append(Figure("P8", f"worst turn in {name}", "ms", [self.bench.worst_turn], kind="note"))
        return figures

    def is_worse(self, figure):
        return is_worse(figure, self.baseline.get(figure.name), self.speed)

    def passes(self, figure):
        return not self.is_worse(figure) if self.bench.quick else figure.met()

    def add(self, part):
        started = time.monotonic()
        name = part.__name__
        try:
            self.take_speed()
            figures = self.measure(part)
            self.raw += figures
            if self.twice:
                self.raw += self.measure(part)
            # What the baseline does not know is not there the second time either.
            if self.bench.quick and any(figure.name in self.baseline and self.is_worse(figure) for figure in figures):
                self.repeated.append(name)
                again = {figure.name: figure for figure in self.measure(part)}
                figures = [better(figure, again[figure.name], self.baseline.get(figure.name), self.speed)
                           if figure.name in again else figure for figure in figures]
            self.figures += figures
        except Exception as error:  # pylint: disable=broad-exception-caught -- the others are still measured
            self.broken[name] = f"{type(error).__name__}: {error}"
        self.took[name] = time.monotonic() - started
        print(f"{name}: {self.took[name]:.0f} s" + (" (broken)" if name in self.broken else ""), flush=True)

    def grow(self, part):
        """How its cost grows; not a figure of the bench."""
        if not hasattr(part, "grow"):
            return
        started = time.monotonic()
        try:
            with self.bench.own_folder():
                self.growths += part.grow(self.bench)
        except Exception as error:  # pylint: disable=broad-exception-caught -- the others are still measured
            self.broken[f"{part.__name__}, growth"] = f"{type(error).__name__}: {error}"
        print(f"{part.__name__}, growth: {time.monotonic() - started:.0f} s", flush=True)

    def missing(self, wanted):
        """What nobody has measured: figures of the baseline (whoever renames one says so there), or a whole measure."""
        # Of a broken part they are not counted one by one.
        if wanted or self.broken or not (self.figures or self.bench.quick):
            return []
        if not self.bench.quick:
            return sorted(set(MEASURES) - {figure.measure for figure in self.figures if figure.kind != "note"})
        return sorted(set(self.baseline) - {figure.name for figure in self.figures})

    def rows(self):
        rows = [("", "measure", "median", "spread", "reference", "spread", "result", "goal",
                 *(("baseline",) if self.bench.quick else ()), "")]
        for figure in sorted(self.figures, key=lambda figure: (figure.measure, figure.kind == "note")):
            allowed = self.baseline.get(figure.name)
            good = self.passes(figure)
            word = "" if figure.kind == "note" else ("as before" if good else "WORSE") if self.bench.quick \
                else "met" if good else "MISSED"
            result = number(figure.result(), {"frame": "frames", "difference": figure.unit}.get(figure.kind, ""))
            rows.append((figure.measure, figure.what, number(median(figure.values), figure.unit),
                         f"{100 * spread(figure.values):.0f} %",
                         number(median(figure.reference), figure.unit) if figure.reference else "",
                         f"{100 * spread(figure.reference):.0f} %" if figure.reference else "",
                         result if figure.kind != "note" or figure.reference else "",
                         number(figure.limit) if figure.kind != "note" else "",
                         *((number(allowed.result) if allowed else "none",) if self.bench.quick else ()), word))
        return rows

    def as_json(self):
        return {"quick": self.bench.quick, "speed": self.speed, "versions": versions(), "seconds": self.took,
                "broken": self.broken, "measured_twice": self.repeated,
                "figures": [{"measure": figure.measure, "what": figure.what, "kind": figure.kind, "unit": figure.unit,
                             "result": figure.result(), "best": figure.result(min), "spread": spread(figure.values),
                             "goal": figure.limit if math.isfinite(figure.limit) else None, "met": figure.met(),
                             "values": figure.values, "reference": figure.reference} for figure in self.figures]}


def versions():
    """Of what the figures depend on."""
    found = {"machine": platform.machine(), "system": platform.platform(), "processors": os.cpu_count()}
    for name in ("gtk4", "libadwaita-1", "glib-2.0", "libsoup-3.0", "sqlite3"):
        done = subprocess.run(["pkg-config", "--modversion", name], stdout=subprocess.PIPE, text=True, check=False)
        found[name] = done.stdout.strip()
    for mark in CACHE.glob("*/.synapse-ready"):
        found["synapse"] = mark.read_text(encoding="utf-8").strip()
    return found


def count(passed, failed):
    """For the last line of .ci/run; build-aux/report.py adds it up."""
    if path := os.environ.get("REPORT_COUNTS"):
        with open(path, "a", encoding="utf-8") as f:
            print(passed, failed, 0, file=f)
        print(f"\nSo far: {passed} passed, {failed} failed, 0 skipped")


def report_growth(growths, out):
    """Table and plot; how many are worse than they may be."""
    if not growths:
        return 0
    verdicts = growth.judge(growths)
    text = as_text(growth.table(verdicts))
    print(f"\n{text}")
    (out / "growth.txt").write_text(text + "\n", encoding="utf-8")
    (out / "growth.json").write_text(json.dumps(growth.as_json(verdicts), indent=1) + "\n", encoding="utf-8")
    try:
        growth.draw(verdicts, out / "growth.svg")
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"\nThere is no plot: {problem}")
        return 1
    return sum(verdict.bad for verdict in verdicts)


def report(run, args):
    """Says how it went; the exit status."""
    print()
    if run.figures:
        print(as_text(run.rows()))
    for name, why in run.broken.items():
        print(f"\n{name} could not measure: {why}")
    if run.repeated:
        print(f"\nMeasured twice, because once it seemed worse: {', '.join(run.repeated)}")
    missing = run.missing(args.only) if not args.write_baseline else []
    for name in missing:
        print(f"\nNobody measured it: {name}")
    args.out.mkdir(parents=True, exist_ok=True)
    if run.figures:
        (args.out / "bench.json").write_text(json.dumps(run.as_json(), indent=1) + "\n", encoding="utf-8")
    steep = report_growth(run.growths, args.out)

    counted = [figure for figure in run.figures if figure.kind != "note"]
    bad = [figure for figure in counted if not run.passes(figure)]
    failed = len(bad) + len(run.broken) + len(missing) + steep
    if args.quick and not args.write_baseline and not run.baseline:
        print(f"\nThere is no {BASELINE.name} to compare with: run.py --quick --write-baseline makes it.")
    if args.write_baseline:
        if run.broken:
            return 1
        write_baseline(run.raw, run.speed, bool(args.only))
        print(f"\nWritten: {BASELINE}")
        return 0
    count(len(counted) - len(bad), failed)
    if not failed and counted:
        print("\nAs good as the baseline." if run.bench.quick else "\nAll goals are met.")
    return 1 if failed or not (counted or run.growths) else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=lambda text: text.split(","), default=[])
    parser.add_argument("--growth", nargs="?", const="too", choices=("too", "only"))
    parser.add_argument("--write-baseline", action="store_true")
    args = parser.parse_args()
    args.out = args.out or args.build

    if SCREEN not in os.environ:
        os.environ[SCREEN] = "1"
        os.execvp("xvfb-run", ["xvfb-run", "-a", "-s", "-screen 0 1280x1024x24",
                               "dbus-run-session", f"--config-file={HERE / 'bus.conf'}", "--",
                               sys.executable, __file__, *sys.argv[1:]])

    with tempfile.TemporaryDirectory(prefix="bedside-bench-") as folder:
        bench = Bench(args.build, folder, args.quick)
        run = Run(bench, {} if args.write_baseline else read_baseline(), args.write_baseline)
        modules = parts(args.only)
        started = time.monotonic()
        for part in modules:
            if args.growth != "only":
                run.add(part)
        for part in modules:
            if args.growth:
                run.grow(part)
        print(f"Measured in {time.monotonic() - started:.0f} s.")
        return report(run, args)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as problem:
        sys.exit(str(problem))
