/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-application.h"
#include "bedside-fake-lock.h"
#include "bedside-lock-page.h"
#include "bedside-main-page.h"
#include "bedside-memory-secrets.h"
#include "bedside-preferences-window.h"
#include "bedside-problem-page.h"
#include "bedside-question.h"
#include "bedside-set-up-page.h"
#include "bedside-sign-in-page.h"
#include "bedside-starting-page.h"
#include "bedside-ui-fixture.h"
#include "bedside-window.h"

typedef struct {
  BedsideAccount *account;
  BedsideSession *session;
  BedsideLock    *lock;
  BedsideWindow  *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(BedsideMemorySecrets) secrets = bedside_memory_secrets_new ();
  g_autoptr(BedsideConversation) ada =
    bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", 3000);

  fixture->account = bedside_account_new (BEDSIDE_SECRETS (secrets), NULL);
  fixture->session = bedside_fake_session_new ();
  fixture->lock = bedside_fake_lock_new ();
  bedside_fake_session_set_practice (fixture->session, "Riverside Health");
  g_list_store_append (bedside_fake_session_get_store (fixture->session), ada);
  fixture->window = BEDSIDE_WINDOW (bedside_window_new (NULL, NULL));
  bedside_window_set_lock (fixture->window, fixture->lock);
  bedside_window_set_account (fixture->window, fixture->account);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_ui_destroy (GTK_WINDOW (fixture->window), fixture->window);
  bedside_fake_account_set (fixture->account, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, NULL);
  g_assert_finalize_object (fixture->account);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->lock);
}

static void
set_state (Fixture             *fixture,
           BedsideAccountState  state)
{
  const gboolean session = state == BEDSIDE_ACCOUNT_STATE_SIGNED_IN
                           || state == BEDSIDE_ACCOUNT_STATE_EXPIRED
                           || state == BEDSIDE_ACCOUNT_STATE_SIGNING_OUT;

  bedside_fake_account_set (fixture->account, state, session ? fixture->session : NULL);
  bedside_ui_settle ();
}

static gboolean
shows (Fixture *fixture,
       GType    page)
{
  return bedside_ui_find (fixture->window, page, NULL) != NULL;
}

static gboolean
is_enabled (Fixture    *fixture,
            const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), action);
}

static void
open_ada (Fixture *fixture)
{
  g_autoptr(BedsideConversation) ada =
    g_list_model_get_item (bedside_session_get_conversations (fixture->session), 0);

  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_window_reply (fixture->window, ada);
  bedside_await (bedside_window_get_attention (fixture->window) == ada, 10);
}

static GtkWindow *
make_dialog (Fixture    *fixture,
             const char *text)
{
  GtkWidget *dialog = adw_window_new ();
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  adw_window_set_content (ADW_WINDOW (dialog), entry);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (fixture->window));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);

  return GTK_WINDOW (dialog);
}

static const char *
get_text (GtkWindow *dialog)
{
  return gtk_editable_get_text (GTK_EDITABLE (adw_window_get_content (ADW_WINDOW (dialog))));
}

static GtkWidget *
find_toplevel (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }

  return NULL;
}

/* --- the window --- */

/* Nothing of the practice is in the window, and it comes back as it was. */
static void
test_cover (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *main_page, *focus;
  GtkTextBuffer *draft;

  open_ada (fixture);
  main_page = bedside_ui_get (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL);
  draft = gtk_text_view_get_buffer (bedside_ui_get (fixture->window, GTK_TYPE_TEXT_VIEW, "Message"));
  gtk_text_buffer_set_text (draft, "Half of an ans", -1);
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_true (is_enabled (fixture, "practice-settings"));

  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  g_assert_true (shows (fixture, BEDSIDE_TYPE_LOCK_PAGE));
  g_assert_false (shows (fixture, BEDSIDE_TYPE_MAIN_PAGE));
  g_assert_null (gtk_widget_get_root (main_page));
  g_assert_false (gtk_widget_get_mapped (main_page));
  g_assert_null (bedside_window_get_attention (fixture->window));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "Bedside");
  g_assert_false (is_enabled (fixture, "practice-settings"));
  g_assert_false (is_enabled (fixture, "patient-directory"));
  g_assert_false (is_enabled (fixture, "set-up-practice"));
  g_assert_false (is_enabled (fixture, "practice"));
  bedside_window_focus_search (fixture->window);
  bedside_window_show_practice_settings (fixture->window);
  bedside_await (bedside_ui_has_focus (GTK_WINDOW (fixture->window),
                                       bedside_ui_get (fixture->window, GTK_TYPE_PASSWORD_ENTRY, "Passcode")), 10);

  bedside_fake_lock_set_locked (fixture->lock, FALSE);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_get (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL) == main_page);
  g_assert_false (shows (fixture, BEDSIDE_TYPE_LOCK_PAGE));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == focus);
  bedside_await (bedside_window_get_attention (fixture->window) != NULL, 10);
  g_assert_true (bedside_ui_find (fixture->window, GTK_TYPE_TEXT_VIEW, "Message") != NULL);
  g_assert_cmpint (gtk_text_buffer_get_char_count (draft), ==, 14);
  g_assert_true (is_enabled (fixture, "practice-settings"));
}

