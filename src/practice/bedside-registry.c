/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry"

#include "config.h"

#include "bedside-registry-private.h"

#include <glib/gi18n-lib.h>

typedef enum {
  PROP_PRACTICE = 1,
} BedsideRegistryProperty;

enum {
  SIGNAL_SUPERSEDED,
  SIGNAL_SETTLED,
  N_SIGNALS
};

static GParamSpec *properties[PROP_PRACTICE + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideRegistry, bedside_registry, G_TYPE_OBJECT)

static void
bedside_registry_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  BedsideRegistry *self = BEDSIDE_REGISTRY (object);

  switch ((BedsideRegistryProperty) prop_id)
    {
    case PROP_PRACTICE:
      g_value_set_object (value, self->practice);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_registry_finalize (GObject *object)
{
  BedsideRegistry *self = BEDSIDE_REGISTRY (object);

  g_hash_table_unref (self->unsaved);
  g_ptr_array_unref (self->heard);
  g_clear_pointer (&self->settling, g_ptr_array_unref);
  g_object_unref (self->unread_list);
  g_hash_table_unref (self->unread);
  g_hash_table_unref (self->unread_moved);
  g_hash_table_unref (self->superseded);
  g_ptr_array_unref (self->unlisted);
  g_ptr_array_unref (self->made);
  g_hash_table_unref (self->changed_rooms);
  g_clear_pointer (&self->remembered, json_array_unref);
  g_object_unref (self->activated);
  g_object_unref (self->invitations);
  g_hash_table_unref (self->invited);
  g_hash_table_unref (self->shown);
  g_hash_table_unref (self->of_patients);
  g_object_unref (self->conversations);
  g_object_unref (self->practices);
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->rooms);
  g_hash_table_unref (self->directories);
  g_hash_table_unref (self->settings);
  g_clear_object (&self->practice);
  g_free (self->chosen_id);
  g_free (self->user_id);

  G_OBJECT_CLASS (bedside_registry_parent_class)->finalize (object);
}

static void
bedside_registry_class_init (BedsideRegistryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_registry_get_property;
  object_class->finalize = bedside_registry_finalize;

  properties[PROP_PRACTICE] =
    g_param_spec_object ("practice", NULL, NULL, BEDSIDE_TYPE_PRACTICE,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_SUPERSEDED] = g_signal_new ("superseded", BEDSIDE_TYPE_REGISTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);
  signals[SIGNAL_SETTLED] = g_signal_new ("settled", BEDSIDE_TYPE_REGISTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
bedside_registry_init (BedsideRegistry *self)
{
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) bedside_room_free);
  self->directories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bedside_event_unref);
  self->shown = g_hash_table_new (NULL, NULL);
  self->of_patients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) bedside_practice_entry_free);
  self->practices = g_list_store_new (BEDSIDE_TYPE_PRACTICE);
  self->conversations = g_list_store_new (BEDSIDE_TYPE_CONVERSATION);
  self->invited = g_hash_table_new (NULL, NULL);
  self->invitations = g_list_store_new (BEDSIDE_TYPE_INVITATION);
  self->activated = g_list_store_new (BEDSIDE_TYPE_PATIENT);
  self->changed_rooms = g_hash_table_new (NULL, NULL);
  self->made = g_ptr_array_new_with_free_func (g_object_unref);
  self->unlisted = g_ptr_array_new_with_free_func (g_object_unref);
  self->superseded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unread = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->unread_moved = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->unread_list = bedside_unread_list_new ();
  self->unsaved = g_hash_table_new (NULL, NULL);
  self->heard = g_ptr_array_new ();
}

/**
 * bedside_registry_notify_practice: (skip)
 * @self: a registry
 *
 * Tells that another practice is shown.
 */
void
bedside_registry_notify_practice (BedsideRegistry *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRACTICE]);
}

/**
 * bedside_registry_tell_superseded: (skip)
 * @self: a registry
 *
 * Tells whose rooms have got a successor; those that were here only may be forgotten meanwhile.
 */
void
bedside_registry_tell_superseded (BedsideRegistry *self)
{
  g_autoptr(GHashTable) superseded = self->superseded;
  GHashTableIter iter;
  const char *room_id;
  BedsideRoom *winner;

  self->superseded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, superseded);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room_id, (gpointer *) &winner))
    if (bedside_registry_find (self, room_id) != NULL && winner->conversation != NULL)
      g_signal_emit (self, signals[SIGNAL_SUPERSEDED], 0, room_id, winner);
}

/**
 * bedside_registry_emit_settled: (skip)
 * @self: a registry
 *
 * Tells that what was heard of the rooms shows now.
 */
