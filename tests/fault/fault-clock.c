/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* It would have functions of its own in the place of those below. */
#undef _FORTIFY_SOURCE

#include "fault-clock.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SECOND G_GINT64_CONSTANT (1000000000)
/* A poll under way does not know of a new speed: it looks that often. */
#define LONGEST_POLL 50

/* Time that passed, in ns: @base at the real time @since, @speed times as fast from then on. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static gint64 base;
static gint64 since;
static gint64 speed = 1;
static gint64 jumped;

static _Thread_local enum { UNKNOWN, SERVER, CLIENT } role;

static gint64
ask_kernel (clockid_t id)
{
  struct timespec now = { 0 };

  syscall (SYS_clock_gettime, id, &now);

  return now.tv_sec * SECOND + now.tv_nsec;
}

/* How far the time of the program is ahead of the real one. */
static gint64
get_lead (void)
{
  gint64 real = ask_kernel (CLOCK_MONOTONIC);
  gint64 lead;

  pthread_mutex_lock (&lock);
  lead = since != 0 ? base + (real - since) * speed - real : 0;
  pthread_mutex_unlock (&lock);

  return lead;
}

static gboolean
is_server (void)
{
  char name[17] = "";

  if (role == UNKNOWN)
    {
      prctl (PR_GET_NAME, name, 0, 0, 0);
      role = strcmp (name, "demo-server") == 0 ? SERVER : CLIENT;
    }

  return role == SERVER;
}

static gint64
get_time (clockid_t id)
{
  gint64 now = ask_kernel (id);

  switch (id)
    {
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
      return now + get_lead ();

    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
      return now + get_lead () + (is_server () ? 0 : jumped);

    default:
      return now;
    }
}

/* --- in the place of the C library's --- */

int
clock_gettime (clockid_t        id,
               struct timespec *now)
{
  gint64 time = get_time (id);

  now->tv_sec = time / SECOND;
  now->tv_nsec = time % SECOND;

  return 0;
}

int
gettimeofday (struct timeval *restrict now,
              void *restrict           zone)
{
  gint64 time = get_time (CLOCK_REALTIME);

  now->tv_sec = time / SECOND;
  now->tv_usec = time % SECOND / 1000;

  return 0;
}

time_t
time (time_t *result)
{
  time_t now = get_time (CLOCK_REALTIME) / SECOND;

  if (result != NULL)
    *result = now;

  return now;
}

int
ppoll (struct pollfd         *fds,
       nfds_t                 count,
       const struct timespec *timeout,
       const sigset_t        *mask)
{
  gint64 end = timeout ? get_time (CLOCK_MONOTONIC) + timeout->tv_sec * SECOND + timeout->tv_nsec : G_MAXINT64;

  while (TRUE)
    {
      gint64 left = timeout ? MAX (end - get_time (CLOCK_MONOTONIC), 0) / speed : G_MAXINT64;
      struct timespec step = { 0, CLAMP (left, 0, LONGEST_POLL * SECOND / 1000) };
      struct timespec *wait = timeout ? &step : NULL;
      int result = syscall (SYS_ppoll, fds, count, wait, mask, _NSIG / 8);

      if (result != 0 || (timeout != NULL && get_time (CLOCK_MONOTONIC) >= end))
        return result;
    }
}

int
poll (struct pollfd *fds,
      nfds_t         count,
      int            timeout)
{
  const struct timespec wait = { timeout / 1000, timeout % 1000 * (SECOND / 1000) };

  return ppoll (fds, count, timeout < 0 ? NULL : &wait, NULL);
}

/* --- what tests call --- */

gint64
fault_clock_get_real (void)
{
  return ask_kernel (CLOCK_MONOTONIC) / 1000;
}

void
fault_clock_set_speed (guint new_speed)
{
  gint64 real = ask_kernel (CLOCK_MONOTONIC);
  gint64 now = real + get_lead ();

  pthread_mutex_lock (&lock);
  base = now;
  since = real;
  speed = new_speed;
  pthread_mutex_unlock (&lock);
}

void
fault_clock_jump (gint64 seconds)
{
  jumped += seconds * SECOND;
}

void
fault_clock_be_server (gboolean server)
{
  role = server ? SERVER : CLIENT;
}

void
fault_clock_reset (void)
{
  fault_clock_set_speed (1);
  jumped = 0;
}
