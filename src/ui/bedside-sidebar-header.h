/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-bubble.h"

G_BEGIN_DECLS

/**
 * BedsideSidebarHeader:
 *
 * The header bar over the list of conversations: main menu with the switcher between practices, which practice it is,
 * the speech bubble (R21), and *New Chat* where there is no other header bar for it.
 */
#define BEDSIDE_TYPE_SIDEBAR_HEADER (bedside_sidebar_header_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSidebarHeader, bedside_sidebar_header, BEDSIDE, SIDEBAR_HEADER, AdwBin)

GtkWidget     *bedside_sidebar_header_new           (void);
const char    *bedside_sidebar_header_get_title     (BedsideSidebarHeader *self);
/* Whether it is another one than before. */
gboolean       bedside_sidebar_header_set_title     (BedsideSidebarHeader *self,
                                                     const char           *title);
void           bedside_sidebar_header_set_practices (BedsideSidebarHeader *self,
                                                     GListModel           *practices);
BedsideBubble *bedside_sidebar_header_get_bubble    (BedsideSidebarHeader *self);
GtkMenuButton *bedside_sidebar_header_get_new_chat  (BedsideSidebarHeader *self);
/* Whether the window's buttons belong in here: there is nothing beside it. */
void           bedside_sidebar_header_set_alone     (BedsideSidebarHeader *self,
                                                     gboolean              alone);

G_END_DECLS
