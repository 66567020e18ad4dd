/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bus-fixture.h"

/* What a watcher does with who wants to register. */
typedef enum {
  TRAY_WATCHER_ACCEPTS,
  TRAY_WATCHER_REFUSES,
  TRAY_WATCHER_IS_SILENT,
} TrayWatcherMood;

/* The tray as a test plays it: org.kde.StatusNotifierWatcher on a connection of its own. */
typedef struct {
  GDBusConnection *connection;
  TrayWatcherMood  mood;
  GVariant        *hosted;     /* what IsStatusNotifierHostRegistered is; NULL: there is no such property */
  GPtrArray       *items;      /* what has registered, as it called itself */
  GPtrArray       *pending;    /* calls that it is silent on */
  guint            asked;      /* how often for a host */
  guint            objects[2];
} TrayWatcher;

TrayWatcher *tray_watcher_new        (BusFixture      *bus,
                                      TrayWatcherMood  mood,
                                      gboolean         hosted);
void         tray_watcher_free       (TrayWatcher     *self);
void         tray_watcher_set_hosted (TrayWatcher     *self,
                                      gboolean         hosted);
/* Of the item that registered last. */
const char  *tray_watcher_get_item   (TrayWatcher     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrayWatcher, tray_watcher_free)
