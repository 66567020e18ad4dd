/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-conversation.h"

G_BEGIN_DECLS

/**
 * BedsideConversationList:
 *
 * What the sidebar lists: the conversations of one tab that are searched for, in order. Properties (all read-write,
 * notify): "source" (#GListModel of #BedsideConversation, nullable), "kind" (#BedsideConversationKind), "query",
 * "oldest-first", "hide-inactive", "open" (nullable: the conversation that "hide-inactive" never hides).
 */
#define BEDSIDE_TYPE_CONVERSATION_LIST (bedside_conversation_list_get_type ())
G_DECLARE_FINAL_TYPE (BedsideConversationList, bedside_conversation_list, BEDSIDE, CONVERSATION_LIST, GObject)

BedsideConversationList *bedside_conversation_list_new               (void);
GListModel              *bedside_conversation_list_get_model         (BedsideConversationList *self);

GListModel              *bedside_conversation_list_get_source        (BedsideConversationList *self);
void                     bedside_conversation_list_set_source        (BedsideConversationList *self,
                                                                      GListModel              *source);
BedsideConversationKind  bedside_conversation_list_get_kind          (BedsideConversationList *self);
void                     bedside_conversation_list_set_kind          (BedsideConversationList *self,
                                                                      BedsideConversationKind  kind);
const char              *bedside_conversation_list_get_query         (BedsideConversationList *self);
void                     bedside_conversation_list_set_query         (BedsideConversationList *self,
                                                                      const char              *query);
gboolean                 bedside_conversation_list_get_oldest_first  (BedsideConversationList *self);
void                     bedside_conversation_list_set_oldest_first  (BedsideConversationList *self,
                                                                      gboolean                 oldest_first);
gboolean                 bedside_conversation_list_get_hide_inactive (BedsideConversationList *self);
void                     bedside_conversation_list_set_hide_inactive (BedsideConversationList *self,
                                                                      gboolean                 hide_inactive);
BedsideConversation     *bedside_conversation_list_get_open          (BedsideConversationList *self);
void                     bedside_conversation_list_set_open          (BedsideConversationList *self,
                                                                      BedsideConversation     *open);

guint                    bedside_conversation_list_find              (BedsideConversationList *self,
                                                                      BedsideConversation     *conversation);
/* Whether it has changed since the list was put in order, and may get another place now. */
gboolean                 bedside_conversation_list_is_changing       (BedsideConversationList *self,
                                                                      BedsideConversation     *conversation);
guint                    bedside_conversation_list_count_kind        (BedsideConversationList *self,
                                                                      BedsideConversationKind  kind);

G_END_DECLS
