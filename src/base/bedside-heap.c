/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-heap"

#include "bedside-heap.h"

#include <gio/gio.h>

#include "bedside-thread.h"

#ifdef __GLIBC__
#include <malloc.h>

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
on_later (gpointer user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, on_later);
  g_task_run_in_thread (task, trim);

  return G_SOURCE_REMOVE;
}
#endif

/**
 * bedside_heap_give_back_later:
 * @seconds: how much later; GLib's slices, of which JSON is made, are not freed before 15 are over
 *
 * To be called after work that took much memory, such as a first sync: the C library
 * keeps what was freed between things that stay, and takes it for what comes, which
 * needs less. It goes back to the system, in a thread.
 */
void
bedside_heap_give_back_later (guint seconds)
{
#ifdef __GLIBC__
  g_timeout_add_seconds (seconds, on_later, NULL);
#endif
}
