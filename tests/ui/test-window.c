/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-main-page.h"
#include "bedside-memory-secrets.h"
#include "bedside-problem-page.h"
#include "bedside-question.h"
#include "bedside-set-up-page.h"
#include "bedside-settings.h"
#include "bedside-sign-in-page.h"
#include "bedside-starting-page.h"
#include "bedside-ui-fixture.h"
#include "bedside-window.h"

typedef struct {
  BedsideAccount *account;
  BedsideSession *session;
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
  g_list_store_append (bedside_fake_session_get_store (fixture->session), ada);
  fixture->window = BEDSIDE_WINDOW (bedside_window_new (NULL, NULL));
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

/* Every state has a page, from every other one, and only that one is in the window. */
static void
test_states (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GEnumClass) states = g_type_class_ref (BEDSIDE_TYPE_ACCOUNT_STATE);

  for (guint from = 0; from < states->n_values; from++)
    {
      for (guint to = 0; to < states->n_values; to++)
        {
          const BedsideAccountState state = states->values[to].value;
          GType expected = BEDSIDE_TYPE_STARTING_PAGE;
          const GType pages[] = {
            BEDSIDE_TYPE_STARTING_PAGE, BEDSIDE_TYPE_SIGN_IN_PAGE, BEDSIDE_TYPE_MAIN_PAGE, BEDSIDE_TYPE_PROBLEM_PAGE,
          };

          if (state == BEDSIDE_ACCOUNT_STATE_SIGNED_OUT)
            expected = BEDSIDE_TYPE_SIGN_IN_PAGE;
          else if (state == BEDSIDE_ACCOUNT_STATE_SIGNED_IN || state == BEDSIDE_ACCOUNT_STATE_EXPIRED)
            expected = BEDSIDE_TYPE_MAIN_PAGE;
          else if (bedside_problem_page_handles (state))
            expected = BEDSIDE_TYPE_PROBLEM_PAGE;

          set_state (fixture, states->values[from].value);
          set_state (fixture, state);
          for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
            g_assert_true ((bedside_ui_find (fixture->window, pages[i], NULL) != NULL) == (pages[i] == expected));
          g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "Bedside");
        }
    }
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
}

static void
fill_in (Fixture *fixture)
{
  static const char *const names[] = { "Server", "User name", "Password" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkEditable *entry = bedside_ui_get (fixture->window, ADW_TYPE_ENTRY_ROW, names[i]);

      if (gtk_editable_get_editable (entry))
        gtk_editable_set_text (entry, names[i]);
    }
}

static void
test_sign_in (Fixture       *fixture,
              gconstpointer  data)
{
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  fill_in (fixture);
  bedside_ui_click (fixture->window, "Sign In");
  bedside_fake_assert_calls (fixture->account, "sign-in Server User name Password");

  bedside_fake_account_return (fixture->account, bedside_fake_sign_in_error (BEDSIDE_SIGN_IN_ERROR_UNREACHABLE, 0));
  bedside_await (bedside_ui_shows (fixture->window, "The server does not answer. Check its name and your network."),
                 5);
  bedside_ui_click (fixture->window, "Sign In");
  bedside_fake_assert_calls (fixture->account, "sign-in Server User name Password");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_fake_account_return (fixture->account, NULL);
  bedside_ui_settle ();
  bedside_ui_get (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL);
}

static void
test_sign_in_cancel (Fixture       *fixture,
                     gconstpointer  data)
{
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  fill_in (fixture);
  bedside_ui_click (fixture->window, "Sign In");
  bedside_ui_click (fixture->window, "Cancel");
  bedside_fake_account_return (fixture->account, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x"));
  bedside_await (bedside_ui_find (fixture->window, GTK_TYPE_BUTTON, "Sign In") != NULL, 5);
  bedside_fake_assert_calls (fixture->account, "sign-in Server User name Password");
}

/* The answer comes when the window is gone. */
static void
test_sign_in_closed (Fixture       *fixture,
                     gconstpointer  data)
{
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  fill_in (fixture);
  bedside_ui_click (fixture->window, "Sign In");
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  bedside_fake_account_return (fixture->account, bedside_fake_sign_in_error (BEDSIDE_SIGN_IN_ERROR_UNREACHABLE, 0));
  bedside_ui_settle ();
  fixture->window = BEDSIDE_WINDOW (bedside_window_new (NULL, NULL));
}

static void
test_expired (Fixture       *fixture,
              gconstpointer  data)
{
  gpointer main_page;

  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  main_page = bedside_ui_get (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL);
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_EXPIRED);
  g_assert_true (bedside_ui_get (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL) == main_page);

  bedside_ui_click (fixture->window, "Sign in again");
  g_assert_cmpstr (gtk_editable_get_text (bedside_ui_get (fixture->window, ADW_TYPE_ENTRY_ROW, "User name")), ==,
                   "@grace:practice.example");
  bedside_ui_click (fixture->window, "Back");
  g_assert_true (bedside_ui_get (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL) == main_page);

  bedside_ui_click (fixture->window, "Sign in again");
  fill_in (fixture);
  bedside_ui_click (fixture->window, "Sign In");
  bedside_fake_assert_calls (fixture->account, "sign-in https://practice.example @grace:practice.example Password");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_fake_account_return (fixture->account, NULL);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (fixture->window, GTK_TYPE_BUTTON, "Sign in again"));
}

