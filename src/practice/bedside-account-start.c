/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-account-start"

#include "bedside-account-private.h"

/* Starting: keyring, key, cache, session. */

static void on_sign_in_found (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_key_found     (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_key_kept      (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_cache_opened  (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_looked_ahead  (GObject *object, GAsyncResult *result, gpointer user_data);

/* One try to start; another one may have taken its place when an answer comes. */
typedef struct {
  BedsideAccount *account;      /* (owned) */
  GCancellable   *cancellable;  /* (owned) */
  BedsideLogin   *login;        /* (owned) (nullable) */
} Start;

static void
start_free (Start *start)
{
  g_object_unref (start->account);
  g_object_unref (start->cancellable);
  g_clear_pointer (&start->login, bedside_login_free);
  g_free (start);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Start, start_free)

static void begin_with_found (BedsideAccount *self);
static void look_up          (BedsideAccount *self);

static Start *
start_new (BedsideAccount *self)
{
  Start *start = g_new0 (Start, 1);

  g_cancellable_cancel (self->starting);
  g_clear_object (&self->starting);
  g_clear_pointer (&self->found, bedside_ahead_free);
  self->ahead = BEDSIDE_ACCOUNT_AHEAD_NOT;
  self->starting = g_cancellable_new ();
  start->account = g_object_ref (self);
  start->cancellable = g_object_ref (self->starting);

  return start;
}

/**
 * bedside_account_start_ahead:
 * @self: an account that has not been started
 * @secrets: where secrets are kept, for use in a thread
 *
 * Begins with what bedside_account_start() will do, in a thread. To be called when the main loop does not run yet.
 */
void
bedside_account_start_ahead (BedsideAccount *self,
                             BedsideSecrets *secrets)
{
  g_return_if_fail (BEDSIDE_IS_ACCOUNT (self));
  g_return_if_fail (BEDSIDE_IS_SECRETS (secrets));
  g_return_if_fail (self->session == NULL && self->starting == NULL);

  /* Whatever is out of the ordinary can wait. */
  if (self->cache_folder == NULL || !bedside_store_exists (self->cache_folder)
      || bedside_store_is_condemned (self->cache_folder))
    return;

  Start *start = start_new (self);

  self->ahead = BEDSIDE_ACCOUNT_AHEAD_LOOKING;
  bedside_ahead_look_async (secrets, self->cache_folder, start->cancellable, on_looked_ahead, start);
}

/**
 * bedside_account_start:
 * @self: an account without session
 *
 * Reads the saved sign-in and opens the cache. What stands in the way becomes
 * the state; calling this again tries again. If an earlier run was killed while it signed out, that is done instead.
 */
void
bedside_account_start (BedsideAccount *self)
{
  g_return_if_fail (BEDSIDE_IS_ACCOUNT (self));
  g_return_if_fail (self->session == NULL);

  if (self->cache_folder != NULL && bedside_store_is_condemned (self->cache_folder))
    {
      bedside_account_finish_sign_out (self);
      return;
    }

  bedside_account_set_state (self, BEDSIDE_ACCOUNT_STATE_STARTING);
  if (self->ahead == BEDSIDE_ACCOUNT_AHEAD_FOUND)
    begin_with_found (self);
  else if (self->ahead != BEDSIDE_ACCOUNT_AHEAD_NOT)
    self->ahead = BEDSIDE_ACCOUNT_AHEAD_AWAITED;
  else
    look_up (self);
}

static void
look_up (BedsideAccount *self)
{
  Start *start = start_new (self);

  bedside_secrets_lookup_async (self->secrets, BEDSIDE_SECRET_SIGN_IN, start->cancellable, on_sign_in_found, start);
}

/* A cache is written only after its key went into the keyring: where none is, nobody was signed in. */
static void
settle_secret (BedsideAccount *self,
               const GError   *error)
{
  BedsideAccountState state = BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY;

  if (self->cache_folder == NULL || !bedside_store_exists (self->cache_folder))
    state = BEDSIDE_ACCOUNT_STATE_SIGNED_OUT;
  else if (g_error_matches (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED))
    state = BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED;
  else if (error != NULL)
    state = BEDSIDE_ACCOUNT_STATE_KEYRING_UNAVAILABLE;

  bedside_account_set_state (self, state);
}

static void
on_sign_in_found (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(Start) start = user_data;
  BedsideAccount *self = start->account;
  GCancellable *cancellable = start->cancellable;
  g_autoptr(GError) error = NULL;
  char *text = bedside_secrets_lookup_finish (BEDSIDE_SECRETS (object), result, &error);

  start->login = text ? bedside_sign_in_new_from_text (text) : NULL;
  g_clear_pointer (&text, bedside_secret_free);
  if (g_cancellable_is_cancelled (start->cancellable))
    return;
  if (start->login == NULL)
    {
      settle_secret (self, error);
      return;
    }
  bedside_secrets_lookup_async (self->secrets, BEDSIDE_SECRET_CACHE_KEY, cancellable, on_key_found,
                                g_steal_pointer (&start));
}

static void
open_cache (Start *start)
{
  BedsideAccount *self = start->account;

  self->keeps_secrets = TRUE;
  bedside_cache_open_async (self->cache_folder, self->cache_key,
                            self->cache_folder ? BEDSIDE_CACHE_STATE_SEALED : BEDSIDE_CACHE_STATE_NONE,
                            self->former, start->cancellable, on_cache_opened, start);
}

static void
on_key_found (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Start) start = user_data;
  BedsideAccount *self = start->account;
  GCancellable *cancellable = start->cancellable;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = bedside_secrets_lookup_finish (BEDSIDE_SECRETS (object), result, &error);

  if (g_cancellable_is_cancelled (start->cancellable))
    return;
  if (error != NULL)
    {
      settle_secret (self, error);
      return;
    }

  g_clear_pointer (&self->cache_key, g_bytes_unref);
  self->cache_key = bedside_secret_decode_key (text);
  g_clear_pointer (&text, bedside_secret_free);
  if (self->cache_key != NULL)
    {
      open_cache (g_steal_pointer (&start));
      return;
    }

  /* The key alone is gone: what is in the cache cannot be read any more and comes from the server again. */
  self->cache_key = bedside_sealer_generate_key (&error);
  if (self->cache_key == NULL)
    {
      settle_secret (self, error);
      return;
    }
  g_autofree char *encoded = g_base64_encode (g_bytes_get_data (self->cache_key, NULL), BEDSIDE_SEALER_KEY_SIZE);
  bedside_secrets_store_async (self->secrets, BEDSIDE_SECRET_CACHE_KEY, encoded, cancellable, on_key_kept,
                               g_steal_pointer (&start));
}

static void
on_key_kept (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Start) start = user_data;
  g_autoptr(GError) error = NULL;

  if (bedside_secrets_store_finish (BEDSIDE_SECRETS (object), result, &error))
    open_cache (g_steal_pointer (&start));
  else if (!g_cancellable_is_cancelled (start->cancellable))
    settle_secret (start->account, error);
}

static void
on_cache_opened (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Start) start = user_data;
  BedsideAccount *self = start->account;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideCache) cache = bedside_cache_open_finish (result, &error);

  if (g_cancellable_is_cancelled (start->cancellable))
    return;
  if (cache != NULL)
    bedside_account_begin (self, g_steal_pointer (&start->login), cache->store, cache->restored, cache->state);
  else
    bedside_account_set_state (self, g_error_matches (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_TOO_NEW)
                               ? BEDSIDE_ACCOUNT_STATE_CACHE_TOO_NEW : BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE);
}

