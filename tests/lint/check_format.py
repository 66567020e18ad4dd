#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""C sources look as uncrustify (uncrustify.cfg) and align.py write them; `make format` applies both."""
import subprocess
import sys
import tempfile
from collections import deque
from pathlib import Path

import align
from lintlib import Fault, Finding, main

CONFIG = Path(__file__).resolve().parent / "uncrustify.cfg"


def keep_indentation(old, new):
    """What uncrustify cannot be told to leave: how the second line of a string or of a macro is indented."""
    free = {}
    for line in old.split("\n"):
        free.setdefault(line.strip(), deque()).append(line)
    lines, in_macro = new.split("\n"), False
    for i, line in enumerate(lines):
        as_written = free.get(line.strip())
        if as_written and (in_macro or line.lstrip().startswith('"')):
            lines[i] = as_written.popleft()
        in_macro = line.endswith("\\")
    return "\n".join(lines)


def formatted(tree):
    """(path, text as it should be) of each C source."""
    sources, headers = list(tree.glob("src/*.c", "tests/*.c")), list(tree.glob("src/*.h", "tests/*.h"))
    if sources:
        with tempfile.TemporaryDirectory() as folder:
            listing = Path(folder) / "files"
            listing.write_text("".join(f"{path}\n" for path in sources), encoding="utf-8")
            subprocess.run(["uncrustify", "-q", "-c", CONFIG, "-l", "C", "-F", listing, "--prefix", f"{folder}/out"],
                           cwd=tree.top, check=True, stdout=sys.stderr)
            for path in sources:
                text = (Path(folder) / "out" / path).read_text(encoding="utf-8")
                yield path, align.definitions(keep_indentation(tree.text(path) or "", text))
    for path in headers:
        yield path, align.prototypes(tree.text(path) or "")


def first_difference(text, wanted):
    old, new = text.splitlines(), wanted.splitlines()
    number = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    line = new[number] if number < len(new) else "(nothing)"
    return number + 1, line.strip()


def check(tree):
    for path, wanted in formatted(tree):
        text = tree.text(path) or ""
        if text != wanted:
            number, line = first_difference(text, wanted)
            yield Finding(path, number, f"make format would write: {line}")
        for number, line in tree.lines(path):
            if line != line.rstrip() or "\t" in line:
                yield Finding(path, number, "a tab, or a space at the end of the line")


def fix(tree):
    for path, wanted in formatted(tree):
        if tree.text(path) != wanted:
            (tree.top / path).write_text(wanted, encoding="utf-8")


_GOOD_C = """static gboolean
get_all (BedsideStore  *self,
         GError       **error)
{
  g_autoptr(GError) local = NULL;

  if (self != NULL)
    {
      foo (self, &local);
      bar (self);
    }
  return TRUE;
}
"""
_GOOD_H = """BedsideA *bedside_a_new   (const char *name);
void      bedside_a_clear (BedsideA    *self,
                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean bedside_a_is_clear (BedsideA *self);
"""


def _planted(name, good, old, new, path):
    assert old in good
    return Fault(name, {path: good.replace(old, new)}, "make format would write")


if __name__ == "__main__":
    main("format", check, [
        Fault("accepts-good-source", {"src/base/a.c": _GOOD_C}, None),
        Fault("accepts-good-header", {"src/base/a.h": _GOOD_H}, None),
        Fault("accepts-one-column-for-all-blocks",
              {"src/base/a.h": "A    *a_new  (const char *name);\n\nvoid  a_free (A          *self);\n"}, None),
        Fault("accepts-string-where-it-stands",
              {"src/base/a.c": _GOOD_C.replace("&local", 'b, "1"\n              "2"')}, None),
        _planted("finds-brace-on-line", _GOOD_C, "NULL)\n    {", "NULL) {", "src/base/a.c"),
        _planted("finds-missing-space", _GOOD_C, "foo (", "foo(", "tests/base/a.c"),
        _planted("finds-indentation", _GOOD_C, "  return", "    return", "src/base/a.c"),
        _planted("finds-unaligned-parameters", _GOOD_C, "GError       **error", "GError **error", "src/base/a.c"),
        _planted("finds-return-type-on-line", _GOOD_C, "gboolean\nget", "gboolean get", "src/base/a.c"),
        _planted("finds-unaligned-prototype", _GOOD_H, "void      bedside", "void bedside", "src/base/a.h"),
        _planted("finds-unaligned-prototype-parameter", _GOOD_H, "BedsideA    *self", "BedsideA *self", "src/base/a.h"),
        Fault("finds-space-at-end", {"src/base/a.h": "#pragma once \n"}, "at the end of the line"),
    ], fix)
