/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "bedside-main-page.h"
#include "bedside-session-practice.h"
#include "bedside-set-up-page.h"
#include "bedside-ui-fixture.h"
#include "bedside-window.h"
#include "bedside-practice-fixture.h"

/* Joining and setting up a practice, in a window on a real session. */

typedef struct {
  BedsidePracticeFixture  practice; /* somebody else's, unless a test joins it */
  BedsideWindow          *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  BedsidePracticeFixture *practice = &fixture->practice;
  g_autofree char *rule = NULL;

  bedside_practice_fixture_set_up (practice, NULL);
  rule = g_strdup_printf ("{\"join_rule\":\"restricted\",\"allow\":[{\"type\":\"m.room_membership\","
                          "\"room_id\":\"%s\"}]}", practice->space);
  g_free (bedside_demo_server_add_event (practice->server, practice->directory, practice->me, "m.room.join_rules", "",
                                         rule));
  g_free (bedside_demo_server_add_account (practice->server, "robin", BEDSIDE_DEMO_KIND_PRACTITIONER, NULL));
  /* With a password again. */
  g_free (bedside_demo_server_add_user (practice->server, "robin", "correct horse", "Dr. Robin Ellis"));
  bedside_demo_server_leave (practice->server, practice->space, practice->me);
  bedside_demo_server_leave (practice->server, practice->directory, practice->me);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  if (fixture->window != NULL)
    bedside_ui_destroy (GTK_WINDOW (fixture->window), fixture->window);
  bedside_practice_fixture_tear_down (&fixture->practice, NULL);
}

static BedsideSession *
get_session (Fixture *fixture)
{
  return bedside_practice_fixture_get_session (&fixture->practice);
}

static BedsidePractice *
get_practice (Fixture *fixture)
{
  return bedside_session_get_practice (get_session (fixture));
}

static gpointer
find_page (Fixture *fixture)
{
  return bedside_ui_find (fixture->window, BEDSIDE_TYPE_SET_UP_PAGE, NULL);
}

static void
open_window (Fixture *fixture)
{
  fixture->window = BEDSIDE_WINDOW (bedside_window_new (NULL, NULL));
  bedside_window_set_account (fixture->window, fixture->practice.account);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

static void
sign_in (Fixture *fixture)
{
  bedside_practice_fixture_sign_in (&fixture->practice);
  open_window (fixture);
}

static void
enter_name (Fixture    *fixture,
            const char *name)
{
  gtk_editable_set_text (bedside_ui_get (fixture->window, ADW_TYPE_ENTRY_ROW, "Name of the practice"), name);
}

static GtkWidget *
get_button (Fixture    *fixture,
            const char *name)
{
  return bedside_ui_get (fixture->window, GTK_TYPE_BUTTON, name);
}

static void
add_status (Fixture    *fixture,
            const char *method,
            const char *path,
            guint       status,
            const char *body)
{
  const BedsideDemoFault fault = {
    .method = method, .path_pattern = path, .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = status,
    .body = body,
  };

  bedside_demo_server_add_fault (fixture->practice.server, &fault);
}

static void
invite (Fixture *fixture)
{
  bedside_demo_server_invite (fixture->practice.server, fixture->practice.space, fixture->practice.colleague,
                              fixture->practice.me);
  bedside_await (g_list_model_get_n_items (bedside_session_get_invitations (get_session (fixture))) > 0, 10);
  bedside_ui_settle ();
}

/* --- when it is there --- */

static void
test_shown (Fixture       *fixture,
            gconstpointer  data)
{
  sign_in (fixture);
  g_assert_nonnull (find_page (fixture));
  g_assert_null (bedside_ui_find (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL));
  g_assert_true (bedside_ui_shows (fixture->window, "Join or set up a practice"));
  g_assert_null (bedside_ui_find (fixture->window, GTK_TYPE_BUTTON, "Join"));
  g_assert_null (bedside_ui_find (fixture->window, GTK_TYPE_BUTTON, "Back"));

  g_assert_false (gtk_widget_is_sensitive (get_button (fixture, "Set up a practice")));
  enter_name (fixture, "  ");
  g_assert_false (gtk_widget_is_sensitive (get_button (fixture, "Set up a practice")));
  enter_name (fixture, "R");
  g_assert_true (gtk_widget_is_sensitive (get_button (fixture, "Set up a practice")));
}

static gboolean
watch_page (GtkWidget     *window,
            GdkFrameClock *clock,
            gpointer       seen)
{
  *(guint *) seen += bedside_ui_find (window, BEDSIDE_TYPE_SET_UP_PAGE, NULL) != NULL;

  return G_SOURCE_CONTINUE;
}

/* Who has a practice never sees it, from the first frame on; neither does who waits for the server. */
static void
test_no_flash (Fixture       *fixture,
               gconstpointer  data)
{
  const BedsideDemoFault slow = {
    .path_pattern = "*/sync", .kind = BEDSIDE_DEMO_FAULT_DELAY, .count = 1, .delay = 300,
  };
  guint seen = 0;
  guint tick;

  bedside_demo_server_join (fixture->practice.server, fixture->practice.space, fixture->practice.me);
  bedside_demo_server_join (fixture->practice.server, fixture->practice.directory, fixture->practice.me);
  bedside_demo_server_add_fault (fixture->practice.server, &slow);
  open_window (fixture);
  tick = gtk_widget_add_tick_callback (GTK_WIDGET (fixture->window), watch_page, &seen, NULL);
  bedside_practice_fixture_sign_in (&fixture->practice);
  bedside_ui_settle ();
  g_assert_null (find_page (fixture));
  g_assert_nonnull (bedside_ui_find (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL));
  g_assert_cmpuint (seen, ==, 0);
  gtk_widget_remove_tick_callback (GTK_WIDGET (fixture->window), tick);
}

static void
activate (Fixture    *fixture,
          const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action, NULL);
  bedside_ui_settle ();
}

