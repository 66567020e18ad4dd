/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-catch-up.h"
#include "bedside-event-of.h"
#include "matrix-fixture.h"
#include "store-fixture.h"

#define A          "!a:x"
#define MESSAGES   V3 "/rooms/%21a%3Ax/messages"
#define MESSAGES_B V3 "/rooms/%21b%3Ax/messages"

/* Every request that is not scripted is answered 404 M_UNRECOGNIZED: final. */
typedef struct {
  MatrixFixture    matrix;
  BedsideSealer   *sealer;
  BedsideStore    *store;
  BedsideRecorder *recorder;
  BedsideRegistry *registry;
  BedsideCatchUp  *catch_up;
  BedsideRoom     *room;
  GString         *placed;     /* ids, as they were placed */
  guint            changes;
} Fixture;

static void
on_placed (Fixture        *fixture,
           BedsideRoom    *room,
           GPtrArray      *placed,
           BedsideChanges *changes)
{
  for (guint i = 0; i < placed->len; i++)
    {
      BedsidePlacedEvent *item = g_ptr_array_index (placed, i);

      g_string_append_printf (fixture->placed, "%s ", item->event->event_id);
      bedside_preview_take (&room->preview, item->position, item->event, ME);
    }
}

static void
on_changed (Fixture *fixture)
{
  fixture->changes++;
}

static void
apply (Fixture    *fixture,
       const char *room_id,
       const char *type,
       const char *content)
{
  g_autofree char *json = g_strdup_printf ("{'type':'%s','state_key':'','sender':'" ME "','content':%s}", type,
                                           content);
  g_autoptr(BedsideEvent) event = bedside_event_of (json);

  bedside_registry_apply_state (fixture->registry, bedside_registry_ensure (fixture->registry, room_id), event);
  bedside_registry_settle (fixture->registry);
}

static BedsideRoom *
add_team (Fixture    *fixture,
          const char *room_id)
{
  BedsideRoom *room;

  apply (fixture, room_id, "m.room.create", "{'org.bedside.team':{'practice':'!p:x'}}");
  room = bedside_registry_find (fixture->registry, room_id);
  g_assert_nonnull (room->conversation);
  room->next_position = 5;
  room->oldest_at = 1000;
  room->preview.event_id = g_strdup ("$preview");

  return room;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  matrix_fixture_set_up (&fixture->matrix, data);
  fixture->sealer = store_sealer_new (1);
  fixture->store = store_open (NULL, fixture->sealer, NULL);
  fixture->recorder = bedside_recorder_new (fixture->store);
  fixture->registry = bedside_registry_new (ME);
  fixture->catch_up = bedside_catch_up_new (fixture->matrix.client, fixture->registry, fixture->store,
                                            fixture->recorder);
  fixture->placed = g_string_new (NULL);
  g_signal_connect_swapped (fixture->catch_up, "placed", G_CALLBACK (on_placed), fixture);
  g_signal_connect_swapped (fixture->catch_up, "changed", G_CALLBACK (on_changed), fixture);
  apply (fixture, "!p:x", "m.room.create", "{'type':'m.space','org.bedside.practice':{'v':1}}");
  fixture->room = add_team (fixture, A);
}

static void
drop (gpointer object)
{
  g_object_add_weak_pointer (object, &object);
  g_object_unref (object);
  bedside_await (object == NULL, 10);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_catch_up_stop (fixture->catch_up);
  drop (fixture->catch_up);
  drop (fixture->recorder);
  g_assert_finalize_object (fixture->registry);
  if (fixture->store != NULL)
    store_close_well (fixture->store);
  g_object_unref (fixture->sealer);
  matrix_fixture_tear_down (&fixture->matrix, NULL);
  g_string_free (fixture->placed, TRUE);
}

