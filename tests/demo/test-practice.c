/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#include "bedside-await.h"

#include <string.h>

#define ROBIN "@robin:riverside.example"
#define IMANI "@imani:riverside.example"
#define ADA "@ada:riverside.example"
#define BEN "@ben:riverside.example"
#define KEY "k1"

/* A practice in the shape of the rules, made by hand. */
typedef struct {
  BedsideDemoServer *server;
  char              *robin; /* access tokens */
  char              *imani;
  char              *ada;
  char              *space;
  char              *directory;
  char              *chat;
} Fixture;

static void
put (Fixture    *fixture,
     const char *room_id,
     const char *type,
     const char *state_key,
     const char *content)
{
  g_free (bedside_demo_server_add_event (fixture->server, room_id, "robin", type, state_key, content));
}

static void
set_up_directory (Fixture *fixture)
{
  const char *const staff[] = { "imani", NULL };
  g_autofree char *create = NULL;

  fixture->space = bedside_demo_server_add_room (fixture->server, "robin",
                                                 "{\"type\":\"m.space\",\"org.bedside.practice\":{\"v\":1}}", staff);
  create = g_strdup_printf ("{\"type\":\"org.bedside.directory\","
                            "\"org.bedside.directory\":{\"v\":1,\"practice\":\"%s\"}}",
                            fixture->space);
  fixture->directory = bedside_demo_server_add_room (fixture->server, "robin", create, staff);
  put (fixture, fixture->directory, "org.bedside.patient", KEY,
       "{\"v\":1,\"given\":\"Ada\",\"user_id\":\"" ADA "\"}");
  put (fixture, fixture->directory, "org.bedside.access", KEY, "{\"v\":1,\"chat\":\"enabled\"}");
}

static void
set_settings (Fixture    *fixture,
              gboolean    group_chat,
              gboolean    patient_chat,
              const char *directory)
{
  g_autofree char *settings = g_strdup_printf ("{\"v\":1,\"group_chat\":%s,\"patient_chat\":%s,\"directory\":\"%s\"}",
                                               group_chat ? "true" : "false", patient_chat ? "true" : "false",
                                               directory);

  put (fixture, fixture->space, "org.bedside.settings", "", settings);
}

static char *
dup_chat (Fixture    *fixture,
          const char *patient,
          const char *practitioner)
{
  return g_strdup_printf ("{\"m.federate\":false,\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\","
                          "\"patient_key\":\"" KEY
                          "\",\"patient\":\"%s\",\"practitioner\":\"%s\"}}", fixture->space, patient, practitioner);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *const patient[] = { "ada", NULL };
  g_autofree char *chat = NULL;

  fixture->server = bedside_demo_server_new_empty (NULL);
  fixture->robin = demo_add_signed_in (fixture->server, "robin");
  fixture->imani = demo_add_signed_in (fixture->server, "imani");
  fixture->ada = demo_add_signed_in (fixture->server, "ada");
  set_up_directory (fixture);
  set_settings (fixture, TRUE, TRUE, fixture->directory);
  chat = dup_chat (fixture, ADA, ROBIN);
  fixture->chat = bedside_demo_server_add_room (fixture->server, "robin", chat, patient);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->server);
  g_free (fixture->robin);
  g_free (fixture->imani);
  g_free (fixture->ada);
  g_free (fixture->space);
  g_free (fixture->directory);
  g_free (fixture->chat);
}

static void
expect_reason (Fixture    *fixture,
               const char *method,
               const char *path,
               const char *token,
               const char *body,
               const char *reason)
{
  g_autoptr(DemoAnswer) answer = demo_call (fixture->server, method, path, token, body);

  g_assert_no_error (answer->error);
  if (reason == NULL)
    {
      g_assert_cmpuint (answer->status, ==, 200);
      return;
    }
  g_assert_cmpuint (answer->status, ==, 403);
  g_assert_cmpstr (demo_find_string (answer->json, "errcode"), ==, "M_FORBIDDEN");
  g_assert_cmpstr (demo_find_string (answer->json, "org.bedside.reason"), ==, reason);
}

