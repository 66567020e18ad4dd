/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-writing-fixture.h"

#include <glib/gstdio.h>

#include "bedside-session-practice.h"

/* Practice settings, and chat with one patient: what the server has afterwards. */

typedef BedsideWritingFixture Fixture;

#define SETTINGS "*/state/org.bedside.settings*"
#define ACCESS "*/state/org.bedside.access/*"

#define assert_settings(fixture, expected) \
        bedside_writing_assert_state (fixture, fixture->practice.space, "org.bedside.settings", "", expected)
#define assert_access(fixture, name, expected) \
        bedside_writing_assert_state (fixture, fixture->practice.directory, "org.bedside.access", "key-" name, expected)

static gboolean
save (Fixture   *fixture,
      gboolean   group_chat,
      gboolean   patient_chat,
      GError   **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_practice_writer_save_settings_async (fixture->writer, fixture->model, group_chat, patient_chat, NULL,
                                               bedside_await_result, &result);
  bedside_await (result != NULL, 20);

  return bedside_practice_writer_save_settings_finish (fixture->writer, result, error);
}

static gboolean
set_access (Fixture            *fixture,
            BedsidePatient     *patient,
            BedsideChatAccess   access,
            const char         *reason,
            GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_practice_writer_set_chat_access_async (fixture->writer, fixture->model, patient, access, reason, NULL,
                                                 bedside_await_result, &result);
  bedside_await (result != NULL, 20);

  return bedside_practice_writer_set_chat_access_finish (fixture->writer, result, error);
}

static char *
dup_settings (Fixture    *fixture,
              const char *group_chat,
              const char *patient_chat)
{
  return g_strdup_printf ("{'directory':'%s','group_chat':%s,'patient_chat':%s,'v':1}", fixture->practice.directory,
                          group_chat, patient_chat);
}

/* --- practice settings --- */

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *chat_off = dup_settings (fixture, "true", "false");
  g_autofree char *all_off = dup_settings (fixture, "false", "false");
  g_autofree char *all_on = dup_settings (fixture, "true", "true");

  g_assert_true (save (fixture, TRUE, FALSE, &error));
  g_assert_no_error (error);
  assert_settings (fixture, chat_off);
  g_assert_true (save (fixture, FALSE, FALSE, &error));
  assert_settings (fixture, all_off);
  g_assert_true (save (fixture, TRUE, TRUE, &error));
  g_assert_no_error (error);
  assert_settings (fixture, all_on);
}

static void
test_chat_without_group (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = dup_settings (fixture, "true", "true");

  g_assert_false (save (fixture, FALSE, TRUE, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID);
  assert_settings (fixture, before);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", SETTINGS), ==, 0);
}

static void
test_unknown_stays (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_free (bedside_writing_fixture_put (fixture, fixture->practice.space, fixture->practice.me, "org.bedside.settings",
                                       "", "{'v':2,'directory':'!d','group_chat':'yes','later':{'a':[1,null,'ä']}}"));
  g_assert_true (save (fixture, TRUE, FALSE, &error));
  g_assert_no_error (error);
  assert_settings (fixture, "{'directory':'!d','group_chat':true,'later':{'a':[1,null,'ä']},'patient_chat':false,"
                   "'v':2}");
}

static void
test_nothing_changes (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (save (fixture, TRUE, TRUE, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", SETTINGS), ==, 0);
}

/* Both practitioners look at the same: what the second one does not touch is as the first one left it. */
static void
test_changed_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *other = g_strdup_printf ("{'v':1,'group_chat':true,'patient_chat':true,'directory':'%s','x':1}",
                                            fixture->practice.directory);

  bedside_writing_fixture_add_status (fixture, "PUT", SETTINGS, 502, "M_UNKNOWN", NULL);

  g_autoptr(GAsyncResult) result = NULL;
  bedside_practice_writer_save_settings_async (fixture->writer, fixture->model, FALSE, FALSE, NULL,
                                               bedside_await_result, &result);
  bedside_await (bedside_writing_fixture_count (fixture, "PUT", SETTINGS) > 0, 10);
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.space, fixture->practice.me, "org.bedside.settings",
                                       "", other));
  bedside_await (result != NULL, 10);
  g_assert_true (bedside_practice_writer_save_settings_finish (fixture->writer, result, &error));
  g_assert_no_error (error);

  g_autofree char *expected = g_strdup_printf ("{'directory':'%s','group_chat':false,'patient_chat':false,'v':1,'x':1}",
                                               fixture->practice.directory);
  assert_settings (fixture, expected);
}

