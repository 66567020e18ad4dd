/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practitioner-row"

#include "bedside-practitioner-row.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-wording.h"

struct _BedsidePractitionerRow
{
  AdwActionRow         parent_instance;

  BedsidePractice     *practice; /* (owned) */
  BedsidePractitioner *person;   /* (owned) */
  gboolean             is_busy;

  GtkSpinner          *spinner;  /* a child */
  GtkMenuButton       *menu;     /* a child */
};

typedef enum {
  PROP_BUSY = 1,
} BedsidePractitionerRowProperty;

enum {
  SIGNAL_SET_ROLE,
  SIGNAL_REMOVE,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_BUSY + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsidePractitionerRow, bedside_practitioner_row, ADW_TYPE_ACTION_ROW)

static const char *
get_role_text (BedsideRole role)
{
  switch (role)
    {
    case BEDSIDE_ROLE_OWNER:
      return _("Owner");
    case BEDSIDE_ROLE_MANAGER:
      return _("Manager");
    case BEDSIDE_ROLE_PRACTITIONER:
    default:
      return _("Practitioner");
    }
}

/* Neither in the menu nor for who knows the action is there what the role does not allow. */
static void
offer (BedsidePractitionerRow *self,
       GMenu                  *menu,
       gboolean                possible,
       const char             *label,
       const char             *action)
{
  if (possible)
    g_menu_append (menu, label, action);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, possible && !self->is_busy);
}

static GMenuModel *
build_menu (BedsidePractitionerRow *self)
{
  const BedsideRole own = bedside_practice_get_role (self->practice);
  const BedsideRole role = bedside_practitioner_get_role (self->person);
  const gboolean other = !bedside_practitioner_is_self (self->person);
  const gboolean invited = bedside_practitioner_get_invited (self->person);
  g_autoptr(GMenu) menu = g_menu_new ();

  offer (self, menu, other && !invited && bedside_role_may_promote (own, role),
         _("Make manager"), "practitioner.make-manager");
  offer (self, menu, other && bedside_role_may_demote (own, role),
         _("Take manager role away"), "practitioner.make-practitioner");
  offer (self, menu, other && bedside_role_may_remove (own, role),
         invited ? _("Take invitation back") : _("Remove from practice"), "practitioner.remove");

  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
update (BedsidePractitionerRow *self)
{
  g_autofree char *user_id = bedside_wording_isolate (bedside_practitioner_get_user_id (self->person));
  const char *name = bedside_practitioner_get_name (self->person);
  const char *role = get_role_text (bedside_practitioner_get_role (self->person));
  g_autoptr(GMenuModel) menu = build_menu (self);
  g_autofree char *subtitle = NULL;
  g_autofree char *isolated = bedside_wording_isolate (name);
  g_autofree char *menu_name = g_strdup_printf (_("Actions for %s"), isolated);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  if (bedside_practitioner_get_invited (self->person))
    /* Translators: %s is an account, as "@sam:chat.example" */
    subtitle = g_strdup_printf (_("Invited, has not joined yet · %s"), user_id);
  else if (bedside_practitioner_is_self (self->person))
    /* Translators: a role, as "Manager", and an account, as "@sam:chat.example" */
    subtitle = g_strdup_printf (_("%s, this is you · %s"), role, user_id);
  else
    subtitle = g_strdup_printf ("%s · %s", role, user_id);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);

  gtk_menu_button_set_menu_model (self->menu, menu);
  gtk_widget_set_visible (GTK_WIDGET (self->menu), g_menu_model_get_n_items (menu) > 0 && !self->is_busy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, menu_name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->is_busy);
  gtk_spinner_set_spinning (self->spinner, self->is_busy);
}

static void
make_manager (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_SET_ROLE], 0, BEDSIDE_ROLE_MANAGER);
}

static void
make_practitioner (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_SET_ROLE], 0, BEDSIDE_ROLE_PRACTITIONER);
}

static void
remove_person (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_REMOVE], 0);
}

static void
bedside_practitioner_row_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  BedsidePractitionerRow *self = BEDSIDE_PRACTITIONER_ROW (object);

  switch ((BedsidePractitionerRowProperty) prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->is_busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_practitioner_row_set_property (GObject      *object,
                                       guint         prop_id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  BedsidePractitionerRow *self = BEDSIDE_PRACTITIONER_ROW (object);

  switch ((BedsidePractitionerRowProperty) prop_id)
    {
    case PROP_BUSY:
      bedside_practitioner_row_set_busy (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_practitioner_row_dispose (GObject *object)
{
  BedsidePractitionerRow *self = BEDSIDE_PRACTITIONER_ROW (object);

  g_clear_object (&self->practice);
  g_clear_object (&self->person);

  G_OBJECT_CLASS (bedside_practitioner_row_parent_class)->dispose (object);
}

static void
bedside_practitioner_row_class_init (BedsidePractitionerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_practitioner_row_get_property;
  object_class->set_property = bedside_practitioner_row_set_property;
  object_class->dispose = bedside_practitioner_row_dispose;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_SET_ROLE] = g_signal_new ("set-role", BEDSIDE_TYPE_PRACTITIONER_ROW, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_ROLE);
  signals[SIGNAL_REMOVE] = g_signal_new ("remove", BEDSIDE_TYPE_PRACTITIONER_ROW, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "practitioner.make-manager", NULL, make_manager);
  gtk_widget_class_install_action (widget_class, "practitioner.make-practitioner", NULL, make_practitioner);
  gtk_widget_class_install_action (widget_class, "practitioner.remove", NULL, remove_person);
}

static void
bedside_practitioner_row_init (BedsidePractitionerRow *self)
{
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->spinner));
  self->menu = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->menu, "view-more-symbolic");
  gtk_widget_set_valign (GTK_WIDGET (self->menu), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->menu), "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->menu));
  /* People choose their names themselves. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 4);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 3);
}

/**
 * bedside_practitioner_row_new:
 * @practice: the practice
 * @person: somebody of it
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
bedside_practitioner_row_new (BedsidePractice     *practice,
                              BedsidePractitioner *person)
{
  BedsidePractitionerRow *self;

  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (practice), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PRACTITIONER (person), NULL);

  self = g_object_new (BEDSIDE_TYPE_PRACTITIONER_ROW, NULL);
  self->practice = g_object_ref (practice);
  self->person = g_object_ref (person);
  g_signal_connect_object (practice, "notify::role", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (person, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

/**
 * bedside_practitioner_row_get_person:
 * @self: a row
 *
 * Returns: (transfer none): whom it shows
 */
BedsidePractitioner *
bedside_practitioner_row_get_person (BedsidePractitionerRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTITIONER_ROW (self), NULL);

  return self->person;
}

/**
 * bedside_practitioner_row_get_busy:
 * @self: a row
 *
 * Returns: whether something is being done with the person
 */
gboolean
bedside_practitioner_row_get_busy (BedsidePractitionerRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTITIONER_ROW (self), FALSE);

  return self->is_busy;
}

/**
 * bedside_practitioner_row_set_busy:
 * @self: a row
 * @busy: whether something is being done with the person
 *
 * Shows a spinner instead of the menu.
 */
void
bedside_practitioner_row_set_busy (BedsidePractitionerRow *self,
                                   gboolean                busy)
{
  g_return_if_fail (BEDSIDE_IS_PRACTITIONER_ROW (self));

  busy = !!busy;
  if (self->is_busy == busy)
    return;

  self->is_busy = busy;
  if (self->person != NULL)
    update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}
