/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideMatrixError:
 * @BEDSIDE_MATRIX_ERROR_OFFLINE: no answer: no network, refused, reset, timed out; or one that is not the server's
 *   (captive portal)
 * @BEDSIDE_MATRIX_ERROR_BAD_CERTIFICATE: the server's certificate cannot be trusted
 * @BEDSIDE_MATRIX_ERROR_INSECURE: plain http to another machine was asked for
 * @BEDSIDE_MATRIX_ERROR_INVALID_SERVER: what was typed is no server name
 * @BEDSIDE_MATRIX_ERROR_SERVER_BROKEN: 5xx
 * @BEDSIDE_MATRIX_ERROR_BAD_DATA: an answer that the specification does not allow
 * @BEDSIDE_MATRIX_ERROR_RATE_LIMITED: 429; see bedside_matrix_error_get_retry_after()
 * @BEDSIDE_MATRIX_ERROR_FORBIDDEN: 403; see bedside_matrix_error_get_reason()
 * @BEDSIDE_MATRIX_ERROR_SIGNED_OUT: the access token is unknown and cannot be refreshed: the session is over
 * @BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT: the same, but the server keeps the device: sign in again with the same
 *   device id
 * @BEDSIDE_MATRIX_ERROR_NOT_FOUND: 404 `M_NOT_FOUND` and other 404
 * @BEDSIDE_MATRIX_ERROR_UNRECOGNIZED: 404 or 405 `M_UNRECOGNIZED`: the server has no such feature
 * @BEDSIDE_MATRIX_ERROR_TOO_LARGE: 413, or what is not even sent because it is larger than an event may be
 * @BEDSIDE_MATRIX_ERROR_DEACTIVATED: `M_USER_DEACTIVATED`
 * @BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION: 400 on `since`: the sync token is of no use any more
 * @BEDSIDE_MATRIX_ERROR_REFUSED: any other 4xx
 * @BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE: an answer larger than we take in
 *
 * What can go wrong between us and the server, as far as one can act on it.
 * Cancelled is %G_IO_ERROR_CANCELLED.
 */
typedef enum {
  BEDSIDE_MATRIX_ERROR_OFFLINE,
  BEDSIDE_MATRIX_ERROR_BAD_CERTIFICATE,
  BEDSIDE_MATRIX_ERROR_INSECURE,
  BEDSIDE_MATRIX_ERROR_INVALID_SERVER,
  BEDSIDE_MATRIX_ERROR_SERVER_BROKEN,
  BEDSIDE_MATRIX_ERROR_BAD_DATA,
  BEDSIDE_MATRIX_ERROR_RATE_LIMITED,
  BEDSIDE_MATRIX_ERROR_FORBIDDEN,
  BEDSIDE_MATRIX_ERROR_SIGNED_OUT,
  BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT,
  BEDSIDE_MATRIX_ERROR_NOT_FOUND,
  BEDSIDE_MATRIX_ERROR_UNRECOGNIZED,
  BEDSIDE_MATRIX_ERROR_TOO_LARGE,
  BEDSIDE_MATRIX_ERROR_DEACTIVATED,
  BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION,
  BEDSIDE_MATRIX_ERROR_REFUSED,
  BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE,
} BedsideMatrixError;

#define BEDSIDE_MATRIX_ERROR (bedside_matrix_error_quark ())
GQuark      bedside_matrix_error_quark           (void);

GError     *bedside_matrix_error_new             (BedsideMatrixError  code,
                                                  guint               http_status,
                                                  const char         *errcode,
                                                  gint64              retry_after,
                                                  const char         *reason);
guint       bedside_matrix_error_get_http_status (const GError       *error);
const char *bedside_matrix_error_get_errcode     (const GError       *error);
gint64      bedside_matrix_error_get_retry_after (const GError       *error);
const char *bedside_matrix_error_get_reason      (const GError       *error);
gboolean    bedside_matrix_error_ends_session    (const GError       *error);

gint64      bedside_matrix_error_get_retry_delay (const GError       *error,
                                                  guint               attempt);

G_END_DECLS
