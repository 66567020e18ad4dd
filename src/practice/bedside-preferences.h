/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BedsidePrivacy:
 * @BEDSIDE_PRIVACY_NOTHING: only that something is new
 * @BEDSIDE_PRIVACY_NAME: the patient's name and birth date, too
 * @BEDSIDE_PRIVACY_TEXT: the text of the message, too
 *
 * What may be seen of a new message outside of its conversation: by notification, in the tray, under the bubble.
 */
typedef enum {
  BEDSIDE_PRIVACY_NOTHING,
  BEDSIDE_PRIVACY_NAME,
  BEDSIDE_PRIVACY_TEXT,
} BedsidePrivacy;

#define BEDSIDE_TYPE_PRIVACY (bedside_privacy_get_type ())
GType bedside_privacy_get_type (void);

/**
 * BedsideBackgroundChoice:
 * @BEDSIDE_BACKGROUND_CHOICE_ASK: not chosen yet: the first closing of the window asks
 * @BEDSIDE_BACKGROUND_CHOICE_QUIT: closing the window ends Bedside
 * @BEDSIDE_BACKGROUND_CHOICE_STAY: Bedside goes on receiving
 */
typedef enum {
  BEDSIDE_BACKGROUND_CHOICE_ASK,
  BEDSIDE_BACKGROUND_CHOICE_QUIT,
  BEDSIDE_BACKGROUND_CHOICE_STAY,
} BedsideBackgroundChoice;

#define BEDSIDE_TYPE_BACKGROUND_CHOICE (bedside_background_choice_get_type ())
GType bedside_background_choice_get_type (void);

typedef enum {
  BEDSIDE_COLOR_SCHEME_SYSTEM,
  BEDSIDE_COLOR_SCHEME_LIGHT,
  BEDSIDE_COLOR_SCHEME_DARK,
} BedsideColorScheme;

#define BEDSIDE_TYPE_COLOR_SCHEME (bedside_color_scheme_get_type ())
GType bedside_color_scheme_get_type (void);

/* Minutes. */
#define BEDSIDE_LOCK_AFTER_DEFAULT 10
#define BEDSIDE_LOCK_AFTER_MAXIMUM (24 * 60)

/**
 * BedsidePreferences:
 *
 * What the practitioner has chosen on this computer. Properties (read-write, notify; bound to the settings by ui/):
 * "notifications" (gboolean), "privacy" (#BedsidePrivacy), "do-not-disturb" (gboolean: the switch), "quiet-hours"
 * (#GVariant of %BEDSIDE_QUIET_HOURS_TYPE), "tray" (gboolean), "background" (#BedsideBackgroundChoice), "autostart"
 * (gboolean), "color-scheme" (#BedsideColorScheme), "lock-after" (guint: minutes without activity; 0: never).
 */
#define BEDSIDE_TYPE_PREFERENCES (bedside_preferences_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePreferences, bedside_preferences, BEDSIDE, PREFERENCES, GObject)

BedsidePreferences      *bedside_preferences_new                (void);
gboolean                 bedside_preferences_get_notifications  (BedsidePreferences      *self);
void                     bedside_preferences_set_notifications  (BedsidePreferences      *self,
                                                                 gboolean                 notifications);
BedsidePrivacy           bedside_preferences_get_privacy        (BedsidePreferences      *self);
void                     bedside_preferences_set_privacy        (BedsidePreferences      *self,
                                                                 BedsidePrivacy           privacy);
gboolean                 bedside_preferences_get_do_not_disturb (BedsidePreferences      *self);
void                     bedside_preferences_set_do_not_disturb (BedsidePreferences      *self,
                                                                 gboolean                 do_not_disturb);
GVariant                *bedside_preferences_get_quiet_hours    (BedsidePreferences      *self);
void                     bedside_preferences_set_quiet_hours    (BedsidePreferences      *self,
                                                                 GVariant                *quiet_hours);
gboolean                 bedside_preferences_get_tray           (BedsidePreferences      *self);
void                     bedside_preferences_set_tray           (BedsidePreferences      *self,
                                                                 gboolean                 tray);
BedsideBackgroundChoice  bedside_preferences_get_background     (BedsidePreferences      *self);
void                     bedside_preferences_set_background     (BedsidePreferences      *self,
                                                                 BedsideBackgroundChoice  background);
gboolean                 bedside_preferences_get_autostart      (BedsidePreferences      *self);
void                     bedside_preferences_set_autostart      (BedsidePreferences      *self,
                                                                 gboolean                 autostart);
BedsideColorScheme       bedside_preferences_get_color_scheme   (BedsidePreferences      *self);
void                     bedside_preferences_set_color_scheme   (BedsidePreferences      *self,
                                                                 BedsideColorScheme       color_scheme);
guint                    bedside_preferences_get_lock_after     (BedsidePreferences      *self);
void                     bedside_preferences_set_lock_after     (BedsidePreferences      *self,
                                                                 guint                    minutes);

G_END_DECLS
