/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-conversation.h"

G_BEGIN_DECLS

/**
 * BedsideConversationRow:
 *
 * One conversation in the sidebar: who, when, what was said last, and what waits for the practitioner. Property
 * "conversation" (nullable). It names the list item that it is in, for those who do not see it.
 */
#define BEDSIDE_TYPE_CONVERSATION_ROW (bedside_conversation_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsideConversationRow, bedside_conversation_row, BEDSIDE, CONVERSATION_ROW, GtkWidget)

GtkWidget           *bedside_conversation_row_new              (void);
BedsideConversation *bedside_conversation_row_get_conversation (BedsideConversationRow *self);
void                 bedside_conversation_row_set_conversation (BedsideConversationRow *self,
                                                                BedsideConversation    *conversation);
/* Not what was written. */
void                 bedside_conversation_row_set_discreet     (BedsideConversationRow *self,
                                                                gboolean                discreet);
/* @practice: nullable: goes without saying. */
void                 bedside_conversation_row_set_practice     (BedsideConversationRow *self,
                                                                const char             *practice);
/* Time goes on: what was "09:41" yesterday is "Mon" today. */
void                 bedside_conversation_row_update_time      (BedsideConversationRow *self);

G_END_DECLS
