/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#define MESSAGES 25
#define MANY (100000 / DEMO_SLOWNESS)

typedef struct {
  BedsideDemoServer *server;
  char              *robin; /* access token */
  char              *room;  /* create, member, levels, member, then the messages */
} Fixture;

static const char *const speakers[] = { "robin", "pat", NULL };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->server = bedside_demo_server_new_empty (NULL);
  fixture->robin = demo_add_signed_in (fixture->server, "robin");
  g_free (bedside_demo_server_add_user (fixture->server, "pat", "pw", "Pat"));
  fixture->room = bedside_demo_server_add_room (fixture->server, "robin", NULL, speakers + 1);
  bedside_demo_server_fill_room (fixture->server, fixture->room, speakers, GPOINTER_TO_UINT (data));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->server);
  g_free (fixture->robin);
  g_free (fixture->room);
}

static JsonObject *
page (Fixture    *fixture,
      const char *query)
{
  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/messages?%s", fixture->room, query);

  return demo_expect (fixture->server, "GET", path, fixture->robin, NULL);
}

static void
test_backwards (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *from = g_strdup ("");
  guint expected = MESSAGES;

  while (from != NULL)
    {
      g_autofree char *query = g_strdup_printf ("dir=b&limit=7%s", from);
      g_autoptr(JsonObject) json = page (fixture, query);
      const char *end = demo_find_string (json, "end");

      for (int i = 0; i < demo_find_length (json, "chunk"); i++)
        {
          g_autofree char *text = g_strdup_printf ("Message %u", expected);

          if (demo_find (json, "chunk/%d/state_key", i) != NULL)
            continue;
          g_assert_cmpstr (demo_find_string (json, "chunk/%d/content/body", i), ==, text);
          expected--;
        }
      /* The end is missing where nothing is, behind the first event. */
      if (demo_find_length (json, "chunk") == 0)
        g_assert_null (end);
      else
        g_assert_nonnull (end);
      if (end != NULL && demo_find_length (json, "chunk") != 7)
        g_assert_cmpstr (demo_find_string (json, "chunk/-1/type"), ==, "m.room.create");
      g_free (from);
      from = end ? g_strdup_printf ("&from=%s", end) : NULL;
    }
  g_assert_cmpuint (expected, ==, 0);
}

static void
test_forwards (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(JsonObject) first = page (fixture, "dir=f&limit=5");
  g_autofree char *query = g_strdup_printf ("dir=f&limit=100&from=%s", demo_find_string (first, "end"));
  g_autoptr(JsonObject) rest = page (fixture, query);

  g_assert_cmpstr (demo_find_string (first, "chunk/0/type"), ==, "m.room.create");
  g_assert_cmpstr (demo_find_string (first, "chunk/-1/content/body"), ==, "Message 1");
  g_assert_cmpstr (demo_find_string (rest, "chunk/0/content/body"), ==, "Message 2");
  g_assert_cmpstr (demo_find_string (rest, "chunk/-1/content/body"), ==, "Message 25");

  g_autofree char *nothing = g_strdup_printf ("dir=f&from=%s", demo_find_string (rest, "end"));
  g_autoptr(JsonObject) empty = page (fixture, nothing);
  g_assert_cmpint (demo_find_length (empty, "chunk"), ==, 0);
  g_assert_null (demo_find (empty, "end"));
}

static void
test_default_limit (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(JsonObject) json = page (fixture, "dir=b");

  g_assert_cmpint (demo_find_length (json, "chunk"), ==, 10);
  g_assert_nonnull (demo_find_string (json, "start"));
}

static void
test_between (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(JsonObject) sync = demo_expect (fixture->server, "GET", V3 "/sync", fixture->robin, NULL);
  g_autofree char *since = g_strdup (demo_find_string (sync, "next_batch"));
  g_autofree char *last = NULL;

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *text = g_strdup_printf ("new %u", i);

      g_free (last);
      last = bedside_demo_server_say (fixture->server, fixture->room, "pat", text);
    }
  g_autofree char *query = g_strdup_printf ("dir=b&limit=100&to=%s", since);
  g_autoptr(JsonObject) json = page (fixture, query);
  g_assert_cmpint (demo_find_length (json, "chunk"), ==, 6);
  g_assert_cmpstr (demo_find_string (json, "chunk/0/event_id"), ==, last);
  g_assert_cmpstr (demo_find_string (json, "chunk/-1/content/body"), ==, "new 0");
  g_assert_nonnull (demo_find_string (json, "end"));

  /* Nothing left. */
  g_autofree char *nothing = g_strdup_printf ("dir=b&limit=100&from=%s&to=%s", demo_find_string (json, "end"), since);
  g_autoptr(JsonObject) empty = page (fixture, nothing);
  g_assert_cmpint (demo_find_length (empty, "chunk"), ==, 0);
  g_assert_null (demo_find (empty, "end"));
}

