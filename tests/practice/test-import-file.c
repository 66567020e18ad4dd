/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-import-file.h"
#include "bedside-import-index.h"

#include <string.h>

/* What a file of patients is taken for, without any server. */

/* What is being tried, on one line. */
static void
say (const char *text)
{
  g_autofree char *escaped = g_strescape (text != NULL ? text : "", NULL);

  g_test_message ("%s", escaped);
}

static BedsideImportFile *
read_file (const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  BedsideCsv *csv = bedside_csv_parse (bytes, &error);

  g_assert_no_error (error);

  return bedside_import_file_new (csv);
}

/* One letter for each column. */
static char *
dup_guesses (const BedsideImportFile *file)
{
  static const char letters[] = "-gfnbr";
  g_autoptr(GString) guesses = g_string_new (NULL);

  for (guint i = 0; i < bedside_import_file_get_n_columns (file); i++)
    g_string_append_c (guesses, letters[bedside_import_file_guess_column (file, i)]);

  return g_string_free (g_steal_pointer (&guesses), FALSE);
}

static const struct {
  const char *text;
  const char *guesses;
  gboolean    header;
} columns[] = {
  { "Given name,Family name,Birth date,Record\nAda,Lovelace,1985-12-10,7\n", "gfbr", TRUE },
  { "first_name;LAST-NAME;D.O.B.;MRN\nAda;Lovelace;10.12.1985;7\n", "gfbr", TRUE },
  { "Name;Vorname;Geburtsdatum;Patientennummer;Telefon\nLovelace;Ada;10.12.1985;7;030 1\n", "fgbr-", TRUE },
  { "Nachname;Vorname;Geb.-Datum\nLovelace;Ada;10.12.1985\n", "fgb", TRUE },
  { "Nom;Pr\xc3\xa9nom;Date de naissance;N\xc2\xb0 dossier\nLovelace;Ada;10/12/1985;7\n", "fgbr", TRUE },
  { "Nombre;Apellidos;Fecha de nacimiento;NHC\nAda;Lovelace;10/12/1985;7\n", "gfbr", TRUE },
  { "Nombre;Fecha de nacimiento\nAda Lovelace;10/12/1985\n", "nb", TRUE },
  { "Patient,DOB\n\"Lovelace, Ada\",12/10/1985\n", "nb", TRUE },
  { "\xef\xbb\xbfName;Geburtsdatum\nAda Lovelace;1985-12-10\n", "nb", TRUE },
  { "Full name,Given name,Family name,Born\nAda Lovelace,Ada,Lovelace,1985-12-10\n", "-gfb", TRUE },
  { "Last visit,Date of birth,Name\n2024-01-02,1985-12-10,Ada Lovelace\n", "-bn", TRUE },
  /* A date that nobody knows is a birth date only if it is the only one. */
  { "Who,When\nAda Lovelace,1985-12-10\nBen Okafor,1962-03-02\n", "nb", TRUE },
  { "Who,Seen,When\nAda Lovelace,2024-01-02,1985-12-10\nBen Okafor,2024-01-03,1962-03-02\n", "n--", TRUE },
  /* No names of columns. */
  { "Ada,Lovelace,1985-12-10,A7\nBen,Okafor,1962-03-02,A8\n", "gfbr", FALSE },
  { "Ada Lovelace;10.12.1985\nBen Okafor;2.3.1962\n", "nb", FALSE },
  { "7;10.12.1985;Lovelace, Ada\n8;2.3.1962;Okafor, Ben\n", "rbn", FALSE },
  { "Id,Id,Name,Name\n1,2,Ada,Lovelace\n", "r-n-", TRUE },
  { "a,b,c\n1,2,3\n", "---", FALSE },
  { "!,?,\n+,-,*\n", "--", FALSE },
  { "only one\n", "n", FALSE },
};

static void
test_columns (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(BedsideImportFile) file = read_file (columns[i].text);
      g_autofree char *guesses = dup_guesses (file);

      say (columns[i].text);
      g_assert_true (bedside_import_file_has_header (file) == columns[i].header);
      g_assert_true (g_str_has_prefix (guesses, columns[i].guesses));
    }
}

