/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-account.h"
#include "bedside-lock.h"
#include "bedside-preferences.h"

G_BEGIN_DECLS

/**
 * BedsideWindow:
 *
 * Shows the page that belongs to the account's state. Its title never names a patient. Properties: "account" (nullable:
 * as while it starts), "attention" (read-only, notify: the conversation that the person looks at: it is open and seen,
 * and the window has the focus; nullable).
 */
#define BEDSIDE_TYPE_WINDOW (bedside_window_get_type ())
G_DECLARE_FINAL_TYPE (BedsideWindow, bedside_window, BEDSIDE, WINDOW, AdwApplicationWindow)

GtkWidget      *bedside_window_new           (GtkApplication *application,
                                              GSettings      *settings);
BedsideAccount *bedside_window_get_account   (BedsideWindow  *self);
void            bedside_window_set_account   (BedsideWindow  *self,
                                              BedsideAccount *account);

BedsideConversation *bedside_window_get_attention (BedsideWindow *self);

/* Says so, and fills the sign-in page in. @password is the demo server's, made at its start. */
void            bedside_window_set_demo      (BedsideWindow  *self,
                                              const char     *server,
                                              const char     *user,
                                              const char     *password);
/* What may be shown of new messages. */
void            bedside_window_set_preferences (BedsideWindow      *self,
                                                BedsidePreferences *preferences);
/* What says when nothing of the practice is to be seen. To be called before there is an account. */
void            bedside_window_set_lock      (BedsideWindow  *self,
                                              BedsideLock    *lock);
/* While it is not seen: the conversations' page, and then what is to be shown instead if it takes too long. */
gboolean        bedside_window_prepare       (BedsideWindow  *self);
void            bedside_window_show_state    (BedsideWindow  *self);
/* Asks first if something would be lost. */
void            bedside_window_sign_out      (BedsideWindow  *self);
void            bedside_window_focus_search  (BedsideWindow  *self);

void            bedside_window_show_practice_settings (BedsideWindow       *self);
void            bedside_window_open_conversation      (BedsideWindow       *self,
                                                       BedsideConversation *conversation);
/* As the others, with the focus where one writes. */
void            bedside_window_reply                  (BedsideWindow       *self,
                                                       BedsideConversation *conversation);
void            bedside_window_new_chat               (BedsideWindow       *self);
void            bedside_window_new_messages           (BedsideWindow       *self);
/* Away from the screen with all that belongs to it, and back as it was. */
void            bedside_window_hide                   (BedsideWindow       *self);
void            bedside_window_show                   (BedsideWindow       *self);

G_END_DECLS
