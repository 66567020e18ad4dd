/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Makes a stored profile:
 *
 *   bench-seed FOLDER CONVERSATIONS [PATIENTS [MESSAGES [serve]]]
 *
 * An account as the program has it, but without a window, signs in to the demo server: what is stored is what Bedside
 * stores. Of the patients in the directory the first have a conversation of three messages each; the first of these
 * has MESSAGES instead, all of them loaded page by page, as by somebody who reads up to the first one. Prints what
 * bench-app needs to open the profile. With `serve` the server stays until standard input ends; without it the account
 * finds no server any more.
 */

#define G_LOG_DOMAIN "bedside-bench-seed"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bedside-practice-fixture.h"

/* Of the fixture. */
#define USER          "robin"
#define PASSWORD      "correct horse"
#define LIMIT_SECONDS 600

typedef struct {
  BedsidePracticeFixture  practice;
  char                   *room;      /* (owned) (nullable): the long conversation */
  const char             *folder;
  guint                   conversations;
  guint                   patients;
  guint                   messages;
} Seed;

static void
set_up (Seed *self)
{
  bedside_practice_fixture_set_up (&self->practice, NULL);
  /* The profile is wanted elsewhere. */
  g_clear_object (&self->practice.account);
  bedside_practice_fixture_delete_folder (self->practice.folder);
  g_free (self->practice.folder);
  self->practice.folder = g_strdup (self->folder);
  self->practice.account = bedside_account_new (BEDSIDE_SECRETS (self->practice.secrets), self->folder);
}

/* Names and texts as different from each other as real ones. */
static char *
add_patient (Seed       *self,
             guint       index,
             const char *name)
{
  static const char *const given[] = {
    "Ada", "Ben", "Chloe", "Dmitri", "Eun-ji", "Fatima", "Goran", "Hedy", "Íris",
  };
  static const char *const family[] = {
    "Lovelace", "Okafor", "Dubois", "Ivanov", "Kim", "al-Fihri", "Novák", "Lamarr",
  };
  g_autofree char *last = g_strdup_printf ("%s-%u", family[index % G_N_ELEMENTS (family)], index);

  return bedside_practice_fixture_add_patient (&self->practice, name, given[index % G_N_ELEMENTS (given)], last);
}

static void
talk (Seed       *self,
      guint       index,
      const char *room,
      const char *patient)
{
  static const char *const texts[] = {
    "Thank you, that works for me",
    "Is it fine to take both tablets in the morning?",
    "The new dose is fine so far ...",
    "I have sent the form back on Monday; please tell me whether it has arrived, because the insurance asks again.",
    "OK",
    "Guten Tag, ich habe seit gestern wieder Schmerzen im linken Knie. Soll ich vorbeikommen?",
    "See you on Thursday!",
  };
  const char *const people[] = { patient, self->practice.me, NULL };

  if (index == 0 && self->messages > 0)
    {
      self->room = g_strdup (room);
      bedside_demo_server_fill_room (self->practice.server, room, people, self->messages);
      return;
    }
  for (guint i = 0; i < 3; i++)
    g_free (bedside_demo_server_say (self->practice.server, room, people[i % 2],
                                     texts[(index + i) % G_N_ELEMENTS (texts)]));
}

static void
fill (Seed *self)
{
  for (guint i = 0; i < MAX (self->patients, self->conversations); i++)
    {
      g_autofree char *name = g_strdup_printf ("p%05u", i);
      g_autofree char *patient = add_patient (self, i, name);

      if (i < self->conversations)
        {
          g_autofree char *room = bedside_practice_fixture_add_room (&self->practice, name);

          talk (self, i, room, patient);
        }
    }
}

