/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-bubble.h"
#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsideSetUpPage:
 *
 * Joins a practice or sets one up. Signal: "finished" (the person wants to go on to the conversations, or a practice
 * was joined).
 */
#define BEDSIDE_TYPE_SET_UP_PAGE (bedside_set_up_page_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSetUpPage, bedside_set_up_page, BEDSIDE, SET_UP_PAGE, AdwBin)

GtkWidget     *bedside_set_up_page_new        (BedsideSession   *session);
BedsideBubble *bedside_set_up_page_get_bubble (BedsideSetUpPage *self);
/* Whether it is doing something, or has still something to say. */
gboolean       bedside_set_up_page_is_busy    (BedsideSetUpPage *self);

G_END_DECLS
