/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-lock.h"

G_BEGIN_DECLS

/**
 * BedsidePasscodeNotice:
 *
 * Says, as long as that is so and the person has not waved it away, that no passcode is chosen. Property: "dismissed"
 * (gboolean): for good.
 */
#define BEDSIDE_TYPE_PASSCODE_NOTICE (bedside_passcode_notice_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePasscodeNotice, bedside_passcode_notice, BEDSIDE, PASSCODE_NOTICE, AdwBin)

GtkWidget *bedside_passcode_notice_new           (BedsideLock           *lock);
gboolean   bedside_passcode_notice_get_dismissed (BedsidePasscodeNotice *self);
void       bedside_passcode_notice_set_dismissed (BedsidePasscodeNotice *self,
                                                  gboolean               dismissed);

G_END_DECLS
