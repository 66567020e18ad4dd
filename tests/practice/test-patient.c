/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-patient.h"

#include <time.h>

#include "bedside-counter.h"

static void
test_unknown (void)
{
  BedsidePatient *patient = bedside_patient_new ("key");

  g_assert_cmpstr (bedside_patient_get_key (patient), ==, "key");
  g_assert_cmpstr (bedside_patient_get_name (patient), ==, "");
  g_assert_cmpstr (bedside_patient_get_birth_date (patient), ==, "");
  g_assert_null (bedside_patient_get_user_id (patient));
  g_assert_cmpint (bedside_patient_get_portal_state (patient), ==, BEDSIDE_PORTAL_STATE_NONE);
  g_assert_cmpint (bedside_patient_get_chat_access (patient), ==, BEDSIDE_CHAT_ACCESS_UNSET);
  g_assert_false (bedside_patient_get_removed (patient));
  g_assert_true (bedside_patient_matches (patient, ""));
  g_assert_false (bedside_patient_matches (patient, "key"));
  g_assert_finalize_object (patient);
}

static void
test_name (void)
{
  static const struct {
    const char *given;
    const char *family;
    const char *name;
  } cases[] = {
    { "Ada", "Lovelace", "Ada Lovelace" },
    { " Ada ", "\tLovelace\n", "Ada Lovelace" },
    { "Ada", NULL, "Ada" },
    { "Ada", "  ", "Ada" },
    { NULL, "Lovelace", "Lovelace" },
    { "", "", "" },
    { NULL, NULL, "" },
    { "Ada Augusta", "King von Lovelace", "Ada Augusta King von Lovelace" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", cases[i].given, cases[i].family, NULL);

      g_assert_cmpstr (bedside_patient_get_name (patient), ==, cases[i].name);
    }
}

static void
test_birth_date (void)
{
  static const struct {
    const char *iso;
    const char *written;
  } cases[] = {
    { "1985-12-10", "10 Dec 1985" },
    { "2024-02-29", "29 Feb 2024" },
    { "1900-01-01", "1 Jan 1900" },
    { "2023-02-29", "" },
    { "1985-13-10", "" },
    { "1985-00-10", "" },
    { "1985-12-00", "" },
    { "1985-12-32", "" },
    { "0000-01-01", "" },
    { "85-12-10", "" },
    { "1985-12-1", "" },
    { "1985-12-100", "" },
    { "1985-12-10 ", "" },
    { " 1985-12-10", "" },
    { "1985-12-10T00:00:00Z", "" },
    { "1985/12/10", "" },
    { "+985-12-10", "" },
    { "19851210", "" },
    { "yyyy-mm-dd", "" },
    { "1985", "" },
    { "", "" },
    { NULL, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Ada", "Lovelace", cases[i].iso);

      g_test_message ("case %u", i);
      g_assert_cmpstr (bedside_patient_get_birth_date (patient), ==, cases[i].written);
    }
}

static void
test_notify_identity (void)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Ada", "Lovelace", "1985-12-10");
  guint names = 0, dates = 0;

  bedside_counter_watch (patient, "name", &names);
  bedside_counter_watch (patient, "birth-date", &dates);

  bedside_patient_set_identity (patient, "Ada", " Lovelace ", "1985-12-10");
  g_assert_cmpuint (bedside_counter_take (&names), ==, 0);
  g_assert_cmpuint (bedside_counter_take (&dates), ==, 0);

  bedside_patient_set_identity (patient, "Ada", "King", "1985-12-10");
  g_assert_cmpuint (bedside_counter_take (&names), ==, 1);
  g_assert_cmpuint (bedside_counter_take (&dates), ==, 0);
  g_assert_cmpstr (bedside_patient_get_name (patient), ==, "Ada King");

  bedside_patient_set_identity (patient, "Ada", "King", "rubbish");
  g_assert_cmpuint (bedside_counter_take (&names), ==, 0);
  g_assert_cmpuint (bedside_counter_take (&dates), ==, 1);
  g_assert_cmpstr (bedside_patient_get_birth_date (patient), ==, "");
}

static void
test_notify_others (void)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new ("key");
  guint states = 0, users = 0, accesses = 0, removals = 0;

  bedside_counter_watch (patient, "portal-state", &states);
  bedside_counter_watch (patient, "user-id", &users);
  bedside_counter_watch (patient, "chat-access", &accesses);
  bedside_counter_watch (patient, "removed", &removals);

  bedside_patient_set_portal (patient, BEDSIDE_PORTAL_STATE_NONE, NULL);
  bedside_patient_set_chat_access (patient, BEDSIDE_CHAT_ACCESS_UNSET);
  bedside_patient_set_removed (patient, FALSE);
  g_assert_cmpuint (states + users + accesses + removals, ==, 0);

  bedside_patient_set_portal (patient, BEDSIDE_PORTAL_STATE_ACTIVATED, "@ada:example.org");
  bedside_patient_set_portal (patient, BEDSIDE_PORTAL_STATE_ACTIVATED, "@ada:example.org");
  g_assert_cmpuint (bedside_counter_take (&states), ==, 1);
  g_assert_cmpuint (bedside_counter_take (&users), ==, 1);
  g_assert_cmpstr (bedside_patient_get_user_id (patient), ==, "@ada:example.org");
  g_assert_cmpint (bedside_patient_get_portal_state (patient), ==, BEDSIDE_PORTAL_STATE_ACTIVATED);

  bedside_patient_set_portal (patient, BEDSIDE_PORTAL_STATE_ACTIVATED, NULL);
  g_assert_cmpuint (bedside_counter_take (&states), ==, 0);
  g_assert_cmpuint (bedside_counter_take (&users), ==, 1);

  bedside_patient_set_chat_access (patient, BEDSIDE_CHAT_ACCESS_DISABLED);
  bedside_patient_set_removed (patient, 2);
  bedside_patient_set_removed (patient, TRUE);
  g_assert_cmpuint (bedside_counter_take (&accesses), ==, 1);
  g_assert_cmpuint (bedside_counter_take (&removals), ==, 1);
  g_assert_true (bedside_patient_get_removed (patient));
}

