/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server in a thread of its own that answers every request with the same: a beginning, a block again and again, an
 * end. It holds no more of that than one block, and so can send a gigabyte. */

typedef struct _FloodServer FloodServer;

typedef struct {
  const char *head;
  const char *block;   /* (nullable) */
  gsize       length;  /* of the block */
  guint64     times;   /* how often; G_MAXUINT64: until nobody reads on */
  const char *tail;    /* (nullable) */
} Flood;

FloodServer *flood_server_new      (const Flood *flood);
void         flood_server_free     (FloodServer *self);
const char  *flood_server_get_url  (FloodServer *self);
/* Bytes that were taken off it. */
guint64      flood_server_get_sent (FloodServer *self);
/* Connections that the other side has closed, or that have ended. */
guint        flood_server_get_ended (FloodServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FloodServer, flood_server_free)

G_END_DECLS
