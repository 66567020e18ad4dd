/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsideLinkPortal:
 *
 * A modal window that says which account is the patient's, after the server was asked about it, or takes the link away.
 */
#define BEDSIDE_TYPE_LINK_PORTAL (bedside_link_portal_get_type ())
G_DECLARE_FINAL_TYPE (BedsideLinkPortal, bedside_link_portal, BEDSIDE, LINK_PORTAL, AdwWindow)

GtkWidget *bedside_link_portal_new (GtkWindow      *parent,
                                    BedsideSession *session,
                                    BedsidePatient *patient);

G_END_DECLS
