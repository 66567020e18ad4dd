/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-sliding-api"

#include "bedside-demo-router.h"

#include "bedside-demo-text.h"
#include "bedside-json.h"

/* Simplified sliding sync (MSC4186) as Synapse 1.160 speaks it, as far as a client can use it to begin: it answers at
 * once, and each answer is one to a client that knows nothing yet. Positions are not kept, so it knows none. */

#define MOST_LISTS 100
#define MOST_TIMELINE 1000

typedef struct {
  BedsideDemoRequest *request;
  GPtrArray          *rooms;    /* (owned) (element-type BedsideDemoRoom): joined or invited to, newest first */
  GHashTable         *written;  /* (owned) (element-type BedsideDemoRoom): a set */
  GString            *out;
} Slide;

static void
slide_clear (Slide *slide)
{
  g_ptr_array_unref (slide->rooms);
  g_hash_table_unref (slide->written);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Slide, slide_clear)

static gint64
get_limit (JsonObject *what)
{
  gint64 limit = 0;

  bedside_json_get_int (what, "timeline_limit", &limit);

  return CLAMP (limit, 0, MOST_TIMELINE);
}

/* --- which rooms --- */

static guint64
get_newest (BedsideDemoRoom *room)
{
  return bedside_demo_room_get_event_at (room, room->events->len - 1)->position;
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  guint64 first = get_newest (*(BedsideDemoRoom * const *) a), second = get_newest (*(BedsideDemoRoom * const *) b);

  return (first < second) - (first > second);
}

static void
collect_rooms (Slide *slide)
{
  GPtrArray *rooms = slide->request->world->room_list;

  for (guint i = 0; i < rooms->len; i++)
    {
      BedsideDemoRoom *room = g_ptr_array_index (rooms, i);
      BedsideDemoMembership membership = bedside_demo_room_get_membership (room, slide->request->user->id);

      if (membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN || membership == BEDSIDE_DEMO_MEMBERSHIP_INVITE)
        g_ptr_array_add (slide->rooms, room);
    }
  g_ptr_array_sort (slide->rooms, compare_newest_first);
}

