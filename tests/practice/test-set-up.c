/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

#include "bedside-session-practice.h"
#include "bedside-session-private.h"
#include "bedside-set-up-private.h"

/* Founding a practice wherever it breaks off, joining one, team conversations. */

typedef BedsidePracticeFixture Fixture;

/* A practitioner who belongs to nothing; the practice of the fixture is somebody else's. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bedside_practice_fixture_set_up (fixture, NULL);
  g_free (bedside_demo_server_add_account (fixture->server, "robin", BEDSIDE_DEMO_KIND_PRACTITIONER, NULL));
  g_free (bedside_demo_server_add_account (fixture->server, "sam", BEDSIDE_DEMO_KIND_PRACTITIONER, NULL));
  /* With a password again. */
  g_free (bedside_demo_server_add_user (fixture->server, "robin", "correct horse", "Dr. Robin Ellis"));
  bedside_demo_server_leave (fixture->server, fixture->space, fixture->me);
  bedside_demo_server_leave (fixture->server, fixture->directory, fixture->me);
  bedside_demo_server_set_enforced (fixture->server, GPOINTER_TO_INT (data) == 0);
  bedside_practice_fixture_sign_in (fixture);
}

static BedsideSetUp *
get_set_up (Fixture *fixture)
{
  return bedside_session_get_set_up (bedside_practice_fixture_get_session (fixture));
}

static char *
found (Fixture       *fixture,
       const char    *name,
       GCancellable  *cancellable,
       GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  BedsideSetUp *set_up = get_set_up (fixture);

  bedside_set_up_found_async (set_up, name, cancellable, bedside_await_result, &result);
  bedside_await (result != NULL, 30);

  return bedside_set_up_found_finish (set_up, result, error);
}

static guint
count_mine (Fixture         *fixture,
            BedsideRoomKind  kind)
{
  BedsideSession *session = bedside_practice_fixture_get_session (fixture);
  g_autoptr(GList) rooms = bedside_registry_list_rooms (session->registry);
  guint count = 0;

  for (GList *link = rooms; link != NULL; link = link->next)
    {
      BedsideRoom *room = link->data;

      count += room->kind == kind && g_strcmp0 (room->creator, fixture->me) == 0 &&
               room->membership == BEDSIDE_MEMBERSHIP_JOINED;
    }

  return count;
}

static BedsidePractice *
get_practice (Fixture *fixture)
{
  return bedside_session_get_practice (bedside_practice_fixture_get_session (fixture));
}

static gboolean
is_complete (Fixture    *fixture,
             const char *id)
{
  BedsidePractice *practice = get_practice (fixture);

  return practice != NULL && g_str_equal (bedside_practice_get_room_id (practice), id) &&
         bedside_practice_get_complete (practice) && bedside_practice_get_directory_id (practice) != NULL &&
         count_mine (fixture, BEDSIDE_ROOM_KIND_TEAM) == 1;
}

static void
assert_one_practice (Fixture    *fixture,
                     const char *id)
{
  bedside_await (is_complete (fixture, id), 10);
  g_assert_cmpuint (count_mine (fixture, BEDSIDE_ROOM_KIND_PRACTICE), ==, 1);
  g_assert_cmpuint (count_mine (fixture, BEDSIDE_ROOM_KIND_DIRECTORY), ==, 1);
  g_assert_cmpuint (count_mine (fixture, BEDSIDE_ROOM_KIND_TEAM), ==, 1);
}

static JsonObject *
get_state (Fixture    *fixture,
           const char *room_id,
           const char *type,
           const char *state_key)
{
  g_autofree char *text = bedside_demo_server_dup_state (fixture->server, room_id, type, state_key);

  return text ? bedside_json_parse_object (text, -1, NULL) : NULL;
}

static gint64
get_int (JsonObject *object,
         const char *name)
{
  gint64 value = -1;

  bedside_json_get_int (object, name, &value);

  return value;
}

/* --- founding --- */

