/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-registry.h"
#include "bedside-unread-list.h"

G_BEGIN_DECLS

/* A practice to which the practitioner belongs. */
typedef struct {
  BedsidePractice  *practice;     /* (owned) */
  BedsideRoom      *room;         /* its space */
  BedsideDirectory *directory;    /* (owned) (nullable) */
  GHashTable       *people;       /* (owned) (element-type utf8 BedsidePractitioner): by user id */
} BedsidePracticeEntry;

typedef enum {
  BEDSIDE_SETTLE_INDEX,  /* all rooms first learn whose they are: that decides which of them are shown */
  BEDSIDE_SETTLE_SHOW,
} BedsideSettleStep;

struct _BedsideRegistry
{
  GObject          parent_instance;

  char            *user_id;        /* (owned) */
  GHashTable      *rooms;          /* (owned) (element-type utf8 BedsideRoom) */
  GHashTable      *directories;    /* (owned) (element-type utf8 BedsideDirectory): by room id */
  GHashTable      *settings;       /* (owned) (element-type utf8 BedsideEvent): by space */
  GHashTable      *shown;          /* (owned) (element-type BedsideConversation BedsideRoom): of all practices */
  GHashTable      *of_patients;    /* (owned) (element-type utf8 GPtrArray): this practitioner's rooms with a patient */

  GHashTable      *entries;        /* (owned) (element-type utf8 BedsidePracticeEntry): by space */
  GListStore      *practices;      /* (owned) (element-type BedsidePractice): by room id */
  BedsidePractice *practice;       /* (owned) (nullable): the one that is shown */
  char            *chosen_id;      /* (owned) (nullable): the one that was shown last */
  GListStore      *conversations;  /* (owned) (element-type BedsideConversation): of the practice that is shown */

  GHashTable      *invited;        /* (owned) (element-type BedsideRoom): a set */
  GListStore      *invitations;    /* (owned) (element-type BedsideInvitation): by room id */
  GListStore      *activated;      /* (owned) (element-type BedsidePatient) */
  JsonArray       *remembered;     /* (owned) (nullable): of @activated, those that are still to be found */

  /* What bedside_registry_settle() has to do. */
  gboolean         context_changed;
  gboolean         facts_changed;  /* for all conversations */
  gboolean         choice_changed;
  GHashTable      *changed_rooms;  /* (owned) (element-type BedsideRoom): a set */
  GPtrArray       *made;           /* (owned) (element-type BedsideConversation): that are new */
  GPtrArray       *unlisted;       /* (owned) (element-type BedsideConversation): that are none any more */
  GHashTable      *superseded;     /* (owned) (element-type utf8 BedsideRoom): losers, and who took over, to be told */

  /* Where bedside_registry_settle_some() stands. */
  GPtrArray         *settling;     /* (owned) (nullable) (element-type BedsideRoom): %NULL for those that are gone */
  guint              settled;      /* so many of them are done */
  BedsideSettleStep  settle_step;
  gboolean           settling_context;

  GHashTable      *unread;         /* (owned) (element-type BedsideConversation): a set, with new messages */
  GHashTable      *unread_moved;   /* (owned) (element-type BedsideConversation): a set, to be brought to the list */
  BedsideUnreadList *unread_list;  /* (owned): the same, for others */

  GHashTable      *unsaved;        /* (owned) (element-type BedsideRoom): a set, whose summaries may have changed */
  GPtrArray       *heard;          /* (owned) (element-type BedsideRoom): each once, see bedside-registry-heard.c */
};

/* Private to the registry's files. */
void                  bedside_practice_entry_free             (BedsidePracticeEntry *entry);
BedsidePracticeEntry *bedside_registry_ensure_entry           (BedsideRegistry      *self,
                                                               BedsideRoom          *room);
void                  bedside_registry_drop_entry             (BedsideRegistry      *self,
                                                               const char           *room_id);
void                  bedside_registry_update_practices       (BedsideRegistry      *self);
void                  bedside_registry_update_choice          (BedsideRegistry      *self);
BedsideDirectory     *bedside_registry_ensure_directory       (BedsideRegistry      *self,
                                                               const char           *room_id);
void                  bedside_registry_notify_practice        (BedsideRegistry      *self);
void                  bedside_registry_emit_settled           (BedsideRegistry      *self);
void                  bedside_registry_set_shown              (BedsideRegistry      *self,
                                                               BedsideRoom          *room,
                                                               BedsidePractice      *practice);
void                  bedside_registry_set_patient_id         (BedsideRegistry      *self,
                                                               BedsideRoom          *room,
                                                               const char           *patient_id);
void                  bedside_registry_show_practice_summary  (BedsideRegistry      *self,
                                                               BedsideRoom          *room);
void                  bedside_registry_update_list            (BedsideRegistry      *self);
void                  bedside_registry_stop_counting          (BedsideRegistry      *self,
                                                               BedsideRoom          *room);
void                  bedside_registry_recheck_unread         (BedsideRegistry      *self,
                                                               BedsideRoom          *room);
void                  bedside_registry_supersede              (BedsideRegistry      *self,
                                                               BedsideRoom          *loser,
                                                               BedsideRoom          *winner);
void                  bedside_registry_tell_superseded        (BedsideRegistry      *self);
void                  bedside_registry_forget_settling        (BedsideRegistry      *self,
                                                               BedsideRoom          *room);
void                  bedside_registry_forget_heard           (BedsideRegistry      *self,
                                                               BedsideRoom          *room);
BedsidePracticeEntry *bedside_registry_find_entry             (BedsideRegistry      *self,
                                                               BedsideRoom          *room);
char                 *bedside_registry_make_patient_id        (const char           *practice_id,
                                                               const char           *key);
void                  bedside_registry_supersede_others       (BedsideRegistry      *self,
                                                               BedsideRoom          *winner);
BedsideRoom          *bedside_registry_find_winner            (BedsideRegistry      *self,
                                                               BedsideRoom          *room);
void                  bedside_registry_update_invitations     (BedsideRegistry      *self);
void                  bedside_registry_follow_activation      (BedsideRegistry              *self,
                                                               const BedsideDirectoryChange *change);
void                  bedside_registry_find_remembered        (BedsideRegistry      *self);

G_END_DECLS
