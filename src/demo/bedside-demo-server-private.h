/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-faults.h"
#include "bedside-demo-guests.h"
#include "bedside-demo-http.h"
#include "bedside-demo-patients.h"
#include "bedside-demo-server.h"
#include "bedside-demo-world.h"

G_BEGIN_DECLS

struct _BedsideDemoServer
{
  GObject              parent_instance;

  GMainContext        *context;  /* (owned): of the thread */
  GMainLoop           *loop;     /* (owned) */
  GThread             *thread;   /* (owned) */
  BedsideDemoWorld    *world;    /* (owned): touched with its lock held */
  BedsideDemoFaults   *faults;   /* (owned) */
  BedsideDemoPatients *patients; /* (owned): under the world's lock */
  BedsideDemoGuests   *guests;   /* (owned): under the world's lock */
  BedsideDemoHttp     *http;     /* (owned): used in the thread only, but for waking */
  char                *user;     /* (owned) (nullable) */
  char                *password; /* (owned) */
};

G_END_DECLS
