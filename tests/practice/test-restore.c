/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

typedef BedsidePracticeFixture Fixture;

/* What was shown in the very turn in which the session came, before any of the stored state. */
typedef struct {
  char *list;                          /* (owned): title, birth date, preview, unread, closed reason of each */
  char *practice;                      /* (owned) */
  BedsideConversation *conversation;   /* (owned): opened in that turn */
} First;

static void
first_clear (First *first)
{
  g_free (first->list);
  g_free (first->practice);
  g_clear_object (&first->conversation);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (First, first_clear)

static char *
describe (BedsideConversation *conversation)
{
  return g_strdup_printf ("%s, %s, %s, %u, %d",
                          bedside_conversation_get_title (conversation),
                          bedside_conversation_get_subtitle (conversation),
                          bedside_conversation_get_preview (conversation),
                          bedside_conversation_get_unread (conversation),
                          bedside_conversation_get_closed_reason (conversation));
}

static void
on_session (First          *first,
            GParamSpec     *pspec,
            BedsideAccount *account)
{
  BedsideSession *session = bedside_account_get_session (account);
  g_autoptr(GString) list = g_string_new (NULL);

  if (session == NULL || first->list != NULL)
    return;

  GListModel *conversations = bedside_session_get_conversations (session);
  BedsidePractice *practice = bedside_session_get_practice (session);
  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (conversations, i);
      g_autofree char *line = describe (conversation);

      g_string_append_printf (list, "%s%s", i > 0 ? "; " : "", line);
      if (i == 0)
        {
          g_set_object (&first->conversation, conversation);
          bedside_session_open (session, conversation);
        }
    }
  first->list = g_string_free (g_steal_pointer (&list), FALSE);
  first->practice = g_strdup (practice ? bedside_practice_get_name (practice) : NULL);
}

static void
start (Fixture *fixture,
       First   *first)
{
  bedside_practice_fixture_close (fixture);
  fixture->account = bedside_account_new (BEDSIDE_SECRETS (fixture->secrets), fixture->folder);
  g_signal_connect_swapped (fixture->account, "notify::session", G_CALLBACK (on_session), first);
  bedside_practice_fixture_start (fixture);
  g_assert_nonnull (first->list);
}

static void
test_list_first (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_auto(First) first = { NULL };

  g_free (bedside_demo_server_say (fixture->server, room, ada, "Good morning"));
  bedside_practice_fixture_sign_in (fixture);
  bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_demo_server_stop (fixture->server);

  start (fixture, &first);
  g_assert_cmpstr (first.list, ==, "Ada Lovelace, 10 Dec 1985, Good morning, 1, 0");
  g_assert_cmpstr (first.practice, ==, "Riverside Health");
}

/* Who is quicker than the disk waits for the messages, and then sees all that is known of them. */
static void
test_opened_at_once (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autofree char *mine = NULL;
  g_auto(First) first = { NULL };

  g_free (bedside_demo_server_say (fixture->server, room, ada, "Good morning"));
  mine = bedside_demo_server_say (fixture->server, room, fixture->me, "How are you?");
  bedside_demo_server_read (fixture->server, room, ada, mine);
  bedside_practice_fixture_sign_in (fixture);
  bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_demo_server_stop (fixture->server);

  start (fixture, &first);
  BedsideTimeline *timeline = bedside_conversation_get_timeline (first.conversation);
  g_assert_nonnull (timeline);
  bedside_await (bedside_timeline_get_state (timeline) != BEDSIDE_TIMELINE_STATE_LOADING, 10);
  g_autofree char *text = bedside_practice_fixture_dup_timeline (first.conversation);
  g_assert_cmpstr (text, ==, "Good morning|How are you?");

  BedsideMessage *message = bedside_practice_fixture_find_message (first.conversation, "How are you?");
  g_assert_cmpint (bedside_message_get_state (message), ==, BEDSIDE_MESSAGE_STATE_READ);
}

/* What changed while Bedside was away shows when the server has said so, and at once at the next start. */
static void
test_changed_while_away (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Byron");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autofree char *content = g_strdup_printf ("{\"v\":1,\"given\":\"Ada\",\"family\":\"Lovelace\",\"birth_date\":"
                                              "\"1985-12-10\",\"user_id\":\"%s\",\"portal\":\"activated\"}", ada);
  g_auto(First) second = { NULL };
  g_auto(First) third = { NULL };

  g_free (bedside_demo_server_say (fixture->server, room, ada, "Good morning"));
  bedside_practice_fixture_sign_in (fixture);
  bedside_practice_fixture_await (fixture, "Ada Byron");
  bedside_practice_fixture_close (fixture);
  g_free (bedside_demo_server_add_event (fixture->server, fixture->directory, fixture->me, "org.bedside.patient",
                                         "key-ada", content));
  bedside_practice_fixture_set_access (fixture, "ada", "disabled");

  start (fixture, &second);
  g_assert_cmpstr (second.list, ==, "Ada Byron, 10 Dec 1985, Good morning, 1, 0");
  bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_await_online (fixture);
  bedside_demo_server_stop (fixture->server);

  start (fixture, &third);
  g_assert_true (g_str_has_prefix (third.list, "Ada Lovelace, 10 Dec 1985, Good morning, "));
  g_assert_cmpint (bedside_conversation_get_closed_reason (third.conversation), ==,
                   BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
}

/* Drafts and messages that wait are there with the list. */
static void
test_draft_and_outbox_first (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_auto(First) first = { NULL };

  g_free (bedside_demo_server_say (fixture->server, room, ada, "Good morning"));
  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_demo_server_stop (fixture->server);
  bedside_session_send (bedside_practice_fixture_get_session (fixture), conversation, "On its way");
  bedside_session_set_draft (bedside_practice_fixture_get_session (fixture), conversation, "Not yet");

  start (fixture, &first);
  g_assert_cmpstr (bedside_conversation_get_draft (first.conversation), ==, "Not yet");
  g_assert_cmpuint (bedside_conversation_get_pending (first.conversation), ==, 1);
}

/* Closing the program before it has read everything leaves the cache as it was. */
static void
test_closed_at_once (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  g_free (bedside_demo_server_say (fixture->server, room, ada, "Good morning"));
  bedside_practice_fixture_sign_in (fixture);
  bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_demo_server_stop (fixture->server);

  for (guint i = 0; i < 3; i++)
    {
      g_auto(First) first = { NULL };

      start (fixture, &first);
      g_assert_cmpstr (first.list, ==, "Ada Lovelace, 10 Dec 1985, Good morning, 1, 0");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bedside_practice_add ("/practice/restore/R20-R29-list-before-state", test_list_first);
  bedside_practice_add ("/practice/restore/opened-at-once", test_opened_at_once);
  bedside_practice_add ("/practice/restore/changed-while-away", test_changed_while_away);
  bedside_practice_add ("/practice/restore/draft-and-outbox", test_draft_and_outbox_first);
  bedside_practice_add ("/practice/restore/closed-at-once", test_closed_at_once);

  return g_test_run ();
}
