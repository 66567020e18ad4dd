/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-preferences"

#include "bedside-preferences.h"

#include "bedside-quiet-hours.h"

G_DEFINE_ENUM_TYPE (BedsidePrivacy, bedside_privacy,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PRIVACY_NOTHING, "nothing"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PRIVACY_NAME, "name"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PRIVACY_TEXT, "text"))
G_DEFINE_ENUM_TYPE (BedsideBackgroundChoice, bedside_background_choice,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_BACKGROUND_CHOICE_ASK, "ask"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_BACKGROUND_CHOICE_QUIT, "quit"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_BACKGROUND_CHOICE_STAY, "stay"))
G_DEFINE_ENUM_TYPE (BedsideColorScheme, bedside_color_scheme,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_COLOR_SCHEME_SYSTEM, "system"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_COLOR_SCHEME_LIGHT, "light"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_COLOR_SCHEME_DARK, "dark"))

struct _BedsidePreferences
{
  GObject                  parent_instance;

  gboolean                 notifications;
  BedsidePrivacy           privacy;
  gboolean                 do_not_disturb;
  GVariant                *quiet_hours;    /* (owned) */
  gboolean                 tray;
  BedsideBackgroundChoice  background;
  gboolean                 autostart;
  BedsideColorScheme       color_scheme;
  guint                    lock_after;     /* minutes; 0: never */
};

typedef enum {
  PROP_NOTIFICATIONS = 1,
  PROP_PRIVACY,
  PROP_DO_NOT_DISTURB,
  PROP_QUIET_HOURS,
  PROP_TRAY,
  PROP_BACKGROUND,
  PROP_AUTOSTART,
  PROP_COLOR_SCHEME,
  PROP_LOCK_AFTER,
} BedsidePreferencesProperty;

static GParamSpec *properties[PROP_LOCK_AFTER + 1];

G_DEFINE_FINAL_TYPE (BedsidePreferences, bedside_preferences, G_TYPE_OBJECT)

