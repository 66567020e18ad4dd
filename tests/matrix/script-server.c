/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "script-server"

#include "script-server.h"

#include <libsoup/soup.h>
#include <string.h>

typedef struct {
  char     *key;           /* "METHOD /path" */
  guint     status;
  char     *content_type;  /* (nullable) */
  char     *header_name;   /* (nullable) */
  char     *header_value;  /* (nullable) */
  GBytes   *body;
  gboolean  is_raw;
  gboolean  hang;
} Reply;

struct _ScriptServer
{
  char         *url;
  char         *name;
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;
  SoupServer   *server;    /* (thread) */
  GPtrArray    *hanging;   /* (thread) (element-type GIOStream) */
  GPtrArray    *paused;    /* (thread) (element-type SoupServerMessage) */

  GMutex        mutex;
  GCond         cond;
  GPtrArray    *replies;   /* (mutex) (element-type Reply) */
  GPtrArray    *requests;  /* (mutex) (element-type ScriptRequest) */
  GHashTable   *held;      /* (mutex): keys */
};

static void
reply_free (Reply *reply)
{
  g_free (reply->key);
  g_free (reply->content_type);
  g_free (reply->header_name);
  g_free (reply->header_value);
  g_bytes_unref (reply->body);
  g_free (reply);
}

static void
script_request_free (ScriptRequest *request)
{
  g_free (request->method);
  g_free (request->path);
  g_free (request->query);
  g_free (request->authorization);
  g_free (request->content_type);
  g_free (request->body);
  g_free (request);
}

static char *
new_key (const char *method,
         const char *path)
{
  return g_strconcat (method, " ", path, NULL);
}

static ScriptRequest *
new_request (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  GUri *uri = soup_server_message_get_uri (message);
  ScriptRequest *request = g_new0 (ScriptRequest, 1);

  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strdup (g_uri_get_path (uri));
  request->query = g_strdup (g_uri_get_query (uri));
  request->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  request->content_type = g_strdup (soup_message_headers_get_content_type (headers, NULL));
  request->body = g_strndup (body->data ? body->data : "", body->length);

  return request;
}

static Reply *
take_reply (ScriptServer *self,
            const char   *key)
{
  for (guint i = 0; i < self->replies->len; i++)
    {
      Reply *reply = g_ptr_array_index (self->replies, i);

      if (g_str_equal (reply->key, key))
        return g_ptr_array_steal_index (self->replies, i);
    }

  return NULL;
}

static void
answer_raw (ScriptServer      *self,
            SoupServerMessage *message,
            Reply             *reply)
{
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  gsize size;
  const void *data = g_bytes_get_data (reply->body, &size);

  g_output_stream_write_all (output, data, size, NULL, NULL, NULL);
  if (reply->hang)
    g_ptr_array_add (self->hanging, g_steal_pointer (&stream));
  else
    g_io_stream_close (stream, NULL, NULL);
}

static void
answer (ScriptServer      *self,
        SoupServerMessage *message,
        Reply             *reply)
{
  static const char unrecognized[] = "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"Unrecognized request\"}";
  gsize size;
  const void *data;

  if (reply == NULL)
    {
      soup_server_message_set_status (message, 404, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC,
                                        unrecognized, strlen (unrecognized));
      return;
    }

  data = g_bytes_get_data (reply->body, &size);
  soup_server_message_set_status (message, reply->status, NULL);
  if (reply->content_type != NULL)
    soup_server_message_set_response (message, reply->content_type, SOUP_MEMORY_COPY, data, size);
  else
    soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_COPY, data, size);
  if (reply->header_name != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  reply->header_name, reply->header_value);
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           user_data)
{
  ScriptServer *self = user_data;
  ScriptRequest *request = new_request (message);
  g_autofree char *key = new_key (request->method, request->path);
  g_debug ("%s?%s", key, request->query);
  Reply *reply;
  gboolean held;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, request);
  reply = take_reply (self, key);
  held = g_hash_table_contains (self->held, key);
  g_mutex_unlock (&self->mutex);

  if (reply != NULL && reply->is_raw)
    answer_raw (self, message, reply);
  else
    answer (self, message, reply);
  if (held)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (self->paused, g_object_ref (message));
    }
  g_clear_pointer (&reply, reply_free);
}

static gpointer
run (gpointer data)
{
  ScriptServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->hanging, g_ptr_array_unref);
  g_clear_pointer (&self->paused, g_ptr_array_unref);
  while (g_main_context_iteration (self->context, FALSE))
    continue;
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

ScriptServer *
script_server_new (GTlsCertificate *certificate)
{
  ScriptServer *self = g_new0 (ScriptServer, 1);
  SoupServerListenOptions options = certificate ? SOUP_SERVER_LISTEN_HTTPS : 0;
  g_autoptr(GError) error = NULL;
  GSList *uris;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->replies = g_ptr_array_new_with_free_func ((GDestroyNotify) reply_free);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) script_request_free);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->hanging = g_ptr_array_new_with_free_func (g_object_unref);
  self->paused = g_ptr_array_new_with_free_func (g_object_unref);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);

  g_main_context_push_thread_default (self->context);
  self->server = soup_server_new ("raw-paths", TRUE, NULL);
  if (certificate != NULL)
    soup_server_set_tls_certificate (self->server, certificate);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | options, &error);
  g_main_context_pop_thread_default (self->context);
  g_assert_no_error (error);

  uris = soup_server_get_uris (self->server);
  self->name = g_strdup_printf ("127.0.0.1:%d", g_uri_get_port (uris->data));
  self->url = g_strconcat (certificate ? "https://" : "http://", self->name, NULL);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->thread = g_thread_new ("script-server", run, self);

  return self;
}

