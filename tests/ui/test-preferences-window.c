/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-appearance.h"
#include "bedside-choice-row.h"
#include "bedside-preferences-window.h"
#include "bedside-switch-row.h"
#include "bedside-time-entry.h"
#include "bedside-ui-fixture.h"

/* --- a desktop that answers what the test says, in place of the portal --- */

G_DEFINE_QUARK (bedside-background-error-quark, bedside_background_error)

struct _BedsideBackground
{
  GObject   parent_instance;

  GTask    *task;      /* (owned) (nullable) */
  gboolean  autostart; /* what was asked for, then what is answered */
};

G_DEFINE_FINAL_TYPE (BedsideBackground, bedside_background, G_TYPE_OBJECT)

static void
bedside_background_class_init (BedsideBackgroundClass *klass)
{
}

static void
bedside_background_init (BedsideBackground *self)
{
}

BedsideBackground *
bedside_background_new (GDBusConnection *bus)
{
  return g_object_new (BEDSIDE_TYPE_BACKGROUND, NULL);
}

void
bedside_background_request_async (BedsideBackground   *self,
                                  const char          *parent,
                                  gboolean             autostart,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_assert_null (self->task);
  self->task = g_task_new (self, cancellable, callback, user_data);
  self->autostart = autostart;
}

gboolean
bedside_background_request_finish (BedsideBackground  *self,
                                   GAsyncResult       *result,
                                   gboolean           *autostart,
                                   GError            **error)
{
  if (autostart != NULL)
    *autostart = self->autostart;

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
answer (BedsideBackground *self,
        gboolean           autostart)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  g_assert_nonnull (task);
  self->autostart = autostart;
  g_task_return_boolean (task, TRUE);
  g_clear_object (&task);
  bedside_ui_settle ();
}

static void
answer_error (BedsideBackground      *self,
              BedsideBackgroundError  code)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  g_assert_nonnull (task);
  g_task_return_new_error (task, BEDSIDE_BACKGROUND_ERROR, code, "Made by a test");
  g_clear_object (&task);
  bedside_ui_settle ();
}

/* --- fixture --- */

typedef struct {
  BedsidePreferences *preferences;
  BedsidePresence    *presence;
  BedsideBackground  *background;
  GtkWindow          *window;
} Fixture;

static void
present (Fixture    *fixture,
         const char *page)
{
  fixture->window = GTK_WINDOW (bedside_preferences_window_new (NULL, fixture->preferences, fixture->presence,
                                                                fixture->background));
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (fixture->window), page);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->preferences = bedside_preferences_new ();
  fixture->presence = bedside_presence_new (fixture->preferences);
  fixture->background = bedside_background_new (NULL);
  bedside_presence_set_tray (fixture->presence, TRUE);
  present (fixture, data);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_ui_destroy (fixture->window, fixture->window);
  bedside_ui_settle ();
  g_assert_finalize_object (fixture->background);
  g_assert_finalize_object (fixture->presence);
  g_assert_finalize_object (fixture->preferences);
}

static BedsideSwitchRow *
get_switch (Fixture    *fixture,
            const char *title)
{
  return bedside_ui_get (fixture->window, BEDSIDE_TYPE_SWITCH_ROW, title);
}

static void
turn (Fixture    *fixture,
      const char *title,
      gboolean    on)
{
  g_assert_true (bedside_switch_row_get_possible (get_switch (fixture, title)));
  bedside_switch_row_set_active (get_switch (fixture, title), on);
  bedside_ui_settle ();
}

static const char *
get_subtitle (Fixture    *fixture,
              const char *title)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (get_switch (fixture, title)));
}

static void
choose (Fixture    *fixture,
        const char *title)
{
  GtkWidget *row = bedside_ui_get (fixture->window, BEDSIDE_TYPE_CHOICE_ROW, title);

  g_signal_emit_by_name (bedside_ui_get (row, GTK_TYPE_TOGGLE_BUTTON, NULL), "clicked");
  bedside_ui_settle ();
}

