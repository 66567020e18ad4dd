/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-switch-row"

#include "bedside-switch-row.h"

#include "config.h"

#include <glib/gi18n.h>

struct _BedsideSwitchRow
{
  AdwActionRow  parent_instance;

  GtkSwitch    *toggle; /* a child */
  GtkLabel     *state;  /* a child */
};

typedef enum {
  PROP_ACTIVE = 1,
  PROP_POSSIBLE,
  PROP_SHOW_STATE,
} BedsideSwitchRowProperty;

static GParamSpec *properties[PROP_SHOW_STATE + 1];

G_DEFINE_FINAL_TYPE (BedsideSwitchRow, bedside_switch_row, ADW_TYPE_ACTION_ROW)

static void
update_state (BedsideSwitchRow *self)
{
  gtk_label_set_label (self->state, gtk_switch_get_active (self->toggle) ? _("Enabled") : _("Disabled"));
}

static void
on_active (BedsideSwitchRow *self)
{
  update_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

static void
bedside_switch_row_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  BedsideSwitchRow *self = BEDSIDE_SWITCH_ROW (object);

  switch ((BedsideSwitchRowProperty) prop_id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, bedside_switch_row_get_active (self));
      break;
    case PROP_POSSIBLE:
      g_value_set_boolean (value, bedside_switch_row_get_possible (self));
      break;
    case PROP_SHOW_STATE:
      g_value_set_boolean (value, bedside_switch_row_get_show_state (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_switch_row_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  BedsideSwitchRow *self = BEDSIDE_SWITCH_ROW (object);

  switch ((BedsideSwitchRowProperty) prop_id)
    {
    case PROP_ACTIVE:
      bedside_switch_row_set_active (self, g_value_get_boolean (value));
      break;
    case PROP_POSSIBLE:
      bedside_switch_row_set_possible (self, g_value_get_boolean (value));
      break;
    case PROP_SHOW_STATE:
      bedside_switch_row_set_show_state (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_switch_row_class_init (BedsideSwitchRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_switch_row_get_property;
  object_class->set_property = bedside_switch_row_set_property;

  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  properties[PROP_POSSIBLE] = g_param_spec_boolean ("possible", NULL, NULL, TRUE, flags);
  properties[PROP_SHOW_STATE] = g_param_spec_boolean ("show-state", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_switch_row_init (BedsideSwitchRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->state = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "dim-label");
  self->toggle = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->toggle), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->toggle));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), box);
  /* This names the switch, too. */
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (self->toggle));
  g_signal_connect_object (self->toggle, "notify::active", G_CALLBACK (on_active), self, G_CONNECT_SWAPPED);
  update_state (self);
}

/**
 * bedside_switch_row_get_active:
 * @self: a row
 *
 * Returns: whether it is switched on
 */
gboolean
bedside_switch_row_get_active (BedsideSwitchRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SWITCH_ROW (self), FALSE);

  return gtk_switch_get_active (self->toggle);
}

/**
 * bedside_switch_row_set_active:
 * @self: a row
 * @active: whether it is switched on
 *
 * Sets the switch.
 */
void
bedside_switch_row_set_active (BedsideSwitchRow *self,
                               gboolean          active)
{
  g_return_if_fail (BEDSIDE_IS_SWITCH_ROW (self));

  gtk_switch_set_active (self->toggle, active);
}

/**
 * bedside_switch_row_get_possible:
 * @self: a row
 *
 * Returns: whether the switch can be used
 */
gboolean
bedside_switch_row_get_possible (BedsideSwitchRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SWITCH_ROW (self), FALSE);

  return gtk_widget_get_sensitive (GTK_WIDGET (self->toggle));
}

/**
 * bedside_switch_row_set_possible:
 * @self: a row
 * @possible: whether the switch can be used
 *
 * Sets it.
 */
void
bedside_switch_row_set_possible (BedsideSwitchRow *self,
                                 gboolean          possible)
{
  g_return_if_fail (BEDSIDE_IS_SWITCH_ROW (self));

  possible = !!possible;
  if (bedside_switch_row_get_possible (self) == possible)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->toggle), possible);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSSIBLE]);
}

/**
 * bedside_switch_row_get_show_state:
 * @self: a row
 *
 * Returns: whether it says in words what it is set to
 */
gboolean
bedside_switch_row_get_show_state (BedsideSwitchRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SWITCH_ROW (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->state));
}

/**
 * bedside_switch_row_set_show_state:
 * @self: a row
 * @show_state: whether it says in words what it is set to
 *
 * Sets it.
 */
void
bedside_switch_row_set_show_state (BedsideSwitchRow *self,
                                   gboolean          show_state)
{
  g_return_if_fail (BEDSIDE_IS_SWITCH_ROW (self));

  show_state = !!show_state;
  if (bedside_switch_row_get_show_state (self) == show_state)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->state), show_state);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_STATE]);
}
