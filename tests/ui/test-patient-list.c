/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-counter.h"
#include "bedside-patient-list.h"
#include "bedside-ui-fixture.h"

#include <time.h>

#define MANY 10000
/* Half a frame at 60 Hz, on a machine that does other things, too; sanitizers take their share. */
#ifdef __SANITIZE_ADDRESS__
#define KEYSTROKE_US (5 * 8333)
#else
#define KEYSTROKE_US 8333
#endif

typedef struct {
  GListStore         *store;
  BedsidePatientList *list;
} Fixture;

static void
add (Fixture    *fixture,
     const char *key,
     const char *given,
     const char *family,
     const char *born)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named (key, given, family, born);

  g_list_store_append (fixture->store, patient);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->store = g_list_store_new (BEDSIDE_TYPE_PATIENT);
  fixture->list = bedside_patient_list_new ();
  add (fixture, "c", "Chloé", "Dubois", "1999-07-21");
  add (fixture, "a2", "Ada", "Lovelace", "2001-02-28");
  add (fixture, "b", "ben", "Okafor", "1962-03-02");
  add (fixture, "a1", "Ada", "Lovelace", "1985-12-10");
  add (fixture, "n", NULL, NULL, NULL);
  bedside_patient_list_set_source (fixture->list, G_LIST_MODEL (fixture->store));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->list);
  g_assert_finalize_object (fixture->store);
}

static void
assert_listed (Fixture    *fixture,
               const char *expected)
{
  GListModel *model = bedside_patient_list_get_model (fixture->list);
  g_autoptr(GString) listed = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (model, i);

      g_string_append_printf (listed, "%s%s", i > 0 ? " " : "", bedside_patient_get_key (patient));
    }
  g_assert_cmpstr (listed->str, ==, expected);
}

/* R29: who has the same name is told apart by the birth date, and stands in its order. */
static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  assert_listed (fixture, "n a1 a2 b c");
  add (fixture, "a0", "Ada", "Lovelace", "1950-01-01");
  assert_listed (fixture, "n a0 a1 a2 b c");
  g_list_store_remove (fixture->store, 2);
  assert_listed (fixture, "n a0 a1 a2 c");
}

static void
test_query (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const steps[][2] = {
    { "a", "a1 a2" }, { "ada", "a1 a2" }, { "ada 10 dec", "a1" }, { "ada 2001-02", "a2" }, { "ada x", "" },
    { "  chloe ", "c" }, { "chlo", "c" }, { "?", "" }, { "OKA", "b" }, { "\xff", "" }, { "10.12.1985", "a1" },
    { "", "n a1 a2 b c" },
  };
  guint notified = 0;

  bedside_counter_watch (fixture->list, "query", &notified);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      bedside_patient_list_set_query (fixture->list, steps[i][0]);
      assert_listed (fixture, steps[i][1]);
    }
  g_assert_cmpuint (bedside_counter_take (&notified), ==, G_N_ELEMENTS (steps));
  bedside_patient_list_set_query (fixture->list, NULL);
  bedside_patient_list_set_query (fixture->list, "  ");
  g_assert_cmpuint (bedside_counter_take (&notified), ==, 0);
}

/* A name that is corrected moves, and is found or not any more. */
static void
test_change (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(BedsidePatient) chloe = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);

  bedside_patient_set_identity (chloe, "Aaron", "Dubois", "1999-07-21");
  bedside_ui_settle ();
  assert_listed (fixture, "n c a1 a2 b");
  bedside_patient_list_set_query (fixture->list, "ada");
  bedside_patient_set_identity (chloe, "Ada", "Lovelace", "1990-01-01");
  bedside_ui_settle ();
  assert_listed (fixture, "a1 c a2");
  bedside_patient_set_portal (chloe, BEDSIDE_PORTAL_STATE_INVITED, NULL);
  bedside_patient_list_set_source (fixture->list, NULL);
  assert_listed (fixture, "");
  /* Nobody looks any more. */
  bedside_patient_set_identity (chloe, "Chloé", "Dubois", "1999-07-21");
  bedside_ui_settle ();
  bedside_patient_list_set_source (fixture->list, G_LIST_MODEL (fixture->store));
  assert_listed (fixture, "a1 a2");
}

static gint64
now_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const keys[] = {
    "a", "ad", "ada", "ada ", "ada l", "ada lo", "ada lo 1", "ada lo", "ada", "a", "",
  };
  static const char *const given[] = { "Ada", "Ben", "Chloé", "Dmitri", "Eun-ji", "Fatima", "Goran", "Hedy" };
  g_autoptr(GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 before;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *key = g_strdup_printf ("k%u", i);
      g_autofree char *family = g_strdup_printf ("Lo%u", i * 7919 % MANY);
      g_autofree char *born = g_strdup_printf ("%04u-%02u-%02u", 1930 + i % 80, 1 + i % 12, 1 + i % 28);

      g_ptr_array_add (patients, bedside_patient_new_named (key, given[i % G_N_ELEMENTS (given)], family, born));
    }
  before = now_cpu ();
  g_list_store_splice (fixture->store, 0, 5, patients->pdata, patients->len);
  g_test_message ("listing %d: %.1f ms", MANY, (double) (now_cpu () - before) / 1000);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gint64 best = G_MAXINT64;

      for (guint round = 0; round < 3; round++)
        {
          bedside_patient_list_set_query (fixture->list, i > 0 ? keys[i - 1] : "");
          before = now_cpu ();
          bedside_patient_list_set_query (fixture->list, keys[i]);
          best = MIN (best, now_cpu () - before);
        }
      g_test_message ("\"%s\": %.2f ms", keys[i], (double) best / 1000);
      g_assert_cmpint (best, <, KEYSTROKE_US);
    }
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

#define add_test(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  add_test ("/ui/patient-list/R29-order", test_order);
  add_test ("/ui/patient-list/query", test_query);
  add_test ("/ui/patient-list/change", test_change);
  add_test ("/ui/patient-list/many", test_many);
#undef add_test

  return g_test_run ();
}
