/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BedsideStartFrame:
 *
 * What is around a choice of people: below it who is chosen, what is to be known of that, what went wrong, and the
 * button that starts; or instead of it, why there is nothing to choose. Property: "body" (#GtkWidget).
 * Signal: "start" (the button, which is sensitive).
 */
#define BEDSIDE_TYPE_START_FRAME (bedside_start_frame_get_type ())
G_DECLARE_FINAL_TYPE (BedsideStartFrame, bedside_start_frame, BEDSIDE, START_FRAME, AdwBin)

GtkWidget *bedside_start_frame_get_body    (BedsideStartFrame *self);
void       bedside_start_frame_set_body    (BedsideStartFrame *self,
                                            GtkWidget         *body);
void       bedside_start_frame_show_choice (BedsideStartFrame *self);
/* @action: nullable: a detailed action name, for a button called @label. */
void       bedside_start_frame_show_empty  (BedsideStartFrame *self,
                                            const char        *icon,
                                            const char        *title,
                                            const char        *text,
                                            const char        *label,
                                            const char        *action);
gboolean   bedside_start_frame_is_empty    (BedsideStartFrame *self);
/* Each line is there only with a text. */
void       bedside_start_frame_set_chosen  (BedsideStartFrame *self,
                                            const char        *chosen);
void       bedside_start_frame_set_note    (BedsideStartFrame *self,
                                            const char        *note);
void       bedside_start_frame_set_error   (BedsideStartFrame *self,
                                            const char        *error);
void       bedside_start_frame_set_button  (BedsideStartFrame *self,
                                            const char        *label,
                                            gboolean           possible);
gboolean   bedside_start_frame_get_busy    (BedsideStartFrame *self);
void       bedside_start_frame_set_busy    (BedsideStartFrame *self,
                                            gboolean           busy);
/* As if the button was pressed, if it can be. */
void       bedside_start_frame_press       (BedsideStartFrame *self);

G_END_DECLS
