/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-fit"

#include "bedside-fit.h"

/* Higher than that it scrolls. */
#define MAXIMUM_HEIGHT 720

static int
measure_height (GtkWidget *widget,
                int        width)
{
  int minimum = 0, natural = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural, NULL, NULL);

  return natural;
}

/**
 * bedside_fit_height:
 * @window: a window
 * @scroller: what scrolls in it, over its whole width
 *
 * Makes the window as high as its contents need at its width, also after they have changed. A scrolled window by itself
 * asks for the height that its contents would need if they were as wide as they like.
 */
void
bedside_fit_height (GtkWindow         *window,
                    GtkScrolledWindow *scroller)
{
  int width = 0, height = 0, minimum = 0;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scroller));

  gtk_window_get_default_size (window, &width, &height);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  width = MAX (width, minimum);
  height = measure_height (GTK_WIDGET (window), width) - measure_height (GTK_WIDGET (scroller), width)
           + measure_height (gtk_scrolled_window_get_child (scroller), width);
  gtk_window_set_default_size (window, width, MIN (height, MAXIMUM_HEIGHT));
}
