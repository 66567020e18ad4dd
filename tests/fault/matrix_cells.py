# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What cells.c and others.c do, several at a time, begun anew behind one that went wrong."""
import re
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from results import Result

SCREEN = Path(__file__).resolve().parent.parent / "ui" / "run.sh"
WORKERS = 2
# A program does so many cells, and gets so many seconds for each, and to start with.
AT_ONCE = 20
PATIENCE = 15


class Cells:
    """program: the built cells.c or others.c. wanted: texts, of which the path of a cell must have one."""

    def __init__(self, name, program, results, runs, wanted):
        self.name, self.program, self.results, self.lock = name, program, results, threading.Lock()
        self.todo = []
        said = subprocess.run([program, "--list", str(runs)], capture_output=True, text=True, check=True)
        for line in said.stdout.splitlines():
            cell, _, meaningless = line.partition(" ")
            kind, request, _ = cell.split(":")
            if meaningless:
                results.leave_out(kind, request)
            elif not wanted or any(w in self._path(cell) for w in wanted):
                self.todo.append(cell)

    def run(self):
        with ThreadPoolExecutor(WORKERS) as pool:
            for job in [pool.submit(self._work) for _ in range(WORKERS)]:
                job.result()

    def _take(self):
        with self.lock:
            some, self.todo = self.todo[:AT_ONCE], self.todo[AT_ONCE:]
        return some

    def _work(self):
        while cells := self._take():
            while cells:
                cells = cells[self._some(cells):]

    def _some(self, cells):
        """Runs cells until one goes wrong; how many were done."""
        done, failed = 0, False
        limit = ["timeout", "--foreground", "-s", "KILL", str(PATIENCE * (len(cells) + 3))]
        with subprocess.Popen([SCREEN, *limit, self.program, *cells], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              stdin=subprocess.DEVNULL, text=True, errors="replace") as process:
            last = []
            for line in process.stdout:
                if done < len(cells) and line.startswith(cells[done] + " "):
                    failed = self._read(line)
                    done += 1
                elif "GSocketClient" not in line and "dbus-daemon" not in line:
                    last = [*last[-7:], line.rstrip()]
            status = process.wait()
        # After a failure that it has told of it ends by itself.
        if done < len(cells) and not failed:
            self._add(cells[done], f"the program ended with {status}\n" + "\n".join(last), crashed=1)
            done += 1
        return done

    def _read(self, line):
        cell, verdict, lost, doubled, struck, worst, took, problem = line.rstrip("\n").split(" ", 7)
        self._add(cell, "" if verdict == "ok" else problem, int(lost), int(doubled),
                  note=problem if verdict == "ok" else f"{struck} struck, worst turn {worst} ms, {took} ms")
        return verdict != "ok"

    def _add(self, cell, problem, lost=0, doubled=0, crashed=0, note=""):
        kind, request, _ = cell.split(":")
        # What is missing when a cell was given up is no loss yet.
        given_up = "not within" in problem
        self.results.add(Result(self._path(cell), kind, request, problem, 0 if given_up else lost,
                                0 if given_up else doubled, crashed, note,
                                f"tests/ui/run.sh {self.program} {cell}, with the environment of the test"))

    def _path(self, cell):
        return f"/fault/{self.name}/" + re.sub(":+", "/", cell)
