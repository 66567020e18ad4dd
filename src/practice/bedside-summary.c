/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-summary"

#include "bedside-summary.h"

/* Words for the disk: they stay as they are. */
static const struct {
  BedsideRoomKind  kind;
  const char      *word;
} kinds[] = {
  { BEDSIDE_ROOM_KIND_PRACTICE, "practice" },
  { BEDSIDE_ROOM_KIND_TEAM, "team" },
  { BEDSIDE_ROOM_KIND_CONVERSATION, "patient" },
};

static const struct {
  BedsideClosedReason  reason;
  const char          *word;
} reasons[] = {
  { BEDSIDE_CLOSED_REASON_NONE, "open" },
  { BEDSIDE_CLOSED_REASON_WRONG_BINDING, "wrong-binding" },
  { BEDSIDE_CLOSED_REASON_NO_PRACTICE, "no-practice" },
  { BEDSIDE_CLOSED_REASON_PRACTITIONER_LEFT, "practitioner-left" },
  { BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED, "group-chat-disabled" },
  { BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED, "practice-chat-disabled" },
  { BEDSIDE_CLOSED_REASON_NOT_LINKED, "not-linked" },
  { BEDSIDE_CLOSED_REASON_CHAT_DISABLED, "chat-disabled" },
  { BEDSIDE_CLOSED_REASON_LEFT, "left" },
  { BEDSIDE_CLOSED_REASON_ENCRYPTED, "encrypted" },
};

static const struct {
  BedsideChatAccess  access;
  const char        *word;
} accesses[] = {
  { BEDSIDE_CHAT_ACCESS_ENABLED, "enabled" },
  { BEDSIDE_CHAT_ACCESS_DISABLED, "disabled" },
};

static void
write_kind (JsonObject      *self,
            BedsideRoomKind  kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == kind)
      json_object_set_string_member (self, "kind", kinds[i].word);
}

static void
write_reason (JsonObject          *self,
              BedsideClosedReason  reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (reasons[i].reason == reason)
      json_object_set_string_member (self, "closed", reasons[i].word);
}

/* Whoever cannot be told what stands in the way must not be let through. */
static BedsideClosedReason
read_reason (JsonObject *self)
{
  const char *word = bedside_json_get_string (self, "closed");

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].word, word) == 0)
      return reasons[i].reason;

  return BEDSIDE_CLOSED_REASON_NO_PRACTICE;
}

static JsonObject *
summarize_patient (BedsidePatient *patient)
{
  JsonObject *self = json_object_new ();

  json_object_set_string_member (self, "key", bedside_patient_get_key (patient));
  json_object_set_string_member (self, "name", bedside_patient_get_name (patient));
  json_object_set_string_member (self, "born", bedside_patient_get_born (patient));
  for (guint i = 0; i < G_N_ELEMENTS (accesses); i++)
    if (accesses[i].access == bedside_patient_get_chat_access (patient))
      json_object_set_string_member (self, "access", accesses[i].word);

  return self;
}

static BedsidePatient *
restore_patient (JsonObject *self)
{
  const char *key = bedside_json_get_string (self, "key");
  const char *access = bedside_json_get_string (self, "access");
  BedsidePatient *patient = NULL;

  if (key == NULL)
    return NULL;

  patient = bedside_patient_new (key);
  bedside_patient_set_identity (patient, bedside_json_get_string (self, "name"), NULL,
                                bedside_json_get_string (self, "born"));
  for (guint i = 0; i < G_N_ELEMENTS (accesses); i++)
    if (g_strcmp0 (accesses[i].word, access) == 0)
      bedside_patient_set_chat_access (patient, accesses[i].access);

  return patient;
}

/**
 * bedside_summary_new:
 * @room: a room
 * @practice: (nullable): the practice whose space it is
 *
 * Returns: (transfer full) (nullable): what is to be stored of how @room is shown; %NULL if it is not
 */
