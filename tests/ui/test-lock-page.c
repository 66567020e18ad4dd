/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-choice-row.h"
#include "bedside-fake-lock.h"
#include "bedside-lock-page.h"
#include "bedside-lock-preferences.h"
#include "bedside-notice.h"
#include "bedside-passcode-dialog.h"
#include "bedside-passcode-notice.h"
#include "bedside-ui-fixture.h"

typedef struct {
  BedsideLock *lock;
  GtkWidget   *page;
  GtkWindow   *window;
  guint        forgotten;
} Fixture;

static void
on_forgotten (Fixture *fixture)
{
  fixture->forgotten++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->lock = bedside_fake_lock_new ();
  bedside_fake_lock_set_locked (fixture->lock, TRUE);
  bedside_fake_lock_set_passcode (fixture->lock, GPOINTER_TO_INT (data));
  fixture->page = bedside_lock_page_new (fixture->lock);
  g_signal_connect_swapped (fixture->page, "forgotten", G_CALLBACK (on_forgotten), fixture);
  fixture->window = bedside_ui_present (fixture->page, 360, 480);
  gtk_widget_grab_focus (fixture->page);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_ui_destroy (fixture->window, fixture->page);
  if (bedside_fake_lock_is_pending (fixture->lock))
    bedside_fake_lock_return (fixture->lock);
  g_assert_finalize_object (fixture->lock);
}

static void
assert_calls (BedsideLock *lock,
              const char  *expected)
{
  g_autofree char *calls = NULL;

  bedside_ui_settle ();
  calls = bedside_fake_lock_take_calls (lock);
  g_assert_cmpstr (calls, ==, expected);
}

static GtkEditable *
get_entry (Fixture *fixture)
{
  return bedside_ui_get (fixture->window, GTK_TYPE_PASSWORD_ENTRY, "Passcode");
}

static gboolean
has_focus (gpointer widget)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
enter (Fixture    *fixture,
       const char *passcode)
{
  gtk_editable_set_text (get_entry (fixture), passcode);
  g_signal_emit_by_name (get_entry (fixture), "activate");
  bedside_ui_settle ();
}

/* --- the page --- */

static void
test_wrong (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_true (has_focus (get_entry (fixture)));
  enter (fixture, "1235");
  assert_calls (fixture->lock, "unlock 1235; ");
  bedside_fake_lock_return_error (fixture->lock, BEDSIDE_LOCK_ERROR_WRONG);
  g_assert_true (bedside_ui_shows (fixture->page, "That is not the passcode."));
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture)), ==, "");
  g_assert_true (has_focus (get_entry (fixture)));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (get_entry (fixture)), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);

  /* What was said is about the last try. */
  gtk_editable_set_text (get_entry (fixture), "1");
  g_assert_false (bedside_ui_shows (fixture->page, "That is not the passcode."));
  gtk_editable_set_text (get_entry (fixture), "1234");
  bedside_ui_click (fixture->page, "Unlock");
  assert_calls (fixture->lock, "unlock 1234; ");
  bedside_fake_lock_return (fixture->lock);
  g_assert_false (bedside_lock_get_locked (fixture->lock));
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture)), ==, "");
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  enter (fixture, "");
  bedside_ui_click (fixture->page, "Unlock");
  assert_calls (fixture->lock, "");
  g_assert_true (bedside_ui_shows (fixture->page, "Enter your passcode."));
  g_assert_true (has_focus (get_entry (fixture)));
}

static void
test_checking (Fixture       *fixture,
               gconstpointer  data)
{
  enter (fixture, "1234");
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (get_entry (fixture))));
  g_assert_false (gtk_widget_get_sensitive (bedside_ui_get (fixture->page, GTK_TYPE_BUTTON, "Unlock")));
  g_assert_true (gtk_spinner_get_spinning (bedside_ui_get (fixture->page, GTK_TYPE_SPINNER, NULL)));
  g_signal_emit_by_name (get_entry (fixture), "activate");
  assert_calls (fixture->lock, "unlock 1234; ");
  bedside_fake_lock_return_error (fixture->lock, BEDSIDE_LOCK_ERROR_WRONG);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (get_entry (fixture))));
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_SPINNER, NULL));
}

