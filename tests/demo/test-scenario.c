/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#include "bedside-json.h"

#include <glib/gstdio.h>
#include <string.h>

#define YEAR_MS (G_GINT64_CONSTANT (366) * 24 * 3600 * 1000)

/* The built-in practice, as the practitioner's first sync shows it. */
typedef struct {
  BedsideDemoServer *server;
  char              *token;
  JsonObject        *sync;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  const char *filter = "filter=%7B%22room%22:%7B%22timeline%22:%7B%22limit%22:1000%7D%7D%7D";

  fixture->server = bedside_demo_server_new (NULL, &error);
  g_assert_no_error (error);
  fixture->token = demo_log_in (fixture->server, bedside_demo_server_get_user (fixture->server),
                                bedside_demo_server_get_password (fixture->server));

  g_autofree char *path = g_strconcat (V3 "/sync?", filter, NULL);
  fixture->sync = demo_expect (fixture->server, "GET", path, fixture->token, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  json_object_unref (fixture->sync);
  g_assert_finalize_object (fixture->server);
  g_free (fixture->token);
}

/* The last state event of that type and key in a room's timeline, which begins with its creation. */
static JsonObject *
find_state (JsonObject *room,
            const char *type,
            const char *state_key)
{
  JsonArray *events = bedside_json_get_array (bedside_json_get_object (room, "timeline"), "events");

  for (guint i = json_array_get_length (events); i > 0; i--)
    {
      JsonObject *event = json_array_get_object_element (events, i - 1);

      if (g_strcmp0 (bedside_json_get_string (event, "type"), type) == 0 &&
          g_strcmp0 (bedside_json_get_string (event, "state_key"), state_key) == 0)
        return bedside_json_get_object (event, "content");
    }

  return NULL;
}

typedef gboolean (*RoomFunc) (Fixture    *fixture,
                              const char *room_id,
                              JsonObject *room,
                              JsonObject *mark,
                              gpointer    user_data);

/* Returns: in how many rooms with that key in the content of m.room.create @function was true */
static guint
for_each (Fixture    *fixture,
          const char *key,
          RoomFunc    function,
          gpointer    user_data)
{
  JsonObject *rooms = json_node_get_object (demo_find (fixture->sync, "rooms/join"));
  g_autoptr(GList) ids = json_object_get_members (rooms);
  guint count = 0;

  for (GList *id = ids; id != NULL; id = id->next)
    {
      JsonObject *room = json_object_get_object_member (rooms, id->data);
      JsonObject *mark = bedside_json_get_object (find_state (room, "m.room.create", ""), key);

      if (mark != NULL)
        count += function (fixture, id->data, room, mark, user_data);
    }

  return count;
}

static gboolean
take_id (Fixture    *fixture,
         const char *room_id,
         JsonObject *room,
         JsonObject *mark,
         gpointer    user_data)
{
  g_free (*(char **) user_data);
  *(char **) user_data = g_strdup (room_id);

  return TRUE;
}

static char *
dup_only (Fixture    *fixture,
          const char *key)
{
  char *room_id = NULL;

  g_assert_cmpuint (for_each (fixture, key, take_id, &room_id), ==, 1);

  return room_id;
}

static JsonObject *
get_room (Fixture    *fixture,
          const char *room_id)
{
  return json_node_get_object (demo_find (fixture->sync, "rooms/join/%s", room_id));
}

static gint64
level_of (JsonObject *levels,
          const char *map,
          const char *name)
{
  gint64 level = -1;

  bedside_json_get_int (map ? bedside_json_get_object (levels, map) : levels, name, &level);

  return level;
}

static void
test_practice (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *space = dup_only (fixture, "org.bedside.practice");
  g_autofree char *directory = dup_only (fixture, "org.bedside.directory");
  JsonObject *room = get_room (fixture, space);
  JsonObject *create = find_state (room, "m.room.create", "");
  JsonObject *levels = find_state (room, "m.room.power_levels", "");
  JsonObject *settings = find_state (room, "org.bedside.settings", "");
  gboolean federate = TRUE;
  gboolean enabled = FALSE;

  g_assert_cmpstr (bedside_demo_server_get_user (fixture->server), ==, "@robin:riverside.example");
  g_assert_cmpstr (bedside_json_get_string (create, "type"), ==, "m.space");
  g_assert_cmpstr (bedside_json_get_string (create, "room_version"), ==, "11");
  g_assert_true (bedside_json_get_boolean (create, "m.federate", &federate) && !federate);
  g_assert_cmpstr (bedside_json_get_string (find_state (room, "m.room.name", ""), "name"), ==, "Riverside Health");
  g_assert_cmpstr (bedside_json_get_string (settings, "directory"), ==, directory);
  g_assert_true (bedside_json_get_boolean (settings, "group_chat", &enabled) && enabled);
  g_assert_true (bedside_json_get_boolean (settings, "patient_chat", &enabled) && enabled);
  g_assert_cmpint (level_of (levels, "users", "@robin:riverside.example"), ==, 100);
  g_assert_cmpint (level_of (levels, NULL, "users_default"), ==, 50);
  g_assert_cmpint (level_of (levels, "events", "org.bedside.settings"), ==, 90);
  g_assert_nonnull (find_state (room, "m.space.child", directory));
}

static gboolean
check_staff_room (Fixture    *fixture,
                  const char *room_id,
                  JsonObject *room,
                  JsonObject *mark,
                  gpointer    user_data)
{
  JsonObject *rules = find_state (room, "m.room.join_rules", "");
  JsonObject *guests = find_state (room, "m.room.guest_access", "");

  g_assert_cmpstr (bedside_json_get_string (mark, "practice"), ==, user_data);
  g_assert_nonnull (find_state (get_room (fixture, user_data), "m.space.child", room_id));
  g_assert_cmpstr (bedside_json_get_string (guests, "guest_access"), ==, "forbidden");

  return g_strcmp0 (bedside_json_get_string (rules, "join_rule"), "restricted") == 0;
}

static void
test_staff_rooms (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *space = dup_only (fixture, "org.bedside.practice");
  g_autofree char *last = NULL;

  g_assert_cmpuint (for_each (fixture, "org.bedside.team", take_id, &last), ==, 2);
  /* Only "Everyone" and the directory are for all of the space. */
  g_assert_cmpuint (for_each (fixture, "org.bedside.team", check_staff_room, space), ==, 1);
  g_assert_cmpuint (for_each (fixture, "org.bedside.directory", check_staff_room, space), ==, 1);
}

typedef struct {
  guint       activated;
  guint       linked;
  guint       disabled;
  guint       never_written;
  guint       right_to_left;
  GHashTable *names; /* (element-type utf8 utf8): with birth date */
  guint       same_name;
} People;

static void
count_patient (People     *people,
               JsonObject *directory,
               JsonObject *event)
{
  JsonObject *content = bedside_json_get_object (event, "content");
  const char *key = bedside_json_get_string (event, "state_key");
  const char *born = bedside_json_get_string (content, "birth_date");
  const char *given = bedside_json_get_string (content, "given");
  const char *chat = bedside_json_get_string (find_state (directory, "org.bedside.access", key), "chat");
  g_autofree char *name = g_strdup_printf ("%s %s", given, bedside_json_get_string (content, "family"));
  const char *other = g_hash_table_lookup (people->names, name);
  gint64 version = 0;

  g_assert_true (bedside_json_get_int (content, "v", &version));
  g_assert_cmpint (key[0], !=, '@');
  g_assert_true (g_regex_match_simple ("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", born, 0, 0));
  people->activated += g_strcmp0 (bedside_json_get_string (content, "portal"), "activated") == 0;
  people->linked += bedside_json_get_string (content, "user_id") != NULL;
  people->disabled += g_strcmp0 (chat, "disabled") == 0;
  people->never_written += chat == NULL;
  people->right_to_left += g_unichar_get_script (g_utf8_get_char (given)) == G_UNICODE_SCRIPT_ARABIC;
  if (other != NULL)
    {
      g_assert_cmpstr (other, !=, born);
      people->same_name++;
    }
  g_hash_table_insert (people->names, g_steal_pointer (&name), g_strdup (born));
}

static void
test_patients (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *directory_id = dup_only (fixture, "org.bedside.directory");
  JsonObject *directory = get_room (fixture, directory_id);
  JsonArray *events = bedside_json_get_array (bedside_json_get_object (directory, "timeline"), "events");
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  People people = { .names = names };
  guint count = 0;

  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);

      if (g_strcmp0 (bedside_json_get_string (event, "type"), "org.bedside.patient") != 0)
        continue;
      count_patient (&people, directory, event);
      count++;
    }
  g_assert_cmpuint (count, ==, 24);
  g_assert_cmpuint (people.same_name, ==, 1);
  /* One who has activated the portal is not linked, one who is linked has not. */
  g_assert_cmpuint (people.activated, ==, 20);
  g_assert_cmpuint (people.linked, ==, 20);
  g_assert_cmpuint (people.disabled, ==, 2);
  g_assert_cmpuint (people.never_written, >, 2);
  g_assert_cmpuint (people.right_to_left, ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (names, "Ada Lovelace"), ==, "1985-12-10");
  g_assert_true (g_hash_table_contains (names, "Ben Okafor"));
  g_assert_true (g_hash_table_contains (names, "Chloe Dubois"));
}

