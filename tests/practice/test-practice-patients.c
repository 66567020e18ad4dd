/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-writing-fixture.h"

/* Adding, correcting, linking, inviting and removing patients: what the server has afterwards. */

typedef BedsideWritingFixture Fixture;

#define PATIENT "*/state/org.bedside.patient/*"
#define REDACT "*/redact/*"

#define assert_patient(fixture, key, expected) \
        bedside_writing_assert_state (fixture, fixture->practice.directory, "org.bedside.patient", key, expected)
#define assert_access(fixture, key, expected) \
        bedside_writing_assert_state (fixture, fixture->practice.directory, "org.bedside.access", key, expected)

static char *
save (Fixture         *fixture,
      BedsidePatient  *patient,
      const char      *given,
      const char      *family,
      const char      *birth_date,
      const char      *record,
      GError         **error)
{
  const BedsidePatientDetails details = { given, family, birth_date, record };
  g_autoptr(GAsyncResult) result = NULL;

  bedside_practice_writer_save_patient_async (fixture->writer, fixture->model, patient, &details, NULL,
                                              bedside_await_result, &result);
  bedside_await (result != NULL, 20);

  return bedside_practice_writer_save_patient_finish (fixture->writer, result, error);
}

static gboolean
link_portal (Fixture             *fixture,
             BedsidePatient      *patient,
             const char          *user_id,
             BedsidePortalState   state,
             GError             **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_practice_writer_link_portal_async (fixture->writer, fixture->model, patient, user_id, state, NULL,
                                             bedside_await_result, &result);
  bedside_await (result != NULL, 20);

  return bedside_practice_writer_link_portal_finish (fixture->writer, result, error);
}

static gboolean
invite (Fixture         *fixture,
        BedsidePatient  *patient,
        GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_practice_writer_invite_to_portal_async (fixture->writer, fixture->model, patient, NULL, bedside_await_result,
                                                  &result);
  bedside_await (result != NULL, 20);

  return bedside_practice_writer_invite_to_portal_finish (fixture->writer, result, error);
}

static gboolean
remove_patient (Fixture         *fixture,
                BedsidePatient  *patient,
                GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_practice_writer_remove_patient_async (fixture->writer, fixture->model, patient, NULL, bedside_await_result,
                                                &result);
  bedside_await (result != NULL, 30);

  return bedside_practice_writer_remove_patient_finish (fixture->writer, result, error);
}

static void
put (Fixture    *fixture,
     const char *sender,
     const char *type,
     const char *key,
     const char *content)
{
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, sender, type, key, content));
}

/* --- adding and correcting --- */

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *key = save (fixture, NULL, " Ada ", "Lovelace", "1985-12-10", " 4711 ", &error);

  g_assert_no_error (error);
  g_assert_nonnull (key);
  g_assert_cmpint (key[0], !=, '@');
  assert_patient (fixture, key, "{'birth_date':'1985-12-10','family':'Lovelace','given':'Ada','portal':'none',"
                  "'record':'4711','v':1}");
  assert_access (fixture, key, "");

  g_autofree char *other = save (fixture, NULL, "Ada", "Lovelace", "1985-12-10", "", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (other, !=, key);
  assert_patient (fixture, other, "{'birth_date':'1985-12-10','family':'Lovelace','given':'Ada','portal':'none',"
                  "'v':1}");
}

/* An answer that is lost must not make two patients of one. */
static void
test_add_lost (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  bedside_writing_fixture_add_fault (fixture, "PUT", PATIENT, GPOINTER_TO_INT (data), 1);
  g_autofree char *key = save (fixture, NULL, "Ada", "Lovelace", "1985-12-10", NULL, &error);
  g_assert_no_error (error);

  /* They would all be in the model when it is there. */
  g_autofree char *state = bedside_writing_fixture_dup_state (fixture, fixture->practice.directory,
                                                              "org.bedside.patient", key);
  g_assert_cmpstr (state, !=, "");
  g_autoptr(BedsideEvent) event = bedside_writing_fixture_get_event (fixture, fixture->practice.directory,
                                                                     "org.bedside.patient", key);
  g_assert_null (event->replaces_state);
}

