/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BedsideSymbols BedsideSymbols;

BedsideSymbols *bedside_symbols_new      (void);
void            bedside_symbols_free     (BedsideSymbols *self);
char           *bedside_symbols_dup_name (BedsideSymbols *self,
                                          const void     *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideSymbols, bedside_symbols_free)

G_END_DECLS
