# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What came of each fault: TAP while it goes on, a table and one line at the end."""
import threading
from dataclasses import dataclass


@dataclass
class Result:
    """One fault and what was found after it."""
    path: str               # /fault/matrix/reset/send/0
    row: str                # of the table
    column: str = ""
    problem: str = ""       # empty: all was well
    lost: int = 0
    doubled: int = 0
    crashed: int = 0
    note: str = ""
    again: str = ""         # how to run just this one


class Results:
    """Safe from any thread."""

    def __init__(self):
        self.all, self.meaningless, self.lock = [], set(), threading.Lock()

    def add(self, result):
        with self.lock:
            self.all.append(result)
            bad = is_bad(result)
            print(f"{'not ok' if bad else 'ok'} {len(self.all)} {result.path}", flush=True)
            for line in (result.problem.splitlines() if bad else []) + ([result.note] if result.note else []):
                print(f"# {line}", flush=True)
            if bad and result.again:
                print(f"# again: {result.again}", flush=True)

    def leave_out(self, row, column):
        """A combination that means nothing."""
        self.meaningless.add((row, column))

    def line(self):
        return (f"faults: {len(self.all)}, lost: {sum(r.lost for r in self.all)}, "
                f"doubled: {sum(r.doubled for r in self.all)}, crashed: {sum(r.crashed for r in self.all)}")

    def finish(self, least):
        """Prints what is left to print; the exit status. least: so many faults there should have been."""
        good = len(self.all) >= least and not any(is_bad(r) for r in self.all)
        print(f"{'ok' if good else 'not ok'} {len(self.all) + 1} /fault/nothing-lost-nothing-doubled")
        print(f"1..{len(self.all) + 1}")
        for line in self.table():
            print(f"# | {line}")
        print(f"# {self.line()}", flush=True)
        return 0 if good else 1

    def table(self):
        """Good faults of all, by row and column; first those with columns."""
        columns = list(dict.fromkeys(r.column for r in self.all if r.column))
        rows = list(dict.fromkeys(r.row for r in self.all))
        if columns:
            yield " ".join([f"{'':24}", *(f"{c:>10}" for c in columns)])
        for row in sorted(rows, key=lambda row: not any(r.row == row and r.column for r in self.all)):
            found = [r for r in self.all if r.row == row]
            if not found[0].column:
                yield f"{row:24} {tally(found):>10}"
                continue
            cells = []
            for column in columns:
                here = [r for r in found if r.column == column]
                cells.append("n/a" if (row, column) in self.meaningless else tally(here) if here else "")
            yield " ".join([f"{row:24}", *(f"{c:>10}" for c in cells)]).rstrip()


def is_bad(result):
    return bool(result.problem or result.lost or result.doubled or result.crashed)


def tally(results):
    """3: three runs, all good; 2/3: one was not."""
    good = sum(not is_bad(r) for r in results)
    return f"{good}" if good == len(results) else f"{good}/{len(results)}"
