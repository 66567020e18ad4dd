/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-conversation-list.h"

G_BEGIN_DECLS

/**
 * BedsidePaneContents:
 * @BEDSIDE_PANE_CONTENTS_LOADING: conversations are still to come
 * @BEDSIDE_PANE_CONTENTS_READY: what there is, is there
 * @BEDSIDE_PANE_CONTENTS_NO_PRACTICE: the practitioner is no member of a practice
 *
 * What it means when nothing is listed.
 */
typedef enum {
  BEDSIDE_PANE_CONTENTS_LOADING,
  BEDSIDE_PANE_CONTENTS_READY,
  BEDSIDE_PANE_CONTENTS_NO_PRACTICE,
} BedsidePaneContents;

#define BEDSIDE_TYPE_PANE_CONTENTS (bedside_pane_contents_get_type ())
GType                    bedside_pane_contents_get_type              (void);

/**
 * BedsideConversationPane:
 *
 * The rows of a #BedsideConversationList: which one is open, what to say when there is none, and that all holds still
 * while messages arrive (R30). Properties (read-write, notify): "conversation" (the open one, nullable; stays when its
 * row is filtered away), "contents" (#BedsidePaneContents).
 * Signal: "activated" (the open conversation's row was activated by Enter or a second click).
 */
#define BEDSIDE_TYPE_CONVERSATION_PANE (bedside_conversation_pane_get_type ())
G_DECLARE_FINAL_TYPE (BedsideConversationPane, bedside_conversation_pane, BEDSIDE, CONVERSATION_PANE, AdwBin)

GtkWidget               *bedside_conversation_pane_new               (void);
/* What is listed. Its "source" is set with the next function only. */
BedsideConversationList *bedside_conversation_pane_get_list          (BedsideConversationPane *self);
void                     bedside_conversation_pane_set_conversations (BedsideConversationPane *self,
                                                                      GListModel              *conversations);
BedsideConversation     *bedside_conversation_pane_get_conversation  (BedsideConversationPane *self);
void                     bedside_conversation_pane_set_conversation  (BedsideConversationPane *self,
                                                                      BedsideConversation     *conversation);
BedsidePaneContents      bedside_conversation_pane_get_contents      (BedsideConversationPane *self);
void                     bedside_conversation_pane_set_contents      (BedsideConversationPane *self,
                                                                      BedsidePaneContents      contents);
/* To be called before and after the person gets another list that was asked for: it is read from its beginning. */
void                     bedside_conversation_pane_prepare_anew      (BedsideConversationPane *self);
void                     bedside_conversation_pane_begin_anew        (BedsideConversationPane *self);
void                     bedside_conversation_pane_focus_list        (BedsideConversationPane *self);

G_END_DECLS
