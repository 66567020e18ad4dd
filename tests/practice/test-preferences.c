/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-preferences.h"

#include "bedside-counter.h"
#include "bedside-quiet-hours.h"

static GVariant *
new_whole_week (void)
{
  return g_variant_new_parsed ("[(true, @q 0, @q 0), (true, 0, 0), (true, 0, 0), (true, 0, 0), (true, 0, 0),"
                               "(true, 0, 0), (true, 0, 0)]");
}

/* Nothing of a patient is seen, and nothing goes on behind somebody's back, before it was chosen. */
static void
test_defaults (void)
{
  g_autoptr(BedsidePreferences) preferences = bedside_preferences_new ();
  g_autoptr(GVariant) none = bedside_quiet_hours_new ();

  g_assert_true (bedside_preferences_get_notifications (preferences));
  g_assert_cmpint (bedside_preferences_get_privacy (preferences), ==, BEDSIDE_PRIVACY_NOTHING);
  g_assert_false (bedside_preferences_get_do_not_disturb (preferences));
  g_assert_true (g_variant_equal (bedside_preferences_get_quiet_hours (preferences), none));
  g_assert_true (bedside_preferences_get_tray (preferences));
  g_assert_cmpint (bedside_preferences_get_background (preferences), ==, BEDSIDE_BACKGROUND_CHOICE_ASK);
  g_assert_false (bedside_preferences_get_autostart (preferences));
  g_assert_cmpint (bedside_preferences_get_color_scheme (preferences), ==, BEDSIDE_COLOR_SCHEME_SYSTEM);
  g_assert_cmpuint (bedside_preferences_get_lock_after (preferences), ==, 10);
}

static void
assert_flag (BedsidePreferences *preferences,
             const char         *name)
{
  guint count = 0;
  gboolean before = FALSE, after = FALSE;

  bedside_counter_watch (preferences, name, &count);
  g_object_get (preferences, name, &before, NULL);
  g_object_set (preferences, name, before, NULL);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 0);
  g_object_set (preferences, name, !before, NULL);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  g_object_get (preferences, name, &after, NULL);
  g_assert_cmpint (after, ==, !before);
}

static void
test_flags (void)
{
  BedsidePreferences *preferences = bedside_preferences_new ();

  assert_flag (preferences, "notifications");
  assert_flag (preferences, "do-not-disturb");
  assert_flag (preferences, "tray");
  assert_flag (preferences, "autostart");

  /* Any true is true. */
  guint count = 0;
  bedside_counter_watch (preferences, "do-not-disturb", &count);
  bedside_preferences_set_do_not_disturb (preferences, 7);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 0);
  g_assert_cmpint (bedside_preferences_get_do_not_disturb (preferences), ==, TRUE);
  g_assert_finalize_object (preferences);
}

/* The words are those of the settings. */
static void
assert_choice (BedsidePreferences *preferences,
               const char         *name,
               GType               type,
               const char         *words)
{
  g_autoptr(GEnumClass) choices = g_type_class_ref (type);
  g_autoptr(GString) text = g_string_new (NULL);
  guint count = 0;
  int now = -1;

  bedside_counter_watch (preferences, name, &count);
  for (guint i = 0; i < choices->n_values; i++)
    {
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", choices->values[i].value_nick);
      g_object_set (preferences, name, choices->values[i].value, NULL);
      g_assert_cmpuint (bedside_counter_take (&count), ==, i > 0);
      g_object_get (preferences, name, &now, NULL);
      g_assert_cmpint (now, ==, choices->values[i].value);
    }
  g_assert_cmpstr (text->str, ==, words);
}

static void
test_choices (void)
{
  BedsidePreferences *preferences = bedside_preferences_new ();

  assert_choice (preferences, "privacy", BEDSIDE_TYPE_PRIVACY, "nothing name text");
  assert_choice (preferences, "background", BEDSIDE_TYPE_BACKGROUND_CHOICE, "ask quit stay");
  assert_choice (preferences, "color-scheme", BEDSIDE_TYPE_COLOR_SCHEME, "system light dark");
  g_assert_finalize_object (preferences);
}

