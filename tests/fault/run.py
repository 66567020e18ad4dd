#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py [--long] --cells PROGRAM [TEXT...]

Faults at the worst moments: after each nothing is lost, nothing doubled, the
order kept, nothing crashed or hung, and the window told the truth. Runs those
whose path contains one of the texts, or all, and prints TAP, a table and the
line "faults: N, lost: N, doubled: N, crashed: N". Without --long one run of
each cell.
"""
import argparse
import sys
import time

from matrix_cells import Matrix
from results import Results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--cells", required=True)
    parser.add_argument("wanted", nargs="*")
    args = parser.parse_args()

    results = Results()
    start = time.monotonic()
    Matrix(args.cells, results, 3 if args.long else 1, args.wanted).run()
    print(f"# matrix: {time.monotonic() - start:.0f} s", flush=True)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
