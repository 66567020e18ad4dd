/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-announcer"

#include "bedside-announcer-private.h"

#include "bedside-session-news.h"

/* What is read at once, here or elsewhere, is not told. */
#define FIRST_DELAY (300 * 1000)

G_DEFINE_FINAL_TYPE (BedsideAnnouncer, bedside_announcer, G_TYPE_OBJECT)

static gint64
get_monotonic_time (gpointer user_data)
{
  return g_get_monotonic_time ();
}

static GDateTime *
get_local_time (gpointer user_data)
{
  return g_date_time_new_now_local ();
}

static void
news_free (BedsideNews *news)
{
  g_clear_signal_handler (&news->handler, news->conversation);
  g_object_unref (news->conversation);
  g_free (news->told_id);
  g_free (news);
}

static void
let_go_of_session (BedsideAnnouncer *self)
{
  if (self->session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (bedside_session_get_new_messages (self->session), self);
  g_clear_object (&self->session);
}

static void
forget_all (BedsideAnnouncer *self)
{
  g_clear_handle_id (&self->source_id, g_source_remove);
  g_hash_table_remove_all (self->news);
  g_ptr_array_set_size (self->listed, 0);
  g_hash_table_remove_all (self->old);
  self->has_summary = FALSE;
  self->has_old_summary = FALSE;
}

static void
bedside_announcer_dispose (GObject *object)
{
  BedsideAnnouncer *self = BEDSIDE_ANNOUNCER (object);

  forget_all (self);
  let_go_of_session (self);
  g_clear_object (&self->attention);
  g_clear_object (&self->lock);
  g_clear_object (&self->notifier);
  g_clear_object (&self->preferences);

  G_OBJECT_CLASS (bedside_announcer_parent_class)->dispose (object);
}

static void
bedside_announcer_finalize (GObject *object)
{
  BedsideAnnouncer *self = BEDSIDE_ANNOUNCER (object);

  g_hash_table_unref (self->news);
  g_ptr_array_unref (self->listed);
  g_hash_table_unref (self->old);

  G_OBJECT_CLASS (bedside_announcer_parent_class)->finalize (object);
}

static void
bedside_announcer_class_init (BedsideAnnouncerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_announcer_dispose;
  G_OBJECT_CLASS (klass)->finalize = bedside_announcer_finalize;
}

static void
bedside_announcer_init (BedsideAnnouncer *self)
{
  self->clock = (BedsideAnnouncerClock) { get_monotonic_time, get_local_time };
  self->news = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) news_free);
  self->listed = g_ptr_array_new_with_free_func (g_object_unref);
  self->old = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* --- what happens --- */

/* What the author took back does not stay on the screen. */
static void
on_preview_kind_changed (BedsideAnnouncer    *self,
                         GParamSpec          *pspec,
                         BedsideConversation *conversation)
{
  BedsideNews *news = g_hash_table_lookup (self->news, conversation);

  if (bedside_conversation_get_preview_kind (conversation) == BEDSIDE_MESSAGE_KIND_REMOVED && news != NULL &&
      news->told_id != NULL && news->told_privacy == BEDSIDE_PRIVACY_TEXT)
    bedside_announcer_take_away (self, news);
}

static BedsideNews *
ensure_news (BedsideAnnouncer    *self,
             BedsideConversation *conversation)
{
  BedsideNews *news = g_hash_table_lookup (self->news, conversation);

  if (news == NULL)
    {
      news = g_new0 (BedsideNews, 1);
      news->conversation = g_object_ref (conversation);
      news->state = BEDSIDE_NEWS_STATE_TOLD;
      /* lint: allow connect, because news_free() disconnects, and the announcer frees all of them. */
      news->handler = g_signal_connect_swapped (conversation, "notify::preview-kind",
                                                G_CALLBACK (on_preview_kind_changed), self);
      g_hash_table_insert (self->news, conversation, news);
    }

  return news;
}

static void
wait (BedsideAnnouncer *self,
      BedsideNews      *news)
{
  gint64 now = bedside_announcer_get_time (self);
  gboolean is_burst = self->summed_at != 0 && now - self->summed_at < BEDSIDE_ANNOUNCER_GATHERING;

  if (news->state == BEDSIDE_NEWS_STATE_WAITING || news->state == BEDSIDE_NEWS_STATE_JOINING ||
      (is_burst && news->state == BEDSIDE_NEWS_STATE_SUMMED))
    return;

  news->due = now + FIRST_DELAY;
  if (is_burst)
    news->due = self->summed_at + BEDSIDE_ANNOUNCER_GATHERING;
  else if (news->told_id != NULL)
    news->due = MAX (news->due, news->told_at + BEDSIDE_ANNOUNCER_GATHERING);
  news->state = is_burst ? BEDSIDE_NEWS_STATE_JOINING : BEDSIDE_NEWS_STATE_WAITING;
}