static void
test_filter (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(JsonObject) state = page (fixture, "dir=b&limit=100&filter="
                                      "%7B%22not_types%22:%5B%22m.room.message%22%5D%7D");
  g_autoptr(JsonObject) lazy = page (fixture, "dir=b&limit=4&filter=%7B%22lazy_load_members%22:true%7D");

  g_assert_cmpint (demo_find_length (state, "chunk"), ==, 4);
  g_assert_null (demo_find (state, "state"));
  g_assert_cmpint (demo_find_length (lazy, "state"), ==, 2);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *stranger = demo_add_signed_in (fixture->server, "stranger");
  const struct {
    const char *query;
    guint       status;
    const char *errcode;
  } cases[] = {
    { "limit=5", 400, "M_MISSING_PARAM" },
    { "dir=x", 400, "M_INVALID_PARAM" },
    { "dir=b&from=nonsense", 400, "M_UNKNOWN" },
    { "dir=b&from=t-1", 400, "M_UNKNOWN" },
    { "dir=b&to=t99999999999999999999", 400, "M_UNKNOWN" },
    { "dir=b&filter=x", 400, "M_NOT_JSON" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/messages?%s", fixture->room, cases[i].query);

      demo_expect_error (fixture->server, "GET", path, fixture->robin, NULL, cases[i].status, cases[i].errcode);
      demo_expect_error (fixture->server, "GET", path, stranger, NULL, 403, "M_FORBIDDEN");
    }
}

static void
test_after_leaving (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *pat = demo_log_in (fixture->server, "pat", "pw");
  g_autofree char *leave = g_strdup_printf (V3 "/rooms/%s/leave", fixture->room);
  g_autofree char *messages = g_strdup_printf (V3 "/rooms/%s/messages?dir=b", fixture->room);

  json_object_unref (demo_expect (fixture->server, "POST", leave, pat, "{}"));
  g_free (bedside_demo_server_say (fixture->server, fixture->room, "robin", "not for pat"));
  g_autoptr(JsonObject) json = demo_expect (fixture->server, "GET", messages, pat, NULL);
  g_assert_cmpstr (demo_find_string (json, "chunk/0/content/membership"), ==, "leave");
}

static void
test_long (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *last = g_strdup_printf ("Message %u", MANY);
  g_autofree char *half = g_strdup_printf ("Message %u", MANY / 2 - 4);
  g_autofree char *from_half = g_strdup_printf ("dir=b&limit=1000&from=t%u", MANY / 2);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr(JsonObject) newest = page (fixture, "dir=b&limit=1000");
  g_autoptr(JsonObject) middle = page (fixture, from_half);
  g_autoptr(JsonObject) oldest = page (fixture, "dir=b&limit=1000&from=t1000");
  g_autoptr(JsonObject) sync = demo_expect (fixture->server, "GET", V3 "/sync", fixture->robin, NULL);
  gint64 end = g_get_monotonic_time ();

  /* Four state events came before the first message. */
  g_assert_cmpstr (demo_find_string (newest, "chunk/0/content/body"), ==, last);
  g_assert_cmpstr (demo_find_string (middle, "chunk/0/content/body"), ==, half);
  g_assert_cmpint (demo_find_length (oldest, "chunk"), ==, 1000);
  g_assert_cmpstr (demo_find_string (oldest, "chunk/-1/type"), ==, "m.room.create");
  g_assert_cmpstr (demo_find_string (oldest, "end"), ==, "t0");
  g_assert_cmpint (demo_find_length (sync, "rooms/join/%s/timeline/events", fixture->room), ==, 10);
  g_test_message ("three pages and a sync: %.1f ms", (end - begin) / 1000.0);
  g_assert_cmpint (end - begin, <, 5 * G_USEC_PER_SEC * DEMO_SLOWNESS);
}

#define ADD(path, count, function) \
  g_test_add ("/demo/history/" path, Fixture, GUINT_TO_POINTER (count), set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("backwards", MESSAGES, test_backwards);
  ADD ("forwards", MESSAGES, test_forwards);
  ADD ("default-limit", MESSAGES, test_default_limit);
  ADD ("between", MESSAGES, test_between);
  ADD ("filter", MESSAGES, test_filter);
  ADD ("refused", MESSAGES, test_refused);
  ADD ("after-leaving", MESSAGES, test_after_leaving);
  ADD ("long", MANY, test_long);

  return g_test_run ();
}