static gboolean
on_quit (gpointer data)
{
  ScriptServer *self = data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static void
invoke (ScriptServer *self,
        GSourceFunc   function)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_callback (source, function, self, NULL);
  g_source_attach (source, self->context);
}

void
script_server_free (ScriptServer *self)
{
  invoke (self, on_quit);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->replies);
  g_ptr_array_unref (self->requests);
  g_hash_table_unref (self->held);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->url);
  g_free (self->name);
  g_free (self);
}

typedef struct {
  ScriptServer    *server;
  GTlsCertificate *certificate;
  gboolean         done;         /* (mutex) */
} NewCertificate;

static gboolean
on_new_certificate (gpointer data)
{
  NewCertificate *change = data;

  soup_server_set_tls_certificate (change->server->server, change->certificate);
  g_mutex_lock (&change->server->mutex);
  change->done = TRUE;
  g_cond_signal (&change->server->cond);
  g_mutex_unlock (&change->server->mutex);

  return G_SOURCE_REMOVE;
}

void
script_server_set_certificate (ScriptServer    *self,
                               GTlsCertificate *certificate)
{
  NewCertificate change = { self, certificate, FALSE };

  g_main_context_invoke (self->context, on_new_certificate, &change);
  g_mutex_lock (&self->mutex);
  while (!change.done)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

const char *
script_server_get_url (ScriptServer *self)
{
  return self->url;
}

const char *
script_server_get_name (ScriptServer *self)
{
  return self->name;
}

static void
add (ScriptServer *self,
     Reply        *reply)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->replies, reply);
  g_mutex_unlock (&self->mutex);
}

void
script_server_reply (ScriptServer *self,
                     const char   *method,
                     const char   *path,
                     guint         status,
                     const char   *json)
{
  g_autofree char *text = g_strdelimit (g_strdup (json), "'", '"');
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));

  script_server_reply_full (self, method, path, status, "application/json", NULL, NULL, body);
}

void
script_server_reply_full (ScriptServer *self,
                          const char   *method,
                          const char   *path,
                          guint         status,
                          const char   *content_type,
                          const char   *header_name,
                          const char   *header_value,
                          GBytes       *body)
{
  Reply *reply = g_new0 (Reply, 1);

  reply->key = new_key (method, path);
  reply->status = status;
  reply->content_type = g_strdup (content_type);
  reply->header_name = g_strdup (header_name);
  reply->header_value = g_strdup (header_value);
  reply->body = body ? g_bytes_ref (body) : g_bytes_new (NULL, 0);
  add (self, reply);
}

void
script_server_reply_raw (ScriptServer *self,
                         const char   *method,
                         const char   *path,
                         const char   *bytes,
                         gboolean      hang)
{
  Reply *reply = g_new0 (Reply, 1);

  reply->key = new_key (method, path);
  reply->body = g_bytes_new (bytes, strlen (bytes));
  reply->is_raw = TRUE;
  reply->hang = hang;
  add (self, reply);
}

void
script_server_hold (ScriptServer *self,
                    const char   *method,
                    const char   *path)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_add (self->held, new_key (method, path));
  g_mutex_unlock (&self->mutex);
}

static gboolean
on_release (gpointer data)
{
  ScriptServer *self = data;

  for (guint i = 0; i < self->paused->len; i++)
    soup_server_message_unpause (g_ptr_array_index (self->paused, i));
  g_ptr_array_set_size (self->paused, 0);

  return G_SOURCE_REMOVE;
}

void
script_server_release (ScriptServer *self)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_remove_all (self->held);
  g_mutex_unlock (&self->mutex);
  invoke (self, on_release);
}

guint
script_server_count (ScriptServer *self,
                     const char   *method,
                     const char   *path)
{
  guint count = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->requests->len; i++)
    {
      ScriptRequest *request = g_ptr_array_index (self->requests, i);

      count += g_str_equal (request->method, method) && g_str_equal (request->path, path);
    }
  g_mutex_unlock (&self->mutex);

  return count;
}

const ScriptRequest *
script_server_get_request (ScriptServer *self,
                           guint         index)
{
  const ScriptRequest *request;

  g_mutex_lock (&self->mutex);
  g_assert_cmpuint (index, <, self->requests->len);
  request = g_ptr_array_index (self->requests, index);
  g_mutex_unlock (&self->mutex);

  return request;
}

guint
script_server_count_all (ScriptServer *self)
{
  guint count;

  g_mutex_lock (&self->mutex);
  count = self->requests->len;
  g_mutex_unlock (&self->mutex);

  return count;
}

const ScriptRequest *
script_server_get_last (ScriptServer *self)
{
  guint count = script_server_count_all (self);

  g_assert_cmpuint (count, >, 0);

  return script_server_get_request (self, count - 1);
}
