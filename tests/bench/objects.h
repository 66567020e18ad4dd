/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* To be called before any other class is there. */
void bench_objects_start (void);
/* As members of a JSON object: "BedsideMessage": 12, ... */
void bench_objects_append (GString *json);

G_END_DECLS
