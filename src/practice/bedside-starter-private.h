/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-starter.h"

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_STARTER_STEP_NONE,
  BEDSIDE_STARTER_STEP_ENABLING,
  BEDSIDE_STARTER_STEP_MAKING,
  BEDSIDE_STARTER_STEP_MADE,       /* sync will show the room */
  BEDSIDE_STARTER_STEP_INVITING,
} BedsideStarterStep;

/* For one room, from the first request on. */
typedef struct {
  BedsideStarter     *starter;     /* (unowned) */
  char               *room_id;     /* (owned): a provisional one, or one that lacks its patient */
  char               *successor;   /* (owned) (nullable): what sync has shown while the answer was on its way */
  char               *account;     /* (owned) (nullable): for whom the room is made */
  BedsideStarterStep  step;
  gboolean            enabled;     /* chat is, as the server said; sync may not have shown it yet */
  gboolean            in_doubt;    /* nothing is tried before sync has told what is new */
  guint               attempt;
  guint               wait_id;
  gboolean            must_wait;   /* the server said until when */
} BedsideStarterWork;

struct _BedsideStarter
{
  GObject             parent_instance;

  BedsideClient      *client;       /* (owned) */
  BedsideRegistry    *registry;     /* (owned) */
  BedsideOutbox      *outbox;       /* (owned) */
  BedsideStateWriter *writer;       /* (owned) */
  GCancellable       *cancellable;  /* (owned) */
  GHashTable         *works;        /* (owned) (element-type utf8 BedsideStarterWork) */
  GHashTable         *invited;      /* (owned) (element-type utf8): rooms whose patient was invited in this run */
};

/* Private to the starter's files. */
void bedside_starter_emit_refused  (BedsideStarter     *self,
                                    const GError       *error);
void bedside_starter_emit_in_doubt (BedsideStarter     *self);
void bedside_starter_enable        (BedsideStarterWork *work,
                                    BedsideRoom        *room);
void bedside_starter_make          (BedsideStarterWork *work,
                                    BedsideRoom        *room,
                                    BedsidePatient     *patient);
void bedside_starter_invite        (BedsideStarterWork *work,
                                    BedsideRoom        *room);

G_END_DECLS
