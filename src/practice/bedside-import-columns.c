/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-import-columns"

#include "bedside-import-file.h"

#include <string.h>

/* So many rows tell what is in a column. */
#define SAMPLE_ROWS 200

typedef struct {
  BedsideImportColumn  meaning;
  const char          *names;
} Names;

/* As programs of practices write them, in small letters without accents and signs, in English, German, French, Spanish.
 * What could be two things is decided in settle_names(). */
static const Names known[] = {
  { BEDSIDE_IMPORT_COLUMN_GIVEN,
    "given|given name|given names|first|first name|firstname|first names|forename|forenames|christian name|"
    "vorname|vornamen|rufname|prenom|prenoms|primer nombre" },
  { BEDSIDE_IMPORT_COLUMN_FAMILY,
    "family|family name|familyname|last|last name|lastname|surname|nachname|familienname|zuname|"
    "nom de famille|nom usuel|apellido|apellidos" },
  { BEDSIDE_IMPORT_COLUMN_FULL_NAME,
    "name|full name|fullname|patient|patient name|patientname|patients|name of patient|name vorname|vorname name|"
    "nachname vorname|vorname nachname|vor und nachname|vollstandiger name|patientenname|nom|nom complet|nom prenom|"
    "nom et prenom|prenom nom|nom du patient|nombre|nombre completo|nombre y apellidos|apellidos y nombre|paciente|"
    "nombre del paciente" },
  { BEDSIDE_IMPORT_COLUMN_BIRTH_DATE,
    "birth|birth date|birthdate|birthday|date of birth|dateofbirth|birth day|dob|d o b|born|born on|patient dob|"
    "geburtsdatum|geburtstag|geburt|geb|geb datum|gebdatum|geb dat|gebdat|geb am|geboren|geboren am|"
    "date de naissance|naissance|ne le|nee le|ne e le|date naissance|ddn|"
    "fecha de nacimiento|fecha nacimiento|nacimiento|fecha nac|f nacimiento|fec nac|fnac" },
  { BEDSIDE_IMPORT_COLUMN_RECORD,
    "record|record number|record no|recordnumber|medical record number|medical record|mrn|patient id|patientid|pid|id|"
    "patient number|patient no|patientnumber|number|no|chart|chart number|chart no|file number|file no|case number|"
    "patientennummer|patienten nr|patientennr|patienten id|pat nr|patnr|nr|nummer|aktennummer|akten nr|akte|"
    "karteinummer|kartei nr|dossier|numero de dossier|no de dossier|no dossier|n dossier|numero dossier|numero|"
    "numero patient|ipp|nhc|historia|historia clinica|numero de historia|numero de historia clinica|n historia|"
    "expediente|numero de expediente|id paciente|identifiant" },
};

/* Small letters and digits; all else is one space. */
static char *
fold (const char *name)
{
  g_autofree char *apart = g_utf8_normalize (name, -1, G_NORMALIZE_NFKD);
  g_autoptr(GString) folded = g_string_new (NULL);

  for (const char *p = apart; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c))
        g_string_append_unichar (folded, g_unichar_tolower (c));
      else if (!g_unichar_ismark (c) && folded->len > 0 && folded->str[folded->len - 1] != ' ')
        g_string_append_c (folded, ' ');
    }

  return g_strdup (g_strchomp (folded->str));
}

static gboolean
is_listed (const char *names,
           const char *name)
{
  const gsize length = strlen (name);

  for (const char *p = names; p != NULL; p = strchr (p, '|'))
    {
      p += *p == '|';
      if (strncmp (p, name, length) == 0 && (p[length] == '|' || p[length] == '\0'))
        return TRUE;
    }

  return FALSE;
}

/**
 * bedside_import_guess_by_name:
 * @name: what stands over a column
 *
 * Returns: what the column holds, as far as its name alone tells
 */