static void
on_arrived (BedsideAnnouncer    *self,
            BedsideConversation *conversation)
{
  if (!bedside_preferences_get_notifications (self->preferences) ||
      conversation == bedside_announcer_get_attention (self))
    return;

  BedsideNews *news = ensure_news (self, conversation);

  if (bedside_announcer_is_quiet (self))
    news->state = BEDSIDE_NEWS_STATE_HELD;
  else
    {
      wait (self, news);
      bedside_announcer_tidy_sum (self);
    }
  bedside_announcer_schedule (self);
}

static void
take_old_sum_away (BedsideAnnouncer *self)
{
  if (self->has_old_summary)
    bedside_notifier_withdraw (self->notifier, BEDSIDE_ANNOUNCEMENT_SUMMARY);
  self->has_old_summary = FALSE;
}

static void
on_read (BedsideAnnouncer    *self,
         BedsideConversation *conversation)
{
  BedsideNews *news = g_hash_table_lookup (self->news, conversation);

  bedside_announcer_take_old (self, bedside_conversation_get_room_id (conversation));
  if (news != NULL)
    bedside_announcer_forget (self, news);
}

static void
on_list_changed (BedsideAnnouncer *self,
                 guint             position,
                 guint             removed,
                 guint             added,
                 GListModel       *list)
{
  g_autoptr(GHashTable) gone = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  GHashTableIter iter;
  BedsideConversation *conversation;

  for (guint i = position; i < position + removed; i++)
    g_hash_table_add (gone, g_object_ref (g_ptr_array_index (self->listed, i)));
  if (removed > 0)
    g_ptr_array_remove_range (self->listed, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      conversation = g_list_model_get_item (list, i);
      g_ptr_array_insert (self->listed, (int) i, conversation);
      g_hash_table_remove (gone, conversation);
    }

  g_hash_table_iter_init (&iter, gone);
  while (g_hash_table_iter_next (&iter, (gpointer *) &conversation, NULL))
    on_read (self, conversation);
  if (self->listed->len == 0)
    take_old_sum_away (self);
}

/* Nobody knows any more what it says. */
static void
take_all_old_away (BedsideAnnouncer *self)
{
  GHashTableIter iter;
  const char *room_id;

  g_hash_table_iter_init (&iter, self->old);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room_id, NULL))
    bedside_notifier_withdraw (self->notifier, room_id);
  g_hash_table_remove_all (self->old);
}

static void
take_all_away (BedsideAnnouncer *self)
{
  GHashTableIter iter;
  BedsideNews *news;

  g_hash_table_iter_init (&iter, self->news);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &news))
    bedside_announcer_take_away (self, news);
  g_hash_table_remove_all (self->news);
  take_all_old_away (self);
  bedside_announcer_tidy_sum (self);
  take_old_sum_away (self);
  g_clear_handle_id (&self->source_id, g_source_remove);
}

static void
on_notifications_changed (BedsideAnnouncer *self)
{
  if (!bedside_preferences_get_notifications (self->preferences))
    take_all_away (self);
}

/* What says more than it may goes at once; in its place comes what may be said, if anything may. */
static void
on_privacy_changed (BedsideAnnouncer *self)
{
  BedsidePrivacy privacy = bedside_announcer_get_privacy (self);
  GHashTableIter iter;
  BedsideNews *news;

  if (privacy != BEDSIDE_PRIVACY_TEXT)
    take_all_old_away (self);
  g_hash_table_iter_init (&iter, self->news);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &news))
    {
      if (news->told_id == NULL || news->told_privacy <= privacy)
        continue;
      bedside_announcer_take_away (self, news);
      if (news->state != BEDSIDE_NEWS_STATE_TOLD)
        continue;
      if (bedside_announcer_is_quiet (self))
        news->state = BEDSIDE_NEWS_STATE_HELD;
      else
        bedside_announcer_tell (self, news);
    }
  bedside_announcer_schedule (self);
}

/**
 * bedside_announcer_new:
 * @preferences: what the practitioner has chosen
 * @notifier: what tells it
 *
 * Returns: (transfer full): an announcer without session
 */
