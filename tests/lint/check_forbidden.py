#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must not appear: state behind the compiler's back, waiting that blocks, names of machines.

A line that must break a rule says why in a comment: lint: allow NAME, because ...
"""
import re

from lintlib import Fault, Finding, main

AUTO = r"\bg_auto(?:free\b|(?:ptr|list|slist|queue)?\s*\([^()]*\))(?=[^;{}()]*;)[^;=]*;"
# name, files, what the code (comments and strings blanked) must not hold, what to do instead
CODE = (
    ("object-data", ("src/*.c", "src/*.h"), r"\bg_object_[sg]et_q?data", "give it a field or a typed struct"),
    ("nested-loop", ("src/*.c",), r"\bg_main_context_iteration\b", "no nested main loops: use GTask"),
    ("loop", ("src/*.c",), r"\bg_main_loop_(new|run)\b", "only the thread of demo/ has a loop of its own"),
    ("sleep", ("src/*.c", "tests/*.c"), r"\b(g_usleep|usleep|sleep|nanosleep) ?\(",
     "await a condition, or use a timer"),
    ("singleton", ("src/*.c", "src/*.h"), r"\bbedside_\w+_get_default\b", "pass collaborators at construction"),
    ("uninitialised", ("src/*.c", "tests/*.c", "src/*.h", "tests/*.h"), AUTO,
     "initialise what is freed by itself"),
    ("server-json", ("src/*.c", "src/*.h"),
    
     r"\bjson_object_get_(string|int|boolean|double|object|array|null)_member"
     r"|\bjson_array_get_(string|int|object|array)_el",
     "read JSON with base/bedside-json.h"),
    ("certificate", ("src/*.c", "src/*.h"),
     r"accept.certificate|ssl.strict|validation.flags|\bG_TLS_CERTIFICATE_|set_(default|tls)_database",
     "certificates are checked by whom the machine trusts, and nobody has a way around it"),
    ("markup", ("src/ui/*.c", "src/desktop/*.c"),
     r"\bgtk_(label|tooltip)_set_markup|\"use-markup\", *TRUE"
     r"|_set_(heading_|body_)?use_markup \([^()]*(\([^()]*\))?[^()]*, TRUE",
     "what others wrote is no markup: set it as text"),
    # The labels in a row hear of it only when nothing else is being set: what was set with it is read as markup.
    ("markup-too-late", ("src/ui/*.c",), r"\"use-markup\"", "adw_preferences_row_set_use_markup (), before any text"),
    ("toast", ("src/ui/*.c",), r"\badw_toast_new \((?!_ ?\(|escaped\))", "a toast is markup: g_markup_escape_text ()"),
    ("connect", ("src/*.c",), r"\bg_signal_connect(_swapped|_after)? ?\(", "g_signal_connect_object()"),
)
# Any text file. Written so that the patterns do not match themselves.
TEXT = (
    ("shared-folder", r"\.\./shared\b|\bshared/(design|rules|matrix|style|desktop)\.md", "the project stands alone"),
    ("machine-path", r"(?<![\w.$}/-])/(?:work|root)/\w|(?<![\w.$}/-])/home/\w", "no paths of one machine"),
    ("registry", r"registry\.npmjs|registry\.yarnpkg|pypi\.org|pythonhosted\.org|crates\.io\b|proxy\.golang\.org"
                 r"|(?:deb|ftp|snapshot)[\w.]*\.debian\.org|\bghcr\.io|registry\.hub\.docker",
     "no package registry's host"),
)
LOOP_ALLOWED = "src/demo/"
IN_STRINGS = {"certificate", "markup", "markup-too-late"}


def allowed(lines, number, name):
    """The line itself or the comment that ends on the line before it says so."""
    mark = re.compile(rf"lint: allow {name}\b.*because")
    return any(mark.search(lines[i]) for i in (number - 1, number - 2) if 0 <= i < len(lines))


def check_code(tree):
    for name, patterns, forbidden, instead in CODE:
        for path in tree.glob(*patterns):
            if name == "loop" and path.startswith(LOOP_ALLOWED):
                continue
            # Signals and properties are named in strings.
            code = (tree.text(path) or "") if name in IN_STRINGS else tree.code(path)
            lines = (tree.text(path) or "").splitlines()
            for match in re.finditer(forbidden, code):
                number = code.count("\n", 0, match.start()) + 1
                if not allowed(lines, number, name):
                    yield Finding(path, number, f"{match[0].strip()!r}: {instead} [{name}]")


def check(tree):
    yield from check_code(tree)
    for path in tree.paths:
        lines = (tree.text(path) or "").splitlines()
        for name, forbidden, instead in TEXT:
            for number, line in enumerate(lines, 1):
                if (match := re.search(forbidden, line)) and not allowed(lines, number, name):
                    yield Finding(path, number, f"{match[0]!r}: {instead} [{name}]")


def _code(line, path="src/base/a.c"):
    return {path: f"{{\n  {line}\n}}\n"}


if __name__ == "__main__":
    main("forbidden", check, [
        Fault("accepts-good-code",
              _code("g_autofree char *a = NULL;\n  g_autoptr(GError) e = f (a); /* no g_usleep () */"), None),
        Fault("accepts-strings", _code('g_message ("g_usleep (1)");'), None),
        Fault("accepts-a-reason",
              _code("/* lint: allow sleep, because that is what is measured. */\n  g_usleep (1);"), None),
        Fault("accepts-the-demo-thread", _code("g_main_loop_run (l);", "src/demo/a.c"), None),
        Fault("accepts-relative-path", {"README.md": "see src/work/x and $HOME/work/y and a/home/b\n"}, None),
        Fault("finds-object-data", _code("g_object_set_data_full (o, k, v, f);"), "[object-data]"),
        Fault("finds-nested-loop", _code("while (a) g_main_context_iteration (NULL, TRUE);"), "[nested-loop]"),
        Fault("finds-loop", _code("g_main_loop_run (l);"), "[loop]"),
        Fault("finds-sleep", _code("g_usleep (100);", "tests/base/a.c"), "a.c:2: "),
        Fault("finds-singleton", _code("bedside_store_get_default ();"), "[singleton]"),
        Fault("finds-uninitialised-autofree", _code("g_autofree char *a;"), "[uninitialised]"),
        Fault("finds-uninitialised-autoptr", _code("g_autoptr(GError) error;"), "[uninitialised]"),
        Fault("finds-uninitialised-auto", _code("g_auto (GStrv) names;"), "[uninitialised]"),
        Fault("finds-unchecked-json", _code("json_object_get_string_member (o, n);"), "[server-json]"),
        Fault("finds-signal-about-certificates", _code('g_signal_connect_object (m, "accept-certificate", f, o, 0);'),
              "[certificate]"),
        Fault("finds-property-about-certificates", _code('g_object_new (T, "ssl-strict", FALSE, NULL);'),
              "[certificate]"),
        Fault("finds-flags-about-certificates", _code("g_tls_client_connection_set_validation_flags (c, 0);"),
              "[certificate]"),
        Fault("finds-markup", _code("gtk_label_set_markup (l, name);", "src/ui/a.c"), "[markup]"),
        Fault("finds-markup-property", _code('g_object_new (T, "use-markup", TRUE, NULL);', "src/ui/a.c"), "[markup]"),
        Fault("finds-markup-too-late", _code('g_object_set (r, "title", t, "use-markup", FALSE, NULL);', "src/ui/a.c"),
              "[markup-too-late]"),
        Fault("finds-toast", _code("adw_toast_new (name);", "src/ui/a.c"), "[toast]"),
        Fault("finds-connect", _code("g_signal_connect (a, b, c, d);"), "[connect]"),
        Fault("finds-shared-folder", {"HACKING.md": "see ../" + "shared/x\n"}, "[shared-folder]"),
        Fault("finds-machine-path", {"a.sh": "cd /" + "home/ada/bedside\n"}, "[machine-path]"),
        Fault("finds-registry", {"package-lock.json": "https://registry." + "npmjs.org/x\n"}, "[registry]"),
    ])
