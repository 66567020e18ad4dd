/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-tray-pixmaps"

#include "bedside-tray-pixmaps.h"

#include "bedside-tray-resources.h"

#define FOLDER "/org/bedside/Bedside/tray/"

static void
add_pixmap (GVariantBuilder *builder,
            const char      *state,
            int              size)
{
  g_autofree char *path = g_strdup_printf (FOLDER "%s-%d.argb", state, size);
  g_autoptr(GBytes) points =
    g_resource_lookup_data (bedside_tray_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_return_if_fail (points != NULL && g_bytes_get_size (points) == (gsize) size * size * 4);

  g_variant_builder_add (builder, "(ii@ay)", size, size,
                         g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, points, TRUE));
}

/**
 * bedside_tray_pixmaps_new:
 * @new_messages: the one that says that there are new messages
 *
 * For hosts that cannot read our icon: it is not installed, or it is within a sandbox.
 *
 * Source: freedesktop.org, StatusNotifierItem, "Icons": ARGB32 in network byte order.
 *
 * Returns: (transfer floating): an a(iiay)
 */
GVariant *
bedside_tray_pixmaps_new (gboolean new_messages)
{
  static const int sizes[] = { 16, 22, 24, 32, 48 };
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(iiay)"));
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    add_pixmap (&builder, new_messages ? "new-messages" : "normal", sizes[i]);

  return g_variant_builder_end (&builder);
}
