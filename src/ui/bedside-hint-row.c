/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-hint-row"

#include "bedside-hint-row.h"

#include "config.h"

struct _BedsideHintRow
{
  AdwPreferencesRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideHintRow, bedside_hint_row, ADW_TYPE_PREFERENCES_ROW)

/* The focus goes on to the next row that takes it, in the same direction. */
static gboolean
bedside_hint_row_focus (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  const gboolean back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP;
  GtkWidget *row = widget;

  while ((row = back ? gtk_widget_get_prev_sibling (row) : gtk_widget_get_next_sibling (row)) != NULL)
    {
      if (gtk_widget_child_focus (row, direction))
        return TRUE;
    }

  return FALSE;
}

static void
bedside_hint_row_class_init (BedsideHintRowClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = bedside_hint_row_focus;
}

static void
bedside_hint_row_init (BedsideHintRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}