/* Between reading and writing somebody else has written: what that changed is not lost. */
static void
test_at_the_same_moment (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  const BedsideDemoFault slow = { .method = "PUT", .path_pattern = SETTINGS, .kind = BEDSIDE_DEMO_FAULT_DELAY,
                                  .count = 1, .delay = 500 };
  g_autofree char *other = g_strdup_printf ("{'v':1,'group_chat':true,'patient_chat':true,'directory':'%s','x':1}",
                                            fixture->practice.directory);
  g_autofree char *expected = g_strdup_printf ("{'directory':'%s','group_chat':true,'patient_chat':false,'v':1,'x':1}",
                                               fixture->practice.directory);

  bedside_demo_server_add_fault (fixture->practice.server, &slow);
  bedside_practice_writer_save_settings_async (fixture->writer, fixture->model, TRUE, FALSE, NULL,
                                               bedside_await_result, &result);
  bedside_await (bedside_writing_fixture_count (fixture, "PUT", SETTINGS) > 0, 10);
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.space, fixture->practice.colleague,
                                       "org.bedside.settings", "", other));
  bedside_await (result != NULL, 10);
  g_assert_true (bedside_practice_writer_save_settings_finish (fixture->writer, result, &error));
  g_assert_no_error (error);
  assert_settings (fixture, expected);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", SETTINGS), ==, 2);
}

/* What cannot be found out about that is no reason to say that it did not work: it did. */
static void
test_not_verified (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *expected = dup_settings (fixture, "true", "false");

  bedside_writing_fixture_add_status (fixture, "GET", "*/event/*", GPOINTER_TO_UINT (data), "M_FORBIDDEN", "60");
  g_assert_true (save (fixture, TRUE, FALSE, &error));
  g_assert_no_error (error);
  assert_settings (fixture, expected);
}