static gboolean
is_chosen (Fixture    *fixture,
           const char *title)
{
  return bedside_choice_row_get_active (bedside_ui_get (fixture->window, BEDSIDE_TYPE_CHOICE_ROW, title));
}

/* --- notifications --- */

static void
test_notifications (Fixture       *fixture,
                    gconstpointer  data)
{
  g_assert_true (bedside_switch_row_get_active (get_switch (fixture, "Notifications")));
  turn (fixture, "Notifications", FALSE);
  g_assert_false (bedside_preferences_get_notifications (fixture->preferences));
  turn (fixture, "Do not disturb", TRUE);
  g_assert_true (bedside_preferences_get_do_not_disturb (fixture->preferences));

  /* The tray's menu has the same switch. */
  bedside_preferences_set_do_not_disturb (fixture->preferences, FALSE);
  g_assert_false (bedside_switch_row_get_active (get_switch (fixture, "Do not disturb")));
}

static void
test_privacy (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_true (is_chosen (fixture, "Only that there are some"));
  g_assert_null (bedside_ui_find (fixture->window, GTK_TYPE_LABEL,
                                  "Whoever sees your screen reads who writes to you, on some desktops also while it "
                                  "is locked."));
  choose (fixture, "Name and birth date");
  g_assert_cmpint (bedside_preferences_get_privacy (fixture->preferences), ==, BEDSIDE_PRIVACY_NAME);
  g_assert_false (is_chosen (fixture, "Only that there are some"));
  g_assert_true (bedside_ui_shows (fixture->window,
                                   "Whoever sees your screen reads who writes to you, on some desktops also while "
                                   "it is locked."));
  choose (fixture, "Name, birth date and text");
  g_assert_cmpint (bedside_preferences_get_privacy (fixture->preferences), ==, BEDSIDE_PRIVACY_TEXT);
  g_assert_true (bedside_ui_shows (fixture->window,
                                   "Whoever sees your screen reads what patients write to you, on some desktops also "
                                   "while it is locked."));
  /* Once more is no other choice. */
  choose (fixture, "Name, birth date and text");
  g_assert_true (is_chosen (fixture, "Name, birth date and text"));
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_NOTHING);
  g_assert_true (is_chosen (fixture, "Only that there are some"));
  g_assert_false (is_chosen (fixture, "Name, birth date and text"));
}

/* --- quiet hours --- */

static void
assert_hours (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *hours = g_variant_print (bedside_preferences_get_quiet_hours (fixture->preferences), FALSE);

  g_assert_cmpstr (hours, ==, expected);
}

static BedsideTimeEntry *
get_time (Fixture    *fixture,
          const char *name)
{
  return bedside_ui_get (fixture->window, BEDSIDE_TYPE_TIME_ENTRY, name);
}

static void
type (Fixture    *fixture,
      const char *name,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_time (fixture, name)), text);
  bedside_ui_settle ();
}

#define NOT "(false, 1080, 480)"

