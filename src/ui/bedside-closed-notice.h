/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsideClosedNotice:
 *
 * Over a conversation: why nobody can write in it, by whom and since when, and what one can do about it. It is folded
 * away while both sides may write. Properties (read-write, notify): "session" (nullable), "conversation" (nullable),
 * "brief" (another notice says already what concerns the whole practice).
 */
#define BEDSIDE_TYPE_CLOSED_NOTICE (bedside_closed_notice_get_type ())
G_DECLARE_FINAL_TYPE (BedsideClosedNotice, bedside_closed_notice, BEDSIDE, CLOSED_NOTICE, AdwBin)

GtkWidget           *bedside_closed_notice_new              (void);
BedsideSession      *bedside_closed_notice_get_session      (BedsideClosedNotice *self);
void                 bedside_closed_notice_set_session      (BedsideClosedNotice *self,
                                                             BedsideSession      *session);
BedsideConversation *bedside_closed_notice_get_conversation (BedsideClosedNotice *self);
void                 bedside_closed_notice_set_conversation (BedsideClosedNotice *self,
                                                             BedsideConversation *conversation);
gboolean             bedside_closed_notice_get_brief        (BedsideClosedNotice *self);
void                 bedside_closed_notice_set_brief        (BedsideClosedNotice *self,
                                                             gboolean             brief);

G_END_DECLS
