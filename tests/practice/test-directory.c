/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-directory.h"

#include <time.h>

#include "bedside-counter.h"
#include "bedside-event-of.h"
#include "bedside-mirror.h"

static void
apply_event (BedsideDirectory *directory,
             const char       *event_id,
             const char       *type,
             const char       *key,
             const char       *content)
{
  g_autofree char *json = g_strdup_printf ("{'event_id':'%s','type':'org.bedside.%s','state_key':'%s',"
                                           "'sender':'@sam:x','origin_server_ts':42,'content':%s}",
                                           event_id, type, key, content);
  g_autoptr(BedsideEvent) event = bedside_event_of (json);

  g_assert_true (bedside_directory_apply_state (directory, event));
}

static void
add (BedsideDirectory *directory,
     const char       *key,
     const char       *given)
{
  g_autofree char *content = g_strdup_printf ("{'v':1,'given':'%s','birth_date':'1985-12-10'}", given);

  apply_event (directory, "$event", "patient", key, content);
}

static void
take_away (BedsideDirectory *directory,
           const char       *key)
{
  apply_event (directory, "$event", "patient", key, "{}");
}

static guint
show (BedsideDirectory *directory)
{
  g_autoptr(GArray) changes = bedside_directory_show (directory);

  return changes->len;
}

/* Given names of those who are listed. */
static char *
dup_names (BedsideDirectory *directory)
{
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (directory)); i++)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (G_LIST_MODEL (directory), i);

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", bedside_patient_get_given (patient));
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
assert_names (BedsideDirectory *directory,
              const char       *expected)
{
  g_autofree char *names = dup_names (directory);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_details (void)
{
  g_autoptr(BedsideDirectory) directory = bedside_directory_new ();
  BedsidePatient *patient;

  apply_event (directory, "$1", "patient", "k",
               "{'v':1,'given':'Ada','family':'Lovelace','birth_date':'1985-12-10','record':'A 7','user_id':'@ada:x',"
               "'portal':'invited','invited_by':'@me:x','later':{'unknown':1}}");
  apply_event (directory, "$2", "access", "k", "{'v':1,'chat':'disabled','reason':'Asked for it'}");
  patient = bedside_directory_find (directory, "k");

  g_assert_cmpstr (bedside_patient_get_given (patient), ==, "Ada");
  g_assert_cmpstr (bedside_patient_get_family (patient), ==, "Lovelace");
  g_assert_cmpstr (bedside_patient_get_record (patient), ==, "A 7");
  g_assert_cmpstr (bedside_patient_get_invited_by (patient), ==, "@me:x");
  g_assert_cmpint (bedside_patient_get_portal_state (patient), ==, BEDSIDE_PORTAL_STATE_INVITED);
  g_assert_cmpint (bedside_patient_get_chat_access (patient), ==, BEDSIDE_CHAT_ACCESS_DISABLED);
  g_assert_cmpstr (bedside_patient_get_access_by (patient), ==, "@sam:x");
  g_assert_cmpint (bedside_patient_get_access_since (patient), ==, 42);
  g_assert_cmpstr (bedside_patient_get_access_reason (patient), ==, "Asked for it");

  /* Who took the word back has said nothing. */
  apply_event (directory, "$3", "access", "k", "{}");
  g_assert_cmpint (bedside_patient_get_chat_access (patient), ==, BEDSIDE_CHAT_ACCESS_UNSET);
  g_assert_null (bedside_patient_get_access_by (patient));
  g_assert_null (bedside_patient_get_access_reason (patient));
  g_assert_cmpint (bedside_patient_get_access_since (patient), ==, 0);
}

static void
test_foreign_state (void)
{
  static const char *const events[] = {
    "{'type':'org.bedside.patient','state_key':'','content':{'given':'Nobody'}}",
    "{'type':'org.bedside.other','state_key':'k','content':{'given':'Nobody'}}",
    "{'type':'m.room.name','state_key':'k','content':{}}",
  };
  g_autoptr(BedsideDirectory) directory = bedside_directory_new ();

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autoptr(BedsideEvent) event = bedside_event_of (events[i]);

      g_assert_false (bedside_directory_apply_state (directory, event));
    }
  g_assert_cmpuint (show (directory), ==, 0);
  g_assert_null (bedside_directory_find (directory, "k"));
  g_assert_null (bedside_directory_find (directory, NULL));
}

