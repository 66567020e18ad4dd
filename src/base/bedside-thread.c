/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-thread"

#include "bedside-thread.h"

#include <unistd.h>

typedef enum {
  KIND_UNKNOWN,
  KIND_MAIN,
  KIND_OTHER,
} Kind;

/**
 * bedside_thread_is_main:
 *
 * The main thread is the one that the program began with: the window, the models and the session belong to it.
 *
 * Returns: %TRUE in the main thread
 */
gboolean
bedside_thread_is_main (void)
{
  /* The system is asked once in a thread: this is looked at very often. */
  static _Thread_local Kind kind;

  if (kind == KIND_UNKNOWN)
    kind = gettid () == getpid () ? KIND_MAIN : KIND_OTHER;

  return kind == KIND_MAIN;
}
