/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-catch-up.h"
#include "bedside-rooms.h"

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_CATCH_UP_GAP,
  BEDSIDE_CATCH_UP_PREVIEW,
  BEDSIDE_CATCH_UP_LOOK_BACK,
  BEDSIDE_CATCH_UP_OLDER,
} BedsideCatchUpKind;

typedef struct {
  /* Input. */
  BedsideCatchUpKind   kind;
  char                *room_id;  /* (owned) */
  gint64               until;    /* of a look back */
  GTask               *task;     /* (owned) (nullable): of fetch_older */

  /* Progress. */
  guint                  pages;    /* fetched so far */
  char                *from;     /* (owned) (nullable): token of the request; "": from the newest event */
  BedsideMessagesPage *page;     /* (owned) (nullable): while it is looked at */
  GHashTable          *known;    /* (owned) (nullable) (element-type utf8 gint64*): positions of its known events */
} BedsideCatchUpJob;

struct _BedsideCatchUp
{
  GObject            parent_instance;

  BedsideClient     *client;       /* (owned) */
  BedsideRegistry   *registry;     /* (owned) */
  BedsideStore      *store;        /* (owned) */
  BedsideRecorder   *recorder;     /* (owned) */
  GCancellable      *cancellable;  /* (owned): cancelled when stopped */

  GHashTable        *noted;        /* (owned) (element-type utf8): rooms to look at */
  GHashTable        *gapped;       /* (owned) (element-type utf8): rooms that may have gaps */
  GHashTable        *silent;       /* (owned) (element-type utf8): rooms whose older pages gave no preview */
  GHashTable        *given_up;     /* (owned) (element-type utf8): rooms whose older pages the server refuses */
  GQueue             jobs;         /* (element-type BedsideCatchUpJob) (owned) */
  BedsideCatchUpJob *current;      /* (owned) (nullable) */
  gboolean           held;

  guint              attempt;      /* failures in a row */
  guint              wait_id;
  gboolean           must_wait;    /* the server said until when */
};

/* Private to the files of catching up: the order of things... */
void         bedside_catch_up_emit_placed (BedsideCatchUp      *self,
                                           BedsideRoom         *room,
                                           GPtrArray           *placed,
                                           BedsideChanges      *changes);
BedsideRoom *bedside_catch_up_get_room    (BedsideCatchUp      *self);
void         bedside_catch_up_remember    (GHashTable          *rooms,
                                           const char          *room_id);
void         bedside_catch_up_record_room (BedsideCatchUp      *self,
                                           BedsideRoom         *room);
void         bedside_catch_up_finish_job  (BedsideCatchUp      *self);
void         bedside_catch_up_repeat_job  (BedsideCatchUp      *self);
void         bedside_catch_up_fail_job    (BedsideCatchUp      *self,
                                           const GError        *error);

/* ... and one page. */
gboolean     bedside_catch_up_start_job   (BedsideCatchUp      *self);
void         bedside_catch_up_take_page   (BedsideCatchUp      *self);

G_END_DECLS
