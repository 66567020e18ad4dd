/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"
#include "bedside-session-news.h"
#include "bedside-session-practice.h"

#include <string.h>

typedef BedsidePracticeFixture Fixture;

/* What a session tells, joined by "|". */
typedef struct {
  GString *arrived;
  guint    list_changes;
} Heard;

static void
on_arrived (Heard               *heard,
            BedsideConversation *conversation)
{
  if (heard->arrived->len > 0)
    g_string_append_c (heard->arrived, '|');
  g_string_append (heard->arrived, bedside_conversation_get_title (conversation));
}

static void
on_list_changed (Heard *heard)
{
  heard->list_changes++;
}

static void
listen (Heard   *heard,
        Fixture *fixture)
{
  BedsideSession *session = bedside_practice_fixture_get_session (fixture);

  if (heard->arrived == NULL)
    heard->arrived = g_string_new (NULL);
  g_signal_connect_swapped (session, "arrived", G_CALLBACK (on_arrived), heard);
  g_signal_connect_swapped (bedside_session_get_new_messages (session), "items-changed",
                            G_CALLBACK (on_list_changed), heard);
}

static void
heard_clear (Heard *heard)
{
  if (heard->arrived != NULL)
    g_string_free (heard->arrived, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Heard, heard_clear)

static void
assert_heard (Heard      *heard,
              const char *expected)
{
  g_assert_cmpstr (heard->arrived->str, ==, expected);
  g_string_truncate (heard->arrived, 0);
}

/* A moment after the list. */
static void
await_heard (Heard      *heard,
             const char *expected)
{
  bedside_await (heard->arrived->len >= strlen (expected), 10);
  assert_heard (heard, expected);
}

/* Titles of those with new messages, newest first. */
static char *
dup_new (Fixture *fixture)
{
  GListModel *list = bedside_session_get_new_messages (bedside_practice_fixture_get_session (fixture));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (list, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", bedside_conversation_get_title (conversation));
    }

  return g_string_free (text, FALSE);
}

static gboolean
are_new (Fixture    *fixture,
         const char *expected)
{
  g_autofree char *text = dup_new (fixture);

  return g_str_equal (text, expected);
}

#define assert_new(fixture, expected) \
        G_STMT_START { \
          g_autofree char *new_ = dup_new (fixture); \
          g_assert_cmpstr (new_, ==, expected); \
        } G_STMT_END

#define await_new(fixture, expected) bedside_await (are_new (fixture, expected), 10)

static void
say (Fixture    *fixture,
     const char *room,
     const char *sender,
     const char *text)
{
  g_free (bedside_demo_server_say (fixture->server, room, sender, text));
}

/* So that what follows has another time. */
static void
let_time_pass (void)
{
  gint64 end = g_get_monotonic_time () + 5000;

  bedside_await (g_get_monotonic_time () > end, 1);
}

/* --- the list --- */

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *ben = bedside_practice_fixture_add_patient (fixture, "ben", "Ben", "Okafor");
  g_autofree char *ada_room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autofree char *ben_room = bedside_practice_fixture_add_room (fixture, "ben");
  g_auto(Heard) heard = { 0 };

  say (fixture, ada_room, ada, "Hello");
  bedside_practice_fixture_sign_in (fixture);
  listen (&heard, fixture);
  bedside_await_online (fixture);
  assert_new (fixture, "Ada Lovelace");
  assert_heard (&heard, "");

  let_time_pass ();
  say (fixture, ben_room, ben, "Hi");
  await_new (fixture, "Ben Okafor|Ada Lovelace");
  await_heard (&heard, "Ben Okafor");

  let_time_pass ();
  say (fixture, ada_room, ada, "Are you there?");
  await_new (fixture, "Ada Lovelace|Ben Okafor");
  await_heard (&heard, "Ada Lovelace");
  g_assert_true (g_list_model_get_item_type (bedside_session_get_new_messages (
                                               bedside_practice_fixture_get_session (fixture))) ==
                 BEDSIDE_TYPE_CONVERSATION);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  bedside_practice_add ("/practice/R21-new-messages-list", test_list);

  return g_test_run ();
}
