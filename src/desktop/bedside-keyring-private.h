/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-keyring.h"

#include <libsecret/secret.h>

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_KEYRING_LOOKUP,
  BEDSIDE_KEYRING_STORE,
  BEDSIDE_KEYRING_CLEAR,
} BedsideKeyringOperationKind;

typedef struct {
  /* Input */
  BedsideKeyringOperationKind  kind;
  GHashTable                  *attributes;  /* (owned) */
  const char                  *label;
  char                        *value;       /* (owned) (nullable) */
  gboolean                     quiet;       /* what is locked is an error at once */

  /* In progress */
  SecretService               *service;     /* (owned) (nullable): NULL with the file of a sandbox */
  gboolean                     asked;       /* the person has been asked to unlock what was found */
  GQueue                      *queue;       /* (unowned) (nullable): of the keyring; NULL with the service */
  GSource                     *cancelled;   /* (owned) (nullable): tells of the cancellable; only while queued */
  gboolean                     given_up;    /* the task has returned, and libsecret is still at it */
} BedsideKeyringOperation;

extern const SecretSchema bedside_keyring_schema;

void bedside_keyring_service_start (GTask *task);

void bedside_keyring_file_start    (GTask  *task,
                                    GQueue *queue);

void bedside_keyring_return_error  (GTask  *task,
                                    GError *error);

G_END_DECLS
