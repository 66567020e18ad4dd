/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-state-writer"

#include "bedside-state-writer.h"

#include "bedside-matrix-error.h"
#include "bedside-practice-error.h"
#include "bedside-room-changes.h"

/* How often what somebody else wrote at the same moment is taken up. */
#define MOST_MERGES 3

struct _BedsideStateWriter
{
  GObject        parent_instance;

  BedsideClient *client;    /* (owned) */
  GHashTable    *queues;    /* (owned) (element-type utf8 GQueue): tasks that wait, by event that is being changed */
};

G_DEFINE_FINAL_TYPE (BedsideStateWriter, bedside_state_writer, G_TYPE_OBJECT)

typedef struct {
  char             *room_id;    /* (owned) */
  char             *type;       /* (owned) */
  char             *state_key;  /* (owned) */
  char             *queue;      /* (owned): key of the event's queue */
  BedsideAttempts   attempts;
  BedsideStateEdit  edit;
  gpointer          data;       /* (owned) */
  GDestroyNotify    data_free;

  gboolean          is_plain;   /* the server tells contents only */
  char             *before;     /* (owned) (nullable): id of the event that was read */
  JsonObject       *written;    /* (owned) (nullable) */
  char             *written_id; /* (owned) (nullable) */
  guint             merges;
} ChangeOp;

static void
change_op_free (ChangeOp *op)
{
  if (op->data_free != NULL)
    op->data_free (op->data);
  g_clear_pointer (&op->written, json_object_unref);
  g_free (op->written_id);
  g_free (op->before);
  g_free (op->queue);
  g_free (op->state_key);
  g_free (op->type);
  g_free (op->room_id);
  g_free (op);
}

static void
queue_free (gpointer queue)
{
  g_queue_free_full (queue, g_object_unref);
}

static void
bedside_state_writer_finalize (GObject *object)
{
  BedsideStateWriter *self = BEDSIDE_STATE_WRITER (object);

  g_hash_table_unref (self->queues);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (bedside_state_writer_parent_class)->finalize (object);
}

static void
bedside_state_writer_class_init (BedsideStateWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_state_writer_finalize;
}

static void
bedside_state_writer_init (BedsideStateWriter *self)
{
  self->queues = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, queue_free);
}

/**
 * bedside_state_writer_new:
 * @client: the session on the server
 *
 * Returns: (transfer full): a writer
 */
BedsideStateWriter *
bedside_state_writer_new (BedsideClient *client)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);

  BedsideStateWriter *self = g_object_new (BEDSIDE_TYPE_STATE_WRITER, NULL);

  self->client = g_object_ref (client);

  return self;
}

/**
 * bedside_state_writer_set_text:
 * @content: of an event
 * @name: of a member
 * @text: (nullable): its value; %NULL: there is none
 *
 * Sets a member, or takes it away.
 */
void
bedside_state_writer_set_text (JsonObject *content,
                               const char *name,
                               const char *text)
{
  g_return_if_fail (content != NULL);
  g_return_if_fail (name != NULL);

  if (text != NULL)
    json_object_set_string_member (content, name, text);
  else if (json_object_has_member (content, name))
    json_object_remove_member (content, name);
}

/**
 * bedside_state_writer_is_nothing:
 * @error: (nullable): of reading an event
 *
 * Only the server itself can say that there is no such event: what a proxy does not
 * find may well be there.
 *
 * Returns: whether it says so
 */
gboolean
bedside_state_writer_is_nothing (const GError *error)
{
  return g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_NOT_FOUND) &&
         g_strcmp0 (bedside_matrix_error_get_errcode (error), "M_NOT_FOUND") == 0;
}

/* --- one change at a time --- */

static void read_now (GTask *task);

static void
enter (GTask *task)
{
  BedsideStateWriter *self = g_task_get_source_object (task);
  ChangeOp *op = g_task_get_task_data (task);
  GQueue *queue = g_hash_table_lookup (self->queues, op->queue);

  if (queue != NULL)
    {
      g_queue_push_tail (queue, g_object_ref (task));
      return;
    }

  g_hash_table_insert (self->queues, g_strdup (op->queue), g_queue_new ());
  read_now (task);
}

