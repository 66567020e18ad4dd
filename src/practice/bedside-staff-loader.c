/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-staff-loader"

#include "bedside-staff-loader.h"

#include "bedside-matrix-error.h"
#include "bedside-rooms.h"

/* Where the server never gives a delay. */
#define SLOW_PACE (60 * 1000)

struct _BedsideStaffLoader
{
  GObject              parent_instance;

  BedsideClient       *client;       /* (owned) */
  BedsideRegistry     *registry;     /* (owned) */
  BedsideRecorder     *recorder;     /* (owned) */
  GCancellable        *cancellable;  /* (owned) */

  GHashTable          *noted;        /* (owned) (element-type utf8): rooms to look at */
  char                *room_id;      /* (owned) (nullable): the one of which the server is asked */
  char                *asked_from;   /* (owned) (nullable): from where redactions are asked for */
  GPtrArray           *answer;       /* (owned) (nullable): members, held back */
  BedsideMessagesPage *page;         /* (owned) (nullable): redactions, held back */
  guint                wait_id;
  guint                attempt;
  gboolean             held;
};

G_DEFINE_FINAL_TYPE (BedsideStaffLoader, bedside_staff_loader, G_TYPE_OBJECT)

static void
bedside_staff_loader_dispose (GObject *object)
{
  BedsideStaffLoader *self = BEDSIDE_STAFF_LOADER (object);

  bedside_staff_loader_stop (self);
  g_clear_object (&self->client);
  g_clear_object (&self->registry);
  g_clear_object (&self->recorder);

  G_OBJECT_CLASS (bedside_staff_loader_parent_class)->dispose (object);
}

static void
bedside_staff_loader_finalize (GObject *object)
{
  BedsideStaffLoader *self = BEDSIDE_STAFF_LOADER (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->noted);
  g_free (self->room_id);
  g_free (self->asked_from);
  g_clear_pointer (&self->answer, g_ptr_array_unref);
  g_clear_pointer (&self->page, bedside_messages_page_free);

  G_OBJECT_CLASS (bedside_staff_loader_parent_class)->finalize (object);
}

static void
bedside_staff_loader_class_init (BedsideStaffLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_staff_loader_dispose;
  G_OBJECT_CLASS (klass)->finalize = bedside_staff_loader_finalize;
}

static void
bedside_staff_loader_init (BedsideStaffLoader *self)
{
  self->cancellable = g_cancellable_new ();
  self->noted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * bedside_staff_loader_new:
 * @client: the session on the server
 * @registry: the rooms
 * @recorder: writes to the cache
 *
 * Returns: (transfer full): a loader that waits for bedside_staff_loader_go_on()
 */
BedsideStaffLoader *
bedside_staff_loader_new (BedsideClient   *client,
                          BedsideRegistry *registry,
                          BedsideRecorder *recorder)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (BEDSIDE_IS_RECORDER (recorder), NULL);

  BedsideStaffLoader *self = g_object_new (BEDSIDE_TYPE_STAFF_LOADER, NULL);

  self->client = g_object_ref (client);
  self->registry = g_object_ref (registry);
  self->recorder = g_object_ref (recorder);

  return self;
}

/**
 * bedside_staff_loader_stop:
 * @self: a loader
 *
 * Leaves the server alone from now on.
 */
void
bedside_staff_loader_stop (BedsideStaffLoader *self)
{
  g_return_if_fail (BEDSIDE_IS_STAFF_LOADER (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->wait_id, g_source_remove);
}

static gboolean
lacks_members (BedsideRoom *room)
{
  switch (room->kind)
    {
    case BEDSIDE_ROOM_KIND_PRACTICE:
    case BEDSIDE_ROOM_KIND_DIRECTORY:
    case BEDSIDE_ROOM_KIND_TEAM:
      return !room->members_complete;

    case BEDSIDE_ROOM_KIND_UNKNOWN:
    case BEDSIDE_ROOM_KIND_CONVERSATION:
    case BEDSIDE_ROOM_KIND_OTHER:
    default:
      return FALSE;
    }
}

static gboolean
is_wanted (BedsideRoom *room)
{
  return room->membership == BEDSIDE_MEMBERSHIP_JOINED && (room->missed_from != NULL || lacks_members (room));
}

/**
 * bedside_staff_loader_note:
 * @self: a loader
 * @room: a room of the registry
 *
 * Looks at the room the next time: something of it may be missing.
 */
void
bedside_staff_loader_note (BedsideStaffLoader *self,
                           BedsideRoom        *room)
{
  g_return_if_fail (BEDSIDE_IS_STAFF_LOADER (self));
  g_return_if_fail (room != NULL);

  if (is_wanted (room))
    g_hash_table_add (self->noted, g_strdup (room->room_id));
}

static BedsideRoom *
take_next (BedsideStaffLoader *self)
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

static void on_members    (GObject      *object,
                           GAsyncResult *result,
                           gpointer      user_data);
static void on_redactions (GObject      *object,
                           GAsyncResult *result,
                           gpointer      user_data);

/**
 * bedside_staff_loader_go_on:
 * @self: a loader
 *
 * Fetches what has been noted, unless it is at work or waits after a failure.
 */
void
bedside_staff_loader_go_on (BedsideStaffLoader *self)
{
  g_return_if_fail (BEDSIDE_IS_STAFF_LOADER (self));

  BedsideRoom *room;

  if (self->room_id != NULL || self->wait_id != 0 || g_cancellable_is_cancelled (self->cancellable) ||
      (room = take_next (self)) == NULL)
    return;

  self->room_id = g_strdup (room->room_id);
  if (room->missed_from != NULL)
    {
      g_free (self->asked_from);
      self->asked_from = g_strdup (room->missed_from);
      bedside_client_redactions_async (self->client, room->room_id, room->missed_from, room->missed_to,
                                       self->cancellable, on_redactions, g_object_ref (self));
      return;
    }
  bedside_room_expect_members (room);
  bedside_client_members_async (self->client, room->room_id, self->cancellable, on_members, g_object_ref (self));
}

static void
store (BedsideStaffLoader *self,
       BedsideRoom        *room,
       BedsideChanges     *changes)
{
  g_autofree char *payload = bedside_room_to_payload (room);

  bedside_store_batch_put_room (bedside_changes_get_batch (changes), room->room_id, payload);
  bedside_recorder_write_async (self->recorder, changes, NULL, NULL);
}

static void
take_over_members (BedsideStaffLoader *self,
                   BedsideRoom        *room,
                   GPtrArray          *events)
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
  store (self, room, changes);
  bedside_registry_settle (self->registry);
}

