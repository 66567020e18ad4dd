/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-desktop-page"

#include "bedside-desktop-page.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-choice-row.h"
#include "bedside-switch-row.h"

/* A tray takes a moment to show an icon; until then nothing is said against it. */
#define TRAY_SECONDS 3

/**
 * Asking:
 * @ASKING_NOTHING: the desktop is not asked anything
 * @ASKING_AUTOSTART: whether Bedside starts with it, or does not any more
 * @ASKING_BACKGROUND: whether Bedside may run without a window
 */
typedef enum {
  ASKING_NOTHING,
  ASKING_AUTOSTART,
  ASKING_BACKGROUND,
} Asking;

struct _BedsideDesktopPage
{
  AdwPreferencesPage  parent_instance;

  BedsidePreferences *preferences;      /* (owned) (nullable) */
  BedsidePresence    *presence;         /* (owned) (nullable) */
  BedsideBackground  *background;       /* (owned) (nullable) */
  Asking              asking;
  gboolean            asked_autostart;  /* what was asked for last */
  char               *autostart_answer; /* (owned) (nullable): what the desktop had against it */
  char               *stay_answer;      /* (owned) (nullable): the same */
  guint               tray_source;      /* a tray is waited for */

  /* template */
  GtkWidget          *untitled;
  BedsideSwitchRow   *tray;
  BedsideSwitchRow   *stay;
  BedsideSwitchRow   *autostart;
  BedsideChoiceRow   *follow;
  BedsideChoiceRow   *light;
  BedsideChoiceRow   *dark;
};

G_DEFINE_FINAL_TYPE (BedsideDesktopPage, bedside_desktop_page, ADW_TYPE_PREFERENCES_PAGE)

/* --- what the rows say --- */

/* Whoever has switched the icon off can switch it on again, whether or not there is a tray now. */
static void
update_tray (BedsideDesktopPage *self)
{
  const gboolean missing = bedside_preferences_get_tray (self->preferences)
                           && !bedside_presence_get_tray (self->presence)
                           && self->tray_source == 0;

  bedside_switch_row_set_possible (self->tray, !missing);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->tray),
                               missing ? _("This desktop shows no tray. Some need an extension for it.")
                                       : _("An icon that tells of new messages"));
}

static const char *
get_stay_text (BedsideDesktopPage *self)
{
  if (self->asking == ASKING_BACKGROUND)
    return _("Asking the desktop…");
  if (self->stay_answer != NULL)
    return self->stay_answer;
  if (!bedside_presence_get_possible (self->presence) && !bedside_presence_get_grantable (self->presence))
    return _("Not possible here: without a tray there would be no way back to the window, and this desktop does not "
             "let programs run in the background.");

  switch (bedside_preferences_get_background (self->preferences))
    {
    case BEDSIDE_BACKGROUND_CHOICE_STAY:
      return _("New messages arrive while the window is closed");
    case BEDSIDE_BACKGROUND_CHOICE_QUIT:
      return _("Closing the window ends Bedside");
    case BEDSIDE_BACKGROUND_CHOICE_ASK:
    default:
      return _("You are asked when you close the window");
    }
}

static void
update_stay (BedsideDesktopPage *self)
{
  const gboolean stay = bedside_preferences_get_background (self->preferences) == BEDSIDE_BACKGROUND_CHOICE_STAY;

  /* Meanwhile it says what the person wants. */
  if (self->asking == ASKING_NOTHING)
    bedside_switch_row_set_active (self->stay, stay);
  bedside_switch_row_set_possible (self->stay, bedside_presence_get_possible (self->presence)
                                   || bedside_presence_get_grantable (self->presence));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->stay), get_stay_text (self));
}

static void
update_autostart (BedsideDesktopPage *self)
{
  const char *text = _("In the background, when you sign in to this computer");

  if (self->asking == ASKING_AUTOSTART)
    text = _("Asking the desktop…");
  else if (self->autostart_answer != NULL)
    text = self->autostart_answer;
  if (self->asking == ASKING_NOTHING)
    bedside_switch_row_set_active (self->autostart, bedside_preferences_get_autostart (self->preferences));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->autostart), text);
}

static void
update (BedsideDesktopPage *self)
{
  update_tray (self);
  update_stay (self);
  update_autostart (self);
}