typedef struct {
  const char *space;
  JsonObject *directory;
  guint       messages;
  guint       longest;
  guint       inactive;
  guint       unread;
  guint       encrypted;
  guint       links;
  guint       lines;
  gint64      oldest;
  gint64      newest;
} Talks;

static void
count_message (Talks      *talks,
               JsonObject *event,
               gint64     *last)
{
  const char *body = bedside_json_get_string (bedside_json_get_object (event, "content"), "body");
  gint64 timestamp = 0;

  bedside_json_get_int (event, "origin_server_ts", &timestamp);
  g_assert_cmpint (timestamp, >, *last);
  *last = timestamp;
  talks->newest = MAX (talks->newest, timestamp);
  talks->oldest = MIN (talks->oldest, timestamp);
  talks->messages++;
  talks->encrypted += g_strcmp0 (bedside_json_get_string (event, "type"), "m.room.encrypted") == 0;
  talks->links += body != NULL && strstr (body, "https://") != NULL;
  talks->lines += body != NULL && strchr (body, '\n') != NULL;
  g_assert_true (body == NULL || strchr (body, '{') == NULL);
}

static gboolean
check_talk (Fixture    *fixture,
            const char *room_id,
            JsonObject *room,
            JsonObject *mark,
            gpointer    user_data)
{
  Talks *talks = user_data;
  JsonArray *events = bedside_json_get_array (bedside_json_get_object (room, "timeline"), "events");
  JsonObject *levels = find_state (room, "m.room.power_levels", "");
  const char *patient = bedside_json_get_string (mark, "patient");
  const char *key = bedside_json_get_string (mark, "patient_key");
  JsonObject *known = find_state (talks->directory, "org.bedside.patient", key);
  JsonObject *access = find_state (talks->directory, "org.bedside.access", key);
  gboolean enabled = g_strcmp0 (bedside_json_get_string (access, "chat"), "enabled") == 0;
  gint64 last = 0;
  guint before = talks->messages;

  g_assert_cmpstr (bedside_json_get_string (mark, "practice"), ==, talks->space);
  g_assert_cmpstr (bedside_json_get_string (mark, "practitioner"), ==, "@robin:riverside.example");
  g_assert_cmpstr (bedside_json_get_string (known, "user_id"), ==, patient);
  g_assert_cmpint (level_of (levels, "users", "@robin:riverside.example"), ==, 100);
  g_assert_cmpint (level_of (levels, "users", patient), ==, enabled ? 10 : 0);
  g_assert_cmpint (level_of (levels, NULL, "events_default"), ==, 10);
  g_assert_cmpint (level_of (levels, NULL, "users_default"), ==, 0);
  g_assert_cmpint (level_of (levels, NULL, "invite"), ==, 100);
  g_assert_null (find_state (room, "m.room.name", ""));
  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);

      if (!json_object_has_member (event, "state_key"))
        count_message (talks, event, &last);
    }
  talks->longest = MAX (talks->longest, talks->messages - before);
  talks->inactive += !enabled;
  talks->unread += demo_find_int (room, "unread_notifications/notification_count") > 0;

  return TRUE;
}

