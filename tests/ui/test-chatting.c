/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-closed-notice.h"
#include "bedside-main-page.h"
#include "bedside-message-view.h"
#include "bedside-new-chat.h"
#include "bedside-question.h"
#include "practice-window.h"

/* Starting, closing and opening conversations in the window, on a real session: what is seen, and what the server has
 * afterwards. */

typedef struct {
  BedsideWritingFixture  writing;
  BedsideMainPage       *page;
  GtkWindow             *window;
} Fixture;

#define NAME "Ada Lovelace"

static BedsideSession *
get_session (Fixture *fixture)
{
  return practice_window_get_session (&fixture->writing);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bedside_writing_fixture_set_up (&fixture->writing, NULL);
  g_free (bedside_practice_fixture_add_patient (&fixture->writing.practice, "ada", "Ada", "Lovelace"));
  if (data != NULL)
    g_free (bedside_practice_fixture_add_room (&fixture->writing.practice, "ada"));
  practice_window_get_patient (&fixture->writing, NAME);
  fixture->page = BEDSIDE_MAIN_PAGE (bedside_main_page_new ());
  bedside_main_page_set_session (fixture->page, get_session (fixture));
  fixture->window = bedside_ui_present (GTK_WIDGET (fixture->page), 1000, 700);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_main_page_set_session (fixture->page, NULL);
  bedside_ui_destroy (fixture->window, fixture->page);
  bedside_writing_fixture_tear_down (&fixture->writing, NULL);
}

static GtkWidget *
open_popover (Fixture *fixture)
{
  GtkWidget *popover;

  bedside_main_page_new_chat (fixture->page);
  bedside_await (bedside_ui_find (fixture->page, BEDSIDE_TYPE_NEW_CHAT, NULL) != NULL, 5);
  popover = bedside_ui_get (fixture->page, BEDSIDE_TYPE_NEW_CHAT, NULL);
  bedside_await (gtk_widget_get_mapped (popover), 5);
  bedside_ui_settle ();

  return popover;
}

/* Searches for Ada, the only one who is found, and starts. */
static void
start_with_ada (Fixture    *fixture,
                const char *button)
{
  GtkWidget *popover = open_popover (fixture);
  GtkSelectionModel *model;

  gtk_editable_set_text (bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, "Search patients"), "lovelace ada");
  bedside_ui_settle ();
  model = gtk_list_view_get_model (bedside_ui_get (popover, GTK_TYPE_LIST_VIEW, "Patients found"));
  gtk_selection_model_select_item (model, 0, TRUE);
  bedside_ui_click (popover, button);
  bedside_await (!gtk_widget_get_mapped (popover), 10);
  bedside_ui_settle ();
}

static BedsideConversation *
get_open (Fixture *fixture)
{
  return bedside_message_view_get_conversation (bedside_ui_get (fixture->page, BEDSIDE_TYPE_MESSAGE_VIEW, NULL));
}

static void
assert_can_write (Fixture *fixture)
{
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_window_get_focus (fixture->window)));
  g_assert_true (bedside_ui_shows (fixture->page, "To \u2068Ada Lovelace\u2069, 10 Dec 1985"));
}

static char *
dup_bodies (Fixture *fixture)
{
  g_autofree char *patient = g_strconcat ("@ada", strchr (fixture->writing.practice.me, ':'), NULL);
  g_auto(GStrv) rooms = bedside_demo_server_dup_conversations (fixture->writing.practice.server,
                                                               fixture->writing.practice.me, patient);
  g_autofree char *joined = NULL;

  g_assert_cmpuint (g_strv_length (rooms), <=, 1);
  if (rooms[0] == NULL)
    return g_strdup ("no room");
  joined = bedside_practice_fixture_dup_server (&fixture->writing.practice, rooms[0]);

  return g_steal_pointer (&joined);
}

#define HINT "Your first message starts the conversation. \u2068Ada Lovelace\u2069 can answer from then on."

