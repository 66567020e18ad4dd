#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""build-aux/report.py must not call a bad run good. Speaks TAP."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

REPORT = Path(__file__).resolve().parents[2] / "build-aux" / "report.py"
TAP = "# random seed: R02\n1..2\n# Start of a tests\nok 1 /a/one\nok 2 /a/R18-two\n# End of a tests\n"
RULES = "# a table\nR18  in order\n"
EDGES = "# a table\nedge-03  gap\nedge-34  lists  | not used\n"


def program(stdout, result="OK", name="a-test"):
    return json.dumps({"name": name, "stdout": stdout, "result": result})


# name; lines of the log, or None for no log; options; more environment; the last line; the exit code
CASES = (
    ("counts-cases-not-programs", [program(TAP), program(TAP)], [], {}, "4 passed, 0 failed, 0 skipped", 0),
    ("counts-a-program-without-cases", [program("hello")], [], {}, "1 passed, 0 failed, 0 skipped", 0),
    ("finds-failed-case", [program("ok 1 /a/b\nnot ok 2 /a/c\n1..2\n", "FAIL")], [], {},
     "1 passed, 1 failed, 0 skipped", 1),
    ("finds-crash-after-good-cases", [program(TAP, "ERROR")], [], {}, "2 passed, 1 failed, 0 skipped", 1),
    ("finds-time-limit", [program("", "TIMEOUT")], [], {}, "0 passed, 1 failed, 0 skipped", 1),
    ("names-skipped-case", [program(TAP + "ok 3 /a/d # SKIP no display\n")], [], {"CI": ""},
     "2 passed, 0 failed, 1 skipped", 0),
    ("fails-skipped-case-in-ci", [program("ok 1 /a/d # SKIP\n1..1\n")], [], {"CI": "true"},
     "0 passed, 0 failed, 1 skipped", 1),
    ("fails-skipped-program-in-ci", [program("1..0 # SKIP no bus\n", "SKIP")], [], {"CI": "true"},
     "0 passed, 0 failed, 1 skipped", 1),
    ("counts-exit-code-77", [program("", "SKIP")], [], {"CI": ""}, "0 passed, 0 failed, 1 skipped", 0),
    ("fails-without-log", None, [], {}, "0 passed, 1 failed, 0 skipped", 1),
    ("fails-with-broken-log", ["{"], [], {}, "0 passed, 1 failed, 0 skipped", 1),
    ("fails-when-nothing-ran", [], [], {}, "0 passed, 1 failed, 0 skipped", 1),
    ("believes-meson", [program(TAP)], ["--status", "2"], {}, "2 passed, 1 failed, 0 skipped", 1),
    ("finds-rule-that-ran", [program(TAP)], ["--rules"], {}, "2 passed, 0 failed, 0 skipped", 0),
    ("finds-second-rule-of-a-path", [program("ok 1 /a/R2-R18-b\n1..1\n")], ["--rules"], {},
     "1 passed, 0 failed, 0 skipped", 0),
    ("finds-rule-not-run", [program("ok 1 /a/b\n1..1\n")], ["--rules"], {}, "1 passed, 1 failed, 0 skipped", 1),
    ("finds-rule-that-failed", [program("not ok 1 /a/R18-b\n1..1\n", "FAIL")], ["--rules"], {},
     "0 passed, 2 failed, 0 skipped", 1),
    ("finds-edge-that-ran", [program("ok 1 /a/R18-edge-03-b\n1..1\n")], ["--rules", "--edges"], {},
     "1 passed, 0 failed, 0 skipped", 0),
    ("finds-edge-not-run", [program(TAP)], ["--rules", "--edges"], {}, "2 passed, 1 failed, 0 skipped", 1),
    ("knows-edges-by-two-digits", [program("ok 1 /a/edge-3-b\nok 2 /a/knowledge-03-b\n1..2\n")], ["--edges"], {},
     "2 passed, 1 failed, 0 skipped", 1),
)


