/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsideNewChat:
 *
 * The popover of *New Chat* (R12): with a patient, or with colleagues. Properties (read-write, notify): "session"
 * (nullable), "kind" (#BedsideConversationKind). It begins anew each time that it is shown.
 * Signal: "started" (conversation: #BedsideConversation, to be opened; the popover has closed by then).
 */
#define BEDSIDE_TYPE_NEW_CHAT (bedside_new_chat_get_type ())
G_DECLARE_FINAL_TYPE (BedsideNewChat, bedside_new_chat, BEDSIDE, NEW_CHAT, GtkPopover)

GtkWidget               *bedside_new_chat_new         (void);
BedsideSession          *bedside_new_chat_get_session (BedsideNewChat          *self);
void                     bedside_new_chat_set_session (BedsideNewChat          *self,
                                                       BedsideSession          *session);
BedsideConversationKind  bedside_new_chat_get_kind    (BedsideNewChat          *self);
void                     bedside_new_chat_set_kind    (BedsideNewChat          *self,
                                                       BedsideConversationKind  kind);

G_END_DECLS
