/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-conversation.h"

G_BEGIN_DECLS

/**
 * BedsideUnreadList:
 *
 * A #GListModel of #BedsideConversation: those with new messages, newest first.
 */
#define BEDSIDE_TYPE_UNREAD_LIST (bedside_unread_list_get_type ())
G_DECLARE_FINAL_TYPE (BedsideUnreadList, bedside_unread_list, BEDSIDE, UNREAD_LIST, GObject)

BedsideUnreadList *bedside_unread_list_new    (void);
void               bedside_unread_list_update (BedsideUnreadList *self,
                                               GHashTable        *unread,
                                               GHashTable        *moved);

G_END_DECLS
