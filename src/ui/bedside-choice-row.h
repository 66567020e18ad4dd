/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BedsideChoiceRow:
 *
 * A row that is one of several to choose from. The button in it is named by the row; unlike a check button it can be
 * pressed by assistive technology. Properties: "active", "group" (another row of the same choice; write-only).
 */
#define BEDSIDE_TYPE_CHOICE_ROW (bedside_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsideChoiceRow, bedside_choice_row, BEDSIDE, CHOICE_ROW, AdwActionRow)

gboolean bedside_choice_row_get_active (BedsideChoiceRow *self);
void     bedside_choice_row_set_active (BedsideChoiceRow *self,
                                        gboolean          active);
void     bedside_choice_row_set_group  (BedsideChoiceRow *self,
                                        BedsideChoiceRow *other);
/* Chosen as long as the object's property (an enum or a guint) has that value, which choosing it sets. */
void     bedside_choice_row_bind       (BedsideChoiceRow *self,
                                        gpointer          object,
                                        const char       *property,
                                        int               value);

G_END_DECLS
