/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-status-watch"

#include "bedside-status-watch.h"

#include "bedside-matrix-error.h"
#include "bedside-module.h"

/* In ms. */
#define PACE (10 * 60 * 1000)

struct _BedsideStatusWatch
{
  GObject          parent_instance;

  BedsideClient   *client;       /* (owned) */
  BedsideRegistry *registry;     /* (owned) */

  GCancellable    *cancellable;  /* (owned) (nullable): while online */
  guint            wait_id;
  guint            attempt;
};

G_DEFINE_FINAL_TYPE (BedsideStatusWatch, bedside_status_watch, G_TYPE_OBJECT)

static void
bedside_status_watch_dispose (GObject *object)
{
  BedsideStatusWatch *self = BEDSIDE_STATUS_WATCH (object);

  bedside_status_watch_set_online (self, FALSE);
  g_clear_object (&self->client);
  g_clear_object (&self->registry);

  G_OBJECT_CLASS (bedside_status_watch_parent_class)->dispose (object);
}

static void
bedside_status_watch_class_init (BedsideStatusWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_status_watch_dispose;
}

static void
bedside_status_watch_init (BedsideStatusWatch *self)
{
}

/* @status: NULL: @otherwise holds for all. */
static void
show (BedsideStatusWatch        *self,
      const BedsideModuleStatus *status,
      BedsideEnforcement         otherwise)
{
  GListModel *practices = bedside_registry_get_practices (self->registry);

  for (guint i = 0; i < g_list_model_get_n_items (practices); i++)
    {
      g_autoptr(BedsidePractice) practice = g_list_model_get_item (practices, i);
      const char *id = bedside_practice_get_room_id (practice);
      gboolean is_listed = status && g_strv_contains ((const char *const *) status->practices, id);

      bedside_practice_set_enforcement (practice, is_listed ? BEDSIDE_ENFORCEMENT_ENFORCED : otherwise);
    }
}

static void ask (BedsideStatusWatch *self);

static gboolean
on_wait_over (gpointer user_data)
{
  BedsideStatusWatch *self = user_data;

  self->wait_id = 0;
  ask (self);

  return G_SOURCE_REMOVE;
}

static void
ask_later (BedsideStatusWatch *self,
           gint64              delay)
{
  g_clear_handle_id (&self->wait_id, g_source_remove);
  self->wait_id = g_timeout_add ((guint) delay, on_wait_over, self);
}

static void
on_status (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BedsideStatusWatch) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideModuleStatus) status =
    bedside_client_get_module_status_finish (BEDSIDE_CLIENT (source), result, &error);
  gint64 delay = -1;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->cancellable == NULL)
    return;

  if (status != NULL && status->enforced)
    show (self, status, BEDSIDE_ENFORCEMENT_NOT_CONFIGURED);
  else if (status != NULL || g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_UNRECOGNIZED))
    show (self, NULL, BEDSIDE_ENFORCEMENT_NOT_ENFORCED);
  /* There is a module, and for it this account is no practitioner's: that is for the administrator, too. */
  else if (g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_FORBIDDEN))
    show (self, NULL, BEDSIDE_ENFORCEMENT_NOT_CONFIGURED);
  else
    delay = bedside_matrix_error_get_retry_delay (error, self->attempt);

  self->attempt = delay < 0 ? 0 : self->attempt + 1;
  ask_later (self, delay < 0 ? PACE : delay);
}

static void
ask (BedsideStatusWatch *self)
{
  if (self->cancellable != NULL)
    bedside_client_get_module_status_async (self->client, self->cancellable, on_status, g_object_ref (self));
}

/* A practice has just been founded or joined. */
static void
on_practices_changed (BedsideStatusWatch *self,
                      guint               position,
                      guint               removed,
                      guint               added)
{
  if (added > 0 && self->cancellable != NULL)
    ask_later (self, 0);
}

/**
 * bedside_status_watch_new:
 * @client: the session on the server
 * @registry: the practices
 *
 * Returns: (transfer full): a watch that is not online
 */
BedsideStatusWatch *
bedside_status_watch_new (BedsideClient   *client,
                          BedsideRegistry *registry)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (registry), NULL);

  BedsideStatusWatch *self = g_object_new (BEDSIDE_TYPE_STATUS_WATCH, NULL);

  self->client = g_object_ref (client);
  self->registry = g_object_ref (registry);
  g_signal_connect_object (bedside_registry_get_practices (registry), "items-changed",
                           G_CALLBACK (on_practices_changed), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * bedside_status_watch_set_online:
 * @self: a watch
 * @online: whether the server can be reached
 *
 * What was known is kept while it cannot.
 */
void
bedside_status_watch_set_online (BedsideStatusWatch *self,
                                 gboolean            online)
{
  g_return_if_fail (BEDSIDE_IS_STATUS_WATCH (self));

  if (online == (self->cancellable != NULL))
    return;

  self->attempt = 0;
  if (online)
    {
      self->cancellable = g_cancellable_new ();
      ask (self);
      return;
    }
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->wait_id, g_source_remove);
}
