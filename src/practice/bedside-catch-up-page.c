/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-catch-up-page"

#include "bedside-catch-up-private.h"

#include "bedside-page-placing.h"

#define PAGE_SIZE 100
/* A conversation may begin with a lot that is no message; beyond this it is shown without a preview. */
#define MAX_PREVIEW_PAGES 5

static void on_next   (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_page   (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_known  (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_record (GObject *object, GAsyncResult *result, gpointer user_data);

static void
request (BedsideCatchUp    *self,
         BedsideCatchUpJob *job,
         const char        *from)
{
  char *copy = g_strdup (from);

  g_free (job->from);
  job->from = copy;
  bedside_client_messages_async (self->client, job->room_id, *from ? from : NULL, NULL, PAGE_SIZE, self->cancellable,
                                 on_page, g_object_ref (self));
}

static gboolean
start_gap (BedsideCatchUp    *self,
           BedsideCatchUpJob *job,
           BedsideGap        *gap)
{
  if (gap == NULL)
    return FALSE;

  if (gap->next_event_id != NULL)
    {
      const char *ids[] = { gap->next_event_id, NULL };

      bedside_store_find_events_async (self->store, job->room_id, ids, self->cancellable, on_next,
                                       g_object_ref (self));
    }
  else
    request (self, job, gap->token);

  return TRUE;
}

static gboolean
is_done (BedsideCatchUpJob *job,
         BedsideRoom       *room)
{
  switch (job->kind)
    {
    case BEDSIDE_CATCH_UP_GAP:
      return room->gaps->len == 0;

    case BEDSIDE_CATCH_UP_PREVIEW:
      return room->preview.event_id != NULL || room->complete || job->pages >= MAX_PREVIEW_PAGES;

    case BEDSIDE_CATCH_UP_LOOK_BACK:
      return room->complete || room->oldest_at <= job->until;

    case BEDSIDE_CATCH_UP_OLDER:
    default:
      return room->complete || job->pages > 0;
    }
}

/**
 * bedside_catch_up_start_job: (skip)
 * @self: the object, at work
 *
 * Asks for a page.
 *
 * Returns: %FALSE if there is nothing to do
 */
gboolean
bedside_catch_up_start_job (BedsideCatchUp *self)
{
  BedsideCatchUpJob *job = self->current;
  BedsideRoom *room = bedside_catch_up_get_room (self);

  if (room == NULL || is_done (job, room))
    return FALSE;
  if (job->kind == BEDSIDE_CATCH_UP_GAP)
    return start_gap (self, job, bedside_room_get_newest_gap (room));
  if (room->older_token == NULL)
    {
      room->complete = TRUE;
      bedside_registry_note_heard (self->registry, room);
      return FALSE;
    }
  request (self, job, room->older_token);

  return TRUE;
}

/* Positions of events, whether they are on the disk already or not. */
static GHashTable *
collect_known (BedsideCatchUp *self,
               const char     *room_id,
               GPtrArray      *records)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GPtrArray) unwritten = bedside_recorder_list_events (self->recorder, room_id);

  for (guint i = 0; i < unwritten->len; i++)
    {
      BedsidePlacedEvent *item = g_ptr_array_index (unwritten, i);

      if (!g_hash_table_contains (known, item->event->event_id))
        g_hash_table_insert (known, g_strdup (item->event->event_id),
                             g_memdup2 (&item->position, sizeof item->position));
    }
  /* What is on the disk counts: an event that came again keeps its first place. */
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      BedsideStoreEvent *record = g_ptr_array_index (records, i);

      g_hash_table_replace (known, g_strdup (record->event_id), g_memdup2 (&record->position, sizeof record->position));
    }

  return known;
}

/* Whether the event behind a gap was there before the gap came: then nothing is missing. */
static void
on_next (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(BedsideCatchUp) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = bedside_store_find_events_finish (BEDSIDE_STORE (object), result, &error);
  BedsideCatchUpJob *job = self->current;
  BedsideRoom *room = bedside_catch_up_get_room (self);
  BedsideGap *gap = room ? bedside_room_get_newest_gap (room) : NULL;

  if (records == NULL)
    {
      bedside_catch_up_fail_job (self, error);
      return;
    }
  /* Another gap may have come meanwhile. */
  if (gap != NULL && gap->next_event_id != NULL)
    {
      g_autoptr(GHashTable) known = collect_known (self, job->room_id, records);
      gint64 *position = g_hash_table_lookup (known, gap->next_event_id);

      if (position != NULL && *position <= gap->cursor)
        {
          bedside_room_close_gap (room, gap);
          bedside_catch_up_record_room (self, room);
        }
      else
        g_clear_pointer (&gap->next_event_id, g_free);
    }
  bedside_catch_up_repeat_job (self);
}