/* A damaged cache is being closed, and its session is still there: what was typed has been handed to it, nothing can be
 * written any more, and there is nothing to be tried again. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BedsideConversation) ada =
    g_list_model_get_item (G_LIST_MODEL (bedside_fake_session_get_store (fixture->session)), 0);
  g_autofree char *calls = NULL;

  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_window_open_conversation (fixture->window, ada);
  bedside_ui_settle ();
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (bedside_ui_get (fixture->window, GTK_TYPE_TEXT_VIEW, "Message")),
                            "Half of an ans", -1);
  /* At once, before the main loop turns. */
  bedside_fake_account_set (fixture->account, BEDSIDE_ACCOUNT_STATE_STARTING, fixture->session);
  g_assert_null (bedside_ui_find (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL));
  bedside_ui_settle ();
  g_assert_cmpstr (bedside_conversation_get_draft (ada), ==, "Half of an ans");
  calls = bedside_fake_take_calls (fixture->account);
  g_signal_emit_by_name (bedside_ui_get (fixture->window, BEDSIDE_TYPE_STARTING_PAGE, NULL), "try-again");
  bedside_fake_assert_calls (fixture->account, "");

  bedside_fake_account_set (fixture->account, BEDSIDE_ACCOUNT_STATE_STARTING, NULL);
  g_signal_emit_by_name (bedside_ui_get (fixture->window, BEDSIDE_TYPE_STARTING_PAGE, NULL), "try-again");
  bedside_fake_assert_calls (fixture->account, "start");
}

static GtkWidget *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (BEDSIDE_IS_QUESTION (window))
        return window;
    }

  return NULL;
}

static void
test_sign_out (Fixture       *fixture,
               gconstpointer  data)
{
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  bedside_window_sign_out (fixture->window);
  bedside_fake_assert_calls (fixture->account, "");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_window_sign_out (fixture->window);
  g_assert_null (find_question ());
  bedside_fake_assert_calls (fixture->account, "sign-out");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNING_OUT);
  bedside_window_sign_out (fixture->window);
  bedside_fake_assert_calls (fixture->account, "");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  bedside_fake_account_return (fixture->account, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "offline"));
  bedside_await (bedside_ui_shows (fixture->window, "Signed out here, but the server could not be told"), 5);
}

static void
test_sign_out_asks (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(BedsideConversation) ada =
    g_list_model_get_item (bedside_session_get_conversations (fixture->session), 0);

  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_fake_session_set_unsent (fixture->session, 3);
  bedside_window_sign_out (fixture->window);
  g_assert_true (bedside_ui_shows (find_question (),
                                   "3 messages have not been sent yet. They are lost when you sign out."));
  gtk_window_close (GTK_WINDOW (find_question ()));
  bedside_await (find_question () == NULL, 5);
  bedside_fake_assert_calls (fixture->account, "");

  bedside_fake_session_set_unsent (fixture->session, 0);
  bedside_conversation_set_draft (ada, "Dear Ada");
  bedside_window_sign_out (fixture->window);
  g_assert_true (bedside_ui_shows (find_question (), "1 draft has not been sent. It is lost when you sign out."));
  bedside_ui_click (find_question (), "Sign Out");
  bedside_fake_assert_calls (fixture->account, "sign-out");
  bedside_fake_account_return (fixture->account, NULL);
  bedside_ui_settle ();
}

