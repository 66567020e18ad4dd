#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets libFuzzer try a target: run.py [--build FOLDER] [--seconds N] TARGET...

Builds the targets with clang in FOLDER (build/fuzz), then tries each for N seconds (60), one after the other, from the
inputs in tests/data/fuzz/TARGET and what earlier runs have collected in FOLDER/corpus. Speaks TAP. An input that fails
is kept in FOLDER/found; what is mended belongs into tests/data/fuzz/TARGET as crash-WHAT, which `make check` runs.
"""
import argparse
import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
DATA = TOP / "tests" / "data" / "fuzz"

# Bytes of the largest input: as much as it takes to get behind the limits that the readers have.
LENGTHS = {"csv": 20000, "database": 4096, "json": 4096, "sync": 16384, "text": 8192, "well-known": 1024}
# libFuzzer's time limit is the wall's; the harness itself ends an input that takes a second of CPU time.
# Leaks are looked for at the end, over the inputs that were kept: threads that are just ending look like some.
OPTIONS = ["-timeout=60", "-rss_limit_mb=512", "-malloc_limit_mb=256", "-print_final_stats=1", "-detect_leaks=0",
           "-close_fd_mask=1"]
# As many of them as go into a command line.
MOST_FOR_LEAKS = 1000


def environment():
    env = dict(os.environ)
    env.update({
        "ASAN_OPTIONS": "quarantine_size_mb=16:allocator_release_to_os_interval_ms=500:symbolize=1:"
                        "detect_stack_use_after_return=0",
        "ASAN_SYMBOLIZER_PATH": shutil.which("llvm-symbolizer-14") or "",
        "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
        "LSAN_OPTIONS": f"print_suppressions=0:suppressions={TOP / 'tests' / 'lsan.supp'}",
        "FUZZ_DATA": str(DATA),
        "G_SLICE": "always-malloc",
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "en",
        "TZ": "Europe/Berlin",
    })
    return env


def build(folder):
    """Once for all targets, whoever comes first."""
    folder.mkdir(parents=True, exist_ok=True)
    compiler = shutil.which("clang-14") or shutil.which("clang")
    if compiler is None:
        raise RuntimeError("there is no clang")
    if shutil.which("ccache"):
        compiler = f"ccache {compiler}"
    with open(folder / ".lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        steps = []
        if not (folder / "build.ninja").exists():
            steps.append(["meson", "setup", str(folder), str(TOP), "-Dfuzz=true", "-Db_sanitize=address,undefined",
                          "-Db_lundef=false", "-Doptimization=1", "-Ddebug=true"])
        steps.append(["ninja", "-C", str(folder), "-j", str(os.cpu_count() or 1), "fuzzers"])
        for step in steps:
            done = subprocess.run(step, env=dict(os.environ, CC=compiler), text=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False)
            if done.returncode != 0:
                raise RuntimeError("\n".join(done.stdout.splitlines()[-40:]))


def figures(log):
    """What libFuzzer says at the end: how many inputs were tried, and how much of the code they reached."""
    runs = re.findall(r"stat::number_of_executed_units:\s*(\d+)", log) or re.findall(r"^#(\d+)", log, re.MULTILINE)
    cover = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", log)
    rss = re.findall(r"stat::peak_rss_mb:\s*(\d+)", log)
    text = f"{runs[-1] if runs else 0} inputs"
    if cover:
        text += f", {cover[-1][0]} edges, {cover[-1][1]} features, {cover[-1][2]} inputs kept"
    return text + (f", {rss[-1]} MB" if rss else "")


def tell(text):
    for line in text.splitlines():
        print(f"# {line}", flush=True)


def fuzz(folder, target, seconds):
    program = folder / "tests" / "fuzz" / f"fuzz-{target}"
    corpus = folder / "corpus" / target
    found = folder / "found" / target
    for path in (corpus, found):
        path.mkdir(parents=True, exist_ok=True)
    # The same inputs for everybody, as far as the time lets it: whether a change is good must not depend on luck.
    command = [str(program), f"-seed={os.environ.get('FUZZ_SEED', '1')}", f"-max_total_time={seconds}",
               f"-max_len={LENGTHS[target]}", f"-artifact_prefix={found}/", *OPTIONS]
    dictionary = HERE / f"{target}.dict"
    if dictionary.exists():
        command.append(f"-dict={dictionary}")
    # A line may be as long as it likes from the beginning, since some of what is looked for are limits.
    command += ["-len_control=20", str(corpus), str(DATA / target)]
    before = set(found.iterdir())
    done = subprocess.run(command, env=environment(), text=True, errors="replace", stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False, timeout=seconds + 600)
    (folder / f"{target}.log").write_text(done.stderr, encoding="utf-8")
    tell(f"{target}: {figures(done.stderr)}")
    if done.returncode == 0:
        inputs = sorted(map(str, [*corpus.iterdir(), *(DATA / target).iterdir()]))[-MOST_FOR_LEAKS:]
        done = subprocess.run([str(program), *OPTIONS, *inputs], env=environment(), text=True, errors="replace",
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False,
                              timeout=600)
        if done.returncode == 0:
            return True
    tell("\n".join(done.stderr.splitlines()[-60:]))
    for path in sorted(set(found.iterdir()) - before):
        tell(f"The input is kept. Again: tests/fuzz/again.sh {target} {path}")
    return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, default=TOP / "build" / "fuzz")
    parser.add_argument("--seconds", type=int, default=int(os.environ.get("FUZZ_SECONDS", "60")))
    parser.add_argument("targets", nargs="*", default=sorted(LENGTHS))
    args = parser.parse_args()

    print(f"1..{len(args.targets)}", flush=True)
    try:
        build(args.build)
        problem = None
    except RuntimeError as error:
        problem = str(error)
    good = True
    for number, target in enumerate(args.targets, 1):
        if problem is not None:
            tell(problem)
        passed = problem is None and fuzz(args.build, target, args.seconds)
        print(f"{'ok' if passed else 'not ok'} {number} /fuzz/{target}", flush=True)
        good = good and passed
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