# name; lines of the file with the numbers; options; the last line; the exit code
SUMS = (
    ("adds-up", ["2 0 0", "3 0 0"], ["--add-up", "2"], "5 passed, 0 failed, 0 skipped", 0),
    ("adds-up-failures", ["2 1 0", "3 0 0"], ["--add-up", "2", "--status", "1"], "5 passed, 1 failed, 0 skipped", 1),
    ("adds-up-skipped", ["2 0 0", "3 0 1"], ["--add-up", "2", "--status", "1"], "5 passed, 0 failed, 1 skipped", 1),
    ("misses-a-part", ["2 0 0"], ["--add-up", "2", "--status", "1"], "2 passed, 1 failed, 0 skipped", 1),
    ("misses-all-parts", [], ["--add-up", "2", "--status", "1"], "0 passed, 2 failed, 0 skipped", 1),
    ("believes-a-part", ["2 0 0", "3 0 0"], ["--add-up", "2", "--status", "1"], "5 passed, 1 failed, 0 skipped", 1),
)


# name; SECURITY.md; the last line, of which one failure is a test's own
PROMISES = (
    ("finds-promises-of-both-parts", "| kept | `/a/one`, `/b/three` |", "3 passed, 1 failed, 0 skipped"),
    ("finds-promise-that-failed", "| broken | `/b/four` |", "3 passed, 2 failed, 0 skipped"),
    ("finds-promise-that-nothing-shows", "| broken | `/c/five` and `/a/one` |", "3 passed, 2 failed, 0 skipped"),
)


def leaves_numbers():
    """A run with REPORT_COUNTS: its last line is not the plain one, and the numbers are in the file."""
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts"
        last, code = run([program(TAP)], [], {"REPORT_COUNTS": str(counts)})
        return last, code, counts.read_text(encoding="utf-8")


def leaves_record():
    """--record: which path shows what, in order."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record"
        run([program("ok 1 /a/edge-03-b\nok 2 /a/R18-edge-10-c\nok 3 /a/R2-d\n1..3\n")], ["--record", str(path)], {})
        return path.read_text(encoding="utf-8")


def promises(text):
    """Two runs of which the promises of a file are asked; what add-up says and its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        counts, file = Path(folder) / "counts", Path(folder) / "SECURITY.md"
        file.write_text(text, encoding="utf-8")
        for lines in ([program(TAP)], [program("ok 1 /b/three\nnot ok 2 /b/four\n1..2\n", "FAIL")]):
            run(lines, [], {"REPORT_COUNTS": str(counts)})
        done = subprocess.run([sys.executable, REPORT, "--add-up", "2", "--promises", file, counts],
                              capture_output=True, text=True, check=False)
        return done.stdout.splitlines()[-1]


def run(lines, options, environment):
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "testlog.json"
        tables = {"--rules": RULES, "--edges": EDGES}
        for option, text in tables.items():
            (Path(folder) / option).write_text(text, encoding="utf-8")
        if lines is not None:
            log.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        options = [part for option in options
                   for part in (["--rules", str(Path(folder) / option)] if option in tables else [option])]
        done = subprocess.run([sys.executable, REPORT, *options, log], capture_output=True, text=True,
                              env=os.environ | {"CI": "", "REPORT_COUNTS": ""} | environment)
        return done.stdout.splitlines()[-1] if done.stdout else done.stderr, done.returncode


def main():
    wanted = [(name, (last, code), run(lines, options, environment))
              for name, lines, options, environment, last, code in CASES]
    wanted += [(name, (last, code), run(lines, options, {})) for name, lines, options, last, code in SUMS]
    wanted += [("leaves-numbers", ("So far: 2 passed, 0 failed, 0 skipped", 0, "2 0 0\n"), leaves_numbers())]
    wanted += [("leaves-record", "R2 /a/R2-d\nR18 /a/R18-edge-10-c\nedge-03 /a/edge-03-b\nedge-10 /a/R18-edge-10-c\n",
                leaves_record())]
    wanted += [(name, last, promises(text)) for name, text, last in PROMISES]
    print(f"1..{len(wanted)}")
    failed = False
    for number, (name, good_one, got) in enumerate(wanted, 1):
        good = got == good_one
        failed = failed or not good
        if not good:
            print(f"# wanted {good_one}, got {got}")
        print(f"{'ok' if good else 'not ok'} {number} /lint/report/{name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
