/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-faults"

#include "bedside-demo-faults.h"

typedef struct {
  char *method; /* (owned) */
  char *path;   /* (owned) */
} Request;

struct _BedsideDemoFaults
{
  GMutex     lock;     /* of its own: requests are counted while the world is busy */
  GPtrArray *faults;   /* (owned) (element-type BedsideDemoFault): the first that fits is taken */
  GPtrArray *requests; /* (owned) (element-type Request): all that came in */
  guint      taken;    /* how many of them went wrong */
};

static void
request_free (Request *request)
{
  g_free (request->method);
  g_free (request->path);
  g_free (request);
}

static BedsideDemoFault *
fault_copy (const BedsideDemoFault *fault)
{
  BedsideDemoFault *copy = g_new (BedsideDemoFault, 1);

  *copy = *fault;
  copy->method = g_strdup (fault->method);
  copy->path_pattern = g_strdup (fault->path_pattern);
  copy->body = g_strdup (fault->body);
  copy->retry_after = g_strdup (fault->retry_after);

  return copy;
}

/**
 * bedside_demo_fault_free:
 * @self: a copy of a fault
 *
 * Frees @self.
 */
void
bedside_demo_fault_free (BedsideDemoFault *self)
{
  g_free ((char *) self->method);
  g_free ((char *) self->path_pattern);
  g_free ((char *) self->body);
  g_free ((char *) self->retry_after);
  g_free (self);
}

/**
 * bedside_demo_faults_new:
 *
 * Returns: (transfer full): no faults, and no requests yet
 */
BedsideDemoFaults *
bedside_demo_faults_new (void)
{
  BedsideDemoFaults *self = g_new0 (BedsideDemoFaults, 1);

  g_mutex_init (&self->lock);
  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_demo_fault_free);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) request_free);

  return self;
}

/**
 * bedside_demo_faults_free:
 * @self: faults
 *
 * Frees @self.
 */
void
bedside_demo_faults_free (BedsideDemoFaults *self)
{
  g_ptr_array_unref (self->faults);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * bedside_demo_faults_add:
 * @self: faults
 * @fault: what shall go wrong
 *
 * Adds a copy of @fault.
 */
void
bedside_demo_faults_add (BedsideDemoFaults      *self,
                         const BedsideDemoFault *fault)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->faults, fault_copy (fault));
}

/**
 * bedside_demo_faults_clear:
 * @self: faults
 *
 * Nothing goes wrong from now on.
 */
void
bedside_demo_faults_clear (BedsideDemoFaults *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_set_size (self->faults, 0);
}

static gboolean
fits (const char *wanted_method,
      const char *pattern,
      const char *method,
      const char *path)
{
  return (wanted_method == NULL || g_str_equal (wanted_method, method)) &&
         (pattern == NULL || g_pattern_match_simple (pattern, path));
}

/**
 * bedside_demo_faults_take:
 * @self: faults
 * @method: of a request that came in
 * @path: its decoded path
 *
 * Counts the request and decides what goes wrong with it.
 *
 * Returns: (transfer full) (nullable): a copy of the fault, %NULL if nothing goes wrong
 */
BedsideDemoFault *
bedside_demo_faults_take (BedsideDemoFaults *self,
                          const char        *method,
                          const char        *path)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Request *request = g_new0 (Request, 1);

  request->method = g_strdup (method);
  request->path = g_strdup (path);
  g_ptr_array_add (self->requests, request);

  for (guint i = 0; i < self->faults->len; i++)
    {
      BedsideDemoFault *fault = g_ptr_array_index (self->faults, i);

      if (!fits (fault->method, fault->path_pattern, method, path))
        continue;
      self->taken++;
      if (fault->count == 1)
        return g_ptr_array_steal_index (self->faults, i);
      if (fault->count > 1)
        fault->count--;
      return fault_copy (fault);
    }

  return NULL;
}

/**
 * bedside_demo_faults_count:
 * @self: faults
 * @method: (nullable): %NULL: any
 * @path_pattern: (nullable): %NULL: any
 *
 * Returns: how many such requests came in
 */
guint
bedside_demo_faults_count (BedsideDemoFaults *self,
                           const char        *method,
                           const char        *path_pattern)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint count = 0;

  for (guint i = 0; i < self->requests->len; i++)
    {
      Request *request = g_ptr_array_index (self->requests, i);

      count += fits (method, path_pattern, request->method, request->path);
    }

  return count;
}

/**
 * bedside_demo_faults_count_taken:
 * @self: faults
 *
 * Returns: how many requests have met one of them
 */
guint
bedside_demo_faults_count_taken (BedsideDemoFaults *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->taken;
}