/* @ids: joined by blanks, newest first */
static char *
make_page (const char *ids,
           const char *end)
{
  g_auto(GStrv) parts = g_strsplit (ids, " ", -1);
  g_autoptr(GString) json = g_string_new ("{'start':'x','chunk':[");

  for (guint i = 0; *ids != '\0' && parts[i] != NULL; i++)
    {
      /* $m... are messages, others are not. */
      const char *type = parts[i][1] == 'm' ? "m.room.message" : "org.example.noise";

      g_string_append_printf (json, "%s{'event_id':'%s','type':'%s','sender':'@s:x','origin_server_ts':500,"
                              "'content':{'msgtype':'m.text','body':'b'}}", i > 0 ? "," : "", parts[i], type);
    }
  g_string_append (json, "]");
  if (end != NULL)
    g_string_append_printf (json, ",'end':'%s'", end);
  g_string_append (json, "}");

  return g_string_free (g_steal_pointer (&json), FALSE);
}

static void
script_page (Fixture    *fixture,
             const char *ids,
             const char *end)
{
  g_autofree char *json = make_page (ids, end);

  script_server_reply (fixture->matrix.server, "GET", MESSAGES, 200, json);
}

static void
script_error (Fixture    *fixture,
              guint       status,
              const char *json)
{
  script_server_reply (fixture->matrix.server, "GET", MESSAGES, status, json);
}

static guint
count_requests (Fixture *fixture)
{
  return script_server_count (fixture->matrix.server, "GET", MESSAGES);
}