/* A server that tells contents only. */
static void
test_plain_content (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *expected = dup_settings (fixture, "true", "false");
  const BedsideDemoFault plain = { .method = "GET", .path_pattern = SETTINGS, .kind = BEDSIDE_DEMO_FAULT_STATUS,
                                   .count = 1, .status = 200, .body = "{\"v\":1,\"group_chat\":true}" };

  bedside_demo_server_add_fault (fixture->practice.server, &plain);
  g_assert_true (save (fixture, TRUE, FALSE, &error));
  g_assert_no_error (error);
  assert_settings (fixture, expected);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = dup_settings (fixture, "true", "true");

  bedside_writing_fixture_add_status (fixture, "PUT", SETTINGS, 403, "M_FORBIDDEN", NULL);
  g_assert_false (save (fixture, FALSE, FALSE, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", SETTINGS), ==, 1);
  assert_settings (fixture, before);
}

/* What the window does not let him do does not work behind it either. */
static void
test_no_manager (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  bedside_practice_set_role (fixture->model, BEDSIDE_ROLE_PRACTITIONER);
  g_assert_false (save (fixture, FALSE, FALSE, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, NULL, SETTINGS), ==, 0);
  g_clear_error (&error);
  bedside_practice_set_role (fixture->model, BEDSIDE_ROLE_MANAGER);
  g_assert_true (save (fixture, FALSE, FALSE, &error));
  g_assert_no_error (error);
}

static void
test_answer_lost (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *expected = dup_settings (fixture, "true", "false");

  bedside_writing_fixture_add_fault (fixture, "PUT", SETTINGS, GPOINTER_TO_INT (data), 1);
  g_assert_true (save (fixture, TRUE, FALSE, &error));
  g_assert_no_error (error);
  assert_settings (fixture, expected);
}

static void
test_asked_to_wait (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  bedside_writing_fixture_add_status (fixture, "PUT", SETTINGS, 429, "M_LIMIT_EXCEEDED", "1");
  g_assert_true (save (fixture, TRUE, FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, G_USEC_PER_SEC);

  /* Longer than a person looks at a dialog: it is said at once. */
  start = g_get_monotonic_time ();
  bedside_writing_fixture_add_status (fixture, "PUT", SETTINGS, 429, "M_LIMIT_EXCEEDED", "60");
  g_assert_false (save (fixture, FALSE, FALSE, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_BUSY);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
test_unreachable (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  bedside_demo_server_stop (fixture->practice.server);
  g_assert_false (save (fixture, FALSE, FALSE, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_OFFLINE);
}

/* A proxy that does not find the event: what is there must not be written over. */
static void
test_proxy_finds_nothing (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = dup_settings (fixture, "true", "true");
  const BedsideDemoFault proxy = { .method = "GET", .path_pattern = SETTINGS, .kind = BEDSIDE_DEMO_FAULT_STATUS,
                                   .count = 1, .status = 404, .body = "<html>Not found</html>" };

  bedside_demo_server_add_fault (fixture->practice.server, &proxy);
  g_assert_false (save (fixture, FALSE, FALSE, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED);
  assert_settings (fixture, before);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *before = dup_settings (fixture, "true", "true");

  /* While it waits to try again. */
  bedside_writing_fixture_add_status (fixture, "GET", SETTINGS, 429, "M_LIMIT_EXCEEDED", "5");
  bedside_practice_writer_save_settings_async (fixture->writer, fixture->model, FALSE, FALSE, cancellable,
                                               bedside_await_result, &result);
  bedside_await (bedside_writing_fixture_count (fixture, "GET", SETTINGS) > 0, 10);
  g_cancellable_cancel (cancellable);
  bedside_await (result != NULL, 2);
  g_assert_false (bedside_practice_writer_save_settings_finish (fixture->writer, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_settings (fixture, before);
}

/* Two changes of the same event wait for each other: both are there in the end. */
static void
test_one_at_a_time (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GAsyncResult) first = NULL, second = NULL;
  g_autofree char *expected = dup_settings (fixture, "true", "false");

  bedside_practice_writer_save_settings_async (fixture->writer, fixture->model, FALSE, FALSE, NULL,
                                               bedside_await_result, &first);
  bedside_practice_writer_save_settings_async (fixture->writer, fixture->model, TRUE, FALSE, NULL,
                                               bedside_await_result, &second);
  bedside_await (first != NULL && second != NULL, 10);
  g_assert_true (bedside_practice_writer_save_settings_finish (fixture->writer, first, NULL));
  g_assert_true (bedside_practice_writer_save_settings_finish (fixture->writer, second, NULL));
  assert_settings (fixture, expected);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", SETTINGS), ==, 2);
}

/* --- chat with one patient --- */

static void
test_access (Fixture       *fixture,
             gconstpointer  data)
{
  BedsidePatient *patient = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(GError) error = NULL;

  g_assert_true (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_DISABLED, "  Asked for it ", &error));
  g_assert_no_error (error);
  assert_access (fixture, "ada", "{'chat':'disabled','reason':'Asked for it','v':1}");

  /* Who enables it says nothing of why it was disabled. */
  g_assert_true (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_ENABLED, NULL, &error));
  g_assert_no_error (error);
  assert_access (fixture, "ada", "{'chat':'enabled','v':1}");
}

/* Of another practice, say: a key means nothing in this one. */
static void
test_access_of_nobody (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("never", "Ben", "Okafor", "1970-01-01");
  g_autoptr(GError) error = NULL;

  g_assert_false (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_ENABLED, NULL, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", "*org.bedside.access*"), ==, 0);
}

/* Who enabled it and when is what colleagues see: it must not change by saving the same again. */
static void
test_access_again (Fixture       *fixture,
                   gconstpointer  data)
{
  BedsidePatient *patient = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(GError) error = NULL;

  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.me, "org.bedside.access",
                                       "key-ada", "{'v':1,'chat':'disabled','reason':'Away','x':[]}"));
  g_assert_true (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_DISABLED, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", ACCESS), ==, 0);

  g_assert_true (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_DISABLED, "", &error));
  g_assert_no_error (error);
  assert_access (fixture, "ada", "{'chat':'disabled','v':1,'x':[]}");
}

static void
test_access_lost (Fixture       *fixture,
                  gconstpointer  data)
{
  BedsidePatient *patient = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(GError) error = NULL;

  bedside_writing_fixture_add_fault (fixture, "PUT", ACCESS, BEDSIDE_DEMO_FAULT_DROP_AFTER, 1);
  g_assert_true (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_DISABLED, NULL, &error));
  g_assert_no_error (error);
  assert_access (fixture, "ada", "{'chat':'disabled','v':1}");
}

static void
test_access_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  BedsidePatient *patient = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autoptr(GError) error = NULL;

  bedside_writing_fixture_add_status (fixture, "PUT", ACCESS, 403, "M_FORBIDDEN", NULL);
  g_assert_false (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_DISABLED, NULL, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
  g_clear_error (&error);

  bedside_patient_set_removed (patient, TRUE);
  g_assert_false (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_ENABLED, NULL, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED);
  g_clear_error (&error);

  bedside_practice_set_directory (fixture->model, NULL, NULL);
  g_assert_false (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_DISABLED, NULL, &error));
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED);
  assert_access (fixture, "ada", "{'chat':'enabled','v':1}");
}

/* What is written closes and opens the conversation, for this practitioner and all others. */
static void
test_closes (Fixture       *fixture,
             gconstpointer  data)
{
  BedsidePatient *patient = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (&fixture->practice, "ada");
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_true (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_DISABLED, NULL, NULL));
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_CHAT_DISABLED, 5);
  g_assert_true (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_ENABLED, NULL, NULL));
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_NONE, 5);
  g_assert_cmpstr (bedside_conversation_get_room_id (conversation), ==, room);

  g_assert_true (save (fixture, TRUE, FALSE, NULL));
  bedside_await (bedside_conversation_get_closed_reason (conversation) ==
                 BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED, 5);
  g_assert_true (save (fixture, FALSE, FALSE, NULL));
  bedside_await (bedside_conversation_get_closed_reason (conversation) ==
                 BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED, 5);
  g_assert_false (bedside_conversation_get_inactive (conversation));
  g_assert_true (save (fixture, TRUE, TRUE, NULL));
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_NONE, 5);
}

