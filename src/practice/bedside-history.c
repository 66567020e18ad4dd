/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-history"

#include "bedside-history.h"

#include "bedside-amendments.h"
#include "bedside-visible.h"

#include <string.h>

/* About two screens: what a load brings, at least, unless there is no more. */
#define PAGE_SIZE 60
#define MIN_MESSAGES 30
/* What the server may give in a row without a message in it, before the person is asked whether to go on: it may hide
 * what was before somebody joined, for thousands of pages. */
#define MOST_BARREN_PAGES 10

struct _BedsideHistory
{
  GObject            parent_instance;

  BedsideRegistry   *registry;     /* (owned) */
  BedsideRoom       *room;         /* (unowned) (nullable): NULL once closed */
  BedsideStore      *store;        /* (owned) */
  BedsideRecorder   *recorder;     /* (owned) */
  BedsideCatchUp    *catch_up;     /* (owned) */
  BedsideTimeline   *timeline;     /* (owned) */
  GCancellable      *cancellable;  /* (owned) */

  GHashTable        *positions;    /* (owned) (element-type utf8 gint64*): of all loaded events, shown or not */
  BedsideAmendments *amendments;   /* (owned) */
  GPtrArray         *unwritten;    /* (owned) (nullable): while a page is loaded, what it may lack */
  gint64             oldest;       /* position before which nothing is loaded */
  gboolean           store_empty;  /* nothing older is stored */
  gboolean           begun;        /* the room's first event is loaded */
  guint              loaded;       /* messages since the load began */
  guint              fetched;      /* pages of the server since then */
  GHashTable        *unnamed;      /* (owned) (element-type utf8): senders whose names are still asked for */
};

G_DEFINE_FINAL_TYPE (BedsideHistory, bedside_history, G_TYPE_OBJECT)

static void
bedside_history_dispose (GObject *object)
{
  BedsideHistory *self = BEDSIDE_HISTORY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->registry);
  g_clear_object (&self->store);
  g_clear_object (&self->recorder);
  g_clear_object (&self->catch_up);

  G_OBJECT_CLASS (bedside_history_parent_class)->dispose (object);
}

static void
bedside_history_finalize (GObject *object)
{
  BedsideHistory *self = BEDSIDE_HISTORY (object);

  g_clear_object (&self->timeline);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->positions);
  bedside_amendments_free (self->amendments);
  g_hash_table_unref (self->unnamed);
  g_clear_pointer (&self->unwritten, g_ptr_array_unref);

  G_OBJECT_CLASS (bedside_history_parent_class)->finalize (object);
}

static void
bedside_history_class_init (BedsideHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_history_dispose;
  object_class->finalize = bedside_history_finalize;
}

static void
bedside_history_init (BedsideHistory *self)
{
  self->timeline = bedside_timeline_new ();
  self->cancellable = g_cancellable_new ();
  self->positions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->amendments = bedside_amendments_new ();
  self->unnamed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
rename_sender (BedsideHistory *self,
               const char     *sender,
               const char     *name)
{
  GListModel *items = G_LIST_MODEL (self->timeline);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (items, i);

      if (BEDSIDE_IS_MESSAGE (item) &&
          g_strcmp0 (bedside_message_get_sender (BEDSIDE_MESSAGE (item)), sender) == 0)
        bedside_message_set_sender (BEDSIDE_MESSAGE (item), sender, name);
    }
}

/* A patient whose name is corrected in the directory is called by it at once. */
static void
on_title_changed (BedsideHistory      *self,
                  GParamSpec          *pspec,
                  BedsideConversation *conversation)
{
  const char *patient = self->room ? bedside_room_get_binding_member (self->room, "patient") : NULL;

  if (patient != NULL)
    rename_sender (self, patient, bedside_conversation_get_title (conversation));
}

/* The server tells of members only when it thinks that they are needed, and only once: the list of all comes later. */
static gboolean
is_name_on_its_way (BedsideHistory *self,
                    const char     *sender)
{
  return self->room->kind == BEDSIDE_ROOM_KIND_TEAM && self->room->membership == BEDSIDE_MEMBERSHIP_JOINED &&
         !self->room->members_complete && sender != NULL && bedside_room_get_member (self->room, sender) == NULL;
}

