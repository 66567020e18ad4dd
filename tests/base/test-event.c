/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-event.h"

#include <string.h>

static BedsideEvent *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  BedsideEvent *event = bedside_event_new_from_text (text, &error);

  g_test_message ("%s", text);
  g_assert_no_error (error);
  g_assert_nonnull (event);
  g_assert_nonnull (event->content);

  return event;
}

static const char message[] =
  "{\"event_id\":\"$1\",\"type\":\"m.room.message\",\"sender\":\"@ada:example.org\","
  "\"origin_server_ts\":1700000000000,"
  "\"content\":{\"msgtype\":\"m.text\",\"body\":\"Good morning\"},\"unsigned\":{\"transaction_id\":\"txn1\","
  "\"age\":5}}";

static void
test_message (void)
{
  g_autoptr(BedsideEvent) event = parse (message);

  g_assert_cmpstr (event->event_id, ==, "$1");
  g_assert_cmpstr (event->type, ==, "m.room.message");
  g_assert_cmpstr (event->sender, ==, "@ada:example.org");
  g_assert_null (event->state_key);
  g_assert_cmpint (event->timestamp, ==, 1700000000000);
  g_assert_cmpstr (event->transaction_id, ==, "txn1");
  g_assert_null (event->redacts);
  g_assert_false (event->redacted);
  g_assert_null (event->replacement);
  g_assert_cmpstr (bedside_json_get_string (event->content, "body"), ==, "Good morning");
  g_assert_false (bedside_event_is_state (event, "m.room.message"));
}

static void
test_state (void)
{
  g_autoptr(BedsideEvent) event = parse ("{\"type\":\"m.room.name\",\"state_key\":\"\",\"content\":{}}");

  g_assert_cmpstr (event->state_key, ==, "");
  g_assert_true (bedside_event_is_state (event, "m.room.name"));
  g_assert_false (bedside_event_is_state (event, "m.room.topic"));
  g_assert_false (bedside_event_is_state (event, ""));
}

static void
test_least (void)
{
  g_autoptr(BedsideEvent) event = parse ("{\"type\":\"m.fully_read\"}");

  g_assert_null (event->event_id);
  g_assert_null (event->sender);
  g_assert_cmpint (event->timestamp, ==, 0);
  g_assert_cmpuint (json_object_get_size (event->content), ==, 0);
}

static void
test_redacted (void)
{
  g_autoptr(BedsideEvent) event = parse (
    "{\"type\":\"m.room.message\",\"content\":{},\"unsigned\":{\"redacted_because\":{\"type\":\"m.room.redaction\"}}}");

  g_assert_true (event->redacted);
}

/* All versions of a patient can only be taken back one after the other. */
static void
test_replaces_state (void)
{
  g_autoptr(BedsideEvent) event = parse (
    "{\"type\":\"org.bedside.patient\",\"state_key\":\"p1\",\"content\":{\"given\":\"Ada\"},"
    "\"unsigned\":{\"replaces_state\":\"$1\"}}");
  g_autofree char *text = bedside_event_to_text (event);
  g_autoptr(BedsideEvent) again = parse (text);
  g_autoptr(BedsideEvent) redacted = bedside_event_new_redacted (event);
  g_autoptr(BedsideEvent) broken = parse ("{\"type\":\"a\",\"unsigned\":{\"replaces_state\":[\"$1\"]}}");

  g_assert_cmpstr (event->replaces_state, ==, "$1");
  g_assert_cmpstr (again->replaces_state, ==, "$1");
  g_assert_cmpstr (redacted->replaces_state, ==, "$1");
  g_assert_null (broken->replaces_state);
}

