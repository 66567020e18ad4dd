/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char  *bedside_store_fields_pack   (const char *first,
                                    ...) G_GNUC_NULL_TERMINATED;
char **bedside_store_fields_unpack (const char *text,
                                    guint       count);

G_END_DECLS
