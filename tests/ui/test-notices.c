/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-counter.h"
#include "bedside-notice.h"
#include "bedside-notices.h"
#include "bedside-ui-fixture.h"

static void
count (guint *n)
{
  (*n)++;
}

static void
test_notice (void)
{
  GtkWidget *widget = bedside_notice_new ();
  BedsideNotice *notice = BEDSIDE_NOTICE (widget);
  GtkWindow *window = bedside_ui_present (widget, 360, 100);
  guint activated = 0, dismissed = 0;

  g_signal_connect_swapped (notice, "activated", G_CALLBACK (count), &activated);
  g_signal_connect_swapped (notice, "dismissed", G_CALLBACK (count), &dismissed);
  g_assert_false (gtk_widget_get_visible (widget));

  bedside_notice_set_text (notice, "<b>It & that</b>");
  g_assert_true (bedside_ui_shows (widget, "<b>It & that</b>"));
  g_assert_null (bedside_ui_find (widget, GTK_TYPE_BUTTON, NULL));
  bedside_notice_set_action (notice, "Try again");
  bedside_ui_click (widget, "Try again");
  g_assert_cmpuint (activated, ==, 1);

  bedside_notice_set_dismissible (notice, TRUE);
  bedside_ui_click (widget, "Dismiss");
  g_assert_cmpuint (dismissed, ==, 1);
  g_assert_null (bedside_notice_get_text (notice));
  bedside_await (!gtk_widget_get_visible (widget), 5);
  bedside_ui_destroy (window, widget);
}

