/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-history.h"
#include "bedside-staff-loader.h"
#include "bedside-outbox.h"
#include "bedside-practice-writer.h"
#include "bedside-restored.h"
#include "bedside-session.h"
#include "bedside-set-up.h"
#include "bedside-starter.h"
#include "bedside-sync-engine.h"
#include "bedside-upkeep.h"

G_BEGIN_DECLS

/* An answer of sync that is being taken over, some rooms at a time. */
typedef struct {
  BedsideSyncAnswer *answer;     /* (owned) */
  BedsideChanges    *changes;    /* (owned): begun at the recorder */
  guint              next_room;
  guint              next_state; /* of that room */
  gboolean           settling;   /* after the last room */
  gboolean           may_have_left;  /* a practice */
  GPtrArray         *moved;      /* (owned) (element-type utf8): rooms with messages that are moved with it */
  GPtrArray         *unsaved;    /* (owned) (nullable) (element-type BedsideRoom): after settling */
  guint              source_id;
  gboolean           is_first;   /* of a first sync: nothing in it has just come */
} BedsideTakeover;

/* What the cache holds, while it is being taken over, some records at a time. */
typedef struct {
  BedsideRestored *restored;     /* (owned) */
  guint            next_record;
  guint            source_id;
  gboolean         settling;     /* after the last record */
  gboolean         start;        /* the server is to be asked when all is there */
} BedsideRestoring;

/* What was shown before sync has answered for the first time; see bedside-session-paint.c. */
typedef struct _BedsidePainting BedsidePainting;

/* What was given to the recorder is written, or kept by it. */
typedef void (*BedsideWritten) (BedsideSession *self);

struct _BedsideSession
{
  GObject                parent_instance;

  BedsideClient         *client;           /* (owned) */
  BedsideStore          *store;            /* (owned) */
  BedsideRecorder       *recorder;         /* (owned) */
  BedsideRegistry       *registry;         /* (owned) */
  BedsideSyncEngine     *engine;           /* (owned) */
  BedsideCatchUp        *catch_up;         /* (owned) */
  BedsideOutbox         *outbox;           /* (owned) */
  BedsideStaffLoader    *staff;            /* (owned) */
  BedsideStarter        *starter;          /* (owned) */
  BedsidePracticeWriter *writer;           /* (owned) */
  BedsideSetUp          *set_up;           /* (owned) */
  BedsideUpkeep         *upkeep;           /* (owned) */
  GCancellable          *cancellable;      /* (owned): of small requests whose outcome nobody awaits */

  BedsideConnection      connection;
  BedsideCacheState      cache_state;
  BedsideCacheState      sound_state;      /* of the cache while it can be written */
  guint                  unsent;
  gboolean               loaded;

  GHashTable            *histories;        /* (owned) (element-type BedsideConversation BedsideHistory): open ones */
  GHashTable            *marked;           /* (owned) (element-type utf8 utf8): read marker sent, by room */
  GHashTable            *unmarked;         /* (owned) (element-type utf8): rooms whose read marker is not through */
  GQueue                 markers;          /* (element-type utf8): rooms whose read marker is to be sent */
  guint                  marking;          /* how many are on their way */
  guint                  marker_wait_id;   /* until they are tried again */
  guint                  marker_failures;  /* in a row */
  GHashTable            *to_mark;          /* (owned) (element-type utf8): rooms that were read before all was loaded */
  GHashTable            *arrivals;         /* (owned) (element-type utf8): rooms with messages not told of yet */
  GHashTable            *typing;           /* (owned) (element-type utf8 gint64*): when told last, by room */
  BedsideTakeover       *takeover;         /* (owned) (nullable) */
  BedsidePainting       *painting;         /* (owned) (nullable): until the first sync is taken over */
  GPtrArray             *drafts;           /* (owned) (element-type BedsideStoreDraft): of absent conversations */
  BedsideRestoring      *restoring;        /* (owned) (nullable): until all that was stored is taken over */
  guint                  wake_id;          /* what was asked anew is given time */
  guint                  wake_pause;       /* how much, in ms */
  gboolean               wake_again;       /* it may be in vain: something has changed since */
  gboolean               woken;            /* and the server has not answered since */
  gboolean               starting_over;    /* some rooms are unconfirmed */
  char                  *position;         /* (owned) (nullable): of the answer that was taken over last */
  guint                  unwritten_answers; /* that are on their way to the disk */
  gboolean               waits_for_disk;   /* before it asks for more */
  gboolean               verified;         /* the cache holds all that was written, and nothing else */
  char                  *remembered;       /* (owned) (nullable): the account's record, as it was written last */
};

