/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Seven entries, Monday first: whether that day has quiet hours, from and until when, in minutes since midnight (0 to
 * 1439). Until before from is on the next day; both alike is the whole day. */
#define BEDSIDE_QUIET_HOURS_TYPE G_VARIANT_TYPE ("a(bqq)")

GVariant  *bedside_quiet_hours_new     (void);
gboolean   bedside_quiet_hours_are_on  (GVariant  *self,
                                        GDateTime *now);
GDateTime *bedside_quiet_hours_get_end (GVariant  *self,
                                        GDateTime *now);

G_END_DECLS
