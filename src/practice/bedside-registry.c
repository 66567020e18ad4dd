/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry"

#include "config.h"

#include "bedside-registry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bedside-summary.h"

struct _BedsideRegistry
{
  GObject          parent_instance;

  char            *user_id;        /* (owned) */
  GHashTable      *rooms;          /* (owned) (element-type utf8 BedsideRoom) */
  GHashTable      *directories;    /* (owned) (element-type utf8 BedsideDirectory): by room id */
  GHashTable      *settings;       /* (owned) (element-type utf8 BedsideEvent): by space */
  GListStore      *conversations;  /* (owned) (element-type BedsideConversation) */
  GHashTable      *shown;          /* (owned) (element-type BedsideConversation BedsideRoom) */
  GHashTable      *pairs;          /* (owned) (element-type utf8 BedsideRoom): the room of each patient key */
  BedsidePractice *practice;       /* (owned) (nullable) */

  /* What bedside_registry_settle() has to do. */
  gboolean         context_changed;
  GHashTable      *changed_rooms;  /* (owned) (element-type BedsideRoom): a set */

  GPtrArray       *unsaved;        /* (owned) (element-type BedsideRoom): whose summaries have changed */
};

typedef enum {
  PROP_PRACTICE = 1,
} BedsideRegistryProperty;

static GParamSpec *properties[PROP_PRACTICE + 1];

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

  g_ptr_array_unref (self->unsaved);
  g_hash_table_unref (self->changed_rooms);
  g_hash_table_unref (self->shown);
  g_hash_table_unref (self->pairs);
  g_clear_object (&self->conversations);
  g_hash_table_unref (self->rooms);
  g_hash_table_unref (self->directories);
  g_hash_table_unref (self->settings);
  g_clear_object (&self->practice);
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
}

static void
bedside_registry_init (BedsideRegistry *self)
{
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) bedside_room_free);
  self->directories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bedside_event_unref);
  self->conversations = g_list_store_new (BEDSIDE_TYPE_CONVERSATION);
  self->shown = g_hash_table_new (NULL, NULL);
  self->pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->changed_rooms = g_hash_table_new (NULL, NULL);
  self->unsaved = g_ptr_array_new ();
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

static void
set_shown (BedsideRegistry *self,
           BedsideRoom     *room,
           gboolean         shown)
{
  guint position = 0;

  if (shown == (room->conversation != NULL))
    return;

  if (shown)
    {
      room->conversation = bedside_conversation_new (room->room_id, room->kind == BEDSIDE_ROOM_KIND_TEAM
                                                     ? BEDSIDE_CONVERSATION_KIND_TEAM
                                                     : BEDSIDE_CONVERSATION_KIND_PATIENT);
      g_hash_table_insert (self->shown, room->conversation, room);
      return;
    }

  if (g_list_store_find (self->conversations, room->conversation, &position))
    g_list_store_remove (self->conversations, position);
  g_hash_table_remove (self->shown, room->conversation);
  g_clear_object (&room->conversation);
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
  set_shown (self, room, FALSE);
  g_hash_table_foreach_remove (self->pairs, is_room, room);
  g_hash_table_remove (self->changed_rooms, room);
  g_ptr_array_remove (self->unsaved, room);
  g_hash_table_remove (self->settings, room_id);
  g_hash_table_remove (self->directories, room_id);
  g_hash_table_remove (self->rooms, room_id);
  self->context_changed = TRUE;
}

static BedsideDirectory *
ensure_directory (BedsideRegistry *self,
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

  if (bedside_room_apply_state (room, event))
    {
      g_hash_table_add (self->changed_rooms, room);
      if (room->kind == BEDSIDE_ROOM_KIND_PRACTICE || room->kind == BEDSIDE_ROOM_KIND_DIRECTORY)
        self->context_changed = TRUE;
    }
  else if (g_str_equal (event->type, "org.bedside.settings") && *event->state_key == '\0')
    {
      g_hash_table_replace (self->settings, g_strdup (room->room_id), bedside_event_ref (event));
      self->context_changed = TRUE;
    }
  else if (g_str_has_prefix (event->type, "org.bedside.") &&
           bedside_directory_apply_state (ensure_directory (self, room->room_id), event))
    self->context_changed = TRUE;
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
  if (room->kind == BEDSIDE_ROOM_KIND_PRACTICE || room->kind == BEDSIDE_ROOM_KIND_DIRECTORY)
    self->context_changed = TRUE;
}

