/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-json.h"
#include "bedside-matrix-error.h"
#include "bedside-request.h"

G_BEGIN_DECLS

/* Internal: from an HTTP answer to JSON or an error, in one place. */

typedef struct _BedsideAnswer BedsideAnswer;

/**
 * BedsideAnswer:
 * @status: the HTTP status
 * @is_json: the content type says so
 * @is_packed: @body is gzip
 * @retry_after: what the header says, in milliseconds, or -1
 * @body: (nullable): %NULL if it was not worth reading
 * @max_size: how large the body may be, packed or not
 */
struct _BedsideAnswer
{
  guint       status;
  gboolean    is_json;
  gint64      retry_after;
  GByteArray *body;
  gboolean    is_packed;
  gsize       max_size;
};

gint64      bedside_answer_parse_retry_after (const char           *value,
                                              const char           *date);
gboolean    bedside_answer_is_success        (const BedsideAnswer  *self);
gsize       bedside_answer_get_limit         (const BedsideAnswer  *self);
gboolean    bedside_answer_wants_body        (const BedsideAnswer  *self,
                                              gboolean              any_type);
JsonObject *bedside_answer_read              (BedsideAnswer        *self,
                                              GError              **error);
gpointer    bedside_answer_read_with         (BedsideAnswer        *self,
                                              BedsideRequestRead    read,
                                              GError              **error);
const char *bedside_answer_get_text          (JsonObject           *object,
                                              const char           *name,
                                              gsize                 max_size);
void        bedside_answer_set_bad_data      (GError              **error);
void        bedside_answer_set_too_large     (GError              **error);

G_END_DECLS
