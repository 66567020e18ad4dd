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
  bedside_popover_give_focus_back_to (popover, NULL);
}

/**
 * bedside_popover_give_focus_back_to:
 * @popover: a popover of a button, about to disappear
 * @origin: (nullable): what had the focus before
 *
 * Like bedside_popover_give_focus_back(), but whoever called for the popover by a key while writing goes on writing.
 */
void
bedside_popover_give_focus_back_to (GtkPopover *popover,
                                    GtkWidget  *origin)
{
  GtkRoot *root;
  GtkWidget *focus, *button;

  g_return_if_fail (GTK_IS_POPOVER (popover));
  g_return_if_fail (origin == NULL || GTK_IS_WIDGET (origin));

  root = gtk_widget_get_root (GTK_WIDGET (popover));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (focus == NULL || (focus != GTK_WIDGET (popover) && !gtk_widget_is_ancestor (focus, GTK_WIDGET (popover))))
    return;

  if (origin != NULL && gtk_widget_get_root (origin) == root && gtk_widget_get_mapped (origin) &&
      gtk_widget_grab_focus (origin))
    return;

  button = gtk_widget_get_parent (GTK_WIDGET (popover));
  if (button == NULL || !gtk_widget_grab_focus (button))
    gtk_root_set_focus (root, NULL);
}
