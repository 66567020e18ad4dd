#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Bedside is built from.

Every library has a floor in meson.build and a reason in HACKING.md, nothing is fetched while building, and what tests
fetch is pinned by its hash.
"""
import json
import re

from lintlib import Fault, Finding, main

TABLE = "HACKING.md"
BUILD = "meson.build"
# As HACKING.md calls what meson.build asks for.
NAMES = {"gio-2.0": "GLib", "gio-unix-2.0": "GIO", "json-glib-1.0": "json-glib", "libsoup-3.0": "libsoup",
         "sqlite3": "SQLite", "gnutls": "GnuTLS", "libsecret-1": "libsecret", "gtk4": "GTK",
         "libadwaita-1": "libadwaita"}
DEPENDENCY = re.compile(r"\bdependency\s*\(\s*'([^']+)'([^)]*)\)")
FLOOR = re.compile(r"version: '>= ?' \+ (\w+)|version: '>= ?([\d.]+)'")


def floors(tree):
    """{pkg-config name: floor or None} of meson.build."""
    text = tree.text(BUILD) or ""
    variables = dict(re.findall(r"^(\w+) = '([\d.]+)'$", text, re.M))
    found = {}
    for name, rest in DEPENDENCY.findall(text):
        match = FLOOR.search(rest)
        found[name] = (variables.get(match[1]) if match[1] else match[2]) if match else None
    return found


def reasons(tree):
    """{library: (floor, reason)} of the table in HACKING.md."""
    section = re.search(r"^## Dependencies\n(.*?)^## ", (tree.text(TABLE) or "") + "\n## ", re.M | re.S)
    lines = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", section[1] if section else "", re.M)
    told = {}
    for names, floor, reason in lines:
        versions = [part.strip() for part in floor.split(",")]
        for number, name in enumerate(names.split(",")):
            told[name.strip()] = (versions[min(number, len(versions) - 1)], reason.strip())
    return told


def check_libraries(tree):
    told = reasons(tree)
    for name, floor in floors(tree).items():
        floor_told, reason = told.get(NAMES.get(name, name), ("", ""))
        if floor is None:
            yield Finding(BUILD, 0, f"{name} has no floor")
        elif not reason:
            yield Finding(TABLE, 0, f"does not say what {name} is for")
        elif floor_told != floor:
            yield Finding(TABLE, 0, f"says {floor_told} of {name}, {BUILD} says {floor}")


def check_fetching(tree):
    """Neither wraps nor downloads; what the Flatpak or a test takes from elsewhere has a hash."""
    for path in tree.glob("*.wrap"):
        yield Finding(path, 0, "is fetched while building")
    for path in tree.glob("*meson.build"):
        for number, line in tree.lines(path):
            if re.search(r"\b(subproject|fallback)\b\s*[(:]", line):
                yield Finding(path, number, "may fetch something while building")
    for path in tree.glob("flatpak/*.yml"):
        for number, block in enumerate(re.split(r"^\s*- type: ", tree.text(path) or "", flags=re.M)[1:], 1):
            kind = block.split()[0]
            if kind != "dir" and not re.search(r"^\s*(sha256|sha512|commit): \w{40,}", block, re.M):
                yield Finding(path, 0, f"source {number} ({kind}) has no hash")
    for path in tree.glob("*package-lock.json"):
        for name, package in json.loads(tree.text(path))["packages"].items():
            if name and not package.get("integrity", "").startswith("sha512-"):
                yield Finding(path, 0, f"{name} has no hash")


def check(tree):
    yield from check_libraries(tree)
    yield from check_fetching(tree)


_GOOD = {BUILD: "glib_floor = '2.74'\na = dependency('gio-2.0', version: '>= ' + glib_floor)\n"
                "b = dependency('sqlite3', version: '>= 3.40')\n",
         TABLE: "## Dependencies\n| library | floor | for |\n| GLib, GIO | 2.74 | objects |\n"
                "| SQLite | 3.40 | cache |\n## Next\n",
         "flatpak/a.yml": "    sources:\n      - type: dir\n        path: ..\n",
         "tests/package-lock.json": '{"packages": {"": {}, "node_modules/a": {"integrity": "sha512-AA"}}}'}

if __name__ == "__main__":
    main("supply", check, [
        Fault("accepts-floors-with-reasons", _GOOD, None),
        Fault("finds-no-floor", _GOOD | {BUILD: "b = dependency('sqlite3')\n"}, "sqlite3 has no floor"),
        Fault("finds-no-reason",
              _GOOD | {BUILD: "b = dependency('zlib', version: '>= 1.2')\n"}, "what zlib is for"),
        Fault("finds-another-floor",
              _GOOD | {BUILD: "b = dependency('sqlite3', version: '>= 3.41')\n"}, "says 3.40"),
        Fault("finds-wrap", _GOOD | {"subprojects.wrap": "[wrap-git]"}, "fetched while building"),
        Fault("finds-subproject", _GOOD | {"src/meson.build": "x = subproject('zlib')\n"}, "may fetch"),
        Fault("finds-flatpak-source-without-hash",
              _GOOD | {"flatpak/a.yml": "      - type: archive\n        url: https://example.org/a.tar\n"}, "no hash"),
        Fault("finds-npm-package-without-hash",
              _GOOD | {"tests/package-lock.json": '{"packages": {"node_modules/a": {}}}'}, "a has no hash"),
    ])
