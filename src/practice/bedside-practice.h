/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsidePractice:
 *
 * The practice that the practitioner works in. Properties (all notify): "name" ("" until known), "group-chat",
 * "patient-chat" (what the settings say; anything but true is %FALSE).
 */
#define BEDSIDE_TYPE_PRACTICE (bedside_practice_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePractice, bedside_practice, BEDSIDE, PRACTICE, GObject)

const char *bedside_practice_get_name         (BedsidePractice *self);
gboolean    bedside_practice_get_group_chat   (BedsidePractice *self);
gboolean    bedside_practice_get_patient_chat (BedsidePractice *self);

BedsidePractice *bedside_practice_new              (const char      *room_id);
const char      *bedside_practice_get_room_id      (BedsidePractice *self);
void             bedside_practice_set_name         (BedsidePractice *self,
                                                    const char      *name);
void             bedside_practice_set_settings     (BedsidePractice *self,
                                                    gboolean         group_chat,
                                                    gboolean         patient_chat);

G_END_DECLS
