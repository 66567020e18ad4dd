/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-ui-fixture.h"

G_BEGIN_DECLS

/* 2026-11-20 10:00 in Berlin: a Friday */
#define FIXTURE_TIME (G_GINT64_CONSTANT (1795165200) * 1000)
#define FIXTURE_MINUTE (60 * 1000)
#define FIXTURE_DAY (24 * 60 * FIXTURE_MINUTE)

void                 fixture_init             (int                  *argc,
                                               char               ***argv);

BedsideMessage      *fixture_message_new      (gint64                position,
                                               gboolean              own,
                                               const char           *text);
GPtrArray           *fixture_messages_new     (gint64                first,
                                               guint                 n);
char                *fixture_long_text_new    (guint                 n_chars);
void                 fixture_merge            (BedsideTimeline      *timeline,
                                               BedsideMessage       *message);
BedsideConversation *fixture_conversation_new (guint                 n_messages);
BedsideConversation *fixture_team_new         (void);

GtkWidget           *fixture_window_new       (GtkWidget            *child,
                                               int                   width,
                                               int                   height);
void                 fixture_wait_frames      (GtkWidget            *widget,
                                               guint                 n);
GtkWidget           *fixture_find             (GtkWidget            *root,
                                               GType                 type,
                                               guint                 index);
void                 fixture_save_png         (GtkWidget            *widget,
                                               const char           *path);

G_END_DECLS
