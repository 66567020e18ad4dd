/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-reason-text.h"
#include "bedside-ui-fixture.h"

/* 3 November 2026, 09:00 in Berlin. */
#define SINCE G_GINT64_CONSTANT (1793692800000)

static BedsidePractice *
practice_new (void)
{
  BedsidePractice *practice = bedside_practice_new ("!practice");
  g_autoptr(BedsidePractitioner) hedy = bedside_practitioner_new ("@hedy:practice.example", FALSE);

  bedside_practice_set_settings (practice, TRUE, TRUE);
  bedside_practitioner_set_name (hedy, "Dr. Hedy Lamarr");
  g_list_store_append (bedside_practice_get_people_store (practice), hedy);

  return practice;
}

static void
assert_disabled (BedsidePractice *practice,
                 const char      *by,
                 gint64           since,
                 const char      *reason,
                 const char      *expected)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "Ada", "Lovelace", "1985-12-10");
  g_autofree char *text = NULL;

  bedside_patient_set_access_origin (patient, by, since, reason);
  bedside_patient_set_chat_access (patient, BEDSIDE_CHAT_ACCESS_DISABLED);
  text = bedside_reason_text_dup_disabled (practice, patient);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_disabled (void)
{
  g_autoptr(BedsidePractice) practice = practice_new ();

  assert_disabled (practice, "@hedy:practice.example", SINCE, NULL,
                   "Chat with \u2068Ada Lovelace\u2069 was disabled by \u2068Dr. Hedy Lamarr\u2069 "
                   "on 3 Nov 2026, 09:00.");
  assert_disabled (practice, "@hedy:practice.example", 0, "calls instead",
                   "Chat with \u2068Ada Lovelace\u2069 was disabled by \u2068Dr. Hedy Lamarr\u2069. "
                   "Reason: \u2068calls instead\u2069");
  /* Somebody who has left is called by the user name. */
  assert_disabled (practice, "@gone:practice.example", SINCE, "",
                   "Chat with \u2068Ada Lovelace\u2069 was disabled by \u2068gone\u2069 on 3 Nov 2026, 09:00.");
  assert_disabled (NULL, "@hedy:practice.example", SINCE, NULL,
                   "Chat with \u2068Ada Lovelace\u2069 was disabled on 3 Nov 2026, 09:00.");
  assert_disabled (practice, NULL, 0, NULL, "Chat with \u2068Ada Lovelace\u2069 is disabled.");
  /* A reason cannot turn around what stands before it. */
  assert_disabled (practice, NULL, 0, "\u202eno\n",
                   "Chat with \u2068Ada Lovelace\u2069 is disabled. Reason: \u2068no\u2069");
}

static void
test_start (void)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = BEDSIDE_START_NEW; i <= BEDSIDE_START_NOT_LINKED; i++)
    {
      const char *reason = bedside_reason_text_get_start ((BedsideStart) i);

      g_assert_true ((reason == NULL) == bedside_start_is_possible ((BedsideStart) i));
      /* Each has its own words. */
      g_assert_true (reason == NULL || g_hash_table_add (seen, (gpointer) reason));
    }
}

static void
test_closed (void)
{
  g_autoptr(BedsidePractice) practice = practice_new ();
  g_autoptr(BedsideConversation) conversation =
    bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", 0);
  BedsidePatient *patient = bedside_conversation_get_patient (conversation);
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  bedside_patient_set_access_origin (patient, "@hedy:practice.example", SINCE, NULL);
  bedside_patient_set_chat_access (patient, BEDSIDE_CHAT_ACCESS_DISABLED);
  bedside_practice_set_settings (practice, FALSE, FALSE);
  g_assert_null (bedside_reason_text_dup_closed (practice, conversation));
  for (guint i = BEDSIDE_CLOSED_REASON_WRONG_BINDING; i <= BEDSIDE_CLOSED_REASON_ENCRYPTED; i++)
    {
      char *text;

      bedside_conversation_set_closed_reason (conversation, (BedsideClosedReason) i);
      text = bedside_reason_text_dup_closed (practice, conversation);
      g_assert_nonnull (text);
      g_test_message ("%s", text);
      g_assert_true (g_hash_table_add (seen, text));
    }
}

/* R2: nobody has disabled what nobody has enabled. */
static void
test_never_enabled (void)
{
  g_autoptr(BedsideConversation) conversation =
    bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", 0);
  g_autofree char *text = NULL;

  bedside_conversation_set_closed_reason (conversation, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  text = bedside_reason_text_dup_closed (NULL, conversation);
  g_assert_cmpstr (text, ==, "Chat is not enabled for this patient yet.");
}

static void
assert_practice (BedsidePractice         *practice,
                 BedsideConversationKind  kind,
                 const char              *expected)
{
  g_autofree char *text = bedside_reason_text_dup_practice (practice, kind);

  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_practice (void)
{
  g_autoptr(BedsidePractice) practice = practice_new ();

  assert_practice (NULL, BEDSIDE_CONVERSATION_KIND_PATIENT, NULL);
  assert_practice (practice, BEDSIDE_CONVERSATION_KIND_PATIENT, NULL);
  bedside_practice_set_settings (practice, TRUE, FALSE);
  assert_practice (practice, BEDSIDE_CONVERSATION_KIND_PATIENT,
                   "Chat is disabled for the practice: nobody can write to a patient.");
  assert_practice (practice, BEDSIDE_CONVERSATION_KIND_TEAM, NULL);
  bedside_practice_set_settings (practice, FALSE, FALSE);
  assert_practice (practice, BEDSIDE_CONVERSATION_KIND_PATIENT,
                   "Group chat is disabled for the practice: nobody can write to patients or colleagues.");
  assert_practice (practice, BEDSIDE_CONVERSATION_KIND_TEAM,
                   "Group chat is disabled for the practice: nobody can write here.");
  bedside_practice_set_settings (practice, TRUE, TRUE);
  bedside_practice_set_enforcement (practice, BEDSIDE_ENFORCEMENT_NOT_CONFIGURED);
  assert_practice (practice, BEDSIDE_CONVERSATION_KIND_PATIENT,
                   "The server does not know this practice yet: nobody can write to a patient. Its administrator needs "
                   "the practice id, which is in Practice settings.");
  /* Where the server does not enforce the rules, one can write all the same. */
  bedside_practice_set_enforcement (practice, BEDSIDE_ENFORCEMENT_NOT_ENFORCED);
  assert_practice (practice, BEDSIDE_CONVERSATION_KIND_PATIENT, NULL);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
  g_test_add_func ("/ui/reason-text/R14-disabled", test_disabled);
  g_test_add_func ("/ui/reason-text/R3-R4-start", test_start);
  g_test_add_func ("/ui/reason-text/closed", test_closed);
  g_test_add_func ("/ui/reason-text/R2-never-enabled", test_never_enabled);
  g_test_add_func ("/ui/reason-text/R10-practice", test_practice);
  return g_test_run ();
}
