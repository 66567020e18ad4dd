/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#define ME "/user/@robin:riverside.example"
#define OTHER "/user/@other:riverside.example"

typedef struct {
  BedsideDemoServer *server;
  char              *token;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->server = bedside_demo_server_new_empty (NULL);
  fixture->token = demo_add_signed_in (fixture->server, "robin");
  g_free (bedside_demo_server_add_user (fixture->server, "other", NULL, NULL));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->server);
  g_free (fixture->token);
}

static void
test_filter (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(JsonObject) first = demo_expect (fixture->server, "POST", V3 ME "/filter", fixture->token,
                                             "{\"room\":{\"timeline\":{\"limit\":20}}}");
  g_autoptr(JsonObject) again = demo_expect (fixture->server, "POST", V3 ME "/filter", fixture->token,
                                             "{\"room\":{\"timeline\":{\"limit\":20}}}");
  g_autoptr(JsonObject) second = demo_expect (fixture->server, "POST", V3 ME "/filter", fixture->token, "{}");
  g_autoptr(JsonObject) filter = demo_expect (fixture->server, "GET", V3 ME "/filter/0", fixture->token, NULL);

  g_assert_cmpstr (demo_find_string (first, "filter_id"), ==, "0");
  g_assert_cmpstr (demo_find_string (again, "filter_id"), ==, "0");
  g_assert_cmpstr (demo_find_string (second, "filter_id"), ==, "1");
  g_assert_cmpint (demo_find_int (filter, "room/timeline/limit"), ==, 20);
}

static void
test_filter_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  demo_expect_error (fixture->server, "GET", V3 ME "/filter/7", fixture->token, NULL, 404, "M_NOT_FOUND");
  demo_expect_error (fixture->server, "GET", V3 ME "/filter/x", fixture->token, NULL, 404, "M_NOT_FOUND");
  demo_expect_error (fixture->server, "GET", V3 OTHER "/filter/0", fixture->token, NULL, 403, "M_FORBIDDEN");
  demo_expect_error (fixture->server, "POST", V3 OTHER "/filter", fixture->token, "{}", 403, "M_FORBIDDEN");
  demo_expect_error (fixture->server, "POST", V3 ME "/filter", fixture->token, "", 400, "M_NOT_JSON");
  demo_expect_error (fixture->server, "POST", V3 ME "/filter", NULL, "{}", 401, "M_MISSING_TOKEN");
  demo_expect_error (fixture->server, "GET", V3 "/sync?filter=3", fixture->token, NULL, 404, "M_NOT_FOUND");
  demo_expect_error (fixture->server, "GET", V3 "/sync?filter=%7B", fixture->token, NULL, 400, "M_NOT_JSON");
}

static void
test_profile (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *room_id = bedside_demo_server_add_room (fixture->server, "robin", NULL, NULL);
  g_autofree char *members = g_strdup_printf (V3 "/rooms/%s/joined_members", room_id);
  g_autoptr(JsonObject) before = demo_expect (fixture->server, "GET", V3 "/profile/@robin:riverside.example",
                                              fixture->token, NULL);

  g_assert_cmpstr (demo_find_string (before, "displayname"), ==, "robin");
  json_object_unref (demo_expect (fixture->server, "PUT", V3 "/profile/@robin:riverside.example/displayname",
                                  fixture->token, "{\"displayname\":\"Dr. \\\"R\\\" \\u00c9\"}"));
  g_autoptr(JsonObject) after = demo_expect (fixture->server, "GET", V3 "/profile/@robin:riverside.example/displayname",
                                             fixture->token, NULL);
  g_autoptr(JsonObject) joined = demo_expect (fixture->server, "GET", members, fixture->token, NULL);
  g_assert_cmpstr (demo_find_string (after, "displayname"), ==, "Dr. \"R\" É");
  g_assert_cmpstr (demo_find_string (joined, "joined/@robin:riverside.example/display_name"), ==, "Dr. \"R\" É");
}

static void
test_profile_refused (Fixture       *fixture,
                      gconstpointer  data)
{
  demo_expect_error (fixture->server, "GET", V3 "/profile/@nobody:riverside.example", fixture->token, NULL,
                     404, "M_NOT_FOUND");
  demo_expect_error (fixture->server, "PUT", V3 "/profile/@other:riverside.example/displayname", fixture->token,
                     "{\"displayname\":\"x\"}", 403, "M_FORBIDDEN");
  demo_expect_error (fixture->server, "PUT", V3 "/profile/@robin:riverside.example/displayname", fixture->token,
                     "{\"displayname\":[]}", 400, "M_MISSING_PARAM");
}

static void
test_data (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(JsonObject) rules = demo_expect (fixture->server, "GET", V3 "/pushrules/", fixture->token, NULL);
  g_autoptr(JsonObject) same = demo_expect (fixture->server, "GET", V3 ME "/account_data/m.push_rules", fixture->token,
                                            NULL);

  g_assert_cmpstr (demo_find_string (rules, "global/underride/0/rule_id"), ==, ".m.rule.room_one_to_one");
  g_assert_cmpint (demo_find_length (same, "global"), ==, 5);
  demo_expect_error (fixture->server, "GET", V3 ME "/account_data/org.bedside.prefs", fixture->token, NULL,
                     404, "M_NOT_FOUND");
  json_object_unref (demo_expect (fixture->server, "PUT", V3 ME "/account_data/org.bedside.prefs", fixture->token,
                                  "{\"a\":1}"));
  g_autoptr(JsonObject) prefs = demo_expect (fixture->server, "GET", V3 ME "/account_data/org.bedside.prefs",
                                             fixture->token, NULL);
  g_assert_cmpint (demo_find_int (prefs, "a"), ==, 1);
}

static void
test_data_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *room_id = bedside_demo_server_add_room (fixture->server, "robin", NULL, NULL);
  g_autofree char *fully_read = g_strdup_printf (V3 ME "/rooms/%s/account_data/m.fully_read", room_id);

  demo_expect_error (fixture->server, "PUT", fully_read, fixture->token, "{\"event_id\":\"$x\"}", 405, "M_BAD_JSON");
  demo_expect_error (fixture->server, "PUT", V3 ME "/account_data/m.push_rules", fixture->token, "{}",
                     405, "M_BAD_JSON");
  demo_expect_error (fixture->server, "PUT", V3 OTHER "/account_data/a", fixture->token, "{}", 403, "M_FORBIDDEN");
  demo_expect_error (fixture->server, "PUT", V3 ME "/rooms/!none:x/account_data/a", fixture->token, "{}",
                     403, "M_FORBIDDEN");
}

static void
test_capabilities (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(JsonObject) json = demo_expect (fixture->server, "GET", V3 "/capabilities", fixture->token, NULL);

  g_assert_cmpstr (demo_find_string (json, "capabilities/m.room_versions/default"), ==, "11");
  demo_expect_error (fixture->server, "GET", V3 "/capabilities", NULL, NULL, 401, "M_MISSING_TOKEN");
}

static void
test_older_prefix (Fixture       *fixture,
                   gconstpointer  data)
{
  json_object_unref (demo_expect (fixture->server, "GET", "/_matrix/client/r0/account/whoami", fixture->token, NULL));
}

#define ADD(path, function) \
  g_test_add ("/demo/account/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("filter", test_filter);
  ADD ("filter-refused", test_filter_refused);
  ADD ("profile", test_profile);
  ADD ("profile-refused", test_profile_refused);
  ADD ("data", test_data);
  ADD ("data-refused", test_data_refused);
  ADD ("capabilities", test_capabilities);
  ADD ("older-prefix", test_older_prefix);

  return g_test_run ();
}
