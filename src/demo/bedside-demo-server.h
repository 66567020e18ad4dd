/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-kind.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideDemoServer:
 *
 * A small homeserver on 127.0.0.1, in a thread of its own, fed by a scenario
 * file. Written from the Matrix specification, not from our client. Every
 * function may be called from any other thread and returns when the server has done it.
 */
#define BEDSIDE_TYPE_DEMO_SERVER (bedside_demo_server_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDemoServer, bedside_demo_server, BEDSIDE, DEMO_SERVER, GObject)

/* What goes wrong with a request. */
typedef enum {
  BEDSIDE_DEMO_FAULT_DELAY,         /* answers after @delay ms */
  BEDSIDE_DEMO_FAULT_DROP_BEFORE,   /* closes the connection without doing anything */
  BEDSIDE_DEMO_FAULT_DROP_AFTER,    /* does it, then closes the connection without an answer */
  BEDSIDE_DEMO_FAULT_STALL,         /* does it, never answers */
  BEDSIDE_DEMO_FAULT_STATUS,        /* answers @status with @body (JSON or HTML, as it begins), does nothing */
  BEDSIDE_DEMO_FAULT_RESET,         /* resets the connection without doing anything */
  BEDSIDE_DEMO_FAULT_CUT_HEAD,      /* does it, then closes the connection in the middle of the answer's head */
  BEDSIDE_DEMO_FAULT_CUT_BODY,      /* does it, then closes the connection in the middle of the answer's body */
  BEDSIDE_DEMO_FAULT_SLOW,          /* does it; the answer comes in small parts and takes @delay ms */
  BEDSIDE_DEMO_FAULT_EXPIRE,        /* ends all access tokens, then does it: they can be renewed */
} BedsideDemoFaultKind;

typedef struct {
  const char           *method;       /* NULL: any */
  const char           *path_pattern; /* GPatternSpec on the decoded path, e.g. *send*; NULL: any */
  BedsideDemoFaultKind  kind;
  guint                 count;        /* how many requests it hits; 0: all */
  guint                 delay;        /* ms */
  guint                 status;
  const char           *body;
  const char           *retry_after;  /* header, nullable */
} BedsideDemoFault;

BedsideDemoServer *bedside_demo_server_new                (const char              *scenario,
                                                           GError                 **error);
BedsideDemoServer *bedside_demo_server_new_empty          (GError                 **error);
void               bedside_demo_server_stop               (BedsideDemoServer       *self);
gboolean           bedside_demo_server_start              (BedsideDemoServer       *self,
                                                           GError                 **error);

const char        *bedside_demo_server_get_base_url       (BedsideDemoServer       *self);
const char        *bedside_demo_server_get_user           (BedsideDemoServer       *self);
const char        *bedside_demo_server_get_password       (BedsideDemoServer       *self);

void bedside_demo_server_set_reply_delay      (BedsideDemoServer      *self,
                                               guint                   ms);
void bedside_demo_server_set_timeline_limit   (BedsideDemoServer      *self,
                                               guint                   limit);
void bedside_demo_server_set_enforced         (BedsideDemoServer      *self,
                                               gboolean                enforced);
void bedside_demo_server_set_practices        (BedsideDemoServer      *self,
                                               const char * const     *practices);
void bedside_demo_server_set_activation_delay (BedsideDemoServer      *self,
                                               guint                   ms);
void bedside_demo_server_set_token_lifetime   (BedsideDemoServer      *self,
                                               guint                   ms);
void bedside_demo_server_expire_tokens        (BedsideDemoServer      *self,
                                               gboolean                soft);
void bedside_demo_server_add_fault            (BedsideDemoServer      *self,
                                               const BedsideDemoFault *fault);
void bedside_demo_server_clear_faults         (BedsideDemoServer      *self);

char *bedside_demo_server_add_user      (BedsideDemoServer  *self,
                                         const char         *user,
                                         const char         *password,
                                         const char         *display_name);
char *bedside_demo_server_add_account   (BedsideDemoServer  *self,
                                         const char         *user,
                                         BedsideDemoKind     kind,
                                         const char         *display_name);
void  bedside_demo_server_set_signed_in (BedsideDemoServer  *self,
                                         const char         *user,
                                         gboolean            signed_in);
char *bedside_demo_server_add_room      (BedsideDemoServer  *self,
                                         const char         *creator,
                                         const char         *create_content,
                                         const char * const *members);
char *bedside_demo_server_add_event     (BedsideDemoServer  *self,
                                         const char         *room_id,
                                         const char         *sender,
                                         const char         *type,
                                         const char         *state_key,
                                         const char         *content);
char *bedside_demo_server_say           (BedsideDemoServer  *self,
                                         const char         *room_id,
                                         const char         *sender,
                                         const char         *text);
void  bedside_demo_server_fill_room     (BedsideDemoServer  *self,
                                         const char         *room_id,
                                         const char * const *senders,
                                         guint               count);
void  bedside_demo_server_read          (BedsideDemoServer  *self,
                                         const char         *room_id,
                                         const char         *reader,
                                         const char         *event_id);
void  bedside_demo_server_set_typing    (BedsideDemoServer  *self,
                                         const char         *room_id,
                                         const char         *user,
                                         gboolean            typing);

void bedside_demo_server_invite               (BedsideDemoServer *self,
                                               const char        *room_id,
                                               const char        *sender,
                                               const char        *user);
void bedside_demo_server_join                 (BedsideDemoServer *self,
                                               const char        *room_id,
                                               const char        *user);
void bedside_demo_server_leave                (BedsideDemoServer *self,
                                               const char        *room_id,
                                               const char        *user);
void bedside_demo_server_kick                 (BedsideDemoServer *self,
                                               const char        *room_id,
                                               const char        *sender,
                                               const char        *user);
void bedside_demo_server_remove_from_practice (BedsideDemoServer *self,
                                               const char        *practice_id,
                                               const char        *sender,
                                               const char        *user);
void bedside_demo_server_add_patients         (BedsideDemoServer *self,
                                               const char        *directory_id,
                                               guint              count);

char       *bedside_demo_server_dup_state         (BedsideDemoServer *self,
                                                   const char        *room_id,
                                                   const char        *type,
                                                   const char        *state_key);
char       *bedside_demo_server_dup_membership    (BedsideDemoServer *self,
                                                   const char        *room_id,
                                                   const char        *user);
char      **bedside_demo_server_dup_conversations (BedsideDemoServer *self,
                                                   const char        *practitioner,
                                                   const char        *patient);
GPtrArray  *bedside_demo_server_dup_bodies        (BedsideDemoServer *self,
                                                   const char        *room_id);
guint       bedside_demo_server_count_requests    (BedsideDemoServer *self,
                                                   const char        *method,
                                                   const char        *path_pattern);
guint       bedside_demo_server_count_faults      (BedsideDemoServer *self);
guint       bedside_demo_server_count_sessions    (BedsideDemoServer *self,
                                                   const char        *user);

G_END_DECLS
