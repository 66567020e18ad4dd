/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-day.h"
#include "bedside-mirror.h"
#include "bedside-timeline.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)

/* A timeline that is slow and plain: a sorted list, laid out anew whenever it is compared. */
typedef struct {
  BedsideTimeline *timeline;
  BedsideMirror    mirror;
  GPtrArray       *messages;  /* in order */
  GHashTable      *filed;     /* message -> gint64 *: its position in that order */
  gint64           read_up_to;
  guint            n_made;
} Naive;

static gint64
get_filed (Naive          *naive,
           BedsideMessage *message)
{
  return *(gint64 *) g_hash_table_lookup (naive->filed, message);
}

static void
insert (Naive          *naive,
        BedsideMessage *message)
{
  gint64 position = bedside_message_get_position (message);
  guint i = 0;

  while (i < naive->messages->len && get_filed (naive, naive->messages->pdata[i]) <= position)
    i++;
  g_ptr_array_insert (naive->messages, i, g_object_ref (message));
  g_hash_table_insert (naive->filed, message, g_memdup2 (&position, sizeof position));
}

static int
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  gint64 first = bedside_message_get_position (*(BedsideMessage **) a);
  gint64 second = bedside_message_get_position (*(BedsideMessage **) b);

  return (first > second) - (first < second);
}

static BedsideMessage *
find_event (Naive      *naive,
            const char *event_id)
{
  for (guint i = 0; i < naive->messages->len; i++)
    if (g_strcmp0 (bedside_message_get_event_id (naive->messages->pdata[i]), event_id) == 0)
      return naive->messages->pdata[i];

  return NULL;
}

static void
merge (Naive     *naive,
       GPtrArray *batch)
{
  g_autoptr(GPtrArray) arriving = g_ptr_array_new ();

  bedside_timeline_merge (naive->timeline, batch);

  for (guint i = 0; i < batch->len; i++)
    {
      BedsideMessage *message = batch->pdata[i];
      const char *event_id = bedside_message_get_event_id (message);
      gboolean is_in = g_hash_table_contains (naive->filed, message);
      gboolean is_arriving = g_ptr_array_find (arriving, message, NULL);
      BedsideMessage *known = event_id ? find_event (naive, event_id) : NULL;

      for (guint j = 0; event_id != NULL && known == NULL && j < arriving->len; j++)
        if (g_strcmp0 (bedside_message_get_event_id (arriving->pdata[j]), event_id) == 0)
          known = arriving->pdata[j];
      if (is_arriving || (known != NULL && known != message))
        continue;
      if (is_in && get_filed (naive, message) == bedside_message_get_position (message))
        continue;
      g_ptr_array_add (arriving, message);
    }

  g_ptr_array_sort (arriving, compare_positions);
  for (guint i = 0; i < arriving->len; i++)
    if (g_hash_table_remove (naive->filed, arriving->pdata[i]))
      g_ptr_array_remove (naive->messages, arriving->pdata[i]);
  for (guint i = 0; i < arriving->len; i++)
    insert (naive, arriving->pdata[i]);
}

static gboolean
is_together (BedsideMessage *a,
             BedsideMessage *b)
{
  return a != NULL && b != NULL
         && bedside_message_get_own (a) == bedside_message_get_own (b)
         && g_strcmp0 (bedside_message_get_sender (a), bedside_message_get_sender (b)) == 0
         && ABS (bedside_message_get_timestamp (a) - bedside_message_get_timestamp (b)) <= 5 * MINUTE_MS
         && bedside_day_is_same (bedside_message_get_timestamp (a), bedside_message_get_timestamp (b));
}

static void
check (Naive *naive)
{
  GPtrArray *messages = naive->messages;
  GPtrArray *items = naive->mirror.items;
  guint next = 0;

  g_assert_cmpuint (bedside_mirror_take (&naive->mirror), <=, 1);
  for (guint i = 0; i < messages->len; i++)
    {
      BedsideMessage *previous = i > 0 ? messages->pdata[i - 1] : NULL;
      BedsideMessage *message = messages->pdata[i];
      BedsideMessage *following = i + 1 < messages->len ? messages->pdata[i + 1] : NULL;
      gint64 timestamp = bedside_message_get_timestamp (message);
      const char *event_id = bedside_message_get_event_id (message);

      if (previous == NULL || !bedside_day_is_same (bedside_message_get_timestamp (previous), timestamp))
        {
          g_assert_true (BEDSIDE_IS_DAY (items->pdata[next]));
          g_assert_cmpint (bedside_day_get_timestamp (items->pdata[next]), ==, timestamp);
          g_assert_cmpint (bedside_day_get_position (items->pdata[next]), ==, bedside_message_get_position (message));
          next++;
        }
      g_assert_true (items->pdata[next++] == (gpointer) message);
      g_assert_cmpint (bedside_message_get_starts_group (message), ==, !is_together (previous, message));
      g_assert_cmpint (bedside_message_get_ends_group (message), ==, !is_together (message, following));
      if (event_id != NULL)
        g_assert_true (bedside_timeline_find_event (naive->timeline, event_id) == message);
      if (bedside_message_get_own (message))
        g_assert_cmpint (bedside_message_get_state (message), ==,
                         get_filed (naive, message) <= naive->read_up_to ? BEDSIDE_MESSAGE_STATE_READ
                         : BEDSIDE_MESSAGE_STATE_SENT);
    }
  g_assert_cmpuint (next, ==, items->len);
}

