/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-http"

#include "bedside-http.h"

#include "bedside-answer.h"
#include "bedside-http-soup.h"
#include "bedside-limits.h"
#include "bedside-thread.h"
#include "bedside-url.h"

#include <libsoup/soup.h>

#define CHUNK_SIZE    (64 * 1024)
#define CHUNK_TIMEOUT (30 * 1000)
#define STOP_PRIORITY (G_PRIORITY_DEFAULT + 10)

/**
 * BedsideHttp:
 *
 * The one place that sends: address check -> sign -> send -> status -> content
 * type -> JSON and typed result in a thread -> typed error. Nothing else touches
 * libsoup's session.
 */
struct _BedsideHttp
{
  GObject      parent_instance;

  SoupSession *session;  /* (owned) */
  SoupSession *local;    /* (owned): to servers on this machine */
};

G_DEFINE_FINAL_TYPE (BedsideHttp, bedside_http, G_TYPE_OBJECT)

typedef struct {
  /* Input */
  BedsideRequest *request;      /* (owned) */
  char           *access_token; /* (owned) (nullable) */
  /* In progress */
  GUri           *uri;          /* (owned) (nullable): where it goes, after redirects */
  guint           redirects;
  SoupMessage    *message;      /* (owned) (nullable) */
  GInputStream   *stream;       /* (owned) (nullable) */
  GCancellable   *stop;         /* (owned): ends the exchange, for whatever reason */
  GSource        *deadline;     /* (owned) (nullable) */
  GSource        *cancelled;    /* (owned) (nullable) */
  BedsideAnswer   answer;
} SendOp;

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Lets go of the connection. Stopped before the stream is dropped, libsoup does
 * not wait for the rest of a body that we do not want. */
static void
send_op_disconnect (SendOp *op)
{
  clear_source (&op->deadline);
  clear_source (&op->cancelled);
  if (op->stream != NULL)
    g_cancellable_cancel (op->stop);
  g_clear_object (&op->stream);
  g_clear_object (&op->message);
}

static void
send_op_free (SendOp *op)
{
  send_op_disconnect (op);
  g_clear_pointer (&op->request, bedside_request_unref);
  g_clear_pointer (&op->access_token, g_free);
  g_clear_pointer (&op->uri, g_uri_unref);
  g_clear_object (&op->stop);
  g_clear_pointer (&op->answer.body, g_byte_array_unref);
  g_free (op);
}

static void
bedside_http_finalize (GObject *object)
{
  BedsideHttp *self = BEDSIDE_HTTP (object);

  g_clear_object (&self->session);
  g_clear_object (&self->local);

  G_OBJECT_CLASS (bedside_http_parent_class)->finalize (object);
}

static void
bedside_http_class_init (BedsideHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_http_finalize;
}

static void
open_sessions (BedsideHttp *self)
{
  self->session = bedside_http_new_session ();
  /* What goes to this machine is not encrypted: a proxy elsewhere must not have it. */
  self->local = bedside_http_new_session ();
  soup_session_set_proxy_resolver (self->local, NULL);
}

static void
bedside_http_init (BedsideHttp *self)
{
  open_sessions (self);
}

/**
 * bedside_http_new: (skip)
 *
 * Returns: (transfer full): connections to a server, to be used by this thread
 */
BedsideHttp *
bedside_http_new (void)
{
  return g_object_new (BEDSIDE_TYPE_HTTP, NULL);
}

static void send_next      (GTask        *task);
static void on_sent        (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data);
static void read_next      (GTask        *task);
static void on_read        (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data);
static void parse_in_thread (GTask       *task);

static gboolean
on_stop (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  return on_stop (user_data);
}

/* Stops behind what libsoup has begun: a message that is cancelled when its headers are read and not yet handed out is
 * taken from the queue twice by libsoup 3.6, and so freed too early. */
static void
attach_stop (GSource     *source,
             GSourceFunc  callback,
             gpointer     object)
{
  g_source_set_callback (source, callback, g_object_ref (object), g_object_unref);
  g_source_set_priority (source, STOP_PRIORITY);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
set_deadline (SendOp *op,
              guint   timeout)
{
  clear_source (&op->deadline);
  op->deadline = g_timeout_source_new (timeout);
  attach_stop (op->deadline, on_stop, op->stop);
}

/* A source, not a handler of "cancelled": that runs in the thread that cancels
 * and must not free what it is called from. */
static void
watch_cancellable (SendOp       *op,
                   GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  op->cancelled = g_cancellable_source_new (cancellable);
  attach_stop (op->cancelled, G_SOURCE_FUNC (on_cancelled), op->stop);
}

static void
return_error (GTask              *task,
              BedsideMatrixError  code)
{
  SendOp *op = g_task_get_task_data (task);

  send_op_disconnect (op);
  g_task_return_error (task, bedside_matrix_error_new (code, op->answer.status, NULL, -1, NULL));
}

/* Whatever the transport says, for us there was no answer; only a bad
 * certificate is something else. If the caller cancelled, GTask says so itself. */
static void
return_transport_error (GTask        *task,
                        const GError *error)
{
  gboolean is_certificate = g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);

  g_debug ("No answer: %s %d", g_quark_to_string (error->domain), error->code);
  return_error (task, is_certificate ? BEDSIDE_MATRIX_ERROR_BAD_CERTIFICATE : BEDSIDE_MATRIX_ERROR_OFFLINE);
}

