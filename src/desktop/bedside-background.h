/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideBackgroundError:
 * @BEDSIDE_BACKGROUND_ERROR_UNAVAILABLE: this desktop has no portal for it
 * @BEDSIDE_BACKGROUND_ERROR_REFUSED: the person or the desktop said no
 * @BEDSIDE_BACKGROUND_ERROR_FAILED: anything else
 */
typedef enum {
  BEDSIDE_BACKGROUND_ERROR_UNAVAILABLE,
  BEDSIDE_BACKGROUND_ERROR_REFUSED,
  BEDSIDE_BACKGROUND_ERROR_FAILED,
} BedsideBackgroundError;

#define BEDSIDE_BACKGROUND_ERROR (bedside_background_error_quark ())
GQuark bedside_background_error_quark (void);

/**
 * BedsideBackground:
 *
 * Running without a window and starting with the desktop, by org.freedesktop.portal.Background.
 */
#define BEDSIDE_TYPE_BACKGROUND (bedside_background_get_type ())
G_DECLARE_FINAL_TYPE (BedsideBackground, bedside_background, BEDSIDE, BACKGROUND, GObject)

BedsideBackground *bedside_background_new            (GDBusConnection      *bus);

void               bedside_background_request_async  (BedsideBackground    *self,
                                                      const char           *parent,
                                                      gboolean              autostart,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean           bedside_background_request_finish (BedsideBackground    *self,
                                                      GAsyncResult         *result,
                                                      gboolean             *autostart,
                                                      GError              **error);
void               bedside_background_probe_async    (BedsideBackground    *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean           bedside_background_probe_finish   (BedsideBackground    *self,
                                                      GAsyncResult         *result);

G_END_DECLS
