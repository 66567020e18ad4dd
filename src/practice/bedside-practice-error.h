/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsidePracticeError:
 * @BEDSIDE_PRACTICE_ERROR_OFFLINE: the server does not answer; nothing is lost, it can be tried again
 * @BEDSIDE_PRACTICE_ERROR_BUSY: the server asks to wait
 * @BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED: this practitioner may not do that, or not any more
 * @BEDSIDE_PRACTICE_ERROR_CHANGED: somebody has changed it meanwhile (removed the patient, for instance)
 * @BEDSIDE_PRACTICE_ERROR_INVALID: what was given cannot be right, for instance no account name
 * @BEDSIDE_PRACTICE_ERROR_FAILED: the server answers with errors
 *
 * Why something with the practice did not work. The message is in plain words, for the person.
 */
typedef enum {
  BEDSIDE_PRACTICE_ERROR_OFFLINE,
  BEDSIDE_PRACTICE_ERROR_BUSY,
  BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED,
  BEDSIDE_PRACTICE_ERROR_CHANGED,
  BEDSIDE_PRACTICE_ERROR_INVALID,
  BEDSIDE_PRACTICE_ERROR_FAILED,
} BedsidePracticeError;

#define BEDSIDE_PRACTICE_ERROR (bedside_practice_error_quark ())
GQuark  bedside_practice_error_quark       (void);

/* @error: taken. Gives an error of matrix/ the meaning that it has for the person; cancelled stays what it is. */
GError *bedside_practice_error_from_matrix (GError *error);

G_END_DECLS
