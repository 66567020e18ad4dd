/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bedside_fit_height (GtkWindow         *window,
                         GtkScrolledWindow *scroller);

G_END_DECLS
