/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BedsideHeadSlot:
 *
 * A row's place in a #BedsideHeadModel. GTK makes another row for another item; a row that follows "item" (read-write,
 * notify) stays, and shows somebody else.
 */
#define BEDSIDE_TYPE_HEAD_SLOT (bedside_head_slot_get_type ())
G_DECLARE_FINAL_TYPE (BedsideHeadSlot, bedside_head_slot, BEDSIDE, HEAD_SLOT, GObject)

BedsideHeadSlot *bedside_head_slot_new      (gpointer         item);
gpointer         bedside_head_slot_get_item (BedsideHeadSlot *self);
void             bedside_head_slot_set_item (BedsideHeadSlot *self,
                                             gpointer         item);

G_END_DECLS
