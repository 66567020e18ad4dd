/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-link-portal"

#include "bedside-link-portal.h"

struct _BedsideLinkPortal
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideLinkPortal, bedside_link_portal, ADW_TYPE_WINDOW)

static void
bedside_link_portal_class_init (BedsideLinkPortalClass *klass)
{
}

static void
bedside_link_portal_init (BedsideLinkPortal *self)
{
}

GtkWidget *
bedside_link_portal_new (GtkWindow      *parent,
                         BedsideSession *session,
                         BedsidePatient *patient)
{
  return g_object_new (BEDSIDE_TYPE_LINK_PORTAL, "transient-for", parent, NULL);
}