/* --- asking the desktop --- */

static const char *
explain (const GError *error)
{
  if (g_error_matches (error, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_UNAVAILABLE))
    return _("This desktop does not offer that. Perhaps its own settings do: look for startup programs.");
  if (g_error_matches (error, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_REFUSED))
    return _("This was not allowed. The settings of the desktop say what Bedside may do.");

  return _("The desktop could not be asked. Try again later.");
}

static void
set_answer (char       **answer,
            const char  *text)
{
  char *copy = g_strdup (text);

  g_free (*answer);
  *answer = copy;
}

static void
on_autostart_answered (BedsideDesktopPage *self,
                       gboolean            autostart,
                       const GError       *error)
{
  if (error != NULL)
    set_answer (&self->autostart_answer, explain (error));
  else if (autostart != self->asked_autostart)
    set_answer (&self->autostart_answer, self->asked_autostart ? _("The desktop does not start Bedside by itself.")
                                                               : _("The desktop goes on starting Bedside by itself."));
  else
    set_answer (&self->autostart_answer, NULL);
  if (error == NULL)
    bedside_preferences_set_autostart (self->preferences, autostart);
}

static void
on_background_answered (BedsideDesktopPage *self,
                        const GError       *error)
{
  /* Somebody who has thought better of it meanwhile gets what they want. */
  const gboolean wanted = bedside_switch_row_get_active (self->stay);

  set_answer (&self->stay_answer, error != NULL && wanted ? explain (error) : NULL);
  if (error == NULL && wanted)
    bedside_preferences_set_background (self->preferences, BEDSIDE_BACKGROUND_CHOICE_STAY);
}

static void on_autostart (BedsideDesktopPage *self);
static void on_stay (BedsideDesktopPage *self);

/* What the desktop has granted counts, also if the window was closed meanwhile. */
static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BedsideDesktopPage) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean autostart = FALSE;
  const gboolean granted = bedside_background_request_finish (BEDSIDE_BACKGROUND (source), result, &autostart, &error);
  const Asking asking = self->asking;

  if (self->preferences == NULL)
    return;

  if (granted)
    bedside_presence_set_granted (self->presence, TRUE);
  if (asking == ASKING_AUTOSTART)
    on_autostart_answered (self, autostart, error);
  else
    on_background_answered (self, error);
  self->asking = ASKING_NOTHING;
  /* What was switched meanwhile, and could not be asked then. */
  if (asking == ASKING_AUTOSTART)
    on_stay (self);
  if (asking == ASKING_BACKGROUND || bedside_switch_row_get_active (self->autostart) != self->asked_autostart)
    on_autostart (self);
  update (self);
}

static void
ask (BedsideDesktopPage *self,
     Asking              asking,
     gboolean            autostart)
{
  self->asking = asking;
  self->asked_autostart = autostart;
  update (self);
  bedside_background_request_async (self->background, NULL, autostart, NULL, on_answer, g_object_ref (self));
}

static void
on_autostart (BedsideDesktopPage *self)
{
  const gboolean wanted = bedside_switch_row_get_active (self->autostart);

  if (self->preferences == NULL || wanted == bedside_preferences_get_autostart (self->preferences))
    return;

  if (self->asking == ASKING_NOTHING)
    ask (self, ASKING_AUTOSTART, wanted);
}

static void
on_stay (BedsideDesktopPage *self)
{
  const gboolean wanted = bedside_switch_row_get_active (self->stay);

  if (self->preferences == NULL
      || wanted == (bedside_preferences_get_background (self->preferences) == BEDSIDE_BACKGROUND_CHOICE_STAY))
    return;

  set_answer (&self->stay_answer, NULL);
  if (!wanted)
    bedside_preferences_set_background (self->preferences, BEDSIDE_BACKGROUND_CHOICE_QUIT);
  else if (bedside_presence_get_possible (self->presence))
    bedside_preferences_set_background (self->preferences, BEDSIDE_BACKGROUND_CHOICE_STAY);
  else if (self->asking == ASKING_NOTHING)
    ask (self, ASKING_BACKGROUND, bedside_preferences_get_autostart (self->preferences));
}

/* --- the tray --- */

static gboolean
tray_cb (gpointer user_data)
{
  BedsideDesktopPage *self = user_data;

  self->tray_source = 0;
  update_tray (self);

  return G_SOURCE_REMOVE;
}

