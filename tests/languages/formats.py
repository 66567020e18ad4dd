#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""formats.py [--build FOLDER] [--birth-dates PROGRAM]

What people read of every text with fields, in every language: filled in by GLib
itself from the built translations, with 0, 1, 2, 5 and 1234 where something is
counted. And whether a birth date can be typed as it is shown. Prints TAP.
"""
import argparse
import ctypes
import locale
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lint"))
# pylint: disable=wrong-import-position
from language import INVENTED, TOP, Language  # noqa: E402
from lintlib import Tree  # noqa: E402
from potext import DIRECTIVE, Entry, is_date, languages as listed  # noqa: E402
# pylint: enable=wrong-import-position

NUMBERS = (0, 1, 2, 5, 1234)
NAMES = ("Ada Lovelace", "\u05e9\u05e8\u05d4 \u05db\u05d4\u05df", "Zo\u00eb & <b>", "%s%n")
YEAR, MONTH, DAY, HOUR, MINUTE = 2026, 3, 9, 7, 5       # a Monday


class GLib:
    """The few functions that a text goes through in Bedside, too."""

    def __init__(self):
        self.lib = ctypes.CDLL("libglib-2.0.so.0")
        self.libc = ctypes.CDLL(None)
        for name in ("g_dngettext", "g_dgettext", "g_dpgettext2"):
            getattr(self.lib, name).restype = ctypes.c_char_p
        self.lib.g_dngettext.argtypes = [ctypes.c_char_p] * 3 + [ctypes.c_ulong]
        self.lib.g_strdup_printf.restype = ctypes.c_void_p
        self.lib.g_date_time_new_local.restype = ctypes.c_void_p
        self.lib.g_date_time_new_local.argtypes = [ctypes.c_int] * 5 + [ctypes.c_double]
        self.lib.g_date_time_format.restype = ctypes.c_void_p
        self.lib.g_date_time_format.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        self.libc.bindtextdomain(b"bedside", os.environ.get("BEDSIDE_LOCALEDIR", "").encode())
        self.libc.bind_textdomain_codeset(b"bedside", b"UTF-8")
        self.libc.textdomain(b"bedside")

    @staticmethod
    def _text(pointer):
        return ctypes.cast(pointer, ctypes.c_char_p).value.decode() if pointer else None

    def translated(self, entry, n):
        if entry.plural is not None:
            return self.lib.g_dngettext(b"bedside", entry.text.encode(), entry.plural.encode(), n).decode()
        if entry.context:
            return self.lib.g_dpgettext2(b"bedside", entry.context.encode(), entry.text.encode()).decode()
        return self.lib.g_dgettext(b"bedside", entry.text.encode()).decode()

    def printf(self, text, arguments):
        values = [ctypes.c_char_p(a.encode()) if isinstance(a, str) else ctypes.c_uint(a) for a in arguments]
        return self._text(self.lib.g_strdup_printf(text.encode(), *values))

    def date(self, text):
        time = self.lib.g_date_time_new_local(YEAR, MONTH, DAY, HOUR, MINUTE, 0)
        return self._text(self.lib.g_date_time_format(time, text.encode()))


def arguments_of(text, n):
    """As the English text takes them: the number is the first %u, names are told apart."""
    found, names = {}, iter(NAMES * 2)
    place = 0
    for match in DIRECTIVE.finditer(text):
        if match[2] != "%":
            place += 1
            found[int(match[1]) if match[1] else place] = match[2]
    numbers = iter([n, *range(7, 20)])
    return [next(names) if found[i] == "s" else next(numbers) for i in sorted(found)]


def digits(text):
    """Without what a language puts between thousands."""
    return re.sub(r"(?<=\d)[.,’'\u00a0\u202f ](?=\d{3})", "", text)


def complaints_of(entry, glib):
    for n in NUMBERS:
        text = glib.translated(entry, n)
        arguments = arguments_of(entry.plural or entry.text, n)
        shown = glib.printf(text, arguments)
        if shown is None:
            yield f"{n}: nothing comes of {text!r}"
            continue
        rest = digits(shown)
        for argument in arguments:
            if str(argument) not in rest:
                yield f"{n}: {argument!r} is not in {shown!r}"
        if "%" in rest.replace("%s%n", "").replace("%%", "") or "(null)" in rest:
            yield f"{n}: {shown!r} was not filled in"
        if "  " in shown:
            yield f"{n}: {shown!r} has two spaces in a row"


def date_complaints(entry, glib):
    text = glib.translated(entry, 1)
    shown = glib.date(text)
    if not shown:
        yield f"no date comes of {text!r}"
        return
    for letters, wanted in (("Y", str(YEAR)), ("dej", str(DAY)), ("M", f"{MINUTE:02}"), ("H", str(HOUR))):
        if re.search(f"%-?[{letters}]", entry.text) and wanted not in shown:
            yield f"{wanted} is not in {shown!r}"
    if "%" in shown or "?" in shown:
        yield f"{shown!r} is no date"


def all_complaints(entry, glib):
    return list(date_complaints(entry, glib) if is_date(entry) else complaints_of(entry, glib))


def check_language():
    """In a process of the language's own; the complaints, one a line."""
    locale.setlocale(locale.LC_ALL, "")
    code, build = sys.argv[2], Path(sys.argv[3])
    language = Language(code, build, build / "tests" / "languages" / "locales")
    glib = GLib()
    entries = [e for e in language.entries if e.done and ("c-format" in e.flags or is_date(e))]
    for entry in entries:
        for complaint in all_complaints(entry, glib):
            print(f"{entry.text!r}: {complaint}")
    print(f"{len(entries)} texts with fields", file=sys.stderr)


