/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-conversation.h"

#include "bedside-counter.h"

static BedsideConversation *
new_with_patient (BedsidePatient *patient)
{
  BedsideConversation *conversation = bedside_conversation_new ("!room", BEDSIDE_CONVERSATION_KIND_PATIENT);

  bedside_conversation_set_patient (conversation, patient);
  return conversation;
}

static void
test_new (void)
{
  BedsideConversation *conversation = bedside_conversation_new ("!room", BEDSIDE_CONVERSATION_KIND_PATIENT);

  g_assert_cmpstr (bedside_conversation_get_room_id (conversation), ==, "!room");
  g_assert_cmpint (bedside_conversation_get_kind (conversation), ==, BEDSIDE_CONVERSATION_KIND_PATIENT);
  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Unknown patient");
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "");
  g_assert_null (bedside_conversation_get_patient (conversation));
  g_assert_null (bedside_conversation_get_timeline (conversation));
  g_assert_cmpuint (bedside_conversation_get_unread (conversation), ==, 0);
  g_assert_cmpint (bedside_conversation_get_last_timestamp (conversation), ==, 0);
  g_assert_cmpstr (bedside_conversation_get_preview (conversation), ==, "");
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "");
  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_false (bedside_conversation_get_inactive (conversation));
  g_assert_finalize_object (conversation);
}

static void
test_follows_patient (void)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Ada", "Lovelace", "1985-12-10");
  g_autoptr(BedsideConversation) conversation = new_with_patient (patient);
  guint titles = 0, subtitles = 0;

  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Ada Lovelace");
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "10 Dec 1985");

  bedside_counter_watch (conversation, "title", &titles);
  bedside_counter_watch (conversation, "subtitle", &subtitles);
  bedside_patient_set_identity (patient, "Ada", "King", "1985-12-11");
  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Ada King");
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "11 Dec 1985");
  g_assert_cmpuint (bedside_counter_take (&titles), ==, 1);
  g_assert_cmpuint (bedside_counter_take (&subtitles), ==, 1);

  bedside_patient_set_identity (patient, NULL, NULL, NULL);
  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Unknown patient");
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "");
}

static void
test_title_of_directory_only (void)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Ada", "Lovelace", "1985-12-10");
  g_autoptr(BedsideConversation) conversation = new_with_patient (patient);

  g_test_expect_message ("bedside-conversation", G_LOG_LEVEL_CRITICAL, "*BEDSIDE_CONVERSATION_KIND_TEAM*");
  bedside_conversation_set_title (conversation, "What the patient calls the room");
  g_test_assert_expected_messages ();
  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Ada Lovelace");
}

static void
test_other_patient (void)
{
  g_autoptr(BedsidePatient) ada = bedside_patient_new_named ("a", "Ada", "Lovelace", "1985-12-10");
  g_autoptr(BedsidePatient) ben = bedside_patient_new_named ("b", "Ben", "Okafor", NULL);
  g_autoptr(BedsideConversation) conversation = new_with_patient (ada);
  guint patients = 0, titles = 0;

  bedside_counter_watch (conversation, "patient", &patients);
  bedside_counter_watch (conversation, "title", &titles);
  bedside_conversation_set_patient (conversation, ada);
  g_assert_cmpuint (patients + titles, ==, 0);

  bedside_conversation_set_patient (conversation, ben);
  g_assert_cmpuint (bedside_counter_take (&patients), ==, 1);
  g_assert_cmpuint (bedside_counter_take (&titles), ==, 1);
  bedside_patient_set_identity (ada, "Somebody", "Else", NULL);
  bedside_patient_set_chat_access (ada, BEDSIDE_CHAT_ACCESS_DISABLED);
  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Ben Okafor");
  g_assert_false (bedside_conversation_get_inactive (conversation));

  bedside_conversation_set_patient (conversation, NULL);
  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Unknown patient");
}

/* The directory outlives conversations. */
static void
test_patient_outlives (void)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Ada", "Lovelace", NULL);
  BedsideConversation *conversation = new_with_patient (patient);

  g_assert_finalize_object (conversation);
  bedside_patient_set_identity (patient, "Ada", "King", NULL);
  bedside_patient_set_chat_access (patient, BEDSIDE_CHAT_ACCESS_DISABLED);
  g_assert_cmpstr (bedside_patient_get_name (patient), ==, "Ada King");
}