static const struct {
  const char       *text;
  BedsideDateOrder  order;
  gboolean          proven;
} dates[] = {
  { "Born\n1/2/1985\n25/12/1985\n3/4/1990\n", BEDSIDE_DATE_ORDER_DAY_FIRST, TRUE },
  { "Born\n1/2/1985\n12/25/1985\n3/4/1990\n", BEDSIDE_DATE_ORDER_MONTH_FIRST, TRUE },
  /* By two hands. */
  { "Born\n12/25/1985\n25/12/1985\n3/4/1990\n", BEDSIDE_DATE_ORDER_UNKNOWN, TRUE },
  /* The language of the tests is American. */
  { "Born\n1/2/1985\n3/4/1990\n", BEDSIDE_DATE_ORDER_MONTH_FIRST, FALSE },
  { "Born\n1.2.1985\n3.4.1990\n", BEDSIDE_DATE_ORDER_MONTH_FIRST, TRUE },
  { "Born\n1985-02-01\nnone\n\n", BEDSIDE_DATE_ORDER_MONTH_FIRST, TRUE },
  { "Born\n7/7/1985\n40/40/1985\n", BEDSIDE_DATE_ORDER_MONTH_FIRST, TRUE },
};

static void
test_dates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autoptr(BedsideImportFile) file = read_file (dates[i].text);
      const BedsideImportDates found = bedside_import_file_get_dates (file, 0);

      say (dates[i].text);
      g_assert_cmpint (found.order, ==, dates[i].order);
      g_assert_true (found.proven == dates[i].proven);
    }
}

static const struct {
  const char *name;
  const char *given;
  const char *family;
} names[] = {
  { "Ada Lovelace", "Ada", "Lovelace" },
  { "Lovelace, Ada", "Ada", "Lovelace" },
  { "von Hohenstein, Max Alexander", "Max Alexander", "von Hohenstein" },
  { "Ludwig van Beethoven", "Ludwig", "van Beethoven" },
  { "Juan de la Cruz", "Juan", "de la Cruz" },
  { "Mary Jane Watson", "Mary Jane", "Watson" },
  { "Madonna", "", "Madonna" },
  { "Lovelace,", "", "Lovelace" },
};

static void
test_names (void)
{
  static const BedsideImportColumn meanings[] = { BEDSIDE_IMPORT_COLUMN_FULL_NAME, BEDSIDE_IMPORT_COLUMN_BIRTH_DATE };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = g_strdup_printf ("Name;Born\n%s;1985-12-10\n", names[i].name);
      g_autoptr(BedsideImportFile) file = read_file (text);
      g_auto(BedsideImportPerson) person = { 0 };

      g_assert_null (bedside_import_person_read (&person, file, 0, meanings, BEDSIDE_DATE_ORDER_UNKNOWN));
      g_assert_cmpstr (person.given, ==, names[i].given);
      g_assert_cmpstr (person.family, ==, names[i].family);
      g_assert_cmpstr (person.born, ==, "1985-12-10");
      g_assert_null (person.record);
    }
}

static const char *const bad_rows[] = {
  "Ada,,1985-12-10", ",Lovelace,1985-12-10", ",,1985-12-10", "Ada,Lovelace,", "Ada,Lovelace", "Ada",
  "Ada,Lovelace,85-12-10",
  "Ada,Lovelace,1/2/1985", "Ada,Lovelace,31.2.1985", "Ada,Lovelace,2999-01-01", "Ada,Lovelace,1785-12-10",
  "Ada,Lovelace,soon", "\"Ada,Lovelace,1985-12-10", "\"Ada\"!,Lovelace,1985-12-10", "Ad\x01,Lovelace,1985-12-10",
};

