/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-conversation-list.h"
#include "bedside-counter.h"
#include "bedside-ui-fixture.h"

#include <time.h>

#define MANY 5000
/* A frame at 60 Hz; sanitizers take their share. */
#ifdef __SANITIZE_ADDRESS__
#define FRAME_US (5 * 16667)
#else
#define FRAME_US 16667
#endif

typedef struct {
  GListStore              *store;
  BedsideConversationList *list;
  BedsideConversation     *ada, *ben, *chloe, *team;
} Fixture;

static BedsideConversation *
add (Fixture             *fixture,
     BedsideConversation *conversation)
{
  g_list_store_append (fixture->store, conversation);
  g_object_unref (conversation);

  return conversation;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->store = g_list_store_new (BEDSIDE_TYPE_CONVERSATION);
  fixture->list = bedside_conversation_list_new ();
  fixture->ben = add (fixture, bedside_ui_patient_conversation ("!ben", "Ben", "Okafor", "1962-03-02", 2000));
  fixture->team = add (fixture, bedside_ui_team_conversation ("!team", "Everyone", 5000));
  fixture->ada = add (fixture, bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", 3000));
  fixture->chloe = add (fixture, bedside_ui_patient_conversation ("!chloe", "Chloé", "Dubois", "1999-07-21", 1000));
  bedside_conversation_list_set_source (fixture->list, G_LIST_MODEL (fixture->store));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->list);
  g_assert_finalize_object (fixture->store);
}

static void
assert_listed (Fixture    *fixture,
               const char *expected)
{
  GListModel *model = bedside_conversation_list_get_model (fixture->list);
  g_autoptr(GString) listed = g_string_new (NULL);

  bedside_ui_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (model, i);

      g_string_append_printf (listed, "%s%s", i > 0 ? " " : "", bedside_conversation_get_room_id (conversation));
    }
  g_assert_cmpstr (listed->str, ==, expected);
}

