/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A file with patients: what import makes of it, up to the report on what it refused. */

#include "fuzz.h"

#include "bedside-import-file.h"

#include <string.h>

void
fuzz_set_up (void)
{
}

static void
check_cells (const BedsideCsv *csv)
{
  guint n_rows = bedside_csv_get_n_rows (csv);
  guint n_columns = bedside_csv_get_n_columns (csv);
  guint last_line = 0;

  g_assert_cmpuint (n_rows, <=, BEDSIDE_CSV_MAX_ROWS);
  g_assert_cmpuint (n_columns, <=, BEDSIDE_CSV_MAX_COLUMNS);
  for (guint row = 0; row < n_rows; row++)
    {
      guint n_cells = bedside_csv_get_n_cells (csv, row);

      if (bedside_csv_get_fault (csv, row) == BEDSIDE_CSV_FAULT_NONE)
        g_assert_cmpuint (n_cells, <=, n_columns);
      g_assert_cmpuint (bedside_csv_get_line (csv, row), >, last_line);
      last_line = bedside_csv_get_line (csv, row);
      for (guint column = 0; column < n_cells; column++)
        g_assert_true (g_utf8_validate (bedside_csv_get_cell (csv, row, column), -1, NULL));
    }
}

static void
check_born (const char *born)
{
  char again[BEDSIDE_BIRTH_DATE_SIZE] = "";

  if (*born == '\0')
    return;
  g_assert_cmpint (bedside_birth_date_read (born, BEDSIDE_DATE_ORDER_UNKNOWN, again), ==, BEDSIDE_BIRTH_DATE_GOOD);
  g_assert_cmpstr (again, ==, born);
}

/* Every line is a patient with a name and a birth date, or is refused with a reason. */
static GListStore *
read_people (const BedsideImportFile   *file,
             const BedsideImportColumn *columns,
             BedsideDateOrder           order)
{
  GListStore *refused = g_list_store_new (BEDSIDE_TYPE_IMPORT_LINE);

  for (guint row = 0; row < bedside_import_file_get_n_rows (file); row++)
    {
      g_auto(BedsideImportPerson) person = { 0 };
      const char *reason = bedside_import_person_read (&person, file, row, columns, order);

      if (reason == NULL)
        {
          g_assert_true (g_utf8_validate (person.given, -1, NULL) && g_utf8_validate (person.family, -1, NULL));
          g_assert_true (*person.given != '\0' || *person.family != '\0');
          check_born (person.born);
          continue;
        }
      g_autoptr(BedsideImportLine) line =
        bedside_import_line_new (bedside_import_file_get_line (file, row), g_strdup (""), reason, row);
      g_list_store_append (refused, line);
    }

  return refused;
}

static void
check_file (const BedsideImportFile *file)
{
  guint n_columns = bedside_import_file_get_n_columns (file);
  g_autofree BedsideImportColumn *columns = g_new0 (BedsideImportColumn, MAX (n_columns, 1));

  for (guint i = 0; i < n_columns; i++)
    {
      columns[i] = bedside_import_file_guess_column (file, i);
      g_assert_true (g_utf8_validate (bedside_import_file_get_column_name (file, i), -1, NULL));
      bedside_import_file_get_dates (file, i);
    }
  for (BedsideDateOrder order = BEDSIDE_DATE_ORDER_UNKNOWN; order <= BEDSIDE_DATE_ORDER_MONTH_FIRST; order++)
    {
      g_autoptr(GListStore) refused = read_people (file, columns, order);
      g_autoptr(GBytes) report = bedside_import_report_new (file, G_LIST_MODEL (refused));

      g_assert_true (g_utf8_validate (g_bytes_get_data (report, NULL), (gssize) g_bytes_get_size (report), NULL));
    }
}

void
fuzz_one (const char *data,
          gsize       size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideCsv) csv = bedside_csv_parse (bytes, &error);

  g_assert_true ((csv == NULL) == (error != NULL));
  if (csv == NULL)
    return;
  check_cells (csv);

  g_autoptr(BedsideImportFile) file = bedside_import_file_new (g_steal_pointer (&csv));
  if (file != NULL)
    check_file (file);
}
