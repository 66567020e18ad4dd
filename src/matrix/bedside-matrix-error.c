/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-matrix-error"

#include "bedside-matrix-error.h"

#define FIRST_DELAY   1000
#define LONGEST_DELAY 60000

typedef struct {
  guint   http_status;
  char   *errcode;      /* (owned) (nullable) */
  gint64  retry_after;  /* milliseconds, -1: the server said nothing */
  char   *reason;       /* (owned) (nullable) */
} BedsideMatrixErrorPrivate;

static void
bedside_matrix_error_private_init (BedsideMatrixErrorPrivate *priv)
{
  priv->retry_after = -1;
}

static void
bedside_matrix_error_private_copy (const BedsideMatrixErrorPrivate *source,
                                   BedsideMatrixErrorPrivate       *copy)
{
  copy->http_status = source->http_status;
  copy->errcode = g_strdup (source->errcode);
  copy->retry_after = source->retry_after;
  copy->reason = g_strdup (source->reason);
}

static void
bedside_matrix_error_private_clear (BedsideMatrixErrorPrivate *priv)
{
  g_clear_pointer (&priv->errcode, g_free);
  g_clear_pointer (&priv->reason, g_free);
}

G_DEFINE_EXTENDED_ERROR (BedsideMatrixError, bedside_matrix_error)

typedef enum {
  RETRY_NEVER,
  RETRY_BACK_OFF,
} RetryPolicy;

/* What is tried again, and what is said about it. A broken certificate is tried
 * again because a hotel's portal shows its own; the request itself was not sent. */
static const struct {
  RetryPolicy  policy;
  const char  *message;
} table[] = {
  [BEDSIDE_MATRIX_ERROR_OFFLINE] = { RETRY_BACK_OFF, "The server cannot be reached" },
  [BEDSIDE_MATRIX_ERROR_BAD_CERTIFICATE] = { RETRY_BACK_OFF, "The server's certificate cannot be trusted" },
  [BEDSIDE_MATRIX_ERROR_INSECURE] = { RETRY_NEVER, "The connection would not be encrypted" },
  [BEDSIDE_MATRIX_ERROR_INVALID_SERVER] = { RETRY_NEVER, "This is not the name of a server" },
  [BEDSIDE_MATRIX_ERROR_SERVER_BROKEN] = { RETRY_BACK_OFF, "The server has a problem" },
  [BEDSIDE_MATRIX_ERROR_BAD_DATA] = { RETRY_BACK_OFF, "The server's answer makes no sense" },
  [BEDSIDE_MATRIX_ERROR_RATE_LIMITED] = { RETRY_BACK_OFF, "The server asks to wait" },
  [BEDSIDE_MATRIX_ERROR_FORBIDDEN] = { RETRY_NEVER, "The server does not allow this" },
  [BEDSIDE_MATRIX_ERROR_SIGNED_OUT] = { RETRY_NEVER, "The session has ended" },
  [BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT] = { RETRY_NEVER, "The session has expired" },
  [BEDSIDE_MATRIX_ERROR_NOT_FOUND] = { RETRY_NEVER, "The server does not have this" },
  [BEDSIDE_MATRIX_ERROR_UNRECOGNIZED] = { RETRY_NEVER, "The server does not know this function" },
  [BEDSIDE_MATRIX_ERROR_TOO_LARGE] = { RETRY_NEVER, "This is too large" },
  [BEDSIDE_MATRIX_ERROR_DEACTIVATED] = { RETRY_NEVER, "The account has been deactivated" },
  [BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION] = { RETRY_NEVER, "The server has forgotten where the sync was" },
  [BEDSIDE_MATRIX_ERROR_REFUSED] = { RETRY_NEVER, "The server has refused this" },
  [BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE] = { RETRY_BACK_OFF, "The server's answer is too large" },
};

/**
 * bedside_matrix_error_new:
 * @code: what went wrong
 * @http_status: the status of the answer, 0 if there was none
 * @errcode: (nullable): the `errcode` of the answer
 * @retry_after: how many milliseconds the server asks to wait, -1 if it does not
 * @reason: (nullable): the `org.bedside.reason` of the answer
 *
 * Makes an error with details, which survive g_error_copy(). The message holds
 * nothing of what the server wrote but @errcode.
 *
 * Returns: (transfer full): the error
 */