static gint64
random_time (void)
{
  return G_GINT64_CONSTANT (1773000000000) + g_test_rand_int_range (0, 4 * 24 * 60) * MINUTE_MS;
}

/* Time runs with the position, more or less. */
static void
place (BedsideMessage *message)
{
  gint64 position = g_test_rand_int_range (-1000, 1000);

  if (g_test_rand_int_range (0, 10) == 0)
    position += BEDSIDE_TIMELINE_FIRST_PENDING;
  bedside_message_set_position (message, position);
  if (g_test_rand_int_range (0, 4) == 0)
    bedside_message_set_timestamp (message, random_time ());
  else
    bedside_message_set_timestamp (message, G_GINT64_CONSTANT (1773000000000) + position % 1000 * 3 * MINUTE_MS);
}

static BedsideMessage *
make (Naive *naive)
{
  gboolean own = g_test_rand_bit ();
  BedsideMessage *message =
    bedside_message_new ("Somebody", own, "", 0, own ? BEDSIDE_MESSAGE_STATE_SENT : BEDSIDE_MESSAGE_STATE_RECEIVED);

  place (message);
  if (!own)
    bedside_message_set_sender (message, g_test_rand_bit () ? "@a" : "@b", "Somebody");
  if (g_test_rand_bit ())
    {
      g_autofree char *event_id = g_strdup_printf ("$%u", naive->n_made);

      bedside_message_set_event_id (message, event_id);
    }
  naive->n_made++;
  return message;
}

static BedsideMessage *
pick (Naive *naive)
{
  return naive->messages->pdata[g_test_rand_int_range (0, naive->messages->len)];
}

/* New ones, ones that move or get another time, ones that are there already under another object. Own read messages
 * must not move behind what has been read, because read is never taken back. */
static void
do_merge (Naive *naive)
{
  g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_test_rand_int_range (0, 12);

  for (guint i = 0; i < n; i++)
    {
      int kind = naive->messages->len > 0 ? g_test_rand_int_range (0, 6) : 0;
      BedsideMessage *known = kind > 2 ? pick (naive) : NULL;

      if (known == NULL)
        {
          g_ptr_array_add (batch, make (naive));
          continue;
        }
      if (kind == 3 && bedside_message_get_event_id (known) != NULL)
        {
          BedsideMessage *twin = make (naive);

          bedside_message_set_event_id (twin, bedside_message_get_event_id (known));
          g_ptr_array_add (batch, twin);
        }
      else if (kind == 4 && !bedside_message_get_own (known))
        place (known);
      else if (kind == 5)
        bedside_message_set_timestamp (known, random_time ());
      g_ptr_array_add (batch, g_object_ref (known));
    }
  merge (naive, batch);
}

static void
do_remove (Naive *naive)
{
  if (naive->messages->len == 0)
    return;

  g_autoptr(BedsideMessage) message = g_object_ref (pick (naive));

  bedside_timeline_remove (naive->timeline, message);
  g_ptr_array_remove (naive->messages, message);
  g_hash_table_remove (naive->filed, message);
  if (bedside_message_get_event_id (message) != NULL)
    g_assert_null (bedside_timeline_find_event (naive->timeline, bedside_message_get_event_id (message)));
}

static void
do_read (Naive *naive)
{
  gint64 position = g_test_rand_int_range (-1100, 1000);

  if (g_test_rand_int_range (0, 4) > 0)
    position = MIN (position, -500);
  bedside_timeline_set_read_up_to (naive->timeline, position);
  naive->read_up_to = MAX (naive->read_up_to, position);
}

static void
test_random (void)
{
  for (guint round = 0; round < 40; round++)
    {
      Naive naive = {
        .timeline = bedside_timeline_new (),
        .messages = g_ptr_array_new_with_free_func (g_object_unref),
        .filed = g_hash_table_new_full (NULL, NULL, NULL, g_free),
        .read_up_to = G_MININT64,
      };

      bedside_mirror_init (&naive.mirror, G_LIST_MODEL (naive.timeline));
      for (guint step = 0; step < 100; step++)
        {
          int what = g_test_rand_int_range (0, 12);

          if (what < 8)
            do_merge (&naive);
          else if (what < 11)
            do_remove (&naive);
          else
            do_read (&naive);
          check (&naive);
        }

      while (naive.messages->len > 0)
        {
          do_remove (&naive);
          check (&naive);
        }
      g_assert_cmpuint (naive.mirror.items->len, ==, 0);

      bedside_mirror_clear (&naive.mirror);
      g_hash_table_unref (naive.filed);
      g_ptr_array_unref (naive.messages);
      g_assert_finalize_object (naive.timeline);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/timeline/R18-random-against-naive", test_random);

  return g_test_run ();
}
