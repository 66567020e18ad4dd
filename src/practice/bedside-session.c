/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session"

#include "bedside-session-private.h"

#include "bedside-heap.h"
#include "bedside-practice-writer-private.h"

/* By how much the clocks of server and computer may differ, in ms. */
#define CLOCK_DIFFERENCE (60 * 60 * 1000)

/* When what it took to load all is not kept any more either, in s. */
#define FREED_AFTER 20

typedef enum {
  PROP_CONNECTION = 1,
  PROP_RETRY_AT,
  PROP_CACHE_STATE,
  PROP_CONVERSATIONS,
  PROP_PRACTICE,
  PROP_UNSENT,
  PROP_LOADED,
} BedsideSessionProperty;

enum {
  SIGNAL_ENDED,
  SIGNAL_DAMAGED,
  SIGNAL_ARRIVED,
  N_SIGNALS
};

static GParamSpec *properties[PROP_LOADED + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideSession, bedside_session, G_TYPE_OBJECT)

static void
bedside_session_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsideSession *self = BEDSIDE_SESSION (object);

  switch ((BedsideSessionProperty) prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_enum (value, self->connection);
      break;

    case PROP_RETRY_AT:
      g_value_set_int64 (value, bedside_session_get_retry_at (self));
      break;

    case PROP_CACHE_STATE:
      g_value_set_enum (value, self->cache_state);
      break;

    case PROP_CONVERSATIONS:
      g_value_set_object (value, bedside_session_get_conversations (self));
      break;

    case PROP_PRACTICE:
      g_value_set_object (value, bedside_session_get_practice (self));
      break;

    case PROP_UNSENT:
      g_value_set_uint (value, self->unsent);
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_session_dispose (GObject *object)
{
  BedsideSession *self = BEDSIDE_SESSION (object);

  if (self->engine != NULL)
    bedside_session_stop (self);
  g_hash_table_remove_all (self->histories);
  g_clear_object (&self->engine);
  g_clear_object (&self->catch_up);
  g_clear_object (&self->starter);
  g_clear_object (&self->outbox);
  g_clear_object (&self->upkeep);
  g_clear_object (&self->writer);
  g_clear_object (&self->set_up);
  g_clear_object (&self->staff);
  g_clear_object (&self->registry);
  g_clear_object (&self->recorder);
  g_clear_object (&self->store);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (bedside_session_parent_class)->dispose (object);
}

static void
bedside_session_finalize (GObject *object)
{
  BedsideSession *self = BEDSIDE_SESSION (object);

  g_hash_table_unref (self->histories);
  g_hash_table_unref (self->marked);
  g_hash_table_unref (self->unmarked);
  g_queue_clear_full (&self->markers, g_free);
  g_hash_table_unref (self->to_mark);
  g_hash_table_unref (self->arrivals);
  g_hash_table_unref (self->typing);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_free (self->position);
  g_free (self->remembered);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bedside_session_parent_class)->finalize (object);
}

static void
bedside_session_class_init (BedsideSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_session_get_property;
  object_class->dispose = bedside_session_dispose;
  object_class->finalize = bedside_session_finalize;

  properties[PROP_CONNECTION] = g_param_spec_enum ("connection", NULL, NULL, BEDSIDE_TYPE_CONNECTION,
                                                   BEDSIDE_CONNECTION_CONNECTING, flags);
  properties[PROP_RETRY_AT] = g_param_spec_int64 ("retry-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_CACHE_STATE] = g_param_spec_enum ("cache-state", NULL, NULL, BEDSIDE_TYPE_CACHE_STATE,
                                                    BEDSIDE_CACHE_STATE_SEALED, flags);
  properties[PROP_CONVERSATIONS] = g_param_spec_object ("conversations", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_PRACTICE] = g_param_spec_object ("practice", NULL, NULL, BEDSIDE_TYPE_PRACTICE, flags);
  properties[PROP_UNSENT] = g_param_spec_uint ("unsent", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ENDED] = g_signal_new ("ended", BEDSIDE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_DAMAGED] = g_signal_new ("damaged", BEDSIDE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_ARRIVED] = g_signal_new ("arrived", BEDSIDE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, BEDSIDE_TYPE_CONVERSATION);
}