static void
test_team (void)
{
  g_autoptr(BedsideConversation) conversation = bedside_conversation_new ("!team", BEDSIDE_CONVERSATION_KIND_TEAM);
  guint titles = 0;

  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Team conversation");
  bedside_counter_watch (conversation, "title", &titles);
  bedside_conversation_set_title (conversation, "Everyone");
  bedside_conversation_set_title (conversation, "Everyone");
  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Everyone");
  g_assert_cmpuint (titles, ==, 1);
  g_assert_true (bedside_conversation_matches (conversation, "every"));
  g_assert_false (bedside_conversation_matches (conversation, "team"));

  bedside_conversation_set_title (conversation, NULL);
  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Team conversation");
  bedside_conversation_set_closed_reason (conversation, BEDSIDE_CLOSED_REASON_LEFT);
  g_assert_false (bedside_conversation_get_inactive (conversation));
}

static void
test_search (void)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Zoë", "Lovelace", "1985-12-10");
  g_autoptr(BedsideConversation) conversation = new_with_patient (patient);

  bedside_conversation_set_preview (conversation, "Something", BEDSIDE_MESSAGE_KIND_TEXT, FALSE, 1);
  g_assert_true (bedside_conversation_matches (conversation, ""));
  g_assert_true (bedside_conversation_matches (conversation, "zoe 1985"));
  g_assert_false (bedside_conversation_matches (conversation, "something"));
  g_assert_false (bedside_conversation_matches (conversation, "unknown"));

  bedside_conversation_set_patient (conversation, NULL);
  g_assert_true (bedside_conversation_matches (conversation, "unknown"));
  g_assert_false (bedside_conversation_matches (conversation, "zoe"));
}

static void
test_inactive (void)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Ada", "Lovelace", NULL);
  g_autoptr(BedsideConversation) conversation = new_with_patient (patient);
  guint count = 0;

  bedside_counter_watch (conversation, "inactive", &count);

  bedside_conversation_set_closed_reason (conversation, BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED);
  bedside_conversation_set_closed_reason (conversation, BEDSIDE_CLOSED_REASON_LEFT);
  g_assert_false (bedside_conversation_get_inactive (conversation));
  g_assert_cmpuint (count, ==, 0);

  bedside_conversation_set_inactive (conversation, 2);
  bedside_conversation_set_inactive (conversation, TRUE);
  g_assert_true (bedside_conversation_get_inactive (conversation));
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);

  bedside_conversation_set_inactive (conversation, FALSE);
  g_assert_false (bedside_conversation_get_inactive (conversation));
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
}

