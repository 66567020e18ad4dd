/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-timeline.h"

#include "bedside-counter.h"
#include "bedside-day.h"
#include "bedside-mirror.h"

/* Noon of 10 March 2026 in Berlin, where the tests run. */
#define NOON G_GINT64_CONSTANT (1773140400000)
#define MINUTE G_GINT64_CONSTANT (60000)
#define DAY (24 * 60)
#define PENDING BEDSIDE_TIMELINE_FIRST_PENDING

typedef struct {
  BedsideTimeline *timeline;
  BedsideMirror    mirror;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->timeline = bedside_timeline_new ();
  bedside_mirror_init (&fixture->mirror, G_LIST_MODEL (fixture->timeline));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_mirror_clear (&fixture->mirror);
  g_assert_finalize_object (fixture->timeline);
}

/* @sender: "me" for own messages. The event id is "$" and the text. */
static BedsideMessage *
make (const char *text,
      const char *sender,
      gint64      position,
      gint64      minutes)
{
  gboolean own = g_str_equal (sender, "me");
  g_autofree char *event_id = g_strconcat ("$", text, NULL);
  BedsideMessage *message =
    bedside_message_new (sender, own, text, NOON + minutes * MINUTE,
                         own ? BEDSIDE_MESSAGE_STATE_SENT : BEDSIDE_MESSAGE_STATE_RECEIVED);

  bedside_message_set_sender (message, sender, sender);
  bedside_message_set_event_id (message, event_id);
  bedside_message_set_position (message, position);

  return message;
}

static BedsideMessage *
make_pending (const char *text,
              gint64      position,
              gint64      minutes)
{
  BedsideMessage *message = make (text, "me", position, minutes);

  bedside_message_set_event_id (message, NULL);
  bedside_message_set_uuid (message, text);
  bedside_message_set_state (message, BEDSIDE_MESSAGE_STATE_SENDING);

  return message;
}

/* Takes what it is given. */
static void G_GNUC_NULL_TERMINATED
merge (Fixture        *fixture,
       BedsideMessage *first,
       ...)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func (g_object_unref);
  va_list rest;

  va_start (rest, first);
  for (BedsideMessage *message = first; message != NULL; message = va_arg (rest, BedsideMessage *))
    g_ptr_array_add (batch, message);
  va_end (rest);

  bedside_timeline_merge (fixture->timeline, batch);
}

/* "10 (a b) (c)": day of the month, groups of texts. */
static char *
describe (Fixture *fixture)
{
  GPtrArray *items = fixture->mirror.items;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, ' ');
      if (BEDSIDE_IS_DAY (items->pdata[i]))
        {
          gint64 timestamp = bedside_day_get_timestamp (items->pdata[i]);
          g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (timestamp / 1000);

          /* It comes right before the message that it belongs to. */
          g_assert_cmpuint (i + 1, <, items->len);
          g_assert_cmpint (timestamp, ==, bedside_message_get_timestamp (items->pdata[i + 1]));
          g_assert_cmpint (bedside_day_get_position (items->pdata[i]), ==,
                           bedside_message_get_position (items->pdata[i + 1]));
          g_string_append_printf (text, "%d", g_date_time_get_day_of_month (time));
        }
      else
        {
          g_string_append_printf (text, "%s%s%s", bedside_message_get_starts_group (items->pdata[i]) ? "(" : "",
                                  bedside_message_get_text (items->pdata[i]),
                                  bedside_message_get_ends_group (items->pdata[i]) ? ")" : "");
        }
    }

  return g_string_free (text, FALSE);
}

static void
check (Fixture    *fixture,
       const char *expected)
{
  g_autofree char *description = describe (fixture);

  g_assert_cmpstr (description, ==, expected);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->timeline)), ==, 0);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->timeline)) == G_TYPE_OBJECT);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->timeline), 0));
  g_assert_null (bedside_timeline_get_newest (fixture->timeline, FALSE));
  g_assert_null (bedside_timeline_find_event (fixture->timeline, "$a"));

  g_autoptr(GPtrArray) nothing = g_ptr_array_new ();
  bedside_timeline_merge (fixture->timeline, nothing);
  bedside_timeline_set_read_up_to (fixture->timeline, 5);
  bedside_mirror_assert_none (&fixture->mirror);
}

