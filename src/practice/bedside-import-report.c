/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-import-report"

#include "bedside-import-file.h"

#include "config.h"

#include <glib/gi18n-lib.h>

/* Excel takes a file without it for its own old encoding. */
#define UTF8_MARK "\xef\xbb\xbf"

static void
append_header (GString                 *report,
               const BedsideImportFile *file,
               char                     separator)
{
  bedside_csv_append_cell (report, _("Line"), separator);
  g_string_append_c (report, separator);
  bedside_csv_append_cell (report, _("Reason"), separator);
  for (guint i = 0; i < bedside_import_file_get_n_columns (file); i++)
    {
      g_string_append_c (report, separator);
      bedside_csv_append_cell (report, bedside_import_file_get_column_name (file, i), separator);
    }
  g_string_append (report, "\r\n");
}

/**
 * bedside_import_report_new: (skip)
 * @file: the file
 * @refused: (element-type BedsideImportLine): its lines that were refused
 *
 * Writes them as CSV, in the form of the file that they are from. Once it is
 * corrected, it can be imported itself.
 *
 * Returns: (transfer full): what to save
 */
GBytes *
bedside_import_report_new (const BedsideImportFile *file,
                           GListModel              *refused)
{
  const char separator = bedside_import_file_get_separator (file);
  GString *report = g_string_new (UTF8_MARK);

  append_header (report, file, separator);
  for (guint i = 0; i < g_list_model_get_n_items (refused); i++)
    {
      g_autoptr(BedsideImportLine) line = g_list_model_get_item (refused, i);
      const guint row = bedside_import_line_get_row (line);

      g_string_append_printf (report, "%u%c", bedside_import_line_get_number (line), separator);
      bedside_csv_append_cell (report, bedside_import_line_get_reason (line), separator);
      for (guint j = 0; j < bedside_import_file_get_n_cells (file, row); j++)
        {
          g_string_append_c (report, separator);
          bedside_csv_append_cell (report, bedside_import_file_get_cell (file, row, j), separator);
        }
      g_string_append (report, "\r\n");
    }

  return g_string_free_to_bytes (report);
}
