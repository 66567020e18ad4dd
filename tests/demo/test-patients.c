/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#include "bedside-await.h"

#define PATIENT "@ada:riverside.example"

typedef struct {
  BedsideDemoServer *server;
  char              *token;
  char              *room; /* the conversation with Ada Lovelace */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->server = bedside_demo_server_new (NULL, &error);
  g_assert_no_error (error);
  bedside_demo_server_set_reply_delay (fixture->server, GPOINTER_TO_UINT (data));
  fixture->token = demo_log_in (fixture->server, bedside_demo_server_get_user (fixture->server),
                                bedside_demo_server_get_password (fixture->server));

  g_autoptr(JsonObject) sync = demo_expect (fixture->server, "GET", V3 "/sync", fixture->token, NULL);
  g_autoptr(GList) rooms = json_object_get_members (json_node_get_object (demo_find (sync, "rooms/join")));
  for (GList *room = rooms; room != NULL && fixture->room == NULL; room = room->next)
    {
      g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/state/m.room.create", (char *) room->data);
      g_autoptr(JsonObject) create = demo_expect (fixture->server, "GET", path, fixture->token, NULL);

      if (g_strcmp0 (demo_find_string (create, "org.bedside.chat/patient"), PATIENT) == 0)
        fixture->room = g_strdup (room->data);
    }
  g_assert_nonnull (fixture->room);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->server);
  g_free (fixture->token);
  g_free (fixture->room);
}

static guint
count (Fixture *fixture)
{
  g_autoptr(GPtrArray) bodies = bedside_demo_server_dup_bodies (fixture->server, fixture->room);

  return bodies->len;
}

static void
test_answer (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(JsonObject) first = demo_expect (fixture->server, "GET", V3 "/sync", fixture->token, NULL);
  g_autofree char *since = g_strdup (demo_find_string (first, "next_batch"));
  g_autofree char *event_id = demo_send (fixture->server, fixture->token, fixture->room, "1", "How are you?");
  gboolean was_read = FALSE;
  gboolean was_typing = FALSE;
  gboolean was_answered = FALSE;

  while (!was_answered)
    {
      g_autofree char *path = g_strdup_printf (V3 "/sync?timeout=10000&since=%s", since);
      g_autoptr(JsonObject) json = demo_expect (fixture->server, "GET", path, fixture->token, NULL);
      const char *type = demo_find_string (json, "rooms/join/%s/ephemeral/events/0/type", fixture->room);
      const char *sender = demo_find_string (json, "rooms/join/%s/timeline/events/-1/sender", fixture->room);

      g_assert_nonnull (demo_find (json, "rooms"));
      /* Read, then typing, then the answer. */
      if (g_strcmp0 (type, "m.receipt") == 0)
        {
          g_assert_false (was_typing);
          g_assert_nonnull (demo_find (json, "rooms/join/%s/ephemeral/events/0/content/%s/m.read/" PATIENT,
                                       fixture->room, event_id));
          was_read = TRUE;
        }
      else if (demo_find_string (json, "rooms/join/%s/ephemeral/events/0/content/user_ids/0", fixture->room) != NULL)
        was_typing = TRUE;
      was_answered = g_strcmp0 (sender, PATIENT) == 0;
      g_free (since);
      since = g_strdup (demo_find_string (json, "next_batch"));
    }
  g_assert_true (was_read);
  g_assert_true (was_typing);
}

static void
test_one_answer_to_many (Fixture       *fixture,
                         gconstpointer  data)
{
  guint before = count (fixture);

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *transaction = g_strdup_printf ("t%u", i);

      g_free (demo_send (fixture->server, fixture->token, fixture->room, transaction, "Please rest."));
    }
  bedside_await (count (fixture) > before + 5, 10);
  g_assert_cmpuint (count (fixture), ==, before + 6);
}

static void
test_other_answers (Fixture       *fixture,
                    gconstpointer  data)
{
  guint before = count (fixture);

  g_free (demo_send (fixture->server, fixture->token, fixture->room, "1", "One."));
  bedside_await (count (fixture) == before + 2, 10);
  g_free (demo_send (fixture->server, fixture->token, fixture->room, "2", "Two."));
  bedside_await (count (fixture) == before + 4, 10);
  g_free (demo_send (fixture->server, fixture->token, fixture->room, "3", "Three?"));
  bedside_await (count (fixture) == before + 6, 10);

  g_autoptr(GPtrArray) bodies = bedside_demo_server_dup_bodies (fixture->server, fixture->room);
  g_assert_cmpstr (bodies->pdata[before + 1], !=, bodies->pdata[before + 3]);
  g_assert_cmpstr (bodies->pdata[before + 3], !=, bodies->pdata[before + 5]);
}

static void
test_silent (Fixture       *fixture,
             gconstpointer  data)
{
  guint before = count (fixture);

  /* The second would be answered at once, and wakes the sync that waits for either. */
  g_free (demo_send (fixture->server, fixture->token, fixture->room, "1", "Hello?"));
  g_autoptr(JsonObject) first = demo_expect (fixture->server, "GET", V3 "/sync", fixture->token, NULL);
  g_autofree char *path = g_strdup_printf (V3 "/sync?timeout=300&since=%s", demo_find_string (first, "next_batch"));
  g_autoptr(JsonObject) nothing = demo_expect (fixture->server, "GET", path, fixture->token, NULL);
  g_assert_null (demo_find (nothing, "rooms"));
  g_assert_cmpuint (count (fixture), ==, before + 1);
}

static void
test_disabled_meanwhile (Fixture       *fixture,
                         gconstpointer  data)
{
  guint before = count (fixture);
  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/state/m.room.power_levels", fixture->room);

  g_free (demo_send (fixture->server, fixture->token, fixture->room, "1", "Hello?"));
  g_autoptr(DemoAnswer) levels = demo_call (fixture->server, "GET", path, fixture->token, NULL);
  g_autoptr(GString) closed = g_string_new (levels->text);
  g_string_replace (closed, "\"" PATIENT "\":10", "\"" PATIENT "\":0", 1);
  json_object_unref (demo_expect (fixture->server, "PUT", path, fixture->token, closed->str));

  g_autoptr(JsonObject) first = demo_expect (fixture->server, "GET", V3 "/sync", fixture->token, NULL);
  g_autofree char *sync = g_strdup_printf (V3 "/sync?timeout=1500&since=%s", demo_find_string (first, "next_batch"));
  g_autoptr(JsonObject) read = demo_expect (fixture->server, "GET", sync, fixture->token, NULL);
  g_assert_cmpstr (demo_find_string (read, "rooms/join/%s/ephemeral/events/0/type", fixture->room), ==, "m.receipt");

  g_autofree char *later = g_strdup_printf (V3 "/sync?timeout=1500&since=%s", demo_find_string (read, "next_batch"));
  g_autoptr(JsonObject) nothing = demo_expect (fixture->server, "GET", later, fixture->token, NULL);
  g_assert_null (demo_find (nothing, "rooms"));
  g_assert_cmpuint (count (fixture), ==, before + 1);
}

#define ADD(path, delay, function) \
  g_test_add ("/demo/patients/" path, Fixture, GUINT_TO_POINTER (delay), set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("answer", 300, test_answer);
  ADD ("one-answer-to-many", 600, test_one_answer_to_many);
  ADD ("other-answers", 30, test_other_answers);
  ADD ("silent", 0, test_silent);
  ADD ("disabled-meanwhile", 900, test_disabled_meanwhile);

  return g_test_run ();
}
