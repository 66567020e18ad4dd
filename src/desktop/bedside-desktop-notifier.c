/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-desktop-notifier"

#include "bedside-desktop-notifier.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bedside-bus-error.h"
#include "bedside-notification-backend.h"
#include "bedside-notification-text.h"

/* GLib (2.74) forgets what it sends while it waits for the daemon: a notification that is withdrawn before the
 * daemon has answered stays for ever, and two of one conversation stand beside each other. The portal (1.16) works on
 * calls in threads, so that the second can overtake the first. So each notification is left alone until what was done
 * with it has arrived: until the daemon has answered a later question or, where there is nobody to ask, for a moment.
 * Meanwhile only the newest wish is kept.
 *
 * The same question comes before anything is sent: without a daemon GLib would warn. */

#define DAEMON "org.freedesktop.Notifications"
#define DAEMON_PATH "/org/freedesktop/Notifications"
#define MOMENT_MS 300

typedef enum {
  STATE_NEW,
  STATE_FINDING,  /* where notifications go to */
  STATE_READY,
  STATE_CLOSED,
} State;

typedef enum {
  WISH_NOTHING,
  WISH_SHOW,
  WISH_WITHDRAW,
} Wish;

struct _BedsideDesktopNotifier
{
  GObject                     parent_instance;

  GApplication               *application;  /* (weak) (nullable) */
  GCancellable               *cancellable;  /* (owned): ends what is under way */
  GHashTable                 *slots;        /* (owned): id -> (owned) Slot */
  State                       state;
  BedsideNotificationBackend  backend;
};

/* One notification, past or future. */
typedef struct {
  BedsideDesktopNotifier *notifier;
  char                   *id;       /* (owned) */
  GNotification          *next;     /* (owned) (nullable): with WISH_SHOW */
  Wish                    wish;
  gboolean                sent;     /* and not withdrawn since */
  guint                   moment;   /* source, until it may be touched again */
  GCancellable           *asking;   /* (owned) (nullable): the same with a daemon */
} Slot;

typedef enum {
  PROP_APPLICATION = 1,
} BedsideDesktopNotifierProperty;

static GParamSpec *properties[PROP_APPLICATION + 1];

static void notifier_init (BedsideNotifierInterface *iface);
static void advance (Slot *slot);
static void on_daemon_answered (GObject *source, GAsyncResult *result, gpointer user_data);

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideDesktopNotifier, bedside_desktop_notifier, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BEDSIDE_TYPE_NOTIFIER, notifier_init))

/* GLib has its own opinion on notifications of an application that is on no bus. */
static gboolean
can_notify (BedsideDesktopNotifier *self)
{
  return self->state != STATE_CLOSED && self->application != NULL && g_application_get_is_registered (self->application)
         && !g_application_get_is_remote (self->application)
         && g_application_get_dbus_connection (self->application) != NULL;
}

static Slot *
slot_ensure (BedsideDesktopNotifier *self,
             const char             *id)
{
  Slot *slot = g_hash_table_lookup (self->slots, id);

  if (slot == NULL)
    {
      slot = g_new0 (Slot, 1);
      slot->notifier = self;
      slot->id = g_strdup (id);
      g_hash_table_insert (self->slots, slot->id, slot);
    }

  return slot;
}

static void
slot_free (Slot *slot)
{
  g_clear_handle_id (&slot->moment, g_source_remove);
  /* Its callback has no slot to go to then. */
  g_cancellable_cancel (slot->asking);
  g_clear_object (&slot->asking);
  g_clear_object (&slot->next);
  g_free (slot->id);
  g_free (slot);
}

static void
set_wish (Slot          *slot,
          Wish           wish,
          GNotification *next)
{
  slot->wish = wish;
  g_set_object (&slot->next, next);
}

static gboolean
on_moment_over (gpointer data)
{
  Slot *slot = data;

  slot->moment = 0;
  advance (slot);

  return G_SOURCE_REMOVE;
}

static void
ask_daemon (Slot *slot)
{
  slot->asking = g_cancellable_new ();
  g_dbus_connection_call (g_application_get_dbus_connection (slot->notifier->application), DAEMON, DAEMON_PATH, DAEMON,
                          "GetServerInformation", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, slot->asking,
                          on_daemon_answered, slot);
}