static gboolean
was_read (Fixture *fixture)
{
  g_autofree char *calls = bedside_fake_take_calls (fixture->session);

  return strstr (calls, "mark-read") != NULL;
}

static void
receive (Fixture *fixture,
         gint64   timestamp)
{
  g_autoptr(BedsideConversation) ada =
    g_list_model_get_item (bedside_session_get_conversations (fixture->session), 0);
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (messages, bedside_message_new ("Ada Lovelace", FALSE, "Is that so?", timestamp,
                                                  BEDSIDE_MESSAGE_STATE_RECEIVED));
  bedside_timeline_merge (bedside_conversation_get_timeline (ada), messages);
  bedside_ui_settle ();
}

/* What arrives while it is locked has not been seen, until it has been unlocked. */
static void
test_unread (Fixture       *fixture,
             gconstpointer  data)
{
  const gint64 now = g_get_real_time () / 1000;

  open_ada (fixture);
  receive (fixture, now);
  bedside_await (was_read (fixture), 10);
  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  bedside_ui_settle ();
  was_read (fixture);
  receive (fixture, now + 1000);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  g_assert_false (was_read (fixture));
  g_assert_null (bedside_window_get_attention (fixture->window));
  bedside_fake_lock_set_locked (fixture->lock, FALSE);
  bedside_await (was_read (fixture), 10);
}

/* Locked before there is anything to be seen: nothing of it ever gets into the window. */
static void
test_start (Fixture       *fixture,
            gconstpointer  data)
{
  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  g_assert_true (shows (fixture, BEDSIDE_TYPE_STARTING_PAGE));
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_true (shows (fixture, BEDSIDE_TYPE_LOCK_PAGE));
  g_assert_false (shows (fixture, BEDSIDE_TYPE_MAIN_PAGE));
  g_assert_false (bedside_ui_shows (fixture->window, "Riverside Health"));
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_EXPIRED);
  g_assert_true (shows (fixture, BEDSIDE_TYPE_LOCK_PAGE));
  bedside_fake_lock_set_locked (fixture->lock, FALSE);
  g_assert_true (shows (fixture, BEDSIDE_TYPE_MAIN_PAGE));
}

/* What stands in the way of all has to be seen, and tells nothing of anybody. */
static void
test_states (Fixture       *fixture,
             gconstpointer  data)
{
  open_ada (fixture);
  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_ENDED);
  g_assert_true (shows (fixture, BEDSIDE_TYPE_PROBLEM_PAGE));
  g_assert_false (shows (fixture, BEDSIDE_TYPE_LOCK_PAGE));
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  g_assert_true (shows (fixture, BEDSIDE_TYPE_SIGN_IN_PAGE));
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_true (shows (fixture, BEDSIDE_TYPE_LOCK_PAGE));
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNING_OUT);
  g_assert_true (shows (fixture, BEDSIDE_TYPE_STARTING_PAGE));
  g_assert_false (shows (fixture, BEDSIDE_TYPE_MAIN_PAGE));
}

/* Another page takes the place of what is covered; the focus stays where the passcode is written. */
static void
test_page_changes (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkEditable *entry;

  open_ada (fixture);
  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  entry = bedside_ui_get (fixture->window, GTK_TYPE_PASSWORD_ENTRY, "Passcode");
  gtk_editable_set_text (entry, "12");
  bedside_fake_session_set_practice (fixture->session, "Harbour Clinic");
  bedside_fake_session_set_practice (fixture->session, NULL);
  g_list_store_remove_all (bedside_fake_session_get_store (fixture->session));
  bedside_fake_session_set_connection (fixture->session, BEDSIDE_CONNECTION_ONLINE, 0);
  bedside_ui_settle ();
  g_assert_true (shows (fixture, BEDSIDE_TYPE_LOCK_PAGE));
  g_assert_false (shows (fixture, BEDSIDE_TYPE_SET_UP_PAGE));
  bedside_await (bedside_ui_has_focus (GTK_WINDOW (fixture->window), GTK_WIDGET (entry)), 10);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "12");
  bedside_fake_lock_set_locked (fixture->lock, FALSE);
  g_assert_true (shows (fixture, BEDSIDE_TYPE_SET_UP_PAGE));
}

