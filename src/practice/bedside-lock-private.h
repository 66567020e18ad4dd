/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-lock.h"

G_BEGIN_DECLS

/**
 * BedsideLockStage:
 * @BEDSIDE_LOCK_STAGE_NOBODY: nobody is signed in: there is nothing to hide
 * @BEDSIDE_LOCK_STAGE_STARTING: it is not known yet whether somebody is
 * @BEDSIDE_LOCK_STAGE_PROBLEM: somebody is, but neither names nor texts can be read; the window says why
 * @BEDSIDE_LOCK_STAGE_SIGNED_IN: somebody is
 */
typedef enum {
  BEDSIDE_LOCK_STAGE_NOBODY,
  BEDSIDE_LOCK_STAGE_STARTING,
  BEDSIDE_LOCK_STAGE_PROBLEM,
  BEDSIDE_LOCK_STAGE_SIGNED_IN,
} BedsideLockStage;

typedef enum {
  BEDSIDE_LOCK_BOLT_OPEN,
  BEDSIDE_LOCK_BOLT_SHUT,
} BedsideLockBolt;

struct _BedsideLock
{
  GObject             parent_instance;

  BedsideSecrets     *secrets;      /* (owned) */
  BedsidePreferences *preferences;  /* (owned) */
  BedsideLockClock    clock;
  gpointer            clock_data;

  BedsideLockStage    stage;
  BedsideLockBolt     bolt;
  guint               asked;        /* how often it was to lock: also while it is about to open */
  gint64              active_at;    /* when somebody did something last */
  guint               source;       /* of what is due next */

  BedsidePasscode     passcode;
  char               *verifier;     /* (owned) (nullable): what the keyring keeps of the passcode, if one was chosen */
  guint               wrong;        /* passcodes in a row */
  gint64              next_try;     /* when it may be */
  guint               rounds;       /* of a new verifier */
  guint               asked_before; /* "asked" when reading began */
  GCancellable       *reading;      /* (owned) (nullable): while the keyring is read without anybody waiting for it */
  GTask              *proving;      /* (unowned) (nullable): one try at a time */

  /* What was notified last. */
  gboolean            locked;
  BedsidePrivacy      privacy;
  guint               wait;
};

gint64   bedside_lock_get_time     (BedsideLock          *self);
void     bedside_lock_update       (BedsideLock          *self);
void     bedside_lock_set_bolt     (BedsideLock          *self,
                                    BedsideLockBolt       bolt);
void     bedside_lock_set_passcode (BedsideLock          *self,
                                    BedsidePasscode       passcode,
                                    const char           *verifier);
void     bedside_lock_stop_reading (BedsideLock          *self);

void     bedside_lock_read_async   (BedsideLock          *self,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean bedside_lock_read_finish  (BedsideLock          *self,
                                    GAsyncResult         *result,
                                    GError              **error);
void     bedside_lock_store_tries  (BedsideLock          *self,
                                    guint                 wrong,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
void     bedside_lock_tidy         (BedsideLock          *self,
                                    GCancellable         *cancellable);
GError  *bedside_lock_new_error    (GError               *error);

void     bedside_lock_prove_async  (BedsideLock          *self,
                                    const char           *passcode,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean bedside_lock_prove_finish (BedsideLock          *self,
                                    GAsyncResult         *result,
                                    GError              **error);

/* What the keyring keeps where a passcode was chosen once, and is not any more. */
#define BEDSIDE_LOCK_NO_PASSCODE "none"

G_END_DECLS