class Fixed(GLib):
    """Translates everything to one text."""

    def __init__(self, text):
        super().__init__()
        self.text = text

    def translated(self, entry, n):
        return self.text


FAULTS = (("accepts-good", "%s since %u", "seit %2$u von %1$s", False),
          ("finds-lost-name", "Remove %s?", "Entfernen?", True),
          ("finds-lost-number", "%u lines", "lines", True), ("finds-date-without-year", "%-d %b %Y", "%d.%m.", True),
          ("finds-what-is-no-date", "%-d %b %Y", "%d.%m.%Y %Q", True))


def main():
    if len(sys.argv) == 4 and sys.argv[1] == "--language":
        check_language()
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=TOP / "build")
    parser.add_argument("--birth-dates", type=Path)
    options = parser.parse_args()
    build = options.build.resolve()
    program = (options.birth_dates or build / "tests" / "languages" / "birth-dates").resolve()
    codes = [*listed(Tree(TOP)), INVENTED]
    print(f"1..{2 * len(codes) + len(FAULTS)}")
    failed = False
    for number, (name, text, translation, bad) in enumerate(FAULTS, 1):
        flags = set() if "%Y" in text else {"c-format"}
        complaints = all_complaints(Entry(text=text, translations=[translation], flags=flags), Fixed(translation))
        failed = failed or bool(complaints) != bad
        print(f"{'ok' if bool(complaints) == bad else 'not ok'} {number} /languages/formats/{name}", flush=True)
    for number, code in enumerate(codes):
        language = Language(code, build, build / "tests" / "languages" / "locales")
        runs = {"formats": [sys.executable, __file__, "--language", code, build], "birth-dates": [program]}
        for place, (name, command) in enumerate(runs.items(), 1 + len(FAULTS) + 2 * number):
            done = subprocess.run(command, check=False, capture_output=True, text=True,
                                  env={**os.environ, **language.env})
            good = done.returncode == 0 and not done.stdout
            failed = failed or not good
            print(f"{'ok' if good else 'not ok'} {place} /languages/{code}/{name}", flush=True)
            for line in (done.stdout + done.stderr).splitlines():
                print(f"# {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
