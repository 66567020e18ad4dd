/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Internal: gzip, to a limit. */

GByteArray *bedside_unpack (GByteArray  *packed,
                            gsize        max_size,
                            GError     **error);

G_END_DECLS
