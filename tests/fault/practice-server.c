/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's server with a small practice: prints address, user name, password and the room of the conversation with
 * Ben Okafor, one a line. Reads commands, one a line: "say TEXT" (Ben does), "held" (prints how many texts the
 * room has, then those, one a line). Serves until its standard input is closed. */

#include <stdio.h>
#include <string.h>

#include "bedside-practice-fixture.h"

static void
print_held (BedsidePracticeFixture *fixture,
            const char             *room)
{
  g_autoptr(GPtrArray) texts = bedside_demo_server_dup_bodies (fixture->server, room);

  printf ("%u\n", texts->len);
  for (guint i = 0; i < texts->len; i++)
    printf ("%s\n", (char *) g_ptr_array_index (texts, i));
}

int
main (void)
{
  BedsidePracticeFixture fixture = { 0 };
  char line[1000];

  setvbuf (stdout, NULL, _IOLBF, 0);
  bedside_practice_fixture_set_up (&fixture, NULL);
  g_autofree char *ben = bedside_practice_fixture_add_patient (&fixture, "ben", "Ben", "Okafor");
  g_autofree char *room = bedside_practice_fixture_add_room (&fixture, "ben");
  g_free (bedside_demo_server_say (fixture.server, room, ben, "Good morning"));
  printf ("%s\nrobin\ncorrect horse\n%s\n", bedside_demo_server_get_base_url (fixture.server), room);

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_strchomp (line);
      if (g_str_has_prefix (line, "say "))
        g_free (bedside_demo_server_say (fixture.server, room, ben, line + strlen ("say ")));
      else
        print_held (&fixture, room);
    }
  bedside_practice_fixture_tear_down (&fixture, NULL);

  return 0;
}
