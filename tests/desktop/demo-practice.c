/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-demo-server.h"

#include <stdio.h>
#include <stdlib.h>

/* The demo's practice without Bedside: prints address, user name and password, then does what it is told by lines until
 * there are no more. Fields are separated by tabs; each line is answered by one.
 *
 *   room PATIENT               the conversation of that patient with the practitioner
 *   say ROOM WHO TEXT          the event
 *   event ROOM WHO TYPE JSON   the event
 *   read ROOM WHO EVENT        -
 *   bodies ROOM                how many messages there are
 *   reads                      how often somebody told the server what has been read */

static char *
obey (BedsideDemoServer *server,
      const char        *line)
{
  g_auto(GStrv) fields = g_strsplit (line, "\t", 5);
  guint n = g_strv_length (fields);

  if (n == 2 && g_str_equal (fields[0], "room"))
    {
      g_auto(GStrv) rooms =
        bedside_demo_server_dup_conversations (server, bedside_demo_server_get_user (server), fields[1]);

      return g_strdup (rooms[0] != NULL ? rooms[0] : "");
    }
  if (n == 4 && g_str_equal (fields[0], "say"))
    return bedside_demo_server_say (server, fields[1], fields[2], fields[3]);
  if (n == 5 && g_str_equal (fields[0], "event"))
    return bedside_demo_server_add_event (server, fields[1], fields[2], fields[3], NULL, fields[4]);
  if (n == 4 && g_str_equal (fields[0], "read"))
    {
      bedside_demo_server_read (server, fields[1], fields[2], fields[3]);
      return g_strdup ("-");
    }
  if (n == 2 && g_str_equal (fields[0], "bodies"))
    {
      g_autoptr(GPtrArray) bodies = bedside_demo_server_dup_bodies (server, fields[1]);

      return g_strdup_printf ("%u", bodies->len);
    }
  if (n == 1 && g_str_equal (fields[0], "reads"))
    return g_strdup_printf ("%u", bedside_demo_server_count_requests (server, "POST", "*read_markers*"));

  g_error ("Not understood: %s", line);
}

int
main (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideDemoServer) server = bedside_demo_server_new (NULL, &error);
  g_autofree char *line = NULL;
  size_t size = 0;
  ssize_t length;

  g_assert_no_error (error);
  /* Nobody answers but when told to. */
  bedside_demo_server_set_reply_delay (server, G_MAXINT);
  setvbuf (stdout, NULL, _IOLBF, 0);
  g_print ("%s\n%s\n%s\n", bedside_demo_server_get_base_url (server), bedside_demo_server_get_user (server),
           bedside_demo_server_get_password (server));
  while ((length = getline (&line, &size, stdin)) > 0)
    {
      g_autofree char *answer = NULL;

      line[length - 1] = '\0';
      answer = obey (server, line);
      g_print ("%s\n", answer);
    }
  bedside_demo_server_stop (server);

  return 0;
}
