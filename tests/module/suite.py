# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The suite that the test_*.py files add their tests to; the tools are those of tests/synapse."""
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path[1:1] = [str(TOP / "tests" / "synapse" / "tools"), str(TOP / "tests" / "synapse")]

from tap import Suite  # noqa: E402 pylint: disable=wrong-import-position -- the tools are not installed

suite = Suite("/module")
