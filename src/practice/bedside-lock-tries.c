/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-lock-tries"

#include "bedside-lock-tries.h"

/* Wrong passcodes make the next try wait, and that is remembered in the keyring: starting Bedside anew does not help.
 * The time is that of the boot clock, which nobody can set, neither back nor on. Where it is not known how much of a
 * wait is over, because the computer was started anew, the wait begins anew: it is never longer than it was.
 *
 * The text is "1:WRONG:TIME:BOOT". */
#define FORMAT "1"
#define FREE_TRIES 3
/* Of what is kept: what lies beyond does not make the wait longer. */
#define MOST_WRONG 1000

/**
 * bedside_lock_tries_get_wait: (skip)
 * @wrong: how many wrong passcodes were tried in a row
 *
 * Returns: how long the next try has to wait, in s
 */
guint
bedside_lock_tries_get_wait (guint wrong)
{
  guint wait = 1;

  if (wrong < FREE_TRIES)
    return 0;
  for (guint i = FREE_TRIES; i < wrong && wait < BEDSIDE_LOCK_LONGEST_WAIT; i++)
    wait *= 2;

  return MIN (wait, BEDSIDE_LOCK_LONGEST_WAIT);
}

/**
 * bedside_lock_tries_to_text: (skip)
 * @wrong: how many wrong passcodes were tried in a row, the one with it that is about to be checked
 * @now: µs, of the boot clock
 * @boot: (nullable): which start of the computer it is the clock of
 *
 * Returns: (transfer full): what to keep in the keyring
 */
char *
bedside_lock_tries_to_text (guint       wrong,
                            gint64      now,
                            const char *boot)
{
  return g_strdup_printf (FORMAT ":%u:%" G_GINT64_FORMAT ":%s", MIN (wrong, MOST_WRONG), now, boot ? boot : "");
}

/**
 * bedside_lock_tries_read: (skip)
 * @text: (nullable): what is kept in the keyring
 * @now: µs, of the boot clock
 * @boot: (nullable): which start of the computer it is the clock of
 * @wrong: (out): how many wrong passcodes were tried in a row
 *
 * Reads how long the next try has to wait. A text that cannot be read is no leave to try.
 *
 * Returns: when it may be, by the boot clock; not after @now: at once
 */
gint64
bedside_lock_tries_read (const char *text,
                         gint64      now,
                         const char *boot,
                         guint      *wrong)
{
  g_auto(GStrv) parts = text != NULL ? g_strsplit (text, ":", 4) : NULL;
  guint64 count = MOST_WRONG;
  gint64 tried = 0;

  *wrong = 0;
  if (text == NULL)
    return now;

  if (g_strv_length (parts) != 4 || !g_str_equal (parts[0], FORMAT) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 0, MOST_WRONG, &count, NULL) ||
      !g_ascii_string_to_signed (parts[2], 10, 0, G_MAXINT64, &tried, NULL))
    {
      *wrong = MOST_WRONG;
      return now + (gint64) BEDSIDE_LOCK_LONGEST_WAIT * G_USEC_PER_SEC;
    }

  *wrong = (guint) count;
  if (boot == NULL || !g_str_equal (parts[3], boot) || tried > now)
    tried = now;

  return tried + (gint64) bedside_lock_tries_get_wait (*wrong) * G_USEC_PER_SEC;
}