BedsideSession *bedside_session_new               (BedsideClient       *client,
                                                   BedsideStore        *store,
                                                   BedsideRestored     *restored,
                                                   BedsideCacheState    cache_state);
void            bedside_session_start             (BedsideSession      *self);
void            bedside_session_stop              (BedsideSession      *self);
void            bedside_session_hand_over         (BedsideSession      *self,
                                                   BedsideRestored     *restored);
BedsideClient  *bedside_session_get_client        (BedsideSession      *self);
gboolean        bedside_session_get_verified      (BedsideSession      *self);
void            bedside_session_flush_async       (BedsideSession      *self,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
gboolean        bedside_session_flush_finish      (BedsideSession      *self,
                                                   GAsyncResult        *result,
                                                   GError             **error);

/* Private to the session's files. */
void     bedside_session_restore            (BedsideSession      *self,
                                             BedsideRestored     *restored);
void     bedside_session_restore_drafts     (BedsideSession      *self);
void     bedside_session_cancel_restore     (BedsideSession      *self);
void     bedside_session_emit_damaged       (BedsideSession      *self);
void     bedside_session_note_loaded        (BedsideSession      *self);
void     bedside_session_take_over          (BedsideSession      *self,
                                             BedsideSyncAnswer   *answer);
void     bedside_session_cancel_take_over   (BedsideSession      *self);
void     bedside_session_start_painting     (BedsideSession      *self);
void     bedside_session_stop_painting      (BedsideSession      *self);
void     bedside_session_keep_painted       (BedsideSession      *self,
                                             BedsideRoom         *room);
void     bedside_session_stop_asking        (BedsideSession      *self);
void     bedside_session_confirm_painted    (BedsideSession      *self,
                                             BedsideRoom         *room);
void     bedside_session_forget_painted     (BedsideSession      *self);
void     bedside_session_take_over_receipts (BedsideSession      *self,
                                             BedsideRoom         *room,
                                             BedsideRoomDelta    *delta);
void     bedside_session_show_ephemeral     (BedsideSession      *self,
                                             BedsideRoom         *room,
                                             BedsideRoomDelta    *delta);
void     bedside_session_on_placed          (BedsideSession      *self,
                                             BedsideRoom         *room,
                                             GPtrArray           *placed,
                                             BedsideChanges      *changes);
void     bedside_session_hurry              (BedsideSession      *self);
void     bedside_session_note_awake         (BedsideSession      *self);
void     bedside_session_stop_waking        (BedsideSession      *self);
void     bedside_session_start_rooms_over   (BedsideSession      *self);
void     bedside_session_close_lost         (BedsideSession      *self);
void     bedside_session_restore_marker     (BedsideSession      *self,
                                             BedsideRoom         *room);
void     bedside_session_resend_markers     (BedsideSession      *self);
void     bedside_session_mark_loaded        (BedsideSession      *self,
                                             BedsideRoom         *room);
gboolean bedside_session_is_marked          (BedsideSession      *self,
                                             BedsideRoom         *room);
void     bedside_session_note_arrivals      (BedsideSession      *self,
                                             BedsideRoom         *room,
                                             BedsideRoomDelta    *delta,
                                             guint                unread);
void     bedside_session_emit_arrived       (BedsideSession      *self,
                                             BedsideConversation *conversation);
void     bedside_session_update_connection  (BedsideSession      *self);
void     bedside_session_remember           (BedsideSession      *self);
void     bedside_session_count_unsent       (BedsideSession      *self,
                                             const char          *room_id);

BedsideGate     bedside_session_get_gate             (const char      *room_id,
                                                      gpointer         user_data);
void            bedside_session_on_superseded        (BedsideSession  *self,
                                                      const char      *room_id,
                                                      BedsideRoom     *room);
void            bedside_session_move_leftovers       (BedsideSession  *self);
void            bedside_session_leave_superseded     (BedsideSession  *self);
void            bedside_session_leave_if_superseded  (BedsideSession  *self,
                                                      BedsideRoom     *room);
void            bedside_session_on_wanted            (BedsideSession  *self,
                                                      const char      *room_id);
void            bedside_session_write_moved          (BedsideSession  *self,
                                                      BedsideChanges  *changes,
                                                      GPtrArray       *moved,
                                                      BedsideWritten   written);
void            bedside_session_keep_provisional     (BedsideSession  *self,
                                                      const char      *room_id);
void            bedside_session_tidy_provisional     (BedsideSession  *self,
                                                      const char      *room_id);
void            bedside_session_restore_provisional  (BedsideSession  *self);

G_END_DECLS
