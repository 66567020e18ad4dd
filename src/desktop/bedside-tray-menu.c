/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-tray-menu"

#include "bedside-tray-menu.h"

struct _BedsideTrayMenu
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideTrayMenu, bedside_tray_menu, G_TYPE_OBJECT)

static void
bedside_tray_menu_class_init (BedsideTrayMenuClass *klass)
{
}

static void
bedside_tray_menu_init (BedsideTrayMenu *self)
{
}

BedsideTrayMenu *
bedside_tray_menu_new (BedsidePreferences *preferences)
{
  return g_object_new (BEDSIDE_TYPE_TRAY_MENU, NULL);
}

GMenuModel *
bedside_tray_menu_get_model (BedsideTrayMenu *self)
{
  return NULL;
}

void
bedside_tray_menu_set_new_messages (BedsideTrayMenu *self,
                                    GListModel      *new_messages)
{
}
