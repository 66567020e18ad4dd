/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-restored.h"
#include "bedside-session-private.h"
#include "fuzz.h"

G_BEGIN_DECLS

/* A session of @me:x whose server is fuzz-http.c. */
typedef struct {
  BedsideStore   *store;
  BedsideClient  *client;
  BedsideSession *session;
  gboolean        damaged;   /* the session says so of its store */
} FuzzSession;

/* FALSE: the store cannot be opened, or is damaged; then there is no session. */
gboolean fuzz_session_begin  (FuzzSession       *self,
                              const char        *folder);
void     fuzz_session_take   (FuzzSession       *self,
                              BedsideSyncAnswer *answer);
/* Opens some conversations, and reads what a window would. */
void     fuzz_session_look   (FuzzSession       *self);
void     fuzz_session_end    (FuzzSession       *self);

G_END_DECLS
