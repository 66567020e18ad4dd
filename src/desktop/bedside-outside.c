/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-outside"

#include "bedside-outside.h"

#include "bedside-announcer.h"
#include "bedside-desktop-notifier.h"
#include "bedside-launcher-badge.h"
#include "bedside-screen-lock.h"
#include "bedside-session-news.h"
#include "bedside-tray-menu.h"
#include "bedside-tray.h"
#include "bedside-wake-watch.h"

struct _BedsideOutside
{
  GObject               parent_instance;

  BedsideSession       *session;      /* (owned) (nullable) */
  BedsideConversation  *attention;    /* (owned) (nullable) */
  GSignalGroup         *news_signals; /* (owned): of the list of what is new */
  /* All of them are NULL from bedside_outside_close() on. */
  BedsideNotifier      *notifier;     /* (owned) (nullable) */
  BedsideAnnouncer     *announcer;    /* (owned) (nullable) */
  BedsideTray          *tray;         /* (owned) (nullable) */
  BedsideTrayMenu      *menu;         /* (owned) (nullable) */
  BedsideLauncherBadge *badge;        /* (owned) (nullable) */
  BedsideWakeWatch     *wake_watch;   /* (owned) (nullable) */
  BedsideLock          *lock;         /* (owned) (nullable): until it is given, too */
  BedsideScreenLock    *screen_lock;  /* (owned) (nullable): until then, too */
  GDBusConnection      *bus;          /* (owned) (nullable): there may be none */
};

typedef enum {
  PROP_SESSION = 1,
  PROP_ATTENTION,
} BedsideOutsideProperty;

enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_ATTENTION + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideOutside, bedside_outside, G_TYPE_OBJECT)

static void
on_news (BedsideOutside *self)
{
  GListModel *news = self->session != NULL ? bedside_session_get_new_messages (self->session) : NULL;
  const guint conversations = news != NULL ? g_list_model_get_n_items (news) : 0;

  if (self->tray != NULL)
    bedside_tray_set_new_messages (self->tray, conversations);
  if (self->badge != NULL)
    bedside_launcher_badge_set_count (self->badge, conversations);
}

static void
on_woken (BedsideOutside *self)
{
  if (self->session != NULL)
    bedside_session_wake (self->session);
}

static void
on_screen_locked (BedsideOutside *self)
{
  bedside_lock_set_screen_locked (self->lock, TRUE);
}

static void
on_activated (BedsideOutside *self,
              const char     *token)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, token);
}

/* --- GObject --- */