static void
test_bad_rows (void)
{
  static const BedsideImportColumn meanings[] = {
    BEDSIDE_IMPORT_COLUMN_GIVEN, BEDSIDE_IMPORT_COLUMN_FAMILY, BEDSIDE_IMPORT_COLUMN_BIRTH_DATE
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad_rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("Given,Family,Born\n%s\nBen,Okafor,1962-03-02\n", bad_rows[i]);
      g_autoptr(BedsideImportFile) file = read_file (text);
      g_auto(BedsideImportPerson) person = { 0 };
      g_auto(BedsideImportPerson) next = { 0 };
      const char *reason = bedside_import_person_read (&person, file, 0, meanings, BEDSIDE_DATE_ORDER_UNKNOWN);

      say (bad_rows[i]);
      say (reason);
      g_assert_nonnull (reason);
      g_assert_null (bedside_import_person_read (&next, file, 1, meanings, BEDSIDE_DATE_ORDER_UNKNOWN));
      g_assert_cmpstr (next.family, ==, "Okafor");
    }
}

/* R29: nobody is taken for somebody else. */
static void
test_same (void)
{
  static const struct {
    const char         *given, *family, *born, *record;
    BedsideImportMatch  match;
  } people[] = {
    { "Ada", "Lovelace", "1985-12-10", "7", BEDSIDE_IMPORT_MATCH_SAME },
    { "ADA", "lovelace", "1985-12-10", NULL, BEDSIDE_IMPORT_MATCH_SAME },
    { "\xc3\x81" "da", "Lovelace", "1985-12-10", NULL, BEDSIDE_IMPORT_MATCH_SAME },
    /* Two of one name, born on the same day, but of different numbers. */
    { "Ada", "Lovelace", "1985-12-10", "8", BEDSIDE_IMPORT_MATCH_NONE },
    { "Ada", "Lovelace", "1985-12-11", NULL, BEDSIDE_IMPORT_MATCH_NONE },
    { "Ada", "Byron", "1985-12-10", NULL, BEDSIDE_IMPORT_MATCH_NONE },
    /* Who has married or was corrected. */
    { "Ada", "Byron", "1985-12-10", "7", BEDSIDE_IMPORT_MATCH_SAME },
    { "Ada", "Lovelace", "1985-10-12", "7", BEDSIDE_IMPORT_MATCH_SAME },
    { "Ben", "Okafor", "1962-03-02", "7", BEDSIDE_IMPORT_MATCH_OTHER },
    { "Chloe", "Dubois", "1999-07-21", "9", BEDSIDE_IMPORT_MATCH_SAME },
    { "Gone", "Away", "1950-01-01", "5", BEDSIDE_IMPORT_MATCH_NONE },
  };
  g_autoptr(BedsideImportIndex) index = bedside_import_index_new ();
  g_autoptr(BedsidePatient) ada = bedside_patient_new_named ("a", "Ada", "Lovelace", "1985-12-10");
  g_autoptr(BedsidePatient) chloe = bedside_patient_new_named ("c", "Chloe", "Dubois", "1999-07-21");
  g_autoptr(BedsidePatient) gone = bedside_patient_new_named ("g", "Gone", "Away", "1950-01-01");

  bedside_patient_set_record (ada, "7");
  bedside_patient_set_record (gone, "5");
  bedside_import_index_add_patient (index, ada);
  bedside_import_index_add_patient (index, chloe);
  bedside_import_index_add_patient (index, gone);
  bedside_patient_set_removed (gone, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      BedsideImportPerson person = {
        (char *) people[i].given, (char *) people[i].family, (char *) people[i].record, { 0 },
      };

      g_strlcpy (person.born, people[i].born, sizeof person.born);
      g_test_message ("%u", i);
      g_assert_cmpint (bedside_import_index_find (index, &person), ==, people[i].match);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/import-file/columns", test_columns);
  g_test_add_func ("/practice/import-file/dates", test_dates);
  g_test_add_func ("/practice/import-file/names", test_names);
  g_test_add_func ("/practice/import-file/bad-rows", test_bad_rows);
  g_test_add_func ("/practice/import-file/R29-same-person", test_same);

  return g_test_run ();
}
