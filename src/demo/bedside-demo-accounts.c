/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-accounts"

#include "bedside-demo-accounts.h"

#include "bedside-demo-room.h"
#include "bedside-demo-text.h"

#define TOKEN_LENGTH 40
#define DEVICE_ID_LENGTH 10

struct _BedsideDemoAccounts
{
  GHashTable *users;    /* (owned) (element-type utf8 BedsideDemoUser) */
  GHashTable *access;   /* (owned) (element-type utf8 BedsideDemoDevice): live access tokens */
  GHashTable *refresh;  /* (owned) (element-type utf8 BedsideDemoDevice): live refresh tokens */
  GHashTable *used;     /* (owned) (element-type utf8): refresh tokens whose successor is in use */
  guint       lifetime; /* ms, 0: for ever */
};

static void
pair_free (BedsideDemoPair *pair)
{
  g_free (pair->access);
  g_free (pair->refresh);
  g_free (pair);
}

static void
device_free (BedsideDemoDevice *device)
{
  g_free (device->id);
  g_free (device->key);
  g_clear_pointer (&device->pair, pair_free);
  g_clear_pointer (&device->next, pair_free);
  g_hash_table_unref (device->members);
  g_free (device);
}

static void
user_free (BedsideDemoUser *user)
{
  g_free (user->id);
  g_free (user->password);
  g_free (user->display_name);
  g_hash_table_unref (user->devices);
  g_ptr_array_unref (user->filters);
  g_hash_table_unref (user->data);
  g_free (user);
}

/**
 * bedside_demo_accounts_new:
 *
 * Returns: (transfer full): accounts, none yet
 */
BedsideDemoAccounts *
bedside_demo_accounts_new (void)
{
  BedsideDemoAccounts *self = g_new0 (BedsideDemoAccounts, 1);

  self->users = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) user_free);
  self->access = g_hash_table_new (g_str_hash, g_str_equal);
  self->refresh = g_hash_table_new (g_str_hash, g_str_equal);
  self->used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * bedside_demo_accounts_free:
 * @self: accounts
 *
 * Frees @self with all users and sessions.
 */
void
bedside_demo_accounts_free (BedsideDemoAccounts *self)
{
  g_hash_table_unref (self->access);
  g_hash_table_unref (self->refresh);
  g_hash_table_unref (self->used);
  g_hash_table_unref (self->users);
  g_free (self);
}

/**
 * bedside_demo_accounts_set_lifetime:
 * @self: accounts
 * @ms: how long access tokens made from now on live, 0: for ever
 */
void
bedside_demo_accounts_set_lifetime (BedsideDemoAccounts *self,
                                    guint                ms)
{
  self->lifetime = ms;
}

/**
 * bedside_demo_accounts_get_lifetime:
 * @self: accounts
 *
 * Returns: how long new access tokens live in ms, 0: for ever
 */
guint
bedside_demo_accounts_get_lifetime (BedsideDemoAccounts *self)
{
  return self->lifetime;
}

/**
 * bedside_demo_accounts_add:
 * @self: accounts
 * @user_id: whole user id
 * @password: (nullable): %NULL for nobody to sign in
 * @display_name: (nullable): the name
 *
 * Adds a user. A known one keeps everything but password and name.
 *
 * Returns: (transfer none): the user
 */
BedsideDemoUser *
bedside_demo_accounts_add (BedsideDemoAccounts *self,
                           const char          *user_id,
                           const char          *password,
                           const char          *display_name)
{
  BedsideDemoUser *user = g_hash_table_lookup (self->users, user_id);

  if (user == NULL)
    {
      user = g_new0 (BedsideDemoUser, 1);
      user->id = g_strdup (user_id);
      user->devices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) device_free);
      user->filters = g_ptr_array_new_with_free_func (g_free);
      user->data = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bedside_demo_data_free);
      g_hash_table_insert (self->users, user->id, user);
    }
  g_free (user->password);
  user->password = password ? g_strdup (password) : bedside_demo_text_random (TOKEN_LENGTH);
  if (display_name != NULL)
    {
      g_free (user->display_name);
      user->display_name = g_strdup (display_name);
    }

  return user;
}

