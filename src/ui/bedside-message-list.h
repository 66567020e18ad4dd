/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-timeline.h"

G_BEGIN_DECLS

/**
 * BedsideMessageList:
 *
 * The messages of a timeline, opened at the newest. Properties: "timeline" (nullable), "with-sender" (there are several
 * others), "at-newest" (the newest message is seen). Signals: "retry", "delete" (#BedsideMessage), "load-older", and
 * "newest-seen" when the newest message comes into view in the active window, or comes while it is in view.
 */
#define BEDSIDE_TYPE_MESSAGE_LIST (bedside_message_list_get_type ())
G_DECLARE_FINAL_TYPE (BedsideMessageList, bedside_message_list, BEDSIDE, MESSAGE_LIST, GtkWidget)

GtkWidget       *bedside_message_list_new             (void);

BedsideTimeline *bedside_message_list_get_timeline    (BedsideMessageList *self);
void             bedside_message_list_set_timeline    (BedsideMessageList *self,
                                                       BedsideTimeline    *timeline);
gboolean         bedside_message_list_get_with_sender (BedsideMessageList *self);
void             bedside_message_list_set_with_sender (BedsideMessageList *self,
                                                       gboolean            with_sender);
gboolean         bedside_message_list_get_at_newest   (BedsideMessageList *self);
guint            bedside_message_list_get_n_new       (BedsideMessageList *self);
void             bedside_message_list_go_to_newest    (BedsideMessageList *self);

G_END_DECLS
