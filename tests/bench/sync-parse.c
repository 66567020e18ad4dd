/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading an answer of a first sync, as it comes from Synapse: 13 events of state and 4 of the timeline in each room.
 */

#define G_LOG_DOMAIN "bedside-bench-parse"

#include "sync-bench.h"

#include <string.h>

#include "bedside-json.h"
#include "bedside-sync.h"

#define RUNS 5
#define N_STATE 13
#define N_TIMELINE 4

static void
append_event (GString    *out,
              guint       room,
              guint       index,
              const char *type,
              const char *rest)
{
  const char *comma = out->str[out->len - 1] == '}' ? "," : "";

  g_string_append_printf (out, "%s{\"type\":\"%s\",%s,\"sender\":\"@p%05u:clinic.example\","
                          "\"origin_server_ts\":1763900000000,\"unsigned\":{\"membership\":\"join\",\"age\":123456},"
                          "\"event_id\":\"$%08u-%04u-abcdefghijklmnopqrstuvwxyz\"}", comma, type, rest, room,
                          room, index);
}

static void
append_room (GString *out,
             guint    room)
{
  static const char *const types[] = {
    "m.room.create", "m.room.member", "m.room.power_levels", "m.room.join_rules", "m.room.history_visibility",
    "m.room.guest_access", "m.room.name",
  };

  g_string_append_printf (out, "%s\"!room%08u:clinic.example\":{\"state\":{\"events\":[", room > 0 ? "," : "", room);
  for (guint i = 0; i < N_STATE; i++)
    append_event (out, room, i, types[i % G_N_ELEMENTS (types)],
                  "\"state_key\":\"\",\"content\":{\"room_version\":\"11\",\"m.federate\":false,\"users\":"
                  "{\"@practitioner:clinic.example\":100},\"events\":{\"m.room.message\":0,\"m.reaction\":0}}");
  g_string_append (out, "]},\"timeline\":{\"events\":[");
  for (guint i = 0; i < N_TIMELINE; i++)
    append_event (out, room, i + N_STATE, "m.room.message",
                  "\"content\":{\"msgtype\":\"m.text\",\"body\":\"Guten Tag, ich habe seit gestern wieder "
                  "Schmerzen im linken Knie. Soll ich \\\"vorbeikommen\\\"?\"}");
  g_string_append (out, "],\"prev_batch\":\"t1-2_3_4\",\"limited\":true},\"ephemeral\":{\"events\":[{\"type\":"
                   "\"m.receipt\",\"content\":{\"$1\":{\"m.read\":{\"@p:clinic.example\":{\"ts\":1763900000000}}}}}]},"
                   "\"account_data\":{\"events\":[]},\"unread_notifications\":{\"notification_count\":1,"
                   "\"highlight_count\":0},\"summary\":{}}");
}

static char *
make_answer (guint rooms)
{
  GString *out = g_string_new ("{\"next_batch\":\"s1_2_3\",\"rooms\":{\"join\":{");

  for (guint i = 0; i < rooms; i++)
    append_room (out, i);
  g_string_append (out, "}}}");

  return g_string_free (out, FALSE);
}

static void
read_answer (const char *text,
             double     *read,
             double     *freed)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *copy = g_strdup (text);
  double start = sync_bench_thread ();
  BedsideSyncAnswer *answer = bedside_sync_answer_new_from_text (copy, strlen (copy), &error);

  if (answer == NULL)
    g_error ("%s", error->message);
  *read = sync_bench_thread () - start;

  start = sync_bench_thread ();
  bedside_sync_answer_free (answer);
  *freed = sync_bench_thread () - start;
}

void
sync_bench_parse (char **arguments)
{
  guint rooms = sync_bench_number (arguments[0], 1);
  g_autofree char *text = make_answer (rooms);
  double read = G_MAXDOUBLE, freed = G_MAXDOUBLE;
  double before = sync_bench_memory ("VmRSS:");
  double events = (double) rooms * (N_STATE + N_TIMELINE);

  /* The quickest of them: the others were disturbed. */
  for (guint i = 0; i < RUNS; i++)
    {
      double now[2];

      read_answer (text, &now[0], &now[1]);
      read = MIN (read, now[0]);
      freed = MIN (freed, now[1]);
    }
  sync_bench_print ("read", 1000 * read / events, "us an event");
  sync_bench_print ("free", 1000 * freed / events, "us an event");
  sync_bench_print ("memory of it", (sync_bench_memory ("VmHWM:") - before) * 1024 * 1024 / events, "bytes an event");
}
