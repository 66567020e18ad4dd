/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Each of these prints lines "label: number unit" and takes the arguments behind its name. */
void   sync_bench_serve   (char       **arguments);
void   sync_bench_first   (char       **arguments);
void   sync_bench_parse   (char       **arguments);
void   sync_bench_write   (char       **arguments);

/* An argument that is a number. */
guint  sync_bench_number  (const char  *argument,
                           guint        otherwise);
void   sync_bench_print   (const char  *label,
                           double       number,
                           const char  *unit);
/* CPU time in ms. */
double sync_bench_thread  (void);
double sync_bench_process (void);
/* A figure of /proc/self/status, in MB. */
double sync_bench_memory  (const char  *name);

G_END_DECLS
