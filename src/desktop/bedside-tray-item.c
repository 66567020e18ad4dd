/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-tray-item"

#include "bedside-tray-item.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bedside-tray-bus.h"
#include "bedside-tray-pixmaps.h"
#include "bedside-wording.h"

#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"
/* Where hosts look for the icon of a bus name. */
#define ITEM_PATH "/StatusNotifierItem"
#define MENU_PATH "/MenuBar"

/* The names under which data/ installs the icons; Flatpak exports those that begin with the app's id. */
#define ICON BEDSIDE_APP_ID
#define ICON_NEW_MESSAGES BEDSIDE_APP_ID ".NewMessages"

struct _BedsideTrayItem
{
  GObject                 parent_instance;

  BedsideDBusMenu        *menu;          /* (owned) */
  BedsideBusStatusItem   *skeleton;      /* (owned) */
  GCancellable           *cancellable;   /* (owned) */
  GDBusConnection        *connection;    /* (owned) (nullable): until it leaves */
  BedsideBusStatusWatcher *watcher;      /* (owned) (nullable): as long */
  char                   *token;         /* (owned) (nullable): what the next activation comes with */
  gboolean                registered;
  gboolean                hosted;
};

typedef enum {
  PROP_HOSTED = 1,
} BedsideTrayItemProperty;

static GParamSpec *properties[PROP_HOSTED + 1];
static guint activated_signal;

G_DEFINE_FINAL_TYPE (BedsideTrayItem, bedside_tray_item, G_TYPE_OBJECT)

static void
set_hosted (BedsideTrayItem *self,
            gboolean         hosted)
{
  if (self->hosted == hosted)
    return;

  self->hosted = hosted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOSTED]);
}

/* --- what it looks like --- */

/* Hosts prefer the name and may show nothing for one that they do not know: none if the icon is not installed. */
static gboolean
icons_are_installed (void)
{
  const char *const *folders = g_get_system_data_dirs ();

  for (gsize i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path =
        g_build_filename (folders[i], "icons", "hicolor", "scalable", "apps", ICON_NEW_MESSAGES ".svg", NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    }

  return FALSE;
}

static void
set_icon (BedsideTrayItem *self,
          gboolean         new_messages)
{
  g_autoptr(GVariant) pixmaps = g_variant_ref_sink (bedside_tray_pixmaps_new (new_messages));
  const char *name = new_messages ? ICON_NEW_MESSAGES : ICON;

  if (!icons_are_installed ())
    name = "";

  /* GNOME's extension draws "..." for a status that needs attention without an icon for it. */
  bedside_bus_status_item_set_icon_name (self->skeleton, name);
  bedside_bus_status_item_set_icon_pixmap (self->skeleton, pixmaps);
  bedside_bus_status_item_set_attention_icon_name (self->skeleton, name);
  bedside_bus_status_item_set_attention_icon_pixmap (self->skeleton, pixmaps);
  bedside_bus_status_item_emit_new_icon (self->skeleton);
  bedside_bus_status_item_emit_new_attention_icon (self->skeleton);
}

/**
 * bedside_tray_item_set_new_messages:
 * @self: the item
 * @conversations: how many have new messages
 *
 * Shows it in icon and tooltip. Nothing of patients is told.
 */
void
bedside_tray_item_set_new_messages (BedsideTrayItem *self,
                                    guint            conversations)
{
  g_autoptr(GVariant) none = g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("(iiay)"), NULL, 0));
  g_autoptr(GString) description = g_string_new ("Bedside");
  g_autofree char *text = conversations > 0 ? bedside_wording_new_messages (conversations)
                                            : g_strdup (_("No new messages"));
  const char *status = conversations > 0 ? "NeedsAttention" : "Active";

  g_return_if_fail (BEDSIDE_IS_TRAY_ITEM (self));

  bedside_wording_append (description, text);

  bedside_bus_status_item_set_icon_accessible_desc (self->skeleton, description->str);
  bedside_bus_status_item_set_attention_accessible_desc (self->skeleton, description->str);
  bedside_bus_status_item_set_tool_tip (self->skeleton, g_variant_new ("(s@a(iiay)ss)", "", none, "Bedside", text));
  bedside_bus_status_item_emit_new_tool_tip (self->skeleton);
  if (g_strcmp0 (bedside_bus_status_item_get_status (self->skeleton), status) == 0)
    return;

  /* The icon first: the status makes a host look at it. */
  set_icon (self, conversations > 0);
  bedside_bus_status_item_set_status (self->skeleton, status);
  bedside_bus_status_item_emit_new_status (self->skeleton, status);
}

/* --- what is done to it --- */

static gboolean
on_provide_token (BedsideTrayItem       *self,
                  GDBusMethodInvocation *invocation,
                  const char            *token)
{
  g_free (self->token);
  /* Plasma sends "". */
  self->token = *token != '\0' ? g_strdup (token) : NULL;
  bedside_bus_status_item_complete_provide_xdg_activation_token (self->skeleton, invocation);

  return TRUE;
}

