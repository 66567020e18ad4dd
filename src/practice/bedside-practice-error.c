/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice-error"

#include "config.h"

#include "bedside-practice-error.h"

#include <glib/gi18n-lib.h>

#include "bedside-matrix-error.h"

G_DEFINE_QUARK (bedside-practice-error-quark, bedside_practice_error)

static BedsidePracticeError
get_code (const GError *error)
{
  switch ((BedsideMatrixError) error->code)
    {
    case BEDSIDE_MATRIX_ERROR_OFFLINE:
    case BEDSIDE_MATRIX_ERROR_BAD_CERTIFICATE:
    case BEDSIDE_MATRIX_ERROR_INSECURE:
    case BEDSIDE_MATRIX_ERROR_INVALID_SERVER:
    case BEDSIDE_MATRIX_ERROR_SIGNED_OUT:
    case BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT:
      return BEDSIDE_PRACTICE_ERROR_OFFLINE;

    case BEDSIDE_MATRIX_ERROR_RATE_LIMITED:
      return BEDSIDE_PRACTICE_ERROR_BUSY;

    case BEDSIDE_MATRIX_ERROR_FORBIDDEN:
    case BEDSIDE_MATRIX_ERROR_DEACTIVATED:
      return BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED;

    case BEDSIDE_MATRIX_ERROR_NOT_FOUND:
      return BEDSIDE_PRACTICE_ERROR_CHANGED;

    case BEDSIDE_MATRIX_ERROR_TOO_LARGE:
      return BEDSIDE_PRACTICE_ERROR_INVALID;

    case BEDSIDE_MATRIX_ERROR_SERVER_BROKEN:
    case BEDSIDE_MATRIX_ERROR_BAD_DATA:
    case BEDSIDE_MATRIX_ERROR_UNRECOGNIZED:
    case BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION:
    case BEDSIDE_MATRIX_ERROR_REFUSED:
    case BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE:
    default:
      return BEDSIDE_PRACTICE_ERROR_FAILED;
    }
}

static const char *
get_message (BedsidePracticeError code)
{
  switch (code)
    {
    case BEDSIDE_PRACTICE_ERROR_OFFLINE:
      return _("The server cannot be reached. Try again when you are online.");

    case BEDSIDE_PRACTICE_ERROR_BUSY:
      return _("The server is busy. Try again in a moment.");

    case BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED:
      return _("The server does not allow you to do this.");

    case BEDSIDE_PRACTICE_ERROR_CHANGED:
      return _("Somebody has changed this meanwhile. Look at it again.");

    case BEDSIDE_PRACTICE_ERROR_INVALID:
      return _("This is too long for the server.");

    case BEDSIDE_PRACTICE_ERROR_FAILED:
    default:
      return _("The server could not do this. Try again later.");
    }
}

/**
 * bedside_practice_error_from_matrix:
 * @error: (transfer full): an error of matrix/
 *
 * Gives an error the meaning that it has for the person. What is of no domain of matrix/, as cancelled, stays as it is.
 *
 * Returns: (transfer full): an error of %BEDSIDE_PRACTICE_ERROR
 */
GError *
bedside_practice_error_from_matrix (GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != BEDSIDE_MATRIX_ERROR)
    return error;

  BedsidePracticeError code = get_code (error);

  g_error_free (error);
  return g_error_new_literal (BEDSIDE_PRACTICE_ERROR, code, get_message (code));
}