BedsideImportColumn
bedside_import_guess_by_name (const char *name)
{
  g_return_val_if_fail (name != NULL, BEDSIDE_IMPORT_COLUMN_NONE);

  g_autofree char *folded = fold (name);

  for (guint i = 0; *folded != '\0' && i < G_N_ELEMENTS (known); i++)
    {
      if (is_listed (known[i].names, folded))
        return known[i].meaning;
    }

  return BEDSIDE_IMPORT_COLUMN_NONE;
}

static guint
find (const BedsideImportColumn *columns,
      guint                      count,
      BedsideImportColumn        meaning)
{
  guint i = 0;

  while (i < count && columns[i] != meaning)
    i++;

  return i;
}

/* "Name" beside "Vorname", "Nom" beside "Prénom" is the family name; "Nombre" beside "Apellidos" the given name. */
static void
settle_names (BedsideImportColumn *columns,
              guint                count)
{
  const guint full = find (columns, count, BEDSIDE_IMPORT_COLUMN_FULL_NAME);
  const guint given = find (columns, count, BEDSIDE_IMPORT_COLUMN_GIVEN);
  const guint family = find (columns, count, BEDSIDE_IMPORT_COLUMN_FAMILY);

  if (full < count && given < count && family < count)
    columns[full] = BEDSIDE_IMPORT_COLUMN_NONE;
  else if (full < count && given < count)
    columns[full] = BEDSIDE_IMPORT_COLUMN_FAMILY;
  else if (full < count && family < count)
    columns[full] = BEDSIDE_IMPORT_COLUMN_GIVEN;
}

/* Of several columns that look alike the first one. */
static void
drop_twins (BedsideImportColumn *columns,
            guint                count)
{
  for (guint i = 1; i < count; i++)
    {
      if (columns[i] != BEDSIDE_IMPORT_COLUMN_NONE && find (columns, i, columns[i]) < i)
        columns[i] = BEDSIDE_IMPORT_COLUMN_NONE;
    }
}

/* --- contents --- */

typedef struct {
  guint    filled;
  guint    dates;
  guint    names;
  guint    numbers;
  gboolean unique;
} Contents;

static gboolean
is_date (const char *cell)
{
  const BedsideBirthDate read = bedside_birth_date_read (cell, BEDSIDE_DATE_ORDER_UNKNOWN, NULL);

  return read != BEDSIDE_BIRTH_DATE_EMPTY && read != BEDSIDE_BIRTH_DATE_NO_DATE;
}

static void
add_cell (Contents   *contents,
          const char *cell)
{
  guint letters = 0, digits = 0, others = 0;

  for (const char *p = cell; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      letters += g_unichar_isalpha (c);
      digits += g_unichar_isdigit (c);
      others += !g_unichar_isalnum (c) && strchr (" -'.,", (int) MIN (c, 0x7f)) == NULL && c < 0x80;
    }
  contents->filled++;
  contents->dates += is_date (cell);
  contents->names += letters > 1 && digits == 0 && others == 0;
  contents->numbers += digits > 0 && letters <= 4;
}

static Contents
look_into (const BedsideImportFile *self,
           guint                    column)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  Contents contents = { .unique = TRUE };

  for (guint row = 0; row < MIN (bedside_import_file_get_n_rows (self), SAMPLE_ROWS); row++)
    {
      const char *cell = bedside_import_file_get_cell (self, row, column);

      if (cell == NULL || *cell == '\0' || bedside_import_file_get_fault (self, row) != BEDSIDE_CSV_FAULT_NONE)
        continue;
      add_cell (&contents, cell);
      contents.unique = g_hash_table_add (seen, (gpointer) cell) && contents.unique;
    }

  return contents;
}

static gboolean
is_most (guint part,
         guint whole)
{
  return whole > 0 && part * 10 >= whole * 7;
}

static void
guess_dates (const Contents      *contents,
             BedsideImportColumn *columns,
             guint                count)
{
  guint dates = 0, last = 0;

  for (guint i = 0; i < count; i++)
    {
      if (columns[i] == BEDSIDE_IMPORT_COLUMN_NONE && is_most (contents[i].dates, contents[i].filled))
        {
          dates++;
          last = i;
        }
    }
  /* One of several could as well be the last visit. */
  if (dates == 1)
    columns[last] = BEDSIDE_IMPORT_COLUMN_BIRTH_DATE;
}

