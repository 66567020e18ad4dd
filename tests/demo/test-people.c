/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#include "bedside-await.h"
#include "bedside-json.h"

#include <string.h>

#define ROBIN  "@robin:riverside.example"
#define TOMASZ "@tomasz:riverside.example"
#define NOOR   "@noor:riverside.example"
#define STATUS "/_synapse/client/bedside/v1/status"

/* The built-in practice, in which everybody is quick. */
typedef struct {
  BedsideDemoServer *server;
  char              *token;
  JsonObject        *sync;
  char              *space;
  char              *directory;
} Fixture;

/* The room of that name in which @membership, join or invite, holds. */
static char *
find_room (Fixture    *fixture,
           const char *membership,
           const char *name)
{
  JsonNode *node = demo_find (fixture->sync, "rooms/%s", membership);
  g_autoptr(GList) rooms = node ? json_object_get_members (json_node_get_object (node)) : NULL;

  for (GList *room = rooms; room != NULL; room = room->next)
    {
      g_autofree char *content = bedside_demo_server_dup_state (fixture->server, room->data, "m.room.name", "");
      g_autoptr(JsonObject) object = content ? bedside_json_parse_object (content, -1, NULL) : NULL;

      if (g_strcmp0 (bedside_json_get_string (object, "name"), name) == 0)
        return g_strdup (room->data);
    }
  g_error ("no room %s", name);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->server = bedside_demo_server_new (NULL, &error);
  g_assert_no_error (error);
  bedside_demo_server_set_reply_delay (fixture->server, 60);
  bedside_demo_server_set_activation_delay (fixture->server, 50);
  fixture->token = demo_log_in (fixture->server, bedside_demo_server_get_user (fixture->server),
                                bedside_demo_server_get_password (fixture->server));
  fixture->sync = demo_expect (fixture->server, "GET", V3 "/sync", fixture->token, NULL);
  fixture->space = find_room (fixture, "join", "Riverside Health");
  fixture->directory = find_room (fixture, "join", "Patients");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->server);
  json_object_unref (fixture->sync);
  g_free (fixture->token);
  g_free (fixture->space);
  g_free (fixture->directory);
}

static gboolean
is_member (Fixture    *fixture,
           const char *room_id,
           const char *user_id,
           const char *membership)
{
  g_autofree char *now = bedside_demo_server_dup_membership (fixture->server, room_id, user_id);

  return g_strcmp0 (now, membership) == 0;
}

static guint
count_messages (Fixture    *fixture,
                const char *room_id)
{
  g_autoptr(GPtrArray) bodies = bedside_demo_server_dup_bodies (fixture->server, room_id);

  return bodies->len;
}

static JsonObject *
post (Fixture    *fixture,
      const char *room_id,
      const char *action,
      const char *user_id)
{
  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/%s", room_id, action);
  g_autofree char *body = user_id ? g_strdup_printf ("{\"user_id\":\"%s\"}", user_id) : g_strdup ("{}");

  return demo_expect (fixture->server, "POST", path, fixture->token, body);
}

/* The key of the patient of that family name. */
static char *
find_patient (Fixture    *fixture,
              const char *family)
{
  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/state", fixture->directory);
  g_autoptr(DemoAnswer) answer = demo_call (fixture->server, "GET", path, fixture->token, NULL);
  g_autofree char *text = g_strdup_printf ("{\"state\":%s}", answer->text);
  g_autoptr(JsonObject) json = bedside_json_parse_object (text, -1, NULL);

  for (int i = 0; i < demo_find_length (json, "state"); i++)
    if (g_strcmp0 (demo_find_string (json, "state/%d/content/family", i), family) == 0)
      return g_strdup (demo_find_string (json, "state/%d/state_key", i));
  g_error ("no patient %s", family);
}

static char *
dup_account (Fixture    *fixture,
             const char *name)
{
  g_autofree char *path = g_strdup_printf ("/_synapse/client/bedside/v1/account/@%s:riverside.example", name);
  g_autoptr(JsonObject) json = demo_expect (fixture->server, "GET", path, fixture->token, NULL);

  return g_strdup_printf ("%s%s%s", json_object_get_boolean_member (json, "exists") ? "exists " : "",
                          json_object_get_boolean_member (json, "patient") ? "patient " : "",
                          json_object_get_boolean_member (json, "signed_in") ? "signed-in" : "");
}

