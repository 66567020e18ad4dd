/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-appearance"

#include "bedside-appearance.h"

#include <adwaita.h>

#define HIGH_CONTRAST "/org/bedside/Bedside/high-contrast.css"

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

static void
on_high_contrast (AdwStyleManager *manager,
                  GParamSpec      *pspec,
                  GtkCssProvider  *provider)
{
  GdkDisplay *display = adw_style_manager_get_display (manager);

  if (display == NULL)
    display = gdk_display_get_default ();

  if (adw_style_manager_get_high_contrast (manager))
    gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  else
    gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (provider));
}

/**
 * bedside_appearance_follow_contrast:
 *
 * Uses the style sheet for high contrast whenever that is wanted. AdwApplication would do so by the name of the file,
 * but from libadwaita 1.10 on it complains of that. To be called once GTK is there, once.
 */
void
bedside_appearance_follow_contrast (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, HIGH_CONTRAST);
  g_signal_connect_data (manager, "notify::high-contrast", G_CALLBACK (on_high_contrast), provider,
                         (GClosureNotify) (GCallback) g_object_unref, 0);
  on_high_contrast (manager, NULL, provider);
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
