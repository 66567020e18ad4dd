/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-access"

#include "bedside-access.h"

#include <adwaita.h>

#include "bedside-wording.h"

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

static void
name_after (GtkWidget  *button,
            GParamSpec *pspec,
            GtkWidget  *row)
{
  const char *tooltip = gtk_widget_get_tooltip_text (button);
  g_autoptr(GString) name = g_string_new (tooltip);

  bedside_wording_append (name, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  set_name (button, name->str);
}

static void
name_buttons_within (GtkWidget *widget,
                     GtkWidget *row)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_tooltip_text (widget) != NULL)
    {
      g_signal_connect_object (widget, "notify::tooltip-text", G_CALLBACK (name_after), row, 0);
      name_after (widget, NULL, row);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons_within (child, row);
}

/**
 * bedside_access_name_buttons:
 * @row: an #AdwPreferencesRow beside others of its kind
 *
 * Names the buttons inside of it by what they do and the row that they do it to, in place of
 * bedside_access_name_inner().
 */
void
bedside_access_name_buttons (GtkWidget *row)
{
  g_return_if_fail (ADW_IS_PREFERENCES_ROW (row));

  name_buttons_within (row, row);
}