static void
test_conversations (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *space = dup_only (fixture, "org.bedside.practice");
  g_autofree char *directory = dup_only (fixture, "org.bedside.directory");
  gint64 now = g_get_real_time () / 1000;
  Talks talks = { .space = space, .directory = get_room (fixture, directory), .oldest = now };

  g_assert_cmpuint (for_each (fixture, "org.bedside.chat", check_talk, &talks), ==, 13);
  g_test_message ("%u messages, longest %u", talks.messages, talks.longest);
  g_assert_cmpuint (talks.messages, >, 500);
  g_assert_cmpuint (talks.longest, >, 300);
  g_assert_cmpuint (talks.inactive, ==, 1);
  g_assert_cmpuint (talks.unread, >=, 3);
  g_assert_cmpuint (talks.encrypted, ==, 1);
  g_assert_cmpuint (talks.links, >=, 2);
  g_assert_cmpuint (talks.lines, >=, 1);
  g_assert_cmpint (talks.newest, >, now - 3600 * 1000);
  g_assert_cmpint (talks.newest, <=, now);
  g_assert_cmpint (talks.oldest, >, now - 2 * YEAR_MS);
  g_assert_cmpint (talks.oldest, <, now - YEAR_MS / 2);
}

static void
test_own_file (void)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  int file = g_file_open_tmp ("scenario-XXXXXX.json", &path, &error);
  const struct {
    const char *text;
    gboolean    good;
  } cases[] = {
    { "{\"practitioners\":[{\"user\":\"kim\",\"signs_in\":true}]}", TRUE },
    { "{\"practitioners\":[{\"user\":\"kim\"}]}", FALSE },
    { "{\"practitioners\":[{\"signs_in\":true}]}", FALSE },
    { "{\"practitioners\":[{\"user\":\"kim\",\"signs_in\":true}],\"patients\":[{\"given\":\"A\"}]}", FALSE },
    { "{\"practitioners\":[{\"user\":\"kim\",\"signs_in\":true}],\"patients\":[7],\"team\":[7]}", FALSE },
    { "{}", FALSE },
    { "[", FALSE },
    { "", FALSE },
  };

  g_assert_no_error (error);
  g_close (file, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) failure = NULL;

      g_assert_true (g_file_set_contents (path, cases[i].text, -1, NULL));
      g_autoptr(BedsideDemoServer) server = bedside_demo_server_new (path, &failure);
      g_assert_cmpint (server != NULL, ==, cases[i].good);
      g_assert_cmpint (failure == NULL, ==, cases[i].good);
      if (server != NULL)
        g_assert_cmpstr (bedside_demo_server_get_user (server), ==, "@kim:riverside.example");
    }
  g_remove (path);
}

