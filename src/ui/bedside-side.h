/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-conversation.h"

G_BEGIN_DECLS

/* What sets patients and team apart wherever one writes, so that nobody writes to a patient what was meant for a
 * colleague. */

const char *bedside_side_get_icon      (BedsideConversationKind  kind);
/* Gives the widget the CSS class of that side; the colours are in style.css. */
void        bedside_side_mark          (GtkWidget               *widget,
                                        BedsideConversationKind  kind);
char       *bedside_side_dup_recipient (BedsideConversation     *conversation);

G_END_DECLS