static void
assert_account (Fixture    *fixture,
                const char *name,
                const char *expected)
{
  g_autofree char *account = dup_account (fixture, name);

  g_assert_cmpstr (account, ==, expected);
}

static void
test_accounts (Fixture       *fixture,
               gconstpointer  data)
{
  assert_account (fixture, "beatrix", "exists patient signed-in");
  assert_account (fixture, "harold", "exists patient ");
  assert_account (fixture, "yusuf", "exists patient ");
  assert_account (fixture, "noor", "exists ");
  assert_account (fixture, "fiona", "exists ");
  assert_account (fixture, "gertrude", "");
}

static void
invite_to_portal (Fixture    *fixture,
                  const char *key,
                  const char *user_id)
{
  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/state/org.bedside.patient/%s", fixture->directory, key);
  g_autofree char *account = user_id ? g_strdup_printf (",\"user_id\":\"%s\"", user_id) : g_strdup ("");
  g_autofree char *body = g_strdup_printf ("{\"v\":1,\"given\":\"Harold\",\"family\":\"Pemberton\","
                                           "\"birth_date\":\"1933-05-09\",\"portal\":\"invited\"%s}", account);

  json_object_unref (demo_expect (fixture->server, "PUT", path, fixture->token, body));
}

static gboolean
has_signed_in (Fixture    *fixture,
               const char *name)
{
  g_autofree char *account = dup_account (fixture, name);

  return g_str_has_suffix (account, "signed-in");
}

static void
test_invited_to_portal (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *key = find_patient (fixture, "Pemberton");
  g_autofree char *content = NULL;

  /* Nobody knows whom it is about while there is no account. */
  invite_to_portal (fixture, key, NULL);
  invite_to_portal (fixture, key, "@nobody:riverside.example");
  g_assert_false (has_signed_in (fixture, "harold"));
  invite_to_portal (fixture, key, "@harold:riverside.example");
  bedside_await (has_signed_in (fixture, "harold"), 10);

  /* What the directory says is the practice's business. */
  content = bedside_demo_server_dup_state (fixture->server, fixture->directory, "org.bedside.patient", key);
  g_assert_nonnull (strstr (content, "\"invited\""));
}

static void
test_set_signed_in (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *quentin = bedside_demo_server_add_account (fixture->server, "quentin", BEDSIDE_DEMO_KIND_PATIENT,
                                                              "Quentin");

  g_assert_cmpstr (quentin, ==, "@quentin:riverside.example");
  assert_account (fixture, "quentin", "exists patient ");
  bedside_demo_server_set_signed_in (fixture->server, "quentin", TRUE);
  assert_account (fixture, "quentin", "exists patient signed-in");
  g_free (bedside_demo_server_add_account (fixture->server, "quentin", BEDSIDE_DEMO_KIND_PRACTITIONER, NULL));
  assert_account (fixture, "quentin", "exists ");
}

/* A colleague who is invited joins, and what is open to the whole practice too. */
static void
test_colleague_joins (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *everyone = find_room (fixture, "join", "Everyone");
  g_autofree char *desk = find_room (fixture, "join", "Front desk and rooms");

  json_object_unref (post (fixture, fixture->space, "invite", NOOR));
  bedside_await (is_member (fixture, fixture->space, NOOR, "join"), 10);
  bedside_await (is_member (fixture, fixture->directory, NOOR, "join"), 10);
  bedside_await (is_member (fixture, everyone, NOOR, "join"), 10);
  g_assert_true (is_member (fixture, desk, NOOR, NULL));

  bedside_demo_server_remove_from_practice (fixture->server, fixture->space, "robin", "noor");
  g_assert_true (is_member (fixture, fixture->space, NOOR, "leave"));
  g_assert_true (is_member (fixture, fixture->directory, NOOR, "leave"));
  g_assert_true (is_member (fixture, everyone, NOOR, "leave"));
}

