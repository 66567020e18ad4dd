/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-announcer-tick"

#include "bedside-announcer-private.h"

#include "bedside-quiet-hours.h"

/* When something is told, and whether by itself or together with others. */

/* More conversations than that at a time become one notification. */
#define MOST_AT_A_TIME 3
/* How often to see, in ms, whether what is held may be told: the computer may sleep or its clock be changed. */
#define LOOK_AGAIN (60 * 1000)

/**
 * bedside_announcer_get_time: (skip)
 * @self: an announcer
 *
 * Returns: µs
 */
gint64
bedside_announcer_get_time (BedsideAnnouncer *self)
{
  return self->clock.get_time (self->clock_data);
}

/**
 * bedside_announcer_is_quiet: (skip)
 * @self: an announcer
 *
 * Returns: whether nothing is to be told now
 */
gboolean
bedside_announcer_is_quiet (BedsideAnnouncer *self)
{
  g_autoptr(GDateTime) now = self->clock.get_now (self->clock_data);

  return bedside_preferences_get_do_not_disturb (self->preferences) ||
         bedside_quiet_hours_are_on (bedside_preferences_get_quiet_hours (self->preferences), now);
}

static gboolean
on_due (gpointer user_data)
{
  BedsideAnnouncer *self = user_data;

  self->source_id = 0;
  bedside_announcer_tick (self);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_announcer_schedule: (skip)
 * @self: an announcer
 *
 * Comes back when something is due.
 */
void
bedside_announcer_schedule (BedsideAnnouncer *self)
{
  gint64 delay = G_MAXINT64, now = bedside_announcer_get_time (self);
  /* Its end is told. */
  gboolean is_off = bedside_preferences_get_do_not_disturb (self->preferences);
  GHashTableIter iter;
  BedsideNews *news;

  g_hash_table_iter_init (&iter, self->news);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &news))
    if (news->state == BEDSIDE_NEWS_STATE_WAITING || news->state == BEDSIDE_NEWS_STATE_JOINING)
      delay = MIN (delay, MAX (1, (news->due - now + 999) / 1000));
    else if (news->state == BEDSIDE_NEWS_STATE_HELD && !is_off)
      delay = MIN (delay, LOOK_AGAIN);

  g_clear_handle_id (&self->source_id, g_source_remove);
  if (delay < G_MAXINT64)
    self->source_id = g_timeout_add ((guint) MIN (delay, LOOK_AGAIN), on_due, self);
}

/**
 * bedside_announcer_forget: (skip)
 * @self: an announcer
 * @news: (transfer full): of what is not new any more
 *
 * Takes away what was told of it.
 */
void
bedside_announcer_forget (BedsideAnnouncer *self,
                          BedsideNews      *news)
{
  bedside_announcer_take_away (self, news);
  g_hash_table_remove (self->news, news->conversation);
  bedside_announcer_tidy_sum (self);
}

static int
compare_by_time (gconstpointer a,
                 gconstpointer b)
{
  gint64 first = bedside_conversation_get_last_timestamp ((*(BedsideNews **) a)->conversation);
  gint64 second = bedside_conversation_get_last_timestamp ((*(BedsideNews **) b)->conversation);

  return (first > second) - (first < second);
}

/* The newest last: that is told last, and stands on top. */
static GPtrArray *
find_in_state (BedsideAnnouncer *self,
               BedsideNewsState  state)
{
  GPtrArray *found = g_ptr_array_new ();
  GHashTableIter iter;
  BedsideNews *news;

  g_hash_table_iter_init (&iter, self->news);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &news))
    if (news->state == state)
      g_ptr_array_add (found, news);
  g_ptr_array_sort (found, compare_by_time);

  return found;
}

/**
 * bedside_announcer_pass_over: (skip)
 * @self: an announcer
 *
 * Of what the person looks at nothing is told; what was told of it before stays until it is read.
 */
void
bedside_announcer_pass_over (BedsideAnnouncer *self)
{
  BedsideConversation *attention = bedside_announcer_get_attention (self);
  BedsideNews *news = attention ? g_hash_table_lookup (self->news, attention) : NULL;

  if (news == NULL || news->state == BEDSIDE_NEWS_STATE_TOLD || news->state == BEDSIDE_NEWS_STATE_SUMMED)
    return;
  if (news->told_id != NULL)
    news->state = BEDSIDE_NEWS_STATE_TOLD;
  else
    bedside_announcer_forget (self, news);
}