static void
close_history (BedsideHistory *history)
{
  bedside_history_close (history);
  g_object_unref (history);
}

static void
bedside_session_init (BedsideSession *self)
{
  self->cancellable = g_cancellable_new ();
  self->histories = g_hash_table_new_full (NULL, NULL, g_object_unref, (GDestroyNotify) close_history);
  self->marked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->unmarked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->markers);
  self->to_mark = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->arrivals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->typing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* --- following the parts --- */

/* Fetches what is missing, if something is. */
static gboolean
is_history_known (const char *room_id,
                  gint64      since,
                  gpointer    user_data)
{
  BedsideSession *self = user_data;
  BedsideRoom *room = bedside_registry_find (self->registry, room_id);

  if (room == NULL || bedside_room_id_is_provisional (room_id))
    return TRUE;
  return room->gaps->len == 0 && !bedside_catch_up_look_back (self->catch_up, room, since - CLOCK_DIFFERENCE);
}

/* Online means that nothing is missing. */
static BedsideConnection
get_connection (BedsideSession *self)
{
  BedsideConnection connection = bedside_sync_engine_get_connection (self->engine);

  if (connection != BEDSIDE_CONNECTION_ONLINE || !bedside_catch_up_has_gaps (self->catch_up))
    return connection;
  return bedside_catch_up_is_waiting (self->catch_up) ? BEDSIDE_CONNECTION_SERVER_PROBLEM : BEDSIDE_CONNECTION_LOADING;
}

/**
 * bedside_session_hurry:
 * @self: a session
 *
 * The server answers again: nothing waits any longer than it must.
 */
void
bedside_session_hurry (BedsideSession *self)
{
  bedside_starter_hurry (self->starter);
  bedside_outbox_hurry (self->outbox);
  bedside_catch_up_hurry (self->catch_up);
  bedside_session_resend_markers (self);
  bedside_session_leave_superseded (self);
}

/* Nobody would tell when they stop. */
static void
clear_typing (BedsideSession *self)
{
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);

  for (GList *link = rooms; link != NULL; link = link->next)
    {
      BedsideRoom *room = link->data;

      if (room->conversation != NULL)
        bedside_conversation_set_typing (room->conversation, FALSE);
    }
}

static void
on_engine_connection (BedsideSession *self)
{
  gboolean online = bedside_sync_engine_get_connection (self->engine) == BEDSIDE_CONNECTION_ONLINE;

  bedside_upkeep_set_online (self->upkeep, online);
  if (online)
    bedside_session_hurry (self);
  else if (self->connection == BEDSIDE_CONNECTION_ONLINE)
    clear_typing (self);
  bedside_session_update_connection (self);
}

/**
 * bedside_session_update_connection:
 * @self: a session
 *
 * Follows the engine and the catching up.
 */
void
bedside_session_update_connection (BedsideSession *self)
{
  BedsideConnection connection = get_connection (self);

  if (bedside_sync_engine_get_connection (self->engine) == BEDSIDE_CONNECTION_ONLINE)
    {
      bedside_outbox_caught_up (self->outbox, is_history_known, self);
      bedside_session_move_leftovers (self);
    }
  if (self->connection == connection)
    return;
  /* What has come at once, at the start or after an absence, is shown, and most of it not kept; soon it is stored. */
  if (connection == BEDSIDE_CONNECTION_ONLINE)
    bedside_heap_give_back_later (FREED_AFTER);
  self->connection = connection;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
on_retry_at_changed (BedsideSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETRY_AT]);
}

static void
on_practice_changed (BedsideSession *self)
{
  bedside_session_remember (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRACTICE]);
}

static void
on_ended (BedsideSession *self,
          const GError   *error)
{
  bedside_session_stop (self);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, error);
}

/**
 * bedside_session_count_unsent:
 * @self: a session
 * @room_id: a room in which something was written, or sent
 *
 * Shows how many messages of it wait or have failed.
 */
void
bedside_session_count_unsent (BedsideSession *self,
                              const char     *room_id)
{
  BedsideRoom *room = bedside_registry_find (self->registry, room_id);
  guint not_sent = 0;
  guint pending = bedside_outbox_count (self->outbox, room_id, &not_sent);

  if (room != NULL && room->conversation != NULL)
    bedside_conversation_set_unsent (room->conversation, pending, not_sent);

  pending = bedside_outbox_count (self->outbox, NULL, &not_sent);
  if (self->unsent != pending + not_sent)
    {
      self->unsent = pending + not_sent;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNSENT]);
    }
}