/* The window has gone, or shows something else, when the answer comes. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  enter (fixture, "1234");
  bedside_ui_destroy (fixture->window, fixture->page);
  bedside_fake_lock_return_error (fixture->lock, BEDSIDE_LOCK_ERROR_WRONG);
  fixture->page = bedside_lock_page_new (fixture->lock);
  fixture->window = bedside_ui_present (fixture->page, 360, 480);
}

static void
test_wait (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *button = bedside_ui_get (fixture->page, GTK_TYPE_BUTTON, "Unlock");

  bedside_fake_lock_set_wait (fixture->lock, 12);
  g_assert_true (bedside_ui_shows (fixture->page, "Try again in 12 seconds."));
  g_assert_false (gtk_widget_get_sensitive (button));
  enter (fixture, "1234");
  assert_calls (fixture->lock, "");
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture)), ==, "1234");

  bedside_fake_lock_set_wait (fixture->lock, 1);
  g_assert_true (bedside_ui_shows (fixture->page, "Try again in 1 second."));
  bedside_fake_lock_set_wait (fixture->lock, 0);
  g_assert_true (gtk_widget_get_sensitive (button));
  enter (fixture, "1234");
  assert_calls (fixture->lock, "unlock 1234; ");

  /* The lock knew better. */
  bedside_fake_lock_set_wait (fixture->lock, 300);
  bedside_fake_lock_return_error (fixture->lock, BEDSIDE_LOCK_ERROR_WAIT);
  g_assert_true (bedside_ui_shows (fixture->page, "Try again in 5 minutes."));
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture)), ==, "1234");
}

static void
test_none (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_PASSWORD_ENTRY, NULL));
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_BUTTON, "Forgot passcode?"));
  g_assert_true (bedside_ui_shows (fixture->page, "No passcode was chosen: anybody at this computer can unlock. You "
                                                  "can choose one in the preferences."));
  g_assert_true (has_focus (bedside_ui_get (fixture->page, GTK_TYPE_BUTTON, "Unlock")));
  bedside_ui_click (fixture->page, "Unlock");
  assert_calls (fixture->lock, "unlock -; ");
  bedside_fake_lock_return (fixture->lock);
  g_assert_false (bedside_lock_get_locked (fixture->lock));
}

static void
test_keyring (Fixture       *fixture,
              gconstpointer  data)
{
  enter (fixture, "1234");
  bedside_fake_lock_return_error (fixture->lock, BEDSIDE_LOCK_ERROR_KEYRING);
  g_assert_true (bedside_ui_shows (fixture->page, "The keyring of this computer does not answer, or is locked. Unlock "
                                                  "it and try again."));
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_BUTTON, "Unlock"));
  assert_calls (fixture->lock, "unlock 1234; ");
  /* The passcode was not wrong. */
  bedside_ui_click (fixture->page, "Try again");
  assert_calls (fixture->lock, "unlock 1234; ");
  bedside_fake_lock_return_error (fixture->lock, BEDSIDE_LOCK_ERROR_DAMAGED);
  g_assert_true (bedside_ui_shows (fixture->page, "What the keyring of this computer keeps of your passcode cannot be "
                                                  "read any more. Sign out and sign in again to go on."));
}

static void
test_unknown (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_PASSWORD_ENTRY, NULL));
  bedside_ui_click (fixture->page, "Try again");
  assert_calls (fixture->lock, "unlock -; ");
  bedside_fake_lock_return_error (fixture->lock, BEDSIDE_LOCK_ERROR_KEYRING);
  g_assert_true (has_focus (bedside_ui_get (fixture->page, GTK_TYPE_BUTTON, "Try again")));
  /* The way out if there is no keyring any more. */
  bedside_ui_click (fixture->page, "Forgot passcode?");
  g_assert_cmpuint (fixture->forgotten, ==, 1);
  bedside_fake_lock_set_passcode (fixture->lock, BEDSIDE_PASSCODE_CHOSEN);
  g_assert_true (has_focus (get_entry (fixture)));
}

/* --- the passcode --- */

static GtkWindow *
open_dialog (Fixture               *fixture,
             BedsidePasscodeChange  change)
{
  GtkWidget *dialog = bedside_passcode_dialog_new (fixture->window, fixture->lock, change);

  gtk_window_present (GTK_WINDOW (dialog));
  gtk_test_widget_wait_for_draw (dialog);

  return GTK_WINDOW (dialog);
}