static void
test_quiet_hours (Fixture       *fixture,
                  gconstpointer  data)
{
  g_assert_null (bedside_ui_find (fixture->window, BEDSIDE_TYPE_TIME_ENTRY, "Monday, from"));
  turn (fixture, "Monday", TRUE);
  assert_hours (fixture, "[(true, 1080, 480), " NOT ", " NOT ", " NOT ", " NOT ", " NOT ", " NOT "]");
  g_assert_cmpstr (get_subtitle (fixture, "Monday"), ==, "18:00 to 08:00 on the next day");

  type (fixture, "Monday, from", "12:15");
  type (fixture, "Monday, until", "13:45");
  assert_hours (fixture, "[(true, 735, 825), " NOT ", " NOT ", " NOT ", " NOT ", " NOT ", " NOT "]");
  g_assert_cmpstr (get_subtitle (fixture, "Monday"), ==, "12:15 to 13:45");
  type (fixture, "Monday, until", "12:15");
  g_assert_cmpstr (get_subtitle (fixture, "Monday"), ==, "The whole day");

  turn (fixture, "Sunday", TRUE);
  bedside_ui_click (fixture->window, "Use from Monday to Friday");
  assert_hours (fixture, "[(true, 735, 735), (true, 735, 735), (true, 735, 735), (true, 735, 735), (true, 735, 735), "
                NOT ", (true, 1080, 480)]");
  g_assert_cmpstr (get_subtitle (fixture, "Friday"), ==, "The whole day");

  /* What is switched off remembers its hours. */
  turn (fixture, "Monday", FALSE);
  turn (fixture, "Monday", TRUE);
  g_assert_cmpuint (bedside_time_entry_get_minutes (get_time (fixture, "Monday, from")), ==, 735);
}

/* Half-typed or wrong times change nothing. */
static void
test_typing (Fixture       *fixture,
             gconstpointer  data)
{
  BedsideTimeEntry *from;

  turn (fixture, "Tuesday", TRUE);
  from = get_time (fixture, "Tuesday, from");
  gtk_widget_grab_focus (GTK_WIDGET (from));
  type (fixture, "Tuesday, from", "2");
  type (fixture, "Tuesday, from", "22");
  g_assert_cmpuint (bedside_time_entry_get_minutes (from), ==, 1080);
  type (fixture, "Tuesday, from", "22:3");
  g_assert_cmpuint (bedside_time_entry_get_minutes (from), ==, 1080);
  type (fixture, "Tuesday, from", "22:30");
  g_assert_cmpuint (bedside_time_entry_get_minutes (from), ==, 1350);

  /* Enter says that something is wrong, and leaving puts back what counts. */
  type (fixture, "Tuesday, from", "half past ten");
  g_signal_emit_by_name (from, "activate");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (from), "error"));
  gtk_test_accessible_assert_state (from, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (get_time (fixture, "Tuesday, until")));
  bedside_ui_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (from)), ==, "22:30");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (from), "error"));

  /* Leaving with a brief time takes it over. */
  gtk_widget_grab_focus (GTK_WIDGET (from));
  type (fixture, "Tuesday, from", "9 pm");
  gtk_widget_grab_focus (GTK_WIDGET (get_time (fixture, "Tuesday, until")));
  bedside_ui_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (from)), ==, "21:00");
  g_assert_cmpuint (bedside_time_entry_get_minutes (from), ==, 1260);
}

static void
press (BedsideTimeEntry *entry,
       guint             keyval)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (entry));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller) ||
          gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
      if (handled)
        return;
    }
  g_assert_not_reached ();
}

static void
assert_pressed (BedsideTimeEntry *entry,
                guint             keyval,
                const char       *expected)
{
  press (entry, keyval);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, expected);
}

static void
test_steps (Fixture       *fixture,
            gconstpointer  data)
{
  BedsideTimeEntry *until;

  turn (fixture, "Wednesday", TRUE);
  until = get_time (fixture, "Wednesday, until");
  assert_pressed (until, GDK_KEY_Up, "08:15");
  assert_pressed (until, GDK_KEY_Down, "08:00");
  assert_pressed (until, GDK_KEY_Page_Up, "09:00");
  assert_pressed (until, GDK_KEY_Page_Down, "08:00");
  type (fixture, "Wednesday, until", "08:07");
  assert_pressed (until, GDK_KEY_Up, "08:15");
  type (fixture, "Wednesday, until", "08:07");
  assert_pressed (until, GDK_KEY_Down, "08:00");
  type (fixture, "Wednesday, until", "00:00");
  assert_pressed (until, GDK_KEY_Down, "23:45");
  assert_pressed (until, GDK_KEY_Up, "00:00");
  type (fixture, "Wednesday, until", "23:50");
  assert_pressed (until, GDK_KEY_Up, "00:00");
  assert_hours (fixture, "[" NOT ", " NOT ", (true, 1080, 0), " NOT ", " NOT ", " NOT ", " NOT "]");
}

