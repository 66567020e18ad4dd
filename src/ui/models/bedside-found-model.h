/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideFoundModel:
 *
 * What is found in another model. A GtkFilterListModel asks the model below it for each item each time; this one has
 * them at hand, which is a fifth of the work for thousands of them.
 */
#define BEDSIDE_TYPE_FOUND_MODEL (bedside_found_model_get_type ())
G_DECLARE_FINAL_TYPE (BedsideFoundModel, bedside_found_model, BEDSIDE, FOUND_MODEL, GObject)

/**
 * BedsideFoundFunc:
 * @item: an item of the model
 * @user_data: what was given to bedside_found_model_new()
 *
 * Returns: whether it is found
 */
typedef gboolean (*BedsideFoundFunc) (gpointer item,
                                      gpointer user_data);

/**
 * BedsideFoundChange:
 * @BEDSIDE_FOUND_CHANGE_ANY: anything may be found now
 * @BEDSIDE_FOUND_CHANGE_FEWER: nothing is found that was not before
 *
 * What is known of a new search.
 */
typedef enum {
  BEDSIDE_FOUND_CHANGE_ANY,
  BEDSIDE_FOUND_CHANGE_FEWER,
} BedsideFoundChange;

BedsideFoundModel *bedside_found_model_new          (GListModel         *model,
                                                     BedsideFoundFunc    func,
                                                     gpointer            user_data);
void               bedside_found_model_search_again (BedsideFoundModel  *self,
                                                     BedsideFoundChange  change);
void               bedside_found_model_end          (BedsideFoundModel  *self);

G_END_DECLS