static void
bedside_outside_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsideOutside *self = BEDSIDE_OUTSIDE (object);

  switch ((BedsideOutsideProperty) prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_ATTENTION:
      g_value_set_object (value, self->attention);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_outside_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  BedsideOutside *self = BEDSIDE_OUTSIDE (object);

  switch ((BedsideOutsideProperty) prop_id)
    {
    case PROP_SESSION:
      bedside_outside_set_session (self, g_value_get_object (value));
      break;
    case PROP_ATTENTION:
      bedside_outside_set_attention (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_outside_dispose (GObject *object)
{
  BedsideOutside *self = BEDSIDE_OUTSIDE (object);

  bedside_outside_close (self);
  g_clear_object (&self->news_signals);
  g_clear_object (&self->attention);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_outside_parent_class)->dispose (object);
}

static void
bedside_outside_class_init (BedsideOutsideClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_outside_get_property;
  object_class->set_property = bedside_outside_set_property;
  object_class->dispose = bedside_outside_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION, flags);
  properties[PROP_ATTENTION] = g_param_spec_object ("attention", NULL, NULL, BEDSIDE_TYPE_CONVERSATION, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", BEDSIDE_TYPE_OUTSIDE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bedside_outside_init (BedsideOutside *self)
{
  self->news_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_object (self->news_signals, "items-changed", G_CALLBACK (on_news), self, G_CONNECT_SWAPPED);
  self->wake_watch = bedside_wake_watch_new ();
  g_signal_connect_object (self->wake_watch, "woken", G_CALLBACK (on_woken), self, G_CONNECT_SWAPPED);
}

/**
 * bedside_outside_new:
 * @application: the program, which has been registered
 * @app_id: the name of its icon
 * @preferences: what the practitioner has chosen
 * @presence: is told whether there is a tray
 *
 * Returns: (transfer full): what the desktop shows of a program in which nobody is signed in
 */
BedsideOutside *
bedside_outside_new (GApplication       *application,
                     const char         *app_id,
                     BedsidePreferences *preferences,
                     BedsidePresence    *presence)
{
  BedsideOutside *self;
  GDBusConnection *bus;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (app_id != NULL, NULL);
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (preferences), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PRESENCE (presence), NULL);

  self = g_object_new (BEDSIDE_TYPE_OUTSIDE, NULL);
  bus = g_application_get_dbus_connection (application);
  g_set_object (&self->bus, bus);
  self->notifier = BEDSIDE_NOTIFIER (bedside_desktop_notifier_new (application));
  self->announcer = bedside_announcer_new (preferences, self->notifier);
  self->menu = bedside_tray_menu_new (preferences);
  self->tray = bedside_tray_new (bus, app_id, G_ACTION_GROUP (application));
  bedside_tray_set_menu (self->tray, bedside_tray_menu_get_model (self->menu));
  g_signal_connect_object (self->tray, "activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  g_object_bind_property (self->tray, "hosted", presence, "tray", G_BINDING_SYNC_CREATE);
  g_object_bind_property (preferences, "tray", self->tray, "shown", G_BINDING_SYNC_CREATE);
  /* The demo's number is not that of the program that is installed. */
  self->badge = bedside_launcher_badge_new (bus, g_application_get_application_id (application));

  return self;
}

/**
 * bedside_outside_set_lock:
 * @self: what is seen outside
 * @lock: says what may be seen
 *
 * Sets the lock, once. While it is locked nothing tells of patients, and it is locked when the screen is.
 */
void
bedside_outside_set_lock (BedsideOutside *self,
                          BedsideLock    *lock)
{
  g_return_if_fail (BEDSIDE_IS_OUTSIDE (self));
  g_return_if_fail (BEDSIDE_IS_LOCK (lock));
  g_return_if_fail (self->lock == NULL && self->announcer != NULL);

  self->lock = g_object_ref (lock);
  bedside_announcer_set_lock (self->announcer, lock);
  bedside_tray_menu_set_lock (self->menu, lock);
  self->screen_lock = bedside_screen_lock_new (self->bus);
  g_signal_connect_object (self->screen_lock, "locked", G_CALLBACK (on_screen_locked), self, G_CONNECT_SWAPPED);
  bedside_screen_lock_start (self->screen_lock);
}

/**
 * bedside_outside_get_session:
 * @self: what is seen outside
 *
 * Returns: (transfer none) (nullable): whose new messages are told
 */
BedsideSession *
bedside_outside_get_session (BedsideOutside *self)
{
  g_return_val_if_fail (BEDSIDE_IS_OUTSIDE (self), NULL);

  return self->session;
}

/**
 * bedside_outside_set_session:
 * @self: what is seen outside
 * @session: (nullable): whose new messages are to be told
 *
 * Sets the session. %NULL takes away all that was told.
 */
void
bedside_outside_set_session (BedsideOutside *self,
                             BedsideSession *session)
{
  GListModel *news;

  g_return_if_fail (BEDSIDE_IS_OUTSIDE (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  news = session != NULL ? bedside_session_get_new_messages (session) : NULL;
  g_signal_group_set_target (self->news_signals, news);
  if (self->menu != NULL)
    bedside_tray_menu_set_new_messages (self->menu, news);
  if (self->announcer != NULL)
    bedside_announcer_set_session (self->announcer, session);
  on_news (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * bedside_outside_get_attention:
 * @self: what is seen outside
 *
 * Returns: (transfer none) (nullable): what the person looks at
 */
BedsideConversation *
bedside_outside_get_attention (BedsideOutside *self)
{
  g_return_val_if_fail (BEDSIDE_IS_OUTSIDE (self), NULL);

  return self->attention;
}

/**
 * bedside_outside_set_attention:
 * @self: what is seen outside
 * @conversation: (nullable): what the person looks at
 *
 * Of that nothing needs to be told.
 */
void
bedside_outside_set_attention (BedsideOutside      *self,
                               BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_OUTSIDE (self));
  g_return_if_fail (conversation == NULL || BEDSIDE_IS_CONVERSATION (conversation));

  if (!g_set_object (&self->attention, conversation))
    return;

  if (self->announcer != NULL)
    bedside_announcer_set_attention (self->announcer, conversation);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTENTION]);
}

/**
 * bedside_outside_close:
 * @self: what is seen outside
 *
 * Goes away, as the program is about to. What the session does on its way down is not told any more.
 */
void
bedside_outside_close (BedsideOutside *self)
{
  g_return_if_fail (BEDSIDE_IS_OUTSIDE (self));

  if (self->announcer != NULL)
    bedside_announcer_close (self->announcer);
  if (self->tray != NULL)
    bedside_tray_set_shown (self->tray, FALSE);
  g_signal_group_set_target (self->news_signals, NULL);
  g_clear_object (&self->announcer);
  g_clear_object (&self->notifier);
  g_clear_object (&self->tray);
  g_clear_object (&self->menu);
  g_clear_object (&self->badge);
  g_clear_object (&self->wake_watch);
  g_clear_object (&self->screen_lock);
  g_clear_object (&self->lock);
  g_clear_object (&self->bus);
}
