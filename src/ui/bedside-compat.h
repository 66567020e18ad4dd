/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

/*
 * The only place that looks at versions of GTK and libadwaita. The floor is GTK 4.8 and libadwaita 1.2; what a
 * newer version calls deprecated is used until the floor moves, so its warnings are of no use here.
 */

#if GTK_CHECK_VERSION (4, 10, 0) || ADW_CHECK_VERSION (1, 4, 0)
#define BEDSIDE_BEGIN_OLD_API G_GNUC_BEGIN_IGNORE_DEPRECATIONS
#define BEDSIDE_END_OLD_API   G_GNUC_END_IGNORE_DEPRECATIONS
#else
#define BEDSIDE_BEGIN_OLD_API
#define BEDSIDE_END_OLD_API
#endif

G_BEGIN_DECLS

void bedside_compat_init         (void);
void bedside_compat_return_focus (GtkWidget *origin,
                                  GtkWidget *button);

G_END_DECLS