static void
test_tabs (Fixture       *fixture,
           gconstpointer  data)
{
  assert_listed (fixture, "!ada !ben !chloe");
  bedside_conversation_list_set_kind (fixture->list, BEDSIDE_CONVERSATION_KIND_TEAM);
  assert_listed (fixture, "!team");
  g_assert_cmpuint (bedside_conversation_list_count_kind (fixture->list, BEDSIDE_CONVERSATION_KIND_PATIENT), ==, 3);
  g_assert_cmpuint (bedside_conversation_list_count_kind (fixture->list, BEDSIDE_CONVERSATION_KIND_TEAM), ==, 1);
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  static const struct {
    const char *query, *listed;
  } cases[] = {
    { "a", "!ada" },
    { "ad", "!ada" },
    { "love", "!ada" },
    { "LOVELACE  ada", "!ada" },
    { "chloe", "!chloe" },
    { "1962-03", "!ben" },
    { "2 mar", "!ben" },
    { "  ", "!ada !ben !chloe" },
    { "velace", "" },
    { "everyone", "" },
    { "%s.*[", "" },
    { "", "!ada !ben !chloe" },
    { NULL, "!ada !ben !chloe" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("Search: %s", cases[i].query);
      bedside_conversation_list_set_query (fixture->list, cases[i].query);
      assert_listed (fixture, cases[i].listed);
    }
  bedside_conversation_list_set_query (fixture->list, "every");
  bedside_conversation_list_set_kind (fixture->list, BEDSIDE_CONVERSATION_KIND_TEAM);
  assert_listed (fixture, "!team");
}

/* A name that is corrected in the directory is found under the new one. */
static void
test_search_follows (Fixture       *fixture,
                     gconstpointer  data)
{
  bedside_conversation_list_set_query (fixture->list, "king");
  assert_listed (fixture, "");
  bedside_patient_set_identity (bedside_conversation_get_patient (fixture->ada), "Ada", "King", "1985-12-10");
  assert_listed (fixture, "!ada");
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  data)
{
  add (fixture, bedside_ui_patient_conversation ("!never", "Zoe", "Abel", "1970-01-01", 0));
  add (fixture, bedside_ui_patient_conversation ("!same2", "Bob", "Same", "1970-01-01", 1000));
  add (fixture, bedside_ui_patient_conversation ("!same1", "Bob", "Same", "1970-01-01", 1000));

  assert_listed (fixture, "!ada !ben !same1 !same2 !chloe !never");
  bedside_conversation_list_set_oldest_first (fixture->list, TRUE);
  assert_listed (fixture, "!same1 !same2 !chloe !ben !ada !never");
  bedside_conversation_list_set_oldest_first (fixture->list, FALSE);
  assert_listed (fixture, "!ada !ben !same1 !same2 !chloe !never");
}

static void
test_sort_follows (Fixture       *fixture,
                   gconstpointer  data)
{
  bedside_conversation_set_preview (fixture->chloe, "Hello", BEDSIDE_MESSAGE_KIND_TEXT, FALSE, 9000);
  assert_listed (fixture, "!chloe !ada !ben");
  bedside_conversation_set_preview (fixture->ben, "Hello", BEDSIDE_MESSAGE_KIND_TEXT, TRUE, 9001);
  assert_listed (fixture, "!ben !chloe !ada");
}

/* As the session does it: the directory says so, and the conversation is closed. */
static void
disable (BedsideConversation *conversation,
         gboolean             disabled)
{
  bedside_patient_set_chat_access (bedside_conversation_get_patient (conversation),
                                   disabled ? BEDSIDE_CHAT_ACCESS_DISABLED : BEDSIDE_CHAT_ACCESS_ENABLED);
  bedside_conversation_set_closed_reason (conversation,
                                          disabled ? BEDSIDE_CLOSED_REASON_CHAT_DISABLED
                                                   : BEDSIDE_CLOSED_REASON_NONE);
  bedside_conversation_set_inactive (conversation, disabled);
}

static void
test_hide_inactive (Fixture       *fixture,
                    gconstpointer  data)
{
  disable (fixture->ada, TRUE);
  bedside_conversation_set_closed_reason (fixture->ben, BEDSIDE_CLOSED_REASON_LEFT);
  bedside_conversation_set_inactive (fixture->ben, TRUE);
  /* Chat being off for the whole practice does not make conversations inactive. */
  bedside_conversation_set_closed_reason (fixture->chloe, BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED);
  assert_listed (fixture, "!ada !ben !chloe");

  bedside_conversation_list_set_hide_inactive (fixture->list, TRUE);
  assert_listed (fixture, "!chloe");
  disable (fixture->ada, FALSE);
  assert_listed (fixture, "!ada !chloe");
  disable (fixture->ada, TRUE);
  assert_listed (fixture, "!chloe");
  bedside_conversation_list_set_hide_inactive (fixture->list, FALSE);
  assert_listed (fixture, "!ada !ben !chloe");
}

static void
test_never_hidden (Fixture       *fixture,
                   gconstpointer  data)
{
  bedside_conversation_list_set_hide_inactive (fixture->list, TRUE);
  disable (fixture->ada, TRUE);
  assert_listed (fixture, "!ben !chloe");

  bedside_conversation_set_unread (fixture->ada, 1);
  assert_listed (fixture, "!ada !ben !chloe");
  bedside_conversation_set_unread (fixture->ada, 0);
  assert_listed (fixture, "!ben !chloe");

  bedside_conversation_set_unsent (fixture->ada, 0, 1);
  assert_listed (fixture, "!ada !ben !chloe");
  bedside_conversation_set_unsent (fixture->ada, 1, 0);
  assert_listed (fixture, "!ada !ben !chloe");
  bedside_conversation_set_unsent (fixture->ada, 0, 0);
  assert_listed (fixture, "!ben !chloe");

  bedside_conversation_list_set_open (fixture->list, fixture->ada);
  assert_listed (fixture, "!ada !ben !chloe");
  bedside_conversation_list_set_open (fixture->list, NULL);
  assert_listed (fixture, "!ben !chloe");
}

/* Searching does find what the funnel hides only when it is not hidden: both hold at once. */
static void
test_hide_and_search (Fixture       *fixture,
                      gconstpointer  data)
{
  disable (fixture->ada, TRUE);
  bedside_conversation_list_set_hide_inactive (fixture->list, TRUE);
  bedside_conversation_list_set_query (fixture->list, "ada");
  assert_listed (fixture, "");
  bedside_conversation_list_set_open (fixture->list, fixture->ada);
  assert_listed (fixture, "!ada");
  bedside_conversation_list_set_query (fixture->list, "ben");
  assert_listed (fixture, "!ben");
}

static void
test_source (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(BedsideConversation) ada = g_object_ref (fixture->ada);
  g_autoptr(GListStore) other = g_list_store_new (BEDSIDE_TYPE_CONVERSATION);

  g_list_store_remove (fixture->store, 2);
  assert_listed (fixture, "!ben !chloe");
  /* What has left is not watched any more. */
  bedside_conversation_set_unread (ada, 7);
  assert_listed (fixture, "!ben !chloe");
  g_list_store_insert (fixture->store, 0, ada);
  assert_listed (fixture, "!ada !ben !chloe");
  bedside_conversation_set_preview (ada, "x", BEDSIDE_MESSAGE_KIND_TEXT, FALSE, 500);
  assert_listed (fixture, "!ben !chloe !ada");

  bedside_conversation_list_set_source (fixture->list, G_LIST_MODEL (other));
  assert_listed (fixture, "");
  g_list_store_append (other, ada);
  assert_listed (fixture, "!ada");
  bedside_conversation_list_set_source (fixture->list, NULL);
  assert_listed (fixture, "");
  g_assert_cmpuint (bedside_conversation_list_find (fixture->list, ada), ==, GTK_INVALID_LIST_POSITION);
}

static void
test_notify (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const names[] = { "query", "kind", "oldest-first", "hide-inactive", "open", "source" };
  guint counts[G_N_ELEMENTS (names)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    bedside_counter_watch (fixture->list, names[i], &counts[i]);
  for (guint twice = 0; twice < 2; twice++)
    {
      bedside_conversation_list_set_query (fixture->list, twice ? " ada" : "ada ");
      bedside_conversation_list_set_kind (fixture->list, BEDSIDE_CONVERSATION_KIND_TEAM);
      bedside_conversation_list_set_oldest_first (fixture->list, TRUE);
      bedside_conversation_list_set_hide_inactive (fixture->list, TRUE);
      bedside_conversation_list_set_open (fixture->list, fixture->ada);
      g_object_set (fixture->list, "source", NULL, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (bedside_counter_take (&counts[i]), ==, 1);
}

static void
count_changes (GListModel *model,
               guint       position,
               guint       removed,
               guint       added,
               guint      *count)
{
  (*count)++;
}

/* One answer of the server changes many conversations: the list is told once. */
static void
test_one_refresh (Fixture       *fixture,
                  gconstpointer  data)
{
  GListModel *model = bedside_conversation_list_get_model (fixture->list);
  guint count = 0;

  for (guint i = 0; i < 100; i++)
    add (fixture, bedside_ui_conversation_new (i));
  bedside_ui_settle ();
  g_signal_connect (model, "items-changed", G_CALLBACK (count_changes), &count);
  for (guint i = 4; i < 104; i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (G_LIST_MODEL (fixture->store), i);

      bedside_conversation_set_unread (conversation, i);
      bedside_conversation_set_preview (conversation, "x", BEDSIDE_MESSAGE_KIND_TEXT, FALSE, 10000 + i);
    }
  g_assert_cmpuint (count, ==, 0);
  bedside_ui_settle ();
  g_assert_cmpuint (count, ==, 1);
  g_signal_handlers_disconnect_by_func (model, count_changes, &count);

  /* What is not seen in the list does not touch it. */
  g_signal_connect (model, "items-changed", G_CALLBACK (count_changes), &count);
  bedside_conversation_set_typing (fixture->ada, TRUE);
  bedside_conversation_set_draft (fixture->ada, "draft");
  bedside_ui_settle ();
  g_assert_cmpuint (count, ==, 1);
  g_signal_handlers_disconnect_by_func (model, count_changes, &count);
}

static gint64
cpu_time (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* CPU time, so that what the machine does beside it does not count; the worst of some, because the turns differ. */
static void
assert_in_a_frame (Fixture    *fixture,
                   const char *what,
                   void      (*change) (Fixture *fixture, guint turn))
{
  gint64 worst = 0;

  for (guint turn = 0; turn < 6; turn++)
    {
      gint64 start = cpu_time ();

      change (fixture, turn);
      bedside_ui_settle ();
      worst = MAX (worst, cpu_time () - start);
    }
  g_test_message ("%s of %d: at most %" G_GINT64_FORMAT " us", what, MANY, worst);
  g_assert_cmpint (worst, <, FRAME_US);
}

static void
change_order (Fixture *fixture,
              guint    turn)
{
  bedside_conversation_list_set_oldest_first (fixture->list, turn % 2 == 0);
}

static void
change_query (Fixture *fixture,
              guint    turn)
{
  static const char *const queries[] = { "k", "ki", "kim", "kim 1", "", "o" };

  bedside_conversation_list_set_query (fixture->list, queries[turn]);
}

static void
change_message (Fixture *fixture,
                guint    turn)
{
  g_autoptr(BedsideConversation) conversation = g_list_model_get_item (G_LIST_MODEL (fixture->store), 100 + turn);

  bedside_conversation_set_preview (conversation, "x", BEDSIDE_MESSAGE_KIND_TEXT, FALSE,
                                    g_get_real_time () / 1000 + turn);
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  for (guint i = 0; i < MANY; i++)
    add (fixture, bedside_ui_conversation_new (i));
  bedside_ui_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (bedside_conversation_list_get_model (fixture->list)), ==, MANY + 3);

  assert_in_a_frame (fixture, "order", change_order);
  assert_in_a_frame (fixture, "message", change_message);
  assert_in_a_frame (fixture, "search", change_query);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/ui/conversation-list/R11-tabs", test_tabs);
  ADD ("/ui/conversation-list/R15-search", test_search);
  ADD ("/ui/conversation-list/R15-search-follows-directory", test_search_follows);
  ADD ("/ui/conversation-list/R16-sort", test_sort);
  ADD ("/ui/conversation-list/R16-sort-follows-messages", test_sort_follows);
  ADD ("/ui/conversation-list/R17-hide-inactive", test_hide_inactive);
  ADD ("/ui/conversation-list/R17-never-hidden", test_never_hidden);
  ADD ("/ui/conversation-list/R17-hide-and-search", test_hide_and_search);
  ADD ("/ui/conversation-list/source", test_source);
  ADD ("/ui/conversation-list/notify", test_notify);
  ADD ("/ui/conversation-list/one-refresh", test_one_refresh);
  ADD ("/ui/conversation-list/many", test_many);
#undef ADD
  return g_test_run ();
}
