/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "matrix-fixture.h"

G_BEGIN_DECLS

/* Each kind of request, for tests of answers that are none of the server's. */
typedef struct {
  const char *name;
  const char *method;
  const char *path;
  /* Makes the request once; FALSE: it failed. */
  gboolean (* act) (MatrixFixture  *fixture,
                    GError        **error);
} StrangeAct;

/* Ended by one without a name. */
extern const StrangeAct strange_acts[];

G_END_DECLS
