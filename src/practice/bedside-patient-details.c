/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient-details"

#include "config.h"

#include "bedside-practice-writer.h"

#include <glib/gi18n-lib.h>

/* In characters. */
#define LONGEST_NAME 100
#define LONGEST_RECORD 100
/* Nobody has ever become that old: such a year was mistyped. */
#define OLDEST_YEARS 130

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID, message);

  return FALSE;
}

/* Line ends and the like, and what turns the direction of writing round, would make one name look like another. */
static gboolean
is_plain (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_iscntrl (c) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_blank (const char *text)
{
  for (const char *at = text ? text : ""; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      return FALSE;

  return TRUE;
}

static gboolean
check_text (const char  *text,
            glong        longest,
            const char  *too_long,
            GError     **error)
{
  if (text == NULL)
    return TRUE;
  if (!is_plain (text))
    return refuse (error, _("There are characters in it that cannot be part of a name."));
  if (g_utf8_strlen (text, -1) > longest)
    return refuse (error, too_long);
  return TRUE;
}

static guint
read_digits (const char *text,
             guint       count)
{
  guint value = 0;

  for (guint i = 0; i < count; i++)
    value = value * 10 + (guint) (text[i] - '0');

  return value;
}

static gboolean
has_shape_of_date (const char *text)
{
  for (guint i = 0; i < 10; i++)
    if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
      return FALSE;

  return text[10] == '\0';
}

static gboolean
check_birth_date (const char  *text,
                  GError     **error)
{
  if (is_blank (text))
    return refuse (error, _("The birth date is missing."));
  if (!has_shape_of_date (text) ||
      !g_date_valid_dmy ((GDateDay) read_digits (text + 8, 2), (GDateMonth) read_digits (text + 5, 2),
                         (GDateYear) read_digits (text, 4)))
    return refuse (error, _("There is no such day as this birth date."));

  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  if (g_strcmp0 (text, today) > 0)
    return refuse (error, _("The birth date is in the future."));
  if ((int) read_digits (text, 4) < g_date_time_get_year (now) - OLDEST_YEARS)
    return refuse (error, _("The birth date is too long ago."));
  return TRUE;
}

/**
 * bedside_patient_details_check:
 * @details: what somebody typed, or a line of a file
 * @error: return location for a #BedsidePracticeError, whose message says what is wrong
 *
 * Checks what is to be written to the directory: somebody has at least one name
 * and was born on a real day, not in the future and not longer ago than people live.
 *
 * Returns: %TRUE if it can be written
 */
gboolean
bedside_patient_details_check (const BedsidePatientDetails  *details,
                               GError                      **error)
{
  g_return_val_if_fail (details != NULL, FALSE);

  if (is_blank (details->given) && is_blank (details->family))
    return refuse (error, _("The name is missing."));

  return check_text (details->given, LONGEST_NAME, _("The name is too long."), error) &&
         check_text (details->family, LONGEST_NAME, _("The name is too long."), error) &&
         check_text (details->record, LONGEST_RECORD, _("The record number is too long."), error) &&
         check_birth_date (details->birth_date, error);
}
