/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-access"

#include "bedside-access.h"

static void
set_name (GtkWidget  *widget,
          const char *name)
{
  if (name != NULL && name[0] != '\0')
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
on_tooltip (GtkWidget *button)
{
  set_name (button, gtk_widget_get_tooltip_text (button));
}

/* A tooltip is no name, and what is written on the child of a button is none either. */
static void
name_button (GtkWidget *button)
{
  GtkWidget *child = gtk_button_get_child (GTK_BUTTON (button));

  if (gtk_button_get_label (GTK_BUTTON (button)) != NULL)
    return;

  if (GTK_IS_LABEL (child))
    set_name (button, gtk_label_get_text (GTK_LABEL (child)));
  else
    {
      g_signal_connect_object (button, "notify::tooltip-text", G_CALLBACK (on_tooltip), button, 0);
      on_tooltip (button);
    }
}

/**
 * bedside_access_name_inner:
 * @root: a widget of libadwaita
 * @lists: a name for the lists in it
 *
 * Names what libadwaita 1.2 leaves without: the list inside of a group, the
 * buttons inside of a row. Not for widgets of ours, which are named in their
 * templates.
 */
void
bedside_access_name_inner (GtkWidget  *root,
                           const char *lists)
{
  g_return_if_fail (GTK_IS_WIDGET (root));
  g_return_if_fail (lists != NULL);

  if (GTK_IS_LIST_BOX (root))
    set_name (root, lists);
  else if (GTK_IS_BUTTON (root))
    name_button (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    bedside_access_name_inner (child, lists);
}
