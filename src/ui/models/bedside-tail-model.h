/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideTailModel:
 *
 * The end of another model. A list view makes some 200 rows at once; shown the
 * end first and then more and more, it never has that much to do in one turn.
 * When all is shown, @head comes first.
 */
#define BEDSIDE_TYPE_TAIL_MODEL (bedside_tail_model_get_type ())
G_DECLARE_FINAL_TYPE (BedsideTailModel, bedside_tail_model, BEDSIDE, TAIL_MODEL, GObject)

BedsideTailModel *bedside_tail_model_new        (GListModel       *model,
                                                 GObject          *head,
                                                 guint             n_items);

guint             bedside_tail_model_get_hidden (BedsideTailModel *self);
void              bedside_tail_model_reveal     (BedsideTailModel *self,
                                                 guint             n_items);

G_END_DECLS
