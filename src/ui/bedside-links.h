/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BedsideLink:
 * @start: first byte of the link in the text
 * @end: the byte behind it
 */
typedef struct {
  guint start;
  guint end;
} BedsideLink;

GArray *bedside_links_find    (const char        *text);
char   *bedside_links_dup_uri (const char        *text,
                               const BedsideLink *link);

G_END_DECLS
