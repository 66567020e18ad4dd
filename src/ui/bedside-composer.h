/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The server takes events of 64 KiB; the rest of one is not text. */
#define BEDSIDE_COMPOSER_MAX_BYTES 60000

/**
 * BedsideComposer:
 *
 * Where a message is written. Properties: "text", "placeholder". Signals: "send" (text), "text-changed" (text: what
 * somebody typed, not what was set), "typing" (gboolean).
 */
#define BEDSIDE_TYPE_COMPOSER (bedside_composer_get_type ())
G_DECLARE_FINAL_TYPE (BedsideComposer, bedside_composer, BEDSIDE, COMPOSER, GtkWidget)

GtkWidget  *bedside_composer_new             (void);

char       *bedside_composer_dup_text        (BedsideComposer *self);
void        bedside_composer_set_text        (BedsideComposer *self,
                                              const char      *text);
const char *bedside_composer_get_placeholder (BedsideComposer *self);
void        bedside_composer_set_placeholder (BedsideComposer *self,
                                              const char      *placeholder);
/* To whom one writes here, beside Send; NULL: nothing is there. */
void        bedside_composer_set_recipient   (BedsideComposer *self,
                                              const char      *icon,
                                              const char      *recipient);
void        bedside_composer_set_closed      (BedsideComposer *self,
                                              gboolean         closed);
void        bedside_composer_stop_typing     (BedsideComposer *self);

G_END_DECLS