static void
test_found (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = found (fixture, "  Riverside Health ", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (bedside_set_up_get_step (get_set_up (fixture)), ==, BEDSIDE_SET_UP_STEPS);
  assert_one_practice (fixture, id);

  BedsidePractice *practice = get_practice (fixture);
  g_assert_cmpstr (bedside_practice_get_name (practice), ==, "Riverside Health");
  g_assert_cmpint (bedside_practice_get_role (practice), ==, BEDSIDE_ROLE_OWNER);
  g_assert_true (bedside_practice_get_group_chat (practice));
  g_assert_false (bedside_practice_get_patient_chat (practice));
}

/* What rules the rooms, as the practice's documentation says. */
static void
test_shapes (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *id = found (fixture, "Riverside Health", NULL, NULL);
  g_autoptr(JsonObject) settings = get_state (fixture, id, "org.bedside.settings", "");
  const char *directory = bedside_json_get_string (settings, "directory");
  const char *everyone = bedside_json_get_string (settings, "everyone");
  const char *rooms[] = { id, directory, everyone };

  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    {
      g_autoptr(JsonObject) create = get_state (fixture, rooms[i], "m.room.create", "");
      g_autoptr(JsonObject) levels = get_state (fixture, rooms[i], "m.room.power_levels", "");
      g_autoptr(JsonObject) rule = get_state (fixture, rooms[i], "m.room.join_rules", "");
      g_autoptr(JsonObject) history = get_state (fixture, rooms[i], "m.room.history_visibility", "");
      g_autoptr(JsonObject) guests = get_state (fixture, rooms[i], "m.room.guest_access", "");
      g_autoptr(JsonObject) child = i > 0 ? get_state (fixture, id, "m.space.child", rooms[i]) : NULL;
      gboolean federate = TRUE;

      g_assert_cmpstr (bedside_json_get_string (create, "room_version"), ==, "11");
      g_assert_true (bedside_json_get_boolean (create, "m.federate", &federate) && !federate);
      g_assert_cmpstr (bedside_json_get_string (rule, "join_rule"), ==, i == 0 ? "invite" : "restricted");
      g_assert_cmpstr (bedside_json_get_string (history, "history_visibility"), ==, "shared");
      g_assert_cmpstr (bedside_json_get_string (guests, "guest_access"), ==, "forbidden");
      g_assert_cmpint (get_int (bedside_json_get_object (levels, "users"), fixture->me), ==, 100);
      g_assert_cmpint (get_int (levels, "users_default"), ==, 50);
      g_assert_cmpint (get_int (levels, "events_default"), ==, i == 2 ? 50 : 100);
      g_assert_cmpint (get_int (levels, "state_default"), ==, i == 2 ? 50 : 90);
      g_assert_cmpint (get_int (levels, "invite"), ==, i == 2 ? 50 : 90);
      g_assert_cmpint (get_int (levels, "kick"), ==, i == 2 ? 50 : 90);
      g_assert_cmpint (get_int (levels, "ban"), ==, i == 2 ? 50 : 90);
      g_assert_cmpint (get_int (levels, "redact"), ==, i == 2 ? 50 : 90);
      g_assert_cmpint (get_int (bedside_json_get_object (levels, "events"), "m.room.encryption"), ==, 100);
      g_assert_cmpint (get_int (bedside_json_get_object (levels, "events"), "m.room.tombstone"), ==, 100);
      g_assert_true (i == 0 || bedside_json_get_array (child, "via") != NULL);
    }

  g_autoptr(JsonObject) space_levels = get_state (fixture, id, "m.room.power_levels", "");
  JsonObject *events = bedside_json_get_object (space_levels, "events");
  g_assert_cmpint (get_int (events, "org.bedside.settings"), ==, 90);
  g_assert_cmpint (get_int (events, "m.space.child"), ==, 50);
  g_assert_cmpint (get_int (events, "m.room.power_levels"), ==, 90);
  g_autoptr(JsonObject) directory_levels = get_state (fixture, directory, "m.room.power_levels", "");
  events = bedside_json_get_object (directory_levels, "events");
  g_assert_cmpint (get_int (events, "org.bedside.patient"), ==, 50);
  g_assert_cmpint (get_int (events, "org.bedside.access"), ==, 50);
  g_assert_cmpint (get_int (events, "m.room.redaction"), ==, 50);
}

typedef struct {
  GCancellable *cancellable;
  guint         step;
} Break;

static void
on_step (Break        *when,
         GParamSpec   *pspec,
         BedsideSetUp *set_up)
{
  if (bedside_set_up_get_step (set_up) == when->step)
    g_cancellable_cancel (when->cancellable);
}

static void
test_broken_off (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  for (guint step = 1; step < BEDSIDE_SET_UP_STEPS; step++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GError) broken = NULL;
      Break when = { cancellable, step };
      gulong handler = g_signal_connect_swapped (get_set_up (fixture), "notify::step", G_CALLBACK (on_step), &when);
      g_autofree char *name = g_strdup_printf ("Name %u", step);

      g_assert_null (found (fixture, name, cancellable, &broken));
      g_assert_error (broken, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_signal_handler_disconnect (get_set_up (fixture), handler);
      bedside_await (get_practice (fixture) != NULL, 10);
      g_assert_false (bedside_practice_get_complete (get_practice (fixture)));
      /* Also over a crash. */
      if (step == 2)
        {
          bedside_practice_fixture_kill (fixture);
          bedside_practice_fixture_start (fixture);
          bedside_await_online (fixture);
        }
    }

  id = found (fixture, "Another name", NULL, &error);
  g_assert_no_error (error);
  assert_one_practice (fixture, id);
  g_assert_cmpstr (bedside_practice_get_name (get_practice (fixture)), ==, "Name 1");
}

/* The room is made, but that was never heard: at each of the three. */
static void
test_cancelled_unheard (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      BedsideSetUp *set_up = get_set_up (fixture);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      guint made = bedside_demo_server_count_requests (fixture->server, NULL, "*/createRoom*");
      const BedsideDemoFault unheard = { .path_pattern = "*/createRoom*", .kind = BEDSIDE_DEMO_FAULT_STALL,
                                         .count = 1 };

      bedside_demo_server_add_fault (fixture->server, &unheard);
      bedside_set_up_found_async (set_up, "Riverside", cancellable, bedside_await_result, &result);
      bedside_await (bedside_demo_server_count_requests (fixture->server, NULL, "*/createRoom*") > made, 10);
      bedside_await (count_mine (fixture, i == 0 ? BEDSIDE_ROOM_KIND_PRACTICE : i == 1 ? BEDSIDE_ROOM_KIND_DIRECTORY
                                 : BEDSIDE_ROOM_KIND_TEAM) == 1, 10);
      g_cancellable_cancel (cancellable);
      bedside_await (result != NULL, 10);
      g_assert_null (bedside_set_up_found_finish (set_up, result, NULL));
      bedside_demo_server_clear_faults (fixture->server);
    }

  g_autofree char *id = found (fixture, "Riverside", NULL, &error);
  g_assert_no_error (error);
  assert_one_practice (fixture, id);
}