static void
test_lock_after (void)
{
  BedsidePreferences *preferences = bedside_preferences_new ();
  guint count = 0, minutes = 0;

  bedside_counter_watch (preferences, "lock-after", &count);
  g_object_set (preferences, "lock-after", 10, NULL);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 0);
  g_object_set (preferences, "lock-after", 0, NULL);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  g_object_get (preferences, "lock-after", &minutes, NULL);
  g_assert_cmpuint (minutes, ==, 0);
  bedside_preferences_set_lock_after (preferences, BEDSIDE_LOCK_AFTER_MAXIMUM);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  g_assert_cmpuint (bedside_preferences_get_lock_after (preferences), ==, BEDSIDE_LOCK_AFTER_MAXIMUM);
  g_assert_finalize_object (preferences);
}

static void
test_quiet_hours (void)
{
  BedsidePreferences *preferences = bedside_preferences_new ();
  g_autoptr(GVariant) week = g_variant_ref_sink (new_whole_week ());
  guint count = 0;

  bedside_counter_watch (preferences, "quiet-hours", &count);
  bedside_preferences_set_quiet_hours (preferences, new_whole_week ());
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  bedside_preferences_set_quiet_hours (preferences, new_whole_week ());
  g_object_set (preferences, "quiet-hours", week, NULL);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 0);
  g_assert_true (g_variant_equal (bedside_preferences_get_quiet_hours (preferences), week));

  /* Its own. */
  bedside_preferences_set_quiet_hours (preferences, bedside_preferences_get_quiet_hours (preferences));
  g_assert_true (g_variant_equal (bedside_preferences_get_quiet_hours (preferences), week));
  g_assert_finalize_object (preferences);
}

/* Six days, or minutes that no day has: somebody wrote the settings by hand. That is no mistake of ours. */
static void
test_odd_quiet_hours (void)
{
  g_autoptr(BedsidePreferences) preferences = bedside_preferences_new ();
  g_autoptr(GDateTime) now = g_date_time_new_utc (2026, 11, 23, 12, 0, 0);

  bedside_preferences_set_quiet_hours (preferences, g_variant_new_parsed ("@a(bqq) []"));
  g_assert_false (bedside_quiet_hours_are_on (bedside_preferences_get_quiet_hours (preferences), now));
  bedside_preferences_set_quiet_hours (preferences, g_variant_new_parsed ("[(true, @q 9999, @q 9999)]"));
  g_assert_false (bedside_quiet_hours_are_on (bedside_preferences_get_quiet_hours (preferences), now));
}

static void
test_wrong_type (void)
{
  g_autoptr(BedsidePreferences) preferences = bedside_preferences_new ();
  g_autoptr(GVariant) none = bedside_quiet_hours_new ();
  g_autoptr(GVariant) text = g_variant_ref_sink (g_variant_new_string ("always"));
  guint count = 0;

  bedside_counter_watch (preferences, "quiet-hours", &count);
  g_test_expect_message ("bedside-preferences", G_LOG_LEVEL_CRITICAL, "*is_of_type*");
  bedside_preferences_set_quiet_hours (preferences, text);
  g_test_expect_message ("bedside-preferences", G_LOG_LEVEL_CRITICAL, "*is_of_type*");
  bedside_preferences_set_quiet_hours (preferences, NULL);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (count, ==, 0);
  g_assert_true (g_variant_equal (bedside_preferences_get_quiet_hours (preferences), none));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/preferences/R22-defaults", test_defaults);
  g_test_add_func ("/practice/preferences/flags", test_flags);
  g_test_add_func ("/practice/preferences/choices", test_choices);
  g_test_add_func ("/practice/preferences/lock-after", test_lock_after);
  g_test_add_func ("/practice/preferences/quiet-hours", test_quiet_hours);
  g_test_add_func ("/practice/preferences/odd-quiet-hours", test_odd_quiet_hours);
  g_test_add_func ("/practice/preferences/wrong-type", test_wrong_type);

  return g_test_run ();
}
