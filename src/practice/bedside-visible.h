/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What others wrote, without what cannot be seen and what reaches beyond its place. */

#include <glib.h>

G_BEGIN_DECLS

/* Longer than any name that the directory takes: given and family name have 100 characters each. */
#define BEDSIDE_VISIBLE_NAME_CHARS 240

gboolean bedside_visible_is_hidden (gunichar    c);
gboolean bedside_visible_is_blank  (const char *text);
char    *bedside_visible_line      (const char *text,
                                    guint       max_chars);
char    *bedside_visible_name      (const char *name);
char    *bedside_visible_text      (const char *text,
                                    guint       max_chars);

G_END_DECLS
