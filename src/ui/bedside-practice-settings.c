/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice-settings"

#include "bedside-practice-settings.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-patient-access.h"
#include "bedside-practitioners-page.h"
#include "bedside-server-group.h"
#include "bedside-wording.h"

struct _BedsidePracticeSettings
{
  AdwPreferencesWindow      parent_instance;

  BedsideSession           *session;  /* (owned) */
  BedsidePractice          *practice; /* (owned) */

  /* template */
  AdwPreferencesGroup      *patient_access;
  GtkWidget                *edit;
  GtkLabel                 *group_chat;
  GtkLabel                 *chat;
  BedsideServerGroup       *server;
  BedsidePractitionersPage *practitioners;
};

G_DEFINE_FINAL_TYPE (BedsidePracticeSettings, bedside_practice_settings, ADW_TYPE_PREFERENCES_WINDOW)

/* Who could change it: otherwise nobody knows whom to ask. */
static char *
dup_managers (BedsidePractice *practice)
{
  GListModel *people = bedside_practice_get_people (practice);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (people); i++)
    {
      g_autoptr(BedsidePractitioner) person = g_list_model_get_item (people, i);
      g_autofree char *name = bedside_wording_isolate (bedside_practitioner_get_name (person));

      if (bedside_practitioner_get_invited (person)
          || !bedside_role_may_manage (bedside_practitioner_get_role (person)))
        continue;
      bedside_wording_append (names, name);
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

static char *
dup_description (BedsidePractice *practice)
{
  g_autofree char *managers = NULL;
  g_autofree char *text = NULL;

  if (bedside_role_may_manage (bedside_practice_get_role (practice)))
    return g_strdup (_("Holds for every practitioner and every patient of the practice."));

  managers = dup_managers (practice);
  if (managers[0] == '\0')
    return g_strdup (_("Only managers of the practice can change this."));
  /* Translators: %s are the names of managers */
  text = g_strdup_printf (_("Only managers of the practice can change this: %s."), managers);

  /* A description is markup, and people choose their names themselves. */
  return g_markup_escape_text (text, -1);
}

static void
update (BedsidePracticeSettings *self)
{
  const gboolean group_chat = bedside_practice_get_group_chat (self->practice);
  const gboolean chat = group_chat && bedside_practice_get_patient_chat (self->practice);
  g_autofree char *description = dup_description (self->practice);

  gtk_label_set_label (self->group_chat, group_chat ? _("Enabled") : _("Disabled"));
  gtk_label_set_label (self->chat, chat ? _("Enabled") : _("Disabled"));
  adw_preferences_group_set_description (self->patient_access, description);
  gtk_widget_set_sensitive (self->edit, bedside_role_may_manage (bedside_practice_get_role (self->practice)));
}

static void
on_edit (BedsidePracticeSettings *self)
{
  gtk_window_present (GTK_WINDOW (bedside_patient_access_new (GTK_WINDOW (self), self->session, self->practice)));
}

static void
bedside_practice_settings_dispose (GObject *object)
{
  BedsidePracticeSettings *self = BEDSIDE_PRACTICE_SETTINGS (object);

  g_clear_object (&self->session);
  g_clear_object (&self->practice);

  G_OBJECT_CLASS (bedside_practice_settings_parent_class)->dispose (object);
}

static void
bedside_practice_settings_class_init (BedsidePracticeSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_practice_settings_dispose;

  g_type_ensure (BEDSIDE_TYPE_PRACTITIONERS_PAGE);
  g_type_ensure (BEDSIDE_TYPE_SERVER_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-practice-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsidePracticeSettings, patient_access);
  gtk_widget_class_bind_template_child (widget_class, BedsidePracticeSettings, edit);
  gtk_widget_class_bind_template_child (widget_class, BedsidePracticeSettings, group_chat);
  gtk_widget_class_bind_template_child (widget_class, BedsidePracticeSettings, chat);
  gtk_widget_class_bind_template_child (widget_class, BedsidePracticeSettings, server);
  gtk_widget_class_bind_template_child (widget_class, BedsidePracticeSettings, practitioners);
  gtk_widget_class_bind_template_callback (widget_class, on_edit);
}

static void
bedside_practice_settings_init (BedsidePracticeSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_practice_settings_new:
 * @parent: (nullable): the window that it belongs to
 * @session: the session
 * @practice: one of its practices
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_practice_settings_new (GtkWindow       *parent,
                               BedsideSession  *session,
                               BedsidePractice *practice)
{
  static const char *const notifies[] = { "notify::group-chat", "notify::patient-chat", "notify::role" };
  BedsidePracticeSettings *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (practice), NULL);

  self = g_object_new (BEDSIDE_TYPE_PRACTICE_SETTINGS, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  self->practice = g_object_ref (practice);
  for (guint i = 0; i < G_N_ELEMENTS (notifies); i++)
    g_signal_connect_object (practice, notifies[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bedside_practice_get_people (practice), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  bedside_server_group_set_practice (self->server, practice);
  bedside_practitioners_page_set_practice (self->practitioners, session, practice);
  update (self);

  return GTK_WIDGET (self);
}
