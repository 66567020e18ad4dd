/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-await.h"

G_BEGIN_DECLS

/* Longer than that, nothing is waited for: what is under way has stopped. */
#define FUZZ_LIMIT 20

/* What a target defines: once, before the first input; and for each. */
void   fuzz_set_up       (void);
void   fuzz_one          (const char    *data,
                          gsize          size);

/* In harness.c. Runs one input, and aborts if it takes more than a second of CPU time. */
void   fuzz_begin        (void);
void   fuzz_run          (const guint8  *data,
                          gsize          size);

/* For targets. Lines of an input, each a text with a NUL behind it, at most @max; the last one is the rest. */
GStrv  fuzz_split        (const char    *data,
                          gsize          size,
                          guint          max);
/* Does what the main loop has to do now. */
void   fuzz_settle       (void);
/* A name of a folder in memory that does not exist. */
char  *fuzz_folder_new   (void);

/* In fuzz-http.c, which stands in for matrix/bedside-http.c: the next requests get these answers, in order; then
 * the server cannot be reached. An answer is a line: "200 {...}", or a status with "h" for what claims to be HTML. */
void   fuzz_http_answer  (const char    *line);
void   fuzz_http_reset   (void);

G_END_DECLS
