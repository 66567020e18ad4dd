/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A text view lays out whole paragraphs at once, again with every key; a word of 60,000 letters takes it minutes. So
 * long ones are broken in its buffer, and nowhere else: what is read from it, copied or cut is as it was. */

void  bedside_soft_breaks_follow   (GtkTextView   *view);
char *bedside_soft_breaks_dup_text (GtkTextBuffer *buffer);

G_END_DECLS
