# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The suite that the test_*.py files add their tests to. RUNTIME: the Debian suite that stands in for the runtime."""
import os
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP / "tests" / "desktop"), str(TOP / "tests" / "synapse" / "tools")]

from tap import Suite  # noqa: E402 pylint: disable=wrong-import-position -- the tools are not installed

RUNTIME = os.environ.get("RUNTIME", "sid")
suite = Suite(f"/flatpak/{RUNTIME}")
