/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The other side: a practice on the demo server. It prints its address, then does what it reads, line by line:
 * "say INDEX" lets a patient write, "requests" counts what was asked.
 */

#define G_LOG_DOMAIN "bedside-bench-serve"

#include "sync-bench.h"

#include <stdio.h>
#include <string.h>

#include "bedside-practice-fixture.h"

#define MAX_LINE 100

static const char *const texts[] = {
  "Thank you, that works for me",
  "Is it fine to take both tablets in the morning?",
  "The new dose is fine so far ...",
  "I have sent the form back on Monday; please tell me whether it has arrived, because the insurance asks again.",
  "OK",
  "Guten Tag, ich habe seit gestern wieder Schmerzen im linken Knie. Soll ich vorbeikommen?",
  "See you on Thursday!",
};

typedef struct {
  BedsidePracticeFixture practice;
  GPtrArray             *rooms;     /* (owned) (element-type utf8) */
  GPtrArray             *patients;  /* (owned) (element-type utf8) */
} Serve;

static void
add_patient (Serve    *self,
             guint     index,
             gboolean  with_room)
{
  g_autofree char *name = g_strdup_printf ("p%05u", index);
  g_autofree char *last = g_strdup_printf ("Family-%u", index);
  g_autofree char *patient = bedside_practice_fixture_add_patient (&self->practice, name, "Given", last);

  if (!with_room)
    return;

  char *room = bedside_practice_fixture_add_room (&self->practice, name);

  for (guint i = 0; i < 3; i++)
    g_free (bedside_demo_server_say (self->practice.server, room, i == 1 ? self->practice.me : patient,
                                     texts[(index + i) % G_N_ELEMENTS (texts)]));
  g_ptr_array_add (self->rooms, room);
  g_ptr_array_add (self->patients, g_steal_pointer (&patient));
}

static void
say (Serve *self,
     guint  index)
{
  if (index >= self->rooms->len)
    g_error ("There is no conversation %u", index);

  g_print ("%" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  g_free (bedside_demo_server_say (self->practice.server, g_ptr_array_index (self->rooms, index),
                                   g_ptr_array_index (self->patients, index), texts[index % G_N_ELEMENTS (texts)]));
}

void
sync_bench_serve (char **arguments)
{
  guint conversations = sync_bench_number (arguments[0], 0);
  guint patients = arguments[0] != NULL ? sync_bench_number (arguments[1], 0) : 0;
  Serve self = { .rooms = g_ptr_array_new (), .patients = g_ptr_array_new () };
  char line[MAX_LINE];

  bedside_practice_fixture_set_up (&self.practice, NULL);
  g_clear_object (&self.practice.account);
  for (guint i = 0; i < MAX (conversations, patients); i++)
    add_patient (&self, i, i < conversations);
  g_print ("%s\n", bedside_demo_server_get_base_url (self.practice.server));

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_strchomp (line);
      if (g_str_has_prefix (line, "say "))
        say (&self, sync_bench_number (line + strlen ("say "), 0));
      else
        g_print ("%u\n", bedside_demo_server_count_requests (self.practice.server, NULL, NULL));
    }
  bedside_practice_fixture_tear_down (&self.practice, NULL);
}
