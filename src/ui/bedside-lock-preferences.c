/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-lock-preferences"

#include "bedside-lock-preferences.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-choice-row.h"
#include "bedside-passcode-dialog.h"

struct _BedsideLockPreferences
{
  AdwPreferencesPage   parent_instance;

  BedsideLock         *lock;   /* (owned) (nullable) */

  /* template */
  GtkWidget           *passcode_group;
  AdwActionRow        *passcode;
  GtkButton           *choose;
  GtkWidget           *remove;
  AdwPreferencesGroup *times;
};

G_DEFINE_FINAL_TYPE (BedsideLockPreferences, bedside_lock_preferences, ADW_TYPE_PREFERENCES_PAGE)

/* --- the passcode --- */

static const char *
get_title (BedsidePasscode passcode)
{
  switch (passcode)
    {
    case BEDSIDE_PASSCODE_CHOSEN:
      return _("A passcode is chosen");
    case BEDSIDE_PASSCODE_NONE:
      return _("No passcode: anybody at this computer can unlock");
    case BEDSIDE_PASSCODE_UNKNOWN:
    default:
      return _("The keyring of this computer has not answered yet");
    }
}

static void
update (BedsideLockPreferences *self)
{
  const BedsidePasscode passcode = bedside_lock_get_passcode (self->lock);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->passcode), get_title (passcode));
  gtk_button_set_label (self->choose, passcode == BEDSIDE_PASSCODE_CHOSEN ? _("Change passcode")
                                                                          : _("Choose passcode"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->choose), passcode != BEDSIDE_PASSCODE_UNKNOWN);
  gtk_widget_set_visible (self->remove, passcode == BEDSIDE_PASSCODE_CHOSEN);
}

static void
ask (BedsideLockPreferences *self,
     BedsidePasscodeChange   change)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_window_present (GTK_WINDOW (bedside_passcode_dialog_new (GTK_WINDOW (root), self->lock, change)));
}

static void
on_choose (BedsideLockPreferences *self)
{
  ask (self, bedside_lock_get_passcode (self->lock) == BEDSIDE_PASSCODE_CHOSEN ? BEDSIDE_PASSCODE_CHANGE_CHANGE
                                                                               : BEDSIDE_PASSCODE_CHANGE_CHOOSE);
}

static void
on_remove (BedsideLockPreferences *self)
{
  ask (self, BEDSIDE_PASSCODE_CHANGE_REMOVE);
}

/* --- when --- */

static void
add_time (BedsideLockPreferences *self,
          BedsidePreferences     *preferences,
          BedsideChoiceRow       *first,
          BedsideChoiceRow       *row,
          guint                   minutes)
{
  g_autofree char *title =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u minute", "%u minutes", minutes), minutes);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), minutes > 0 ? title : C_("lock after", "Off"));
  if (row != first)
    bedside_choice_row_set_group (row, first);
  adw_preferences_group_add (self->times, GTK_WIDGET (row));
  bedside_choice_row_bind (row, preferences, "lock-after", (int) minutes);
}

static void
add_times (BedsideLockPreferences *self,
           BedsidePreferences     *preferences)
{
  static const guint minutes[] = { 0, 1, 2, 5, 10, 15, 30, 60 };
  BedsideChoiceRow *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      BedsideChoiceRow *row = g_object_new (BEDSIDE_TYPE_CHOICE_ROW, NULL);

      if (first == NULL)
        first = row;
      add_time (self, preferences, first, row, minutes[i]);
    }
}

/* --- GObject --- */

static void
bedside_lock_preferences_dispose (GObject *object)
{
  BedsideLockPreferences *self = BEDSIDE_LOCK_PREFERENCES (object);

  g_clear_object (&self->lock);

  G_OBJECT_CLASS (bedside_lock_preferences_parent_class)->dispose (object);
}

static void
bedside_lock_preferences_class_init (BedsideLockPreferencesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bedside_lock_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-lock-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPreferences, passcode_group);
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPreferences, passcode);
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPreferences, choose);
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPreferences, remove);
  gtk_widget_class_bind_template_child (widget_class, BedsideLockPreferences, times);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
bedside_lock_preferences_init (BedsideLockPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_lock_preferences_set_lock:
 * @self: a page without lock
 * @lock: what is locked with the passcode
 * @preferences: what says when
 *
 * Sets what the page is about, once.
 */
void
bedside_lock_preferences_set_lock (BedsideLockPreferences *self,
                                   BedsideLock            *lock,
                                   BedsidePreferences     *preferences)
{
  g_return_if_fail (BEDSIDE_IS_LOCK_PREFERENCES (self));
  g_return_if_fail (self->lock == NULL && BEDSIDE_IS_LOCK (lock));
  g_return_if_fail (BEDSIDE_IS_PREFERENCES (preferences));

  self->lock = g_object_ref (lock);
  add_times (self, preferences);
  bedside_access_name_inner (self->passcode_group, _("Passcode"));
  bedside_access_name_inner (GTK_WIDGET (self->times), _("Lock after"));
  g_signal_connect_object (lock, "notify::passcode", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
