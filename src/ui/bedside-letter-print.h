/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-letter.h"

G_BEGIN_DECLS

/* An operation that prints the letter; to be run. */
GtkPrintOperation *bedside_letter_print_new (BedsideLetter *letter,
                                             GtkPaperSize  *paper);

G_END_DECLS
