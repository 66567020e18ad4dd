/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-http-soup"

#include "bedside-http-soup.h"

#include "bedside-limits.h"

#define MAX_CONNECTIONS 8

/**
 * bedside_http_new_session: (skip)
 *
 * Returns: (transfer full): a session that does by itself as little as can be
 */
SoupSession *
bedside_http_new_session (void)
{
  /* Deadlines are ours, one a request: the session's would end long polls. More
   * connections than libsoup's two, of which the long poll takes one. */
  SoupSession *session = soup_session_new_with_options ("user-agent", "Bedside",
                                                        "timeout", 0,
                                                        "max-conns", MAX_CONNECTIONS,
                                                        "max-conns-per-host", MAX_CONNECTIONS,
                                                        NULL);

  /* It unpacks in this thread, and goes on as long as there is input: of a body that unpacks to nothing there is no end
   * and no turn of the main loop. We unpack in the thread that parses, see bedside_answer_read(). */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);

  return session;
}

/* libsoup sends a message once more when a kept-alive connection turns out to be dead. That happens on a fresh
 * connection: libsoup 3.2 crashes if the next kept-alive one is dead, too (the message is finished when its answer
 * comes). And it would go on where it had stopped reading the body: the second try would have none. */
static void
on_restarted (SoupMessage *message,
              gpointer     user_data)
{
  const BedsideRequest *request = user_data;

  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", request->body);
}

static void
on_request_unused (gpointer  data,
                   GClosure *closure)
{
  bedside_request_unref (data);
}

typedef struct {
  GCancellable *stop;   /* (owned) */
  guint         count;
} Interim;

static void
interim_free (gpointer  data,
              GClosure *closure)
{
  Interim *interim = data;

  g_object_unref (interim->stop);
  g_free (interim);
}

/* libsoup takes in one after the other in a single turn of the main loop, as long as there are any. */
static void
on_interim (SoupMessage *message,
            gpointer     user_data)
{
  Interim *interim = user_data;

  if (++interim->count > BEDSIDE_LIMIT_INTERIM)
    g_cancellable_cancel (interim->stop);
}

/* Of HTTP/2 libsoup 3.2 takes in all that comes as long as it comes, in one turn of the main loop and without an end,
 * whether anybody reads it or not. So it is not offered. */
static void
on_network_event (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            user_data)
{
  static const char *const protocols[] = { "http/1.1", NULL };

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection))
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
}

/**
 * bedside_http_set_up_message: (skip)
 * @message: a message that has not been sent
 * @request: what it is to be
 * @stop: ends the exchange
 *
 * Gives the message its body, and keeps libsoup from sending it elsewhere, from sending it badly, and from listening
 * without an end.
 */
void
bedside_http_set_up_message (SoupMessage    *message,
                             BedsideRequest *request,
                             GCancellable   *stop)
{
  Interim *interim = g_new0 (Interim, 1);

  interim->stop = g_object_ref (stop);
  g_signal_connect_data (message, "network-event", G_CALLBACK (on_network_event), NULL, NULL, 0);
  g_signal_connect_data (message, "got-informational", G_CALLBACK (on_interim), interim, interim_free, 0);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", request->body);
  g_signal_connect_data (message, "restarted", G_CALLBACK (on_restarted), bedside_request_ref (request),
                         on_request_unused, 0);
}
