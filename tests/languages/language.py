# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A language as a person has it: its locale, its texts, and which English texts must not be seen in it."""
import gettext
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lint"))

from potext import DIRECTIVE, parse  # noqa: E402 pylint: disable=wrong-import-position

TOP = Path(__file__).resolve().parents[2]
LOCALES = {"de": "de_DE", "es": "es_ES", "fr": "fr_FR", "he": "he_IL"}
DEFINITIONS = Path("/usr/share/i18n/locales")
# A text of one word can be a name, or the same in both.
WORDS = re.compile(r"[A-Za-z’]{2,}")


def make_locale(code, folder):
    """glibc's locale of a language, which few machines have: dates and numbers come from it."""
    name = LOCALES[code] + ".UTF-8"
    if not (folder / name).exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["localedef", "-c", "-i", LOCALES[code], "-f", "UTF-8", folder / name], check=False,
                       capture_output=True)
    return name


class Language:
    """tr() gives what the interface says; Hebrew has no texts of ours, and shows English from right to left."""

    def __init__(self, code, build, locales):
        self.code, self.folder = code, build / "po"
        self.env = {"LANGUAGE": code, "LC_ALL": make_locale(code, locales), "LOCPATH": str(locales),
                    "BEDSIDE_LOCALEDIR": str(self.folder)}
        self.texts = gettext.translation("bedside", self.folder, [code], fallback=True)
        source = TOP / "po" / f"{code}.po"
        self.entries = parse(source.read_text(encoding="utf-8"))[1:] if source.exists() else []
        done = [e for e in self.entries if e.done]
        self._plain = {e.text for e in done} - {t for e in done for t in e.translations}
        self._with_fields = [(self._pattern(e.text), [self._pattern(t) for t in e.translations]) for e in done
                             if len(WORDS.findall(DIRECTIVE.sub("", e.text))) > 1 and DIRECTIVE.search(e.text)]

    def tr(self, text, context=None):
        return self.texts.pgettext(context, text) if context else self.texts.gettext(text)

    @staticmethod
    def _pattern(text):
        """What a text with fields looks like when they are filled in."""
        parts = DIRECTIVE.split(text)[::3]
        return re.compile(".+".join(re.escape(p) for p in parts), re.DOTALL)

    def english_in(self, names):
        """Texts of ours among these that stand there in English, although they are translated."""
        def is_english(name):
            if name in self._plain:
                return bool(WORDS.search(name))
            return any(english.fullmatch(name) and not any(t.fullmatch(name) for t in translated)
                       for english, translated in self._with_fields)
        return sorted(filter(is_english, set(names)))
