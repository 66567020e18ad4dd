/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's server without the program: prints address, user name and password, one a line, and serves until its
 * standard input is closed. */

#include <gio/gio.h>
#include <unistd.h>

#include "bedside-demo-server.h"

int
main (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideDemoServer) server = bedside_demo_server_new (NULL, &error);
  char byte = 0;

  if (server == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_print ("%s\n%s\n%s\n", bedside_demo_server_get_base_url (server), bedside_demo_server_get_user (server),
           bedside_demo_server_get_password (server));

  while (read (STDIN_FILENO, &byte, 1) > 0)
    continue;
  bedside_demo_server_stop (server);

  return 0;
}
