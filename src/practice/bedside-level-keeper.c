/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-level-keeper"

#include "bedside-level-keeper.h"

#include "bedside-level-edit.h"
#include "bedside-practice-error.h"

/* In ms. Every device of this practitioner sees the same changes: they do not all act at once. */
#define LOOK_SOONEST 100
#define LOOK_LATEST 500
#define PAUSE_SHORTEST 50
#define PAUSE_LONGEST 250
/* How long a turn of the main loop may take over rooms, in µs, and how long others have before the next, in ms. */
#define TURN (2 * 1000)
#define BREATH 5

/* What the levels of a room should say. */
typedef enum {
  WANTED_AS_IT_IS,  /* that cannot be told, or is none of our business */
  WANTED_CLOSED,
  WANTED_OPEN,
} Wanted;

struct _BedsideLevelKeeper
{
  GObject             parent_instance;

  BedsideStateWriter *states;       /* (owned) */
  BedsideRegistry    *registry;     /* (owned) */
  BedsideOutbox      *outbox;       /* (owned) */

  GCancellable       *cancellable;  /* (owned) (nullable): while online */
  GQueue              rooms;        /* (owned) (element-type utf8): to be corrected */
  GHashTable         *queued;       /* (owned) (element-type utf8 GList): the same, and where */
  GHashTable         *refused;      /* (owned) (element-type utf8 Wanted): what the server has refused in this run */
  gboolean            is_busy;      /* with the room that came before @rooms */
  guint               haste;        /* so many times quicker than it should be */
  guint               look_id;
  guint               pause_id;
};

G_DEFINE_FINAL_TYPE (BedsideLevelKeeper, bedside_level_keeper, G_TYPE_OBJECT)

static void
bedside_level_keeper_dispose (GObject *object)
{
  BedsideLevelKeeper *self = BEDSIDE_LEVEL_KEEPER (object);

  bedside_level_keeper_set_online (self, FALSE);
  g_clear_object (&self->states);
  g_clear_object (&self->registry);
  g_clear_object (&self->outbox);

  G_OBJECT_CLASS (bedside_level_keeper_parent_class)->dispose (object);
}

static void
bedside_level_keeper_finalize (GObject *object)
{
  g_hash_table_unref (BEDSIDE_LEVEL_KEEPER (object)->refused);
  g_hash_table_unref (BEDSIDE_LEVEL_KEEPER (object)->queued);

  G_OBJECT_CLASS (bedside_level_keeper_parent_class)->finalize (object);
}

static void
bedside_level_keeper_class_init (BedsideLevelKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_level_keeper_dispose;
  G_OBJECT_CLASS (klass)->finalize = bedside_level_keeper_finalize;
}

static void
bedside_level_keeper_init (BedsideLevelKeeper *self)
{
  self->haste = 1;
  g_queue_init (&self->rooms);
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->queued = g_hash_table_new (g_str_hash, g_str_equal);
}

/* --- what is wanted --- */

static gboolean
is_own_conversation (BedsideLevelKeeper *self,
                     BedsideRoom        *room)
{
  const char *me = bedside_registry_get_user_id (self->registry);

  return room->kind == BEDSIDE_ROOM_KIND_CONVERSATION && room->membership == BEDSIDE_MEMBERSHIP_JOINED &&
         !bedside_room_id_is_provisional (room->room_id) && bedside_room_is_binding_valid (room) &&
         g_strcmp0 (bedside_room_get_binding_member (room, "practitioner"), me) == 0;
}

static gboolean
waits_for_first_message (BedsideLevelKeeper *self,
                         BedsideRoom        *room)
{
  guint not_sent = 0;
  guint pending = bedside_outbox_count (self->outbox, room->room_id, &not_sent);

  return room->preview.event_id == NULL && pending + not_sent > 0;
}

/* The patient cannot write before the first message (R2), also if that was refused and given up: where the whole
 * history is known and there is none in it, none was ever sent. */
static Wanted
judge_open (BedsideRoom *room)
{
  return room->preview.event_id == NULL && room->complete && room->gaps->len == 0 ? WANTED_AS_IT_IS : WANTED_OPEN;
}

/* Who is out of a practice must not be written to by its patients any more, and nobody in a room in which nobody looks
 * because its pair has another one. */
static Wanted
judge_without_practice (BedsideLevelKeeper *self,
                        BedsideRoom        *room)
{
  if (bedside_registry_find_successor (self->registry, room) != NULL)
    return WANTED_CLOSED;

  BedsideRoom *space = bedside_registry_find (self->registry, bedside_room_get_binding_member (room, "practice"));

  return space != NULL && space->kind == BEDSIDE_ROOM_KIND_PRACTICE && space->membership == BEDSIDE_MEMBERSHIP_LEFT
         ? WANTED_CLOSED : WANTED_AS_IT_IS;
}