/* Sends from both sides. */
static void
expect_closed (Fixture    *fixture,
               const char *reason)
{
  static guint transaction = 0;
  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/send/m.room.message/t%u", fixture->chat, transaction++);

  expect_reason (fixture, "PUT", path, fixture->robin, "{\"body\":\"x\"}", reason);
  expect_reason (fixture, "PUT", path, fixture->ada, "{\"body\":\"x\"}", reason);
}

static void
set_access (Fixture    *fixture,
            const char *chat)
{
  g_autofree char *content = g_strdup_printf ("{\"v\":1,\"chat\":\"%s\"}", chat);

  put (fixture, fixture->directory, "org.bedside.access", KEY, content);
}

static void
test_may_write (Fixture       *fixture,
                gconstpointer  data)
{
  expect_closed (fixture, NULL);
  set_access (fixture, "disabled");
  expect_closed (fixture, "chat_disabled");
  set_access (fixture, "Enabled");
  expect_closed (fixture, "chat_disabled");
  set_access (fixture, "enabled");
  expect_closed (fixture, NULL);
  set_settings (fixture, TRUE, FALSE, fixture->directory);
  expect_closed (fixture, "practice_chat_disabled");
  set_settings (fixture, FALSE, FALSE, fixture->directory);
  expect_closed (fixture, "group_chat_disabled");
  set_settings (fixture, TRUE, TRUE, fixture->space);
  expect_closed (fixture, "no_practice");
  set_settings (fixture, TRUE, TRUE, fixture->directory);
  put (fixture, fixture->directory, "org.bedside.patient", KEY, "{}");
  expect_closed (fixture, "not_linked");
}

static void
test_practitioner_left (Fixture       *fixture,
                        gconstpointer  data)
{
  put (fixture, fixture->space, "m.room.member", ROBIN, "{\"membership\":\"leave\"}");

  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/send/m.room.message/t", fixture->chat);
  expect_reason (fixture, "PUT", path, fixture->ada, "{\"body\":\"x\"}", "practitioner_left");
}

static void
test_mistyped_settings (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *settings = g_strdup_printf ("{\"group_chat\":\"true\",\"patient_chat\":1,\"directory\":\"%s\"}",
                                               fixture->directory);

  put (fixture, fixture->space, "org.bedside.settings", "", settings);
  expect_closed (fixture, "group_chat_disabled");
}

static void
test_without_module (Fixture       *fixture,
                     gconstpointer  data)
{
  set_access (fixture, "disabled");
  bedside_demo_server_set_enforced (fixture->server, FALSE);
  expect_closed (fixture, NULL);
  demo_expect_error (fixture->server, "GET", "/_synapse/client/bedside/v1/status", fixture->robin, NULL,
                     404, "M_UNRECOGNIZED");
}

static void
test_retry_while_closed (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *first = demo_send (fixture->server, fixture->robin, fixture->chat, "1", "sent");

  set_access (fixture, "disabled");
  g_autofree char *again = demo_send (fixture->server, fixture->robin, fixture->chat, "1", "sent");
  g_assert_cmpstr (first, ==, again);
}

static void
test_redact_while_closed (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autofree char *mine = demo_send (fixture->server, fixture->robin, fixture->chat, "1", "a mistake");
  g_autofree char *hers = demo_send (fixture->server, fixture->ada, fixture->chat, "1", "hers");
  g_autofree char *redact_mine = g_strdup_printf (V3 "/rooms/%s/redact/%s/r1", fixture->chat, mine);
  g_autofree char *redact_hers = g_strdup_printf (V3 "/rooms/%s/redact/%s/r2", fixture->chat, hers);

  set_access (fixture, "disabled");
  expect_reason (fixture, "PUT", redact_mine, fixture->robin, "{}", NULL);
  expect_reason (fixture, "PUT", redact_hers, fixture->robin, "{}", "chat_disabled");
  expect_reason (fixture, "PUT", redact_hers, fixture->ada, "{}", "chat_disabled");
}

