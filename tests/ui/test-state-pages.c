/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-counter.h"
#include "bedside-problem-page.h"
#include "bedside-question.h"
#include "bedside-starting-page.h"
#include "bedside-ui-fixture.h"

static void
count (guint *n)
{
  (*n)++;
}

static const struct {
  BedsideAccountState  state;
  const char          *title;
  const char          *buttons[3];
  const char          *signals[3];
} problems[] = {
  { BEDSIDE_ACCOUNT_STATE_ENDED, "You have been signed out", { "Sign In" }, { "sign-in" } },
  { BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED, "The keyring is locked",
    { "Try again", "Sign in again" }, { "try-again", "forget" } },
  { BEDSIDE_ACCOUNT_STATE_KEYRING_UNAVAILABLE, "The keyring does not answer",
    { "Try again", "Sign in again" }, { "try-again", "forget" } },
  { BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY, "The saved sign-in is missing",
    { "Try again", "Sign in again" }, { "try-again", "forget" } },
  { BEDSIDE_ACCOUNT_STATE_CACHE_TOO_NEW, "A newer Bedside was used here",
    { "Sign in again", "Quit" }, { "forget", "quit" } },
  { BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE, "Bedside is already running",
    { "Try again", "Quit" }, { "try-again", "quit" } },
};

static guint
count_buttons (GtkWidget *widget)
{
  guint n = GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "pill");

  if (!gtk_widget_get_visible (widget))
    return 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_buttons (child);

  return n;
}

static void
test_problems (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      GtkWidget *page = bedside_problem_page_new (problems[i].state);
      GtkWindow *window = bedside_ui_present (page, 600, 600);
      guint n;

      g_assert_true (bedside_problem_page_handles (problems[i].state));
      g_assert_cmpint (bedside_problem_page_get_state (BEDSIDE_PROBLEM_PAGE (page)), ==, problems[i].state);
      g_assert_true (bedside_ui_shows (page, problems[i].title));
      for (n = 0; n < G_N_ELEMENTS (problems[i].buttons) && problems[i].buttons[n] != NULL; n++)
        {
          guint emitted = 0;

          g_signal_connect_swapped (page, problems[i].signals[n], G_CALLBACK (count), &emitted);
          bedside_ui_click (page, problems[i].buttons[n]);
          g_assert_cmpuint (emitted, ==, 1);
          g_signal_handlers_disconnect_by_func (page, count, &emitted);
        }
      g_assert_cmpuint (count_buttons (page), ==, n);
      bedside_ui_destroy (window, page);
    }
}

/* No state without a page of one kind or another. */
static void
test_handles (void)
{
  g_autoptr(GEnumClass) states = g_type_class_ref (BEDSIDE_TYPE_ACCOUNT_STATE);
  guint handled = 0;

  for (guint i = 0; i < states->n_values; i++)
    handled += bedside_problem_page_handles (states->values[i].value);
  g_assert_cmpuint (handled, ==, G_N_ELEMENTS (problems));
  g_assert_false (bedside_problem_page_handles (BEDSIDE_ACCOUNT_STATE_SIGNED_IN));
  g_assert_false (bedside_problem_page_handles (BEDSIDE_ACCOUNT_STATE_EXPIRED));
}

static void
test_problem_changes (void)
{
  GtkWidget *page = bedside_problem_page_new (BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED);
  GtkWindow *window = bedside_ui_present (page, 600, 600);
  guint notified = 0;

  bedside_counter_watch (page, "state", &notified);
  bedside_problem_page_set_state (BEDSIDE_PROBLEM_PAGE (page), BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED);
  g_assert_cmpuint (bedside_counter_take (&notified), ==, 0);
  bedside_problem_page_set_state (BEDSIDE_PROBLEM_PAGE (page), BEDSIDE_ACCOUNT_STATE_ENDED);
  g_assert_cmpuint (bedside_counter_take (&notified), ==, 1);
  g_assert_true (bedside_ui_shows (page, "You have been signed out"));
  g_assert_null (bedside_ui_find (page, GTK_TYPE_BUTTON, "Try again"));
  bedside_ui_destroy (window, page);
}

