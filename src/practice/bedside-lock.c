/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-lock"

#include "bedside-lock-private.h"

#include "bedside-boot-clock.h"
#include "bedside-passcode-hash.h"

typedef enum {
  PROP_LOCKED = 1,
  PROP_PASSCODE,
  PROP_WAIT,
  PROP_PRIVACY,
} BedsideLockProperty;

enum {
  SIGNAL_READ,
  N_SIGNALS
};

static GParamSpec *properties[PROP_PRIVACY + 1];
static guint signals[N_SIGNALS];

G_DEFINE_QUARK (bedside-lock-error-quark, bedside_lock_error)
G_DEFINE_ENUM_TYPE (BedsidePasscode, bedside_passcode,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PASSCODE_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PASSCODE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PASSCODE_CHOSEN, "chosen"))
G_DEFINE_FINAL_TYPE (BedsideLock, bedside_lock, G_TYPE_OBJECT)

static gint64
get_boot_time (gpointer user_data)
{
  return bedside_boot_clock_get_time ();
}

static char *
dup_boot (gpointer user_data)
{
  return bedside_boot_clock_dup_boot ();
}

/* --- what follows from it --- */

/**
 * bedside_lock_get_time: (skip)
 * @self: a lock
 *
 * Returns: µs, of the boot clock
 */
gint64
bedside_lock_get_time (BedsideLock *self)
{
  return self->clock.get_time (self->clock_data);
}

/* When it locks because nobody does anything; G_MAXINT64: not by itself. */
static gint64
get_deadline (BedsideLock *self)
{
  const gint64 minutes = bedside_preferences_get_lock_after (self->preferences);

  if (minutes == 0 || self->bolt == BEDSIDE_LOCK_BOLT_SHUT || self->stage != BEDSIDE_LOCK_STAGE_SIGNED_IN)
    return G_MAXINT64;

  return self->active_at + minutes * 60 * G_USEC_PER_SEC;
}

static guint
count_wait (BedsideLock *self)
{
  const gint64 left = self->next_try - bedside_lock_get_time (self);

  return left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

static gboolean
on_due (gpointer user_data)
{
  BedsideLock *self = user_data;

  self->source = 0;
  bedside_lock_tick (self);

  return G_SOURCE_REMOVE;
}

static void
schedule (BedsideLock *self)
{
  gint64 due = get_deadline (self);

  if (self->wait > 0)
    due = MIN (due, self->next_try - (gint64) (self->wait - 1) * G_USEC_PER_SEC);

  g_clear_handle_id (&self->source, g_source_remove);
  if (due < G_MAXINT64)
    self->source = bedside_boot_clock_add (due, on_due, self);
}

/**
 * bedside_lock_update: (skip)
 * @self: a lock of which something has changed
 *
 * Tells what follows from that, and comes back when something is due.
 */
void
bedside_lock_update (BedsideLock *self)
{
  const gboolean hides = self->stage == BEDSIDE_LOCK_STAGE_STARTING || self->stage == BEDSIDE_LOCK_STAGE_SIGNED_IN;
  const gboolean locked = hides && self->bolt == BEDSIDE_LOCK_BOLT_SHUT;
  const guint wait = count_wait (self);
  const BedsidePrivacy privacy =
    locked ? BEDSIDE_PRIVACY_NOTHING : bedside_preferences_get_privacy (self->preferences);
  g_autoptr(GObject) held = g_object_ref (G_OBJECT (self));

  g_object_freeze_notify (held);
  if (self->locked != locked)
    {
      self->locked = locked;
      g_object_notify_by_pspec (held, properties[PROP_LOCKED]);
    }
  if (self->privacy != privacy)
    {
      self->privacy = privacy;
      g_object_notify_by_pspec (held, properties[PROP_PRIVACY]);
    }
  if (self->wait != wait)
    {
      self->wait = wait;
      g_object_notify_by_pspec (held, properties[PROP_WAIT]);
    }
  schedule (self);
  g_object_thaw_notify (held);
}

/**
 * bedside_lock_set_bolt: (skip)
 * @self: a lock
 * @bolt: whether names and texts are to be kept from whoever is there
 */
void
bedside_lock_set_bolt (BedsideLock     *self,
                       BedsideLockBolt  bolt)
{
  if (self->bolt != bolt)
    {
      self->bolt = bolt;
      self->active_at = bedside_lock_get_time (self);
    }
  bedside_lock_update (self);
}

/**
 * bedside_lock_set_passcode: (skip)
 * @self: a lock
 * @passcode: what is known
 * @verifier: (nullable): what the keyring keeps of it, if one was chosen
 */
void
bedside_lock_set_passcode (BedsideLock     *self,
                           BedsidePasscode  passcode,
                           const char      *verifier)
{
  g_autofree char *former = g_steal_pointer (&self->verifier);

  self->verifier = g_strdup (verifier);
  if (self->passcode == passcode)
    return;

  self->passcode = passcode;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PASSCODE]);
}

