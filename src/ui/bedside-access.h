/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bedside_access_name_inner (GtkWidget  *root,
                                const char *lists);
/* In a row beside others of its kind: which one each button belongs to is in its name. */
void bedside_access_name_buttons (GtkWidget *row);

G_END_DECLS