/* Somebody of whom only the access is known, or nothing is left, is not in the list. */
static void
test_listed (void)
{
  g_autoptr(BedsideDirectory) directory = bedside_directory_new ();
  BedsideMirror mirror;

  bedside_mirror_init (&mirror, G_LIST_MODEL (directory));
  apply_event (directory, "$1", "access", "k", "{'chat':'enabled'}");
  g_assert_cmpuint (show (directory), ==, 1);
  bedside_mirror_assert_none (&mirror);
  g_assert_true (bedside_patient_get_removed (bedside_directory_find (directory, "k")));

  add (directory, "k", "Ada");
  bedside_mirror_assert_none (&mirror);
  show (directory);
  bedside_mirror_assert_change (&mirror, 0, 0, 1);
  g_assert_cmpint (bedside_patient_get_chat_access (bedside_directory_find (directory, "k")), ==,
                   BEDSIDE_CHAT_ACCESS_ENABLED);

  /* Changing him is no change of the list. */
  add (directory, "k", "Augusta");
  show (directory);
  bedside_mirror_assert_none (&mirror);
  assert_names (directory, "Augusta");

  take_away (directory, "k");
  show (directory);
  bedside_mirror_assert_change (&mirror, 0, 1, 0);

  /* Come and gone between two looks. */
  add (directory, "k", "Ada");
  take_away (directory, "k");
  add (directory, "l", "Ben");
  take_away (directory, "l");
  g_assert_cmpuint (show (directory), ==, 2);
  bedside_mirror_assert_none (&mirror);
  bedside_mirror_clear (&mirror);
}

static void
test_one_change (void)
{
  g_autoptr(BedsideDirectory) directory = bedside_directory_new ();
  BedsideMirror mirror;

  bedside_mirror_init (&mirror, G_LIST_MODEL (directory));
  add (directory, "a", "A");
  add (directory, "b", "B");
  add (directory, "c", "C");
  add (directory, "d", "D");
  add (directory, "e", "E");
  show (directory);
  bedside_mirror_assert_change (&mirror, 0, 0, 5);
  g_assert_cmpuint (show (directory), ==, 0);
  bedside_mirror_assert_none (&mirror);

  take_away (directory, "b");
  take_away (directory, "d");
  show (directory);
  bedside_mirror_assert_change (&mirror, 1, 3, 1);
  assert_names (directory, "A C E");

  /* Some go and some come: what stays is not touched twice. */
  take_away (directory, "e");
  add (directory, "f", "F");
  add (directory, "b", "B");
  show (directory);
  g_assert_cmpuint (bedside_mirror_take (&mirror), ==, 2);
  assert_names (directory, "A C F B");

  take_away (directory, "a");
  take_away (directory, "b");
  take_away (directory, "c");
  take_away (directory, "f");
  show (directory);
  bedside_mirror_assert_change (&mirror, 0, 4, 0);
  bedside_mirror_clear (&mirror);
}

/* What changed is compared with how it was shown, not with what was half taken over. */
static void
test_changes (void)
{
  g_autoptr(BedsideDirectory) directory = bedside_directory_new ();

  apply_event (directory, "$1", "patient", "k", "{'given':'Ada','portal':'invited'}");
  apply_event (directory, "$2", "patient", "k", "{'given':'Ada','portal':'activated'}");
  g_autoptr(GArray) first = bedside_directory_show (directory);
  g_assert_cmpuint (first->len, ==, 1);
  g_assert_false (g_array_index (first, BedsideDirectoryChange, 0).was_listed);

  apply_event (directory, "$3", "patient", "k", "{'given':'Ada','portal':'none'}");
  apply_event (directory, "$4", "access", "k", "{'chat':'enabled'}");
  g_autoptr(GArray) second = bedside_directory_show (directory);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_true (g_array_index (second, BedsideDirectoryChange, 0).was_listed);
  g_assert_cmpint (g_array_index (second, BedsideDirectoryChange, 0).portal, ==, BEDSIDE_PORTAL_STATE_ACTIVATED);
}

