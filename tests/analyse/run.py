#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""cppcheck and clang-tidy over src: run.py --build FOLDER [--only cppcheck|clang-tidy] [FILE...]

FOLDER has been configured and built: what it generates is included, and it knows how each file is compiled. What they
look for, and what not and why, stands in clang-tidy.txt and cppcheck.txt; cppcheck.cfg has macros that it must know.
Speaks TAP, a case for each layer. Runs behind everything else: meanwhile other tests mostly wait.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
JOBS = os.cpu_count() or 1
FOUND = re.compile(r"^(?:\S*/)?(src/\S+:\d+:\d+: (?:warning|error): .*|\S+: error: .*)$")


def entries(path):
    """The entries of a list, without comments."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def sources(build, wanted):
    """Files of src that are compiled there, by layer."""
    layers = {}
    for command in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = (Path(command["directory"]) / command["file"]).resolve()
        if not path.is_file() or not path.is_relative_to(TOP / "src"):
            continue
        name = path.relative_to(TOP).as_posix()
        if not wanted or name in wanted:
            layers.setdefault(name.split("/")[1] if name.count("/") > 1 else "main", set()).add(name)
    return {layer: sorted(names) for layer, names in sorted(layers.items())}


def run(command):
    nice = ["nice", "-n", "19"]
    done = subprocess.run(nice + command, cwd=TOP, text=True, errors="replace", stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False)
    return done.returncode, done.stdout, done.stderr


def tidy(build, name, wanted):
    """What clang-tidy finds in a file."""
    checks = [entry for entry in wanted if not entry.startswith("!")]
    unwanted = [entry[1:] for entry in wanted if entry.startswith("!")]
    program = shutil.which("clang-tidy-14") or shutil.which("clang-tidy")
    # Compiler warnings are gcc's matter; some of its options clang does not know.
    status, out, err = run([program, "-p", str(build), "--quiet", f"--checks=-*,{','.join(checks)}",
                            "--extra-arg=-w", "--extra-arg=-Wno-unknown-warning-option", name])
    findings = [match[1] for line in out.splitlines()
                if (match := FOUND.match(line)) and not any(text in line for text in unwanted)]
    if status != 0 and not findings:
        findings = [f"{name}: clang-tidy ended with {status}", *out.splitlines()[-20:], *err.splitlines()[-20:]]
    return findings


def cppcheck(names):
    status, out, err = run(["cppcheck", "--quiet", "--enable=warning,performance,portability", "--std=c11",
                            "--inline-suppr", "--library=gtk", f"--library={HERE / 'cppcheck.cfg'}",
                            f"--suppressions-list={HERE / 'cppcheck.txt'}", "--template={file}:{line}:{column}: "
                            "{severity}: {message} [{id}]", f"-j{JOBS}", "-Isrc/base", *names])
    findings = [line for line in err.splitlines() if re.match(r"\S+:\d+:\d+: ", line)]
    if status != 0 and not findings:
        findings = [f"cppcheck ended with {status}", *out.splitlines()[-20:], *err.splitlines()[-20:]]
    return findings


class Report:
    def __init__(self, count):
        print(f"1..{count}", flush=True)
        self.number, self.failed = 0, 0

    def case(self, name, findings):
        self.number += 1
        self.failed += bool(findings)
        for line in findings:
            print(f"# {line}")
        print(f"{'not ok' if findings else 'ok'} {self.number} /analyse/{name}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, default=TOP / "build")
    parser.add_argument("--only", choices=["cppcheck", "clang-tidy"])
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    layers = sources(args.build.resolve(), args.files)
    tools = [args.only] if args.only else ["cppcheck", "clang-tidy"]
    report = Report(len(layers) * len(tools))

    if "cppcheck" in tools:
        for layer, names in layers.items():
            report.case(f"cppcheck/{layer}", cppcheck(names))
    if "clang-tidy" in tools:
        checks = entries(HERE / "clang-tidy.txt")
        with ThreadPoolExecutor(JOBS) as pool:
            runs = {layer: [pool.submit(tidy, args.build.resolve(), name, checks) for name in names]
                    for layer, names in layers.items()}
            for layer, pending in runs.items():
                report.case(f"clang-tidy/{layer}", sorted({line for one in pending for line in one.result()}))
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
