/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-letter.h"

G_BEGIN_DECLS

/**
 * BedsideLetterPreview:
 *
 * Shows a letter as it will be printed, one page below the other. To screen readers it is an image with the text of the
 * letter as its description.
 */
#define BEDSIDE_TYPE_LETTER_PREVIEW (bedside_letter_preview_get_type ())
G_DECLARE_FINAL_TYPE (BedsideLetterPreview, bedside_letter_preview, BEDSIDE, LETTER_PREVIEW, GtkWidget)

void bedside_letter_preview_set_letter (BedsideLetterPreview *self,
                                        BedsideLetter        *letter,
                                        GtkPaperSize         *paper);

G_END_DECLS
