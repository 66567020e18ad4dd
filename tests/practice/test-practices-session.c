/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-other-practice.h"
#include "bedside-session-practice.h"
#include "bedside-session-private.h"

typedef BedsidePracticeFixture Fixture;

static BedsideSession *
get_session (Fixture *fixture)
{
  return bedside_practice_fixture_get_session (fixture);
}

static BedsidePractice *
find_practice (Fixture    *fixture,
               const char *room_id)
{
  GListModel *practices = bedside_session_get_practices (get_session (fixture));

  for (guint i = 0; i < g_list_model_get_n_items (practices); i++)
    {
      g_autoptr(BedsidePractice) practice = g_list_model_get_item (practices, i);

      if (g_str_equal (bedside_practice_get_room_id (practice), room_id))
        return practice;
    }

  return NULL;
}

static const char *
get_shown (Fixture *fixture)
{
  BedsidePractice *practice = bedside_session_get_practice (get_session (fixture));

  return practice ? bedside_practice_get_room_id (practice) : NULL;
}

static void
restart (Fixture *fixture)
{
  bedside_practice_fixture_close (fixture);
  bedside_practice_fixture_start (fixture);
}

static void
test_choice (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_auto(BedsideOtherPractice) other = { 0 };

  bedside_other_practice_add (&other, fixture);
  bedside_practice_fixture_sign_in (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_practices (get_session (fixture))), ==, 2);

  bedside_session_choose_practice (get_session (fixture), find_practice (fixture, other.space));
  g_assert_cmpstr (get_shown (fixture), ==, other.space);
  g_assert_nonnull (bedside_practice_fixture_find (fixture, "Otto Other"));
  g_assert_null (bedside_practice_fixture_find (fixture, "Ada Lovelace"));

  /* Remembered, and shown before the server is asked. */
  bedside_practice_fixture_close (fixture);
  bedside_practice_fixture_start (fixture);
  g_assert_cmpstr (get_shown (fixture), ==, other.space);
  g_assert_nonnull (bedside_practice_fixture_find (fixture, "Otto Other"));
  g_assert_null (bedside_practice_fixture_find (fixture, "Ada Lovelace"));
  bedside_await_online (fixture);
  g_assert_cmpstr (get_shown (fixture), ==, other.space);

  /* New messages of the other one count there. */
  g_free (bedside_demo_server_say (fixture->server, room, ada, "Are you there?"));
  bedside_await (bedside_practice_get_unread (find_practice (fixture, fixture->space)) == 1, 10);
  g_assert_cmpuint (bedside_practice_get_unread (find_practice (fixture, other.space)), ==, 0);
  bedside_session_choose_practice (get_session (fixture), find_practice (fixture, fixture->space));
  BedsideConversation *conversation = bedside_practice_fixture_find (fixture, "Ada Lovelace");
  bedside_session_open (get_session (fixture), conversation);
  bedside_await (bedside_timeline_get_newest (bedside_conversation_get_timeline (conversation), TRUE) != NULL, 10);
  bedside_session_mark_read (get_session (fixture), conversation);
  g_assert_cmpuint (bedside_practice_get_unread (find_practice (fixture, fixture->space)), ==, 0);
}

/* A message that waits is sent, whatever practice is shown meanwhile. */
static void
test_waiting_message (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  const BedsideDemoFault fault = {
    .method = "PUT", .path_pattern = "*send*", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 502,
    .body = "{}",
  };
  g_auto(BedsideOtherPractice) other = { 0 };

  bedside_other_practice_add (&other, fixture);
  bedside_practice_fixture_sign_in (fixture);
  bedside_session_choose_practice (get_session (fixture), find_practice (fixture, fixture->space));
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");

  bedside_session_open (get_session (fixture), conversation);
  bedside_demo_server_add_fault (fixture->server, &fault);
  bedside_session_send (get_session (fixture), conversation, "Hello");
  bedside_session_choose_practice (get_session (fixture), find_practice (fixture, other.space));
  bedside_session_close (get_session (fixture), conversation);
  bedside_await (bedside_session_get_unsent (get_session (fixture)) == 0, 20);

  g_autofree char *sent = bedside_practice_fixture_dup_server (fixture, room);
  g_assert_cmpstr (sent, ==, "Hello");
}

static gboolean
has_person (Fixture    *fixture,
            const char *user_id)
{
  BedsidePractice *practice = find_practice (fixture, fixture->space);

  return practice != NULL && bedside_practice_find_person (practice, user_id) != NULL;
}

