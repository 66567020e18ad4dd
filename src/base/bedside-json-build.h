/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-json.h"

G_BEGIN_DECLS

JsonNode   *bedside_json_build       (const char      *text);
JsonObject *bedside_json_build_parts (const char      *text,
                                      const char      *parted,
                                      BedsideJsonTake  take_part,
                                      gpointer         user_data);

G_END_DECLS