static void
test_starting (void)
{
  GtkWidget *page = bedside_starting_page_new (BEDSIDE_ACCOUNT_STATE_STARTING);
  GtkWindow *window = bedside_ui_present (page, 600, 600);
  guint tried = 0, quit = 0;

  g_signal_connect_swapped (page, "try-again", G_CALLBACK (count), &tried);
  g_signal_connect_swapped (page, "quit", G_CALLBACK (count), &quit);
  g_assert_null (bedside_ui_find (page, GTK_TYPE_SPINNER, NULL));
  bedside_starting_page_set_delays (BEDSIDE_STARTING_PAGE (page), 10, 400);
  bedside_await (bedside_ui_find (page, GTK_TYPE_SPINNER, NULL) != NULL, 5);
  g_assert_false (bedside_ui_shows (page, "Waiting for the keyring"));
  bedside_await (bedside_ui_shows (page, "Waiting for the keyring"), 5);
  bedside_ui_click (page, "Try again");
  bedside_ui_click (page, "Quit");
  g_assert_cmpuint (tried, ==, 1);
  g_assert_cmpuint (quit, ==, 1);
  bedside_ui_destroy (window, page);
}

static void
test_signing_out (void)
{
  GtkWidget *page = bedside_starting_page_new (BEDSIDE_ACCOUNT_STATE_SIGNING_OUT);
  GtkWindow *window = bedside_ui_present (page, 600, 600);

  bedside_starting_page_set_delays (BEDSIDE_STARTING_PAGE (page), 10, 20);
  bedside_await (bedside_ui_shows (page, "Signing Out…"), 5);
  bedside_await (bedside_ui_shows (page, "The server is told that this session ends."), 5);
  g_assert_null (bedside_ui_find (page, GTK_TYPE_BUTTON, "Try again"));
  /* Closed while it waits. */
  bedside_starting_page_set_delays (BEDSIDE_STARTING_PAGE (page), 1000, 1000);
  bedside_ui_destroy (window, page);
}

static void
test_question (void)
{
  GtkWidget *parent = gtk_label_new ("Parent");
  GtkWindow *window = bedside_ui_present (parent, 600, 600);

  for (guint accept = 0; accept < 2; accept++)
    {
      GtkWidget *question = bedside_question_new (window, "Sign out?", "3 messages are lost.", "Sign Out");
      gpointer weak = question;
      guint accepted = 0;

      g_object_add_weak_pointer (G_OBJECT (question), &weak);
      g_signal_connect_swapped (question, "accepted", G_CALLBACK (count), &accepted);
      gtk_window_present (GTK_WINDOW (question));
      gtk_test_widget_wait_for_draw (question);
      g_assert_true (gtk_window_get_modal (GTK_WINDOW (question)));
      g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (question)), ==, "Sign out?");
      g_assert_true (bedside_ui_shows (question, "3 messages are lost."));
      /* Enter must not lose anything. */
      g_assert_true (gtk_window_get_focus (GTK_WINDOW (question))
                     == bedside_ui_get (question, GTK_TYPE_BUTTON, "Cancel"));
      if (accept)
        bedside_ui_click (question, "Sign Out");
      else
        gtk_widget_activate_action (question, "window.close", NULL);
      bedside_await (weak == NULL, 5);
      g_assert_cmpuint (accepted, ==, accept);
    }
  bedside_ui_destroy (window, parent);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
  g_test_add_func ("/ui/problem-page/problems", test_problems);
  g_test_add_func ("/ui/problem-page/handles", test_handles);
  g_test_add_func ("/ui/problem-page/changes", test_problem_changes);
  g_test_add_func ("/ui/starting-page/starting", test_starting);
  g_test_add_func ("/ui/starting-page/signing-out", test_signing_out);
  g_test_add_func ("/ui/question/answers", test_question);
  return g_test_run ();
}