static char *
add_colleague (Fixture    *fixture,
               const char *name)
{
  char *user_id = bedside_demo_server_add_user (fixture->server, name, "x", name);

  bedside_demo_server_invite (fixture->server, fixture->space, fixture->me, user_id);
  bedside_demo_server_join (fixture->server, fixture->space, user_id);

  return user_id;
}

/* Sync names a few of the members only; all are needed. */
static void
test_all_people (Fixture       *fixture,
                 gconstpointer  data)
{
  const BedsideDemoFault fault = {
    .method = "GET", .path_pattern = "*/members", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 2, .status = 503,
    .body = "{}",
  };
  char *colleagues[20];

  for (guint i = 0; i < G_N_ELEMENTS (colleagues); i++)
    {
      g_autofree char *name = g_strdup_printf ("colleague%u", i);

      colleagues[i] = add_colleague (fixture, name);
    }
  bedside_demo_server_add_fault (fixture->server, &fault);
  bedside_practice_fixture_sign_in (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (colleagues); i++)
    bedside_await (has_person (fixture, colleagues[i]), 20);
  g_assert_true (has_person (fixture, fixture->colleague));
  g_assert_true (has_person (fixture, fixture->me));
  g_assert_cmpint (bedside_practice_get_role (find_practice (fixture, fixture->space)), ==, BEDSIDE_ROLE_OWNER);

  /* They are stored, and need not be fetched again. */
  bedside_practice_fixture_close (fixture);
  const BedsideDemoFault never = {
    .method = "GET", .path_pattern = "*/members", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 0, .status = 500,
    .body = "{}",
  };
  bedside_demo_server_add_fault (fixture->server, &never);
  bedside_practice_fixture_start (fixture);
  bedside_await_online (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (colleagues); i++)
    g_assert_true (has_person (fixture, colleagues[i]));

  bedside_demo_server_leave (fixture->server, fixture->space, colleagues[3]);
  bedside_await (!has_person (fixture, colleagues[3]), 10);
  for (guint i = 0; i < G_N_ELEMENTS (colleagues); i++)
    g_free (colleagues[i]);
}

/* Somebody left, and so much has happened since that sync does not say so. */
static void
test_left_in_a_gap (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *gone = add_colleague (fixture, "gone");
  g_autofree char *silent = add_colleague (fixture, "silent");

  bedside_practice_fixture_sign_in (fixture);
  bedside_await (has_person (fixture, gone) && has_person (fixture, silent), 10);
  bedside_practice_fixture_close (fixture);

  bedside_demo_server_leave (fixture->server, fixture->space, gone);
  for (guint i = 0; i < 60; i++)
    bedside_practice_fixture_put_state (fixture, fixture->space, "m.room.topic", "", "{\"topic\":\"x\"}");
  bedside_practice_fixture_start (fixture);
  bedside_await_online (fixture);
  bedside_await (!has_person (fixture, gone), 10);
  g_assert_true (has_person (fixture, silent));
}

static BedsidePatient *
find_patient (Fixture    *fixture,
              const char *name)
{
  BedsidePractice *practice = find_practice (fixture, fixture->space);
  GListModel *patients = practice ? bedside_practice_get_patients (practice) : NULL;

  for (guint i = 0; patients != NULL && i < g_list_model_get_n_items (patients); i++)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (patients, i);

      if (g_str_equal (bedside_patient_get_name (patient), name))
        return patient;
    }

  return NULL;
}

static guint
count_patients (Fixture *fixture)
{
  return g_list_model_get_n_items (bedside_practice_get_patients (find_practice (fixture, fixture->space)));
}

static void
assert_disabled_ada (Fixture *fixture,
                     gint64   since)
{
  BedsidePatient *ada = find_patient (fixture, "Ada Lovelace");

  g_assert_nonnull (ada);
  g_assert_cmpint (bedside_patient_get_chat_access (ada), ==, BEDSIDE_CHAT_ACCESS_DISABLED);
  g_assert_cmpstr (bedside_patient_get_access_by (ada), ==, fixture->colleague);
  g_assert_cmpstr (bedside_patient_get_access_reason (ada), ==, "Away until May");
  g_assert_cmpint (bedside_patient_get_access_since (ada), >=, since);
  g_assert_cmpstr (bedside_patient_get_record (ada), ==, "A 7");
}