/* Sync may have left out more since: then it is begun anew, from there. */
static void
take_over_redactions (BedsideStaffLoader  *self,
                      BedsideRoom         *room,
                      BedsideMessagesPage *page)
{
  BedsideChanges *changes = bedside_changes_new ();

  for (guint i = 0; i < page->events->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (page->events, i);
      g_autoptr(BedsideEvent) rest = NULL;

      if (event->redacts != NULL && bedside_registry_apply_redaction (self->registry, room, event->redacts, &rest))
        bedside_changes_put_state (changes, room->room_id, rest);
    }
  if (g_strcmp0 (room->missed_from, self->asked_from) == 0)
    bedside_room_set_missed (room, g_strcmp0 (page->end, self->asked_from) != 0 ? page->end : NULL, NULL);
  store (self, room, changes);
  bedside_registry_settle (self->registry);
}

static void
use_answer (BedsideStaffLoader *self)
{
  g_autofree char *room_id = g_steal_pointer (&self->room_id);
  g_autoptr(GPtrArray) events = g_steal_pointer (&self->answer);
  g_autoptr(BedsideMessagesPage) page = g_steal_pointer (&self->page);
  BedsideRoom *room = bedside_registry_find (self->registry, room_id);

  self->attempt = 0;
  if (room != NULL && page != NULL)
    take_over_redactions (self, room, page);
  /* Where the server has left something out since it was asked, it is asked again. */
  else if (room != NULL && room->fresh_members != NULL)
    take_over_members (self, room, events);
  if (room != NULL)
    bedside_staff_loader_note (self, room);
  bedside_staff_loader_go_on (self);
}

static gboolean
on_wait_over (gpointer user_data)
{
  BedsideStaffLoader *self = user_data;

  self->wait_id = 0;
  bedside_staff_loader_go_on (self);

  return G_SOURCE_REMOVE;
}

/* What is refused is refused until the next start: the room is noted again only if something is heard of it. */
static void
fail (BedsideStaffLoader *self,
      const GError       *error)
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

/* Answers that come while one of sync is being taken over wait until it is. */
static void
end_request (BedsideStaffLoader *self,
             const GError       *error)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (error != NULL)
    fail (self, error);
  else if (!self->held)
    use_answer (self);
}

static void
on_members (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideStaffLoader) self = user_data;
  g_autoptr(GError) error = NULL;

  self->answer = bedside_client_members_finish (BEDSIDE_CLIENT (object), result, &error);
  end_request (self, error);
}

/* A token that the server does not know any more leads nowhere. */
static void
on_redactions (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(BedsideStaffLoader) self = user_data;
  g_autoptr(GError) error = NULL;
  BedsideRoom *room = bedside_registry_find (self->registry, self->room_id);

  self->page = bedside_client_redactions_finish (BEDSIDE_CLIENT (object), result, &error);
  if (room != NULL && error != NULL && bedside_matrix_error_get_http_status (error) == 400)
    bedside_room_set_missed (room, NULL, NULL);
  end_request (self, error);
}

/**
 * bedside_staff_loader_set_held:
 * @self: a loader
 * @held: whether a sync answer is being taken over
 */
void
bedside_staff_loader_set_held (BedsideStaffLoader *self,
                               gboolean            held)
{
  g_return_if_fail (BEDSIDE_IS_STAFF_LOADER (self));

  self->held = held;
  if (!held && (self->answer != NULL || self->page != NULL))
    use_answer (self);
}
