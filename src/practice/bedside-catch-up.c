/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-catch-up"

#include "bedside-catch-up-private.h"

#include "bedside-matrix-error.h"

/* What is no use to repeat is repeated at this pace: giving up would lose messages. */
#define SLOW_PACE (60 * 1000)

enum {
  SIGNAL_PLACED,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideCatchUp, bedside_catch_up, G_TYPE_OBJECT)

static void
bedside_catch_up_job_free (BedsideCatchUpJob *job)
{
  g_free (job->room_id);
  g_clear_object (&job->task);
  g_free (job->from);
  g_clear_pointer (&job->page, bedside_messages_page_free);
  g_clear_pointer (&job->known, g_hash_table_unref);
  g_free (job);
}

static void
bedside_catch_up_dispose (GObject *object)
{
  BedsideCatchUp *self = BEDSIDE_CATCH_UP (object);

  bedside_catch_up_stop (self);
  g_clear_object (&self->client);
  g_clear_object (&self->registry);
  g_clear_object (&self->store);
  g_clear_object (&self->recorder);

  G_OBJECT_CLASS (bedside_catch_up_parent_class)->dispose (object);
}

static void
bedside_catch_up_finalize (GObject *object)
{
  BedsideCatchUp *self = BEDSIDE_CATCH_UP (object);

  g_clear_pointer (&self->current, bedside_catch_up_job_free);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->noted);
  g_hash_table_unref (self->gapped);
  g_hash_table_unref (self->silent);
  g_hash_table_unref (self->given_up);

  G_OBJECT_CLASS (bedside_catch_up_parent_class)->finalize (object);
}

static void
bedside_catch_up_class_init (BedsideCatchUpClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_catch_up_dispose;
  object_class->finalize = bedside_catch_up_finalize;

  signals[SIGNAL_PLACED] = g_signal_new ("placed", BEDSIDE_TYPE_CATCH_UP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 3, G_TYPE_POINTER, G_TYPE_PTR_ARRAY, G_TYPE_POINTER);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BEDSIDE_TYPE_CATCH_UP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
bedside_catch_up_init (BedsideCatchUp *self)
{
  self->cancellable = g_cancellable_new ();
  self->noted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->gapped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->silent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->given_up = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->jobs);
}

/**
 * bedside_catch_up_new:
 * @client: the session
 * @registry: all rooms
 * @store: where known events are looked up
 * @recorder: where pages are stored
 *
 * Returns: (transfer full): an idle object
 */
BedsideCatchUp *
bedside_catch_up_new (BedsideClient   *client,
                      BedsideRegistry *registry,
                      BedsideStore    *store,
                      BedsideRecorder *recorder)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (BEDSIDE_IS_STORE (store), NULL);
  g_return_val_if_fail (BEDSIDE_IS_RECORDER (recorder), NULL);

  BedsideCatchUp *self = g_object_new (BEDSIDE_TYPE_CATCH_UP, NULL);

  self->client = g_object_ref (client);
  self->registry = g_object_ref (registry);
  self->store = g_object_ref (store);
  self->recorder = g_object_ref (recorder);

  return self;
}

