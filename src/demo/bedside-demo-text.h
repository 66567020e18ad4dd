/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* JSON written straight as text: a sync answer of 1,000 rooms is 30,000 objects, which would be slow as a tree. */

void bedside_demo_text_open    (GString    *out,
                                const char *name,
                                char        bracket);
void bedside_demo_text_close   (GString    *out,
                                char        bracket);
void bedside_demo_text_string  (GString    *out,
                                const char *name,
                                const char *value);
void bedside_demo_text_int     (GString    *out,
                                const char *name,
                                gint64      value);
void bedside_demo_text_boolean (GString    *out,
                                const char *name,
                                gboolean    value);
void bedside_demo_text_raw     (GString    *out,
                                const char *name,
                                const char *json);

char       *bedside_demo_text_strings      (const char *name,
                                            ...) G_GNUC_NULL_TERMINATED;
char       *bedside_demo_text_random       (guint       length);
char       *bedside_demo_text_value        (JsonNode   *node);
const char *bedside_demo_text_is_canonical (JsonNode   *node);

G_END_DECLS