static BedsideHistory *
find_history (BedsideSession *self,
              const char     *room_id)
{
  BedsideRoom *room = bedside_registry_find (self->registry, room_id);

  return room && room->conversation ? g_hash_table_lookup (self->histories, room->conversation) : NULL;
}

static void
on_outgoing_changed (BedsideSession  *self,
                     BedsideOutgoing *entry)
{
  BedsideHistory *history = find_history (self, entry->room_id);

  if (history != NULL)
    bedside_history_add_outgoing (history, entry);
  bedside_session_count_unsent (self, entry->room_id);
}

static void
on_outgoing_removed (BedsideSession  *self,
                     BedsideOutgoing *entry)
{
  BedsideHistory *history = find_history (self, entry->room_id);

  if (history != NULL)
    bedside_history_remove_outgoing (history, entry);
  bedside_session_count_unsent (self, entry->room_id);
  bedside_session_tidy_provisional (self, entry->room_id);
}

/* New conversations learn what was stored apart from them. */
static void
on_conversations_changed (BedsideSession *self,
                          guint           position,
                          guint           removed,
                          guint           added,
                          GListModel     *conversations)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (conversations, i);
      const char *room_id = bedside_conversation_get_room_id (conversation);
      guint not_sent = 0;
      guint pending = bedside_outbox_count (self->outbox, room_id, &not_sent);

      bedside_conversation_set_unsent (conversation, pending, not_sent);
      bedside_catch_up_note (self->catch_up, bedside_registry_find (self->registry, room_id));
    }
  if (added > 0)
    bedside_session_restore_drafts (self);
}

/* The window says so while the disk cannot be written; what arrives is kept in memory until it can. */
static void
on_tried_to_write (BedsideSession *self,
                   const GError   *error)
{
  BedsideCacheState state = self->sound_state;

  if (g_error_matches (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FULL))
    state = BEDSIDE_CACHE_STATE_FULL;
  else if (error != NULL)
    state = BEDSIDE_CACHE_STATE_FAILED;

  if (self->cache_state == state)
    return;
  self->cache_state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CACHE_STATE]);
}

/**
 * bedside_session_emit_damaged:
 * @self: a session
 *
 * Says that the cache turned out to be damaged; the session is of no use then.
 */
void
bedside_session_emit_damaged (BedsideSession *self)
{
  g_signal_emit (self, signals[SIGNAL_DAMAGED], 0);
}

/**
 * bedside_session_note_loaded: (skip)
 * @self: a session that has all of an answer of sync, or all that was stored with the last one
 *
 * From now on what is not there is not missing.
 */