BedsideAnnouncer *
bedside_announcer_new (BedsidePreferences *preferences,
                       BedsideNotifier    *notifier)
{
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (preferences), NULL);
  g_return_val_if_fail (BEDSIDE_IS_NOTIFIER (notifier), NULL);

  BedsideAnnouncer *self = g_object_new (BEDSIDE_TYPE_ANNOUNCER, NULL);

  self->preferences = g_object_ref (preferences);
  self->notifier = g_object_ref (notifier);
  g_signal_connect_object (preferences, "notify::notifications", G_CALLBACK (on_notifications_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (preferences, "notify::privacy", G_CALLBACK (on_privacy_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (preferences, "notify::do-not-disturb", G_CALLBACK (bedside_announcer_tick), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (preferences, "notify::quiet-hours", G_CALLBACK (bedside_announcer_tick), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * bedside_announcer_set_session:
 * @self: an announcer
 * @session: (nullable): whose messages are told; %NULL: signed out, everything that was told is taken away
 */
void
bedside_announcer_set_session (BedsideAnnouncer *self,
                               BedsideSession   *session)
{
  g_return_if_fail (BEDSIDE_IS_ANNOUNCER (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (self->session == session)
    return;
  if (self->session != NULL)
    take_all_away (self);
  let_go_of_session (self);
  forget_all (self);
  if (session == NULL)
    return;

  GListModel *list = bedside_session_get_new_messages (session);

  self->session = g_object_ref (session);
  self->summed_at = 0;
  self->has_old_summary = TRUE;
  g_signal_connect_object (session, "arrived", G_CALLBACK (on_arrived), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (on_list_changed), self, G_CONNECT_SWAPPED);
  on_list_changed (self, 0, 0, g_list_model_get_n_items (list), list);
  /* Of what was new then. What that says nobody knows: where less may be seen than the practitioner chose it goes. */
  for (guint i = 0; i < self->listed->len; i++)
    g_hash_table_add (self->old, g_strdup (bedside_conversation_get_room_id (g_ptr_array_index (self->listed, i))));
  if (bedside_announcer_get_privacy (self) < bedside_preferences_get_privacy (self->preferences))
    take_all_old_away (self);
  /* The first answer may have been quicker than the window. */
  bedside_session_tell_arrivals (session);
}

/**
 * bedside_announcer_get_privacy: (skip)
 * @self: an announcer
 *
 * Returns: what may be seen of a message now
 */
BedsidePrivacy
bedside_announcer_get_privacy (BedsideAnnouncer *self)
{
  return self->lock != NULL ? bedside_lock_get_privacy (self->lock)
                            : bedside_preferences_get_privacy (self->preferences);
}

/**
 * bedside_announcer_get_attention: (skip)
 * @self: an announcer
 *
 * Returns: (nullable): the conversation that somebody looks at: behind the lock nobody looks at anything
 */
BedsideConversation *
bedside_announcer_get_attention (BedsideAnnouncer *self)
{
  return self->lock != NULL && bedside_lock_get_locked (self->lock) ? NULL : self->attention;
}

/**
 * bedside_announcer_set_lock:
 * @self: an announcer that has none
 * @lock: says what may be seen
 *
 * While that is locked nothing tells of patients, neither what is told from then on nor what is there.
 */
void
bedside_announcer_set_lock (BedsideAnnouncer *self,
                            BedsideLock      *lock)
{
  g_return_if_fail (BEDSIDE_IS_ANNOUNCER (self));
  g_return_if_fail (BEDSIDE_IS_LOCK (lock));
  g_return_if_fail (self->lock == NULL);

  self->lock = g_object_ref (lock);
  g_signal_connect_object (lock, "notify::privacy", G_CALLBACK (on_privacy_changed), self, G_CONNECT_SWAPPED);
  on_privacy_changed (self);
}

/**
 * bedside_announcer_set_attention:
 * @self: an announcer
 * @conversation: (nullable): the one that is open in the window that has the focus
 */
void
bedside_announcer_set_attention (BedsideAnnouncer    *self,
                                 BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_ANNOUNCER (self));
  g_return_if_fail (conversation == NULL || BEDSIDE_IS_CONVERSATION (conversation));

  if (g_set_object (&self->attention, conversation))
    bedside_announcer_pass_over (self);
}

/**
 * bedside_announcer_close:
 * @self: an announcer
 *
 * Bedside ends: nothing is told any more. What was told stays where it is of use without Bedside, and is taken away
 * where it is not. To be called before the session goes, which otherwise means that the practitioner has signed out.
 */
void
bedside_announcer_close (BedsideAnnouncer *self)
{
  g_return_if_fail (BEDSIDE_IS_ANNOUNCER (self));

  forget_all (self);
  let_go_of_session (self);
  bedside_notifier_close (self->notifier);
}

/**
 * bedside_announcer_set_clock:
 * @self: an announcer
 * @clock: what tells the time; copied
 * @user_data: data for it
 *
 * For tests.
 */
void
bedside_announcer_set_clock (BedsideAnnouncer            *self,
                             const BedsideAnnouncerClock *clock,
                             gpointer                     user_data)
{
  g_return_if_fail (BEDSIDE_IS_ANNOUNCER (self));
  g_return_if_fail (clock != NULL);

  self->clock = *clock;
  self->clock_data = user_data;
}
