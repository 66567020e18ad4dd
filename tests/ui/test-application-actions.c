/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-application.h"
#include "bedside-main-page.h"
#include "bedside-memory-secrets.h"
#include "bedside-preferences-window.h"
#include "bedside-question.h"
#include "bedside-ui-fixture.h"
#include "bedside-window.h"
#include "fake-service.h"

/* A program from its start to its end, and what happens in between. */
typedef struct Run Run;
struct Run
{
  BedsideApplication *application;
  BedsideAccount     *account;
  BedsideSession     *session;
  void                (*script) (Run *run);
  guint               attended;
  gboolean            done;
};

static GtkWindow *
find_window (GType type)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
        return l->data;
    }

  return NULL;
}

static gboolean
is_shown (void)
{
  GtkWindow *window = find_window (BEDSIDE_TYPE_WINDOW);

  return window != NULL && gtk_widget_get_mapped (GTK_WIDGET (window));
}

static const char *
get_open (void)
{
  BedsideMainPage *page = bedside_ui_find (find_window (BEDSIDE_TYPE_WINDOW), BEDSIDE_TYPE_MAIN_PAGE, NULL);
  BedsideConversation *conversation = page != NULL ? bedside_main_page_get_conversation (page) : NULL;

  return conversation != NULL ? bedside_conversation_get_room_id (conversation) : NULL;
}

static void
act (Run        *run,
     const char *name,
     const char *room_id)
{
  g_action_group_activate_action (G_ACTION_GROUP (run->application), name,
                                  room_id != NULL ? g_variant_new_string (room_id) : NULL);
}

static void
set_state (Run                 *run,
           BedsideAccountState  state)
{
  bedside_fake_account_set (run->account, state,
                            state == BEDSIDE_ACCOUNT_STATE_SIGNED_IN ? run->session : NULL);
}

/* As a tray would, which the person wants to have. */
static void
keep_running (Run                     *run,
              BedsideBackgroundChoice  choice)
{
  bedside_presence_set_tray (bedside_application_get_presence (run->application), TRUE);
  bedside_preferences_set_background (bedside_application_get_preferences (run->application), choice);
}

static void
add_conversation (Run        *run,
                  const char *room_id)
{
  g_autoptr(BedsideConversation) conversation =
    bedside_ui_patient_conversation (room_id, "Ada", "Lovelace", "1985-12-10", 3000);

  g_list_store_append (bedside_fake_session_get_store (run->session), conversation);
}

static void
on_startup (Run *run)
{
  g_autoptr(BedsideMemorySecrets) secrets = bedside_memory_secrets_new ();

  run->account = bedside_account_new (BEDSIDE_SECRETS (secrets), NULL);
  run->session = bedside_fake_session_new ();
  add_conversation (run, "!ada");
  add_conversation (run, "!ben");
  bedside_application_set_account (run->application, run->account);
}

static gboolean
script_cb (gpointer user_data)
{
  Run *run = user_data;

  run->script (run);
  bedside_await (bedside_fake_account_is_pending (run->account), 10);
  run->done = TRUE;
  g_assert_null (find_window (BEDSIDE_TYPE_WINDOW));
  bedside_fake_account_return (run->account, NULL);

  return G_SOURCE_REMOVE;
}

static void
on_activate (Run *run)
{
  if (run->script != NULL && !run->done)
    g_idle_add (script_cb, run);
  run->done = TRUE;
}

