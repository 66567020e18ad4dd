/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideEcho:
 *
 * A task of which the server has done its part, and which is waiting until sync shows it.
 */
typedef struct {
  GObject *watched;      /* (owned) (nullable): while it is waiting */
  gulong   handler;
  guint    timeout_id;
  GSource *cancelled;    /* (owned) (nullable) */
} BedsideEcho;

void bedside_echo_begin (BedsideEcho *self,
                         GTask       *task,
                         gpointer     object,
                         const char  *signal,
                         GCallback    callback,
                         guint        ms,
                         GSourceFunc  on_timeout);
void bedside_echo_end   (BedsideEcho *self);

G_END_DECLS
