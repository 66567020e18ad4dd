/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A turn of the main loop that takes longer than three frames is felt. */
#define BEDSIDE_WATCHDOG_LIMIT (50 * 1000)

/**
 * BedsideWatchdogFigures:
 * @count: how many turns there were
 * @over: how many of them took more than %BEDSIDE_WATCHDOG_LIMIT
 * @p50: the median
 * @p99: 99 of 100 turns took no longer
 * @worst: the longest one
 *
 * Times are microseconds of thread CPU time.
 */
typedef struct {
  guint64 count;
  guint64 over;
  guint   p50;
  guint   p99;
  guint   worst;
} BedsideWatchdogFigures;

#define BEDSIDE_TYPE_WATCHDOG (bedside_watchdog_get_type ())
G_DECLARE_FINAL_TYPE (BedsideWatchdog, bedside_watchdog, BEDSIDE, WATCHDOG, GObject)

BedsideWatchdog *bedside_watchdog_new         (void);

void             bedside_watchdog_attach      (BedsideWatchdog        *self,
                                               GMainContext           *context);
void             bedside_watchdog_detach      (BedsideWatchdog        *self);

void             bedside_watchdog_get_figures (BedsideWatchdog        *self,
                                               BedsideWatchdogFigures *figures);
GArray          *bedside_watchdog_dup_turns   (BedsideWatchdog        *self);
void             bedside_watchdog_reset       (BedsideWatchdog        *self);

G_END_DECLS
