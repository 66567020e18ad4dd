/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-tray"

#include "bedside-tray.h"

#include "bedside-tray-item.h"

#define WATCHER "org.kde.StatusNotifierWatcher"
#define ACTIONS_PREFIX "app."

struct _BedsideTray
{
  GObject          parent_instance;

  GDBusConnection *bus;           /* (owned) (nullable) */
  char            *app_id;        /* (owned) */
  BedsideDBusMenu *menu;          /* (owned) */
  BedsideTrayItem *item;          /* (owned) (nullable): while it is to be shown and a watcher is there */
  guint            watch;         /* of the watcher's name, while it is to be shown */
  guint            new_messages;
  gboolean         shown;
  gboolean         hosted;        /* what was notified last */
};

typedef enum {
  PROP_SHOWN = 1,
  PROP_HOSTED,
  PROP_NEW_MESSAGES,
} BedsideTrayProperty;

static GParamSpec *properties[PROP_NEW_MESSAGES + 1];
static guint activated_signal;

G_DEFINE_FINAL_TYPE (BedsideTray, bedside_tray, G_TYPE_OBJECT)

/* --- while there is a watcher --- */

static void
on_hosted (BedsideTray *self)
{
  gboolean hosted = self->item != NULL && bedside_tray_item_get_hosted (self->item);

  if (self->hosted == hosted)
    return;

  self->hosted = hosted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOSTED]);
}

static void
on_activated (BedsideTray *self,
              const char  *token)
{
  g_signal_emit (self, activated_signal, 0, token);
}

static void
leave (BedsideTray *self)
{
  g_autoptr(BedsideTrayItem) item = g_steal_pointer (&self->item);

  if (item == NULL)
    return;

  g_signal_handlers_disconnect_by_data (item, self);
  bedside_tray_item_leave (item);
  on_hosted (self);
}

