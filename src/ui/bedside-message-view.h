/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-conversation.h"

G_BEGIN_DECLS

/**
 * BedsideMessageView:
 *
 * One conversation: its messages, who types, and the composer or why there is none. It tells what is done in it and
 * does nothing itself. Property "conversation" (nullable). Signals:
 *
 * "send" (text), "retry" (#BedsideMessage), "delete" (#BedsideMessage), "load-older", "typing" (gboolean),
 * "draft-changed" (text), "newest-seen": the newest message is seen in the active window; again when a new one comes
 * while that holds. All are about the present conversation.
 */
#define BEDSIDE_TYPE_MESSAGE_VIEW (bedside_message_view_get_type ())
G_DECLARE_FINAL_TYPE (BedsideMessageView, bedside_message_view, BEDSIDE, MESSAGE_VIEW, GtkWidget)

GtkWidget           *bedside_message_view_new              (void);

BedsideConversation *bedside_message_view_get_conversation (BedsideMessageView  *self);
void                 bedside_message_view_set_conversation (BedsideMessageView  *self,
                                                            BedsideConversation *conversation);
void                 bedside_message_view_focus_composer   (BedsideMessageView  *self);

G_END_DECLS