static gboolean
is_stopped (BedsideCatchUp *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

/**
 * bedside_catch_up_remember: (skip)
 * @rooms: (element-type utf8): a set of @self
 * @room_id: a room
 */
void
bedside_catch_up_remember (GHashTable *rooms,
                           const char *room_id)
{
  if (!g_hash_table_contains (rooms, room_id))
    g_hash_table_add (rooms, g_strdup (room_id));
}

/**
 * bedside_catch_up_emit_placed: (skip)
 * @self: the object
 * @room: a room
 * @placed: (element-type BedsidePlacedEvent): a page
 * @changes: what is stored with it
 */
void
bedside_catch_up_emit_placed (BedsideCatchUp *self,
                              BedsideRoom    *room,
                              GPtrArray      *placed,
                              BedsideChanges *changes)
{
  g_signal_emit (self, signals[SIGNAL_PLACED], 0, room, placed, changes);
}

/**
 * bedside_catch_up_get_room: (skip)
 * @self: the object, at work
 *
 * Returns: (transfer none) (nullable): the room of the present job, if it is still there
 */
BedsideRoom *
bedside_catch_up_get_room (BedsideCatchUp *self)
{
  return bedside_registry_find (self->registry, self->current->room_id);
}

/* --- the order of things --- */

static BedsideCatchUpJob *
add_job (BedsideCatchUp     *self,
         BedsideCatchUpKind  kind,
         const char         *room_id)
{
  for (GList *link = self->jobs.head; link != NULL; link = link->next)
    {
      BedsideCatchUpJob *other = link->data;

      if (other->kind == kind && g_str_equal (other->room_id, room_id))
        return other;
    }
  if (self->current && self->current->kind == kind && g_str_equal (self->current->room_id, room_id))
    return self->current;

  BedsideCatchUpJob *job = g_new0 (BedsideCatchUpJob, 1);

  job->kind = kind;
  job->room_id = g_strdup (room_id);
  g_queue_push_tail (&self->jobs, job);

  return job;
}

static gboolean
lacks_preview (BedsideCatchUp *self,
               BedsideRoom    *room)
{
  return room->preview.event_id == NULL && !room->complete && room->older_token != NULL &&
         room->membership == BEDSIDE_MEMBERSHIP_JOINED && !g_hash_table_contains (self->silent, room->room_id) &&
         !g_hash_table_contains (self->given_up, room->room_id);
}

static void
queue_noted (BedsideCatchUp *self)
{
  GHashTableIter iter;
  const char *room_id;

  g_hash_table_iter_init (&iter, self->noted);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room_id, NULL))
    {
      BedsideRoom *room = bedside_registry_find (self->registry, room_id);

      if (room == NULL || room->conversation == NULL)
        continue;
      if (room->gaps->len > 0)
        add_job (self, BEDSIDE_CATCH_UP_GAP, room_id);
      else if (lacks_preview (self, room))
        add_job (self, BEDSIDE_CATCH_UP_PREVIEW, room_id);
    }
  g_hash_table_remove_all (self->noted);
}

/* Whoever waits for a page comes first; the rest waits while the server has problems. */
static BedsideCatchUpJob *
take_next_job (BedsideCatchUp *self)
{
  for (GList *link = self->jobs.head; link != NULL; link = link->next)
    {
      BedsideCatchUpJob *job = link->data;

      if (job->task != NULL)
        {
          g_queue_delete_link (&self->jobs, link);
          return job;
        }
    }

  return self->wait_id == 0 ? g_queue_pop_head (&self->jobs) : NULL;
}

