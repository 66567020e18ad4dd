/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-import-person"

#include "bedside-import-file.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *
explain_fault (BedsideCsvFault fault)
{
  switch (fault)
    {
    case BEDSIDE_CSV_FAULT_NONE:
      return NULL;
    case BEDSIDE_CSV_FAULT_QUOTES:
      return _("The quotation marks in this line do not match.");
    case BEDSIDE_CSV_FAULT_TOO_LONG:
      return _("This line is too long to be a patient.");
    case BEDSIDE_CSV_FAULT_TOO_MANY_COLUMNS:
      return _("This line has too many columns.");
    case BEDSIDE_CSV_FAULT_UNREADABLE:
    default:
      return _("There are characters in this line that cannot be read.");
    }
}

/* "van", "de la", "von der": with them the family name begins. */
static gboolean
is_particle (const char *word)
{
  return g_unichar_islower (g_utf8_get_char (word));
}

static void
set_name (BedsideImportPerson *self,
          char                *given,
          char                *family)
{
  g_free (self->given);
  g_free (self->family);
  self->given = g_strstrip (given);
  self->family = g_strstrip (family);
}

/* "Lovelace, Ada", "Ada Lovelace", "Ludwig van Beethoven"; how long the family name is otherwise, nobody can tell. */
static void
split_name (BedsideImportPerson *self,
            const char          *name)
{
  const char *comma = strchr (name, ',');
  const char *cut = strrchr (name, ' ');

  if (comma != NULL)
    {
      set_name (self, g_strdup (comma + 1), g_strndup (name, (gsize) (comma - name)));
      return;
    }
  if (cut == NULL)
    {
      set_name (self, g_strdup (""), g_strdup (name));
      return;
    }

  for (const char *space = strchr (name, ' '); space != NULL; space = strchr (space + 1, ' '))
    {
      if (is_particle (space + 1))
        {
          cut = space;
          break;
        }
    }
  set_name (self, g_strndup (name, (gsize) (cut - name)), g_strdup (cut + 1));
}

static const char *
read_cell (BedsideImportPerson *self,
           const char          *cell,
           BedsideImportColumn  meaning,
           BedsideDateOrder     order)
{
  switch (meaning)
    {
    case BEDSIDE_IMPORT_COLUMN_GIVEN:
      g_free (self->given);
      self->given = g_strdup (cell);
      break;
    case BEDSIDE_IMPORT_COLUMN_FAMILY:
      g_free (self->family);
      self->family = g_strdup (cell);
      break;
    case BEDSIDE_IMPORT_COLUMN_FULL_NAME:
      split_name (self, cell);
      break;
    case BEDSIDE_IMPORT_COLUMN_BIRTH_DATE:
      return bedside_birth_date_explain (bedside_birth_date_read (cell, order, self->born));
    case BEDSIDE_IMPORT_COLUMN_RECORD:
      self->record = *cell != '\0' ? g_strdup (cell) : NULL;
      break;
    case BEDSIDE_IMPORT_COLUMN_NONE:
    default:
      break;
    }

  return NULL;
}

/* What the directory takes is decided where it is written; here only what belongs to a file. */
static const char *
check (const BedsideImportPerson *self,
       const BedsideImportColumn *columns,
       guint                      n_columns)
{
  gboolean in_parts = FALSE;

  for (guint i = 0; i < n_columns; i++)
    in_parts |= columns[i] == BEDSIDE_IMPORT_COLUMN_GIVEN || columns[i] == BEDSIDE_IMPORT_COLUMN_FAMILY;

  if (*self->given == '\0' && *self->family == '\0')
    return _("The name is missing.");
  if (in_parts && *self->given == '\0')
    return _("The given name is missing.");
  if (in_parts && *self->family == '\0')
    return _("The family name is missing.");

  return NULL;
}

/**
 * bedside_import_person_read:
 * @self: (out caller-allocates): what the row says; to be cleared, also if it is refused
 * @file: a file
 * @row: of patients, from 0
 * @columns: what the columns hold
 * @order: how dates are written
 *
 * Returns: (nullable): %NULL, or why the row is refused, for the person
 */
const char *
bedside_import_person_read (BedsideImportPerson       *self,
                            const BedsideImportFile   *file,
                            guint                      row,
                            const BedsideImportColumn *columns,
                            BedsideDateOrder           order)
{
  const guint n_columns = bedside_import_file_get_n_columns (file);
  const char *reason = explain_fault (bedside_import_file_get_fault (file, row));

  *self = (BedsideImportPerson) { .given = g_strdup (""), .family = g_strdup ("") };
  if (reason != NULL)
    return reason;

  for (guint i = 0; i < n_columns; i++)
    {
      const char *cell = bedside_import_file_get_cell (file, row, i);
      const char *objection = read_cell (self, cell != NULL ? cell : "", columns[i], order);

      if (reason == NULL)
        reason = objection;
    }

  /* The name first: it is what a line is found by. */
  const char *about_name = check (self, columns, n_columns);

  return about_name != NULL ? about_name : reason;
}

/**
 * bedside_import_person_clear:
 * @self: a person
 */
void
bedside_import_person_clear (BedsideImportPerson *self)
{
  g_clear_pointer (&self->given, g_free);
  g_clear_pointer (&self->family, g_free);
  g_clear_pointer (&self->record, g_free);
}