/**
 * bedside_http_send_async: (skip)
 * @self: connections
 * @request: what to send
 * @access_token: (nullable): signs the request, in its header and nowhere else
 * @cancellable: (nullable): ends the exchange
 * @callback: called when there is a result
 * @user_data: passed to @callback
 *
 * Sends a request, once. A signed request follows no redirect: the token must not
 * reach another server.
 */
void
bedside_http_send_async (BedsideHttp         *self,
                         BedsideRequest      *request,
                         const char          *access_token,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_HTTP (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (access_token == NULL || (request->flags & BEDSIDE_REQUEST_FOLLOW) == 0);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  SendOp *op = g_new0 (SendOp, 1);

  op->request = bedside_request_ref (request);
  op->access_token = g_strdup (access_token);
  op->stop = g_cancellable_new ();
  op->answer.retry_after = -1;
  g_task_set_source_tag (task, bedside_http_send_async);
  g_task_set_task_data (task, op, (GDestroyNotify) send_op_free);

  if (g_task_return_error_if_cancelled (task))
    return;

  if ((request->flags & BEDSIDE_REQUEST_IMPOSSIBLE) != 0)
    {
      return_error (task, BEDSIDE_MATRIX_ERROR_REFUSED);
      return;
    }

  op->uri = g_uri_parse (request->url->str, SOUP_HTTP_URI_FLAGS, NULL);
  if (op->uri == NULL)
    {
      return_error (task, BEDSIDE_MATRIX_ERROR_INVALID_SERVER);
      return;
    }

  watch_cancellable (op, cancellable);
  send_next (g_steal_pointer (&task));
}

static void
sign (SendOp *op)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (op->message);

  soup_message_headers_replace (headers, "Accept", "application/json");
  soup_message_headers_replace (headers, "Accept-Encoding", "gzip");
  if (op->access_token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", op->access_token, NULL);

      soup_message_headers_replace (headers, "Authorization", value);
    }
}

static void
send_next (GTask *owned_task)
{
  g_autoptr(GTask) task = owned_task;
  BedsideHttp *self = g_task_get_source_object (task);
  SendOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!bedside_url_check (op->uri, &error))
    {
      send_op_disconnect (op);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_clear_object (&op->message);
  op->message = soup_message_new_from_uri (op->request->method, op->uri);
  bedside_http_set_up_message (op->message, op->request, op->stop);
  sign (op);

  set_deadline (op, op->request->timeout);
  soup_session_send_async (bedside_url_is_loopback (op->uri) ? self->local : self->session, op->message,
                           G_PRIORITY_DEFAULT, op->stop, on_sent, g_steal_pointer (&task));
}

/* Follows only where a server may send us: to https, or about on this machine. */
static gboolean
follow_redirect (SendOp *op)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (op->message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr(GUri) target = NULL;

  if ((op->request->flags & BEDSIDE_REQUEST_FOLLOW) == 0 || location == NULL ||
      !SOUP_STATUS_IS_REDIRECTION (op->answer.status) || op->redirects++ >= BEDSIDE_LIMIT_REDIRECTS)
    return FALSE;

  target = g_uri_parse_relative (op->uri, location, SOUP_HTTP_URI_FLAGS, NULL);
  if (target == NULL || g_uri_get_userinfo (target) || !bedside_url_check (target, NULL) ||
      (bedside_url_is_loopback (target) && !bedside_url_is_loopback (op->uri)))
    return FALSE;

  g_clear_pointer (&op->uri, g_uri_unref);
  op->uri = g_steal_pointer (&target);

  return TRUE;
}

static void
read_headers (SendOp *op)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (op->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  const char *coding = soup_message_headers_get_one (headers, "Content-Encoding");

  op->answer.status = soup_message_get_status (op->message);
  op->answer.is_json = type != NULL && g_ascii_strcasecmp (type, "application/json") == 0;
  op->answer.is_packed = coding != NULL && g_ascii_strcasecmp (coding, "gzip") == 0;
  op->answer.max_size = op->request->max_size;
  op->answer.retry_after =
    bedside_answer_parse_retry_after (soup_message_headers_get_one (headers, "Retry-After"),
                                      soup_message_headers_get_one (headers, "Date"));
}

static gboolean
is_announced_too_large (SendOp *op)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (op->message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         soup_message_headers_get_content_length (headers) > (goffset) bedside_answer_get_limit (&op->answer);
}

/* Where the server closes the connection anyway, libsoup takes any end for the end of the answer. */
static gboolean
is_cut (SendOp *op)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (op->message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         soup_message_headers_get_content_length (headers) > (goffset) op->answer.body->len;
}

