# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A module for Synapse that enforces the rules of practices that use Bedside.

modules: [{module: bedside_practice.BedsidePractice, config: {practices: ["!space:example.org"]}}]
"""
from .module import BedsidePractice

__all__ = ["BedsidePractice"]
