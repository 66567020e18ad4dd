/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-event-of.h"
#include "bedside-outbox.h"
#include "matrix-fixture.h"
#include "store-fixture.h"

#define A "!a:x"
#define B "!b:x"

/* Every request that is not scripted is answered 404 M_UNRECOGNIZED, which refuses a message. */
typedef struct {
  MatrixFixture    matrix;
  BedsideSealer   *sealer;
  BedsideStore    *store;
  BedsideRecorder *recorder;
  BedsideOutbox   *outbox;
  GString         *log;        /* what the signals said */
  GError          *refused;
  BedsideGate      gate;
  gboolean         is_known;   /* what the history is asked */
  gint64           asked_since;
} Fixture;

static gint64 now;

static gint64
tell_time (void)
{
  return now;
}

static void
on_changed (Fixture         *fixture,
            BedsideOutgoing *entry)
{
  g_string_append_printf (fixture->log, "%s:%c ", entry->text, "wsf"[entry->state]);
}

static void
on_removed (Fixture         *fixture,
            BedsideOutgoing *entry)
{
  g_string_append_printf (fixture->log, "%s:- ", entry->text);
}

static void
on_refused (Fixture *fixture,
            GError  *error)
{
  g_clear_error (&fixture->refused);
  fixture->refused = g_error_copy (error);
}

static BedsideGate
get_gate (const char *room_id,
          gpointer    user_data)
{
  return ((Fixture *) user_data)->gate;
}

static gboolean
is_known (const char *room_id,
          gint64      since,
          gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->asked_since = since;

  return fixture->is_known;
}

static void
make_outbox (Fixture *fixture)
{
  fixture->recorder = bedside_recorder_new (fixture->store);
  fixture->outbox = bedside_outbox_new (fixture->matrix.client, fixture->recorder);
  bedside_outbox_set_gate (fixture->outbox, get_gate, fixture);
  bedside_outbox_set_clock (fixture->outbox, tell_time);
  g_signal_connect_swapped (fixture->outbox, "changed", G_CALLBACK (on_changed), fixture);
  g_signal_connect_swapped (fixture->outbox, "removed", G_CALLBACK (on_removed), fixture);
  g_signal_connect_swapped (fixture->outbox, "refused", G_CALLBACK (on_refused), fixture);
}

static void
drop_outbox (Fixture *fixture)
{
  bedside_outbox_stop (fixture->outbox);
  g_object_add_weak_pointer (G_OBJECT (fixture->outbox), (gpointer *) &fixture->outbox);
  g_object_unref (fixture->outbox);
  bedside_await (fixture->outbox == NULL, 10);
  g_object_add_weak_pointer (G_OBJECT (fixture->recorder), (gpointer *) &fixture->recorder);
  g_object_unref (fixture->recorder);
  bedside_await (fixture->recorder == NULL, 10);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  now = G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC;
  matrix_fixture_set_up (&fixture->matrix, NULL);
  fixture->sealer = store_sealer_new (1);
  fixture->store = store_open (NULL, fixture->sealer, NULL);
  fixture->log = g_string_new (NULL);
  fixture->is_known = TRUE;
  make_outbox (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  drop_outbox (fixture);
  store_close_well (fixture->store);
  g_object_unref (fixture->sealer);
  matrix_fixture_tear_down (&fixture->matrix, NULL);
  g_string_free (fixture->log, TRUE);
  g_clear_error (&fixture->refused);
}

/* As after a kill: what is on the disk is all that there is. */
static void
restart (Fixture *fixture)
{
  g_autoptr(BedsideStoreSnapshot) snapshot = NULL;

  drop_outbox (fixture);
  snapshot = store_load (fixture->store, NULL);
  make_outbox (fixture);
  g_string_truncate (fixture->log, 0);
  bedside_outbox_restore (fixture->outbox, snapshot->outbox);
}

static char *
dup_path (BedsideOutgoing *entry)
{
  g_autofree char *room = g_uri_escape_string (entry->room_id, NULL, FALSE);

  return g_strconcat (V3 "/rooms/", room, "/send/m.room.message/", entry->id, NULL);
}

static void
script (Fixture         *fixture,
        BedsideOutgoing *entry,
        guint            status,
        const char      *json)
{
  g_autofree char *path = dup_path (entry);

  script_server_reply (fixture->matrix.server, "PUT", path, status, json);
}

static void
script_drop (Fixture         *fixture,
             BedsideOutgoing *entry)
{
  g_autofree char *path = dup_path (entry);

  /* libsoup tries a connection that was kept alive once more. */
  script_server_reply_raw (fixture->matrix.server, "PUT", path, "", FALSE);
  script_server_reply_raw (fixture->matrix.server, "PUT", path, "", FALSE);
}

static guint
count_sends (Fixture         *fixture,
             BedsideOutgoing *entry)
{
  g_autofree char *path = dup_path (entry);

  return script_server_count (fixture->matrix.server, "PUT", path);
}

static BedsideOutgoing *
add_sent (Fixture    *fixture,
          const char *room_id,
          const char *text,
          const char *event_id)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, room_id, text);
  g_autofree char *json = g_strdup_printf ("{'event_id':'%s'}", event_id);

  script (fixture, entry, 200, json);

  return entry;
}

