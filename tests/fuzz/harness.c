/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fuzz.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

/* Of CPU time, so that a busy machine finds nothing; sanitizers are three times as slow as what people run. */
#define LIMIT_SECONDS 1.0

static double
get_cpu_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static GLogWriterOutput
discard (GLogLevelFlags   level,
         const GLogField *fields,
         gsize            n_fields,
         gpointer         user_data)
{
  return GPOINTER_TO_UINT (user_data) & level ? g_log_writer_standard_streams (level, fields, n_fields, NULL)
                                              : G_LOG_WRITER_HANDLED;
}

void
fuzz_begin (void)
{
  /* What a server sends may be worth a warning, but never an assertion. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_log_set_writer_func (discard, GUINT_TO_POINTER (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL), NULL);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  fuzz_set_up ();
}

void
fuzz_run (const guint8 *data,
          gsize         size)
{
  double start = get_cpu_seconds ();

  fuzz_one ((const char *) data, size);
  if (get_cpu_seconds () - start > LIMIT_SECONDS)
    g_error ("An input of %" G_GSIZE_FORMAT " bytes took %.1f s", size, get_cpu_seconds () - start);
}

GStrv
fuzz_split (const char *data,
            gsize       size,
            guint       max)
{
  g_autofree char *text = g_strndup (data, size);

  return g_strsplit (text, "\n", (int) max);
}

void
fuzz_settle (void)
{
  gint64 end = g_get_monotonic_time () + FUZZ_LIMIT * G_USEC_PER_SEC;

  while (g_main_context_iteration (NULL, FALSE))
    if (g_get_monotonic_time () > end)
      g_error ("The main loop does not come to rest");
}

char *
fuzz_folder_new (void)
{
  static guint number;
  const char *root = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm" : g_get_tmp_dir ();

  return g_strdup_printf ("%s/bedside-fuzz-%d-%u", root, getpid (), number++);
}
