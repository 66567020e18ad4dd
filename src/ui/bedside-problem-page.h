/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-account.h"

G_BEGIN_DECLS

/**
 * BedsideProblemPage:
 *
 * What keeps a saved sign-in from being used, and the ways on. Property "state" (#BedsideAccountState).
 * Signals, each for a button: "try-again", "forget" (give the saved sign-in up: ask first), "sign-in", "quit".
 */
#define BEDSIDE_TYPE_PROBLEM_PAGE (bedside_problem_page_get_type ())
G_DECLARE_FINAL_TYPE (BedsideProblemPage, bedside_problem_page, BEDSIDE, PROBLEM_PAGE, AdwBin)

GtkWidget           *bedside_problem_page_new       (BedsideAccountState  state);
BedsideAccountState  bedside_problem_page_get_state (BedsideProblemPage  *self);
void                 bedside_problem_page_set_state (BedsideProblemPage  *self,
                                                     BedsideAccountState  state);
/* Whether there is something to tell about this state. */
gboolean             bedside_problem_page_handles   (BedsideAccountState  state);

G_END_DECLS
