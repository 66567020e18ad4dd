# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for texts in all files below a folder, in every form that they are likely to be stored in by accident."""
import base64
import codecs
import json
import os
from pathlib import Path


def base64_forms(data):
    """What of data can be seen in the base64 of something longer: one form for each of the three alignments."""
    forms = set()
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + data)
        first = (offset * 8 + 5) // 6                   # characters that hold bits of what comes before
        last = (offset + len(data)) * 8 // 6            # ... and from here on, of what comes after
        forms.add(encoded[first:last])
    return forms | {f.replace(b"+", b"-").replace(b"/", b"_") for f in forms}


def forms(text):
    """name of the form: bytes, for a text of at least a few characters."""
    found = {}
    for spelling in {text, text.lower(), text.upper()}:
        plain = spelling.encode()
        escaped = json.dumps(spelling)[1:-1].encode()               # \\u00e9 for anything but ASCII
        for name, data in (("plain", plain), ("escaped", escaped), ("hex", plain.hex().encode()),
                           ("HEX", plain.hex().upper().encode()), ("reversed", plain[::-1]),
                           ("rot13", codecs.encode(spelling, "rot13").encode()),
                           ("utf-16le", spelling.encode("utf-16-le")), ("utf-16be", spelling.encode("utf-16-be")),
                           ("utf-32le", spelling.encode("utf-32-le"))):
            found[f"{name} {spelling}"] = data
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            for n, data in enumerate(sorted(base64_forms(spelling.encode(encoding)))):
                found[f"base64 {n} of {encoding} {spelling}"] = data
    return found


def search(folder, texts):
    """{text: ["form in file", ...]} for every text that is in a file's content or name below folder."""
    wanted = [(text, name, data) for text in texts for name, data in forms(text).items()]
    traces = {}
    for at, _, files in os.walk(folder):
        for file in files:
            path = Path(at) / file
            if path.is_symlink() or not path.is_file():
                continue
            content = os.fsencode(str(path.relative_to(folder))) + b"\n" + path.read_bytes()
            for text, name, data in wanted:
                if data in content:
                    traces.setdefault(text, []).append(f"{name} in {path.relative_to(folder)}")
    return traces
