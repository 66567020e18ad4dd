/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BedsideMessageActions:
 *
 * The buttons below a message that could not be sent, or is shown in part.
 */
#define BEDSIDE_TYPE_MESSAGE_ACTIONS (bedside_message_actions_get_type ())
G_DECLARE_FINAL_TYPE (BedsideMessageActions, bedside_message_actions, BEDSIDE, MESSAGE_ACTIONS, GtkWidget)

GtkWidget *bedside_message_actions_new    (void);

void       bedside_message_actions_update (BedsideMessageActions *self,
                                           gboolean               failed,
                                           gboolean               cut);

G_END_DECLS
