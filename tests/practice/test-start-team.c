/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

#include "bedside-session-practice.h"

/* Team conversations that are started: exactly the people that were chosen, and the one that there is. */

typedef BedsidePracticeFixture Fixture;

static BedsideConversation *
try_to_start (Fixture     *fixture,
              const char  *first,
              const char  *second,
              const char  *title,
              GError     **error)
{
  BedsideSession *session = bedside_practice_fixture_get_session (fixture);
  const char *user_ids[] = { first, second, NULL };
  g_autoptr(GAsyncResult) result = NULL;

  bedside_session_start_team_async (session, user_ids, title, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 20);

  return bedside_session_start_team_finish (session, result, error);
}

static BedsideConversation *
start (Fixture    *fixture,
       const char *first,
       const char *second,
       const char *title)
{
  g_autoptr(GError) error = NULL;
  BedsideConversation *conversation = try_to_start (fixture, first, second, title, &error);

  g_assert_no_error (error);
  g_assert_nonnull (conversation);

  return conversation;
}

/* A third one in the practice, and signed in. */
static char *
add_alex (Fixture *fixture)
{
  char *alex = bedside_demo_server_add_user (fixture->server, "alex", "alex", "Alex Kim");

  bedside_demo_server_invite (fixture->server, fixture->space, fixture->me, "alex");
  bedside_demo_server_join (fixture->server, fixture->space, "alex");
  bedside_practice_fixture_sign_in (fixture);
  bedside_await (bedside_session_get_practice (bedside_practice_fixture_get_session (fixture)) != NULL, 10);
  bedside_await (bedside_practice_find_person (bedside_session_get_practice (
                                                 bedside_practice_fixture_get_session (fixture)), alex) != NULL, 10);

  return alex;
}

static void
test_same_people (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *alex = add_alex (fixture);
  g_autoptr(BedsideConversation) with_sam = start (fixture, fixture->colleague, NULL, NULL);
  g_autoptr(BedsideConversation) with_both = start (fixture, fixture->colleague, alex, NULL);
  g_autoptr(BedsideConversation) sam_again = start (fixture, fixture->colleague, fixture->colleague, NULL);
  g_autoptr(BedsideConversation) both_again = start (fixture, alex, fixture->colleague, NULL);
  g_autoptr(BedsideConversation) with_me = start (fixture, fixture->me, fixture->colleague, NULL);

  g_assert_true (with_sam != with_both);
  g_assert_true (with_sam == sam_again);
  g_assert_true (with_both == both_again);
  g_assert_true (with_sam == with_me);
  g_assert_cmpint (bedside_conversation_get_kind (with_sam), ==, BEDSIDE_CONVERSATION_KIND_TEAM);
  g_assert_true (bedside_conversation_get_started (with_sam));
  g_assert_cmpstr (bedside_conversation_get_title (with_sam), ==, "Sam Novak");

  bedside_session_send (bedside_practice_fixture_get_session (fixture), with_sam, "Coffee?");
  bedside_await (bedside_session_get_unsent (bedside_practice_fixture_get_session (fixture)) == 0, 10);
}

/* A title means a conversation of its own; nobody gets into one by having the same people. */
static void
test_title (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *alex = add_alex (fixture);
  g_autoptr(BedsideConversation) plans = start (fixture, fixture->colleague, NULL, "Holiday plans");
  g_autoptr(BedsideConversation) untitled = start (fixture, fixture->colleague, NULL, NULL);
  g_autoptr(BedsideConversation) more_plans = start (fixture, fixture->colleague, NULL, "Holiday plans");

  g_assert_true (plans != untitled);
  g_assert_true (plans != more_plans);
  g_assert_cmpstr (bedside_conversation_get_title (plans), ==, "Holiday plans");
}

/* Sync names only members who have written: the server is asked who is there. */
static void
test_somebody_joined (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *alex = add_alex (fixture);
  g_autoptr(BedsideConversation) with_sam = start (fixture, fixture->colleague, NULL, NULL);
  const char *room = bedside_conversation_get_room_id (with_sam);

  bedside_demo_server_invite (fixture->server, room, fixture->me, "alex");
  bedside_demo_server_join (fixture->server, room, "alex");

  g_autoptr(BedsideConversation) again = start (fixture, fixture->colleague, NULL, NULL);

  g_assert_true (again != with_sam);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *alex = add_alex (fixture);
  BedsidePractice *practice = bedside_session_get_practice (bedside_practice_fixture_get_session (fixture));
  g_autoptr(GError) nobody = NULL;
  g_autoptr(GError) patient = NULL;
  g_autoptr(GError) disabled = NULL;

  g_assert_null (try_to_start (fixture, NULL, NULL, NULL, &nobody));
  g_assert_error (nobody, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
  g_assert_null (try_to_start (fixture, fixture->colleague, ada, NULL, &patient));
  g_assert_error (patient, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID);

  bedside_practice_fixture_set_settings (fixture, FALSE, FALSE);
  bedside_await (!bedside_practice_get_group_chat (practice), 10);
  g_assert_null (try_to_start (fixture, fixture->colleague, NULL, NULL, &disabled));
  g_assert_error (disabled, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
  g_assert_cmpuint (bedside_demo_server_count_requests (fixture->server, NULL, "*/createRoom*"), ==, 0);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *alex = add_alex (fixture);
  BedsideSession *session = bedside_practice_fixture_get_session (fixture);
  const char *user_ids[] = { fixture->colleague, NULL };
  BedsideDemoFault fault = { .method = "GET", .path_pattern = "*/sync", .kind = BEDSIDE_DEMO_FAULT_STALL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint asked = bedside_demo_server_count_requests (fixture->server, "GET", "*/sync");

  /* The server has made it, but sync does not show it. */
  bedside_demo_server_add_fault (fixture->server, &fault);
  bedside_practice_fixture_set_settings (fixture, TRUE, TRUE);
  bedside_await (bedside_demo_server_count_requests (fixture->server, "GET", "*/sync") > asked, 10);
  bedside_session_start_team_async (session, user_ids, NULL, cancellable, bedside_await_result, &result);
  bedside_await (bedside_demo_server_count_requests (fixture->server, NULL, "*/m.space.child/*") > 0, 10);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  bedside_await (result != NULL, 10);
  g_assert_null (bedside_session_start_team_finish (session, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  bedside_practice_add ("/practice/R11-start-team-same-people", test_same_people);
  bedside_practice_add ("/practice/R11-start-team-title", test_title);
  bedside_practice_add ("/practice/R11-start-team-somebody-joined", test_somebody_joined);
  bedside_practice_add ("/practice/R11-start-team-refused", test_refused);
  bedside_practice_add ("/practice/R11-start-team-cancelled", test_cancelled);

  return g_test_run ();
}
