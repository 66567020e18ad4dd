/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The bare probe: the HTTP work of Bedside and nothing else, no window, no store.
 *
 * bench-probe first-sync SERVER TOKEN FILTER: one first sync, its answer read whole and unpacked.
 * bench-probe long-poll SERVER TOKEN FILTER: says when each new message came (monotonic clock), until it is killed.
 */

#define G_LOG_DOMAIN "bedside-bench-probe"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

/* Nothing of any room: to have a position at once. */
#define NOTHING "%7B%22room%22:%7B%22rooms%22:%5B%5D%7D%7D"

typedef struct {
  SoupSession *session;   /* (owned) */
  const char  *server;
  const char  *token;
  const char  *filter;
} Probe;

/* The answer as it is when it is unpacked. */
static GBytes *
ask (const Probe *self,
     const char  *filter,
     const char  *since,
     guint        timeout)
{
  g_autofree char *uri = g_strdup_printf ("%s/_matrix/client/v3/sync?filter=%s&timeout=%u&set_presence=offline%s%s",
                                          self->server, filter, timeout, since ? "&since=" : "", since ? since : "");
  g_autofree char *bearer = g_strdup_printf ("Bearer %s", self->token);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = NULL;

  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  answer = soup_session_send_and_read (self->session, message, NULL, &error);
  if (answer == NULL || soup_message_get_status (message) != SOUP_STATUS_OK)
    g_error ("%u %s", soup_message_get_status (message), error ? error->message : "");

  return g_steal_pointer (&answer);
}

static void
print_messages (JsonObject *rooms,
                gint64      now)
{
  g_autoptr(GList) members = json_object_get_members (rooms);

  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonObject *room = json_object_get_object_member (rooms, l->data);
      JsonArray *events =
        json_object_get_array_member (json_object_get_object_member (room, "timeline"), "events");

      for (guint i = 0; i < json_array_get_length (events); i++)
        {
          JsonObject *event = json_array_get_object_element (events, i);
          JsonObject *content = json_object_get_object_member (event, "content");

          if (json_object_has_member (content, "body"))
            g_print ("came: %" G_GINT64_FORMAT " us %s\n", now, json_object_get_string_member (content, "body"));
        }
    }
}

/* Its next position. */
static char *
read_answer (GBytes *answer,
             gint64  now)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  JsonObject *object = NULL, *rooms = NULL;

  if (!json_parser_load_from_data (parser, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), NULL))
    g_error ("The answer is no JSON");
  object = json_node_get_object (json_parser_get_root (parser));
  if (json_object_has_member (object, "rooms"))
    rooms = json_object_get_object_member (object, "rooms");
  if (rooms != NULL && json_object_has_member (rooms, "join"))
    print_messages (json_object_get_object_member (rooms, "join"), now);

  return g_strdup (json_object_get_string_member (object, "next_batch"));
}

static void
first_sync (const Probe *self)
{
  gint64 since = g_get_monotonic_time ();
  g_autoptr(GBytes) answer = ask (self, self->filter, NULL, 0);

  g_print ("first sync: %.1f ms\n", (g_get_monotonic_time () - since) / 1000.0);
  g_print ("size: %.1f kB\n", g_bytes_get_size (answer) / 1000.0);
}

static void
long_poll (const Probe *self)
{
  g_autoptr(GBytes) first = ask (self, NOTHING, NULL, 0);
  g_autofree char *since = read_answer (first, 0);

  g_print ("ready: %" G_GINT64_FORMAT " us\n", g_get_monotonic_time ());
  while (TRUE)
    {
      g_autoptr(GBytes) answer = ask (self, self->filter, since, 30000);
      gint64 now = g_get_monotonic_time ();

      g_free (since);
      since = read_answer (answer, now);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(SoupSession) session = soup_session_new_with_options ("timeout", 0, NULL);
  Probe probe = { session, argc == 5 ? argv[2] : NULL, argc == 5 ? argv[3] : NULL, argc == 5 ? argv[4] : NULL };

  if (argc == 5 && g_str_equal (argv[1], "first-sync"))
    first_sync (&probe);
  else if (argc == 5 && g_str_equal (argv[1], "long-poll"))
    long_poll (&probe);
  else
    g_error ("Usage: bench-probe first-sync|long-poll SERVER TOKEN FILTER");

  return 0;
}
