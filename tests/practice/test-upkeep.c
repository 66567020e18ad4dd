/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

#include "bedside-json.h"
#include "bedside-portal-watch.h"
#include "bedside-practice-writer-private.h"
#include "bedside-session-practice.h"
#include "bedside-session-private.h"

/* What a session does for the practice by itself. */

typedef BedsidePracticeFixture Fixture;

#define HASTE 10
#define STATUS "*/bedside/v1/status"
#define ACCOUNT "*/bedside/v1/account/*"

static void
let_time_pass (guint seconds)
{
  gint64 later = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  bedside_await (g_get_monotonic_time () > later, seconds + 5);
}

/* The pace at which it is done spares servers, and would be most of what these tests take. */
static void
sign_in (Fixture *fixture)
{
  bedside_practice_fixture_sign_in (fixture);
  bedside_upkeep_set_haste (bedside_practice_fixture_get_session (fixture)->upkeep, HASTE);
}

static BedsideEnforcement
get_enforcement (Fixture *fixture)
{
  BedsidePractice *practice = bedside_session_get_practice (bedside_practice_fixture_get_session (fixture));

  return practice ? bedside_practice_get_enforcement (practice) : BEDSIDE_ENFORCEMENT_UNKNOWN;
}

/* --- does the server enforce the rules? --- */

static void
test_enforced (Fixture       *fixture,
               gconstpointer  data)
{
  sign_in (fixture);
  bedside_await (get_enforcement (fixture) == BEDSIDE_ENFORCEMENT_ENFORCED, 10);
}

static void
test_not_enforced (Fixture       *fixture,
                   gconstpointer  data)
{
  bedside_demo_server_set_enforced (fixture->server, FALSE);
  sign_in (fixture);
  bedside_await (get_enforcement (fixture) == BEDSIDE_ENFORCEMENT_NOT_ENFORCED, 10);
}

static void
test_not_configured (Fixture       *fixture,
                     gconstpointer  data)
{
  const char *others[] = { "!other:example.org", NULL };

  bedside_demo_server_set_practices (fixture->server, others);
  sign_in (fixture);
  bedside_await (get_enforcement (fixture) == BEDSIDE_ENFORCEMENT_NOT_CONFIGURED, 10);
}

