/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-patient.h"

G_BEGIN_DECLS

/**
 * BedsideLetter:
 *
 * The letter that invites a patient to the portal: what it says, and how it is laid out on pages. There is no password
 * in it. Lengths are in points.
 */
#define BEDSIDE_TYPE_LETTER (bedside_letter_get_type ())
G_DECLARE_FINAL_TYPE (BedsideLetter, bedside_letter, BEDSIDE, LETTER, GObject)

/* @user_name: nullable: left blank, to be written by hand. */
BedsideLetter *bedside_letter_new         (const char      *practice,
                                           const char      *server,
                                           BedsidePatient  *patient,
                                           const char      *user_name);
/* The whole text, as it stands on the pages. */
char          *bedside_letter_dup_text    (BedsideLetter   *self);

guint          bedside_letter_paginate    (BedsideLetter   *self,
                                           PangoContext    *context,
                                           double           width,
                                           double           height);
void           bedside_letter_draw_page   (BedsideLetter   *self,
                                           cairo_t         *cr,
                                           guint            page);
GBytes        *bedside_letter_to_pdf      (BedsideLetter   *self,
                                           GtkPaperSize    *paper,
                                           GError         **error);

G_END_DECLS
