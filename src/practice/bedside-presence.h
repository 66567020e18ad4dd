/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-account.h"
#include "bedside-preferences.h"

G_BEGIN_DECLS

/**
 * BedsideClosing:
 * @BEDSIDE_CLOSING_QUIT: it ends Bedside
 * @BEDSIDE_CLOSING_ASK: the person has to choose first
 * @BEDSIDE_CLOSING_HIDE: Bedside goes on without a window
 *
 * What closing the window does.
 */
typedef enum {
  BEDSIDE_CLOSING_QUIT,
  BEDSIDE_CLOSING_ASK,
  BEDSIDE_CLOSING_HIDE,
} BedsideClosing;

/**
 * BedsidePresence:
 *
 * Whether Bedside may go on without a window: only where there is a way back to it. Properties (read-write, notify):
 * "tray" (gboolean: a tray shows our icon), "granted" (gboolean: the desktop lets Bedside run in the background),
 * "grantable" (gboolean: it was not asked, but may say yes), "hidden" (gboolean: there is no window).
 * Read-only: "possible" (gboolean: tray or granted). Signal: "stranded" (): hidden, and for 10 s there has been
 * neither: the window has to come back.
 */
#define BEDSIDE_TYPE_PRESENCE (bedside_presence_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePresence, bedside_presence, BEDSIDE, PRESENCE, GObject)

BedsidePresence *bedside_presence_new           (BedsidePreferences *preferences);
BedsideClosing   bedside_presence_get_closing   (BedsidePresence    *self,
                                                 BedsideAccountState account);
gboolean         bedside_presence_get_possible  (BedsidePresence    *self);
gboolean         bedside_presence_get_tray      (BedsidePresence    *self);
void             bedside_presence_set_tray      (BedsidePresence    *self,
                                                 gboolean            tray);
gboolean         bedside_presence_get_granted   (BedsidePresence    *self);
void             bedside_presence_set_granted   (BedsidePresence    *self,
                                                 gboolean            granted);
gboolean         bedside_presence_get_grantable (BedsidePresence    *self);
void             bedside_presence_set_grantable (BedsidePresence    *self,
                                                 gboolean            grantable);
gboolean         bedside_presence_get_hidden    (BedsidePresence    *self);
void             bedside_presence_set_hidden    (BedsidePresence    *self,
                                                 gboolean            hidden);
/* In place of the 10 s, in ms; tests are in a hurry. From the next beginning on. */
void             bedside_presence_set_limit     (BedsidePresence    *self,
                                                 guint               limit);

G_END_DECLS
