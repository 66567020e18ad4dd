/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* shown TITLE: what Bedside shows of a conversation, with the profile and the keyring of this session: starts, waits
 * until all is sent and all is loaded, and prints the texts, one a line, with "!" before what is not sent. */

#include <stdio.h>

#include "bedside-account.h"
#include "bedside-await.h"
#include "bedside-keyring.h"
#include "config.h"

#define LIMIT 60

static BedsideConversation *
find (BedsideSession *session,
      const char     *title)
{
  GListModel *conversations = bedside_session_get_conversations (session);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (conversations, i);

      if (g_strcmp0 (bedside_conversation_get_title (conversation), title) == 0)
        return conversation;
    }

  return NULL;
}

static gboolean
is_complete (BedsideSession      *session,
             BedsideConversation *conversation)
{
  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);
  BedsideTimelineState state = timeline ? bedside_timeline_get_state (timeline) : BEDSIDE_TIMELINE_STATE_LOADING;

  if (state == BEDSIDE_TIMELINE_STATE_READY || state == BEDSIDE_TIMELINE_STATE_FAILED)
    bedside_session_load_older (session, conversation);

  return state == BEDSIDE_TIMELINE_STATE_COMPLETE && bedside_session_get_unsent (session) == 0 &&
         bedside_session_get_connection (session) == BEDSIDE_CONNECTION_ONLINE;
}

static void
print (BedsideTimeline *timeline)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (timeline)); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (timeline), i);

      if (!BEDSIDE_IS_MESSAGE (item))
        continue;
      BedsideMessageState state = bedside_message_get_state (BEDSIDE_MESSAGE (item));
      gboolean unsent = state == BEDSIDE_MESSAGE_STATE_NOT_SENT || state == BEDSIDE_MESSAGE_STATE_SENDING;

      printf ("%s%s\n", unsent ? "!" : "", bedside_message_get_text (BEDSIDE_MESSAGE (item)));
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(BedsideKeyring) keyring = bedside_keyring_new (BEDSIDE_APP_ID);
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "bedside", BEDSIDE_APP_ID, NULL);
  g_autoptr(BedsideAccount) account = bedside_account_new (BEDSIDE_SECRETS (keyring), folder);
  g_autoptr(GAsyncResult) result = NULL;

  if (argc != 2)
    return 2;
  bedside_account_start (account);
  bedside_await (bedside_account_get_state (account) != BEDSIDE_ACCOUNT_STATE_STARTING, LIMIT);
  if (bedside_account_get_state (account) != BEDSIDE_ACCOUNT_STATE_SIGNED_IN)
    g_error ("account state %d", bedside_account_get_state (account));

  BedsideSession *session = bedside_account_get_session (account);

  bedside_await (find (session, argv[1]) != NULL, LIMIT);
  bedside_session_open (session, find (session, argv[1]));
  bedside_await (is_complete (session, find (session, argv[1])), LIMIT);
  print (bedside_conversation_get_timeline (find (session, argv[1])));
  bedside_account_close_async (account, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT);

  return 0;
}