static void
test_preview (void)
{
  static const char *names[] = { "preview", "preview-own", "preview-kind", "last-timestamp" };
  g_autoptr(BedsideConversation) conversation = bedside_conversation_new ("!room", BEDSIDE_CONVERSATION_KIND_PATIENT);
  guint counts[G_N_ELEMENTS (names)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    bedside_counter_watch (conversation, names[i], &counts[i]);

  bedside_conversation_set_preview (conversation, NULL, BEDSIDE_MESSAGE_KIND_TEXT, FALSE, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (counts[i], ==, 0);

  bedside_conversation_set_preview (conversation, "Hello", BEDSIDE_MESSAGE_KIND_TEXT, FALSE, 0);
  g_assert_cmpuint (counts[0], ==, 1);
  g_assert_cmpuint (counts[1] + counts[2] + counts[3], ==, 0);

  bedside_conversation_set_preview (conversation, "Hello", BEDSIDE_MESSAGE_KIND_REMOVED, TRUE, -5);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpuint (counts[i], ==, 1);
  g_assert_cmpstr (bedside_conversation_get_preview (conversation), ==, "Hello");
  g_assert_cmpint (bedside_conversation_get_preview_kind (conversation), ==, BEDSIDE_MESSAGE_KIND_REMOVED);
  g_assert_true (bedside_conversation_get_preview_own (conversation));
  g_assert_cmpint (bedside_conversation_get_last_timestamp (conversation), ==, -5);
}

static void
set_rest (BedsideConversation *conversation,
          BedsideTimeline     *timeline)
{
  bedside_conversation_set_unread (conversation, 3);
  bedside_conversation_set_unsent (conversation, 2, 1);
  bedside_conversation_set_typing (conversation, TRUE);
  bedside_conversation_set_draft (conversation, "Half a sen");
  bedside_conversation_set_timeline (conversation, timeline);
  bedside_conversation_set_closed_reason (conversation, BEDSIDE_CLOSED_REASON_ENCRYPTED);
}

static void
test_notify (void)
{
  static const char *names[] = { "unread", "pending", "not-sent", "typing", "draft", "timeline", "closed-reason" };
  g_autoptr(BedsideConversation) conversation = bedside_conversation_new ("!room", BEDSIDE_CONVERSATION_KIND_PATIENT);
  g_autoptr(BedsideTimeline) timeline = bedside_timeline_new ();
  guint counts[G_N_ELEMENTS (names)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    bedside_counter_watch (conversation, names[i], &counts[i]);
  set_rest (conversation, timeline);
  set_rest (conversation, timeline);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_cmpuint (counts[i], ==, 1);
    }

  bedside_conversation_set_draft (conversation, NULL);
  bedside_conversation_set_timeline (conversation, NULL);
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "");
  g_assert_null (bedside_conversation_get_timeline (conversation));
  g_assert_finalize_object (g_steal_pointer (&timeline));
}

static void
test_properties (void)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Ada", "Lovelace", "1985-12-10");
  g_autoptr(BedsideConversation) conversation = new_with_patient (patient);
  g_autoptr(BedsideTimeline) timeline = bedside_timeline_new (), got_timeline = NULL;
  g_autoptr(BedsidePatient) got_patient = NULL;
  g_autofree char *title = NULL, *subtitle = NULL, *draft = NULL;
  BedsideConversationKind kind;
  BedsideClosedReason reason;
  guint unread, pending, not_sent;
  gboolean typing, inactive;

  set_rest (conversation, timeline);
  g_object_get (conversation, "title", &title, "subtitle", &subtitle, "draft", &draft, "kind", &kind,
                "closed-reason", &reason, "unread", &unread, "pending", &pending, "not-sent", &not_sent,
                "typing", &typing, "inactive", &inactive, "patient", &got_patient, "timeline", &got_timeline, NULL);

  g_assert_cmpstr (title, ==, "Ada Lovelace");
  g_assert_cmpstr (subtitle, ==, "10 Dec 1985");
  g_assert_cmpstr (draft, ==, "Half a sen");
  g_assert_cmpint (kind, ==, BEDSIDE_CONVERSATION_KIND_PATIENT);
  g_assert_cmpint (reason, ==, BEDSIDE_CLOSED_REASON_ENCRYPTED);
  g_assert_cmpuint (unread, ==, 3);
  g_assert_cmpuint (pending, ==, 2);
  g_assert_cmpuint (not_sent, ==, 1);
  g_assert_true (typing);
  g_assert_false (inactive);
  g_assert_true (got_patient == patient);
  g_assert_true (got_timeline == timeline);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/conversation/new", test_new);
  g_test_add_func ("/practice/conversation/R29-follows-directory", test_follows_patient);
  g_test_add_func ("/practice/conversation/R29-title-of-directory-only", test_title_of_directory_only);
  g_test_add_func ("/practice/conversation/other-patient", test_other_patient);
  g_test_add_func ("/practice/conversation/patient-outlives", test_patient_outlives);
  g_test_add_func ("/practice/conversation/team", test_team);
  g_test_add_func ("/practice/conversation/R15-search", test_search);
  g_test_add_func ("/practice/conversation/R17-inactive", test_inactive);
  g_test_add_func ("/practice/conversation/preview", test_preview);
  g_test_add_func ("/practice/conversation/notify", test_notify);
  g_test_add_func ("/practice/conversation/properties", test_properties);

  return g_test_run ();
}