static void
test_dialogs (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWindow *dialog, *late, *second;

  open_ada (fixture);
  dialog = make_dialog (fixture, "Ada Lovelace");
  second = make_dialog (fixture, "half-filled");
  late = make_dialog (fixture, "comes later");
  gtk_window_set_transient_for (second, dialog);
  gtk_window_present (dialog);
  gtk_window_present (second);
  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (dialog)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (second)));

  /* Made before, and made now. */
  gtk_window_present (late);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (late)));
  gtk_window_present (dialog);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (dialog)));
  gtk_window_destroy (late);
  late = make_dialog (fixture, "Ben Okafor");
  gtk_window_present (late);
  bedside_ui_settle ();
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (late)));

  bedside_fake_lock_set_locked (fixture->lock, FALSE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog)));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (second)));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (late)));
  g_assert_cmpstr (get_text (second), ==, "half-filled");
  gtk_window_destroy (late);
  gtk_window_destroy (dialog);
}

static void
test_popovers (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *popover;

  open_ada (fixture);
  bedside_window_new_chat (fixture->window);
  popover = bedside_ui_get (fixture->window, GTK_TYPE_POPOVER, NULL);
  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  g_assert_false (gtk_widget_get_visible (popover));
  bedside_window_new_chat (fixture->window);
  bedside_window_new_messages (fixture->window);
  g_assert_false (gtk_widget_get_visible (popover));
  bedside_fake_lock_set_locked (fixture->lock, FALSE);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (fixture->window, GTK_TYPE_POPOVER, NULL));
}

/* Locking does not bring to the screen what is not there, and does not bring back what went with the window. */
static void
test_hidden (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *dialog;

  open_ada (fixture);
  dialog = make_dialog (fixture, "Ada Lovelace");
  gtk_window_present (dialog);
  bedside_window_hide (fixture->window);
  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  bedside_ui_settle ();
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
  bedside_window_show (fixture->window);
  bedside_ui_settle ();
  g_assert_true (shows (fixture, BEDSIDE_TYPE_LOCK_PAGE));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (dialog)));

  bedside_window_hide (fixture->window);
  bedside_fake_lock_set_locked (fixture->lock, FALSE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (dialog)));
  bedside_window_show (fixture->window);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog)));
  g_assert_true (shows (fixture, BEDSIDE_TYPE_MAIN_PAGE));
  gtk_window_destroy (dialog);
}

/* What is selected can be pasted in any program without being copied before. */
static void
test_selection (Fixture       *fixture,
                gconstpointer  data)
{
  GdkClipboard *primary;
  GtkTextBuffer *draft;
  GtkTextIter start, end;

  open_ada (fixture);
  primary = gtk_widget_get_primary_clipboard (GTK_WIDGET (fixture->window));
  draft = gtk_text_view_get_buffer (bedside_ui_get (fixture->window, GTK_TYPE_TEXT_VIEW, "Message"));
  gtk_text_buffer_set_text (draft, "Half of an ans", -1);
  gtk_text_buffer_get_bounds (draft, &start, &end);
  gtk_text_buffer_select_range (draft, &start, &end);
  bedside_await (gdk_clipboard_get_content (primary) != NULL, 5);
  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  g_assert_null (gdk_clipboard_get_content (primary));
}

