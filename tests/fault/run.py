#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py [--long] [--seed NUMBER] PROGRAM OPTIONS [TEXT...]

Faults at the worst moments: after each nothing is lost, nothing doubled, the
order kept, nothing crashed or hung, and the window told the truth. Runs those
whose path contains one of the texts, or all, and prints TAP, a table and the
line "faults: N, lost: N, doubled: N, crashed: N". Without --long one run of
each cell.
"""
import argparse
import sys
import threading
import time
import traceback
from pathlib import Path

from kills import Kills
from matrix_cells import Cells
from results import Result, Results
from synapse_cells import SynapseCells

PROGRAMS = ("bedside", "cells", "others", "practice-server", "shown", "talker")


def absolute(path):
    """They are started in other folders."""
    return str(Path(path).resolve())


def measured(name, part, results):
    start = time.monotonic()
    try:
        part.run()
    except Exception:           # pylint: disable=broad-except -- a part that ends early has failed
        results.add(Result(f"/fault/{name}/ran", name, problem=traceback.format_exc()))
    print(f"# {name}: {time.monotonic() - start:.0f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    for program in PROGRAMS:
        parser.add_argument("--" + program, required=True, type=absolute)
    parser.add_argument("wanted", nargs="*")
    args = parser.parse_args()

    results = Results()
    runs = 3 if args.long else 1
    # Side by side where both mostly wait.
    groups = [{"matrix": Cells("matrix", args.cells, results, runs, args.wanted),
               "kill": Kills(args, results, 200 if args.long else 10, args.seed)},
              {"other": Cells("other", args.others, results, runs, args.wanted)}]
    if args.long:
        groups[1]["synapse"] = SynapseCells(args.talker, results, args.wanted)
    for group in groups:
        chosen = {n: p for n, p in group.items() if not args.wanted or any(n in w for w in args.wanted)}
        threads = [threading.Thread(target=measured, args=(*item, results)) for item in chosen.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return results.finish(1 if args.wanted else 501 if args.long else 100)


if __name__ == "__main__":
    sys.exit(main())
