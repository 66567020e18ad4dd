/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-message.h"

G_BEGIN_DECLS

/**
 * BedsideMessageFactory:
 *
 * Makes the rows of a list of messages: for messages, days, and what is before the oldest. Signals: "retry", "delete",
 * "show-all" (#BedsideMessage), "load-older", and "changed" when a row may get another height.
 */
#define BEDSIDE_TYPE_MESSAGE_FACTORY (bedside_message_factory_get_type ())
G_DECLARE_FINAL_TYPE (BedsideMessageFactory, bedside_message_factory, BEDSIDE, MESSAGE_FACTORY, GObject)

BedsideMessageFactory *bedside_message_factory_new             (void);

GtkListItemFactory    *bedside_message_factory_create          (BedsideMessageFactory *self);
gboolean               bedside_message_factory_measure         (BedsideMessageFactory *self,
                                                                GtkWidget             *widget);
gboolean               bedside_message_factory_get_with_sender (BedsideMessageFactory *self);
void                   bedside_message_factory_set_with_sender (BedsideMessageFactory *self,
                                                                gboolean               with_sender);

void                   bedside_message_factory_update          (BedsideMessageFactory *self,
                                                                GtkWidget             *list);
void                   bedside_message_factory_refresh_days    (GtkWidget             *list);
BedsideMessage        *bedside_message_factory_get_message     (GtkWidget             *list_item);

G_END_DECLS
