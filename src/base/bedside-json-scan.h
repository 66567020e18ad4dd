/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean bedside_json_scan       (char        *text,
                                  gsize        length,
                                  GError     **error);
gboolean bedside_json_scan_parts (char        *text,
                                  gsize        length,
                                  const char  *parted,
                                  GError     **error);

G_END_DECLS
