/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-sidebar-header"

#include "bedside-sidebar-header.h"

#include "bedside-practice-menu.h"

struct _BedsideSidebarHeader
{
  AdwBin               parent_instance;

  BedsidePracticeMenu *switcher;  /* (owned) */

  /* template */
  GMenuModel          *main_menu;
  GMenu               *practices;
  AdwHeaderBar        *bar;
  GtkMenuButton       *menu;
  AdwWindowTitle      *title;
  BedsideBubble       *bubble;
  GtkMenuButton       *new_chat;
};

G_DEFINE_FINAL_TYPE (BedsideSidebarHeader, bedside_sidebar_header, ADW_TYPE_BIN)

/* A popover of its own kind for each entry is made at once, when a menu is set. */
static void
create_menu (GtkMenuButton *button,
             gpointer       user_data)
{
  BedsideSidebarHeader *self = user_data;

  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, self->main_menu);
}

static void
bedside_sidebar_header_dispose (GObject *object)
{
  BedsideSidebarHeader *self = BEDSIDE_SIDEBAR_HEADER (object);

  g_clear_object (&self->switcher);

  G_OBJECT_CLASS (bedside_sidebar_header_parent_class)->dispose (object);
}

static void
bedside_sidebar_header_class_init (BedsideSidebarHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_sidebar_header_dispose;

  g_type_ensure (BEDSIDE_TYPE_BUBBLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-sidebar-header.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebarHeader, main_menu);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebarHeader, practices);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebarHeader, bar);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebarHeader, menu);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebarHeader, title);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebarHeader, bubble);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebarHeader, new_chat);
}

static void
bedside_sidebar_header_init (BedsideSidebarHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->switcher = bedside_practice_menu_new (self->practices);
  gtk_menu_button_set_create_popup_func (self->menu, create_menu, self, NULL);
}

/**
 * bedside_sidebar_header_new:
 *
 * Returns: (transfer floating): a header bar of no practice
 */
GtkWidget *
bedside_sidebar_header_new (void)
{
  return g_object_new (BEDSIDE_TYPE_SIDEBAR_HEADER, NULL);
}

/**
 * bedside_sidebar_header_get_title:
 * @self: a header bar
 *
 * Returns: what stands in it
 */
const char *
bedside_sidebar_header_get_title (BedsideSidebarHeader *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR_HEADER (self), NULL);

  return adw_window_title_get_title (self->title);
}

/**
 * bedside_sidebar_header_set_title:
 * @self: a header bar
 * @title: (nullable): the name of the practice; "" or %NULL if it is not known
 *
 * Sets what stands in it.
 *
 * Returns: whether that is another one than before
 */
gboolean
bedside_sidebar_header_set_title (BedsideSidebarHeader *self,
                                  const char           *title)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR_HEADER (self), FALSE);

  if (title == NULL || title[0] == '\0')
    title = "Bedside";
  if (g_strcmp0 (adw_window_title_get_title (self->title), title) == 0)
    return FALSE;

  adw_window_title_set_title (self->title, title);
  /* A long name is cut off in the header bar. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);

  return TRUE;
}

/**
 * bedside_sidebar_header_set_practices:
 * @self: a header bar
 * @practices: (nullable) (element-type BedsidePractice): what the main menu lets choose from
 *
 * Sets the practices of the switcher.
 */
void
bedside_sidebar_header_set_practices (BedsideSidebarHeader *self,
                                      GListModel           *practices)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR_HEADER (self));

  bedside_practice_menu_set_practices (self->switcher, practices);
}

/**
 * bedside_sidebar_header_get_bubble:
 * @self: a header bar
 *
 * Returns: (transfer none): the speech bubble
 */
BedsideBubble *
bedside_sidebar_header_get_bubble (BedsideSidebarHeader *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR_HEADER (self), NULL);

  return self->bubble;
}

/**
 * bedside_sidebar_header_get_new_chat:
 * @self: a header bar
 *
 * Returns: (transfer none): the button for the popover of *New Chat*
 */
GtkMenuButton *
bedside_sidebar_header_get_new_chat (BedsideSidebarHeader *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR_HEADER (self), NULL);

  return self->new_chat;
}

/**
 * bedside_sidebar_header_set_alone:
 * @self: a header bar
 * @alone: whether there is nothing beside it
 *
 * Shows the window's buttons and *New Chat*, or leaves them to the header bar beside.
 */
void
bedside_sidebar_header_set_alone (BedsideSidebarHeader *self,
                                  gboolean              alone)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR_HEADER (self));

  adw_header_bar_set_show_end_title_buttons (self->bar, alone);
  gtk_widget_set_visible (GTK_WIDGET (self->new_chat), alone);
}
