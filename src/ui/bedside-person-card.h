/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BedsidePersonCard:
 *
 * What is seen of somebody who can be chosen: initials, the whole name, what tells him from others of that name, and
 * why he cannot be chosen.
 */
#define BEDSIDE_TYPE_PERSON_CARD (bedside_person_card_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePersonCard, bedside_person_card, BEDSIDE, PERSON_CARD, GtkWidget)

GtkWidget *bedside_person_card_new  (void);
/* @reason: NULL if nothing is in the way. */
void       bedside_person_card_show (BedsidePersonCard *self,
                                     const char        *name,
                                     const char        *detail,
                                     const char        *reason);

G_END_DECLS
