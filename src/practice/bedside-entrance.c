/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-entrance"

#include "bedside-entrance.h"

#include "bedside-matrix-error.h"
#include "bedside-rooms.h"
#include "bedside-set-up-private.h"

/* In ms. A stranger does not learn from the time of the answer that nobody sits there. */
#define LOOK_SOONEST 1000
#define LOOK_LATEST 3000
#define PACE (10 * 60 * 1000)
/* How long sync may take to tell that one has left. */
#define PATIENCE (15 * 1000)

struct _BedsideEntrance
{
  GObject          parent_instance;

  BedsideClient   *client;       /* (owned) */
  BedsideRegistry *registry;     /* (owned) */
  BedsideSetUp    *set_up;       /* (owned) */

  GCancellable    *cancellable;  /* (owned) (nullable): while online */
  char            *leaving;      /* (owned) (nullable): the invitation that is being declined */
  GHashTable      *declined;     /* (owned) (element-type utf8 gint64*): until when they are not tried again */
  GHashTable      *completed;    /* (owned) (element-type utf8): practices that need no second look */
  char            *completing;   /* (owned) (nullable): a practice */
  guint            haste;        /* so many times quicker than it should be */
  guint            look_id;
  gint64           look_at;      /* as of g_get_monotonic_time() */
  guint            attempt;
};

G_DEFINE_FINAL_TYPE (BedsideEntrance, bedside_entrance, G_TYPE_OBJECT)

static void
bedside_entrance_dispose (GObject *object)
{
  BedsideEntrance *self = BEDSIDE_ENTRANCE (object);

  bedside_entrance_set_online (self, FALSE);
  g_clear_object (&self->client);
  g_clear_object (&self->registry);
  g_clear_object (&self->set_up);

  G_OBJECT_CLASS (bedside_entrance_parent_class)->dispose (object);
}

static void
bedside_entrance_finalize (GObject *object)
{
  BedsideEntrance *self = BEDSIDE_ENTRANCE (object);

  g_hash_table_unref (self->declined);
  g_hash_table_unref (self->completed);
  g_free (self->leaving);
  g_free (self->completing);

  G_OBJECT_CLASS (bedside_entrance_parent_class)->finalize (object);
}

static void
bedside_entrance_class_init (BedsideEntranceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_entrance_dispose;
  G_OBJECT_CLASS (klass)->finalize = bedside_entrance_finalize;
}

static void
bedside_entrance_init (BedsideEntrance *self)
{
  self->haste = 1;
  self->declined = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->completed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void decline_next  (BedsideEntrance *self);
static void complete_next (BedsideEntrance *self);

static gboolean
look (gpointer user_data)
{
  BedsideEntrance *self = user_data;

  self->look_id = 0;
  decline_next (self);
  complete_next (self);

  return G_SOURCE_REMOVE;
}

static void
look_in (BedsideEntrance *self,
         gint64           delay)
{
  gint64 look_at = g_get_monotonic_time () + delay * G_TIME_SPAN_MILLISECOND;

  if (self->cancellable == NULL || (self->look_id != 0 && self->look_at <= look_at))
    return;
  g_clear_handle_id (&self->look_id, g_source_remove);
  self->look_at = look_at;
  self->look_id = g_timeout_add ((guint) delay, look, self);
}

static void
look_soon (BedsideEntrance *self)
{
  look_in (self, g_random_int_range (LOOK_SOONEST, LOOK_LATEST) / (int) self->haste);
}

/* --- declining --- */

static void
remember (BedsideEntrance *self,
          char            *room_id,
          gint64           delay)
{
  gint64 until = g_get_monotonic_time () + delay * G_TIME_SPAN_MILLISECOND;

  g_hash_table_insert (self->declined, room_id, g_memdup2 (&until, sizeof until));
}

static gboolean
is_due (BedsideEntrance *self,
        const char      *room_id)
{
  gint64 *until = g_hash_table_lookup (self->declined, room_id);

  return until == NULL || *until <= g_get_monotonic_time ();
}

static void
on_left (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(BedsideEntrance) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean worked = bedside_client_leave_finish (BEDSIDE_CLIENT (source), result, &error);
  gint64 delay = error ? bedside_matrix_error_get_retry_delay (error, self->attempt) : -1;
  g_autofree char *room_id = g_steal_pointer (&self->leaving);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->cancellable == NULL)
    return;

  self->attempt = delay < 0 ? 0 : self->attempt + 1;
  if (delay >= 0)
    {
      look_in (self, delay);
      return;
    }
  if (error != NULL)
    g_debug ("invitation not declined: %s", error->message);
  /* If it worked sync will say so. */
  remember (self, g_steal_pointer (&room_id), worked ? PATIENCE : PACE);
  look_soon (self);
}

static gboolean
is_no_invitation (gpointer room_id,
                  gpointer value,
                  gpointer room_ids)
{
  return !g_strv_contains (room_ids, room_id);
}