static void
test_append (Fixture       *fixture,
             gconstpointer  data)
{
  merge (fixture, make ("a", "ada", 1, 0), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 2);
  merge (fixture, make ("b", "ada", 2, 1), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 2, 0, 1);
  check (fixture, "10 (a b)");

  merge (fixture, make ("c", "ada", 3, DAY), make ("d", "me", 4, DAY), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 3, 0, 3);
  check (fixture, "10 (a b) 11 (c) (d)");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->timeline), 6));
}

static void
test_any_order (Fixture       *fixture,
                gconstpointer  data)
{
  merge (fixture, make ("d", "me", 40, DAY), make ("a", "ada", -10, 0), make ("c", "ada", 30, DAY - 1),
         make ("b", "ada", 20, 1), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 6);
  check (fixture, "10 (a b) 11 (c) (d)");
}

/* The separator stays the same object, so that its row stays. */
static void
test_prepend_same_day (Fixture       *fixture,
                       gconstpointer  data)
{
  merge (fixture, make ("c", "ada", 3, 0), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 2);
  merge (fixture, make ("b", "ada", 2, -1), make ("a", "ben", 1, -2), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 1, 0, 2);
  check (fixture, "10 (a) (b c)");
}

static void
test_prepend_other_day (Fixture       *fixture,
                        gconstpointer  data)
{
  merge (fixture, make ("c", "ada", 3, 0), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 2);
  merge (fixture, make ("b", "ada", 2, -DAY), make ("a", "ada", 1, -2 * DAY), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 4);
  check (fixture, "8 (a) 9 (b) 10 (c)");
}

static void
test_prepend_both_days (Fixture       *fixture,
                        gconstpointer  data)
{
  merge (fixture, make ("c", "ada", 3, 0), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 2);
  merge (fixture, make ("b", "ada", 2, -1), make ("a", "ada", 1, -DAY), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 1, 4);
  check (fixture, "9 (a) 10 (b c)");
}

static void
test_gap (Fixture       *fixture,
          gconstpointer  data)
{
  merge (fixture, make ("a", "ada", 1, 0), make ("e", "ada", 50, 4), make ("f", "ada", 60, DAY), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 5);
  check (fixture, "10 (a e) 11 (f)");

  merge (fixture, make ("c", "me", 3, 2), make ("b", "ada", 2, 1), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 2, 0, 2);
  check (fixture, "10 (a b) (c) (e) 11 (f)");

  merge (fixture, make ("d", "ada", 55, DAY - 2), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 6, 0, 1);
  check (fixture, "10 (a b) (c) (e) 11 (d f)");
}

/* A range as small as it can be, even if the ends of a batch are far apart. */
static void
test_batch_with_known (Fixture       *fixture,
                       gconstpointer  data)
{
  BedsideMessage *a = make ("a", "ada", 1, 0), *c = make ("c", "ada", 3, 2);

  merge (fixture, g_object_ref (a), make ("b", "ada", 2, 1), g_object_ref (c), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 4);
  merge (fixture, a, make ("d", "ada", 4, 3), c, NULL);
  bedside_mirror_assert_change (&fixture->mirror, 4, 0, 1);
  check (fixture, "10 (a b c d)");
}

static void
test_same_position (Fixture       *fixture,
                    gconstpointer  data)
{
  BedsideMessage *b = make ("b", "ada", 1, 0);

  merge (fixture, make ("a", "ada", 1, 0), g_object_ref (b), NULL);
  merge (fixture, make ("c", "ada", 1, 0), NULL);
  check (fixture, "10 (a b c)");
  bedside_timeline_remove (fixture->timeline, b);
  check (fixture, "10 (a c)");
  g_object_unref (b);
}

