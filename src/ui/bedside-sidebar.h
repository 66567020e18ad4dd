/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-conversation.h"

G_BEGIN_DECLS

/**
 * BedsideSidebarContents:
 * @BEDSIDE_SIDEBAR_CONTENTS_LOADING: conversations are still to come
 * @BEDSIDE_SIDEBAR_CONTENTS_READY: what there is, is there
 * @BEDSIDE_SIDEBAR_CONTENTS_NO_PRACTICE: the practitioner is no member of a practice
 *
 * What it means when nothing is listed.
 */
typedef enum {
  BEDSIDE_SIDEBAR_CONTENTS_LOADING,
  BEDSIDE_SIDEBAR_CONTENTS_READY,
  BEDSIDE_SIDEBAR_CONTENTS_NO_PRACTICE,
} BedsideSidebarContents;

#define BEDSIDE_TYPE_SIDEBAR_CONTENTS (bedside_sidebar_contents_get_type ())
GType                  bedside_sidebar_contents_get_type    (void);

/**
 * BedsideSidebar:
 *
 * The list of conversations with tabs, search, order and funnel. Properties (read-write, notify): "conversations"
 * (#GListModel of #BedsideConversation, nullable), "conversation" (the open one, nullable; stays when its row is
 * filtered away), "title" (the practice), "contents" (#BedsideSidebarContents), "oldest-first", "hide-inactive".
 * Signal: "activated" (the open conversation's row was activated by Enter or a second click: the person wants to
 * write).
 */
#define BEDSIDE_TYPE_SIDEBAR (bedside_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSidebar, bedside_sidebar, BEDSIDE, SIDEBAR, AdwBin)

GtkWidget             *bedside_sidebar_new                  (void);
GListModel            *bedside_sidebar_get_conversations    (BedsideSidebar         *self);
void                   bedside_sidebar_set_conversations    (BedsideSidebar         *self,
                                                             GListModel             *conversations);
BedsideConversation   *bedside_sidebar_get_conversation     (BedsideSidebar         *self);
void                   bedside_sidebar_set_conversation     (BedsideSidebar         *self,
                                                             BedsideConversation    *conversation);
const char            *bedside_sidebar_get_title            (BedsideSidebar         *self);
void                   bedside_sidebar_set_title            (BedsideSidebar         *self,
                                                             const char             *title);
BedsideSidebarContents bedside_sidebar_get_contents         (BedsideSidebar         *self);
void                   bedside_sidebar_set_contents         (BedsideSidebar         *self,
                                                             BedsideSidebarContents  contents);
gboolean               bedside_sidebar_get_oldest_first     (BedsideSidebar         *self);
void                   bedside_sidebar_set_oldest_first     (BedsideSidebar         *self,
                                                             gboolean                oldest_first);
gboolean               bedside_sidebar_get_hide_inactive    (BedsideSidebar         *self);
void                   bedside_sidebar_set_hide_inactive    (BedsideSidebar         *self,
                                                             gboolean                hide_inactive);

void                   bedside_sidebar_focus_search         (BedsideSidebar         *self);
void                   bedside_sidebar_focus_list           (BedsideSidebar         *self);
/* Under the header bar; NULL takes it out again. */
void                   bedside_sidebar_set_notices          (BedsideSidebar         *self,
                                                             GtkWidget              *notices);
/* Whether the window's buttons belong into this header bar: there is nothing to the right of it. */
void                   bedside_sidebar_set_alone            (BedsideSidebar         *self,
                                                             gboolean                alone);

G_END_DECLS
