/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* headless FOLDER SERVER USER [PATIENT-KEY TEXT]
 *
 * Bedside without a window, for tests that kill it: signs in (password in BEDSIDE_PASSWORD) or resumes what FOLDER
 * holds; starts a conversation with the patient and sends TEXT, if given; then runs until it is killed. Says on its
 * standard output where it is: "online", "written" (the message is stored) and, whenever nothing is unsent, "sent". */

#include <stdio.h>

#include "bedside-account.h"
#include "bedside-await.h"
#include "bedside-file-secrets.h"
#include "headless-steps.h"

static void
say (const char *what)
{
  g_print ("%s\n", what);
}

static void
write_to (BedsideSession *session,
          const char     *key,
          const char     *text)
{
  g_autoptr(BedsideConversation) conversation = headless_talk_to (session, key);

  bedside_session_send (session, conversation, text);
  say ("written");
}

static void
on_unsent (BedsideSession *session)
{
  if (bedside_session_get_unsent (session) == 0)
    say ("sent");
}

int
main (int   argc,
      char *argv[])
{
  if (argc != 4 && argc != 6)
    {
      g_printerr ("usage: %s FOLDER SERVER USER [PATIENT-KEY TEXT]\n", argv[0]);
      return 2;
    }

  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *cache = g_build_filename (argv[1], "cache", NULL);
  g_autoptr(BedsideFileSecrets) secrets = bedside_file_secrets_new (argv[1]);
  g_autoptr(BedsideAccount) account = bedside_account_new (BEDSIDE_SECRETS (secrets), cache);

  setvbuf (stdout, NULL, _IOLBF, 0);
  bedside_account_start (account);
  bedside_await (bedside_account_get_state (account) != BEDSIDE_ACCOUNT_STATE_STARTING, HEADLESS_LIMIT);
  if (bedside_account_get_state (account) == BEDSIDE_ACCOUNT_STATE_SIGNED_OUT)
    headless_sign_in (account, argv[2], argv[3]);
  if (bedside_account_get_state (account) != BEDSIDE_ACCOUNT_STATE_SIGNED_IN)
    g_error ("state %d", bedside_account_get_state (account));

  BedsideSession *session = bedside_account_get_session (account);

  bedside_await (bedside_session_get_connection (session) == BEDSIDE_CONNECTION_ONLINE, HEADLESS_LIMIT);
  say ("online");
  if (argc == 6)
    write_to (session, argv[4], argv[5]);
  g_signal_connect (session, "notify::unsent", G_CALLBACK (on_unsent), NULL);
  on_unsent (session);
  g_main_loop_run (loop);

  return 0;
}