static void
test_remove_a_manager (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *before = bedside_demo_server_dup_state (fixture->server, fixture->directory,
                                                           "m.room.power_levels", "");
  g_autofree char *after = NULL;

  g_assert_nonnull (strstr (before, "@imani:"));
  bedside_demo_server_remove_from_practice (fixture->server, fixture->space, "robin", "imani");
  after = bedside_demo_server_dup_state (fixture->server, fixture->directory, "m.room.power_levels", "");
  g_assert_null (strstr (after, "@imani:"));
  g_assert_nonnull (strstr (after, ROBIN));
}

static void
test_new_team (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *body = g_strdup_printf (
    "{\"preset\":\"private_chat\",\"room_version\":\"11\",\"invite\":[\"" TOMASZ "\"],\"name\":\"Printer\","
    "\"creation_content\":{\"m.federate\":false,\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}}",
    fixture->space);
  g_autoptr(JsonObject) room = demo_expect (fixture->server, "PUT", V3 "/createRoom/t1", fixture->token, body);
  g_autoptr(JsonObject) again = demo_expect (fixture->server, "PUT", V3 "/createRoom/t1", fixture->token, body);
  const char *room_id = demo_find_string (room, "room_id");

  g_assert_cmpstr (room_id, ==, demo_find_string (again, "room_id"));
  g_free (demo_send (fixture->server, fixture->token, room_id, "1", "Who knows how to open it?"));
  bedside_await (is_member (fixture, room_id, TOMASZ, "join"), 10);
  bedside_await (count_messages (fixture, room_id) == 2, 10);

  /* Nobody answers an answer. */
  g_free (demo_send (fixture->server, fixture->token, room_id, "2", "Thank you."));
  bedside_await (count_messages (fixture, room_id) == 4, 10);
}

static void
test_team_invitation (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *cover = find_room (fixture, "invite", "Holiday cover");
  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/joined_members", cover);
  int n_events = demo_find_length (fixture->sync, "rooms/invite/%s/invite_state/events", cover);
  gboolean has_mark = FALSE;

  for (int i = 0; i < n_events; i++)
    {
      const char *practice = demo_find_string (fixture->sync, "rooms/invite/%s/invite_state/events/%d/content/"
                                               "org.bedside.team/practice", cover, i);

      has_mark |= g_strcmp0 (practice, fixture->space) == 0;
    }
  g_assert_true (has_mark);
  demo_expect_error (fixture->server, "GET", path, fixture->token, NULL, 403, "M_FORBIDDEN");

  json_object_unref (post (fixture, cover, "join", NULL));
  g_autoptr(JsonObject) members = demo_expect (fixture->server, "GET", path, fixture->token, NULL);
  g_assert_cmpint (demo_find_length (members, "joined"), ==, 3);
  g_free (demo_send (fixture->server, fixture->token, cover, "1", "Yes."));
  bedside_await (count_messages (fixture, cover) == 5, 10);
}

static void
test_decline (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *cover = find_room (fixture, "invite", "Holiday cover");
  g_autofree char *since = g_strdup (demo_find_string (fixture->sync, "next_batch"));
  g_autofree char *path = g_strdup_printf (V3 "/sync?since=%s", since);
  g_autofree char *join = g_strdup_printf (V3 "/rooms/%s/join", cover);

  json_object_unref (post (fixture, cover, "leave", NULL));
  g_autoptr(JsonObject) news = demo_expect (fixture->server, "GET", path, fixture->token, NULL);
  g_assert_nonnull (demo_find (news, "rooms/leave/%s", cover));
  g_assert_null (demo_find (news, "rooms/invite"));
  demo_expect_error (fixture->server, "POST", join, fixture->token, "{}", 403, "M_FORBIDDEN");
}

static void
test_second_practice (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *harbour = find_room (fixture, "invite", "Harbour Street Clinic");
  g_autofree char *settings = bedside_demo_server_dup_state (fixture->server, harbour, "org.bedside.settings", "");
  g_autoptr(JsonObject) read = bedside_json_parse_object (settings, -1, NULL);
  const char *directory = bedside_json_get_string (read, "directory");
  g_autofree char *join = g_strdup_printf (V3 "/rooms/%s/join", directory);
  g_autoptr(JsonObject) status = demo_expect (fixture->server, "GET", STATUS, fixture->token, NULL);

  g_assert_cmpint (demo_find_length (status, "practices"), ==, 2);
  demo_expect_error (fixture->server, "POST", join, fixture->token, "{}", 403, "M_FORBIDDEN");
  json_object_unref (post (fixture, harbour, "join", NULL));
  json_object_unref (post (fixture, directory, "join", NULL));
  g_assert_true (is_member (fixture, directory, ROBIN, "join"));
}

