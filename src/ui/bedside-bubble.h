/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-preferences.h"
#include "bedside-session.h"

G_BEGIN_DECLS

/**
 * BedsideBubble:
 *
 * The speech bubble in a header bar (R21): how many conversations have new messages, and a popover that lists them.
 * Properties (read-write, notify): "session" (nullable), "preferences" (nullable: nothing but names of conversations).
 * Choosing one activates "app.open-conversation" with its room id; *Mark all as read* asks first.
 */
#define BEDSIDE_TYPE_BUBBLE (bedside_bubble_get_type ())
G_DECLARE_FINAL_TYPE (BedsideBubble, bedside_bubble, BEDSIDE, BUBBLE, AdwBin)

GtkWidget          *bedside_bubble_new             (void);
BedsideSession     *bedside_bubble_get_session     (BedsideBubble      *self);
void                bedside_bubble_set_session     (BedsideBubble      *self,
                                                    BedsideSession     *session);
BedsidePreferences *bedside_bubble_get_preferences (BedsideBubble      *self);
void                bedside_bubble_set_preferences (BedsideBubble      *self,
                                                    BedsidePreferences *preferences);
/* As Ctrl+J does. */
void                bedside_bubble_popup           (BedsideBubble      *self);

G_END_DECLS
