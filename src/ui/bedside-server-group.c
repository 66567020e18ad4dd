/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-server-group"

#include "bedside-server-group.h"

#include "config.h"

#include <glib/gi18n.h>

typedef struct {
  BedsideEnforcement  enforcement;
  const char         *icon;
  const char         *title;
  const char         *text;
} Explanation;

static const Explanation explanations[] = {
  {
    BEDSIDE_ENFORCEMENT_UNKNOWN, "content-loading-symbolic",
    N_("The server has not been heard yet"),
    N_("Whether the server enforces the rules of the practice shows here as soon as it answers."),
  },
  {
    BEDSIDE_ENFORCEMENT_ENFORCED, "emblem-ok-symbolic",
    N_("The server enforces the rules"),
    N_("Nobody can get around them, whatever program they use."),
  },
  {
    BEDSIDE_ENFORCEMENT_NOT_CONFIGURED, "dialog-warning-symbolic",
    N_("The server does not know this practice"),
    N_("Nobody can write to patients yet. Give the practice id to the administrator of the server, who adds it to the "
       "server’s configuration."),
  },
  {
    BEDSIDE_ENFORCEMENT_NOT_ENFORCED, "dialog-warning-symbolic",
    N_("The server does not enforce the rules"),
    N_("They hold only while Bedside is running: as long as a practitioner’s Bedside is closed, a patient whose chat "
       "was disabled can still write to that practitioner with another program. Ask the administrator of the server to "
       "install Bedside’s module for it."),
  },
};

struct _BedsideServerGroup
{
  AdwPreferencesGroup  parent_instance;

  BedsidePractice     *practice; /* (owned) (nullable) */
  GSignalGroup        *signals;  /* (owned): of practice */

  /* template */
  AdwActionRow        *enforcement;
  GtkImage            *icon;
  AdwActionRow        *practice_id;
  GtkButton           *copy;
};

typedef enum {
  PROP_PRACTICE = 1,
} BedsideServerGroupProperty;

static GParamSpec *properties[PROP_PRACTICE + 1];

G_DEFINE_FINAL_TYPE (BedsideServerGroup, bedside_server_group, ADW_TYPE_PREFERENCES_GROUP)

static void
update (BedsideServerGroup *self)
{
  const BedsideEnforcement enforcement =
    self->practice != NULL ? bedside_practice_get_enforcement (self->practice) : BEDSIDE_ENFORCEMENT_UNKNOWN;

  for (guint i = 0; i < G_N_ELEMENTS (explanations); i++)
    {
      const Explanation *explanation = &explanations[i];

      if (explanation->enforcement != enforcement)
        continue;
      gtk_image_set_from_icon_name (self->icon, explanation->icon);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->enforcement), _(explanation->title));
      adw_action_row_set_subtitle (self->enforcement, _(explanation->text));
    }
  if (enforcement == BEDSIDE_ENFORCEMENT_NOT_CONFIGURED || enforcement == BEDSIDE_ENFORCEMENT_NOT_ENFORCED)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "warning");
}

/* The name stays what it is, whatever stands on the button; that goes with it, so this comes after. */
static void
set_copy_label (BedsideServerGroup *self,
                const char         *label)
{
  gtk_button_set_label (self->copy, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy practice id"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, label,
                                  -1);
}

static void
on_copy (BedsideServerGroup *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          adw_action_row_get_subtitle (self->practice_id));
  set_copy_label (self, _("Copied"));
}

static void
bedside_server_group_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  BedsideServerGroup *self = BEDSIDE_SERVER_GROUP (object);

  switch ((BedsideServerGroupProperty) prop_id)
    {
    case PROP_PRACTICE:
      g_value_set_object (value, self->practice);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_server_group_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  BedsideServerGroup *self = BEDSIDE_SERVER_GROUP (object);

  switch ((BedsideServerGroupProperty) prop_id)
    {
    case PROP_PRACTICE:
      bedside_server_group_set_practice (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_server_group_dispose (GObject *object)
{
  BedsideServerGroup *self = BEDSIDE_SERVER_GROUP (object);

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->practice);

  G_OBJECT_CLASS (bedside_server_group_parent_class)->dispose (object);
}

static void
bedside_server_group_class_init (BedsideServerGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_server_group_get_property;
  object_class->set_property = bedside_server_group_set_property;
  object_class->dispose = bedside_server_group_dispose;

  properties[PROP_PRACTICE] = g_param_spec_object ("practice", NULL, NULL, BEDSIDE_TYPE_PRACTICE,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-server-group.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideServerGroup, enforcement);
  gtk_widget_class_bind_template_child (widget_class, BedsideServerGroup, icon);
  gtk_widget_class_bind_template_child (widget_class, BedsideServerGroup, practice_id);
  gtk_widget_class_bind_template_child (widget_class, BedsideServerGroup, copy);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
bedside_server_group_init (BedsideServerGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (BEDSIDE_TYPE_PRACTICE);
  g_signal_group_connect_object (self->signals, "notify::enforcement", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * bedside_server_group_get_practice:
 * @self: a group
 *
 * Returns: (transfer none) (nullable): the practice
 */
BedsidePractice *
bedside_server_group_get_practice (BedsideServerGroup *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SERVER_GROUP (self), NULL);

  return self->practice;
}

/**
 * bedside_server_group_set_practice:
 * @self: a group
 * @practice: (nullable): the practice
 *
 * Sets whose server it is about.
 */
void
bedside_server_group_set_practice (BedsideServerGroup *self,
                                   BedsidePractice    *practice)
{
  g_return_if_fail (BEDSIDE_IS_SERVER_GROUP (self));
  g_return_if_fail (practice == NULL || BEDSIDE_IS_PRACTICE (practice));

  if (!g_set_object (&self->practice, practice))
    return;

  g_signal_group_set_target (self->signals, practice);
  if (practice != NULL)
    bedside_server_group_set_id (self, bedside_practice_get_room_id (practice));
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRACTICE]);
}

/**
 * bedside_server_group_set_id:
 * @self: a group
 * @room_id: the practice id
 *
 * Sets what can be copied.
 */
void
bedside_server_group_set_id (BedsideServerGroup *self,
                             const char         *room_id)
{
  g_return_if_fail (BEDSIDE_IS_SERVER_GROUP (self));
  g_return_if_fail (room_id != NULL);

  if (g_strcmp0 (adw_action_row_get_subtitle (self->practice_id), room_id) == 0)
    return;

  /* Ids are no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->practice_id), FALSE);
  adw_action_row_set_subtitle (self->practice_id, room_id);
  set_copy_label (self, _("Copy"));
}
