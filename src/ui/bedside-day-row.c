/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-day-row"

#include "bedside-day-row.h"

#include "bedside-message-format.h"

struct _BedsideDayRow
{
  GtkWidget   parent_instance;

  BedsideDay *day;    /* (owned) (nullable): only while bound */

  /* template */
  GtkLabel   *label;
};

G_DEFINE_FINAL_TYPE (BedsideDayRow, bedside_day_row, GTK_TYPE_WIDGET)

static void
bedside_day_row_dispose (GObject *object)
{
  BedsideDayRow *self = BEDSIDE_DAY_ROW (object);
  GtkWidget *child;

  g_clear_object (&self->day);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (bedside_day_row_parent_class)->dispose (object);
}

static void
bedside_day_row_class_init (BedsideDayRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_day_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-day-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideDayRow, label);
}

static void
bedside_day_row_init (BedsideDayRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_day_row_new:
 *
 * Returns: (transfer floating): a row without a day
 */
GtkWidget *
bedside_day_row_new (void)
{
  return g_object_new (BEDSIDE_TYPE_DAY_ROW, NULL);
}

/**
 * bedside_day_row_set_day:
 * @self: a row, in its list item
 * @day: (nullable): the day to show
 *
 * Binds the row to a day.
 */
void
bedside_day_row_set_day (BedsideDayRow *self,
                         BedsideDay    *day)
{
  g_return_if_fail (BEDSIDE_IS_DAY_ROW (self));
  g_return_if_fail (day == NULL || BEDSIDE_IS_DAY (day));

  g_set_object (&self->day, day);
  if (day != NULL)
    bedside_day_row_refresh (self, g_get_real_time () / 1000);
}

/**
 * bedside_day_row_refresh:
 * @self: a row
 * @now: ms since 1970
 *
 * What was today is yesterday after midnight.
 */
void
bedside_day_row_refresh (BedsideDayRow *self,
                         gint64         now)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *text = NULL;

  g_return_if_fail (BEDSIDE_IS_DAY_ROW (self));

  if (self->day == NULL)
    return;
  text = bedside_message_format_day (bedside_day_get_timestamp (self->day), now);
  gtk_label_set_text (self->label, text);
  if (item != NULL)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      gtk_accessible_reset_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    }
}

/**
 * bedside_day_row_get_text:
 * @self: a row
 *
 * Returns: (transfer none): what it shows
 */
const char *
bedside_day_row_get_text (BedsideDayRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DAY_ROW (self), NULL);

  return gtk_label_get_text (self->label);
}
