/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-message-menu"

#include "bedside-message-menu.h"

#include "bedside-message-row.h"

static BedsideMessageRow *
find_row (GtkWidget *widget)
{
  GtkWidget *row;

  if (widget == NULL)
    return NULL;
  row = gtk_widget_get_ancestor (widget, BEDSIDE_TYPE_MESSAGE_ROW);
  /* The focus and the empty space beside the bubble are the list item's. */
  if (row == NULL)
    row = gtk_widget_get_first_child (widget);

  return BEDSIDE_IS_MESSAGE_ROW (row) ? BEDSIDE_MESSAGE_ROW (row) : NULL;
}

static BedsideMessageRow *
get_focus_row (GtkWidget *list)
{
  GtkRoot *root = gtk_widget_get_root (list);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, list))
    return NULL;

  return find_row (focus);
}

static void
pressed_at (GtkGesture *gesture,
            double      x,
            double      y)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  BedsideMessageRow *row = find_row (gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT));
  double row_x, row_y;

  if (row == NULL || !gtk_widget_translate_coordinates (list, GTK_WIDGET (row), x, y, &row_x, &row_y))
    return;
  bedside_message_row_popup_menu (row, row_x, row_y);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
secondary_pressed_cb (GtkGesture *gesture,
                      int         n_press,
                      double      x,
                      double      y)
{
  pressed_at (gesture, x, y);
}

static gboolean
menu_key_cb (GtkWidget *list,
             GVariant  *args,
             gpointer   user_data)
{
  BedsideMessageRow *row = get_focus_row (list);

  if (row == NULL)
    return FALSE;
  bedside_message_row_popup_menu (row, gtk_widget_get_width (GTK_WIDGET (row)) / 2.0,
                                  gtk_widget_get_height (GTK_WIDGET (row)) / 2.0);

  return TRUE;
}

static gboolean
copy_key_cb (GtkWidget *list,
             GVariant  *args,
             gpointer   user_data)
{
  BedsideMessageRow *row = get_focus_row (list);

  return row != NULL && gtk_widget_activate_action (GTK_WIDGET (row), "row.copy", NULL);
}

static void
add_shortcut (GtkEventController *shortcuts,
              const char         *trigger,
              GtkShortcutFunc     callback)
{
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                                                          gtk_callback_action_new (callback, NULL, NULL)));
}

/**
 * bedside_message_menu_attach:
 * @list: a list view of messages
 *
 * Makes the menus of its messages open by pointer, finger and keyboard, and
 * lets Ctrl+C copy the message that has the focus. One controller for all: each
 * row having its own would make rows dear.
 */
void
bedside_message_menu_attach (GtkWidget *list)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  g_return_if_fail (GTK_IS_LIST_VIEW (list));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (click, "pressed", G_CALLBACK (secondary_pressed_cb), list, 0);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (pressed_at), list, 0);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (press));

  add_shortcut (shortcuts, "Menu", menu_key_cb);
  add_shortcut (shortcuts, "<Shift>F10", menu_key_cb);
  add_shortcut (shortcuts, "<Control>c", copy_key_cb);
  gtk_widget_add_controller (list, shortcuts);
}