void
bedside_registry_emit_settled (BedsideRegistry *self)
{
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

/**
 * bedside_registry_new:
 * @user_id: this practitioner
 *
 * Returns: (transfer full): a registry without rooms
 */
BedsideRegistry *
bedside_registry_new (const char *user_id)
{
  g_return_val_if_fail (user_id != NULL, NULL);

  BedsideRegistry *self = g_object_new (BEDSIDE_TYPE_REGISTRY, NULL);

  self->user_id = g_strdup (user_id);

  return self;
}

/**
 * bedside_registry_get_user_id:
 * @self: a registry
 *
 * Returns: (transfer none): this practitioner
 */
const char *
bedside_registry_get_user_id (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  return self->user_id;
}

/**
 * bedside_registry_get_conversations:
 * @self: a registry
 *
 * Returns: (transfer none): a list of #BedsideConversation, in no order
 */
GListModel *
bedside_registry_get_conversations (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  return G_LIST_MODEL (self->conversations);
}

/**
 * bedside_registry_get_practice:
 * @self: a registry
 *
 * Returns: (transfer none) (nullable): the practice that is shown
 */
BedsidePractice *
bedside_registry_get_practice (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  return self->practice;
}

/**
 * bedside_registry_get_practices:
 * @self: a registry
 *
 * Returns: (transfer none): a list of #BedsidePractice: all to which the practitioner belongs
 */
GListModel *
bedside_registry_get_practices (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  return G_LIST_MODEL (self->practices);
}

/**
 * bedside_registry_find_practice:
 * @self: a registry
 * @room_id: (nullable): id of a space
 *
 * Returns: (transfer none) (nullable): the practice, if the practitioner belongs to it
 */
BedsidePractice *
bedside_registry_find_practice (BedsideRegistry *self,
                                const char      *room_id)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  BedsidePracticeEntry *entry = room_id ? g_hash_table_lookup (self->entries, room_id) : NULL;

  return entry ? entry->practice : NULL;
}

/**
 * bedside_registry_get_settings:
 * @self: a registry
 * @room_id: id of a space
 *
 * Returns: (transfer none) (nullable): content of its `org.bedside.settings`, if there are any
 */
JsonObject *
bedside_registry_get_settings (BedsideRegistry *self,
                               const char      *room_id)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (room_id != NULL, NULL);

  BedsideEvent *settings = g_hash_table_lookup (self->settings, room_id);

  return settings ? settings->content : NULL;
}

/**
 * bedside_registry_find:
 * @self: a registry
 * @room_id: (nullable): a room id
 *
 * Returns: (transfer none) (nullable): the room, if it is known
 */
BedsideRoom *
bedside_registry_find (BedsideRegistry *self,
                       const char      *room_id)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  return room_id ? g_hash_table_lookup (self->rooms, room_id) : NULL;
}

/**
 * bedside_registry_ensure:
 * @self: a registry
 * @room_id: a room id
 *
 * Returns: (transfer none): the room, a new one if it is not known
 */
BedsideRoom *
bedside_registry_ensure (BedsideRegistry *self,
                         const char      *room_id)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (room_id != NULL, NULL);

  BedsideRoom *room = bedside_registry_find (self, room_id);

  if (room == NULL)
    {
      room = bedside_room_new (room_id);
      g_hash_table_insert (self->rooms, room->room_id, room);
    }

  return room;
}

/**
 * bedside_registry_find_conversation:
 * @self: a registry
 * @conversation: a conversation
 *
 * Returns: (transfer none) (nullable): its room; %NULL if it is not shown any more
 */
BedsideRoom *
bedside_registry_find_conversation (BedsideRegistry     *self,
                                    BedsideConversation *conversation)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  return g_hash_table_lookup (self->shown, conversation);
}

/**
 * bedside_registry_list_rooms:
 * @self: a registry
 *
 * Returns: (transfer container) (element-type BedsideRoom): all rooms
 */
GList *
bedside_registry_list_rooms (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  return g_hash_table_get_values (self->rooms);
}

/* What happens there may show in every conversation. */
static gboolean
is_context (BedsideRoom *room)
{
  return room->kind == BEDSIDE_ROOM_KIND_PRACTICE || room->kind == BEDSIDE_ROOM_KIND_DIRECTORY;
}

static gboolean
is_room (gpointer key,
         gpointer value,
         gpointer room)
{
  return value == room;
}

/**
 * bedside_registry_forget:
 * @self: a registry
 * @room_id: a room
 *
 * Drops a room and its conversation.
 */
void
bedside_registry_forget (BedsideRegistry *self,
                         const char      *room_id)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));

  BedsideRoom *room = bedside_registry_find (self, room_id);

  if (room == NULL)
    return;
  bedside_registry_set_shown (self, room, NULL);
  bedside_registry_set_patient_id (self, room, NULL);
  bedside_registry_drop_entry (self, room_id);
  g_hash_table_foreach_remove (self->superseded, is_room, room);
  g_hash_table_remove (self->changed_rooms, room);
  self->context_changed |= is_context (room);
  self->context_changed |= g_hash_table_remove (self->invited, room);
  g_hash_table_remove (self->unsaved, room);
  bedside_registry_forget_heard (self, room);
  bedside_registry_forget_settling (self, room);
  g_hash_table_remove (self->settings, room_id);
  g_hash_table_remove (self->directories, room_id);
  g_hash_table_remove (self->rooms, room_id);
}

