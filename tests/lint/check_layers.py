#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each layer includes only what stands below it, and only the libraries that are its own.

The picture is in HACKING.md.
"""
import re

from lintlib import Fault, Finding, main

BELOW = {
    "base": set(),
    "matrix": {"base"},
    "store": {"base"},
    "practice": {"base", "matrix", "store"},
    "desktop": {"base", "practice"},
    "ui": {"base", "practice", "desktop"},
    "demo": {"base"},
}
# A header that begins so, the dependency in meson.build, and the layers that may name it.
LIBRARIES = (
    (r"gtk/|gdk/|gsk/", "gtk_dep", {"ui"}),
    (r"adwaita", "adw_dep", {"ui"}),
    (r"sqlite3", "sqlite_dep", {"store"}),
    (r"libsoup/", "soup_dep", {"matrix", "demo"}),
    (r"libsecret/", "secret_dep", {"desktop"}),
    (r"gnutls/", "gnutls_dep", {"store"}),
)


def layer_of(path):
    """The layer of a file under src/, None for main.c, which knows everything."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "src" else None


def only(layers):
    return f"only {', '.join(sorted(layers))} may"


def check_include(path, number, name, layer, homes):
    home = homes.get(name.rsplit("/", 1)[-1])
    if home is not None and home != layer and home not in BELOW.get(layer, set()):
        yield Finding(path, number, f"{layer}/ must not include {home}/{name}")
    if home is None:
        for pattern, _, layers in LIBRARIES:
            if re.match(pattern, name) and layer not in layers:
                yield Finding(path, number, f"{layer}/ must not include {name}: {only(layers)}")


def check_meson(tree, path, layer):
    for number, line in tree.lines(path):
        code = line.split("#")[0]
        for other in BELOW:
            if re.search(rf"\b{other}_(dep|lib)\b", code) and other != layer and other not in BELOW[layer]:
                yield Finding(path, number, f"{layer}/ must not link {other}/")
        for _, dependency, layers in LIBRARIES:
            if re.search(rf"\b{dependency}\b", code) and layer not in layers:
                yield Finding(path, number, f"{layer}/ must not link {dependency}: {only(layers)}")


def check(tree):
    homes = {path.rsplit("/", 1)[-1]: layer_of(path) for path in tree.glob("src/*.h")}
    for path in tree.glob("src/*"):
        layer = layer_of(path)
        if layer is None:
            continue
        if layer not in BELOW:
            yield Finding(path, 0, f"{layer}/ is no layer that tests/lint knows")
        elif path.endswith("/meson.build"):
            yield from check_meson(tree, path, layer)
        elif path.endswith((".c", ".h")):
            for number, line in tree.lines(path):
                if match := re.match(r'\s*#\s*include\s*[<"]([^>"]+)', line):
                    yield from check_include(path, number, match[1], layer, homes)


def _with(path, line):
    headers = {f"src/{layer}/bedside-{layer}.h": "" for layer in BELOW}
    return headers | {path: line + "\n"}


if __name__ == "__main__":
    main("layers", check, [
        Fault("accepts-downwards",
              _with("src/ui/a.c", '#include "bedside-practice.h"\n#include <gtk/gtk.h>'), None),
        Fault("accepts-main", _with("src/main.c", '#include "bedside-matrix.h"\n#include <gtk/gtk.h>'), None),
        Fault("finds-upwards", _with("src/store/a.c", '#include "bedside-practice.h"'), "must not include practice/"),
        Fault("finds-sideways", _with("src/store/a.h", '#include "bedside-matrix.h"'), "must not include matrix/"),
        Fault("finds-protocol-in-widget",
              _with("src/ui/models/a.c", '#include "bedside-matrix.h"'), "must not include"),
        Fault("finds-demo-using-client",
              _with("src/demo/a.c", '#include "../matrix/bedside-matrix.h"'), "must not include"),
        Fault("finds-gtk-in-practice", _with("src/practice/a.c", "#include <gtk/gtk.h>"), "only ui may"),
        Fault("finds-sql-in-widget", _with("src/ui/a.c", "# include <sqlite3.h>"), "only store may"),
        Fault("finds-soup-in-practice",
              _with("src/practice/a.h", "#include <libsoup/soup.h>"), "only demo, matrix may"),
        Fault("finds-secret-in-practice",
              _with("src/practice/a.h", "#include <libsecret/secret.h>"), "only desktop may"),
        Fault("finds-link-upwards", _with("src/base/meson.build", "dependencies: [store_dep]"), "must not link store/"),
        Fault("finds-link-of-library", _with("src/matrix/meson.build", "[gtk_dep]"), "must not link gtk_dep"),
        Fault("finds-unknown-layer", _with("src/utils/a.c", ""), "utils/ is no layer"),
    ])
