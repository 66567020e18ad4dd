/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-sync"

#include "bedside-demo-router.h"

#include "bedside-demo-push-rules.h"
#include "bedside-demo-sync-room.h"
#include "bedside-demo-text.h"
#include "bedside-json.h"

#define LONGEST_TIMEOUT_MS 600000

typedef enum {
  SECTION_JOIN,
  SECTION_INVITE,
  SECTION_LEAVE,
  N_SECTIONS,
} Section;

static const char *const section_names[] = { "join", "invite", "leave" };

static void
view_free (gpointer data)
{
  BedsideDemoView *view = data;

  bedside_demo_filter_free (view->filter);
  g_free (view);
}

static gboolean
write_room (BedsideDemoView    *view,
            BedsideDemoRoom    *room,
            BedsideDemoMember  *member,
            GString           **sections)
{
  switch (member->membership)
    {
    case BEDSIDE_DEMO_MEMBERSHIP_JOIN:
      return bedside_demo_sync_room_write_joined (view, room, member, sections[SECTION_JOIN]);
    case BEDSIDE_DEMO_MEMBERSHIP_INVITE:
      return bedside_demo_sync_room_write_invited (view, room, member, sections[SECTION_INVITE]);
    case BEDSIDE_DEMO_MEMBERSHIP_LEAVE:
    case BEDSIDE_DEMO_MEMBERSHIP_BAN:
      return bedside_demo_sync_room_write_left (view, room, member, sections[SECTION_LEAVE]);
    case BEDSIDE_DEMO_MEMBERSHIP_NONE:
    default:
      return FALSE;
    }
}

static gboolean
write_rooms (BedsideDemoView *view,
             GString         *out)
{
  GPtrArray *rooms = view->world->room_list;
  GString *sections[N_SECTIONS];
  gboolean any = FALSE;

  for (guint i = 0; i < N_SECTIONS; i++)
    sections[i] = g_string_new ("{");
  for (guint i = 0; i < rooms->len; i++)
    {
      BedsideDemoRoom *room = g_ptr_array_index (rooms, i);
      BedsideDemoMember *member = bedside_demo_room_get_member (room, view->device->user->id);

      if (member != NULL && bedside_demo_filter_passes_room (view->filter, room->id))
        any |= write_room (view, room, member, sections);
    }
  if (any)
    bedside_demo_text_open (out, "rooms", '{');
  for (guint i = 0; i < N_SECTIONS; i++)
    {
      bedside_demo_text_close (sections[i], '}');
      if (sections[i]->len > 2)
        bedside_demo_text_raw (out, section_names[i], sections[i]->str);
      g_string_free (sections[i], TRUE);
    }
  if (any)
    bedside_demo_text_close (out, '}');

  return any;
}

static gboolean
write_account_data (BedsideDemoView *view,
                    GString         *out)
{
  gsize before = out->len;
  GHashTableIter iter;
  gpointer type, value;
  gboolean any = FALSE;

  bedside_demo_text_open (out, "account_data", '{');
  bedside_demo_text_open (out, "events", '[');
  if (view->initial && bedside_demo_filter_passes (view->filter->data, "m.push_rules", NULL))
    {
      bedside_demo_text_raw (out, NULL, "{\"type\":\"m.push_rules\",\"content\":" BEDSIDE_DEMO_PUSH_RULES "}");
      any = TRUE;
    }
  g_hash_table_iter_init (&iter, view->device->user->data);
  while (g_hash_table_iter_next (&iter, &type, &value))
    {
      BedsideDemoData *data = value;

      if (data->position <= view->since || !bedside_demo_filter_passes (view->filter->data, type, NULL))
        continue;
      bedside_demo_text_open (out, NULL, '{');
      bedside_demo_text_string (out, "type", type);
      bedside_demo_text_raw (out, "content", data->content);
      bedside_demo_text_close (out, '}');
      any = TRUE;
    }
  bedside_demo_text_close (out, ']');
  bedside_demo_text_close (out, '}');
  if (!any)
    g_string_truncate (out, before);

  return any;
}

static void
look (BedsideDemoRequest *request,
      gboolean            final)
{
  BedsideDemoView *view = request->data;
  g_autofree char *next_batch = g_strdup_printf ("s%" G_GUINT64_FORMAT, view->world->position);
  g_autoptr(GString) out = g_string_new ("{");
  gboolean any = FALSE;

  BedsideDemoPair *pair = view->device->pair;
  if (pair == NULL || pair->state != BEDSIDE_DEMO_TOKEN_VALID)
    {
      bedside_demo_request_refuse_token (request, "Invalid access token passed.",
                                         pair != NULL && pair->state == BEDSIDE_DEMO_TOKEN_SOFT_ENDED);
      return;
    }

  bedside_demo_text_string (out, "next_batch", next_batch);
  any |= write_account_data (view, out);
  any |= write_rooms (view, out);
  bedside_demo_text_close (out, '}');
  if (any || view->initial || final)
    bedside_demo_request_answer (request, 200, out->str);
}

/* Returns: (transfer full) (nullable): NULL if the request is refused */
static BedsideDemoFilter *
read_filter (BedsideDemoRequest *request)
{
  const char *text = bedside_demo_request_get_query (request, "filter");
  g_autoptr(JsonObject) json = NULL;
  guint64 index;

  if (text == NULL)
    return bedside_demo_filter_new (NULL);
  if (text[0] == '{')
    {
      json = bedside_json_parse_object (text, -1, NULL);
      if (json == NULL)
        bedside_demo_request_refuse (request, 400, "M_NOT_JSON", "Invalid filter JSON");
    }
  else if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &index, NULL) && index < request->user->filters->len)
    json = bedside_json_parse_object (g_ptr_array_index (request->user->filters, (guint) index), -1, NULL);
  else
    bedside_demo_request_refuse (request, 404, "M_NOT_FOUND", "No such filter");

  return json ? bedside_demo_filter_new (json) : NULL;
}

static gboolean
read_since (BedsideDemoRequest *request,
            guint64            *since)
{
  const char *text = bedside_demo_request_get_query (request, "since");

  if (text == NULL)
    return TRUE;
  if (text[0] == 's' && g_ascii_string_to_unsigned (text + 1, 10, 0, request->world->position, since, NULL))
    return TRUE;
  bedside_demo_request_refuse (request, 400, "M_UNKNOWN", "Invalid stream token");
  return FALSE;
}

static void
run_sync (BedsideDemoRequest *request)
{
  guint timeout = bedside_demo_request_get_query_number (request, "timeout", 0);
  gboolean initial = bedside_demo_request_get_query (request, "since") == NULL;
  g_autoptr(BedsideDemoFilter) filter = NULL;
  guint64 since = 0;

  if (!read_since (request, &since))
    return;
  filter = read_filter (request);
  if (filter == NULL)
    return;

  BedsideDemoView *view = g_new0 (BedsideDemoView, 1);
  view->world = request->world;
  view->device = request->device;
  view->filter = g_steal_pointer (&filter);
  view->initial = initial;
  view->since = since;
  request->data = view;
  request->data_free = view_free;

  look (request, timeout == 0);
  if (request->state == BEDSIDE_DEMO_REQUEST_OPEN)
    {
      request->poll = look;
      request->timer = g_timeout_source_new (MIN (timeout, LONGEST_TIMEOUT_MS));
    }
}

const BedsideDemoRoute bedside_demo_sync_routes[] = {
  { "GET", "/_matrix/client/v3/sync", BEDSIDE_DEMO_NEEDS_TOKEN, run_sync },
  { NULL },
};
