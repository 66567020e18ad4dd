/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-bubble.h"
#include "bedside-session.h"

G_BEGIN_DECLS

/**
 * BedsideContent:
 *
 * The open conversation: who it is with in the header bar (R29), its messages below. It opens the conversation in the
 * session, closes it again, and does in the session what the person does in the messages. Properties (read-write,
 * notify): "session" (nullable: nothing is sent), "conversation" (nullable).
 * Signal: "back" (the person wants the list; only in a narrow window).
 */
#define BEDSIDE_TYPE_CONTENT (bedside_content_get_type ())
G_DECLARE_FINAL_TYPE (BedsideContent, bedside_content, BEDSIDE, CONTENT, AdwBin)

GtkWidget           *bedside_content_new              (void);
BedsideSession      *bedside_content_get_session      (BedsideContent      *self);
void                 bedside_content_set_session      (BedsideContent      *self,
                                                       BedsideSession      *session);
BedsideConversation *bedside_content_get_conversation (BedsideContent      *self);
void                 bedside_content_set_conversation (BedsideContent      *self,
                                                       BedsideConversation *conversation);
GtkMenuButton       *bedside_content_get_new_chat     (BedsideContent      *self);
BedsideBubble       *bedside_content_get_bubble       (BedsideContent      *self);
void                 bedside_content_focus_composer   (BedsideContent      *self);
/* Under the header bar; NULL takes it out again. */
void                 bedside_content_set_notices      (BedsideContent      *self,
                                                       GtkWidget           *notices);
/* Whether it is the only pane: then there is a way back, and the window's buttons are on both sides. */
void                 bedside_content_set_alone        (BedsideContent      *self,
                                                       gboolean             alone);

G_END_DECLS
