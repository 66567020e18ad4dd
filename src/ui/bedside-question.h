/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BedsideQuestion:
 *
 * A modal window that asks before something that cannot be undone: a title, a text, Cancel and one other button.
 * (AdwMessageDialog 1.2 tells screen readers the name of each button twice.) Closing it is Cancel.
 * Signals: "accepted", "other" (the third way, if there is one).
 */
#define BEDSIDE_TYPE_QUESTION (bedside_question_get_type ())
G_DECLARE_FINAL_TYPE (BedsideQuestion, bedside_question, BEDSIDE, QUESTION, AdwWindow)

GtkWidget *bedside_question_new           (GtkWindow       *parent,
                                           const char      *title,
                                           const char      *text,
                                           const char      *accept);
/* What is asked about gives back rather than takes away: the button is not a warning. */
void       bedside_question_set_suggested (BedsideQuestion *self);
/* Between the two, on a button of its own. */
void       bedside_question_set_other     (BedsideQuestion *self,
                                           const char      *other);

/* It says nothing of anybody: it is shown also while Bedside is locked. */
void     bedside_question_set_impersonal (BedsideQuestion *self);
gboolean bedside_question_get_impersonal (BedsideQuestion *self);

G_END_DECLS
