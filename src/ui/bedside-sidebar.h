/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-conversation-pane.h"
#include "bedside-session-practice.h"
#include "bedside-sidebar-header.h"

G_BEGIN_DECLS

/**
 * BedsideSidebar:
 *
 * The list of conversations with tabs, search, order and funnel. Properties (read-write, notify): "conversations"
 * (#GListModel of #BedsideConversation, nullable), "conversation" (the open one, nullable; stays when its row is
 * filtered away), "title" (the practice), "contents" (#BedsidePaneContents), "oldest-first", "hide-inactive".
 * Signal: "activated" (the open conversation's row was activated by Enter or a second click: the person wants to
 * write).
 */
#define BEDSIDE_TYPE_SIDEBAR (bedside_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSidebar, bedside_sidebar, BEDSIDE, SIDEBAR, AdwBin)

GtkWidget           *bedside_sidebar_new               (void);
GListModel          *bedside_sidebar_get_conversations (BedsideSidebar      *self);
void                 bedside_sidebar_set_conversations (BedsideSidebar      *self,
                                                        GListModel          *conversations);
void                 bedside_sidebar_set_practices     (BedsideSidebar      *self,
                                                        GListModel          *practices);
BedsideConversation *bedside_sidebar_get_conversation  (BedsideSidebar      *self);
void                 bedside_sidebar_set_conversation  (BedsideSidebar      *self,
                                                        BedsideConversation *conversation);
const char          *bedside_sidebar_get_title         (BedsideSidebar      *self);
void                 bedside_sidebar_set_title         (BedsideSidebar      *self,
                                                        const char          *title);
BedsidePaneContents  bedside_sidebar_get_contents      (BedsideSidebar      *self);
void                 bedside_sidebar_set_contents      (BedsideSidebar      *self,
                                                        BedsidePaneContents  contents);
gboolean             bedside_sidebar_get_oldest_first  (BedsideSidebar      *self);
void                 bedside_sidebar_set_oldest_first  (BedsideSidebar      *self,
                                                        gboolean             oldest_first);
gboolean             bedside_sidebar_get_hide_inactive (BedsideSidebar      *self);
void                 bedside_sidebar_set_hide_inactive (BedsideSidebar      *self,
                                                        gboolean             hide_inactive);

/* Whose invitations to team conversations are shown on the Team tab. */
void                     bedside_sidebar_set_session  (BedsideSidebar          *self,
                                                       BedsideSession          *session);
BedsideConversationKind  bedside_sidebar_get_kind     (BedsideSidebar          *self);
void                     bedside_sidebar_set_kind     (BedsideSidebar          *self,
                                                       BedsideConversationKind  kind);
GtkMenuButton           *bedside_sidebar_get_new_chat (BedsideSidebar          *self);
BedsideBubble           *bedside_sidebar_get_bubble   (BedsideSidebar          *self);
void                     bedside_sidebar_focus_search (BedsideSidebar          *self);
void                     bedside_sidebar_focus_list   (BedsideSidebar          *self);
/* Under the header bar; NULL takes it out again. */
void                 bedside_sidebar_set_notices       (BedsideSidebar      *self,
                                                        GtkWidget           *notices);
/* Whether the window's buttons belong into this header bar: there is nothing to the right of it. */
void                 bedside_sidebar_set_alone         (BedsideSidebar      *self,
                                                        gboolean             alone);

G_END_DECLS
