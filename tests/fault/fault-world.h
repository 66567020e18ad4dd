/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-starting-fixture.h"
#include "bedside-window.h"

G_BEGIN_DECLS

/**
 * FaultWorld:
 *
 * A practitioner at the real window, a patient with whom there is a conversation (Ben) and one to whom nobody has
 * written yet (Ada), on the demo's server. What is found wrong goes to @problem; counts are of messages.
 */
typedef struct {
  BedsideStartingFixture  starting;
  BedsideWindow          *window;
  char                   *ben;       /* user id */
  char                   *room;      /* of Ben */
  BedsideConversation    *with_ada;  /* (owned) (nullable) */
  GPtrArray              *written;   /* texts that the composer took, to Ben */
  GPtrArray              *first;     /* the same, to Ada */
  GRand                  *random;    /* of this run */
  guint                   said;      /* by Ben */
  guint                   turns;
  gboolean                may_differ; /* the session is being ended or begun */
  gboolean                paging;    /* older messages are asked for until there are no more */

  GString                *problem;   /* empty: none */
  guint                   lost;
  guint                   doubled;
  guint                   struck;    /* how often the fault has struck */
  const char             *note;      /* (nullable): worth knowing, though all is well */
} FaultWorld;

void              fault_world_set_up        (FaultWorld *world);
/* Ends the program, as a crash or properly, and begins it again on the same profile. */
void fault_world_end       (FaultWorld *world,
                            gboolean    crash);
void fault_world_begin     (FaultWorld *world);
void fault_world_tear_down (FaultWorld *world);

BedsideDemoServer *fault_world_get_server   (FaultWorld *world);
BedsideSession    *fault_world_get_session  (FaultWorld *world);
BedsideTimeline   *fault_world_get_timeline (FaultWorld *world);

/* Says what is wrong, once. */
void              fault_world_fail          (FaultWorld *world,
                                             const char *format,
                                             ...) G_GNUC_PRINTF (2, 3);
/* One turn of the main loop, and a look at the window now and then. FALSE: @end (real time) has come. */
gboolean          fault_world_turn          (FaultWorld *world,
                                             gint64      end);
void              fault_world_pass          (FaultWorld *world,
                                             guint       ms);

/* What people do. */
void              fault_world_open          (FaultWorld *world);
void              fault_world_say           (FaultWorld *world);
void              fault_world_write         (FaultWorld *world);
void              fault_world_write_first   (FaultWorld *world);
void              fault_world_page          (FaultWorld *world);
void              fault_world_read          (FaultWorld *world);
/* On the window's page; TRUE if signed in afterwards. */
gboolean          fault_world_sign_in       (FaultWorld *world);

/* Whether the window tells the truth now. */
void              fault_world_check_truth   (FaultWorld *world);
gboolean          fault_world_says          (FaultWorld *world,
                                             const char *part);
/* Waits until all is well, then compares what is shown with what the server has. */
void              fault_world_converge      (FaultWorld *world,
                                             guint       seconds);

#define fault_world_await(world, condition, seconds) \
        G_STMT_START { \
          gint64 fault_end = fault_clock_get_real () + (gint64) ((seconds) * G_USEC_PER_SEC); \
          while (!(condition)) \
            if (!fault_world_turn (world, fault_end)) \
              { \
                fault_world_fail (world, "%s:%d: not within %g s: %s", __FILE__, __LINE__, (double) (seconds), \
                                  #condition); \
                break; \
              } \
        } G_STMT_END

G_END_DECLS
