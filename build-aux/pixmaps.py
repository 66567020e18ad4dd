#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""pixmaps.py FOLDER PNG...

Writes each picture to FOLDER/NAME.argb as the tray wants it: the points row by row, each one as alpha, red, green and
blue, not premultiplied. Done while building, so that Bedside itself reads no pictures for its tray.
"""
import struct
import sys
import zlib
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunks(data):
    at = len(SIGNATURE)
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        yield kind, data[at + 8:at + 8 + length]
        at += length + 12


def paeth(left, above, corner):
    guess = left + above - corner
    return min((abs(guess - left), 0, left), (abs(guess - above), 1, above), (abs(guess - corner), 2, corner))[2]


def unfilter(kind, row, above):
    """PNG specification, 9.2: filter types for filter method 0. Four bytes a point."""
    done = bytearray()
    for i, value in enumerate(row):
        left, corner = (done[i - 4], above[i - 4]) if i >= 4 else (0, 0)
        done.append((value + (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))[kind]) & 255)
    return done


def argb(path):
    data = path.read_bytes()
    if not data.startswith(SIGNATURE):
        raise SystemExit(f"{path} is no PNG")
    parts = list(chunks(data))
    width, height, *form = struct.unpack(">IIBBBBB", parts[0][1])
    if form != [8, 6, 0, 0, 0] or width != height:
        raise SystemExit(f"{path} is not square with eight bits of red, green, blue and alpha")
    raw = zlib.decompress(b"".join(body for kind, body in parts if kind == b"IDAT"))
    out, above = bytearray(), bytes(4 * width)
    for start in range(0, len(raw), 4 * width + 1):
        above = unfilter(raw[start], raw[start + 1:start + 1 + 4 * width], above)
        for i in range(0, len(above), 4):
            out += bytes((above[i + 3], *above[i:i + 3]))
    return bytes(out)


def main():
    folder = Path(sys.argv[1])
    for name in sys.argv[2:]:
        (folder / Path(name).with_suffix(".argb").name).write_bytes(argb(Path(name)))


if __name__ == "__main__":
    main()
