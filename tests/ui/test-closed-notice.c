/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-closed-notice.h"
#include "bedside-question.h"
#include "bedside-ui-fixture.h"

typedef struct {
  BedsideSession      *session;
  BedsideConversation *conversation;
  BedsideClosedNotice *notice;
  GtkWindow           *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(BedsidePractitioner) hedy = bedside_practitioner_new ("@hedy:practice.example", FALSE);

  fixture->session = bedside_fake_session_new ();
  bedside_fake_session_set_practice (fixture->session, "Riverside Health");
  bedside_practitioner_set_name (hedy, "Hedy");
  g_list_store_append (bedside_practice_get_people_store (bedside_session_get_practice (fixture->session)), hedy);
  fixture->conversation = bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", 0);
  fixture->notice = BEDSIDE_CLOSED_NOTICE (bedside_closed_notice_new ());
  bedside_closed_notice_set_session (fixture->notice, fixture->session);
  bedside_closed_notice_set_conversation (fixture->notice, fixture->conversation);
  fixture->window = bedside_ui_present (GTK_WIDGET (fixture->notice), 600, 300);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_ui_destroy (fixture->window, fixture->notice);
  g_object_unref (fixture->conversation);
  g_assert_finalize_object (fixture->session);
}

static void
disable (Fixture *fixture)
{
  BedsidePatient *ada = bedside_conversation_get_patient (fixture->conversation);

  bedside_patient_set_access_origin (ada, "@hedy:practice.example", G_GINT64_CONSTANT (1793692800000), NULL);
  bedside_patient_set_chat_access (ada, BEDSIDE_CHAT_ACCESS_DISABLED);
  bedside_conversation_set_closed_reason (fixture->conversation, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  bedside_ui_settle ();
}

static GtkWindow *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (BEDSIDE_IS_QUESTION (window))
        return window;
    }

  return NULL;
}

#define DISABLED "Chat with \u2068Ada Lovelace\u2069 was disabled by \u2068Hedy\u2069 on 3 Nov 2026, 09:00."

static void
test_disabled (Fixture       *fixture,
               gconstpointer  data)
{
  g_assert_null (bedside_ui_find (fixture->notice, GTK_TYPE_BUTTON, "Enable chat"));
  disable (fixture);
  g_assert_true (bedside_ui_shows (fixture->notice, DISABLED));
  bedside_ui_get (fixture->notice, GTK_TYPE_BUTTON, "Enable chat");
  /* The name comes from the directory, also when it is corrected. */
  bedside_patient_set_identity (bedside_conversation_get_patient (fixture->conversation), "Ada", "King", "1985-12-10");
  bedside_ui_settle ();
  g_assert_false (bedside_ui_shows (fixture->notice, DISABLED));
  bedside_conversation_set_closed_reason (fixture->conversation, BEDSIDE_CLOSED_REASON_NONE);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (fixture->notice, GTK_TYPE_BUTTON, "Enable chat"));
}

/* It is asked once, saying whom it is about (R29), who disabled it and when. */
static void
test_question (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWindow *question;

  disable (fixture);
  bedside_ui_click (fixture->notice, "Enable chat");
  question = find_question ();
  g_assert_nonnull (question);
  g_assert_true (bedside_ui_shows (question, "Enable chat with Ada Lovelace, 10 Dec 1985?"));
  g_assert_true (bedside_ui_shows (question, DISABLED "\n\nThen the patient and all practitioners of the practice can "
                                             "write to each other again."));
  bedside_ui_click (question, "Cancel");
  g_assert_null (find_question ());
  g_assert_true (bedside_ui_shows (fixture->notice, DISABLED));

  /* What was asked about is not open any more. */
  bedside_ui_click (fixture->notice, "Enable chat");
  question = find_question ();
  bedside_closed_notice_set_conversation (fixture->notice, NULL);
  bedside_ui_click (question, "Enable");
  g_assert_null (find_question ());
}

static void
test_practice_off (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *text = "Chat is disabled for the practice: nobody can write to a patient.";

  bedside_conversation_set_closed_reason (fixture->conversation, BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (fixture->notice, text));
  g_assert_null (bedside_ui_find (fixture->notice, GTK_TYPE_BUTTON, NULL));
  /* Beside the notice about the practice it would be said twice. */
  bedside_closed_notice_set_brief (fixture->notice, TRUE);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (fixture->notice, GTK_TYPE_REVEALER, NULL));
  disable (fixture);
  g_assert_true (bedside_ui_shows (fixture->notice, DISABLED));
}

static void
test_not_linked (Fixture       *fixture,
                 gconstpointer  data)
{
  bedside_conversation_set_closed_reason (fixture->conversation, BEDSIDE_CLOSED_REASON_NOT_LINKED);
  bedside_ui_settle ();
  bedside_ui_get (fixture->notice, GTK_TYPE_BUTTON, "Open profile");
  /* Without a session nothing can be done. */
  bedside_closed_notice_set_session (fixture->notice, NULL);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (fixture->notice, GTK_TYPE_BUTTON, "Open profile"));
  /* Nor for a patient who is not known. */
  bedside_closed_notice_set_session (fixture->notice, fixture->session);
  bedside_conversation_set_patient (fixture->conversation, NULL);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (fixture->notice, GTK_TYPE_BUTTON, "Open profile"));
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/ui/closed-notice/R26-disabled", test_disabled);
  ADD ("/ui/closed-notice/R29-question", test_question);
  ADD ("/ui/closed-notice/R10-practice-off", test_practice_off);
  ADD ("/ui/closed-notice/R4-not-linked", test_not_linked);
#undef ADD
  return g_test_run ();
}
