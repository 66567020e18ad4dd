/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-lock.h"
#include "bedside-presence.h"
#include "bedside-session.h"

G_BEGIN_DECLS

/**
 * BedsideOutside:
 *
 * All that the desktop shows of Bedside besides its window: notifications (R22), tray (R23), the number in the
 * launcher; and what it hears of the desktop: that the computer has woken up, or the screen was locked. Properties
 * (read-write, notify): "session" (nullable: nothing is new), "attention" (#BedsideConversation, nullable: the one that
 * the person looks at).
 * Signal: "activated" (const char *token): the person clicked on the icon in the tray; the XDG activation token may be
 * %NULL.
 */
#define BEDSIDE_TYPE_OUTSIDE (bedside_outside_get_type ())
G_DECLARE_FINAL_TYPE (BedsideOutside, bedside_outside, BEDSIDE, OUTSIDE, GObject)

/* @application: registered; its actions are what is done there. @app_id: of icon and desktop file. @presence: is told
 * of the tray. */
BedsideOutside      *bedside_outside_new           (GApplication        *application,
                                                    const char          *app_id,
                                                    BedsidePreferences  *preferences,
                                                    BedsidePresence     *presence);
/* Once: nothing tells of patients while it is locked, and it is locked when the screen is. */
void                 bedside_outside_set_lock      (BedsideOutside      *self,
                                                    BedsideLock         *lock);
BedsideSession      *bedside_outside_get_session   (BedsideOutside      *self);
void                 bedside_outside_set_session   (BedsideOutside      *self,
                                                    BedsideSession      *session);
BedsideConversation *bedside_outside_get_attention (BedsideOutside      *self);
void                 bedside_outside_set_attention (BedsideOutside      *self,
                                                    BedsideConversation *conversation);
/* The program ends: what would not work without it goes, what works stays. */
void                 bedside_outside_close         (BedsideOutside      *self);

G_END_DECLS
