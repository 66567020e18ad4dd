/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-raw"

#include "bedside-demo-raw.h"

#include <sys/socket.h>

/* Answers that no server library would give: their bytes are written by hand. */

/* A slow answer comes in so many parts. */
#define PARTS 12

typedef struct {
  GIOStream *stream; /* (owned) */
  GBytes    *bytes;  /* (owned) */
  gsize      sent;
} Slow;

static void
slow_free (gpointer data)
{
  Slow *slow = data;

  g_io_stream_close (slow->stream, NULL, NULL);
  g_object_unref (slow->stream);
  g_bytes_unref (slow->bytes);
  g_free (slow);
}

/**
 * bedside_demo_raw_reset:
 * @message: what came in
 *
 * Closes the connection with a reset, as a program that crashed or a firewall does.
 */
void
bedside_demo_raw_reset (SoupServerMessage *message)
{
  const struct linger now = { .l_onoff = 1, .l_linger = 0 };
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket != NULL)
    setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);
  if (stream != NULL)
    g_io_stream_close (stream, NULL, NULL);
}

static GBytes *
write_answer (SoupServerMessage *message,
              gsize             *head)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr(GBytes) body = soup_message_body_flatten (soup_server_message_get_response_body (message));
  guint status = soup_server_message_get_status (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  GString *text = g_string_new (NULL);
  gsize length;
  const char *data = g_bytes_get_data (body, &length);

  g_string_append_printf (text, "HTTP/1.1 %u %s\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT
                          "\r\nConnection: close\r\n\r\n", status, soup_status_get_phrase (status),
                          type ? type : "application/json", length);
  *head = text->len;
  g_string_append_len (text, data, length);

  return g_string_free_to_bytes (text);
}

/* Whether there is more to come. */
static gboolean
write_part (Slow  *slow,
            gsize  end)
{
  gsize length;
  const char *data = g_bytes_get_data (slow->bytes, &length);

  end = MIN (end, length);
  if (!g_output_stream_write_all (g_io_stream_get_output_stream (slow->stream), data + slow->sent, end - slow->sent,
                                  NULL, NULL, NULL))
    return FALSE;
  slow->sent = end;

  return end < length;
}

static gboolean
part_cb (gpointer data)
{
  Slow *slow = data;

  return write_part (slow, slow->sent + g_bytes_get_size (slow->bytes) / PARTS + 1);
}

/**
 * bedside_demo_raw_answer:
 * @message: what came in, with its answer
 * @fault: %BEDSIDE_DEMO_FAULT_CUT_HEAD, %BEDSIDE_DEMO_FAULT_CUT_BODY or %BEDSIDE_DEMO_FAULT_SLOW
 * @world: where it is answered
 *
 * Gives the answer in part, or slowly.
 */
void
bedside_demo_raw_answer (SoupServerMessage *message,
                         BedsideDemoFault  *fault,
                         BedsideDemoWorld  *world)
{
  gsize head;
  GBytes *bytes = write_answer (message, &head);
  Slow *slow = g_new0 (Slow, 1);

  slow->bytes = bytes;
  slow->stream = soup_server_message_steal_connection (message);
  if (slow->stream == NULL)
    {
      g_bytes_unref (bytes);
      g_free (slow);
      return;
    }

  if (fault->kind == BEDSIDE_DEMO_FAULT_SLOW)
    {
      g_autoptr(GSource) timer = bedside_demo_world_add_timer (world, fault->delay / PARTS, part_cb, slow, slow_free);
      return;
    }

  if (fault->kind == BEDSIDE_DEMO_FAULT_CUT_HEAD)
    write_part (slow, head / 2);
  else
    write_part (slow, head + (g_bytes_get_size (bytes) - head) / 2);
  slow_free (slow);
}
