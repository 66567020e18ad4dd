# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A language as a person has it: its locale, its texts, and which English texts must not be seen in it.

Nobody has translated Bedside into Hebrew: its texts are English ones in Hebrew letters, which stand
from right to left, cannot be mistaken for a text that was not translated, and are made from the sources.
"""
import contextlib
import gettext
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lint"))

# pylint: disable=wrong-import-position
from lintlib import Tree  # noqa: E402
from potext import DIRECTIVE, is_date, parse, template  # noqa: E402
# pylint: enable=wrong-import-position

TOP = Path(__file__).resolve().parents[2]
LOCALES = {"de": "de_DE", "es": "es_ES", "fr": "fr_FR", "he": "he_IL"}
DEFINITIONS = Path("/usr/share/i18n/locales")
INVENTED = "he"
HEBREW = str.maketrans("abcdefghijklmnopqrstuvwxyz" * 1, "אבגדהוזחטיכלמנסעפצקרשתוזחט")
KEPT = re.compile(rf"{DIRECTIVE.pattern}|<[^<>]*>|\{{\w+\}}|@\w+@", re.DOTALL)
HEADER = ('msgid ""\nmsgstr ""\n"Language: {}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
          '"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n')
# A text of one word can be a name, or the same in both.
WORDS = re.compile(r"[A-Za-z’]{2,}")


def make_locale(code, folder):
    """glibc's locale of a language, which few machines have: dates and numbers come from it."""
    name = LOCALES[code] + ".UTF-8"
    if not (folder / name).exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Another test may be making the same one.
        with tempfile.TemporaryDirectory(dir=folder, prefix=".") as draft:
            subprocess.run(["localedef", "-c", "-i", LOCALES[code], "-f", "UTF-8", Path(draft) / name], check=False,
                           capture_output=True)
            with contextlib.suppress(OSError):
                (Path(draft) / name).rename(folder / name)
    return name


def in_hebrew(entry, text):
    """The letters only: fields, markup and how a date is written stay."""
    if is_date(entry):
        return text
    parts, at = [], 0
    for match in KEPT.finditer(text):
        parts += [text[at:match.start()].lower().translate(HEBREW), match[0]]
        at = match.end()
    return "".join(parts) + text[at:].lower().translate(HEBREW)


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"\n'


def make_invented(folder):
    """A translation of every text; its source."""
    lines = [HEADER.format(INVENTED)]
    for entry in template(Tree(TOP)):
        context = "msgctxt " + quoted(entry.context) if entry.context else ""
        flags = "#, c-format\n" if "c-format" in entry.flags else ""
        lines.append(f"\n{flags}{context}msgid {quoted(entry.text)}")
        if entry.plural is None:
            lines.append(f"msgstr {quoted(in_hebrew(entry, entry.text))}")
        else:
            lines += [f"msgid_plural {quoted(entry.plural)}", f"msgstr[0] {quoted(in_hebrew(entry, entry.text))}",
                      f"msgstr[1] {quoted(in_hebrew(entry, entry.plural))}"]
    messages = folder / INVENTED / "LC_MESSAGES"
    messages.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=messages) as draft:
        source, built = Path(draft) / "bedside.po", Path(draft) / "bedside.mo"
        source.write_text("".join(lines), encoding="utf-8")
        subprocess.run(["msgfmt", "-o", built, source], check=True)
        return [path.replace(messages / path.name) for path in (built, source)][-1]


class Language:
    """tr() gives what the interface says."""

    def __init__(self, code, build, locales):
        self.code, self.folder = code, build / "po"
        source = TOP / "po" / f"{code}.po"
        if code == INVENTED:
            self.folder = locales.parent / "invented"
            source = make_invented(self.folder)
        self.env = {"LANGUAGE": code, "LC_ALL": make_locale(code, locales), "LOCPATH": str(locales),
                    "BEDSIDE_LOCALEDIR": str(self.folder)}
        self.texts = gettext.translation("bedside", self.folder, [code], fallback=True)
        self.entries = parse(source.read_text(encoding="utf-8"))[1:]
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

    def pattern(self, text):
        """What a text with fields looks like in this language when they are filled in."""
        return self._pattern(self.tr(text))

    def english_in(self, names):
        """Texts of ours among these that stand there in English, although they are translated."""
        def is_english(name):
            if name in self._plain:
                return bool(WORDS.search(name))
            return any(english.fullmatch(name) and not any(t.fullmatch(name) for t in translated)
                       for english, translated in self._with_fields)
        return sorted(filter(is_english, set(names)))
