/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-account"

#include "bedside-account-private.h"

#include "bedside-matrix-error.h"

typedef enum {
  PROP_STATE = 1,
  PROP_SESSION,
} BedsideAccountProperty;

static GParamSpec *properties[PROP_SESSION + 1];

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

  g_cancellable_cancel (self->starting);
  if (self->session != NULL)
    bedside_session_stop (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->former);
  g_clear_object (&self->keeper);
  g_clear_object (&self->store);
  g_clear_object (&self->secrets);

  G_OBJECT_CLASS (bedside_account_parent_class)->dispose (object);
}

static void
bedside_account_finalize (GObject *object)
{
  BedsideAccount *self = BEDSIDE_ACCOUNT (object);

  g_clear_object (&self->starting);
  g_clear_pointer (&self->found, bedside_ahead_free);
  g_clear_pointer (&self->login, bedside_login_free);
  g_clear_pointer (&self->cache_key, g_bytes_unref);
  g_free (self->cache_folder);

  G_OBJECT_CLASS (bedside_account_parent_class)->finalize (object);
}

static void
bedside_account_class_init (BedsideAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_account_get_property;
  object_class->dispose = bedside_account_dispose;
  object_class->finalize = bedside_account_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BEDSIDE_TYPE_ACCOUNT_STATE,
                                              BEDSIDE_ACCOUNT_STATE_STARTING, flags);
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_account_init (BedsideAccount *self)
{
}

/**
 * bedside_account_new:
 * @secrets: where secrets are kept
 * @cache_folder: (nullable): the profile's folder; %NULL: nothing goes to disk
 *
 * Returns: (transfer full): an account that is starting; see bedside_account_start()
 */
BedsideAccount *
bedside_account_new (BedsideSecrets *secrets,
                     const char     *cache_folder)
{
  g_return_val_if_fail (BEDSIDE_IS_SECRETS (secrets), NULL);

  BedsideAccount *self = g_object_new (BEDSIDE_TYPE_ACCOUNT, NULL);

  self->secrets = g_object_ref (secrets);
  self->cache_folder = g_strdup (cache_folder);

  return self;
}

/* --- state --- */

/**
 * bedside_account_set_state:
 * @self: an account
 * @state: a state
 */
void
bedside_account_set_state (BedsideAccount      *self,
                           BedsideAccountState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_session (BedsideAccount *self,
             BedsideSession *session)
{
  if (g_set_object (&self->session, session))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/* It must not put into the keyring what is taken out of it, or replaced. */
static void
drop_keeper (BedsideAccount *self)
{
  if (self->keeper != NULL)
    bedside_sign_in_keeper_stop (BEDSIDE_SIGN_IN_KEEPER (self->keeper));
  g_clear_object (&self->keeper);
}

/**
 * bedside_account_drop:
 * @self: an account
 *
 * Lets go of the session.
 */
void
bedside_account_drop (BedsideAccount *self)
{
  if (self->session != NULL)
    bedside_session_stop (self->session);
  set_session (self, NULL);
  g_clear_object (&self->former);
  drop_keeper (self);
  g_clear_object (&self->store);
  g_clear_pointer (&self->login, bedside_login_free);
  g_clear_pointer (&self->cache_key, g_bytes_unref);
}

static void
on_session_ended (BedsideAccount *self,
                  const GError   *error,
                  BedsideSession *session)
{
  if (session != self->session || self->state != BEDSIDE_ACCOUNT_STATE_SIGNED_IN)
    return;

  if (g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT))
    {
      bedside_account_set_state (self, BEDSIDE_ACCOUNT_STATE_EXPIRED);
      return;
    }

  bedside_account_empty (self, BEDSIDE_ACCOUNT_STATE_ENDED);
}

static void
on_damaged_closed (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  BedsideAccount *self = BEDSIDE_ACCOUNT (object);
  g_autoptr(GCancellable) starting = user_data;

  bedside_account_close_finish (self, result, NULL);
  /* The program ends. */
  if (self->state != BEDSIDE_ACCOUNT_STATE_STARTING || g_cancellable_is_cancelled (starting))
    return;

  g_autoptr(BedsideSession) former = g_object_ref (self->session);

  bedside_account_drop (self);
  self->former = g_steal_pointer (&former);
  bedside_account_start (self);
}

/* It was shown as far as it could be read; now it is set aside, and comes from the server again. What was written is
 * newer in the session than in such a cache, and goes from there to the session that follows. */
static void
on_session_damaged (BedsideAccount *self,
                    BedsideSession *session)
{
  if (session != self->session || self->state != BEDSIDE_ACCOUNT_STATE_SIGNED_IN)
    return;

  GCancellable *starting = g_cancellable_new ();

  /* First: nobody is to write in it any more, and it is no news that it ends. */
  bedside_account_set_state (self, BEDSIDE_ACCOUNT_STATE_STARTING);
  bedside_account_close_async (self, NULL, on_damaged_closed, starting);
  /* Closing once more, which is for good, cancels what is begun here. */
  g_set_object (&self->starting, starting);
}

/**
 * bedside_account_begin:
 * @self: an account
 * @login: (transfer full): who is signed in
 * @store: the open cache
 * @restored: what it holds
 * @cache_state: what the window may say of it
 *
 * Shows the stored conversations and goes to the server.
 */
void
bedside_account_begin (BedsideAccount    *self,
                       BedsideLogin      *login,
                       BedsideStore      *store,
                       BedsideRestored   *restored,
                       BedsideCacheState  cache_state)
{
  g_autoptr(BedsideClient) client = NULL;

  drop_keeper (self);
  if (self->keeps_secrets)
    self->keeper = bedside_sign_in_keeper_new (self->secrets, login);
  client = bedside_client_new (login->base_url, login->user_id, login->device_id, login->tokens, self->keeper, NULL);
  g_clear_pointer (&self->login, bedside_login_free);
  self->login = login;
  if (client == NULL)
    {
      bedside_account_drop (self);
      bedside_account_set_state (self, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
      return;
    }

  g_autoptr(BedsideSession) session = bedside_session_new (client, store, restored, cache_state);

  g_set_object (&self->store, store);
  g_signal_connect_object (session, "ended", G_CALLBACK (on_session_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "damaged", G_CALLBACK (on_session_damaged), self, G_CONNECT_SWAPPED);
  g_clear_object (&self->former);
  set_session (self, session);
  bedside_account_set_state (self, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_session_start (session);
}

/**
 * bedside_account_get_state:
 * @self: an account
 *
 * Returns: where it stands
 */
BedsideAccountState
bedside_account_get_state (BedsideAccount *self)
{
  g_return_val_if_fail (BEDSIDE_IS_ACCOUNT (self), BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);

  return self->state;
}

/**
 * bedside_account_get_session:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the session of who is signed in
 */
BedsideSession *
bedside_account_get_session (BedsideAccount *self)
{
  g_return_val_if_fail (BEDSIDE_IS_ACCOUNT (self), NULL);

  return self->session;
}

/**
 * bedside_account_get_server:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the server of who is, or was until it expired, signed in
 */
const char *
bedside_account_get_server (BedsideAccount *self)
{
  g_return_val_if_fail (BEDSIDE_IS_ACCOUNT (self), NULL);

  return self->login ? self->login->base_url : NULL;
}

/**
 * bedside_account_get_user_id:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): who is, or was until it expired, signed in
 */
const char *
bedside_account_get_user_id (BedsideAccount *self)
{
  g_return_val_if_fail (BEDSIDE_IS_ACCOUNT (self), NULL);

  return self->login ? self->login->user_id : NULL;
}
