/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-start.h"

#include <json-glib/json-glib.h>

typedef struct {
  const char *name;   /* in tests/data/may-start.json */
  gsize       offset;
} Fact;

#define FACT(field) { #field, G_STRUCT_OFFSET (BedsideStartFacts, field) }

static const Fact facts_table[] = {
  FACT (practice_known), FACT (configured), FACT (group_chat), FACT (patient_chat), FACT (removed), FACT (invited),
  FACT (activated), FACT (linked), FACT (chat_disabled), FACT (has_conversation),
};

static const BedsideStartFacts good = {
  .practice_known = TRUE, .configured = TRUE, .group_chat = TRUE, .patient_chat = TRUE, .invited = TRUE,
  .activated = TRUE, .linked = TRUE,
};

static BedsideStart
parse_start (const char *nick)
{
  g_autoptr(GEnumClass) starts = g_type_class_ref (BEDSIDE_TYPE_START);
  GEnumValue *value = g_enum_get_value_by_nick (starts, nick);

  g_assert_nonnull (value);
  return value->value;
}

static void
test_cases (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "may-start.json", NULL);
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  guint seen = 0;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  JsonArray *cases = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (cases), >=, 56);

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *expected = json_array_get_object_element (cases, i);
      BedsideStart start = parse_start (json_object_get_string_member (expected, "start"));
      BedsideStartFacts facts = { 0 };

      g_assert_cmpuint (json_object_get_size (expected), ==, G_N_ELEMENTS (facts_table) + 1);
      for (guint j = 0; j < G_N_ELEMENTS (facts_table); j++)
        G_STRUCT_MEMBER (gboolean, &facts, facts_table[j].offset) =
          json_object_get_boolean_member (expected, facts_table[j].name);

      g_test_message ("case %u", i);
      g_assert_cmpint (bedside_rules_get_start (&facts), ==, start);
      seen |= 1u << start;
    }

  /* Every outcome occurs in the file. */
  g_assert_cmphex (seen, ==, (1u << (BEDSIDE_START_NOT_LINKED + 1)) - 1);
}

/* What is not known is not allowed. */
static void
test_nothing_known (void)
{
  BedsideStartFacts facts = { 0 };

  g_assert_cmpint (bedside_rules_get_start (&facts), ==, BEDSIDE_START_NO_PRACTICE);
}

static void
test_possible (void)
{
  for (BedsideStart start = BEDSIDE_START_NEW; start <= BEDSIDE_START_NOT_LINKED; start++)
    g_assert_cmpint (bedside_start_is_possible (start), ==, start <= BEDSIDE_START_ENABLE);
}

/* One fact against it is enough, whatever else is true. */
static void
test_single_reasons (void)
{
  BedsideStartFacts facts = good;

  facts.activated = FALSE;
  g_assert_cmpint (bedside_rules_get_start (&facts), ==, BEDSIDE_START_NOT_ACTIVATED);
  facts.invited = FALSE;
  g_assert_cmpint (bedside_rules_get_start (&facts), ==, BEDSIDE_START_NOT_INVITED);
  g_assert_false (bedside_start_is_possible (bedside_rules_get_start (&facts)));
}

static void
test_not_linked (void)
{
  BedsideStartFacts facts = good;

  facts.linked = FALSE;
  g_assert_cmpint (bedside_rules_get_start (&facts), ==, BEDSIDE_START_NOT_LINKED);
  facts.has_conversation = TRUE;
  g_assert_cmpint (bedside_rules_get_start (&facts), ==, BEDSIDE_START_NOT_LINKED);
}

static void
test_practice_off (void)
{
  BedsideStartFacts facts = good;

  facts.patient_chat = FALSE;
  facts.has_conversation = TRUE;
  g_assert_cmpint (bedside_rules_get_start (&facts), ==, BEDSIDE_START_PRACTICE_CHAT_DISABLED);
  facts.group_chat = FALSE;
  g_assert_cmpint (bedside_rules_get_start (&facts), ==, BEDSIDE_START_GROUP_CHAT_DISABLED);
}

static void
test_existing (void)
{
  BedsideStartFacts facts = good;

  g_assert_cmpint (bedside_rules_get_start (&facts), ==, BEDSIDE_START_NEW);
  facts.has_conversation = TRUE;
  g_assert_cmpint (bedside_rules_get_start (&facts), ==, BEDSIDE_START_EXISTING);
}

static void
test_enable (void)
{
  BedsideStartFacts facts = good;

  facts.chat_disabled = TRUE;
  g_assert_cmpint (bedside_rules_get_start (&facts), ==, BEDSIDE_START_ENABLE);
  facts.has_conversation = TRUE;
  g_assert_cmpint (bedside_rules_get_start (&facts), ==, BEDSIDE_START_ENABLE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/start/R3-R4-R10-R13-R14-cases", test_cases);
  g_test_add_func ("/practice/start/nothing-known", test_nothing_known);
  g_test_add_func ("/practice/start/possible", test_possible);
  g_test_add_func ("/practice/start/R3-not-activated", test_single_reasons);
  g_test_add_func ("/practice/start/R4-not-linked", test_not_linked);
  g_test_add_func ("/practice/start/R10-practice-off", test_practice_off);
  g_test_add_func ("/practice/start/R13-existing", test_existing);
  g_test_add_func ("/practice/start/R14-enable", test_enable);

  return g_test_run ();
}
