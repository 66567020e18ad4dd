/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-choice-row"

#include "bedside-choice-row.h"

struct _BedsideChoiceRow
{
  AdwActionRow     parent_instance;

  GtkToggleButton *button; /* a child */
};

typedef enum {
  PROP_ACTIVE = 1,
  PROP_GROUP,
} BedsideChoiceRowProperty;

static GParamSpec *properties[PROP_GROUP + 1];

G_DEFINE_FINAL_TYPE (BedsideChoiceRow, bedside_choice_row, ADW_TYPE_ACTION_ROW)

static void
on_active (BedsideChoiceRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

static void
bedside_choice_row_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch ((BedsideChoiceRowProperty) prop_id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, bedside_choice_row_get_active (BEDSIDE_CHOICE_ROW (object)));
      break;
    case PROP_GROUP:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_choice_row_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  BedsideChoiceRow *self = BEDSIDE_CHOICE_ROW (object);

  switch ((BedsideChoiceRowProperty) prop_id)
    {
    case PROP_ACTIVE:
      bedside_choice_row_set_active (self, g_value_get_boolean (value));
      break;
    case PROP_GROUP:
      bedside_choice_row_set_group (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_choice_row_class_init (BedsideChoiceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_choice_row_get_property;
  object_class->set_property = bedside_choice_row_set_property;

  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_GROUP] = g_param_spec_object ("group", NULL, NULL, BEDSIDE_TYPE_CHOICE_ROW,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_choice_row_init (BedsideChoiceRow *self)
{
  self->button = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  gtk_button_set_icon_name (GTK_BUTTON (self->button), "object-select-symbolic");
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "choice");
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->button));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (self->button));
  g_signal_connect_object (self->button, "notify::active", G_CALLBACK (on_active), self, G_CONNECT_SWAPPED);
}

/**
 * bedside_choice_row_get_active:
 * @self: a row
 *
 * Returns: whether it is the one that is chosen
 */
gboolean
bedside_choice_row_get_active (BedsideChoiceRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CHOICE_ROW (self), FALSE);

  return gtk_toggle_button_get_active (self->button);
}

/**
 * bedside_choice_row_set_active:
 * @self: a row
 * @active: whether it is the one that is chosen
 *
 * Chooses it; another of its group is not chosen any more.
 */
void
bedside_choice_row_set_active (BedsideChoiceRow *self,
                               gboolean          active)
{
  g_return_if_fail (BEDSIDE_IS_CHOICE_ROW (self));

  gtk_toggle_button_set_active (self->button, active);
}

/**
 * bedside_choice_row_set_group:
 * @self: a row
 * @other: (nullable): another row of the same choice
 *
 * Lets only one of both be chosen.
 */
void
bedside_choice_row_set_group (BedsideChoiceRow *self,
                              BedsideChoiceRow *other)
{
  g_return_if_fail (BEDSIDE_IS_CHOICE_ROW (self));
  g_return_if_fail (other == NULL || BEDSIDE_IS_CHOICE_ROW (other));

  gtk_toggle_button_set_group (self->button, other != NULL ? other->button : NULL);
}

static gboolean
transform_to_active (GBinding     *binding,
                     const GValue *from,
                     GValue       *to,
                     gpointer      user_data)
{
  const int value = G_VALUE_HOLDS_UINT (from) ? (int) g_value_get_uint (from) : g_value_get_enum (from);

  g_value_set_boolean (to, value == GPOINTER_TO_INT (user_data));

  return TRUE;
}

/* That it is not chosen any more says nothing of what is. */
static gboolean
transform_to_value (GBinding     *binding,
                    const GValue *from,
                    GValue       *to,
                    gpointer      user_data)
{
  if (G_VALUE_HOLDS_UINT (to))
    g_value_set_uint (to, (guint) GPOINTER_TO_INT (user_data));
  else
    g_value_set_enum (to, GPOINTER_TO_INT (user_data));

  return g_value_get_boolean (from);
}

/**
 * bedside_choice_row_bind:
 * @self: a row
 * @object: a #GObject
 * @property: one of its properties, an enum or a guint
 * @value: what this row stands for
 *
 * Keeps both alike: the row is chosen while @property has that value, and choosing it sets that.
 */
void
bedside_choice_row_bind (BedsideChoiceRow *self,
                         gpointer          object,
                         const char       *property,
                         int               value)
{
  g_return_if_fail (BEDSIDE_IS_CHOICE_ROW (self));
  g_return_if_fail (G_IS_OBJECT (object));
  g_return_if_fail (property != NULL);

  g_object_bind_property_full (object, property, self, "active", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL,
                               transform_to_active, transform_to_value, GINT_TO_POINTER (value), NULL);
}