static void
run_script (void (*script) (Run *run))
{
  Run run = { .script = script };
  char *argv[] = { (char *) "bedside", NULL };

  run.application = bedside_application_new ();
  g_signal_connect_swapped (run.application, "startup", G_CALLBACK (on_startup), &run);
  g_signal_connect_data (run.application, "activate", G_CALLBACK (on_activate), &run, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_assert_cmpint (g_application_run (G_APPLICATION (run.application), 1, argv), ==, 0);
  bedside_ui_settle ();
  g_assert_finalize_object (run.application);
  bedside_fake_account_set (run.account, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, NULL);
  g_assert_finalize_object (run.account);
  g_assert_finalize_object (run.session);
}

/* --- conversations --- */

static void
script_open (Run *run)
{
  /* Clicked on while Bedside was not running: it is opened as soon as it is known, and no other. */
  act (run, "open-conversation", "!ben");
  bedside_await (is_shown (), 5);
  g_assert_null (get_open ());
  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_await (g_strcmp0 (get_open (), "!ben") == 0, 5);

  act (run, "reply", "!ada");
  g_assert_cmpstr (get_open (), ==, "!ada");
  act (run, "open-conversation", "!nobody");
  bedside_ui_settle ();
  g_assert_cmpstr (get_open (), ==, "!ada");
  act (run, "quit", NULL);
}

static void
test_open (void)
{
  run_script (script_open);
}

static void
script_mark_read (Run *run)
{
  g_autofree char *calls = NULL;

  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  keep_running (run, BEDSIDE_BACKGROUND_CHOICE_STAY);
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
  bedside_await (!is_shown (), 5);
  act (run, "mark-read", "!ada");
  calls = bedside_fake_take_calls (run->session);
  g_assert_cmpstr (calls, ==, "mark-conversation-read !ada");
  bedside_ui_settle ();
  g_assert_false (is_shown ());
  act (run, "quit", NULL);
}

static void
test_mark_read (void)
{
  run_script (script_mark_read);
}

static void
on_attention (Run *run)
{
  run->attended++;
}

static void
script_attention (Run *run)
{
  BedsideConversation *attention = NULL;

  g_signal_connect_swapped (run->application, "notify::attention", G_CALLBACK (on_attention), run);
  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  keep_running (run, BEDSIDE_BACKGROUND_CHOICE_STAY);
  bedside_await (is_shown (), 5);
  act (run, "open-conversation", "!ada");
  bedside_await (run->attended == 1, 5);
  g_object_get (run->application, "attention", &attention, NULL);
  g_assert_cmpstr (bedside_conversation_get_room_id (attention), ==, "!ada");
  g_clear_object (&attention);

  /* Who does not see it does not read it. */
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
  bedside_await (run->attended == 2, 5);
  g_object_get (run->application, "attention", &attention, NULL);
  g_assert_null (attention);
  act (run, "show", NULL);
  bedside_await (run->attended == 3, 5);
  g_assert_cmpstr (get_open (), ==, "!ada");
  act (run, "quit", NULL);
  g_assert_cmpuint (run->attended, ==, 4);
}

static void
test_attention (void)
{
  run_script (script_attention);
}

/* --- preferences --- */

static void
script_preferences (Run *run)
{
  BedsidePreferences *preferences = bedside_application_get_preferences (run->application);
  g_autoptr(GVariant) state = NULL;

  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  act (run, "do-not-disturb", NULL);
  g_assert_true (bedside_preferences_get_do_not_disturb (preferences));
  bedside_preferences_set_do_not_disturb (preferences, FALSE);
  state = g_action_group_get_action_state (G_ACTION_GROUP (run->application), "do-not-disturb");
  g_assert_false (g_variant_get_boolean (state));

  act (run, "preferences", NULL);
  bedside_await (find_window (BEDSIDE_TYPE_PREFERENCES_WINDOW) != NULL, 5);
  act (run, "preferences", NULL);
  /* A dialog does not keep it from ending. */
  act (run, "quit", NULL);
  g_assert_null (find_window (BEDSIDE_TYPE_PREFERENCES_WINDOW));
}

static void
test_preferences (void)
{
  run_script (script_preferences);
}

/* --- closing --- */

static void
script_ask (Run *run)
{
  BedsidePreferences *preferences = bedside_application_get_preferences (run->application);

  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  keep_running (run, BEDSIDE_BACKGROUND_CHOICE_ASK);
  bedside_await (is_shown (), 5);
  /* Once, however often it is closed. */
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
  bedside_ui_click (find_window (BEDSIDE_TYPE_QUESTION), "Cancel");
  bedside_await (find_window (BEDSIDE_TYPE_QUESTION) == NULL, 5);
  g_assert_true (is_shown ());
  g_assert_cmpint (bedside_preferences_get_background (preferences), ==, BEDSIDE_BACKGROUND_CHOICE_ASK);

  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
  bedside_ui_click (find_window (BEDSIDE_TYPE_QUESTION), "Keep running");
  bedside_await (!is_shown (), 5);
  g_assert_cmpint (bedside_preferences_get_background (preferences), ==, BEDSIDE_BACKGROUND_CHOICE_STAY);
  g_assert_true (bedside_presence_get_hidden (bedside_application_get_presence (run->application)));

  g_application_activate (G_APPLICATION (run->application));
  bedside_await (is_shown (), 5);
  g_assert_null (find_window (BEDSIDE_TYPE_QUESTION));
  g_assert_false (bedside_presence_get_hidden (bedside_application_get_presence (run->application)));

  bedside_preferences_set_background (preferences, BEDSIDE_BACKGROUND_CHOICE_ASK);
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
  bedside_ui_click (find_window (BEDSIDE_TYPE_QUESTION), "Quit");
  bedside_await (find_window (BEDSIDE_TYPE_WINDOW) == NULL, 5);
  g_assert_cmpint (bedside_preferences_get_background (preferences), ==, BEDSIDE_BACKGROUND_CHOICE_QUIT);
}

static void
test_ask (void)
{
  run_script (script_ask);
}

/* The desktop seemed to have somebody to ask, and did not: it is said, and nothing is hidden. */
static void
script_refused (Run *run)
{
  BedsidePresence *presence = bedside_application_get_presence (run->application);
  BedsidePreferences *preferences = bedside_application_get_preferences (run->application);

  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_preferences_set_background (preferences, BEDSIDE_BACKGROUND_CHOICE_ASK);
  bedside_presence_set_grantable (presence, TRUE);
  bedside_await (is_shown (), 5);
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
  bedside_ui_click (find_window (BEDSIDE_TYPE_QUESTION), "Keep running");
  bedside_await (find_window (BEDSIDE_TYPE_QUESTION) != NULL
                 && bedside_ui_shows (find_window (BEDSIDE_TYPE_QUESTION), "Bedside cannot keep running"), 5);
  g_assert_true (is_shown ());
  g_assert_false (bedside_presence_get_grantable (presence));
  g_assert_cmpint (bedside_preferences_get_background (preferences), ==, BEDSIDE_BACKGROUND_CHOICE_ASK);
  bedside_ui_click (find_window (BEDSIDE_TYPE_QUESTION), "Quit");
}

static void
test_refused (void)
{
  run_script (script_refused);
}

/* Nothing is received by somebody who is not signed in. */
static void
script_signed_out (Run *run)
{
  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  keep_running (run, BEDSIDE_BACKGROUND_CHOICE_STAY);
  bedside_await (is_shown (), 5);
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
}

static void
test_signed_out (void)
{
  run_script (script_signed_out);
}

/* The sign-in ends while the person is asked: the window says so, and is not taken away. */
static void
script_expired (Run *run)
{
  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  keep_running (run, BEDSIDE_BACKGROUND_CHOICE_ASK);
  bedside_await (is_shown (), 5);
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
  bedside_await (find_window (BEDSIDE_TYPE_QUESTION) != NULL, 5);
  bedside_fake_account_set (run->account, BEDSIDE_ACCOUNT_STATE_EXPIRED, run->session);
  bedside_ui_click (find_window (BEDSIDE_TYPE_QUESTION), "Keep running");
  bedside_await (find_window (BEDSIDE_TYPE_QUESTION) == NULL, 5);
  g_assert_true (is_shown ());
  g_assert_false (bedside_presence_get_hidden (bedside_application_get_presence (run->application)));
  act (run, "quit", NULL);
}

static void
test_expired (void)
{
  run_script (script_expired);
}

/* --- nothing arrives any more --- */

#define NOTIFICATIONS "org.gtk.Notifications"

static const char notifications_xml[] =
  "<node><interface name='" NOTIFICATIONS "'>"
  "<method name='AddNotification'><arg type='s'/><arg type='s'/><arg type='a{sv}'/></method>"
  "<method name='RemoveNotification'><arg type='s'/><arg type='s'/></method>"
  "</interface></node>";

static void
on_notification (FakeService *service,
                 FakeCall    *call,
                 gpointer     user_data)
{
  fake_call_answer (call, NULL);
}

/* Told while there is no window to say so, and not beyond the end: its button would do nothing. */
static void
script_stopped (Run *run)
{
  FakeService *desktop = fake_service_new (g_getenv ("DBUS_SESSION_BUS_ADDRESS"), NOTIFICATIONS,
                                           "/org/gtk/Notifications", notifications_xml, on_notification, NULL);

  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  keep_running (run, BEDSIDE_BACKGROUND_CHOICE_STAY);
  bedside_await (is_shown (), 5);
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
  bedside_await (!is_shown (), 5);
  g_assert_cmpuint (fake_service_count (desktop, "AddNotification"), ==, 0);
  set_state (run, BEDSIDE_ACCOUNT_STATE_EXPIRED);
  bedside_await (fake_service_count (desktop, "AddNotification") == 1, 5);
  act (run, "show", NULL);
  bedside_await (fake_service_count (desktop, "RemoveNotification") == 1, 5);

  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
  bedside_await (!is_shown (), 5);
  set_state (run, BEDSIDE_ACCOUNT_STATE_ENDED);
  bedside_await (fake_service_count (desktop, "AddNotification") == 2, 5);
  act (run, "quit", NULL);
  bedside_await (fake_service_count (desktop, "RemoveNotification") == 2, 5);
  fake_service_free (desktop);
}

static void
test_stopped (void)
{
  run_script (script_stopped);
}

static void
script_stranded (Run *run)
{
  BedsidePresence *presence = bedside_application_get_presence (run->application);

  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  keep_running (run, BEDSIDE_BACKGROUND_CHOICE_STAY);
  bedside_presence_set_limit (presence, 300);
  bedside_await (is_shown (), 5);
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
  bedside_await (!is_shown (), 5);
  bedside_presence_set_tray (presence, FALSE);
  bedside_ui_settle ();
  g_assert_false (is_shown ());
  bedside_await (is_shown (), 5);
  g_assert_false (bedside_presence_get_hidden (presence));
  gtk_window_close (find_window (BEDSIDE_TYPE_WINDOW));
}

static void
test_stranded (void)
{
  run_script (script_stranded);
}

static void
script_toggle (Run *run)
{
  set_state (run, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  keep_running (run, BEDSIDE_BACKGROUND_CHOICE_ASK);
  bedside_await (is_shown () && gtk_window_is_active (find_window (BEDSIDE_TYPE_WINDOW)), 5);
  /* A click neither asks nor hides what nobody wanted to be hidden. */
  bedside_application_toggle (run->application, NULL);
  g_assert_true (is_shown ());
  g_assert_null (find_window (BEDSIDE_TYPE_QUESTION));

  keep_running (run, BEDSIDE_BACKGROUND_CHOICE_STAY);
  bedside_application_toggle (run->application, NULL);
  bedside_await (!is_shown (), 5);
  bedside_application_toggle (run->application, "");
  bedside_await (is_shown (), 5);
  act (run, "quit", NULL);
}

static void
test_toggle (void)
{
  run_script (script_toggle);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("GNOTIFICATION_BACKEND", "gtk", TRUE);
  bedside_ui_init (&argc, &argv);
  g_test_add_func ("/ui/application/R22-open", test_open);
  g_test_add_func ("/ui/application/R22-mark-read", test_mark_read);
  g_test_add_func ("/ui/application/R22-attention", test_attention);
  g_test_add_func ("/ui/application/preferences", test_preferences);
  g_test_add_func ("/ui/application/ask", test_ask);
  g_test_add_func ("/ui/application/refused", test_refused);
  g_test_add_func ("/ui/application/signed-out", test_signed_out);
  g_test_add_func ("/ui/application/expired-while-asked", test_expired);
  g_test_add_func ("/ui/application/stopped", test_stopped);
  g_test_add_func ("/ui/application/stranded", test_stranded);
  g_test_add_func ("/ui/application/R23-toggle", test_toggle);

  return g_test_run ();
}
