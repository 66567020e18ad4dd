/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-list-bin"

#include "bedside-list-bin.h"

struct _BedsideListBin
{
  AdwBin       parent_instance;

  GtkListView *list;  /* (nullable): its weak pointer */
};

typedef enum {
  PROP_LIST = 1,
} BedsideListBinProperty;

static GParamSpec *properties[PROP_LIST + 1];

G_DEFINE_FINAL_TYPE (BedsideListBin, bedside_list_bin, ADW_TYPE_BIN)

static gboolean
bedside_list_bin_focus (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  BedsideListBin *self = BEDSIDE_LIST_BIN (widget);
  GtkWidget *row = self->list != NULL ? gtk_widget_get_focus_child (GTK_WIDGET (self->list)) : NULL;

  if (row != NULL && (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD))
    return gtk_widget_child_focus (row, direction);

  return GTK_WIDGET_CLASS (bedside_list_bin_parent_class)->focus (widget, direction);
}

static void
bedside_list_bin_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  BedsideListBin *self = BEDSIDE_LIST_BIN (object);

  switch ((BedsideListBinProperty) prop_id)
    {
    case PROP_LIST:
      g_value_set_object (value, self->list);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_list_bin_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  BedsideListBin *self = BEDSIDE_LIST_BIN (object);

  switch ((BedsideListBinProperty) prop_id)
    {
    case PROP_LIST:
      bedside_list_bin_set_list (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_list_bin_dispose (GObject *object)
{
  BedsideListBin *self = BEDSIDE_LIST_BIN (object);

  g_clear_weak_pointer (&self->list);

  G_OBJECT_CLASS (bedside_list_bin_parent_class)->dispose (object);
}

static void
bedside_list_bin_class_init (BedsideListBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_list_bin_get_property;
  object_class->set_property = bedside_list_bin_set_property;
  object_class->dispose = bedside_list_bin_dispose;
  GTK_WIDGET_CLASS (klass)->focus = bedside_list_bin_focus;

  properties[PROP_LIST] = g_param_spec_object ("list", NULL, NULL, GTK_TYPE_LIST_VIEW,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_list_bin_init (BedsideListBin *self)
{
}

/**
 * bedside_list_bin_get_list:
 * @self: a bin
 *
 * Returns: (transfer none) (nullable): the list
 */
GtkListView *
bedside_list_bin_get_list (BedsideListBin *self)
{
  g_return_val_if_fail (BEDSIDE_IS_LIST_BIN (self), NULL);

  return self->list;
}

/**
 * bedside_list_bin_set_list:
 * @self: a bin
 * @list: (nullable): the list that Tab goes past
 */
void
bedside_list_bin_set_list (BedsideListBin *self,
                           GtkListView    *list)
{
  g_return_if_fail (BEDSIDE_IS_LIST_BIN (self));
  g_return_if_fail (list == NULL || GTK_IS_LIST_VIEW (list));

  if (g_set_weak_pointer (&self->list, list))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIST]);
}
