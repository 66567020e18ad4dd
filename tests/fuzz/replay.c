/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a target without libFuzzer: replay FOLDER runs each input in it as a test of its own, replay FILE... these. */

#include "fuzz.h"

#include <locale.h>

static void
run_file (gconstpointer data)
{
  g_autofree char *contents = NULL;
  gsize size = 0;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (data, &contents, &size, &error);
  g_assert_no_error (error);
  fuzz_run ((const guint8 *) contents, size);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

static GPtrArray *
list_files (const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) directory = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (directory)) != NULL)
    g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (files, compare_names);
  g_assert_cmpuint (files->len, >, 0);

  return files;
}

static void
add_folder (const char *folder)
{
  g_autofree char *target = g_path_get_basename (folder);
  g_autoptr(GPtrArray) files = list_files (folder);

  for (guint i = 0; i < files->len; i++)
    {
      const char *file = g_ptr_array_index (files, i);
      g_autofree char *name = g_path_get_basename (file);
      g_autofree char *path = g_strdup_printf ("/fuzz/%s/%s", target, name);

      g_test_add_data_func_full (path, g_strdup (file), run_file, g_free);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  fuzz_begin ();

  if (argc == 2 && g_file_test (argv[1], G_FILE_TEST_IS_DIR))
    {
      add_folder (argv[1]);
      return g_test_run ();
    }

  for (int i = 1; i < argc; i++)
    run_file (argv[i]);

  return 0;
}