/* Who invites again is declined again. */
static GStrv
list_invitations (BedsideEntrance *self)
{
  GStrv room_ids = bedside_registry_list_foreign_invitations (self->registry);

  g_hash_table_foreach_remove (self->declined, is_no_invitation, room_ids);

  return room_ids;
}

static void
decline_next (BedsideEntrance *self)
{
  g_auto(GStrv) room_ids = list_invitations (self);

  for (guint i = 0; self->leaving == NULL && room_ids[i] != NULL; i++)
    if (is_due (self, room_ids[i]))
      {
        self->leaving = g_strdup (room_ids[i]);
        bedside_client_leave_async (self->client, self->leaving, self->cancellable, on_left, g_object_ref (self));
      }
  if (self->leaving == NULL && room_ids[0] != NULL)
    look_in (self, PATIENCE);
}

/* --- completing --- */

static void
on_completed (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(BedsideEntrance) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean worked = bedside_set_up_complete_finish (BEDSIDE_SET_UP (source), result, &error);
  g_autofree char *practice_id = g_steal_pointer (&self->completing);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->cancellable == NULL)
    return;

  if (worked)
    {
      g_hash_table_add (self->completed, g_steal_pointer (&practice_id));
      complete_next (self);
      return;
    }
  g_debug ("not all rooms of a practice are joined: %s", error->message);
  look_in (self, PACE);
}

static gboolean
is_unknown (BedsideEntrance *self,
            const char      *room_id)
{
  return room_id != NULL && bedside_registry_find (self->registry, room_id) == NULL;
}

/* Somebody who is out of a room was removed from it, or left: only what was never joined is missing. */
static gboolean
lacks_rooms (BedsideEntrance *self,
             const char      *practice_id)
{
  JsonObject *settings = bedside_registry_get_settings (self->registry, practice_id);

  return is_unknown (self, bedside_json_get_string (settings, "directory")) ||
         is_unknown (self, bedside_json_get_string (settings, "everyone"));
}

static void
complete_next (BedsideEntrance *self)
{
  GListModel *practices = bedside_registry_get_practices (self->registry);

  for (guint i = 0; self->completing == NULL && i < g_list_model_get_n_items (practices); i++)
    {
      g_autoptr(BedsidePractice) practice = g_list_model_get_item (practices, i);
      const char *practice_id = bedside_practice_get_room_id (practice);

      if (g_hash_table_contains (self->completed, practice_id) || !lacks_rooms (self, practice_id))
        continue;
      self->completing = g_strdup (practice_id);
      bedside_set_up_complete_async (self->set_up, practice_id, self->cancellable, on_completed, g_object_ref (self));
    }
}

/* --- life --- */

/* An answer of sync need not bring anything for us. */
static void
on_settled (BedsideEntrance *self)
{
  g_auto(GStrv) room_ids = self->cancellable ? list_invitations (self) : NULL;

  /* Where the server asked to wait that is waited for. */
  for (guint i = 0; self->attempt == 0 && room_ids != NULL && room_ids[i] != NULL; i++)
    if (is_due (self, room_ids[i]))
      look_soon (self);
}

/**
 * bedside_entrance_new:
 * @client: the session on the server
 * @registry: practices and invitations
 * @set_up: what joins rooms
 *
 * Returns: (transfer full): an entrance that is not online
 */
BedsideEntrance *
bedside_entrance_new (BedsideClient   *client,
                      BedsideRegistry *registry,
                      BedsideSetUp    *set_up)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (BEDSIDE_IS_SET_UP (set_up), NULL);

  BedsideEntrance *self = g_object_new (BEDSIDE_TYPE_ENTRANCE, NULL);

  self->client = g_object_ref (client);
  self->registry = g_object_ref (registry);
  self->set_up = g_object_ref (set_up);
  g_signal_connect_object (registry, "settled", G_CALLBACK (on_settled), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * bedside_entrance_set_online:
 * @self: an entrance
 * @online: whether what is shown is what the server has
 */
void
bedside_entrance_set_online (BedsideEntrance *self,
                             gboolean         online)
{
  g_return_if_fail (BEDSIDE_IS_ENTRANCE (self));

  if (online == (self->cancellable != NULL))
    return;

  self->attempt = 0;
  if (online)
    {
      self->cancellable = g_cancellable_new ();
      look_soon (self);
      return;
    }
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_hash_table_remove_all (self->declined);
  g_hash_table_remove_all (self->completed);
}

/**
 * bedside_entrance_set_haste: (skip)
 * @self: an entrance
 * @haste: so many times quicker than it should be
 *
 * For tests.
 */
void
bedside_entrance_set_haste (BedsideEntrance *self,
                            guint            haste)
{
  g_return_if_fail (BEDSIDE_IS_ENTRANCE (self));
  g_return_if_fail (haste > 0);

  self->haste = haste;
}