static gboolean
names_type (JsonArray  *types,
            const char *type)
{
  for (guint i = 0; i < json_array_get_length (types); i++)
    if (type == NULL ? json_array_get_null_element (types, i)
                     : g_strcmp0 (bedside_json_array_get_string (types, i), type) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
passes (Slide           *slide,
        BedsideDemoRoom *room,
        JsonObject      *filters)
{
  JsonObject *create = bedside_demo_room_get_content (room, "m.room.create", "");
  const char *type = bedside_json_get_string (create, "type");
  JsonArray *types = bedside_json_get_array (filters, "room_types");
  JsonArray *others = bedside_json_get_array (filters, "not_room_types");
  gboolean invited = bedside_demo_room_get_membership (room, slide->request->user->id)
                     == BEDSIDE_DEMO_MEMBERSHIP_INVITE;
  gboolean wants_invited = invited;

  bedside_json_get_boolean (filters, "is_invite", &wants_invited);

  return wants_invited == invited && (types == NULL || names_type (types, type)) &&
         (others == NULL || !names_type (others, type));
}

/* --- a room --- */

static gboolean
wants_state (JsonArray        *required,
             BedsideDemoEvent *event,
             const char       *me,
             GHashTable       *senders)
{
  gboolean is_member = g_str_equal (event->type, "m.room.member");

  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    {
      JsonNode *node = json_array_get_element (required, i);
      JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      const char *type = pair ? bedside_json_array_get_string (pair, 0) : NULL;
      const char *key = pair ? bedside_json_array_get_string (pair, 1) : NULL;

      if (type == NULL || key == NULL || (!g_str_equal (type, "*") && !g_str_equal (type, event->type)))
        continue;
      if (g_str_equal (key, "*") || g_str_equal (key, event->state_key) ||
          (g_str_equal (key, "$ME") && g_str_equal (event->state_key, me)) ||
          (is_member && g_str_equal (key, "$LAZY") && g_hash_table_contains (senders, event->state_key)))
        return TRUE;
    }

  return FALSE;
}

static void
write_state (Slide           *slide,
             BedsideDemoRoom *room,
             JsonArray       *required,
             GHashTable      *senders)
{
  GHashTableIter iter;
  gpointer event;

  bedside_demo_text_open (slide->out, "required_state", '[');
  g_hash_table_iter_init (&iter, room->state);
  while (g_hash_table_iter_next (&iter, NULL, &event))
    if (wants_state (required, event, slide->request->user->id, senders))
      bedside_demo_event_write (event, slide->out, NULL, NULL, slide->request->device->key);
  bedside_demo_text_close (slide->out, ']');
}

static void
write_timeline (Slide           *slide,
                BedsideDemoRoom *room,
                gint64           limit,
                GHashTable      *senders)
{
  guint start = room->events->len - (guint) MIN (limit, room->events->len);
  g_autofree char *prev_batch = g_strdup_printf ("t%u", start);

  /* As Synapse does: without events there is no timeline, and no token either. */
  if (limit == 0)
    return;
  bedside_demo_text_open (slide->out, "timeline", '[');
  for (guint i = start; i < room->events->len; i++)
    {
      BedsideDemoEvent *event = bedside_demo_room_get_event_at (room, i);

      g_hash_table_add (senders, event->sender);
      bedside_demo_event_write (event, slide->out, NULL, NULL, slide->request->device->key);
    }
  bedside_demo_text_close (slide->out, ']');
  bedside_demo_text_string (slide->out, "prev_batch", prev_batch);
  bedside_demo_text_boolean (slide->out, "limited", start > 0);
  bedside_demo_text_int (slide->out, "num_live", 0);
}

static void
write_invitation (Slide           *slide,
                  BedsideDemoRoom *room)
{
  BedsideDemoEvent *create = bedside_demo_room_get_state (room, "m.room.create", "");
  BedsideDemoMember *member = bedside_demo_room_get_member (room, slide->request->user->id);

  bedside_demo_text_open (slide->out, "invite_state", '[');
  if (create != NULL)
    bedside_demo_event_write_stripped (create, slide->out);
  bedside_demo_event_write_stripped (member->event, slide->out);
  bedside_demo_text_close (slide->out, ']');
}

/* How many messages are new is told by nobody: the counts are what Synapse has instead. */
static void
write_room (Slide           *slide,
            BedsideDemoRoom *room,
            JsonObject      *what)
{
  g_autoptr(GHashTable) senders = g_hash_table_new (g_str_hash, g_str_equal);

  if (!g_hash_table_add (slide->written, room))
    return;

  bedside_demo_text_open (slide->out, room->id, '{');
  bedside_demo_text_boolean (slide->out, "initial", TRUE);
  bedside_demo_text_int (slide->out, "bump_stamp", (gint64) get_newest (room));
  bedside_demo_text_int (slide->out, "notification_count", 0);
  bedside_demo_text_int (slide->out, "highlight_count", 0);
  bedside_demo_text_int (slide->out, "joined_count",
                         bedside_demo_room_count_members (room, BEDSIDE_DEMO_MEMBERSHIP_JOIN));
  bedside_demo_text_int (slide->out, "invited_count",
                         bedside_demo_room_count_members (room, BEDSIDE_DEMO_MEMBERSHIP_INVITE));
  if (bedside_demo_room_get_membership (room, slide->request->user->id) == BEDSIDE_DEMO_MEMBERSHIP_INVITE)
    write_invitation (slide, room);
  else
    {
      write_timeline (slide, room, get_limit (what), senders);
      write_state (slide, room, bedside_json_get_array (what, "required_state"), senders);
    }
  bedside_demo_text_close (slide->out, '}');
}

/* --- the answer --- */

static gint64
get_number (JsonArray *range,
            guint      index)
{
  JsonNode *node = json_array_get_element (range, index);

  return json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;
}

static gboolean
is_in_range (JsonObject *list,
             guint       index)
{
  JsonArray *ranges = bedside_json_get_array (list, "ranges");

  for (guint i = 0; ranges != NULL && i < json_array_get_length (ranges); i++)
    {
      JsonNode *node = json_array_get_element (ranges, i);
      JsonArray *range = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      if (range != NULL && json_array_get_length (range) == 2 && index >= get_number (range, 0) &&
          index <= get_number (range, 1))
        return TRUE;
    }

  return FALSE;
}

static void
write_list (Slide      *slide,
            JsonObject *list,
            const char *name,
            GString    *lists)
{
  JsonObject *filters = bedside_json_get_object (list, "filters");
  g_autoptr(GString) ids = g_string_new ("[");
  guint count = 0, listed = 0;

  for (guint i = 0; i < slide->rooms->len; i++)
    {
      BedsideDemoRoom *room = g_ptr_array_index (slide->rooms, i);

      if (!passes (slide, room, filters))
        continue;
      if (is_in_range (list, count++))
        {
          bedside_demo_text_string (ids, NULL, room->id);
          write_room (slide, room, list);
          listed++;
        }
    }
  bedside_demo_text_close (ids, ']');

  bedside_demo_text_open (lists, name, '{');
  bedside_demo_text_int (lists, "count", count);
  bedside_demo_text_open (lists, "ops", '[');
  bedside_demo_text_open (lists, NULL, '{');
  bedside_demo_text_string (lists, "op", "SYNC");
  g_autofree char *range = g_strdup_printf ("[0,%d]", (int) listed - 1);
  bedside_demo_text_raw (lists, "range", range);
  bedside_demo_text_raw (lists, "room_ids", ids->str);
  bedside_demo_text_close (lists, '}');
  bedside_demo_text_close (lists, ']');
  bedside_demo_text_close (lists, '}');
}

static void
write_lists (Slide      *slide,
             JsonObject *lists,
             GString    *out)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (lists == NULL)
    return;
  json_object_iter_init (&iter, lists);
  while (json_object_iter_next (&iter, &name, &node))
    if (bedside_json_get_object (lists, name) != NULL)
      write_list (slide, bedside_json_get_object (lists, name), name, out);
}

static void
write_subscriptions (Slide      *slide,
                     JsonObject *subscriptions)
{
  JsonObjectIter iter;
  const char *room_id;
  JsonNode *node;

  if (subscriptions == NULL)
    return;
  json_object_iter_init (&iter, subscriptions);
  while (json_object_iter_next (&iter, &room_id, &node))
    {
      BedsideDemoRoom *room = bedside_demo_world_get_room (slide->request->world, room_id);
      JsonObject *what = bedside_json_get_object (subscriptions, room_id);

      if (room != NULL && what != NULL &&
          bedside_demo_room_get_membership (room, slide->request->user->id) == BEDSIDE_DEMO_MEMBERSHIP_JOIN)
        write_room (slide, room, what);
    }
}

static void
run_sliding_sync (BedsideDemoRequest *request)
{
  JsonObject *lists = bedside_json_get_object (request->body, "lists");
  g_autofree char *position = g_strdup_printf ("0/s%" G_GUINT64_FORMAT, request->world->position);
  g_autoptr(GString) out = g_string_new ("{"), list_part = g_string_new ("{"), room_part = g_string_new ("{");
  g_auto(Slide) slide = { request, g_ptr_array_new (), g_hash_table_new (NULL, NULL), room_part };

  if (bedside_demo_request_get_query (request, "pos") != NULL)
    {
      bedside_demo_request_refuse (request, 400, "M_UNKNOWN_POS", "Unknown position");
      return;
    }
  if (lists != NULL && json_object_get_size (lists) > MOST_LISTS)
    {
      bedside_demo_request_refuse (request, 400, "M_BAD_JSON", "Too many lists");
      return;
    }

  collect_rooms (&slide);
  write_subscriptions (&slide, bedside_json_get_object (request->body, "room_subscriptions"));
  write_lists (&slide, lists, list_part);
  bedside_demo_text_close (list_part, '}');
  bedside_demo_text_close (room_part, '}');
  bedside_demo_text_string (out, "pos", position);
  bedside_demo_text_raw (out, "lists", list_part->str);
  bedside_demo_text_raw (out, "rooms", room_part->str);
  bedside_demo_text_raw (out, "extensions", "{}");
  bedside_demo_text_close (out, '}');
  bedside_demo_request_answer (request, 200, out->str);
}

const BedsideDemoRoute bedside_demo_sliding_routes[] = {
  { "POST", "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync",
    BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, run_sliding_sync },
  { NULL },
};
