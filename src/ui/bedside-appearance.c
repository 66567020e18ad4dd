/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-appearance"

#include "bedside-appearance.h"

#include <adwaita.h>

static void
on_color_scheme (AdwStyleManager    *manager,
                 GParamSpec         *pspec,
                 BedsidePreferences *preferences)
{
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  switch (bedside_preferences_get_color_scheme (preferences))
    {
    case BEDSIDE_COLOR_SCHEME_LIGHT:
      scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
      break;
    case BEDSIDE_COLOR_SCHEME_DARK:
      scheme = ADW_COLOR_SCHEME_FORCE_DARK;
      break;
    case BEDSIDE_COLOR_SCHEME_SYSTEM:
    default:
      break;
    }
  adw_style_manager_set_color_scheme (manager, scheme);
}

/**
 * bedside_appearance_follow:
 * @preferences: what the practitioner has chosen
 *
 * Shows Bedside light or dark as @preferences say, now and from now on. To be called once GTK is there.
 */
void
bedside_appearance_follow (BedsidePreferences *preferences)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_return_if_fail (BEDSIDE_IS_PREFERENCES (preferences));

  g_signal_connect_object (preferences, "notify::color-scheme", G_CALLBACK (on_color_scheme), manager,
                           G_CONNECT_SWAPPED);
  on_color_scheme (manager, NULL, preferences);
}
