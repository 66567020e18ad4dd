/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-heap.h"

#include <stdlib.h>
#include <unistd.h>

#include "bedside-await.h"

#define BLOCKS 40000
#define SIZE 1000

/* What the process holds, in KiB. */
static guint64
get_resident (void)
{
  g_autofree char *text = NULL;
  guint64 pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  pages = g_ascii_strtoull (strchr (text, ' '), NULL, 10);

  return pages * (guint64) sysconf (_SC_PAGESIZE) / 1024;
}

static void
test_gives_back (void)
{
  g_autofree char **blocks = g_new0 (char *, BLOCKS);
  guint64 before = get_resident (), full = 0;

  for (guint i = 0; i < BLOCKS; i++)
    {
      blocks[i] = malloc (SIZE);
      memset (blocks[i], 1, SIZE);
    }
  full = get_resident ();
  g_assert_cmpuint (full, >, before + BLOCKS * SIZE / 1024 / 2);

  /* Between what stays: by itself it does not go back. */
  for (guint i = 0; i < BLOCKS; i++)
    if (i % 100 != 0)
      g_clear_pointer (&blocks[i], free);
  g_assert_cmpuint (get_resident (), >, full / 2);

  /* Once for all who ask. */
  bedside_heap_give_back_later (0);
  bedside_heap_give_back_later (1);
  bedside_heap_give_back_later (0);
  bedside_await (get_resident () < before + (full - before) / 2, 30);

  for (guint i = 0; i < BLOCKS; i += 100)
    free (blocks[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/heap/gives-back", test_gives_back);

  return g_test_run ();
}
