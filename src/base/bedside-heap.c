/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-heap"

#include "bedside-heap.h"

#include <gio/gio.h>

#include "bedside-thread.h"

#ifdef __GLIBC__
#include <malloc.h>

/* Whoever asks again and again does not put it off for longer. */
#define LONGEST (60 * G_USEC_PER_SEC)

/* Of the main thread: one for all who ask, because the heap is one. */
static struct {
  guint  source_id;  /* 0: nobody has asked */
  gint64 asked_at;   /* when somebody asked first */
  gint64 due;
} pending;

static void
trim (GTask        *task,
      gpointer      source_object,
      gpointer      task_data,
      GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  malloc_trim (0);
  g_task_return_boolean (task, TRUE);
}

static gboolean
on_due (gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  pending.source_id = 0;
  g_task_set_source_tag (task, on_due);
  g_task_run_in_thread (task, trim);

  return G_SOURCE_REMOVE;
}

static void
plan (guint seconds)
{
  const gint64 now = g_get_monotonic_time ();
  const gint64 due = now + seconds * G_USEC_PER_SEC;

  if (pending.source_id == 0)
    pending.asked_at = now;
  else if (due <= pending.due || due > pending.asked_at + LONGEST)
    return;

  g_clear_handle_id (&pending.source_id, g_source_remove);
  pending.due = due;
  pending.source_id = g_timeout_add_seconds_full (G_PRIORITY_LOW, seconds, on_due, NULL, NULL);
}
#endif

/**
 * bedside_heap_give_back_later:
 * @seconds: how much later; GLib's slices, of which JSON is made, are not freed before 15 are over
 *
 * To be called after work that took much memory, such as a first sync: the C library
 * keeps what was freed between things that stay, and takes it for what comes, which
 * needs less. It goes back to the system, once for all who have asked, and when nothing else is to be done: it is done
 * in a thread, but the C library locks the heap meanwhile, so that whoever needs memory waits for it. After a first
 * sync of 1,000 conversations (24 MB of holes) that is up to a frame.
 */
void
bedside_heap_give_back_later (guint seconds)
{
  bedside_assert_main_thread ();

#ifdef __GLIBC__
  plan (seconds);
#endif
}
