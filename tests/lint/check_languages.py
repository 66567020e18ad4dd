#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each language of po/LINGUAS has all texts of today's sources: the template is made anew for it.

A text that is not in a translation, is not translated or only guessed (fuzzy) is named with the place it
comes from. `make po` brings new texts in. That the translations are sound is what check_translations.py asks.
"""
from lintlib import Fault, Finding, main
from potext import POTFILES, languages, parse, template


def check_language(path, language, wanted, there):
    for key, text in wanted.items():
        source, _, line = (text.places or [POTFILES])[0].rpartition(":")
        line = int(line) if line.isdigit() else 0
        entry = there.get(key)
        if entry is None or not any(entry.translations):
            yield Finding(source, line, f"{text.text!r} is not translated into {language}: make po, then {path}")
        elif "fuzzy" in entry.flags:
            yield Finding(path, entry.line, f"{text.text!r} is guessed only (fuzzy)")
        elif (entry.plural is None) != (text.plural is None) or entry.plural != text.plural:
            yield Finding(path, entry.line, f"{text.text!r} has other plural forms now: make po")
    for key, entry in there.items():
        if key not in wanted:
            yield Finding(path, entry.line, f"{entry.text!r} is no text of Bedside any more: make po")


def check(tree):
    wanted = {text.key: text for text in template(tree)}
    for language in languages(tree):
        path = f"po/{language}.po"
        if tree.has(path):          # check_translations.py says that it is missing
            yield from check_language(path, language, wanted, {e.key: e for e in parse(tree.text(path))[1:]})


_SOURCE = {"po/LINGUAS": "de\n", "po/POTFILES.in": "src/a.c\n",
           "src/a.c": 'f (_("Send"));\ng (C_("menu", "Send"));\nh (g_dngettext (D, "%u line", "%u lines", n));\n'}
_SEND = 'msgid "Send"\nmsgstr "Senden"\n\n'
_MENU = 'msgctxt "menu"\nmsgid "Send"\nmsgstr "Abschicken"\n\n'
_LINES = '#, c-format\nmsgid "%u line"\nmsgid_plural "%u lines"\nmsgstr[0] "%u Zeile"\nmsgstr[1] "%u Zeilen"\n\n'


def _with(*entries):
    return _SOURCE | {"po/de.po": 'msgid ""\nmsgstr "Language: de\\n"\n\n' + "".join(entries)}


if __name__ == "__main__":
    main("languages", check, [
        Fault("accepts-complete", _with(_SEND, _MENU, _LINES), None),
        Fault("finds-missing", _with(_SEND, _MENU), "src/a.c:3: '%u line' is not translated into de"),
        Fault("finds-missing-context", _with(_SEND, _LINES), "src/a.c:2: 'Send' is not translated into de"),
        Fault("finds-untranslated", _with(_SEND.replace("Senden", ""), _MENU, _LINES), "src/a.c:1: 'Send' is not"),
        Fault("finds-fuzzy", _with("#, fuzzy\n" + _SEND, _MENU, _LINES), "fuzzy"),
        Fault("finds-commented-out", _with("#~ " + _SEND.strip().replace("\n", "\n#~ "), "\n\n", _MENU, _LINES),
              "'Send' is not"),
        Fault("finds-stale", _with(_SEND, _MENU, _LINES, _SEND.replace("Send", "Post")), "no text of Bedside"),
        Fault("finds-lost-plural", _with(_SEND, _MENU, 'msgid "%u line"\nmsgstr "%u Zeilen"\n'), "plural forms"),
        Fault("accepts-no-language", _SOURCE | {"po/LINGUAS": ""}, None),
    ])