void
bedside_session_note_loaded (BedsideSession *self)
{
  if (self->loaded)
    return;
  self->loaded = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

/**
 * bedside_session_emit_arrived:
 * @self: a session
 * @conversation: has messages that others have just written
 */
void
bedside_session_emit_arrived (BedsideSession      *self,
                              BedsideConversation *conversation)
{
  g_signal_emit (self, signals[SIGNAL_ARRIVED], 0, conversation);
}

/* --- life --- */

static void
connect_outbox (BedsideSession *self)
{
  g_signal_connect_object (self->outbox, "changed", G_CALLBACK (on_outgoing_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "removed", G_CALLBACK (on_outgoing_removed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "refused", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "wanted", G_CALLBACK (bedside_session_on_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "in-doubt", G_CALLBACK (bedside_sync_engine_refresh), self->engine,
                           G_CONNECT_SWAPPED);
}

/**
 * bedside_session_new:
 * @client: the session on the server
 * @store: the cache
 * @restored: what the cache holds
 * @cache_state: what the window may say of the cache
 *
 * Shows what is stored; bedside_session_start() goes to the server.
 *
 * Returns: (transfer full): a session
 */
BedsideSession *
bedside_session_new (BedsideClient     *client,
                     BedsideStore      *store,
                     BedsideRestored   *restored,
                     BedsideCacheState  cache_state)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (BEDSIDE_IS_STORE (store), NULL);
  g_return_val_if_fail (restored != NULL, NULL);

  BedsideSession *self = g_object_new (BEDSIDE_TYPE_SESSION, NULL);

  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  self->cache_state = self->sound_state = cache_state;
  self->recorder = bedside_recorder_new (store);
  self->registry = bedside_registry_new (bedside_client_get_user_id (client));
  self->engine = bedside_sync_engine_new (client, restored->sync_token);
  self->catch_up = bedside_catch_up_new (client, self->registry, store, self->recorder);
  self->outbox = bedside_outbox_new (client, self->recorder);
  self->writer = bedside_practice_writer_new (client);
  self->starter = bedside_starter_new (client, self->registry, self->outbox,
                                       bedside_practice_writer_get_states (self->writer));
  self->set_up = bedside_set_up_new (client, self->registry);
  self->upkeep = bedside_upkeep_new (client, self->registry, self->outbox, self->writer, self->set_up);
  bedside_practice_writer_set_registry (self->writer, self->registry);
  self->staff = bedside_staff_loader_new (client, self->registry, self->recorder);

  g_signal_connect_object (self->recorder, "tried", G_CALLBACK (on_tried_to_write), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->registry, "notify::practice", G_CALLBACK (on_practice_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bedside_registry_get_conversations (self->registry), "items-changed",
                           G_CALLBACK (on_conversations_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bedside_registry_get_activated (self->registry), "items-changed",
                           G_CALLBACK (bedside_session_remember), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "notify::connection", G_CALLBACK (on_engine_connection), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "notify::retry-at", G_CALLBACK (on_retry_at_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "answer", G_CALLBACK (bedside_session_take_over), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "start-over", G_CALLBACK (bedside_session_start_rooms_over), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->catch_up, "placed", G_CALLBACK (bedside_session_on_placed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->catch_up, "changed", G_CALLBACK (bedside_session_update_connection), self,
                           G_CONNECT_SWAPPED);
  connect_outbox (self);
  g_signal_connect_object (self->starter, "refused", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->starter, "in-doubt", G_CALLBACK (bedside_sync_engine_refresh), self->engine,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->registry, "superseded", G_CALLBACK (bedside_session_on_superseded), self,
                           G_CONNECT_SWAPPED);

  bedside_outbox_set_gate (self->outbox, bedside_session_get_gate, self);
  bedside_session_restore (self, restored);

  return self;
}

/**
 * bedside_session_start:
 * @self: a session
 *
 * Goes to the server.
 */
void
bedside_session_start (BedsideSession *self)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));

  /* What the server says is about what is stored: that must be there first. */
  if (self->restoring != NULL)
    self->restoring->start = TRUE;
  else
    bedside_session_start_painting (self);
}

/**
 * bedside_session_stop:
 * @self: a session
 *
 * Leaves the server alone from now on. What is shown stays.
 */
void
bedside_session_stop (BedsideSession *self)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));

  g_cancellable_cancel (self->cancellable);
  bedside_session_cancel_restore (self);
  bedside_session_stop_painting (self);
  bedside_session_cancel_take_over (self);
  bedside_session_stop_waking (self);
  g_clear_handle_id (&self->marker_wait_id, g_source_remove);
  bedside_catch_up_stop (self->catch_up);
  bedside_outbox_stop (self->outbox);
  bedside_upkeep_set_online (self->upkeep, FALSE);
  bedside_starter_stop (self->starter);
  bedside_staff_loader_stop (self->staff);
  bedside_sync_engine_stop (self->engine);
}

static void
on_flushed (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (bedside_recorder_write_finish (BEDSIDE_RECORDER (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * bedside_session_flush_async:
 * @self: a session
 * @callback: called when everything that was given to the cache before is written
 * @user_data: data for @callback
 *
 * Waits for the cache.
 */
void
bedside_session_flush_async (BedsideSession      *self,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));

  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, bedside_session_flush_async);
  bedside_recorder_write_async (self->recorder, bedside_changes_new (), on_flushed, task);
}

/**
 * bedside_session_flush_finish:
 * @self: a session
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: %FALSE if the cache cannot be written
 */
gboolean
bedside_session_flush_finish (BedsideSession  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_session_flush_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