static guint
count_waiting (Fixture *fixture)
{
  guint not_sent = 0;

  return bedside_outbox_count (fixture->outbox, NULL, &not_sent);
}

static guint
count_failed (Fixture *fixture)
{
  guint not_sent = 0;

  bedside_outbox_count (fixture->outbox, NULL, &not_sent);

  return not_sent;
}

static void
acknowledge (Fixture    *fixture,
             const char *room_id,
             const char *json)
{
  g_autoptr(BedsideEvent) event = bedside_event_of (json);
  BedsideChanges *changes = bedside_changes_new ();
  g_autoptr(GAsyncResult) result = NULL;

  bedside_outbox_acknowledge (fixture->outbox, room_id, event, changes);
  bedside_recorder_write_async (fixture->recorder, changes, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
}

static void
caught_up (Fixture *fixture)
{
  now += 1000;
  bedside_outbox_note_answer (fixture->outbox);
  bedside_outbox_caught_up (fixture->outbox, is_known, fixture);
}

static void
assert_stored (Fixture    *fixture,
               const char *expected)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GString) texts = g_string_new (NULL);

  bedside_recorder_write_async (fixture->recorder, bedside_changes_new (), bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (fixture->store, NULL);
  for (guint i = 0; i < snapshot->outbox->len; i++)
    {
      g_autoptr(BedsideOutgoing) entry = bedside_outgoing_restore (g_ptr_array_index (snapshot->outbox, i));

      g_string_append_printf (texts, "%s%s", i > 0 ? " " : "", entry->text);
    }
  g_assert_cmpstr (texts->str, ==, expected);
}

static void
test_sent (Fixture       *fixture,
           gconstpointer  data)
{
  BedsideOutgoing *entry = add_sent (fixture, A, "one", "$1");
  g_autoptr(JsonObject) body = NULL;

  g_assert_cmpint (entry->state, ==, BEDSIDE_OUTGOING_STATE_WAITING);
  /* Stored before the first try. */
  g_assert_cmpuint (count_sends (fixture, entry), ==, 0);
  g_assert_cmpuint (count_waiting (fixture), ==, 1);
  bedside_await (count_waiting (fixture) == 0, 10);
  assert_stored (fixture, "one");
  g_assert_cmpstr (entry->event_id, ==, "$1");
  g_assert_cmpuint (count_sends (fixture, entry), ==, 1);
  body = bedside_json_parse_object (script_server_get_last (fixture->matrix.server)->body, -1, NULL);
  g_assert_cmpstr (bedside_json_get_string (body, "body"), ==, "one");
  g_assert_cmpstr (bedside_json_get_string (body, "msgtype"), ==, "m.text");
  g_assert_cmpstr (bedside_json_get_string (body, "org.bedside.id"), ==, entry->uuid);

  acknowledge (fixture, A, "{'event_id':'$1','type':'m.room.message','content':{}}");
  g_assert_cmpstr (fixture->log->str, ==, "one:w one:s one:- ");
  assert_stored (fixture, "");
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  BedsideOutgoing *first = bedside_outbox_add (fixture->outbox, A, "1"), *second, *elsewhere;
  g_autoptr(GPtrArray) list = NULL;

  script_drop (fixture, first);
  script (fixture, first, 200, "{'event_id':'$1'}");
  second = add_sent (fixture, A, "2", "$2");
  elsewhere = add_sent (fixture, B, "3", "$3");
  list = bedside_outbox_list (fixture->outbox, A);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_true (list->pdata[0] == first && list->pdata[1] == second);

  /* Another conversation is not kept waiting. */
  bedside_await (elsewhere->state == BEDSIDE_OUTGOING_STATE_SENT, 10);
  bedside_await (count_sends (fixture, first) >= 1, 10);
  g_assert_cmpuint (count_sends (fixture, second), ==, 0);
  bedside_await (count_waiting (fixture) == 0, 20);
  g_assert_cmpstr (fixture->log->str, ==, "1:w 2:w 3:w 3:s 1:s 2:s ");
}