/**
 * bedside_lock_stop_reading: (skip)
 * @self: a lock
 *
 * What comes from the keyring that nobody waits for is not taken any more.
 */
void
bedside_lock_stop_reading (BedsideLock *self)
{
  g_autoptr(GCancellable) reading = g_steal_pointer (&self->reading);

  if (reading != NULL)
    g_cancellable_cancel (reading);
}

/* --- from start to end --- */

static void
on_read (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  BedsideLock *self = BEDSIDE_LOCK (object);
  g_autoptr(GCancellable) reading = user_data;
  g_autoptr(GError) error = NULL;

  if (self->reading != reading)
    return;

  g_clear_object (&self->reading);
  if (!bedside_lock_read_finish (self, result, &error))
    g_debug ("The keyring does not tell whether a passcode was chosen: %s", error->message);
  else
    /* The desktop may have been locked meanwhile. */
    bedside_lock_set_bolt (self, self->passcode == BEDSIDE_PASSCODE_CHOSEN || self->asked != self->asked_before
                                   ? BEDSIDE_LOCK_BOLT_SHUT : BEDSIDE_LOCK_BOLT_OPEN);
  g_signal_emit (self, signals[SIGNAL_READ], 0);
}

static void
start_reading (BedsideLock *self)
{
  bedside_lock_stop_reading (self);
  self->reading = g_cancellable_new ();
  self->asked_before = self->asked;
  bedside_lock_read_async (self, self->reading, on_read, g_object_ref (self->reading));
}

/* Nothing is known of a passcode, and none is needed. */
static void
forget (BedsideLock *self)
{
  bedside_lock_stop_reading (self);
  self->wrong = 0;
  self->next_try = 0;
  bedside_lock_set_passcode (self, BEDSIDE_PASSCODE_NONE, NULL);
  bedside_lock_set_bolt (self, BEDSIDE_LOCK_BOLT_OPEN);
}

static void
set_stage (BedsideLock      *self,
           BedsideLockStage  stage)
{
  self->stage = stage;
  bedside_lock_update (self);
}

/* Who was signed in before comes back, and whoever it is may be somebody else. */
static void
come_back (BedsideLock *self)
{
  if (self->passcode != BEDSIDE_PASSCODE_UNKNOWN)
    return;

  if (self->bolt == BEDSIDE_LOCK_BOLT_OPEN)
    bedside_lock_set_bolt (self, BEDSIDE_LOCK_BOLT_SHUT);
  if (self->reading == NULL)
    start_reading (self);
}

/* Who has just typed a password needs no passcode, and has not chosen one: what the keyring still keeps is of somebody
 * whose signing out it did not hear of. */
static void
welcome (BedsideLock *self)
{
  forget (self);
  self->reading = g_cancellable_new ();
  bedside_lock_tidy (self, self->reading);
}