/* Withdrawn first: Plasma's portal (5.27) shows the second notification with an id next to the first. */
static void
do_wish (Slot *slot)
{
  BedsideDesktopNotifier *self = slot->notifier;
  g_autoptr(GNotification) next = g_steal_pointer (&slot->next);

  slot->wish = WISH_NOTHING;
  slot->sent = next != NULL;
  g_application_withdraw_notification (self->application, slot->id);
  if (next == NULL)
    return;

  g_application_send_notification (self->application, slot->id, next);
  if (self->backend == BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP)
    ask_daemon (slot);
  else
    slot->moment = g_timeout_add (MOMENT_MS, on_moment_over, slot);
}

static void
on_daemon_answered (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  Slot *slot = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&slot->asking);
  /* Somebody who is slow, or has no answer, may show it all the same. */
  if (answer == NULL && slot->wish == WISH_SHOW && bedside_bus_error_means_no_service (error))
    {
      g_debug ("Nobody shows notifications: %s", error->message);
      set_wish (slot, WISH_NOTHING, NULL);
    }
  if (slot->wish != WISH_NOTHING)
    do_wish (slot);
  advance (slot);
}

/* Does what can be done now. The slot may be gone afterwards. */
static void
advance (Slot *slot)
{
  BedsideDesktopNotifier *self = slot->notifier;

  if (self->state != STATE_READY || !can_notify (self) || slot->moment != 0 || slot->asking != NULL)
    return;

  if (slot->wish == WISH_SHOW && self->backend == BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP)
    ask_daemon (slot);
  else if (slot->wish != WISH_NOTHING)
    do_wish (slot);

  if (slot->wish == WISH_NOTHING && !slot->sent)
    g_hash_table_remove (self->slots, slot->id);
}

static void
on_backend_found (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  BedsideNotificationBackend backend =
    bedside_notification_backend_find_finish (G_DBUS_CONNECTION (source), result, &error);

  if (error != NULL)
    return;

  BedsideDesktopNotifier *self = BEDSIDE_DESKTOP_NOTIFIER (user_data);
  g_autoptr(GList) slots = g_hash_table_get_values (self->slots);

  self->backend = backend;
  self->state = STATE_READY;
  for (GList *l = slots; l != NULL; l = l->next)
    advance (l->data);
}

/* Not before there is something to do: GLib looks for it then, too, and the answer may have become another. */
static void
start (BedsideDesktopNotifier *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (self->application);

  if (self->state != STATE_NEW)
    return;

  self->state = STATE_FINDING;
  bedside_notification_backend_find_async (bus, self->cancellable, on_backend_found, self);
}

static void
wish_for (BedsideDesktopNotifier *self,
          const char             *id,
          GNotification          *next)
{
  Slot *slot;

  if (!can_notify (self))
    return;

  slot = slot_ensure (self, id);
  set_wish (slot, next != NULL ? WISH_SHOW : WISH_WITHDRAW, next);
  start (self);
  advance (slot);
}

static GNotification *
notification_new (const BedsideAnnouncement *announcement)
{
  g_autofree char *title = bedside_notification_text_title (announcement);
  g_autofree char *body = bedside_notification_text_body (announcement);
  g_autoptr(GNotification) notification = g_notification_new (title);
  g_autoptr(GIcon) icon = g_themed_icon_new (BEDSIDE_APP_ID);

  if (body != NULL)
    g_notification_set_body (notification, body);
  g_notification_set_icon (notification, icon);
  g_notification_set_category (notification, "im.received");
  /* Not high: GLib makes it "critical" for daemons, which ignores the desktop's own "do not disturb". */
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_NORMAL);
  if (g_str_equal (announcement->room_id, BEDSIDE_ANNOUNCEMENT_SUMMARY))
    {
      g_notification_set_default_action (notification, "app.new-messages");
      return g_steal_pointer (&notification);
    }

  g_notification_set_default_action_and_target (notification, "app.open-conversation", "s", announcement->room_id);
  /* Translators: a button of a notification */
  g_notification_add_button_with_target (notification, C_("notification", "Reply"), "app.reply", "s",
                                         announcement->room_id);
  /* Translators: a button of a notification */
  g_notification_add_button_with_target (notification, C_("notification", "Mark as read"), "app.mark-read", "s",
                                         announcement->room_id);

  return g_steal_pointer (&notification);
}