static void
test_redacts (void)
{
  g_autoptr(BedsideEvent) old = parse ("{\"type\":\"m.room.redaction\",\"redacts\":\"$1\",\"content\":{}}");
  g_autoptr(BedsideEvent) new = parse ("{\"type\":\"m.room.redaction\",\"content\":{\"redacts\":\"$2\"}}");
  g_autoptr(BedsideEvent) both = parse ("{\"type\":\"m.room.redaction\",\"redacts\":\"$1\","
                                        "\"content\":{\"redacts\":\"$2\"}}");
  g_autoptr(BedsideEvent) none = parse ("{\"type\":\"m.room.redaction\",\"redacts\":1,"
                                        "\"content\":{\"redacts\":[]}}");

  g_assert_cmpstr (old->redacts, ==, "$1");
  g_assert_cmpstr (new->redacts, ==, "$2");
  /* In an old room anybody can write anything into the content; the top level is the server's. */
  g_assert_cmpstr (both->redacts, ==, "$1");
  g_assert_null (none->redacts);
}

/* A patient's message must not look as if it took another one away. */
static void
test_redacts_of_others (void)
{
  g_autoptr(BedsideEvent) event = parse (
    "{\"type\":\"m.room.message\",\"redacts\":\"$1\",\"content\":{\"redacts\":\"$2\",\"body\":\"x\"}}");

  g_assert_null (event->redacts);
}

static void
test_replacement (void)
{
  g_autoptr(BedsideEvent) event = parse (
    "{\"type\":\"m.room.message\",\"content\":{\"body\":\"old\"},\"unsigned\":{\"m.relations\":{\"m.replace\":"
    "{\"event_id\":\"$2\",\"origin_server_ts\":7,"
    "\"content\":{\"body\":\"* new\",\"m.new_content\":{\"body\":\"new\"}}}}}}");

  g_assert_nonnull (event->replacement);
  g_assert_cmpstr (event->replacement_id, ==, "$2");
  g_assert_cmpint (event->replacement_timestamp, ==, 7);
  g_assert_cmpstr (bedside_json_get_string (event->replacement, "body"), ==, "new");
  g_assert_cmpstr (bedside_json_get_string (event->content, "body"), ==, "old");
}

static void
test_there_and_back (void)
{
  const char *const texts[] = {
    message,
    "{\"type\":\"m.fully_read\"}",
    "{\"type\":\"m.room.member\",\"state_key\":\"@ada:example.org\",\"sender\":\"@ada:example.org\","
    "\"content\":{\"a\":[1,{}]}}",
    "{\"type\":\"m.room.name\",\"state_key\":\"\",\"content\":{\"name\":\"\\u0001\\u001f\\u007f \\\"\\\\\"}}",
    "{\"type\":\"m.room.redaction\",\"redacts\":\"$1\",\"content\":{}}",
    "{\"type\":\"m.room.redaction\",\"content\":{\"redacts\":\"$2\"}}",
    "{\"type\":\"x\",\"content\":{},\"unsigned\":{\"redacted_because\":{}}}",
    "{\"type\":\"x\",\"content\":{\"n\":1e20,\"m\":123456789012345678901234567890}}",
    "{\"type\":\"x\",\"origin_server_ts\":-1,\"content\":{},\"unsigned\":{\"m.relations\":{\"m.replace\":"
    "{\"content\":{\"m.new_content\":{\"body\":\"new\"}}}}}}",
    "{\"type\":\"x\",\"content\":{},\"unsigned\":{\"m.relations\":{\"m.replace\":{\"event_id\":\"$2\","
    "\"origin_server_ts\":7,\"content\":{\"m.new_content\":{\"body\":\"new\"}}}}}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(BedsideEvent) event = parse (texts[i]);
      g_autofree char *text = bedside_event_to_text (event);
      g_autoptr(BedsideEvent) again = parse (text);
      g_autofree char *second = bedside_event_to_text (again);

      g_assert_cmpstr (text, ==, second);
      g_assert_cmpstr (again->event_id, ==, event->event_id);
      g_assert_cmpstr (again->type, ==, event->type);
      g_assert_cmpstr (again->sender, ==, event->sender);
      g_assert_cmpstr (again->state_key, ==, event->state_key);
      g_assert_cmpint (again->timestamp, ==, event->timestamp);
      g_assert_cmpstr (again->transaction_id, ==, event->transaction_id);
      g_assert_cmpstr (again->redacts, ==, event->redacts);
      g_assert_cmpint (again->redacted, ==, event->redacted);
      g_assert_true ((again->replacement != NULL) == (event->replacement != NULL));
      g_assert_cmpstr (again->replacement_id, ==, event->replacement_id);
      g_assert_cmpint (again->replacement_timestamp, ==, event->replacement_timestamp);
    }
}

