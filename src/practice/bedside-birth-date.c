/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-birth-date"

#include "bedside-birth-date.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <string.h>

#include "bedside-patient.h"

#define MAX_PARTS  6
#define MAX_TEXT   64
#define MAX_AGE    130
#define MIN_PREFIX 3

/* A number, or a word that is none. */
typedef struct {
  guint value;
  guint digits;    /* 0: a word */
  char  word[20];
  char  before;    /* what stands between it and the part before */
} Part;

typedef struct {
  Part  parts[MAX_PARTS];
  guint count;
} Parts;

typedef struct {
  guint    day;
  guint    month;
  guint    year;
  guint    year_digits;
  gboolean swappable;   /* day and month are told apart only by their order */
} Reading;

/* Without accents and in small letters, as they are compared. */
static const char *const months[] = {
  "january januar janner janvier enero", "february februar feber fevrier febrero", "march marz maerz mars marzo",
  "april avril abril", "may mai mayo", "june juni juin junio", "july juli juillet julio", "august aout agosto",
  "september septembre septiembre setiembre", "october oktober octobre octubre",
  "november novembre noviembre", "december dezember decembre diciembre",
};

static const nl_item locale_months[][2] = {
  { MON_1, ABMON_1 }, { MON_2, ABMON_2 }, { MON_3, ABMON_3 }, { MON_4, ABMON_4 }, { MON_5, ABMON_5 },
  { MON_6, ABMON_6 }, { MON_7, ABMON_7 }, { MON_8, ABMON_8 }, { MON_9, ABMON_9 }, { MON_10, ABMON_10 },
  { MON_11, ABMON_11 },
  { MON_12, ABMON_12 },
};

/* Small letters without accents, digits of any script as 0 to 9. */
static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *apart = g_utf8_normalize (valid, -1, G_NORMALIZE_NFKD);
  g_autoptr(GString) folded = g_string_new (NULL);

  for (const char *p = apart; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isdigit (c))
        g_string_append_c (folded, (char) ('0' + g_unichar_digit_value (c)));
      else if (g_unichar_isspace (c))
        g_string_append_c (folded, ' ');
      else if (c == 0x2010 || c == 0x2011 || c == 0x2012 || c == 0x2013 || c == 0x2212)
        g_string_append_c (folded, '-');
      else if (!g_unichar_ismark (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
        g_string_append_unichar (folded, g_unichar_tolower (c));
    }

  return g_strdup (g_strstrip (folded->str));
}

/* Databases write dates with the time at which they begin. With any other time, the day may be another one. */
static gboolean
cut_midnight (char *text)
{
  char *colon = strchr (text, ':');
  char *start;

  if (colon == NULL)
    return TRUE;

  for (start = colon; start > text && g_ascii_isdigit (start[-1]); start--)
    ;
  if (start == text || (start[-1] != ' ' && start[-1] != 't') || colon - start < 1 || colon - start > 2)
    return FALSE;

  const gboolean noon_clock = strstr (colon, "am") != NULL;
  const char *rest = noon_clock && strncmp (start, "12", 2) == 0 ? colon : start;
  if (rest[strspn (rest, "0:., zam")] != '\0')
    return FALSE;

  start[-1] = '\0';
  return TRUE;
}

static gboolean
add_part (Parts      *parts,
          const char *text,
          gsize       length,
          char        before)
{
  if (parts->count == MAX_PARTS || length >= sizeof parts->parts[0].word)
    return FALSE;

  Part *part = &parts->parts[parts->count++];
  *part = (Part) { .before = before };
  if (!g_ascii_isdigit (*text))
    {
      memcpy (part->word, text, length);
      return TRUE;
    }
  part->digits = (guint) length;
  for (gsize i = 0; i < length && i < 9; i++)
    part->value = part->value * 10 + (guint) (text[i] - '0');

  return TRUE;
}

