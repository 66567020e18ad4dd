#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Desktop file, metainfo, schema, icons and UI files are valid as they stand in the sources."""
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from lintlib import Fault, Finding, main

XML = ("*.xml", "*.xml.in", "*.ui", "*.svg")
# What appstreamcli says of metainfo that cannot be otherwise: our id has the upper case letter that GNOME's ids have,
# and Debian 12's does not know yet that a developer has an id, which Flathub asks for.
KNOWN = {"cid-contains-uppercase-letter", "unknown-tag developer"}
VALUES = {"app_id": "org.bedside.Bedside", "name": "Bedside", "exec": "bedside"}


def run_tool(path, *command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        for line in done.stdout.splitlines() or ["failed"]:
            if line.strip():
                yield Finding(path, 0, f"{Path(command[0]).name}: {line.strip()}")


def check_metainfo(path, file):
    """Every remark counts, also those that are for information only."""
    done = subprocess.run(["appstreamcli", "validate", "--pedantic", "--no-net", "--no-color", file],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    remarks = re.findall(r"^([EWIP]): [^:\n]*:(\d+|~): (.*)$", done.stdout, re.M)
    for kind, line, remark in remarks:
        if remark.strip().removesuffix(" org.bedside.Bedside") not in KNOWN:
            yield Finding(path, 0 if line == "~" else int(line), f"appstreamcli: {kind}: {remark}")
    if done.returncode != 0 and not remarks:
        yield Finding(path, 0, f"appstreamcli: {done.stdout.strip() or 'failed'}")


def filled_in(tree, path, folder, name):
    """A template with meson's values in it, under the name that the validators ask for."""
    text = re.sub(r"@(\w+)@", lambda m: VALUES.get(m[1], m[0]), tree.text(path) or "")
    file = Path(folder) / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def check_icon(tree, path):
    """An icon needs a square size; a symbolic one is painted over, so it has one colour."""
    root = ET.fromstring(tree.text(path))
    symbolic = path.endswith("-symbolic.svg")
    size = "16" if symbolic else "128"
    if (root.get("width"), root.get("height"), root.get("viewBox")) != (size, size, f"0 0 {size} {size}"):
        yield Finding(path, 0, f"is not {size} by {size}")
    fills = {e.get("fill") for e in root.iter() if e.get("fill")}
    if symbolic and fills != {"#2e3436"}:
        yield Finding(path, 0, f"a symbolic icon has the colour #2e3436 only, not {sorted(fills)}")


def check(tree):
    for path in tree.glob(*XML):
        try:
            ET.fromstring(tree.text(path) or "")
        except ET.ParseError as error:
            yield Finding(path, 0, f"is no XML: {error}")
            continue
        if path.startswith("data/icons/"):
            yield from check_icon(tree, path)
    with tempfile.TemporaryDirectory() as folder:
        for path in tree.glob("data/*.desktop.in"):
            file = filled_in(tree, path, folder, "org.bedside.Bedside.desktop")
            yield from run_tool(path, "desktop-file-validate", file)
        for path in tree.glob("data/*.metainfo.xml.in"):
            file = filled_in(tree, path, folder, "org.bedside.Bedside.metainfo.xml")
            yield from check_metainfo(path, file)
    schemas = {path.rsplit("/", 1)[0] for path in tree.glob("data/*.gschema.xml")}
    for folder in sorted(schemas):
        yield from run_tool(folder, "glib-compile-schemas", "--strict", "--dry-run", str(tree.top / folder))


_DESKTOP = "[Desktop Entry]\nType=Application\nName=@name@\nExec=@exec@\nCategories=Network;InstantMessaging;\n"
_SCHEMA = ('<schemalist><schema id="a.b" path="/a/b/"><key name="c" type="b"><default>{}</default></key>'
           '</schema></schemalist>\n')
_ICON = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"><path fill="{}"/></svg>\n'
_METAINFO = ('<component type="desktop-application"><id>@app_id@</id><metadata_license>CC0-1.0</metadata_license>'
             "<name>@name@</name></component>\n")

if __name__ == "__main__":
    main("data", check, [
        Fault("accepts-good-data", {"data/a.desktop.in": _DESKTOP, "data/a.b.gschema.xml": _SCHEMA.format("true"),
                                    "data/icons/a-symbolic.svg": _ICON.format("#2e3436")}, None),
        Fault("finds-broken-xml", {"src/ui/a.ui": "<interface>\n"}, "is no XML"),
        Fault("finds-bad-desktop-file", {"data/a.desktop.in": _DESKTOP.replace("Network", "Netwrk")},
              "desktop-file-validate"),
        Fault("finds-desktop-file-without-name", {"data/a.desktop.in": _DESKTOP.replace("Name=", "Nmae=")}, "Name"),
        Fault("finds-bad-metainfo", {"data/a.metainfo.xml.in": _METAINFO}, "appstreamcli"),
        Fault("finds-metainfo-without-screenshots", {"data/a.metainfo.xml.in": _METAINFO.replace(
            "</component>", "<summary>S</summary><description><p>Text of a few words.</p></description></component>")},
              "appstreamcli: I:"),
        Fault("finds-bad-default", {"data/a.b.gschema.xml": _SCHEMA.format("maybe")}, "glib-compile-schemas"),
        Fault("finds-coloured-symbolic", {"data/icons/a-symbolic.svg": _ICON.format("#ff0000")}, "#2e3436 only"),
        Fault("finds-icon-of-wrong-size", {"data/icons/a.svg": _ICON.format("#ff0000")}, "is not 128 by 128"),
    ])
