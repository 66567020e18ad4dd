/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-announcer-telling"

#include "bedside-announcer-private.h"

#include "bedside-session-news.h"

/* What a notification says. */

static const char *
or_null (const char *text)
{
  return text && *text ? text : NULL;
}

static void
fill_name (BedsideAnnouncer     *self,
           BedsideConversation  *conversation,
           BedsideAnnouncement  *announcement,
           char                **sender)
{
  announcement->name = bedside_conversation_get_title (conversation);
  announcement->birth_date = or_null (bedside_conversation_get_subtitle (conversation));

  /* A patient's name says it, unless somebody else has written there. */
  *sender = bedside_session_dup_newest_sender (self->session, conversation);
  if (bedside_conversation_get_kind (conversation) == BEDSIDE_CONVERSATION_KIND_TEAM
      || g_strcmp0 (*sender, announcement->name) != 0)
    announcement->sender = or_null (*sender);
}

/* What is newest may be this practitioner's own by now, or taken back. */
static void
fill_text (BedsideConversation *conversation,
           BedsideAnnouncement *announcement)
{
  BedsideMessageKind kind = bedside_conversation_get_preview_kind (conversation);

  if (bedside_conversation_get_preview_own (conversation) || kind == BEDSIDE_MESSAGE_KIND_REMOVED)
    return;
  announcement->text = bedside_conversation_get_preview (conversation);
  announcement->kind = kind;
}

/**
 * bedside_announcer_tell: (skip)
 * @self: an announcer with a session
 * @news: of what to tell
 *
 * Tells it by a notification of its own, in place of the one that is there.
 */
void
bedside_announcer_tell (BedsideAnnouncer *self,
                        BedsideNews      *news)
{
  BedsidePrivacy privacy = bedside_announcer_get_privacy (self);
  const char *room_id = bedside_conversation_get_room_id (news->conversation);
  BedsideAnnouncement announcement = {
    .room_id = room_id,
    .conversations = 1,
    .unread = bedside_conversation_get_unread (news->conversation),
    .privacy = privacy,
  };
  g_autofree char *sender = NULL;

  if (privacy != BEDSIDE_PRIVACY_NOTHING)
    fill_name (self, news->conversation, &announcement, &sender);
  if (privacy == BEDSIDE_PRIVACY_TEXT)
    fill_text (news->conversation, &announcement);

  /* The conversation may have got another room since. */
  if (g_strcmp0 (news->told_id, room_id) != 0)
    bedside_announcer_take_away (self, news);
  g_free (news->told_id);
  news->told_id = g_strdup (room_id);
  news->told_privacy = privacy;
  news->told_at = bedside_announcer_get_time (self);
  news->state = BEDSIDE_NEWS_STATE_TOLD;
  g_hash_table_remove (self->old, room_id);
  bedside_notifier_announce (self->notifier, &announcement);
}

/**
 * bedside_announcer_take_away: (skip)
 * @self: an announcer
 * @news: of what was told
 *
 * Takes away the notification of its own, if there is one.
 */
void
bedside_announcer_take_away (BedsideAnnouncer *self,
                             BedsideNews      *news)
{
  g_autofree char *told_id = g_steal_pointer (&news->told_id);

  if (told_id != NULL)
    bedside_notifier_withdraw (self->notifier, told_id);
}

/**
 * bedside_announcer_take_old: (skip)
 * @self: an announcer
 * @room_id: a room
 *
 * Takes away what an earlier run may have told of it.
 */
void
bedside_announcer_take_old (BedsideAnnouncer *self,
                            const char       *room_id)
{
  if (g_hash_table_remove (self->old, room_id))
    bedside_notifier_withdraw (self->notifier, room_id);
}

/**
 * bedside_announcer_add_to_sum: (skip)
 * @self: an announcer
 * @news: of what is to be told
 *
 * It is told by the next summary, and no more by itself.
 */
void
bedside_announcer_add_to_sum (BedsideAnnouncer *self,
                              BedsideNews      *news)
{
  bedside_announcer_take_away (self, news);
  bedside_announcer_take_old (self, bedside_conversation_get_room_id (news->conversation));
  news->state = BEDSIDE_NEWS_STATE_SUMMED;
}

/* The last one that was found, too. */
static guint
count_summed (BedsideAnnouncer  *self,
              guint             *unread,
              BedsideNews      **last)
{
  GHashTableIter iter;
  BedsideNews *news;
  guint count = 0;

  *unread = 0;
  *last = NULL;
  g_hash_table_iter_init (&iter, self->news);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &news))
    if (news->state == BEDSIDE_NEWS_STATE_SUMMED)
      {
        count++;
        *unread += bedside_conversation_get_unread (news->conversation);
        *last = news;
      }

  return count;
}

/**
 * bedside_announcer_tell_sum: (skip)
 * @self: an announcer
 *
 * Tells how many conversations have new messages, in place of the summary that is there. Of a single one, it tells
 * by itself.
 */
void
bedside_announcer_tell_sum (BedsideAnnouncer *self)
{
  BedsideAnnouncement announcement = {
    .room_id = BEDSIDE_ANNOUNCEMENT_SUMMARY,
    .privacy = bedside_announcer_get_privacy (self),
  };
  BedsideNews *last = NULL;

  announcement.conversations = count_summed (self, &announcement.unread, &last);
  if (announcement.conversations == 1)
    {
      bedside_announcer_tell (self, last);
      bedside_announcer_tidy_sum (self);
    }
  if (announcement.conversations <= 1)
    return;

  self->has_summary = TRUE;
  self->has_old_summary = FALSE;
  self->summed_at = bedside_announcer_get_time (self);
  bedside_notifier_announce (self->notifier, &announcement);
}

/**
 * bedside_announcer_tidy_sum: (skip)
 * @self: an announcer
 *
 * Takes the summary away if all that it told of is read.
 */
void
bedside_announcer_tidy_sum (BedsideAnnouncer *self)
{
  BedsideNews *last = NULL;
  guint unread = 0;

  if (!self->has_summary || count_summed (self, &unread, &last) > 0)
    return;
  self->has_summary = FALSE;
  bedside_notifier_withdraw (self->notifier, BEDSIDE_ANNOUNCEMENT_SUMMARY);
}
