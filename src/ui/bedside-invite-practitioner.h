/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsideInvitePractitioner:
 *
 * A modal window that invites an account to a practice.
 */
#define BEDSIDE_TYPE_INVITE_PRACTITIONER (bedside_invite_practitioner_get_type ())
G_DECLARE_FINAL_TYPE (BedsideInvitePractitioner, bedside_invite_practitioner, BEDSIDE, INVITE_PRACTITIONER, AdwWindow)

GtkWidget *bedside_invite_practitioner_new (GtkWindow       *parent,
                                            BedsideSession  *session,
                                            BedsidePractice *practice);

G_END_DECLS