static void
hold (BedsideAnnouncer *self,
      BedsideNewsState  state)
{
  g_autoptr(GPtrArray) found = find_in_state (self, state);

  for (guint i = 0; i < found->len; i++)
    ((BedsideNews *) g_ptr_array_index (found, i))->state = BEDSIDE_NEWS_STATE_HELD;
}

/* Not one by one. */
static void
tell_held (BedsideAnnouncer *self)
{
  g_autoptr(GPtrArray) held = find_in_state (self, BEDSIDE_NEWS_STATE_HELD);

  if (held->len == 1)
    {
      bedside_announcer_tell (self, g_ptr_array_index (held, 0));
      bedside_announcer_tidy_sum (self);
    }
  if (held->len <= 1)
    return;
  for (guint i = 0; i < held->len; i++)
    bedside_announcer_add_to_sum (self, g_ptr_array_index (held, i));
  bedside_announcer_tell_sum (self);
}

static gboolean
is_due (BedsideAnnouncer *self,
        GPtrArray        *found)
{
  for (guint i = 0; i < found->len; i++)
    if (((BedsideNews *) g_ptr_array_index (found, i))->due <= bedside_announcer_get_time (self))
      return TRUE;

  return FALSE;
}

static void
tell_joining (BedsideAnnouncer *self)
{
  g_autoptr(GPtrArray) joining = find_in_state (self, BEDSIDE_NEWS_STATE_JOINING);

  if (!is_due (self, joining))
    return;
  for (guint i = 0; i < joining->len; i++)
    bedside_announcer_add_to_sum (self, g_ptr_array_index (joining, i));
  bedside_announcer_tell_sum (self);
}

/* Those that were told by themselves a moment ago are of the same burst. */
static guint
count_gathered (BedsideAnnouncer *self)
{
  gint64 since = bedside_announcer_get_time (self) - BEDSIDE_ANNOUNCER_GATHERING;
  GHashTableIter iter;
  BedsideNews *news;
  guint count = 0;

  g_hash_table_iter_init (&iter, self->news);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &news))
    count += news->state == BEDSIDE_NEWS_STATE_WAITING ||
             (news->state == BEDSIDE_NEWS_STATE_TOLD && news->told_at > since);

  return count;
}

/* All that is there becomes one. */
static void
tell_burst (BedsideAnnouncer *self)
{
  GHashTableIter iter;
  BedsideNews *news;

  g_hash_table_iter_init (&iter, self->news);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &news))
    bedside_announcer_add_to_sum (self, news);
  bedside_announcer_tell_sum (self);
}

static void
tell_waiting (BedsideAnnouncer *self)
{
  g_autoptr(GPtrArray) waiting = find_in_state (self, BEDSIDE_NEWS_STATE_WAITING);

  if (!is_due (self, waiting))
    return;
  if (count_gathered (self) > MOST_AT_A_TIME)
    {
      tell_burst (self);
      return;
    }
  for (guint i = 0; i < waiting->len; i++)
    {
      BedsideNews *news = g_ptr_array_index (waiting, i);

      if (news->due <= bedside_announcer_get_time (self))
        bedside_announcer_tell (self, news);
    }
  /* One that the summary told of may have been the last of it. */
  bedside_announcer_tidy_sum (self);
}

/**
 * bedside_announcer_tick:
 * @self: an announcer
 *
 * Does what is due.
 */
void
bedside_announcer_tick (BedsideAnnouncer *self)
{
  g_return_if_fail (BEDSIDE_IS_ANNOUNCER (self));

  if (self->session == NULL)
    return;
  if (bedside_announcer_is_quiet (self))
    {
      hold (self, BEDSIDE_NEWS_STATE_WAITING);
      hold (self, BEDSIDE_NEWS_STATE_JOINING);
    }
  else
    {
      bedside_announcer_pass_over (self);
      tell_held (self);
      tell_joining (self);
      tell_waiting (self);
    }
  bedside_announcer_schedule (self);
}
