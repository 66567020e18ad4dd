/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-member-loader"

#include "bedside-member-loader.h"

#include "bedside-matrix-error.h"
#include "bedside-rooms.h"

/* Where the server never gives a delay. */
#define SLOW_PACE (60 * 1000)

struct _BedsideMemberLoader
{
  GObject          parent_instance;

  BedsideClient   *client;       /* (owned) */
  BedsideRegistry *registry;     /* (owned) */
  BedsideRecorder *recorder;     /* (owned) */
  GCancellable    *cancellable;  /* (owned) */

  GHashTable      *noted;        /* (owned) (element-type utf8): rooms to look at */
  char            *room_id;      /* (owned) (nullable): the one at which the server is asked, or was */
  GPtrArray       *answer;       /* (owned) (nullable): that is held back */
  guint            wait_id;
  guint            attempt;
  gboolean         held;
};

G_DEFINE_FINAL_TYPE (BedsideMemberLoader, bedside_member_loader, G_TYPE_OBJECT)

static void
bedside_member_loader_dispose (GObject *object)
{
  BedsideMemberLoader *self = BEDSIDE_MEMBER_LOADER (object);

  bedside_member_loader_stop (self);
  g_clear_object (&self->client);
  g_clear_object (&self->registry);
  g_clear_object (&self->recorder);

  G_OBJECT_CLASS (bedside_member_loader_parent_class)->dispose (object);
}

static void
bedside_member_loader_finalize (GObject *object)
{
  BedsideMemberLoader *self = BEDSIDE_MEMBER_LOADER (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->noted);
  g_free (self->room_id);
  g_clear_pointer (&self->answer, g_ptr_array_unref);

  G_OBJECT_CLASS (bedside_member_loader_parent_class)->finalize (object);
}

static void
bedside_member_loader_class_init (BedsideMemberLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_member_loader_dispose;
  G_OBJECT_CLASS (klass)->finalize = bedside_member_loader_finalize;
}

static void
bedside_member_loader_init (BedsideMemberLoader *self)
{
  self->cancellable = g_cancellable_new ();
  self->noted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * bedside_member_loader_new:
 * @client: the session on the server
 * @registry: the rooms
 * @recorder: writes to the cache
 *
 * Returns: (transfer full): a loader that waits for bedside_member_loader_go_on()
 */
BedsideMemberLoader *
bedside_member_loader_new (BedsideClient   *client,
                           BedsideRegistry *registry,
                           BedsideRecorder *recorder)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (BEDSIDE_IS_RECORDER (recorder), NULL);

  BedsideMemberLoader *self = g_object_new (BEDSIDE_TYPE_MEMBER_LOADER, NULL);

  self->client = g_object_ref (client);
  self->registry = g_object_ref (registry);
  self->recorder = g_object_ref (recorder);

  return self;
}

/**
 * bedside_member_loader_stop:
 * @self: a loader
 *
 * Leaves the server alone from now on.
 */
void
bedside_member_loader_stop (BedsideMemberLoader *self)
{
  g_return_if_fail (BEDSIDE_IS_MEMBER_LOADER (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->wait_id, g_source_remove);
}

static gboolean
is_wanted (BedsideRoom *room)
{
  switch (room->kind)
    {
    case BEDSIDE_ROOM_KIND_PRACTICE:
    case BEDSIDE_ROOM_KIND_DIRECTORY:
    case BEDSIDE_ROOM_KIND_TEAM:
      return room->membership == BEDSIDE_MEMBERSHIP_JOINED && !room->members_complete;

    case BEDSIDE_ROOM_KIND_UNKNOWN:
    case BEDSIDE_ROOM_KIND_CONVERSATION:
    case BEDSIDE_ROOM_KIND_OTHER:
    default:
      return FALSE;
    }
}

/**
 * bedside_member_loader_note:
 * @self: a loader
 * @room: a room of the registry
 *
 * Looks at the room the next time: its members may not all be known.
 */
void
bedside_member_loader_note (BedsideMemberLoader *self,
                            BedsideRoom         *room)
{
  g_return_if_fail (BEDSIDE_IS_MEMBER_LOADER (self));
  g_return_if_fail (room != NULL);

  if (is_wanted (room))
    g_hash_table_add (self->noted, g_strdup (room->room_id));
}

static BedsideRoom *
take_next (BedsideMemberLoader *self)
{
  BedsideRoom *next = NULL;
  GHashTableIter iter;
  const char *room_id;

  g_hash_table_iter_init (&iter, self->noted);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room_id, NULL))
    {
      BedsideRoom *room = bedside_registry_find (self->registry, room_id);

      if (room == NULL || !is_wanted (room))
        g_hash_table_iter_remove (&iter);
      else if (next == NULL || room->kind == BEDSIDE_ROOM_KIND_PRACTICE)
        next = room;
    }
  if (next != NULL)
    g_hash_table_remove (self->noted, next->room_id);

  return next;
}

