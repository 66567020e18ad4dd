/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-birth-date.h"

#define D BEDSIDE_DATE_ORDER_DAY_FIRST
#define M BEDSIDE_DATE_ORDER_MONTH_FIRST
#define U BEDSIDE_DATE_ORDER_UNKNOWN

/* What is being tried, on one line. */
static void
say (const char *text)
{
  g_autofree char *escaped = g_strescape (text != NULL ? text : "", NULL);

  g_test_message ("%s", escaped);
}

static const struct {
  const char       *text;
  BedsideDateOrder  order;
  const char       *born;
} good[] = {
  { "1985-12-10", U, "1985-12-10" },
  { " 1985-12-10 ", U, "1985-12-10" },
  { "1985/12/10", M, "1985-12-10" },
  { "1985.12.10", U, "1985-12-10" },
  { "1985-2-1", U, "1985-02-01" },
  { "19851210", U, "1985-12-10" },
  { "1985-12-10T00:00:00", U, "1985-12-10" },
  { "1985-12-10 00:00:00.000", U, "1985-12-10" },
  { "1985-12-10T00:00:00Z", U, "1985-12-10" },
  { "12/10/1985 12:00:00 AM", M, "1985-12-10" },
  { "10.12.1985", U, "1985-12-10" },
  { "10.12.1985", M, "1985-12-10" },
  { "1.2.1985", M, "1985-02-01" },
  { "10. 12. 1985", U, "1985-12-10" },
  { "10/12/1985", D, "1985-12-10" },
  { "12/10/1985", M, "1985-12-10" },
  { "10-12-1985", D, "1985-12-10" },
  { "25/12/1985", U, "1985-12-25" },
  { "25/12/1985", M, "1985-12-25" },
  { "12/25/1985", U, "1985-12-25" },
  { "12/25/1985", D, "1985-12-25" },
  { "7/7/1985", U, "1985-07-07" },
  { "29/2/2000", U, "2000-02-29" },
  { "10 Dec 1985", U, "1985-12-10" },
  { "10-Dec-1985", U, "1985-12-10" },
  { "Dec 10, 1985", D, "1985-12-10" },
  { "December 10th, 1985", U, "1985-12-10" },
  { "10th of December 1985", U, "1985-12-10" },
  { "10. Dezember 1985", U, "1985-12-10" },
  { "3. M\xc3\xa4rz 1985", U, "1985-03-03" },
  { "1er ao\xc3\xbbt 1985", U, "1985-08-01" },
  { "14 juil. 1985", U, "1985-07-14" },
  { "le 3 f\xc3\xa9vrier 1985", U, "1985-02-03" },
  { "10 de diciembre de 1985", U, "1985-12-10" },
  { "1 ENERO 1985", U, "1985-01-01" },
  { "1985 Dec 10", U, "1985-12-10" },
  /* Arabic digits, and the dashes of typesetters. */
  { "\xd9\xa1\xd9\xa9\xd9\xa8\xd9\xa5-\xd9\xa1\xd9\xa2-\xd9\xa1\xd9\xa0", U, "1985-12-10" },
  { "1985\xe2\x80\x93" "12\xe2\x80\x93" "10", U, "1985-12-10" },
};

static const struct {
  const char       *text;
  BedsideDateOrder  order;
  BedsideBirthDate  status;
} bad[] = {
  { "", U, BEDSIDE_BIRTH_DATE_EMPTY },
  { "  \t", U, BEDSIDE_BIRTH_DATE_EMPTY },
  { "unknown", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "-", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "1985", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "31391", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "12/1985", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "10 12 1985", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "10/12-1985", D, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "10.12.198", D, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "10.12.19855", D, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "100.12.1985", D, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "10 jui 1985", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "10 ma 1985", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "10 Foo 1985", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "Dec Dec 1985", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "Dec 1985", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "1985-12-09T23:00:00Z", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "1985-12-10 12:00", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "00:00", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "a:b", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "1985-12-10 or 1985-12-11", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "\xff\xfe", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "99999999999999999999", U, BEDSIDE_BIRTH_DATE_NO_DATE },
  { "10.12.85", D, BEDSIDE_BIRTH_DATE_SHORT_YEAR },
  { "12/10/85", M, BEDSIDE_BIRTH_DATE_SHORT_YEAR },
  { "85-12-10", U, BEDSIDE_BIRTH_DATE_SHORT_YEAR },
  { "10 Dec 85", U, BEDSIDE_BIRTH_DATE_SHORT_YEAR },
  { "10/12/1985", U, BEDSIDE_BIRTH_DATE_AMBIGUOUS },
  { "1-2-1985", U, BEDSIDE_BIRTH_DATE_AMBIGUOUS },
  { "31.2.1985", U, BEDSIDE_BIRTH_DATE_IMPOSSIBLE },
  { "29.2.1985", U, BEDSIDE_BIRTH_DATE_IMPOSSIBLE },
  { "2/30/1985", M, BEDSIDE_BIRTH_DATE_IMPOSSIBLE },
  { "13/13/1985", D, BEDSIDE_BIRTH_DATE_IMPOSSIBLE },
  { "32/1/1985", D, BEDSIDE_BIRTH_DATE_IMPOSSIBLE },
  { "12.25.1985", U, BEDSIDE_BIRTH_DATE_IMPOSSIBLE },
  { "1985-13-01", U, BEDSIDE_BIRTH_DATE_IMPOSSIBLE },
  { "0000-00-00", U, BEDSIDE_BIRTH_DATE_IMPOSSIBLE },
  { "00.00.0000", U, BEDSIDE_BIRTH_DATE_IMPOSSIBLE },
  { "19121985", U, BEDSIDE_BIRTH_DATE_IMPOSSIBLE },
  { "9999-12-31", U, BEDSIDE_BIRTH_DATE_FUTURE },
  { "1785-12-10", U, BEDSIDE_BIRTH_DATE_TOO_OLD },
  { "01.01.0001", U, BEDSIDE_BIRTH_DATE_TOO_OLD },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      char born[BEDSIDE_BIRTH_DATE_SIZE];

      say (good[i].text);
      g_assert_cmpint (bedside_birth_date_read (good[i].text, good[i].order, born), ==, BEDSIDE_BIRTH_DATE_GOOD);
      g_assert_cmpstr (born, ==, good[i].born);
    }
  g_assert_null (bedside_birth_date_explain (BEDSIDE_BIRTH_DATE_GOOD));
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      char born[BEDSIDE_BIRTH_DATE_SIZE] = "x";

      say (bad[i].text);
      g_assert_cmpint (bedside_birth_date_read (bad[i].text, bad[i].order, born), ==, bad[i].status);
      g_assert_cmpstr (born, ==, "");
      g_assert_nonnull (bedside_birth_date_explain (bad[i].status));
    }
}

