/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-fake-lock.h"

struct _BedsideLock
{
  GObject          parent_instance;

  gboolean         locked;
  BedsidePasscode  passcode;
  guint            wait;
  GTask           *task;  /* (owned) (nullable) */
  GString         *calls; /* (owned) */
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
      g_value_set_enum (value, self->passcode);
      break;
    case PROP_WAIT:
      g_value_set_uint (value, self->wait);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_lock_finalize (GObject *object)
{
  BedsideLock *self = BEDSIDE_LOCK (object);

  g_assert_null (self->task);
  g_string_free (self->calls, TRUE);

  G_OBJECT_CLASS (bedside_lock_parent_class)->finalize (object);
}

static void
bedside_lock_class_init (BedsideLockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_lock_get_property;
  object_class->finalize = bedside_lock_finalize;

  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE, flags);
  properties[PROP_PASSCODE] = g_param_spec_enum ("passcode", NULL, NULL, BEDSIDE_TYPE_PASSCODE,
                                                 BEDSIDE_PASSCODE_UNKNOWN, flags);
  properties[PROP_WAIT] = g_param_spec_uint ("wait", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_lock_init (BedsideLock *self)
{
  self->passcode = BEDSIDE_PASSCODE_CHOSEN;
  self->calls = g_string_new (NULL);
}

/* --- what the window asks --- */

BedsideLock *
bedside_lock_new (BedsideSecrets     *secrets,
                  BedsidePreferences *preferences)
{
  return g_object_new (BEDSIDE_TYPE_LOCK, NULL);
}

void
bedside_lock_start (BedsideLock *self,
                    gboolean     has_profile)
{
}

void
bedside_lock_follow (BedsideLock    *self,
                     BedsideAccount *account)
{
}

void
bedside_lock_set_signed_in (BedsideLock *self,
                            gboolean     signed_in)
{
}

void
bedside_lock_set_screen_locked (BedsideLock *self,
                                gboolean     screen_locked)
{
}

void
bedside_lock_note_activity (BedsideLock *self)
{
  g_string_append (self->calls, "activity; ");
}

void
bedside_lock_lock (BedsideLock *self)
{
  g_string_append (self->calls, "lock; ");
  bedside_fake_lock_set_locked (self, TRUE);
}

gboolean
bedside_lock_get_locked (BedsideLock *self)
{
  return self->locked;
}

BedsidePasscode
bedside_lock_get_passcode (BedsideLock *self)
{
  return self->passcode;
}

guint
bedside_lock_get_wait (BedsideLock *self)
{
  return self->wait;
}

BedsidePrivacy
bedside_lock_get_privacy (BedsideLock *self)
{
  return BEDSIDE_PRIVACY_NOTHING;
}

void
bedside_lock_unlock_async (BedsideLock         *self,
                           const char          *passcode,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_assert_null (self->task);
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, bedside_lock_unlock_async);
  g_string_append_printf (self->calls, "unlock %s; ", passcode != NULL ? passcode : "-");
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
  g_assert_null (self->task);
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, bedside_lock_change_passcode_async);
  g_string_append_printf (self->calls, "change %s %s; ", current != NULL ? current : "-",
                          passcode != NULL ? passcode : "-");
}

gboolean
bedside_lock_change_passcode_finish (BedsideLock   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- what the test does --- */

BedsideLock *
bedside_fake_lock_new (void)
{
  return g_object_new (BEDSIDE_TYPE_LOCK, NULL);
}

void
bedside_fake_lock_set_locked (BedsideLock *self,
                              gboolean     locked)
{
  if (self->locked == locked)
    return;
  self->locked = locked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKED]);
}

void
bedside_fake_lock_set_passcode (BedsideLock     *self,
                                BedsidePasscode  passcode)
{
  self->passcode = passcode;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PASSCODE]);
}

void
bedside_fake_lock_set_wait (BedsideLock *self,
                            guint        wait)
{
  self->wait = wait;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAIT]);
}

static void
finish (GTask  *task,
        GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
answer (BedsideLock *self,
        GError      *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  g_assert_nonnull (task);
  if (error == NULL && g_task_get_source_tag (task) == bedside_lock_unlock_async)
    bedside_fake_lock_set_locked (self, FALSE);
  finish (task, error);
  g_clear_object (&task);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
bedside_fake_lock_return (BedsideLock *self)
{
  answer (self, NULL);
}

void
bedside_fake_lock_return_error (BedsideLock      *self,
                                BedsideLockError  code)
{
  answer (self, g_error_new_literal (BEDSIDE_LOCK_ERROR, code, "Made by a test"));
}

gboolean
bedside_fake_lock_is_pending (BedsideLock *self)
{
  return self->task != NULL;
}

char *
bedside_fake_lock_take_calls (BedsideLock *self)
{
  char *calls = g_strdup (self->calls->str);

  g_string_truncate (self->calls, 0);

  return calls;
}
