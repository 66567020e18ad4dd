/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-catch-up"

#include "bedside-catch-up.h"

#include "bedside-matrix-error.h"
#include "bedside-rooms.h"

#define PAGE_SIZE 100
/* A conversation may begin with a lot that is no message; beyond this it is shown without a preview. */
#define MAX_PREVIEW_PAGES 5

typedef enum {
  JOB_KIND_GAP,
  JOB_KIND_PREVIEW,
  JOB_KIND_OLDER,
} JobKind;

typedef struct {
  JobKind  kind;
  char    *room_id;    /* (owned) */
  GTask   *task;       /* (owned) (nullable): of fetch_older */
  guint    pages;      /* fetched so far */

  BedsideMessagesPage *page;  /* (owned) (nullable): while it is looked at */
} Job;

struct _BedsideCatchUp
{
  GObject          parent_instance;

  BedsideClient   *client;       /* (owned) */
  BedsideRegistry *registry;     /* (owned) */
  BedsideStore    *store;        /* (owned) */
  BedsideRecorder *recorder;     /* (owned) */
  GCancellable    *cancellable;  /* (owned) */
  GQueue           jobs;         /* (element-type Job) (owned) */
  Job             *current;      /* (owned) (nullable) */
};

enum {
  SIGNAL_PLACED,
  SIGNAL_IDLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideCatchUp, bedside_catch_up, G_TYPE_OBJECT)

/**
 * bedside_placed_event_new:
 * @position: its place
 * @event: an event
 *
 * Returns: (transfer full): both together
 */
BedsidePlacedEvent *
bedside_placed_event_new (gint64        position,
                          BedsideEvent *event)
{
  BedsidePlacedEvent *self = g_new0 (BedsidePlacedEvent, 1);

  self->position = position;
  self->event = bedside_event_ref (event);

  return self;
}

/**
 * bedside_placed_event_free:
 * @self: (transfer full): a placed event
 */
void
bedside_placed_event_free (BedsidePlacedEvent *self)
{
  bedside_event_unref (self->event);
  g_free (self);
}

static void
job_free (Job *job)
{
  g_free (job->room_id);
  g_clear_object (&job->task);
  g_clear_pointer (&job->page, bedside_messages_page_free);
  g_free (job);
}