/**
 * bedside_registry_ensure_directory: (skip)
 * @self: a registry
 * @room_id: a room with patients
 *
 * Returns: (transfer none): its directory
 */
BedsideDirectory *
bedside_registry_ensure_directory (BedsideRegistry *self,
                                   const char      *room_id)
{
  BedsideDirectory *directory = g_hash_table_lookup (self->directories, room_id);

  if (directory == NULL)
    {
      directory = bedside_directory_new ();
      g_hash_table_insert (self->directories, g_strdup (room_id), directory);
    }

  return directory;
}

static void
note_inviter (BedsideRoom  *room,
              BedsideEvent *event)
{
  g_clear_pointer (&room->inviter, g_free);
  if (g_strcmp0 (bedside_json_get_string (event->content, "membership"), "invite") == 0)
    room->inviter = g_strdup (event->sender);
}

/**
 * bedside_registry_apply_state:
 * @self: a registry
 * @room: a room of it
 * @event: one of the room's state events
 *
 * Takes over a state event. What follows from it shows after
 * bedside_registry_settle().
 */
void
bedside_registry_apply_state (BedsideRegistry *self,
                              BedsideRoom     *room,
                              BedsideEvent    *event)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));
  g_return_if_fail (room != NULL);
  g_return_if_fail (event != NULL && event->state_key != NULL);

  gboolean was_context = is_context (room);

  if (bedside_room_apply_state (room, event))
    {
      g_hash_table_add (self->changed_rooms, room);
      /* Which one is Everyone shows in the practice, too. */
      self->context_changed |= was_context || is_context (room) || g_str_equal (event->type, "m.room.join_rules");
      if (g_str_equal (event->type, "m.room.member") && g_str_equal (event->state_key, self->user_id))
        note_inviter (room, event);
    }
  else if (g_str_equal (event->type, "org.bedside.settings") && *event->state_key == '\0')
    {
      g_hash_table_replace (self->settings, g_strdup (room->room_id), bedside_event_ref (event));
      self->context_changed = TRUE;
    }
  else if (g_str_equal (event->type, "org.bedside.patient") || g_str_equal (event->type, "org.bedside.access"))
    bedside_directory_apply_state (bedside_registry_ensure_directory (self, room->room_id), event);
}

static BedsideEvent *
new_blank (const char *event_id,
           const char *type)
{
  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "event_id", event_id);
  json_object_set_string_member (object, "type", type);
  json_object_set_string_member (object, "state_key", "");

  return bedside_event_new_from_json (object, NULL);
}

/* What is left of the room's own state that was redacted; %NULL: it was something else. */
static BedsideEvent *
redact_state (BedsideRegistry *self,
              BedsideRoom     *room,
              const char      *event_id)
{
  BedsideEvent *settings = g_hash_table_lookup (self->settings, room->room_id);

  if (settings != NULL && g_strcmp0 (settings->event_id, event_id) == 0 && !settings->redacted)
    return bedside_event_new_redacted (settings);
  if (room->name != NULL && g_strcmp0 (room->name_id, event_id) == 0)
    return new_blank (event_id, "m.room.name");

  return NULL;
}

/**
 * bedside_registry_apply_redaction:
 * @self: a registry
 * @room: a room of it
 * @event_id: an event of it that was redacted
 * @rest: (out) (transfer full): what is left of it, to be stored
 *
 * Takes over that a patient was removed, or that the room's settings or name were, if that is what it means: sync does
 * not repeat state that has lost its content.
 *
 * Returns: whether @rest was set
 */
gboolean
bedside_registry_apply_redaction (BedsideRegistry  *self,
                                  BedsideRoom      *room,
                                  const char       *event_id,
                                  BedsideEvent    **rest)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (room != NULL && event_id != NULL, FALSE);

  BedsideDirectory *directory = g_hash_table_lookup (self->directories, room->room_id);
  g_autoptr(BedsideEvent) blank = redact_state (self, room, event_id);

  if (blank == NULL)
    return directory != NULL && bedside_directory_apply_redaction (directory, event_id, rest);
  bedside_registry_apply_state (self, room, blank);
  *rest = g_steal_pointer (&blank);

  return TRUE;
}

/**
 * bedside_registry_touch:
 * @self: a registry
 * @room: a room of it whose membership changed
 *
 * Has bedside_registry_settle() look at the room again.
 */
void
bedside_registry_touch (BedsideRegistry *self,
                        BedsideRoom     *room)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));
  g_return_if_fail (room != NULL);

  g_hash_table_add (self->changed_rooms, room);
  self->context_changed |= is_context (room);
}

/**
 * bedside_registry_steal_unsaved:
 * @self: a registry
 *
 * Returns: (transfer container) (element-type BedsideRoom): rooms that may be shown otherwise than when they were
 *   stored; bedside_registry_update_summary() tells
 */
GPtrArray *
bedside_registry_steal_unsaved (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  GPtrArray *unsaved = g_ptr_array_sized_new (g_hash_table_size (self->unsaved));
  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, self->unsaved);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
    g_ptr_array_add (unsaved, room);
  g_hash_table_remove_all (self->unsaved);

  return unsaved;
}
