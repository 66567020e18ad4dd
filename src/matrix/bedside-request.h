/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-json.h"

G_BEGIN_DECLS

/* Internal: what is to be sent, and how its answer is read. */

/* The first segments of nearly every path. */
#define BEDSIDE_REQUEST_V3      "_matrix", "client", "v3"

#define BEDSIDE_REQUEST_TIMEOUT (30 * 1000)

/**
 * BedsideRequestFlags:
 * @BEDSIDE_REQUEST_PLAIN: nothing special
 * @BEDSIDE_REQUEST_FOLLOW: follow redirects; such a request is never signed
 * @BEDSIDE_REQUEST_ANY_TYPE: the answer is JSON whatever its content type says
 * @BEDSIDE_REQUEST_IMPOSSIBLE: its path cannot be written; it is refused unsent
 */
typedef enum {
  BEDSIDE_REQUEST_PLAIN = 0,
  BEDSIDE_REQUEST_FOLLOW = 1 << 0,
  BEDSIDE_REQUEST_ANY_TYPE = 1 << 1,
  BEDSIDE_REQUEST_IMPOSSIBLE = 1 << 2,
} BedsideRequestFlags;

/* Makes the typed result of the answer, in a thread. */
typedef gpointer (*BedsideRequestParse) (JsonObject  *object,
                                         GError     **error);

/* The same of its text, which may be changed and is followed by a NUL: for what is too large to be there as objects. A
 * #BedsideJsonError says that it is no JSON. */
typedef gpointer (*BedsideRequestRead) (char    *text,
                                        gsize    length,
                                        GError **error);

/* Gives an error of the server the meaning that it has for this request; takes one, returns one. */
typedef GError * (*BedsideRequestJudge) (GError *error);

typedef struct _BedsideRequest BedsideRequest;

struct _BedsideRequest
{
  const char          *method;
  GString             *url;          /* (owned) */
  GBytes              *body;         /* (owned) (nullable) */
  BedsideRequestFlags  flags;
  guint                timeout;      /* ms until the answer begins */
  gsize                max_size;     /* bytes of the answer; see bedside-limits.h */
  BedsideRequestParse  parse;        /* (nullable): NULL: the result is the JsonObject */
  BedsideRequestRead   read;         /* (nullable): instead of @parse */
  GDestroyNotify       free_result;
  BedsideRequestJudge  judge;        /* (nullable) */
  char                *final_url;    /* (owned) (nullable): out: where the answer came from */
};

BedsideRequest *bedside_request_new       (const char          *method,
                                           const char          *base_url,
                                           ...) G_GNUC_NULL_TERMINATED;
BedsideRequest *bedside_request_ref       (BedsideRequest      *self);
void            bedside_request_unref     (BedsideRequest      *self);
void            bedside_request_add_query (BedsideRequest      *self,
                                           const char          *name,
                                           const char          *value);
void            bedside_request_set_body  (BedsideRequest      *self,
                                           JsonObject          *body);
void            bedside_request_set_parse (BedsideRequest      *self,
                                           BedsideRequestParse  parse,
                                           GDestroyNotify       free_result);
void            bedside_request_set_read  (BedsideRequest      *self,
                                           BedsideRequestRead   read,
                                           GDestroyNotify       free_result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideRequest, bedside_request_unref)

G_END_DECLS
