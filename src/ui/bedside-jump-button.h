/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BedsideJumpButton:
 *
 * Leads back to the newest message, and says how many have come. Signal "clicked".
 */
#define BEDSIDE_TYPE_JUMP_BUTTON (bedside_jump_button_get_type ())
G_DECLARE_FINAL_TYPE (BedsideJumpButton, bedside_jump_button, BEDSIDE, JUMP_BUTTON, GtkWidget)

void bedside_jump_button_update (BedsideJumpButton *self,
                                 gboolean           shown,
                                 guint              n_new);

G_END_DECLS
