/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-conversation.h"

G_BEGIN_DECLS

/* A message with more than this is shown in part; what is shown has at most that. Laying out text takes 1 ms for about
 * 2,000 characters, so that a screen full of the longest messages cannot stop the window. */
#define BEDSIDE_MESSAGE_MAX_CHARS   2000
#define BEDSIDE_MESSAGE_MAX_LINES   30
#define BEDSIDE_MESSAGE_SHOWN_CHARS 1000
#define BEDSIDE_MESSAGE_SHOWN_LINES 15

char       *bedside_message_format_time   (gint64                timestamp);
char       *bedside_message_format_day    (gint64                timestamp,
                                           gint64                now);
const char *bedside_message_format_state  (BedsideMessageState   state);
char       *bedside_message_format_text   (BedsideMessage       *message,
                                           gboolean             *cut);
char       *bedside_message_format_label  (BedsideMessage       *message);
char       *bedside_message_format_name   (const char           *name);

G_END_DECLS
