/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *bedside_format_row_time     (gint64      timestamp,
                                   gint64      now);
char *bedside_format_moment       (gint64      timestamp);
char *bedside_format_wait         (gint64      milliseconds);
char *bedside_format_single_line  (const char *text);

G_END_DECLS