static void
bedside_catch_up_dispose (GObject *object)
{
  BedsideCatchUp *self = BEDSIDE_CATCH_UP (object);

  g_cancellable_cancel (self->cancellable);
  g_queue_clear_full (&self->jobs, (GDestroyNotify) job_free);
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

  g_clear_pointer (&self->current, job_free);
  g_clear_object (&self->cancellable);

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
  signals[SIGNAL_IDLE] = g_signal_new ("idle", BEDSIDE_TYPE_CATCH_UP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
}

static void
bedside_catch_up_init (BedsideCatchUp *self)
{
  self->cancellable = g_cancellable_new ();
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
  BedsideCatchUp *self = g_object_new (BEDSIDE_TYPE_CATCH_UP, NULL);

  self->client = g_object_ref (client);
  self->registry = g_object_ref (registry);
  self->store = g_object_ref (store);
  self->recorder = g_object_ref (recorder);

  return self;
}

static void work      (BedsideCatchUp *self);
static void on_page   (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_known  (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_record (GObject *object, GAsyncResult *result, gpointer user_data);

static void
finish_job (BedsideCatchUp *self)
{
  Job *job = g_steal_pointer (&self->current);

  if (job->task != NULL)
    g_task_return_boolean (job->task, TRUE);
  job_free (job);
  work (self);
}

static void
fail_job (BedsideCatchUp *self,
          GError         *error)
{
  Job *job = g_steal_pointer (&self->current);
  gboolean worth_waiting = bedside_matrix_error_get_retry_delay (error, 0) >= 0;

  if (job->task != NULL)
    g_task_return_error (job->task, error);
  else
    {
      BedsideRoom *room = bedside_registry_find (self->registry, job->room_id);

      /* The server will never give it (we have left, say): there is nothing to wait for. */
      if (!worth_waiting && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
          job->kind == JOB_KIND_GAP && room != NULL && room->gaps->len > 0)
        g_ptr_array_remove_index (room->gaps, room->gaps->len - 1);
      g_error_free (error);
    }
  job_free (job);

  if (worth_waiting)
    {
      /* bedside_catch_up_look_around() finds the background jobs again when the server answers again. */
      for (GList *link = self->jobs.head, *next; link != NULL; link = next)
        {
          next = link->next;
          if (((Job *) link->data)->task == NULL)
            {
              job_free (link->data);
              g_queue_delete_link (&self->jobs, link);
            }
        }
    }
  work (self);
}

/* Starts the next job unless one is under way. */
static void
work (BedsideCatchUp *self)
{
  while (self->current == NULL && !g_cancellable_is_cancelled (self->cancellable))
    {
      Job *job = g_queue_pop_head (&self->jobs);

      if (job == NULL)
        {
          g_signal_emit (self, signals[SIGNAL_IDLE], 0);
          return;
        }

      BedsideRoom *room = bedside_registry_find (self->registry, job->room_id);
      const char *from = NULL;

      self->current = job;
      if (room != NULL && job->kind == JOB_KIND_GAP && room->gaps->len > 0)
        from = ((BedsideGap *) g_ptr_array_index (room->gaps, room->gaps->len - 1))->token;
      else if (room != NULL && job->kind != JOB_KIND_GAP && !room->complete)
        from = room->older_token;

      if (from == NULL)
        {
          if (room != NULL && job->kind != JOB_KIND_GAP)
            room->complete = TRUE;
          self->current = NULL;
          if (job->task != NULL)
            g_task_return_boolean (job->task, TRUE);
          job_free (job);
          continue;
        }

      bedside_client_messages_async (self->client, job->room_id, from, NULL, PAGE_SIZE, self->cancellable, on_page,
                                     g_object_ref (self));
    }
}

static void
on_page (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(BedsideCatchUp) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideMessagesPage) page = bedside_client_messages_finish (BEDSIDE_CLIENT (object), result, &error);
  Job *job = self->current;

  if (page == NULL)
    {
      fail_job (self, g_steal_pointer (&error));
      return;
    }

  /* What is known ends a gap; the server's hint where to stop is only a hint. */
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  for (guint i = 0; i < page->events->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (page->events, i);

      if (event->event_id != NULL)
        g_ptr_array_add (ids, event->event_id);
    }
  g_ptr_array_add (ids, NULL);

  job->page = g_steal_pointer (&page);
  bedside_store_find_events_async (self->store, job->room_id, (const char * const *) ids->pdata, self->cancellable,
                                   on_known, g_object_ref (self));
}

/* Places the events of a page, newest first, until one is known. */
static GPtrArray *
place_events (BedsideMessagesPage *page,
              GHashTable          *known,
              gint64              *cursor,
              gboolean            *met_known)
{
  GPtrArray *placed = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_placed_event_free);

  *met_known = FALSE;
  for (guint i = 0; i < page->events->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (page->events, i);

      if (event->event_id == NULL)
        continue;
      if (g_hash_table_contains (known, event->event_id))
        {
          *met_known = TRUE;
          break;
        }
      g_ptr_array_add (placed, bedside_placed_event_new ((*cursor)--, event));
    }

  return placed;
}

static GPtrArray *
place_in_gap (BedsideRoom         *room,
              BedsideMessagesPage *page,
              GHashTable          *known)
{
  BedsideGap *gap = g_ptr_array_index (room->gaps, room->gaps->len - 1);
  gboolean met_known = FALSE;
  GPtrArray *placed = place_events (page, known, &gap->cursor, &met_known);

  if (met_known || page->end == NULL || g_strcmp0 (page->end, gap->token) == 0)
    g_ptr_array_remove_index (room->gaps, room->gaps->len - 1);
  else
    {
      g_free (gap->token);
      gap->token = g_strdup (page->end);
    }

  return placed;
}

static GPtrArray *
place_before (BedsideRoom         *room,
              BedsideMessagesPage *page,
              GHashTable          *known)
{
  gint64 cursor = room->first_position - 1;
  g_autoptr(GHashTable) none = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean met_known = FALSE;
  /* Known events at the seam are no end here; the store and the timeline drop them. */
  GPtrArray *placed = place_events (page, none, &cursor, &met_known);

  room->first_position = cursor + 1;
  if (page->end == NULL || g_strcmp0 (page->end, room->older_token) == 0)
    {
      room->complete = TRUE;
      g_clear_pointer (&room->older_token, g_free);
    }
  else
    {
      g_free (room->older_token);
      room->older_token = g_strdup (page->end);
    }

  return placed;
}

static void
record_page (BedsideCatchUp      *self,
             BedsideRoom         *room,
             BedsideMessagesPage *page,
             GPtrArray           *placed)
{
  g_autoptr(BedsideChanges) changes = bedside_changes_new ();

  for (guint i = 0; i < page->state->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (page->state, i);

      /* Members that the page needs; newer ones are known already. */
      if (bedside_event_is_state (event, "m.room.member") && bedside_room_get_member (room, event->state_key) == NULL)
        {
          bedside_registry_apply_state (self->registry, room, event);
          bedside_changes_put_state (changes, room->room_id, event);
        }
    }
  for (guint i = 0; i < placed->len; i++)
    {
      BedsidePlacedEvent *item = g_ptr_array_index (placed, i);

      bedside_changes_put_event (changes, room->room_id, item->position, item->event);
    }
  g_signal_emit (self, signals[SIGNAL_PLACED], 0, room, placed, changes);

  g_autofree char *payload = bedside_room_to_payload (room);
  bedside_store_batch_put_room (bedside_changes_get_batch (changes), room->room_id, payload);
  bedside_recorder_write_async (self->recorder, g_steal_pointer (&changes), NULL, on_record, g_object_ref (self));
}

static void
on_known (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BedsideCatchUp) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = bedside_store_find_events_finish (BEDSIDE_STORE (object), result, &error);
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  Job *job = self->current;
  BedsideRoom *room = bedside_registry_find (self->registry, job->room_id);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail_job (self, g_steal_pointer (&error));
      return;
    }
  for (guint i = 0; records != NULL && i < records->len; i++)
    g_hash_table_add (known, ((BedsideStoreEvent *) g_ptr_array_index (records, i))->event_id);

  if (room == NULL || (job->kind == JOB_KIND_GAP && room->gaps->len == 0))
    {
      finish_job (self);
      return;
    }

  g_autoptr(BedsideMessagesPage) page = g_steal_pointer (&job->page);
  g_autoptr(GPtrArray) placed = job->kind == JOB_KIND_GAP ? place_in_gap (room, page, known)
                                                          : place_before (room, page, known);

  job->pages++;
  record_page (self, room, page, placed);
}

