/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-filter.h"
#include "bedside-demo-world.h"

G_BEGIN_DECLS

typedef struct _BedsideDemoView BedsideDemoView;

/* Who syncs, and since when. */
struct _BedsideDemoView
{
  BedsideDemoWorld  *world;
  BedsideDemoDevice *device;
  BedsideDemoFilter *filter;
  gboolean           initial;
  guint64            since;   /* 0 if @initial */
};

/* Each writes nothing and answers FALSE if there is nothing new. */
gboolean bedside_demo_sync_room_write_joined  (BedsideDemoView   *view,
                                               BedsideDemoRoom   *room,
                                               BedsideDemoMember *member,
                                               GString           *out);
gboolean bedside_demo_sync_room_write_invited (BedsideDemoView   *view,
                                               BedsideDemoRoom   *room,
                                               BedsideDemoMember *member,
                                               GString           *out);
gboolean bedside_demo_sync_room_write_left    (BedsideDemoView   *view,
                                               BedsideDemoRoom   *room,
                                               BedsideDemoMember *member,
                                               GString           *out);

G_END_DECLS