static void
test_status_fault (Fixture       *fixture,
                   gconstpointer  data)
{
  const BedsideDemoFault faults[] = {
    { .path_pattern = STATUS, .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 502, .body = "<html>" },
    { .path_pattern = STATUS, .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 200, .body = "{\"enforced\":1}"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    bedside_demo_server_add_fault (fixture->server, &faults[i]);
  sign_in (fixture);
  g_assert_cmpint (get_enforcement (fixture), ==, BEDSIDE_ENFORCEMENT_UNKNOWN);
  bedside_await (get_enforcement (fixture) == BEDSIDE_ENFORCEMENT_ENFORCED, 20);
}

/* Not a practitioner's account for the module: only the administrator can mend that. */
static void
test_status_forbidden (Fixture       *fixture,
                       gconstpointer  data)
{
  const BedsideDemoFault refusal = { .path_pattern = STATUS, .kind = BEDSIDE_DEMO_FAULT_STATUS, .status = 403,
                                     .body = "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"For practitioners only\"}" };

  bedside_demo_server_add_fault (fixture->server, &refusal);
  sign_in (fixture);
  bedside_await (get_enforcement (fixture) == BEDSIDE_ENFORCEMENT_NOT_CONFIGURED, 10);
}

/* --- invitations of strangers --- */

static gboolean
has_left (Fixture    *fixture,
          const char *room_id)
{
  g_autofree char *membership = bedside_demo_server_dup_membership (fixture->server, room_id, fixture->me);

  return g_strcmp0 (membership, "leave") == 0;
}

static char *
invite_to_chat (Fixture    *fixture,
                const char *by)
{
  char *room = bedside_demo_server_add_room (fixture->server, by, NULL, NULL);

  bedside_demo_server_invite (fixture->server, room, by, fixture->me);

  return room;
}

static void
test_declined (Fixture       *fixture,
               gconstpointer  data)
{
  GListModel *invitations;

  bedside_demo_server_set_enforced (fixture->server, FALSE);
  g_free (bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace"));
  sign_in (fixture);
  invitations = bedside_session_get_invitations (bedside_practice_fixture_get_session (fixture));
  g_autofree char *one = invite_to_chat (fixture, "ada");
  g_autofree char *two = invite_to_chat (fixture, "ada");
  bedside_await (has_left (fixture, one) && has_left (fixture, two), 20);
  g_assert_cmpuint (g_list_model_get_n_items (invitations), ==, 0);
  g_assert_null (bedside_practice_fixture_find (fixture, "Ada Lovelace"));

  /* Once more. */
  let_time_pass (1);
  bedside_demo_server_invite (fixture->server, one, "ada", fixture->me);
  bedside_await (has_left (fixture, one), 20);
}

static void
test_not_declined (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *kim = bedside_demo_server_add_user (fixture->server, "kim", "x", "Kim");
  g_autofree char *space = bedside_demo_server_add_room (fixture->server, "kim",
                                                         "{\"type\":\"m.space\",\"org.bedside.practice\":{\"v\":1}}",
                                                         NULL);

  bedside_demo_server_set_enforced (fixture->server, FALSE);
  sign_in (fixture);
  /* A colleague's, and one to a practice. */
  g_autofree char *room = invite_to_chat (fixture, "sam");
  bedside_demo_server_invite (fixture->server, space, "kim", fixture->me);
  let_time_pass (1);
  g_assert_false (has_left (fixture, room));
  g_assert_false (has_left (fixture, space));
}

static void
test_decline_fault (Fixture       *fixture,
                    gconstpointer  data)
{
  const BedsideDemoFault faults[] = {
    { .path_pattern = "*/leave", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 429, .retry_after = "1",
      .body = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too fast\"}" },
    { .path_pattern = "*/leave", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 502, .body = "<html>" },
  };

  bedside_demo_server_set_enforced (fixture->server, FALSE);
  g_free (bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace"));
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    bedside_demo_server_add_fault (fixture->server, &faults[i]);
  g_autofree char *room = invite_to_chat (fixture, "ada");
  sign_in (fixture);
  bedside_await (has_left (fixture, room), 20);
  g_assert_cmpuint (bedside_demo_server_count_requests (fixture->server, "POST", "*/leave"), ==, 3);
}

/* --- portals --- */

typedef struct {
  Fixture             practice;
  BedsidePortalWatch *watch;
} PortalFixture;

static void
put_patient (Fixture    *fixture,
             const char *portal)
{
  g_autofree char *content = g_strdup_printf ("{\"v\":1,\"given\":\"Ada\",\"family\":\"Lovelace\",\"birth_date\":"
                                              "\"1985-12-10\",\"user_id\":\"@ada%s\",\"portal\":\"%s\",\"x\":1}",
                                              strchr (fixture->me, ':'), portal);

  g_free (bedside_demo_server_add_event (fixture->server, fixture->directory, fixture->me, "org.bedside.patient",
                                         "key-ada", content));
}

static char *
dup_portal (Fixture *fixture)
{
  g_autofree char *text = bedside_demo_server_dup_state (fixture->server, fixture->directory, "org.bedside.patient",
                                                         "key-ada");
  g_autoptr(JsonObject) content = bedside_json_parse_object (text, -1, NULL);
  gint64 x = 0;

  g_assert_true (bedside_json_get_int (content, "x", &x) && x == 1);

  return g_strdup (bedside_json_get_string (content, "portal"));
}

static gboolean
is_activated (Fixture *fixture)
{
  g_autofree char *portal = dup_portal (fixture);

  return g_str_equal (portal, "activated");
}

/* A watch of our own, that does not take minutes. */
static void
set_up_portal (PortalFixture *fixture,
               gconstpointer  data)
{
  bedside_practice_fixture_set_up (&fixture->practice, NULL);
  g_free (bedside_demo_server_add_account (fixture->practice.server, "ada", BEDSIDE_DEMO_KIND_PATIENT, "Ada"));
  put_patient (&fixture->practice, "invited");
  bedside_practice_fixture_sign_in (&fixture->practice);

  BedsideSession *session = bedside_practice_fixture_get_session (&fixture->practice);
  fixture->watch = bedside_portal_watch_new (session->client,
                                             bedside_practice_writer_get_states (bedside_session_get_writer (session)),
                                             session->registry);
  bedside_portal_watch_set_pace (fixture->watch, 50, 200);
  bedside_portal_watch_set_online (fixture->watch, TRUE);
}

static void
tear_down_portal (PortalFixture *fixture,
                  gconstpointer  data)
{
  bedside_portal_watch_set_online (fixture->watch, FALSE);
  bedside_await_finalize (g_steal_pointer (&fixture->watch));
  bedside_practice_fixture_tear_down (&fixture->practice, NULL);
}

static guint
count_asked (PortalFixture *fixture)
{
  return bedside_demo_server_count_requests (fixture->practice.server, "GET", ACCOUNT);
}

static void
test_activated (PortalFixture *fixture,
                gconstpointer  data)
{
  bedside_await (count_asked (fixture) > 2, 10);
  g_assert_false (is_activated (&fixture->practice));
  bedside_demo_server_set_signed_in (fixture->practice.server, "ada", TRUE);
  bedside_await (is_activated (&fixture->practice), 10);

  /* Nobody is asked about any more. */
  let_time_pass (1);
  guint asked = count_asked (fixture);
  let_time_pass (1);
  g_assert_cmpuint (count_asked (fixture), ==, asked);
}

/* Somebody has taken the link away before it is written. */
static void
test_changed_meanwhile (PortalFixture *fixture,
                        gconstpointer  data)
{
  const BedsideDemoFault slow = { .method = "GET", .path_pattern = ACCOUNT, .kind = BEDSIDE_DEMO_FAULT_DELAY,
                                  .delay = 700 };

  bedside_demo_server_add_fault (fixture->practice.server, &slow);
  bedside_demo_server_set_signed_in (fixture->practice.server, "ada", TRUE);
  bedside_await (count_asked (fixture) > 0, 10);
  put_patient (&fixture->practice, "none");
  let_time_pass (2);
  g_autofree char *portal = dup_portal (&fixture->practice);
  g_assert_cmpstr (portal, ==, "none");
}

static void
test_portal_fault (PortalFixture *fixture,
                   gconstpointer  data)
{
  const BedsideDemoFault faults[] = {
    { .path_pattern = ACCOUNT, .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 429, .retry_after = "1",
      .body = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too fast\"}" },
    { .path_pattern = ACCOUNT, .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 200, .body = "{}" },
    { .path_pattern = "*/state/org.bedside.patient/*", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 403,
      .body = "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    bedside_demo_server_add_fault (fixture->practice.server, &faults[i]);
  bedside_demo_server_set_signed_in (fixture->practice.server, "ada", TRUE);
  bedside_await (is_activated (&fixture->practice), 20);
}

/* One account of which the server cannot tell does not keep the others from being asked about. */
static void
test_portal_odd_account (PortalFixture *fixture,
                         gconstpointer  data)
{
  const BedsideDemoFault odd = { .path_pattern = "*/bedside/v1/account/*zoe*", .kind = BEDSIDE_DEMO_FAULT_STATUS,
                                 .status = 400, .body = "{\"errcode\":\"M_INVALID_PARAM\",\"error\":\"No\"}" };
  g_autofree char *zoe = g_strdup_printf ("{\"v\":1,\"given\":\"Zoe\",\"family\":\"Odd\",\"birth_date\":\"1985-12-10\","
                                          "\"user_id\":\"@zoe%s\",\"portal\":\"invited\"}",
                                          strchr (fixture->practice.me, ':'));

  bedside_demo_server_add_fault (fixture->practice.server, &odd);
  g_free (bedside_demo_server_add_event (fixture->practice.server, fixture->practice.directory, fixture->practice.me,
                                         "org.bedside.patient", "key-zoe", zoe));
  bedside_await (bedside_demo_server_count_requests (fixture->practice.server, "GET", odd.path_pattern) > 0, 10);
  bedside_demo_server_set_signed_in (fixture->practice.server, "ada", TRUE);
  bedside_await (is_activated (&fixture->practice), 10);
}

static void
test_portal_plain (PortalFixture *fixture,
                   gconstpointer  data)
{
  bedside_demo_server_set_signed_in (fixture->practice.server, "ada", TRUE);
  bedside_demo_server_set_enforced (fixture->practice.server, FALSE);
  let_time_pass (1);
  g_autofree char *portal = dup_portal (&fixture->practice);
  g_assert_true (g_str_equal (portal, "invited") || count_asked (fixture) > 0);
}

#define add_portal(path, function) \
        g_test_add ("/practice/upkeep/" path, PortalFixture, NULL, set_up_portal, function, tear_down_portal)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bedside_practice_add ("/practice/upkeep/status/enforced", test_enforced);
  bedside_practice_add ("/practice/upkeep/status/not-enforced", test_not_enforced);
  bedside_practice_add ("/practice/upkeep/status/not-configured", test_not_configured);
  bedside_practice_add ("/practice/upkeep/status/fault", test_status_fault);
  bedside_practice_add ("/practice/upkeep/status/forbidden", test_status_forbidden);
  bedside_practice_add ("/practice/upkeep/R1-edge-35-declined", test_declined);
  bedside_practice_add ("/practice/upkeep/R1-not-declined", test_not_declined);
  bedside_practice_add ("/practice/upkeep/decline-fault", test_decline_fault);
  add_portal ("R5-activated", test_activated);
  add_portal ("R5-changed-meanwhile", test_changed_meanwhile);
  add_portal ("portal-fault", test_portal_fault);
  add_portal ("R5-odd-account", test_portal_odd_account);
  add_portal ("portal-plain-server", test_portal_plain);

  return g_test_run ();
}
