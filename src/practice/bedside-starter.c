/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-starter"

#include "bedside-starter-private.h"

enum {
  SIGNAL_REFUSED,
  SIGNAL_IN_DOUBT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideStarter, bedside_starter, G_TYPE_OBJECT)

static void
work_free (BedsideStarterWork *work)
{
  g_clear_handle_id (&work->wait_id, g_source_remove);
  g_free (work->room_id);
  g_free (work->successor);
  g_free (work->account);
  g_free (work);
}

static void
bedside_starter_dispose (GObject *object)
{
  BedsideStarter *self = BEDSIDE_STARTER (object);

  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->works);
  g_clear_object (&self->client);
  g_clear_object (&self->registry);
  g_clear_object (&self->outbox);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (bedside_starter_parent_class)->dispose (object);
}

static void
bedside_starter_finalize (GObject *object)
{
  BedsideStarter *self = BEDSIDE_STARTER (object);

  g_hash_table_unref (self->works);
  g_hash_table_unref (self->invited);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bedside_starter_parent_class)->finalize (object);
}

static void
bedside_starter_class_init (BedsideStarterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_starter_dispose;
  object_class->finalize = bedside_starter_finalize;

  signals[SIGNAL_REFUSED] = g_signal_new ("refused", BEDSIDE_TYPE_STARTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_IN_DOUBT] = g_signal_new ("in-doubt", BEDSIDE_TYPE_STARTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
}

static void
bedside_starter_init (BedsideStarter *self)
{
  self->cancellable = g_cancellable_new ();
  self->works = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) work_free);
  self->invited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * bedside_starter_new:
 * @client: the session
 * @registry: all rooms
 * @outbox: where first messages wait
 * @writer: changes state
 *
 * Returns: (transfer full): a starter with nothing to do
 */
BedsideStarter *
bedside_starter_new (BedsideClient      *client,
                     BedsideRegistry    *registry,
                     BedsideOutbox      *outbox,
                     BedsideStateWriter *writer)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (BEDSIDE_IS_OUTBOX (outbox), NULL);
  g_return_val_if_fail (BEDSIDE_IS_STATE_WRITER (writer), NULL);

  BedsideStarter *self = g_object_new (BEDSIDE_TYPE_STARTER, NULL);

  self->client = g_object_ref (client);
  self->registry = g_object_ref (registry);
  self->outbox = g_object_ref (outbox);
  self->writer = g_object_ref (writer);

  return self;
}

/**
 * bedside_starter_stop:
 * @self: a starter
 *
 * Asks the server for nothing any more.
 */
void
bedside_starter_stop (BedsideStarter *self)
{
  g_return_if_fail (BEDSIDE_IS_STARTER (self));

  GHashTableIter iter;
  BedsideStarterWork *work;

  g_cancellable_cancel (self->cancellable);
  g_hash_table_iter_init (&iter, self->works);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &work))
    g_clear_handle_id (&work->wait_id, g_source_remove);
}

/**
 * bedside_starter_emit_refused: (skip)
 * @self: a starter
 * @error: why the session is over
 */
void
bedside_starter_emit_refused (BedsideStarter *self,
                              const GError   *error)
{
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, error);
}

/**
 * bedside_starter_emit_in_doubt: (skip)
 * @self: a starter
 *
 * Asks for what sync has to tell.
 */
void
bedside_starter_emit_in_doubt (BedsideStarter *self)
{
  g_signal_emit (self, signals[SIGNAL_IN_DOUBT], 0);
}

/* --- what is next --- */

static BedsideStarterWork *
ensure_work (BedsideStarter *self,
             const char     *room_id)
{
  BedsideStarterWork *work = g_hash_table_lookup (self->works, room_id);

  if (work == NULL)
    {
      work = g_new0 (BedsideStarterWork, 1);
      work->starter = self;
      work->room_id = g_strdup (room_id);
      g_hash_table_insert (self->works, work->room_id, work);
    }

  return work;
}

/**
 * bedside_starter_want:
 * @self: a starter
 * @room_id: a room that is unfinished, and in which one may write
 *
 * Does the next step for a message that waits, if none is under way.
 */
