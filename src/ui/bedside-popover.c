/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-popover"

#include "bedside-popover.h"

/**
 * bedside_popover_give_focus_back:
 * @popover: a popover of a button, about to disappear
 *
 * An entry that disappears while it has the focus is a warning of GTK 4.8; and whoever closes the popover by a key is
 * to find the button again.
 */
void
bedside_popover_give_focus_back (GtkPopover *popover)
{
  GtkRoot *root;
  GtkWidget *focus, *button;

  g_return_if_fail (GTK_IS_POPOVER (popover));

  root = gtk_widget_get_root (GTK_WIDGET (popover));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (focus == NULL || (focus != GTK_WIDGET (popover) && !gtk_widget_is_ancestor (focus, GTK_WIDGET (popover))))
    return;

  button = gtk_widget_get_parent (GTK_WIDGET (popover));
  if (button == NULL || !gtk_widget_grab_focus (button))
    gtk_root_set_focus (root, NULL);
}
