/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-http"

#include "bedside-demo-http.h"

#include "bedside-demo-raw.h"
#include "bedside-demo-request.h"
#include "bedside-demo-router.h"

#include <string.h>

/**
 * BedsideDemoHttp:
 *
 * Listens, and keeps the requests that wait. All but bedside_demo_http_wake()
 * happens in the server's thread; the lock of the world is held while a request is done.
 */
struct _BedsideDemoHttp
{
  BedsideDemoWorld  *world;
  BedsideDemoFaults *faults;
  SoupServer        *server;   /* (owned) (nullable): NULL while stopped */
  guint              port;
  GHashTable        *requests; /* (owned) (element-type BedsideDemoRequest): open ones */
  GSource           *wake;     /* (owned) (nullable): set while waiting requests are about to look (world's lock) */
};

static void
forget (BedsideDemoRequest *request)
{
  BedsideDemoHttp *self = request->http;

  g_hash_table_remove (self->requests, request);
}

static void
clear_timer (BedsideDemoRequest *request)
{
  if (request->timer != NULL)
    g_source_destroy (request->timer);
  g_clear_pointer (&request->timer, g_source_unref);
}

static gboolean
has_fault (BedsideDemoRequest   *request,
           BedsideDemoFaultKind  kind)
{
  return request->fault != NULL && request->fault->kind == kind;
}

static gboolean
drop_cb (gpointer data)
{
  BedsideDemoRequest *request = data;

  g_clear_signal_handler (&request->gone_id, request->message);
  if (has_fault (request, BEDSIDE_DEMO_FAULT_RESET))
    bedside_demo_raw_reset (request->message);
  else if (has_fault (request, BEDSIDE_DEMO_FAULT_DROP_BEFORE) || has_fault (request, BEDSIDE_DEMO_FAULT_DROP_AFTER))
    {
      g_autoptr(GIOStream) stream = soup_server_message_steal_connection (request->message);

      if (stream != NULL)
        g_io_stream_close (stream, NULL, NULL);
    }
  else
    bedside_demo_raw_answer (request->message, request->fault, request->world);
  forget (request);

  return G_SOURCE_REMOVE;
}

/* Takes the connection away from libsoup, but not while that is at work on it. */
static void
drop_later (BedsideDemoRequest *request)
{
  clear_timer (request);
  request->timer = bedside_demo_world_add_timer (request->world, 0, drop_cb, request, NULL);
}

static gboolean
is_dropped_after (BedsideDemoRequest *request)
{
  return has_fault (request, BEDSIDE_DEMO_FAULT_DROP_AFTER) || has_fault (request, BEDSIDE_DEMO_FAULT_CUT_HEAD) ||
         has_fault (request, BEDSIDE_DEMO_FAULT_CUT_BODY) || has_fault (request, BEDSIDE_DEMO_FAULT_SLOW);
}

/* Sends the answer, if there is one by now. */
static void
settle (BedsideDemoRequest *request)
{
  if (request->state == BEDSIDE_DEMO_REQUEST_OPEN)
    return;
  if (request->state == BEDSIDE_DEMO_REQUEST_ANSWERED)
    {
      request->poll = NULL;
      clear_timer (request);
      if (has_fault (request, BEDSIDE_DEMO_FAULT_STALL))
        return;
      if (is_dropped_after (request))
        {
          drop_later (request);
          return;
        }
      soup_server_message_unpause (request->message);
    }
  forget (request);
}

static gboolean
final_cb (gpointer data)
{
  BedsideDemoRequest *request = data;
  BedsideDemoHttp *self = request->http;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);

  if (request->poll != NULL)
    request->poll (request, TRUE);
  settle (request);

  return G_SOURCE_REMOVE;
}

static void
run (BedsideDemoHttp    *self,
     BedsideDemoRequest *request)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);

  bedside_demo_router_run (request);
  if (request->state == BEDSIDE_DEMO_REQUEST_OPEN && request->timer != NULL)
    {
      g_source_set_callback (request->timer, final_cb, request, NULL);
      g_source_attach (request->timer, self->world->context);
    }
  settle (request);
}

static gboolean
delayed_cb (gpointer data)
{
  BedsideDemoRequest *request = data;

  g_clear_pointer (&request->timer, g_source_unref);
  run (request->http, request);

  return G_SOURCE_REMOVE;
}

static void
answer_fault (BedsideDemoRequest *request)
{
  const char *body = request->fault->body ? request->fault->body : "";
  const char *type = body[0] == '<' ? "text/html" : "application/json";
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);

  soup_server_message_set_status (request->message, request->fault->status, NULL);
  soup_server_message_set_response (request->message, type, SOUP_MEMORY_COPY, body, strlen (body));
  if (request->fault->retry_after != NULL)
    soup_message_headers_replace (headers, "Retry-After", request->fault->retry_after);
  request->state = BEDSIDE_DEMO_REQUEST_ANSWERED;
  settle (request);
}

