/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-recorder"

#include "bedside-recorder.h"

#include "bedside-placed-event.h"
#include "bedside-thread.h"
#include "bedside-worker.h"

/* From so many changes on, even freeing them is not for the main thread. */
#define MANY 200

typedef enum {
  ENTRY_MAKING_TEXTS,
  ENTRY_READY,
} EntryState;

typedef struct {
  BedsideChanges *changes;  /* (owned) */
  EntryState      state;
  GTask          *task;     /* (owned) (nullable): NULL once it has been told that it could not be written */
} Entry;

struct _BedsideRecorder
{
  GObject        parent_instance;

  BedsideStore  *store;    /* (owned) */
  BedsideWorker *worker;   /* (owned) */
  GPtrArray     *begun;    /* (owned) (element-type BedsideChanges) (unowned elements) */
  GQueue         entries;  /* (element-type Entry) (owned): what is not on the disk, oldest first */
  gboolean       writing;  /* the first of them is on its way */
  guint64        serial;
};

enum {
  SIGNAL_TRIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideRecorder, bedside_recorder, G_TYPE_OBJECT)

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->changes, bedside_changes_free);
  g_clear_object (&entry->task);
  g_free (entry);
}

static void
bedside_recorder_finalize (GObject *object)
{
  BedsideRecorder *self = BEDSIDE_RECORDER (object);

  g_queue_clear_full (&self->entries, (GDestroyNotify) entry_free);
  g_ptr_array_unref (self->begun);
  g_clear_object (&self->worker);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (bedside_recorder_parent_class)->finalize (object);
}