static gboolean
is_open (gpointer window)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  return g_list_find (windows, window) != NULL;
}

static void
fill_in (gpointer    dialog,
         const char *title,
         const char *text)
{
  gtk_editable_set_text (bedside_ui_get (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, title), text);
}

static void
test_choose (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *dialog = open_dialog (fixture, BEDSIDE_PASSCODE_CHANGE_CHOOSE);
  GtkWidget *save = bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Save");

  g_assert_null (bedside_ui_find (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, "Current passcode"));
  g_assert_true (has_focus (bedside_ui_get (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, "New passcode")));
  g_assert_false (gtk_widget_get_sensitive (save));
  fill_in (dialog, "New passcode", "äöü");
  fill_in (dialog, "New passcode again", "äöü");
  bedside_ui_click (dialog, "Save");
  g_assert_true (bedside_ui_shows (dialog, "Use at least 4 characters."));

  fill_in (dialog, "New passcode", "äöü1");
  g_assert_false (bedside_ui_shows (dialog, "Use at least 4 characters."));
  bedside_ui_click (dialog, "Save");
  g_assert_true (bedside_ui_shows (dialog, "The two are not the same."));
  g_assert_true (has_focus (bedside_ui_get (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, "New passcode again")));
  assert_calls (fixture->lock, "");

  fill_in (dialog, "New passcode again", "äöü1");
  bedside_ui_click (dialog, "Save");
  assert_calls (fixture->lock, "change - äöü1; ");
  bedside_fake_lock_return_error (fixture->lock, BEDSIDE_LOCK_ERROR_KEYRING);
  g_assert_true (bedside_ui_shows (dialog, "The keyring of this computer does not answer, or is locked. Unlock it and "
                                           "try again."));
  bedside_ui_click (dialog, "Save");
  assert_calls (fixture->lock, "change - äöü1; ");
  bedside_fake_lock_return (fixture->lock);
  bedside_await (!is_open (dialog), 5);
}

