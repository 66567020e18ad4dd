/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-ui"

#include "bedside-ui.h"

#include <gio/gio.h>

#include "bedside-icons.h"
#include "bedside-ui-resources.h"

/**
 * bedside_ui_register_resources:
 *
 * Makes templates, style sheets and icons known. To be called before the first
 * widget of ours is made: the linker drops the constructors that would do it,
 * because this is a static library.
 */
void
bedside_ui_register_resources (void)
{
  g_resources_register (bedside_icons_get_resource ());
  bedside_ui_register_resource ();
}
