# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The suite that the test_*.py files add their tests to."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "tools"))

from tap import Suite  # noqa: E402 pylint: disable=wrong-import-position -- the tools are not installed

suite = Suite("/synapse")
