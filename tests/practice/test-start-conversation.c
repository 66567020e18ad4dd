/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-registry.h"
#include "bedside-starting-fixture.h"

/* Starting conversations: the one that there is, or one that the server will hear of with its first message. */

static void
test_nothing_written (BedsideStartingFixture *fixture,
                      gconstpointer           data)
{
  BedsideSession *session = bedside_starting_get_session (fixture);
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_session_set_typing (session, conversation, TRUE);
  bedside_session_set_draft (session, conversation, "On second thoughts");
  bedside_session_set_draft (session, conversation, "");
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 1);
  bedside_session_close (session, conversation);
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 0);

  /* Neither the server nor the next start knows of it. */
  bedside_practice_fixture_close (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
  bedside_await_online (&fixture->practice);
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 0);
  g_assert_cmpuint (bedside_starting_count_rooms (fixture), ==, 0);
  g_assert_cmpuint (bedside_starting_count_asked (fixture, NULL, "*org.bedside.access*"), ==, 0);
  g_assert_cmpuint (bedside_starting_count_asked (fixture, NULL, "*/typing/*"), ==, 0);
  g_assert_cmpuint (bedside_starting_count_asked (fixture, NULL, "*new:*"), ==, 0);
}

static void
test_never_opened (BedsideStartingFixture *fixture,
                   gconstpointer           data)
{
  g_autofree char *ben = bedside_demo_server_add_user (fixture->practice.server, "ben", "ben", "Ben");
  g_autoptr(GError) error = NULL;

  bedside_starting_put_patient (fixture, "ben", "Ben", "activated", ben);

  g_autoptr(BedsideConversation) one = bedside_starting_try_to_start (bedside_starting_get_session (fixture),
                                                                      "Ada Lovelace", &error);
  g_autoptr(BedsideConversation) two = bedside_starting_try_to_start (bedside_starting_get_session (fixture),
                                                                      "Ben Lovelace", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 1);
  g_assert_true (bedside_practice_fixture_find (&fixture->practice, "Ben Lovelace") == two);
}

static void
test_draft (BedsideStartingFixture *fixture,
            gconstpointer           data)
{
  g_autoptr(BedsideConversation) first = bedside_starting_start (fixture);

  bedside_session_set_draft (bedside_starting_get_session (fixture), first, "Half a sen");
  bedside_session_close (bedside_starting_get_session (fixture), first);
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 1);
  bedside_practice_fixture_close (&fixture->practice);

  /* It is there before the server answers. */
  bedside_demo_server_stop (fixture->practice.server);
  bedside_practice_fixture_start (&fixture->practice);
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 1);
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "Half a sen");
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "10 Dec 1985");
  g_assert_false (bedside_conversation_get_started (conversation));
  bedside_starting_start_server (fixture);
  bedside_await_online (&fixture->practice);

  g_autoptr(BedsideConversation) again = bedside_starting_start (fixture);

  g_assert_true (again == conversation);
  bedside_session_send (bedside_starting_get_session (fixture), again, "Half a sentence");
  bedside_starting_assert_done (fixture, again, "Half a sentence");
}

static void
test_existing (BedsideStartingFixture *fixture,
               gconstpointer           data)
{
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "enabled");

  g_autofree char *room = bedside_practice_fixture_add_room (&fixture->practice, "ada");
  BedsideConversation *there = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  g_assert_true (conversation == there);
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello again");
  bedside_starting_assert_done (fixture, conversation, "Hello again");
  g_assert_cmpuint (bedside_starting_count_asked (fixture, NULL, "*/createRoom*"), ==, 0);
}

static void
test_started_twice (BedsideStartingFixture *fixture,
                    gconstpointer           data)
{
  g_autoptr(BedsideConversation) one = bedside_starting_start (fixture);
  g_autoptr(BedsideConversation) two = bedside_starting_start (fixture);

  g_assert_true (one == two);
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 1);
}

static gboolean
is_disabled (BedsideStartingFixture *fixture)
{
  BedsidePatient *patient = bedside_starting_find_patient (bedside_starting_get_session (fixture), "Ada Lovelace");

  return patient != NULL && bedside_patient_get_chat_access (patient) == BEDSIDE_CHAT_ACCESS_DISABLED;
}

