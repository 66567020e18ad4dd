/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsidePracticeNotices:
 *
 * Bars that tell a manager once that the server does not enforce the practice's rules, and everybody of invitations
 * that wait for an answer. Properties: "session" (nullable), "told" (#GStrv: ids of the practices whose manager knows).
 * They activate "win.practice-settings" and "win.set-up-practice".
 */
#define BEDSIDE_TYPE_PRACTICE_NOTICES (bedside_practice_notices_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePracticeNotices, bedside_practice_notices, BEDSIDE, PRACTICE_NOTICES, AdwBin)

GtkWidget          *bedside_practice_notices_new         (void);
BedsideSession     *bedside_practice_notices_get_session (BedsidePracticeNotices *self);
void                bedside_practice_notices_set_session (BedsidePracticeNotices *self,
                                                          BedsideSession         *session);
const char * const *bedside_practice_notices_get_told    (BedsidePracticeNotices *self);
void                bedside_practice_notices_set_told    (BedsidePracticeNotices *self,
                                                          const char * const     *told);

G_END_DECLS
