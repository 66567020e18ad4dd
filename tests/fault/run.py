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
import time

from kills import Kills
from matrix_cells import Cells
from results import Results
from synapse_cells import SynapseCells

PROGRAMS = ("bedside", "cells", "others", "practice-server", "shown", "talker")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    for program in PROGRAMS:
        parser.add_argument("--" + program, required=True)
    parser.add_argument("wanted", nargs="*")
    args = parser.parse_args()

    results = Results()
    runs = 3 if args.long else 1
    parts = {"matrix": Cells("matrix", args.cells, results, runs, args.wanted),
             "other": Cells("other", args.others, results, runs, args.wanted),
             "kill": Kills(args, results, 200 if args.long else 10, args.seed)}
    if args.long:
        parts["synapse"] = SynapseCells(args.talker, results, args.wanted)
    for name, part in parts.items():
        if args.wanted and not any(name in wanted for wanted in args.wanted):
            continue
        start = time.monotonic()
        part.run()
        print(f"# {name}: {time.monotonic() - start:.0f} s", flush=True)
    return results.finish(1 if args.wanted else 501 if args.long else 100)


if __name__ == "__main__":
    sys.exit(main())
