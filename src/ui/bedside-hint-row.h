/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BedsideHintRow:
 *
 * A row that says something about the entry over it, and that Tab passes by: GtkListBox leaves the list as soon as the
 * next row takes no focus, and the entries below would be out of reach.
 */
#define BEDSIDE_TYPE_HINT_ROW (bedside_hint_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsideHintRow, bedside_hint_row, BEDSIDE, HINT_ROW, AdwPreferencesRow)

G_END_DECLS
