/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-await.h"
#include "bedside-fakes.h"

G_BEGIN_DECLS

/* GTK without animations, our resources; then g_test_run(). */
void                 bedside_ui_init                 (int                   *argc,
                                                      char                ***argv);
/* The first descendant (or @root) of that type and accessible name, in a tree of visible widgets; NULL: none.
 * The name is what is set on it, its title, or what stands on it. @name NULL: any. */
gpointer             bedside_ui_find                 (gpointer               root,
                                                      GType                  type,
                                                      const char            *name);
/* The same, and it must be there. */
gpointer             bedside_ui_get                  (gpointer               root,
                                                      GType                  type,
                                                      const char            *name);
/* Whether a label with this text can be seen. */
gboolean             bedside_ui_shows                (gpointer               root,
                                                      const char            *text);
/* Whether @widget or something in it has the focus of its window, which a busy machine tells late: to be awaited. */
gboolean             bedside_ui_has_focus            (GtkWindow             *window,
                                                      gpointer               widget);
void                 bedside_ui_click                (gpointer               root,
                                                      const char            *name);
/* A window of that size around the widget, presented and drawn. */
GtkWindow           *bedside_ui_present              (GtkWidget             *child,
                                                      int                    width,
                                                      int                    height);
/* Runs the main loop until there is nothing to do. */
void                 bedside_ui_settle               (void);
/* Destroys the window and asserts that @widget, which was in it, is gone. */
void                 bedside_ui_destroy              (GtkWindow             *window,
                                                      gpointer               widget);

/* Patient number @index: names, birth dates and times that differ. */
BedsideConversation *bedside_ui_conversation_new     (guint                  index);
BedsideConversation *bedside_ui_patient_conversation (const char            *room_id,
                                                      const char            *given,
                                                      const char            *family,
                                                      const char            *birth_date,
                                                      gint64                 timestamp);
BedsideConversation *bedside_ui_team_conversation    (const char            *room_id,
                                                      const char            *title,
                                                      gint64                 timestamp);

G_END_DECLS