static void
test_groups (Fixture       *fixture,
             gconstpointer  data)
{
  merge (fixture,
         make ("a", "ada", 1, 0), make ("b", "ada", 2, 5),         /* five minutes are a few */
         make ("c", "ada", 3, 11),                                 /* six are not */
         make ("d", "ben", 4, 11),
         make ("e", "me", 5, 12), make_pending ("f", PENDING, 12), /* own, with an id and without */
         NULL);
  check (fixture, "10 (a b) (c) (d) (e f)");
}

static void
test_groups_by_id (Fixture       *fixture,
                   gconstpointer  data)
{
  BedsideMessage *a = make ("a", "@1", 1, 0), *b = make ("b", "@2", 2, 0), *c = make ("c", "@2", 3, 0);
  BedsideMessage *d = make ("d", "-", 4, 0), *e = make ("e", "-", 5, 0), *f = make ("f", "-", 6, 0);

  /* Two people of one name; one that changed it; without ids, the name has to do. */
  bedside_message_set_sender (a, "@1", "Ada");
  bedside_message_set_sender (b, "@2", "Ada");
  bedside_message_set_sender (c, "@2", "Ada L.");
  bedside_message_set_sender (d, NULL, "Ada L.");
  bedside_message_set_sender (e, NULL, "Ada L.");
  bedside_message_set_sender (f, NULL, "Ben");
  merge (fixture, a, b, c, d, e, f, NULL);
  check (fixture, "10 (a) (b c) (d e) (f)");
}

static void
test_groups_at_midnight (Fixture       *fixture,
                         gconstpointer  data)
{
  merge (fixture, make ("a", "ada", 1, 12 * 60 - 1), make ("b", "ada", 2, 12 * 60), NULL);
  check (fixture, "10 (a) 11 (b)");
}

static void
test_groups_of_neighbours (Fixture       *fixture,
                           gconstpointer  data)
{
  BedsideMessage *a = make ("a", "ada", 1, 0), *b = make ("b", "ada", 3, 1);
  guint starts = 0, ends = 0;

  merge (fixture, g_object_ref (a), g_object_ref (b), NULL);
  bedside_counter_watch (a, "ends-group", &ends);
  bedside_counter_watch (b, "starts-group", &starts);

  merge (fixture, make ("x", "me", 2, 0), NULL);
  check (fixture, "10 (a) (x) (b)");
  g_assert_cmpuint (bedside_counter_take (&ends), ==, 1);
  g_assert_cmpuint (bedside_counter_take (&starts), ==, 1);

  bedside_timeline_remove (fixture->timeline, bedside_timeline_find_event (fixture->timeline, "$x"));
  check (fixture, "10 (a b)");
  g_assert_cmpuint (bedside_counter_take (&ends), ==, 1);
  g_assert_cmpuint (bedside_counter_take (&starts), ==, 1);
  g_object_unref (a);
  g_object_unref (b);
}

/* What servers send as a time. */
static void
test_extreme_times (Fixture       *fixture,
                    gconstpointer  data)
{
  BedsideMessage *a = make ("a", "ada", 1, 0), *b = make ("b", "ada", 2, 0), *c = make ("c", "ada", 3, 0);

  bedside_message_set_timestamp (a, G_MININT64);
  bedside_message_set_timestamp (b, G_MAXINT64);
  bedside_message_set_timestamp (c, G_MAXINT64 - 1);
  merge (fixture, a, b, c, NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 5);
  g_assert_true (bedside_message_get_starts_group (b));
  g_assert_false (bedside_message_get_starts_group (c));
}

/* The row stays when what was written becomes what was sent. */
static void
test_sent (Fixture       *fixture,
           gconstpointer  data)
{
  BedsideMessage *message = make_pending ("b", PENDING + 7, 1);

  merge (fixture, make ("a", "ada", 1, -DAY), g_object_ref (message), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 4);
  g_assert_true (bedside_timeline_find_uuid (fixture->timeline, "b") == message);
  g_assert_null (bedside_timeline_find_event (fixture->timeline, "$b"));

  bedside_message_set_event_id (message, "$b");
  bedside_message_set_position (message, 2);
  bedside_message_set_timestamp (message, NOON + 2 * MINUTE);
  bedside_message_set_state (message, BEDSIDE_MESSAGE_STATE_SENT);
  merge (fixture, g_object_ref (message), NULL);
  bedside_mirror_assert_none (&fixture->mirror);
  check (fixture, "9 (a) 10 (b)");
  g_assert_true (bedside_timeline_find_event (fixture->timeline, "$b") == message);
  g_assert_true (bedside_timeline_find_uuid (fixture->timeline, "b") == message);

  merge (fixture, make ("c", "ada", 3, 3), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 4, 0, 1);
  g_object_unref (message);
}

