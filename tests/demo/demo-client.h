/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-server.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Raw HTTP, knowing nothing of Matrix but its prefix. Every request has a connection of its own. */

#define V3 "/_matrix/client/v3"

/* Sanitizers make everything slower; what is measured or made in thousands is divided or multiplied by this. */
#ifdef __SANITIZE_ADDRESS__
#define DEMO_SLOWNESS 10
#else
#define DEMO_SLOWNESS 1
#endif

typedef struct {
  GError     *error;       /* (nullable): the connection failed */
  guint       status;
  char       *text;        /* (nullable) */
  JsonObject *json;        /* (nullable): @text, if it is an object of less than 1 MiB */
  char       *retry_after; /* (nullable) */
  char       *type;        /* (nullable): of the content */
} DemoAnswer;

void demo_answer_free (DemoAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DemoAnswer, demo_answer_free)

/* @body: (nullable). @token: (nullable). */
DemoAnswer *demo_call (BedsideDemoServer *server,
                       const char        *method,
                       const char        *path,
                       const char        *token,
                       const char        *body);
DemoAnswer *demo_get  (BedsideDemoServer *server,
                       const char        *token,
                       const char        *format,
                       ...) G_GNUC_PRINTF (3, 4);
/* Asserts 200. */
JsonObject *demo_expect (BedsideDemoServer *server,
                         const char        *method,
                         const char        *path,
                         const char        *token,
                         const char        *body);
/* Asserts a refusal in the form of the specification. */
void demo_expect_error (BedsideDemoServer *server,
                        const char        *method,
                        const char        *path,
                        const char        *token,
                        const char        *body,
                        guint              status,
                        const char        *errcode);
/* In the background; the answer is put at @answer, spin with bedside_await(). */
void demo_call_later (BedsideDemoServer  *server,
                      const char         *method,
                      const char         *path,
                      const char         *token,
                      const char         *body,
                      guint               seconds,
                      DemoAnswer        **answer);

/* Adds a user with the password "pw" and signs in: (transfer full): an access token */
char *demo_add_signed_in (BedsideDemoServer *server,
                          const char        *name);
char *demo_log_in        (BedsideDemoServer *server,
                          const char        *user,
                          const char        *password);
char *demo_send          (BedsideDemoServer *server,
                          const char        *token,
                          const char        *room_id,
                          const char        *transaction,
                          const char        *text);

/* @path: names and indexes divided by slashes, -1 is the last element. */
JsonNode   *demo_find        (JsonObject *json,
                              const char *format,
                              ...) G_GNUC_PRINTF (2, 3);
const char *demo_find_string (JsonObject *json,
                              const char *format,
                              ...) G_GNUC_PRINTF (2, 3);
gint64      demo_find_int    (JsonObject *json,
                              const char *format,
                              ...) G_GNUC_PRINTF (2, 3);
/* How many members or elements; -1 if it is not there. */
int demo_find_length (JsonObject *json,
                      const char *format,
                      ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