/* An event as deep as the server's answer allowed can still be stored and read. */
static void
test_deep (void)
{
  g_autoptr(GString) text = g_string_new ("{\"type\":\"x\",\"content\":{\"a\":");
  const guint depth = BEDSIDE_JSON_MAX_DEPTH - 2;

  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, ']');
  g_string_append (text, "}}");

  g_autoptr(BedsideEvent) event = parse (text->str);
  g_autofree char *written = bedside_event_to_text (event);
  g_autoptr(BedsideEvent) again = parse (written);
  g_assert_nonnull (bedside_json_get_array (again->content, "a"));
}

/* An edit that was taken back must not look like a message that was. */
static void
test_new_redacted_edit (void)
{
  g_autoptr(BedsideEvent) edit = parse (
    "{\"type\":\"m.room.message\",\"event_id\":\"$2\",\"content\":{\"body\":\"* secret\","
    "\"m.new_content\":{\"body\":\"secret\"},"
    "\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"$1\",\"x\":\"secret\"}}}");
  g_autoptr(BedsideEvent) reply = parse (
    "{\"type\":\"m.room.message\",\"event_id\":\"$2\",\"content\":{\"body\":\"secret\","
    "\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":\"$1\"}}}");
  g_autoptr(BedsideEvent) redacted_edit = bedside_event_new_redacted (edit);
  g_autoptr(BedsideEvent) redacted_reply = bedside_event_new_redacted (reply);
  g_autofree char *text = bedside_event_to_text (redacted_edit);
  JsonObject *relation = bedside_json_get_object (redacted_edit->content, "m.relates_to");

  g_assert_cmpstr (bedside_json_get_string (relation, "rel_type"), ==, "m.replace");
  g_assert_cmpstr (bedside_json_get_string (relation, "event_id"), ==, "$1");
  g_assert_null (strstr (text, "secret"));
  g_assert_cmpuint (json_object_get_size (redacted_reply->content), ==, 0);
}

static void
test_new_redacted (void)
{
  g_autoptr(BedsideEvent) event = parse (
    "{\"event_id\":\"$1\",\"type\":\"m.room.message\",\"sender\":\"@ada:example.org\",\"origin_server_ts\":5,"
    "\"state_key\":\"k\","
    "\"content\":{\"body\":\"Good morning\"},\"unsigned\":{\"transaction_id\":\"txn1\","
    "\"m.relations\":{\"m.replace\":"
    "{\"content\":{\"m.new_content\":{\"body\":\"new\"}}}}}}");
  g_autoptr(BedsideEvent) redacted = bedside_event_new_redacted (event);
  g_autofree char *text = bedside_event_to_text (redacted);

  g_assert_true (redacted->redacted);
  g_assert_cmpstr (redacted->event_id, ==, "$1");
  g_assert_cmpstr (redacted->type, ==, "m.room.message");
  g_assert_cmpstr (redacted->sender, ==, "@ada:example.org");
  g_assert_cmpstr (redacted->state_key, ==, "k");
  g_assert_cmpint (redacted->timestamp, ==, 5);
  g_assert_null (redacted->replacement);
  g_assert_cmpuint (json_object_get_size (redacted->content), ==, 0);
  g_assert_null (strstr (text, "body"));
  g_assert_false (event->redacted);
  g_assert_cmpstr (bedside_json_get_string (event->content, "body"), ==, "Good morning");
}

static void
test_no_type (void)
{
  const char *const bad[] = {
    "{}", "{\"type\":null}", "{\"type\":1}", "{\"type\":[]}", "{\"type\":{\"type\":\"x\"}}",
    "{\"Type\":\"x\",\"content\":{}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (bedside_event_new_from_text (bad[i], &error));
      g_assert_error (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_WRONG_TYPE);
    }
}

