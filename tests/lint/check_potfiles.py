#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""po/POTFILES.in lists exactly the files with texts to translate, sorted."""
import re

from lintlib import Fault, Finding, main

LIST = "po/POTFILES.in"
IN_C = re.compile(r"\b(?:_|N_|C_|NC_|Q_|ngettext|dngettext|g_dngettext|dgettext|gettext|g_dpgettext2?) ?\(")
IN_XML = re.compile(r'\btranslatable="(?:yes|true|1)"')
IN_DATA = re.compile(r"^(?:Name|GenericName|Comment|Keywords)=|<(?:summary|p|caption)>|<name>", re.MULTILINE)


def translatable(tree):
    for path in tree.glob("src/*.c", "src/*.h"):
        if IN_C.search(tree.code(path)):
            yield path
    for path in tree.glob("src/*.ui", "data/*.ui"):
        if IN_XML.search(tree.text(path) or ""):
            yield path
    for path in tree.glob("data/*.desktop.in", "data/*.metainfo.xml.in", "data/*.gschema.xml"):
        if IN_DATA.search(tree.text(path) or ""):
            yield path


def listed(tree):
    return [line.strip() for _, line in tree.lines(LIST) if line.strip() and not line.startswith("#")]


def check(tree):
    if not tree.has(LIST):
        yield Finding(LIST, 0, "is missing")
        return
    there, wanted = listed(tree), set(translatable(tree))
    if there != sorted(there):
        yield Finding(LIST, 0, "is not sorted; make format mends it")
    for path in sorted(set(there) - wanted):
        yield Finding(LIST, 0, f"{path} is gone or has nothing to translate; make format mends it")
    for path in sorted(wanted - set(there)):
        yield Finding(LIST, 0, f"lacks {path}; make format mends it")
    for path in {p for p in there if there.count(p) > 1}:
        yield Finding(LIST, 0, f"names {path} twice")


def fix(tree):
    head = [line for _, line in tree.lines(LIST) if line.startswith("#")]
    (tree.top / LIST).write_text("\n".join(head + sorted(translatable(tree))) + "\n", encoding="utf-8")


_C = {"src/ui/a.c": 'f (_("Send"));\n',
      "src/ui/b.ui": '<p translatable="yes">Send</p>\n', "src/ui/c.c": "/* _(x) */ g_ (1);\n"}

if __name__ == "__main__":
    main("potfiles", check, [
        Fault("accepts-complete-list", _C | {LIST: "# list\nsrc/ui/a.c\nsrc/ui/b.ui\n"}, None),
        Fault("finds-missing-source", _C | {LIST: "src/ui/b.ui\n"}, "lacks src/ui/a.c"),
        Fault("finds-missing-ui", _C | {LIST: "src/ui/a.c\n"}, "lacks src/ui/b.ui"),
        Fault("finds-wrong-order", _C | {LIST: "src/ui/b.ui\nsrc/ui/a.c\n"}, "not sorted"),
        Fault("finds-stale", _C | {LIST: "src/ui/a.c\nsrc/ui/b.ui\nsrc/ui/gone.c\n"}, "src/ui/gone.c is gone"),
        Fault("finds-missing-list", _C, "is missing"),
    ], fix)
