/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-registry.h"

G_BEGIN_DECLS

struct _BedsideRegistry
{
  GObject          parent_instance;

  char            *user_id;        /* (owned) */
  GHashTable      *rooms;          /* (owned) (element-type utf8 BedsideRoom) */
  GHashTable      *directories;    /* (owned) (element-type utf8 BedsideDirectory): by room id */
  GHashTable      *settings;       /* (owned) (element-type utf8 BedsideEvent): by space */
  GListStore      *conversations;  /* (owned) (element-type BedsideConversation) */
  GHashTable      *shown;          /* (owned) (element-type BedsideConversation BedsideRoom) */
  GHashTable      *pairs;          /* (owned) (element-type utf8 BedsideRoom): the room of each patient key */
  BedsidePractice *practice;       /* (owned) (nullable) */

  /* What bedside_registry_settle() has to do. */
  gboolean         context_changed;
  GHashTable      *changed_rooms;  /* (owned) (element-type BedsideRoom): a set */

  GHashTable      *superseded;     /* (owned) (element-type utf8 BedsideRoom): losers, and who took over, to be told */
  GPtrArray       *unsaved;        /* (owned) (element-type BedsideRoom): whose summaries have changed */
};

/* Private to the registry's files. */
BedsideDirectory *bedside_registry_ensure_directory (BedsideRegistry *self,
                                                     const char      *room_id);
void              bedside_registry_notify_practice  (BedsideRegistry *self);
void              bedside_registry_set_shown        (BedsideRegistry *self,
                                                     BedsideRoom     *room,
                                                     gboolean         shown);
gboolean          bedside_registry_precedes         (BedsideRoom     *one,
                                                     BedsideRoom     *two);
void              bedside_registry_supersede        (BedsideRegistry *self,
                                                     BedsideRoom     *loser,
                                                     BedsideRoom     *winner);
void              bedside_registry_tell_superseded  (BedsideRegistry *self);

G_END_DECLS