static void
test_state (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *levels = g_strdup_printf (V3 "/rooms/%s/state/m.room.power_levels", fixture->chat);
  g_autofree char *topic = g_strdup_printf (V3 "/rooms/%s/state/m.room.topic", fixture->chat);
  g_autofree char *encryption = g_strdup_printf (V3 "/rooms/%s/state/m.room.encryption", fixture->chat);
  g_autoptr(DemoAnswer) now = demo_call (fixture->server, "GET", levels, fixture->robin, NULL);
  g_autoptr(GString) closed = g_string_new (now->text);
  g_autoptr(GString) half = g_string_new (now->text);
  g_autoptr(GString) invites = g_string_new (now->text);

  g_string_replace (closed, "\"" ADA "\":10", "\"" ADA "\":0", 1);
  g_string_replace (half, "\"" ADA "\":10", "\"" ADA "\":5", 1);
  g_string_replace (invites, "\"invite\":100", "\"invite\":0", 1);
  expect_reason (fixture, "PUT", topic, fixture->robin, "{\"topic\":\"psst\"}", "wrong_shape");
  expect_reason (fixture, "PUT", encryption, fixture->robin, "{\"algorithm\":\"m.megolm.v1.aes-sha2\"}", "encryption");
  expect_reason (fixture, "PUT", levels, fixture->robin, half->str, "wrong_shape");
  expect_reason (fixture, "PUT", levels, fixture->robin, invites->str, "wrong_shape");
  expect_reason (fixture, "PUT", levels, fixture->ada, closed->str, "wrong_shape");
  expect_reason (fixture, "PUT", levels, fixture->robin, closed->str, NULL);

  /* Now it is the room itself that refuses the patient. */
  g_autofree char *send = g_strdup_printf (V3 "/rooms/%s/send/m.room.message/t", fixture->chat);
  demo_expect_error (fixture->server, "PUT", send, fixture->ada, "{}", 403, "M_FORBIDDEN");
}

static char *
create_body (Fixture    *fixture,
             const char *patient,
             const char *practitioner,
             const char *rest)
{
  g_autofree char *chat = dup_chat (fixture, patient, practitioner);

  return g_strdup_printf ("{\"preset\":\"private_chat\",\"room_version\":\"11\",\"invite\":[\"%s\"],"
                          "\"creation_content\":%s%s}", patient, chat, rest);
}

static gboolean
is_joined (Fixture    *fixture,
           const char *room_id)
{
  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/joined_members", room_id);
  g_autoptr(JsonObject) json = demo_expect (fixture->server, "GET", path, fixture->imani, NULL);

  return demo_find_length (json, "joined") == 2;
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  const char *wishes = ",\"name\":\"Ada!\",\"power_level_content_override\":"
                       "{\"users\":{\"" IMANI "\":100,\"" ADA "\":50}}";
  g_autofree char *body = create_body (fixture, ADA, IMANI, wishes);
  g_autoptr(JsonObject) room = demo_expect (fixture->server, "POST", V3 "/createRoom", fixture->imani, body);
  const char *room_id = demo_find_string (room, "room_id");
  g_autofree char *levels_path = g_strdup_printf (V3 "/rooms/%s/state/m.room.power_levels", room_id);
  g_autofree char *name_path = g_strdup_printf (V3 "/rooms/%s/state/m.room.name", room_id);
  g_autoptr(JsonObject) levels = demo_expect (fixture->server, "GET", levels_path, fixture->imani, NULL);

  /* The module writes levels and rules itself, and lets the patient in. */
  g_assert_cmpint (demo_find_int (levels, "users/" ADA), ==, 0);
  g_assert_cmpint (demo_find_int (levels, "events_default"), ==, 10);
  g_assert_cmpint (demo_find_int (levels, "invite"), ==, 100);
  demo_expect_error (fixture->server, "GET", name_path, fixture->imani, NULL, 404, "M_NOT_FOUND");
  bedside_await (is_joined (fixture, room_id), 5);
}

static void
test_create_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *by_patient = create_body (fixture, ADA, ADA, "");
  g_autofree char *for_other = create_body (fixture, ADA, ROBIN, "");
  g_autofree char *good = create_body (fixture, ADA, IMANI, "");
  g_autofree char *unlinked = create_body (fixture, BEN, IMANI, "");
  g_autofree char *colleague = create_body (fixture, ROBIN, IMANI, "");
  g_autoptr(GString) version = g_string_new (good);
  g_autoptr(GString) uninvited = g_string_new (good);

  g_free (bedside_demo_server_add_user (fixture->server, "ben", "pw", "Ben"));
  g_string_replace (version, "\"11\"", "\"10\"", 1);
  g_string_replace (uninvited, "\"invite\":[\"" ADA "\"]", "\"invite\":[]", 1);
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->ada, "{}", "not_practitioner");
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->ada, by_patient, "not_practitioner");
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->imani, for_other, "wrong_binding");
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->imani, uninvited->str, "wrong_binding");
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->imani, version->str, "wrong_shape");
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->imani, unlinked, "not_linked");
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->imani, colleague, "not_patient");
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->imani, "{\"invite\":[\"" ADA "\"]}", "not_practitioner");
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->imani, "{\"preset\":\"public_chat\"}", "never");
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->imani, "{\"invite\":[\"" ROBIN "\"]}", NULL);
  set_access (fixture, "disabled");
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->imani, good, "chat_disabled");
}