static void
test_forgotten (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *calls = NULL;

  open_ada (fixture);
  bedside_fake_session_set_unsent (fixture->session, 2);
  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  bedside_ui_click (fixture->window, "Forgot passcode?");
  g_assert_true (gtk_widget_get_visible (find_toplevel (BEDSIDE_TYPE_QUESTION)));
  g_assert_true (bedside_ui_shows (find_toplevel (BEDSIDE_TYPE_QUESTION),
                                   "Bedside signs out, and what it keeps on this computer is erased. When you sign in "
                                   "again, your conversations come back from the server, and you can choose another "
                                   "passcode.\n\n"
                                   "2 messages have not been sent yet. They are lost when you sign out."));
  bedside_ui_click (find_toplevel (BEDSIDE_TYPE_QUESTION), "Cancel");
  bedside_await (find_toplevel (BEDSIDE_TYPE_QUESTION) == NULL, 5);
  g_assert_true (shows (fixture, BEDSIDE_TYPE_LOCK_PAGE));
  bedside_ui_click (fixture->window, "Forgot passcode?");
  bedside_ui_click (find_toplevel (BEDSIDE_TYPE_QUESTION), "Sign Out");
  calls = bedside_fake_take_calls (fixture->account);
  g_assert_cmpstr (calls, ==, "sign-out");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  bedside_fake_account_return (fixture->account, NULL);
  bedside_ui_settle ();
  g_assert_true (shows (fixture, BEDSIDE_TYPE_SIGN_IN_PAGE));
}

/* Gone for good while it is locked. */
static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *dialog;

  open_ada (fixture);
  dialog = make_dialog (fixture, "Ada Lovelace");
  gtk_window_present (dialog);
  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  bedside_ui_destroy (GTK_WINDOW (fixture->window), fixture->window);
  bedside_fake_lock_set_locked (fixture->lock, FALSE);
  g_assert_null (find_toplevel (BEDSIDE_TYPE_WINDOW));
  fixture->window = BEDSIDE_WINDOW (bedside_window_new (NULL, NULL));
}

/* --- the program --- */

typedef struct Run Run;
struct Run
{
  BedsideApplication *application;
  BedsideAccount     *account;
  BedsideSession     *session;
  BedsideLock        *lock;
  void                (*script) (Run *run);
  gboolean            done;
};

static void
on_startup (Run *run)
{
  g_autoptr(BedsideMemorySecrets) secrets = bedside_memory_secrets_new ();
  g_autoptr(BedsideConversation) ada =
    bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", 3000);

  run->account = bedside_account_new (BEDSIDE_SECRETS (secrets), NULL);
  run->session = bedside_fake_session_new ();
  run->lock = bedside_fake_lock_new ();
  g_list_store_append (bedside_fake_session_get_store (run->session), ada);
  bedside_application_set_lock (run->application, run->lock);
  bedside_application_set_account (run->application, run->account);
}

static void
act (Run        *run,
     const char *name,
     const char *room_id)
{
  g_action_group_activate_action (G_ACTION_GROUP (run->application), name,
                                  room_id != NULL ? g_variant_new_string (room_id) : NULL);
}

static gboolean
can (Run        *run,
     const char *name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (run->application), name);
}

static const char *
get_open (void)
{
  BedsideMainPage *page = bedside_ui_find (find_toplevel (BEDSIDE_TYPE_WINDOW), BEDSIDE_TYPE_MAIN_PAGE, NULL);
  BedsideConversation *conversation = page != NULL ? bedside_main_page_get_conversation (page) : NULL;

  return conversation != NULL ? bedside_conversation_get_room_id (conversation) : NULL;
}

/* What was asked for from outside waits; what belongs in front of the window is not possible. */
static void
script_errands (Run *run)
{
  g_auto(GStrv) accels = NULL;
  g_autofree char *calls = NULL;

  g_assert_false (can (run, "lock"));
  bedside_fake_account_set (run->account, BEDSIDE_ACCOUNT_STATE_SIGNED_IN, run->session);
  bedside_await (can (run, "lock") && can (run, "preferences"), 5);
  act (run, "preferences", NULL);
  g_assert_true (gtk_widget_get_visible (find_toplevel (BEDSIDE_TYPE_PREFERENCES_WINDOW)));
  bedside_ui_get (find_toplevel (BEDSIDE_TYPE_PREFERENCES_WINDOW), BEDSIDE_TYPE_PREFERENCES_WINDOW, NULL);
  act (run, "lock", NULL);
  g_assert_true (bedside_lock_get_locked (run->lock));
  g_assert_false (gtk_widget_get_visible (find_toplevel (BEDSIDE_TYPE_PREFERENCES_WINDOW)));
  g_assert_false (can (run, "lock") || can (run, "preferences") || can (run, "search") || can (run, "sign-out"));
  g_assert_true (can (run, "quit") && can (run, "about") && can (run, "show"));
  accels = gtk_application_get_accels_for_action (GTK_APPLICATION (run->application), "app.new-messages");
  g_assert_cmpuint (g_strv_length (accels), ==, 0);
  act (run, "about", NULL);
  g_assert_true (gtk_widget_get_visible (find_toplevel (ADW_TYPE_ABOUT_WINDOW)));
  gtk_window_destroy (GTK_WINDOW (find_toplevel (ADW_TYPE_ABOUT_WINDOW)));

  act (run, "mark-read", "!ada");
  act (run, "reply", "!ada");
  bedside_ui_settle ();
  calls = bedside_fake_take_calls (run->session);
  g_assert_null (strstr (calls, "read"));
  g_assert_true (bedside_ui_find (find_toplevel (BEDSIDE_TYPE_WINDOW), BEDSIDE_TYPE_LOCK_PAGE, NULL) != NULL);
  g_assert_null (get_open ());

  bedside_fake_lock_set_locked (run->lock, FALSE);
  bedside_await (g_strcmp0 (get_open (), "!ada") == 0, 5);
  g_clear_pointer (&calls, g_free);
  calls = bedside_fake_take_calls (run->session);
  g_assert_nonnull (strstr (calls, "mark-conversation-read !ada"));
  g_assert_true (can (run, "search"));
  act (run, "quit", NULL);
}