static void
test_lost (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  const BedsideDemoFault faults[] = {
    { .path_pattern = "*/createRoom*", .kind = BEDSIDE_DEMO_FAULT_DROP_AFTER, .count = 2 },
    { .path_pattern = "*/createRoom*", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 502, .body = "<html>" },
    { .path_pattern = "*/state/m.space.child*", .kind = BEDSIDE_DEMO_FAULT_DROP_AFTER, .count = 1 },
    { .path_pattern = "*/state/org.bedside.settings*", .kind = BEDSIDE_DEMO_FAULT_DROP_BEFORE, .count = 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    bedside_demo_server_add_fault (fixture->server, &faults[i]);
  g_autofree char *id = found (fixture, "Riverside", NULL, &error);
  g_assert_no_error (error);
  assert_one_practice (fixture, id);
}

/* A second practice is not taken for the first. */
static void
test_second (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *first = found (fixture, "One", NULL, &error);

  g_assert_no_error (error);
  bedside_await (is_complete (fixture, first), 10);
  g_autofree char *second = found (fixture, "Two", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second, !=, first);

  g_autoptr(JsonObject) settings = get_state (fixture, first, "org.bedside.settings", "");
  g_autoptr(JsonObject) others = get_state (fixture, second, "org.bedside.settings", "");
  g_assert_cmpstr (bedside_json_get_string (settings, "directory"), !=,
                   bedside_json_get_string (others, "directory"));
}

static void
test_found_refused (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *long_name = g_strnfill (101, 'a');
  const char *names[] = { "", "  ", long_name };
  const BedsideDemoFault refusal = { .path_pattern = "*/createRoom*", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1,
                                     .status = 403, .body = "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (found (fixture, names[i], NULL, &error));
      g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID);
    }
  g_assert_cmpuint (bedside_demo_server_count_requests (fixture->server, NULL, "*/createRoom*"), ==, 0);

  g_autoptr(GError) error = NULL;
  bedside_demo_server_add_fault (fixture->server, &refusal);
  g_assert_null (found (fixture, "Riverside", NULL, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
}

/* --- joining --- */

static BedsideInvitation *
await_invitation (Fixture               *fixture,
                  BedsideInvitationKind  kind)
{
  GListModel *invitations = bedside_session_get_invitations (bedside_practice_fixture_get_session (fixture));

  bedside_await (g_list_model_get_n_items (invitations) == 1, 10);

  BedsideInvitation *invitation = g_list_model_get_item (invitations, 0);
  g_assert_cmpint (bedside_invitation_get_kind (invitation), ==, kind);

  return invitation;
}

/* The fixture's practice, as one that Bedside has made. */
static char *
complete_practice (Fixture *fixture)
{
  g_autofree char *mark = g_strdup_printf ("{\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}", fixture->space);
  g_autofree char *rule = g_strdup_printf ("{\"join_rule\":\"restricted\",\"allow\":[{\"type\":\"m.room_membership\","
                                           "\"room_id\":\"%s\"}]}", fixture->space);
  char *everyone = bedside_demo_server_add_room (fixture->server, fixture->colleague, mark, NULL);
  g_autofree char *settings = g_strdup_printf ("{\"v\":1,\"group_chat\":true,\"patient_chat\":true,"
                                               "\"directory\":\"%s\",\"everyone\":\"%s\"}", fixture->directory,
                                               everyone);

  g_free (bedside_demo_server_add_event (fixture->server, fixture->directory, fixture->colleague, "m.room.join_rules",
                                         "", rule));
  g_free (bedside_demo_server_add_event (fixture->server, everyone, fixture->colleague, "m.room.join_rules", "",
                                         rule));
  g_free (bedside_demo_server_add_event (fixture->server, fixture->space, fixture->colleague, "org.bedside.settings",
                                         "", settings));
  bedside_demo_server_invite (fixture->server, fixture->space, fixture->colleague, fixture->me);

  return everyone;
}

static gboolean
is_joined (Fixture    *fixture,
           const char *room_id)
{
  g_autofree char *membership = bedside_demo_server_dup_membership (fixture->server, room_id, fixture->me);

  return g_strcmp0 (membership, "join") == 0;
}

static gboolean
join (Fixture            *fixture,
      BedsideInvitation  *invitation,
      GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  BedsideSetUp *set_up = get_set_up (fixture);

  bedside_set_up_join_async (set_up, invitation, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 30);

  return bedside_set_up_join_finish (set_up, result, error);
}

static void
test_join (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *everyone = complete_practice (fixture);
  g_autoptr(BedsideInvitation) invitation = await_invitation (fixture, BEDSIDE_INVITATION_KIND_PRACTICE);
  g_autoptr(GError) error = NULL;

  g_assert_true (join (fixture, invitation, &error));
  g_assert_no_error (error);
  g_assert_true (is_joined (fixture, fixture->space));
  g_assert_true (is_joined (fixture, fixture->directory));
  g_assert_true (is_joined (fixture, everyone));
  bedside_await (get_practice (fixture) != NULL && bedside_practice_get_directory_id (get_practice (fixture)) != NULL,
                 10);
}

/* The directory did not let him in: that is made up for. */
static void
test_join_without_directory (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *everyone = complete_practice (fixture);
  g_autoptr(BedsideInvitation) invitation = await_invitation (fixture, BEDSIDE_INVITATION_KIND_PRACTICE);
  g_autofree char *directory = g_strdup_printf ("*/rooms/%s/join", fixture->directory);
  const BedsideDemoFault refusal = { .method = "POST", .path_pattern = directory, .kind = BEDSIDE_DEMO_FAULT_STATUS,
                                     .status = 403, .body = "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}" };
  g_autoptr(GError) error = NULL;

  bedside_demo_server_add_fault (fixture->server, &refusal);
  g_assert_true (join (fixture, invitation, &error));
  g_assert_no_error (error);
  g_assert_true (is_joined (fixture, fixture->space));
  g_assert_false (is_joined (fixture, fixture->directory));
  bedside_await (get_practice (fixture) != NULL, 10);
  bedside_demo_server_clear_faults (fixture->server);

  bedside_practice_fixture_close (fixture);
  bedside_practice_fixture_start (fixture);
  bedside_await (is_joined (fixture, fixture->directory) && is_joined (fixture, everyone), 20);
}

static void
test_join_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *everyone = complete_practice (fixture);
  g_autoptr(BedsideInvitation) invitation = await_invitation (fixture, BEDSIDE_INVITATION_KIND_PRACTICE);
  g_autoptr(GError) error = NULL;

  bedside_demo_server_kick (fixture->server, fixture->space, fixture->colleague, fixture->me);
  g_assert_false (join (fixture, invitation, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
  g_assert_false (is_joined (fixture, everyone));
}

static void
test_decline (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *everyone = complete_practice (fixture);
  g_autoptr(BedsideInvitation) invitation = await_invitation (fixture, BEDSIDE_INVITATION_KIND_PRACTICE);
  GListModel *invitations = bedside_session_get_invitations (bedside_practice_fixture_get_session (fixture));
  BedsideSetUp *set_up = get_set_up (fixture);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_set_up_decline_async (set_up, invitation, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_true (bedside_set_up_decline_finish (set_up, result, &error));
  g_assert_no_error (error);
  g_autofree char *membership = bedside_demo_server_dup_membership (fixture->server, fixture->space, fixture->me);
  g_assert_cmpstr (membership, ==, "leave");
  bedside_await (g_list_model_get_n_items (invitations) == 0, 10);
}

/* --- team conversations --- */

static char *
add_team (Fixture             *fixture,
          const char * const  *user_ids,
          const char          *title,
          GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  BedsideSetUp *set_up = get_set_up (fixture);

  bedside_set_up_add_team_async (set_up, get_practice (fixture), user_ids, title, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 30);

  return bedside_set_up_add_team_finish (set_up, result, error);
}

static void
test_team (Fixture       *fixture,
           gconstpointer  data)
{
  const char *sam[] = { fixture->colleague, NULL };
  g_autoptr(GError) error = NULL;
  const BedsideDemoFault lost = { .path_pattern = "*/createRoom*", .kind = BEDSIDE_DEMO_FAULT_DROP_AFTER, .count = 1 };
  g_autofree char *id = found (fixture, "Riverside", NULL, &error);

  bedside_await (is_complete (fixture, id), 10);
  bedside_demo_server_join (fixture->server, id, fixture->colleague);
  bedside_await (bedside_practice_find_person (get_practice (fixture), fixture->colleague) != NULL, 10);
  bedside_demo_server_add_fault (fixture->server, &lost);
  g_autofree char *room = add_team (fixture, sam, " Holidays ", &error);
  g_assert_no_error (error);
  bedside_await (count_mine (fixture, BEDSIDE_ROOM_KIND_TEAM) == 2, 10);

  g_autoptr(JsonObject) create = get_state (fixture, room, "m.room.create", "");
  g_autoptr(JsonObject) rule = get_state (fixture, room, "m.room.join_rules", "");
  g_autoptr(JsonObject) name = get_state (fixture, room, "m.room.name", "");
  g_autoptr(JsonObject) child = get_state (fixture, id, "m.space.child", room);
  g_autofree char *invited = bedside_demo_server_dup_membership (fixture->server, room, fixture->colleague);
  JsonObject *mark = bedside_json_get_object (create, "org.bedside.team");
  g_assert_cmpstr (bedside_json_get_string (mark, "practice"), ==, id);
  g_assert_cmpstr (bedside_json_get_string (rule, "join_rule"), ==, "invite");
  g_assert_cmpstr (bedside_json_get_string (name, "name"), ==, "Holidays");
  g_assert_nonnull (bedside_json_get_array (child, "via"));
  g_assert_cmpstr (invited, ==, "invite");
}

static void
test_team_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = found (fixture, "Riverside", NULL, &error);
  const char *nobody[] = { NULL };
  const char *me[] = { fixture->me, NULL };
  const char *stranger[] = { "@ada:example.org", NULL };
  const char * const *wrong[] = { nobody, me, stranger };
  guint made = bedside_demo_server_count_requests (fixture->server, NULL, "*/createRoom*");

  bedside_await (is_complete (fixture, id), 10);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (add_team (fixture, wrong[i], NULL, &error));
      g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID);
      g_clear_error (&error);
    }
  g_assert_cmpuint (bedside_demo_server_count_requests (fixture->server, NULL, "*/createRoom*"), ==, made);
}

#define add(path, data, function) \
        g_test_add ("/practice/set-up/" path, Fixture, GINT_TO_POINTER (data), set_up, function, \
                    bedside_practice_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("found", 0, test_found);
  add ("found/plain-server", 1, test_found);
  add ("found/shapes", 0, test_shapes);
  add ("found/broken-off", 0, test_broken_off);
  add ("found/unheard", 0, test_cancelled_unheard);
  add ("found/lost", 0, test_lost);
  add ("found/second", 0, test_second);
  add ("found/refused", 0, test_found_refused);
  add ("join", 0, test_join);
  add ("join/without-directory", 0, test_join_without_directory);
  add ("join/refused", 0, test_join_refused);
  add ("decline", 0, test_decline);
  add ("team", 0, test_team);
  add ("team/refused", 0, test_team_refused);

  return g_test_run ();
}
