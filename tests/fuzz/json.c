/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Readers of JSON. An input that begins with a lower case letter is that endpoint's, with an answer a line; any other
 * is one JSON text. */

#include "fuzz.h"

#include "bedside-answer.h"
#include "bedside-client-private.h"
#include "bedside-json-scan.h"
#include "bedside-login.h"
#include "bedside-module.h"
#include "bedside-room-changes.h"
#include "bedside-rooms.h"
#include "bedside-sync.h"

#include <string.h>

#define ME   "@me:x"
#define ROOM "!a:x"

static void check_object (JsonObject *object);

static void
check_array (JsonArray *array)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *text = bedside_json_array_get_string (array, i);
      JsonObject *object = bedside_json_array_get_object (array, i);

      g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
      if (object != NULL)
        check_object (object);
    }
  g_assert_null (bedside_json_array_get_string (array, json_array_get_length (array)));
}

static void
check_object (JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      const char *text = bedside_json_get_string (object, name);
      JsonObject *inner = bedside_json_get_object (object, name);
      JsonArray *array = bedside_json_get_array (object, name);
      gint64 number;
      gboolean flag;
      guint kinds = (text != NULL) + (inner != NULL) + (array != NULL) +
                    (guint) bedside_json_get_int (object, name, &number) +
                    (guint) bedside_json_get_boolean (object, name, &flag);

      g_assert_cmpuint (kinds, <=, 1);
      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
      if (inner != NULL)
        check_object (inner);
      if (array != NULL)
        check_array (array);
    }
}

static void
check_event (JsonObject *object)
{
  g_autoptr(BedsideEvent) event = bedside_event_new_from_json (object, NULL);

  if (event == NULL)
    return;
  g_autoptr(BedsideEvent) redacted = bedside_event_new_redacted (event);
  g_autofree char *text = bedside_event_to_text (event);
  g_autoptr(BedsideEvent) again = bedside_event_new_from_text (text, NULL);

  g_assert_nonnull (redacted->content);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->type, ==, event->type);
  g_assert_cmpstr (again->event_id, ==, event->event_id);
  g_assert_cmpstr (again->state_key, ==, event->state_key);
}

