#!/usr/bin/python3
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py --build FOLDER --folder FOLDER

Makes the release tarball out of the build folder, then unpacks, builds, tests
and installs it where there is no network, in the other folder. Prints TAP.
"""
import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(1, str(TOP / "tests" / "synapse" / "tools"))

# pylint: disable=wrong-import-position -- the tools are not installed
from common import check  # noqa: E402
from tap import Suite  # noqa: E402

# Those that need neither display nor bus: what a distribution's build machine has.
SUITES = ("base", "matrix", "store", "practice", "demo")
INSTALLED = ("bin/bedside", "share/applications/org.bedside.Bedside.desktop",
             "share/metainfo/org.bedside.Bedside.metainfo.xml", "share/locale/de/LC_MESSAGES/bedside.mo",
             "share/glib-2.0/schemas/org.bedside.Bedside.gschema.xml",
             "share/dbus-1/services/org.bedside.Bedside.service")
suite = Suite("/release")


class Release:
    """The tarball and the folder that it was unpacked to."""

    def __init__(self, build, folder):
        self.build, self.folder = Path(build).resolve(), Path(folder).resolve()
        self.source = self.log = None

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def case(self, path):
        self.log = self.folder / (path.rpartition("/")[2] + ".log")

    def run(self, *command, offline=True, **more):
        """The command, with its output in the test's log; without a network it still has a loopback of its own."""
        prefix = ["bwrap", "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent"] if offline else []
        with open(self.log, "ab") as log:
            done = subprocess.run([*prefix, *map(str, command)], cwd=self.source or TOP, stdin=subprocess.DEVNULL,
                                  stdout=log, stderr=log, check=False, **more)
        check(done.returncode == 0, lambda: f"{' '.join(map(str, command))}: {done.returncode}\n{self.said()}")

    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]


@suite.test("tarball-holds-what-is-committed-and-nothing-else")
def tarball(release):
    release.run("meson", "dist", "-C", release.build, "--no-tests", "--formats", "xztar", "--allow-dirty",
                offline=False)
    made = list((release.build / "meson-dist").glob("bedside-*.tar.xz"))
    check(len(made) == 1, f"tarballs: {made}")
    release.run("tar", "-xJf", made[0], "-C", release.folder)
    release.source = release.folder / made[0].name.removesuffix(".tar.xz")
    listed = subprocess.run(["git", "-C", TOP, "ls-tree", "-r", "--name-only", "-z", "HEAD"], capture_output=True,
                            check=True).stdout.decode().split("\0")
    files = {str(file.relative_to(release.source)) for file in release.source.rglob("*") if file.is_file()}
    check(files == set(listed) - {""}, lambda: f"differ: {sorted(files ^ (set(listed) - {''}))[:20]}")


@suite.test("builds-and-passes-without-a-network")
def builds(release):
    check(release.source, "there is no tarball")
    release.run("sh", "-c", "! grep -q -v -e lo: -e '|' /proc/net/dev")
    release.run("meson", "setup", "built", "-Dprofile=release", "--prefix=/usr", "--wrap-mode=nodownload")
    release.run("meson", "compile", "-C", "built")
    suites = [part for name in SUITES for part in ("--suite", name)]
    release.run("meson", "test", "-C", "built", "--no-rebuild", "--print-errorlogs", *suites)


@suite.test("installs-what-a-desktop-needs")
def installs(release):
    check(release.source, "there is no tarball")
    root = release.folder / "root"
    release.run("meson", "install", "-C", "built", "--no-rebuild", env={**os.environ, "DESTDIR": str(root)})
    missing = [name for name in INSTALLED if not (root / "usr" / name).is_file()]
    check(not missing, f"not installed: {missing}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--folder", required=True)
    args = parser.parse_args()
    missing = "" if shutil.which("bwrap") else "missing package: bubblewrap"
    return suite.run([], lambda: Release(args.build, args.folder), lambda: missing)


if __name__ == "__main__":
    sys.exit(main())