/* The first practice by room id, so that it is the same one after every start. */
static void
choose_practice (BedsideRegistry *self)
{
  GHashTableIter iter;
  BedsideRoom *room, *chosen = NULL;

  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    if (room->kind == BEDSIDE_ROOM_KIND_PRACTICE && room->membership == BEDSIDE_MEMBERSHIP_JOINED &&
        (chosen == NULL || strcmp (room->room_id, chosen->room_id) < 0))
      chosen = room;

  const char *present = self->practice ? bedside_practice_get_room_id (self->practice) : NULL;
  if (g_strcmp0 (present, chosen ? chosen->room_id : NULL) != 0)
    {
      g_clear_object (&self->practice);
      if (chosen != NULL)
        self->practice = bedside_practice_new (chosen->room_id);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRACTICE]);
    }
  if (chosen == NULL)
    return;

  BedsideEvent *settings = g_hash_table_lookup (self->settings, chosen->room_id);
  JsonObject *content = settings ? settings->content : NULL;
  gboolean group_chat = FALSE, patient_chat = FALSE;

  bedside_json_get_boolean (content, "group_chat", &group_chat);
  bedside_json_get_boolean (content, "patient_chat", &patient_chat);
  bedside_practice_set_name (self->practice, chosen->name);
  bedside_practice_set_settings (self->practice, group_chat, patient_chat);
}

/* The directory that the settings name, if it names this practice in turn. */
static BedsideDirectory *
find_directory (BedsideRegistry *self)
{
  const char *practice_id = bedside_practice_get_room_id (self->practice);
  BedsideEvent *settings = g_hash_table_lookup (self->settings, practice_id);
  const char *room_id = settings ? bedside_json_get_string (settings->content, "directory") : NULL;
  BedsideRoom *room = bedside_registry_find (self, room_id);

  if (room == NULL || room->kind != BEDSIDE_ROOM_KIND_DIRECTORY || room->membership != BEDSIDE_MEMBERSHIP_JOINED)
    return NULL;

  JsonObject *mark = bedside_json_get_object (room->create, "org.bedside.directory");

  if (g_strcmp0 (bedside_json_get_string (mark, "practice"), practice_id) != 0)
    return NULL;
  return ensure_directory (self, room_id);
}

static gboolean
has_left (BedsideRoom *room,
          const char  *user_id)
{
  BedsideMember *member = bedside_room_get_member (room, user_id);

  return member != NULL && (g_str_equal (member->membership, "leave") || g_str_equal (member->membership, "ban"));
}

static BedsideClosedReason
get_patient_reason (BedsideRegistry  *self,
                    BedsideRoom      *room,
                    BedsidePatient   *patient,
                    BedsideDirectory *directory)
{
  const char *patient_id = bedside_room_get_binding_member (room, "patient");
  const char *linked_id = patient ? bedside_patient_get_user_id (patient) : NULL;
  BedsideChatFacts facts = {
    .binding_valid = bedside_room_is_binding_valid (room),
    .practice_known = directory != NULL,
    .practitioner_joined = TRUE,
    .group_chat = bedside_practice_get_group_chat (self->practice),
    .patient_chat = bedside_practice_get_patient_chat (self->practice),
    .linked = linked_id != NULL && g_strcmp0 (linked_id, patient_id) == 0,
    .chat_enabled = patient && bedside_patient_get_chat_access (patient) == BEDSIDE_CHAT_ACCESS_ENABLED,
    .both_joined = room->membership == BEDSIDE_MEMBERSHIP_JOINED && !has_left (room, patient_id),
    .encrypted = room->encrypted,
  };

  return bedside_rules_get_closed_reason (&facts);
}

static BedsideClosedReason
get_team_reason (BedsideRegistry *self,
                 BedsideRoom     *room)
{
  if (!bedside_practice_get_group_chat (self->practice))
    return BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED;
  if (room->membership != BEDSIDE_MEMBERSHIP_JOINED)
    return BEDSIDE_CLOSED_REASON_LEFT;
  if (room->encrypted)
    return BEDSIDE_CLOSED_REASON_ENCRYPTED;
  return BEDSIDE_CLOSED_REASON_NONE;
}

