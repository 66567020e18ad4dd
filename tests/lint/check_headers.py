#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every source file says at its head whose it is and under which licence; every .c names its log domain."""
import re

from lintlib import Fault, Finding, main

SOURCES = ("*.c", "*.h", "*.py", "*.sh", "*.mjs", "*.js", "*.sql", "*.ui", "*.css", ".ci/run", "Makefile")
OWNER = "SPDX-FileCopyrightText: The Bedside authors"
LICENCES = (("data/synapse/", "AGPL-3.0-or-later"), ("tests/module/", "AGPL-3.0-or-later"), ("", "GPL-3.0-or-later"))


def licence_of(path):
    return next(licence for folder, licence in LICENCES if path.startswith(folder))


def check(tree):
    for path in tree.glob(*SOURCES):
        text = tree.text(path) or ""
        head = "\n".join(text.splitlines()[:6])
        if OWNER not in head:
            yield Finding(path, 1, f'the first lines lack "{OWNER}"')
        licence = licence_of(path)
        if not re.search(rf"SPDX-License-Identifier: {re.escape(licence)}\b", head):
            yield Finding(path, 1, f'the first lines lack "SPDX-License-Identifier: {licence}"')
        if path.startswith("src/") and path.endswith(".c"):
            name = path.rsplit("/", 1)[-1].removesuffix(".c")
            wanted = name if name.startswith("bedside") else "bedside"
            if f'#define G_LOG_DOMAIN "{wanted}"' not in text:
                yield Finding(path, 0, f'lacks #define G_LOG_DOMAIN "{wanted}"')


_HEAD = f"/* {OWNER}\n * SPDX-License-Identifier: GPL-3.0-or-later */\n"

if __name__ == "__main__":
    main("headers", check, [
        Fault("accepts-good-head", {"src/base/bedside-a.c": _HEAD + '#define G_LOG_DOMAIN "bedside-a"\n'}, None),
        Fault("finds-missing-head", {"src/base/a.h": "#pragma once\n"}, "lack"),
        Fault("finds-other-licence", {"a.py": f"# {OWNER}\n# SPDX-License-Identifier: MIT\n"}, "GPL-3.0-or-later"),
        Fault("finds-module-under-gpl", {"data/synapse/a.py": _HEAD}, "AGPL"),
        Fault("finds-wrong-log-domain",
              {"src/base/bedside-a.c": _HEAD + '#define G_LOG_DOMAIN "bedside-b"\n'}, "G_LOG_DOMAIN"),
    ])