/* By whom and since when is told after a start, too. */
static void
test_directory (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  gint64 now = g_get_real_time () / 1000;

  bedside_practice_fixture_sign_in (fixture);
  g_assert_cmpuint (count_patients (fixture), ==, 1);
  bedside_practice_fixture_put_state (fixture, fixture->directory, "org.bedside.patient", "key-ada",
       "{\"given\":\"Ada\",\"family\":\"Lovelace\",\"birth_date\":\"1985-12-10\",\"record\":\"A 7\",\"later\":[1]}");
  g_free (bedside_demo_server_add_event (fixture->server, fixture->directory, fixture->colleague, "org.bedside.access",
                                         "key-ada", "{\"chat\":\"disabled\",\"reason\":\"Away until May\"}"));
  bedside_await (bedside_patient_get_chat_access (find_patient (fixture, "Ada Lovelace")) ==
                 BEDSIDE_CHAT_ACCESS_DISABLED, 10);
  assert_disabled_ada (fixture, now - 1000);

  restart (fixture);
  bedside_await (find_patient (fixture, "Ada Lovelace") != NULL, 10);
  assert_disabled_ada (fixture, now - 1000);

  bedside_practice_fixture_put_state (fixture, fixture->directory, "org.bedside.patient", "key-ada", "{}");
  bedside_await (count_patients (fixture) == 0, 10);
  restart (fixture);
  bedside_await_online (fixture);
  g_assert_cmpuint (count_patients (fixture), ==, 0);
}

/* The colleague redacts the event and writes no empty one: sync says so only like this, once. */
static void
test_redacted (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *event_id = bedside_demo_server_add_event (fixture->server, fixture->directory, fixture->me,
                                                             "org.bedside.patient", "key-ben",
                                                             "{\"given\":\"Ben\",\"family\":\"Okafor\"}");

  bedside_practice_fixture_sign_in (fixture);
  bedside_await (find_patient (fixture, "Ben Okafor") != NULL, 10);

  g_autofree char *redaction = g_strdup_printf ("{\"redacts\":\"%s\"}", event_id);
  g_free (bedside_demo_server_add_event (fixture->server, fixture->directory, fixture->me, "m.room.redaction", NULL,
                                         redaction));
  bedside_await (find_patient (fixture, "Ben Okafor") == NULL, 10);
  restart (fixture);
  bedside_await_online (fixture);
  g_assert_null (find_patient (fixture, "Ben Okafor"));
  g_assert_nonnull (find_patient (fixture, "Ada Lovelace"));
}

/* The same, while nobody looked, and so much has happened since that sync leaves it out. */
static void
test_redacted_in_a_gap (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *event_id = bedside_demo_server_add_event (fixture->server, fixture->directory, fixture->me,
                                                             "org.bedside.patient", "key-ben",
                                                             "{\"given\":\"Ben\",\"family\":\"Okafor\"}");
  const BedsideDemoFault fault = {
    .method = "GET", .path_pattern = "*/messages", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 503,
    .body = "{}",
  };

  bedside_practice_fixture_sign_in (fixture);
  bedside_await (find_patient (fixture, "Ben Okafor") != NULL, 10);
  bedside_practice_fixture_close (fixture);

  g_autofree char *redaction = g_strdup_printf ("{\"redacts\":\"%s\"}", event_id);
  g_free (bedside_demo_server_add_event (fixture->server, fixture->directory, fixture->me, "m.room.redaction", NULL,
                                         redaction));
  for (guint i = 0; i < 60; i++)
    bedside_practice_fixture_set_access (fixture, "ada", i % 2 > 0 ? "enabled" : "disabled");
  bedside_demo_server_add_fault (fixture->server, &fault);
  bedside_practice_fixture_start (fixture);
  bedside_await_online (fixture);
  bedside_await (find_patient (fixture, "Ada Lovelace") != NULL && find_patient (fixture, "Ben Okafor") == NULL, 10);

  /* It is no more on this disk either. */
  bedside_practice_fixture_close (fixture);
  bedside_demo_server_stop (fixture->server);
  bedside_practice_fixture_start (fixture);
  bedside_await (find_patient (fixture, "Ada Lovelace") != NULL, 10);
  g_assert_null (find_patient (fixture, "Ben Okafor"));
}

static void
set_portal (Fixture    *fixture,
            const char *portal)
{
  g_autofree char *content = g_strdup_printf ("{\"given\":\"Ben\",\"family\":\"Okafor\",\"birth_date\":\"1972-03-02\","
                                              "\"portal\":\"%s\",\"invited_by\":\"%s\"}", portal, fixture->me);

  bedside_practice_fixture_put_state (fixture, fixture->directory, "org.bedside.patient", "key-ben", content);
}