static void
put_known (Fixture    *fixture,
           const char *event_id,
           gint64      position)
{
  g_autofree char *json = g_strdup_printf ("{'event_id':'%s','type':'m.room.message','sender':'@s:x','content':{}}",
                                           event_id);
  g_autoptr(BedsideEvent) event = bedside_event_of (json);
  BedsideChanges *changes = bedside_changes_new ();
  g_autoptr(GAsyncResult) result = NULL;

  bedside_changes_put_event (changes, A, position, event);
  bedside_recorder_write_async (fixture->recorder, changes, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
}

static void
go (Fixture *fixture)
{
  bedside_catch_up_note (fixture->catch_up, fixture->room);
  bedside_catch_up_go_on (fixture->catch_up);
}

static void
await_no_gap (Fixture *fixture)
{
  bedside_await (!bedside_catch_up_has_gaps (fixture->catch_up), 10);
}

/* Gaps as they are on the disk. */
static guint
count_stored_gaps (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BedsideStoreSnapshot) snapshot = NULL;

  bedside_recorder_write_async (fixture->recorder, bedside_changes_new (), bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  snapshot = store_load (fixture->store, NULL);
  g_assert_cmpuint (snapshot->rooms->len, ==, 1);

  g_autoptr(JsonObject) payload =
    bedside_json_parse_object (((BedsideStoreRoom *) snapshot->rooms->pdata[0])->payload, -1, NULL);

  return json_array_get_length (bedside_json_get_array (payload, "gaps"));
}

static void
test_gap (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(GPtrArray) stored = NULL;
  g_autofree char *ids = NULL;

  put_known (fixture, "$m1", 4);
  bedside_room_add_gap (fixture->room, "t1", NULL);
  script_page (fixture, "$m5 $m4", "t2");
  script_page (fixture, "", "t3");
  script_page (fixture, "$m3 $m2 $m1 $m0", "t4");
  go (fixture);
  g_assert_true (bedside_catch_up_has_gaps (fixture->catch_up));
  await_no_gap (fixture);
  g_assert_cmpstr (fixture->placed->str, ==, "$m5 $m4 $m3 $m2 ");
  g_assert_cmpuint (count_requests (fixture), ==, 3);
  g_assert_nonnull (strstr (script_server_get_last (fixture->matrix.server)->query, "from=t3"));
  g_assert_cmpuint (count_stored_gaps (fixture), ==, 0);
  stored = store_load_events (fixture->store, A, G_MAXINT64, 10, NULL);
  ids = store_list_events (stored);
  g_assert_cmpstr (ids, ==, "$m1 $m2 $m3 $m4 $m5");
}

static void
test_gap_without_end (Fixture       *fixture,
                      gconstpointer  data)
{
  bedside_room_add_gap (fixture->room, "t1", NULL);
  script_page (fixture, "$m5", NULL);
  go (fixture);
  await_no_gap (fixture);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
  bedside_await (fixture->changes > 0, 10);
}

static void
test_nothing_missing (Fixture       *fixture,
                      gconstpointer  data)
{
  /* After the server had started over: the event behind the gap was there before. */
  put_known (fixture, "$m4", 4);
  bedside_room_add_gap (fixture->room, "t1", "$m4");
  go (fixture);
  await_no_gap (fixture);
  g_assert_cmpuint (count_requests (fixture), ==, 0);
  g_assert_cmpuint (count_stored_gaps (fixture), ==, 0);

  /* It was not. */
  bedside_room_add_gap (fixture->room, "t2", "$m9");
  put_known (fixture, "$m9", fixture->room->next_position);
  script_page (fixture, "$m8 $m4", "t3");
  go (fixture);
  await_no_gap (fixture);
  g_assert_cmpstr (fixture->placed->str, ==, "$m8 ");
}

static void
test_two_gaps (Fixture       *fixture,
               gconstpointer  data)
{
  put_known (fixture, "$m1", 4);
  bedside_room_add_gap (fixture->room, "t1", NULL);
  script_page (fixture, "$m3 $m2", "t2");
  script_server_hold (fixture->matrix.server, "GET", MESSAGES);
  go (fixture);
  bedside_await (count_requests (fixture) == 1, 10);

  /* A new answer has left out something, too, while the page was on its way. */
  gint64 base = fixture->room->next_position;
  bedside_room_add_gap (fixture->room, "t9", NULL);
  bedside_catch_up_note (fixture->catch_up, fixture->room);
  script_page (fixture, "$m8 $m7 $m3", "t8");
  script_page (fixture, "$m1", "t0");
  script_server_release (fixture->matrix.server);
  await_no_gap (fixture);
  g_assert_cmpstr (fixture->placed->str, ==, "$m3 $m2 $m8 $m7 ");

  const char *ids[] = { "$m3", "$m7", NULL };
  g_autoptr(GPtrArray) events = store_find_events (fixture->store, A, ids, NULL);
  g_assert_cmpint (((BedsideStoreEvent *) events->pdata[0])->position, <, base);
  g_assert_cmpint (((BedsideStoreEvent *) events->pdata[1])->position, >, base);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  const char *refusals[] = { "{'errcode':'M_FORBIDDEN'}", "{'errcode':'M_NOT_FOUND'}" };
  const guint statuses[] = { 403, 404 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      bedside_room_add_gap (fixture->room, "t1", NULL);
      script_error (fixture, statuses[i], refusals[i]);
      go (fixture);
      await_no_gap (fixture);
      g_assert_cmpuint (count_requests (fixture), ==, i + 1);
      g_assert_cmpuint (count_stored_gaps (fixture), ==, 0);
    }
}

static void
test_token_forgotten (Fixture       *fixture,
                      gconstpointer  data)
{
  put_known (fixture, "$m1", 4);
  bedside_room_add_gap (fixture->room, "t1", NULL);
  put_known (fixture, "$m5", fixture->room->next_position);
  script_error (fixture, 400, "{'errcode':'M_UNKNOWN','error':'Invalid token'}");
  /* From the present, then; what is above the gap is known and no end. */
  script_page (fixture, "$m5 $m4", "t8");
  script_page (fixture, "$m3 $m1", "t7");
  go (fixture);
  await_no_gap (fixture);
  g_assert_cmpstr (fixture->placed->str, ==, "$m4 $m3 ");
  g_assert_null (strstr (script_server_get_request (fixture->matrix.server, 1)->query, "from="));

  /* If that is no good either, it is given up. */
  bedside_room_add_gap (fixture->room, "t2", NULL);
  script_error (fixture, 400, "{'errcode':'M_UNKNOWN'}");
  script_error (fixture, 400, "{'errcode':'M_UNKNOWN'}");
  go (fixture);
  await_no_gap (fixture);
  g_assert_cmpuint (count_requests (fixture), ==, 5);
}

static void
test_offline (Fixture       *fixture,
              gconstpointer  data)
{
  bedside_room_add_gap (fixture->room, "t1", NULL);
  script_page (fixture, "$m5", "t2");
  script_error (fixture, 502, "<html>");
  go (fixture);
  bedside_await (bedside_catch_up_is_waiting (fixture->catch_up), 10);
  g_assert_true (bedside_catch_up_has_gaps (fixture->catch_up));
  g_assert_cmpuint (count_requests (fixture), ==, 2);

  /* Sync going on is no reason to ask more often; the server being back is. */
  script_page (fixture, "$m4", NULL);
  for (guint i = 0; i < 5; i++)
    go (fixture);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
  bedside_catch_up_hurry (fixture->catch_up);
  g_assert_false (bedside_catch_up_is_waiting (fixture->catch_up));
  await_no_gap (fixture);
  g_assert_cmpstr (fixture->placed->str, ==, "$m5 $m4 ");
}

static void
test_offline_goes_on_by_itself (Fixture       *fixture,
                                gconstpointer  data)
{
  /* A proxy's no is not the server's. */
  bedside_room_add_gap (fixture->room, "t1", NULL);
  script_error (fixture, 500, "{}");
  script_page (fixture, "$m5", NULL);
  go (fixture);
  await_no_gap (fixture);
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

static void
test_rate_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();

  bedside_room_add_gap (fixture->room, "t1", NULL);
  script_error (fixture, 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':700}");
  script_page (fixture, "$m5", NULL);
  go (fixture);
  bedside_await (bedside_catch_up_is_waiting (fixture->catch_up), 10);
  bedside_catch_up_hurry (fixture->catch_up);
  g_assert_true (bedside_catch_up_is_waiting (fixture->catch_up));
  await_no_gap (fixture);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 700 * 1000);
}

static gboolean
fetch_finish (Fixture       *fixture,
              GAsyncResult **result,
              GError       **error)
{
  bedside_await (*result != NULL, 10);

  return bedside_catch_up_fetch_older_finish (fixture->catch_up, *result, error);
}

static gboolean
fetch (Fixture  *fixture,
       GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_catch_up_fetch_older_async (fixture->catch_up, A, NULL, bedside_await_result, &result);

  return fetch_finish (fixture, &result, error);
}

static void
test_session_over (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  bedside_room_add_gap (fixture->room, "t1", NULL);
  fixture->room->older_token = g_strdup ("t0");
  script_error (fixture, 401, "{'errcode':'M_UNKNOWN_TOKEN','soft_logout':true}");
  script_error (fixture, 401, "{'errcode':'M_UNKNOWN_TOKEN','soft_logout':true}");
  go (fixture);
  g_assert_false (fetch (fixture, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT);
  /* Whoever signs in again finds the gap. */
  g_assert_true (bedside_catch_up_has_gaps (fixture->catch_up));
  g_assert_cmpuint (fixture->room->gaps->len, ==, 1);
}

/* The refresh is what is refused then, and not the page. */
static void
test_session_ended (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  bedside_room_add_gap (fixture->room, "t1", NULL);
  fixture->room->older_token = g_strdup ("t0");
  for (guint i = 0; i < 2; i++)
    {
      script_error (fixture, 401, "{'errcode':'M_UNKNOWN_TOKEN'}");
      script_server_reply (fixture->matrix.server, "POST", V3 "/refresh", 403, "{'errcode':'M_FORBIDDEN'}");
    }
  go (fixture);
  g_assert_false (fetch (fixture, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SIGNED_OUT);
  g_assert_cmpuint (fixture->room->gaps->len, ==, 1);
}

/* A disk that fails must not look like the end of a gap. */
static void
test_store_fails (Fixture       *fixture,
                  gconstpointer  data)
{
  bedside_room_add_gap (fixture->room, "t1", NULL);
  script_page (fixture, "$m5", "t2");
  g_assert_true (store_close (fixture->store, NULL));
  go (fixture);
  bedside_await (bedside_catch_up_is_waiting (fixture->catch_up), 10);
  g_assert_cmpuint (fixture->room->gaps->len, ==, 1);
  g_clear_object (&fixture->store);
}

static void
test_older (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->room->older_token = g_strdup ("t1");
  script_page (fixture, "$m2 $m1", "t2");
  script_page (fixture, "$m0", NULL);
  g_assert_true (fetch (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->placed->str, ==, "$m2 $m1 ");
  g_assert_cmpint (fixture->room->first_position, ==, -2);
  g_assert_false (fixture->room->complete);
  g_assert_true (fetch (fixture, &error));
  g_assert_true (fixture->room->complete);
  /* There is nothing more to ask for. */
  g_assert_true (fetch (fixture, &error));
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

static void
test_older_fails (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->room->older_token = g_strdup ("t1");
  script_error (fixture, 502, "{}");
  g_assert_false (fetch (fixture, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN);
  g_clear_error (&error);
  g_assert_false (fixture->room->complete);
  script_page (fixture, "$m2", "t2");
  g_assert_true (fetch (fixture, &error));
  g_assert_no_error (error);
}

/* Who scrolls does not wait for what is in the background, even while that waits. */
static void
test_older_first (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BedsideRoom *other = add_team (fixture, "!b:x");

  bedside_room_add_gap (other, "t1", NULL);
  script_server_reply (fixture->matrix.server, "GET", MESSAGES_B, 502, "{}");
  bedside_catch_up_note (fixture->catch_up, other);
  bedside_catch_up_go_on (fixture->catch_up);
  bedside_await (bedside_catch_up_is_waiting (fixture->catch_up), 10);
  fixture->room->older_token = g_strdup ("t1");
  script_page (fixture, "$m2", "t2");
  g_assert_true (fetch (fixture, &error));
  g_assert_no_error (error);
  g_assert_true (bedside_catch_up_is_waiting (fixture->catch_up));
  g_assert_cmpuint (script_server_count (fixture->matrix.server, "GET", MESSAGES_B), ==, 1);
}

static void
test_preview (Fixture       *fixture,
              gconstpointer  data)
{
  g_clear_pointer (&fixture->room->preview.event_id, g_free);
  fixture->room->older_token = g_strdup ("t1");
  script_page (fixture, "$x9 $x8", "t2");
  script_page (fixture, "$x7 $m6 $m5", "t3");
  go (fixture);
  bedside_await (fixture->room->preview.event_id != NULL, 10);
  g_assert_cmpstr (fixture->room->preview.event_id, ==, "$m6");
  g_assert_cmpuint (count_requests (fixture), ==, 2);
}

static void
test_no_preview (Fixture       *fixture,
                 gconstpointer  data)
{
  g_clear_pointer (&fixture->room->preview.event_id, g_free);
  fixture->room->older_token = g_strdup ("t0");
  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("$x%u", i);
      g_autofree char *end = g_strdup_printf ("t%u", i);

      script_page (fixture, id, end);
    }
  go (fixture);
  bedside_await (fixture->changes > 0, 10);
  /* It is looked for once, not after each answer of sync. */
  for (guint i = 0; i < 5; i++)
    go (fixture);
  g_assert_cmpuint (count_requests (fixture), ==, 5);
  g_assert_cmpstr (fixture->room->older_token, ==, "t5");
}

static void
test_look_back (Fixture       *fixture,
                gconstpointer  data)
{
  g_assert_false (bedside_catch_up_look_back (fixture->catch_up, fixture->room, 700));
  fixture->room->older_token = g_strdup ("t1");
  g_assert_false (bedside_catch_up_look_back (fixture->catch_up, fixture->room, 1000));
  script_page (fixture, "$m3", "t2");
  g_assert_true (bedside_catch_up_look_back (fixture->catch_up, fixture->room, 700));
  g_assert_true (bedside_catch_up_look_back (fixture->catch_up, fixture->room, 800));
  bedside_await (fixture->changes > 0, 10);
  g_assert_cmpint (fixture->room->oldest_at, ==, 500);
  g_assert_false (bedside_catch_up_look_back (fixture->catch_up, fixture->room, 700));
  g_assert_cmpuint (count_requests (fixture), ==, 1);

  /* What the server refuses is not asked for again. */
  script_error (fixture, 403, "{'errcode':'M_FORBIDDEN'}");
  fixture->changes = 0;
  g_assert_true (bedside_catch_up_look_back (fixture->catch_up, fixture->room, 300));
  bedside_await (fixture->changes > 0, 10);
  g_assert_false (bedside_catch_up_look_back (fixture->catch_up, fixture->room, 300));
}

static void
test_held (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_room_add_gap (fixture->room, "t1", NULL);
  script_page (fixture, "$m5", NULL);
  bedside_catch_up_set_held (fixture->catch_up, TRUE);
  go (fixture);
  bedside_await (count_requests (fixture) == 1, 10);
  /* The page is there as soon as another one, which is asked for behind it, could be. */
  gint64 later = g_get_monotonic_time () + 100 * 1000;
  bedside_await (g_get_monotonic_time () > later, 1);
  g_assert_cmpstr (fixture->placed->str, ==, "");
  g_assert_cmpuint (fixture->room->gaps->len, ==, 1);
  bedside_catch_up_set_held (fixture->catch_up, FALSE);
  await_no_gap (fixture);
  g_assert_cmpstr (fixture->placed->str, ==, "$m5 ");
}

static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GAsyncResult) under_way = NULL, queued = NULL;
  g_autoptr(GError) error = NULL, queued_error = NULL, late_error = NULL;

  fixture->room->older_token = g_strdup ("t1");
  bedside_room_add_gap (fixture->room, "t1", NULL);
  script_server_hold (fixture->matrix.server, "GET", MESSAGES);
  bedside_catch_up_fetch_older_async (fixture->catch_up, A, NULL, bedside_await_result, &under_way);
  bedside_catch_up_fetch_older_async (fixture->catch_up, A, NULL, bedside_await_result, &queued);
  go (fixture);
  bedside_await (count_requests (fixture) == 1, 10);
  bedside_catch_up_stop (fixture->catch_up);
  script_server_release (fixture->matrix.server);

  /* Nobody is left waiting. */
  g_assert_false (fetch_finish (fixture, &under_way, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (fetch_finish (fixture, &queued, &queued_error));
  g_assert_error (queued_error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_false (fetch (fixture, &late_error));
  g_assert_error (late_error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  bedside_catch_up_hurry (fixture->catch_up);
  g_assert_cmpuint (count_requests (fixture), ==, 1);
  g_assert_cmpuint (fixture->room->gaps->len, ==, 1);
}

static void
test_stopped_while_held (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->room->older_token = g_strdup ("t1");
  script_page (fixture, "$m1", NULL);
  bedside_catch_up_set_held (fixture->catch_up, TRUE);
  bedside_catch_up_fetch_older_async (fixture->catch_up, A, NULL, bedside_await_result, &result);
  bedside_await (count_requests (fixture) == 1, 10);
  bedside_catch_up_stop (fixture->catch_up);
  g_assert_false (fetch_finish (fixture, &result, &error));
  g_assert_cmpstr (fixture->placed->str, ==, "");
}

static void
test_room_forgotten (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->room->older_token = g_strdup ("t1");
  script_page (fixture, "$m1", NULL);
  script_server_hold (fixture->matrix.server, "GET", MESSAGES);
  bedside_catch_up_fetch_older_async (fixture->catch_up, A, NULL, bedside_await_result, &result);
  bedside_await (count_requests (fixture) == 1, 10);
  bedside_registry_forget (fixture->registry, A);
  script_server_release (fixture->matrix.server);
  g_assert_true (fetch_finish (fixture, &result, &error));
  g_assert_cmpstr (fixture->placed->str, ==, "");
  g_assert_false (bedside_catch_up_has_gaps (fixture->catch_up));
}

#define add_with(path, refresh_token, function) \
        g_test_add ("/practice/catch-up/" path, Fixture, refresh_token, set_up, function, tear_down)
#define add(path, function) add_with (path, NULL, function)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("R18-edge-03-gap", test_gap);
  add ("edge-04-page-without-end", test_gap_without_end);
  add ("nothing-missing", test_nothing_missing);
  add ("R18-edge-02-edge-03-two-gaps", test_two_gaps);
  add ("refused", test_refused);
  add ("token-forgotten", test_token_forgotten);
  add ("offline", test_offline);
  add ("goes-on-by-itself", test_offline_goes_on_by_itself);
  add ("rate-limit", test_rate_limit);
  add ("session-over", test_session_over);
  add_with ("session-ended", "refresh-1", test_session_ended);
  add ("store-fails", test_store_fails);
  add ("older", test_older);
  add ("older-fails", test_older_fails);
  add ("older-first", test_older_first);
  add ("preview", test_preview);
  add ("no-preview", test_no_preview);
  add ("look-back", test_look_back);
  add ("held", test_held);
  add ("stopped", test_stopped);
  add ("stopped-while-held", test_stopped_while_held);
  add ("room-forgotten", test_room_forgotten);

  return g_test_run ();
}