static void
bedside_preferences_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  BedsidePreferences *self = BEDSIDE_PREFERENCES (object);

  switch ((BedsidePreferencesProperty) prop_id)
    {
    case PROP_NOTIFICATIONS:
      g_value_set_boolean (value, self->notifications);
      break;
    case PROP_PRIVACY:
      g_value_set_enum (value, self->privacy);
      break;
    case PROP_DO_NOT_DISTURB:
      g_value_set_boolean (value, self->do_not_disturb);
      break;
    case PROP_QUIET_HOURS:
      g_value_set_variant (value, self->quiet_hours);
      break;
    case PROP_TRAY:
      g_value_set_boolean (value, self->tray);
      break;
    case PROP_BACKGROUND:
      g_value_set_enum (value, self->background);
      break;
    case PROP_AUTOSTART:
      g_value_set_boolean (value, self->autostart);
      break;
    case PROP_COLOR_SCHEME:
      g_value_set_enum (value, self->color_scheme);
      break;
    case PROP_LOCK_AFTER:
      g_value_set_uint (value, self->lock_after);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_preferences_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  BedsidePreferences *self = BEDSIDE_PREFERENCES (object);

  switch ((BedsidePreferencesProperty) prop_id)
    {
    case PROP_NOTIFICATIONS:
      bedside_preferences_set_notifications (self, g_value_get_boolean (value));
      break;
    case PROP_PRIVACY:
      bedside_preferences_set_privacy (self, g_value_get_enum (value));
      break;
    case PROP_DO_NOT_DISTURB:
      bedside_preferences_set_do_not_disturb (self, g_value_get_boolean (value));
      break;
    case PROP_QUIET_HOURS:
      bedside_preferences_set_quiet_hours (self, g_value_get_variant (value));
      break;
    case PROP_TRAY:
      bedside_preferences_set_tray (self, g_value_get_boolean (value));
      break;
    case PROP_BACKGROUND:
      bedside_preferences_set_background (self, g_value_get_enum (value));
      break;
    case PROP_AUTOSTART:
      bedside_preferences_set_autostart (self, g_value_get_boolean (value));
      break;
    case PROP_COLOR_SCHEME:
      bedside_preferences_set_color_scheme (self, g_value_get_enum (value));
      break;
    case PROP_LOCK_AFTER:
      bedside_preferences_set_lock_after (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_preferences_finalize (GObject *object)
{
  BedsidePreferences *self = BEDSIDE_PREFERENCES (object);

  g_variant_unref (self->quiet_hours);

  G_OBJECT_CLASS (bedside_preferences_parent_class)->finalize (object);
}

static void
bedside_preferences_class_init (BedsidePreferencesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_preferences_get_property;
  object_class->set_property = bedside_preferences_set_property;
  object_class->finalize = bedside_preferences_finalize;

  properties[PROP_NOTIFICATIONS] = g_param_spec_boolean ("notifications", NULL, NULL, TRUE, flags);
  properties[PROP_PRIVACY] = g_param_spec_enum ("privacy", NULL, NULL, BEDSIDE_TYPE_PRIVACY,
                                                BEDSIDE_PRIVACY_NOTHING, flags);
  properties[PROP_DO_NOT_DISTURB] = g_param_spec_boolean ("do-not-disturb", NULL, NULL, FALSE, flags);
  properties[PROP_QUIET_HOURS] = g_param_spec_variant ("quiet-hours", NULL, NULL, BEDSIDE_QUIET_HOURS_TYPE,
                                                       NULL, flags);
  properties[PROP_TRAY] = g_param_spec_boolean ("tray", NULL, NULL, TRUE, flags);
  properties[PROP_BACKGROUND] = g_param_spec_enum ("background", NULL, NULL, BEDSIDE_TYPE_BACKGROUND_CHOICE,
                                                   BEDSIDE_BACKGROUND_CHOICE_ASK, flags);
  properties[PROP_AUTOSTART] = g_param_spec_boolean ("autostart", NULL, NULL, FALSE, flags);
  properties[PROP_COLOR_SCHEME] = g_param_spec_enum ("color-scheme", NULL, NULL, BEDSIDE_TYPE_COLOR_SCHEME,
                                                     BEDSIDE_COLOR_SCHEME_SYSTEM, flags);
  properties[PROP_LOCK_AFTER] = g_param_spec_uint ("lock-after", NULL, NULL, 0, BEDSIDE_LOCK_AFTER_MAXIMUM,
                                                   BEDSIDE_LOCK_AFTER_DEFAULT, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_preferences_init (BedsidePreferences *self)
{
  self->notifications = TRUE;
  self->quiet_hours = bedside_quiet_hours_new ();
  self->tray = TRUE;
  self->lock_after = BEDSIDE_LOCK_AFTER_DEFAULT;
}

/**
 * bedside_preferences_new:
 *
 * Returns: (transfer full): preferences of somebody who has not chosen anything
 */
BedsidePreferences *
bedside_preferences_new (void)
{
  return g_object_new (BEDSIDE_TYPE_PREFERENCES, NULL);
}

/**
 * bedside_preferences_get_notifications:
 * @self: preferences
 *
 * Returns: whether new messages are told by notification
 */
gboolean
bedside_preferences_get_notifications (BedsidePreferences *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (self), FALSE);

  return self->notifications;
}

/**
 * bedside_preferences_set_notifications:
 * @self: preferences
 * @notifications: whether new messages are told by notification
 *
 * Chooses that.
 */
void
bedside_preferences_set_notifications (BedsidePreferences *self,
                                       gboolean            notifications)
{
  g_return_if_fail (BEDSIDE_IS_PREFERENCES (self));

  notifications = !!notifications;
  if (self->notifications == notifications)
    return;

  self->notifications = notifications;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTIFICATIONS]);
}

/**
 * bedside_preferences_get_privacy:
 * @self: preferences
 *
 * Returns: what of a message may be seen outside of its conversation
 */
BedsidePrivacy
bedside_preferences_get_privacy (BedsidePreferences *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (self), BEDSIDE_PRIVACY_NOTHING);

  return self->privacy;
}

/**
 * bedside_preferences_set_privacy:
 * @self: preferences
 * @privacy: what of a message may be seen outside of its conversation
 *
 * Chooses that.
 */
void
bedside_preferences_set_privacy (BedsidePreferences *self,
                                 BedsidePrivacy      privacy)
{
  g_return_if_fail (BEDSIDE_IS_PREFERENCES (self));

  if (self->privacy == privacy)
    return;

  self->privacy = privacy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRIVACY]);
}

/**
 * bedside_preferences_get_do_not_disturb:
 * @self: preferences
 *
 * Returns: whether nothing is to be told now, until that is switched off
 */
gboolean
bedside_preferences_get_do_not_disturb (BedsidePreferences *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (self), FALSE);

  return self->do_not_disturb;
}

/**
 * bedside_preferences_set_do_not_disturb:
 * @self: preferences
 * @do_not_disturb: whether nothing is to be told now, until that is switched off
 *
 * Chooses that.
 */
void
bedside_preferences_set_do_not_disturb (BedsidePreferences *self,
                                        gboolean            do_not_disturb)
{
  g_return_if_fail (BEDSIDE_IS_PREFERENCES (self));

  do_not_disturb = !!do_not_disturb;
  if (self->do_not_disturb == do_not_disturb)
    return;

  self->do_not_disturb = do_not_disturb;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DO_NOT_DISTURB]);
}

/**
 * bedside_preferences_get_quiet_hours:
 * @self: preferences
 *
 * Returns: (transfer none): when nothing is to be told, for each day of the week
 */
GVariant *
bedside_preferences_get_quiet_hours (BedsidePreferences *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (self), NULL);

  return self->quiet_hours;
}