static void
on_looked_ahead (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Start) start = user_data;
  BedsideAccount *self = start->account;
  g_autoptr(BedsideAhead) found = bedside_ahead_look_finish (result, NULL);
  const gboolean awaited = self->ahead == BEDSIDE_ACCOUNT_AHEAD_AWAITED;

  if (g_cancellable_is_cancelled (start->cancellable))
    return;
  self->found = g_steal_pointer (&found);
  self->ahead = BEDSIDE_ACCOUNT_AHEAD_FOUND;
  if (awaited)
    begin_with_found (self);
}

/* Of what was not found the usual way finds out why. */
static void
begin_with_found (BedsideAccount *self)
{
  g_autoptr(BedsideAhead) found = g_steal_pointer (&self->found);
  g_autoptr(BedsideCache) cache = NULL;
  BedsideLogin *login = found != NULL && found->sign_in != NULL ? bedside_sign_in_new_from_text (found->sign_in) : NULL;

  self->ahead = BEDSIDE_ACCOUNT_AHEAD_NOT;
  if (found != NULL && found->error != NULL)
    settle_secret (self, found->error);
  else if (login == NULL || found->cache == NULL)
    {
      /* What is open would be in the way. */
      g_clear_pointer (&found, bedside_ahead_free);
      look_up (self);
    }
  else
    {
      cache = g_steal_pointer (&found->cache);
      self->cache_key = g_steal_pointer (&found->key);
      self->keeps_secrets = TRUE;
      bedside_account_begin (self, g_steal_pointer (&login), cache->store, cache->restored, cache->state);
    }
  g_clear_pointer (&login, bedside_login_free);
}
