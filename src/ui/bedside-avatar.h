/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BedsideAvatar:
 *
 * A disc with initials or an icon, in a colour that follows from the name. As #AdwAvatar, but the initials have the
 * font of what stands beside: #AdwAvatar looks for one of another size for each name, which takes a list longer to show
 * than all else in its rows. Property "size" (construct-only), in pixels.
 */
#define BEDSIDE_TYPE_AVATAR (bedside_avatar_get_type ())
G_DECLARE_FINAL_TYPE (BedsideAvatar, bedside_avatar, BEDSIDE, AVATAR, GtkWidget)

GtkWidget *bedside_avatar_new  (void);

void       bedside_avatar_show (BedsideAvatar *self,
                                const char    *name,
                                const char    *icon_name);

G_END_DECLS