static GListModel *
get_activated (Fixture *fixture)
{
  return bedside_session_get_activated (get_session (fixture));
}

static void
test_activated_while_away (Fixture       *fixture,
                           gconstpointer  data)
{
  set_portal (fixture, "invited");
  bedside_practice_fixture_sign_in (fixture);
  bedside_await (find_patient (fixture, "Ben Okafor") != NULL, 10);
  g_assert_cmpuint (g_list_model_get_n_items (get_activated (fixture)), ==, 0);
  bedside_practice_fixture_close (fixture);

  set_portal (fixture, "activated");
  bedside_practice_fixture_start (fixture);
  bedside_await (g_list_model_get_n_items (get_activated (fixture)) == 1, 10);

  /* It is kept until somebody has seen it, and no longer. */
  restart (fixture);
  bedside_await (g_list_model_get_n_items (get_activated (fixture)) == 1, 10);
  g_autoptr(BedsidePatient) patient = g_list_model_get_item (get_activated (fixture), 0);
  g_assert_cmpstr (bedside_patient_get_name (patient), ==, "Ben Okafor");
  bedside_session_dismiss_activated (get_session (fixture), patient);
  restart (fixture);
  bedside_await_online (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (get_activated (fixture)), ==, 0);
}

static void
test_invitation (Fixture       *fixture,
                 gconstpointer  data)
{
  const char *staff[] = { fixture->colleague, NULL };

  bedside_practice_fixture_sign_in (fixture);
  GListModel *invitations = bedside_session_get_invitations (get_session (fixture));
  g_autofree char *space = bedside_demo_server_add_room (fixture->server, fixture->colleague,
                                                         "{\"type\":\"m.space\",\"org.bedside.practice\":{\"v\":1}}",
                                                         staff);
  g_free (bedside_demo_server_add_event (fixture->server, space, fixture->colleague, "m.room.name", "",
                                         "{\"name\":\"Lakeside\"}"));
  bedside_demo_server_invite (fixture->server, space, fixture->colleague, fixture->me);
  bedside_await (g_list_model_get_n_items (invitations) == 1, 10);
  g_autoptr(BedsideInvitation) invitation = g_list_model_get_item (invitations, 0);
  g_assert_cmpstr (bedside_invitation_get_room_id (invitation), ==, space);
  g_assert_cmpstr (bedside_invitation_get_title (invitation), ==, "Lakeside");
  g_assert_cmpstr (bedside_invitation_get_inviter (invitation), ==, "Sam Novak");

  /* It waits over a restart. */
  restart (fixture);
  invitations = bedside_session_get_invitations (get_session (fixture));
  bedside_await (g_list_model_get_n_items (invitations) == 1, 10);
  bedside_await_online (fixture);
  bedside_demo_server_join (fixture->server, space, fixture->me);
  bedside_await (g_list_model_get_n_items (invitations) == 0 && find_practice (fixture, space) != NULL, 10);
  g_assert_cmpstr (get_shown (fixture), ==, fixture->space);
  g_assert_cmpint (bedside_practice_get_role (find_practice (fixture, space)), ==, BEDSIDE_ROLE_PRACTITIONER);
}

static void
test_start (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  set_portal (fixture, "invited");
  bedside_practice_fixture_sign_in (fixture);
  BedsideSession *session = get_session (fixture);
  BedsidePatient *patient = find_patient (fixture, "Ada Lovelace");
  BedsidePatient *ben = find_patient (fixture, "Ben Okafor");

  g_assert_cmpint (bedside_session_get_start (session, patient), ==, BEDSIDE_START_EXISTING);
  g_assert_cmpint (bedside_session_get_start (session, ben), ==, BEDSIDE_START_NOT_ACTIVATED);
  set_portal (fixture, "activated");
  bedside_await (bedside_session_get_start (session, ben) == BEDSIDE_START_NOT_LINKED, 10);
  bedside_practice_fixture_set_access (fixture, "ada", "disabled");
  bedside_await (bedside_session_get_start (session, patient) == BEDSIDE_START_ENABLE, 10);
  bedside_practice_set_enforcement (find_practice (fixture, fixture->space), BEDSIDE_ENFORCEMENT_NOT_CONFIGURED);
  g_assert_cmpint (bedside_session_get_start (session, patient), ==, BEDSIDE_START_NOT_CONFIGURED);
  bedside_practice_set_enforcement (find_practice (fixture, fixture->space), BEDSIDE_ENFORCEMENT_NOT_ENFORCED);
  bedside_practice_fixture_set_settings (fixture, TRUE, FALSE);
  bedside_await (bedside_session_get_start (session, patient) == BEDSIDE_START_PRACTICE_CHAT_DISABLED, 10);
  bedside_practice_fixture_put_state (fixture, fixture->directory, "org.bedside.patient", "key-ada", "{}");
  bedside_practice_fixture_set_settings (fixture, TRUE, TRUE);
  bedside_await (bedside_session_get_start (session, patient) == BEDSIDE_START_REMOVED, 10);
}

