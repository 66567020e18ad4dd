#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts for people can be translated: each of them, as a whole, with what a translator has to know.

A text that stays as it is says why in a comment: lint: allow text, because ...
"""
import re
import xml.etree.ElementTree as ET

from lintlib import Fault, Finding, main
from potext import template

CODE = ("src/ui/*.c", "src/practice/*.c", "src/desktop/*.c", "src/main.c")
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"(?:\s*"(?:\\.|[^"\\\n])*")*')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
MARKED = {"_", "N_", "C_", "NC_", "Q_", "g_dngettext", "g_dpgettext2", "g_dgettext"}
# For whoever reads the log, or for the machine.
NOT_FOR_PEOPLE = re.compile(r"g_(debug|info|message|warning|critical|error|log\w*|return_\w+|assert\w*|quark\w*)"
                            r"|g_intern\w*"
                            r"|g_(object|param|signal|variant|dbus|settings|enum|flags|type|task|test)_\w+"
                            r"|G_DEFINE_\w+|json_\w+|sqlite\w*|str\w+|g_str(_|cmp|has|v_)\w*|gtk_widget_\w*css\w*"
                            r"|gtk_\w+_(bind|install|add_binding)\w*")
# Whatever stands in these is read by somebody.
SHOWN = re.compile(r"gtk_label_\w*(text|label|markup)"
                   r"|gtk_\w+_set_(label|tooltip_text|tooltip_markup|title|placeholder_text|text)"
                   r"|gtk_\w+_new_with_(label|mnemonic)"
                   r"|adw_\w+_set_\w*(title|subtitle|description|heading|body|label)"
                   r"|adw_toast_new|g_menu_(append|prepend|insert)\w*|g_menu_item_(new|set_label)|g_printerr|g_print"
                   r"|g_notification_(new|set_title|set_body|add_button\w*)|gtk_file_filter_set_name"
                   r"|gtk_\w+_(append|add)_text|gtk_button_new_with_label")
SHOWN_PROPERTIES = {"label", "title", "subtitle", "tooltip-text", "placeholder-text", "description", "heading", "body",
                    "text", "comments", "primary-text", "secondary-text", "custom-title"}
SHOWN_ATTRIBUTES = {"label"}
SHOWN_ACCESSIBLE = {"label", "description", "placeholder", "value-text", "help-text", "role-description",
                    "key-shortcuts"}
NAMES = {"Bedside", "Matrix"}
ACTION = re.compile(r"[a-z]+(\.[a-z]+(-[a-z]+)*)+(::.*)?")
# Dates that a machine reads, or that the language writes by itself.
DATE_OF_MACHINE = re.compile(r"%F|%FT.*|%a|%A|%B|%b|%x|%X|%c|%s")
DIRECTIVE = re.compile(r"%(?:\d+\$)?['0-9.]*[a-zA-Z%]")


def allowed(lines, number):
    mark = re.compile(r"lint: allow text\b.*because")
    return any(mark.search(lines[i]) for i in (number - 1, number - 2) if 0 <= i < len(lines))


def without_comments(text):
    """Strings stay: a quotation mark within a comment begins none."""
    def blank(match):
        return match[0] if match[0].startswith('"') else re.sub(r"[^\n]", " ", match[0])
    return re.sub(r'"(?:\\.|[^"\\\n])*"|' + COMMENT.pattern, blank, text, flags=re.DOTALL)


def call_around(code, at):
    """The name of the innermost call that the place is an argument of, and which argument it is; None if it is none."""
    depth, argument = 0, 0
    for i in range(at - 1, -1, -1):
        c = code[i]
        if c in ")]":
            depth += 1
        elif c in "([":
            if depth == 0:
                match = re.search(r"(\w+)\s*$", code[:i])
                return (match[1] if match else "", argument)
            depth -= 1
        elif c == "," and depth == 0:
            argument += 1
        elif c in ";{}" and depth == 0:
            return None, 0
    return None, 0


def is_prose(text):
    """Several words that begin like a sentence, or a sentence with a field in it."""
    plain = DIRECTIVE.sub("x", text)
    return bool(re.match(r"[A-Z][a-z’]+ \w+|[A-Z][a-z]+…$|[A-Z][a-z]+[.!?]$", plain.strip()))


def has_words(text):
    if ACTION.fullmatch(text):
        return False
    return bool(re.search(r"[^\W\d_]{2}", DIRECTIVE.sub("", text))) and text.strip() not in NAMES


def strings(path, tree):
    """(line, the text, code before it as blanks for strings, its call, which argument)."""
    code = without_comments(tree.text(path) or "")
    blanked = STRING.sub(lambda m: '"' + re.sub(r"[^\n]", " ", m[0][1:-1]) + '"', code)
    for match in STRING.finditer(code):
        line = code.count("\n", 0, match.start()) + 1
        start = code.rfind("\n", 0, match.start()) + 1
        if code[start:match.start()].lstrip().startswith("#"):
            continue
        text = "".join(re.findall(r'"((?:\\.|[^"\\\n])*)"', match[0]))
        yield line, text, blanked, match, call_around(blanked, match.start())


def check_string(call, argument, text):
    if call in MARKED:
        if text != text.strip(" ") and not (call == "C_" and argument < 2 and not has_words(text)):
            yield f"{text!r} begins or ends with a space: a sentence is one text"
        return
    if call == "g_date_time_format" and not DATE_OF_MACHINE.fullmatch(text):
        yield f"{text!r}: how a date is written is translated"
    elif call is not None and SHOWN.fullmatch(call) and has_words(text):
        yield f"{call}: {text!r} is not translatable"
    elif re.fullmatch(r", |, %s|%s, %s|; ", text) and call != "g_string_append_c":
        yield f"{text!r}: how a list is separated is translated: bedside_wording_append()"
    elif is_prose(text) and not (call and NOT_FOR_PEOPLE.fullmatch(call)):
        yield f"{text!r} is not translatable"


def check_properties(code, match, call, text):
    """g_object_new (..., "title", "Patients", ...)."""
    if call in ("g_object_new", "g_object_set", "g_object_set_property") and has_words(text):
        before = re.search(r'"([\w-]+)"\s*,\s*$', code[:match.start()])
        if before and before[1] in SHOWN_PROPERTIES:
            yield f"{call}: {text!r} is not translatable"


def check_accessible(code, match, call, text):
    if call == "gtk_accessible_update_property" and has_words(text):
        yield f"{call}: {text!r} is not translatable"


def check_plurals(path, tree, lines):
    code = without_comments(tree.text(path) or "")
    for match in re.finditer(r"\b(g_dngettext|ngettext|dngettext) ?\(([^;]*?)\)\s*[,;)]", code):
        line = code.count("\n", 0, match.start()) + 1
        if allowed(lines, line):
            continue
        if match[1] != "g_dngettext":
            yield Finding(path, line, f"{match[1]}: g_dngettext (GETTEXT_PACKAGE, ...)")
            continue
        forms = ["".join(re.findall(r'"((?:\\.|[^"\\\n])*)"', m[0])) for m in STRING.finditer(match[2])]
        if len(forms) != 2:
            yield Finding(path, line, "g_dngettext: both forms stand in it as they are")
        elif [f for f in forms if not re.search(r"%(?:\d+\$)?'?u", f)]:
            yield Finding(path, line, "g_dngettext: both forms hold the number (%u), because other languages use one "
                                      "form for several numbers")
        elif sorted(DIRECTIVE.findall(forms[0])) != sorted(DIRECTIVE.findall(forms[1])):
            yield Finding(path, line, "g_dngettext: both forms take the same")


def check_code(tree, path):
    lines = (tree.text(path) or "").splitlines()
    code = without_comments(tree.text(path) or "")
    for line, text, _, match, (call, argument) in strings(path, tree):
        if allowed(lines, line):
            continue
        for complaint in (*check_string(call, argument, text), *check_properties(code, match, call, text),
                          *check_accessible(code, match, call, text)):
            yield Finding(path, line, complaint)
    together = r"\b(g_strconcat|g_prefix_error|g_strjoin|g_string_append|g_string_prepend) ?\([^;]*?\b_ ?\("
    for match in re.finditer(together, code):
        line = code.count("\n", 0, match.start()) + 1
        if not allowed(lines, line):
            yield Finding(path, line, f"{match[1]}: a sentence is not put together from texts: give it fields")
    yield from check_plurals(path, tree, lines)


def check_ui(tree, path):
    lines = (tree.text(path) or "").splitlines()

    def line_of(text):
        return next((n for n, line in enumerate(lines, 1) if text.strip().splitlines()[0] in line), 0)

    try:
        root = ET.fromstring(tree.text(path) or "")
    except ET.ParseError:
        return                      # check_data.py says so
    shown = {"property": SHOWN_PROPERTIES, "attribute": SHOWN_ATTRIBUTES}
    for element in root.iter():
        if element.tag == "accessibility":
            for child in element:
                if child.get("name") in SHOWN_ACCESSIBLE:
                    child.set("lint-shown", "yes")
    for element in root.iter():
        text = element.text or ""
        if not has_words(text) or len(element):
            continue
        if element.get("name") in shown.get(element.tag, ()) or element.get("lint-shown") or element.tag == "item":
            if element.get("translatable") not in ("yes", "true", "1"):
                yield Finding(path, line_of(text), f"<{element.tag} name={element.get('name')!r}>: {text.strip()!r} is "
                                                   "not translatable")


def check_comments(tree):
    """Who is who in a text of several names? What is a text without words?"""
    for entry in template(tree):
        path, _, line = (entry.places or ["po/POTFILES.in"])[0].rpartition(":")
        fields = [f for f in DIRECTIVE.findall(entry.text) if not f.endswith("%")]
        words = has_words(entry.text)
        told = any(re.match(r"[Tt]ranslators", c) for c in entry.comments)
        if not told and (len([f for f in fields if f.endswith("s")]) > 1 or (fields and not words)):
            yield Finding(path, int(line or 0), f"{entry.text!r} needs a comment /* Translators: ... */ right above it")


def check(tree):
    for path in tree.glob(*CODE):
        yield from check_code(tree, path)
    for path in tree.glob("src/*.ui", "data/*.ui"):
        yield from check_ui(tree, path)
    yield from check_comments(tree)


def _c(code):
    return {"src/ui/a.c": f"void\nf (void)\n{{\n  {code}\n}}\n"}


def _ui(text):
    return {"src/ui/a.ui": f'<interface><object class="GtkLabel">{text}</object></interface>\n'}


def _listed(code):
    return _c(code) | {"po/POTFILES.in": "src/ui/a.c\n"}


if __name__ == "__main__":
    main("texts", check, [
        Fault("accepts-translatable", _c('gtk_label_set_text (label, _("Nobody found"));\n'
                                         '  g_debug ("The list has %u rows", n);\n'
                                         '  g_signal_emit_by_name (self, "row-activated");\n'
                                         '  gtk_label_set_text (label, g_strdup_printf ("%s · %s", a, b));'), None),
        Fault("finds-label", _c('gtk_label_set_text (label, "Nobody found");'), "not translatable"),
        Fault("finds-one-word", _c('gtk_button_set_label (button, "Send");'), "gtk_button_set_label"),
        Fault("finds-tooltip", _c('gtk_widget_set_tooltip_text (button, "Send");'), "not translatable"),
        Fault("finds-toast", _c('adw_toast_overlay_add_toast (o, adw_toast_new ("Copied"));'), "adw_toast_new"),
        Fault("finds-accessible-name", _c('gtk_accessible_update_property (GTK_ACCESSIBLE (self), '
                                          'GTK_ACCESSIBLE_PROPERTY_LABEL, "Send", -1);'), "not translatable"),
        Fault("finds-property", _c('g_object_set (row, "title", "Refused", NULL);'), "not translatable"),
        Fault("accepts-other-property", _c('g_object_set (row, "css-name", "refused", NULL);'), None),
        Fault("finds-terminal", _c('g_printerr ("No display\\n");'), "g_printerr"),
        Fault("finds-notification", _c('g_notification_add_button (n, "Reply", "app.reply");'), "not translatable"),
        Fault("accepts-action", _c('g_notification_add_button (n, _("Reply"), "app.mark-read");'), None),
        Fault("finds-sentence-anywhere", _c('return g_strdup ("The server is busy.");'), "not translatable"),
        Fault("finds-sentence-in-two-strings", _c('return g_strdup ("The server "\n    "is busy.");'),
              "not translatable"),
        Fault("finds-sentence-in-table", _c('static const char *const texts[] = { "Next try", NULL };'),
              "not translatable"),
        Fault("accepts-name", _c('gtk_window_set_title (window, "Bedside");'), None),
        Fault("accepts-excuse", _c('/* lint: allow text, because it is the name of a font. */\n  f ("Sans Serif");'),
              None),
        Fault("finds-date", _c('return g_date_time_format (time, "%d.%m.%Y");'), "how a date is written"),
        Fault("accepts-date", _c('return g_date_time_format (time, _("%H:%M"));\n  g_date_time_format (t, "%a");'),
              None),
        Fault("finds-comma", _c('g_string_append (names, ", ");'), "how a list is separated"),
        Fault("finds-joined-by-comma", _c('return g_strjoinv (", ", names);'), "how a list is separated"),
        Fault("finds-part-of-sentence", _c('g_string_append (text, x);\n  y (_("Written by "));'),
              "a sentence is one text"),
        Fault("finds-concatenation", _c('return g_strconcat (_("Written by"), name, NULL);'), "put together"),
        Fault("finds-prefix", _c('g_prefix_error (&error, "%s ", _("It failed:"));'), "put together"),
        Fault("finds-plural-without-number", _c('x (g_dngettext (GETTEXT_PACKAGE, "one line", "%u lines", n));'),
              "both forms hold the number"),
        Fault("finds-other-plural", _c('x (ngettext ("%u line", "%u lines", n));'), "GETTEXT_PACKAGE"),
        Fault("finds-plural-with-other-field", _c('x (g_dngettext (GETTEXT_PACKAGE, "%u of it", "%u of %s", n));'),
              "take the same"),
        Fault("accepts-plural", _c('x (g_dngettext (GETTEXT_PACKAGE, "%u line", "%u lines", n));'), None),
        Fault("finds-ui-label", _ui('<property name="label">Send</property>'), "not translatable"),
        Fault("accepts-ui-label", _ui('<property name="label" translatable="yes">Send</property>'), None),
        Fault("accepts-ui-icon", _ui('<property name="icon-name">go-next-symbolic</property>'), None),
        Fault("finds-ui-accessible-name",
              _ui('<accessibility><property name="label">Send</property></accessibility>'), "not translatable"),
        Fault("finds-ui-menu", {"src/ui/a.ui": '<interface><menu id="m"><item><attribute name="label">Quit</attribute>'
                                               '</item></menu></interface>\n'}, "not translatable"),
        Fault("finds-two-names-without-comment", _listed('x (_("%s invites %s"));'), "needs a comment"),
        Fault("finds-fields-without-comment", _listed('x (_("%s, %u"));'), "needs a comment"),
        Fault("accepts-comment", _listed('/* Translators: who, and whom */\n  x (_("%s invites %s"));'), None),
    ])
