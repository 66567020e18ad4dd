/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* others --list RUNS, others CASE...: as cells.c, for what goes wrong on this computer. A case is KIND::RUN. */

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "bedside-session-private.h"
#include "bedside-ui-fixture.h"
#include "fault-clock.h"
#include "fault-run.h"
#include "faulty-vfs.h"
#include "practice-window.h"

#define SPEED 15
#define PAGE 4096

typedef struct {
  const char *name;
  FaultBody   body;
  guint       runs;
} Case;

static void
talk (FaultWorld *world)
{
  for (guint i = 0; i < 3; i++)
    {
      fault_world_say (world);
      fault_world_write (world);
      fault_world_pass (world, g_rand_int_range (world->random, 0, 100));
    }
  fault_world_write_first (world);
  fault_world_pass (world, g_rand_int_range (world->random, 0, 300));
}

static void
begin (FaultWorld *world)
{
  fault_world_open (world);
  fault_world_write (world);
  fault_world_say (world);
  fault_world_pass (world, g_rand_int_range (world->random, 0, 300));
  fault_clock_set_speed (SPEED);
}

static BedsideCacheState
get_cache_state (FaultWorld *world)
{
  return bedside_session_get_cache_state (fault_world_get_session (world));
}

/* --- the disk --- */

static void
with_disk (FaultWorld        *world,
           int                code,
           int                system_error,
           BedsideCacheState  state,
           const char        *says)
{
  begin (world);
  faulty_vfs_fail (code, system_error, g_rand_int_range (world->random, 0, 20));
  talk (world);
  fault_world_await (world, get_cache_state (world) == state, 10);
  bedside_ui_settle ();
  if (!fault_world_says (world, says))
    fault_world_fail (world, "the window does not say \"%s\"", says);
  world->struck++;
  /* All arrives all the same. */
  fault_world_converge (world, 30);
  faulty_vfs_work ();
  talk (world);
  fault_world_converge (world, 30);
  fault_world_end (world, g_rand_boolean (world->random));
  if (world->problem->len == 0)
    fault_world_begin (world);
  if (world->problem->len == 0)
    fault_world_converge (world, 30);
}

static void
disk_full (FaultWorld *world,
           gpointer    data)
{
  with_disk (world, SQLITE_FULL, ENOSPC, BEDSIDE_CACHE_STATE_FULL, "The disk is full.");
}

static void
read_only (FaultWorld *world,
           gpointer    data)
{
  with_disk (world, SQLITE_READONLY, EROFS, BEDSIDE_CACHE_STATE_FAILED, "The disk cannot be written.");
}

static void
broken_disk (FaultWorld *world,
             gpointer    data)
{
  with_disk (world, SQLITE_IOERR_WRITE, EIO, BEDSIDE_CACHE_STATE_FAILED, "The disk cannot be written.");
}

static void
deleted (FaultWorld *world,
         gpointer    data)
{
  begin (world);
  bedside_practice_fixture_delete_folder (world->starting.practice.folder);
  world->struck++;
  talk (world);
  fault_world_converge (world, 30);
  fault_world_end (world, g_rand_boolean (world->random));
  fault_world_begin (world);
  if (world->problem->len > 0)
    return;
  talk (world);
  fault_world_converge (world, 30);
}

/* --- a damaged database --- */

static char *
find_database (FaultWorld *world)
{
  g_autoptr(GDir) dir = g_dir_open (world->starting.practice.folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".db"))
      return g_build_filename (world->starting.practice.folder, name, NULL);

  g_error ("there is no database");
}

