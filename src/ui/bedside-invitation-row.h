/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-invitation.h"

G_BEGIN_DECLS

/**
 * BedsideInvitationRow:
 *
 * An invitation that waits for an answer. Property: "busy". Signals: "join", "decline".
 */
#define BEDSIDE_TYPE_INVITATION_ROW (bedside_invitation_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsideInvitationRow, bedside_invitation_row, BEDSIDE, INVITATION_ROW, GtkListBoxRow)

GtkWidget         *bedside_invitation_row_new            (BedsideInvitation    *invitation);
BedsideInvitation *bedside_invitation_row_get_invitation (BedsideInvitationRow *self);
gboolean           bedside_invitation_row_get_busy       (BedsideInvitationRow *self);
void               bedside_invitation_row_set_busy       (BedsideInvitationRow *self,
                                                          gboolean              busy);
/* With several, the buttons of the others are named after what is joined. */
void               bedside_invitation_row_set_alone      (BedsideInvitationRow *self,
                                                          gboolean              alone);

G_END_DECLS
