/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BedsideDialogFrame:
 *
 * What is in a modal window that saves something: Cancel and Save in the header bar, what can be changed below, and
 * what went wrong. Properties: "body" (#GtkWidget), "accept" (what stands on the button that does it), "ready"
 * (whether that can be pressed), "busy" (it is being done: nothing can be changed; Cancel becomes Close, since what is
 * on its way cannot be called back), "error" (nullable). Signal: "accepted". Cancel closes the window.
 */
#define BEDSIDE_TYPE_DIALOG_FRAME (bedside_dialog_frame_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDialogFrame, bedside_dialog_frame, BEDSIDE, DIALOG_FRAME, AdwBin)

GtkWidget  *bedside_dialog_frame_get_body   (BedsideDialogFrame *self);
void        bedside_dialog_frame_set_body   (BedsideDialogFrame *self,
                                             GtkWidget          *body);
const char *bedside_dialog_frame_get_accept (BedsideDialogFrame *self);
void        bedside_dialog_frame_set_accept (BedsideDialogFrame *self,
                                             const char         *accept);
gboolean    bedside_dialog_frame_get_ready  (BedsideDialogFrame *self);
void        bedside_dialog_frame_set_ready  (BedsideDialogFrame *self,
                                             gboolean            ready);
gboolean    bedside_dialog_frame_get_busy   (BedsideDialogFrame *self);
void        bedside_dialog_frame_set_busy   (BedsideDialogFrame *self,
                                             gboolean            busy);
const char *bedside_dialog_frame_get_error  (BedsideDialogFrame *self);
void        bedside_dialog_frame_set_error  (BedsideDialogFrame *self,
                                             const char         *error);

/* After a change of what is written: makes the window as high as that needs. */
void        bedside_dialog_frame_fit        (BedsideDialogFrame *self);

G_END_DECLS