static void
test_enable (BedsideStartingFixture *fixture,
             gconstpointer           data)
{
  gboolean has_room = GPOINTER_TO_INT (data);

  if (has_room)
    g_free (bedside_practice_fixture_add_room (&fixture->practice, "ada"));
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "disabled");
  bedside_await (is_disabled (fixture), 10);

  BedsideConversation *there = bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace");
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);
  g_autofree char *access = bedside_starting_dup_access (fixture);

  g_assert_true (has_room ? conversation == there : there == NULL);
  g_assert_cmpstr (access, ==, "enabled");
  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_NONE);
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Welcome back");
  bedside_starting_assert_done (fixture, conversation, "Welcome back");
}

static void
test_enabled_again (BedsideStartingFixture *fixture,
                    gconstpointer           data)
{
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_session_send (bedside_starting_get_session (fixture), conversation, "One");
  bedside_starting_assert_done (fixture, conversation, "One");
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "disabled");
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_CHAT_DISABLED, 10);
  g_assert_true (bedside_conversation_get_inactive (conversation));

  g_autoptr(BedsideConversation) again = bedside_starting_start (fixture);

  g_assert_true (again == conversation);
  g_assert_false (bedside_conversation_get_inactive (conversation));
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Two");
  bedside_starting_assert_done (fixture, conversation, "One|Two");
}

static void
test_refused_start (BedsideStartingFixture *fixture,
                    gconstpointer           data)
{
  const char *portal = data;
  g_autoptr(GError) error = NULL;

  bedside_starting_put_patient (fixture, "carl", "Carl", portal, NULL);

  BedsideConversation *conversation = bedside_starting_try_to_start (bedside_starting_get_session (fixture),
                                                                     "Carl Lovelace", &error);

  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
  g_assert_null (conversation);
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 0);
}

static void
test_cancelled (BedsideStartingFixture *fixture,
                gconstpointer           data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  bedside_await (bedside_starting_find_patient (bedside_starting_get_session (fixture), "Ada Lovelace") != NULL, 10);
  bedside_session_start_conversation_async (bedside_starting_get_session (fixture),
                                            bedside_starting_find_patient (bedside_starting_get_session (fixture),
                                                                           "Ada Lovelace"), cancellable,
                                            bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_null (bedside_session_start_conversation_finish (bedside_starting_get_session (fixture), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 0);
}

/* --- ids --- */

static void
test_ids (void)
{
  static const char * const bad[] = { "new:", "new:a", "new::k", "new:a:", "new:a:b:c", "new:%zz:k", "!real:server",
                                      "" };
  g_autoptr(BedsideRegistry) registry = bedside_registry_new ("@robin:server");
  g_autofree char *id = bedside_room_id_new_provisional ("!space:server:8448", "a:b%c d");
  BedsideRoom *room = bedside_registry_ensure_provisional (registry, id);

  g_assert_true (bedside_room_id_is_provisional (id));
  g_assert_false (bedside_room_id_is_provisional ("!room:server"));
  g_assert_nonnull (room);
  g_assert_cmpstr (bedside_room_get_binding_member (room, "practice"), ==, "!space:server:8448");
  g_assert_cmpstr (bedside_room_get_binding_member (room, "patient_key"), ==, "a:b%c d");
  g_assert_cmpstr (bedside_room_get_binding_member (room, "practitioner"), ==, "@robin:server");
  g_assert_true (bedside_registry_ensure_provisional (registry, id) == room);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (bedside_registry_ensure_provisional (registry, bad[i]));

  /* Nothing of a practice that is not known. */
  bedside_registry_settle (registry);
  g_assert_null (room->conversation);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  bedside_starting_add ("/practice/R12-start-nothing-written", NULL, test_nothing_written);
  bedside_starting_add ("/practice/R12-start-never-opened", NULL, test_never_opened);
  bedside_starting_add ("/practice/R12-start-draft-survives", NULL, test_draft);
  bedside_starting_add ("/practice/R12-start-cancelled", NULL, test_cancelled);
  bedside_starting_add ("/practice/R13-start-existing", NULL, test_existing);
  bedside_starting_add ("/practice/R13-start-twice", NULL, test_started_twice);
  bedside_starting_add ("/practice/R14-enable-and-start", GINT_TO_POINTER (FALSE), test_enable);
  bedside_starting_add ("/practice/R14-enable-existing", GINT_TO_POINTER (TRUE), test_enable);
  bedside_starting_add ("/practice/R28-enabled-again-same-conversation", NULL, test_enabled_again);
  bedside_starting_add ("/practice/R3-start-not-activated", "invited", test_refused_start);
  bedside_starting_add ("/practice/R3-start-not-invited", "none", test_refused_start);
  bedside_starting_add ("/practice/R4-start-not-linked", "activated", test_refused_start);
  g_test_add_func ("/practice/R2-provisional-ids", test_ids);

  return g_test_run ();
}
