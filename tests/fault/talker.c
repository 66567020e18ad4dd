/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* talker FOLDER SERVER USER: Bedside without a window, that does as it is told, by one command a line: "talk KEY" (with
 * that patient from now on, started if need be), "write TEXT", "older" (loads until there is no more), "show" (prints
 * the rows, "STATE TEXT" each, then "."). Signs in with the password in BEDSIDE_PASSWORD. Says "online" when it is so
 * for the first time, and "unsent N" when that changes. */

#include <stdio.h>
#include <string.h>

#include "bedside-account.h"
#include "bedside-await.h"
#include "bedside-file-secrets.h"
#include "headless-steps.h"

typedef struct {
  BedsideSession      *session;       /* borrowed */
  BedsideConversation *conversation;  /* (owned) (nullable) */
  gboolean             paging;
} Talker;

static const char *const states[] = { "received", "sending", "sent", "read", "not-sent" };

static void
talk_with (Talker     *talker,
           const char *key)
{
  if (talker->conversation != NULL)
    bedside_session_close (talker->session, talker->conversation);
  g_clear_object (&talker->conversation);
  talker->paging = FALSE;
  talker->conversation = headless_talk_to (talker->session, key);
  printf ("talking\n");
}

static void
show (Talker *talker)
{
  GListModel *timeline = G_LIST_MODEL (bedside_conversation_get_timeline (talker->conversation));

  for (guint i = 0; timeline != NULL && i < g_list_model_get_n_items (timeline); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (timeline, i);

      if (BEDSIDE_IS_MESSAGE (item))
        printf ("%s %s\n", states[bedside_message_get_state (BEDSIDE_MESSAGE (item))],
                bedside_message_get_text (BEDSIDE_MESSAGE (item)));
    }
  printf ("%s\n", timeline != NULL && bedside_timeline_get_state (BEDSIDE_TIMELINE (timeline)) ==
          BEDSIDE_TIMELINE_STATE_COMPLETE ? "." : ". more");
}

static gboolean
on_command (GIOChannel   *channel,
            GIOCondition  condition,
            gpointer      user_data)
{
  Talker *talker = user_data;
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    return G_SOURCE_REMOVE;
  g_strchomp (line);
  if (g_str_has_prefix (line, "talk "))
    talk_with (talker, line + strlen ("talk "));
  else if (g_str_has_prefix (line, "write "))
    bedside_session_send (talker->session, talker->conversation, line + strlen ("write "));
  else if (g_str_equal (line, "older"))
    talker->paging = TRUE;
  else
    show (talker);

  return G_SOURCE_CONTINUE;
}

/* As the person does who scrolls up, and tries again. */
static gboolean
on_tick (gpointer user_data)
{
  Talker *talker = user_data;
  BedsideTimeline *timeline = talker->conversation ? bedside_conversation_get_timeline (talker->conversation) : NULL;

  if (talker->paging && timeline != NULL &&
      (bedside_timeline_get_state (timeline) == BEDSIDE_TIMELINE_STATE_READY ||
       bedside_timeline_get_state (timeline) == BEDSIDE_TIMELINE_STATE_FAILED))
    bedside_session_load_older (talker->session, talker->conversation);

  return G_SOURCE_CONTINUE;
}

static void
on_unsent (BedsideSession *session)
{
  printf ("unsent %u\n", bedside_session_get_unsent (session));
}

int
main (int   argc,
      char *argv[])
{
  Talker talker = { 0 };

  if (argc != 4)
    return 2;

  g_autofree char *cache = g_build_filename (argv[1], "cache", NULL);
  g_autoptr(BedsideFileSecrets) secrets = bedside_file_secrets_new (argv[1]);
  g_autoptr(BedsideAccount) account = bedside_account_new (BEDSIDE_SECRETS (secrets), cache);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GIOChannel) commands = g_io_channel_unix_new (0);

  setvbuf (stdout, NULL, _IOLBF, 0);
  bedside_account_start (account);
  bedside_await (bedside_account_get_state (account) != BEDSIDE_ACCOUNT_STATE_STARTING, HEADLESS_LIMIT);
  headless_sign_in (account, argv[2], argv[3]);
  talker.session = bedside_account_get_session (account);
  bedside_await (bedside_session_get_connection (talker.session) == BEDSIDE_CONNECTION_ONLINE, HEADLESS_LIMIT);
  printf ("online\n");
  g_signal_connect (talker.session, "notify::unsent", G_CALLBACK (on_unsent), NULL);
  g_io_add_watch (commands, G_IO_IN | G_IO_HUP, on_command, &talker);
  g_timeout_add (100, on_tick, &talker);
  g_main_loop_run (loop);

  return 0;
}
