/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bedside_popover_give_focus_back    (GtkPopover *popover);
void bedside_popover_give_focus_back_to (GtkPopover *popover,
                                         GtkWidget  *origin);

G_END_DECLS