/* Closing the window does not lose what has the focus. */
static void
test_closing (Fixture       *fixture,
              gconstpointer  data)
{
  turn (fixture, "Monday", TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (get_time (fixture, "Monday, from")));
  type (fixture, "Monday, from", "7 pm");
  gtk_widget_set_visible (GTK_WIDGET (fixture->window), FALSE);
  assert_hours (fixture, "[(true, 1140, 480), " NOT ", " NOT ", " NOT ", " NOT ", " NOT ", " NOT "]");
  gtk_widget_set_visible (GTK_WIDGET (fixture->window), TRUE);
}

static void
test_bad_settings (Fixture       *fixture,
                   gconstpointer  data)
{
  bedside_preferences_set_quiet_hours (fixture->preferences, g_variant_new_parsed ("@a(bqq) []"));
  g_assert_false (bedside_switch_row_get_active (get_switch (fixture, "Monday")));
  bedside_preferences_set_quiet_hours (fixture->preferences,
                                       g_variant_new_parsed ("[(true, uint16 65535, uint16 1440), (false, 1, 2), "
                                                             "(false, 1, 2), (false, 1, 2), (false, 1, 2), "
                                                             "(false, 1, 2), (true, 60, 61)]"));
  g_assert_true (bedside_switch_row_get_active (get_switch (fixture, "Monday")));
  g_assert_cmpuint (bedside_time_entry_get_minutes (get_time (fixture, "Monday, from")), <, 1440);
  g_assert_cmpstr (get_subtitle (fixture, "Sunday"), ==, "01:00 to 01:01");
  /* Looking at them has not changed them. */
  assert_hours (fixture, "[(true, 65535, 1440), (false, 1, 2), (false, 1, 2), (false, 1, 2), (false, 1, 2), "
                "(false, 1, 2), (true, 60, 61)]");
}

/* --- desktop --- */

static void
test_tray (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_cmpstr (get_subtitle (fixture, "Show in tray"), ==, "An icon that tells of new messages");
  turn (fixture, "Show in tray", FALSE);
  g_assert_false (bedside_preferences_get_tray (fixture->preferences));
  /* The icon is gone, not the way to get it back. */
  bedside_presence_set_tray (fixture->presence, FALSE);
  g_assert_true (bedside_switch_row_get_possible (get_switch (fixture, "Show in tray")));

  /* It takes a moment until there is one; if none comes, it says so. */
  turn (fixture, "Show in tray", TRUE);
  g_assert_true (bedside_switch_row_get_possible (get_switch (fixture, "Show in tray")));
  bedside_await (!bedside_switch_row_get_possible (get_switch (fixture, "Show in tray")), 10);
  g_assert_cmpstr (get_subtitle (fixture, "Show in tray"), ==,
                   "This desktop shows no tray. Some need an extension for it.");
  bedside_presence_set_tray (fixture->presence, TRUE);
  g_assert_true (bedside_switch_row_get_possible (get_switch (fixture, "Show in tray")));
}

