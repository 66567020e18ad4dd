/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-conversation.h"
#include "bedside-practice.h"
#include "bedside-start.h"

G_BEGIN_DECLS

const char *bedside_reason_text_get_start    (BedsideStart             start);
char       *bedside_reason_text_dup_disabled (BedsidePractice         *practice,
                                              BedsidePatient          *patient);
char       *bedside_reason_text_dup_practice (BedsidePractice         *practice,
                                              BedsideConversationKind  kind);
char       *bedside_reason_text_dup_closed   (BedsidePractice         *practice,
                                              BedsideConversation     *conversation);

G_END_DECLS
