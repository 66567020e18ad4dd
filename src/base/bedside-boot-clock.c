/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-boot-clock"

#include "bedside-boot-clock.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* The clock that nobody can set and that goes on while the computer is asleep. GLib's goes on while it is awake only,
 * and its timeouts with it.
 *
 * Source: clock_gettime(2), CLOCK_BOOTTIME; timerfd_create(2). */

#define BOOT_ID "/proc/sys/kernel/random/boot_id"

typedef struct {
  int          fd;         /* (owned) */
  GSourceFunc  function;
  gpointer     user_data;
} Timeout;

static void
timeout_free (Timeout *timeout)
{
  close (timeout->fd);
  g_free (timeout);
}

static gboolean
on_due (int          fd,
        GIOCondition condition,
        gpointer     user_data)
{
  Timeout *timeout = user_data;
  guint64 expirations;

  if (read (fd, &expirations, sizeof expirations) < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;
  timeout->function (timeout->user_data);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_boot_clock_get_time:
 *
 * Returns: µs since the computer was started, those in which it was asleep with them
 */
gint64
bedside_boot_clock_get_time (void)
{
  struct timespec now = { 0 };

  if (clock_gettime (CLOCK_BOOTTIME, &now) != 0)
    return g_get_monotonic_time ();

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/**
 * bedside_boot_clock_dup_boot:
 *
 * Times of this clock mean something only until the computer is started anew.
 *
 * Returns: (transfer full) (nullable): which start of the computer this is; %NULL: unknown
 */
char *
bedside_boot_clock_dup_boot (void)
{
  g_autofree char *id = NULL;

  if (!g_file_get_contents (BOOT_ID, &id, NULL, NULL))
    return NULL;
  g_strstrip (id);

  return id[0] != '\0' ? g_steal_pointer (&id) : NULL;
}

/**
 * bedside_boot_clock_add:
 * @due: when, by bedside_boot_clock_get_time()
 * @function: called once in the default main context; to return %G_SOURCE_REMOVE
 * @user_data: data for it
 *
 * Calls @function when the time has come, and at once after a sleep in which it came.
 *
 * Returns: an id for g_source_remove(), not valid any more when @function is called
 */
guint
bedside_boot_clock_add (gint64      due,
                        GSourceFunc function,
                        gpointer    user_data)
{
  g_return_val_if_fail (function != NULL, 0);

  /* A time of 0 would mean never. */
  const gint64 at = MAX (1, due);
  const struct itimerspec once = {
    .it_value = { .tv_sec = (time_t) (at / G_USEC_PER_SEC), .tv_nsec = (long) (at % G_USEC_PER_SEC) * 1000 },
  };
  const int fd = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);

  if (fd < 0 || timerfd_settime (fd, TFD_TIMER_ABSTIME, &once, NULL) != 0)
    {
      const gint64 left = MAX (0, due - bedside_boot_clock_get_time ()) / 1000;

      g_debug ("No timer that counts sleep: %s", g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return g_timeout_add ((guint) MIN (left + 1, G_MAXINT), function, user_data);
    }

  Timeout *timeout = g_new0 (Timeout, 1);

  timeout->fd = fd;
  timeout->function = function;
  timeout->user_data = user_data;

  /* Who opens the lid and presses a key at once: what is due comes first. */
  return g_unix_fd_add_full (G_PRIORITY_HIGH, fd, G_IO_IN, on_due, timeout, (GDestroyNotify) timeout_free);
}
