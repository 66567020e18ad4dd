/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-conversation-reading"

#include "bedside-conversation-private.h"

#include <string.h>

#include "bedside-search.h"

/**
 * bedside_conversation_get_room_id:
 * @self: a conversation
 *
 * Returns: the id of the room
 */
const char *
bedside_conversation_get_room_id (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), NULL);

  return self->room_id;
}

/**
 * bedside_conversation_get_started:
 * @self: a conversation
 *
 * Returns: whether the server has it; %FALSE until its first message was sent
 */
gboolean
bedside_conversation_get_started (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), FALSE);

  return *self->room_id == '!';
}

/**
 * bedside_conversation_get_kind:
 * @self: a conversation
 *
 * Returns: with whom
 */
BedsideConversationKind
bedside_conversation_get_kind (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), BEDSIDE_CONVERSATION_KIND_PATIENT);

  return self->kind;
}

/**
 * bedside_conversation_get_title:
 * @self: a conversation
 *
 * Returns: the patient's name from the directory, or the team's title
 */
const char *
bedside_conversation_get_title (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), NULL);

  return self->title;
}

/**
 * bedside_conversation_get_subtitle:
 * @self: a conversation
 *
 * Returns: the patient's birth date; "" if unknown, and for the team
 */
const char *
bedside_conversation_get_subtitle (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), NULL);

  return self->patient ? bedside_patient_get_birth_date (self->patient) : "";
}

/**
 * bedside_conversation_get_patient:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): the patient
 */
BedsidePatient *
bedside_conversation_get_patient (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), NULL);

  return self->patient;
}

/**
 * bedside_conversation_get_unread:
 * @self: a conversation
 *
 * Returns: how many messages have not been read
 */
guint
bedside_conversation_get_unread (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), 0);

  return self->unread;
}

/**
 * bedside_conversation_get_last_timestamp:
 * @self: a conversation
 *
 * Returns: ms since 1970 of the newest message; 0 if there is none
 */
gint64
bedside_conversation_get_last_timestamp (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), 0);

  return self->last_timestamp;
}

/**
 * bedside_conversation_get_preview:
 * @self: a conversation
 *
 * Returns: text of the newest message
 */
const char *
bedside_conversation_get_preview (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), NULL);

  return self->preview;
}

/**
 * bedside_conversation_get_preview_own:
 * @self: a conversation
 *
 * Returns: whether this practitioner wrote the newest message
 */
gboolean
bedside_conversation_get_preview_own (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), FALSE);

  return self->preview_own;
}

/**
 * bedside_conversation_get_preview_kind:
 * @self: a conversation
 *
 * Returns: the kind of the newest message
 */
BedsideMessageKind
bedside_conversation_get_preview_kind (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), BEDSIDE_MESSAGE_KIND_TEXT);

  return self->preview_kind;
}

/**
 * bedside_conversation_get_closed_reason:
 * @self: a conversation
 *
 * Returns: why nobody may write
 */
BedsideClosedReason
bedside_conversation_get_closed_reason (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), BEDSIDE_CLOSED_REASON_NONE);

  return self->closed_reason;
}

/**
 * bedside_conversation_get_inactive:
 * @self: a conversation
 *
 * Returns: whether chat is disabled for the patient, or one side has left
 */
gboolean
bedside_conversation_get_inactive (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), FALSE);

  return self->inactive;
}

/**
 * bedside_conversation_get_not_sent:
 * @self: a conversation
 *
 * Returns: how many messages failed
 */
guint
bedside_conversation_get_not_sent (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), 0);

  return self->not_sent;
}

/**
 * bedside_conversation_get_pending:
 * @self: a conversation
 *
 * Returns: how many messages are on their way
 */
guint
bedside_conversation_get_pending (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), 0);

  return self->pending;
}

/**
 * bedside_conversation_get_typing:
 * @self: a conversation
 *
 * Returns: whether somebody else is typing
 */
gboolean
bedside_conversation_get_typing (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), FALSE);

  return self->typing;
}

/**
 * bedside_conversation_get_people:
 * @self: a conversation of the team
 *
 * Returns: how many are in it, oneself too; 0 if that is not known
 */
guint
bedside_conversation_get_people (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), 0);

  return self->people;
}

/**
 * bedside_conversation_get_draft:
 * @self: a conversation
 *
 * Returns: what was typed and not sent yet
 */
const char *
bedside_conversation_get_draft (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), NULL);

  return self->draft;
}

/**
 * bedside_conversation_get_timeline:
 * @self: a conversation
 *
 * Returns: (transfer none) (nullable): the messages, only while it is open
 */
BedsideTimeline *
bedside_conversation_get_timeline (BedsideConversation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), NULL);

  return self->timeline;
}

/**
 * bedside_conversation_compare_titles:
 * @self: a conversation
 * @other: another one
 *
 * Compares as a person would sort the titles.
 *
 * Returns: less than, equal to or more than 0
 */
int
bedside_conversation_compare_titles (BedsideConversation *self,
                                     BedsideConversation *other)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), 0);
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (other), 0);

  if (self->collation_key == NULL)
    self->collation_key = g_utf8_collate_key (self->title, -1);
  if (other->collation_key == NULL)
    other->collation_key = g_utf8_collate_key (other->title, -1);

  return strcmp (self->collation_key, other->collation_key);
}

/**
 * bedside_conversation_matches:
 * @self: a conversation
 * @query: what was typed
 *
 * Searches the patient as bedside_patient_matches() does, or the title if there
 * is no patient.
 *
 * Returns: %TRUE if every word of @query is found; always with an empty @query
 */
gboolean
bedside_conversation_matches (BedsideConversation *self,
                              const char          *query)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (self), FALSE);
  g_return_val_if_fail (query != NULL, FALSE);

  if (self->patient != NULL)
    return bedside_patient_matches (self->patient, query);

  if (self->search_text == NULL)
    self->search_text = bedside_search_fold (self->title);

  return bedside_search_matches (self->search_text, query);
}