static void
delete_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      g_unlink (child);
    }
  g_rmdir (path);
}

static BedsideConversation *
get_conversation (BedsideAccount *account)
{
  BedsideSession *session = bedside_account_get_session (account);
  GListModel *conversations = session ? bedside_session_get_conversations (session) : NULL;
  g_autoptr(BedsideConversation) conversation = conversations ? g_list_model_get_item (conversations, 0) : NULL;

  return conversation;
}

static gboolean
is_closed_because (BedsideAccount      *account,
                   BedsideClosedReason  reason)
{
  BedsideConversation *conversation = get_conversation (account);

  return conversation != NULL && bedside_conversation_get_closed_reason (conversation) == reason;
}

/* A conversation of a colleague with the same patient, in the colleague's own Bedside. */
static void
test_colleague (Fixture       *fixture,
                gconstpointer  data)
{
  BedsidePatient *patient = bedside_writing_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  const char *user_id = bedside_patient_get_user_id (patient);
  g_autofree char *create = g_strdup_printf ("{\"m.federate\":false,\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\","
                                             "\"patient_key\":\"key-ada\",\"patient\":\"%s\","
                                             "\"practitioner\":\"%s\"}}", fixture->practice.space, user_id,
                                             fixture->practice.colleague);
  const char *members[] = { user_id, NULL };
  g_autofree char *room = bedside_demo_server_add_room (fixture->practice.server, "sam", create, members);
  g_autofree char *folder = g_build_filename (fixture->practice.folder, "sam", NULL);
  g_autoptr(BedsideMemorySecrets) secrets = bedside_memory_secrets_new ();
  BedsideAccount *sam = bedside_account_new (BEDSIDE_SECRETS (secrets), folder);
  g_autoptr(GAsyncResult) result = NULL, closed = NULL;

  bedside_account_sign_in_async (sam, bedside_demo_server_get_base_url (fixture->practice.server), "sam",
                                 "correct horse", NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_true (bedside_account_sign_in_finish (sam, result, NULL));
  bedside_await (is_closed_because (sam, BEDSIDE_CLOSED_REASON_NONE), 10);

  g_assert_true (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_DISABLED, NULL, NULL));
  bedside_await (is_closed_because (sam, BEDSIDE_CLOSED_REASON_CHAT_DISABLED), 5);
  g_assert_true (bedside_conversation_get_inactive (get_conversation (sam)));
  g_assert_true (set_access (fixture, patient, BEDSIDE_CHAT_ACCESS_ENABLED, NULL, NULL));
  bedside_await (is_closed_because (sam, BEDSIDE_CLOSED_REASON_NONE), 5);
  g_assert_true (save (fixture, TRUE, FALSE, NULL));
  bedside_await (is_closed_because (sam, BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED), 5);

  bedside_account_close_async (sam, NULL, bedside_await_result, &closed);
  bedside_await (closed != NULL, 10);
  bedside_account_close_finish (sam, closed, NULL);
  g_clear_object (&closed);
  g_clear_object (&result);
  bedside_await_finalize (sam);
  delete_folder (folder);
}