/* Until then nobody is called by an id that has to be changed a moment later. */
static char *
dup_sender_name (BedsideHistory *self,
                 const char     *sender)
{
  if (!is_name_on_its_way (self, sender))
    return bedside_registry_dup_sender_name (self->registry, self->room, sender);

  g_autofree char *local_part = g_strdup (sender + (*sender == '@'));

  g_hash_table_add (self->unnamed, g_strdup (sender));
  local_part[strcspn (local_part, ":")] = '\0';

  return bedside_visible_name (local_part);
}

static void
on_settled (BedsideHistory *self)
{
  GHashTableIter iter;
  const char *sender;

  if (self->room == NULL)
    return;

  g_hash_table_iter_init (&iter, self->unnamed);
  while (g_hash_table_iter_next (&iter, (gpointer *) &sender, NULL))
    if (!is_name_on_its_way (self, sender))
      {
        g_autofree char *name = bedside_registry_dup_sender_name (self->registry, self->room, sender);

        rename_sender (self, sender, name);
        g_hash_table_iter_remove (&iter);
      }
}

/**
 * bedside_history_new:
 * @registry: all rooms
 * @room: a conversation's room
 * @store: the cache
 * @recorder: what is on its way there
 * @catch_up: where older pages come from
 *
 * Returns: (transfer full): the history with an empty timeline; see bedside_history_load_older()
 */
BedsideHistory *
bedside_history_new (BedsideRegistry *registry,
                     BedsideRoom     *room,
                     BedsideStore    *store,
                     BedsideRecorder *recorder,
                     BedsideCatchUp  *catch_up)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (room != NULL && room->conversation != NULL, NULL);

  BedsideHistory *self = g_object_new (BEDSIDE_TYPE_HISTORY, NULL);

  self->registry = g_object_ref (registry);
  self->room = room;
  self->store = g_object_ref (store);
  self->recorder = g_object_ref (recorder);
  self->catch_up = g_object_ref (catch_up);
  self->oldest = room->next_position;
  g_signal_connect_object (room->conversation, "notify::title", G_CALLBACK (on_title_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "settled", G_CALLBACK (on_settled), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * bedside_history_get_timeline:
 * @self: a history
 *
 * Returns: (transfer none): what the window shows
 */
BedsideTimeline *
bedside_history_get_timeline (BedsideHistory *self)
{
  g_return_val_if_fail (BEDSIDE_IS_HISTORY (self), NULL);

  return self->timeline;
}

/**
 * bedside_history_move:
 * @self: a history that has no events yet
 * @room: the room that the server has made for its conversation
 *
 * What is still to be sent stays where it is; what the room has joins it.
 */
void
bedside_history_move (BedsideHistory *self,
                      BedsideRoom    *room)
{
  g_return_if_fail (BEDSIDE_IS_HISTORY (self));
  g_return_if_fail (room != NULL);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->unwritten, g_ptr_array_unref);
  self->room = room;
  self->oldest = room->next_position;
  self->store_empty = FALSE;
  self->begun = FALSE;
  bedside_timeline_set_state (self->timeline, BEDSIDE_TIMELINE_STATE_READY);
  bedside_history_load_older (self);
}

/**
 * bedside_history_close:
 * @self: a history
 *
 * Lets go of the room; nothing is loaded any more.
 */
void
bedside_history_close (BedsideHistory *self)
{
  g_return_if_fail (BEDSIDE_IS_HISTORY (self));

  g_cancellable_cancel (self->cancellable);
  self->room = NULL;
}

/* --- events to messages --- */

static BedsideMessage *
make_message (BedsideHistory     *self,
              BedsidePlacedEvent *placed,
              BedsideReading     *reading)
{
  BedsideEvent *event = placed->event;
  gboolean own = g_strcmp0 (event->sender, bedside_registry_get_user_id (self->registry)) == 0;
  BedsideMessage *message = own && reading->uuid ? bedside_timeline_find_uuid (self->timeline, reading->uuid) : NULL;

  if (message != NULL)
    g_object_ref (message);
  else
    {
      g_autofree char *name = dup_sender_name (self, event->sender);

      message = bedside_message_new (name, own, "", event->timestamp, BEDSIDE_MESSAGE_STATE_RECEIVED);
      bedside_message_set_sender (message, event->sender, name);
      bedside_message_set_stranger (message, self->room->kind == BEDSIDE_ROOM_KIND_CONVERSATION && !own
                                    && !bedside_room_is_patient (self->room, event->sender));
      bedside_message_set_uuid (message, reading->uuid);
    }
  if (own && bedside_message_get_state (message) != BEDSIDE_MESSAGE_STATE_READ)
    bedside_message_set_state (message, BEDSIDE_MESSAGE_STATE_SENT);
  bedside_message_set_event_id (message, event->event_id);
  bedside_message_set_position (message, placed->position);
  bedside_message_set_timestamp (message, event->timestamp);
  bedside_message_set_kind (message, reading->edited ? reading->unedited_kind : reading->kind);
  bedside_message_set_text (message, reading->edited ? reading->unedited : reading->text);
  bedside_message_set_edited (message, FALSE);
  if (reading->edited)
    bedside_amendments_add_bundled (self->amendments, event, reading);
  bedside_amendments_apply (self->amendments, message);

  return message;
}

static void
apply_to_target (BedsideHistory *self,
                 const char     *target)
{
  BedsideMessage *message = bedside_timeline_find_event (self->timeline, target);

  if (message != NULL)
    bedside_amendments_apply (self->amendments, message);
}

static void
add_event (BedsideHistory     *self,
           BedsidePlacedEvent *placed,
           GPtrArray          *messages)
{
  g_auto(BedsideReading) reading = { 0 };
  BedsideEvent *event = placed->event;

  if (event->event_id == NULL || g_hash_table_contains (self->positions, event->event_id))
    return;

  gint64 *position = g_new (gint64, 1);
  *position = placed->position;
  g_hash_table_insert (self->positions, g_strdup (event->event_id), position);
  self->begun = self->begun || bedside_room_is_beginning (event);

  switch (bedside_message_reader_read (event, &reading))
    {
    case BEDSIDE_READING_KIND_MESSAGE:
      g_ptr_array_add (messages, make_message (self, placed, &reading));
      break;

    case BEDSIDE_READING_KIND_EDIT:
      bedside_amendments_add_edit (self->amendments, event, &reading);
      apply_to_target (self, reading.target);
      break;

    case BEDSIDE_READING_KIND_REMOVAL:
      apply_to_target (self, bedside_amendments_add_removal (self->amendments, reading.target));
      break;

    case BEDSIDE_READING_KIND_NOTHING:
    default:
      break;
    }
}

/* Edits and removals are younger than their targets, so the youngest event goes first. */
static int
compare_youngest_first (gconstpointer a,
                        gconstpointer b)
{
  const BedsidePlacedEvent *first = *(const BedsidePlacedEvent * const *) a;
  const BedsidePlacedEvent *second = *(const BedsidePlacedEvent * const *) b;

  return (first->position < second->position) - (first->position > second->position);
}

static void
merge (BedsideHistory *self,
       GPtrArray      *placed)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_sort (placed, compare_youngest_first);
  for (guint i = 0; i < placed->len; i++)
    add_event (self, g_ptr_array_index (placed, i), messages);
  self->loaded += messages->len;
  bedside_timeline_merge (self->timeline, messages);
  bedside_history_update_receipts (self);
}

