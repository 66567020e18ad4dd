/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-taken-back"

#include "bedside-taken-back.h"

#include <string.h>

/*
 * What somebody took back does not stay on this disk, wherever it stands: in the message itself, in the edits of a
 * message that was taken back, and in the bundle that the server sends with a message whose edit was taken back.
 */

/* An edit stands only as long as the message does. */
static gboolean
edits_removed (BedsideEvent *event,
               GHashTable   *removals)
{
  JsonObject *relation = bedside_json_get_object (event->content, "m.relates_to");
  const char *target = bedside_json_get_string (relation, "event_id");

  return target != NULL && g_strcmp0 (bedside_json_get_string (relation, "rel_type"), "m.replace") == 0 &&
         g_hash_table_contains (removals, target);
}

/**
 * bedside_taken_back_event:
 * @event: an event
 * @removals: (element-type utf8): a set of events that were taken back
 *
 * Removing state is not for messages: it stays as it is.
 *
 * Returns: (transfer full) (nullable): what is left of @event, %NULL if that is all of it
 */
BedsideEvent *
bedside_taken_back_event (BedsideEvent *event,
                          GHashTable   *removals)
{
  g_return_val_if_fail (event != NULL, NULL);
  g_return_val_if_fail (removals != NULL, NULL);

  if (event->state_key != NULL || event->event_id == NULL)
    return NULL;
  if (!event->redacted && (g_hash_table_contains (removals, event->event_id) || edits_removed (event, removals)))
    return bedside_event_new_redacted (event);
  if (event->replacement_id != NULL && g_hash_table_contains (removals, event->replacement_id))
    return bedside_event_new_unedited (event);
  return NULL;
}

/**
 * bedside_taken_back_text:
 * @event_id: an event
 * @payload: its text
 * @removals: (element-type utf8): a set of events that were taken back
 *
 * As bedside_taken_back_event(), for what is stored: a #BedsideStoreRewrite.
 *
 * Returns: (transfer full) (nullable): what is left, %NULL if that is all of it
 */
char *
bedside_taken_back_text (const char *event_id,
                         const char *payload,
                         gpointer    removals)
{
  g_return_val_if_fail (event_id != NULL, NULL);
  g_return_val_if_fail (payload != NULL, NULL);

  /* Of all messages of a conversation few are concerned; the others are not parsed. */
  if (!g_hash_table_contains (removals, event_id) && strstr (payload, "m.replace") == NULL)
    return NULL;

  g_autoptr(BedsideEvent) event = bedside_event_new_from_text (payload, NULL);
  g_autoptr(BedsideEvent) rest = event ? bedside_taken_back_event (event, removals) : NULL;

  return rest ? bedside_event_to_text (rest) : NULL;
}