static gboolean
belongs_here (BedsideRegistry *self,
              BedsideRoom     *room)
{
  const char *practice_id = self->practice ? bedside_practice_get_room_id (self->practice) : NULL;
  JsonObject *mark = room->kind == BEDSIDE_ROOM_KIND_TEAM
                     ? bedside_json_get_object (room->create, "org.bedside.team")
                     : bedside_room_get_binding (room);

  if (practice_id == NULL || mark == NULL)
    return FALSE;
  /* Who was in the room before keeps its history. */
  if (room->membership == BEDSIDE_MEMBERSHIP_INVITED && bedside_room_is_empty (room))
    return FALSE;
  if (g_strcmp0 (bedside_json_get_string (mark, "practice"), practice_id) != 0)
    return FALSE;
  return room->kind == BEDSIDE_ROOM_KIND_TEAM ||
         g_strcmp0 (bedside_json_get_string (mark, "practitioner"), self->user_id) == 0;
}

/* createRoom is not idempotent: if a pair ever has two rooms, the older one is its conversation everywhere. */
static gboolean
is_room_of_pair (BedsideRegistry *self,
                 BedsideRoom     *room)
{
  const char *key = bedside_room_get_binding_member (room, "patient_key");
  BedsideRoom *other = key ? g_hash_table_lookup (self->pairs, key) : NULL;

  if (key == NULL || other == room)
    return TRUE;
  if (other != NULL)
    {
      gint64 order = other->created_at - room->created_at;

      if (order < 0 || (order == 0 && strcmp (other->room_id, room->room_id) < 0))
        return FALSE;
      set_shown (self, other, FALSE);
    }
  g_hash_table_replace (self->pairs, g_strdup (key), room);

  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (*(const char * const *) a, *(const char * const *) b);
}

static char *
make_team_title (BedsideRegistry *self,
                 BedsideRoom     *room)
{
  if (room->name != NULL && *room->name != '\0')
    return g_strdup (room->name);

  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  const char *user_id;
  BedsideMember *member;

  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, (gpointer *) &user_id, (gpointer *) &member))
    if (!g_str_equal (user_id, self->user_id) && !has_left (room, user_id))
      g_ptr_array_add (names, (gpointer) (member->display_name ? member->display_name : user_id));
  if (names->len == 0)
    return g_strdup (_("Team"));

  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

static void
settle_room (BedsideRegistry  *self,
             BedsideRoom      *room,
             BedsideDirectory *directory,
             GPtrArray        *added)
{
  gboolean belongs = belongs_here (self, room) &&
                     (room->kind == BEDSIDE_ROOM_KIND_TEAM || is_room_of_pair (self, room));
  gboolean is_new = belongs && room->conversation == NULL;

  set_shown (self, room, belongs);
  if (!belongs)
    return;

  if (room->kind == BEDSIDE_ROOM_KIND_TEAM)
    {
      g_autofree char *title = make_team_title (self, room);

      bedside_conversation_set_title (room->conversation, title);
      bedside_conversation_set_closed_reason (room->conversation, get_team_reason (self, room));
    }
  else
    {
      const char *key = bedside_room_get_binding_member (room, "patient_key");
      BedsidePatient *patient = directory ? bedside_directory_find (directory, key) : NULL;

      bedside_conversation_set_patient (room->conversation, patient);
      bedside_conversation_set_closed_reason (room->conversation,
                                              get_patient_reason (self, room, patient, directory));
    }
  bedside_room_show (room);
  if (is_new)
    g_ptr_array_add (added, room);
}

/* One change for all of them. A room may have lost its pair to an older one since it was added. */
static void
list_conversations (BedsideRegistry *self,
                    GPtrArray       *rooms)
{
  g_autoptr(GPtrArray) conversations = g_ptr_array_new ();

  for (guint i = 0; i < rooms->len; i++)
    {
      BedsideRoom *room = g_ptr_array_index (rooms, i);

      if (room->conversation != NULL)
        g_ptr_array_add (conversations, room->conversation);
    }
  if (conversations->len > 0)
    g_list_store_splice (self->conversations, g_list_model_get_n_items (G_LIST_MODEL (self->conversations)), 0,
                         conversations->pdata, conversations->len);
}

