/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsideInvitationList:
 *
 * The invitations that wait for an answer, practices first. Properties: "session" (nullable), "busy" (one is being
 * answered; read-only), "empty" (there is none; read-only). Signals: "joined" (#BedsideInvitation), "failed" (char *:
 * why an answer did not arrive; %NULL when the next one is given).
 */
#define BEDSIDE_TYPE_INVITATION_LIST (bedside_invitation_list_get_type ())
G_DECLARE_FINAL_TYPE (BedsideInvitationList, bedside_invitation_list, BEDSIDE, INVITATION_LIST, AdwPreferencesGroup)

BedsideSession *bedside_invitation_list_get_session (BedsideInvitationList *self);
void            bedside_invitation_list_set_session (BedsideInvitationList *self,
                                                     BedsideSession        *session);
gboolean        bedside_invitation_list_get_busy    (BedsideInvitationList *self);
gboolean        bedside_invitation_list_get_empty   (BedsideInvitationList *self);

G_END_DECLS