static gboolean
is_enabled (Fixture    *fixture,
            const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), action);
}

static void
test_asked_for (Fixture       *fixture,
                gconstpointer  data)
{
  bedside_demo_server_join (fixture->practice.server, fixture->practice.space, fixture->practice.me);
  bedside_demo_server_join (fixture->practice.server, fixture->practice.directory, fixture->practice.me);
  sign_in (fixture);
  bedside_await (get_practice (fixture) != NULL, 10);
  g_assert_null (find_page (fixture));
  g_assert_true (is_enabled (fixture, "practice-settings"));
  activate (fixture, "set-up-practice");
  g_assert_nonnull (find_page (fixture));
  g_assert_false (is_enabled (fixture, "practice-settings"));
  bedside_ui_click (fixture->window, "Back");
  g_assert_null (find_page (fixture));
  g_assert_nonnull (bedside_ui_find (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL));
  g_assert_true (is_enabled (fixture, "practice-settings"));
}

/* --- setting up --- */

static void
test_set_up (Fixture       *fixture,
             gconstpointer  data)
{
  /* Or it is done before anybody looks. */
  const BedsideDemoFault slow = {
    .method = "PUT", .path_pattern = "*/state/org.bedside.settings*", .kind = BEDSIDE_DEMO_FAULT_DELAY, .count = 1,
    .delay = 500,
  };
  g_autofree char *id = NULL;

  sign_in (fixture);
  g_assert_false (is_enabled (fixture, "practice-settings"));
  enter_name (fixture, "Riverside & <Health>");
  bedside_demo_server_add_fault (fixture->practice.server, &slow);
  bedside_ui_click (fixture->window, "Set up a practice");
  g_assert_true (bedside_ui_shows (fixture->window, "Setting up the practice"));
  g_assert_nonnull (bedside_ui_find (fixture->window, GTK_TYPE_PROGRESS_BAR, NULL));
  g_assert_null (bedside_ui_find (fixture->window, GTK_TYPE_BUTTON, "Set up a practice"));

  bedside_await (bedside_ui_shows (fixture->window, "The practice is set up"), 20);
  g_assert_nonnull (bedside_ui_find (fixture->window, GTK_TYPE_BUTTON, "Copy practice id"));
  bedside_await (get_practice (fixture) != NULL && bedside_practice_get_complete (get_practice (fixture)), 10);
  id = g_strdup (bedside_practice_get_room_id (get_practice (fixture)));
  /* It stays until it has been read. */
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (fixture->window, id));
  bedside_ui_click (fixture->window, "Go to the practice");
  g_assert_null (find_page (fixture));
  g_assert_nonnull (bedside_ui_find (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL));
  g_assert_true (bedside_ui_shows (fixture->window, "Riverside & <Health>"));
  g_assert_true (is_enabled (fixture, "practice-settings"));
}

static void
test_breaks_off (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *id = NULL;

  sign_in (fixture);
  enter_name (fixture, "Riverside Health");
  add_status (fixture, "PUT", "*/state/org.bedside.settings*", 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}");
  bedside_ui_click (fixture->window, "Set up a practice");
  bedside_await (bedside_ui_shows (fixture->window, "Setting up broke off"), 20);
  bedside_await (get_practice (fixture) != NULL, 10);
  id = g_strdup (bedside_practice_get_room_id (get_practice (fixture)));
  g_assert_nonnull (find_page (fixture));

  bedside_ui_click (fixture->window, "Try again");
  bedside_await (bedside_ui_shows (fixture->window, "The practice is set up"), 30);
  g_assert_true (bedside_ui_shows (fixture->window, id));
}

