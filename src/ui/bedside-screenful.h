/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a child of the list view shows; NULL: nothing. */
typedef GObject *(*BedsideScreenfulItemFunc) (GtkWidget *child,
                                              gpointer   user_data);

/**
 * BedsideScreenful:
 *
 * Gives a list view what fits on the screen, and the rest when somebody turns to the list: scrolls it, moves the
 * pointer over it or the focus into it. GTK makes some two hundred rows of a long list, and looking for somebody
 * would change them all at each key.
 *
 * Rows go with whom they show, but for between begin and end. "focus-lost" is emitted when the row that has the focus
 * is gone: nobody has it then.
 */
#define BEDSIDE_TYPE_SCREENFUL (bedside_screenful_get_type ())
G_DECLARE_FINAL_TYPE (BedsideScreenful, bedside_screenful, BEDSIDE, SCREENFUL, GObject)

BedsideScreenful *bedside_screenful_new       (GtkListView              *view,
                                               GtkAdjustment            *adjustment,
                                               GtkSelectionModel        *model,
                                               guint                     first_rows,
                                               BedsideScreenfulItemFunc  item_func,
                                               gpointer                  user_data);
/* To be called before the list becomes another one, which is read from its beginning, and when it has. */
void              bedside_screenful_begin     (BedsideScreenful         *self);
void              bedside_screenful_end       (BedsideScreenful         *self);
gboolean          bedside_screenful_get_whole (BedsideScreenful         *self);

G_END_DECLS
