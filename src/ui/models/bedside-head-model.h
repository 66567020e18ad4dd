/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-head-slot.h"

G_BEGIN_DECLS

/**
 * BedsideHeadModel:
 *
 * The beginning of another selection model: a #GListModel of #BedsideHeadSlot and #GtkSelectionModel for a
 * #GtkListView, which makes some two hundred rows of whatever it is given, seen or not. What is selected beyond the
 * beginning stays selected.
 *
 * As long as it is still, slots stay where they are and get other items; else they go with their items.
 */
#define BEDSIDE_TYPE_HEAD_MODEL (bedside_head_model_get_type ())
G_DECLARE_FINAL_TYPE (BedsideHeadModel, bedside_head_model, BEDSIDE, HEAD_MODEL, GObject)

BedsideHeadModel  *bedside_head_model_new        (GtkSelectionModel *model,
                                                  guint              limit);
GtkSelectionModel *bedside_head_model_get_model  (BedsideHeadModel  *self);
guint              bedside_head_model_get_hidden (BedsideHeadModel  *self);
guint              bedside_head_model_get_limit  (BedsideHeadModel  *self);
void               bedside_head_model_set_limit  (BedsideHeadModel  *self,
                                                  guint              limit);
void               bedside_head_model_set_still  (BedsideHeadModel  *self,
                                                  gboolean           still);

G_END_DECLS