/* A click, and with the middle button, too. */
static gboolean
on_activate (BedsideTrayItem       *self,
             GDBusMethodInvocation *invocation,
             int                    x,
             int                    y)
{
  g_autofree char *token = g_steal_pointer (&self->token);

  g_dbus_method_invocation_return_value (invocation, NULL);
  g_signal_emit (self, activated_signal, 0, token);

  return TRUE;
}

/* The menu is exported: who calls this cannot show it, and we have no window to show it in. */
static gboolean
on_context_menu (BedsideTrayItem       *self,
                 GDBusMethodInvocation *invocation,
                 int                    x,
                 int                    y)
{
  bedside_bus_status_item_complete_context_menu (self->skeleton, invocation);

  return TRUE;
}

static gboolean
on_scroll (BedsideTrayItem       *self,
           GDBusMethodInvocation *invocation,
           int                    delta,
           const char            *orientation)
{
  bedside_bus_status_item_complete_scroll (self->skeleton, invocation);

  return TRUE;
}

/* --- entering --- */

static void
on_asked (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BedsideTrayItem) self = user_data;
  g_autoptr(GVariant) answer = g_dbus_proxy_call_finish (G_DBUS_PROXY (source), result, NULL);
  g_autoptr(GVariant) value = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (answer != NULL && g_variant_is_of_type (answer, G_VARIANT_TYPE ("(v)")))
    g_variant_get (answer, "(v)", &value);
  set_hosted (self, value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN)
              && g_variant_get_boolean (value));
}

/* A watcher without a host takes the icon and shows it nowhere. What it says now counts, and not what its signals
 * said: there may be several hosts. */
static void
ask_for_host (BedsideTrayItem *self)
{
  if (self->registered)
    g_dbus_proxy_call (G_DBUS_PROXY (self->watcher), "org.freedesktop.DBus.Properties.Get",
                       g_variant_new ("(ss)", WATCHER, "IsStatusNotifierHostRegistered"),
                       G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, on_asked, g_object_ref (self));
}

static void
on_registered (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(BedsideTrayItem) self = user_data;
  g_autoptr(GError) error = NULL;

  self->registered =
    bedside_bus_status_watcher_call_register_status_notifier_item_finish (BEDSIDE_BUS_STATUS_WATCHER (source), result,
                                                                          &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (!self->registered)
    g_debug ("Not in the tray: %s", error->message);
  ask_for_host (self);
}

static void
on_watcher (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideTrayItem) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideBusStatusWatcher) watcher = bedside_bus_status_watcher_proxy_new_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (watcher == NULL)
    {
      g_debug ("No tray: %s", error->message);
      return;
    }

  g_set_object (&self->watcher, watcher);
  g_signal_connect_object (watcher, "status-notifier-host-registered", G_CALLBACK (ask_for_host), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (watcher, "status-notifier-host-unregistered", G_CALLBACK (ask_for_host), self,
                           G_CONNECT_SWAPPED);
  /* The unique name: it can be had in a sandbox, and no other program has it, as may happen with process ids. */
  bedside_bus_status_watcher_call_register_status_notifier_item (
    watcher, g_dbus_connection_get_unique_name (self->connection), self->cancellable, on_registered,
    g_object_ref (self));
}

static void
on_closed (BedsideTrayItem *self)
{
  set_hosted (self, FALSE);
}

static void
on_connected (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(BedsideTrayItem) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) connection = g_dbus_connection_new_for_address_finish (result, &error);

  if (connection != NULL && g_cancellable_is_cancelled (self->cancellable))
    {
      g_dbus_connection_close (connection, NULL, NULL, NULL);
      return;
    }
  if (connection == NULL
      || !g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection, ITEM_PATH, &error)
      || !bedside_dbus_menu_export (self->menu, connection, MENU_PATH, &error))
    {
      g_debug ("No icon for the tray: %s", error->message);
      return;
    }

  g_set_object (&self->connection, connection);
  g_signal_connect_object (connection, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  bedside_bus_status_watcher_proxy_new (connection,
                                        G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START |
                                        G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES,
                                        WATCHER, WATCHER_PATH, self->cancellable, on_watcher, g_object_ref (self));
}

/**
 * bedside_tray_item_enter:
 * @self: the item
 *
 * Connects to the session bus and registers with the tray. Once.
 *
 * Source: freedesktop.org, StatusNotifierItem; what hosts do beyond it is in HACKING.md.
 */
void
bedside_tray_item_enter (BedsideTrayItem *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;

  g_return_if_fail (BEDSIDE_IS_TRAY_ITEM (self));
  g_return_if_fail (self->connection == NULL);

  /* There is a bus already, so that nothing is started and nothing has to be waited for. */
  address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (address == NULL)
    {
      g_debug ("No address of the bus: %s", error->message);
      return;
    }
  g_dbus_connection_new_for_address (address,
                                     G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                     G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                     NULL, self->cancellable, on_connected, g_object_ref (self));
}

