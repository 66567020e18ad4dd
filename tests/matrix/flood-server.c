/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "flood-server"

#include "flood-server.h"

#include <string.h>

struct _FloodServer
{
  Flood            flood;
  char            *url;
  GSocketListener *listener;
  GCancellable    *stop;
  GThread         *thread;

  GMutex           mutex;
  guint64          sent;    /* (mutex) */
  guint            ended;   /* (mutex) */
};

static gboolean
write_part (FloodServer   *self,
            GOutputStream *output,
            const char    *data,
            gsize          length)
{
  gsize written = 0;
  gboolean good = length == 0 || g_output_stream_write_all (output, data, length, &written, self->stop, NULL);

  g_mutex_lock (&self->mutex);
  self->sent += written;
  g_mutex_unlock (&self->mutex);

  return good;
}

/* The end of the request's head; what comes with it does not matter. */
static gboolean
read_request (FloodServer  *self,
              GInputStream *input)
{
  char buffer[4096];
  gsize length = 0;

  while (length < sizeof buffer - 1)
    {
      gssize count = g_input_stream_read (input, buffer + length, sizeof buffer - 1 - length, self->stop, NULL);

      if (count <= 0)
        return FALSE;
      length += (gsize) count;
      buffer[length] = '\0';
      if (strstr (buffer, "\r\n\r\n") != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
serve (FloodServer       *self,
       GSocketConnection *connection)
{
  const Flood *flood = &self->flood;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  if (read_request (self, g_io_stream_get_input_stream (G_IO_STREAM (connection))) &&
      write_part (self, output, flood->head, strlen (flood->head)))
    {
      gboolean good = TRUE;

      for (guint64 i = 0; good && i < flood->times; i++)
        good = write_part (self, output, flood->block, flood->length);
      if (good && flood->tail != NULL)
        write_part (self, output, flood->tail, strlen (flood->tail));
    }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  g_mutex_lock (&self->mutex);
  self->ended++;
  g_mutex_unlock (&self->mutex);
}

static gpointer
run (gpointer data)
{
  FloodServer *self = data;

  for (;;)
    {
      g_autoptr(GSocketConnection) connection = g_socket_listener_accept (self->listener, NULL, self->stop, NULL);

      if (connection == NULL)
        return NULL;
      serve (self, connection);
    }
}

FloodServer *
flood_server_new (const Flood *flood)
{
  FloodServer *self = g_new0 (FloodServer, 1);
  g_autoptr(GInetAddress) host = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (host, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autoptr(GError) error = NULL;

  self->flood = *flood;
  self->stop = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  g_mutex_init (&self->mutex);
  g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound,
                                 &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->thread = g_thread_new ("flood-server", run, self);

  return self;
}

void
flood_server_free (FloodServer *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_object_unref (self->listener);
  g_object_unref (self->stop);
  g_mutex_clear (&self->mutex);
  g_free (self->url);
  g_free (self);
}

const char *
flood_server_get_url (FloodServer *self)
{
  return self->url;
}

guint64
flood_server_get_sent (FloodServer *self)
{
  guint64 sent;

  g_mutex_lock (&self->mutex);
  sent = self->sent;
  g_mutex_unlock (&self->mutex);

  return sent;
}

guint
flood_server_get_ended (FloodServer *self)
{
  guint ended;

  g_mutex_lock (&self->mutex);
  ended = self->ended;
  g_mutex_unlock (&self->mutex);

  return ended;
}