static void
update_summary (BedsideRegistry *self,
                BedsideRoom     *room)
{
  g_autoptr(JsonObject) summary = bedside_summary_new (room, self->practice);

  if (bedside_summary_equal (room->summary, summary))
    return;
  g_clear_pointer (&room->summary, json_object_unref);
  room->summary = g_steal_pointer (&summary);
  if (!g_ptr_array_find (self->unsaved, room, NULL))
    g_ptr_array_add (self->unsaved, room);
}

/**
 * bedside_registry_steal_unsaved:
 * @self: a registry
 *
 * Returns: (transfer container) (element-type BedsideRoom): rooms that are shown otherwise than when they were stored
 */
GPtrArray *
bedside_registry_steal_unsaved (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  GPtrArray *unsaved = self->unsaved;

  self->unsaved = g_ptr_array_new ();

  return unsaved;
}

/**
 * bedside_registry_show_summaries:
 * @self: a registry with restored rooms
 *
 * Shows them as they were shown last, until bedside_registry_settle() draws its
 * conclusions from their state.
 */
void
bedside_registry_show_summaries (BedsideRegistry *self)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));

  g_autoptr(GPtrArray) added = g_ptr_array_new ();
  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    {
      BedsideRoomKind kind = bedside_summary_get_kind (room->summary);

      if (kind == BEDSIDE_ROOM_KIND_PRACTICE && self->practice == NULL)
        {
          self->practice = bedside_practice_new (room->room_id);
          bedside_summary_show_practice (room->summary, self->practice);
          g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRACTICE]);
        }
      else if (kind == BEDSIDE_ROOM_KIND_CONVERSATION || kind == BEDSIDE_ROOM_KIND_TEAM)
        {
          room->kind = kind;
          set_shown (self, room, TRUE);
          bedside_summary_show_conversation (room->summary, room->conversation);
          bedside_room_show (room);
          g_ptr_array_add (added, room);
        }
    }

  list_conversations (self, added);
}

/**
 * bedside_registry_settle:
 * @self: a registry
 *
 * Draws the conclusions from the state that was applied since the last call: one
 * change of the list for all new conversations.
 */
void
bedside_registry_settle (BedsideRegistry *self)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));

  g_autoptr(GPtrArray) added = g_ptr_array_new ();
  BedsideDirectory *directory;
  GHashTableIter iter;
  BedsideRoom *room;

  if (self->context_changed)
    choose_practice (self);
  directory = self->practice ? find_directory (self) : NULL;

  if (self->context_changed)
    {
      g_hash_table_iter_init (&iter, self->rooms);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
        settle_room (self, room, directory, added);
      g_hash_table_iter_init (&iter, self->rooms);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
        update_summary (self, room);
    }
  else
    {
      g_hash_table_iter_init (&iter, self->changed_rooms);
      while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
        settle_room (self, room, directory, added);
      g_hash_table_iter_init (&iter, self->changed_rooms);
      while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
        update_summary (self, room);
    }
  self->context_changed = FALSE;
  g_hash_table_remove_all (self->changed_rooms);

  list_conversations (self, added);
}

/**
 * bedside_registry_get_sender_name:
 * @self: a registry
 * @room: a room of it
 * @sender: (nullable): a user id
 *
 * Names the sender of a message: a patient by the directory, never by what he
 * calls himself; colleagues by their display name.
 *
 * Returns: (transfer none): the name, "" for this practitioner
 */
const char *
bedside_registry_get_sender_name (BedsideRegistry *self,
                                  BedsideRoom     *room,
                                  const char      *sender)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), "");
  g_return_val_if_fail (room != NULL, "");

  if (sender == NULL)
    return _("Unknown sender");
  if (g_str_equal (sender, self->user_id))
    return "";
  if (room->conversation != NULL && room->kind == BEDSIDE_ROOM_KIND_CONVERSATION &&
      g_strcmp0 (sender, bedside_room_get_binding_member (room, "patient")) == 0)
    return bedside_conversation_get_title (room->conversation);

  BedsideMember *member = bedside_room_get_member (room, sender);

  return member && member->display_name && *member->display_name ? member->display_name : sender;
}
