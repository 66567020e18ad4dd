/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GError *bedside_keyring_error_new_locked (void);
GError *bedside_keyring_error_translate  (GError *error);

G_END_DECLS
