/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsideInviteToPortal:
 *
 * A modal window that invites a patient to the portal: notes it in the directory, and makes the letter that tells the
 * patient what to do, to be printed or saved.
 */
#define BEDSIDE_TYPE_INVITE_TO_PORTAL (bedside_invite_to_portal_get_type ())
G_DECLARE_FINAL_TYPE (BedsideInviteToPortal, bedside_invite_to_portal, BEDSIDE, INVITE_TO_PORTAL, AdwWindow)

GtkWidget *bedside_invite_to_portal_new         (GtkWindow             *parent,
                                                 BedsideSession        *session,
                                                 BedsidePatient        *patient);
/* As if the file had been chosen. */
void       bedside_invite_to_portal_save_letter (BedsideInviteToPortal *self,
                                                 GFile                 *file);

G_END_DECLS
