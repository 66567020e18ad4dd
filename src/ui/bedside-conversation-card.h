/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-conversation.h"

G_BEGIN_DECLS

/**
 * BedsideConversationCard:
 *
 * What is seen of a conversation in the sidebar: who, when, what was said last, and what waits for the practitioner.
 */
#define BEDSIDE_TYPE_CONVERSATION_CARD (bedside_conversation_card_get_type ())
G_DECLARE_FINAL_TYPE (BedsideConversationCard, bedside_conversation_card, BEDSIDE, CONVERSATION_CARD, GtkWidget)

GtkWidget *bedside_conversation_card_new        (void);
void       bedside_conversation_card_show       (BedsideConversationCard *self,
                                                 BedsideConversation     *conversation,
                                                 const char              *preview,
                                                 const char              *time,
                                                 gboolean                 chat_disabled);
gboolean   bedside_conversation_card_is_cut_off (BedsideConversationCard *self);

G_END_DECLS