static void
test_sent_out_of_order (Fixture       *fixture,
                        gconstpointer  data)
{
  BedsideMessage *y = make_pending ("y", PENDING + 2, 1);

  merge (fixture, make ("a", "ada", 1, 0), make_pending ("x", PENDING + 1, 1), g_object_ref (y),
         make_pending ("z", PENDING + 3, 1), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 5);
  check (fixture, "10 (a) (x y z)");

  bedside_message_set_position (y, 2);
  merge (fixture, y, NULL);
  bedside_mirror_assert_change (&fixture->mirror, 2, 2, 2);
  check (fixture, "10 (a) (y x z)");
}

/* Received while the own message was on its way: the own one comes after it on the server. */
static void
test_received_before_pending (Fixture       *fixture,
                              gconstpointer  data)
{
  merge (fixture, make ("a", "ada", 1, 0), make_pending ("x", PENDING, 1), NULL);
  bedside_mirror_take (&fixture->mirror);
  merge (fixture, make ("b", "ada", 2, 1), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 2, 0, 1);
  check (fixture, "10 (a b) (x)");
}

static void
test_sent_next_day (Fixture       *fixture,
                    gconstpointer  data)
{
  BedsideMessage *x = make_pending ("x", PENDING, 12 * 60 - 1);

  merge (fixture, make ("a", "me", 1, 12 * 60 - 2), g_object_ref (x), NULL);
  check (fixture, "10 (a x)");
  bedside_mirror_take (&fixture->mirror);

  bedside_message_set_timestamp (x, NOON + 12 * 60 * MINUTE);
  bedside_message_set_position (x, 2);
  merge (fixture, x, NULL);
  bedside_mirror_assert_change (&fixture->mirror, 2, 0, 1);
  check (fixture, "10 (a) 11 (x)");
}

static void
test_position_before_merge (Fixture       *fixture,
                            gconstpointer  data)
{
  BedsideMessage *b = make ("b", "ada", 2, 1);

  merge (fixture, make ("a", "ada", 1, 0), g_object_ref (b), make ("c", "ada", 3, 2), NULL);
  bedside_mirror_take (&fixture->mirror);

  /* Until it is merged it stays where it is, and the others are found all the same. */
  bedside_message_set_position (b, 100);
  merge (fixture, make ("d", "ada", 4, 3), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 4, 0, 1);
  bedside_timeline_remove (fixture->timeline, bedside_timeline_find_event (fixture->timeline, "$c"));
  check (fixture, "10 (a b d)");
  bedside_mirror_take (&fixture->mirror);
  merge (fixture, b, NULL);
  bedside_mirror_assert_change (&fixture->mirror, 2, 2, 2);
  check (fixture, "10 (a d b)");
}

static void
test_duplicates (Fixture       *fixture,
                 gconstpointer  data)
{
  BedsideMessage *a = make ("a", "ada", 1, 0);

  merge (fixture, g_object_ref (a), make ("a", "ada", 5, 0), g_object_ref (a), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 0, 0, 2);

  merge (fixture, make ("a", "ada", 9, 3), NULL);
  bedside_mirror_assert_none (&fixture->mirror);
  merge (fixture, g_object_ref (a), NULL);
  bedside_mirror_assert_none (&fixture->mirror);
  check (fixture, "10 (a)");
  g_assert_true (bedside_timeline_find_event (fixture->timeline, "$a") == a);
  g_object_unref (a);
}