static void
test_no_event (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (bedside_event_new_from_text ("", &error));
  g_assert_error (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_SYNTAX);
  g_clear_error (&error);
  g_assert_null (bedside_event_new_from_text ("[]", &error));
  g_assert_error (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_WRONG_TYPE);
  g_clear_error (&error);
  g_assert_null (bedside_event_new_from_text ("{\"type\":\"x\"", &error));
  g_assert_error (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_SYNTAX);
}

/* Wrong types of everything else: as if it were not there. */
static void
test_wrong_types (void)
{
  const char *const values[] = { "null", "1", "\"s\"", "true", "[]", "[{}]", "{}", "{\"m.replace\":[]}", "1.5",
                                 "1e400" };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const char *v = values[i];
      g_autofree char *text = g_strdup_printf (
        "{\"type\":\"m.room.redaction\",\"event_id\":%s,\"sender\":%s,\"state_key\":%s,\"origin_server_ts\":%s,"
        "\"redacts\":%s,"
        "\"content\":%s,\"unsigned\":%s}", v, v, v, v, v, v, v);
      g_autofree char *deeper = g_strdup_printf (
        "{\"type\":\"m.room.redaction\",\"content\":{\"redacts\":%s},\"unsigned\":{\"transaction_id\":%s,"
        "\"redacted_because\":%s,"
        "\"m.relations\":%s}}", v, v, v, v);
      g_autofree char *deepest = g_strdup_printf (
        "{\"type\":\"x\",\"unsigned\":{\"m.relations\":{\"m.replace\":{\"content\":%s}}}}", v);
      g_autoptr(BedsideEvent) event = parse (text);
      g_autoptr(BedsideEvent) second = parse (deeper);
      g_autoptr(BedsideEvent) third = parse (deepest);
      gboolean is_string = v[0] == '"';

      g_assert_cmpstr (event->event_id, ==, is_string ? "s" : NULL);
      g_assert_cmpstr (event->sender, ==, is_string ? "s" : NULL);
      g_assert_cmpstr (event->state_key, ==, is_string ? "s" : NULL);
      g_assert_cmpstr (event->redacts, ==, is_string ? "s" : NULL);
      g_assert_cmpint (event->timestamp, ==, g_str_equal (v, "1") ? 1 : 0);
      g_assert_cmpstr (second->redacts, ==, is_string ? "s" : NULL);
      g_assert_cmpstr (second->transaction_id, ==, is_string ? "s" : NULL);
      g_assert_cmpint (second->redacted, ==, v[0] == '{');
      g_assert_null (second->replacement);
      g_assert_null (third->replacement);
    }
}

static gpointer
read_event (gpointer data)
{
  BedsideEvent *event = data;
  g_autofree char *text = bedside_event_to_text (event);

  g_assert_nonnull (strstr (text, "Good morning"));
  bedside_event_unref (event);

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr(BedsideEvent) event = parse (message);
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("event", read_event, bedside_event_ref (event));
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_null (g_thread_join (threads[i]));
  g_assert_cmpstr (event->event_id, ==, "$1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/event/message", test_message);
  g_test_add_func ("/base/event/state", test_state);
  g_test_add_func ("/base/event/least", test_least);
  g_test_add_func ("/base/event/redacted", test_redacted);
  g_test_add_func ("/base/event/replaces-state", test_replaces_state);
  g_test_add_func ("/base/event/edge-26-redacts-in-both-places", test_redacts);
  g_test_add_func ("/base/event/redacts-of-others", test_redacts_of_others);
  g_test_add_func ("/base/event/replacement", test_replacement);
  g_test_add_func ("/base/event/there-and-back", test_there_and_back);
  g_test_add_func ("/base/event/deep", test_deep);
  g_test_add_func ("/base/event/new-redacted", test_new_redacted);
  g_test_add_func ("/base/event/new-redacted-edit", test_new_redacted_edit);
  g_test_add_func ("/base/event/no-type", test_no_type);
  g_test_add_func ("/base/event/no-event", test_no_event);
  g_test_add_func ("/base/event/wrong-types", test_wrong_types);
  g_test_add_func ("/base/event/threads", test_threads);

  return g_test_run ();
}
