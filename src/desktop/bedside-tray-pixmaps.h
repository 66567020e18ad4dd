/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The tray's icon in several sizes: an a(iiay), floating. */
GVariant *bedside_tray_pixmaps_new (gboolean new_messages);

G_END_DECLS
