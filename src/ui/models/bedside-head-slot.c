/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-head-slot"

#include "bedside-head-slot.h"

struct _BedsideHeadSlot
{
  GObject  parent_instance;

  GObject *item;  /* (owned) (nullable) */
};

typedef enum {
  PROP_ITEM = 1,
} BedsideHeadSlotProperty;

static GParamSpec *properties[PROP_ITEM + 1];

G_DEFINE_FINAL_TYPE (BedsideHeadSlot, bedside_head_slot, G_TYPE_OBJECT)

static void
bedside_head_slot_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch ((BedsideHeadSlotProperty) prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, bedside_head_slot_get_item (BEDSIDE_HEAD_SLOT (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_head_slot_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch ((BedsideHeadSlotProperty) prop_id)
    {
    case PROP_ITEM:
      bedside_head_slot_set_item (BEDSIDE_HEAD_SLOT (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_head_slot_dispose (GObject *object)
{
  g_clear_object (&BEDSIDE_HEAD_SLOT (object)->item);

  G_OBJECT_CLASS (bedside_head_slot_parent_class)->dispose (object);
}

static void
bedside_head_slot_class_init (BedsideHeadSlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_head_slot_get_property;
  object_class->set_property = bedside_head_slot_set_property;
  object_class->dispose = bedside_head_slot_dispose;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, G_TYPE_OBJECT,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_head_slot_init (BedsideHeadSlot *self)
{
}

/**
 * bedside_head_slot_new:
 * @item: (nullable): what is in it
 *
 * Returns: (transfer full): a slot
 */
BedsideHeadSlot *
bedside_head_slot_new (gpointer item)
{
  BedsideHeadSlot *self = g_object_new (BEDSIDE_TYPE_HEAD_SLOT, NULL);

  g_set_object (&self->item, item);

  return self;
}

/**
 * bedside_head_slot_get_item:
 * @self: a slot
 *
 * Returns: (transfer none) (nullable): what is in it
 */
gpointer
bedside_head_slot_get_item (BedsideHeadSlot *self)
{
  g_return_val_if_fail (BEDSIDE_IS_HEAD_SLOT (self), NULL);

  return self->item;
}

/**
 * bedside_head_slot_set_item:
 * @self: a slot
 * @item: (nullable): what is in it
 */
void
bedside_head_slot_set_item (BedsideHeadSlot *self,
                            gpointer         item)
{
  g_return_if_fail (BEDSIDE_IS_HEAD_SLOT (self));
  g_return_if_fail (item == NULL || G_IS_OBJECT (item));

  if (g_set_object (&self->item, item))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}