/* Whether the part of the file is one without which what was not sent cannot be read. */
static gboolean
is_needed (const char *path,
           gsize       from,
           gsize       to)
{
  sqlite3 *database;
  sqlite3_stmt *statement;
  gboolean needed = from < PAGE;
  g_autofree char *uri = g_strdup_printf ("file:%s?immutable=1", path);

  g_assert_cmpint (sqlite3_open_v2 (uri, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "SELECT pgoffset, pgsize FROM dbstat WHERE name IN "
                                       "('sqlite_schema', 'outbox')", -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      gsize begin = sqlite3_column_int64 (statement, 0);

      needed |= from < begin + sqlite3_column_int64 (statement, 1) && begin < to;
    }
  sqlite3_finalize (statement);
  sqlite3_close (database);

  return needed;
}

/* Whether what was not sent can still be read afterwards. */
static gboolean
damage (FaultWorld *world)
{
  g_autofree char *path = find_database (world);
  g_autofree char *bytes = NULL;
  gsize length, from, to;
  gboolean readable;
  guint way = g_rand_int_range (world->random, 0, 4);

  g_file_get_contents (path, &bytes, &length, NULL);
  from = g_rand_int_range (world->random, 0, length);
  /* A page, a sector, a few bits, or all to the end. */
  if (way == 0)
    from = from / PAGE * PAGE;
  to = MIN (from + (way == 0 ? PAGE : way == 1 ? 512 : way == 2 ? 40 : length), length);
  readable = way != 3 && !is_needed (path, from, to);
  for (gsize i = from; i < to; i++)
    bytes[i] = way == 0 ? 0 : way == 1 ? (char) g_rand_int (world->random) : bytes[i] ^ 1;
  g_file_set_contents (path, bytes, way == 3 ? from : length, NULL);
  world->struck++;

  return readable;
}

/* What the server has not got and the damaged database has not kept is gone; that has been said. */
static void
forget_unkept (FaultWorld *world,
               gboolean    readable)
{
  g_autoptr(GPtrArray) held = bedside_demo_server_dup_bodies (fault_world_get_server (world), world->room);

  world->note = "noticed; what was not sent is kept";
  for (guint i = world->written->len; i > 0; i--)
    if (!g_ptr_array_find_with_equal_func (held, g_ptr_array_index (world->written, i - 1), g_str_equal, NULL))
      {
        g_ptr_array_remove_index (world->written, i - 1);
        world->note = "noticed; what was not sent could not be read";
        if (readable)
          fault_world_fail (world, "what was not sent could be read, and is lost");
      }
}

/* By then damage has been noticed, if it ever is, and the session that follows is there. */
static gboolean
is_verified (FaultWorld *world)
{
  BedsideSession *session = fault_world_get_session (world);

  return session != NULL && bedside_session_get_verified (session) && bedside_session_get_unsent (session) == 0;
}

static void
damaged (FaultWorld *world,
         gpointer    data)
{
  gboolean noticed, readable;

  begin (world);
  fault_world_converge (world, 30);
  bedside_demo_server_stop (fault_world_get_server (world));
  fault_world_write (world);
  fault_world_write (world);
  fault_world_pass (world, 500);
  fault_world_end (world, FALSE);
  readable = damage (world);
  bedside_demo_server_start (fault_world_get_server (world), NULL);
  if (world->problem->len > 0)
    return;
  fault_world_begin (world);
  if (world->problem->len > 0)
    return;
  fault_clock_set_speed (SPEED);
  fault_world_say (world);
  /* What was queued goes out, or the damage is noticed and all begins anew. */
  fault_world_pass (world, 3000);
  fault_world_await (world, is_verified (world), 30);
  if (world->problem->len > 0)
    return;
  fault_world_open (world);
  noticed = get_cache_state (world) == BEDSIDE_CACHE_STATE_REBUILT;
  if (noticed && !fault_world_says (world, "The conversations kept on this computer were damaged."))
    fault_world_fail (world, "the window does not say that something was damaged");
  if (noticed)
    forget_unkept (world, readable);
  fault_world_write (world);
  fault_world_converge (world, 30);
}

/* --- the keyring --- */

static void
keyring_locked (FaultWorld *world,
                gpointer    data)
{
  g_autoptr(GError) locked = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "The keyring is locked");

  begin (world);
  bedside_memory_secrets_set_failure (world->starting.practice.secrets, locked);
  bedside_demo_server_expire_tokens (fault_world_get_server (world), FALSE);
  world->struck++;
  talk (world);
  fault_world_pass (world, 5000);
  if (g_rand_boolean (world->random))
    {
      /* Nobody unlocks it before Bedside ends. */
      fault_world_converge (world, 30);
      bedside_memory_secrets_set_failure (world->starting.practice.secrets, NULL);
    }
  else
    bedside_memory_secrets_set_failure (world->starting.practice.secrets, NULL);
  talk (world);
  fault_world_converge (world, 30);
}

/* --- another Bedside on the same profile --- */

static void
second_instance (FaultWorld *world,
                 gpointer    data)
{
  BedsideAccount *second = bedside_account_new (BEDSIDE_SECRETS (world->starting.practice.secrets),
                                                world->starting.practice.folder);
  GtkWidget *window = bedside_window_new (NULL, NULL);

  begin (world);
  bedside_window_set_account (BEDSIDE_WINDOW (window), second);
  gtk_window_present (GTK_WINDOW (window));
  bedside_account_start (second);
  talk (world);
  fault_world_await (world, bedside_account_get_state (second) == BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE, 20);
  bedside_ui_settle ();
  if (!practice_window_says (window, "already running"))
    fault_world_fail (world, "the second window does not say that Bedside is running already");
  world->struck++;
  fault_world_converge (world, 30);
  bedside_ui_destroy (GTK_WINDOW (window), window);
  g_object_unref (second);
  talk (world);
  fault_world_converge (world, 30);
}

static const Case cases[] = {
  { "disk-full", disk_full, 3 },
  { "disk-read-only", read_only, 3 },
  { "disk-broken", broken_disk, 3 },
  { "profile-deleted", deleted, 3 },
  { "database-damaged", damaged, 24 },
  { "keyring-locked", keyring_locked, 3 },
  { "second-instance", second_instance, 3 },
};

static void
body (FaultWorld *world,
      gpointer    data)
{
  const Case *of = data;

  of->body (world, NULL);
}

static void
run (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, ":", 3);

  for (guint i = 0; i < G_N_ELEMENTS (cases) && g_strv_length (parts) == 3; i++)
    if (g_str_equal (cases[i].name, parts[0]))
      {
        fault_run (text, 100000 + i * 1000 + atoi (parts[2]), body, (gpointer) &cases[i]);
        return;
      }
  g_error ("%s: no such case", text);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--list"))
    {
      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        for (guint j = 0; j < (atoi (argv[2]) == 1 ? (cases[i].runs + 5) / 6 : cases[i].runs); j++)
          printf ("%s::%u\n", cases[i].name, j);
      return 0;
    }
  bedside_ui_init (&argc, &argv);
  faulty_vfs_install ();
  for (int i = 1; i < argc; i++)
    run (argv[i]);

  return 0;
}