static void
test_stay (Fixture       *fixture,
           gconstpointer  data)
{
  const char *title = "Keep running in background";

  g_assert_cmpstr (get_subtitle (fixture, title), ==, "You are asked when you close the window");
  turn (fixture, title, TRUE);
  g_assert_cmpint (bedside_preferences_get_background (fixture->preferences), ==, BEDSIDE_BACKGROUND_CHOICE_STAY);
  g_assert_cmpstr (get_subtitle (fixture, title), ==, "New messages arrive while the window is closed");
  turn (fixture, title, FALSE);
  g_assert_cmpint (bedside_preferences_get_background (fixture->preferences), ==, BEDSIDE_BACKGROUND_CHOICE_QUIT);
  g_assert_cmpstr (get_subtitle (fixture, title), ==, "Closing the window ends Bedside");
  /* With a tray nobody needs to be asked. */
  g_assert_null (fixture->background->task);

  bedside_presence_set_tray (fixture->presence, FALSE);
  bedside_presence_set_grantable (fixture->presence, FALSE);
  g_assert_false (bedside_switch_row_get_possible (get_switch (fixture, title)));
  g_assert_true (g_str_has_prefix (get_subtitle (fixture, title), "Not possible here"));
}

static void
test_stay_granted (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *title = "Keep running in background";

  bedside_presence_set_tray (fixture->presence, FALSE);
  bedside_presence_set_grantable (fixture->presence, TRUE);
  turn (fixture, title, TRUE);
  g_assert_cmpstr (get_subtitle (fixture, title), ==, "Asking the desktop…");
  g_assert_cmpint (bedside_preferences_get_background (fixture->preferences), ==, BEDSIDE_BACKGROUND_CHOICE_ASK);
  answer_error (fixture->background, BEDSIDE_BACKGROUND_ERROR_REFUSED);
  g_assert_false (bedside_switch_row_get_active (get_switch (fixture, title)));
  g_assert_cmpstr (get_subtitle (fixture, title), ==,
                   "This was not allowed. The settings of the desktop say what Bedside may do.");

  turn (fixture, title, TRUE);
  answer (fixture->background, FALSE);
  g_assert_true (bedside_presence_get_granted (fixture->presence));
  g_assert_cmpint (bedside_preferences_get_background (fixture->preferences), ==, BEDSIDE_BACKGROUND_CHOICE_STAY);
  g_assert_true (bedside_switch_row_get_active (get_switch (fixture, title)));
}

static void
test_autostart (Fixture       *fixture,
                gconstpointer  data)
{
  const char *title = "Start with desktop";

  turn (fixture, title, TRUE);
  g_assert_true (fixture->background->autostart);
  g_assert_cmpstr (get_subtitle (fixture, title), ==, "Asking the desktop…");
  g_assert_false (bedside_preferences_get_autostart (fixture->preferences));
  answer (fixture->background, TRUE);
  g_assert_true (bedside_preferences_get_autostart (fixture->preferences));
  g_assert_true (bedside_switch_row_get_active (get_switch (fixture, title)));
  g_assert_cmpstr (get_subtitle (fixture, title), ==, "In the background, when you sign in to this computer");

  turn (fixture, title, FALSE);
  g_assert_false (fixture->background->autostart);
  answer (fixture->background, FALSE);
  g_assert_false (bedside_preferences_get_autostart (fixture->preferences));
}

static void
test_autostart_missing (Fixture       *fixture,
                        gconstpointer  data)
{
  const char *title = "Start with desktop";

  turn (fixture, title, TRUE);
  answer_error (fixture->background, BEDSIDE_BACKGROUND_ERROR_UNAVAILABLE);
  g_assert_false (bedside_switch_row_get_active (get_switch (fixture, title)));
  g_assert_false (bedside_preferences_get_autostart (fixture->preferences));
  g_assert_cmpstr (get_subtitle (fixture, title), ==,
                   "This desktop does not offer that. Perhaps its own settings do: look for startup programs.");
  turn (fixture, title, TRUE);
  answer_error (fixture->background, BEDSIDE_BACKGROUND_ERROR_FAILED);
  g_assert_false (bedside_switch_row_get_active (get_switch (fixture, title)));
  g_assert_cmpstr (get_subtitle (fixture, title), ==, "The desktop could not be asked. Try again later.");

  /* It may run in the background, but is not started. */
  turn (fixture, title, TRUE);
  answer (fixture->background, FALSE);
  g_assert_false (bedside_switch_row_get_active (get_switch (fixture, title)));
  g_assert_cmpstr (get_subtitle (fixture, title), ==, "The desktop does not start Bedside by itself.");
}