static void
test_back_off (Fixture       *fixture,
               gconstpointer  data)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");

  for (guint i = 0; i < 3; i++)
    script (fixture, entry, 502, "{}");
  script (fixture, entry, 200, "{'event_id':'$1'}");
  bedside_await (count_sends (fixture, entry) == 1, 10);
  /* Sync going on is no reason to try more often. */
  for (guint i = 0; i < 20; i++)
    {
      gint64 later = g_get_monotonic_time () + 10 * 1000;

      bedside_await (g_get_monotonic_time () > later, 1);
      caught_up (fixture);
    }
  g_assert_cmpuint (count_sends (fixture, entry), ==, 1);

  /* The server being back is. */
  bedside_outbox_hurry (fixture->outbox);
  bedside_await (count_sends (fixture, entry) == 2, 10);
  bedside_await (count_waiting (fixture) == 0, 20);
}

static void
test_rate_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");
  gint64 start = g_get_monotonic_time ();

  script (fixture, entry, 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':700}");
  script (fixture, entry, 200, "{'event_id':'$1'}");
  bedside_await (count_sends (fixture, entry) == 1, 10);
  while (count_waiting (fixture) > 0)
    {
      bedside_outbox_hurry (fixture->outbox);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 700 * 1000);
  g_assert_cmpuint (count_sends (fixture, entry), ==, 2);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  const struct {
    guint       status;
    const char *json;
  } cases[] = {
    { 400, "{'errcode':'M_BAD_JSON'}" },
    { 403, "{'errcode':'M_FORBIDDEN','org.bedside.reason':'chat_disabled'}" },
    { 404, "{'errcode':'M_NOT_FOUND'}" },
    { 413, "{'errcode':'M_TOO_LARGE'}" },
    { 413, "{}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");
      BedsideOutgoing *next = add_sent (fixture, A, "2", "$2");

      script (fixture, entry, cases[i].status, cases[i].json);
      bedside_await (entry->state == BEDSIDE_OUTGOING_STATE_FAILED, 10);
      /* What is behind it goes on. */
      bedside_await (next->state == BEDSIDE_OUTGOING_STATE_SENT, 10);
      g_assert_cmpuint (count_sends (fixture, entry), ==, 1);
      g_assert_cmpuint (count_failed (fixture), ==, 1);
      bedside_outbox_delete (fixture->outbox, A, entry->uuid);
      acknowledge (fixture, A, "{'event_id':'$2','type':'m.room.message','content':{}}");
      g_assert_cmpuint (count_failed (fixture), ==, 0);
    }
  assert_stored (fixture, "");
}

/* Nothing but the server's own no makes a message fail. */
static void
test_not_refused (Fixture       *fixture,
                  gconstpointer  data)
{
  const struct {
    guint       status;
    const char *json;
  } cases[] = {
    { 403, "{}" }, { 404, "{}" }, { 409, "{'errcode':'M_UNKNOWN'}" }, { 408, "{}" }, { 500, "{}" }, { 200, "{}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");

      script (fixture, entry, cases[i].status, cases[i].json);
      script (fixture, entry, 200, "{'event_id':'$1'}");
      bedside_await (count_sends (fixture, entry) == 1, 10);
      bedside_await (entry->failed_at != 0, 10);
      g_assert_cmpint (entry->state, ==, BEDSIDE_OUTGOING_STATE_WAITING);
      bedside_outbox_hurry (fixture->outbox);
      bedside_await (entry->state == BEDSIDE_OUTGOING_STATE_SENT, 10);
      acknowledge (fixture, A, "{'event_id':'$1','type':'m.room.message','content':{}}");
    }
}

