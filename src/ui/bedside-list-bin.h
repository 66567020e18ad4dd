/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BedsideListBin:
 *
 * Around a list: Tab goes past it, and the arrow keys move in it; nobody presses Tab through thousands of rows.
 * Property: "list" (#GtkListView, somewhere below).
 */
#define BEDSIDE_TYPE_LIST_BIN (bedside_list_bin_get_type ())
G_DECLARE_FINAL_TYPE (BedsideListBin, bedside_list_bin, BEDSIDE, LIST_BIN, AdwBin)

GtkListView *bedside_list_bin_get_list (BedsideListBin *self);
void         bedside_list_bin_set_list (BedsideListBin *self,
                                        GtkListView    *list);

G_END_DECLS
