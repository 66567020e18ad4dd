/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-main-page.h"

/* *New Chat* as a person opens it; returns when it is there. */
GtkWidget         *new_chat_popover_open      (BedsideMainPage *page);
/* All who are found, also those without a row yet. */
GtkSelectionModel *new_chat_popover_get_model (GtkWidget       *popover);