static void
test_retry (Fixture       *fixture,
            gconstpointer  data)
{
  BedsideOutgoing *first = bedside_outbox_add (fixture->outbox, A, "1"), *second;

  script (fixture, first, 403, "{'errcode':'M_FORBIDDEN'}");
  bedside_await (count_failed (fixture) == 1, 10);
  second = bedside_outbox_add (fixture->outbox, A, "2");
  script_drop (fixture, second);
  script (fixture, first, 200, "{'event_id':'$1'}");
  script (fixture, second, 200, "{'event_id':'$2'}");
  bedside_outbox_retry (fixture->outbox, A, second->uuid);
  bedside_outbox_retry (fixture->outbox, A, "unknown");
  bedside_outbox_retry (fixture->outbox, "!unknown:x", first->uuid);
  bedside_outbox_retry (fixture->outbox, A, first->uuid);

  /* It comes after what was written meanwhile, on the screen, on the wire and on the disk. */
  g_assert_cmpint (first->order, >, second->order);
  assert_stored (fixture, "2 1");
  bedside_await (count_waiting (fixture) == 0, 20);
  g_assert_true (g_str_has_suffix (fixture->log->str, "2:s 1:s "));
}

static void
test_delete (Fixture       *fixture,
             gconstpointer  data)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");

  /* What is on its way cannot be deleted. */
  bedside_outbox_delete (fixture->outbox, A, entry->uuid);
  g_assert_cmpuint (count_waiting (fixture), ==, 1);
  bedside_await (count_failed (fixture) == 1, 10);
  bedside_outbox_delete (fixture->outbox, B, entry->uuid);
  bedside_outbox_delete (fixture->outbox, A, "unknown");
  g_assert_cmpuint (count_failed (fixture), ==, 1);
  bedside_outbox_delete (fixture->outbox, A, entry->uuid);
  g_assert_cmpuint (count_failed (fixture), ==, 0);
  assert_stored (fixture, "");
}

static void
assert_only (Fixture         *fixture,
             BedsideOutgoing *entry)
{
  g_autoptr(GPtrArray) list = bedside_outbox_list (fixture->outbox, A);

  g_assert_cmpuint (list->len, ==, 1);
  g_assert_true (list->pdata[0] == entry);
}

static void
test_acknowledged (Fixture       *fixture,
                   gconstpointer  data)
{
  for (guint i = 0; i < 3; i++)
    {
      BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");
      BedsideOutgoing *next = add_sent (fixture, A, "2", "$2");
      g_autofree char *path = dup_path (entry);
      g_autofree char *by_uuid = g_strdup_printf ("{'event_id':'$x','type':'m.room.message','content':"
                                                  "{'org.bedside.id':'%s'}}", entry->uuid);
      g_autofree char *by_transaction = g_strdup_printf ("{'event_id':'$x','type':'m.room.message','content':{},"
                                                         "'unsigned':{'transaction_id':'%s'}}", entry->id);

      /* Sync brings it while the answer to the request is still to come. */
      script (fixture, entry, 200, "{'event_id':'$x'}");
      script_server_hold (fixture->matrix.server, "PUT", path);
      bedside_await (count_sends (fixture, entry) == 1, 10);
      acknowledge (fixture, B, by_uuid);
      g_assert_cmpuint (count_waiting (fixture), ==, 2);
      acknowledge (fixture, A, i == 0 ? by_uuid : by_transaction);
      assert_only (fixture, next);
      bedside_await (next->state == BEDSIDE_OUTGOING_STATE_SENT, 10);
      script_server_release (fixture->matrix.server);
      acknowledge (fixture, A, "{'event_id':'$2','type':'m.room.message','content':{}}");
      g_assert_cmpuint (count_waiting (fixture), ==, 0);
    }
  assert_stored (fixture, "");
}

