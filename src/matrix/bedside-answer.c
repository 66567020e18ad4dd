/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-answer"

#include "bedside-answer.h"

#include "bedside-limits.h"
#include "bedside-unpack.h"

#include <libsoup/soup.h>
#include <string.h>

/* The error code decides; without a known one the status does. */
static const struct {
  const char         *errcode;
  BedsideMatrixError  code;
} by_errcode[] = {
  { "M_FORBIDDEN", BEDSIDE_MATRIX_ERROR_FORBIDDEN },
  { "M_LIMIT_EXCEEDED", BEDSIDE_MATRIX_ERROR_RATE_LIMITED },
  { "M_NOT_FOUND", BEDSIDE_MATRIX_ERROR_NOT_FOUND },
  { "M_TOO_LARGE", BEDSIDE_MATRIX_ERROR_TOO_LARGE },
  { "M_UNKNOWN_POS", BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION },
  { "M_UNKNOWN_TOKEN", BEDSIDE_MATRIX_ERROR_SIGNED_OUT },
  { "M_UNRECOGNIZED", BEDSIDE_MATRIX_ERROR_UNRECOGNIZED },
  { "M_USER_DEACTIVATED", BEDSIDE_MATRIX_ERROR_DEACTIVATED },
};

static const struct {
  guint               status;
  BedsideMatrixError  code;
} by_status[] = {
  { 403, BEDSIDE_MATRIX_ERROR_FORBIDDEN },
  { 404, BEDSIDE_MATRIX_ERROR_NOT_FOUND },
  { 405, BEDSIDE_MATRIX_ERROR_UNRECOGNIZED },
  { 408, BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 413, BEDSIDE_MATRIX_ERROR_TOO_LARGE },
  { 429, BEDSIDE_MATRIX_ERROR_RATE_LIMITED },
  { 511, BEDSIDE_MATRIX_ERROR_OFFLINE },
};

static BedsideMatrixError
get_code (guint       status,
          JsonObject *body,
          const char *errcode)
{
  gboolean soft_logout = FALSE;

  bedside_json_get_boolean (body, "soft_logout", &soft_logout);
  if (soft_logout && errcode != NULL && (status == 401 || status == 403))
    return BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT;

  for (guint i = 0; errcode != NULL && i < G_N_ELEMENTS (by_errcode); i++)
    if (g_str_equal (by_errcode[i].errcode, errcode))
      return by_errcode[i].code;

  /* A Matrix server's has an error code: this one is of a proxy or portal. */
  if (errcode == NULL && (status == 401 || status == 403 || status == 407))
    return BEDSIDE_MATRIX_ERROR_OFFLINE;

  for (guint i = 0; i < G_N_ELEMENTS (by_status); i++)
    if (by_status[i].status == status)
      return by_status[i].code;

  /* We follow redirects where they belong; elsewhere they lead to a portal. */
  if (status >= 500)
    return BEDSIDE_MATRIX_ERROR_SERVER_BROKEN;
  return status >= 400 ? BEDSIDE_MATRIX_ERROR_REFUSED : BEDSIDE_MATRIX_ERROR_OFFLINE;
}

/* Error codes are shown and logged, so nothing else may pass for one. */
static const char *
get_errcode (JsonObject *body)
{
  const char *errcode = bedside_json_get_string (body, "errcode");
  gsize length = errcode ? strlen (errcode) : 0;

  if (length == 0 || length > 100)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (errcode[i]) && errcode[i] != '_' && errcode[i] != '.' && errcode[i] != '-')
      return NULL;

  return errcode;
}

static GError *
make_error (const BedsideAnswer *self,
            JsonObject          *body)
{
  const char *errcode = get_errcode (body);
  BedsideMatrixError code = get_code (self->status, body, errcode);
  gint64 retry_after = self->retry_after;

  if (retry_after <= 0 && code == BEDSIDE_MATRIX_ERROR_RATE_LIMITED)
    {
      retry_after = -1;
      if (!bedside_json_get_int (body, "retry_after_ms", &retry_after) || retry_after < 0)
        retry_after = MIN (self->retry_after, 0);
    }

  return bedside_matrix_error_new (code, self->status, errcode, retry_after,
                                   bedside_answer_get_text (body, "org.bedside.reason", BEDSIDE_LIMIT_ID));
}

/**
 * bedside_answer_parse_retry_after:
 * @value: (nullable): a `Retry-After` header
 * @date: (nullable): the `Date` header of the same answer, by which dates are counted
 *
 * Reads how long the server asks to wait: seconds or a date.
 *
 * Source: RFC 9110, 10.2.3.
 *
 * Returns: milliseconds, 0 for a date that is past, -1 if @value is neither
 */
gint64
bedside_answer_parse_retry_after (const char *value,
                                  const char *date)
{
  if (value == NULL || *value == '\0')
    return -1;

  if (strspn (value, "0123456789") == strlen (value))
    return (gint64) MIN (g_ascii_strtoull (value, NULL, 10), (guint64) G_MAXINT64 / 1000) * 1000;

  g_autoptr(GDateTime) until = soup_date_time_new_from_http_string (value);
  if (until == NULL)
    return -1;

  g_autoptr(GDateTime) now = date ? soup_date_time_new_from_http_string (date) : NULL;
  if (now == NULL)
    now = g_date_time_new_now_utc ();

  return MAX (g_date_time_difference (until, now) / 1000, 0);
}