/* "10 de diciembre", "10th", "1er", "le 10": they say nothing. */
static gboolean
is_filler (const char *word,
           gsize       length)
{
  static const char *const fillers[] = { "de", "del", "of", "st", "nd", "rd", "th", "er", "le", "the", "el", "den" };

  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    {
      if (strlen (fillers[i]) == length && strncmp (fillers[i], word, length) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
split (const char *text,
       Parts      *parts)
{
  char before = ' ';

  parts->count = 0;
  while (*text != '\0')
    {
      const gboolean number = g_ascii_isdigit (*text);
      gsize length = 0;

      if (strchr (" ,./-", *text) != NULL)
        {
          if (*text != ' ' || before == '\0')
            before = *text;
          text++;
          continue;
        }
      while (text[length] != '\0' && strchr (" ,./-", text[length]) == NULL &&
             !!g_ascii_isdigit (text[length]) == number)
        length++;
      if (number || !is_filler (text, length))
        {
          if (!add_part (parts, text, length, before))
            return FALSE;
          before = '\0';
        }
      text += length;
    }

  return parts->count > 0;
}

static gboolean
has_word_beginning (const char *names,
                    const char *beginning)
{
  g_auto(GStrv) words = g_strsplit (names, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_str_has_prefix (words[i], beginning))
        return TRUE;
    }

  return FALSE;
}

/* From 1; 0 if it is none, or could be several. */
static guint
find_month (const char *word)
{
  guint found = 0;

  if (strlen (word) < MIN_PREFIX)
    return 0;

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    {
      g_autofree char *name = fold (nl_langinfo (locale_months[i][0]));
      g_autofree char *short_name = fold (nl_langinfo (locale_months[i][1]));

      if (!has_word_beginning (months[i], word) && !g_str_has_prefix (name, word) && !g_str_equal (short_name, word))
        continue;
      if (found != 0)
        return 0;
      found = i + 1;
    }

  return found;
}

static void
set_reading (Reading    *reading,
             guint       day,
             guint       month,
             const Part *year)
{
  *reading = (Reading) { .day = day, .month = month, .year = year->value, .year_digits = year->digits };
}

static gboolean
read_with_month_name (const Part *parts,
                      Reading    *reading)
{
  const guint name = parts[1].digits == 0 ? 1 : 0;
  const Part *day = &parts[1 - name];
  const guint month = find_month (parts[name].word);

  if (parts[name].digits != 0 || month == 0 || parts[2].digits == 0)
    return FALSE;
  /* "1985 December 10" */
  if (day->digits == 4 && parts[2].digits <= 2)
    set_reading (reading, parts[2].value, month, day);
  else
    set_reading (reading, day->value, month, &parts[2]);

  return day->digits > 0 && (day->digits <= 2 || day->digits == 4);
}

static gboolean
read_numbers (const Part *parts,
              Reading    *reading)
{
  const char separator = parts[1].before;

  if (parts[2].before != separator || strchr ("./-", separator) == NULL || separator == '\0')
    return FALSE;

  if (parts[0].digits == 4 && parts[1].digits <= 2 && parts[2].digits <= 2)
    {
      set_reading (reading, parts[2].value, parts[1].value, &parts[0]);
      return TRUE;
    }
  if (parts[0].digits > 2 || parts[1].digits > 2)
    return FALSE;

  set_reading (reading, parts[0].value, parts[1].value, &parts[2]);
  reading->swappable = separator != '.';
  return TRUE;
}

static gboolean
read_parts (const char *text,
            Reading    *reading)
{
  g_autofree char *folded = NULL;
  Parts parts;

  if (strlen (text) > MAX_TEXT)
    return FALSE;
  folded = fold (text);
  if (!cut_midnight (folded) || !split (folded, &parts))
    return FALSE;

  /* 19851210: no day and month can be taken for the beginning of a year. */
  if (parts.count == 1 && parts.parts[0].digits == 8)
    {
      const guint value = parts.parts[0].value;

      *reading = (Reading) { .day = value % 100, .month = value / 100 % 100, .year = value / 10000, .year_digits = 4 };
      return TRUE;
    }
  if (parts.count != 3)
    return FALSE;
  if (parts.parts[0].digits == 0 || parts.parts[1].digits == 0)
    return read_with_month_name (parts.parts, reading);

  return parts.parts[2].digits > 0 && read_numbers (parts.parts, reading);
}

static BedsideBirthDate
check_day (const Reading *reading,
           char          *born)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  const guint today = (guint) (g_date_time_get_year (now) * 10000 + g_date_time_get_month (now) * 100 +
                               g_date_time_get_day_of_month (now));

  if (reading->day > 31 || reading->month > 12 || reading->year > 9999 ||
      !g_date_valid_dmy ((GDateDay) reading->day, (GDateMonth) reading->month, (GDateYear) reading->year))
    return BEDSIDE_BIRTH_DATE_IMPOSSIBLE;
  if (reading->year * 10000 + reading->month * 100 + reading->day > today)
    return BEDSIDE_BIRTH_DATE_FUTURE;
  if (reading->year + MAX_AGE < (guint) g_date_time_get_year (now))
    return BEDSIDE_BIRTH_DATE_TOO_OLD;

  if (born != NULL)
    g_snprintf (born, BEDSIDE_BIRTH_DATE_SIZE, "%04u-%02u-%02u", reading->year, reading->month, reading->day);

  return BEDSIDE_BIRTH_DATE_GOOD;
}

/**
 * bedside_birth_date_read:
 * @text: what is written
 * @order: what comes first in "4/3/1985", where only the order tells
 * @born: (out caller-allocates) (nullable): %BEDSIDE_BIRTH_DATE_SIZE bytes, for the day as "1985-12-10"; "" if it is no
 *   good one
 *
 * Reads ISO dates, numbers in the order of day, month and year or month, day and
 * year, and dates with the month's name in English, German, French, Spanish or
 * as the locale has it. A year of two digits is never completed.
 *
 * Returns: what was found
 */
BedsideBirthDate
bedside_birth_date_read (const char       *text,
                         BedsideDateOrder  order,
                         char             *born)
{
  Reading reading;

  g_return_val_if_fail (text != NULL, BEDSIDE_BIRTH_DATE_EMPTY);

  if (born != NULL)
    *born = '\0';
  if (text[strspn (text, " \t\r\n")] == '\0')
    return BEDSIDE_BIRTH_DATE_EMPTY;
  if (!read_parts (text, &reading))
    return BEDSIDE_BIRTH_DATE_NO_DATE;
  if (reading.year_digits != 4)
    return reading.year_digits <= 2 ? BEDSIDE_BIRTH_DATE_SHORT_YEAR : BEDSIDE_BIRTH_DATE_NO_DATE;

  if (reading.swappable && reading.day <= 12)
    {
      if (reading.month <= 12 && reading.day != reading.month && order == BEDSIDE_DATE_ORDER_UNKNOWN)
        return BEDSIDE_BIRTH_DATE_AMBIGUOUS;
      if (reading.month > 12 || order == BEDSIDE_DATE_ORDER_MONTH_FIRST)
        {
          const guint day = reading.month;

          reading.month = reading.day;
          reading.day = day;
        }
    }

  return check_day (&reading, born);
}

/**
 * bedside_birth_date_get_order:
 * @text: what is written
 *
 * Returns: the order that this date is written in for certain: one of its
 *   numbers can be no month
 */
BedsideDateOrder
bedside_birth_date_get_order (const char *text)
{
  Reading reading;

  g_return_val_if_fail (text != NULL, BEDSIDE_DATE_ORDER_UNKNOWN);

  if (!read_parts (text, &reading) || !reading.swappable)
    return BEDSIDE_DATE_ORDER_UNKNOWN;
  if (reading.day > 12 && reading.day <= 31 && reading.month <= 12)
    return BEDSIDE_DATE_ORDER_DAY_FIRST;
  if (reading.month > 12 && reading.month <= 31 && reading.day <= 12)
    return BEDSIDE_DATE_ORDER_MONTH_FIRST;

  return BEDSIDE_DATE_ORDER_UNKNOWN;
}

/**
 * bedside_birth_date_get_locale_order:
 *
 * Returns: the order in which the person's language writes dates
 */
BedsideDateOrder
bedside_birth_date_get_locale_order (void)
{
  const char *format = nl_langinfo (D_FMT);
  const char *day = strpbrk (format, "de");
  const char *month = strpbrk (format, "mbB");

  /* %D is month, day, year. */
  if (strstr (format, "%D") != NULL || (day != NULL && month != NULL && month < day && strstr (format, "%Y") != format
                                        && strstr (format, "%y") != format))
    return BEDSIDE_DATE_ORDER_MONTH_FIRST;

  return BEDSIDE_DATE_ORDER_DAY_FIRST;
}

/**
 * bedside_birth_date_explain:
 * @self: what was found
 *
 * Returns: (nullable): a sentence for the person; %NULL for a good birth date
 */
const char *
bedside_birth_date_explain (BedsideBirthDate self)
{
  switch (self)
    {
    case BEDSIDE_BIRTH_DATE_GOOD:
      return NULL;
    case BEDSIDE_BIRTH_DATE_EMPTY:
      return _("The birth date is missing.");
    case BEDSIDE_BIRTH_DATE_SHORT_YEAR:
      return _("Write the year of birth with four digits: two could mean this century or the last.");
    case BEDSIDE_BIRTH_DATE_AMBIGUOUS:
      return _("The birth date does not tell which number is the day and which is the month.");
    case BEDSIDE_BIRTH_DATE_IMPOSSIBLE:
      return _("The birth date is a day that does not exist.");
    case BEDSIDE_BIRTH_DATE_FUTURE:
      return _("The birth date is in the future.");
    case BEDSIDE_BIRTH_DATE_TOO_OLD:
      return _("The birth date is more than 130 years ago.");
    case BEDSIDE_BIRTH_DATE_NO_DATE:
    default:
      return _("The birth date is not a date that can be read. Write it like 1985-12-10.");
    }
}

/**
 * bedside_birth_date_write:
 * @born: a birth date as "1985-12-10"
 *
 * Returns: (transfer full): the same as the locale writes it, the month by name
 */
char *
bedside_birth_date_write (const char *born)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("", NULL, NULL, born);

  return g_strdup (bedside_patient_get_birth_date (patient));
}