static void
on_page (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(BedsideCatchUp) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideMessagesPage) page = bedside_client_messages_finish (BEDSIDE_CLIENT (object), result, &error);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  BedsideCatchUpJob *job = self->current;

  if (page == NULL)
    {
      bedside_catch_up_fail_job (self, error);
      return;
    }

  self->attempt = 0;
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

/* The room may have changed since the page was asked for. */
static GPtrArray *
place_page (BedsideCatchUpJob *job,
            BedsideRoom       *room)
{
  BedsideGap *gap = job->kind == BEDSIDE_CATCH_UP_GAP ? bedside_room_find_gap (room, job->from) : NULL;

  if (gap != NULL)
    return bedside_page_place_in_gap (room, gap, job->page, job->known);
  if (job->kind != BEDSIDE_CATCH_UP_GAP && g_strcmp0 (room->older_token, job->from) == 0)
    return bedside_page_place_before (room, job->page);

  return NULL;
}

/* Members that the page needs; newer ones are known already. */
static void
take_members (BedsideCatchUp      *self,
              BedsideRoom         *room,
              BedsideMessagesPage *page,
              BedsideChanges      *changes)
{
  for (guint i = 0; i < page->state->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (page->state, i);

      if (bedside_event_is_state (event, "m.room.member") && bedside_room_get_member (room, event->state_key) == NULL)
        {
          bedside_registry_apply_state (self->registry, room, event);
          bedside_changes_put_state (changes, room->room_id, event);
        }
    }
}

/**
 * bedside_catch_up_take_page: (skip)
 * @self: the object, with a page and what is known of its events
 *
 * Gives the page to everybody. Events, the gap that they close and everything that
 * follows from them are one transaction.
 */
void
bedside_catch_up_take_page (BedsideCatchUp *self)
{
  BedsideCatchUpJob *job = self->current;
  BedsideRoom *room = bedside_catch_up_get_room (self);
  g_autoptr(GPtrArray) placed = room ? place_page (job, room) : NULL;
  BedsideChanges *changes;

  if (placed == NULL)
    {
      g_clear_pointer (&job->page, bedside_messages_page_free);
      g_clear_pointer (&job->known, g_hash_table_unref);
      bedside_catch_up_repeat_job (self);
      return;
    }

  changes = bedside_changes_new ();
  job->pages++;
  take_members (self, room, job->page, changes);
  for (guint i = 0; i < placed->len; i++)
    {
      BedsidePlacedEvent *item = g_ptr_array_index (placed, i);

      bedside_changes_put_event (changes, room->room_id, item->position, item->event);
    }
  g_clear_pointer (&job->page, bedside_messages_page_free);
  g_clear_pointer (&job->known, g_hash_table_unref);
  bedside_catch_up_emit_placed (self, room, placed, changes);

  g_autofree char *payload = bedside_room_to_payload (room);
  bedside_store_batch_put_room (bedside_changes_get_batch (changes), room->room_id, payload);
  bedside_recorder_write_async (self->recorder, changes, on_record, g_object_ref (self));
}

static void
on_known (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BedsideCatchUp) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = bedside_store_find_events_finish (BEDSIDE_STORE (object), result, &error);
  BedsideCatchUpJob *job = self->current;

  if (records == NULL)
    {
      bedside_catch_up_fail_job (self, error);
      return;
    }
  job->known = collect_known (self, job->room_id, records);
  if (!self->held)
    bedside_catch_up_take_page (self);
}

/* What could not be written is kept by the recorder, and read there by whoever waits for the page. */
static void
on_record (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BedsideCatchUp) self = user_data;
  BedsideCatchUpJob *job = self->current;
  BedsideRoom *room = bedside_catch_up_get_room (self);

  bedside_recorder_write_finish (BEDSIDE_RECORDER (object), result, NULL);
  if (job->kind == BEDSIDE_CATCH_UP_PREVIEW && job->pages >= MAX_PREVIEW_PAGES)
    bedside_catch_up_remember (self->silent, job->room_id);
  if (room == NULL || is_done (job, room))
    bedside_catch_up_finish_job (self);
  else
    bedside_catch_up_repeat_job (self);
}
