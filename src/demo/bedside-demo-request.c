/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-request"

#include "bedside-demo-request.h"

#include "bedside-demo-text.h"

#include <string.h>

static GStrv
split_path (const char *path)
{
  GStrv segments = g_strsplit (path[0] == '/' ? path + 1 : path, "/", -1);

  /* Only after the split: ids may hold a slash. */
  for (guint i = 0; segments[i] != NULL; i++)
    {
      char *decoded = g_uri_unescape_string (segments[i], NULL);

      if (decoded != NULL)
        {
          g_free (segments[i]);
          segments[i] = decoded;
        }
    }

  return segments;
}

/**
 * bedside_demo_request_new:
 * @message: what came in
 * @world: the server's data
 *
 * Returns: (transfer full): a request that nothing has been done for
 */
BedsideDemoRequest *
bedside_demo_request_new (SoupServerMessage *message,
                          BedsideDemoWorld  *world)
{
  BedsideDemoRequest *self = g_new0 (BedsideDemoRequest, 1);
  GUri *uri = soup_server_message_get_uri (message);
  const char *query = g_uri_get_query (uri);
  g_autofree char *joined = NULL;

  self->world = world;
  self->message = g_object_ref (message);
  self->method = soup_server_message_get_method (message);
  self->segments = split_path (g_uri_get_path (uri));
  joined = g_strjoinv ("/", self->segments);
  self->path = g_strconcat ("/", joined, NULL);
  self->query = query ? soup_form_decode (query) : NULL;

  return self;
}

/**
 * bedside_demo_request_free:
 * @self: a request
 *
 * Frees @self, answered or not.
 */
void
bedside_demo_request_free (BedsideDemoRequest *self)
{
  g_clear_signal_handler (&self->gone_id, self->message);
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  if (self->data_free != NULL)
    self->data_free (self->data);
  g_clear_pointer (&self->fault, bedside_demo_fault_free);
  g_clear_pointer (&self->body, json_object_unref);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_strfreev (self->segments);
  g_free (self->path);
  g_object_unref (self->message);
  g_free (self);
}

/**
 * bedside_demo_request_get_query:
 * @self: a request
 * @name: of a query parameter
 *
 * Returns: (nullable): the decoded value
 */
const char *
bedside_demo_request_get_query (BedsideDemoRequest *self,
                                const char         *name)
{
  return self->query ? g_hash_table_lookup (self->query, name) : NULL;
}

/**
 * bedside_demo_request_get_query_number:
 * @self: a request
 * @name: of a query parameter
 * @fallback: what it is if missing or no number
 *
 * Returns: the number
 */
guint
bedside_demo_request_get_query_number (BedsideDemoRequest *self,
                                       const char         *name,
                                       guint               fallback)
{
  const char *text = bedside_demo_request_get_query (self, name);
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &number, NULL))
    return fallback;
  return (guint) number;
}

/**
 * bedside_demo_request_dup_token:
 * @self: a request
 *
 * Returns: (nullable): the access token in the header
 */
char *
bedside_demo_request_dup_token (BedsideDemoRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *value = soup_message_headers_get_one (headers, "Authorization");

  return value != NULL && g_str_has_prefix (value, "Bearer ") ? g_strdup (value + strlen ("Bearer ")) : NULL;
}

/**
 * bedside_demo_request_get_joined_room:
 * @self: a request with a user
 * @room_id: a room id
 *
 * Finds a room that the user is joined to; refuses the request if there is none.
 *
 * Returns: (nullable): the room
 */
BedsideDemoRoom *
bedside_demo_request_get_joined_room (BedsideDemoRequest *self,
                                      const char         *room_id)
{
  BedsideDemoRoom *room = bedside_demo_world_get_room (self->world, room_id);

  if (room != NULL && bedside_demo_room_get_membership (room, self->user->id) == BEDSIDE_DEMO_MEMBERSHIP_JOIN)
    return room;
  bedside_demo_request_refuse (self, 403, "M_FORBIDDEN", "You are not in this room");
  return NULL;
}

/**
 * bedside_demo_request_answer:
 * @self: a request
 * @status: HTTP status
 * @json: the body
 *
 * Answers. It is sent when the handler has returned.
 */
void
bedside_demo_request_answer (BedsideDemoRequest *self,
                             guint               status,
                             const char         *json)
{
  g_return_if_fail (self->state == BEDSIDE_DEMO_REQUEST_OPEN);

  soup_server_message_set_status (self->message, status, NULL);
  soup_server_message_set_response (self->message, "application/json", SOUP_MEMORY_COPY, json, strlen (json));
  self->state = BEDSIDE_DEMO_REQUEST_ANSWERED;
}

/**
 * bedside_demo_request_answer_string:
 * @self: a request
 * @name: name of the only member
 * @value: its value
 *
 * Answers 200 with an object of one string.
 */
void
bedside_demo_request_answer_string (BedsideDemoRequest *self,
                                    const char         *name,
                                    const char         *value)
{
  g_autofree char *json = bedside_demo_text_strings (name, value, NULL);

  bedside_demo_request_answer (self, 200, json);
}

/**
 * bedside_demo_request_refuse:
 * @self: a request
 * @status: HTTP status
 * @errcode: Matrix error code
 * @error: text for people
 *
 * Answers with an error.
 */
void
bedside_demo_request_refuse (BedsideDemoRequest *self,
                             guint               status,
                             const char         *errcode,
                             const char         *error)
{
  g_autofree char *json = bedside_demo_text_strings ("errcode", errcode, "error", error, NULL);

  bedside_demo_request_answer (self, status, json);
}

/**
 * bedside_demo_request_refuse_token:
 * @self: a request
 * @error: text for people
 * @soft: whether the device lives
 *
 * Answers 401 M_UNKNOWN_TOKEN.
 */
void
bedside_demo_request_refuse_token (BedsideDemoRequest *self,
                                   const char         *error,
                                   gboolean            soft)
{
  g_autofree char *json = g_strdup_printf ("{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"%s\",\"soft_logout\":%s}",
                                           error, soft ? "true" : "false");

  bedside_demo_request_answer (self, 401, json);
}

/**
 * bedside_demo_request_refuse_reason:
 * @self: a request
 * @error: text for people
 * @reason: text for programs
 *
 * Answers 403 as the practice's module does.
 */
void
bedside_demo_request_refuse_reason (BedsideDemoRequest *self,
                                    const char         *error,
                                    const char         *reason)
{
  g_autofree char *json = bedside_demo_text_strings ("errcode", "M_FORBIDDEN", "error", error,
                                                     "org.bedside.reason", reason, NULL);

  bedside_demo_request_answer (self, 403, json);
}
