/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-message-factory"

#include "bedside-message-factory.h"

#include "bedside-day-row.h"
#include "bedside-history-row.h"
#include "bedside-message-format.h"
#include "bedside-message-row.h"

/* No longer lines than people like to read. */
#define BUBBLE_CHARS 64

struct _BedsideMessageFactory
{
  GObject                   parent_instance;

  BedsideMessageRowMetrics  metrics;
  guint                     serial;  /* of the fonts that they were measured with */
};

G_DEFINE_FINAL_TYPE (BedsideMessageFactory, bedside_message_factory, G_TYPE_OBJECT)

typedef enum {
  SIGNAL_RETRY,
  SIGNAL_DELETE,
  SIGNAL_SHOW_ALL,
  SIGNAL_LOAD_OLDER,
  SIGNAL_CHANGED,
} BedsideMessageFactorySignal;

static guint signals[SIGNAL_CHANGED + 1];

static GtkWidget *
get_row (GtkWidget *list_item)
{
  return list_item != NULL ? gtk_widget_get_first_child (list_item) : NULL;
}

static void
emit_message (BedsideMessageFactory       *self,
              BedsideMessageFactorySignal  signal,
              BedsideMessageRow           *row)
{
  BedsideMessage *message = bedside_message_row_get_message (row);
  g_autoptr(BedsideMessage) held = message != NULL ? g_object_ref (message) : NULL;

  if (held != NULL)
    g_signal_emit (self, signals[signal], 0, held);
}

static void
row_retry_cb (BedsideMessageFactory *self,
              BedsideMessageRow     *row)
{
  emit_message (self, SIGNAL_RETRY, row);
}

static void
row_delete_cb (BedsideMessageFactory *self,
               BedsideMessageRow     *row)
{
  emit_message (self, SIGNAL_DELETE, row);
}

static void
row_show_all_cb (BedsideMessageFactory *self,
                 BedsideMessageRow     *row)
{
  emit_message (self, SIGNAL_SHOW_ALL, row);
}

static void
row_changed_cb (BedsideMessageFactory *self,
                BedsideMessageRow     *row)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
row_load_older_cb (BedsideMessageFactory *self,
                   BedsideHistoryRow     *row)
{
  g_signal_emit (self, signals[SIGNAL_LOAD_OLDER], 0);
}

static GtkWidget *
create_message_row (BedsideMessageFactory *self)
{
  GtkWidget *row = bedside_message_row_new ();

  g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "retry", G_CALLBACK (row_retry_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "delete", G_CALLBACK (row_delete_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "show-all", G_CALLBACK (row_show_all_cb), self, G_CONNECT_SWAPPED);

  return row;
}

static GtkWidget *
create_row (BedsideMessageFactory *self,
            GType                  type)
{
  GtkWidget *row;

  if (type == BEDSIDE_TYPE_MESSAGE)
    return create_message_row (self);
  if (type == BEDSIDE_TYPE_DAY)
    return bedside_day_row_new ();

  row = bedside_history_row_new ();
  g_signal_connect_object (row, "load-older", G_CALLBACK (row_load_older_cb), self, G_CONNECT_SWAPPED);

  return row;
}

static GType
get_row_type (GType item_type)
{
  if (item_type == BEDSIDE_TYPE_MESSAGE)
    return BEDSIDE_TYPE_MESSAGE_ROW;

  return item_type == BEDSIDE_TYPE_DAY ? BEDSIDE_TYPE_DAY_ROW : BEDSIDE_TYPE_HISTORY_ROW;
}

static void
bind_cb (BedsideMessageFactory *self,
         GtkListItem           *list_item)
{
  GObject *item = gtk_list_item_get_item (list_item);
  GtkWidget *row = gtk_list_item_get_child (list_item);

  if (row == NULL || G_OBJECT_TYPE (row) != get_row_type (G_OBJECT_TYPE (item)))
    {
      gtk_list_item_set_activatable (list_item, FALSE);
      row = create_row (self, G_OBJECT_TYPE (item));
      gtk_list_item_set_child (list_item, row);
    }

  if (BEDSIDE_IS_MESSAGE_ROW (row))
    {
      bedside_message_row_set_metrics (BEDSIDE_MESSAGE_ROW (row), &self->metrics);
      bedside_message_row_set_message (BEDSIDE_MESSAGE_ROW (row), BEDSIDE_MESSAGE (item));
    }
  else if (BEDSIDE_IS_DAY_ROW (row))
    bedside_day_row_set_day (BEDSIDE_DAY_ROW (row), BEDSIDE_DAY (item));
  else
    bedside_history_row_set_timeline (BEDSIDE_HISTORY_ROW (row), BEDSIDE_TIMELINE (item));
}

static void
unbind_cb (BedsideMessageFactory *self,
           GtkListItem           *list_item)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);

  if (BEDSIDE_IS_MESSAGE_ROW (row))
    bedside_message_row_set_message (BEDSIDE_MESSAGE_ROW (row), NULL);
  else if (BEDSIDE_IS_DAY_ROW (row))
    bedside_day_row_set_day (BEDSIDE_DAY_ROW (row), NULL);
  else if (BEDSIDE_IS_HISTORY_ROW (row))
    bedside_history_row_set_timeline (BEDSIDE_HISTORY_ROW (row), NULL);
}

