/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/*
 * User data of an asynchronous call for a widget that must not outlive its window only because an answer is awaited:
 * bedside_weak_new() when calling, bedside_weak_take() once in the callback. (GTK does not take a window apart before
 * its last reference is gone: "closed meanwhile" cannot be seen on one that is held.)
 */

static inline gpointer
bedside_weak_new (gpointer object)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, object);

  return weak;
}

/* Returns: (transfer full) (nullable): the object, if it is still there */
static inline gpointer
bedside_weak_take (gpointer weak)
{
  gpointer object = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);

  return object;
}

G_END_DECLS