static void
test_invite_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *to_chat = g_strdup_printf (V3 "/rooms/%s/invite", fixture->chat);
  g_autofree char *to_space = g_strdup_printf (V3 "/rooms/%s/invite", fixture->space);
  g_autofree char *join_space = g_strdup_printf (V3 "/join/%s", fixture->space);

  expect_reason (fixture, "POST", to_chat, fixture->robin, "{\"user_id\":\"" IMANI "\"}", "wrong_binding");
  expect_reason (fixture, "POST", to_space, fixture->robin, "{\"user_id\":\"" ADA "\"}", "not_practitioner");
  demo_expect_error (fixture->server, "POST", join_space, fixture->ada, "{}", 403, "M_FORBIDDEN");
}

static void
test_status (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(JsonObject) json = demo_expect (fixture->server, "GET", "/_synapse/client/bedside/v1/status",
                                            fixture->robin, NULL);

  g_assert_true (json_node_get_boolean (demo_find (json, "enforced")));
  g_assert_cmpint (demo_find_int (json, "v"), ==, 1);
  g_assert_cmpint (demo_find_length (json, "practices"), ==, 1);
  g_assert_cmpstr (demo_find_string (json, "practices/0"), ==, fixture->space);
  demo_expect_error (fixture->server, "GET", "/_synapse/client/bedside/v1/status", fixture->ada, NULL,
                     403, "M_FORBIDDEN");
  demo_expect_error (fixture->server, "GET", "/_synapse/client/bedside/v1/status", NULL, NULL, 401, "M_MISSING_TOKEN");
}

static void
expect_account (Fixture    *fixture,
                const char *user_id,
                gboolean    exists,
                gboolean    patient,
                gboolean    signed_in)
{
  g_autofree char *path = g_strdup_printf ("/_synapse/client/bedside/v1/account/%s", user_id);
  g_autoptr(JsonObject) json = demo_expect (fixture->server, "GET", path, fixture->robin, NULL);

  g_assert_cmpint (json_node_get_boolean (demo_find (json, "exists")), ==, exists);
  g_assert_cmpint (json_node_get_boolean (demo_find (json, "patient")), ==, patient);
  g_assert_cmpint (json_node_get_boolean (demo_find (json, "signed_in")), ==, signed_in);
}

static void
test_not_configured (Fixture       *fixture,
                     gconstpointer  data)
{
  const char *const none[] = { NULL };
  const char *const other[] = { "!other:riverside.example", NULL };
  const char *const this[] = { fixture->space, NULL };
  g_autofree char *body = create_body (fixture, ADA, IMANI, "");

  bedside_demo_server_set_practices (fixture->server, none);
  expect_closed (fixture, "no_practice");
  expect_reason (fixture, "POST", V3 "/createRoom", fixture->imani, body, "no_practice");
  bedside_demo_server_set_practices (fixture->server, other);
  expect_closed (fixture, "no_practice");
  g_autoptr(JsonObject) json = demo_expect (fixture->server, "GET", "/_synapse/client/bedside/v1/status",
                                            fixture->robin, NULL);
  g_assert_true (json_node_get_boolean (demo_find (json, "enforced")));
  g_assert_cmpint (demo_find_length (json, "practices"), ==, 0);
  bedside_demo_server_set_practices (fixture->server, this);
  expect_closed (fixture, NULL);
  bedside_demo_server_set_practices (fixture->server, NULL);
  expect_closed (fixture, NULL);
}