JsonObject *
bedside_summary_new (BedsideRoom     *room,
                     BedsidePractice *practice)
{
  g_return_val_if_fail (room != NULL, NULL);

  BedsideConversation *conversation = room->conversation;
  g_autoptr(JsonObject) self = json_object_new ();

  write_kind (self, room->kind);
  if (conversation != NULL)
    {
      BedsidePatient *patient = bedside_conversation_get_patient (conversation);

      write_reason (self, bedside_conversation_get_closed_reason (conversation));
      if (bedside_conversation_get_inactive (conversation))
        json_object_set_boolean_member (self, "inactive", TRUE);
      if (room->practice != NULL)
        json_object_set_string_member (self, "practice", bedside_practice_get_room_id (room->practice));
      if (patient != NULL)
        json_object_set_object_member (self, "patient", summarize_patient (patient));
      else
        json_object_set_string_member (self, "title", bedside_conversation_get_title (conversation));
      return g_steal_pointer (&self);
    }

  if (practice == NULL)
    return NULL;

  json_object_set_string_member (self, "name", bedside_practice_get_name (practice));
  json_object_set_boolean_member (self, "group_chat", bedside_practice_get_group_chat (practice));
  json_object_set_boolean_member (self, "patient_chat", bedside_practice_get_patient_chat (practice));

  return g_steal_pointer (&self);
}

/**
 * bedside_summary_equal:
 * @one: (nullable): a summary
 * @two: (nullable): another one
 *
 * Returns: whether they say the same
 */
gboolean
bedside_summary_equal (JsonObject *one,
                       JsonObject *two)
{
  if (one == NULL || two == NULL)
    return one == two;

  return json_object_equal (one, two);
}

/**
 * bedside_summary_get_kind:
 * @self: (nullable): a summary
 *
 * Returns: what it is of; UNKNOWN if it makes no sense
 */
BedsideRoomKind
bedside_summary_get_kind (JsonObject *self)
{
  const char *word = bedside_json_get_string (self, "kind");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].word, word) == 0)
      return kinds[i].kind;

  return BEDSIDE_ROOM_KIND_UNKNOWN;
}

/**
 * bedside_summary_get_practice:
 * @self: (nullable): a summary
 *
 * Returns: (transfer none) (nullable): the practice to which the conversation belongs
 */
const char *
bedside_summary_get_practice (JsonObject *self)
{
  return bedside_json_get_string (self, "practice");
}

/**
 * bedside_summary_show_conversation:
 * @self: a summary
 * @conversation: a new conversation of that kind
 */
void
bedside_summary_show_conversation (JsonObject          *self,
                                   BedsideConversation *conversation)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));

  const char *title = bedside_json_get_string (self, "title");
  gboolean inactive = FALSE;

  if (bedside_conversation_get_kind (conversation) == BEDSIDE_CONVERSATION_KIND_PATIENT)
    {
      g_autoptr(BedsidePatient) patient = restore_patient (bedside_json_get_object (self, "patient"));

      bedside_conversation_set_patient (conversation, patient);
    }
  else if (title != NULL)
    bedside_conversation_set_title (conversation, title);
  bedside_json_get_boolean (self, "inactive", &inactive);
  bedside_conversation_set_closed_reason (conversation, read_reason (self));
  bedside_conversation_set_inactive (conversation, inactive);
}

/**
 * bedside_summary_show_practice:
 * @self: a summary
 * @practice: a new practice
 */
void
bedside_summary_show_practice (JsonObject      *self,
                               BedsidePractice *practice)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));

  gboolean group_chat = FALSE, patient_chat = FALSE;

  bedside_json_get_boolean (self, "group_chat", &group_chat);
  bedside_json_get_boolean (self, "patient_chat", &patient_chat);
  bedside_practice_set_name (practice, bedside_json_get_string (self, "name"));
  bedside_practice_set_settings (practice, group_chat, patient_chat);
}