void
bedside_starter_want (BedsideStarter *self,
                      const char     *room_id)
{
  g_return_if_fail (BEDSIDE_IS_STARTER (self));
  g_return_if_fail (room_id != NULL);

  BedsideRoom *room = bedside_registry_find (self->registry, room_id);
  BedsidePatient *patient = room && room->conversation ? bedside_conversation_get_patient (room->conversation) : NULL;

  if (patient == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  BedsideStarterWork *work = ensure_work (self, room_id);

  /* The patient was linked anew: the room that was made is another pair's. */
  if (work->step == BEDSIDE_STARTER_STEP_MADE && g_strcmp0 (work->account, bedside_patient_get_user_id (patient)) != 0)
    work->step = BEDSIDE_STARTER_STEP_NONE;
  if (work->step != BEDSIDE_STARTER_STEP_NONE || work->wait_id != 0 || work->in_doubt)
    return;
  if (!bedside_room_id_is_provisional (room_id))
    bedside_starter_invite (work, room);
  else if (work->enabled || bedside_patient_get_chat_access (patient) == BEDSIDE_CHAT_ACCESS_ENABLED)
    bedside_starter_make (work, room, patient);
  else
    bedside_starter_enable (work, room);
}

/**
 * bedside_starter_adopt:
 * @self: a starter
 * @provisional_id: a room that was here only
 * @room: the one that takes its place
 *
 * Sync was faster than the answer to the request, or there is no answer to wait for.
 */
void
bedside_starter_adopt (BedsideStarter *self,
                       const char     *provisional_id,
                       BedsideRoom    *room)
{
  g_return_if_fail (BEDSIDE_IS_STARTER (self));
  g_return_if_fail (provisional_id != NULL);
  g_return_if_fail (room != NULL);

  BedsideStarterWork *work = g_hash_table_lookup (self->works, provisional_id);

  if (work != NULL && work->step == BEDSIDE_STARTER_STEP_MAKING)
    {
      g_free (work->successor);
      work->successor = g_strdup (room->room_id);
    }
  else if (work != NULL)
    g_hash_table_remove (self->works, provisional_id);
}

/**
 * bedside_starter_note_answer:
 * @self: a starter
 *
 * If a request whose answer was lost had made something, that would be known by now.
 */
void
bedside_starter_note_answer (BedsideStarter *self)
{
  g_return_if_fail (BEDSIDE_IS_STARTER (self));

  GHashTableIter iter;
  BedsideStarterWork *work;

  g_hash_table_iter_init (&iter, self->works);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &work))
    work->in_doubt = FALSE;
}

/**
 * bedside_starter_hurry:
 * @self: a starter
 *
 * Nothing waits any longer, except where the server said how long.
 */
void
bedside_starter_hurry (BedsideStarter *self)
{
  g_return_if_fail (BEDSIDE_IS_STARTER (self));

  GHashTableIter iter;
  BedsideStarterWork *work;

  g_hash_table_iter_init (&iter, self->works);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &work))
    if (!work->must_wait)
      g_clear_handle_id (&work->wait_id, g_source_remove);
}

static gboolean
has_patient (BedsideRoom *room)
{
  return bedside_room_get_member (room, bedside_room_get_binding_member (room, "patient")) != NULL;
}

/**
 * bedside_starter_is_making:
 * @self: a starter
 * @room: a room
 *
 * Returns: whether the server is still busy with making it
 */
gboolean
bedside_starter_is_making (BedsideStarter *self,
                           BedsideRoom    *room)
{
  g_return_val_if_fail (BEDSIDE_IS_STARTER (self), FALSE);
  g_return_val_if_fail (room != NULL, FALSE);

  GHashTableIter iter;
  BedsideStarterWork *work;

  g_hash_table_iter_init (&iter, self->works);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &work))
    if (g_strcmp0 (work->successor, room->room_id) == 0)
      return !has_patient (room);

  return FALSE;
}

/**
 * bedside_starter_lacks:
 * @self: a starter
 * @room: a room
 *
 * Returns: whether it is a conversation whose making broke off before the patient was invited
 */
gboolean
bedside_starter_lacks (BedsideStarter *self,
                       BedsideRoom    *room)
{
  g_return_val_if_fail (BEDSIDE_IS_STARTER (self), FALSE);
  g_return_val_if_fail (room != NULL, FALSE);

  return room->kind == BEDSIDE_ROOM_KIND_CONVERSATION && room->complete && bedside_room_is_binding_valid (room) &&
         !has_patient (room) && !g_hash_table_contains (self->invited, room->room_id);
}
