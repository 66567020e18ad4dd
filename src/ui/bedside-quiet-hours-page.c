/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-quiet-hours-page"

#include "bedside-quiet-hours-page.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-quiet-hours.h"
#include "bedside-switch-row.h"
#include "bedside-time-entry.h"
#include "bedside-time-of-day.h"

#define N_DAYS 7
#define FRIDAY 4

/* All are children. */
typedef struct {
  BedsideSwitchRow *toggle;
  GtkWidget        *times;
  BedsideTimeEntry *from;
  BedsideTimeEntry *until;
} Day;

struct _BedsideQuietHoursPage
{
  AdwPreferencesPage  parent_instance;

  BedsidePreferences *preferences;    /* (owned) (nullable) */
  GSignalGroup       *signals;        /* (owned): of preferences */
  Day                 days[N_DAYS];   /* Monday first */
  gboolean            showing;        /* what the preferences say is being written into the rows */
};

G_DEFINE_FINAL_TYPE (BedsideQuietHoursPage, bedside_quiet_hours_page, ADW_TYPE_PREFERENCES_PAGE)

static const char *
get_day_name (guint day)
{
  static const char *const names[N_DAYS] = {
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday")
  };

  return _(names[day]);
}

/* --- from the preferences --- */

static char *
dup_summary (guint from,
             guint until)
{
  g_autofree char *begin = bedside_time_of_day_write (from);
  g_autofree char *end = bedside_time_of_day_write (until);

  if (from == until)
    /* Translators: quiet hours of a day from a time to the same time */
    return g_strdup (_("The whole day"));
  if (until < from)
    /* Translators: quiet hours of a day, as "18:00 to 08:00 on the next day" */
    return g_strdup_printf (_("%1$s to %2$s on the next day"), begin, end);

  /* Translators: quiet hours of a day, as "12:00 to 14:00" */
  return g_strdup_printf (_("%1$s to %2$s"), begin, end);
}

static void
show_day (Day      *day,
          gboolean  active,
          guint     from,
          guint     until)
{
  g_autofree char *summary = active ? dup_summary (from, until) : NULL;

  bedside_switch_row_set_active (day->toggle, active);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (day->toggle), summary != NULL ? summary : "");
  bedside_time_entry_set_minutes (day->from, from);
  bedside_time_entry_set_minutes (day->until, until);
  gtk_widget_set_visible (day->times, active);
}

/* Somebody may have written the settings by hand. */
static void
show_all (BedsideQuietHoursPage *self)
{
  g_autoptr(GVariant) none = bedside_quiet_hours_new ();
  GVariant *hours = self->preferences != NULL ? bedside_preferences_get_quiet_hours (self->preferences) : none;

  if (g_variant_n_children (hours) != N_DAYS)
    hours = none;
  self->showing = TRUE;
  for (guint i = 0; i < N_DAYS; i++)
    {
      gboolean active = FALSE;
      guint16 from = 0, until = 0;

      g_variant_get_child (hours, i, "(bqq)", &active, &from, &until);
      show_day (&self->days[i], active, from % BEDSIDE_TIME_OF_DAY_MINUTES, until % BEDSIDE_TIME_OF_DAY_MINUTES);
    }
  self->showing = FALSE;
}

/* --- to the preferences --- */

/* @copied: days that get the hours of the first one: from the second to this one; 0: none. */
static void
store_all (BedsideQuietHoursPage *self,
           guint                  copied)
{
  GVariantBuilder builder;

  if (self->showing || self->preferences == NULL)
    return;

  g_variant_builder_init (&builder, BEDSIDE_QUIET_HOURS_TYPE);
  for (guint i = 0; i < N_DAYS; i++)
    {
      Day *day = &self->days[i <= copied ? 0 : i];

      g_variant_builder_add (&builder, "(bqq)", bedside_switch_row_get_active (day->toggle),
                             bedside_time_entry_get_minutes (day->from), bedside_time_entry_get_minutes (day->until));
    }
  bedside_preferences_set_quiet_hours (self->preferences, g_variant_builder_end (&builder));
}

static void
on_changed (BedsideQuietHoursPage *self)
{
  store_all (self, 0);
}

static void
on_copy (BedsideQuietHoursPage *self)
{
  store_all (self, FRIDAY);
}

/* --- rows --- */

static BedsideTimeEntry *
add_entry (BedsideQuietHoursPage *self,
           GtkWidget             *box,
           const char            *title,
           const char            *name)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *entry = bedside_time_entry_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (entry, "notify::minutes", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (column), label);
  gtk_box_append (GTK_BOX (column), entry);
  gtk_box_append (GTK_BOX (box), column);

  return BEDSIDE_TIME_ENTRY (entry);
}

static GtkWidget *
new_copy_button (BedsideQuietHoursPage *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (_("Use from Monday to Friday"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_label_get_text (GTK_LABEL (label)), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_copy), self, G_CONNECT_SWAPPED);

  return button;
}

static void
add_times (BedsideQuietHoursPage *self,
           Day                   *day,
           const char            *name)
{
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE, "focusable", FALSE, NULL);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  /* Translators: the beginning of quiet hours, for those who listen: "Monday, from" */
  g_autofree char *from = g_strdup_printf (_("%s, from"), name);
  /* Translators: the end of quiet hours, for those who listen: "Monday, until" */
  g_autofree char *until = g_strdup_printf (_("%s, until"), name);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_widget_add_css_class (column, "quiet-times");
  day->times = row;
  day->from = add_entry (self, box, _("From"), from);
  day->until = add_entry (self, box, _("Until"), until);
  gtk_box_append (GTK_BOX (column), box);
  if (day == self->days)
    gtk_box_append (GTK_BOX (column), new_copy_button (self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), column);
}

static void
add_days (BedsideQuietHoursPage *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Quiet hours"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("No notifications in these hours. Speech bubble and tray go on counting."));
  for (guint i = 0; i < N_DAYS; i++)
    {
      Day *day = &self->days[i];

      day->toggle = g_object_new (BEDSIDE_TYPE_SWITCH_ROW, "title", get_day_name (i), "show-state", FALSE, NULL);
      add_times (self, day, get_day_name (i));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (day->toggle));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), day->times);
      g_signal_connect_object (day->toggle, "notify::active", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    }
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
}

static void
bedside_quiet_hours_page_dispose (GObject *object)
{
  BedsideQuietHoursPage *self = BEDSIDE_QUIET_HOURS_PAGE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->preferences);

  G_OBJECT_CLASS (bedside_quiet_hours_page_parent_class)->dispose (object);
}

static void
bedside_quiet_hours_page_class_init (BedsideQuietHoursPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_quiet_hours_page_dispose;
}

static void
bedside_quiet_hours_page_init (BedsideQuietHoursPage *self)
{
  self->signals = g_signal_group_new (BEDSIDE_TYPE_PREFERENCES);
  g_signal_group_connect_object (self->signals, "notify::quiet-hours", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  add_days (self);
  show_all (self);
}

/**
 * bedside_quiet_hours_page_set_preferences:
 * @self: a page
 * @preferences: (nullable): what is shown and changed
 *
 * Sets the preferences.
 */
void
bedside_quiet_hours_page_set_preferences (BedsideQuietHoursPage *self,
                                          BedsidePreferences    *preferences)
{
  g_return_if_fail (BEDSIDE_IS_QUIET_HOURS_PAGE (self));
  g_return_if_fail (preferences == NULL || BEDSIDE_IS_PREFERENCES (preferences));

  if (!g_set_object (&self->preferences, preferences))
    return;

  g_signal_group_set_target (self->signals, preferences);
  show_all (self);
}