/* A state event that has lost its content does not come again; only that it was redacted is said. */
static void
test_redaction (void)
{
  g_autoptr(BedsideDirectory) directory = bedside_directory_new ();
  g_autoptr(BedsideEvent) rest = NULL;
  g_autoptr(BedsideEvent) access = NULL;

  apply_event (directory, "$old", "patient", "k", "{'given':'Adda'}");
  apply_event (directory, "$new", "patient", "k", "{'given':'Ada','record':'7'}");
  apply_event (directory, "$access", "access", "k", "{'chat':'enabled','reason':'x'}");
  show (directory);

  g_assert_false (bedside_directory_apply_redaction (directory, "$old", &rest));
  g_assert_false (bedside_directory_apply_redaction (directory, "$unknown", NULL));
  g_assert_null (rest);
  assert_names (directory, "Ada");

  g_assert_true (bedside_directory_apply_redaction (directory, "$new", &rest));
  g_assert_true (bedside_directory_apply_redaction (directory, "$access", &access));
  g_assert_cmpstr (rest->type, ==, "org.bedside.patient");
  g_assert_cmpstr (rest->state_key, ==, "k");
  g_assert_cmpuint (json_object_get_size (rest->content), ==, 0);
  g_assert_cmpstr (access->type, ==, "org.bedside.access");
  show (directory);
  assert_names (directory, "");

  BedsidePatient *patient = bedside_directory_find (directory, "k");
  g_assert_true (bedside_patient_get_removed (patient));
  g_assert_cmpstr (bedside_patient_get_name (patient), ==, "");
  g_assert_null (bedside_patient_get_record (patient));
  g_assert_null (bedside_patient_get_access_reason (patient));
}

static gint64
get_thread_time (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Nothing walks through all patients for each event. The limits are wide: they are there to notice that. */
static void
test_cost (void)
{
  g_autoptr(BedsideDirectory) directory = bedside_directory_new ();
  const guint n = 10000;
  guint changes = 0;
  gint64 start;

  g_signal_connect_swapped (directory, "items-changed", G_CALLBACK (bedside_counter_add), &changes);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strdup_printf ("k%u", i);

      add (directory, key, "Ada");
    }
  show (directory);
  g_assert_cmpuint (bedside_counter_take (&changes), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (directory)), ==, n);

  start = get_thread_time ();
  for (guint i = 0; i < n; i += 2)
    {
      g_autofree char *key = g_strdup_printf ("k%u", i);

      take_away (directory, key);
    }
  gint64 took = get_thread_time () - start;

  start = get_thread_time ();
  show (directory);
  g_test_message ("%u removals in %" G_GINT64_FORMAT " us, shown in %" G_GINT64_FORMAT " us", n / 2, took,
                  get_thread_time () - start);
  g_assert_cmpint (get_thread_time () - start, <, 50 * 1000);
  g_assert_cmpuint (bedside_counter_take (&changes), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (directory)), ==, n / 2);
}

static void
test_model (void)
{
  BedsideDirectory *directory = bedside_directory_new ();
  g_autoptr(BedsidePatient) patient = NULL;

  g_assert_cmpuint (g_list_model_get_item_type (G_LIST_MODEL (directory)), ==, BEDSIDE_TYPE_PATIENT);
  add (directory, "k", "Ada");
  show (directory);
  patient = g_list_model_get_item (G_LIST_MODEL (directory), 0);
  g_assert_true (patient == bedside_directory_find (directory, "k"));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (directory), 1));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (directory), G_MAXUINT));
  g_assert_finalize_object (directory);
  g_assert_finalize_object (g_steal_pointer (&patient));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/directory/R14-by-whom-and-since-when", test_details);
  g_test_add_func ("/practice/directory/foreign-state", test_foreign_state);
  g_test_add_func ("/practice/directory/listed", test_listed);
  g_test_add_func ("/practice/directory/one-change-for-all", test_one_change);
  g_test_add_func ("/practice/directory/changes", test_changes);
  g_test_add_func ("/practice/directory/redaction", test_redaction);
  g_test_add_func ("/practice/directory/cost", test_cost);
  g_test_add_func ("/practice/directory/model", test_model);

  return g_test_run ();
}