/* The module works before there is a practice: only practitioners make rooms, and ours only in their right form. */
static void
test_no_practice_yet (void)
{
  static const struct {
    const char *content, *rest, *reason;
  } cases[] = {
    { "{\"type\":\"m.space\",\"m.federate\":false,\"org.bedside.practice\":{\"v\":1}}", "", NULL },
    { "{\"type\":\"m.space\",\"m.federate\":false,\"org.bedside.practice\":{\"v\":1}}",
      ",\"initial_state\":[{\"type\":\"m.room.join_rules\",\"content\":{\"join_rule\":\"public\"}}]", "never" },
    { "{\"type\":\"m.space\",\"m.federate\":false,\"org.bedside.practice\":{\"v\":1}}",
      ",\"room_alias_name\":\"practice\"", "never" },
    { "{\"type\":\"m.space\",\"org.bedside.practice\":{\"v\":1}}", "", "wrong_shape" },
    { "{\"m.federate\":false,\"org.bedside.practice\":{\"v\":1}}", "", "wrong_shape" },
    { "{\"type\":\"m.space\",\"m.federate\":false,\"org.bedside.practice\":{\"v\":1,\"x\":1}}", "", "wrong_shape" },
    { "{\"type\":\"m.space\",\"m.federate\":false,\"org.bedside.practice\":{\"v\":1},"
      "\"org.bedside.team\":{\"v\":1,\"practice\":\"!p\"}}", "", "wrong_shape" },
    { "{\"m.federate\":false,\"org.bedside.team\":{\"v\":1,\"practice\":\"!none\"}}", "", "not_member" },
  };
  const char *const none[] = { NULL };
  Fixture fixture = { .server = bedside_demo_server_new_empty (NULL) };
  g_autofree char *kim = demo_add_signed_in (fixture.server, "kim");
  g_autofree char *ada = demo_add_signed_in (fixture.server, "ada");

  g_free (bedside_demo_server_add_account (fixture.server, "kim", BEDSIDE_DEMO_KIND_PRACTITIONER, NULL));
  bedside_demo_server_set_practices (fixture.server, none);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"preset\":\"private_chat\",\"room_version\":\"11\","
                                               "\"creation_content\":%s%s}", cases[i].content, cases[i].rest);

      g_test_message ("%s", body);
      expect_reason (&fixture, "POST", V3 "/createRoom", kim, body, cases[i].reason);
      expect_reason (&fixture, "POST", V3 "/createRoom", ada, body, "not_practitioner");
    }
  g_assert_finalize_object (fixture.server);
}

/* Who is not in the practice has no business in its rooms, whatever the rooms themselves say. */
static void
test_not_a_member (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *const members[] = { "imani", "kim", NULL };
  g_autofree char *kim = demo_add_signed_in (fixture->server, "kim");
  g_autofree char *create = g_strdup_printf ("{\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}", fixture->space);
  g_autofree char *team = bedside_demo_server_add_room (fixture->server, "robin", create, members);
  g_autofree char *invite = g_strdup_printf (V3 "/rooms/%s/invite", team);
  g_autofree char *send = g_strdup_printf (V3 "/rooms/%s/send/m.room.message/t", team);
  g_autofree char *rules = g_strdup_printf (V3 "/rooms/%s/state/m.room.join_rules", team);
  g_autofree char *encryption = g_strdup_printf (V3 "/rooms/%s/state/m.room.encryption", team);
  g_autofree char *join = g_strdup_printf (V3 "/rooms/%s/join", team);

  g_free (bedside_demo_server_add_account (fixture->server, "kim", BEDSIDE_DEMO_KIND_PRACTITIONER, NULL));
  g_free (bedside_demo_server_add_account (fixture->server, "lee", BEDSIDE_DEMO_KIND_PRACTITIONER, NULL));
  expect_reason (fixture, "PUT", send, kim, "{}", "not_member");
  expect_reason (fixture, "POST", join, kim, "{}", "not_member");
  expect_reason (fixture, "POST", invite, fixture->robin, "{\"user_id\":\"@lee:riverside.example\"}", "not_member");
  expect_reason (fixture, "POST", invite, fixture->robin, "{\"user_id\":\"" BEN "\"}", "not_practitioner");
  expect_reason (fixture, "PUT", rules, fixture->robin, "{\"join_rule\":\"public\"}", "never");
  expect_reason (fixture, "PUT", encryption, fixture->robin, "{}", "encryption");
  expect_reason (fixture, "PUT", rules, fixture->robin, "{\"join_rule\":\"invite\"}", NULL);

  bedside_demo_server_invite (fixture->server, fixture->space, "robin", "lee");
  expect_reason (fixture, "POST", invite, fixture->robin, "{\"user_id\":\"@lee:riverside.example\"}", NULL);
}