/**
 * bedside_answer_is_success:
 * @self: an answer of which only the headers are known
 *
 * Returns: %TRUE if its status is 2xx
 */
gboolean
bedside_answer_is_success (const BedsideAnswer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->status >= 200 && self->status < 300;
}

/**
 * bedside_answer_get_limit:
 * @self: an answer of which only the headers are known
 *
 * Returns: how many bytes of its body are taken in at most; of an error not many
 */
gsize
bedside_answer_get_limit (const BedsideAnswer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return bedside_answer_is_success (self) ? self->max_size : MIN (self->max_size, BEDSIDE_LIMIT_SMALL_ANSWER);
}

/**
 * bedside_answer_wants_body:
 * @self: an answer of which only the headers are known
 * @any_type: take it for JSON whatever the content type says
 *
 * Returns: %TRUE if the body should be read; the page of a portal or of a broken
 *   proxy should not
 */
gboolean
bedside_answer_wants_body (const BedsideAnswer *self,
                           gboolean             any_type)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (bedside_answer_is_success (self))
    return self->is_json || any_type;
  return self->status >= 400 && self->status < 500 && self->is_json;
}

/* The body is used up: a large one is not there twice. */
static gboolean
unpack_body (BedsideAnswer  *self,
             GError        **error)
{
  if (self->is_packed)
    {
      GByteArray *unpacked = bedside_unpack (self->body, bedside_answer_get_limit (self), error);

      g_byte_array_unref (self->body);
      self->body = unpacked;
    }
  if (self->body != NULL)
    g_byte_array_append (self->body, (const guint8 *) "", 1);

  return self->body != NULL;
}

static JsonObject *
read_body (BedsideAnswer  *self,
           GError        **error)
{
  if (!unpack_body (self, error))
    return NULL;

  return bedside_json_take_object ((char *) self->body->data, self->body->len - 1, error);
}

static BedsideMatrixError
get_code_of_body (const GError *error)
{
  return g_error_matches (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_TOO_LARGE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE)
         ? BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE : BEDSIDE_MATRIX_ERROR_BAD_DATA;
}

/**
 * bedside_answer_read:
 * @self: an answer; its body is used up
 * @error: return location for a #BedsideMatrixError
 *
 * Reads an answer. Only a 2xx with JSON is one; 5xx is never parsed; a 2xx that is
 * something else did not come from the server. Takes time in proportion to the
 * body: call it in a thread.
 *
 * Source: Matrix client-server API, "Standard error response".
 *
 * Returns: (transfer full) (nullable): what the server answered
 */
JsonObject *
bedside_answer_read (BedsideAnswer  *self,
                     GError        **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  gboolean has_body = self->body != NULL;
  g_autoptr(GError) problem = NULL;
  g_autoptr(JsonObject) object = has_body ? read_body (self, &problem) : NULL;

  if (!bedside_answer_is_success (self) || !has_body)
    g_propagate_error (error, make_error (self, object));
  else if (object == NULL)
    g_propagate_error (error, bedside_matrix_error_new (get_code_of_body (problem), self->status, NULL, -1, NULL));
  else
    return g_steal_pointer (&object);

  return NULL;
}

/**
 * bedside_answer_read_with:
 * @self: an answer; its body is used up
 * @read: reads the body of a success
 * @error: return location for a #BedsideMatrixError
 *
 * Like bedside_answer_read(), without making an object of a success.
 *
 * Returns: (transfer full) (nullable): what @read has made of it
 */
gpointer
bedside_answer_read_with (BedsideAnswer       *self,
                          BedsideRequestRead   read,
                          GError             **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (read != NULL, NULL);

  g_autoptr(GError) problem = NULL;
  gpointer result = NULL;

  if (!bedside_answer_is_success (self) || self->body == NULL)
    {
      g_autoptr(JsonObject) object = bedside_answer_read (self, error);

      return NULL;
    }

  if (unpack_body (self, &problem))
    result = read ((char *) self->body->data, self->body->len - 1, &problem);
  if (result == NULL && problem != NULL && problem->domain == BEDSIDE_MATRIX_ERROR)
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (result == NULL)
    g_propagate_error (error, bedside_matrix_error_new (get_code_of_body (problem), self->status, NULL, -1, NULL));

  return result;
}

/**
 * bedside_answer_get_text:
 * @object: (nullable): a JSON object
 * @name: the name of a member
 * @max_size: how long it may be, see bedside-limits.h
 *
 * Reads an id, a token or the like, which is kept and sent back: what is too long for one is none.
 *
 * Returns: (transfer none) (nullable): the text, not empty
 */
const char *
bedside_answer_get_text (JsonObject *object,
                         const char *name,
                         gsize       max_size)
{
  const char *text = bedside_json_get_string (object, name);
  gsize length = text ? strnlen (text, max_size + 1) : 0;

  return length > 0 && length <= max_size ? text : NULL;
}

/**
 * bedside_answer_set_bad_data:
 * @error: return location for a #BedsideMatrixError
 *
 * Says that an answer lacks what the specification requires.
 */
void
bedside_answer_set_bad_data (GError **error)
{
  g_propagate_error (error, bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_BAD_DATA, 200, NULL, -1, NULL));
}

/**
 * bedside_answer_set_too_large:
 * @error: return location for a #BedsideMatrixError
 *
 * Says that an answer holds far more than was asked for.
 */
void
bedside_answer_set_too_large (GError **error)
{
  g_propagate_error (error, bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE, 200, NULL, -1, NULL));
}