/**
 * bedside_history_add_events:
 * @self: a history
 * @placed: (element-type BedsidePlacedEvent): events of its room, in any order; the array is sorted
 *
 * Shows events that came by sync or from a gap, as far as they belong into the loaded part.
 */
void
bedside_history_add_events (BedsideHistory *self,
                            GPtrArray      *placed)
{
  g_return_if_fail (BEDSIDE_IS_HISTORY (self));
  g_return_if_fail (placed != NULL);

  g_autoptr(GPtrArray) inside = g_ptr_array_new ();

  for (guint i = 0; i < placed->len; i++)
    {
      BedsidePlacedEvent *item = g_ptr_array_index (placed, i);

      if (item->position >= self->oldest)
        g_ptr_array_add (inside, item);
      /* The page that is being loaded may have been read before this one came. */
      else if (self->unwritten != NULL)
        g_ptr_array_add (self->unwritten, bedside_placed_event_new (item->position, item->event));
    }
  if (self->room != NULL)
    merge (self, inside);
}

/**
 * bedside_history_update_receipts:
 * @self: a history
 *
 * Marks own messages as read as far as somebody else has read.
 */
void
bedside_history_update_receipts (BedsideHistory *self)
{
  g_return_if_fail (BEDSIDE_IS_HISTORY (self));

  gint64 read_up_to = G_MININT64;
  GHashTableIter iter;
  const char *user_id;
  BedsideRoomReceipt *receipt;

  if (self->room == NULL)
    return;

  const char *own = bedside_registry_get_user_id (self->registry);

  g_hash_table_iter_init (&iter, self->room->receipts);
  while (g_hash_table_iter_next (&iter, (gpointer *) &user_id, (gpointer *) &receipt))
    {
      gint64 *position = g_hash_table_lookup (self->positions, receipt->event_id);

      if (position != NULL && !g_str_equal (user_id, own))
        read_up_to = MAX (read_up_to, *position);
    }
  if (read_up_to != G_MININT64)
    bedside_timeline_set_read_up_to (self->timeline, read_up_to);
}

