/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-request"

#include "bedside-request.h"

#include "bedside-limits.h"

#include <string.h>

/* "." and "..", encoded or not, are steps in a path: no id of such a form can be
 * named in one, and a server that hands them out must not choose our path. */
static gboolean
is_possible (const char *segment)
{
  return *segment != '\0' && !g_str_equal (segment, ".") && !g_str_equal (segment, "..");
}

static void
append_segment (BedsideRequest *self,
                const char     *segment)
{
  g_autofree char *escaped = g_uri_escape_string (segment, NULL, FALSE);

  g_string_append_c (self->url, '/');
  g_string_append (self->url, escaped);
  if (!is_possible (segment))
    self->flags |= BEDSIDE_REQUEST_IMPOSSIBLE;
}

/**
 * bedside_request_new: (skip)
 * @method: the HTTP method, a literal
 * @base_url: the server, without slash at its end
 * @...: the segments of the path, each of them percent-encoded, and %NULL
 *
 * Begins a request. Ids hold characters like `/`, `%` and `+`, which is why a
 * path is never put together by hand. With a segment that cannot be in a path the
 * request fails with %BEDSIDE_MATRIX_ERROR_REFUSED when it is sent.
 *
 * Returns: (transfer full): the request
 */
BedsideRequest *
bedside_request_new (const char *method,
                     const char *base_url,
                     ...)
{
  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (base_url != NULL, NULL);

  BedsideRequest *self = g_atomic_rc_box_new0 (BedsideRequest);
  const char *segment;
  va_list segments;

  self->method = method;
  self->url = g_string_new (base_url);
  self->timeout = BEDSIDE_REQUEST_TIMEOUT;
  self->max_size = BEDSIDE_LIMIT_ANSWER;
  self->free_result = (GDestroyNotify) json_object_unref;

  va_start (segments, base_url);
  while ((segment = va_arg (segments, const char *)) != NULL)
    append_segment (self, segment);
  va_end (segments);

  return self;
}

static void
bedside_request_clear (BedsideRequest *self)
{
  g_string_free (self->url, TRUE);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->final_url);
}

/**
 * bedside_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
BedsideRequest *
bedside_request_ref (BedsideRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * bedside_request_unref:
 * @self: (transfer full): a request
 *
 * Gives up one reference.
 */
void
bedside_request_unref (BedsideRequest *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) bedside_request_clear);
}

/**
 * bedside_request_add_query:
 * @self: a request
 * @name: a name, a literal
 * @value: (nullable): its value, not encoded; %NULL adds nothing
 *
 * Adds to the query of the address.
 */
void
bedside_request_add_query (BedsideRequest *self,
                           const char     *name,
                           const char     *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  if (value == NULL)
    return;

  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);
  g_string_append_printf (self->url, "%c%s=%s", strchr (self->url->str, '?') ? '&' : '?', name, escaped);
}

/**
 * bedside_request_set_body:
 * @self: a request
 * @body: a JSON object; what it holds now is sent
 *
 * Gives the request a body. Even an empty one has to be there: without it servers
 * answer `M_NOT_JSON`.
 */
void
bedside_request_set_body (BedsideRequest *self,
                          JsonObject     *body)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (body != NULL);

  char *text = bedside_json_object_to_text (body);

  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_new_take (text, strlen (text));
}

/**
 * bedside_request_set_parse:
 * @self: a request
 * @parse: makes the result, in a thread
 * @free_result: frees a result
 *
 * Gives the request a typed result.
 */
void
bedside_request_set_parse (BedsideRequest      *self,
                           BedsideRequestParse  parse,
                           GDestroyNotify       free_result)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (parse != NULL);

  self->parse = parse;
  self->free_result = free_result;
}

/**
 * bedside_request_set_read:
 * @self: a request
 * @read: makes the result of the answer's text, in a thread
 * @free_result: frees a result
 *
 * Gives the request a typed result, as bedside_request_set_parse() does.
 */
void
bedside_request_set_read (BedsideRequest     *self,
                          BedsideRequestRead  read,
                          GDestroyNotify      free_result)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (read != NULL);

  self->read = read;
  self->free_result = free_result;
}