GError *
bedside_matrix_error_new (BedsideMatrixError  code,
                          guint               http_status,
                          const char         *errcode,
                          gint64              retry_after,
                          const char         *reason)
{
  g_return_val_if_fail ((guint) code < G_N_ELEMENTS (table), NULL);

  g_autoptr(GString) message = g_string_new (table[code].message);
  if (http_status != 0)
    g_string_append_printf (message, " (%u%s%s)", http_status, errcode ? " " : "", errcode ? errcode : "");

  GError *error = g_error_new_literal (BEDSIDE_MATRIX_ERROR, (int) code, message->str);
  BedsideMatrixErrorPrivate *priv = bedside_matrix_error_get_private (error);
  priv->http_status = http_status;
  priv->errcode = g_strdup (errcode);
  priv->retry_after = retry_after;
  priv->reason = g_strdup (reason);

  return error;
}

static const BedsideMatrixErrorPrivate *
get_details (const GError *error)
{
  return error && error->domain == BEDSIDE_MATRIX_ERROR ? bedside_matrix_error_get_private (error) : NULL;
}

/**
 * bedside_matrix_error_get_http_status:
 * @error: (nullable): any error
 *
 * Returns: the status of the answer, 0 if there was none
 */
guint
bedside_matrix_error_get_http_status (const GError *error)
{
  const BedsideMatrixErrorPrivate *details = get_details (error);

  return details ? details->http_status : 0;
}

/**
 * bedside_matrix_error_get_errcode:
 * @error: (nullable): any error
 *
 * Returns: (transfer none) (nullable): the `errcode` of the answer
 */
const char *
bedside_matrix_error_get_errcode (const GError *error)
{
  const BedsideMatrixErrorPrivate *details = get_details (error);

  return details ? details->errcode : NULL;
}

/**
 * bedside_matrix_error_get_retry_after:
 * @error: (nullable): any error
 *
 * Returns: how many milliseconds the server asked to wait, -1 if it did not
 */
gint64
bedside_matrix_error_get_retry_after (const GError *error)
{
  const BedsideMatrixErrorPrivate *details = get_details (error);

  return details ? details->retry_after : -1;
}

/**
 * bedside_matrix_error_get_reason:
 * @error: (nullable): any error
 *
 * Returns: (transfer none) (nullable): why the practice module refused, `org.bedside.reason`
 */
const char *
bedside_matrix_error_get_reason (const GError *error)
{
  const BedsideMatrixErrorPrivate *details = get_details (error);

  return details ? details->reason : NULL;
}

/**
 * bedside_matrix_error_ends_session:
 * @error: (nullable): any error
 *
 * Returns: %TRUE if nothing will be answered any more until somebody signs in again
 */
gboolean
bedside_matrix_error_ends_session (const GError *error)
{
  return g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SIGNED_OUT) ||
         g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT) ||
         g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_DEACTIVATED);
}

/**
 * bedside_matrix_error_get_retry_delay:
 * @error: what went wrong
 * @attempt: how many failures came before this one in a row
 *
 * The retry policy. A wait that the server asks for is kept to the millisecond
 * and as long as it may be (up to %G_MAXINT, 24 days, so that it fits any timer);
 * a wait of 0 counts as none, lest we spin. Otherwise 1, 2, 4 ... 60 s, each a
 * quarter more or less so that many clients do not come back at once.
 *
 * Source: Matrix client-server API, "Rate limiting".
 *
 * Returns: milliseconds to wait before the next try, -1 if there must be none
 */
gint64
bedside_matrix_error_get_retry_delay (const GError *error,
                                      guint         attempt)
{
  g_return_val_if_fail (error != NULL, -1);

  const BedsideMatrixErrorPrivate *details = get_details (error);

  if (details == NULL || table[error->code].policy == RETRY_NEVER)
    return -1;
  if (details->retry_after > 0)
    return MIN (details->retry_after, G_MAXINT);

  gint64 delay = attempt < 6 ? FIRST_DELAY << attempt : LONGEST_DELAY;

  return g_random_int_range (delay * 3 / 4, delay * 5 / 4 + 1);
}
