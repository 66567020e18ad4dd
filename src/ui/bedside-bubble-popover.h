/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-preferences.h"
#include "bedside-session.h"

G_BEGIN_DECLS

/**
 * BedsideBubblePopover:
 *
 * The conversations with new messages, newest first, of all practices (R21); to be the popover of a speech bubble. It
 * holds on to them only from bedside_bubble_popover_begin() on and until it is closed.
 */
#define BEDSIDE_TYPE_BUBBLE_POPOVER (bedside_bubble_popover_get_type ())
G_DECLARE_FINAL_TYPE (BedsideBubblePopover, bedside_bubble_popover, BEDSIDE, BUBBLE_POPOVER, GtkPopover)

GtkWidget *bedside_bubble_popover_new             (void);
/* @session: nullable. What is asked about the one before is not asked any more. */
void       bedside_bubble_popover_set_session     (BedsideBubblePopover *self,
                                                   BedsideSession       *session);
/* @preferences: nullable: no texts. */
void       bedside_bubble_popover_set_preferences (BedsideBubblePopover *self,
                                                   BedsidePreferences   *preferences);
/* It is about to be shown. */
void       bedside_bubble_popover_begin           (BedsideBubblePopover *self);
/* @origin: nullable: the button. What gets the focus back this time. */
void       bedside_bubble_popover_set_origin      (BedsideBubblePopover *self,
                                                   GtkWidget            *origin);

G_END_DECLS