/* The echo came as a message of its own before the answer to the request did. */
static void
test_becomes_duplicate (Fixture       *fixture,
                        gconstpointer  data)
{
  BedsideMessage *local = make_pending ("x", PENDING, 1), *echo = make ("x", "me", 2, 1);

  merge (fixture, make ("a", "ada", 1, 0), g_object_ref (local), g_object_ref (echo), NULL);
  check (fixture, "10 (a) (x x)");
  bedside_mirror_take (&fixture->mirror);

  bedside_message_set_event_id (local, "$x");
  merge (fixture, g_object_ref (local), NULL);
  bedside_mirror_assert_change (&fixture->mirror, 3, 1, 0);
  check (fixture, "10 (a) (x)");
  g_assert_true (bedside_timeline_find_event (fixture->timeline, "$x") == echo);
  g_assert_null (bedside_timeline_find_uuid (fixture->timeline, "x"));
  g_object_unref (echo);
  g_assert_finalize_object (local);
}

static void
test_ids_change (Fixture       *fixture,
                 gconstpointer  data)
{
  BedsideMessage *a = make ("a", "me", 1, 0);

  bedside_message_set_uuid (a, "first");
  merge (fixture, g_object_ref (a), NULL);
  bedside_message_set_event_id (a, "$other");
  bedside_message_set_uuid (a, "second");
  merge (fixture, g_object_ref (a), NULL);

  g_assert_null (bedside_timeline_find_event (fixture->timeline, "$a"));
  g_assert_null (bedside_timeline_find_uuid (fixture->timeline, "first"));
  g_assert_true (bedside_timeline_find_event (fixture->timeline, "$other") == a);
  g_assert_true (bedside_timeline_find_uuid (fixture->timeline, "second") == a);

  bedside_timeline_remove (fixture->timeline, a);
  g_assert_null (bedside_timeline_find_event (fixture->timeline, "$other"));
  g_assert_null (bedside_timeline_find_uuid (fixture->timeline, "second"));
  g_assert_finalize_object (a);
}

/* A patient's client can send what it likes as a uuid. */
static void
test_uuid_of_others (Fixture       *fixture,
                     gconstpointer  data)
{
  BedsideMessage *fake = make ("fake", "ada", 1, 0), *own = make_pending ("x", PENDING, 0);

  bedside_message_set_uuid (fake, "x");
  merge (fixture, fake, NULL);
  g_assert_null (bedside_timeline_find_uuid (fixture->timeline, "x"));
  merge (fixture, own, NULL);
  g_assert_true (bedside_timeline_find_uuid (fixture->timeline, "x") == own);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  BedsideMessage *a = make ("a", "ada", 1, 0), *b = make ("b", "ada", 2, DAY), *c = make ("c", "ada", 3, 2 * DAY);

  merge (fixture, g_object_ref (a), g_object_ref (b), make ("b2", "ada", 2, DAY + 1), g_object_ref (c), NULL);
  check (fixture, "10 (a) 11 (b b2) 12 (c)");
  bedside_mirror_take (&fixture->mirror);

  /* The separator goes over to the next message of that day. */
  bedside_timeline_remove (fixture->timeline, b);
  bedside_mirror_assert_change (&fixture->mirror, 3, 1, 0);
  check (fixture, "10 (a) 11 (b2) 12 (c)");
  bedside_timeline_remove (fixture->timeline, b);
  bedside_mirror_assert_none (&fixture->mirror);

  bedside_timeline_remove (fixture->timeline, bedside_timeline_find_event (fixture->timeline, "$b2"));
  bedside_mirror_assert_change (&fixture->mirror, 2, 2, 0);
  check (fixture, "10 (a) 12 (c)");
  bedside_timeline_remove (fixture->timeline, c);
  bedside_mirror_assert_change (&fixture->mirror, 2, 2, 0);
  bedside_timeline_remove (fixture->timeline, a);
  bedside_mirror_assert_change (&fixture->mirror, 0, 2, 0);
  check (fixture, "");

  g_assert_finalize_object (a);
  g_assert_finalize_object (b);
  g_assert_finalize_object (c);
}

