/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>
#include <libintl.h>
#include <locale.h>

#include "bedside-birth-date.h"
#include "bedside-patient.h"

/* As each day is shown in the language of the environment, so it can be typed, and means the same day. */
static gboolean
check_day (const char *born)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("k", "Ada", "Lovelace", born);
  const char *shown = bedside_patient_get_birth_date (patient);
  char read[BEDSIDE_BIRTH_DATE_SIZE] = "";
  const BedsideBirthDate verdict = bedside_birth_date_read (shown, BEDSIDE_DATE_ORDER_UNKNOWN, read);

  if (verdict == BEDSIDE_BIRTH_DATE_GOOD && g_str_equal (read, born))
    return TRUE;

  g_print ("%s is shown as “%s”, which is read as “%s” (%d)\n", born, shown, read, verdict);
  return FALSE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GDateTime) day = g_date_time_new_utc (1984, 1, 1, 12, 0, 0);

  setlocale (LC_ALL, "");
  bindtextdomain ("bedside", g_getenv ("BEDSIDE_LOCALEDIR"));
  bind_textdomain_codeset ("bedside", "UTF-8");
  textdomain ("bedside");

  for (guint i = 0; i < 366; i++)
    {
      g_autofree char *born = g_date_time_format (day, "%Y-%m-%d");
      g_autoptr(GDateTime) next = g_date_time_add_days (day, 1);

      if (!check_day (born))
        return 1;
      g_date_time_unref (day);
      day = g_steal_pointer (&next);
    }

  return 0;
}
