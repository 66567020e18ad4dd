/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-notifications-page"

#include "bedside-notifications-page.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-choice-row.h"
#include "bedside-switch-row.h"

struct _BedsideNotificationsPage
{
  AdwPreferencesPage  parent_instance;

  BedsidePreferences *preferences;    /* (owned) (nullable) */

  /* template */
  GtkWidget          *untitled;
  BedsideSwitchRow   *notifications;
  BedsideSwitchRow   *do_not_disturb;
  BedsideChoiceRow   *nothing;
  BedsideChoiceRow   *name;
  BedsideChoiceRow   *text;
  GtkLabel           *warning;
};

G_DEFINE_FINAL_TYPE (BedsideNotificationsPage, bedside_notifications_page, ADW_TYPE_PREFERENCES_PAGE)

static void
update (BedsideNotificationsPage *self)
{
  const gboolean do_not_disturb = bedside_preferences_get_do_not_disturb (self->preferences);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->do_not_disturb),
                               do_not_disturb ? _("No notifications until you switch this off")
                                              : _("Holds back all notifications until you switch it off"));
  switch (bedside_preferences_get_privacy (self->preferences))
    {
    case BEDSIDE_PRIVACY_NAME:
      gtk_label_set_label (self->warning,
                           _("Whoever sees your screen reads who writes to you, on some desktops also while it is "
                             "locked."));
      gtk_widget_set_visible (GTK_WIDGET (self->warning), TRUE);
      break;
    case BEDSIDE_PRIVACY_TEXT:
      gtk_label_set_label (self->warning,
                           _("Whoever sees your screen reads what patients write to you, on some desktops also while "
                             "it is locked."));
      gtk_widget_set_visible (GTK_WIDGET (self->warning), TRUE);
      break;
    case BEDSIDE_PRIVACY_NOTHING:
    default:
      gtk_widget_set_visible (GTK_WIDGET (self->warning), FALSE);
    }
}

static void
bedside_notifications_page_dispose (GObject *object)
{
  BedsideNotificationsPage *self = BEDSIDE_NOTIFICATIONS_PAGE (object);

  g_clear_object (&self->preferences);

  G_OBJECT_CLASS (bedside_notifications_page_parent_class)->dispose (object);
}

static void
bedside_notifications_page_class_init (BedsideNotificationsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_notifications_page_dispose;

  g_type_ensure (BEDSIDE_TYPE_CHOICE_ROW);
  g_type_ensure (BEDSIDE_TYPE_SWITCH_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-notifications-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideNotificationsPage, untitled);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotificationsPage, notifications);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotificationsPage, do_not_disturb);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotificationsPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotificationsPage, name);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotificationsPage, text);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotificationsPage, warning);
}

static void
bedside_notifications_page_init (BedsideNotificationsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_access_name_inner (self->untitled, _("Notifications"));
}

/**
 * bedside_notifications_page_set_preferences:
 * @self: a page without preferences
 * @preferences: what is shown and changed
 *
 * Sets the preferences, once.
 */
void
bedside_notifications_page_set_preferences (BedsideNotificationsPage *self,
                                            BedsidePreferences       *preferences)
{
  const GBindingFlags flags = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;

  g_return_if_fail (BEDSIDE_IS_NOTIFICATIONS_PAGE (self));
  g_return_if_fail (self->preferences == NULL && BEDSIDE_IS_PREFERENCES (preferences));

  self->preferences = g_object_ref (preferences);
  g_object_bind_property (preferences, "notifications", self->notifications, "active", flags);
  g_object_bind_property (preferences, "do-not-disturb", self->do_not_disturb, "active", flags);
  bedside_choice_row_bind (self->nothing, preferences, "privacy", BEDSIDE_PRIVACY_NOTHING);
  bedside_choice_row_bind (self->name, preferences, "privacy", BEDSIDE_PRIVACY_NAME);
  bedside_choice_row_bind (self->text, preferences, "privacy", BEDSIDE_PRIVACY_TEXT);
  g_signal_connect_object (preferences, "notify::do-not-disturb", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (preferences, "notify::privacy", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