/* When nothing is left of the day between, there is one separator for what comes together. */
static void
test_remove_between (Fixture       *fixture,
                     gconstpointer  data)
{
  merge (fixture, make ("a", "ada", 1, 0), make ("x", "ada", 2, DAY), make ("b", "ada", 3, 1), NULL);
  check (fixture, "10 (a) 11 (x) 10 (b)");
  bedside_mirror_take (&fixture->mirror);
  bedside_timeline_remove (fixture->timeline, bedside_timeline_find_event (fixture->timeline, "$x"));
  bedside_mirror_assert_change (&fixture->mirror, 2, 3, 0);
  check (fixture, "10 (a b)");
}

static void
test_newest (Fixture       *fixture,
             gconstpointer  data)
{
  BedsideMessage *a = make ("a", "ada", 1, 0), *b = make ("b", "me", 2, 1);

  merge (fixture, b, NULL);
  g_assert_null (bedside_timeline_get_newest (fixture->timeline, TRUE));
  merge (fixture, a, make_pending ("x", PENDING, DAY), NULL);
  g_assert_true (bedside_timeline_get_newest (fixture->timeline, FALSE) == b);
  g_assert_true (bedside_timeline_get_newest (fixture->timeline, TRUE) == a);
}

static void
check_state (BedsideMessage      *message,
             BedsideMessageState  state)
{
  g_assert_cmpint (bedside_message_get_state (message), ==, state);
}

static void
test_read (Fixture       *fixture,
           gconstpointer  data)
{
  BedsideMessage *a = make ("a", "me", 1, 0), *b = make ("b", "ada", 2, 1), *c = make ("c", "me", 3, 2);
  BedsideMessage *d = make ("d", "me", 4, 3), *x = make_pending ("x", PENDING, 4);
  guint count = 0;

  bedside_message_set_state (d, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  bedside_counter_watch (a, "state", &count);
  merge (fixture, a, b, c, d, x, NULL);
  bedside_mirror_take (&fixture->mirror);

  bedside_timeline_set_read_up_to (fixture->timeline, 2);
  check_state (a, BEDSIDE_MESSAGE_STATE_READ);
  check_state (b, BEDSIDE_MESSAGE_STATE_RECEIVED);
  check_state (c, BEDSIDE_MESSAGE_STATE_SENT);

  bedside_timeline_set_read_up_to (fixture->timeline, 0);
  bedside_timeline_set_read_up_to (fixture->timeline, 2);
  check_state (a, BEDSIDE_MESSAGE_STATE_READ);
  bedside_timeline_set_read_up_to (fixture->timeline, 4);
  check_state (c, BEDSIDE_MESSAGE_STATE_READ);
  check_state (d, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  check_state (x, BEDSIDE_MESSAGE_STATE_SENDING);

  g_assert_cmpuint (count, ==, 1);
  bedside_mirror_assert_none (&fixture->mirror);
}

/* Older ones loaded later, and one whose answer comes after the receipt. */
static void
test_read_later (Fixture       *fixture,
                 gconstpointer  data)
{
  BedsideMessage *old = make ("old", "me", -5, 0), *x = make_pending ("x", PENDING, 1);
  BedsideMessage *newer = make ("newer", "me", 11, 2);

  merge (fixture, g_object_ref (x), NULL);
  bedside_timeline_set_read_up_to (fixture->timeline, 10);
  merge (fixture, old, newer, NULL);
  check_state (old, BEDSIDE_MESSAGE_STATE_READ);
  check_state (newer, BEDSIDE_MESSAGE_STATE_SENT);
  check_state (x, BEDSIDE_MESSAGE_STATE_SENDING);

  bedside_message_set_position (x, 10);
  bedside_message_set_state (x, BEDSIDE_MESSAGE_STATE_SENT);
  merge (fixture, x, NULL);
  check_state (x, BEDSIDE_MESSAGE_STATE_READ);
}

static void
test_state (Fixture       *fixture,
            gconstpointer  data)
{
  guint count = 0;
  BedsideTimelineState state;

  bedside_counter_watch (fixture->timeline, "state", &count);
  bedside_timeline_set_state (fixture->timeline, BEDSIDE_TIMELINE_STATE_READY);
  g_assert_cmpuint (count, ==, 0);
  bedside_timeline_set_state (fixture->timeline, BEDSIDE_TIMELINE_STATE_LOADING);
  bedside_timeline_set_state (fixture->timeline, BEDSIDE_TIMELINE_STATE_LOADING);
  g_assert_cmpuint (count, ==, 1);
  g_object_get (fixture->timeline, "state", &state, NULL);
  g_assert_cmpint (state, ==, BEDSIDE_TIMELINE_STATE_LOADING);
}

static gint64
merge_many (BedsideTimeline *timeline,
            gint64           first,
            gint64           n)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func (g_object_unref);

  for (gint64 position = first; position < first + n; position++)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, position);

      g_ptr_array_add (batch, make (text, position % 3 ? "ada" : "me", position, position * 5));
    }

  gint64 start = g_get_monotonic_time ();
  bedside_timeline_merge (timeline, batch);
  return g_get_monotonic_time () - start;
}