static void on_members (GObject      *object,
                        GAsyncResult *result,
                        gpointer      user_data);

/**
 * bedside_member_loader_go_on:
 * @self: a loader
 *
 * Fetches what has been noted, unless it is at work or waits after a failure.
 */
void
bedside_member_loader_go_on (BedsideMemberLoader *self)
{
  g_return_if_fail (BEDSIDE_IS_MEMBER_LOADER (self));

  BedsideRoom *room;

  if (self->room_id != NULL || self->wait_id != 0 || g_cancellable_is_cancelled (self->cancellable) ||
      (room = take_next (self)) == NULL)
    return;

  self->room_id = g_strdup (room->room_id);
  bedside_room_expect_members (room);
  bedside_client_members_async (self->client, room->room_id, self->cancellable, on_members, g_object_ref (self));
}

static void
take_over (BedsideMemberLoader *self,
           BedsideRoom         *room,
           GPtrArray           *events)
{
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_event_unref);
  BedsideChanges *changes = bedside_changes_new ();

  bedside_room_set_members (room, events, changed);
  for (guint i = 0; i < changed->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (changed, i);

      bedside_registry_apply_state (self->registry, room, event);
      bedside_changes_put_state (changes, room->room_id, event);
    }
  room->members_complete = TRUE;
  bedside_registry_touch (self->registry, room);

  g_autofree char *payload = bedside_room_to_payload (room);
  bedside_store_batch_put_room (bedside_changes_get_batch (changes), room->room_id, payload);
  bedside_recorder_write_async (self->recorder, changes, NULL, NULL);
  bedside_registry_settle (self->registry);
}

static void
use_answer (BedsideMemberLoader *self)
{
  g_autofree char *room_id = g_steal_pointer (&self->room_id);
  g_autoptr(GPtrArray) events = g_steal_pointer (&self->answer);
  BedsideRoom *room = bedside_registry_find (self->registry, room_id);

  self->attempt = 0;
  /* Where the server has left something out since it was asked, it is asked again. */
  if (room != NULL && room->fresh_members != NULL)
    take_over (self, room, events);
  else if (room != NULL)
    bedside_member_loader_note (self, room);
  bedside_member_loader_go_on (self);
}

static gboolean
on_wait_over (gpointer user_data)
{
  BedsideMemberLoader *self = user_data;

  self->wait_id = 0;
  bedside_member_loader_go_on (self);

  return G_SOURCE_REMOVE;
}

/* What is refused is refused until the next start: the room is noted again only if something is heard of it. */
static void
fail (BedsideMemberLoader *self,
      const GError        *error)
{
  g_autofree char *room_id = g_steal_pointer (&self->room_id);
  BedsideRoom *room = bedside_registry_find (self->registry, room_id);
  gint64 delay = bedside_matrix_error_get_retry_delay (error, self->attempt);

  if (room != NULL)
    g_clear_pointer (&room->fresh_members, g_hash_table_unref);
  if (bedside_matrix_error_ends_session (error))
    return;
  if (room != NULL && delay >= 0)
    g_hash_table_add (self->noted, g_steal_pointer (&room_id));
  self->attempt++;
  self->wait_id = g_timeout_add ((guint) (delay < 0 ? SLOW_PACE : delay), on_wait_over, self);
}

static void
on_members (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideMemberLoader) self = user_data;
  g_autoptr(GError) error = NULL;
  GPtrArray *events = bedside_client_members_finish (BEDSIDE_CLIENT (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&events, g_ptr_array_unref);
      return;
    }

  if (events == NULL)
    {
      fail (self, error);
      return;
    }
  self->answer = events;
  if (!self->held)
    use_answer (self);
}

/**
 * bedside_member_loader_set_held:
 * @self: a loader
 * @held: whether a sync answer is being taken over
 */
void
bedside_member_loader_set_held (BedsideMemberLoader *self,
                                gboolean             held)
{
  g_return_if_fail (BEDSIDE_IS_MEMBER_LOADER (self));

  self->held = held;
  if (!held && self->answer != NULL)
    use_answer (self);
}