static gboolean
is_done (Job         *job,
         BedsideRoom *room)
{
  switch (job->kind)
    {
    case JOB_KIND_GAP:
      return room->gaps->len == 0;

    case JOB_KIND_PREVIEW:
      return room->preview_event_id != NULL || room->complete || job->pages >= MAX_PREVIEW_PAGES;

    case JOB_KIND_OLDER:
    default:
      return TRUE;
    }
}

/* Whoever waits for the page reads it from the store. */
static void
on_record (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BedsideCatchUp) self = user_data;
  g_autoptr(GError) error = NULL;
  Job *job = self->current;
  BedsideRoom *room = bedside_registry_find (self->registry, job->room_id);

  if (!bedside_recorder_write_finish (BEDSIDE_RECORDER (object), result, &error))
    {
      fail_job (self, g_steal_pointer (&error));
      return;
    }
  if (room == NULL || is_done (job, room))
    {
      finish_job (self);
      return;
    }
  g_queue_push_head (&self->jobs, g_steal_pointer (&self->current));
  work (self);
}

static void
add_job (BedsideCatchUp *self,
         JobKind         kind,
         const char     *room_id)
{
  for (GList *link = self->jobs.head; link != NULL; link = link->next)
    {
      Job *other = link->data;

      if (other->kind == kind && other->task == NULL && g_str_equal (other->room_id, room_id))
        return;
    }
  if (self->current && self->current->kind == kind && g_str_equal (self->current->room_id, room_id))
    return;

  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->room_id = g_strdup (room_id);
  g_queue_push_tail (&self->jobs, job);
}

/**
 * bedside_catch_up_look_around:
 * @self: the object
 *
 * Queues what is missing: gaps, and previews of conversations that show none.
 * To be called after each sync answer.
 */
void
bedside_catch_up_look_around (BedsideCatchUp *self)
{
  g_return_if_fail (BEDSIDE_IS_CATCH_UP (self));

  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);

  for (GList *link = rooms; link != NULL; link = link->next)
    {
      BedsideRoom *room = link->data;

      if (room->conversation == NULL)
        continue;
      if (room->gaps->len > 0)
        add_job (self, JOB_KIND_GAP, room->room_id);
      else if (room->preview_event_id == NULL && !room->complete && room->older_token != NULL &&
               room->membership == BEDSIDE_MEMBERSHIP_JOINED)
        add_job (self, JOB_KIND_PREVIEW, room->room_id);
    }
  work (self);
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

  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);

  for (GList *link = rooms; link != NULL; link = link->next)
    {
      BedsideRoom *room = link->data;

      if (room->conversation != NULL && room->gaps->len > 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * bedside_catch_up_stop:
 * @self: the object
 *
 * Gives up what is under way and queued.
 */
void
bedside_catch_up_stop (BedsideCatchUp *self)
{
  g_return_if_fail (BEDSIDE_IS_CATCH_UP (self));

  g_cancellable_cancel (self->cancellable);
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

  Job *job = g_new0 (Job, 1);

  job->kind = JOB_KIND_OLDER;
  job->room_id = g_strdup (room_id);
  job->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, bedside_catch_up_fetch_older_async);
  g_queue_push_head (&self->jobs, job);
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