/* R2: nothing is on the server before the first message. */
static void
test_first_message (Fixture       *fixture,
                    gconstpointer  data)
{
  BedsideConversation *conversation;
  GtkWidget *list;

  start_with_ada (fixture, "Start Chat");
  assert_can_write (fixture);
  conversation = get_open (fixture);
  g_assert_false (bedside_conversation_get_started (conversation));
  g_assert_true (bedside_ui_shows (fixture->page, HINT));
  /* No row for what may never be. */
  g_assert_true (bedside_ui_shows (fixture->page, "No conversations yet"));
  {
    g_autofree char *bodies = dup_bodies (fixture);

    g_assert_cmpstr (bodies, ==, "no room");
  }

  g_signal_emit_by_name (bedside_ui_get (fixture->page, BEDSIDE_TYPE_MESSAGE_VIEW, NULL), "send", "How are you?");
  bedside_ui_settle ();
  g_assert_false (bedside_ui_shows (fixture->page, HINT));
  bedside_await (bedside_conversation_get_started (conversation), 10);
  bedside_await (bedside_conversation_get_pending (conversation) == 0, 10);
  bedside_ui_settle ();
  /* The same conversation stays open, and has its row now. */
  g_assert_true (get_open (fixture) == conversation);
  assert_can_write (fixture);
  list = bedside_ui_get (fixture->page, GTK_TYPE_LIST_VIEW, "Conversations");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))), ==, 1);
  {
    g_autofree char *bodies = dup_bodies (fixture);

    g_assert_cmpstr (bodies, ==, "How are you?");
  }
}

/* R13: whoever has a conversation is taken to it. */
static void
test_existing (Fixture       *fixture,
               gconstpointer  data)
{
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->writing.practice, NAME);

  start_with_ada (fixture, "Start Chat");
  g_assert_true (get_open (fixture) == conversation);
  assert_can_write (fixture);
}

static void
await_closed (Fixture             *fixture,
              BedsideClosedReason  reason)
{
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->writing.practice, NAME);

  bedside_await (bedside_conversation_get_closed_reason (conversation) == reason, 10);
  bedside_ui_settle ();
}