static void
test_properties (void)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Ada", "Lovelace", "1985-12-10");
  g_autofree char *name = NULL, *birth_date = NULL, *user_id = NULL;
  BedsidePortalState state;
  BedsideChatAccess access;
  gboolean removed;

  bedside_patient_set_portal (patient, BEDSIDE_PORTAL_STATE_INVITED, "@ada:example.org");
  bedside_patient_set_chat_access (patient, BEDSIDE_CHAT_ACCESS_ENABLED);
  bedside_patient_set_removed (patient, TRUE);
  g_object_get (patient, "name", &name, "birth-date", &birth_date, "user-id", &user_id, "portal-state", &state,
                "chat-access", &access, "removed", &removed, NULL);

  g_assert_cmpstr (name, ==, "Ada Lovelace");
  g_assert_cmpstr (birth_date, ==, "10 Dec 1985");
  g_assert_cmpstr (user_id, ==, "@ada:example.org");
  g_assert_cmpint (state, ==, BEDSIDE_PORTAL_STATE_INVITED);
  g_assert_cmpint (access, ==, BEDSIDE_CHAT_ACCESS_ENABLED);
  g_assert_true (removed);
}

static void
test_search (void)
{
  static const struct {
    const char *query;
    gboolean    matches;
  } cases[] = {
    { "", TRUE }, { "ada", TRUE }, { "lov ad", TRUE }, { "1985", TRUE }, { "10 dec 1985", TRUE },
    { "1985-12-10", TRUE }, { "1985-12", TRUE }, { "ada 1985", TRUE }, { "lovelace dec", TRUE }, { "ADA", TRUE },
    { "ada 1986", FALSE }, { "1985-11", FALSE }, { "985", FALSE }, { "bob", FALSE }, { "ada ada x", FALSE },
    { "10.12.1985", TRUE }, { "12/10/1985", TRUE }, { "ada 10.12", TRUE }, { "ada 11.12", FALSE }, { "%", FALSE },
  };
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Áda", "Lovelace", "1985-12-10");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].query);
      g_assert_cmpint (bedside_patient_matches (patient, cases[i].query), ==, cases[i].matches);
    }

  bedside_patient_set_identity (patient, "Bob", "Okafor", "not a date");
  g_assert_true (bedside_patient_matches (patient, "bob"));
  g_assert_false (bedside_patient_matches (patient, "ada"));
  g_assert_false (bedside_patient_matches (patient, "1985"));
  g_assert_false (bedside_patient_matches (patient, "not"));
}

static gint64
get_thread_time (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* What one key pressed costs in a large directory. The limit is wide: it is there to notice folding per patient. */
static void
test_search_cost (void)
{
  g_autoptr(GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);
  const guint n = 10000;
  guint found = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *given = g_strdup_printf ("Élise%u", i);
      g_autofree char *date = g_strdup_printf ("19%02u-%02u-%02u", i % 100, 1 + i % 12, 1 + i % 28);

      g_ptr_array_add (patients, bedside_patient_new_named ("key", given, "Núñez-Weiß", date));
    }

  static const char *const queries[] = { "e", "wéiss élise999", "10.12.1985", "o'briain" };
  for (guint j = 0; j < G_N_ELEMENTS (queries); j++)
    {
      gint64 start = get_thread_time ();

      found = 0;
      for (guint i = 0; i < n; i++)
        found += bedside_patient_matches (g_ptr_array_index (patients, i), queries[j]);
      gint64 took = get_thread_time () - start;

      g_test_message ("%s: %u of %u patients in %" G_GINT64_FORMAT " us", queries[j], found, n, took);
      g_assert_cmpint (took, <, 50 * 1000);
      if (j == 1)
        g_assert_cmpuint (found, ==, 11);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/patient/unknown", test_unknown);
  g_test_add_func ("/practice/patient/R29-name", test_name);
  g_test_add_func ("/practice/patient/R29-birth-date", test_birth_date);
  g_test_add_func ("/practice/patient/notify-identity", test_notify_identity);
  g_test_add_func ("/practice/patient/notify-others", test_notify_others);
  g_test_add_func ("/practice/patient/properties", test_properties);
  g_test_add_func ("/practice/patient/R15-search", test_search);
  g_test_add_func ("/practice/patient/R15-search-cost", test_search_cost);

  return g_test_run ();
}