static void
test_restored (Fixture       *fixture,
               gconstpointer  data)
{
  BedsideOutgoing *entry;
  g_autoptr(GPtrArray) list = NULL;
  g_autofree char *uuid = NULL, *id = NULL;

  entry = bedside_outbox_add (fixture->outbox, A, "1");
  uuid = g_strdup (entry->uuid);
  id = g_strdup (entry->id);
  bedside_outbox_stop (fixture->outbox);
  assert_stored (fixture, "1");
  restart (fixture);
  g_assert_cmpstr (fixture->log->str, ==, "1:w ");
  list = bedside_outbox_list (fixture->outbox, A);
  entry = list->pdata[0];
  g_assert_cmpstr (entry->uuid, ==, uuid);
  g_assert_cmpstr (entry->id, ==, id);

  /* The server may have it: not before the history is complete since then. */
  bedside_outbox_hurry (fixture->outbox);
  bedside_outbox_caught_up (fixture->outbox, is_known, fixture);
  fixture->is_known = FALSE;
  caught_up (fixture);
  g_assert_cmpint (fixture->asked_since, ==, entry->created_at);
  add_sent (fixture, A, "2", "$2");
  assert_stored (fixture, "1 2");
  g_assert_cmpuint (count_sends (fixture, entry), ==, 0);
  g_assert_cmpuint (count_waiting (fixture), ==, 2);

  script (fixture, entry, 200, "{'event_id':'$1'}");
  fixture->is_known = TRUE;
  caught_up (fixture);
  bedside_await (count_waiting (fixture) == 0, 10);
  g_assert_true (g_str_has_suffix (fixture->log->str, "1:s 2:s "));
}

static void
test_restored_and_there (Fixture       *fixture,
                         gconstpointer  data)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");
  g_autofree char *echo = g_strdup_printf ("{'event_id':'$1','type':'m.room.message','content':"
                                           "{'org.bedside.id':'%s'}}", entry->uuid);
  g_autofree char *path = dup_path (entry);

  bedside_outbox_stop (fixture->outbox);
  assert_stored (fixture, "1");
  restart (fixture);
  acknowledge (fixture, A, echo);
  caught_up (fixture);
  g_assert_cmpuint (script_server_count (fixture->matrix.server, "PUT", path), ==, 0);
  g_assert_cmpuint (count_waiting (fixture), ==, 0);
  assert_stored (fixture, "");
}

static void
test_restored_states (Fixture       *fixture,
                      gconstpointer  data)
{
  BedsideOutgoing *failed = bedside_outbox_add (fixture->outbox, A, "failed");
  BedsideOutgoing *sent;
  g_autoptr(GPtrArray) list = NULL;

  bedside_await (failed->state == BEDSIDE_OUTGOING_STATE_FAILED, 10);
  sent = add_sent (fixture, A, "sent", "$2");
  bedside_await (sent->state == BEDSIDE_OUTGOING_STATE_SENT, 10);
  assert_stored (fixture, "failed sent");
  restart (fixture);
  g_assert_cmpstr (fixture->log->str, ==, "failed:f sent:s ");
  caught_up (fixture);
  /* What the server has need not be kept here; what it refused is. */
  g_assert_cmpstr (fixture->log->str, ==, "failed:f sent:s sent:- ");
  assert_stored (fixture, "failed");

  /* It can be tried again at once. */
  list = bedside_outbox_list (fixture->outbox, A);
  failed = list->pdata[0];
  script (fixture, failed, 200, "{'event_id':'$1'}");
  bedside_outbox_retry (fixture->outbox, A, failed->uuid);
  bedside_await (count_waiting (fixture) == 0, 10);
}

/* For an hour a second try is harmless; later the history is looked at first. */
static void
test_hour (Fixture       *fixture,
           gconstpointer  data)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");
  guint tries;

  script (fixture, entry, 504, "{}");
  bedside_await (entry->failed_at != 0, 10);
  tries = count_sends (fixture, entry);
  now += G_TIME_SPAN_HOUR + 1;
  script (fixture, entry, 200, "{'event_id':'$1'}");
  bedside_outbox_hurry (fixture->outbox);

  /* An answer that came before the failure says nothing of it. */
  bedside_outbox_caught_up (fixture->outbox, is_known, fixture);
  fixture->is_known = FALSE;
  caught_up (fixture);
  bedside_outbox_hurry (fixture->outbox);
  assert_stored (fixture, "1");
  g_assert_cmpuint (count_sends (fixture, entry), ==, tries);
  fixture->is_known = TRUE;
  caught_up (fixture);
  bedside_await (count_waiting (fixture) == 0, 10);
  g_assert_cmpuint (count_sends (fixture, entry), ==, tries + 1);
}

