# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The suite that the test_notification_*.py files add their tests to, and what they share."""
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "synapse" / "tools"))

# pylint: disable=wrong-import-position -- the tools are not installed
from desktop_session import DesktopSession  # noqa: E402
from tap import Suite  # noqa: E402

suite = Suite("/desktop")


class World:
    """The programs under test; a desktop for each test, of which a failure leaves pictures and logs."""

    def __init__(self, programs, evidence):
        self.bedside, self.client, self.practice = (Path(p).resolve() for p in
                                                    (programs.bedside, programs.client, programs.practice))
        self.app_id, self.evidence, self.path = programs.app_id, Path(evidence), ""
        self.folder = Path(tempfile.mkdtemp(prefix="bedside-notify-"))
        shutil.rmtree(self.evidence, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def case(self, path):
        self.path = path

    @contextmanager
    def session(self, name, **more):
        """A desktop without a panel."""
        with DesktopSession(self.folder / name, panel=False, **more) as session:
            try:
                yield session
            except BaseException:
                folder = self.evidence / self.path.strip("/").replace("/", "-")
                session.evidence(folder)
                print(f"# evidence in {folder}", flush=True)
                raise

    def picture(self, session, name):
        """Kept also of what passes: some things only a person can judge."""
        self.evidence.mkdir(parents=True, exist_ok=True)
        session.screenshot(self.evidence / f"{name}.png")
