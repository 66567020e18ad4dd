/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* s */
#define BEDSIDE_LOCK_LONGEST_WAIT (15 * 60)

guint  bedside_lock_tries_get_wait (guint        wrong);
char  *bedside_lock_tries_to_text  (guint        wrong,
                                    gint64       now,
                                    const char  *boot);
gint64 bedside_lock_tries_read     (const char  *text,
                                    gint64       now,
                                    const char  *boot,
                                    guint       *wrong);

G_END_DECLS