/**
 * bedside_demo_accounts_get:
 * @self: accounts
 * @user_id: whole user id
 *
 * Returns: (nullable): the user
 */
BedsideDemoUser *
bedside_demo_accounts_get (BedsideDemoAccounts *self,
                           const char          *user_id)
{
  return g_hash_table_lookup (self->users, user_id);
}

static BedsideDemoPair *
make_pair (BedsideDemoAccounts *self,
           BedsideDemoDevice   *device,
           gboolean             refreshable)
{
  BedsideDemoPair *pair = g_new0 (BedsideDemoPair, 1);
  g_autofree char *access = bedside_demo_text_random (TOKEN_LENGTH);
  g_autofree char *refresh = bedside_demo_text_random (TOKEN_LENGTH);

  pair->access = g_strconcat ("syt_", access, NULL);
  pair->state = BEDSIDE_DEMO_TOKEN_VALID;
  if (self->lifetime > 0)
    pair->expires = g_get_monotonic_time () + self->lifetime * G_GINT64_CONSTANT (1000);
  g_hash_table_insert (self->access, pair->access, device);
  if (refreshable)
    {
      pair->refresh = g_strconcat ("syr_", refresh, NULL);
      g_hash_table_insert (self->refresh, pair->refresh, device);
    }

  return pair;
}

static void
drop_pair (BedsideDemoAccounts  *self,
           BedsideDemoPair     **pair)
{
  if (*pair == NULL)
    return;
  g_hash_table_remove (self->access, (*pair)->access);
  if ((*pair)->refresh != NULL)
    g_hash_table_remove (self->refresh, (*pair)->refresh);
  g_clear_pointer (pair, pair_free);
}

/* The first use of what a refresh gave ends what was before. */
static void
promote (BedsideDemoAccounts *self,
         BedsideDemoDevice   *device)
{
  if (device->pair != NULL && device->pair->refresh != NULL)
    g_hash_table_add (self->used, g_strdup (device->pair->refresh));
  drop_pair (self, &device->pair);
  device->pair = g_steal_pointer (&device->next);
}

/**
 * bedside_demo_accounts_log_in:
 * @self: accounts
 * @user: a user whose password was right
 * @device_id: (nullable): a device of this user's to go on with
 * @refreshable: whether to give a refresh token
 *
 * Begins a session; one that @device_id had ends.
 *
 * Returns: (transfer none): the device, whose pair is the session
 */
BedsideDemoDevice *
bedside_demo_accounts_log_in (BedsideDemoAccounts *self,
                              BedsideDemoUser     *user,
                              const char          *device_id,
                              gboolean             refreshable)
{
  BedsideDemoDevice *device = device_id ? g_hash_table_lookup (user->devices, device_id) : NULL;

  if (device == NULL)
    {
      device = g_new0 (BedsideDemoDevice, 1);
      device->user = user;
      device->id = device_id ? g_strdup (device_id) : bedside_demo_text_random (DEVICE_ID_LENGTH);
      device->key = g_strconcat (user->id, "|", device->id, NULL);
      device->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (user->devices, device->id, device);
    }
  bedside_demo_accounts_log_out (self, device);
  device->pair = make_pair (self, device, refreshable);
  user->signed_in = TRUE;

  return device;
}

/**
 * bedside_demo_accounts_log_out:
 * @self: accounts
 * @device: a device
 *
 * Ends the session of @device.
 */
void
bedside_demo_accounts_log_out (BedsideDemoAccounts *self,
                               BedsideDemoDevice   *device)
{
  drop_pair (self, &device->pair);
  drop_pair (self, &device->next);
  g_hash_table_remove_all (device->members);
}

static BedsideDemoTokenState
get_access_state (BedsideDemoPair *pair)
{
  if (pair->state == BEDSIDE_DEMO_TOKEN_VALID && pair->expires != 0 && pair->expires <= g_get_monotonic_time ())
    return BEDSIDE_DEMO_TOKEN_SOFT_ENDED;
  return pair->state;
}

/**
 * bedside_demo_accounts_check:
 * @self: accounts
 * @access_token: what came with a request
 * @state: (out): what is to be said of it
 *
 * Finds who sends a request.
 *
 * Returns: (transfer none) (nullable): the device, %NULL unless the token is valid
 */
