/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-answer"

#include "bedside-answer.h"

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

  /* A Matrix server's 401 has an error code: this one is a proxy's. */
  if (errcode == NULL && (status == 401 || status == 407))
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
                                   bedside_json_get_string (body, "org.bedside.reason"));
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

  if (self->status >= 200 && self->status < 300)
    return self->is_json || any_type;
  return self->status >= 400 && self->status < 500 && self->is_json;
}

/**
 * bedside_answer_read:
 * @self: an answer
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
bedside_answer_read (const BedsideAnswer  *self,
                     GError              **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  gboolean is_success = self->status >= 200 && self->status < 300;
  g_autoptr(GError) syntax = NULL;
  g_autoptr(JsonObject) object = NULL;

  if (self->body != NULL)
    object = bedside_json_parse_object (self->body->data ? (const char *) self->body->data : "",
                                        self->body->len, &syntax);
  if (is_success && object != NULL)
    return g_steal_pointer (&object);

  if (is_success && self->body != NULL)
    g_propagate_error (error, bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_BAD_DATA, self->status, NULL, -1, NULL));
  else
    g_propagate_error (error, make_error (self, object));

  return NULL;
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