/* Closed half-way, Bedside offers to go on. */
static void
test_interrupted (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *space =
    bedside_demo_server_add_room (fixture->practice.server, fixture->practice.me,
                                  "{\"type\":\"m.space\",\"org.bedside.practice\":{\"v\":1}}", NULL);

  g_free (bedside_demo_server_add_event (fixture->practice.server, space, fixture->practice.me, "m.room.name", "",
                                         "{\"name\":\"Half Moon Street\"}"));
  sign_in (fixture);
  bedside_await (find_page (fixture) != NULL, 10);
  g_assert_true (bedside_ui_shows (fixture->window, "Setting up was interrupted"));
  g_assert_null (bedside_ui_find (fixture->window, ADW_TYPE_ENTRY_ROW, "Name of the practice"));

  /* It can wait; the page is found again in the menu. */
  bedside_ui_click (fixture->window, "Back");
  g_assert_null (find_page (fixture));
  activate (fixture, "set-up-practice");
  bedside_ui_click (fixture->window, "Continue");
  bedside_await (bedside_ui_shows (fixture->window, "The practice is set up"), 30);
  g_assert_true (bedside_ui_shows (fixture->window, space));
  bedside_ui_click (fixture->window, "Go to the practice");
  g_assert_null (find_page (fixture));
  g_assert_true (bedside_ui_shows (fixture->window, "Half Moon Street"));
}

static void
test_patient (Fixture       *fixture,
              gconstpointer  data)
{
  g_free (bedside_demo_server_add_account (fixture->practice.server, "robin", BEDSIDE_DEMO_KIND_PATIENT, NULL));
  g_free (bedside_demo_server_add_user (fixture->practice.server, "robin", "correct horse", "Robin"));
  sign_in (fixture);
  enter_name (fixture, "Mine");
  bedside_ui_click (fixture->window, "Set up a practice");
  bedside_await (bedside_ui_shows (fixture->window, "This account cannot set up a practice"), 20);
  g_assert_null (bedside_ui_find (fixture->window, GTK_TYPE_BUTTON, "Set up a practice"));
  g_assert_null (get_practice (fixture));
}

/* --- joining --- */

static void
test_join (Fixture       *fixture,
           gconstpointer  data)
{
  sign_in (fixture);
  invite (fixture);
  g_assert_true (bedside_ui_shows (fixture->window, "Practice, Sam Novak invites you"));
  bedside_ui_click (fixture->window, "Join");
  bedside_await (find_page (fixture) == NULL, 20);
  g_assert_nonnull (bedside_ui_find (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL));
  g_assert_cmpstr (bedside_practice_get_room_id (get_practice (fixture)), ==, fixture->practice.space);
  bedside_await (bedside_practice_get_directory_id (get_practice (fixture)) != NULL, 10);
}

/* Who belongs to a practice and has answered the last one is not asked to set up another practice. */
static void
test_join_team (Fixture       *fixture,
                gconstpointer  data)
{
  BedsidePracticeFixture *practice = &fixture->practice;
  g_autofree char *create = g_strdup_printf ("{\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}", practice->space);
  const char *members[] = { practice->colleague, NULL };
  g_autofree char *room = bedside_demo_server_add_room (practice->server, practice->colleague, create, members);

  bedside_demo_server_join (practice->server, practice->space, practice->me);
  bedside_demo_server_join (practice->server, practice->directory, practice->me);
  sign_in (fixture);
  bedside_await (get_practice (fixture) != NULL, 10);
  bedside_demo_server_invite (practice->server, room, practice->colleague, practice->me);
  bedside_await (g_list_model_get_n_items (bedside_session_get_invitations (get_session (fixture))) == 1, 10);
  activate (fixture, "set-up-practice");
  g_assert_true (bedside_ui_shows (fixture->window, "Team conversation, Sam Novak invites you"));
  bedside_ui_click (fixture->window, "Join");
  bedside_await (find_page (fixture) == NULL, 20);
  g_assert_nonnull (bedside_ui_find (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL));
}

static void
test_join_fails (Fixture       *fixture,
                 gconstpointer  data)
{
  sign_in (fixture);
  invite (fixture);
  add_status (fixture, "POST", "*/join*", 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}");
  bedside_ui_click (fixture->window, "Join");
  bedside_await (bedside_ui_shows (fixture->window, "The server does not allow you to do this."), 20);
  g_assert_nonnull (find_page (fixture));
  bedside_ui_click (fixture->window, "Join");
  bedside_await (find_page (fixture) == NULL, 20);
}