/* An error is one however much has been said about it. */
static void
end_too_large (GTask *owned_task)
{
  g_autoptr(GTask) task = owned_task;
  SendOp *op = g_task_get_task_data (task);

  if (bedside_answer_is_success (&op->answer))
    {
      return_error (task, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE);
      return;
    }

  g_clear_pointer (&op->answer.body, g_byte_array_unref);
  parse_in_thread (g_steal_pointer (&task));
}

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  SendOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  op->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (op->stream == NULL)
    {
      return_transport_error (task, error);
      return;
    }

  read_headers (op);
  if (follow_redirect (op))
    {
      g_clear_object (&op->stream);
      send_next (g_steal_pointer (&task));
    }
  else if (!bedside_answer_wants_body (&op->answer, (op->request->flags & BEDSIDE_REQUEST_ANY_TYPE) != 0))
    parse_in_thread (g_steal_pointer (&task));
  else if (is_announced_too_large (op))
    end_too_large (g_steal_pointer (&task));
  else
    {
      op->answer.body = g_byte_array_new ();
      read_next (g_steal_pointer (&task));
    }
}

/* A chunk has to fill up in time: an answer that trickles for ever ends, one that
 * is merely large does not. */
static void
read_next (GTask *owned_task)
{
  g_autoptr(GTask) task = owned_task;
  SendOp *op = g_task_get_task_data (task);
  gsize length = op->answer.body->len;

  set_deadline (op, MIN (op->request->timeout, CHUNK_TIMEOUT));
  g_byte_array_set_size (op->answer.body, length + CHUNK_SIZE);
  g_input_stream_read_all_async (op->stream, op->answer.body->data + length, CHUNK_SIZE, G_PRIORITY_DEFAULT, op->stop,
                                 on_read, g_steal_pointer (&task));
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  SendOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  gsize count = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &count, &error))
    {
      return_transport_error (task, error);
      return;
    }

  g_byte_array_set_size (op->answer.body, op->answer.body->len - (CHUNK_SIZE - count));
  if (op->answer.body->len > bedside_answer_get_limit (&op->answer))
    end_too_large (g_steal_pointer (&task));
  else if (count == CHUNK_SIZE)
    read_next (g_steal_pointer (&task));
  else if (is_cut (op))
    return_error (task, BEDSIDE_MATRIX_ERROR_OFFLINE);
  else
    parse_in_thread (g_steal_pointer (&task));
}

static void
read_answer (GTask  *task,
             SendOp *op)
{
  BedsideRequest *request = op->request;
  g_autoptr(GError) error = NULL;
  gpointer result = bedside_answer_read_with (&op->answer, request->read, &error);

  g_clear_pointer (&op->answer.body, g_byte_array_unref);
  if (result != NULL)
    g_task_return_pointer (task, result, request->free_result);
  else
    g_task_return_error (task, request->judge ? request->judge (g_steal_pointer (&error)) : g_steal_pointer (&error));
}

static void
parse_thread (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  SendOp *op = task_data;
  BedsideRequest *request = op->request;

  if (request->read != NULL)
    {
      read_answer (task, op);
      return;
    }

  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = bedside_answer_read (&op->answer, &error);
  gpointer parsed = NULL;

  g_clear_pointer (&op->answer.body, g_byte_array_unref);
  if (object != NULL)
    parsed = request->parse ? request->parse (object, &error) : json_object_ref (object);

  if (parsed != NULL)
    g_task_return_pointer (task, parsed, request->free_result);
  else if (object == NULL && request->judge != NULL)
    g_task_return_error (task, request->judge (g_steal_pointer (&error)));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* From here on the operation belongs to the thread, so nothing of libsoup may be
 * left in it. */
static void
parse_in_thread (GTask *owned_task)
{
  g_autoptr(GTask) task = owned_task;
  SendOp *op = g_task_get_task_data (task);

  g_free (op->request->final_url);
  op->request->final_url = g_uri_to_string (op->uri);
  send_op_disconnect (op);
  g_task_run_in_thread (task, parse_thread);
}

/**
 * bedside_http_send_finish: (skip)
 * @self: connections
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): what the request's parse function made of
 *   the answer, or the #JsonObject if it has none
 */
gpointer
bedside_http_send_finish (BedsideHttp   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_http_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
on_abort (gpointer user_data)
{
  soup_session_abort (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * bedside_http_abort: (skip)
 * @self: connections
 *
 * Drops all connections; requests under way end with
 * %BEDSIDE_MATRIX_ERROR_OFFLINE, so whoever made them tries again.
 */
void
bedside_http_abort (BedsideHttp *self)
{
  g_return_if_fail (BEDSIDE_IS_HTTP (self));

  SoupSession *sessions[] = { self->session, self->local };

  for (guint i = 0; i < G_N_ELEMENTS (sessions); i++)
    {
      g_autoptr(GSource) source = g_idle_source_new ();

      /* What is asked from now on is not meant. */
      attach_stop (source, on_abort, sessions[i]);
      g_object_unref (sessions[i]);
    }
  open_sessions (self);
}
