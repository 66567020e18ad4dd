/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-invite-to-portal"

#include "bedside-invite-to-portal.h"

struct _BedsideInviteToPortal
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideInviteToPortal, bedside_invite_to_portal, ADW_TYPE_WINDOW)

static void
bedside_invite_to_portal_class_init (BedsideInviteToPortalClass *klass)
{
}

static void
bedside_invite_to_portal_init (BedsideInviteToPortal *self)
{
}

/**
 * bedside_invite_to_portal_new:
 * @parent: (nullable): the window that it belongs to
 * @session: the practitioner's session
 * @patient: whom to invite
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_invite_to_portal_new (GtkWindow      *parent,
                              BedsideSession *session,
                              BedsidePatient *patient)
{
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  return g_object_new (BEDSIDE_TYPE_INVITE_TO_PORTAL, "transient-for", parent, "modal", TRUE, NULL);
}
