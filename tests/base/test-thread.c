/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-thread.h"

static gpointer
look (gpointer data)
{
  return GINT_TO_POINTER (bedside_thread_is_main () ? 1 : 2);
}

static gpointer
work (gpointer data)
{
  bedside_assert_other_thread ();

  return NULL;
}

static gpointer
touch_model (gpointer data)
{
  bedside_assert_main_thread ();

  return NULL;
}

static void
test_is_main (void)
{
  g_assert_true (bedside_thread_is_main ());
  bedside_assert_main_thread ();
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (g_thread_new ("look", look, NULL))), ==, 2);
  g_assert_null (g_thread_join (g_thread_new ("work", work, NULL)));
  g_assert_true (bedside_thread_is_main ());
}

static void
test_wrong (void)
{
  if (g_test_subprocess ())
    {
      work (NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*!bedside_thread_is_main ()*");
}

static void
test_model_elsewhere (void)
{
  if (g_test_subprocess ())
    {
      g_thread_join (g_thread_new ("touch", touch_model, NULL));
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*bedside_thread_is_main ()*");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/thread/is-main", test_is_main);
  g_test_add_func ("/base/thread/worker-function-in-main", test_wrong);
  g_test_add_func ("/base/thread/model-in-worker", test_model_elsewhere);

  return g_test_run ();
}
