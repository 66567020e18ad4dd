/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-store-fields.h"

#include <gio/gio.h>

static void
test_there_and_back (void)
{
  g_autofree char *packed = bedside_store_fields_pack ("events", "", "1:2:3", "\303\244", NULL);
  g_auto(GStrv) fields = bedside_store_fields_unpack (packed, 4);

  g_assert_cmpstr (packed, ==, "6:events0:5:1:2:32:\303\244");
  g_assert_nonnull (fields);
  g_assert_cmpstr (fields[0], ==, "events");
  g_assert_cmpstr (fields[1], ==, "");
  g_assert_cmpstr (fields[2], ==, "1:2:3");
  g_assert_cmpstr (fields[3], ==, "\303\244");
  g_assert_null (fields[4]);
}

static void
test_unambiguous (void)
{
  g_autofree char *first = bedside_store_fields_pack ("ab", "c", NULL);
  g_autofree char *second = bedside_store_fields_pack ("a", "bc", NULL);
  g_autofree char *third = bedside_store_fields_pack ("ab1:c", NULL);
  g_autofree char *fourth = bedside_store_fields_pack ("ab", "c", "", NULL);

  g_assert_cmpstr (first, !=, second);
  g_assert_cmpstr (first, !=, third);
  g_assert_cmpstr (first, !=, fourth);
}

static void
test_wrong_count (void)
{
  g_autofree char *packed = bedside_store_fields_pack ("a", "b", NULL);

  g_assert_null (bedside_store_fields_unpack (packed, 0));
  g_assert_null (bedside_store_fields_unpack (packed, 1));
  g_assert_null (bedside_store_fields_unpack (packed, 3));
}

static void
test_bad (void)
{
  const char *const bad[] = {
    "", "1", "1:", ":a", "2:a", "-1:a", "+1:a", " 1:a", "a:a", "1;a", "1:ab", "99999999999999999999:a",
    "18446744073709551615:a", "18446744073709551614:a", "0x1:a",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto(GStrv) fields = bedside_store_fields_unpack (bad[i], 1);

      g_test_message ("%s", bad[i]);
      g_assert_null (fields);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/fields/there-and-back", test_there_and_back);
  g_test_add_func ("/store/fields/unambiguous", test_unambiguous);
  g_test_add_func ("/store/fields/wrong-count", test_wrong_count);
  g_test_add_func ("/store/fields/bad", test_bad);

  return g_test_run ();
}
