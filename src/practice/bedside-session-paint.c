/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-paint"

#include "bedside-session-private.h"

#include "bedside-first-paint.h"
#include "bedside-summary.h"

/* How long the first sync waits for what is shown before it, in ms. Then both are under way. */
#define PATIENCE 1000

struct _BedsidePainting
{
  GCancellable *cancellable;  /* (owned): of the requests */
  guint         wait_id;      /* sync has not been asked yet */
  GHashTable   *rooms;        /* (owned) (element-type utf8 BedsidePaintedRoom): that sync has not named yet */
};

static void
painting_free (BedsidePainting *painting)
{
  g_cancellable_cancel (painting->cancellable);
  g_object_unref (painting->cancellable);
  g_clear_handle_id (&painting->wait_id, g_source_remove);
  g_hash_table_unref (painting->rooms);
  g_free (painting);
}

/**
 * bedside_session_stop_painting: (skip)
 * @self: a session
 *
 * Gives it up; what is shown stays.
 */
void
bedside_session_stop_painting (BedsideSession *self)
{
  g_clear_pointer (&self->painting, painting_free);
}

static void
start_sync (BedsideSession *self)
{
  g_clear_handle_id (&self->painting->wait_id, g_source_remove);
  bedside_sync_engine_start (self->engine);
}

static gboolean
on_patience_over (gpointer user_data)
{
  start_sync (user_data);

  return G_SOURCE_REMOVE;
}

/* --- showing --- */

/* What an opened conversation needs to know of its room; nothing that others draw conclusions from. */
static void
apply_room_state (BedsideRoom      *room,
                  BedsideRoomDelta *delta)
{
  for (guint i = 0; i < delta->state->len; i++)
    bedside_room_apply_state (room, g_ptr_array_index (delta->state, i));
}

/* Whatever gets a place in the room's history is newer. */
static void
paint_preview (BedsideSession   *self,
               BedsideRoom      *room,
               BedsideRoomDelta *delta)
{
  for (guint i = 0; i < delta->timeline->len; i++)
    bedside_preview_take (&room->preview, G_MININT64 + i, g_ptr_array_index (delta->timeline, i),
                          bedside_registry_get_user_id (self->registry));
}

static void
paint_room (BedsideSession     *self,
            BedsidePaintedRoom *painted)
{
  BedsideRoom *room = bedside_registry_ensure (self->registry, painted->delta->room_id);

  g_clear_pointer (&room->summary, json_object_unref);
  room->summary = json_object_ref (painted->summary);
  room->membership = BEDSIDE_MEMBERSHIP_JOINED;
  if (bedside_summary_get_kind (room->summary) == BEDSIDE_ROOM_KIND_PRACTICE || !bedside_room_is_empty (room))
    return;
  apply_room_state (room, painted->delta);
  paint_preview (self, room, painted->delta);
}

static void
paint (BedsideSession *self,
       GPtrArray      *rooms)
{
  for (guint i = 0; i < rooms->len; i++)
    {
      BedsidePaintedRoom *painted = g_ptr_array_index (rooms, i);

      paint_room (self, painted);
      g_hash_table_insert (self->painting->rooms, painted->delta->room_id, painted);
    }
  g_ptr_array_set_free_func (rooms, NULL);
  if (rooms->len > 0)
    bedside_registry_show_summaries (self->registry);
}

/* Whatever goes wrong, sync tells of it if it is worth telling. */
static void
on_loaded (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BedsideSession) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rooms = bedside_first_paint_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->painting == NULL)
    return;

  if (rooms != NULL)
    paint (self, rooms);
  if (self->painting->wait_id != 0)
    start_sync (self);
}

/* Only where there is nothing else to show. */
static gboolean
is_wanted (BedsideSession *self)
{
  return self->position == NULL && bedside_registry_get_practice (self->registry) == NULL;
}