/* Who changes their mind before the desktop has answered gets what they want. */
static void
test_second_thoughts (Fixture       *fixture,
                      gconstpointer  data)
{
  const char *autostart = "Start with desktop", *stay = "Keep running in background";

  turn (fixture, autostart, TRUE);
  turn (fixture, autostart, FALSE);
  answer (fixture->background, TRUE);
  g_assert_nonnull (fixture->background->task);
  g_assert_false (fixture->background->autostart);
  answer (fixture->background, FALSE);
  g_assert_false (bedside_preferences_get_autostart (fixture->preferences));
  g_assert_false (bedside_switch_row_get_active (get_switch (fixture, autostart)));
  g_assert_cmpstr (get_subtitle (fixture, autostart), ==, "In the background, when you sign in to this computer");

  bedside_presence_set_tray (fixture->presence, FALSE);
  bedside_presence_set_granted (fixture->presence, FALSE);
  bedside_presence_set_grantable (fixture->presence, TRUE);
  turn (fixture, stay, TRUE);
  turn (fixture, stay, FALSE);
  turn (fixture, autostart, TRUE);
  answer (fixture->background, FALSE);
  g_assert_cmpint (bedside_preferences_get_background (fixture->preferences), ==, BEDSIDE_BACKGROUND_CHOICE_ASK);
  g_assert_false (bedside_switch_row_get_active (get_switch (fixture, stay)));
  /* This could not be asked before. */
  g_assert_nonnull (fixture->background->task);
  g_assert_true (fixture->background->autostart);
  answer (fixture->background, TRUE);
  g_assert_true (bedside_preferences_get_autostart (fixture->preferences));
  g_assert_null (fixture->background->task);
}

/* The window is closed before the desktop has answered; what it grants counts all the same. */
static void
test_late_answer (Fixture       *fixture,
                  gconstpointer  data)
{
  turn (fixture, "Start with desktop", TRUE);
  gtk_window_destroy (fixture->window);
  bedside_ui_settle ();
  answer (fixture->background, TRUE);
  g_assert_true (bedside_preferences_get_autostart (fixture->preferences));
  present (fixture, "desktop");
  g_assert_true (bedside_switch_row_get_active (get_switch (fixture, "Start with desktop")));
}

static void
test_color_scheme (Fixture       *fixture,
                   gconstpointer  data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  bedside_appearance_follow (fixture->preferences);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_DEFAULT);
  g_assert_true (is_chosen (fixture, "Follow the desktop"));
  choose (fixture, "Dark");
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_DARK);
  choose (fixture, "Light");
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_LIGHT);
  choose (fixture, "Follow the desktop");
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_DEFAULT);
}

#define add(path, page, function) g_test_add ("/ui/preferences/" path, Fixture, page, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
  add ("notifications", "notifications", test_notifications);
  add ("R31-privacy", "notifications", test_privacy);
  add ("quiet-hours", "quiet-hours", test_quiet_hours);
  add ("quiet-hours/typing", "quiet-hours", test_typing);
  add ("quiet-hours/steps", "quiet-hours", test_steps);
  add ("quiet-hours/closing", "quiet-hours", test_closing);
  add ("quiet-hours/bad-settings", "quiet-hours", test_bad_settings);
  add ("R23-tray", "desktop", test_tray);
  add ("background", "desktop", test_stay);
  add ("background/granted", "desktop", test_stay_granted);
  add ("autostart", "desktop", test_autostart);
  add ("autostart/missing", "desktop", test_autostart_missing);
  add ("second-thoughts", "desktop", test_second_thoughts);
  add ("autostart/late-answer", "desktop", test_late_answer);
  add ("color-scheme", "desktop", test_color_scheme);
  return g_test_run ();
}
