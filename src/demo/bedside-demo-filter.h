/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _BedsideDemoFilter BedsideDemoFilter;

/* What a client wants to be told. */
struct _BedsideDemoFilter
{
  guint       timeline_limit;
  gboolean    lazy_members;
  gboolean    include_leave;
  JsonObject *data;       /* (owned) (nullable): sections of the filter */
  JsonObject *room;       /* (owned) (nullable) */
  JsonObject *timeline;   /* (owned) (nullable) */
  JsonObject *state;      /* (owned) (nullable) */
  JsonObject *ephemeral;  /* (owned) (nullable) */
  JsonObject *room_data;  /* (owned) (nullable) */
};

BedsideDemoFilter *bedside_demo_filter_new         (JsonObject        *json);
void               bedside_demo_filter_free        (BedsideDemoFilter *self);
gboolean           bedside_demo_filter_passes      (JsonObject        *section,
                                                    const char        *type,
                                                    const char        *sender);
gboolean           bedside_demo_filter_passes_room (BedsideDemoFilter *self,
                                                    const char        *room_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDemoFilter, bedside_demo_filter_free)

G_END_DECLS