static Wanted
judge (BedsideLevelKeeper *self,
       BedsideRoom        *room)
{
  if (!is_own_conversation (self, room) || waits_for_first_message (self, room) ||
      bedside_room_is_almighty (room, bedside_room_get_binding_member (room, "patient")))
    return WANTED_AS_IT_IS;
  if (room->conversation == NULL)
    return judge_without_practice (self, room);

  switch (bedside_conversation_get_closed_reason (room->conversation))
    {
    /* The last two concern this practitioner's side only, and come after all that the levels are about. */
    case BEDSIDE_CLOSED_REASON_NONE:
    case BEDSIDE_CLOSED_REASON_LEFT:
    case BEDSIDE_CLOSED_REASON_ENCRYPTED:
      return judge_open (room);

    case BEDSIDE_CLOSED_REASON_PRACTITIONER_LEFT:
    case BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED:
    case BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED:
    case BEDSIDE_CLOSED_REASON_NOT_LINKED:
    case BEDSIDE_CLOSED_REASON_CHAT_DISABLED:
      return WANTED_CLOSED;

    /* The directory may only be out of our sight. */
    case BEDSIDE_CLOSED_REASON_NO_PRACTICE:
    case BEDSIDE_CLOSED_REASON_WRONG_BINDING:
    default:
      return WANTED_AS_IT_IS;
    }
}

static gint64
get_level (Wanted wanted)
{
  return wanted == WANTED_OPEN ? BEDSIDE_LEVEL_PATIENT : 0;
}

static gboolean
is_wrong (BedsideLevelKeeper *self,
          BedsideRoom        *room)
{
  Wanted wanted = judge (self, room);

  return wanted != WANTED_AS_IT_IS && room->levels != NULL &&
         bedside_room_get_level (room, bedside_room_get_binding_member (room, "patient")) != get_level (wanted) &&
         GPOINTER_TO_UINT (g_hash_table_lookup (self->refused, room->room_id)) != wanted;
}

/* --- correcting --- */

typedef struct {
  BedsideLevelKeeper *keeper;   /* (owned) */
  char               *room_id;  /* (owned) */
  Wanted              wanted;   /* when it was last looked at */
  gboolean            written;
} Correction;

static void
correction_free (Correction *correction)
{
  g_object_unref (correction->keeper);
  g_free (correction->room_id);
  g_free (correction);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Correction, correction_free)

static void correct_next (BedsideLevelKeeper *self);

/* By the rules as they are now, not as they were when the room was queued. */
static gboolean
edit_levels (JsonObject  *content,
             gpointer     data,
             GError     **error)
{
  Correction *correction = data;
  BedsideRoom *room = bedside_registry_find (correction->keeper->registry, correction->room_id);
  Wanted wanted = room ? judge (correction->keeper, room) : WANTED_AS_IT_IS;

  if (bedside_json_get_object (content, "users") == NULL)
    {
      g_set_error_literal (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_FAILED, "there are no levels");
      return FALSE;
    }
  if (wanted == WANTED_AS_IT_IS)
    return TRUE;

  const char *patient = bedside_room_get_binding_member (room, "patient");

  correction->wanted = wanted;
  correction->written = bedside_level_edit_get (content, patient) != get_level (wanted);
  bedside_level_edit_set (content, patient, get_level (wanted));

  return TRUE;
}

static gboolean
on_pause_over (gpointer user_data)
{
  BedsideLevelKeeper *self = user_data;

  self->pause_id = 0;
  correct_next (self);

  return G_SOURCE_REMOVE;
}

static void
on_corrected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Correction) correction = user_data;
  BedsideLevelKeeper *self = correction->keeper;
  g_autoptr(GError) error = NULL;
  gboolean worked = bedside_state_writer_change_finish (BEDSIDE_STATE_WRITER (source), result, &error);

  self->is_busy = FALSE;
  if (self->cancellable == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      correct_next (self);
      return;
    }

  if (!worked)
    {
      g_debug ("levels stay as they are: %s", error->message);
      g_hash_table_insert (self->refused, g_strdup (correction->room_id), GUINT_TO_POINTER (correction->wanted));
    }
  if (worked && !correction->written)
    correct_next (self);
  else
    self->pause_id = g_timeout_add ((guint) g_random_int_range (PAUSE_SHORTEST, PAUSE_LONGEST) / self->haste,
                                    on_pause_over, self);
}

