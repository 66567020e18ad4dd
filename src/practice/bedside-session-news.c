/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-news"

#include "bedside-session-news.h"

#include "bedside-session-private.h"

GListModel *
bedside_session_get_new_messages (BedsideSession *self)
{
  return NULL;
}

BedsideConversation *
bedside_session_find_conversation (BedsideSession *self,
                                   const char     *room_id)
{
  return NULL;
}

BedsidePractice *
bedside_session_get_practice_of (BedsideSession      *self,
                                 BedsideConversation *conversation)
{
  return NULL;
}

void
bedside_session_mark_conversation_read (BedsideSession      *self,
                                        BedsideConversation *conversation)
{
}

void
bedside_session_wake (BedsideSession *self)
{
}
