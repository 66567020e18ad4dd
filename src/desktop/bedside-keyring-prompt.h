/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     bedside_keyring_unlock_async (GDBusConnection      *connection,
                                       const char *const    *paths,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
void     bedside_keyring_create_async (GDBusConnection      *connection,
                                       const char           *label,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean bedside_keyring_open_finish  (GDBusConnection      *connection,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
