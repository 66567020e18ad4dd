/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-compat"

#include "bedside-compat.h"

#define FLOOR_MINOR 8

static gboolean
is_menu_item (GtkWidget *widget)
{
  const GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  return role == GTK_ACCESSIBLE_ROLE_MENU_ITEM || role == GTK_ACCESSIBLE_ROLE_MENU_ITEM_CHECKBOX ||
         role == GTK_ACCESSIBLE_ROLE_MENU_ITEM_RADIO;
}

static void
name_items (GtkWidget *widget)
{
  GParamSpec *text = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "text");

  if (is_menu_item (widget) && text != NULL && text->value_type == G_TYPE_STRING)
    {
      g_autofree char *name = NULL;

      g_object_get (widget, "text", &name, NULL);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      name != NULL ? name : "", -1);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    name_items (child);
}

/* A name that somebody gave counts more than what is written on the button. */
static void
prefer_name (GtkWidget *button)
{
  if (gtk_button_get_label (GTK_BUTTON (button)) != NULL &&
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL))
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static gboolean
on_map (GSignalInvocationHint *hint,
        guint                  n_values,
        const GValue          *values,
        gpointer               user_data)
{
  GObject *widget = g_value_get_object (&values[0]);

  if (GTK_IS_POPOVER_MENU (widget))
    name_items (GTK_WIDGET (widget));
  else if (GTK_IS_BUTTON (widget))
    prefer_name (GTK_WIDGET (widget));

  return G_SOURCE_CONTINUE;
}

/**
 * bedside_compat_init:
 *
 * Mends what newer versions of GTK do worse than the floor. To be called once GTK is there, once.
 *
 * Items of menus, also of GTK's own in entries, have no name for assistive technology: they refer to a label that has
 * none. And a button is called after what is written on it, whatever name it was given: "Join" instead of "Join
 * Harbour Practice". Both seen with GTK 4.18 and 4.24.
 */
void
bedside_compat_init (void)
{
  /* Signals come with the class. */
  g_autoptr(GTypeClass) widgets = g_type_class_ref (GTK_TYPE_WIDGET);

  if (gtk_get_minor_version () <= FLOOR_MINOR)
    return;

  g_signal_add_emission_hook (g_signal_lookup ("map", G_TYPE_FROM_CLASS (widgets)), 0, on_map, NULL, NULL);
}

typedef struct {
  GtkWidget *origin; /* (owned) */
  GtkWidget *button; /* (owned) */
} ReturnFocus;

static void
return_focus_free (gpointer data)
{
  ReturnFocus *self = data;

  g_object_unref (self->origin);
  g_object_unref (self->button);
  g_free (self);
}

static gboolean
return_focus_cb (gpointer user_data)
{
  ReturnFocus *self = user_data;
  GtkRoot *root = gtk_widget_get_root (self->button);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* Whatever else has got it meanwhile keeps it. */
  if (focus != NULL && (focus == self->button || gtk_widget_is_ancestor (focus, self->button)) &&
      gtk_widget_get_mapped (self->origin))
    gtk_widget_grab_focus (self->origin);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_compat_return_focus:
 * @origin: what had the focus before a popover was opened by key
 * @button: the popover's button
 *
 * Newer GTK gives the focus to the button when a popover has closed, whoever got it before. To be called when it
 * disappears.
 */
void
bedside_compat_return_focus (GtkWidget *origin,
                             GtkWidget *button)
{
  ReturnFocus *self;

  g_return_if_fail (GTK_IS_WIDGET (origin));
  g_return_if_fail (GTK_IS_WIDGET (button));

  if (gtk_get_minor_version () <= FLOOR_MINOR)
    return;

  self = g_new0 (ReturnFocus, 1);
  self->origin = g_object_ref (origin);
  self->button = g_object_ref (button);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, return_focus_cb, self, return_focus_free);
}
