/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BedsideScrollKeeper:
 *
 * Holds a list view still while its rows change (R30). At the end it stays at the end; elsewhere what is seen stays
 * where it is. GTK's own anchor is a row of its choice, which may be one that goes away or grows.
 *
 * Property "at-end". Signal "settled": the rows have their places of this frame.
 */
#define BEDSIDE_TYPE_SCROLL_KEEPER (bedside_scroll_keeper_get_type ())
G_DECLARE_FINAL_TYPE (BedsideScrollKeeper, bedside_scroll_keeper, BEDSIDE, SCROLL_KEEPER, GObject)

/**
 * BedsideScrollKeeperItemFunc:
 * @row: a child of the list view
 * @user_data: what was given to bedside_scroll_keeper_new()
 *
 * Returns: (transfer none) (nullable): the item that @row shows; %NULL if it is none to hold on to
 */
typedef GObject *(*BedsideScrollKeeperItemFunc) (GtkWidget *row,
                                                 gpointer   user_data);

BedsideScrollKeeper *bedside_scroll_keeper_new        (GtkListView                 *list,
                                                       GtkAdjustment               *adjustment,
                                                       BedsideScrollKeeperItemFunc  item_func,
                                                       gpointer                     user_data);

void                 bedside_scroll_keeper_set_side   (BedsideScrollKeeper         *self,
                                                       GtkPackType                  side);
gboolean             bedside_scroll_keeper_get_at_end (BedsideScrollKeeper         *self);
void                 bedside_scroll_keeper_go_to_end  (BedsideScrollKeeper         *self);
void                 bedside_scroll_keeper_hold       (BedsideScrollKeeper         *self);
void                 bedside_scroll_keeper_hold_anew  (BedsideScrollKeeper         *self);

G_END_DECLS
