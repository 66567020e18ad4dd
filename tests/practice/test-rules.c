/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-rules.h"

#include <json-glib/json-glib.h>

typedef struct {
  const char          *name;      /* in tests/data/may-write.json */
  gsize                offset;
  BedsideClosedReason  reason;    /* if it is not as it should be */
  gboolean             good;
} Fact;

#define FACT(field, reason, good) { #field, G_STRUCT_OFFSET (BedsideChatFacts, field), reason, good }

/* In the order in which reasons are shown. */
static const Fact facts_table[] = {
  FACT (binding_valid, BEDSIDE_CLOSED_REASON_WRONG_BINDING, TRUE),
  FACT (practice_known, BEDSIDE_CLOSED_REASON_NO_PRACTICE, TRUE),
  FACT (practitioner_joined, BEDSIDE_CLOSED_REASON_PRACTITIONER_LEFT, TRUE),
  FACT (group_chat, BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED, TRUE),
  FACT (patient_chat, BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED, TRUE),
  FACT (linked, BEDSIDE_CLOSED_REASON_NOT_LINKED, TRUE),
  FACT (chat_enabled, BEDSIDE_CLOSED_REASON_CHAT_DISABLED, TRUE),
  FACT (both_joined, BEDSIDE_CLOSED_REASON_LEFT, TRUE),
  FACT (encrypted, BEDSIDE_CLOSED_REASON_ENCRYPTED, FALSE),
};

static void
set_fact (BedsideChatFacts *facts,
          const Fact       *fact,
          gboolean          value)
{
  G_STRUCT_MEMBER (gboolean, facts, fact->offset) = value;
}

/* "chat-disabled", as the enum says it, from "chat_disabled", as servers and the file do. */
static BedsideClosedReason
parse_reason (const char *text)
{
  g_autoptr(GEnumClass) reasons = g_type_class_ref (BEDSIDE_TYPE_CLOSED_REASON);
  g_autofree char *nick = g_strdelimit (g_strdup (text), "_", '-');
  GEnumValue *value = g_enum_get_value_by_nick (reasons, nick);

  g_assert_nonnull (value);
  return value->value;
}

static void
test_cases (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "may-write.json", NULL);
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  guint seen = 0;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  JsonArray *cases = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (cases), >=, 47);

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *expected = json_array_get_object_element (cases, i);
      BedsideClosedReason reason = parse_reason (json_object_get_string_member (expected, "reason"));
      BedsideChatFacts facts = { 0 };

      g_assert_cmpuint (json_object_get_size (expected), ==, G_N_ELEMENTS (facts_table) + 1);
      for (guint j = 0; j < G_N_ELEMENTS (facts_table); j++)
        set_fact (&facts, &facts_table[j], json_object_get_boolean_member (expected, facts_table[j].name));

      g_test_message ("case %u", i);
      g_assert_cmpint (bedside_rules_get_closed_reason (&facts), ==, reason);
      seen |= 1u << reason;
    }

  /* Every reason occurs in the file. */
  g_assert_cmphex (seen, ==, (1u << (BEDSIDE_CLOSED_REASON_ENCRYPTED + 1)) - 1);
}

/* Whatever else is wrong, the first reason is given. */
static void
test_order (void)
{
  for (guint broken = 0; broken < 1u << G_N_ELEMENTS (facts_table); broken++)
    {
      BedsideClosedReason expected = BEDSIDE_CLOSED_REASON_NONE;
      BedsideChatFacts facts = { 0 };

      for (guint i = G_N_ELEMENTS (facts_table); i > 0; i--)
        {
          const Fact *fact = &facts_table[i - 1];
          gboolean is_broken = (broken >> (i - 1)) & 1;

          set_fact (&facts, fact, fact->good != is_broken);
          if (is_broken)
            expected = fact->reason;
        }

      g_assert_cmpint (bedside_rules_get_closed_reason (&facts), ==, expected);
    }
}

/* What is not known is not allowed. */
static void
test_nothing_known (void)
{
  BedsideChatFacts facts = { 0 };

  g_assert_cmpint (bedside_rules_get_closed_reason (&facts), ==, BEDSIDE_CLOSED_REASON_WRONG_BINDING);
}

static void
check_single (const char          *name,
              BedsideClosedReason  reason)
{
  BedsideChatFacts facts = { 0 };
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (facts_table); i++)
    {
      gboolean is_broken = g_str_equal (facts_table[i].name, name);

      set_fact (&facts, &facts_table[i], facts_table[i].good != is_broken);
      found |= is_broken;
    }

  g_assert_true (found);
  g_assert_cmpint (bedside_rules_get_closed_reason (&facts), ==, reason);
}

static void
test_practice_chat_disabled (void)
{
  check_single ("patient_chat", BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED);
  check_single ("group_chat", BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED);
}

static void
test_patient_disabled (void)
{
  check_single ("chat_enabled", BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
}

/* Which reason is shown plays no part: every combination of facts is tried. */
static void
test_inactive_by_facts (void)
{
  for (guint bits = 0; bits < 1u << G_N_ELEMENTS (facts_table); bits++)
    {
      BedsideChatFacts facts = { 0 };
      gboolean expected;

      for (guint i = 0; i < G_N_ELEMENTS (facts_table); i++)
        set_fact (&facts, &facts_table[i], (bits >> i) & 1);
      expected = !facts.both_joined ||
                 (facts.binding_valid && facts.practice_known && (!facts.linked || !facts.practitioner_joined));

      g_assert_cmpint (bedside_rules_is_inactive (&facts, BEDSIDE_CHAT_ACCESS_ENABLED), ==, expected);
      g_assert_cmpint (bedside_rules_is_inactive (&facts, BEDSIDE_CHAT_ACCESS_UNSET), ==, expected);
      g_assert_true (bedside_rules_is_inactive (&facts, BEDSIDE_CHAT_ACCESS_DISABLED));
    }
}

/* Chat being off for the whole practice makes no conversation inactive, and hides none that is. */
static void
test_inactive_while_practice_is_off (void)
{
  BedsideChatFacts facts = {
    .binding_valid = TRUE, .practice_known = TRUE, .practitioner_joined = TRUE, .linked = TRUE, .both_joined = TRUE,
  };

  g_assert_false (bedside_rules_is_inactive (&facts, BEDSIDE_CHAT_ACCESS_ENABLED));
  facts.linked = FALSE;
  g_assert_true (bedside_rules_is_inactive (&facts, BEDSIDE_CHAT_ACCESS_ENABLED));
  facts.linked = TRUE;
  facts.both_joined = FALSE;
  g_assert_true (bedside_rules_is_inactive (&facts, BEDSIDE_CHAT_ACCESS_ENABLED));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/rules/R10-R26-may-write", test_cases);
  g_test_add_func ("/practice/rules/R10-R26-order-of-reasons", test_order);
  g_test_add_func ("/practice/rules/nothing-known", test_nothing_known);
  g_test_add_func ("/practice/rules/R10-practice-chat-disabled", test_practice_chat_disabled);
  g_test_add_func ("/practice/rules/R26-patient-disabled", test_patient_disabled);
  g_test_add_func ("/practice/rules/R17-inactive-by-facts", test_inactive_by_facts);
  g_test_add_func ("/practice/rules/R17-inactive-while-practice-is-off", test_inactive_while_practice_is_off);

  return g_test_run ();
}
