/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-content.h"
#include "bedside-main-page.h"
#include "bedside-sidebar.h"

G_BEGIN_DECLS

struct _BedsideMainPage
{
  AdwBin           parent_instance;

  BedsideSession  *session;          /* (owned) (nullable) */
  GSignalGroup    *session_signals;  /* (owned) */
  GSignalGroup    *practice_signals; /* (owned) */
  GSignalGroup    *activated_signals; /* (owned) */
  GtkWidget       *notices;          /* (owned): in whichever pane is seen */
  GtkWidget       *practice_notices; /* a child of notices */
  GtkWidget       *new_chat;         /* (owned) (nullable): made when it is asked for; at the button that is seen */
  gboolean         expired;

  /* template */
  AdwLeaflet      *leaflet;
  BedsideSidebar  *sidebar;
  BedsideContent  *content;
};

void bedside_main_page_start_init    (BedsideMainPage *self);
void bedside_main_page_start_dispose (BedsideMainPage *self);
void bedside_main_page_start_update  (BedsideMainPage *self);

G_END_DECLS
