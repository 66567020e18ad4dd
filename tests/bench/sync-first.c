/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A first sync, and messages that arrive after it, without a window: what the session, the models and the store take.
 */

#define G_LOG_DOMAIN "bedside-bench-first"

#include "sync-bench.h"

#include <glib/gstdio.h>
#include <string.h>

#include "bedside-account.h"
#include "bedside-await.h"
#include "bedside-memory-secrets.h"
#include "bedside-watchdog.h"

#define LIMIT_SECONDS 300

typedef struct {
  GSubprocess      *process;   /* (owned) */
  GDataInputStream *lines;     /* (owned): what the server prints */
  char             *url;       /* (owned) */
  char             *folder;    /* (owned): the profile */
  BedsideSecrets   *secrets;   /* (owned) */
  BedsideAccount   *account;   /* (owned) */
  BedsideWatchdog  *watchdog;  /* (owned) */
  gint64            changed;   /* when the row changed; 0: not yet */
} First;

static char *
read_line (First *self)
{
  g_autoptr(GError) error = NULL;
  char *line = g_data_input_stream_read_line (self->lines, NULL, NULL, &error);

  if (line == NULL)
    g_error ("The server has ended");

  return line;
}

static char *
ask (First      *self,
     const char *command)
{
  GOutputStream *stream = g_subprocess_get_stdin_pipe (self->process);

  if (!g_output_stream_write_all (stream, command, strlen (command), NULL, NULL, NULL))
    g_error ("The server does not listen");

  return read_line (self);
}

static void
start_server (First      *self,
              const char *conversations,
              const char *patients)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  const char *arguments[] = { program, "serve", conversations, patients, NULL };

  self->process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  if (self->process == NULL)
    g_error ("%s", error->message);
  self->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->url = read_line (self);
}

static BedsideSession *
get_session (First *self)
{
  return bedside_account_get_session (self->account);
}

static void
sign_in (First *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_account_sign_in_async (self->account, self->url, "robin", "correct horse", NULL, bedside_await_result,
                                 &result);
  bedside_await (result != NULL, LIMIT_SECONDS);
  if (!bedside_account_sign_in_finish (self->account, result, &error))
    g_error ("%s", error->message);
  bedside_await (bedside_session_get_connection (get_session (self)) == BEDSIDE_CONNECTION_ONLINE, LIMIT_SECONDS);
}

static void
report (First      *self,
        const char *what)
{
  BedsideWatchdogFigures figures;
  g_autofree char *label = g_strdup_printf ("worst turn, %s", what);

  bedside_watchdog_get_figures (self->watchdog, &figures);
  sync_bench_print (label, figures.worst / 1000.0, "ms");
  bedside_watchdog_reset (self->watchdog);
}

static void
measure_first (First *self)
{
  gint64 since = g_get_monotonic_time ();
  double thread = sync_bench_thread (), process = sync_bench_process ();

  sign_in (self);
  sync_bench_print ("whole", (g_get_monotonic_time () - since) / 1000.0, "ms");
  sync_bench_print ("cpu, all threads", sync_bench_process () - process, "ms");
  sync_bench_print ("cpu, main thread", sync_bench_thread () - thread, "ms");
  sync_bench_print ("memory, highest", sync_bench_memory ("VmHWM:"), "MB");
  sync_bench_print ("memory, online", sync_bench_memory ("VmRSS:"), "MB");
  report (self, "first sync");

  g_autofree char *requests = ask (self, "requests\n");

  sync_bench_print ("requests", g_ascii_strtod (requests, NULL), "");
  sync_bench_print ("conversations", g_list_model_get_n_items (bedside_session_get_conversations (get_session (self))),
                    "");
}

/* What is done by itself after a first sync is over. */
static void
settle (guint seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  bedside_await (g_get_monotonic_time () > end, seconds + 10);
}

static void
on_preview (First *self)
{
  self->changed = g_get_monotonic_time ();
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* The patients of conversations all over the list write, one after the other. */
static void
measure_arrivals (First *self,
                  guint  conversations,
                  guint  messages)
{
  g_autoptr(GArray) delays = g_array_new (FALSE, FALSE, sizeof (double));
  GListModel *list = bedside_session_get_conversations (get_session (self));
  double thread = sync_bench_thread (), process = sync_bench_process ();

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(GObject) conversation = g_list_model_get_item (list, i);

      g_signal_connect_swapped (conversation, "notify::last-timestamp", G_CALLBACK (on_preview), self);
    }
  for (guint i = 0; i < messages; i++)
    {
      g_autofree char *command = g_strdup_printf ("say %u\n", i * 7919 % conversations);
      g_autofree char *said = NULL;

      self->changed = 0;
      said = ask (self, command);
      while (self->changed == 0)
        g_main_context_iteration (NULL, TRUE);

      double delay = (self->changed - g_ascii_strtoll (said, NULL, 10)) / 1000.0;

      g_array_append_val (delays, delay);
      settle (0);
    }
  g_array_sort (delays, compare);
  sync_bench_print ("arrival", g_array_index (delays, double, messages / 2), "ms");
  sync_bench_print ("arrival cpu, all threads", (sync_bench_process () - process) / messages, "ms");
  sync_bench_print ("arrival cpu, main thread", (sync_bench_thread () - thread) / messages, "ms");
  report (self, "arrivals");
}

static void
tear_down (First *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;

  bedside_account_close_async (self->account, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT_SECONDS);
  bedside_account_close_finish (self->account, result, NULL);
  bedside_watchdog_detach (self->watchdog);
  g_clear_object (&result);
  g_clear_object (&self->account);
  g_clear_object (&self->secrets);
  g_clear_object (&self->watchdog);
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->lines);
  g_clear_object (&self->process);

  dir = g_dir_open (self->folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->url);
}

void
sync_bench_first (char **arguments)
{
  First self = { .folder = g_dir_make_tmp ("bedside-bench-XXXXXX", NULL) };
  const char *patients = arguments[1] != NULL ? arguments[1] : "0";
  guint messages = arguments[1] != NULL ? sync_bench_number (arguments[2], 0) : 0;

  start_server (&self, arguments[0], patients);
  self.secrets = BEDSIDE_SECRETS (bedside_memory_secrets_new ());
  self.account = bedside_account_new (self.secrets, self.folder);
  bedside_account_start (self.account);
  bedside_await (bedside_account_get_state (self.account) == BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, LIMIT_SECONDS);
  self.watchdog = bedside_watchdog_new ();
  bedside_watchdog_attach (self.watchdog, NULL);

  measure_first (&self);
  settle (2);
  report (&self, "after it");
  if (messages > 0)
    measure_arrivals (&self, sync_bench_number (arguments[0], 1), messages);
  tear_down (&self);
}