static void
test_change (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *dialog = open_dialog (fixture, BEDSIDE_PASSCODE_CHANGE_CHANGE);

  fill_in (dialog, "New passcode", "2222");
  fill_in (dialog, "New passcode again", "2222");
  g_assert_false (gtk_widget_get_sensitive (bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Save")));
  fill_in (dialog, "Current passcode", "0000");
  bedside_ui_click (dialog, "Save");
  assert_calls (fixture->lock, "change 0000 2222; ");
  bedside_fake_lock_return_error (fixture->lock, BEDSIDE_LOCK_ERROR_WRONG);
  g_assert_true (bedside_ui_shows (dialog, "That is not the passcode."));
  g_assert_true (has_focus (bedside_ui_get (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, "Current passcode")));

  fill_in (dialog, "Current passcode", "1234");
  bedside_ui_click (dialog, "Save");
  assert_calls (fixture->lock, "change 1234 2222; ");
  bedside_fake_lock_set_wait (fixture->lock, 8);
  bedside_fake_lock_return_error (fixture->lock, BEDSIDE_LOCK_ERROR_WAIT);
  g_assert_true (bedside_ui_shows (dialog, "Too many wrong tries. Try again in 8 seconds."));
  gtk_window_close (dialog);
  bedside_await (!is_open (dialog), 5);
  assert_calls (fixture->lock, "");
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *dialog = open_dialog (fixture, BEDSIDE_PASSCODE_CHANGE_REMOVE);

  g_assert_null (bedside_ui_find (dialog, ADW_TYPE_PASSWORD_ENTRY_ROW, "New passcode"));
  fill_in (dialog, "Current passcode", "1234");
  bedside_ui_click (dialog, "Remove");
  assert_calls (fixture->lock, "change 1234 -; ");
  /* Closed while the answer is on its way. */
  gtk_window_close (dialog);
  bedside_await (!is_open (dialog), 5);
  bedside_fake_lock_return (fixture->lock);
}

/* --- preferences --- */

static void
test_preferences (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(BedsidePreferences) preferences = bedside_preferences_new ();
  BedsideLockPreferences *page = g_object_new (BEDSIDE_TYPE_LOCK_PREFERENCES, NULL);
  GtkWindow *window;

  bedside_lock_preferences_set_lock (page, fixture->lock, preferences);
  window = bedside_ui_present (GTK_WIDGET (page), 500, 700);
  g_assert_true (bedside_choice_row_get_active (bedside_ui_get (page, BEDSIDE_TYPE_CHOICE_ROW, "10 minutes")));
  bedside_choice_row_set_active (bedside_ui_get (page, BEDSIDE_TYPE_CHOICE_ROW, "1 minute"), TRUE);
  g_assert_cmpuint (bedside_preferences_get_lock_after (preferences), ==, 1);
  bedside_choice_row_set_active (bedside_ui_get (page, BEDSIDE_TYPE_CHOICE_ROW, "Off"), TRUE);
  g_assert_cmpuint (bedside_preferences_get_lock_after (preferences), ==, 0);
  bedside_preferences_set_lock_after (preferences, 60);
  g_assert_true (bedside_choice_row_get_active (bedside_ui_get (page, BEDSIDE_TYPE_CHOICE_ROW, "60 minutes")));
  g_assert_false (bedside_choice_row_get_active (bedside_ui_get (page, BEDSIDE_TYPE_CHOICE_ROW, "Off")));

  bedside_ui_get (page, GTK_TYPE_BUTTON, "Change passcode");
  bedside_ui_get (page, GTK_TYPE_BUTTON, "Remove passcode");
  bedside_fake_lock_set_passcode (fixture->lock, BEDSIDE_PASSCODE_NONE);
  g_assert_null (bedside_ui_find (page, GTK_TYPE_BUTTON, "Remove passcode"));
  bedside_ui_click (page, "Choose passcode");
  g_assert_nonnull (bedside_ui_find (page, GTK_TYPE_BUTTON, "Choose passcode"));
  bedside_ui_destroy (window, page);
}

/* Says so once, and not again to who does not want to know. */
static void
test_notice (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *notice = bedside_passcode_notice_new (fixture->lock);
  GtkWindow *window = bedside_ui_present (notice, 360, 100);

  g_assert_null (bedside_ui_find (notice, GTK_TYPE_BUTTON, "Choose passcode"));
  bedside_fake_lock_set_passcode (fixture->lock, BEDSIDE_PASSCODE_UNKNOWN);
  g_assert_null (bedside_ui_find (notice, GTK_TYPE_BUTTON, "Choose passcode"));
  bedside_fake_lock_set_passcode (fixture->lock, BEDSIDE_PASSCODE_NONE);
  bedside_ui_get (notice, GTK_TYPE_BUTTON, "Choose passcode");
  bedside_ui_click (notice, "Dismiss");
  g_assert_true (bedside_passcode_notice_get_dismissed (BEDSIDE_PASSCODE_NOTICE (notice)));
  bedside_await (bedside_ui_find (notice, GTK_TYPE_BUTTON, "Choose passcode") == NULL, 5);
  bedside_fake_lock_set_passcode (fixture->lock, BEDSIDE_PASSCODE_CHOSEN);
  bedside_fake_lock_set_passcode (fixture->lock, BEDSIDE_PASSCODE_NONE);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (notice, GTK_TYPE_BUTTON, "Choose passcode"));
  bedside_ui_destroy (window, notice);
}

#define add(path, passcode, test) \
        g_test_add (path, Fixture, GINT_TO_POINTER (BEDSIDE_PASSCODE_ ## passcode), set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
  add ("/ui/lock/page/wrong", CHOSEN, test_wrong);
  add ("/ui/lock/page/empty", CHOSEN, test_empty);
  add ("/ui/lock/page/checking", CHOSEN, test_checking);
  add ("/ui/lock/page/gone-meanwhile", CHOSEN, test_gone);
  add ("/ui/lock/page/wait", CHOSEN, test_wait);
  add ("/ui/lock/page/no-passcode", NONE, test_none);
  add ("/ui/lock/page/keyring", CHOSEN, test_keyring);
  add ("/ui/lock/page/unknown", UNKNOWN, test_unknown);
  add ("/ui/lock/passcode/choose", NONE, test_choose);
  add ("/ui/lock/passcode/change", CHOSEN, test_change);
  add ("/ui/lock/passcode/remove", CHOSEN, test_remove);
  add ("/ui/lock/preferences", CHOSEN, test_preferences);
  add ("/ui/lock/notice", CHOSEN, test_notice);

  return g_test_run ();
}
