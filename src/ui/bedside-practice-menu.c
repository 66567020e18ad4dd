/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice-menu"

#include "bedside-practice-menu.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-wording.h"

struct _BedsidePracticeMenu
{
  GObject     parent_instance;

  GMenu      *section;   /* (owned) */
  GListModel *practices; /* (owned) (nullable) */
  GPtrArray  *watched;   /* (owned) (element-type BedsidePractice) */
};

G_DEFINE_FINAL_TYPE (BedsidePracticeMenu, bedside_practice_menu, G_TYPE_OBJECT)

static char *
dup_label (BedsidePractice *practice)
{
  const char *name = bedside_practice_get_name (practice);
  const guint unread = bedside_practice_get_unread (practice);
  /* In the menu an underscore would mark the next letter. */
  g_auto(GStrv) parts = g_strsplit (name[0] != '\0' ? name : _("Practice without a name"), "_", -1);
  g_autofree char *escaped = g_strjoinv ("__", parts);
  g_autofree char *isolated = bedside_wording_isolate (escaped);

  if (unread == 0)
    return g_steal_pointer (&escaped);

  /* Translators: a practice and how many of its conversations have new messages */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s (%u unread)", "%s (%u unread)", unread), isolated, unread);
}

static void
rebuild (BedsidePracticeMenu *self)
{
  g_menu_remove_all (self->section);
  if (self->watched->len < 2)
    return;

  for (guint i = 0; i < self->watched->len; i++)
    {
      BedsidePractice *practice = g_ptr_array_index (self->watched, i);
      g_autofree char *label = dup_label (practice);
      g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.practice", "s", bedside_practice_get_room_id (practice));
      g_menu_append_item (self->section, item);
    }
}

static void
unwatch (BedsidePracticeMenu *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->watched, i), self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
on_items_changed (BedsidePracticeMenu *self)
{
  unwatch (self);
  for (guint i = 0; self->practices != NULL && i < g_list_model_get_n_items (self->practices); i++)
    {
      BedsidePractice *practice = g_list_model_get_item (self->practices, i);

      g_signal_connect_object (practice, "notify::name", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (practice, "notify::unread", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->watched, practice);
    }
  rebuild (self);
}

static void
bedside_practice_menu_dispose (GObject *object)
{
  BedsidePracticeMenu *self = BEDSIDE_PRACTICE_MENU (object);

  if (self->watched != NULL)
    unwatch (self);
  g_clear_object (&self->practices);

  G_OBJECT_CLASS (bedside_practice_menu_parent_class)->dispose (object);
}

static void
bedside_practice_menu_finalize (GObject *object)
{
  BedsidePracticeMenu *self = BEDSIDE_PRACTICE_MENU (object);

  g_clear_object (&self->section);
  g_ptr_array_unref (self->watched);

  G_OBJECT_CLASS (bedside_practice_menu_parent_class)->finalize (object);
}

static void
bedside_practice_menu_class_init (BedsidePracticeMenuClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_practice_menu_dispose;
  object_class->finalize = bedside_practice_menu_finalize;
}

static void
bedside_practice_menu_init (BedsidePracticeMenu *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * bedside_practice_menu_new:
 * @section: the section to fill
 *
 * Returns: (transfer full): a switcher without practices
 */
BedsidePracticeMenu *
bedside_practice_menu_new (GMenu *section)
{
  BedsidePracticeMenu *self;

  g_return_val_if_fail (G_IS_MENU (section), NULL);

  self = g_object_new (BEDSIDE_TYPE_PRACTICE_MENU, NULL);
  self->section = g_object_ref (section);

  return self;
}

/**
 * bedside_practice_menu_set_practices:
 * @self: a switcher
 * @practices: (nullable) (element-type BedsidePractice): what to choose from
 *
 * Sets the practices.
 */
void
bedside_practice_menu_set_practices (BedsidePracticeMenu *self,
                                     GListModel          *practices)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_MENU (self));
  g_return_if_fail (practices == NULL || G_IS_LIST_MODEL (practices));

  if (self->practices == practices)
    return;

  if (self->practices != NULL)
    g_signal_handlers_disconnect_by_data (self->practices, self);
  g_set_object (&self->practices, practices);
  if (practices != NULL)
    g_signal_connect_object (practices, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  on_items_changed (self);
}
