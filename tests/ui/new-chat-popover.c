/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "new-chat-popover.h"

#include "bedside-await.h"
#include "bedside-head-model.h"
#include "bedside-new-chat.h"
#include "bedside-ui-fixture.h"

GtkWidget *
new_chat_popover_open (BedsideMainPage *page)
{
  GtkWidget *popover;

  bedside_main_page_new_chat (page);
  bedside_await (bedside_ui_find (page, BEDSIDE_TYPE_NEW_CHAT, NULL) != NULL, 5);
  popover = bedside_ui_get (page, BEDSIDE_TYPE_NEW_CHAT, NULL);
  bedside_await (gtk_widget_get_mapped (popover), 5);
  bedside_ui_settle ();

  return popover;
}

GtkSelectionModel *
new_chat_popover_get_model (GtkWidget *popover)
{
  GtkListView *view = bedside_ui_get (popover, GTK_TYPE_LIST_VIEW, "Patients found");

  return bedside_head_model_get_model (BEDSIDE_HEAD_MODEL (gtk_list_view_get_model (view)));
}