/* Lets the next change of the same event begin. */
static void
leave (GTask *task)
{
  BedsideStateWriter *self = g_task_get_source_object (task);
  ChangeOp *op = g_task_get_task_data (task);
  GQueue *queue = g_hash_table_lookup (self->queues, op->queue);
  g_autoptr(GTask) next = g_queue_pop_head (queue);

  while (next != NULL && g_task_return_error_if_cancelled (next))
    {
      g_object_unref (next);
      next = g_queue_pop_head (queue);
    }
  if (next != NULL)
    read_now (next);
  else
    g_hash_table_remove (self->queues, op->queue);
}

/* Whoever waits for a slow server does not keep the others from trying. */
static void
fail (GTask  *task,
      GError *error)
{
  ChangeOp *op = g_task_get_task_data (task);

  leave (task);
  if (bedside_attempts_again (&op->attempts, error, task, enter))
    g_error_free (error);
  else
    g_task_return_error (task, bedside_practice_error_from_matrix (error));
}

/* --- the change --- */

static void
succeed (GTask *task)
{
  leave (task);
  g_task_return_boolean (task, TRUE);
}

static JsonObject *
copy_content (JsonObject *content)
{
  g_autofree char *text = bedside_json_object_to_text (content);
  JsonObject *copy = bedside_json_parse_object (text, -1, NULL);

  return copy ? copy : json_object_new ();
}

static void on_written (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data);

/* @present: what the server has if nobody has written meanwhile; @content: what is to be changed, mostly the same. */
static void
change (GTask      *task,
        JsonObject *present,
        JsonObject *content)
{
  BedsideStateWriter *self = g_task_get_source_object (task);
  ChangeOp *op = g_task_get_task_data (task);
  g_autoptr(JsonObject) changed = copy_content (content);
  g_autoptr(GError) error = NULL;

  if (!op->edit (changed, op->data, &error))
    {
      leave (task);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (json_object_equal (present, changed))
    {
      succeed (task);
      return;
    }

  g_clear_pointer (&op->written, json_object_unref);
  op->written = g_steal_pointer (&changed);
  bedside_client_put_state_async (self->client, op->room_id, op->type, op->state_key, op->written,
                                  g_task_get_cancellable (task), on_written, g_object_ref (task));
}

/* --- what somebody else wrote at the same moment --- */

/* There is no compare-and-swap: between reading and writing somebody may have written something else, which is not
 * what the server has any more. The change is made to that, too, so that only what both have changed is lost. */
static void
on_overwritten (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  ChangeOp *op = g_task_get_task_data (task);
  g_autoptr(BedsideEvent) event = bedside_client_get_event_finish (BEDSIDE_CLIENT (source), result, NULL);
  g_autoptr(JsonObject) present = NULL;

  if (event == NULL || !bedside_event_is_state (event, op->type))
    {
      succeed (task);
      return;
    }
  op->merges++;
  g_free (op->before);
  op->before = g_steal_pointer (&op->written_id);
  present = json_object_ref (op->written);
  change (task, present, event->content);
}

/* The change is made: what cannot be found out now is not asked again. */
static void
on_verified (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  ChangeOp *op = g_task_get_task_data (task);
  BedsideClient *client = BEDSIDE_CLIENT (source);
  g_autoptr(BedsideEvent) event = bedside_client_get_event_finish (client, result, NULL);

  if (event == NULL || event->replaces_state == NULL || g_str_equal (event->replaces_state, op->before) ||
      op->merges >= MOST_MERGES)
    succeed (task);
  else
    bedside_client_get_event_async (client, op->room_id, event->replaces_state, g_task_get_cancellable (task),
                                    on_overwritten, g_object_ref (task));
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  ChangeOp *op = g_task_get_task_data (task);
  BedsideClient *client = BEDSIDE_CLIENT (source);
  g_autoptr(GError) error = NULL;

  g_free (op->written_id);
  op->written_id = bedside_client_put_state_finish (client, result, &error);
  if (op->written_id == NULL)
    fail (task, g_steal_pointer (&error));
  else if (op->before == NULL || op->attempts.patience == BEDSIDE_PATIENCE_UNLIMITED)
    succeed (task);
  else
    bedside_client_get_event_async (client, op->room_id, op->written_id, g_task_get_cancellable (task), on_verified,
                                    g_object_ref (task));
}

/* --- reading --- */

static void
on_event_read (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  ChangeOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideEvent) event = bedside_client_get_state_event_finish (BEDSIDE_CLIENT (source), result, &error);
  g_autoptr(JsonObject) nothing = json_object_new ();

  g_clear_pointer (&op->before, g_free);
  if (event != NULL)
    {
      op->before = g_strdup (event->event_id);
      change (task, event->content, event->content);
    }
  else if (bedside_state_writer_is_nothing (error))
    change (task, nothing, nothing);
  else if (g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA))
    {
      op->is_plain = TRUE;
      read_now (task);
    }
  else
    fail (task, g_steal_pointer (&error));
}

