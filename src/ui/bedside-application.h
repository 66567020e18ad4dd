/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-account.h"
#include "bedside-background.h"
#include "bedside-lock.h"
#include "bedside-preferences.h"
#include "bedside-presence.h"

G_BEGIN_DECLS

/**
 * BedsideApplication:
 *
 * The program as GTK sees it: one window, actions, the command line, and going on without the window. What it shows is
 * given to it: whoever makes it connects to "startup", builds the account there and sets it. It closes the account
 * before the program ends. Property: "attention" (read-only, notify: the #BedsideConversation that the person looks at;
 * nullable). Signal: "ending" (): the window is gone for good, and what is outside of it is to go, too.
 */
#define BEDSIDE_TYPE_APPLICATION (bedside_application_get_type ())
G_DECLARE_FINAL_TYPE (BedsideApplication, bedside_application, BEDSIDE, APPLICATION, AdwApplication)

BedsideApplication *bedside_application_new             (void);
/* Known from "startup" on. */
gboolean            bedside_application_is_demo         (BedsideApplication *self);
void                bedside_application_set_account     (BedsideApplication *self,
                                                         BedsideAccount     *account);
/* What the demo's sign-in page is filled in with. */
void                bedside_application_set_demo        (BedsideApplication *self,
                                                         const char         *server,
                                                         const char         *user,
                                                         const char         *password);
/* What is asked for leave to run without a window; without it there is nobody to ask. */
void                bedside_application_set_background  (BedsideApplication *self,
                                                         BedsideBackground  *background);
/* What keeps names and texts from whoever sits down at the computer; without it nothing locks. Once, at "startup". */
void                bedside_application_set_lock        (BedsideApplication *self,
                                                         BedsideLock        *lock);
BedsidePreferences *bedside_application_get_preferences (BedsideApplication *self);
BedsidePresence    *bedside_application_get_presence    (BedsideApplication *self);

/* @token: nullable: leave of the desktop to take the focus. */
void                bedside_application_show            (BedsideApplication *self,
                                                         const char         *token);
/* As a click on the icon in the tray does: to the front, or away if it is there and may go. */
void                bedside_application_toggle          (BedsideApplication *self,
                                                         const char         *token);

G_END_DECLS