static void
guess_names (const Contents      *contents,
             BedsideImportColumn *columns,
             guint                count)
{
  guint found[2] = { 0, 0 };
  guint names = 0;

  for (guint i = 0; i < count; i++)
    {
      if (columns[i] == BEDSIDE_IMPORT_COLUMN_NONE && is_most (contents[i].names, contents[i].filled))
        {
          if (names < 2)
            found[names] = i;
          names++;
        }
    }
  if (names == 1)
    columns[found[0]] = BEDSIDE_IMPORT_COLUMN_FULL_NAME;
  else if (names > 1)
    {
      columns[found[0]] = BEDSIDE_IMPORT_COLUMN_GIVEN;
      columns[found[1]] = BEDSIDE_IMPORT_COLUMN_FAMILY;
    }
}

static void
guess_record (const Contents      *contents,
              BedsideImportColumn *columns,
              guint                count)
{
  for (guint i = 0; i < count; i++)
    {
      if (columns[i] == BEDSIDE_IMPORT_COLUMN_NONE && contents[i].unique && contents[i].dates == 0 &&
          is_most (contents[i].numbers, contents[i].filled))
        {
          columns[i] = BEDSIDE_IMPORT_COLUMN_RECORD;
          return;
        }
    }
}

static gboolean
has_name (const BedsideImportColumn *columns,
          guint                      count)
{
  return find (columns, count, BEDSIDE_IMPORT_COLUMN_FULL_NAME) < count ||
         find (columns, count, BEDSIDE_IMPORT_COLUMN_GIVEN) < count ||
         find (columns, count, BEDSIDE_IMPORT_COLUMN_FAMILY) < count;
}

/**
 * bedside_import_guess_columns:
 * @self: a file
 * @columns: (out caller-allocates) (array): as many as the file has
 *
 * Guesses what the columns hold, by what stands over them, else by what is in them.
 */
void
bedside_import_guess_columns (const BedsideImportFile *self,
                              BedsideImportColumn     *columns)
{
  const guint count = bedside_import_file_get_n_columns (self);
  g_autofree Contents *contents = g_new0 (Contents, count + 1);

  for (guint i = 0; i < count; i++)
    {
      columns[i] = bedside_import_file_has_header (self)
                   ? bedside_import_guess_by_name (bedside_import_file_get_column_name (self, i))
                   : BEDSIDE_IMPORT_COLUMN_NONE;
      contents[i] = look_into (self, i);
    }
  drop_twins (columns, count);
  settle_names (columns, count);

  if (find (columns, count, BEDSIDE_IMPORT_COLUMN_BIRTH_DATE) == count)
    guess_dates (contents, columns, count);
  if (!has_name (columns, count))
    guess_names (contents, columns, count);
  /* A telephone number is unique, too: under a name that is not known it is left alone. */
  if (!bedside_import_file_has_header (self))
    guess_record (contents, columns, count);
}

/**
 * bedside_import_guess_header:
 * @csv: rows
 *
 * Returns: whether the first row names the columns, and is nobody
 */
gboolean
bedside_import_guess_header (const BedsideCsv *csv)
{
  const guint count = bedside_csv_get_n_cells (csv, 0);
  guint known_names = 0, dates_below = 0;

  for (guint i = 0; i < count; i++)
    {
      const char *cell = bedside_csv_get_cell (csv, 0, i);
      const char *below = bedside_csv_get_cell (csv, 1, i);

      if (is_date (cell))
        return FALSE;
      known_names += bedside_import_guess_by_name (cell) != BEDSIDE_IMPORT_COLUMN_NONE;
      dates_below += below != NULL && is_date (below) && *cell != '\0';
    }

  return known_names > 0 || dates_below > 0;
}
