/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bedside_access_name_inner (GtkWidget  *root,
                                const char *lists);

G_END_DECLS
