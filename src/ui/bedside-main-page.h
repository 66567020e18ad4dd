/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-preferences.h"
#include "bedside-session.h"

G_BEGIN_DECLS

/**
 * BedsideMainPage:
 *
 * List and conversation beside each other; one at a time in a narrow window. Properties (read-write, notify):
 * "session" (nullable), "expired" (the server wants the password again); read-only:
 * "conversation" (nullable: the open one).
 * Signal: "sign-in-again".
 */
#define BEDSIDE_TYPE_MAIN_PAGE (bedside_main_page_get_type ())
G_DECLARE_FINAL_TYPE (BedsideMainPage, bedside_main_page, BEDSIDE, MAIN_PAGE, AdwBin)

GtkWidget      *bedside_main_page_new           (void);
BedsideSession *bedside_main_page_get_session   (BedsideMainPage *self);
void            bedside_main_page_set_session   (BedsideMainPage *self,
                                                 BedsideSession  *session);
gboolean        bedside_main_page_get_expired   (BedsideMainPage *self);
void            bedside_main_page_set_expired   (BedsideMainPage *self,
                                                 gboolean         expired);
/* What the bubbles may show. */
void                 bedside_main_page_set_preferences  (BedsideMainPage    *self,
                                                         BedsidePreferences *preferences);
/* Below the other bars. */
void                 bedside_main_page_add_notice       (BedsideMainPage    *self,
                                                         GtkWidget          *notice);
BedsideConversation *bedside_main_page_get_conversation (BedsideMainPage    *self);

/* @conversation: nullable: closes what is open. */
void            bedside_main_page_open          (BedsideMainPage     *self,
                                                 BedsideConversation *conversation);
void            bedside_main_page_set_demo      (BedsideMainPage *self,
                                                 gboolean         demo);
/* @settings: nullable: order and funnel are not remembered. */
void            bedside_main_page_bind_settings (BedsideMainPage *self,
                                                 GSettings       *settings);
void            bedside_main_page_focus_search  (BedsideMainPage *self);
/* As Ctrl+N does. */
void bedside_main_page_new_chat (BedsideMainPage *self);
/* As Ctrl+J does: under the bubble that is seen. */
void bedside_main_page_new_messages   (BedsideMainPage *self);
void bedside_main_page_focus_composer (BedsideMainPage *self);

G_END_DECLS
