/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-fake-calls.h"
#include "bedside-fakes.h"

void
bedside_fake_note (GString    *calls,
                   const char *format,
                   ...)
{
  va_list arguments;

  if (calls->len > 0)
    g_string_append (calls, "; ");
  va_start (arguments, format);
  g_string_append_vprintf (calls, format, arguments);
  va_end (arguments);
}

struct _BedsideAccount
{
  GObject              parent_instance;

  BedsideAccountState  state;
  BedsideSession      *session; /* (owned) (nullable) */
  GTask               *task;    /* (owned) (nullable) */
  GString             *calls;   /* (owned) */
};

typedef enum {
  PROP_STATE = 1,
  PROP_SESSION,
} BedsideAccountProperty;

static GParamSpec *account_properties[PROP_SESSION + 1];

typedef struct {
  gint64 retry_after;
} BedsideSignInErrorPrivate;

G_DEFINE_ENUM_TYPE (BedsideAccountState, bedside_account_state,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_STATE_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_STATE_SIGNED_IN, "signed-in"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_STATE_EXPIRED, "expired"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_STATE_ENDED, "ended"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED, "keyring-locked"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_STATE_KEYRING_UNAVAILABLE, "keyring-unavailable"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY, "keyring-empty"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_STATE_CACHE_TOO_NEW, "cache-too-new"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE, "cache-in-use"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_STATE_SIGNING_OUT, "signing-out"))

static void
bedside_sign_in_error_private_init (BedsideSignInErrorPrivate *priv)
{
}

static void
bedside_sign_in_error_private_copy (const BedsideSignInErrorPrivate *source,
                                    BedsideSignInErrorPrivate       *destination)
{
  *destination = *source;
}

static void
bedside_sign_in_error_private_clear (BedsideSignInErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (BedsideSignInError, bedside_sign_in_error)

G_DEFINE_FINAL_TYPE (BedsideAccount, bedside_account, G_TYPE_OBJECT)

static void
bedside_account_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsideAccount *self = BEDSIDE_ACCOUNT (object);

  switch ((BedsideAccountProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_account_dispose (GObject *object)
{
  BedsideAccount *self = BEDSIDE_ACCOUNT (object);

  g_assert_null (self->task);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_account_parent_class)->dispose (object);
}

static void
bedside_account_finalize (GObject *object)
{
  g_string_free (BEDSIDE_ACCOUNT (object)->calls, TRUE);

  G_OBJECT_CLASS (bedside_account_parent_class)->finalize (object);
}

static void
bedside_account_class_init (BedsideAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_account_get_property;
  object_class->dispose = bedside_account_dispose;
  object_class->finalize = bedside_account_finalize;

  account_properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BEDSIDE_TYPE_ACCOUNT_STATE,
                                                      BEDSIDE_ACCOUNT_STATE_STARTING, flags);
  account_properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (account_properties), account_properties);
}

static void
bedside_account_init (BedsideAccount *self)
{
  self->calls = g_string_new (NULL);
}

GError *
bedside_fake_sign_in_error (BedsideSignInError code,
                            gint64             retry_after)
{
  GError *error = g_error_new_literal (BEDSIDE_SIGN_IN_ERROR, (int) code, "Made by a test");

  bedside_sign_in_error_get_private (error)->retry_after = retry_after;

  return error;
}

gint64
bedside_sign_in_error_get_retry_after (const GError *error)
{
  return bedside_sign_in_error_get_private (error)->retry_after;
}

void
bedside_fake_account_set (BedsideAccount      *self,
                          BedsideAccountState  state,
                          BedsideSession      *session)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->session, session))
    g_object_notify_by_pspec (G_OBJECT (self), account_properties[PROP_SESSION]);
  if (self->state != state)
    g_object_notify_by_pspec (G_OBJECT (self), account_properties[PROP_STATE]);
  self->state = state;
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
bedside_fake_account_is_pending (BedsideAccount *self)
{
  return self->task != NULL;
}

void
bedside_fake_account_return (BedsideAccount *self,
                             GError         *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);

  g_assert_nonnull (task);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

char *
bedside_fake_take_calls (gpointer account_or_session)
{
  GString *calls = BEDSIDE_IS_ACCOUNT (account_or_session) ? BEDSIDE_ACCOUNT (account_or_session)->calls
                                                           : bedside_fake_session_get_calls (account_or_session);
  char *text = g_strdup (calls->str);

  g_string_truncate (calls, 0);

  return text;
}

void
bedside_fake_assert_calls (gpointer    account_or_session,
                           const char *expected)
{
  g_autofree char *calls = NULL;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  calls = bedside_fake_take_calls (account_or_session);
  g_assert_cmpstr (calls, ==, expected);
}

BedsideAccount *
bedside_account_new (BedsideSecrets *secrets,
                     const char     *cache_folder)
{
  return g_object_new (BEDSIDE_TYPE_ACCOUNT, NULL);
}

BedsideAccountState
bedside_account_get_state (BedsideAccount *self)
{
  return self->state;
}

BedsideSession *
bedside_account_get_session (BedsideAccount *self)
{
  return self->session;
}

const char *
bedside_account_get_server (BedsideAccount *self)
{
  return self->state == BEDSIDE_ACCOUNT_STATE_EXPIRED ? "https://practice.example" : NULL;
}

const char *
bedside_account_get_user_id (BedsideAccount *self)
{
  return self->state == BEDSIDE_ACCOUNT_STATE_EXPIRED ? "@grace:practice.example" : NULL;
}

void
bedside_account_start (BedsideAccount *self)
{
  bedside_fake_note (self->calls, "start");
}

void
bedside_account_forget (BedsideAccount *self)
{
  bedside_fake_note (self->calls, "forget");
}

static void
begin (BedsideAccount      *self,
       gpointer             tag,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_assert_null (self->task);
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, tag);
  g_task_set_check_cancellable (self->task, FALSE);
}

static gboolean
finish (BedsideAccount  *self,
        gpointer         tag,
        GAsyncResult    *result,
        GError         **error)
{
  g_assert_true (g_task_is_valid (result, self));
  g_assert_true (g_async_result_is_tagged (result, tag));

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bedside_account_sign_in_async (BedsideAccount      *self,
                               const char          *server,
                               const char          *user,
                               const char          *password,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  bedside_fake_note (self->calls, "sign-in %s %s %s", server, user, password);
  begin (self, bedside_account_sign_in_async, cancellable, callback, user_data);
}

gboolean
bedside_account_sign_in_finish (BedsideAccount  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  return finish (self, bedside_account_sign_in_async, result, error);
}

void
bedside_account_sign_out_async (BedsideAccount      *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  bedside_fake_note (self->calls, "sign-out");
  begin (self, bedside_account_sign_out_async, cancellable, callback, user_data);
}

gboolean
bedside_account_sign_out_finish (BedsideAccount  *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  return finish (self, bedside_account_sign_out_async, result, error);
}

void
bedside_account_close_async (BedsideAccount      *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  bedside_fake_note (self->calls, "close");
  begin (self, bedside_account_close_async, cancellable, callback, user_data);
}

gboolean
bedside_account_close_finish (BedsideAccount  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  return finish (self, bedside_account_close_async, result, error);
}