static BedsideMessageState
get_outgoing_state (BedsideOutgoing *entry)
{
  switch (entry->state)
    {
    case BEDSIDE_OUTGOING_STATE_SENT:
      return BEDSIDE_MESSAGE_STATE_SENT;

    case BEDSIDE_OUTGOING_STATE_FAILED:
      return BEDSIDE_MESSAGE_STATE_NOT_SENT;

    case BEDSIDE_OUTGOING_STATE_WAITING:
    default:
      return BEDSIDE_MESSAGE_STATE_SENDING;
    }
}

/**
 * bedside_history_add_outgoing:
 * @self: a history
 * @entry: a message of the outbox
 *
 * Shows a message that is still to be sent, or what has become of it.
 */
void
bedside_history_add_outgoing (BedsideHistory  *self,
                              BedsideOutgoing *entry)
{
  g_return_if_fail (BEDSIDE_IS_HISTORY (self));
  g_return_if_fail (entry != NULL);

  BedsideMessage *known = bedside_timeline_find_uuid (self->timeline, entry->uuid);
  g_autoptr(BedsideMessage) message = known ? g_object_ref (known)
                                            : bedside_message_new ("", TRUE, entry->text, entry->created_at,
                                                                   BEDSIDE_MESSAGE_STATE_SENDING);
  g_autoptr(GPtrArray) messages = g_ptr_array_new ();

  /* Confirmed by sync before the answer to the request came. */
  if (known != NULL && bedside_message_get_position (known) < BEDSIDE_TIMELINE_FIRST_PENDING)
    return;

  bedside_message_set_sender (message, bedside_registry_get_user_id (self->registry), "");
  bedside_message_set_uuid (message, entry->uuid);
  bedside_message_set_event_id (message, entry->event_id);
  bedside_message_set_state (message, get_outgoing_state (entry));
  bedside_message_set_position (message, BEDSIDE_TIMELINE_FIRST_PENDING + entry->order);
  g_ptr_array_add (messages, message);
  bedside_timeline_merge (self->timeline, messages);
}

/**
 * bedside_history_remove_outgoing:
 * @self: a history
 * @entry: a message that is no longer in the outbox
 *
 * Takes a deleted message out; one that sync has brought stays.
 */
void
bedside_history_remove_outgoing (BedsideHistory  *self,
                                 BedsideOutgoing *entry)
{
  g_return_if_fail (BEDSIDE_IS_HISTORY (self));
  g_return_if_fail (entry != NULL);

  BedsideMessage *message = bedside_timeline_find_uuid (self->timeline, entry->uuid);

  if (message != NULL && bedside_message_get_position (message) >= BEDSIDE_TIMELINE_FIRST_PENDING)
    bedside_timeline_remove (self->timeline, message);
}

/* --- loading --- */