static void
expire (BedsideDemoHttp *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);

  bedside_demo_accounts_expire (self->world->accounts, FALSE);
  bedside_demo_world_advance (self->world);
}

static void
begin (BedsideDemoHttp    *self,
       BedsideDemoRequest *request)
{
  if (has_fault (request, BEDSIDE_DEMO_FAULT_EXPIRE))
    expire (self);
  if (has_fault (request, BEDSIDE_DEMO_FAULT_DROP_BEFORE) || has_fault (request, BEDSIDE_DEMO_FAULT_RESET))
    drop_later (request);
  else if (has_fault (request, BEDSIDE_DEMO_FAULT_STATUS))
    answer_fault (request);
  else if (has_fault (request, BEDSIDE_DEMO_FAULT_DELAY))
    request->timer = bedside_demo_world_add_timer (self->world, request->fault->delay, delayed_cb, request, NULL);
  else
    run (self, request);
}

static void
gone_cb (SoupServerMessage  *message,
         BedsideDemoRequest *request)
{
  request->state = BEDSIDE_DEMO_REQUEST_GONE;
  forget (request);
}

static void
request_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  BedsideDemoHttp *self = user_data;
  BedsideDemoRequest *request = bedside_demo_request_new (message, self->world);

  request->http = self;
  request->fault = bedside_demo_faults_take (self->faults, request->method, request->path);
  request->gone_id = g_signal_connect_closure (message, "disconnected",
                                               g_cclosure_new (G_CALLBACK (gone_cb), request, NULL), FALSE);
  g_hash_table_add (self->requests, request);
  soup_server_message_pause (message);
  begin (self, request);
}

/**
 * bedside_demo_http_new:
 * @world: the server's data
 * @faults: what goes wrong
 *
 * Returns: (transfer full): a server that does not listen yet
 */
BedsideDemoHttp *
bedside_demo_http_new (BedsideDemoWorld  *world,
                       BedsideDemoFaults *faults)
{
  BedsideDemoHttp *self = g_new0 (BedsideDemoHttp, 1);

  self->world = world;
  self->faults = faults;
  self->requests = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) bedside_demo_request_free, NULL);

  return self;
}

/**
 * bedside_demo_http_free:
 * @self: a stopped server
 *
 * Frees @self.
 */
void
bedside_demo_http_free (BedsideDemoHttp *self)
{
  g_return_if_fail (self->server == NULL);

  if (self->wake != NULL)
    g_source_destroy (self->wake);
  g_clear_pointer (&self->wake, g_source_unref);
  g_hash_table_unref (self->requests);
  g_free (self);
}

/**
 * bedside_demo_http_start:
 * @self: a server
 * @error: return location for a #GError of the socket
 *
 * Listens on 127.0.0.1: the first time on a free port, then on the same.
 *
 * Returns: whether it listens
 */
gboolean
bedside_demo_http_start (BedsideDemoHttp  *self,
                         GError          **error)
{
  if (self->server != NULL)
    return TRUE;

  g_autoptr(SoupServer) server = soup_server_new ("server-header", "bedside-demo", "raw-paths", TRUE, NULL);

  soup_server_add_handler (server, NULL, request_cb, self, NULL);
  if (!soup_server_listen_local (server, self->port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;

  GSList *uris = soup_server_get_uris (server);
  self->port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->server = g_steal_pointer (&server);

  return TRUE;
}

/**
 * bedside_demo_http_stop:
 * @self: a server
 *
 * Closes all connections and listens no more.
 */
void
bedside_demo_http_stop (BedsideDemoHttp *self)
{
  if (self->server == NULL)
    return;
  g_hash_table_remove_all (self->requests);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

/**
 * bedside_demo_http_get_port:
 * @self: a server
 *
 * Returns: the port, 0 before the first start
 */
guint
bedside_demo_http_get_port (BedsideDemoHttp *self)
{
  return self->port;
}

static gboolean
wake_cb (gpointer data)
{
  BedsideDemoHttp *self = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  g_autoptr(GList) requests = g_hash_table_get_keys (self->requests);

  g_clear_pointer (&self->wake, g_source_unref);
  for (GList *item = requests; item != NULL; item = item->next)
    {
      BedsideDemoRequest *request = item->data;

      if (request->poll == NULL)
        continue;
      request->poll (request, FALSE);
      settle (request);
    }

  return G_SOURCE_REMOVE;
}

/**
 * bedside_demo_http_wake:
 * @self: a server
 *
 * Lets waiting requests look again, soon, in the server's thread. To be called with the world's lock held.
 */
void
bedside_demo_http_wake (BedsideDemoHttp *self)
{
  if (self->wake != NULL)
    return;
  self->wake = g_idle_source_new ();
  g_source_set_priority (self->wake, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->wake, wake_cb, self, NULL);
  g_source_attach (self->wake, self->world->context);
}