/* What was read once, written and read again, is the same. */
static void
check_text (const char *data,
            gsize       size)
{
  g_autofree char *copy = g_strndup (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = bedside_json_parse_object (data, (gssize) size, &error);

  if (g_utf8_validate (copy, -1, NULL))
    bedside_json_scan (copy, strlen (copy), NULL);
  g_assert_true ((object == NULL) == (error != NULL));
  if (object == NULL)
    return;

  g_autofree char *text = bedside_json_object_to_text (object);
  g_autoptr(JsonObject) again = bedside_json_parse_object (text, -1, NULL);
  g_assert_nonnull (again);
  g_autofree char *twice = bedside_json_object_to_text (again);
  g_assert_cmpstr (text, ==, twice);

  check_object (object);
  check_event (object);
}

static void
check_sync (BedsideClient *client,
            GAsyncResult  *result)
{
  g_autoptr(BedsideSyncAnswer) answer = bedside_client_sync_finish (client, result, NULL);

  if (answer != NULL)
    g_assert_cmpstr (answer->next_batch, !=, "");
}

static void
ask_rooms (BedsideClient  *client,
           char            endpoint,
           GAsyncResult  **result)
{
  switch (endpoint)
    {
    case 'm':
      bedside_client_messages_async (client, ROOM, "t", NULL, 10, NULL, bedside_await_result, result);
      break;
    case 'r':
      bedside_client_redactions_async (client, ROOM, "t", "u", NULL, bedside_await_result, result);
      break;
    case 'b':
      bedside_client_members_async (client, ROOM, NULL, bedside_await_result, result);
      break;
    case 'k':
      bedside_client_mark_read_async (client, ROOM, "$1", NULL, bedside_await_result, result);
      break;
    case 'v':
      bedside_client_leave_async (client, ROOM, NULL, bedside_await_result, result);
      break;
    case 'g':
      bedside_client_get_state_async (client, ROOM, "t", "k", NULL, bedside_await_result, result);
      break;
    case 'e':
      bedside_client_get_state_event_async (client, ROOM, "t", "k", NULL, bedside_await_result, result);
      break;
    case 'f':
      bedside_client_get_event_async (client, ROOM, "$1", NULL, bedside_await_result, result);
      break;
    default:
      bedside_client_join_async (client, ROOM, NULL, bedside_await_result, result);
      break;
    }
}

static void
ask (BedsideClient  *client,
     char            endpoint,
     GAsyncResult  **result)
{
  g_autoptr(JsonObject) body = json_object_new ();

  switch (endpoint)
    {
    case 's':
      bedside_client_sync_async (client, "1", "s", 0, NULL, bedside_await_result, result);
      break;
    case 'u':
      bedside_client_upload_filter_async (client, 10, NULL, bedside_await_result, result);
      break;
    case 'c':
      bedside_client_create_room_async (client, "1", body, NULL, bedside_await_result, result);
      break;
    case 'w':
      bedside_client_send_async (client, ROOM, "t", "1", body, NULL, bedside_await_result, result);
      break;
    case 'p':
      bedside_client_put_state_async (client, ROOM, "t", "k", body, NULL, bedside_await_result, result);
      break;
    case 'd':
      bedside_client_redact_async (client, ROOM, "$1", "1", NULL, bedside_await_result, result);
      break;
    case 'i':
      bedside_client_get_module_status_async (client, NULL, bedside_await_result, result);
      break;
    case 'a':
      bedside_client_get_module_account_async (client, ME, NULL, bedside_await_result, result);
      break;
    case 'o':
      bedside_client_log_out_async (client, NULL, bedside_await_result, result);
      break;
    case 'l':
      bedside_login_async ("http://127.0.0.1:9", "me", "secret", NULL, "Bedside", NULL, bedside_await_result, result);
      break;
    default:
      ask_rooms (client, endpoint, result);
      break;
    }
}

static void
finish_rooms (BedsideClient *client,
              char           endpoint,
              GAsyncResult  *result)
{
  g_autoptr(BedsideMessagesPage) page = NULL;
  g_autoptr(GPtrArray) members = NULL;
  g_autoptr(JsonObject) content = NULL;
  g_autoptr(BedsideEvent) event = NULL;

  switch (endpoint)
    {
    case 'm':
      page = bedside_client_messages_finish (client, result, NULL);
      break;
    case 'r':
      page = bedside_client_redactions_finish (client, result, NULL);
      break;
    case 'b':
      members = bedside_client_members_finish (client, result, NULL);
      break;
    case 'k':
      bedside_client_mark_read_finish (client, result, NULL);
      break;
    case 'v':
      bedside_client_leave_finish (client, result, NULL);
      break;
    case 'g':
      content = bedside_client_get_state_finish (client, result, NULL);
      break;
    case 'e':
      event = bedside_client_get_state_event_finish (client, result, NULL);
      break;
    case 'f':
      event = bedside_client_get_event_finish (client, result, NULL);
      break;
    default:
      bedside_client_join_finish (client, result, NULL);
      break;
    }
  g_assert_true (page == NULL || (page->events != NULL && page->state != NULL));
}

static void
finish (BedsideClient *client,
        char           endpoint,
        GAsyncResult  *result)
{
  g_autoptr(BedsideModuleStatus) status = NULL;
  g_autoptr(BedsideLogin) login = NULL;
  g_autofree BedsideModuleAccount *account = NULL;
  g_autofree char *id = NULL;

  switch (endpoint)
    {
    case 's':
      check_sync (client, result);
      break;
    case 'u':
      id = bedside_client_upload_filter_finish (client, result, NULL);
      break;
    case 'c':
      id = bedside_client_create_room_finish (client, result, NULL);
      break;
    case 'w':
      id = bedside_client_send_finish (client, result, NULL);
      break;
    case 'p':
      id = bedside_client_put_state_finish (client, result, NULL);
      break;
    case 'd':
      bedside_client_redact_finish (client, result, NULL);
      break;
    case 'i':
      status = bedside_client_get_module_status_finish (client, result, NULL);
      break;
    case 'a':
      account = bedside_client_get_module_account_finish (client, result, NULL);
      break;
    case 'o':
      bedside_client_log_out_finish (client, result, NULL);
      break;
    case 'l':
      login = bedside_login_finish (result, NULL);
      break;
    default:
      finish_rooms (client, endpoint, result);
      break;
    }
  g_assert_true (login == NULL || (login->user_id != NULL && login->tokens != NULL));
}

static void
check_endpoint (char        endpoint,
                const char *data,
                gsize       size)
{
  BedsideTokens tokens = { .access_token = (char *) "t", .refresh_token = (char *) "r" };
  g_auto(GStrv) lines = fuzz_split (data, size, 4);
  g_autoptr(BedsideClient) client = bedside_client_new ("http://127.0.0.1:9", ME, "D", &tokens, NULL, NULL);
  g_autoptr(GAsyncResult) result = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    fuzz_http_answer (lines[i]);
  bedside_answer_parse_retry_after (lines[0], NULL);
  ask (client, endpoint, &result);
  bedside_await (result != NULL, FUZZ_LIMIT);
  finish (client, endpoint, result);
  fuzz_settle ();
  fuzz_http_reset ();
}

void
fuzz_set_up (void)
{
}

void
fuzz_one (const char *data,
          gsize       size)
{
  if (size > 0 && g_ascii_islower (data[0]))
    check_endpoint (data[0], data + 1, size - 1);
  else
    check_text (data, size);
}