static void load_page  (BedsideHistory *self);
static void on_loaded  (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_fetched (GObject *object, GAsyncResult *result, gpointer user_data);

/**
 * bedside_history_load_older:
 * @self: a history
 *
 * Loads older messages, from the cache as long as it has some; the timeline's
 * state tells how it goes. Does nothing while loading or when complete.
 */
void
bedside_history_load_older (BedsideHistory *self)
{
  g_return_if_fail (BEDSIDE_IS_HISTORY (self));

  BedsideTimelineState state = bedside_timeline_get_state (self->timeline);

  if (self->room == NULL || state == BEDSIDE_TIMELINE_STATE_LOADING || state == BEDSIDE_TIMELINE_STATE_COMPLETE ||
      state == BEDSIDE_TIMELINE_STATE_HIDDEN)
    return;
  bedside_timeline_set_state (self->timeline, BEDSIDE_TIMELINE_STATE_LOADING);
  self->loaded = self->fetched = 0;
  load_page (self);
}

/* All that is stored has been loaded. If the room's first event is part of it nothing is hidden, whatever the last page
 * of the server looked like: versions before this one took Synapse's empty page behind it for an answer. */
static void
end_loading (BedsideHistory *self)
{
  if (self->room->beginning_hidden && self->begun)
    {
      BedsideChanges *changes = bedside_changes_new ();

      self->room->beginning_hidden = FALSE;
      g_autofree char *payload = bedside_room_to_payload (self->room);
      bedside_store_batch_put_room (bedside_changes_get_batch (changes), self->room->room_id, payload);
      bedside_recorder_write_async (self->recorder, changes, NULL, NULL);
    }
  bedside_timeline_set_state (self->timeline, self->room->beginning_hidden ? BEDSIDE_TIMELINE_STATE_HIDDEN
                              : BEDSIDE_TIMELINE_STATE_COMPLETE);
}

/* What is asked for before the store is asked and what the store has then are all that there is; some of it twice. */
static void
load_page (BedsideHistory *self)
{
  if (!self->store_empty)
    {
      g_clear_pointer (&self->unwritten, g_ptr_array_unref);
      self->unwritten = bedside_recorder_list_events (self->recorder, self->room->room_id);
      bedside_store_load_events_async (self->store, self->room->room_id, self->oldest, PAGE_SIZE, self->cancellable,
                                       on_loaded, g_object_ref (self));
    }
  else if (self->room->complete)
    end_loading (self);
  else
    bedside_catch_up_fetch_older_async (self->catch_up, self->room->room_id, self->cancellable, on_fetched,
                                        g_object_ref (self));
}

static void
load_more_or_rest (BedsideHistory *self)
{
  if (self->loaded == 0 && self->fetched >= MOST_BARREN_PAGES && self->store_empty && !self->room->complete)
    bedside_timeline_set_state (self->timeline, BEDSIDE_TIMELINE_STATE_FAILED);
  else if (self->loaded < MIN_MESSAGES && !(self->store_empty && self->room->complete))
    load_page (self);
  else if (self->store_empty && self->room->complete)
    end_loading (self);
  else
    bedside_timeline_set_state (self->timeline, BEDSIDE_TIMELINE_STATE_READY);
}

/* Of what was not on the disk, what belongs before the part that is loaded and not before the page. */
static void
add_unwritten (BedsideHistory *self,
               gint64          before,
               GPtrArray      *placed)
{
  gint64 oldest = self->store_empty ? G_MININT64 : self->oldest;

  for (guint i = 0; i < self->unwritten->len; i++)
    {
      BedsidePlacedEvent *item = g_ptr_array_index (self->unwritten, i);

      if (item->position >= before || item->position < oldest)
        continue;
      self->oldest = MIN (self->oldest, item->position);
      g_ptr_array_add (placed, bedside_placed_event_new (item->position, item->event));
    }
  g_clear_pointer (&self->unwritten, g_ptr_array_unref);
}

static void
on_loaded (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BedsideHistory) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = bedside_store_load_events_finish (BEDSIDE_STORE (object), result, &error);
  g_autoptr(GPtrArray) placed = bedside_placed_event_list_new ();
  gint64 before = self->oldest;

  if (self->room == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (records == NULL)
    {
      bedside_timeline_set_state (self->timeline, BEDSIDE_TIMELINE_STATE_FAILED);
      return;
    }

  for (guint i = 0; i < records->len; i++)
    {
      BedsideStoreEvent *record = g_ptr_array_index (records, i);
      g_autoptr(BedsideEvent) event = bedside_event_new_from_text (record->payload, NULL);

      self->oldest = MIN (self->oldest, record->position);
      if (event != NULL)
        g_ptr_array_add (placed, bedside_placed_event_new (record->position, event));
    }
  /* Records that cannot be read are left out of a page, which makes it short. */
  self->store_empty = records->len == 0 || (records->len < PAGE_SIZE && error == NULL);
  add_unwritten (self, before, placed);
  merge (self, placed);
  load_more_or_rest (self);
}

static void
on_fetched (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideHistory) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean fetched = bedside_catch_up_fetch_older_finish (BEDSIDE_CATCH_UP (object), result, &error);

  if (self->room == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!fetched)
    {
      bedside_timeline_set_state (self->timeline, BEDSIDE_TIMELINE_STATE_FAILED);
      return;
    }

  /* The page is on its way to the store; reading it there keeps one path for all. */
  self->store_empty = FALSE;
  self->fetched++;
  load_more_or_rest (self);
}
