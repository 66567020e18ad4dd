/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BedsideNotice:
 *
 * A bar with a sentence and perhaps a button (libadwaita 1.2 has no AdwBanner). Properties: "text" (nullable: the bar
 * is folded away), "action" (label of the button, nullable), "dismissible", "busy" (shows a spinner).
 * Signals: "activated" (the button), "dismissed".
 */
#define BEDSIDE_TYPE_NOTICE (bedside_notice_get_type ())
G_DECLARE_FINAL_TYPE (BedsideNotice, bedside_notice, BEDSIDE, NOTICE, AdwBin)

GtkWidget  *bedside_notice_new             (void);
const char *bedside_notice_get_text        (BedsideNotice *self);
void        bedside_notice_set_text        (BedsideNotice *self,
                                            const char    *text);
const char *bedside_notice_get_action      (BedsideNotice *self);
void        bedside_notice_set_action      (BedsideNotice *self,
                                            const char    *action);
/* For ears, where what stands on the button would not say enough. */
void        bedside_notice_set_action_name (BedsideNotice *self,
                                            const char    *name);
gboolean    bedside_notice_get_dismissible (BedsideNotice *self);
void        bedside_notice_set_dismissible (BedsideNotice *self,
                                            gboolean       dismissible);
gboolean    bedside_notice_get_busy        (BedsideNotice *self);
void        bedside_notice_set_busy        (BedsideNotice *self,
                                            gboolean       busy);

G_END_DECLS
