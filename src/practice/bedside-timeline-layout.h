/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-message.h"

G_BEGIN_DECLS

GPtrArray *bedside_timeline_layout (GPtrArray      *messages,
                                    GPtrArray      *days,
                                    BedsideMessage *previous,
                                    BedsideMessage *next);

G_END_DECLS