/**
 * bedside_session_start_painting: (skip)
 * @self: a session that is to go to the server
 *
 * Starts sync; the first one of a device after the first screenful of the list, which would otherwise wait behind it,
 * because the server does one after the other.
 */
void
bedside_session_start_painting (BedsideSession *self)
{
  if (!is_wanted (self))
    {
      bedside_sync_engine_start (self->engine);
      return;
    }

  self->painting = g_new0 (BedsidePainting, 1);
  self->painting->cancellable = g_cancellable_new ();
  self->painting->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                 (GDestroyNotify) bedside_painted_room_free);
  self->painting->wait_id = g_timeout_add (PATIENCE, on_patience_over, self);
  bedside_first_paint_load_async (self->client, self->painting->cancellable, on_loaded, g_object_ref (self));
}

/* --- what becomes of it --- */

/**
 * bedside_session_keep_painted: (skip)
 * @self: a session
 * @room: a room that is about to be opened
 *
 * What is opened before sync has named it becomes a room of which the server has forgotten where we were. Its history
 * is loaded and stored, from the newest event on; sync joins what it brings to that. The few events that are shown in
 * the list are not part of it: sync could bring older ones, which would be taken for newer ones.
 */
void
bedside_session_keep_painted (BedsideSession *self,
                              BedsideRoom    *room)
{
  if (self->painting == NULL || !g_hash_table_contains (self->painting->rooms, room->room_id) ||
      room->older_token != NULL || !bedside_room_is_empty (room))
    return;
  room->older_token = g_strdup ("");
  room->unconfirmed = self->starting_over = TRUE;
}

/**
 * bedside_session_stop_asking: (skip)
 * @self: a session to which sync has answered
 *
 * What has not been shown by now need not be.
 */
void
bedside_session_stop_asking (BedsideSession *self)
{
  if (self->painting != NULL)
    g_cancellable_cancel (self->painting->cancellable);
}

/**
 * bedside_session_confirm_painted: (skip)
 * @self: a session
 * @room: a room that sync names
 *
 * From now on it is as sync says.
 */
void
bedside_session_confirm_painted (BedsideSession *self,
                                 BedsideRoom    *room)
{
  if (self->painting == NULL || !g_hash_table_remove (self->painting->rooms, room->room_id))
    return;
  if (bedside_room_is_empty (room))
    bedside_preview_clear (&room->preview);
}

static void
forget_room (BedsideSession     *self,
             BedsideRoom        *room,
             BedsidePaintedRoom *painted)
{
  GPtrArray *state = painted->delta->state;

  if (!room->unconfirmed)
    {
      bedside_registry_forget (self->registry, painted->delta->room_id);
      return;
    }
  /* With its record: what the store knows of a room must go when that is left, and without one nobody would find it. */
  g_autofree char *payload = bedside_room_to_payload (room);

  bedside_store_batch_put_room (bedside_changes_get_batch (self->takeover->changes), room->room_id, payload);
  for (guint i = 0; i < state->len; i++)
    bedside_changes_put_state (self->takeover->changes, room->room_id, g_ptr_array_index (state, i));
}

/**
 * bedside_session_forget_painted: (skip)
 * @self: a session that has taken over all rooms of an answer
 *
 * Rooms that sync does not name are gone. What was opened stays until the next answer, which tells for sure.
 */
void
bedside_session_forget_painted (BedsideSession *self)
{
  g_autoptr(GHashTable) rooms = self->painting ? g_hash_table_ref (self->painting->rooms) : NULL;
  GHashTableIter iter;
  const char *room_id;
  BedsidePaintedRoom *painted;

  if (rooms == NULL)
    return;

  g_hash_table_iter_init (&iter, rooms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room_id, (gpointer *) &painted))
    {
      BedsideRoom *room = bedside_registry_find (self->registry, room_id);

      if (room != NULL)
        forget_room (self, room, painted);
    }
  bedside_session_stop_painting (self);
}
