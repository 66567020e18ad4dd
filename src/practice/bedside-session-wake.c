/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-wake"

#include "bedside-session-news.h"
#include "bedside-session-private.h"

/* A desktop that wakes up says so several times. What was asked anew is given some time, and more the longer that goes
 * on, so that a server that is merely slow gets to answer. In ms. */
#define FIRST_PAUSE 1000
#define LONGEST_PAUSE 16000

static void wake (BedsideSession *self,
                  guint           pause);

static gboolean
on_pause_over (gpointer user_data)
{
  BedsideSession *self = user_data;
  guint pause = self->wake_pause;

  self->wake_id = 0;
  if (self->wake_again)
    wake (self, MIN (2 * pause, LONGEST_PAUSE));

  return G_SOURCE_REMOVE;
}

static void
wake (BedsideSession *self,
      guint           pause)
{
  self->wake_again = FALSE;
  self->wake_pause = pause;
  self->wake_id = g_timeout_add (pause, on_pause_over, self);
  self->woken = TRUE;
  bedside_sync_engine_wake (self->engine);
}

/**
 * bedside_session_wake:
 * @self: a session
 *
 * The computer slept or the network changed: connections may be dead without anybody having said so. What is under way
 * is cut and asked anew on new connections; what was cut of sending is repeated, with the same transaction id, as soon
 * as the server has answered. A wait that the server asked for is kept. Several calls in a short time are one.
 */
void
bedside_session_wake (BedsideSession *self)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));

  BedsideSyncState state = bedside_sync_engine_get_state (self->engine);

  if (state == BEDSIDE_SYNC_STATE_STOPPED || state == BEDSIDE_SYNC_STATE_ENDED)
    return;
  if (self->wake_id == 0)
    {
      wake (self, FIRST_PAUSE);
      return;
    }

  self->wake_again = TRUE;
  /* The network was not there yet: nobody is bothered by another try. */
  if (bedside_sync_engine_get_connection (self->engine) == BEDSIDE_CONNECTION_OFFLINE)
    bedside_sync_engine_hurry (self->engine);
}

/**
 * bedside_session_note_awake:
 * @self: a session that has taken over an answer
 *
 * The server answers: what was cut when the computer woke up is repeated now.
 */
void
bedside_session_note_awake (BedsideSession *self)
{
  if (!self->woken)
    return;
  self->woken = FALSE;
  bedside_session_hurry (self);
}

/**
 * bedside_session_stop_waking:
 * @self: a session that stops
 */
void
bedside_session_stop_waking (BedsideSession *self)
{
  self->woken = FALSE;
  self->wake_again = FALSE;
  g_clear_handle_id (&self->wake_id, g_source_remove);
}
