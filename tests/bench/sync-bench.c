/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a first sync and each that follows cost without a window: bench-sync MODE ...
 *
 *   first CONVERSATIONS [PATIENTS [MESSAGES]]   signs in to a demo server in a process of its own, then lets messages
 *                                               arrive one by one
 *   parse CONVERSATIONS                         reads an answer of that many
 *   write EVENTS [MESSAGES]                     writes that many events in one transaction, then one by one
 *   serve CONVERSATIONS [PATIENTS]              the server of the first mode
 */

#define G_LOG_DOMAIN "bedside-bench-sync"

#include "sync-bench.h"

#include <locale.h>
#include <string.h>
#include <time.h>

static const struct {
  const char  *name;
  void       (*run) (char **arguments);
} modes[] = {
  { "serve", sync_bench_serve },
  { "first", sync_bench_first },
  { "parse", sync_bench_parse },
  { "write", sync_bench_write },
};

guint
sync_bench_number (const char *argument,
                   guint       otherwise)
{
  guint64 number = 0;

  if (argument == NULL)
    return otherwise;
  if (!g_ascii_string_to_unsigned (argument, 10, 0, G_MAXINT, &number, NULL))
    g_error ("%s is no number", argument);

  return (guint) number;
}

void
sync_bench_print (const char *label,
                  double      number,
                  const char *unit)
{
  g_print ("%s: %.4g %s\n", label, number, unit);
}

static double
get_clock (clockid_t clock)
{
  struct timespec now = { 0 };

  clock_gettime (clock, &now);

  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

double
sync_bench_thread (void)
{
  return get_clock (CLOCK_THREAD_CPUTIME_ID);
}

double
sync_bench_process (void)
{
  return get_clock (CLOCK_PROCESS_CPUTIME_ID);
}

double
sync_bench_memory (const char *name)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;

  const char *found = strstr (text, name);

  return found != NULL ? g_ascii_strtod (found + strlen (name) + 1, NULL) / 1024.0 : 0;
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("no_proxy", "*", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (argc > 2 && g_str_equal (argv[1], modes[i].name))
      {
        modes[i].run (argv + 2);
        return 0;
      }

  g_printerr ("bench-sync first|parse|write|serve NUMBER ...\n");
  return 2;
}
