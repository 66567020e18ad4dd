/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-recorder"

#include "bedside-recorder.h"

#include "bedside-room.h"
#include "bedside-worker.h"

typedef enum {
  CHANGE_PUT_EVENT,
  CHANGE_REPLACE_EVENT,
  CHANGE_PUT_STATE,
  CHANGE_PUT_MEMBER,
} ChangeKind;

typedef struct {
  ChangeKind    kind;
  char         *room_id;    /* (owned) */
  gint64        position;
  BedsideEvent *event;      /* (owned) */
} Change;

struct _BedsideChanges
{
  BedsideStoreBatch *batch;    /* (owned) (nullable): NULL once handed to the store */
  GPtrArray         *changes;  /* (owned) (element-type Change) */
};

struct _BedsideRecorder
{
  GObject        parent_instance;

  BedsideStore  *store;   /* (owned) */
  BedsideWorker *worker;  /* (owned) */
};

G_DEFINE_FINAL_TYPE (BedsideRecorder, bedside_recorder, G_TYPE_OBJECT)

static void
change_free (Change *change)
{
  g_free (change->room_id);
  bedside_event_unref (change->event);
  g_free (change);
}

/**
 * bedside_changes_new:
 *
 * Returns: (transfer full): no changes yet
 */
BedsideChanges *
bedside_changes_new (void)
{
  BedsideChanges *self = g_new0 (BedsideChanges, 1);

  self->batch = bedside_store_batch_new ();
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);

  return self;
}

/**
 * bedside_changes_free:
 * @self: (transfer full): changes
 */
void
bedside_changes_free (BedsideChanges *self)
{
  g_clear_pointer (&self->batch, bedside_store_batch_free);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

/**
 * bedside_changes_get_batch:
 * @self: changes
 *
 * Returns: (transfer none): for records that are text already; they come before the events
 */
BedsideStoreBatch *
bedside_changes_get_batch (BedsideChanges *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->batch;
}

static void
add_change (BedsideChanges *self,
            ChangeKind      kind,
            const char     *room_id,
            gint64          position,
            BedsideEvent   *event)
{
  Change *change = g_new0 (Change, 1);

  change->kind = kind;
  change->room_id = g_strdup (room_id);
  change->position = position;
  change->event = bedside_event_ref (event);
  g_ptr_array_add (self->changes, change);
}

/**
 * bedside_changes_put_event:
 * @self: changes
 * @room_id: a room
 * @position: where in the room
 * @event: an event with an id
 */
void
bedside_changes_put_event (BedsideChanges *self,
                           const char     *room_id,
                           gint64          position,
                           BedsideEvent   *event)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL && event->event_id != NULL);

  add_change (self, CHANGE_PUT_EVENT, room_id, position, event);
}

/**
 * bedside_changes_replace_event:
 * @self: changes
 * @room_id: a room
 * @event: what takes the place of the stored event of that id
 */
void
bedside_changes_replace_event (BedsideChanges *self,
                               const char     *room_id,
                               BedsideEvent   *event)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL && event->event_id != NULL);

  add_change (self, CHANGE_REPLACE_EVENT, room_id, 0, event);
}

/**
 * bedside_changes_put_state:
 * @self: changes
 * @room_id: a room
 * @event: a state event
 */
void
bedside_changes_put_state (BedsideChanges *self,
                           const char     *room_id,
                           BedsideEvent   *event)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL && event->state_key != NULL);

  if (g_str_equal (event->type, "m.room.member"))
    add_change (self, CHANGE_PUT_MEMBER, room_id, 0, event);
  else if (bedside_room_keeps_state (event->type))
    add_change (self, CHANGE_PUT_STATE, room_id, 0, event);
}

static void
bedside_recorder_dispose (GObject *object)
{
  BedsideRecorder *self = BEDSIDE_RECORDER (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (bedside_recorder_parent_class)->dispose (object);
}

static void
bedside_recorder_class_init (BedsideRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_recorder_dispose;
}

static void
bedside_recorder_init (BedsideRecorder *self)
{
  self->worker = bedside_worker_new ("recorder");
}

/**
 * bedside_recorder_new:
 * @store: where to write
 *
 * Returns: (transfer full): a recorder
 */
BedsideRecorder *
bedside_recorder_new (BedsideStore *store)
{
  g_return_val_if_fail (BEDSIDE_IS_STORE (store), NULL);

  BedsideRecorder *self = g_object_new (BEDSIDE_TYPE_RECORDER, NULL);

  self->store = g_object_ref (store);

  return self;
}

static void on_texts_made (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_written    (GObject *object, GAsyncResult *result, gpointer user_data);

static void
make_texts (GTask        *task,
            gpointer      source_object,
            gpointer      task_data,
            GCancellable *cancellable)
{
  BedsideChanges *changes = task_data;

  for (guint i = 0; i < changes->changes->len; i++)
    {
      Change *change = g_ptr_array_index (changes->changes, i);
      BedsideEvent *event = change->event;
      g_autofree char *text = bedside_event_to_text (event);

      switch (change->kind)
        {
        case CHANGE_PUT_EVENT:
          bedside_store_batch_put_event (changes->batch, change->room_id, change->position, event->event_id, text);
          break;

        case CHANGE_REPLACE_EVENT:
          bedside_store_batch_replace_event (changes->batch, change->room_id, event->event_id, text);
          break;

        case CHANGE_PUT_STATE:
          bedside_store_batch_put_state (changes->batch, change->room_id, event->type, event->state_key, text);
          break;

        case CHANGE_PUT_MEMBER:
          bedside_store_batch_put_member (changes->batch, change->room_id, event->state_key, text);
          break;

        default:
          g_assert_not_reached ();
        }
    }

  g_task_return_boolean (task, TRUE);
}

/**
 * bedside_recorder_write_async:
 * @self: a recorder
 * @changes: (transfer full): what to write
 * @cancellable: (nullable): to stop waiting; what is queued is written all the same
 * @callback: called when it is on disk
 * @user_data: data for @callback
 *
 * Writes @changes in one transaction, behind those given before.
 */
void
bedside_recorder_write_async (BedsideRecorder     *self,
                              BedsideChanges      *changes,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_RECORDER (self));
  g_return_if_fail (changes != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bedside_recorder_write_async);
  g_task_set_check_cancellable (task, FALSE);

  /* Always by way of the worker, also when there is no text to make: that keeps the order. */
  g_autoptr(GTask) texts = g_task_new (self, NULL, on_texts_made, task);
  g_task_set_source_tag (texts, bedside_recorder_write_async);
  g_task_set_task_data (texts, changes, (GDestroyNotify) bedside_changes_free);
  bedside_worker_run (self->worker, texts, make_texts);
}

static void
on_texts_made (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  BedsideRecorder *self = BEDSIDE_RECORDER (object);
  g_autoptr(GTask) task = user_data;
  BedsideChanges *changes = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  bedside_store_write_async (self->store, g_steal_pointer (&changes->batch), NULL, on_written,
                             g_steal_pointer (&task));
}

static void
on_written (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (bedside_store_write_finish (BEDSIDE_STORE (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * bedside_recorder_write_finish:
 * @self: a recorder
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: %TRUE if everything is on disk; else nothing is
 */
gboolean
bedside_recorder_write_finish (BedsideRecorder  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_recorder_write_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
