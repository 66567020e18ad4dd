/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How many objects of each type there are. GLib counts only if it is built for debugging
 * (GOBJECT_DEBUG=instance-count), and Debian's is not. So GObject's own class is changed before others copy it: each
 * object passes its constructed() and its finalize(), by which time the object still is of its last type.
 */

#define G_LOG_DOMAIN "bedside-bench-objects"

#include "objects.h"

static GMutex mutex;
static GHashTable *counts; /* (owned): from types to numbers */
static void (*original_constructed) (GObject *object);
static void (*original_finalize) (GObject *object);

static void
count (GObject *object,
       int      change)
{
  gpointer type = GSIZE_TO_POINTER (G_OBJECT_TYPE (object));
  int before = 0;

  g_mutex_lock (&mutex);
  before = GPOINTER_TO_INT (g_hash_table_lookup (counts, type));
  g_hash_table_insert (counts, type, GINT_TO_POINTER (before + change));
  g_mutex_unlock (&mutex);
}

static void
constructed (GObject *object)
{
  count (object, 1);
  original_constructed (object);
}

static void
finalize (GObject *object)
{
  count (object, -1);
  original_finalize (object);
}

void
bench_objects_start (void)
{
  /* It stays: of the base of all classes there is never a last reference. */
  GObjectClass *klass = g_type_class_ref (G_TYPE_OBJECT);

  counts = g_hash_table_new (NULL, NULL);
  original_constructed = klass->constructed;
  original_finalize = klass->finalize;
  klass->constructed = constructed;
  klass->finalize = finalize;
}

void
bench_objects_append (GString *json)
{
  GHashTableIter iter;
  gpointer type = NULL, number = NULL;
  const char *separator = "";

  g_mutex_lock (&mutex);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &type, &number))
    {
      g_string_append_printf (json, "%s\"%s\": %d", separator, g_type_name (GPOINTER_TO_SIZE (type)),
                              GPOINTER_TO_INT (number));
      separator = ", ";
    }
  g_mutex_unlock (&mutex);
}
