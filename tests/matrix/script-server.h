/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server in a thread of its own that answers what a test told it to, in order, and remembers what it was asked.
 * What nobody scripted is answered 404 M_UNRECOGNIZED. */

typedef struct _ScriptServer ScriptServer;

typedef struct {
  char *method;
  char *path;           /* as it came, percent-encoded */
  char *query;          /* (nullable) */
  char *authorization;  /* (nullable) */
  char *content_type;   /* (nullable) */
  char *body;
} ScriptRequest;

ScriptServer        *script_server_new          (GTlsCertificate *certificate);
void                 script_server_free         (ScriptServer    *self);
/* From now on, for new connections. */
void        script_server_set_certificate (ScriptServer    *self,
                                           GTlsCertificate *certificate);
const char *script_server_get_url         (ScriptServer    *self);
const char *script_server_get_name        (ScriptServer    *self);

/* The JSON is written with ' for ". */
void                 script_server_reply        (ScriptServer    *self,
                                                 const char      *method,
                                                 const char      *path,
                                                 guint            status,
                                                 const char      *json);
void                 script_server_reply_full   (ScriptServer    *self,
                                                 const char      *method,
                                                 const char      *path,
                                                 guint            status,
                                                 const char      *content_type,
                                                 const char      *header_name,
                                                 const char      *header_value,
                                                 GBytes          *body);
/* Bytes on the wire, after which the connection is closed or left hanging. */
void                 script_server_reply_raw    (ScriptServer    *self,
                                                 const char      *method,
                                                 const char      *path,
                                                 const char      *bytes,
                                                 gboolean         hang);
/* From now on answers wait for script_server_release(). */
void                 script_server_hold         (ScriptServer    *self,
                                                 const char      *method,
                                                 const char      *path);
void                 script_server_release      (ScriptServer    *self);

guint                script_server_count        (ScriptServer    *self,
                                                 const char      *method,
                                                 const char      *path);
guint                script_server_count_all    (ScriptServer    *self);
/* The last of them, or all; valid as long as the server is. */
const ScriptRequest *script_server_get_last     (ScriptServer    *self);
const ScriptRequest *script_server_get_request  (ScriptServer    *self,
                                                 guint            index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptServer, script_server_free)

G_END_DECLS