/**
 * bedside_preferences_set_quiet_hours:
 * @self: preferences
 * @quiet_hours: when nothing is to be told, for each day of the week
 *
 * Chooses that.
 */
void
bedside_preferences_set_quiet_hours (BedsidePreferences *self,
                                     GVariant           *quiet_hours)
{
  g_return_if_fail (BEDSIDE_IS_PREFERENCES (self));
  g_return_if_fail (quiet_hours != NULL && g_variant_is_of_type (quiet_hours, BEDSIDE_QUIET_HOURS_TYPE));

  g_autoptr(GVariant) taken = g_variant_ref_sink (quiet_hours);

  if (g_variant_equal (self->quiet_hours, taken))
    return;

  g_variant_unref (self->quiet_hours);
  self->quiet_hours = g_steal_pointer (&taken);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUIET_HOURS]);
}

/**
 * bedside_preferences_get_tray:
 * @self: preferences
 *
 * Returns: whether there is to be an icon in the tray
 */
gboolean
bedside_preferences_get_tray (BedsidePreferences *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (self), FALSE);

  return self->tray;
}

/**
 * bedside_preferences_set_tray:
 * @self: preferences
 * @tray: whether there is to be an icon in the tray
 *
 * Chooses that.
 */
void
bedside_preferences_set_tray (BedsidePreferences *self,
                              gboolean            tray)
{
  g_return_if_fail (BEDSIDE_IS_PREFERENCES (self));

  tray = !!tray;
  if (self->tray == tray)
    return;

  self->tray = tray;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRAY]);
}

/**
 * bedside_preferences_get_background:
 * @self: preferences
 *
 * Returns: what closing the window does
 */
BedsideBackgroundChoice
bedside_preferences_get_background (BedsidePreferences *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (self), BEDSIDE_BACKGROUND_CHOICE_ASK);

  return self->background;
}

/**
 * bedside_preferences_set_background:
 * @self: preferences
 * @background: what closing the window does
 *
 * Chooses that.
 */
void
bedside_preferences_set_background (BedsidePreferences      *self,
                                    BedsideBackgroundChoice  background)
{
  g_return_if_fail (BEDSIDE_IS_PREFERENCES (self));

  if (self->background == background)
    return;

  self->background = background;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BACKGROUND]);
}

/**
 * bedside_preferences_get_autostart:
 * @self: preferences
 *
 * Returns: whether Bedside starts with the desktop
 */
gboolean
bedside_preferences_get_autostart (BedsidePreferences *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (self), FALSE);

  return self->autostart;
}

/**
 * bedside_preferences_set_autostart:
 * @self: preferences
 * @autostart: whether Bedside starts with the desktop
 *
 * Chooses that.
 */
void
bedside_preferences_set_autostart (BedsidePreferences *self,
                                   gboolean            autostart)
{
  g_return_if_fail (BEDSIDE_IS_PREFERENCES (self));

  autostart = !!autostart;
  if (self->autostart == autostart)
    return;

  self->autostart = autostart;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUTOSTART]);
}

/**
 * bedside_preferences_get_color_scheme:
 * @self: preferences
 *
 * Returns: light or dark
 */
BedsideColorScheme
bedside_preferences_get_color_scheme (BedsidePreferences *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (self), BEDSIDE_COLOR_SCHEME_SYSTEM);

  return self->color_scheme;
}

/**
 * bedside_preferences_set_color_scheme:
 * @self: preferences
 * @color_scheme: light or dark
 *
 * Chooses that.
 */
void
bedside_preferences_set_color_scheme (BedsidePreferences *self,
                                      BedsideColorScheme  color_scheme)
{
  g_return_if_fail (BEDSIDE_IS_PREFERENCES (self));

  if (self->color_scheme == color_scheme)
    return;

  self->color_scheme = color_scheme;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLOR_SCHEME]);
}

/**
 * bedside_preferences_get_lock_after:
 * @self: preferences
 *
 * Returns: after how many minutes in which nobody has done anything Bedside locks; 0: never
 */
guint
bedside_preferences_get_lock_after (BedsidePreferences *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (self), BEDSIDE_LOCK_AFTER_DEFAULT);

  return self->lock_after;
}

/**
 * bedside_preferences_set_lock_after:
 * @self: preferences
 * @minutes: after how many minutes in which nobody has done anything Bedside locks; 0: never
 *
 * Chooses that.
 */
void
bedside_preferences_set_lock_after (BedsidePreferences *self,
                                    guint               minutes)
{
  g_return_if_fail (BEDSIDE_IS_PREFERENCES (self));
  g_return_if_fail (minutes <= BEDSIDE_LOCK_AFTER_MAXIMUM);

  if (self->lock_after == minutes)
    return;

  self->lock_after = minutes;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCK_AFTER]);
}