static void
test_within_the_hour (Fixture       *fixture,
                      gconstpointer  data)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");

  script (fixture, entry, 504, "{}");
  script (fixture, entry, 200, "{'event_id':'$1'}");
  bedside_await (entry->failed_at != 0, 10);
  now += G_TIME_SPAN_HOUR - G_TIME_SPAN_SECOND;
  fixture->is_known = FALSE;
  bedside_outbox_hurry (fixture->outbox);
  bedside_await (count_waiting (fixture) == 0, 10);
}

static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");

  fixture->gate = BEDSIDE_GATE_CLOSED;
  bedside_await (entry->state == BEDSIDE_OUTGOING_STATE_FAILED, 10);
  g_assert_cmpuint (count_sends (fixture, entry), ==, 0);
  assert_stored (fixture, "1");
  bedside_outbox_retry (fixture->outbox, A, entry->uuid);
  bedside_await (entry->state == BEDSIDE_OUTGOING_STATE_FAILED, 10);
  g_assert_cmpuint (count_sends (fixture, entry), ==, 0);

  fixture->gate = BEDSIDE_GATE_OPEN;
  script (fixture, entry, 200, "{'event_id':'$1'}");
  bedside_outbox_retry (fixture->outbox, A, entry->uuid);
  bedside_await (entry->state == BEDSIDE_OUTGOING_STATE_SENT, 10);
}

/* If the server may have it already, that is found out first. */
static void
test_closed_meanwhile (Fixture       *fixture,
                       gconstpointer  data)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");
  guint tries;

  script (fixture, entry, 504, "{}");
  bedside_await (entry->failed_at != 0, 10);
  tries = count_sends (fixture, entry);
  fixture->gate = BEDSIDE_GATE_CLOSED;
  bedside_outbox_hurry (fixture->outbox);
  g_assert_cmpint (entry->state, ==, BEDSIDE_OUTGOING_STATE_WAITING);
  caught_up (fixture);
  g_assert_cmpint (entry->state, ==, BEDSIDE_OUTGOING_STATE_FAILED);
  g_assert_cmpuint (count_sends (fixture, entry), ==, tries);
}

/* What came first is not a matter of the clock, and nobody knows how long ago it was. */
static void
test_clock_set_back (Fixture       *fixture,
                     gconstpointer  data)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");
  guint tries;

  script (fixture, entry, 504, "{}");
  bedside_await (entry->failed_at != 0, 10);
  tries = count_sends (fixture, entry);
  now -= 2 * G_TIME_SPAN_DAY;
  script (fixture, entry, 200, "{'event_id':'$1'}");
  bedside_outbox_hurry (fixture->outbox);
  g_assert_cmpint (entry->state, ==, BEDSIDE_OUTGOING_STATE_WAITING);
  g_assert_cmpuint (count_sends (fixture, entry), ==, tries);
  caught_up (fixture);
  bedside_await (count_waiting (fixture) == 0, 10);
  g_assert_cmpuint (count_sends (fixture, entry), ==, tries + 1);
}

static void
test_unknown_gate (Fixture       *fixture,
                   gconstpointer  data)
{
  fixture->gate = BEDSIDE_GATE_UNKNOWN;
  BedsideOutgoing *entry = add_sent (fixture, A, "1", "$1");
  assert_stored (fixture, "1");
  bedside_outbox_hurry (fixture->outbox);
  caught_up (fixture);
  g_assert_cmpuint (count_sends (fixture, entry), ==, 0);
  g_assert_cmpuint (count_waiting (fixture), ==, 1);
  fixture->gate = BEDSIDE_GATE_OPEN;
  bedside_outbox_hurry (fixture->outbox);
  bedside_await (count_waiting (fixture) == 0, 10);
}