static void
bedside_desktop_notifier_announce (BedsideNotifier           *notifier,
                                   const BedsideAnnouncement *announcement)
{
  g_autoptr(GNotification) notification = notification_new (announcement);

  wish_for (BEDSIDE_DESKTOP_NOTIFIER (notifier), announcement->room_id, notification);
}

static void
bedside_desktop_notifier_withdraw (BedsideNotifier *notifier,
                                   const char      *room_id)
{
  wish_for (BEDSIDE_DESKTOP_NOTIFIER (notifier), room_id, NULL);
}

/* Whether somebody starts Bedside when a notification is answered. */
static gboolean
work_without_us (BedsideDesktopNotifier *self)
{
  return self->backend != BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP
         && (g_application_get_flags (self->application) & G_APPLICATION_NON_UNIQUE) == 0;
}

static void
bedside_desktop_notifier_close (BedsideNotifier *notifier)
{
  BedsideDesktopNotifier *self = BEDSIDE_DESKTOP_NOTIFIER (notifier);
  gboolean ready = self->state == STATE_READY && can_notify (self);
  GHashTableIter iter;
  Slot *slot;

  self->state = STATE_CLOSED;
  g_cancellable_cancel (self->cancellable);
  g_hash_table_iter_init (&iter, self->slots);
  while (ready && g_hash_table_iter_next (&iter, NULL, (gpointer *) &slot))
    {
      /* What has been read meanwhile goes in any case. */
      if ((slot->sent && !work_without_us (self)) || slot->wish == WISH_WITHDRAW)
        g_application_withdraw_notification (self->application, slot->id);
    }
  g_hash_table_remove_all (self->slots);
}

static void
notifier_init (BedsideNotifierInterface *iface)
{
  iface->announce = bedside_desktop_notifier_announce;
  iface->withdraw = bedside_desktop_notifier_withdraw;
  iface->close = bedside_desktop_notifier_close;
}

static void
bedside_desktop_notifier_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  BedsideDesktopNotifier *self = BEDSIDE_DESKTOP_NOTIFIER (object);

  switch ((BedsideDesktopNotifierProperty) prop_id)
    {
    case PROP_APPLICATION:
      g_value_set_object (value, self->application);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_desktop_notifier_set_property (GObject      *object,
                                       guint         prop_id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  BedsideDesktopNotifier *self = BEDSIDE_DESKTOP_NOTIFIER (object);

  switch ((BedsideDesktopNotifierProperty) prop_id)
    {
    case PROP_APPLICATION:
      g_set_weak_pointer (&self->application, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_desktop_notifier_dispose (GObject *object)
{
  BedsideDesktopNotifier *self = BEDSIDE_DESKTOP_NOTIFIER (object);

  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->slots);
  g_clear_weak_pointer (&self->application);

  G_OBJECT_CLASS (bedside_desktop_notifier_parent_class)->dispose (object);
}

static void
bedside_desktop_notifier_finalize (GObject *object)
{
  BedsideDesktopNotifier *self = BEDSIDE_DESKTOP_NOTIFIER (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->slots, g_hash_table_unref);

  G_OBJECT_CLASS (bedside_desktop_notifier_parent_class)->finalize (object);
}

static void
bedside_desktop_notifier_class_init (BedsideDesktopNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_desktop_notifier_get_property;
  object_class->set_property = bedside_desktop_notifier_set_property;
  object_class->dispose = bedside_desktop_notifier_dispose;
  object_class->finalize = bedside_desktop_notifier_finalize;

  /**
   * BedsideDesktopNotifier:application:
   *
   * Whose notifications these are. Not held.
   */
  properties[PROP_APPLICATION] =
    g_param_spec_object ("application", NULL, NULL, G_TYPE_APPLICATION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_desktop_notifier_init (BedsideDesktopNotifier *self)
{
  self->cancellable = g_cancellable_new ();
  self->slots = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) slot_free);
}

/**
 * bedside_desktop_notifier_new:
 * @application: whose notifications these are; it has the actions that they name
 *
 * Makes an object that shows notifications once @application is registered.
 *
 * Returns: (transfer full): a new notifier
 */
BedsideDesktopNotifier *
bedside_desktop_notifier_new (GApplication *application)
{
  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);

  return g_object_new (BEDSIDE_TYPE_DESKTOP_NOTIFIER, "application", application, NULL);
}
