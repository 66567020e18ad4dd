/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64  bedside_boot_clock_get_time (void);
char   *bedside_boot_clock_dup_boot (void);

guint   bedside_boot_clock_add      (gint64      due,
                                     GSourceFunc function,
                                     gpointer    user_data);

G_END_DECLS