/* Sent when what moved it is stored, whatever else is still to be. */
static void
test_moved (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(BedsideChanges) changes = bedside_changes_new ();
  g_autoptr(GPtrArray) one = g_ptr_array_new_with_free_func (g_free), two = g_ptr_array_new_with_free_func (g_free);
  BedsideOutgoing *first = bedside_outbox_add (fixture->outbox, A, "1"), *second;

  bedside_outbox_move (fixture->outbox, A, B, changes, one);
  second = bedside_outbox_add (fixture->outbox, A, "2");
  bedside_outbox_move (fixture->outbox, A, B, changes, two);
  script (fixture, first, 200, "{'event_id':'$1'}");
  script (fixture, second, 200, "{'event_id':'$2'}");
  assert_stored (fixture, "1 2");
  bedside_outbox_note_moved (fixture->outbox, one);
  bedside_await (first->state == BEDSIDE_OUTGOING_STATE_SENT, 10);
  g_assert_cmpuint (count_sends (fixture, second), ==, 0);
  bedside_outbox_note_moved (fixture->outbox, two);
  bedside_await (second->state == BEDSIDE_OUTGOING_STATE_SENT, 10);
}

static void
test_session_over (Fixture       *fixture,
                   gconstpointer  data)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");

  script (fixture, entry, 401, "{'errcode':'M_UNKNOWN_TOKEN','soft_logout':true}");
  bedside_await (fixture->refused != NULL, 10);
  g_assert_error (fixture->refused, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT);
  g_assert_cmpint (entry->state, ==, BEDSIDE_OUTGOING_STATE_WAITING);
  assert_stored (fixture, "1");
}

static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  BedsideOutgoing *entry = bedside_outbox_add (fixture->outbox, A, "1");
  g_autofree char *path = dup_path (entry);

  script (fixture, entry, 200, "{'event_id':'$1'}");
  script_server_hold (fixture->matrix.server, "PUT", path);
  bedside_await (count_sends (fixture, entry) == 1, 10);
  bedside_outbox_stop (fixture->outbox);
  script_server_release (fixture->matrix.server);
  bedside_outbox_hurry (fixture->outbox);
  caught_up (fixture);
  bedside_outbox_add (fixture->outbox, A, "2");
  assert_stored (fixture, "1 2");
  g_assert_cmpint (entry->state, ==, BEDSIDE_OUTGOING_STATE_WAITING);
  g_assert_cmpuint (count_sends (fixture, entry), ==, 1);
}

static void
test_bad_records (Fixture       *fixture,
                  gconstpointer  data)
{
  const char *payloads[] = {
    "", "[]", "{}", "{\"uuid\":\"u\"}", "{\"text\":\"t\"}", "{\"uuid\":1,\"text\":\"t\"}",
    "{\"uuid\":\"u\",\"text\":[]}",
    "{\"uuid\":\"u\",\"text\":\"\"}", "{\"uuid\":\"u\",\"text\":\"good\",\"state\":77,\"created_at\":\"x\"}",
  };
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_store_outgoing_free);

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      BedsideStoreOutgoing *record = g_new0 (BedsideStoreOutgoing, 1);

      record->id = g_strdup_printf ("t%u", i);
      record->room_id = g_strdup (A);
      record->payload = g_strdup (payloads[i]);
      g_ptr_array_add (records, record);
    }
  bedside_outbox_restore (fixture->outbox, records);
  g_assert_cmpstr (fixture->log->str, ==, "good:w ");
}

#define add(path, function) \
        g_test_add ("/practice/outbox/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("sent", test_sent);
  add ("R18-edge-09-order", test_order);
  add ("back-off", test_back_off);
  add ("rate-limit", test_rate_limit);
  add ("refused", test_refused);
  add ("R19-never-given-up", test_not_refused);
  add ("retry", test_retry);
  add ("delete", test_delete);
  add ("R18-edge-07-acknowledged", test_acknowledged);
  add ("R19-restored", test_restored);
  add ("R18-restored-and-there", test_restored_and_there);
  add ("restored-states", test_restored_states);
  add ("R18-after-an-hour-history-first", test_hour);
  add ("within-the-hour", test_within_the_hour);
  add ("clock-set-back", test_clock_set_back);
  add ("closed", test_closed);
  add ("closed-meanwhile", test_closed_meanwhile);
  add ("unknown-gate", test_unknown_gate);
  add ("R18-moved", test_moved);
  add ("session-over", test_session_over);
  add ("stopped", test_stopped);
  add ("bad-records", test_bad_records);

  return g_test_run ();
}