/* The first message, as the app sends it: the patient is joined, raised, reads and answers. */
static void
test_first_message (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *key = find_patient (fixture, "Marchbanks");
  g_autofree char *access = g_strdup_printf (V3 "/rooms/%s/state/org.bedside.access/%s", fixture->directory, key);
  g_autofree char *body = g_strdup_printf (
    "{\"preset\":\"private_chat\",\"room_version\":\"11\",\"invite\":[\"@fenella:riverside.example\"],"
    "\"creation_content\":{\"m.federate\":false,\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\","
    "\"patient_key\":\"%s\",\"patient\":\"@fenella:riverside.example\",\"practitioner\":\"" ROBIN "\"}}}",
    fixture->space, key);
  g_auto(GStrv) none = bedside_demo_server_dup_conversations (fixture->server, "robin", "fenella");

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  demo_expect_error (fixture->server, "PUT", V3 "/createRoom/c1", fixture->token, body, 403, "M_FORBIDDEN");
  json_object_unref (demo_expect (fixture->server, "PUT", access, fixture->token, "{\"v\":1,\"chat\":\"enabled\"}"));
  json_object_unref (demo_expect (fixture->server, "PUT", V3 "/createRoom/c1", fixture->token, body));
  json_object_unref (demo_expect (fixture->server, "PUT", V3 "/createRoom/c1", fixture->token, body));

  g_auto(GStrv) one = bedside_demo_server_dup_conversations (fixture->server, ROBIN, "@fenella:riverside.example");
  g_assert_cmpuint (g_strv_length (one), ==, 1);
  g_free (demo_send (fixture->server, fixture->token, one[0], "1", "Good morning!"));
  bedside_await (is_member (fixture, one[0], "fenella", "join"), 10);

  g_autofree char *levels = g_strdup_printf (V3 "/rooms/%s/state/m.room.power_levels", one[0]);
  g_autofree char *before = bedside_demo_server_dup_state (fixture->server, one[0], "m.room.power_levels", "");
  g_autoptr(GString) after = g_string_new (before);
  g_string_replace (after, "\"@fenella:riverside.example\":0", "\"@fenella:riverside.example\":10", 1);
  json_object_unref (demo_expect (fixture->server, "PUT", levels, fixture->token, after->str));
  bedside_await (count_messages (fixture, one[0]) == 2, 10);
}

/* Without the module the patient accepts himself. */
static void
test_patient_accepts (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *body = g_strdup_printf (
    "{\"preset\":\"private_chat\",\"room_version\":\"11\",\"invite\":[\"@fenella:riverside.example\"],"
    "\"creation_content\":{\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\",\"patient_key\":\"k\","
    "\"patient\":\"@fenella:riverside.example\",\"practitioner\":\"" ROBIN "\"}}}", fixture->space);

  bedside_demo_server_set_enforced (fixture->server, FALSE);
  g_autoptr(JsonObject) room = demo_expect (fixture->server, "POST", V3 "/createRoom", fixture->token, body);
  bedside_await (is_member (fixture, demo_find_string (room, "room_id"), "fenella", "join"), 10);
}

#define ADD(path, function) \
  g_test_add ("/demo/people/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("accounts", test_accounts);
  ADD ("invited-to-the-portal", test_invited_to_portal);
  ADD ("set-signed-in", test_set_signed_in);
  ADD ("colleague-joins", test_colleague_joins);
  ADD ("remove-a-manager", test_remove_a_manager);
  ADD ("new-team", test_new_team);
  ADD ("team-invitation", test_team_invitation);
  ADD ("decline", test_decline);
  ADD ("second-practice", test_second_practice);
  ADD ("first-message", test_first_message);
  ADD ("patient-accepts", test_patient_accepts);

  return g_test_run ();
}