static void
on_content_read (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) content = bedside_client_get_state_finish (BEDSIDE_CLIENT (source), result, &error);

  if (content == NULL && bedside_state_writer_is_nothing (error))
    content = json_object_new ();
  if (content != NULL)
    change (task, content, content);
  else
    fail (task, g_steal_pointer (&error));
}

static void
read_now (GTask *task)
{
  BedsideStateWriter *self = g_task_get_source_object (task);
  ChangeOp *op = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (op->is_plain)
    bedside_client_get_state_async (self->client, op->room_id, op->type, op->state_key, cancellable, on_content_read,
                                    g_object_ref (task));
  else
    bedside_client_get_state_event_async (self->client, op->room_id, op->type, op->state_key, cancellable,
                                          on_event_read, g_object_ref (task));
}

/**
 * bedside_state_writer_change_async:
 * @self: a writer
 * @room_id: a room
 * @type: the event type
 * @state_key: the key, "" for none
 * @patience: for how long it is tried again
 * @edit: makes the change
 * @data: (transfer full): data for @edit
 * @data_free: (nullable): frees @data
 * @cancellable: (nullable): ends it, though the server may have the change already
 * @callback: called when the server has the change
 * @user_data: passed to @callback
 *
 * Changes a state event. Changes of the same event wait for each other. Nothing is
 * written where nothing changes, so the event keeps its time and sender. With the patience of a person it also looks
 * whether somebody else wrote at the same moment, and keeps that where the change does not touch it.
 */
void
bedside_state_writer_change_async (BedsideStateWriter  *self,
                                   const char          *room_id,
                                   const char          *type,
                                   const char          *state_key,
                                   BedsidePatience      patience,
                                   BedsideStateEdit     edit,
                                   gpointer             data,
                                   GDestroyNotify       data_free,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_STATE_WRITER (self));
  g_return_if_fail (room_id != NULL && type != NULL && state_key != NULL);
  g_return_if_fail (edit != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  ChangeOp *op = g_new0 (ChangeOp, 1);

  op->room_id = g_strdup (room_id);
  op->type = g_strdup (type);
  op->state_key = g_strdup (state_key);
  op->queue = g_strjoin ("\n", room_id, type, state_key, NULL);
  op->edit = edit;
  op->data = data;
  op->data_free = data_free;
  bedside_attempts_begin (&op->attempts, patience);
  g_task_set_source_tag (task, bedside_state_writer_change_async);
  g_task_set_task_data (task, op, (GDestroyNotify) change_op_free);
  enter (task);
}

/**
 * bedside_state_writer_change_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError, or what the edit said
 *
 * Returns: %TRUE if the server has the change
 */
gboolean
bedside_state_writer_change_finish (BedsideStateWriter  *self,
                                    GAsyncResult        *result,
                                    GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_state_writer_change_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