static void
test_notice_notify (void)
{
  g_autoptr(BedsideNotice) notice = g_object_ref_sink (BEDSIDE_NOTICE (bedside_notice_new ()));
  static const char *const names[] = { "text", "action", "dismissible", "busy" };
  guint counts[G_N_ELEMENTS (names)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    bedside_counter_watch (notice, names[i], &counts[i]);
  for (guint twice = 0; twice < 2; twice++)
    g_object_set (notice, "text", "text", "action", "action", "dismissible", TRUE, "busy", TRUE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (bedside_counter_take (&counts[i]), ==, 1);
  g_assert_cmpstr (bedside_notice_get_action (notice), ==, "action");
  g_assert_true (bedside_notice_get_dismissible (notice));
  g_assert_true (bedside_notice_get_busy (notice));
}

static void
test_connection (void)
{
  GtkWidget *widget = bedside_notices_new ();
  BedsideNotices *notices = BEDSIDE_NOTICES (widget);
  GtkWindow *window = bedside_ui_present (widget, 360, 300);
  guint reconnects = 0;
  static const struct {
    BedsideConnection  connection;
    const char        *text;
    gboolean           try_again;
  } cases[] = {
    { BEDSIDE_CONNECTION_OFFLINE, "Offline. What you write is sent later.", TRUE },
    { BEDSIDE_CONNECTION_LOADING, "Loading conversations for the first time…", FALSE },
    { BEDSIDE_CONNECTION_BUSY, "The server is busy.", TRUE },
    { BEDSIDE_CONNECTION_SERVER_PROBLEM, "The server has a problem. What you write is sent later.", TRUE },
    { BEDSIDE_CONNECTION_BAD_CERTIFICATE,
      "The server cannot be trusted: its certificate is not valid. Nothing is sent to it.", TRUE },
  };

  g_signal_connect_swapped (notices, "reconnect", G_CALLBACK (count), &reconnects);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      bedside_notices_set_connection (notices, cases[i].connection);
      g_assert_true (bedside_ui_shows (widget, cases[i].text));
      g_assert_true ((bedside_ui_find (widget, GTK_TYPE_BUTTON, "Try again") != NULL) == cases[i].try_again);
      g_assert_true ((bedside_ui_find (widget, GTK_TYPE_SPINNER, NULL) != NULL) == !cases[i].try_again);
      if (cases[i].try_again)
        bedside_ui_click (widget, "Try again");
    }
  g_assert_cmpuint (reconnects, ==, 4);

  /* Quiet where all is well, and where connecting takes no time. */
  bedside_notices_set_connection (notices, BEDSIDE_CONNECTION_CONNECTING);
  bedside_await (bedside_ui_find (widget, GTK_TYPE_LABEL, NULL) == NULL, 5);
  bedside_notices_set_connection (notices, BEDSIDE_CONNECTION_ONLINE);
  g_assert_null (bedside_ui_find (widget, GTK_TYPE_LABEL, NULL));
  bedside_notices_set_connection (notices, BEDSIDE_CONNECTION_STOPPED);
  g_assert_null (bedside_ui_find (widget, GTK_TYPE_LABEL, NULL));
  bedside_ui_destroy (window, widget);
}

static void
test_connecting_long (void)
{
  GtkWidget *widget = bedside_notices_new ();
  GtkWindow *window = bedside_ui_present (widget, 360, 300);

  bedside_notices_set_connection (BEDSIDE_NOTICES (widget), BEDSIDE_CONNECTION_CONNECTING);
  g_assert_false (bedside_ui_shows (widget, "Connecting…"));
  bedside_await (bedside_ui_shows (widget, "Connecting…"), 10);
  bedside_ui_destroy (window, widget);
}

static void
test_countdown (void)
{
  GtkWidget *widget = bedside_notices_new ();
  BedsideNotices *notices = BEDSIDE_NOTICES (widget);
  GtkWindow *window = bedside_ui_present (widget, 360, 300);

  bedside_notices_set_retry_at (notices, g_get_real_time () + 1900 * 1000);
  bedside_notices_set_connection (notices, BEDSIDE_CONNECTION_BUSY);
  g_assert_true (bedside_ui_shows (widget, "The server is busy. Next try in 2 seconds."));
  bedside_await (!bedside_ui_shows (widget, "The server is busy. Next try in 2 seconds."), 30);
  bedside_await (bedside_ui_shows (widget, "The server is busy."), 30);
  /* A next answer of the same kind. */
  bedside_notices_set_retry_at (notices, g_get_real_time () + 600 * G_USEC_PER_SEC);
  g_assert_true (bedside_ui_shows (widget, "The server is busy. Next try in 10 minutes."));
  /* Closed in the middle of it. */
  bedside_ui_destroy (window, widget);
}

static void
test_cache (void)
{
  GtkWidget *widget = bedside_notices_new ();
  BedsideNotices *notices = BEDSIDE_NOTICES (widget);
  GtkWindow *window = bedside_ui_present (widget, 360, 300);
  static const BedsideCacheState quiet[] = { BEDSIDE_CACHE_STATE_NONE, BEDSIDE_CACHE_STATE_SEALED };
  static const struct {
    BedsideCacheState  state;
    const char        *text;
  } cases[] = {
    { BEDSIDE_CACHE_STATE_REBUILT,
      "The conversations kept on this computer were damaged. They are fetched from the server again." },
    { BEDSIDE_CACHE_STATE_NO_KEYRING,
      "Conversations are not kept on this computer because there is no keyring to protect them." },
    { BEDSIDE_CACHE_STATE_FULL, "The disk is full. What arrives now is shown, but not kept on this computer." },
    { BEDSIDE_CACHE_STATE_FAILED,
      "The disk cannot be written. What arrives now is shown, but not kept on this computer." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      bedside_notices_set_cache_state (notices, cases[i].state);
      g_assert_true (bedside_ui_shows (widget, cases[i].text));
      bedside_ui_click (widget, "Dismiss");
      bedside_await (!bedside_ui_shows (widget, cases[i].text), 5);
      /* Dismissed is dismissed. */
      bedside_notices_set_cache_state (notices, cases[i].state);
      g_assert_false (bedside_ui_shows (widget, cases[i].text));
    }
  for (guint i = 0; i < G_N_ELEMENTS (quiet); i++)
    {
      bedside_notices_set_cache_state (notices, quiet[i]);
      g_assert_null (bedside_ui_find (widget, GTK_TYPE_LABEL, NULL));
    }
  bedside_ui_destroy (window, widget);
}

static void
test_demo_and_expired (void)
{
  GtkWidget *widget = bedside_notices_new ();
  BedsideNotices *notices = BEDSIDE_NOTICES (widget);
  GtkWindow *window = bedside_ui_present (widget, 360, 300);
  guint again = 0;

  g_signal_connect_swapped (notices, "sign-in-again", G_CALLBACK (count), &again);
  bedside_notices_set_demo (notices, TRUE);
  g_assert_true (bedside_ui_shows (widget, "Demo practice: everything here is invented"));
  bedside_notices_set_expired (notices, TRUE);
  bedside_ui_click (widget, "Sign in again");
  g_assert_cmpuint (again, ==, 1);
  bedside_notices_set_expired (notices, FALSE);
  bedside_await (bedside_ui_find (widget, GTK_TYPE_BUTTON, NULL) == NULL, 5);
  g_assert_true (bedside_ui_shows (widget, "Demo practice: everything here is invented"));
  bedside_ui_destroy (window, widget);
}

static void
test_notices_notify (void)
{
  g_autoptr(BedsideNotices) notices = g_object_ref_sink (BEDSIDE_NOTICES (bedside_notices_new ()));
  static const char *const names[] = { "demo", "expired", "connection", "retry-at", "cache-state" };
  guint counts[G_N_ELEMENTS (names)] = { 0 };
  gboolean demo = FALSE, expired = FALSE;
  gint64 retry_at = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    bedside_counter_watch (notices, names[i], &counts[i]);
  for (guint twice = 0; twice < 2; twice++)
    g_object_set (notices, "demo", TRUE, "expired", TRUE, "connection", BEDSIDE_CONNECTION_BUSY,
                  "retry-at", (gint64) 5, "cache-state", BEDSIDE_CACHE_STATE_FULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (bedside_counter_take (&counts[i]), ==, 1);
  g_object_get (notices, "demo", &demo, "expired", &expired, "retry-at", &retry_at, NULL);
  g_assert_true (demo);
  g_assert_true (expired);
  g_assert_cmpint (retry_at, ==, 5);
}

/* R10: while nobody can write to patients, it says why, and managers can do something about it. */
static void
test_practice (void)
{
  GtkWidget *notices = bedside_notices_new ();
  GtkWindow *window = bedside_ui_present (notices, 400, 300);
  g_autoptr(BedsidePractice) practice = bedside_practice_new ("!practice");
  const char *off = "Chat is disabled for the practice: nobody can write to a patient.";

  bedside_practice_set_settings (practice, TRUE, TRUE);
  bedside_practice_set_role (practice, BEDSIDE_ROLE_PRACTITIONER);
  bedside_notices_set_practice (BEDSIDE_NOTICES (notices), practice);
  g_assert_null (bedside_ui_find (notices, GTK_TYPE_REVEALER, NULL));
  bedside_practice_set_settings (practice, TRUE, FALSE);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (notices, off));
  g_assert_null (bedside_ui_find (notices, GTK_TYPE_BUTTON, "Practice settings"));
  bedside_practice_set_role (practice, BEDSIDE_ROLE_MANAGER);
  bedside_ui_settle ();
  bedside_ui_get (notices, GTK_TYPE_BUTTON, "Practice settings");
  bedside_practice_set_settings (practice, TRUE, TRUE);
  bedside_practice_set_role (practice, BEDSIDE_ROLE_PRACTITIONER);
  bedside_practice_set_enforcement (practice, BEDSIDE_ENFORCEMENT_NOT_CONFIGURED);
  bedside_ui_settle ();
  g_assert_false (bedside_ui_shows (notices, off));
  /* There everybody finds the practice id. */
  bedside_ui_get (notices, GTK_TYPE_BUTTON, "Practice settings");
  bedside_notices_set_practice (BEDSIDE_NOTICES (notices), NULL);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (notices, GTK_TYPE_BUTTON, "Practice settings"));
  bedside_ui_destroy (window, notices);
}

static void
note_patient (GString        *calls,
              BedsidePatient *patient)
{
  g_string_append_printf (calls, "%s ", bedside_patient_get_key (patient));
}

/* R5: whoever invited is told; name and birth date say whom it is about (R29). */
static void
test_activated (void)
{
  GtkWidget *notices = bedside_notices_new ();
  GtkWindow *window = bedside_ui_present (notices, 400, 300);
  g_autoptr(BedsidePatient) ada = bedside_patient_new_named ("ada", "Ada", "Lovelace", "1985-12-10");
  g_autoptr(GString) calls = g_string_new (NULL);

  g_signal_connect_swapped (notices, "start-chat", G_CALLBACK (note_patient), calls);
  g_signal_connect_swapped (notices, "activated-dismissed", G_CALLBACK (note_patient), calls);
  bedside_notices_set_activated (BEDSIDE_NOTICES (notices), ada);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (notices, "Ada Lovelace, 10 Dec 1985 has activated the portal."));
  bedside_ui_click (notices, "Start Chat with Ada Lovelace, 10 Dec 1985");
  bedside_ui_click (notices, "Dismiss");
  g_assert_cmpstr (calls->str, ==, "ada ada ");
  bedside_notices_set_activated (BEDSIDE_NOTICES (notices), NULL);
  bedside_notices_set_problem (BEDSIDE_NOTICES (notices), "The server does not answer.");
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (notices, GTK_TYPE_BUTTON, "Start Chat with Ada Lovelace, 10 Dec 1985"));
  g_assert_true (bedside_ui_shows (notices, "The server does not answer."));
  bedside_ui_destroy (window, notices);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
  g_test_add_func ("/ui/notice/life", test_notice);
  g_test_add_func ("/ui/notice/notify", test_notice_notify);
  g_test_add_func ("/ui/notices/connection", test_connection);
  g_test_add_func ("/ui/notices/connecting-long", test_connecting_long);
  g_test_add_func ("/ui/notices/countdown", test_countdown);
  g_test_add_func ("/ui/notices/cache", test_cache);
  g_test_add_func ("/ui/notices/demo-and-expired", test_demo_and_expired);
  g_test_add_func ("/ui/notices/notify", test_notices_notify);
  g_test_add_func ("/ui/notices/R10-practice", test_practice);
  g_test_add_func ("/ui/notices/R5-R29-activated", test_activated);
  return g_test_run ();
}
