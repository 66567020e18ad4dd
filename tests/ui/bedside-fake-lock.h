/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-lock.h"

G_BEGIN_DECLS

/*
 * A BedsideLock that does nothing by itself, in the place of the real one: tests of the window set how it stands,
 * answer for it and look at what was asked of it.
 */

/* Open, and a passcode is chosen. */
BedsideLock *bedside_fake_lock_new          (void);
void         bedside_fake_lock_set_locked   (BedsideLock     *self,
                                             gboolean         locked);
void         bedside_fake_lock_set_passcode (BedsideLock     *self,
                                             BedsidePasscode  passcode);
void         bedside_fake_lock_set_wait     (BedsideLock     *self,
                                             guint            wait);
/* What is going on ends with; no error: it is done, and opens if that was asked for. */
void         bedside_fake_lock_return       (BedsideLock     *self);
void         bedside_fake_lock_return_error (BedsideLock     *self,
                                             BedsideLockError code);
gboolean     bedside_fake_lock_is_pending   (BedsideLock     *self);
/* What was asked since the last call, as "lock; unlock 1234; ", and forgets it. */
char        *bedside_fake_lock_take_calls   (BedsideLock     *self);

G_END_DECLS
