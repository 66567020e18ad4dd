/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BEDSIDE_TYPE_WORKER (bedside_worker_get_type ())
G_DECLARE_FINAL_TYPE (BedsideWorker, bedside_worker, BEDSIDE, WORKER, GObject)

BedsideWorker *bedside_worker_new               (const char          *name);

void           bedside_worker_run               (BedsideWorker       *self,
                                                 GTask               *task,
                                                 GTaskThreadFunc      function);
gboolean       bedside_worker_is_current_thread (BedsideWorker       *self);

void           bedside_worker_shut_down_async   (BedsideWorker       *self,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
gboolean       bedside_worker_shut_down_finish  (BedsideWorker       *self,
                                                 GAsyncResult        *result,
                                                 GError             **error);

G_END_DECLS
