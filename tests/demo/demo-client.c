/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#include "bedside-json.h"

#include <libsoup/soup.h>
#include <string.h>

#define TIMEOUT_SECONDS 60
/* Parsing more than this would be what a measurement measures. */
#define LARGEST_PARSED (1024 * 1024)

void
demo_answer_free (DemoAnswer *self)
{
  g_clear_error (&self->error);
  g_free (self->text);
  g_clear_pointer (&self->json, json_object_unref);
  g_free (self->retry_after);
  g_free (self->type);
  g_free (self);
}

static SoupMessage *
make_message (BedsideDemoServer *server,
              const char        *method,
              const char        *path,
              const char        *token,
              const char        *body)
{
  g_autofree char *url = g_strconcat (bedside_demo_server_get_base_url (server), path, NULL);
  SoupMessage *message = soup_message_new (method, url);

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  if (token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", value);
    }
  if (body != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }

  return message;
}

static DemoAnswer *
make_answer (SoupMessage *message,
             GBytes      *bytes,
             GError      *error)
{
  DemoAnswer *answer = g_new0 (DemoAnswer, 1);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  answer->error = error;
  if (bytes == NULL)
    return answer;
  answer->status = soup_message_get_status (message);
  answer->text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (g_bytes_get_size (bytes) <= LARGEST_PARSED)
    answer->json = bedside_json_parse_object (answer->text, -1, NULL);
  answer->retry_after = g_strdup (soup_message_headers_get_one (headers, "Retry-After"));
  answer->type = g_strdup (soup_message_headers_get_content_type (headers, NULL));

  return answer;
}

DemoAnswer *
demo_call (BedsideDemoServer *server,
           const char        *method,
           const char        *path,
           const char        *token,
           const char        *body)
{
  g_autoptr(SoupSession) session = soup_session_new_with_options ("timeout", TIMEOUT_SECONDS, NULL);
  g_autoptr(SoupMessage) message = make_message (server, method, path, token, body);
  GError *error = NULL;
  g_autoptr(GBytes) bytes = soup_session_send_and_read (session, message, NULL, &error);

  return make_answer (message, bytes, error);
}

typedef struct {
  SoupSession  *session;
  SoupMessage  *message;
  DemoAnswer  **answer;
} Later;

static void
later_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Later *later = user_data;
  GError *error = NULL;
  g_autoptr(GBytes) bytes = soup_session_send_and_read_finish (later->session, result, &error);

  *later->answer = make_answer (later->message, bytes, error);
  g_object_unref (later->message);
  g_object_unref (later->session);
  g_free (later);
}

void
demo_call_later (BedsideDemoServer  *server,
                 const char         *method,
                 const char         *path,
                 const char         *token,
                 const char         *body,
                 guint               seconds,
                 DemoAnswer        **answer)
{
  Later *later = g_new0 (Later, 1);

  later->session = soup_session_new_with_options ("timeout", seconds, NULL);
  later->message = make_message (server, method, path, token, body);
  later->answer = answer;
  soup_session_send_and_read_async (later->session, later->message, G_PRIORITY_DEFAULT, NULL, later_cb, later);
}

DemoAnswer *
demo_get (BedsideDemoServer *server,
          const char        *token,
          const char        *format,
          ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *path = g_strdup_vprintf (format, args);
  va_end (args);

  return demo_call (server, "GET", path, token, NULL);
}

JsonObject *
demo_expect (BedsideDemoServer *server,
             const char        *method,
             const char        *path,
             const char        *token,
             const char        *body)
{
  g_autoptr(DemoAnswer) answer = demo_call (server, method, path, token, body);

  g_assert_no_error (answer->error);
  if (answer->status != 200)
    g_error ("%s %s: %u %s", method, path, answer->status, answer->text);
  g_assert_nonnull (answer->json);

  return g_steal_pointer (&answer->json);
}

void
demo_expect_error (BedsideDemoServer *server,
                   const char        *method,
                   const char        *path,
                   const char        *token,
                   const char        *body,
                   guint              status,
                   const char        *errcode)
{
  g_autoptr(DemoAnswer) answer = demo_call (server, method, path, token, body);

  g_assert_no_error (answer->error);
  if (answer->status != status)
    g_error ("%s %s: %u %s", method, path, answer->status, answer->text);
  g_assert_cmpstr (answer->type, ==, "application/json");
  g_assert_cmpstr (demo_find_string (answer->json, "errcode"), ==, errcode);
  g_assert_nonnull (demo_find_string (answer->json, "error"));
}

char *
demo_log_in (BedsideDemoServer *server,
             const char        *user,
             const char        *password)
{
  g_autofree char *body = g_strdup_printf ("{\"type\":\"m.login.password\",\"password\":\"%s\","
                                           "\"identifier\":{\"type\":\"m.id.user\",\"user\":\"%s\"}}", password, user);
  g_autoptr(JsonObject) json = demo_expect (server, "POST", V3 "/login", NULL, body);

  return g_strdup (demo_find_string (json, "access_token"));
}

char *
demo_add_signed_in (BedsideDemoServer *server,
                    const char        *name)
{
  g_autofree char *user_id = bedside_demo_server_add_user (server, name, "pw", name);

  return demo_log_in (server, user_id, "pw");
}

char *
demo_send (BedsideDemoServer *server,
           const char        *token,
           const char        *room_id,
           const char        *transaction,
           const char        *text)
{
  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/send/m.room.message/%s", room_id, transaction);
  g_autofree char *body = g_strdup_printf ("{\"msgtype\":\"m.text\",\"body\":\"%s\"}", text);
  g_autoptr(JsonObject) json = demo_expect (server, "PUT", path, token, body);

  return g_strdup (demo_find_string (json, "event_id"));
}

static JsonNode *
step (JsonNode   *node,
      const char *name)
{
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), name);
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      gint64 index = g_ascii_strtoll (name, NULL, 10);

      index = index < 0 ? index + json_array_get_length (array) : index;
      return index >= 0 && index < json_array_get_length (array) ? json_array_get_element (array, (guint) index) : NULL;
    }
  return NULL;
}

/* Borrowed from @json: what holds the value and the last name of the path. */
static JsonNode *
find (JsonObject *json,
      const char *path)
{
  g_auto(GStrv) names = g_strsplit (path, "/", -1);
  JsonNode *node = json ? json_object_get_member (json, names[0]) : NULL;

  for (guint i = 1; names[i] != NULL; i++)
    node = step (node, names[i]);

  return node;
}

#define FIND(json, format) \
  va_list args; \
  va_start (args, format); \
  g_autofree char *path = g_strdup_vprintf (format, args); \
  va_end (args); \
  JsonNode *node = find (json, path)

JsonNode *
demo_find (JsonObject *json,
           const char *format,
           ...)
{
  FIND (json, format);

  return node;
}

const char *
demo_find_string (JsonObject *json,
                  const char *format,
                  ...)
{
  FIND (json, format);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node) : NULL;
}

gint64
demo_find_int (JsonObject *json,
               const char *format,
               ...)
{
  FIND (json, format);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    g_error ("no number at %s", path);
  return json_node_get_int (node);
}

int
demo_find_length (JsonObject *json,
                  const char *format,
                  ...)
{
  FIND (json, format);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return (int) json_object_get_size (json_node_get_object (node));
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    return (int) json_array_get_length (json_node_get_array (node));
  return -1;
}
