/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-store.h"

G_BEGIN_DECLS

GError *bedside_store_error_convert    (GError  *problem);
void    bedside_store_error_set_broken (GError **error,
                                        guint    n_broken);

G_END_DECLS
