/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * BedsideJsonError:
 * @BEDSIDE_JSON_ERROR_SYNTAX: the text is not JSON
 * @BEDSIDE_JSON_ERROR_TOO_DEEP: values are nested deeper than %BEDSIDE_JSON_MAX_DEPTH
 * @BEDSIDE_JSON_ERROR_WRONG_TYPE: the text is JSON, but of another shape than asked for
 * @BEDSIDE_JSON_ERROR_TOO_LARGE: it would take more than %BEDSIDE_JSON_MAX_MEMORY, or an object has more than
 *   %BEDSIDE_JSON_MAX_MEMBERS members
 */
typedef enum {
  BEDSIDE_JSON_ERROR_SYNTAX,
  BEDSIDE_JSON_ERROR_TOO_DEEP,
  BEDSIDE_JSON_ERROR_WRONG_TYPE,
  BEDSIDE_JSON_ERROR_TOO_LARGE,
} BedsideJsonError;

#define BEDSIDE_JSON_ERROR (bedside_json_error_quark ())
GQuark      bedside_json_error_quark      (void);

/* Whoever writes a text must not choose how much of stack, memory and time it takes. Memory is what json-glib needs for
 * the values besides their texts, estimated: two bytes of "[]" are two hundred. */
#define BEDSIDE_JSON_MAX_DEPTH   100
#define BEDSIDE_JSON_MAX_MEMBERS 16384
#define BEDSIDE_JSON_MAX_MEMORY  ((gsize) 512 * 1024 * 1024)

/* @part must not be kept, but what is in it may be. */
typedef void (*BedsideJsonTake) (const char *section,
                                 const char *name,
                                 JsonObject *part,
                                 gpointer    user_data);

JsonObject *bedside_json_parse_object     (const char  *text,
                                           gssize       length,
                                           GError     **error);
JsonObject *bedside_json_take_object      (char        *text,
                                           gsize        length,
                                           GError     **error);
JsonObject *bedside_json_take_parts       (char             *text,
                                           gsize             length,
                                           const char       *parted,
                                           BedsideJsonTake   take_part,
                                           gpointer          user_data,
                                           GError          **error);
char       *bedside_json_object_to_text   (JsonObject  *object);

const char *bedside_json_get_string       (JsonObject  *object,
                                           const char  *name);
gboolean    bedside_json_get_int          (JsonObject  *object,
                                           const char  *name,
                                           gint64      *value);
gboolean    bedside_json_get_boolean      (JsonObject  *object,
                                           const char  *name,
                                           gboolean    *value);
JsonObject *bedside_json_get_object       (JsonObject  *object,
                                           const char  *name);
JsonArray  *bedside_json_get_array        (JsonObject  *object,
                                           const char  *name);
const char *bedside_json_array_get_string (JsonArray   *array,
                                           guint        index);
JsonObject *bedside_json_array_get_object (JsonArray   *array,
                                           guint        index);

G_END_DECLS
