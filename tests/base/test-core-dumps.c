/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-core-dumps.h"

#include <gio/gio.h>
#include <stdio.h>
#include <unistd.h>

/* What the kernel says of a process, from outside of it. */
static char *
read_about (const char *pid,
            const char *what)
{
  g_autofree char *path = g_build_filename ("/proc", pid, what, NULL);
  g_autoptr(GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
assert_no_dumps (const char *pid)
{
  g_autofree char *limits = read_about (pid, "limits");
  g_autofree char *filter = read_about (pid, "coredump_filter");

  g_assert_true (g_regex_match_simple ("^Max core file size +0 +0 ", limits, G_REGEX_MULTILINE, 0));
  g_assert_cmpuint (g_ascii_strtoull (filter, NULL, 16), ==, 0);
}

/* A program that keeps none, and says so when it is ready. */
static int
be_the_program (void)
{
  bedside_core_dumps_prevent ();
  g_print ("ready\n");
  /* Until the test lets go. */
  while (getchar () != EOF)
    continue;

  return 0;
}

static void
test_program (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) program =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe",
                      "--program", NULL);
  char said[6] = "";

  g_assert_no_error (error);
  g_assert_true (g_input_stream_read_all (g_subprocess_get_stdout_pipe (program), said, sizeof said, NULL, NULL,
                                          &error));
  g_assert_cmpmem (said, sizeof said, "ready\n", 6);
  assert_no_dumps (g_subprocess_get_identifier (program));

  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (program), NULL, &error));
  g_assert_true (g_subprocess_wait_check (program, NULL, &error));
  g_assert_no_error (error);
}

/* Once more does no harm. */
static void
test_twice (void)
{
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());

  bedside_core_dumps_prevent ();
  bedside_core_dumps_prevent ();
  assert_no_dumps (pid);
}

int
main (int    argc,
      char **argv)
{
  if (argc > 1 && g_str_equal (argv[1], "--program"))
    return be_the_program ();

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/core-dumps/program", test_program);
  g_test_add_func ("/base/core-dumps/twice", test_twice);

  return g_test_run ();
}
