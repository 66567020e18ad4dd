/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "bedside-practice-fixture.h"

G_BEGIN_DECLS

/**
 * BenchDriver:
 *
 * Makes a stored profile and starts programs on it, one at a time.
 */
typedef struct {
  BedsidePracticeFixture  practice;
  const char             *app;          /* path of bench-app */
  char                   *sign_in;      /* (owned) (nullable) */
  char                   *cache_key;    /* (owned) (nullable) */
} BenchDriver;

void     bench_driver_set_up       (BenchDriver *self,
                                    const char  *app);
void     bench_driver_tear_down    (BenchDriver *self);
void     bench_driver_add_patients (BenchDriver *self,
                                    guint        first,
                                    guint        last,
                                    gboolean     with_room);
/* The window signs in and is closed; prints how that went. Result: whether no turn was too long. */
gboolean bench_driver_sync         (BenchDriver *self);
/* Result: what the program printed; @seen: ms from its start to the line that begins with @prefix. */
char    *bench_driver_run          (BenchDriver        *self,
                                    const char * const *arguments,
                                    const char         *prefix,
                                    double             *seen,
                                    gboolean           *succeeded);
/* The number behind @label in @output. */
double   bench_read_number         (const char  *output,
                                    const char  *format);
void     bench_print_line          (const char  *label,
                                    GArray      *values);
double   bench_get_median          (GArray      *values);

G_END_DECLS
