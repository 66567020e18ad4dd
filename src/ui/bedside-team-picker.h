/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsideTeamPicker:
 *
 * Where a team conversation is started: search, one or more colleagues, a title if there are several, *Start Chat*.
 * Property: "session" (nullable). Signals: "started" (conversation: #BedsideConversation), "closed" (the person wants
 * to leave).
 */
#define BEDSIDE_TYPE_TEAM_PICKER (bedside_team_picker_get_type ())
G_DECLARE_FINAL_TYPE (BedsideTeamPicker, bedside_team_picker, BEDSIDE, TEAM_PICKER, AdwBin)

GtkWidget      *bedside_team_picker_new         (void);
BedsideSession *bedside_team_picker_get_session (BedsideTeamPicker *self);
void            bedside_team_picker_set_session (BedsideTeamPicker *self,
                                                 BedsideSession    *session);
/* As if nothing had been typed or chosen, with the focus in the search entry. */
void            bedside_team_picker_begin       (BedsideTeamPicker *self);
/* What is being started is not waited for any more. */
void            bedside_team_picker_end         (BedsideTeamPicker *self);

G_END_DECLS
