# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of this suite share: one build of the Flatpak, and a desktop for each test."""
import contextlib
import itertools
import shutil
import subprocess
import tempfile
from pathlib import Path

from common import Process, check
from sandbox import Build, SandboxSession
from suite import RUNTIME

# Said by GTK inside a runtime without a graphics driver, not by Bedside.
NOT_OURS = ("libEGL warning", "MESA", "dconf-WARNING")


class World:
    """In a with statement."""

    def __init__(self, folder, evidence, demo_server):
        self.build = Build(RUNTIME, folder)
        self.evidence, self.demo_server = Path(evidence), Path(demo_server).resolve()
        self.folder = Path(tempfile.mkdtemp(prefix="bedside-flatpak-"))
        self.path, self.numbers = "", itertools.count(1)
        shutil.rmtree(self.evidence, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def case(self, path):
        self.path = path

    @contextlib.contextmanager
    def session(self, **more):
        """A desktop; Bedside may not have complained of anything in it. Keeps evidence of a failure."""
        folder = self.folder / f"session-{next(self.numbers)}"
        folder.mkdir()
        session = SandboxSession(self.build, folder, **more)
        try:
            yield session
            for program in session.programs:
                complaints = [c for c in program.complaints() if not any(n in c for n in NOT_OURS)]
                check(not complaints, lambda: "Bedside complained: " + " | ".join(complaints[:5]))
        except BaseException:
            kept = self.evidence / self.path.strip("/").replace("/", "-")
            session.evidence(kept)
            print(f"# evidence in {kept}", flush=True)
            raise
        finally:
            session.close()

    @contextlib.contextmanager
    def server(self):
        """The demo's server, outside of the sandbox: address, user name, password."""
        server = Process([self.demo_server], self.folder / f"server-{next(self.numbers)}.log",
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            yield [server.popen.stdout.readline().strip() for _ in range(3)]
        finally:
            server.kill()
