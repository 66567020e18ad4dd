/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *bedside_search_fold      (const char *text);
char     *bedside_search_fold_date (const char *born);
gboolean  bedside_search_matches   (const char *folded,
                                    const char *query);
gboolean  bedside_search_narrows   (const char *before,
                                    const char *after);

G_END_DECLS