static void
test_session (Fixture       *fixture,
              gconstpointer  data)
{
  BedsideSession *session = bedside_practice_fixture_get_session (&fixture->practice);

  g_assert_true (BEDSIDE_IS_PRACTICE_WRITER (bedside_session_get_writer (session)));
  g_assert_true (BEDSIDE_IS_SET_UP (bedside_session_get_set_up (session)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bedside_writing_add ("/practice/writer/R6-settings", NULL, test_save);
  bedside_writing_add ("/practice/writer/R7-no-chat-without-group-chat", NULL, test_chat_without_group);
  bedside_writing_add ("/practice/writer/settings/unknown-stays", NULL, test_unknown_stays);
  bedside_writing_add ("/practice/writer/settings/nothing-changes", NULL, test_nothing_changes);
  bedside_writing_add ("/practice/writer/settings/changed-meanwhile", NULL, test_changed_meanwhile);
  bedside_writing_add ("/practice/writer/settings/at-the-same-moment", NULL, test_at_the_same_moment);
  bedside_writing_add ("/practice/writer/settings/not-verified/forbidden", GUINT_TO_POINTER (403), test_not_verified);
  bedside_writing_add ("/practice/writer/settings/not-verified/busy", GUINT_TO_POINTER (429), test_not_verified);
  bedside_writing_add ("/practice/writer/settings/plain-content", NULL, test_plain_content);
  bedside_writing_add ("/practice/writer/R9-refused-by-the-server", NULL, test_refused);
  bedside_writing_add ("/practice/writer/R9-only-managers", NULL, test_no_manager);
  bedside_writing_add ("/practice/writer/settings/request-lost", GINT_TO_POINTER (BEDSIDE_DEMO_FAULT_DROP_BEFORE),
                       test_answer_lost);
  bedside_writing_add ("/practice/writer/settings/answer-lost", GINT_TO_POINTER (BEDSIDE_DEMO_FAULT_DROP_AFTER),
                       test_answer_lost);
  bedside_writing_add ("/practice/writer/settings/asked-to-wait", NULL, test_asked_to_wait);
  bedside_writing_add ("/practice/writer/settings/unreachable", NULL, test_unreachable);
  bedside_writing_add ("/practice/writer/settings/proxy-finds-nothing", NULL, test_proxy_finds_nothing);
  bedside_writing_add ("/practice/writer/R8-cancel-changes-nothing", NULL, test_cancelled);
  bedside_writing_add ("/practice/writer/settings/one-at-a-time", NULL, test_one_at_a_time);
  bedside_writing_add ("/practice/writer/R25-access", NULL, test_access);
  bedside_writing_add ("/practice/writer/access/first", NULL, test_access_of_nobody);
  bedside_writing_add ("/practice/writer/access/keeps-who-and-when", NULL, test_access_again);
  bedside_writing_add ("/practice/writer/access/answer-lost", NULL, test_access_lost);
  bedside_writing_add ("/practice/writer/access/refused", NULL, test_access_refused);
  bedside_writing_add ("/practice/writer/R8-R10-R26-R28-closes-and-opens", NULL, test_closes);
  bedside_writing_add ("/practice/writer/R8-R27-colleagues", NULL, test_colleague);
  bedside_writing_add ("/practice/writer/session", NULL, test_session);

  return g_test_run ();
}