/* R14 and R28: the same conversation, open again. */
static void
test_enable_and_start (Fixture       *fixture,
                       gconstpointer  data)
{
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->writing.practice, NAME);

  bedside_practice_fixture_set_access (&fixture->writing.practice, "ada", "disabled");
  await_closed (fixture, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  start_with_ada (fixture, "Enable and Start Chat");
  g_assert_true (get_open (fixture) == conversation);
  await_closed (fixture, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_true (practice_window_says (fixture->page, "To \u2068Ada Lovelace\u2069, 10 Dec 1985"));
}

/* R26 to R28: closed while it is open, and opened again by the banner; not without being asked. */
static void
test_banner (Fixture       *fixture,
             gconstpointer  data)
{
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->writing.practice, NAME);
  GtkWindow *question;
  GtkWidget *notice;

  bedside_main_page_open (fixture->page, conversation);
  notice = bedside_ui_get (fixture->page, BEDSIDE_TYPE_CLOSED_NOTICE, NULL);
  g_assert_null (bedside_ui_find (notice, GTK_TYPE_BUTTON, NULL));
  bedside_practice_fixture_set_access (&fixture->writing.practice, "ada", "disabled");
  await_closed (fixture, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  g_assert_true (practice_window_says (fixture->page, "Chat with \u2068Ada Lovelace\u2069 was disabled by"));
  g_assert_true (bedside_ui_shows (fixture->page, "Nobody can write here. What was written can still be read."));

  bedside_writing_fixture_add_status (&fixture->writing, "PUT", "*/state/org.bedside.access/*", 403, "M_FORBIDDEN",
                                      NULL);
  bedside_ui_click (fixture->page, "Enable chat");
  question = practice_window_await_dialog (fixture->window);
  g_assert_true (practice_window_says (question, "Enable chat with Ada Lovelace, 10 Dec 1985?"));
  bedside_ui_click (question, "Enable");
  /* It does not work at first: the way on is beside what went wrong. */
  bedside_await (bedside_ui_find (notice, GTK_TYPE_BUTTON, "Try again") != NULL, 10);
  bedside_writing_assert_state (&fixture->writing, fixture->writing.practice.directory, "org.bedside.access",
                                "key-ada", "{'chat':'disabled','v':1}");
  bedside_demo_server_clear_faults (fixture->writing.practice.server);
  bedside_ui_click (notice, "Try again");
  await_closed (fixture, BEDSIDE_CLOSED_REASON_NONE);
  bedside_await (bedside_ui_find (notice, GTK_TYPE_BUTTON, NULL) == NULL, 5);
  g_assert_true (get_open (fixture) == conversation);
}

static void
test_practice_off (Fixture       *fixture,
                   gconstpointer  data)
{
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->writing.practice, NAME);
  const char *off = "Chat is disabled for the practice: nobody can write to a patient.";
  GtkWidget *popover;

  bedside_main_page_open (fixture->page, conversation);
  bedside_practice_fixture_set_settings (&fixture->writing.practice, TRUE, FALSE);
  await_closed (fixture, BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED);
  g_assert_true (bedside_ui_shows (fixture->page, off));
  /* The owner can change it, at one place. */
  bedside_ui_get (fixture->page, GTK_TYPE_BUTTON, "Practice settings");
  popover = open_popover (fixture);
  g_assert_true (bedside_ui_shows (popover, "Chat is not possible"));
  gtk_popover_popdown (GTK_POPOVER (popover));

  bedside_practice_fixture_set_settings (&fixture->writing.practice, FALSE, FALSE);
  await_closed (fixture, BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED);
  g_assert_true (bedside_ui_shows (fixture->page,
                                   "Group chat is disabled for the practice: "
                                   "nobody can write to patients or colleagues."));
  bedside_practice_fixture_set_settings (&fixture->writing.practice, TRUE, TRUE);
  await_closed (fixture, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_false (bedside_ui_shows (fixture->page, off));
}

static void
test_team (Fixture       *fixture,
           gconstpointer  data)
{
  BedsidePractice *practice = practice_window_get_practice (&fixture->writing);
  BedsideConversation *conversation;
  GtkWidget *popover;

  bedside_await (bedside_practice_find_person (practice, fixture->writing.practice.colleague) != NULL, 10);
  bedside_ui_click (fixture->page, "Team");
  popover = open_popover (fixture);
  gtk_check_button_set_active (bedside_ui_get (popover, GTK_TYPE_CHECK_BUTTON, "Sam Novak"), TRUE);
  bedside_ui_settle ();
  bedside_ui_click (popover, "Start Chat");
  bedside_await (!gtk_widget_get_mapped (popover), 10);
  bedside_ui_settle ();
  conversation = get_open (fixture);
  g_assert_cmpint (bedside_conversation_get_kind (conversation), ==, BEDSIDE_CONVERSATION_KIND_TEAM);
  g_assert_true (bedside_ui_shows (fixture->page, "Message to the team"));
  g_assert_true (practice_window_says (fixture->page, "To the team: "));
  g_assert_true (practice_window_says (fixture->page, "Team conversation"));
}

static void
invite (Fixture    *fixture,
        const char *name)
{
  BedsidePracticeFixture *practice = &fixture->writing.practice;
  g_autofree char *create = g_strdup_printf ("{\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}", practice->space);
  g_autofree char *content = g_strdup_printf ("{\"name\":\"%s\"}", name);
  const char *members[] = { practice->colleague, NULL };
  g_autofree char *room = bedside_demo_server_add_room (practice->server, practice->colleague, create, members);

  g_free (bedside_demo_server_add_event (practice->server, room, practice->colleague, "m.room.name", "", content));
  bedside_demo_server_invite (practice->server, room, practice->colleague, practice->me);
}

static void
test_invitations (Fixture       *fixture,
                  gconstpointer  data)
{
  GListModel *invitations = bedside_session_get_invitations (get_session (fixture));

  invite (fixture, "Night shift");
  invite (fixture, "Holidays");
  bedside_await (g_list_model_get_n_items (invitations) == 2, 10);
  bedside_ui_settle ();
  /* Not among the patients. */
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_LIST_BOX, "Invitations"));
  bedside_ui_click (fixture->page, "Team");
  g_assert_true (practice_window_says (bedside_ui_get (fixture->page, GTK_TYPE_LIST_BOX, "Invitations"),
                                       "Sam Novak invites you"));
  bedside_ui_click (fixture->page, "Join");
  bedside_await (g_list_model_get_n_items (invitations) == 1, 10);
  bedside_ui_settle ();
  bedside_ui_click (fixture->page, "Decline");
  bedside_await (g_list_model_get_n_items (invitations) == 0, 10);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_LIST_BOX, "Invitations"));
  bedside_await (g_list_model_get_n_items (bedside_session_get_conversations (get_session (fixture))) == 1, 10);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
#define ADD(path, data, function) g_test_add (path, Fixture, data, set_up, function, tear_down)
  ADD ("/ui/chatting/R2-first-message", NULL, test_first_message);
  ADD ("/ui/chatting/R13-existing", "room", test_existing);
  ADD ("/ui/chatting/R14-R28-enable-and-start", "room", test_enable_and_start);
  ADD ("/ui/chatting/R26-R28-banner", "room", test_banner);
  ADD ("/ui/chatting/R10-practice-off", "room", test_practice_off);
  ADD ("/ui/chatting/R11-team", NULL, test_team);
  ADD ("/ui/chatting/team-invitations", NULL, test_invitations);
#undef ADD
  return g_test_run ();
}