static void
test_order (void)
{
  g_assert_cmpint (bedside_birth_date_get_order ("25/12/1985"), ==, D);
  g_assert_cmpint (bedside_birth_date_get_order ("12/25/1985"), ==, M);
  g_assert_cmpint (bedside_birth_date_get_order ("12-25-85"), ==, M);
  g_assert_cmpint (bedside_birth_date_get_order ("10/12/1985"), ==, U);
  /* These say nothing of how the others are written. */
  g_assert_cmpint (bedside_birth_date_get_order ("25.12.1985"), ==, U);
  g_assert_cmpint (bedside_birth_date_get_order ("1985/12/25"), ==, U);
  g_assert_cmpint (bedside_birth_date_get_order ("40/12/1985"), ==, U);
  g_assert_cmpint (bedside_birth_date_get_order ("25/13/1985"), ==, U);
  g_assert_cmpint (bedside_birth_date_get_order ("Dec 25, 1985"), ==, U);
  g_assert_cmpint (bedside_birth_date_get_order ("\xff"), ==, U);
}

/* Today somebody is born, tomorrow nobody has been. */
static void
test_today (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) later = g_date_time_add_days (now, 1);
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *tomorrow = g_date_time_format (later, "%Y-%m-%d");

  g_assert_cmpint (bedside_birth_date_read (today, U, NULL), ==, BEDSIDE_BIRTH_DATE_GOOD);
  g_assert_cmpint (bedside_birth_date_read (tomorrow, U, NULL), ==, BEDSIDE_BIRTH_DATE_FUTURE);
}

/* What is shown to be right can be typed again. */
static void
test_write (void)
{
  char born[BEDSIDE_BIRTH_DATE_SIZE];
  g_autofree char *written = bedside_birth_date_write ("1985-12-10");
  g_autofree char *nothing = bedside_birth_date_write ("nonsense");

  g_assert_cmpstr (written, ==, "10 Dec 1985");
  g_assert_cmpint (bedside_birth_date_read (written, U, born), ==, BEDSIDE_BIRTH_DATE_GOOD);
  g_assert_cmpstr (born, ==, "1985-12-10");
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpint (bedside_birth_date_get_locale_order (), ==, M);
}

static void
test_random (void)
{
  static const char letters[] = "0123456789./- :,TDecam\xc3\xa4\xff";

  for (guint round = 0; round < 20000; round++)
    {
      char text[80], born[BEDSIDE_BIRTH_DATE_SIZE];
      const guint length = (guint) g_test_rand_int_range (0, sizeof text);

      for (guint i = 0; i < length; i++)
        text[i] = letters[g_test_rand_int_range (0, sizeof letters - 1)];
      text[MIN (length, sizeof text - 1)] = '\0';
      const BedsideBirthDate status = bedside_birth_date_read (text, (BedsideDateOrder) (round % 3), born);
      g_assert_true ((status == BEDSIDE_BIRTH_DATE_GOOD) == (born[0] != '\0'));
      bedside_birth_date_get_order (text);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/birth-date/good", test_good);
  g_test_add_func ("/practice/birth-date/bad", test_bad);
  g_test_add_func ("/practice/birth-date/order", test_order);
  g_test_add_func ("/practice/birth-date/today", test_today);
  g_test_add_func ("/practice/birth-date/write", test_write);
  g_test_add_func ("/practice/birth-date/random", test_random);

  return g_test_run ();
}
