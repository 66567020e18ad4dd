/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-faults.h"
#include "bedside-demo-world.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define BEDSIDE_DEMO_REQUEST_ARGS 4

typedef struct _BedsideDemoRequest BedsideDemoRequest;
typedef struct _BedsideDemoRoute BedsideDemoRoute;

/* Does a request. It may answer at once, or set the request's poll. */
typedef void (*BedsideDemoHandler) (BedsideDemoRequest *request);
/* Something has happened: answers if there is something to say by now, and in any case when @final. */
typedef void (*BedsideDemoPoll) (BedsideDemoRequest *request, gboolean final);

typedef enum {
  BEDSIDE_DEMO_REQUEST_OPEN,
  BEDSIDE_DEMO_REQUEST_ANSWERED,
  BEDSIDE_DEMO_REQUEST_GONE,      /* the client or the server closed the connection */
} BedsideDemoRequestState;

typedef enum {
  BEDSIDE_DEMO_NEEDS_NOTHING = 0,
  BEDSIDE_DEMO_NEEDS_TOKEN = 1 << 0,
  BEDSIDE_DEMO_NEEDS_BODY = 1 << 1, /* a JSON object */
  BEDSIDE_DEMO_TAKES_BODY = 1 << 2, /* a JSON object or nothing */
} BedsideDemoNeeds;

/* @path: `{}` stands for one segment. `/_matrix/client/r0` is served as `v3`. */
struct _BedsideDemoRoute
{
  const char         *method;
  const char         *path;
  BedsideDemoNeeds    needs;
  BedsideDemoHandler  handler;
};

struct _BedsideDemoRequest
{
  BedsideDemoWorld        *world;
  SoupServerMessage       *message;  /* (owned) */
  BedsideDemoRequestState  state;
  const char              *method;
  char                    *path;     /* (owned): decoded */
  GStrv                    segments; /* (owned): of the path, each decoded */
  const char              *args[BEDSIDE_DEMO_REQUEST_ARGS]; /* what stood for the {} of the route */
  GHashTable              *query;    /* (owned) (nullable) */
  JsonObject              *body;     /* (owned) (nullable) */
  BedsideDemoDevice       *device;   /* (nullable): who asks; set where a token is needed */
  BedsideDemoUser         *user;     /* (nullable) */
  BedsideDemoFault        *fault;    /* (owned) (nullable): what goes wrong */

  /* while it waits */
  BedsideDemoPoll          poll;     /* (nullable) */
  GSource                 *timer;    /* (owned) (nullable) */
  gpointer                 data;     /* (owned) (nullable): of the handler */
  GDestroyNotify           data_free;
  gulong                   gone_id;
  gpointer                 http;     /* the BedsideDemoHttp that it came to */
};

BedsideDemoRequest *bedside_demo_request_new  (SoupServerMessage  *message,
                                               BedsideDemoWorld   *world);
void                bedside_demo_request_free (BedsideDemoRequest *self);

const char      *bedside_demo_request_get_query        (BedsideDemoRequest *self,
                                                        const char         *name);
guint            bedside_demo_request_get_query_number (BedsideDemoRequest *self,
                                                        const char         *name,
                                                        guint               fallback);
char            *bedside_demo_request_dup_token        (BedsideDemoRequest *self);
BedsideDemoRoom *bedside_demo_request_get_joined_room  (BedsideDemoRequest *self,
                                                        const char         *room_id);

void bedside_demo_request_answer        (BedsideDemoRequest *self,
                                         guint               status,
                                         const char         *json);
void bedside_demo_request_answer_string (BedsideDemoRequest *self,
                                         const char         *name,
                                         const char         *value);
void bedside_demo_request_refuse        (BedsideDemoRequest *self,
                                         guint               status,
                                         const char         *errcode,
                                         const char         *error);
void bedside_demo_request_refuse_token  (BedsideDemoRequest *self,
                                         const char         *error,
                                         gboolean            soft);
void bedside_demo_request_refuse_reason (BedsideDemoRequest *self,
                                         const char         *error,
                                         const char         *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDemoRequest, bedside_demo_request_free)

G_END_DECLS
