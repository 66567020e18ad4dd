/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-faults.h"
#include "bedside-demo-world.h"

G_BEGIN_DECLS

typedef struct _BedsideDemoHttp BedsideDemoHttp;

BedsideDemoHttp *bedside_demo_http_new      (BedsideDemoWorld   *world,
                                             BedsideDemoFaults  *faults);
void             bedside_demo_http_free     (BedsideDemoHttp    *self);
gboolean         bedside_demo_http_start    (BedsideDemoHttp    *self,
                                             GError            **error);
void             bedside_demo_http_stop     (BedsideDemoHttp    *self);
guint            bedside_demo_http_get_port (BedsideDemoHttp    *self);
void             bedside_demo_http_wake     (BedsideDemoHttp    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDemoHttp, bedside_demo_http_free)

G_END_DECLS