/* The limits are wide, for slow machines; they are there to notice work that grows with the conversation. */
static void
test_cost (void)
{
  g_autoptr(BedsideTimeline) timeline = bedside_timeline_new ();
  const gint64 n = 100000;
  gint64 all = merge_many (timeline, 0, n);
  gint64 in_front = merge_many (timeline, -100, 100);
  gint64 behind = merge_many (timeline, n, 1);

  gint64 start = g_get_monotonic_time ();
  bedside_timeline_set_read_up_to (timeline, n);
  gint64 read = g_get_monotonic_time () - start;
  start = g_get_monotonic_time ();
  bedside_timeline_set_read_up_to (timeline, n + 1);
  gint64 read_again = g_get_monotonic_time () - start;

  g_test_message ("100,000: %" G_GINT64_FORMAT " us, 100 in front: %" G_GINT64_FORMAT " us, 1 behind: %"
                  G_GINT64_FORMAT " us, read: %" G_GINT64_FORMAT " us, again: %" G_GINT64_FORMAT " us",
                  all, in_front, behind, read, read_again);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), >, n + 101);
  g_assert_cmpint (in_front, <, 25000);
  g_assert_cmpint (behind, <, 5000);
  g_assert_cmpint (read_again, <, 5000);
}

#define ADD(path, function) g_test_add ("/practice/timeline/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("empty", test_empty);
  ADD ("append", test_append);
  ADD ("R18-any-order", test_any_order);
  ADD ("prepend-same-day", test_prepend_same_day);
  ADD ("prepend-other-day", test_prepend_other_day);
  ADD ("prepend-both-days", test_prepend_both_days);
  ADD ("gap", test_gap);
  ADD ("batch-with-known", test_batch_with_known);
  ADD ("same-position", test_same_position);
  ADD ("groups", test_groups);
  ADD ("groups-by-id", test_groups_by_id);
  ADD ("groups-at-midnight", test_groups_at_midnight);
  ADD ("groups-of-neighbours", test_groups_of_neighbours);
  ADD ("edge-43-extreme-times", test_extreme_times);
  ADD ("sent", test_sent);
  ADD ("sent-out-of-order", test_sent_out_of_order);
  ADD ("received-before-pending", test_received_before_pending);
  ADD ("sent-next-day", test_sent_next_day);
  ADD ("position-before-merge", test_position_before_merge);
  ADD ("R18-duplicates", test_duplicates);
  ADD ("R18-becomes-duplicate", test_becomes_duplicate);
  ADD ("ids-change", test_ids_change);
  ADD ("uuid-of-others", test_uuid_of_others);
  ADD ("remove", test_remove);
  ADD ("remove-between", test_remove_between);
  ADD ("newest", test_newest);
  ADD ("read", test_read);
  ADD ("read-later", test_read_later);
  ADD ("state", test_state);
  g_test_add_func ("/practice/timeline/cost", test_cost);

  return g_test_run ();
}
