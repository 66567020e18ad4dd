/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient-details"

#include "config.h"

#include "bedside-practice-writer.h"

#include <glib/gi18n-lib.h>

#include "bedside-birth-date.h"

/* In characters. */
#define LONGEST_NAME 100
#define LONGEST_RECORD 100

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
  char born[BEDSIDE_BIRTH_DATE_SIZE];
  const char *typed = text ? text : "";
  BedsideBirthDate verdict = bedside_birth_date_read (typed, BEDSIDE_DATE_ORDER_UNKNOWN, born);

  if (verdict == BEDSIDE_BIRTH_DATE_GOOD && !has_shape_of_date (typed))
    verdict = BEDSIDE_BIRTH_DATE_NO_DATE;

  return verdict == BEDSIDE_BIRTH_DATE_GOOD || refuse (error, bedside_birth_date_explain (verdict));
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