static void
test_decline (Fixture       *fixture,
              gconstpointer  data)
{
  sign_in (fixture);
  invite (fixture);
  bedside_ui_click (fixture->window, "Decline");
  bedside_await (bedside_ui_find (fixture->window, GTK_TYPE_BUTTON, "Decline") == NULL, 20);
  g_assert_nonnull (find_page (fixture));
  g_assert_null (get_practice (fixture));
  g_assert_nonnull (bedside_ui_find (fixture->window, ADW_TYPE_ENTRY_ROW, "Name of the practice"));
}

/* --- with a practice --- */

static guint
count_dialogs (Fixture *fixture)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();
  guint count = 0;

  for (GList *l = windows; l != NULL; l = l->next)
    count += gtk_window_get_transient_for (l->data) == GTK_WINDOW (fixture->window);

  return count;
}

static void
join_both (Fixture *fixture)
{
  bedside_demo_server_join (fixture->practice.server, fixture->practice.space, fixture->practice.me);
  bedside_demo_server_join (fixture->practice.server, fixture->practice.directory, fixture->practice.me);
}

static void
assert_chosen (Fixture    *fixture,
               const char *room_id)
{
  g_autoptr(GVariant) state = NULL;

  bedside_await (g_strcmp0 (bedside_practice_get_room_id (get_practice (fixture)), room_id) == 0, 10);
  state = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "practice");
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, room_id);
}

static void
test_switch (Fixture       *fixture,
             gconstpointer  data)
{
  const char *members[] = { fixture->practice.me, NULL };
  g_autofree char *other =
    bedside_demo_server_add_room (fixture->practice.server, fixture->practice.colleague,
                                  "{\"type\":\"m.space\",\"org.bedside.practice\":{\"v\":1}}", members);

  g_free (bedside_demo_server_add_event (fixture->practice.server, other, fixture->practice.colleague, "m.room.name",
                                         "", "{\"name\":\"Harbour Street\"}"));
  join_both (fixture);
  sign_in (fixture);
  bedside_await (g_list_model_get_n_items (bedside_session_get_practices (get_session (fixture))) == 2, 10);

  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "practice", g_variant_new_string (other));
  assert_chosen (fixture, other);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (fixture->window, "Harbour Street"));
  /* What belongs to one practice does not stay open over another one. */
  activate (fixture, "practice-settings");
  g_assert_cmpuint (count_dialogs (fixture), ==, 1);
  activate (fixture, "practice-settings");
  g_assert_cmpuint (count_dialogs (fixture), ==, 1);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "practice",
                                  g_variant_new_string (fixture->practice.space));
  assert_chosen (fixture, fixture->practice.space);
  g_assert_cmpuint (count_dialogs (fixture), ==, 0);

  /* Nonsense chooses nothing. */
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "practice", g_variant_new_string ("!none"));
  assert_chosen (fixture, fixture->practice.space);
}

/* Signing out closes what is open of the session, and nothing of it stays in memory. */
static void
test_dialogs_end (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  gpointer session;

  join_both (fixture);
  sign_in (fixture);
  bedside_await (get_practice (fixture) != NULL, 10);
  session = get_session (fixture);
  g_object_add_weak_pointer (session, &session);
  activate (fixture, "practice-settings");
  g_assert_cmpuint (count_dialogs (fixture), ==, 1);
  bedside_account_sign_out_async (fixture->practice.account, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  bedside_account_sign_out_finish (fixture->practice.account, result, NULL);
  bedside_ui_settle ();
  g_assert_cmpuint (count_dialogs (fixture), ==, 0);
  g_assert_false (is_enabled (fixture, "practice-settings"));
  g_assert_false (is_enabled (fixture, "set-up-practice"));
  bedside_await (session == NULL, 10);
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

  add ("/ui/set-up-page/without-practice", test_shown);
  add ("/ui/set-up-page/no-flash-with-practice", test_no_flash);
  add ("/ui/set-up-page/asked-for", test_asked_for);
  add ("/ui/set-up-page/set-up", test_set_up);
  add ("/ui/set-up-page/breaks-off", test_breaks_off);
  add ("/ui/set-up-page/interrupted", test_interrupted);
  add ("/ui/set-up-page/patient", test_patient);
  add ("/ui/set-up-page/join", test_join);
  add ("/ui/set-up-page/join-team", test_join_team);
  add ("/ui/set-up-page/join-fails", test_join_fails);
  add ("/ui/set-up-page/decline", test_decline);
  add ("/ui/window/practice/switch", test_switch);
  add ("/ui/window/practice/dialogs-end-with-the-session", test_dialogs_end);

  return g_test_run ();
}
