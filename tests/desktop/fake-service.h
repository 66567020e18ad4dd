/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A call that a fake service was given. */
typedef struct {
  char                  *method;
  GVariant              *parameters;
  GDBusMethodInvocation *invocation;  /* (nullable): until it is answered */
} FakeCall;

typedef struct _FakeService FakeService;

/* Answers fake_call, or leaves it for later. */
typedef void (*FakeHandler) (FakeService *service,
                             FakeCall    *call,
                             gpointer     user_data);

/* A program on the bus that remembers what it is asked. */
struct _FakeService
{
  GDBusConnection *connection;
  GPtrArray       *calls;    /* of FakeCall */
  GArray          *objects;  /* ids of what is registered */
  FakeHandler      handler;
  gpointer         user_data;
};

FakeService *fake_service_new   (const char  *address,
                                 const char  *name,
                                 const char  *path,
                                 const char  *xml,
                                 FakeHandler  handler,
                                 gpointer     user_data);
void         fake_service_free  (FakeService *self);

guint        fake_service_count (FakeService *self,
                                 const char  *method);
FakeCall    *fake_service_last  (FakeService *self,
                                 const char  *method);
void         fake_service_emit  (FakeService *self,
                                 const char  *path,
                                 const char  *interface,
                                 const char  *signal,
                                 GVariant    *parameters);

void         fake_call_answer   (FakeCall    *self,
                                 GVariant    *answer);
void         fake_call_fail     (FakeCall    *self,
                                 int          code);

G_END_DECLS
