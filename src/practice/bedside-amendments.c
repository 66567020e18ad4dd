/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-amendments"

#include "bedside-amendments.h"

#include <string.h>

typedef struct {
  char               *event_id;   /* (owned) */
  char               *sender;     /* (owned) (nullable) */
  gint64              timestamp;
  char               *text;       /* (owned) */
  BedsideMessageKind  kind;
} Edit;

/* How a message read before it was edited. */
typedef struct {
  char               *text;       /* (owned) */
  BedsideMessageKind  kind;
} Original;

struct _BedsideAmendments
{
  GHashTable *edits;      /* (owned) (element-type utf8 GPtrArray): Edits, by target */
  GHashTable *targets;    /* (owned) (element-type utf8 utf8): by id of the edit */
  GHashTable *removals;   /* (owned) (element-type utf8): a set */
  GHashTable *originals;  /* (owned) (element-type utf8 Original) */
};

static void
edit_free (Edit *edit)
{
  g_free (edit->event_id);
  g_free (edit->sender);
  g_free (edit->text);
  g_free (edit);
}

static void
original_free (Original *original)
{
  g_free (original->text);
  g_free (original);
}

/**
 * bedside_amendments_new:
 *
 * Returns: (transfer full): nothing has happened yet
 */
BedsideAmendments *
bedside_amendments_new (void)
{
  BedsideAmendments *self = g_new0 (BedsideAmendments, 1);

  self->edits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->removals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->originals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) original_free);

  return self;
}

/**
 * bedside_amendments_free:
 * @self: (transfer full): amendments
 */
void
bedside_amendments_free (BedsideAmendments *self)
{
  g_hash_table_unref (self->edits);
  g_hash_table_unref (self->targets);
  g_hash_table_unref (self->removals);
  g_hash_table_unref (self->originals);
  g_free (self);
}

static void
add_edit (BedsideAmendments *self,
          const char        *target,
          Edit              *edit)
{
  GPtrArray *edits = g_hash_table_lookup (self->edits, target);

  if (g_hash_table_contains (self->removals, edit->event_id) || g_hash_table_contains (self->targets, edit->event_id))
    {
      edit_free (edit);
      return;
    }
  if (edits == NULL)
    {
      edits = g_ptr_array_new_with_free_func ((GDestroyNotify) edit_free);
      g_hash_table_insert (self->edits, g_strdup (target), edits);
    }
  g_ptr_array_add (edits, edit);
  g_hash_table_insert (self->targets, g_strdup (edit->event_id), g_strdup (target));
}

static Edit *
edit_new (const char         *event_id,
          const char         *sender,
          gint64              timestamp,
          const char         *text,
          BedsideMessageKind  kind)
{
  Edit *edit = g_new0 (Edit, 1);

  edit->event_id = g_strdup (event_id);
  edit->sender = g_strdup (sender);
  edit->timestamp = timestamp;
  edit->text = g_strdup (text);
  edit->kind = kind;

  return edit;
}

/**
 * bedside_amendments_add_edit:
 * @self: amendments
 * @event: an edit
 * @reading: what it says
 *
 * The message named by @reading reads so now, if it has the same sender, and unless the edit was taken back or there
 * is a newer one.
 */
void
bedside_amendments_add_edit (BedsideAmendments *self,
                             BedsideEvent      *event,
                             BedsideReading    *reading)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL && event->event_id != NULL);
  g_return_if_fail (reading != NULL && reading->target != NULL);

  add_edit (self, reading->target, edit_new (event->event_id, event->sender, event->timestamp, reading->text,
                                             reading->kind));
}

/**
 * bedside_amendments_add_bundled:
 * @self: amendments
 * @event: a message with which the server bundled its newest edit
 * @reading: what it says
 *
 * The edit itself may come as well, or never, or may have been taken back since.
 */
void
bedside_amendments_add_bundled (BedsideAmendments *self,
                                BedsideEvent      *event,
                                BedsideReading    *reading)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL && event->event_id != NULL);
  g_return_if_fail (reading != NULL && reading->edited);

  const char *id = event->replacement_id ? event->replacement_id : event->event_id;

  add_edit (self, event->event_id, edit_new (id, event->sender, event->replacement_timestamp, reading->text,
                                             reading->kind));
}

/**
 * bedside_amendments_add_removal:
 * @self: amendments
 * @target: an event that was taken back: a message, or an edit of one
 *
 * Returns: (transfer none): the message that reads differently now
 */
const char *
bedside_amendments_add_removal (BedsideAmendments *self,
                                const char        *target)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (target != NULL, NULL);

  const char *edited = g_hash_table_lookup (self->targets, target);
  GPtrArray *edits = edited ? g_hash_table_lookup (self->edits, edited) : NULL;

  g_hash_table_add (self->removals, g_strdup (target));
  for (guint i = 0; edits != NULL && i < edits->len; i++)
    {
      Edit *edit = g_ptr_array_index (edits, i);

      if (g_str_equal (edit->event_id, target))
        {
          g_ptr_array_remove_index (edits, i);
          break;
        }
    }

  return edited ? edited : target;
}

/* Source: Matrix client-server API, "Event replacements": the latest by origin_server_ts, then by event id. */
static Edit *
find_newest (BedsideAmendments *self,
             const char        *target,
             const char        *sender)
{
  GPtrArray *edits = g_hash_table_lookup (self->edits, target);
  Edit *newest = NULL;

  for (guint i = 0; edits != NULL && i < edits->len; i++)
    {
      Edit *edit = g_ptr_array_index (edits, i);

      if (g_strcmp0 (edit->sender, sender) != 0)
        continue;
      if (newest == NULL || edit->timestamp > newest->timestamp ||
          (edit->timestamp == newest->timestamp && strcmp (edit->event_id, newest->event_id) > 0))
        newest = edit;
    }

  return newest;
}

static void
show (BedsideMessage     *message,
      BedsideMessageKind  kind,
      const char         *text,
      gboolean            edited)
{
  bedside_message_set_kind (message, kind);
  bedside_message_set_text (message, text);
  bedside_message_set_edited (message, edited);
}

static void
remember_original (BedsideAmendments *self,
                   BedsideMessage    *message,
                   const char        *event_id)
{
  if (g_hash_table_contains (self->originals, event_id))
    return;

  Original *original = g_new0 (Original, 1);

  original->text = g_strdup (bedside_message_get_text (message));
  original->kind = bedside_message_get_kind (message);
  g_hash_table_insert (self->originals, g_strdup (event_id), original);
}

/**
 * bedside_amendments_apply:
 * @self: amendments
 * @message: a message that has an event id
 *
 * Makes @message read as it does now.
 */
void
bedside_amendments_apply (BedsideAmendments *self,
                          BedsideMessage    *message)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (BEDSIDE_IS_MESSAGE (message));

  const char *event_id = bedside_message_get_event_id (message);
  Original *original;
  Edit *edit;

  if (bedside_message_get_kind (message) == BEDSIDE_MESSAGE_KIND_REMOVED)
    return;
  if (g_hash_table_contains (self->removals, event_id))
    {
      show (message, BEDSIDE_MESSAGE_KIND_REMOVED, "", FALSE);
      g_hash_table_remove (self->originals, event_id);
      return;
    }

  edit = find_newest (self, event_id, bedside_message_get_sender (message));
  original = g_hash_table_lookup (self->originals, event_id);
  if (edit != NULL)
    {
      remember_original (self, message, event_id);
      show (message, edit->kind, edit->text, TRUE);
    }
  else if (original != NULL)
    show (message, original->kind, original->text, FALSE);
}
