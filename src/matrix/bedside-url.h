/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Internal: which addresses we talk to. */

gboolean bedside_url_is_loopback    (GUri        *uri);
gboolean bedside_url_check          (GUri        *uri,
                                     GError     **error);
GUri    *bedside_url_parse_base     (const char  *url,
                                     GError     **error);
char    *bedside_url_to_base        (GUri        *uri);
char    *bedside_url_normalize_base (const char  *url,
                                     GError     **error);

G_END_DECLS