/* --- GObject --- */

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
    case PROP_PRIVACY:
      g_value_set_enum (value, self->privacy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_lock_dispose (GObject *object)
{
  BedsideLock *self = BEDSIDE_LOCK (object);

  g_clear_handle_id (&self->source, g_source_remove);
  bedside_lock_stop_reading (self);
  g_clear_object (&self->secrets);
  g_clear_object (&self->preferences);

  G_OBJECT_CLASS (bedside_lock_parent_class)->dispose (object);
}

static void
bedside_lock_finalize (GObject *object)
{
  g_free (BEDSIDE_LOCK (object)->verifier);

  G_OBJECT_CLASS (bedside_lock_parent_class)->finalize (object);
}

static void
bedside_lock_class_init (BedsideLockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_lock_get_property;
  object_class->dispose = bedside_lock_dispose;
  object_class->finalize = bedside_lock_finalize;

  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE, flags);
  properties[PROP_PASSCODE] = g_param_spec_enum ("passcode", NULL, NULL, BEDSIDE_TYPE_PASSCODE,
                                                 BEDSIDE_PASSCODE_UNKNOWN, flags);
  properties[PROP_WAIT] = g_param_spec_uint ("wait", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PRIVACY] = g_param_spec_enum ("privacy", NULL, NULL, BEDSIDE_TYPE_PRIVACY,
                                                BEDSIDE_PRIVACY_NOTHING, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_READ] = g_signal_new ("read", BEDSIDE_TYPE_LOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
}

static void
bedside_lock_init (BedsideLock *self)
{
  self->clock = (BedsideLockClock) { get_boot_time, dup_boot };
  self->active_at = bedside_lock_get_time (self);
  self->rounds = BEDSIDE_PASSCODE_HASH_ROUNDS;
}

/* --- public --- */

/**
 * bedside_lock_new:
 * @secrets: where the passcode is kept, or rather what it is checked against
 * @preferences: say after how long it locks, and what may be seen outside while it is open
 *
 * Returns: (transfer full): a lock that is open, because nobody is signed in
 */
BedsideLock *
bedside_lock_new (BedsideSecrets     *secrets,
                  BedsidePreferences *preferences)
{
  g_return_val_if_fail (BEDSIDE_IS_SECRETS (secrets), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (preferences), NULL);

  BedsideLock *self = g_object_new (BEDSIDE_TYPE_LOCK, NULL);

  self->secrets = g_object_ref (secrets);
  self->preferences = g_object_ref (preferences);
  self->privacy = bedside_preferences_get_privacy (preferences);
  g_signal_connect_object (preferences, "notify::privacy", G_CALLBACK (bedside_lock_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (preferences, "notify::lock-after", G_CALLBACK (bedside_lock_tick), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * bedside_lock_start:
 * @self: a lock
 * @has_profile: whether somebody seems to be signed in
 *
 * Reads the keyring. Until it is known that no passcode was chosen it is locked if @has_profile, or if somebody turns
 * out to be signed in: ending Bedside and starting it again is no way in. To be called before the account starts.
 */
void
bedside_lock_start (BedsideLock *self,
                    gboolean     has_profile)
{
  g_return_if_fail (BEDSIDE_IS_LOCK (self));

  self->stage = BEDSIDE_LOCK_STAGE_STARTING;
  bedside_lock_set_passcode (self, BEDSIDE_PASSCODE_UNKNOWN, NULL);
  bedside_lock_set_bolt (self, has_profile ? BEDSIDE_LOCK_BOLT_SHUT : BEDSIDE_LOCK_BOLT_OPEN);
  start_reading (self);
}

static void
on_account_state (BedsideLock    *self,
                  GParamSpec     *pspec,
                  BedsideAccount *account)
{
  switch (bedside_account_get_state (account))
    {
    case BEDSIDE_ACCOUNT_STATE_STARTING:
      /* Again. What is known stays known, unless it was of somebody who has left. */
      if (self->stage == BEDSIDE_LOCK_STAGE_NOBODY)
        bedside_lock_start (self, FALSE);
      else
        set_stage (self, BEDSIDE_LOCK_STAGE_STARTING);
      break;
    case BEDSIDE_ACCOUNT_STATE_SIGNED_IN:
    case BEDSIDE_ACCOUNT_STATE_EXPIRED:
      bedside_lock_set_signed_in (self, TRUE);
      break;
    case BEDSIDE_ACCOUNT_STATE_SIGNED_OUT:
    case BEDSIDE_ACCOUNT_STATE_ENDED:
      bedside_lock_set_signed_in (self, FALSE);
      break;
    case BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED:
    case BEDSIDE_ACCOUNT_STATE_KEYRING_UNAVAILABLE:
    case BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY:
    case BEDSIDE_ACCOUNT_STATE_CACHE_TOO_NEW:
    case BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE:
      set_stage (self, BEDSIDE_LOCK_STAGE_PROBLEM);
      break;
    case BEDSIDE_ACCOUNT_STATE_SIGNING_OUT:
    default:
      break;
    }
}

/**
 * bedside_lock_follow:
 * @self: a lock that was started
 * @account: an account that was not
 *
 * Learns from the account's state whether there is something to hide. Where a page says why nothing can be shown it is
 * not locked, so that the person gets to that page; it is again as soon as there is something to be seen.
 */
void
bedside_lock_follow (BedsideLock    *self,
                     BedsideAccount *account)
{
  g_return_if_fail (BEDSIDE_IS_LOCK (self));
  g_return_if_fail (BEDSIDE_IS_ACCOUNT (account));

  g_signal_connect_object (account, "notify::state", G_CALLBACK (on_account_state), self, G_CONNECT_SWAPPED);
}

/**
 * bedside_lock_set_signed_in:
 * @self: a lock
 * @signed_in: whether somebody is signed in
 *
 * Without, nothing locks, and the passcode has gone with whoever was. Who was signed in when Bedside started has to
 * show the passcode; who signs in has shown the password.
 */
void
bedside_lock_set_signed_in (BedsideLock *self,
                            gboolean     signed_in)
{
  g_return_if_fail (BEDSIDE_IS_LOCK (self));

  const BedsideLockStage before = self->stage;

  if (!signed_in)
    {
      self->stage = BEDSIDE_LOCK_STAGE_NOBODY;
      forget (self);
      return;
    }
  if (before == BEDSIDE_LOCK_STAGE_SIGNED_IN)
    return;

  self->stage = BEDSIDE_LOCK_STAGE_SIGNED_IN;
  self->active_at = bedside_lock_get_time (self);
  if (before == BEDSIDE_LOCK_STAGE_NOBODY)
    welcome (self);
  else
    come_back (self);
  bedside_lock_update (self);
}

/**
 * bedside_lock_note_activity:
 * @self: a lock
 *
 * Somebody in front of the window pressed a key, clicked, or moved the pointer. Cheap. Does nothing while it is locked;
 * a first key after too long a time locks, and is no activity any more.
 */
void
bedside_lock_note_activity (BedsideLock *self)
{
  g_return_if_fail (BEDSIDE_IS_LOCK (self));

  if (self->bolt == BEDSIDE_LOCK_BOLT_SHUT)
    return;

  const gint64 now = bedside_lock_get_time (self);

  if (now >= get_deadline (self))
    bedside_lock_lock (self);
  else
    self->active_at = now;
}

/**
 * bedside_lock_set_screen_locked:
 * @self: a lock
 * @screen_locked: whether the desktop is locked
 *
 * Locks with the desktop. Unlocking that does not unlock this.
 */
void
bedside_lock_set_screen_locked (BedsideLock *self,
                                gboolean     screen_locked)
{
  g_return_if_fail (BEDSIDE_IS_LOCK (self));

  if (screen_locked)
    bedside_lock_lock (self);
}

/**
 * bedside_lock_lock:
 * @self: a lock
 *
 * Locks, if somebody is signed in.
 */
void
bedside_lock_lock (BedsideLock *self)
{
  g_return_if_fail (BEDSIDE_IS_LOCK (self));

  self->asked++;
  if (self->stage != BEDSIDE_LOCK_STAGE_NOBODY)
    bedside_lock_set_bolt (self, BEDSIDE_LOCK_BOLT_SHUT);
}

/**
 * bedside_lock_tick:
 * @self: a lock
 *
 * Does what is due. Called by itself; for tests.
 */
void
bedside_lock_tick (BedsideLock *self)
{
  g_return_if_fail (BEDSIDE_IS_LOCK (self));

  if (bedside_lock_get_time (self) >= get_deadline (self))
    bedside_lock_lock (self);
  else
    bedside_lock_update (self);
}

/**
 * bedside_lock_get_locked:
 * @self: a lock
 *
 * Returns: whether names and texts are to be kept from whoever is there
 */
gboolean
bedside_lock_get_locked (BedsideLock *self)
{
  g_return_val_if_fail (BEDSIDE_IS_LOCK (self), TRUE);

  return self->locked;
}

/**
 * bedside_lock_get_passcode:
 * @self: a lock
 *
 * Returns: whether unlocking asks for something
 */
BedsidePasscode
bedside_lock_get_passcode (BedsideLock *self)
{
  g_return_val_if_fail (BEDSIDE_IS_LOCK (self), BEDSIDE_PASSCODE_UNKNOWN);

  return self->passcode;
}

/**
 * bedside_lock_get_wait:
 * @self: a lock
 *
 * Returns: s until the next try is taken; 0: at once
 */
guint
bedside_lock_get_wait (BedsideLock *self)
{
  g_return_val_if_fail (BEDSIDE_IS_LOCK (self), 0);

  return count_wait (self);
}

/**
 * bedside_lock_get_privacy:
 * @self: a lock
 *
 * Returns: what may be seen outside of the window now: what was chosen, and nothing while it is locked
 */
BedsidePrivacy
bedside_lock_get_privacy (BedsideLock *self)
{
  g_return_val_if_fail (BEDSIDE_IS_LOCK (self), BEDSIDE_PRIVACY_NOTHING);

  return self->privacy;
}

/**
 * bedside_lock_set_clock:
 * @self: a lock
 * @clock: what tells the time; copied
 * @user_data: data for it
 *
 * For tests. What it does by itself goes by the computer's clock: one that is far ahead of it leaves that to
 * bedside_lock_tick().
 */
void
bedside_lock_set_clock (BedsideLock            *self,
                        const BedsideLockClock *clock,
                        gpointer                user_data)
{
  g_return_if_fail (BEDSIDE_IS_LOCK (self));
  g_return_if_fail (clock != NULL);

  self->clock = *clock;
  self->clock_data = user_data;
  self->active_at = bedside_lock_get_time (self);
}

/**
 * bedside_lock_set_rounds:
 * @self: a lock
 * @rounds: how slow it is to check a passcode that is chosen from now on
 *
 * For tests, which are in a hurry.
 */
void
bedside_lock_set_rounds (BedsideLock *self,
                         guint        rounds)
{
  g_return_if_fail (BEDSIDE_IS_LOCK (self));

  self->rounds = rounds;
}
