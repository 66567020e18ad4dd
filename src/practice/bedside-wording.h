/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Names in sentences, and sentences in lists, in whatever direction each is written. */

#include "bedside-message.h"

G_BEGIN_DECLS

char       *bedside_wording_isolate      (const char         *name);
void        bedside_wording_append       (GString            *list,
                                          const char         *item);
const char *bedside_wording_message      (BedsideMessageKind  kind,
                                          const char         *text);
char       *bedside_wording_new_messages (guint               conversations);

G_END_DECLS
