#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is translated is sound: fields, plural forms, ends, markup, and the language's own marks.

msgfmt sees a %s that is missing where C would read it; the rest is looked for here. That
nothing is missing is what check_languages.py asks.
"""
import re
import subprocess
from collections import Counter

from lintlib import Fault, Finding, main
from potext import DATE, DIRECTIVE, LINGUAS, header, is_date, languages, parse

# As gettext's own table has them; a new language has to be looked up there.
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);", "es": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "he": "nplurals=2; plural=(n != 1);", "it": "nplurals=2; plural=(n != 1);", "nl": "nplurals=2; plural=(n != 1);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
# Different ways to say the same.
DATE_PARTS = {"d": "day", "e": "day", "j": "day", "m": "month", "b": "month", "B": "month", "h": "month", "y": "year",
              "Y": "year", "H": "hour", "I": "hour", "M": "minute", "a": "weekday", "A": "weekday"}
FIELD = re.compile(r"\{\w+\}|@\w+@")
TAG = re.compile(r"</?[a-z]\w*[^<>]*>")
MNEMONIC = re.compile(r"(?<![\w_])_\w|(?<=\w)_(?=\w)")
ENDS = ".…:?!,;"
KEYWORDS = re.compile(r"(?:[^;\s]+(?: [^;\s]+)*;){2,}$")
SPACES = " \u00a0\u202f"
# How a letter begins.
OTHER_ENDS = {("es", ",", ":")}
NO_BREAK = "\u00a0\u202f"
# Language: what must not be in it, and what to write instead.
STYLE = {
    "de": ((r"[A-Za-zäöüß][:*]in(nen)?\b|[a-zäöüß]Innen\b", "no marks of gender within a word: see po/GLOSSARY.md"),
           (r"\b([Dd]u|[Dd]ein\w*|[Dd]ir|[Dd]ich)\b", "people are addressed with Sie"),
           (rf"(?<=\w)…|(?<=\w) …", "a no-break space comes before …"),
           (r" [:;!?]", "no space before : ; ! ?"),
           (r'(?<!=)"(?!>)|[”«»]', "quotation marks are „ and “")),
    "fr": ((rf"[^{NO_BREAK}\d/][:;!?»](?=\s|$)", "a no-break space comes before : ; ! ? »"),
           (rf"«(?![{NO_BREAK}])", "a no-break space comes after «"),
           (r"\b([Tt]u|[Tt]oi|[Tt]es)\b", "people are addressed with vous"),
           (r"\w·\w", "no marks of gender within a word: see po/GLOSSARY.md"),
           (r'(?<!=)"(?!>)|[“”„]', "quotation marks are « and »"),
           (r"\w'\w", "the apostrophe is ’")),
    "es": ((r"\b([Tt]ú|[Tt]us?|[Tt]i)\b", "people are addressed with usted"),
           (r"\w@s?\b(?!\w|:)(?<!@\w)", "no marks of gender within a word: see po/GLOSSARY.md"),
           (r'(?<!=)"(?!>)|[“”„]', "quotation marks are « and »")),
}


def directives(text):
    """What a C format takes, by place: "%s of %u" and "%2$u of %1$s" take the same."""
    found, place = Counter(), 0
    for match in DIRECTIVE.finditer(text):
        if match[2] == "%":
            found["%%"] += 1
            continue
        place += 1
        number = int(match[1]) if match[1] else place
        found[number, "u" if match[2] in "diu" else match[2]] += 1
    return found


def date_parts(text):
    return {DATE_PARTS.get(letter, letter) for letter in DATE.findall(text)} - {"p"}


def edges(text):
    return re.match(r"\s*", text)[0], re.search(r"\s*$", text)[0]


def end(text):
    text = text.strip().rstrip(SPACES)
    if text.endswith("..."):
        return "…"
    return text[-1] if text and text[-1] in ENDS else ""


def compare(language, entry, source, text):
    """Complaints about one translation."""
    if is_date(entry):
        if date_parts(source) != date_parts(text):
            yield f"is a date of {sorted(date_parts(source))}, not of {sorted(date_parts(text))}"
    elif directives(source) != directives(text):
        yield "does not take what the text takes (%s, %u, %%)"
    for name, pattern in (("fields", FIELD), ("markup", TAG)):
        if Counter(pattern.findall(source)) != Counter(pattern.findall(text)):
            yield f"{name} differ"
    if edges(source) != edges(text):
        yield "white space at the beginning or end differs"
    if not is_date(entry) and end(source) != end(text) and (language, end(source), end(text)) not in OTHER_ENDS:
        yield f"ends with {end(text) or 'nothing'!r} where the text ends with {end(source) or 'nothing'!r}"
    if bool(MNEMONIC.search(source)) != bool(MNEMONIC.search(text)) or len(MNEMONIC.findall(text)) > 1:
        yield "the letters marked with _ differ"
    if "..." in text:
        yield "has three dots instead of …"
    if "  " in text:
        yield "has two spaces in a row"
    if source.count("\n") != text.count("\n"):
        yield "has another number of lines"


def style(language, text):
    plain = TAG.sub("", text)
    # The search terms of the desktop file are no sentence.
    if KEYWORDS.match(plain):
        return
    for pattern, instead in STYLE.get(language, ()):
        if match := re.search(pattern, plain):
            yield f"{match[0]!r}: {instead}"
    if language == "es":
        for opening, closing in ("¿?", "¡!"):
            if plain.count(opening) != plain.count(closing):
                yield f"{closing} goes with {opening}"


def check_entry(path, language, entry):
    # A fuzzy one is not used.
    if not any(entry.translations) or "fuzzy" in entry.flags:
        return
    if entry.plural is not None and not all(entry.translations):
        yield Finding(path, entry.line, "lacks one of its plural forms")
    for number, text in enumerate(entry.translations):
        if not text:
            continue
        # Of one, too: some languages say "one" and "none" with the same form.
        source = entry.text if number == 0 or entry.plural is None else entry.plural
        for complaint in (*compare(language, entry, source, text), *style(language, text)):
            yield Finding(path, entry.line, f"{text!r} {complaint}")


def check_header(path, language, entries):
    fields = header(entries)
    wanted = {"Language": language, "Content-Type": "text/plain; charset=UTF-8"}
    if language in PLURALS:
        wanted["Plural-Forms"] = PLURALS[language]
    else:
        yield Finding(path, 0, f"{language}: its plural forms are not in PLURALS of check_translations.py")
    for name, value in wanted.items():
        if fields.get(name) != value:
            yield Finding(path, 0, f"the header says {name}: {fields.get(name)!r}, not {value!r}")


def check_msgfmt(tree, path):
    done = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", path], cwd=tree.top, check=False,
                          capture_output=True, text=True)
    if done.returncode != 0:
        for line in done.stderr.splitlines():
            yield Finding(path, 0, f"msgfmt: {line}")


def check(tree):
    listed = languages(tree)
    if listed != sorted(set(listed)):
        yield Finding(LINGUAS, 0, "is not sorted, or names a language twice")
    for path in tree.glob("po/*.po"):
        if path.removeprefix("po/").removesuffix(".po") not in listed:
            yield Finding(LINGUAS, 0, f"lacks {path}")
    for language in listed:
        path = f"po/{language}.po"
        if not tree.has(path):
            yield Finding(LINGUAS, 0, f"{path} is missing")
            continue
        entries = parse(tree.text(path))
        yield from check_msgfmt(tree, path)
        yield from check_header(path, language, entries)
        for entry in entries[1:]:
            yield from check_entry(path, language, entry)


def _po(entries, language="de", plurals=None):
    head = (f'msgid ""\nmsgstr ""\n"Project-Id-Version: x\\n"\n"PO-Revision-Date: 2026-11-22 21:00+0000\\n"\n'
            f'"Last-Translator: x\\n"\n"Language-Team: x\\n"\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
            f'"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
            f'"Plural-Forms: {plurals or PLURALS[language]}\\n"\n')
    return {"po/LINGUAS": language + "\n", f"po/{language}.po": head + "\n" + entries}


def _one(text, translation, flags="", language="de"):
    return _po(f'{flags}msgid "{text}"\nmsgstr "{translation}"\n', language)


_C = "#, c-format\n"
_MANY = _C + 'msgid "%u line"\nmsgid_plural "%u lines"\nmsgstr[0] "{}"\nmsgstr[1] "{}"\n'

if __name__ == "__main__":
    main("translations", check, [
        Fault("accepts-good", _po(_MANY.format("%u Zeile", "%u Zeilen")
                                  + '\nmsgid "Sending…"\nmsgstr "Wird gesendet\u00a0…"\n'
                                  + '\nmsgid "_Copy"\nmsgstr "_Kopieren"\n'
                                  + '\nmsgid "%-d %b %Y"\nmsgstr "%d.%m.%Y"\n'), None),
        Fault("accepts-other-order", _one("%s since %u", "seit %2$u von %1$s", _C), None),
        Fault("accepts-untranslated", _one("Send", ""), None),
        Fault("accepts-fuzzy", _one("Remove %s?", "Entfernen", "#, fuzzy, c-format\n"), None),
        Fault("finds-lost-field", _one("Remove %s?", "Entfernen?", _C), "msgfmt"),
        Fault("finds-lost-field-that-msgfmt-does-not-see", _one("Remove %s?", "Entfernen?"), "does not take"),
        Fault("finds-swapped-fields", _one("%s since %u", "seit %u von %s", _C), "does not take"),
        Fault("finds-lost-percent", _one("100 %% of %s", "alles von %s", _C), "does not take"),
        Fault("finds-lost-name", _one("Sent by {name}.", "Gesendet."), "fields differ"),
        Fault("finds-lost-token", _one("@name@", "Bedside"), "fields differ"),
        Fault("finds-lost-number", _po(_MANY.format("eine Zeile", "%u Zeilen").replace(_C, "")), "does not take"),
        Fault("finds-missing-form", _po(_MANY.format("%u Zeile", "").replace(_C, "")), "lacks one of its plural"),
        Fault("finds-wrong-plural-rule", _po("", "fr", "nplurals=2; plural=(n != 1);"), "Plural-Forms"),
        Fault("finds-unknown-language", _po("", "tlh", "nplurals=1; plural=0;"), "not in PLURALS"),
        Fault("finds-other-language", {"po/LINGUAS": "de\n", "po/de.po": _po("", "es")["po/es.po"]}, "Language"),
        Fault("finds-other-end", _one("Nothing is lost.", "Nichts ist verloren"), "ends with"),
        Fault("finds-lost-ellipsis", _one("Sending…", "Wird gesendet"), "ends with"),
        Fault("finds-dots", _one("Sending…", "Wird gesendet..."), "three dots"),
        Fault("finds-space-at-the-end", _one("You: ", "Sie:"), "white space"),
        Fault("finds-lost-line-end", _one("Failed\\n", "Fehler"), "white space"),
        Fault("finds-lost-markup", _one("<b>Ada</b> left", "Ada ist weg"), "markup differ"),
        Fault("finds-lost-mnemonic", _one("_Copy", "Kopieren"), "marked with _"),
        Fault("finds-two-mnemonics", _one("_Copy", "_Alles _kopieren"), "marked with _"),
        Fault("finds-date-without-year", _one("%-d %b %Y", "%d.%m."), "is a date of"),
        Fault("finds-date-with-month-twice", _one("%-d %b %Y", "%m.%m.%Y"), "is a date of"),
        Fault("accepts-short-date", _one("%-d %b", "%d.%m."), None),
        Fault("accepts-salutation", _one("Dear %s,", "Hola, %s:", _C, "es"), None),
        Fault("finds-du", _one("Your password", "Dein Passwort"), "addressed with Sie"),
        Fault("finds-gender-mark", _one("Patients", "Patient:innen"), "gender"),
        Fault("finds-english-quotes", _one("Choose “Sign in”.", "„Anmelden” wählen."), "quotation marks"),
        Fault("finds-breaking-space", _one("Remove?", "Retirer ?", language="fr"), "no-break space"),
        Fault("accepts-keywords", _one("Chat;Patient;", "Discussion;Patient;", language="fr"), None),
        Fault("accepts-french", _one("Remove %s?", "Retirer « %s »\u202f?".replace("« ", "«\u00a0").replace(
            " »", "\u00a0»"), _C, "fr"), None),
        Fault("finds-tu", _one("You can write", "Tu peux écrire", language="fr"), "addressed with vous"),
        Fault("finds-lost-opening", _one("Remove?", "Quitar?", language="es"), "goes with"),
        Fault("finds-unlisted", {"po/LINGUAS": "", "po/de.po": _po("")["po/de.po"]}, "lacks po/de.po"),
        Fault("finds-missing-file", {"po/LINGUAS": "de\n"}, "po/de.po is missing"),
        Fault("finds-broken-file", {"po/LINGUAS": "de\n", "po/de.po": 'msgid "a\nmsgstr "b"\n'}, "msgfmt"),
    ])
