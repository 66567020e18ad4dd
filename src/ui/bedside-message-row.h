/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-message.h"

G_BEGIN_DECLS

/**
 * BedsideMessageRowMetrics:
 * @bubble_width: no bubble is wider
 * @meta_width: room for time and state beside the bubble
 * @with_sender: there are several others, so each group of messages says who wrote it
 *
 * What all rows of a list have in common, measured once.
 */
typedef struct {
  int      bubble_width;
  int      meta_width;
  gboolean with_sender;
} BedsideMessageRowMetrics;

/**
 * BedsideMessageRow:
 *
 * One message: a bubble, with time and state beside it, so that neither changes the height of the row (a row that
 * shrinks would move what is being read). Child of a list item, which it names. Actions: row.retry, row.copy,
 * row.delete, row.open-link, row.show-all. Signals: "retry", "delete", "show-all", and "changed" when the row may
 * have another height.
 *
 * Made in code, not from a template: the list makes 200 at once.
 */
#define BEDSIDE_TYPE_MESSAGE_ROW (bedside_message_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsideMessageRow, bedside_message_row, BEDSIDE, MESSAGE_ROW, GtkWidget)

GtkWidget      *bedside_message_row_new         (void);

BedsideMessage *bedside_message_row_get_message (BedsideMessageRow              *self);
void            bedside_message_row_set_message (BedsideMessageRow              *self,
                                                 BedsideMessage                 *message);
void            bedside_message_row_set_metrics (BedsideMessageRow              *self,
                                                 const BedsideMessageRowMetrics *metrics);
void            bedside_message_row_popup_menu  (BedsideMessageRow              *self,
                                                 double                          x,
                                                 double                          y);

G_END_DECLS
