/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-core-dumps"

#include "bedside-core-dumps.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

/* Source: core(5). */
#define FILTER "/proc/self/coredump_filter"

/* A limit of 0 is for files: where the kernel pipes dumps to a program, which then keeps them, it does not count. */
static void
leave_memory_out (void)
{
  static const char nothing[] = "0";
  const int fd = open (FILTER, O_WRONLY | O_CLOEXEC);

  /* A kernel without core dumps has no filter either. */
  if (fd < 0)
    return;
  if (write (fd, nothing, sizeof nothing - 1) < 0)
    g_debug ("What a core dump holds cannot be limited: %s", g_strerror (errno));
  close (fd);
}

/**
 * bedside_core_dumps_prevent:
 *
 * When this program crashes, what it has in memory is not written to a disk: names, texts, tokens and keys are in
 * there. To be called first of all. Programs that it starts inherit that.
 *
 * PR_SET_DUMPABLE would do the same, but take away /proc/PID/root, by which portals find out who asks.
 */
void
bedside_core_dumps_prevent (void)
{
  const struct rlimit none = { 0, 0 };

  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_debug ("Core dumps cannot be limited: %s", g_strerror (errno));
  leave_memory_out ();
}
