/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-conversation.h"
#include "bedside-preferences.h"

G_BEGIN_DECLS

/**
 * BedsideAnnouncement:
 * @room_id: of the conversation; the notification's identity. %BEDSIDE_ANNOUNCEMENT_SUMMARY: of several
 * @conversations: how many have new messages: 1, or more for a summary
 * @unread: how many messages are new, in all of them
 * @privacy: what may be told; what it forbids is %NULL below
 * @name: (nullable): the patient, or the team conversation's title
 * @birth_date: (nullable): as it is shown to people; %NULL for the team
 * @sender: (nullable): who wrote it, in a team conversation
 * @text: (nullable): the newest message
 * @kind: of that message; of a picture or a file the text is a name
 *
 * What is told of new messages.
 */
typedef struct {
  const char         *room_id;
  guint               conversations;
  guint               unread;
  BedsidePrivacy      privacy;
  const char         *name;
  const char         *birth_date;
  const char         *sender;
  const char         *text;
  BedsideMessageKind  kind;
} BedsideAnnouncement;

#define BEDSIDE_ANNOUNCEMENT_SUMMARY "new-messages"

#define BEDSIDE_TYPE_NOTIFIER (bedside_notifier_get_type ())
G_DECLARE_INTERFACE (BedsideNotifier, bedside_notifier, BEDSIDE, NOTIFIER, GObject)

/**
 * BedsideNotifierInterface:
 * @announce: shows a notification in place of the one with the same identity
 * @withdraw: takes it away; none being there is fine
 * @close: Bedside ends: takes away what would not work without it
 *
 * How new messages are told outside of the window. Implemented by `desktop/`.
 */
struct _BedsideNotifierInterface
{
  GTypeInterface parent_iface;

  void (*announce) (BedsideNotifier           *self,
                    const BedsideAnnouncement *announcement);
  void (*withdraw) (BedsideNotifier           *self,
                    const char                *room_id);
  void (*close)    (BedsideNotifier           *self);
};

void bedside_notifier_announce (BedsideNotifier           *self,
                                const BedsideAnnouncement *announcement);
void bedside_notifier_withdraw (BedsideNotifier           *self,
                                const char                *room_id);
void bedside_notifier_close    (BedsideNotifier           *self);

G_END_DECLS
