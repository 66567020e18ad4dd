/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What libFuzzer calls. */

#include "fuzz.h"

int LLVMFuzzerInitialize   (int            *argc,
                            char         ***argv);
int LLVMFuzzerTestOneInput (const guint8   *data,
                            gsize           size);

int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  fuzz_begin ();

  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  fuzz_run (data, size);

  return 0;
}
