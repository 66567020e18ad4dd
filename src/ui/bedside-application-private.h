/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-application.h"
#include "bedside-errands.h"
#include "bedside-window.h"

G_BEGIN_DECLS

/**
 * BedsideApplicationStart:
 * @BEDSIDE_APPLICATION_START_WINDOW: the person wants to see it
 * @BEDSIDE_APPLICATION_START_BACKGROUND: the desktop has started it, to receive messages; no window yet
 * @BEDSIDE_APPLICATION_START_SERVICE: the bus has started it to do something; no window yet
 *
 * What the program was started for, until there is a window.
 */
typedef enum {
  BEDSIDE_APPLICATION_START_WINDOW,
  BEDSIDE_APPLICATION_START_BACKGROUND,
  BEDSIDE_APPLICATION_START_SERVICE,
} BedsideApplicationStart;

/* Where the pointer was last. */
typedef struct {
  gpointer surface; /* (nullable): only to be compared */
  double   x;
  double   y;
} BedsideApplicationPointer;

struct _BedsideApplication
{
  AdwApplication           parent_instance;

  BedsideAccount          *account;       /* (owned) (nullable) */
  GSettings               *settings;      /* (owned) (nullable) */
  BedsidePreferences      *preferences;   /* (owned) */
  BedsidePresence         *presence;      /* (owned) */
  BedsideBackground       *background;    /* (owned) */
  BedsideErrands          *errands;       /* (owned) */
  BedsideLock             *lock;          /* (owned) (nullable) */
  BedsideConversation     *attention;     /* (owned) (nullable) */
  BedsideConversation     *looked_at;     /* (nullable): its weak pointer: the last one, also after that */
  GtkWindow               *question;      /* (nullable): its weak pointer: what was asked when the window was closed */
  GtkWindow               *chosen;        /* (nullable): its weak pointer: the preferences */
  GCancellable            *asking;        /* (owned) (nullable): while the desktop is asked for leave */
  GCancellable            *closing;       /* (owned) (nullable): from the closing of the last window on */
  BedsideApplicationStart  start;
  guint                    close_limit;
  guint                    held_back;     /* while the window waits for the account */
  guint                    preparing;     /* meanwhile */
  guint                    seen_source;   /* until after its first frame */
  gboolean                 seen;          /* whether that was painted */
  guint                    leaving;       /* after what the bus has started it for is done */
  BedsideApplicationPointer pointer;
  gint64                   activity;      /* by the monotonic clock: when the lock was told of it last */
  guint                    renewal;       /* until the desktop is asked anew for what it has granted */
  guint                    signal_sources[3];
  gboolean                 stopped_told;  /* whether a notification says that nothing arrives */
  gboolean                 demo;
  char                    *demo_server;   /* (owned) (nullable) */
  char                    *demo_user;     /* (owned) (nullable) */
  char                    *demo_password; /* (owned) (nullable) */
};

BedsideWindow *bedside_application_get_window   (BedsideApplication *self);
/* Ends the program, whatever is going on. */
void           bedside_application_end          (BedsideApplication *self);

void bedside_application_set_attention (BedsideApplication  *self,
                                        BedsideConversation *conversation);
void bedside_application_update_state  (BedsideApplication  *self);
void bedside_application_stop_waiting  (BedsideApplication  *self);
void bedside_application_note_seen     (BedsideApplication  *self);
void bedside_application_tell_stopped  (BedsideApplication  *self);

BedsideAccountState bedside_application_get_account_state (BedsideApplication *self);

void           bedside_application_add_actions  (BedsideApplication *self);

void           bedside_application_add_lock     (BedsideApplication *self);
void           bedside_application_update_lock  (BedsideApplication *self);
gboolean       bedside_application_is_locked    (BedsideApplication *self);

void           bedside_application_closing_init (BedsideApplication *self);
void           bedside_application_closing_stop (BedsideApplication *self);
void           bedside_application_watch_window (BedsideApplication *self,
                                                 BedsideWindow      *window);
/* Asks first if something would be broken off. */
void           bedside_application_quit         (BedsideApplication *self);

G_END_DECLS
