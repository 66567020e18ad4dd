/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-launcher-badge"

#include "bedside-launcher-badge.h"

#define INTERFACE "com.canonical.Unity.LauncherEntry"
/* Any path does: docks listen to the interface and go by the desktop file. */
#define OBJECT_PATH "/org/bedside/Bedside/launcher"

/* Nothing told yet, not even that there is nothing: a dock may still show what a run told that has crashed. */
#define UNTOLD G_MAXUINT

struct _BedsideLauncherBadge
{
  GObject          parent_instance;

  GDBusConnection *bus;    /* (owned) (nullable) */
  char            *uri;    /* (owned): of the desktop file */
  guint            count;
};

G_DEFINE_FINAL_TYPE (BedsideLauncherBadge, bedside_launcher_badge, G_TYPE_OBJECT)

static void
tell (BedsideLauncherBadge *self,
      guint                 count)
{
  GVariantBuilder builder;

  if (self->bus == NULL || g_dbus_connection_is_closed (self->bus) || self->count == count)
    return;

  self->count = count;
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "count", g_variant_new_int64 (count));
  g_variant_builder_add (&builder, "{sv}", "count-visible", g_variant_new_boolean (count > 0));
  /* An icon that blinks is a notification, which quiet hours would have to stop. */
  g_variant_builder_add (&builder, "{sv}", "urgent", g_variant_new_boolean (FALSE));
  g_dbus_connection_emit_signal (self->bus, NULL, OBJECT_PATH, INTERFACE, "Update",
                                 g_variant_new ("(sa{sv})", self->uri, &builder), NULL);
}

static void
bedside_launcher_badge_dispose (GObject *object)
{
  BedsideLauncherBadge *self = BEDSIDE_LAUNCHER_BADGE (object);

  /* What was never told needs not be taken back. */
  if (self->count != UNTOLD)
    tell (self, 0);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (bedside_launcher_badge_parent_class)->dispose (object);
}

static void
bedside_launcher_badge_finalize (GObject *object)
{
  g_free (BEDSIDE_LAUNCHER_BADGE (object)->uri);

  G_OBJECT_CLASS (bedside_launcher_badge_parent_class)->finalize (object);
}

static void
bedside_launcher_badge_class_init (BedsideLauncherBadgeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_launcher_badge_dispose;
  G_OBJECT_CLASS (klass)->finalize = bedside_launcher_badge_finalize;
}

static void
bedside_launcher_badge_init (BedsideLauncherBadge *self)
{
  self->count = UNTOLD;
}

/**
 * bedside_launcher_badge_new:
 * @bus: (nullable): the session bus; %NULL: nobody is told
 * @app_id: the name of the desktop file, without its ending
 *
 * Source: Unity's LauncherEntry API; also KDE's task manager, Dash to Dock, Plank.
 *
 * Returns: (transfer full): the badge
 */
BedsideLauncherBadge *
bedside_launcher_badge_new (GDBusConnection *bus,
                            const char      *app_id)
{
  BedsideLauncherBadge *self;

  g_return_val_if_fail (bus == NULL || G_IS_DBUS_CONNECTION (bus), NULL);
  g_return_val_if_fail (app_id != NULL, NULL);

  self = g_object_new (BEDSIDE_TYPE_LAUNCHER_BADGE, NULL);
  g_set_object (&self->bus, bus);
  self->uri = g_strdup_printf ("application://%s.desktop", app_id);

  return self;
}

/**
 * bedside_launcher_badge_set_count:
 * @self: the badge
 * @count: how many conversations have new messages; 0 takes the badge away
 *
 * Tells the docks, if it is another number than before.
 */
void
bedside_launcher_badge_set_count (BedsideLauncherBadge *self,
                                  guint                 count)
{
  g_return_if_fail (BEDSIDE_IS_LAUNCHER_BADGE (self));
  g_return_if_fail (count != UNTOLD);

  tell (self, count);
}
