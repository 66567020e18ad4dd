/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-account.h"

G_BEGIN_DECLS

/**
 * BedsideStartingPage:
 *
 * Waiting for the keyring and the cache, or for the end of signing out. What takes no time shows nothing; what takes
 * long says what it waits for. Property "state" (#BedsideAccountState, starting or signing out).
 * Signals, each for a button: "try-again", "quit".
 */
#define BEDSIDE_TYPE_STARTING_PAGE (bedside_starting_page_get_type ())
G_DECLARE_FINAL_TYPE (BedsideStartingPage, bedside_starting_page, BEDSIDE, STARTING_PAGE, AdwBin)

GtkWidget *bedside_starting_page_new        (BedsideAccountState  state);
/* For tests: how long until something is shown, and until it is explained (ms). */
void       bedside_starting_page_set_delays (BedsideStartingPage *self,
                                             guint                spinner,
                                             guint                explanation);

G_END_DECLS
