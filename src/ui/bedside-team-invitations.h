/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsideTeamInvitations:
 *
 * The team conversations to which colleagues have invited, to be joined or declined; not visible while there are none.
 * Property: "session" (nullable).
 */
#define BEDSIDE_TYPE_TEAM_INVITATIONS (bedside_team_invitations_get_type ())
G_DECLARE_FINAL_TYPE (BedsideTeamInvitations, bedside_team_invitations, BEDSIDE, TEAM_INVITATIONS, AdwBin)

GtkWidget      *bedside_team_invitations_new         (void);
BedsideSession *bedside_team_invitations_get_session (BedsideTeamInvitations *self);
void            bedside_team_invitations_set_session (BedsideTeamInvitations *self,
                                                      BedsideSession         *session);

G_END_DECLS
