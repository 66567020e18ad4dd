/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-application.h"
#include "bedside-memory-secrets.h"
#include "bedside-ui-fixture.h"
#include "bedside-window.h"

typedef struct {
  BedsideApplication *application;
  BedsideAccount     *account;
  gboolean            answers; /* whether closing the account comes to an end */
  guint               turns;
  gboolean            was_held;
  gboolean            demo;
} Run;

static void
on_startup (Run *run)
{
  g_autoptr(BedsideMemorySecrets) secrets = bedside_memory_secrets_new ();

  run->demo = bedside_application_is_demo (run->application);
  run->account = bedside_account_new (BEDSIDE_SECRETS (secrets), NULL);
  bedside_fake_account_set (run->account, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, NULL);
  bedside_application_set_account (run->application, run->account);
}

/* What a person would do, step by step, each in a turn of the main loop. */
static gboolean
step_cb (gpointer user_data)
{
  Run *run = user_data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (run->application));

  switch (run->turns++)
    {
    case 0:
      g_assert_true (BEDSIDE_IS_WINDOW (window));
      g_assert_true (bedside_window_get_account (BEDSIDE_WINDOW (window)) == run->account);
      /* A second start shows the window that is there. */
      g_application_activate (G_APPLICATION (run->application));
      g_assert_cmpuint (g_list_length (gtk_application_get_windows (GTK_APPLICATION (run->application))), ==, 1);
      g_action_group_activate_action (G_ACTION_GROUP (run->application), "search", NULL);
      g_action_group_activate_action (G_ACTION_GROUP (run->application), "about", NULL);
      g_action_group_activate_action (G_ACTION_GROUP (run->application), "sign-out", NULL);
      g_action_group_activate_action (G_ACTION_GROUP (run->application), "quit", NULL);
      return G_SOURCE_CONTINUE;

    case 1:
      /* The window is gone; the program waits for what is queued to be written. */
      g_assert_null (window);
      run->was_held = bedside_fake_account_is_pending (run->account);
      g_action_group_activate_action (G_ACTION_GROUP (run->application), "quit", NULL);
      g_application_activate (G_APPLICATION (run->application));
      return G_SOURCE_CONTINUE;

    default:
      if (run->answers)
        bedside_fake_account_return (run->account, NULL);
      return G_SOURCE_REMOVE;
    }
}

static void
on_activate (Run *run)
{
  if (run->turns == 0)
    g_timeout_add (50, step_cb, run);
}

static int
run_with (Run        *run,
          const char *argument)
{
  char *argv[] = { (char *) "bedside", (char *) argument, NULL };
  int status;

  run->application = bedside_application_new ();
  g_signal_connect_swapped (run->application, "startup", G_CALLBACK (on_startup), run);
  g_signal_connect_data (run->application, "activate", G_CALLBACK (on_activate), run, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  status = g_application_run (G_APPLICATION (run->application), argument != NULL ? 2 : 1, argv);

  return status;
}

static void
finish (Run *run)
{
  g_autofree char *calls = bedside_fake_take_calls (run->account);

  g_assert_cmpstr (calls, ==, "close");
  g_assert_true (run->was_held);
  if (bedside_fake_account_is_pending (run->account))
    bedside_fake_account_return (run->account, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x"));
  bedside_ui_settle ();
  g_assert_finalize_object (run->application);
  g_assert_finalize_object (run->account);
}

static void
test_life (void)
{
  Run run = { .answers = TRUE };

  g_assert_cmpint (run_with (&run, NULL), ==, 0);
  g_assert_false (run.demo);
  finish (&run);
}

static void
test_demo (void)
{
  Run run = { .answers = TRUE };

  g_assert_cmpint (run_with (&run, "--demo"), ==, 0);
  g_assert_true (run.demo);
  g_assert_true (g_str_has_suffix (g_application_get_application_id (G_APPLICATION (run.application)), ".Demo"));
  finish (&run);
}

/* A cache that does not close holds the program for five seconds, not for ever. */
static void
test_close_limit (void)
{
  Run run = { .answers = FALSE };
  const gint64 start = g_get_monotonic_time ();

  g_test_expect_message ("bedside-application", G_LOG_LEVEL_WARNING, "*did not close within 5 seconds*");
  g_assert_cmpint (run_with (&run, NULL), ==, 0);
  g_test_assert_expected_messages ();
  g_assert_cmpint (g_get_monotonic_time () - start, >, 4 * G_USEC_PER_SEC);
  finish (&run);
}

static void
test_version (void)
{
  if (g_test_subprocess ())
    {
      Run run = { 0 };

      exit (run_with (&run, "--version"));
    }
  g_test_trap_subprocess (NULL, 20 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*Bedside 0.*");
}

static void
test_wrong_option (void)
{
  if (g_test_subprocess ())
    {
      Run run = { 0 };

      exit (run_with (&run, "--no-such-option"));
    }
  g_test_trap_subprocess (NULL, 20 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_failed ();
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
  g_test_add_func ("/ui/application/life", test_life);
  g_test_add_func ("/ui/application/demo", test_demo);
  g_test_add_func ("/ui/application/close-limit", test_close_limit);
  g_test_add_func ("/ui/application/version", test_version);
  g_test_add_func ("/ui/application/wrong-option", test_wrong_option);
  return g_test_run ();
}