static void
sign_in (Seed *self)
{
  BedsideAccount *account = self->practice.account;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_account_start (account);
  bedside_await (bedside_account_get_state (account) == BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, 30);
  bedside_account_sign_in_async (account, bedside_demo_server_get_base_url (self->practice.server), USER, PASSWORD,
                                 NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT_SECONDS);
  if (!bedside_account_sign_in_finish (account, result, &error))
    g_error ("%s", error->message);

  BedsideSession *session = bedside_account_get_session (account);

  bedside_await (bedside_session_get_connection (session) == BEDSIDE_CONNECTION_ONLINE, LIMIT_SECONDS);
  bedside_await (g_list_model_get_n_items (bedside_session_get_conversations (session)) == self->conversations,
                 LIMIT_SECONDS);
}

static BedsideConversation *
find_conversation (Seed *self)
{
  GListModel *conversations =
    bedside_session_get_conversations (bedside_practice_fixture_get_session (&self->practice));

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (conversations, i);

      if (g_strcmp0 (bedside_conversation_get_room_id (conversation), self->room) == 0)
        return conversation;
    }
  g_error ("The long conversation is not there");
}

/* Up to the first message. */
static void
read_all (Seed *self)
{
  BedsideSession *session = bedside_practice_fixture_get_session (&self->practice);
  BedsideConversation *conversation = find_conversation (self);
  BedsideTimeline *timeline;

  bedside_session_open (session, conversation);
  timeline = bedside_conversation_get_timeline (conversation);
  while (bedside_timeline_get_state (timeline) != BEDSIDE_TIMELINE_STATE_COMPLETE)
    {
      bedside_await (bedside_timeline_get_state (timeline) != BEDSIDE_TIMELINE_STATE_LOADING, LIMIT_SECONDS);
      if (bedside_timeline_get_state (timeline) == BEDSIDE_TIMELINE_STATE_FAILED)
        g_error ("The conversation could not be loaded");
      bedside_session_load_older (session, conversation);
    }
  g_print ("messages: %u\n", self->messages);
  if (g_list_model_get_n_items (G_LIST_MODEL (timeline)) < self->messages)
    g_error ("Only %u messages were loaded", g_list_model_get_n_items (G_LIST_MODEL (timeline)));
  bedside_session_close (session, conversation);
}

static void
print_secret (Seed          *self,
              BedsideSecret  secret,
              const char    *label)
{
  BedsideSecrets *secrets = BEDSIDE_SECRETS (self->practice.secrets);
  g_autoptr(GAsyncResult) result = NULL;

  bedside_secrets_lookup_async (secrets, secret, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_autofree char *value = bedside_secrets_lookup_finish (secrets, result, NULL);
  g_print ("%s: %s\n", label, value);
}

/* Until whoever started this closes its standard input. */
static void
serve (Seed *self)
{
  char byte;

  g_print ("server: %s\n", bedside_demo_server_get_base_url (self->practice.server));
  g_print ("user: %s\n", USER);
  g_print ("password: %s\n", PASSWORD);
  g_print ("ready: 1\n");
  while (read (STDIN_FILENO, &byte, 1) > 0)
    continue;
}

static guint
get_number (int    argc,
            char **argv,
            int    index)
{
  return argc > index ? (guint) atoi (argv[index]) : 0;
}

int
main (int    argc,
      char **argv)
{
  Seed self = {
    .folder = argc > 2 ? argv[1] : NULL,
    .conversations = get_number (argc, argv, 2),
    .patients = get_number (argc, argv, 3),
    .messages = get_number (argc, argv, 4),
  };

  if (self.folder == NULL)
    g_error ("Usage: bench-seed FOLDER CONVERSATIONS [PATIENTS [MESSAGES [serve]]]");

  set_up (&self);
  fill (&self);
  sign_in (&self);
  if (self.messages > 0)
    read_all (&self);
  bedside_practice_fixture_close (&self.practice);
  print_secret (&self, BEDSIDE_SECRET_SIGN_IN, "sign-in");
  print_secret (&self, BEDSIDE_SECRET_CACHE_KEY, "cache-key");
  g_print ("conversations: %u\n", self.conversations);
  g_print ("room: %s\n", self.room != NULL ? self.room : "");
  if (argc > 5 && g_str_equal (argv[5], "serve"))
    serve (&self);
  bedside_demo_server_stop (self.practice.server);
  g_free (self.room);

  return EXIT_SUCCESS;
}
