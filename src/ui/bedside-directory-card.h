/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BedsideDirectoryCard:
 *
 * What is seen of a patient in the directory.
 */
#define BEDSIDE_TYPE_DIRECTORY_CARD (bedside_directory_card_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDirectoryCard, bedside_directory_card, BEDSIDE, DIRECTORY_CARD, AdwBin)

GtkWidget *bedside_directory_card_new  (void);
void       bedside_directory_card_show (BedsideDirectoryCard *self,
                                        const char           *name,
                                        const char           *details,
                                        const char           *portal);

G_END_DECLS