static void
test_correct (Fixture       *fixture,
              gconstpointer  data)
{
  BedsidePatient *patient = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(GError) error = NULL;

  put (fixture, fixture->practice.me, "org.bedside.patient", "key-ada",
       "{'v':1,'given':'Ada','family':'Lovelace','birth_date':'1985-12-10','record':'7','user_id':'@a:b',"
       "'portal':'activated','invited_by':'@x:y','later':[true]}");
  put (fixture, fixture->practice.me, "org.bedside.access", "key-ada", "{'v':1,'chat':'disabled'}");

  g_autofree char *key = save (fixture, patient, "Ada", "King", "1985-12-11", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, "key-ada");
  assert_patient (fixture, "key-ada", "{'birth_date':'1985-12-11','family':'King','given':'Ada','invited_by':'@x:y',"
                  "'later':[true],'portal':'activated','user_id':'@a:b','v':1}");
  assert_access (fixture, "key-ada", "{'chat':'disabled','v':1}");
}

static void
test_correct_removed (Fixture       *fixture,
                      gconstpointer  data)
{
  BedsidePatient *patient = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(BedsidePatient) stranger = bedside_patient_new_named ("nobody", "Ben", "Okafor", "1970-01-01");
  g_autoptr(GError) error = NULL;

  put (fixture, fixture->practice.me, "org.bedside.patient", "key-ada", "{}");
  g_assert_null (save (fixture, patient, "Ada", "King", "1985-12-10", NULL, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED);
  g_clear_error (&error);
  g_assert_null (save (fixture, stranger, "Ben", "Okafor", "1970-01-01", NULL, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED);
  assert_patient (fixture, "key-ada", "{}");
  assert_patient (fixture, "nobody", "");
}

static void
test_details (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) tomorrow_time = g_date_time_add_days (now, 1);
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *tomorrow = g_date_time_format (tomorrow_time, "%Y-%m-%d");
  g_autofree char *long_name = g_strnfill (101, 'a');
  g_autofree char *fitting_name = g_strnfill (100, 'a');
  const struct {
    BedsidePatientDetails details;
    gboolean              good;
  } cases[] = {
    { { "Ada", "Lovelace", "1985-12-10", NULL }, TRUE },
    { { "Ada", "Lovelace", "2000-02-29", "x/1 ä" }, TRUE },
    { { "Ada", NULL, "1985-12-10", NULL }, TRUE },
    { { NULL, "Лавлейс", "1985-12-10", NULL }, TRUE },
    { { "محمد", "علي", today, NULL }, TRUE },
    { { fitting_name, "B", "1985-12-10", NULL }, TRUE },
    { { NULL, NULL, "1985-12-10", NULL }, FALSE },
    { { " ", "\t", "1985-12-10", NULL }, FALSE },
    { { long_name, "B", "1985-12-10", NULL }, FALSE },
    { { "Ada", long_name, "1985-12-10", NULL }, FALSE },
    { { "Ada", "B", "1985-12-10", long_name }, FALSE },
    { { "Ada\nBen", "B", "1985-12-10", NULL }, FALSE },
    { { "Ada", "\342\200\256ecalevoL", "1985-12-10", NULL }, FALSE },
    { { "Ada", "Love\377lace", "1985-12-10", NULL }, FALSE },
    { { "Ada", "Lovelace", NULL, NULL }, FALSE },
    { { "Ada", "Lovelace", "", NULL }, FALSE },
    { { "Ada", "Lovelace", "2001-02-29", NULL }, FALSE },
    { { "Ada", "Lovelace", "1985-13-01", NULL }, FALSE },
    { { "Ada", "Lovelace", "1985-00-10", NULL }, FALSE },
    { { "Ada", "Lovelace", "10.12.1985", NULL }, FALSE },
    { { "Ada", "Lovelace", "1985-12-10T00:00", NULL }, FALSE },
    { { "Ada", "Lovelace", "85-12-10", NULL }, FALSE },
    { { "Ada", "Lovelace", "0985-12-10", NULL }, FALSE },
    { { "Ada", "Lovelace", tomorrow, NULL }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%u: %s", i, cases[i].details.birth_date);
      g_assert_cmpint (bedside_patient_details_check (&cases[i].details, &error), ==, cases[i].good);
      if (cases[i].good)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID);
      g_assert_cmpstr (error->message, !=, "");
    }
}

static void
test_invalid (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (save (fixture, NULL, "Ada", "Lovelace", "1985-02-30", NULL, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID);
  g_clear_error (&error);
  bedside_practice_set_directory (fixture->model, NULL, NULL);
  g_assert_null (save (fixture, NULL, "Ada", "Lovelace", "1985-12-10", NULL, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", PATIENT), ==, 0);
}

/* --- the portal --- */

static void
test_link (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *key = save (fixture, NULL, "Ada", "Lovelace", "1985-12-10", NULL, &error);
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named (key, "Ada", "Lovelace", "1985-12-10");
  g_autofree char *user_id = bedside_practice_writer_dup_user_id (fixture->writer, "ada");

  g_assert_true (link_portal (fixture, patient, "ada", BEDSIDE_PORTAL_STATE_ACTIVATED, &error));
  g_assert_no_error (error);
  g_autofree char *linked = g_strdup_printf ("{'birth_date':'1985-12-10','family':'Lovelace','given':'Ada',"
                                             "'portal':'activated','user_id':'%s','v':1}", user_id);
  assert_patient (fixture, key, linked);

  g_assert_true (link_portal (fixture, patient, NULL, BEDSIDE_PORTAL_STATE_NONE, &error));
  g_assert_no_error (error);
  assert_patient (fixture, key, "{'birth_date':'1985-12-10','family':'Lovelace','given':'Ada','portal':'none','v':1}");
}

static void
test_link_twice (Fixture       *fixture,
                 gconstpointer  data)
{
  BedsidePatient *ada = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  BedsidePatient *ben = bedside_writing_fixture_add_patient (fixture, "ben", "Ben", "Okafor");
  const char *taken = bedside_patient_get_user_id (ada);
  g_autoptr(GError) error = NULL;

  g_assert_false (link_portal (fixture, ben, taken, BEDSIDE_PORTAL_STATE_ACTIVATED, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "Ada Lovelace"));
  g_assert_nonnull (strstr (error->message, "10 Dec 1985"));
  g_clear_error (&error);
  /* Typed otherwise it is the same account. */
  g_assert_false (link_portal (fixture, ben, " ADA ", BEDSIDE_PORTAL_STATE_ACTIVATED, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (link_portal (fixture, ada, taken, BEDSIDE_PORTAL_STATE_ACTIVATED, &error));
  g_assert_no_error (error);
}

static void
test_link_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  BedsidePatient *ada = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(BedsidePractitioner) sam = bedside_practitioner_new (fixture->practice.colleague, FALSE);
  g_autoptr(GError) error = NULL;

  g_list_store_append (bedside_practice_get_people_store (fixture->model), sam);
  g_assert_false (link_portal (fixture, ada, "two words", BEDSIDE_PORTAL_STATE_ACTIVATED, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (link_portal (fixture, ada, fixture->practice.colleague, BEDSIDE_PORTAL_STATE_ACTIVATED, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID);
  g_clear_error (&error);
  put (fixture, fixture->practice.me, "org.bedside.patient", "key-ada", "{}");
  g_assert_false (link_portal (fixture, ada, "other", BEDSIDE_PORTAL_STATE_ACTIVATED, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED);
  assert_patient (fixture, "key-ada", "{}");
}

static void
test_invite (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *key = save (fixture, NULL, "Ada", "Lovelace", "1985-12-10", NULL, &error);
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named (key, "Ada", "Lovelace", "1985-12-10");
  g_autofree char *expected = g_strdup_printf ("{'birth_date':'1985-12-10','family':'Lovelace','given':'Ada',"
                                               "'invited_by':'%s','portal':'invited','v':1}", fixture->practice.me);

  g_assert_true (invite (fixture, patient, &error));
  g_assert_no_error (error);
  assert_patient (fixture, key, expected);
}

static void
test_invite_activated (Fixture       *fixture,
                       gconstpointer  data)
{
  BedsidePatient *ada = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(GError) error = NULL;

  g_assert_true (invite (fixture, ada, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", PATIENT), ==, 0);
}

/* --- accounts --- */

static void
test_user_ids (Fixture       *fixture,
               gconstpointer  data)
{
  const char *server = strchr (fixture->practice.me, ':');
  g_autofree char *ada = g_strconcat ("@ada", server, NULL);
  g_autofree char *longest = g_strnfill (256, 'a');
  const struct {
    const char *typed;
    const char *user_id;
  } cases[] = {
    { "ada", ada }, { " Ada\n", ada }, { "@Ada", ada }, { ada, ada }, { "@ada:example.org", "@ada:example.org" },
    { "@a.d-a_=/+1:[::1]:8448", "@a.d-a_=/+1:[::1]:8448" },
    { "", NULL }, { "   ", NULL }, { "@", NULL }, { "@@ada", NULL }, { "@:example.org", NULL }, { "@ada:", NULL },
    { "ada:example.org", NULL }, { "ada lovelace", NULL }, { "ädä", NULL }, { "@Ada:example.org", NULL },
    { "@ada:example.org/x", NULL }, { "@ada:-x", NULL }, { "ada@example.org", NULL }, { "#ada:example.org", NULL },
    { longest, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *user_id = bedside_practice_writer_dup_user_id (fixture->writer, cases[i].typed);

      g_assert_cmpstr (user_id, ==, cases[i].user_id);
    }
}

static BedsideAccountCheck
check (Fixture     *fixture,
       const char  *user_id,
       GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_practice_writer_check_account_async (fixture->writer, user_id, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 20);

  return bedside_practice_writer_check_account_finish (fixture->writer, result, error);
}

static void
test_check (Fixture       *fixture,
            gconstpointer  data)
{
  BedsideDemoServer *server = fixture->practice.server;
  g_autofree char *ada = bedside_demo_server_add_account (server, "ada", BEDSIDE_DEMO_KIND_PATIENT, "Ada");
  g_autofree char *nobody = bedside_practice_writer_dup_user_id (fixture->writer, "nobody");
  g_autoptr(GError) error = NULL;

  bedside_demo_server_set_signed_in (server, "ada", FALSE);
  g_assert_cmpint (check (fixture, ada, &error), ==, BEDSIDE_ACCOUNT_CHECK_NOT_ACTIVATED);
  bedside_demo_server_set_signed_in (server, "ada", TRUE);
  g_assert_cmpint (check (fixture, ada, &error), ==, BEDSIDE_ACCOUNT_CHECK_ACTIVATED);
  g_assert_cmpint (check (fixture, nobody, &error), ==, BEDSIDE_ACCOUNT_CHECK_UNKNOWN);
  g_assert_cmpint (check (fixture, fixture->practice.colleague, &error), ==, BEDSIDE_ACCOUNT_CHECK_NOT_A_PATIENT);
  g_assert_no_error (error);

  bedside_demo_server_set_enforced (server, FALSE);
  g_assert_cmpint (check (fixture, ada, &error), ==, BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE);
  g_assert_no_error (error);
}

static void
test_check_refused (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  bedside_writing_fixture_add_status (fixture, "GET", "*/account/*", 429, "M_LIMIT_EXCEEDED", "1");
  g_assert_cmpint (check (fixture, fixture->practice.colleague, &error), ==, BEDSIDE_ACCOUNT_CHECK_NOT_A_PATIENT);
  g_assert_no_error (error);
  bedside_writing_fixture_add_status (fixture, "GET", "*/account/*", 403, "M_FORBIDDEN", NULL);
  g_assert_cmpint (check (fixture, fixture->practice.colleague, &error), ==, BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE);
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
}

/* --- removing --- */

static void
add_versions (Fixture    *fixture,
              const char *sender)
{
  put (fixture, sender, "org.bedside.patient", "key-ada",
       "{'v':1,'given':'Ada','family':'King','birth_date':'1985-12-10','portal':'activated'}");
  put (fixture, sender, "org.bedside.patient", "key-ada",
       "{'v':1,'given':'Ada','family':'Byron','birth_date':'1985-12-10','portal':'activated'}");
  put (fixture, sender, "org.bedside.access", "key-ada", "{'v':1,'chat':'disabled','reason':'Secret'}");
  put (fixture, sender, "org.bedside.access", "key-ada", "{'v':1,'chat':'enabled'}");
}

/* Nothing of what the directory held can be read any more, in no version. */
static void
assert_nothing_left (Fixture    *fixture,
                     const char *type,
                     guint       versions)
{
  g_autoptr(BedsideEvent) event = bedside_writing_fixture_get_event (fixture, fixture->practice.directory, type,
                                                                     "key-ada");
  guint count = 0;

  while (event != NULL)
    {
      g_assert_cmpuint (json_object_get_size (event->content), ==, 0);
      count++;
      g_autofree char *before = g_strdup (event->replaces_state);
      g_clear_pointer (&event, bedside_event_unref);
      if (before != NULL)
        event = bedside_writing_fixture_get_version (fixture, fixture->practice.directory, before);
    }
  g_assert_cmpuint (count, ==, versions);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  BedsidePatient *ada = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(GError) error = NULL;

  add_versions (fixture, fixture->practice.me);
  g_assert_true (remove_patient (fixture, ada, &error));
  g_assert_no_error (error);
  assert_nothing_left (fixture, "org.bedside.patient", 3);
  /* The last one is what disabled chat before. */
  assert_nothing_left (fixture, "org.bedside.access", 4);

  /* Once more is no mistake. */
  guint before = bedside_writing_fixture_count (fixture, "PUT", "*");
  g_assert_true (remove_patient (fixture, ada, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", "*"), ==, before);
}

static void
test_remove_closes (Fixture       *fixture,
                    gconstpointer  data)
{
  BedsidePatient *ada = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (&fixture->practice, "ada");
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  g_assert_true (remove_patient (fixture, ada, NULL));
  bedside_await (bedside_conversation_get_closed_reason (conversation) != BEDSIDE_CLOSED_REASON_NONE, 5);
}

/* Wherever it breaks off the patient is closed and still listed, and doing it again completes it. */
static void
test_remove_resumed (Fixture       *fixture,
                     gconstpointer  data)
{
  BedsidePatient *ada = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  guint broken = 0;
  gboolean done = FALSE;

  add_versions (fixture, fixture->practice.me);
  while (!done)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      guint redacted = bedside_writing_fixture_count (fixture, "PUT", REDACT);

      bedside_practice_writer_remove_patient_async (fixture->writer, fixture->model, ada, cancellable,
                                                    bedside_await_result, &result);
      bedside_await (result != NULL || bedside_writing_fixture_count (fixture, "PUT", REDACT) > redacted, 20);
      if (result == NULL)
        g_cancellable_cancel (cancellable);
      bedside_await (result != NULL, 20);
      done = bedside_practice_writer_remove_patient_finish (fixture->writer, result, NULL);
      broken += !done;

      g_autofree char *access = bedside_writing_fixture_dup_state (fixture, fixture->practice.directory,
                                                                   "org.bedside.access", "key-ada");
      g_autofree char *patient = bedside_writing_fixture_dup_state (fixture, fixture->practice.directory,
                                                                    "org.bedside.patient", "key-ada");
      g_assert_null (strstr (access, "enabled"));
      g_assert_true (strstr (patient, "Byron") != NULL || g_str_equal (patient, "{}"));
    }
  g_assert_cmpuint (broken, >, 3);
  assert_nothing_left (fixture, "org.bedside.patient", 3);
  assert_nothing_left (fixture, "org.bedside.access", 4);
}

static void
test_remove_lost (Fixture       *fixture,
                  gconstpointer  data)
{
  BedsidePatient *ada = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(GError) error = NULL;

  bedside_writing_fixture_add_fault (fixture, "PUT", REDACT, GPOINTER_TO_INT (data), 2);
  bedside_writing_fixture_add_status (fixture, "PUT", REDACT, 429, "M_LIMIT_EXCEEDED", "1");
  g_assert_true (remove_patient (fixture, ada, &error));
  g_assert_no_error (error);
  assert_nothing_left (fixture, "org.bedside.patient", 1);
  assert_nothing_left (fixture, "org.bedside.access", 2);
}

/* A colleague corrects the patient at the same time: that goes, too. */
static void
test_remove_changed (Fixture       *fixture,
                     gconstpointer  data)
{
  BedsidePatient *ada = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_writing_fixture_add_status (fixture, "PUT", REDACT, 502, "M_UNKNOWN", NULL);
  bedside_practice_writer_remove_patient_async (fixture->writer, fixture->model, ada, NULL, bedside_await_result,
                                                &result);
  bedside_await (bedside_writing_fixture_count (fixture, "PUT", REDACT) > 0, 10);
  put (fixture, fixture->practice.colleague, "org.bedside.patient", "key-ada", "{'v':1,'given':'Ada','family':'King'}");
  put (fixture, fixture->practice.colleague, "org.bedside.access", "key-ada", "{'v':1,'chat':'enabled'}");
  bedside_await (result != NULL, 30);
  g_assert_true (bedside_practice_writer_remove_patient_finish (fixture->writer, result, &error));
  g_assert_no_error (error);
  assert_nothing_left (fixture, "org.bedside.patient", 2);
}

/* Who is no manager may take back only what is his own: nothing is begun that cannot be completed. */
static void
test_remove_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  BedsidePatient *ada = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(GError) error = NULL;

  add_versions (fixture, fixture->practice.colleague);
  bedside_practice_set_role (fixture->model, BEDSIDE_ROLE_PRACTITIONER);
  g_assert_false (remove_patient (fixture, ada, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", "*"), ==, 0);
  assert_access (fixture, "key-ada", "{'chat':'enabled','v':1}");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/patients/details", test_details);
  bedside_writing_add ("/practice/patients/add", NULL, test_add);
  bedside_writing_add ("/practice/patients/add/request-lost", GINT_TO_POINTER (BEDSIDE_DEMO_FAULT_DROP_BEFORE),
                       test_add_lost);
  bedside_writing_add ("/practice/patients/add/answer-lost", GINT_TO_POINTER (BEDSIDE_DEMO_FAULT_DROP_AFTER),
                       test_add_lost);
  bedside_writing_add ("/practice/patients/correct", NULL, test_correct);
  bedside_writing_add ("/practice/patients/correct/removed", NULL, test_correct_removed);
  bedside_writing_add ("/practice/patients/invalid", NULL, test_invalid);
  bedside_writing_add ("/practice/patients/R4-link", NULL, test_link);
  bedside_writing_add ("/practice/patients/R4-link-twice", NULL, test_link_twice);
  bedside_writing_add ("/practice/patients/link/refused", NULL, test_link_refused);
  bedside_writing_add ("/practice/patients/R5-invite-to-portal", NULL, test_invite);
  bedside_writing_add ("/practice/patients/R5-activated-stays", NULL, test_invite_activated);
  bedside_writing_add ("/practice/patients/user-ids", NULL, test_user_ids);
  bedside_writing_add ("/practice/patients/check-account", NULL, test_check);
  bedside_writing_add ("/practice/patients/check-account/refused", NULL, test_check_refused);
  bedside_writing_add ("/practice/patients/remove", NULL, test_remove);
  bedside_writing_add ("/practice/patients/remove/closes", NULL, test_remove_closes);
  bedside_writing_add ("/practice/patients/remove/resumed", NULL, test_remove_resumed);
  bedside_writing_add ("/practice/patients/remove/request-lost", GINT_TO_POINTER (BEDSIDE_DEMO_FAULT_DROP_BEFORE),
                       test_remove_lost);
  bedside_writing_add ("/practice/patients/remove/answer-lost", GINT_TO_POINTER (BEDSIDE_DEMO_FAULT_DROP_AFTER),
                       test_remove_lost);
  bedside_writing_add ("/practice/patients/remove/changed-meanwhile", NULL, test_remove_changed);
  bedside_writing_add ("/practice/patients/remove/refused", NULL, test_remove_refused);

  return g_test_run ();
}