static void
correct_next (BedsideLevelKeeper *self)
{
  BedsideRoom *room = NULL;

  if (self->cancellable == NULL || self->is_busy || self->pause_id != 0)
    return;
  while (room == NULL && !g_queue_is_empty (&self->rooms))
    {
      g_autofree char *room_id = g_queue_pop_head (&self->rooms);

      g_hash_table_remove (self->queued, room_id);
      room = bedside_registry_find (self->registry, room_id);
    }
  if (room == NULL)
    return;

  Correction *correction = g_new0 (Correction, 1);

  correction->keeper = g_object_ref (self);
  correction->room_id = g_strdup (room->room_id);
  correction->wanted = judge (self, room);
  self->is_busy = TRUE;
  bedside_state_writer_change_async (self->states, correction->room_id, "m.room.power_levels", "",
                                     BEDSIDE_PATIENCE_UNLIMITED, edit_levels, correction, NULL, self->cancellable,
                                     on_corrected, correction);
}

/* --- looking --- */

static void
queue (BedsideLevelKeeper *self,
       BedsideRoom        *room)
{
  GList *link = g_hash_table_lookup (self->queued, room->room_id);
  gboolean wrong = is_wrong (self, room);

  if (wrong && link == NULL)
    {
      g_queue_push_tail (&self->rooms, g_strdup (room->room_id));
      g_hash_table_insert (self->queued, self->rooms.tail->data, self->rooms.tail);
    }
  else if (!wrong && link != NULL)
    {
      g_hash_table_remove (self->queued, room->room_id);
      g_free (link->data);
      g_queue_delete_link (&self->rooms, link);
    }
}

/* Some of those that have changed: after a first sync that is all of them. */
static gboolean
look (gpointer user_data)
{
  BedsideLevelKeeper *self = user_data;
  gint64 end = g_get_monotonic_time () + TURN;
  BedsideRoom *room;

  while ((room = bedside_registry_steal_heard (self->registry)) != NULL)
    {
      queue (self, room);
      if (g_get_monotonic_time () > end)
        {
          self->look_id = g_timeout_add (BREATH, look, self);
          return G_SOURCE_REMOVE;
        }
    }
  self->look_id = 0;
  correct_next (self);

  return G_SOURCE_REMOVE;
}

static void
look_soon (BedsideLevelKeeper *self)
{
  if (self->cancellable != NULL && self->look_id == 0)
    self->look_id = g_timeout_add ((guint) g_random_int_range (LOOK_SOONEST, LOOK_LATEST) / self->haste, look, self);
}

/* What it wanted to say is out, or was given up. */
static void
on_removed (BedsideLevelKeeper *self,
            BedsideOutgoing    *entry)
{
  BedsideRoom *room = bedside_registry_find (self->registry, entry->room_id);

  if (room != NULL)
    bedside_registry_note_heard (self->registry, room);
  look_soon (self);
}

/**
 * bedside_level_keeper_new:
 * @states: what changes levels
 * @registry: the rooms, and what the rules say of them
 * @outbox: knows which first messages are on their way
 *
 * Returns: (transfer full): a keeper that is not online
 */
BedsideLevelKeeper *
bedside_level_keeper_new (BedsideStateWriter *states,
                          BedsideRegistry    *registry,
                          BedsideOutbox      *outbox)
{
  g_return_val_if_fail (BEDSIDE_IS_STATE_WRITER (states), NULL);
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (BEDSIDE_IS_OUTBOX (outbox), NULL);

  BedsideLevelKeeper *self = g_object_new (BEDSIDE_TYPE_LEVEL_KEEPER, NULL);

  self->states = g_object_ref (states);
  self->registry = g_object_ref (registry);
  self->outbox = g_object_ref (outbox);
  g_signal_connect_object (registry, "settled", G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (outbox, "removed", G_CALLBACK (on_removed), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * bedside_level_keeper_set_online:
 * @self: a keeper
 * @online: whether what is shown is what the server has
 *
 * What waited for the server is begun anew when it answers again.
 */
void
bedside_level_keeper_set_online (BedsideLevelKeeper *self,
                                 gboolean            online)
{
  g_return_if_fail (BEDSIDE_IS_LEVEL_KEEPER (self));

  if (online == (self->cancellable != NULL))
    return;

  if (online)
    {
      self->cancellable = g_cancellable_new ();
      bedside_registry_note_all_heard (self->registry);
      look_soon (self);
      return;
    }
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_hash_table_remove_all (self->queued);
  g_queue_clear_full (&self->rooms, g_free);
  g_hash_table_remove_all (self->refused);
}

/**
 * bedside_level_keeper_set_haste: (skip)
 * @self: a keeper
 * @haste: so many times quicker than it should be
 *
 * For tests.
 */
void
bedside_level_keeper_set_haste (BedsideLevelKeeper *self,
                                guint               haste)
{
  g_return_if_fail (BEDSIDE_IS_LEVEL_KEEPER (self));
  g_return_if_fail (haste > 0);

  self->haste = haste;
}