static void
test_missing (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (bedside_demo_server_new ("/org/bedside/demo/none.json", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_resource_path (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideDemoServer) server = bedside_demo_server_new ("/org/bedside/demo/riverside.json", &error);

  g_assert_no_error (error);
  g_assert_nonnull (server);
}

static void
test_password (void)
{
  g_autoptr(BedsideDemoServer) first = bedside_demo_server_new (NULL, NULL);
  g_autoptr(BedsideDemoServer) second = bedside_demo_server_new (NULL, NULL);

  g_assert_cmpstr (bedside_demo_server_get_password (first), !=, bedside_demo_server_get_password (second));
  g_assert_cmpstr (bedside_demo_server_get_base_url (first), !=, bedside_demo_server_get_base_url (second));
}

#define ADD(path, function) \
  g_test_add ("/demo/scenario/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("practice", test_practice);
  ADD ("staff-rooms", test_staff_rooms);
  ADD ("patients", test_patients);
  ADD ("conversations", test_conversations);
  g_test_add_func ("/demo/scenario/own-file", test_own_file);
  g_test_add_func ("/demo/scenario/missing", test_missing);
  g_test_add_func ("/demo/scenario/resource-path", test_resource_path);
  g_test_add_func ("/demo/scenario/password", test_password);

  return g_test_run ();
}