static void
on_watcher_appeared (GDBusConnection *connection,
                     const char      *name,
                     const char      *owner,
                     gpointer         user_data)
{
  BedsideTray *self = user_data;

  leave (self);
  self->item = bedside_tray_item_new (self->app_id, self->menu);
  bedside_tray_item_set_new_messages (self->item, self->new_messages);
  g_signal_connect_object (self->item, "notify::hosted", G_CALLBACK (on_hosted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->item, "activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  bedside_tray_item_enter (self->item);
}

static void
on_watcher_vanished (GDBusConnection *connection,
                     const char      *name,
                     gpointer         user_data)
{
  leave (user_data);
}

static void
stop (BedsideTray *self)
{
  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  leave (self);
}

/* --- life --- */

static void
bedside_tray_dispose (GObject *object)
{
  BedsideTray *self = BEDSIDE_TRAY (object);

  stop (self);
  g_clear_object (&self->menu);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (bedside_tray_parent_class)->dispose (object);
}

static void
bedside_tray_finalize (GObject *object)
{
  g_free (BEDSIDE_TRAY (object)->app_id);

  G_OBJECT_CLASS (bedside_tray_parent_class)->finalize (object);
}

static void
bedside_tray_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  BedsideTray *self = BEDSIDE_TRAY (object);

  switch ((BedsideTrayProperty) prop_id)
    {
    case PROP_SHOWN:
      g_value_set_boolean (value, self->shown);
      break;

    case PROP_HOSTED:
      g_value_set_boolean (value, self->hosted);
      break;

    case PROP_NEW_MESSAGES:
      g_value_set_uint (value, self->new_messages);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_tray_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  BedsideTray *self = BEDSIDE_TRAY (object);

  switch ((BedsideTrayProperty) prop_id)
    {
    case PROP_SHOWN:
      bedside_tray_set_shown (self, g_value_get_boolean (value));
      break;

    case PROP_NEW_MESSAGES:
      bedside_tray_set_new_messages (self, g_value_get_uint (value));
      break;

    case PROP_HOSTED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_tray_class_init (BedsideTrayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = bedside_tray_dispose;
  object_class->finalize = bedside_tray_finalize;
  object_class->get_property = bedside_tray_get_property;
  object_class->set_property = bedside_tray_set_property;

  properties[PROP_SHOWN] = g_param_spec_boolean ("shown", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  properties[PROP_HOSTED] = g_param_spec_boolean ("hosted", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  properties[PROP_NEW_MESSAGES] =
    g_param_spec_uint ("new-messages", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READWRITE | flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bedside_tray_init (BedsideTray *self)
{
}

/**
 * bedside_tray_new:
 * @bus: (nullable): the session bus; %NULL: it is never hosted
 * @app_id: what it is called in the tray's settings
 * @actions: what the menu's items ("app.NAME") activate
 *
 * Returns: (transfer full): a tray icon that is not shown yet
 */
BedsideTray *
bedside_tray_new (GDBusConnection *bus,
                  const char      *app_id,
                  GActionGroup    *actions)
{
  BedsideTray *self;

  g_return_val_if_fail (bus == NULL || G_IS_DBUS_CONNECTION (bus), NULL);
  g_return_val_if_fail (app_id != NULL, NULL);
  g_return_val_if_fail (G_IS_ACTION_GROUP (actions), NULL);

  self = g_object_new (BEDSIDE_TYPE_TRAY, NULL);
  g_set_object (&self->bus, bus);
  self->app_id = g_strdup (app_id);
  self->menu = bedside_dbus_menu_new (actions, ACTIONS_PREFIX);

  return self;
}

/**
 * bedside_tray_set_menu:
 * @self: the tray icon
 * @menu: items with label, action and target
 *
 * Sets what the right button shows. Sections are separated; stateful boolean actions get a check mark.
 */
void
bedside_tray_set_menu (BedsideTray *self,
                       GMenuModel  *menu)
{
  g_return_if_fail (BEDSIDE_IS_TRAY (self));

  bedside_dbus_menu_set_model (self->menu, menu);
}

/**
 * bedside_tray_get_shown:
 * @self: the tray icon
 *
 * Returns: whether there is to be one
 */
gboolean
bedside_tray_get_shown (BedsideTray *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TRAY (self), FALSE);

  return self->shown;
}

/**
 * bedside_tray_set_shown:
 * @self: the tray icon
 * @shown: whether there is to be one
 *
 * Shows it in every tray that there is from now on, or takes it away.
 */
void
bedside_tray_set_shown (BedsideTray *self,
                        gboolean     shown)
{
  g_return_if_fail (BEDSIDE_IS_TRAY (self));

  shown = !!shown;
  if (self->shown == shown)
    return;

  self->shown = shown;
  if (!shown)
    stop (self);
  else if (self->bus != NULL)
    self->watch = g_bus_watch_name_on_connection (self->bus, WATCHER, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                  on_watcher_appeared, on_watcher_vanished, self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}

/**
 * bedside_tray_get_hosted:
 * @self: the tray icon
 *
 * Returns: whether a tray shows it
 */
gboolean
bedside_tray_get_hosted (BedsideTray *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TRAY (self), FALSE);

  return self->hosted;
}

/**
 * bedside_tray_get_new_messages:
 * @self: the tray icon
 *
 * Returns: how many conversations have new messages
 */
guint
bedside_tray_get_new_messages (BedsideTray *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TRAY (self), 0);

  return self->new_messages;
}

/**
 * bedside_tray_set_new_messages:
 * @self: the tray icon
 * @conversations: how many have new messages
 *
 * Icon and tooltip tell of them (R23).
 */
void
bedside_tray_set_new_messages (BedsideTray *self,
                               guint        conversations)
{
  g_return_if_fail (BEDSIDE_IS_TRAY (self));

  if (self->new_messages == conversations)
    return;

  self->new_messages = conversations;
  if (self->item != NULL)
    bedside_tray_item_set_new_messages (self->item, conversations);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEW_MESSAGES]);
}
