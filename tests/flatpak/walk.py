#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""walk.py FOLDER PICTURE

What `make flatpak` does where there is no display: tests/demo-walk.py with the
Flatpak that flatpak/build.sh has installed in FOLDER.
"""
import importlib.util
import sys
import tempfile
from pathlib import Path

from sandbox import Build, SandboxSession
from suite import RUNTIME, TOP


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    build = Build(RUNTIME, sys.argv[1])
    build.read()
    # A program's name has a hyphen, which a module's has not.
    spec = importlib.util.spec_from_file_location("demo_walk", TOP / "tests" / "demo-walk.py")
    demo_walk = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(demo_walk)
    with tempfile.TemporaryDirectory(prefix="bedside-demo-") as folder:
        demo_walk.show(SandboxSession(build, folder), lambda session: session.app("--demo"),
                       Path(sys.argv[2]).resolve())


if __name__ == "__main__":
    main()