static int
measure_text (PangoLayout *layout,
              const char  *text)
{
  int width;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

/* Time and state have one width for all rows, whatever they say now. */
static void
measure_metrics (BedsideMessageFactory *self,
                 GtkWidget             *widget)
{
  const BedsideMessageState states[] = {
    BEDSIDE_MESSAGE_STATE_SENDING, BEDSIDE_MESSAGE_STATE_SENT, BEDSIDE_MESSAGE_STATE_READ,
    BEDSIDE_MESSAGE_STATE_NOT_SENT,
  };
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0");
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  self->metrics.bubble_width = MAX (width, 1) * BUBBLE_CHARS;

  /* A little more than the caption style has, for the capital letter. */
  pango_attr_list_insert (attributes, pango_attr_scale_new (0.9));
  pango_layout_set_attributes (layout, attributes);
  width = measure_text (layout, "00:00");
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    width = MAX (width, measure_text (layout, bedside_message_format_state (states[i])));
  self->metrics.meta_width = width;
}

static guint
install_signal (BedsideMessageFactoryClass *klass,
                const char                 *name,
                gboolean                    with_message)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  if (!with_message)
    return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_MESSAGE);
}

static void
bedside_message_factory_class_init (BedsideMessageFactoryClass *klass)
{
  signals[SIGNAL_RETRY] = install_signal (klass, "retry", TRUE);
  signals[SIGNAL_DELETE] = install_signal (klass, "delete", TRUE);
  signals[SIGNAL_SHOW_ALL] = install_signal (klass, "show-all", TRUE);
  signals[SIGNAL_LOAD_OLDER] = install_signal (klass, "load-older", FALSE);
  signals[SIGNAL_CHANGED] = install_signal (klass, "changed", FALSE);
}

static void
bedside_message_factory_init (BedsideMessageFactory *self)
{
  self->metrics.bubble_width = 480;
  self->metrics.meta_width = 48;
}

/**
 * bedside_message_factory_new:
 *
 * Returns: (transfer full): a new factory
 */
BedsideMessageFactory *
bedside_message_factory_new (void)
{
  return g_object_new (BEDSIDE_TYPE_MESSAGE_FACTORY, NULL);
}

/**
 * bedside_message_factory_create:
 * @self: a factory
 *
 * Returns: (transfer full): what a list view takes
 */
GtkListItemFactory *
bedside_message_factory_create (BedsideMessageFactory *self)
{
  GtkListItemFactory *factory;

  g_return_val_if_fail (BEDSIDE_IS_MESSAGE_FACTORY (self), NULL);

  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);

  return factory;
}

/**
 * bedside_message_factory_measure:
 * @self: a factory
 * @widget: whose fonts the rows have
 *
 * Measures what all rows have in common.
 *
 * Returns: whether the fonts have changed; then the rows are to be updated
 */
gboolean
bedside_message_factory_measure (BedsideMessageFactory *self,
                                 GtkWidget             *widget)
{
  guint serial;

  g_return_val_if_fail (BEDSIDE_IS_MESSAGE_FACTORY (self), FALSE);

  serial = pango_context_get_serial (gtk_widget_get_pango_context (widget));
  if (self->serial == serial)
    return FALSE;
  self->serial = serial;
  measure_metrics (self, widget);

  return TRUE;
}

/**
 * bedside_message_factory_get_with_sender:
 * @self: a factory
 *
 * Returns: whether each group of received messages says who wrote it
 */
gboolean
bedside_message_factory_get_with_sender (BedsideMessageFactory *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE_FACTORY (self), FALSE);

  return self->metrics.with_sender;
}

/**
 * bedside_message_factory_set_with_sender:
 * @self: a factory
 * @with_sender: there are several others
 *
 * Sets it for the rows that are bound from now on; see bedside_message_factory_update().
 */
void
bedside_message_factory_set_with_sender (BedsideMessageFactory *self,
                                         gboolean               with_sender)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE_FACTORY (self));

  self->metrics.with_sender = !!with_sender;
}

/**
 * bedside_message_factory_update:
 * @self: a factory
 * @list: a list view with rows of it
 *
 * Tells the rows that there are what they have in common now.
 */
void
bedside_message_factory_update (BedsideMessageFactory *self,
                                GtkWidget             *list)
{
  GtkWidget *list_item;

  g_return_if_fail (BEDSIDE_IS_MESSAGE_FACTORY (self));

  for (list_item = gtk_widget_get_first_child (list); list_item != NULL;
       list_item = gtk_widget_get_next_sibling (list_item))
    {
      GtkWidget *row = get_row (list_item);

      if (BEDSIDE_IS_MESSAGE_ROW (row))
        bedside_message_row_set_metrics (BEDSIDE_MESSAGE_ROW (row), &self->metrics);
    }
}

/**
 * bedside_message_factory_refresh_days:
 * @list: a list view with rows of a factory
 *
 * What was today is yesterday after midnight.
 */
void
bedside_message_factory_refresh_days (GtkWidget *list)
{
  GtkWidget *list_item;

  for (list_item = gtk_widget_get_first_child (list); list_item != NULL;
       list_item = gtk_widget_get_next_sibling (list_item))
    {
      GtkWidget *row = get_row (list_item);

      if (BEDSIDE_IS_DAY_ROW (row))
        bedside_day_row_refresh (BEDSIDE_DAY_ROW (row), g_get_real_time () / 1000);
    }
}

/**
 * bedside_message_factory_get_message:
 * @list_item: a child of a list view with rows of a factory
 *
 * Returns: (transfer none) (nullable): the message that it shows, if it shows one
 */
BedsideMessage *
bedside_message_factory_get_message (GtkWidget *list_item)
{
  GtkWidget *row = get_row (list_item);

  return BEDSIDE_IS_MESSAGE_ROW (row) ? bedside_message_row_get_message (BEDSIDE_MESSAGE_ROW (row)) : NULL;
}
