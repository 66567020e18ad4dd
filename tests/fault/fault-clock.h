/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The clocks of a test program, made by standing in for the C library's functions: nothing of Bedside is shortened.
 * Time can pass faster, so that a stalled request costs a second and not thirty, and the wall clock can jump. Threads
 * of the name "demo-server", and whoever calls fault_clock_be_server(), keep the right wall clock. */

/* µs that never jump and never hurry. */
gint64 fault_clock_get_real  (void);
/* How many times as fast time passes from now on; 1: as it does. */
void   fault_clock_set_speed (guint    speed);
/* The wall clock jumps, forward or back. */
void   fault_clock_jump      (gint64   seconds);
/* Of this thread, until it says otherwise. */
void   fault_clock_be_server (gboolean server);
/* Back to what it was at the start. */
void   fault_clock_reset     (void);

G_END_DECLS