static void
on_flushed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GDBusConnection *connection = G_DBUS_CONNECTION (source);

  g_dbus_connection_flush_finish (connection, result, NULL);
  g_dbus_connection_close (connection, NULL, NULL, NULL);
}

/**
 * bedside_tray_item_leave:
 * @self: the item
 *
 * Takes the icon away.
 */
void
bedside_tray_item_leave (BedsideTrayItem *self)
{
  g_return_if_fail (BEDSIDE_IS_TRAY_ITEM (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->watcher);
  if (self->connection != NULL)
    {
      bedside_dbus_menu_unexport (self->menu, self->connection);
      g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
      /* A click may be what makes it leave: first the answer to that. */
      g_dbus_connection_flush (self->connection, NULL, on_flushed, NULL);
    }
  g_clear_object (&self->connection);
  set_hosted (self, FALSE);
}

/* --- life --- */

static void
bedside_tray_item_dispose (GObject *object)
{
  BedsideTrayItem *self = BEDSIDE_TRAY_ITEM (object);

  if (self->skeleton != NULL)
    bedside_tray_item_leave (self);
  g_clear_object (&self->skeleton);
  g_clear_object (&self->menu);

  G_OBJECT_CLASS (bedside_tray_item_parent_class)->dispose (object);
}

static void
bedside_tray_item_finalize (GObject *object)
{
  BedsideTrayItem *self = BEDSIDE_TRAY_ITEM (object);

  g_clear_object (&self->cancellable);
  g_free (self->token);

  G_OBJECT_CLASS (bedside_tray_item_parent_class)->finalize (object);
}

static void
bedside_tray_item_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  BedsideTrayItem *self = BEDSIDE_TRAY_ITEM (object);

  switch ((BedsideTrayItemProperty) prop_id)
    {
    case PROP_HOSTED:
      g_value_set_boolean (value, self->hosted);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_tray_item_class_init (BedsideTrayItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_tray_item_dispose;
  object_class->finalize = bedside_tray_item_finalize;
  object_class->get_property = bedside_tray_item_get_property;

  properties[PROP_HOSTED] =
    g_param_spec_boolean ("hosted", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  activated_signal = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bedside_tray_item_init (BedsideTrayItem *self)
{
  static const struct {
    const char *name;
    GCallback   callback;
  } calls[] = {
    { "handle-provide-xdg-activation-token", G_CALLBACK (on_provide_token) },
    { "handle-activate", G_CALLBACK (on_activate) },
    { "handle-secondary-activate", G_CALLBACK (on_activate) },
    { "handle-context-menu", G_CALLBACK (on_context_menu) },
    { "handle-scroll", G_CALLBACK (on_scroll) },
  };
  g_autoptr(GVariant) none = g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("(iiay)"), NULL, 0));

  self->cancellable = g_cancellable_new ();
  self->skeleton = bedside_bus_status_item_skeleton_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    g_signal_connect_object (self->skeleton, calls[i].name, calls[i].callback, self, G_CONNECT_SWAPPED);

  bedside_bus_status_item_set_category (self->skeleton, "Communications");
  bedside_bus_status_item_set_title (self->skeleton, "Bedside");
  bedside_bus_status_item_set_icon_theme_path (self->skeleton, "");
  bedside_bus_status_item_set_overlay_icon_name (self->skeleton, "");
  bedside_bus_status_item_set_overlay_icon_pixmap (self->skeleton, none);
  bedside_bus_status_item_set_attention_movie_name (self->skeleton, "");
  bedside_bus_status_item_set_menu (self->skeleton, MENU_PATH);
  bedside_tray_item_set_new_messages (self, 0);
}

/**
 * bedside_tray_item_new:
 * @app_id: what it is called in the tray's settings
 * @menu: what the right button shows
 *
 * Returns: (transfer full): an icon that is in no tray yet
 */
BedsideTrayItem *
bedside_tray_item_new (const char      *app_id,
                       BedsideDBusMenu *menu)
{
  BedsideTrayItem *self;

  g_return_val_if_fail (app_id != NULL, NULL);
  g_return_val_if_fail (BEDSIDE_IS_DBUS_MENU (menu), NULL);

  self = g_object_new (BEDSIDE_TYPE_TRAY_ITEM, NULL);
  self->menu = g_object_ref (menu);
  bedside_bus_status_item_set_id (self->skeleton, app_id);

  return self;
}

/**
 * bedside_tray_item_get_hosted:
 * @self: the item
 *
 * Returns: whether a tray shows it
 */
gboolean
bedside_tray_item_get_hosted (BedsideTrayItem *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TRAY_ITEM (self), FALSE);

  return self->hosted;
}