static void
test_ways_on (Fixture       *fixture,
              gconstpointer  data)
{
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED);
  bedside_ui_click (fixture->window, "Try again");
  bedside_fake_assert_calls (fixture->account, "start");

  bedside_ui_click (fixture->window, "Sign in again");
  bedside_ui_click (find_question (), "Cancel");
  bedside_await (find_question () == NULL, 5);
  bedside_fake_assert_calls (fixture->account, "");
  bedside_ui_click (fixture->window, "Sign in again");
  bedside_ui_click (find_question (), "Erase");
  bedside_fake_assert_calls (fixture->account, "forget");

  set_state (fixture, BEDSIDE_ACCOUNT_STATE_ENDED);
  bedside_ui_click (fixture->window, "Sign In");
  bedside_ui_get (fixture->window, BEDSIDE_TYPE_SIGN_IN_PAGE, NULL);
}

static void
test_demo (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_window_set_demo (fixture->window, "http://127.0.0.1:1", "grace", "secret");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_true (bedside_ui_shows (fixture->window, "Demo practice: everything here is invented"));
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  g_assert_true (bedside_ui_shows (fixture->window, "Demo practice: everything here is invented"));
  bedside_ui_click (fixture->window, "Sign In");
  bedside_fake_assert_calls (fixture->account, "sign-in http://127.0.0.1:1 grace secret");
  bedside_fake_account_return (fixture->account, bedside_fake_sign_in_error (BEDSIDE_SIGN_IN_ERROR_UNREACHABLE, 0));
  bedside_ui_settle ();
}

/* R21: who writes while somebody sets up a practice is told of, and can be answered. */
static void
test_bubble_on_set_up_page (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(BedsideConversation) ada =
    g_list_model_get_item (G_LIST_MODEL (bedside_fake_session_get_store (fixture->session)), 0);
  GtkWidget *bubble;

  bedside_fake_session_set_practice (fixture->session, "Riverside Health");
  set_state (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.set-up-practice", NULL);
  bedside_ui_get (fixture->window, BEDSIDE_TYPE_SET_UP_PAGE, NULL);
  bedside_conversation_set_unread (ada, 2);
  g_list_store_append (bedside_fake_session_get_news_store (fixture->session), ada);
  bubble = bedside_ui_get (fixture->window, GTK_TYPE_MENU_BUTTON, "New messages: 1");
  bedside_window_new_messages (fixture->window);
  bedside_ui_settle ();
  bedside_ui_get (bubble, GTK_TYPE_WIDGET, "Ada Lovelace, 10 Dec 1985, 2 unread");

  bedside_window_open_conversation (fixture->window, ada);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (fixture->window, BEDSIDE_TYPE_SET_UP_PAGE, NULL));
  g_assert_true (bedside_main_page_get_conversation (bedside_ui_get (fixture->window, BEDSIDE_TYPE_MAIN_PAGE, NULL))
                 == ada);
}

static void
test_size (void)
{
  g_autoptr(GSettings) settings = bedside_settings_new (TRUE);
  GtkWidget *window;
  int width = 0, height = 0;

  g_assert_nonnull (settings);
  g_settings_set_int (settings, "window-width", 777);
  window = bedside_window_new (NULL, settings);
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_assert_cmpint (width, ==, 777);
  gtk_window_set_default_size (GTK_WINDOW (window), 888, 666);
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, 888);
  g_assert_cmpint (g_settings_get_int (settings, "window-height"), ==, 666);
  bedside_ui_destroy (GTK_WINDOW (window), window);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/ui/window/states", test_states);
  ADD ("/ui/window/sign-in", test_sign_in);
  ADD ("/ui/window/sign-in/cancel", test_sign_in_cancel);
  ADD ("/ui/window/sign-in/closed", test_sign_in_closed);
  ADD ("/ui/window/expired", test_expired);
  ADD ("/ui/window/damaged", test_damaged);
  ADD ("/ui/window/sign-out", test_sign_out);
  ADD ("/ui/window/sign-out/asks", test_sign_out_asks);
  ADD ("/ui/window/ways-on", test_ways_on);
  ADD ("/ui/window/demo", test_demo);
  ADD ("/ui/window/R21-bubble-on-set-up-page", test_bubble_on_set_up_page);
#undef ADD
  g_test_add_func ("/ui/window/size", test_size);
  return g_test_run ();
}
