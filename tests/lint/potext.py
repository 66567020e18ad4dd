# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Translations as the checks see them: po files read, and the template made anew from the sources."""
import re
import subprocess
from dataclasses import dataclass, field

LINGUAS, POTFILES = "po/LINGUAS", "po/POTFILES.in"
# As meson's preset "glib" asks for them.
XGETTEXT = (
    "xgettext", "--package-name=bedside", "--output=-", "--from-code=UTF-8", "--add-comments", "--sort-by-file",
    "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2", "--keyword=g_dcgettext:2",
    "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3", "--flag=N_:1:pass-c-format",
    "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format", "--flag=g_dngettext:2:pass-c-format",
    "--flag=g_strdup_printf:1:c-format", "--flag=g_string_printf:2:c-format",
    "--flag=g_string_append_printf:2:c-format", "--flag=g_error_new:3:c-format", "--flag=g_set_error:4:c-format",
    "--flag=g_markup_printf_escaped:1:c-format",
)
# What a C format takes: its place, its kind.
DIRECTIVE = re.compile(r"%(?:(\d+)\$)?['0+#-]*(?:\d+|\*)?(?:\.\d+)?(?:hh|ll|[hlzjt])?([diouxXeEfgGcsp%])")
# What a date takes.
DATE = re.compile(r"%[O-]?([dejmbBhyYHIMSpaAFRTx])")
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "r": "\r"}


@dataclass
class Entry:
    line: int = 0
    context: str | None = None
    text: str = ""
    plural: str | None = None
    translations: list = field(default_factory=list)
    flags: set = field(default_factory=set)
    comments: list = field(default_factory=list)
    places: list = field(default_factory=list)
    obsolete: bool = False

    @property
    def key(self):
        return self.context, self.text

    @property
    def done(self):
        return bool(self.translations) and all(self.translations) and "fuzzy" not in self.flags


def is_date(entry):
    """Whether g_date_time_format() reads it, and not printf()."""
    return bool(DATE.search(entry.text)) and "c-format" not in entry.flags and not DIRECTIVE.search(
        DATE.sub("", entry.text))


def unquote(quoted):
    return re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[0]), quoted)


def _comment(entry, line):
    if line.startswith("#,"):
        entry.flags |= {flag.strip() for flag in line[2:].split(",")}
    elif line.startswith("#."):
        entry.comments.append(line[2:].strip())
    elif line.startswith("#:"):
        entry.places += line[2:].split()


def _keyword(entry, keyword, value):
    if keyword == "msgctxt":
        entry.context = value
    elif keyword == "msgid":
        entry.text = value
    elif keyword == "msgid_plural":
        entry.plural = value
    else:
        entry.translations.append(value)


def _grow(entry, keyword, value):
    if keyword == "msgctxt":
        entry.context += value
    elif keyword == "msgid":
        entry.text += value
    elif keyword == "msgid_plural":
        entry.plural += value
    else:
        entry.translations[-1] += value


def parse(text):
    """The entries of a po file; the first is its header."""
    entries, entry, keyword = [], Entry(), None
    for number, line in enumerate((text or "").splitlines(), 1):
        if line.startswith("#~"):
            entry.obsolete, line = True, line[2:].strip()
        if line.startswith("#") and not line.startswith("#~"):
            if keyword is not None:
                entries.append(entry)
                entry, keyword = Entry(), None
            _comment(entry, line)
        elif match := re.match(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])? "(.*)"$', line):
            if keyword == "msgstr" and match[1] in ("msgctxt", "msgid"):
                entries.append(entry)
                entry = Entry(obsolete=entry.obsolete)
            if match[1] == "msgid":
                entry.line = number
            keyword = match[1]
            _keyword(entry, keyword, unquote(match[2]))
        elif line.startswith('"') and keyword is not None:
            _grow(entry, keyword, unquote(line.strip()[1:-1]))
        elif not line and keyword is not None:
            entries.append(entry)
            entry, keyword = Entry(), None
    if keyword is not None:
        entries.append(entry)
    return [e for e in entries if not e.obsolete]


def languages(tree):
    if not tree.has(LINGUAS):
        return []
    return [line.strip() for _, line in tree.lines(LINGUAS) if line.strip() and not line.startswith("#")]


def header(entries):
    """The fields of a po file's header."""
    first = entries[0].translations[0] if entries and entries[0].text == "" and entries[0].translations else ""
    return dict(re.findall(r"^([\w-]+): *(.*?) *$", first, re.MULTILINE))


def template(tree):
    """The entries of a template made from the sources as they are now."""
    if not tree.has(POTFILES):
        return []
    done = subprocess.run([*XGETTEXT, "--directory=.", "--files-from=" + POTFILES], cwd=tree.top, check=False,
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return parse(done.stdout)[1:]