static void
on_tray_preference (BedsideDesktopPage *self)
{
  g_clear_handle_id (&self->tray_source, g_source_remove);
  if (bedside_preferences_get_tray (self->preferences))
    self->tray_source = g_timeout_add_seconds (TRAY_SECONDS, tray_cb, self);
  update_tray (self);
}

/* --- GObject --- */

static void
bedside_desktop_page_dispose (GObject *object)
{
  BedsideDesktopPage *self = BEDSIDE_DESKTOP_PAGE (object);

  g_clear_handle_id (&self->tray_source, g_source_remove);
  g_clear_object (&self->preferences);
  g_clear_object (&self->presence);
  g_clear_object (&self->background);

  G_OBJECT_CLASS (bedside_desktop_page_parent_class)->dispose (object);
}

static void
bedside_desktop_page_finalize (GObject *object)
{
  BedsideDesktopPage *self = BEDSIDE_DESKTOP_PAGE (object);

  g_free (self->autostart_answer);
  g_free (self->stay_answer);

  G_OBJECT_CLASS (bedside_desktop_page_parent_class)->finalize (object);
}

static void
bedside_desktop_page_class_init (BedsideDesktopPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bedside_desktop_page_dispose;
  object_class->finalize = bedside_desktop_page_finalize;

  g_type_ensure (BEDSIDE_TYPE_CHOICE_ROW);
  g_type_ensure (BEDSIDE_TYPE_SWITCH_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-desktop-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideDesktopPage, untitled);
  gtk_widget_class_bind_template_child (widget_class, BedsideDesktopPage, tray);
  gtk_widget_class_bind_template_child (widget_class, BedsideDesktopPage, stay);
  gtk_widget_class_bind_template_child (widget_class, BedsideDesktopPage, autostart);
  gtk_widget_class_bind_template_child (widget_class, BedsideDesktopPage, follow);
  gtk_widget_class_bind_template_child (widget_class, BedsideDesktopPage, light);
  gtk_widget_class_bind_template_child (widget_class, BedsideDesktopPage, dark);
  gtk_widget_class_bind_template_callback (widget_class, on_autostart);
  gtk_widget_class_bind_template_callback (widget_class, on_stay);
}

static void
bedside_desktop_page_init (BedsideDesktopPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_access_name_inner (self->untitled, _("Desktop"));
}

/**
 * bedside_desktop_page_set_preferences:
 * @self: a page without preferences
 * @preferences: what is shown and changed
 * @presence: whether there is a tray, and whether Bedside may run without a window
 * @background: what is asked for starting with the desktop
 *
 * Sets what the page is about, once.
 */
void
bedside_desktop_page_set_preferences (BedsideDesktopPage *self,
                                      BedsidePreferences *preferences,
                                      BedsidePresence    *presence,
                                      BedsideBackground  *background)
{
  static const char *const facts[] = { "notify::tray", "notify::possible", "notify::grantable" };

  g_return_if_fail (BEDSIDE_IS_DESKTOP_PAGE (self));
  g_return_if_fail (self->preferences == NULL && BEDSIDE_IS_PREFERENCES (preferences));
  g_return_if_fail (BEDSIDE_IS_PRESENCE (presence));
  g_return_if_fail (BEDSIDE_IS_BACKGROUND (background));

  self->preferences = g_object_ref (preferences);
  self->presence = g_object_ref (presence);
  self->background = g_object_ref (background);
  g_object_bind_property (preferences, "tray", self->tray, "active", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  bedside_choice_row_bind (self->follow, preferences, "color-scheme", BEDSIDE_COLOR_SCHEME_SYSTEM);
  bedside_choice_row_bind (self->light, preferences, "color-scheme", BEDSIDE_COLOR_SCHEME_LIGHT);
  bedside_choice_row_bind (self->dark, preferences, "color-scheme", BEDSIDE_COLOR_SCHEME_DARK);
  g_signal_connect_object (preferences, "notify::tray", G_CALLBACK (on_tray_preference), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (preferences, "notify::background", G_CALLBACK (update_stay), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (preferences, "notify::autostart", G_CALLBACK (update_autostart), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    g_signal_connect_object (presence, facts[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
