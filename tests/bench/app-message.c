/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * When a message is seen: bench-app message FOLDER SERVER USER PASSWORD ROOM. Signs in, opens this conversation, and
 * says of each message that comes, on the monotonic clock, when the frame was done that has its row ("shown") and the
 * one that has it in the list of conversations ("listed"). Ends with its input.
 */

#define G_LOG_DOMAIN "bedside-bench-message"

#include "app.h"

#include <unistd.h>

#include "bedside-conversation-row.h"
#include "bedside-message-list.h"
#include "bedside-message-row.h"
#include "bedside-window.h"

#define LIMIT_SECONDS 120

typedef struct {
  BenchApp            *app;
  BedsideConversation *conversation;  /* (owned) (nullable): that is open */
  char                *shown;         /* (owned) (nullable): what was printed last */
  char                *listed;        /* (owned) (nullable) */
} Message;

static void
print_once (char       **printed,
            const char  *label,
            const char  *text)
{
  if (text == NULL || g_strcmp0 (text, *printed) == 0)
    return;

  g_print ("%s: %" G_GINT64_FORMAT " us %s\n", label, g_get_monotonic_time (), text);
  g_free (*printed);
  *printed = g_strdup (text);
}

/* The text of the last row that one sees. */
static const char *
get_shown (Message *self)
{
  GtkWidget *list = bench_app_find (self->app->window, BEDSIDE_TYPE_MESSAGE_LIST);
  GtkWidget *view = list != NULL ? bench_app_find (list, GTK_TYPE_LIST_VIEW) : NULL;

  if (view == NULL)
    return NULL;
  for (GtkWidget *item = gtk_widget_get_last_child (view); item != NULL; item = gtk_widget_get_prev_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_mapped (item) ? bench_app_find (item, BEDSIDE_TYPE_MESSAGE_ROW) : NULL;

      if (row != NULL)
        return bedside_message_get_text (bedside_message_row_get_message (BEDSIDE_MESSAGE_ROW (row)));
    }

  return NULL;
}

/* What the row of the conversation says, if one sees it. */
static const char *
get_listed (Message *self)
{
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->app->list));
       item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_mapped (item) ? bench_app_find (item, BEDSIDE_TYPE_CONVERSATION_ROW) : NULL;

      if (row != NULL &&
          bedside_conversation_row_get_conversation (BEDSIDE_CONVERSATION_ROW (row)) == self->conversation)
        return bedside_conversation_get_preview (self->conversation);
    }

  return NULL;
}

static void
on_after_paint (GdkFrameClock *clock,
                Message       *self)
{
  print_once (&self->shown, "shown", get_shown (self));
  print_once (&self->listed, "listed", get_listed (self));
}

static gboolean
on_limit (gpointer user_data)
{
  Message *self = user_data;

  if (self->conversation == NULL)
    g_error ("Not online within %d s", LIMIT_SECONDS);

  return G_SOURCE_REMOVE;
}

static gboolean
on_wait (gpointer user_data)
{
  Message *self = user_data;
  BedsideSession *session = bedside_account_get_session (self->app->account);
  GListModel *model = session != NULL ? bedside_session_get_conversations (session) : NULL;

  if (session == NULL || bedside_session_get_connection (session) != BEDSIDE_CONNECTION_ONLINE ||
      !bench_app_is_list_full (self->app))
    return G_SOURCE_CONTINUE;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (model, i);

      if (g_str_equal (bedside_conversation_get_room_id (conversation), self->app->arguments[3]))
        g_set_object (&self->conversation, conversation);
    }
  if (self->conversation == NULL)
    g_error ("There is no such conversation");
  bedside_window_open_conversation (BEDSIDE_WINDOW (self->app->window), self->conversation);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (self->app->window)), "after-paint",
                    G_CALLBACK (on_after_paint), self);

  return G_SOURCE_REMOVE;
}

static gboolean
sign_in (gpointer user_data)
{
  Message *self = user_data;
  char **arguments = self->app->arguments;

  if (bedside_account_get_state (self->app->account) != BEDSIDE_ACCOUNT_STATE_SIGNED_OUT)
    return G_SOURCE_CONTINUE;

  bedside_account_sign_in_async (self->app->account, arguments[0], arguments[1], arguments[2], NULL, NULL, NULL);
  g_timeout_add (100, on_wait, self);
  g_timeout_add_seconds (LIMIT_SECONDS, on_limit, self);

  return G_SOURCE_REMOVE;
}

static gboolean
on_input (GIOChannel   *channel,
          GIOCondition  condition,
          gpointer      user_data)
{
  Message *self = user_data;

  bench_app_quit (self->app);
  g_clear_object (&self->conversation);

  return G_SOURCE_REMOVE;
}

void
bench_message_run (BenchApp *app)
{
  static Message self;
  g_autoptr(GIOChannel) input = g_io_channel_unix_new (STDIN_FILENO);

  if (g_strv_length (app->arguments) != 4)
    g_error ("Usage: bench-app message FOLDER SERVER USER PASSWORD ROOM");
  self.app = app;
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, on_input, &self);
  g_timeout_add (1000, sign_in, &self);
}
