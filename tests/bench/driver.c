/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-bench-driver"

#include "driver.h"

#include <string.h>

#include "secrets.h"

static const struct { const char *name, *value; } environment[] = {
  { "GDK_BACKEND", "x11" },
  { "GDK_DEBUG", "gl-disable" },
  { "GSETTINGS_BACKEND", "memory" },
  { "GSK_RENDERER", "cairo" },
  { "GTK_A11Y", "none" },
  { "LANGUAGE", "en" },
  { "LC_ALL", "C.UTF-8" },
  { "TZ", "Europe/Berlin" },
  { "no_proxy", "*" },
};

void
bench_driver_set_up (BenchDriver *self,
                     const char  *app)
{
  for (guint i = 0; i < G_N_ELEMENTS (environment); i++)
    g_setenv (environment[i].name, environment[i].value, TRUE);
  g_unsetenv ("G_DEBUG");
  g_unsetenv ("G_SLICE");
  g_unsetenv ("MALLOC_CHECK_");
  g_unsetenv ("MALLOC_PERTURB_");

  self->app = app;
  bedside_practice_fixture_set_up (&self->practice, NULL);
  g_clear_object (&self->practice.account);
}

void
bench_driver_tear_down (BenchDriver *self)
{
  /* For a profiler: the folder stays, and this is how bench-app opens it. */
  if (g_getenv ("BENCH_KEEP") != NULL)
    g_print ("export FOLDER='%s' %s='%s' %s='%s'\n", self->practice.folder, BENCH_SIGN_IN, self->sign_in,
             BENCH_CACHE_KEY, self->cache_key);
  else
    bedside_practice_fixture_tear_down (&self->practice, NULL);
  g_free (self->sign_in);
  g_free (self->cache_key);
}

/* Names and texts as different from each other as real ones. */
static void
add_patient (BenchDriver *self,
             guint        index,
             gboolean     with_room)
{
  static const char *const given[] = {
    "Ada", "Ben", "Chloe", "Dmitri", "Eun-ji", "Fatima", "Goran", "Hedy", "Íris",
  };
  static const char *const family[] = {
    "Lovelace", "Okafor", "Dubois", "Ivanov", "Kim", "al-Fihri", "Novák", "Lamarr",
  };
  static const char *const texts[] = {
    "Thank you, that works for me",
    "Is it fine to take both tablets in the morning?",
    "The new dose is fine so far ...",
    "I have sent the form back on Monday; please tell me whether it has arrived, because the insurance asks again.",
    "OK",
    "Guten Tag, ich habe seit gestern wieder Schmerzen im linken Knie. Soll ich vorbeikommen?",
    "See you on Thursday!",
  };
  g_autofree char *name = g_strdup_printf ("p%05u", index);
  g_autofree char *last = g_strdup_printf ("%s-%u", family[index % G_N_ELEMENTS (family)], index);
  g_autofree char *patient = bedside_practice_fixture_add_patient (&self->practice, name,
                                                                   given[index % G_N_ELEMENTS (given)], last);

  if (!with_room)
    return;

  g_autofree char *room = bedside_practice_fixture_add_room (&self->practice, name);

  for (guint i = 0; i < 3; i++)
    g_free (bedside_demo_server_say (self->practice.server, room, i == 1 ? self->practice.me : patient,
                                     texts[(index + i) % G_N_ELEMENTS (texts)]));
}

void
bench_driver_add_patients (BenchDriver *self,
                           guint        first,
                           guint        last,
                           gboolean     with_room)
{
  for (guint i = first; i < last; i++)
    add_patient (self, i, with_room);
}

static void
keep (char       **secret,
      const char  *value)
{
  g_free (*secret);
  *secret = g_strdup (value);
}

gboolean
bench_driver_sync (BenchDriver *self)
{
  const char *server = bedside_demo_server_get_base_url (self->practice.server);
  const char *arguments[] = { self->app, "sync", self->practice.folder, server, "robin", "correct horse", NULL };
  double seen;
  gboolean succeeded = FALSE;
  g_autofree char *output = bench_driver_run (self, arguments, "first sync", &seen, &succeeded);
  g_auto(GStrv) lines = g_strsplit (output, "\n", -1);
  guint secrets = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (!g_str_has_prefix (lines[i], "secret: "))
        g_print ("%s%s", lines[i], *lines[i] ? "\n" : "");
      else
        keep (secrets++ == 0 ? &self->sign_in : &self->cache_key, lines[i] + strlen ("secret: "));
    }
  if (secrets != 2)
    g_error ("The window did not sign in");

  return succeeded;
}

char *
bench_driver_run (BenchDriver        *self,
                  const char * const *arguments,
                  const char         *prefix,
                  double             *seen,
                  gboolean           *succeeded)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) output = g_string_new (NULL);
  gint64 start;

  if (self->sign_in != NULL)
    {
      g_subprocess_launcher_setenv (launcher, BENCH_SIGN_IN, self->sign_in, TRUE);
      g_subprocess_launcher_setenv (launcher, BENCH_CACHE_KEY, self->cache_key, TRUE);
    }
  start = g_get_monotonic_time ();
  g_autoptr(GSubprocess) process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  if (process == NULL)
    g_error ("%s", error->message);

  g_autoptr(GDataInputStream) stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  char *line;

  *seen = -1;
  while ((line = g_data_input_stream_read_line (stream, NULL, NULL, NULL)) != NULL)
    {
      if (g_str_has_prefix (line, prefix))
        *seen = (g_get_monotonic_time () - start) / 1000.0;
      g_string_append (output, line);
      g_string_append_c (output, '\n');
      g_free (line);
    }
  *succeeded = g_subprocess_wait_check (process, NULL, NULL);
  if (*seen < 0)
    g_error ("%s did not get to \"%s\":\n%s", arguments[0], prefix, output->str);

  return g_string_free (g_steal_pointer (&output), FALSE);
}

double
bench_read_number (const char *output,
                   const char *label)
{
  const char *found = strstr (output, label);

  return found != NULL ? g_ascii_strtod (found + strlen (label), NULL) : -1;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

double
bench_get_median (GArray *values)
{
  g_array_sort (values, compare);

  return g_array_index (values, double, values->len / 2);
}

void
bench_print_line (const char *label,
                  GArray     *values)
{
  double median = bench_get_median (values);

  g_print ("%-44s median %7.1f ms   from %7.1f to %7.1f   of %u\n", label, median, g_array_index (values, double, 0),
           g_array_index (values, double, values->len - 1), values->len);
}
