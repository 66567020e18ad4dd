#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is given to a thread asserts first that it is in the right one: functions of the shape of GTaskThreadFunc,
and those given to g_task_run_in_thread(), bedside_worker_run() and g_thread_new() by name.

A function that says so in a comment above it, "lint: allow thread, because ...", needs none.
"""
import re

from lintlib import Fault, Finding, main

FUNCTION = re.compile(r"^(\w+) \(([^;{}]*?)\)\n\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
SHAPE = re.compile(r"GTask\s+\*\w+,\s*gpointer\s+\w+,\s*gpointer\s+\w+,\s*GCancellable\s+\*\w+$")
GIVEN = re.compile(r"\b(?:g_task_run_in_thread(?:_sync)? \([^,;]+,\s*(\w+)\)"
                   r"|bedside_worker_run \([^,;]+,[^,;]+,\s*(\w+)\)"
                   r"|g_thread_(?:try_)?new \([^,;]+,\s*(\w+),)")
ASSERTION = re.compile(r"\s*(?:\w+_)?assert(?:_\w+)?_thread \(|\s*g_assert \(bedside_worker_is_current_thread \(")


def check(tree):
    for path in tree.glob("src/*.c"):
        code = tree.code(path)
        given = {name for match in GIVEN.finditer(code) for name in match.groups() if name}
        for match in FUNCTION.finditer(code):
            name, parameters, body = match.groups()
            if (name in given or SHAPE.search(parameters)) and not ASSERTION.match(body):
                number = code.count("\n", 0, match.start()) + 1
                before = "\n".join((tree.text(path) or "").splitlines()[max(0, number - 6):number])
                if not re.search(r"lint: allow thread\b.*because", before):
                    yield Finding(path, number, f"{name}() runs in a thread and does not assert which, first of all")


SIGNATURE = "(GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)"


def _source(first, name="load", parameters=SIGNATURE, more=""):
    return {"src/base/a.c": f"static void\n{name} {parameters}\n{{\n  {first}\n\n  f ();\n}}\n{more}"}


def _caller(call):
    return f"void\ng (void)\n{{\n  {call}\n}}\n"


if __name__ == "__main__":
    main("threads", check, [
        Fault("accepts-other", _source("bedside_assert_other_thread ();"), None),
        Fault("accepts-worker", _source("assert_thread (source_object);"), None),
        Fault("accepts-plain-functions", _source("f ();", parameters="(gpointer data)"), None),
        Fault("accepts-a-reason", {"src/base/a.c": "/* lint: allow thread, because it is a test. */\n" +
                                   _source("f ();")["src/base/a.c"]}, None),
        Fault("finds-task-function", _source("f ();"), "load() runs in a thread"),
        Fault("finds-late-assertion", _source("f ();\n  bedside_assert_other_thread ();"), "load() runs in a thread"),
        Fault("finds-worker-function",
              _source("f ();", parameters="(gpointer data)", more=_caller("bedside_worker_run (w, t, load);")),
              "load() runs in a thread"),
        Fault("finds-thread-function",
              _source("f ();", parameters="(gpointer data)", more=_caller("g_thread_new (n, load, d);")),
              "load() runs in a thread"),
    ])
