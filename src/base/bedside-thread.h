/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a function is written for, as its first statement: a mistake shows itself at once, and not as damage. Lint asks
 * for it in everything that is given to a thread. */
#define bedside_assert_main_thread() g_assert (bedside_thread_is_main ())
#define bedside_assert_other_thread() g_assert (!bedside_thread_is_main ())

gboolean bedside_thread_is_main (void);

G_END_DECLS
