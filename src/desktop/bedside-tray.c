/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-tray"

#include "bedside-tray.h"

struct _BedsideTray
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideTray, bedside_tray, G_TYPE_OBJECT)

static void
bedside_tray_class_init (BedsideTrayClass *klass)
{
}

static void
bedside_tray_init (BedsideTray *self)
{
}

BedsideTray *
bedside_tray_new (GDBusConnection *bus,
                  const char      *app_id,
                  GActionGroup    *actions)
{
  return g_object_new (BEDSIDE_TYPE_TRAY, NULL);
}

void
bedside_tray_set_menu (BedsideTray *self,
                       GMenuModel  *menu)
{
}

gboolean
bedside_tray_get_shown (BedsideTray *self)
{
  return FALSE;
}

void
bedside_tray_set_shown (BedsideTray *self,
                        gboolean     shown)
{
}

gboolean
bedside_tray_get_hosted (BedsideTray *self)
{
  return FALSE;
}

guint
bedside_tray_get_new_messages (BedsideTray *self)
{
  return 0;
}

void
bedside_tray_set_new_messages (BedsideTray *self,
                               guint        conversations)
{
}