/* Of a patient of another practice than the one that is shown nothing is decided here, and nothing written there. */
static void
test_of_other_practice (Fixture       *fixture,
                        gconstpointer  data)
{
  g_auto(BedsideOtherPractice) other = { 0 };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_other_practice_add (&other, fixture);
  bedside_practice_fixture_put_state (fixture, other.directory, "org.bedside.access", "key-otto",
                                      "{\"v\":1,\"chat\":\"disabled\"}");
  bedside_practice_fixture_sign_in (fixture);
  BedsideSession *session = get_session (fixture);
  g_autoptr(BedsidePractice) mine = g_object_ref (find_practice (fixture, fixture->space));
  g_autoptr(BedsidePractice) theirs = g_object_ref (find_practice (fixture, other.space));

  bedside_session_choose_practice (session, mine);
  bedside_await (g_list_model_get_n_items (bedside_practice_get_patients (theirs)) == 1, 10);
  g_autoptr(BedsidePatient) otto = g_list_model_get_item (bedside_practice_get_patients (theirs), 0);

  g_assert_true (bedside_session_find_practice (session, otto) == theirs);
  g_assert_cmpint (bedside_session_get_start (session, otto), ==, BEDSIDE_START_REMOVED);
  bedside_practice_writer_set_chat_access_async (bedside_session_get_writer (session), mine, otto,
                                                 BEDSIDE_CHAT_ACCESS_ENABLED, NULL, NULL, bedside_await_result,
                                                 &result);
  bedside_await (result != NULL, 10);
  g_assert_false (bedside_practice_writer_set_chat_access_finish (bedside_session_get_writer (session), result,
                                                                  &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED);
  g_assert_cmpuint (bedside_demo_server_count_requests (fixture->server, "PUT", "*org.bedside.access*"), ==, 0);

  bedside_session_choose_practice (session, theirs);
  g_assert_cmpint (bedside_session_get_start (session, otto), ==, BEDSIDE_START_ENABLE);
}

/* Who was removed from a practice does not keep its patients on his disk; invited again, he sees them again. */
static void
test_left_directory (Fixture       *fixture,
                     gconstpointer  data)
{
  g_auto(BedsideOtherPractice) other = { 0 };

  bedside_other_practice_add (&other, fixture);
  bedside_practice_fixture_sign_in (fixture);
  bedside_session_choose_practice (get_session (fixture), find_practice (fixture, other.space));
  bedside_await (bedside_practice_fixture_find (fixture, "Otto Other") != NULL, 10);
  bedside_demo_server_leave (fixture->server, other.directory, fixture->me);
  bedside_demo_server_leave (fixture->server, other.space, fixture->me);
  bedside_await (find_practice (fixture, other.space) == NULL, 10);
  bedside_await (bedside_registry_find (get_session (fixture)->registry, other.directory) == NULL, 10);
  restart (fixture);
  bedside_await_online (fixture);
  g_assert_null (bedside_registry_find (get_session (fixture)->registry, other.directory));

  bedside_demo_server_join (fixture->server, other.space, fixture->me);
  bedside_demo_server_join (fixture->server, other.directory, fixture->me);
  bedside_await (find_practice (fixture, other.space) != NULL, 10);
  bedside_session_choose_practice (get_session (fixture), find_practice (fixture, other.space));
  bedside_await (bedside_practice_fixture_find (fixture, "Otto Other") != NULL, 10);
}

/* Removed while this one was away for so long that the server starts over, and does not even name the rooms. */
static void
test_left_directory_unseen (Fixture       *fixture,
                            gconstpointer  data)
{
  const BedsideDemoFault forgotten = { .method = "GET", .path_pattern = "*/sync*", .kind = BEDSIDE_DEMO_FAULT_STATUS,
                                       .count = 1, .status = 400,
                                       .body = "{\"errcode\":\"M_UNKNOWN\",\"error\":\"Invalid stream token\"}" };
  g_auto(BedsideOtherPractice) other = { 0 };

  bedside_other_practice_add (&other, fixture);
  bedside_practice_fixture_sign_in (fixture);
  bedside_await (find_practice (fixture, other.space) != NULL, 10);
  bedside_practice_fixture_close (fixture);
  bedside_demo_server_leave (fixture->server, other.directory, fixture->me);
  bedside_demo_server_leave (fixture->server, other.space, fixture->me);
  bedside_demo_server_add_fault (fixture->server, &forgotten);
  bedside_practice_fixture_start (fixture);
  bedside_await_online (fixture);
  bedside_await (find_practice (fixture, other.space) == NULL, 10);
  bedside_await (bedside_registry_find (get_session (fixture)->registry, other.directory) == NULL, 10);
}

/* The practice that `make run` shows. */
static void
test_demo (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideDemoServer) server = bedside_demo_server_new (NULL, &error);
  g_assert_no_error (error);
  g_autofree char *folder = g_dir_make_tmp ("bedside-profile-XXXXXX", &error);
  g_assert_no_error (error);
  Fixture fixture = { .server = server, .folder = folder };
  g_autoptr(GAsyncResult) result = NULL;

  fixture.secrets = bedside_memory_secrets_new ();
  fixture.account = bedside_account_new (BEDSIDE_SECRETS (fixture.secrets), folder);
  bedside_account_sign_in_async (fixture.account, bedside_demo_server_get_base_url (server),
                                 bedside_demo_server_get_user (server), bedside_demo_server_get_password (server), NULL,
                                 bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  bedside_account_sign_in_finish (fixture.account, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  bedside_await_online (&fixture);

  BedsidePractice *practice = bedside_session_get_practice (get_session (&fixture));
  GListModel *invitations = bedside_session_get_invitations (get_session (&fixture));
  g_assert_true (bedside_practice_get_complete (practice));
  g_assert_cmpint (bedside_practice_get_role (practice), ==, BEDSIDE_ROLE_OWNER);
  bedside_await (g_list_model_get_n_items (bedside_practice_get_people (practice)) == 3, 10);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_practice_get_patients (practice)), >, 15);
  bedside_await (g_list_model_get_n_items (invitations) == 2, 10);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(BedsideInvitation) invitation = g_list_model_get_item (invitations, i);
      gboolean is_team = bedside_invitation_get_kind (invitation) == BEDSIDE_INVITATION_KIND_TEAM;

      g_assert_cmpstr (bedside_invitation_get_title (invitation), ==,
                       is_team ? "Holiday cover" : "Harbour Street Clinic");
      g_assert_cmpstr (bedside_invitation_get_inviter (invitation), ==,
                       is_team ? "Dr. Imani Castellanos" : "Dr. Fiona Marchetti");
    }

  bedside_practice_fixture_close (&fixture);
  bedside_demo_server_stop (server);
  g_clear_object (&fixture.secrets);
  bedside_practice_fixture_delete_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bedside_practice_add ("/practice/practices-session/choice", test_choice);
  bedside_practice_add ("/practice/practices-session/R19-waiting-message", test_waiting_message);
  bedside_practice_add ("/practice/practices-session/all-people", test_all_people);
  bedside_practice_add ("/practice/practices-session/left-in-a-gap", test_left_in_a_gap);
  bedside_practice_add ("/practice/practices-session/R14-directory", test_directory);
  bedside_practice_add ("/practice/practices-session/redacted", test_redacted);
  bedside_practice_add ("/practice/practices-session/redacted-in-a-gap", test_redacted_in_a_gap);
  bedside_practice_add ("/practice/practices-session/R5-activated-while-away", test_activated_while_away);
  bedside_practice_add ("/practice/practices-session/invitation", test_invitation);
  bedside_practice_add ("/practice/practices-session/R3-R4-R10-R13-R14-start", test_start);
  bedside_practice_add ("/practice/practices-session/of-other-practice", test_of_other_practice);
  bedside_practice_add ("/practice/practices-session/left-directory", test_left_directory);
  bedside_practice_add ("/practice/practices-session/left-directory-unseen", test_left_directory_unseen);
  g_test_add_func ("/practice/practices-session/demo", test_demo);

  return g_test_run ();
}
