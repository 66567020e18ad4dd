/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-preferences.h"

G_BEGIN_DECLS

void bedside_appearance_follow          (BedsidePreferences *preferences);
void bedside_appearance_follow_contrast (void);

G_END_DECLS
