/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-notifier.h"

G_BEGIN_DECLS

char *bedside_notification_text_title (const BedsideAnnouncement *announcement);
char *bedside_notification_text_body  (const BedsideAnnouncement *announcement);

char *bedside_notification_text_clean (const char                *text,
                                       guint                      max_characters);

G_END_DECLS