static void
work (BedsideCatchUp *self)
{
  BedsideCatchUpJob *job;
  gboolean ended = FALSE;

  while (self->current == NULL && !is_stopped (self) && (job = take_next_job (self)) != NULL)
    {
      self->current = job;
      if (bedside_catch_up_start_job (self))
        break;
      self->current = NULL;
      ended = TRUE;
      if (job->task != NULL)
        g_task_return_boolean (job->task, TRUE);
      bedside_catch_up_job_free (job);
    }
  /* It may have been the last gap. */
  if (ended)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * bedside_catch_up_finish_job: (skip)
 * @self: the object, at work
 *
 * The present job is done.
 */
void
bedside_catch_up_finish_job (BedsideCatchUp *self)
{
  BedsideCatchUpJob *job = g_steal_pointer (&self->current);

  if (job->task != NULL)
    g_task_return_boolean (job->task, TRUE);
  bedside_catch_up_job_free (job);
  work (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * bedside_catch_up_repeat_job: (skip)
 * @self: the object, at work
 *
 * There is more of the present job; but somebody may be waiting for another page.
 */
void
bedside_catch_up_repeat_job (BedsideCatchUp *self)
{
  g_queue_push_head (&self->jobs, g_steal_pointer (&self->current));
  work (self);
}

/* --- failures --- */

static gboolean
on_wait_over (gpointer user_data)
{
  BedsideCatchUp *self = user_data;

  self->wait_id = 0;
  self->must_wait = FALSE;
  bedside_catch_up_go_on (self);

  return G_SOURCE_REMOVE;
}

static void
wait_after (BedsideCatchUp *self,
            const GError   *error)
{
  gint64 delay = bedside_matrix_error_get_retry_delay (error, self->attempt);

  self->attempt++;
  self->must_wait = g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_RATE_LIMITED);
  g_clear_handle_id (&self->wait_id, g_source_remove);
  self->wait_id = g_timeout_add ((guint) (delay < 0 ? SLOW_PACE : delay), on_wait_over, self);
}

/* What is in the background is found again when it goes on. */
static void
postpone (BedsideCatchUp *self)
{
  for (GList *link = self->jobs.head, *next; link != NULL; link = next)
    {
      BedsideCatchUpJob *job = link->data;

      next = link->next;
      if (job->task != NULL)
        continue;
      bedside_catch_up_remember (self->noted, job->room_id);
      bedside_catch_up_job_free (job);
      g_queue_delete_link (&self->jobs, link);
    }
}

/* The server itself says that it will never give this. */
static gboolean
is_final (const GError *error)
{
  guint status = bedside_matrix_error_get_http_status (error);

  return (status == 400 || status == 403 || status == 404) && bedside_matrix_error_get_errcode (error) != NULL &&
         !bedside_matrix_error_ends_session (error);
}

/**
 * bedside_catch_up_record_room: (skip)
 * @self: the object
 * @room: a room whose gaps have changed
 */
void
bedside_catch_up_record_room (BedsideCatchUp *self,
                              BedsideRoom    *room)
{
  BedsideChanges *changes = bedside_changes_new ();
  g_autofree char *payload = bedside_room_to_payload (room);

  bedside_store_batch_put_room (bedside_changes_get_batch (changes), room->room_id, payload);
  bedside_recorder_write_async (self->recorder, changes, NULL, NULL);
}

/* A token that the server does not know any more is replaced by the present: what is known above the gap is skipped.
 * Beyond that, what cannot be had is not waited for. */
static void
give_up (BedsideCatchUp    *self,
         BedsideCatchUpJob *job,
         const GError      *error)
{
  BedsideRoom *room = bedside_registry_find (self->registry, job->room_id);
  BedsideGap *gap = room && job->kind == BEDSIDE_CATCH_UP_GAP ? bedside_room_find_gap (room, job->from) : NULL;

  if (job->kind != BEDSIDE_CATCH_UP_GAP)
    bedside_catch_up_remember (self->given_up, job->room_id);
  if (gap == NULL)
    return;

  if (bedside_matrix_error_get_http_status (error) == 400 && *gap->token != '\0')
    {
      g_free (gap->token);
      gap->token = g_strdup ("");
    }
  else
    {
      g_message ("A gap cannot be filled: %s", error->message);
      bedside_room_close_gap (room, gap);
    }
  bedside_catch_up_record_room (self, room);
  bedside_catch_up_remember (self->noted, job->room_id);
}

/**
 * bedside_catch_up_fail_job: (skip)
 * @self: the object, at work
 * @error: why
 *
 * The present job could not be done. What is still worth having is tried again later.
 */
void
bedside_catch_up_fail_job (BedsideCatchUp *self,
                           const GError   *error)
{
  BedsideCatchUpJob *job = g_steal_pointer (&self->current);

  if (job->task != NULL)
    g_task_return_error (job->task, g_error_copy (error));
  else if (is_final (error))
    give_up (self, job, error);
  else
    {
      bedside_catch_up_remember (self->noted, job->room_id);
      postpone (self);
      if (!is_stopped (self) && !bedside_matrix_error_ends_session (error))
        wait_after (self, error);
    }
  bedside_catch_up_job_free (job);

  if (is_stopped (self))
    return;
  if (self->wait_id == 0 && !bedside_matrix_error_ends_session (error))
    queue_noted (self);
  work (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- what others ask for --- */

/**
 * bedside_catch_up_note:
 * @self: the object
 * @room: a room that sync has just spoken of, or that is shown now
 *
 * Has the next bedside_catch_up_go_on() look at the room.
 */
void
bedside_catch_up_note (BedsideCatchUp *self,
                       BedsideRoom    *room)
{
  g_return_if_fail (BEDSIDE_IS_CATCH_UP (self));
  g_return_if_fail (room != NULL);

  if (room->gaps->len > 0)
    bedside_catch_up_remember (self->gapped, room->room_id);
  if (room->gaps->len > 0 || lacks_preview (self, room))
    bedside_catch_up_remember (self->noted, room->room_id);
}

/**
 * bedside_catch_up_go_on:
 * @self: the object
 *
 * Starts what has been noted, unless it waits after a failure. To be called after
 * each sync answer.
 */
void
bedside_catch_up_go_on (BedsideCatchUp *self)
{
  g_return_if_fail (BEDSIDE_IS_CATCH_UP (self));

  if (self->wait_id != 0 || is_stopped (self))
    return;
  queue_noted (self);
  work (self);
}

/**
 * bedside_catch_up_hurry:
 * @self: the object
 *
 * As bedside_catch_up_go_on(), and waits no longer, because the server answers
 * again; except where it said how long to wait.
 */
void
bedside_catch_up_hurry (BedsideCatchUp *self)
{
  g_return_if_fail (BEDSIDE_IS_CATCH_UP (self));

  if (!self->must_wait)
    g_clear_handle_id (&self->wait_id, g_source_remove);
  bedside_catch_up_go_on (self);
}

/**
 * bedside_catch_up_set_held:
 * @self: the object
 * @held: whether a sync answer is being taken over
 *
 * Lets a page that has arrived wait until the sync answer is given to the store,
 * so that each transaction leaves a room as it was at one time.
 */
void
bedside_catch_up_set_held (BedsideCatchUp *self,
                           gboolean        held)
{
  g_return_if_fail (BEDSIDE_IS_CATCH_UP (self));

  self->held = held;
  if (!held && self->current != NULL && self->current->known != NULL)
    bedside_catch_up_take_page (self);
}

/**
 * bedside_catch_up_has_gaps:
 * @self: the object
 *
 * Returns: whether messages are missing between those that are there
 */
gboolean
bedside_catch_up_has_gaps (BedsideCatchUp *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CATCH_UP (self), FALSE);

  GHashTableIter iter;
  const char *room_id;
  gboolean found = FALSE;

  g_hash_table_iter_init (&iter, self->gapped);
  while (!found && g_hash_table_iter_next (&iter, (gpointer *) &room_id, NULL))
    {
      BedsideRoom *room = bedside_registry_find (self->registry, room_id);

      if (room == NULL || room->gaps->len == 0)
        g_hash_table_iter_remove (&iter);
      else
        found = room->conversation != NULL;
    }

  return found;
}

/**
 * bedside_catch_up_is_waiting:
 * @self: the object
 *
 * Returns: whether the server did not give what was asked for, and is asked again later
 */
gboolean
bedside_catch_up_is_waiting (BedsideCatchUp *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CATCH_UP (self), FALSE);

  return self->wait_id != 0;
}

/**
 * bedside_catch_up_look_back:
 * @self: the object
 * @room: a room
 * @until: ms since 1970
 *
 * Fetches older pages until the room's events go back to @until.
 *
 * Returns: whether there is something to fetch
 */
gboolean
bedside_catch_up_look_back (BedsideCatchUp *self,
                            BedsideRoom    *room,
                            gint64          until)
{
  g_return_val_if_fail (BEDSIDE_IS_CATCH_UP (self), FALSE);
  g_return_val_if_fail (room != NULL, FALSE);

  if (room->complete || room->older_token == NULL || room->oldest_at <= until || is_stopped (self) ||
      g_hash_table_contains (self->given_up, room->room_id))
    return FALSE;

  BedsideCatchUpJob *job = add_job (self, BEDSIDE_CATCH_UP_LOOK_BACK, room->room_id);

  job->until = job->until == 0 ? until : MIN (job->until, until);
  work (self);

  return TRUE;
}

/**
 * bedside_catch_up_stop:
 * @self: the object
 *
 * Gives up what is under way and queued. What is asked for later fails.
 */
void
bedside_catch_up_stop (BedsideCatchUp *self)
{
  g_return_if_fail (BEDSIDE_IS_CATCH_UP (self));

  BedsideCatchUpJob *job;

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->wait_id, g_source_remove);
  while ((job = g_queue_pop_head (&self->jobs)) != NULL)
    {
      if (job->task != NULL)
        g_task_return_new_error (job->task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The session is over");
      bedside_catch_up_job_free (job);
    }
  /* A page that was held has nobody to come back to. */
  if (self->current != NULL && self->current->known != NULL)
    {
      /* lint: allow text, because nobody is there any more to read it. */
      g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "The session is over");

      bedside_catch_up_fail_job (self, error);
    }
}

/**
 * bedside_catch_up_fetch_older_async:
 * @self: the object
 * @room_id: a room
 * @cancellable: (nullable): to stop waiting
 * @callback: called when the page has been placed
 * @user_data: data for @callback
 *
 * Fetches a page of events before the room's oldest stored one, ahead of what is queued.
 */
void
bedside_catch_up_fetch_older_async (BedsideCatchUp      *self,
                                    const char          *room_id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CATCH_UP (self));
  g_return_if_fail (room_id != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_catch_up_fetch_older_async);
  if (is_stopped (self))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The session is over");
      return;
    }

  BedsideCatchUpJob *job = g_new0 (BedsideCatchUpJob, 1);

  job->kind = BEDSIDE_CATCH_UP_OLDER;
  job->room_id = g_strdup (room_id);
  job->task = g_steal_pointer (&task);
  g_queue_push_tail (&self->jobs, job);
  work (self);
}

/**
 * bedside_catch_up_fetch_older_finish:
 * @self: the object
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: %FALSE if the server did not give the page
 */
gboolean
bedside_catch_up_fetch_older_finish (BedsideCatchUp  *self,
                                     GAsyncResult    *result,
                                     GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_catch_up_fetch_older_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
