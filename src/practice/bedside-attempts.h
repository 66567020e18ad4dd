/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsidePatience:
 * @BEDSIDE_PATIENCE_PERSON: somebody looks at it: some seconds, then it is said that it did not work
 * @BEDSIDE_PATIENCE_UNLIMITED: nobody does: it goes on until it works, is refused or cancelled
 *
 * For how long something is tried again.
 */
typedef enum {
  BEDSIDE_PATIENCE_PERSON,
  BEDSIDE_PATIENCE_UNLIMITED,
} BedsidePatience;

/* A step of an operation on the server; @task: the operation, borrowed. */
typedef void (*BedsideStep) (GTask *task);

/**
 * BedsideAttempts:
 * @failures: how many there were in a row
 * @began: when the step was tried first, as of g_get_monotonic_time()
 *
 * How often a step of an operation has been tried.
 */
typedef struct {
  BedsidePatience patience;
  guint           failures;
  gint64          began;
} BedsideAttempts;

void     bedside_attempts_begin (BedsideAttempts *self,
                                 BedsidePatience  patience);
void     bedside_attempts_reset (BedsideAttempts *self);
gboolean bedside_attempts_again (BedsideAttempts *self,
                                 const GError    *error,
                                 GTask           *task,
                                 BedsideStep      step);

G_END_DECLS
