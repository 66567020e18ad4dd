/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the program holds and does when nobody touches it: bench-app idle FOLDER SECONDS [ROOM]. Prints the memory when
 * all has settled after the start, again when the conversation of the room is open, and the CPU time of all threads
 * over the seconds after that.
 */

#define G_LOG_DOMAIN "bedside-bench-idle"

#include "app.h"

#include <stdlib.h>

#include "bedside-message-list.h"
#include "clock.h"

/* ms: as in floor.c. */
#define SETTLING      2000
#define LIMIT_SECONDS 120

typedef struct {
  BenchApp *app;
  double    cpu;    /* when the idle time began */
  gint64    since;
} Idle;

static gboolean
finish (gpointer user_data)
{
  Idle *self = user_data;
  BedsideSession *session = bedside_account_get_session (self->app->account);

  g_print ("idle cpu: %.3f ms\n", bench_get_process_cpu () - self->cpu);
  g_print ("online: %d\n", bedside_session_get_connection (session) == BEDSIDE_CONNECTION_ONLINE);
  bench_app_quit (self->app);

  return G_SOURCE_REMOVE;
}

static void
be_idle (Idle *self)
{
  guint seconds = (guint) atoi (self->app->arguments[0]);

  self->cpu = bench_get_process_cpu ();
  if (seconds > 0)
    g_timeout_add_seconds (seconds, finish, self);
  else
    g_idle_add (finish, self);
}

static gboolean
on_open_settled (gpointer user_data)
{
  bench_print_memory ("open");
  be_idle (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
check_open (gpointer user_data)
{
  Idle *self = user_data;
  GtkWidget *list = bench_app_find (self->app->window, BEDSIDE_TYPE_MESSAGE_LIST);
  BedsideTimeline *timeline = list != NULL ? bedside_message_list_get_timeline (BEDSIDE_MESSAGE_LIST (list)) : NULL;

  if (g_get_monotonic_time () - self->since > LIMIT_SECONDS * G_USEC_PER_SEC)
    g_error ("The conversation is not open after %d s", LIMIT_SECONDS);
  if (timeline == NULL || g_list_model_get_n_items (G_LIST_MODEL (timeline)) == 0)
    return G_SOURCE_CONTINUE;

  g_timeout_add (SETTLING, on_open_settled, self);

  return G_SOURCE_REMOVE;
}

static gboolean
on_settled (gpointer user_data)
{
  Idle *self = user_data;
  const char *room_id = self->app->arguments[1];

  bench_print_memory ("memory");
  if (room_id == NULL)
    {
      be_idle (self);
      return G_SOURCE_REMOVE;
    }

  bench_app_note_turns (self->app, NULL);
  self->since = g_get_monotonic_time ();
  g_action_group_activate_action (G_ACTION_GROUP (self->app->application), "open-conversation",
                                  g_variant_new_string (room_id));
  g_timeout_add (20, check_open, self);

  return G_SOURCE_REMOVE;
}

static gboolean
check_list (gpointer user_data)
{
  Idle *self = user_data;

  if (g_get_monotonic_time () - self->since > LIMIT_SECONDS * G_USEC_PER_SEC)
    g_error ("There is no list after %d s", LIMIT_SECONDS);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self->app->window)) || !bench_app_is_list_full (self->app))
    return G_SOURCE_CONTINUE;

  g_timeout_add (SETTLING, on_settled, self);

  return G_SOURCE_REMOVE;
}

void
bench_idle_run (BenchApp *app)
{
  static Idle self;

  if (app->arguments[0] == NULL)
    g_error ("Usage: bench-app idle FOLDER SECONDS [ROOM]");
  self.app = app;
  self.since = g_get_monotonic_time ();
  g_timeout_add (20, check_list, &self);
}
