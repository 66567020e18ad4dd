/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-account.h"

G_BEGIN_DECLS

/**
 * BedsideApplication:
 *
 * The program as GTK sees it: one window, actions, the command line. What it shows is given to it: whoever makes it
 * connects to "startup", builds the account there and sets it. It closes the account before the program ends.
 */
#define BEDSIDE_TYPE_APPLICATION (bedside_application_get_type ())
G_DECLARE_FINAL_TYPE (BedsideApplication, bedside_application, BEDSIDE, APPLICATION, AdwApplication)

BedsideApplication *bedside_application_new         (void);
/* Known from "startup" on. */
gboolean            bedside_application_is_demo     (BedsideApplication *self);
void                bedside_application_set_account (BedsideApplication *self,
                                                     BedsideAccount     *account);
/* What the demo's sign-in page is filled in with. */
void                bedside_application_set_demo    (BedsideApplication *self,
                                                     const char         *server,
                                                     const char         *user,
                                                     const char         *password);

G_END_DECLS
