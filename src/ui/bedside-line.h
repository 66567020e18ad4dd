/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BedsideLine:
 *
 * A text in a row that shows somebody else at each key: a label that asks for another size only if the text needs more
 * or fewer lines in the width that it has. A #GtkLabel has the whole window laid out for each new text, and in a
 * popover asks the display server where there is room. Property "text" (read-write, notify). Class "numeric": digits of
 * one width.
 */
#define BEDSIDE_TYPE_LINE (bedside_line_get_type ())
G_DECLARE_FINAL_TYPE (BedsideLine, bedside_line, BEDSIDE, LINE, GtkWidget)

const char *bedside_line_get_text (BedsideLine *self);
void        bedside_line_set_text (BedsideLine *self,
                                   const char  *text);

G_END_DECLS
