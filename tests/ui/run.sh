#!/bin/sh
# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a test on a screen and a session bus of its own.
set -eu

exec xvfb-run -a -s "-screen 0 1280x1024x24" dbus-run-session -- "$@"
