/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-lock"

#include "bedside-lock.h"

struct _BedsideLock
{
  GObject             parent_instance;

  BedsideSecrets     *secrets;      /* (owned) */
  BedsidePreferences *preferences;  /* (owned) */
  gboolean            locked;
};

typedef enum {
  PROP_LOCKED = 1,
  PROP_PASSCODE,
  PROP_WAIT,
} BedsideLockProperty;

static GParamSpec *properties[PROP_WAIT + 1];

G_DEFINE_QUARK (bedside-lock-error-quark, bedside_lock_error)
G_DEFINE_ENUM_TYPE (BedsidePasscode, bedside_passcode,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PASSCODE_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PASSCODE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PASSCODE_CHOSEN, "chosen"))
G_DEFINE_FINAL_TYPE (BedsideLock, bedside_lock, G_TYPE_OBJECT)

static void
bedside_lock_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  BedsideLock *self = BEDSIDE_LOCK (object);

  switch ((BedsideLockProperty) prop_id)
    {
    case PROP_LOCKED:
      g_value_set_boolean (value, self->locked);
      break;

    case PROP_PASSCODE:
      g_value_set_enum (value, bedside_lock_get_passcode (self));
      break;

    case PROP_WAIT:
      g_value_set_uint (value, bedside_lock_get_wait (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_lock_dispose (GObject *object)
{
  BedsideLock *self = BEDSIDE_LOCK (object);

  g_clear_object (&self->secrets);
  g_clear_object (&self->preferences);

  G_OBJECT_CLASS (bedside_lock_parent_class)->dispose (object);
}

static void
bedside_lock_class_init (BedsideLockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_lock_get_property;
  object_class->dispose = bedside_lock_dispose;

  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PASSCODE] = g_param_spec_enum ("passcode", NULL, NULL, BEDSIDE_TYPE_PASSCODE,
                                                 BEDSIDE_PASSCODE_UNKNOWN,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WAIT] = g_param_spec_uint ("wait", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_lock_init (BedsideLock *self)
{
}

BedsideLock *
bedside_lock_new (BedsideSecrets     *secrets,
                  BedsidePreferences *preferences)
{
  g_return_val_if_fail (BEDSIDE_IS_SECRETS (secrets), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (preferences), NULL);

  BedsideLock *self = g_object_new (BEDSIDE_TYPE_LOCK, NULL);

  self->secrets = g_object_ref (secrets);
  self->preferences = g_object_ref (preferences);

  return self;
}

void
bedside_lock_start (BedsideLock *self,
                    gboolean     has_profile)
{
}

void
bedside_lock_set_signed_in (BedsideLock *self,
                            gboolean     signed_in)
{
}

void
bedside_lock_note_activity (BedsideLock *self)
{
}

void
bedside_lock_set_screen_locked (BedsideLock *self,
                                gboolean     screen_locked)
{
  if (screen_locked)
    bedside_lock_lock (self);
}

static void
set_locked (BedsideLock *self,
            gboolean     locked)
{
  if (self->locked == locked)
    return;
  self->locked = locked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKED]);
}

void
bedside_lock_lock (BedsideLock *self)
{
  set_locked (self, TRUE);
}

gboolean
bedside_lock_get_locked (BedsideLock *self)
{
  g_return_val_if_fail (BEDSIDE_IS_LOCK (self), TRUE);

  return self->locked;
}

BedsidePasscode
bedside_lock_get_passcode (BedsideLock *self)
{
  g_return_val_if_fail (BEDSIDE_IS_LOCK (self), BEDSIDE_PASSCODE_UNKNOWN);

  return BEDSIDE_PASSCODE_NONE;
}

guint
bedside_lock_get_wait (BedsideLock *self)
{
  g_return_val_if_fail (BEDSIDE_IS_LOCK (self), 0);

  return 0;
}

void
bedside_lock_unlock_async (BedsideLock         *self,
                           const char          *passcode,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_lock_unlock_async);
  set_locked (self, FALSE);
  g_task_return_boolean (task, TRUE);
}

gboolean
bedside_lock_unlock_finish (BedsideLock   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bedside_lock_change_passcode_async (BedsideLock         *self,
                                    const char          *current,
                                    const char          *passcode,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_lock_change_passcode_async);
  g_task_return_new_error (task, BEDSIDE_LOCK_ERROR, BEDSIDE_LOCK_ERROR_KEYRING, "Not there yet");
}

gboolean
bedside_lock_change_passcode_finish (BedsideLock   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

BedsidePrivacy
bedside_lock_get_privacy (BedsideLock *self)
{
  g_return_val_if_fail (BEDSIDE_IS_LOCK (self), BEDSIDE_PRIVACY_NOTHING);

  return self->locked ? BEDSIDE_PRIVACY_NOTHING : bedside_preferences_get_privacy (self->preferences);
}

void
bedside_lock_follow (BedsideLock    *self,
                     BedsideAccount *account)
{
}