BedsideDemoDevice *
bedside_demo_accounts_check (BedsideDemoAccounts   *self,
                             const char            *access_token,
                             BedsideDemoTokenState *state)
{
  BedsideDemoDevice *device = g_hash_table_lookup (self->access, access_token);

  *state = BEDSIDE_DEMO_TOKEN_UNKNOWN;
  if (device == NULL)
    return NULL;

  gboolean is_next = device->next != NULL && g_str_equal (device->next->access, access_token);
  *state = get_access_state (is_next ? device->next : device->pair);
  if (*state != BEDSIDE_DEMO_TOKEN_VALID)
    return NULL;
  if (is_next)
    promote (self, device);

  return device;
}

/**
 * bedside_demo_accounts_refresh:
 * @self: accounts
 * @refresh_token: what came with the request
 * @state: (out): what is to be said of it
 *
 * Makes a new pair. The old one lives until the new one is used; another
 * refresh with the old token ends the new one instead.
 *
 * Returns: (transfer none) (nullable): the new pair, %NULL unless the token is valid
 */
BedsideDemoPair *
bedside_demo_accounts_refresh (BedsideDemoAccounts   *self,
                               const char            *refresh_token,
                               BedsideDemoTokenState *state)
{
  BedsideDemoDevice *device = g_hash_table_lookup (self->refresh, refresh_token);

  *state = BEDSIDE_DEMO_TOKEN_UNKNOWN;
  if (g_hash_table_contains (self->used, refresh_token))
    *state = BEDSIDE_DEMO_TOKEN_USED;
  if (device == NULL)
    return NULL;

  gboolean is_next = device->next != NULL && g_strcmp0 (device->next->refresh, refresh_token) == 0;
  *state = (is_next ? device->next : device->pair)->state;
  if (*state == BEDSIDE_DEMO_TOKEN_SOFT_ENDED)
    return NULL;
  *state = BEDSIDE_DEMO_TOKEN_VALID;
  if (is_next)
    promote (self, device);
  drop_pair (self, &device->next);
  device->next = make_pair (self, device, TRUE);

  return device->next;
}

/**
 * bedside_demo_accounts_expire:
 * @self: accounts
 * @soft: whether refresh tokens end too, and answers say `soft_logout`
 *
 * Ends all access tokens.
 */
void
bedside_demo_accounts_expire (BedsideDemoAccounts *self,
                              gboolean             soft)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->access);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BedsideDemoDevice *device = value;
      BedsideDemoTokenState state = soft ? BEDSIDE_DEMO_TOKEN_SOFT_ENDED : BEDSIDE_DEMO_TOKEN_ENDED;

      if (device->pair != NULL)
        device->pair->state = state;
      if (device->next != NULL)
        device->next->state = state;
    }
}

/**
 * bedside_demo_device_is_signed_in:
 * @self: a device
 *
 * Returns: whether there is a token that can still be used, be it for a refresh
 */
gboolean
bedside_demo_device_is_signed_in (BedsideDemoDevice *self)
{
  if (self->pair == NULL)
    return FALSE;
  if (get_access_state (self->pair) == BEDSIDE_DEMO_TOKEN_VALID || self->next != NULL)
    return TRUE;
  return self->pair->refresh != NULL && self->pair->state != BEDSIDE_DEMO_TOKEN_SOFT_ENDED;
}

/**
 * bedside_demo_accounts_count_sessions:
 * @self: accounts
 * @user_id: whole user id
 *
 * Returns: how many devices the user is signed in on
 */
guint
bedside_demo_accounts_count_sessions (BedsideDemoAccounts *self,
                                      const char          *user_id)
{
  BedsideDemoUser *user = g_hash_table_lookup (self->users, user_id);
  GHashTableIter iter;
  gpointer device;
  guint count = 0;

  if (user == NULL)
    return 0;
  g_hash_table_iter_init (&iter, user->devices);
  while (g_hash_table_iter_next (&iter, NULL, &device))
    count += bedside_demo_device_is_signed_in (device);

  return count;
}