static void
test_wrong_binding (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char *const bindings[] = {
    "{\"v\":1}", "[]", "7",
    "{\"v\":1,\"practice\":\"\",\"patient_key\":\"k1\",\"patient\":\"" ADA "\",\"practitioner\":\"" ROBIN "\"}",
    "{\"v\":1,\"practice\":\"!p\",\"patient_key\":\"@k1\",\"patient\":\"" ADA "\",\"practitioner\":\"" ROBIN "\"}",
  };
  const char *const members[] = { "ada", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    {
      g_autofree char *create = g_strdup_printf ("{\"org.bedside.chat\":%s}", bindings[i]);
      g_autofree char *room = bedside_demo_server_add_room (fixture->server, "robin", create, members);
      g_autofree char *send = g_strdup_printf (V3 "/rooms/%s/send/m.room.message/t%u", room, i);

      expect_reason (fixture, "PUT", send, fixture->robin, "{}", "wrong_binding");
    }
}

static void
test_directory_large (Fixture       *fixture,
                      gconstpointer  data)
{
  gint64 begin = g_get_monotonic_time ();
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  bedside_demo_server_add_patients (fixture->server, fixture->directory, 10000);
  g_test_message ("%g s", (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC * DEMO_SLOWNESS);
  first = bedside_demo_server_dup_state (fixture->server, fixture->directory, "org.bedside.patient", "patient-000000");
  last = bedside_demo_server_dup_state (fixture->server, fixture->directory, "org.bedside.patient", "patient-009999");
  g_assert_nonnull (strstr (first, "@patient-000000:riverside.example"));
  g_assert_nonnull (strstr (last, "\"none\""));
  g_assert_null (bedside_demo_server_dup_state (fixture->server, fixture->directory, "org.bedside.patient",
                                                "patient-010000"));
  expect_account (fixture, "@patient-000001:riverside.example", TRUE, TRUE, TRUE);

  begin = g_get_monotonic_time ();
  g_autoptr(DemoAnswer) sync = demo_call (fixture->server, "GET", V3 "/sync", fixture->robin, NULL);
  g_test_message ("%g s", (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
  g_assert_cmpuint (sync->status, ==, 200);
  g_assert_nonnull (strstr (sync->text, "patient-009999"));
  g_assert_nonnull (strstr (sync->text, "patient-000000"));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC * DEMO_SLOWNESS);
}

static void
test_account (Fixture       *fixture,
              gconstpointer  data)
{
  g_free (bedside_demo_server_add_user (fixture->server, "ben", "pw", "Ben"));
  expect_account (fixture, ADA, TRUE, TRUE, TRUE);
  expect_account (fixture, BEN, TRUE, TRUE, FALSE);
  expect_account (fixture, IMANI, TRUE, FALSE, FALSE);
  expect_account (fixture, "@nobody:riverside.example", FALSE, FALSE, FALSE);
  demo_expect_error (fixture->server, "GET", "/_synapse/client/bedside/v1/account/" BEN, fixture->ada, NULL,
                     403, "M_FORBIDDEN");
}

#define ADD(path, function) \
  g_test_add ("/demo/practice/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("may-write", test_may_write);
  ADD ("practitioner-left", test_practitioner_left);
  ADD ("mistyped-settings", test_mistyped_settings);
  ADD ("without-module", test_without_module);
  ADD ("retry-while-closed", test_retry_while_closed);
  ADD ("redact-while-closed", test_redact_while_closed);
  ADD ("state", test_state);
  ADD ("create", test_create);
  ADD ("create-refused", test_create_refused);
  ADD ("invite-refused", test_invite_refused);
  ADD ("status", test_status);
  ADD ("account", test_account);
  ADD ("not-configured", test_not_configured);
  g_test_add_func ("/demo/practice/no-practice-yet", test_no_practice_yet);
  ADD ("not-a-member", test_not_a_member);
  ADD ("wrong-binding", test_wrong_binding);
  ADD ("large-directory", test_directory_large);

  return g_test_run ();
}
