/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-account.h"
#include "bedside-preferences.h"
#include "bedside-secrets.h"

G_BEGIN_DECLS

/**
 * BedsideLockError:
 * @BEDSIDE_LOCK_ERROR_WRONG: the passcode is another one
 * @BEDSIDE_LOCK_ERROR_WAIT: too many wrong ones: not before bedside_lock_get_wait() has passed; nothing was checked
 * @BEDSIDE_LOCK_ERROR_TOO_SHORT: a new passcode has fewer than %BEDSIDE_PASSCODE_MINIMUM characters
 * @BEDSIDE_LOCK_ERROR_KEYRING: the keyring does not answer, or is locked itself; trying again may help
 * @BEDSIDE_LOCK_ERROR_DAMAGED: what the keyring keeps of the passcode cannot be read: nothing opens it any more, the
 *   way on is to sign out and in again
 */
typedef enum {
  BEDSIDE_LOCK_ERROR_WRONG,
  BEDSIDE_LOCK_ERROR_WAIT,
  BEDSIDE_LOCK_ERROR_TOO_SHORT,
  BEDSIDE_LOCK_ERROR_KEYRING,
  BEDSIDE_LOCK_ERROR_DAMAGED,
} BedsideLockError;

#define BEDSIDE_LOCK_ERROR (bedside_lock_error_quark ())
GQuark bedside_lock_error_quark (void);

#define BEDSIDE_PASSCODE_MINIMUM 4

/**
 * BedsidePasscode:
 * @BEDSIDE_PASSCODE_UNKNOWN: the keyring has not been read yet, or could not be
 * @BEDSIDE_PASSCODE_NONE: none was chosen: unlocking asks for nothing
 * @BEDSIDE_PASSCODE_CHOSEN: unlocking asks for it
 */
typedef enum {
  BEDSIDE_PASSCODE_UNKNOWN,
  BEDSIDE_PASSCODE_NONE,
  BEDSIDE_PASSCODE_CHOSEN,
} BedsidePasscode;

#define BEDSIDE_TYPE_PASSCODE (bedside_passcode_get_type ())
GType bedside_passcode_get_type (void);

/**
 * BedsideLock:
 *
 * Whether names and texts are kept from whoever sits down at the computer. It locks when nobody has done anything for
 * the time of "lock-after" of the preferences (time asleep counts), when the desktop locks, on demand, and at the start
 * if a passcode was chosen. Properties (read-only, notify): "locked" (gboolean), "passcode" (#BedsidePasscode),
 * "wait" (guint: seconds until the next try is taken, counts down; survives a restart), "privacy" (#BedsidePrivacy:
 * what may be seen outside of the window now: what was chosen, nothing while it is locked).
 * Signal "read": what bedside_lock_start() asked the keyring has been answered, if with an error.
 */
#define BEDSIDE_TYPE_LOCK (bedside_lock_get_type ())
G_DECLARE_FINAL_TYPE (BedsideLock, bedside_lock, BEDSIDE, LOCK, GObject)

/**
 * BedsideLockClock:
 * @get_time: µs since the computer was started, asleep or awake
 * @dup_boot: (transfer full) (nullable): which start of the computer that was
 *
 * What tells the time.
 */
typedef struct {
  gint64   (*get_time) (gpointer user_data);
  char   * (*dup_boot) (gpointer user_data);
} BedsideLockClock;

BedsideLock     *bedside_lock_new                    (BedsideSecrets          *secrets,
                                                      BedsidePreferences      *preferences);
void             bedside_lock_start                  (BedsideLock             *self,
                                                      gboolean                 has_profile);
void             bedside_lock_follow                 (BedsideLock             *self,
                                                      BedsideAccount          *account);
void             bedside_lock_set_signed_in          (BedsideLock             *self,
                                                      gboolean                 signed_in);
void             bedside_lock_note_activity          (BedsideLock             *self);
void             bedside_lock_set_screen_locked      (BedsideLock             *self,
                                                      gboolean                 screen_locked);
void             bedside_lock_lock                   (BedsideLock             *self);
gboolean         bedside_lock_get_locked             (BedsideLock             *self);
BedsidePasscode  bedside_lock_get_passcode           (BedsideLock             *self);
guint            bedside_lock_get_wait               (BedsideLock             *self);
BedsidePrivacy   bedside_lock_get_privacy            (BedsideLock             *self);

void             bedside_lock_unlock_async           (BedsideLock             *self,
                                                      const char              *passcode,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         bedside_lock_unlock_finish          (BedsideLock             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void             bedside_lock_change_passcode_async  (BedsideLock             *self,
                                                      const char              *current,
                                                      const char              *passcode,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean         bedside_lock_change_passcode_finish (BedsideLock             *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);

/* For tests. */
void             bedside_lock_set_clock              (BedsideLock             *self,
                                                      const BedsideLockClock  *clock,
                                                      gpointer                 user_data);
void             bedside_lock_set_rounds             (BedsideLock             *self,
                                                      guint                    rounds);
void             bedside_lock_tick                   (BedsideLock             *self);

G_END_DECLS
