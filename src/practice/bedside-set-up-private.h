/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-set-up.h"
#include "bedside-state-writer.h"

G_BEGIN_DECLS

struct _BedsideSetUp
{
  GObject             parent_instance;

  BedsideClient      *client;    /* (owned) */
  BedsideRegistry    *registry;  /* (owned) */
  BedsideStateWriter *states;    /* (owned) */
  guint               step;
};

/* For the session: joins those of the directory and Everyone of a practice that are not joined. */
void     bedside_set_up_complete_async  (BedsideSetUp         *self,
                                         const char           *practice_id,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean bedside_set_up_complete_finish (BedsideSetUp         *self,
                                         GAsyncResult         *result,
                                         GError              **error);

/* Private to the set-up's files. */
void     bedside_set_up_set_step        (BedsideSetUp         *self,
                                         guint                 step);
void     bedside_set_up_add_child_async (BedsideSetUp         *self,
                                         const char           *practice_id,
                                         const char           *room_id,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);

G_END_DECLS
