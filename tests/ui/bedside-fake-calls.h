/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-session.h"

G_BEGIN_DECLS

/* Between the fakes: what was asked of them, one after the other. */
void     bedside_fake_note              (GString        *calls,
                                         const char     *format,
                                         ...) G_GNUC_PRINTF (2, 3);
GString *bedside_fake_session_get_calls (BedsideSession *self);

G_END_DECLS
