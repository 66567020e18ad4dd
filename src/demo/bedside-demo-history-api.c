/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-history-api"

#include "bedside-demo-router.h"

#include "bedside-demo-filter.h"
#include "bedside-demo-text.h"
#include "bedside-json.h"

/* Pages of a room's history. A token is a place between two events: `t5` is before event 5; `s9` is where the
 * server's stream stood at 9, so a sync's token serves too. */

#define DEFAULT_LIMIT 10
#define LARGEST_LIMIT 1000

typedef struct {
  BedsideDemoRoom *room;
  gboolean         backwards;
  guint            from;  /* index of the event after the place to begin */
  guint            to;    /* the same for the place to end */
  guint            visible; /* how many events the user may see */
  guint            limit;
  JsonObject      *filter; /* (nullable) */
} Page;

static gboolean
read_place (BedsideDemoRequest *request,
            BedsideDemoRoom    *room,
            const char         *name,
            guint              *place)
{
  const char *token = bedside_demo_request_get_query (request, name);
  guint64 number;

  if (token == NULL)
    return TRUE;
  if ((token[0] != 't' && token[0] != 's') ||
      !g_ascii_string_to_unsigned (token + 1, 10, 0, G_MAXINT64, &number, NULL))
    {
      bedside_demo_request_refuse (request, 400, "M_UNKNOWN", "Invalid stream token");
      return FALSE;
    }
  if (token[0] == 't')
    *place = (guint) MIN (number, room->events->len);
  else
    *place = bedside_demo_room_get_index_at (room, number);

  return TRUE;
}

static gboolean
read_page (BedsideDemoRequest *request,
           Page               *page)
{
  const char *direction = bedside_demo_request_get_query (request, "dir");
  BedsideDemoRoom *room = bedside_demo_world_get_room (request->world, request->args[0]);
  BedsideDemoMember *member = room ? bedside_demo_room_get_member (room, request->user->id) : NULL;

  if (member == NULL || member->joined == 0)
    {
      bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", "You are not in this room");
      return FALSE;
    }
  if (g_strcmp0 (direction, "b") != 0 && g_strcmp0 (direction, "f") != 0)
    {
      bedside_demo_request_refuse (request, 400, direction ? "M_INVALID_PARAM" : "M_MISSING_PARAM",
                                   "dir must be b or f");
      return FALSE;
    }

  page->room = room;
  page->backwards = direction[0] == 'b';
  page->visible = member->membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN ? room->events->len : member->event->index + 1;
  page->from = page->backwards ? page->visible : 0;
  page->to = page->backwards ? 0 : page->visible;
  page->limit = CLAMP (bedside_demo_request_get_query_number (request, "limit", DEFAULT_LIMIT), 1, LARGEST_LIMIT);
  if (!read_place (request, room, "from", &page->from) || !read_place (request, room, "to", &page->to))
    return FALSE;
  page->from = MIN (page->from, page->visible);
  page->to = MIN (page->to, page->visible);

  return TRUE;
}

/* Returns: whether there is something in it */
static gboolean
write_chunk (Page       *page,
             GString    *out,
             const char *device,
             GHashTable *senders,
             guint      *end)
{
  guint place = page->from;
  guint count = 0;

  bedside_demo_text_open (out, "chunk", '[');
  while (count < page->limit && (page->backwards ? place > page->to : place < page->to))
    {
      BedsideDemoEvent *event = bedside_demo_room_get_event_at (page->room, page->backwards ? place - 1 : place);

      place += page->backwards ? -1 : 1;
      if (!bedside_demo_filter_passes (page->filter, event->type, event->sender))
        continue;
      bedside_demo_event_write (event, out, NULL, page->room->id, device);
      g_hash_table_add (senders, event->sender);
      count++;
    }
  bedside_demo_text_close (out, ']');
  *end = place;

  return count > 0;
}

static void
write_members (Page       *page,
               GString    *out,
               const char *device,
               GHashTable *senders)
{
  GHashTableIter iter;
  gpointer sender;

  bedside_demo_text_open (out, "state", '[');
  g_hash_table_iter_init (&iter, senders);
  while (g_hash_table_iter_next (&iter, &sender, NULL))
    {
      BedsideDemoEvent *event = bedside_demo_room_get_state (page->room, "m.room.member", sender);

      if (event != NULL)
        bedside_demo_event_write (event, out, NULL, page->room->id, device);
    }
  bedside_demo_text_close (out, ']');
}

static void
get_messages (BedsideDemoRequest *request)
{
  const char *filter = bedside_demo_request_get_query (request, "filter");
  g_autoptr(JsonObject) filter_object = filter ? bedside_json_parse_object (filter, -1, NULL) : NULL;
  g_autoptr(GHashTable) senders = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GString) out = g_string_new ("{");
  Page page = { .filter = filter_object };
  gboolean lazy = FALSE;

  if (!read_page (request, &page))
    return;
  if (filter != NULL && filter_object == NULL)
    {
      bedside_demo_request_refuse (request, 400, "M_NOT_JSON", "filter is not JSON");
      return;
    }

  /* As Synapse does it: behind the first event, too, there is an end, and nothing behind that. */
  guint end = 0;
  gboolean goes_on = write_chunk (&page, out, request->device->key, senders, &end);
  g_autofree char *start_token = g_strdup_printf ("t%u", page.from);
  g_autofree char *end_token = g_strdup_printf ("t%u", end);
  const char *from = bedside_demo_request_get_query (request, "from");
  bedside_demo_text_string (out, "start", from ? from : start_token);
  if (goes_on)
    bedside_demo_text_string (out, "end", end_token);
  if (bedside_json_get_boolean (filter_object, "lazy_load_members", &lazy) && lazy)
    write_members (&page, out, request->device->key, senders);
  bedside_demo_text_close (out, '}');
  bedside_demo_request_answer (request, 200, out->str);
}

const BedsideDemoRoute bedside_demo_history_routes[] = {
  { "GET", "/_matrix/client/v3/rooms/{}/messages", BEDSIDE_DEMO_NEEDS_TOKEN, get_messages },
  { NULL },
};