/* --- somebody is there --- */

static gboolean
was_activity (Run *run)
{
  g_autofree char *calls = bedside_fake_lock_take_calls (run->lock);

  return strstr (calls, "activity") != NULL;
}

static void
move_pointer (const char *x,
              const char *y)
{
  const char *argv[] = { "xdotool", "mousemove", x, y, NULL };
  g_autoptr(GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Longer than what is told at once. */
static void
pass_time (void)
{
  const gint64 end = g_get_monotonic_time () + 12 * G_TIME_SPAN_SECOND / 10;

  bedside_await (g_get_monotonic_time () > end, 30);
}

/* The pointer that is moved, also in a dialog, and not the one under which something moves. */
static void
script_activity (Run *run)
{
  GtkWidget *window;

  bedside_fake_account_set (run->account, BEDSIDE_ACCOUNT_STATE_SIGNED_IN, run->session);
  window = find_toplevel (BEDSIDE_TYPE_WINDOW);
  bedside_await (gtk_widget_get_mapped (window), 10);
  pass_time ();
  was_activity (run);
  move_pointer ("100", "100");
  bedside_await (was_activity (run), 10);
  pass_time ();
  move_pointer ("120", "140");
  bedside_await (was_activity (run), 10);

  pass_time ();
  was_activity (run);
  for (guint i = 0; i < 5; i++)
    {
      bedside_fake_session_set_connection (run->session, i % 2 ? BEDSIDE_CONNECTION_ONLINE : BEDSIDE_CONNECTION_OFFLINE,
                                           0);
      gtk_test_widget_wait_for_draw (window);
    }
  g_assert_false (was_activity (run));
  act (run, "quit", NULL);
}

static gboolean
script_cb (gpointer user_data)
{
  Run *run = user_data;

  run->script (run);
  bedside_await (bedside_fake_account_is_pending (run->account), 10);
  bedside_fake_account_return (run->account, NULL);

  return G_SOURCE_REMOVE;
}

static void
on_activate (Run *run)
{
  if (!run->done)
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
  g_assert_finalize_object (run.lock);
}

static void
test_errands (void)
{
  run_script (script_errands);
}

static void
test_activity (void)
{
  run_script (script_activity);
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");

  bedside_ui_init (&argc, &argv);
  add ("/ui/lock/window/covers", test_cover);
  add ("/ui/lock/window/unread", test_unread);
  add ("/ui/lock/window/locked-from-the-start", test_start);
  add ("/ui/lock/window/states", test_states);
  add ("/ui/lock/window/page-changes", test_page_changes);
  add ("/ui/lock/window/dialogs", test_dialogs);
  add ("/ui/lock/window/popovers", test_popovers);
  add ("/ui/lock/window/hidden", test_hidden);
  add ("/ui/lock/window/selection", test_selection);
  add ("/ui/lock/window/forgotten", test_forgotten);
  add ("/ui/lock/window/closed", test_closed);
  g_test_add_func ("/ui/lock/errands-wait", test_errands);
  /* Where nothing can move the pointer, as in the SDK, it is not moved. */
  if (xdotool != NULL)
    g_test_add_func ("/ui/lock/activity", test_activity);

  return g_test_run ();
}