static void
bedside_recorder_class_init (BedsideRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_recorder_finalize;

  signals[SIGNAL_TRIED] = g_signal_new ("tried", BEDSIDE_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
bedside_recorder_init (BedsideRecorder *self)
{
  self->worker = bedside_worker_new ("recorder");
  self->begun = g_ptr_array_new ();
  g_queue_init (&self->entries);
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

/**
 * bedside_recorder_begin:
 * @self: a recorder
 *
 * Makes changes that will be given to bedside_recorder_write_async() or
 * bedside_recorder_abandon() later.
 *
 * Returns: (transfer full): no changes yet
 */
BedsideChanges *
bedside_recorder_begin (BedsideRecorder *self)
{
  g_return_val_if_fail (BEDSIDE_IS_RECORDER (self), NULL);

  BedsideChanges *changes = bedside_changes_new ();

  g_ptr_array_add (self->begun, changes);

  return changes;
}

/**
 * bedside_recorder_abandon:
 * @self: a recorder
 * @changes: (transfer full): what bedside_recorder_begin() returned
 *
 * Writes nothing of it.
 */
void
bedside_recorder_abandon (BedsideRecorder *self,
                          BedsideChanges  *changes)
{
  g_return_if_fail (BEDSIDE_IS_RECORDER (self));
  g_return_if_fail (changes != NULL);

  g_ptr_array_remove_fast (self->begun, changes);
  bedside_changes_free (changes);
}

static void on_texts_made (GObject *object, GAsyncResult *result, gpointer user_data);
static void write_next    (BedsideRecorder *self);
static void on_written    (GObject *object, GAsyncResult *result, gpointer user_data);

static void
make_texts (GTask        *task,
            gpointer      source_object,
            gpointer      task_data,
            GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  bedside_changes_make_texts (task_data);
  g_task_return_boolean (task, TRUE);
}

static void
free_changes (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  bedside_changes_free (task_data);
  g_task_return_boolean (task, TRUE);
}

static void
run_in_worker (BedsideRecorder     *self,
               BedsideChanges      *changes,
               GTaskThreadFunc      function,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, run_in_worker);
  g_task_set_task_data (task, changes, NULL);
  bedside_worker_run (self->worker, task, function);
}

/**
 * bedside_recorder_write_async:
 * @self: a recorder
 * @changes: (transfer full): what to write
 * @callback: (nullable): called when it is on disk, or could not be written yet
 * @user_data: data for @callback
 *
 * Writes @changes in one transaction, behind those given before.
 */
void
bedside_recorder_write_async (BedsideRecorder     *self,
                              BedsideChanges      *changes,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_RECORDER (self));
  g_return_if_fail (changes != NULL);
  bedside_assert_main_thread ();

  Entry *entry = g_new0 (Entry, 1);

  entry->changes = changes;
  entry->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (entry->task, bedside_recorder_write_async);
  g_ptr_array_remove_fast (self->begun, changes);
  g_queue_push_tail (&self->entries, entry);
  self->serial++;
  /* Always by way of the worker, also when there is no text to make: that keeps the order. */
  run_in_worker (self, changes, make_texts, on_texts_made, entry);
}

static void
on_texts_made (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  Entry *entry = user_data;

  entry->state = ENTRY_READY;
  write_next (BEDSIDE_RECORDER (object));
}

/* One at a time: what follows something that could not be written must wait for it. */
static void
write_next (BedsideRecorder *self)
{
  Entry *entry = g_queue_peek_head (&self->entries);

  if (self->writing || entry == NULL || entry->state != ENTRY_READY)
    return;
  self->writing = TRUE;
  bedside_store_write_async (self->store, bedside_store_batch_ref (bedside_changes_get_batch (entry->changes)), NULL,
                             on_written, g_object_ref (self));
}

static void
finish_first (BedsideRecorder *self)
{
  Entry *entry = g_queue_pop_head (&self->entries);
  g_autoptr(GTask) task = g_steal_pointer (&entry->task);

  if (bedside_changes_count (entry->changes) >= MANY)
    run_in_worker (self, g_steal_pointer (&entry->changes), free_changes, NULL, NULL);
  entry_free (entry);
  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

/* They stay, but nobody is kept waiting. */
static void
report_failure (BedsideRecorder *self,
                const GError    *error)
{
  g_autoptr(GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *link = self->entries.head; link != NULL; link = link->next)
    {
      Entry *entry = link->data;

      if (entry->state == ENTRY_READY && entry->task != NULL)
        g_ptr_array_add (tasks, g_steal_pointer (&entry->task));
    }
  for (guint i = 0; i < tasks->len; i++)
    g_task_return_error (g_ptr_array_index (tasks, i), g_error_copy (error));
}

static void
on_written (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideRecorder) self = user_data;
  g_autoptr(GError) error = NULL;

  bedside_store_write_finish (BEDSIDE_STORE (object), result, &error);
  g_signal_emit (self, signals[SIGNAL_TRIED], 0, error);
  self->writing = FALSE;
  if (error != NULL)
    {
      report_failure (self, error);
      return;
    }
  finish_first (self);
  write_next (self);
}

/**
 * bedside_recorder_write_finish:
 * @self: a recorder
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: %TRUE if everything is on disk; else nothing is, and it is tried again with the next changes
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

/**
 * bedside_recorder_list_events:
 * @self: a recorder
 * @room_id: a room
 *
 * Who reads a room's events from the store asks for these before: together they are
 * what there is, with some events twice perhaps.
 *
 * Returns: (transfer full) (element-type BedsidePlacedEvent): events that are not on the disk yet
 */
GPtrArray *
bedside_recorder_list_events (BedsideRecorder *self,
                              const char      *room_id)
{
  g_return_val_if_fail (BEDSIDE_IS_RECORDER (self), NULL);
  g_return_val_if_fail (room_id != NULL, NULL);

  GPtrArray *placed = bedside_placed_event_list_new ();

  for (GList *link = self->entries.head; link != NULL; link = link->next)
    bedside_changes_list_events (((Entry *) link->data)->changes, room_id, placed);
  for (guint i = 0; i < self->begun->len; i++)
    bedside_changes_list_events (g_ptr_array_index (self->begun, i), room_id, placed);

  return placed;
}

/**
 * bedside_recorder_get_serial:
 * @self: a recorder
 *
 * Returns: a number that changes with everything that is given to be written
 */
guint64
bedside_recorder_get_serial (BedsideRecorder *self)
{
  g_return_val_if_fail (BEDSIDE_IS_RECORDER (self), 0);

  return self->serial;
}
