/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-lock.h"

G_BEGIN_DECLS

/**
 * BedsidePasscodeChange:
 * @BEDSIDE_PASSCODE_CHANGE_CHOOSE: there is none so far
 * @BEDSIDE_PASSCODE_CHANGE_CHANGE: another one
 * @BEDSIDE_PASSCODE_CHANGE_REMOVE: none from now on
 */
typedef enum {
  BEDSIDE_PASSCODE_CHANGE_CHOOSE,
  BEDSIDE_PASSCODE_CHANGE_CHANGE,
  BEDSIDE_PASSCODE_CHANGE_REMOVE,
} BedsidePasscodeChange;

/**
 * BedsidePasscodeDialog:
 *
 * Asks for the passcode that there is, and for a new one twice. What is wrong is said at the entry that it is about.
 */
#define BEDSIDE_TYPE_PASSCODE_DIALOG (bedside_passcode_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePasscodeDialog, bedside_passcode_dialog, BEDSIDE, PASSCODE_DIALOG, AdwWindow)

GtkWidget *bedside_passcode_dialog_new (GtkWindow             *parent,
                                        BedsideLock           *lock,
                                        BedsidePasscodeChange  change);

G_END_DECLS
