/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-watchdog"

#include "bedside-watchdog.h"

#include "bedside-symbols.h"

#include <errno.h>
#include <execinfo.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

/* A turn is sampled well before the limit, because the kernel looks at CPU timers
 * only at its ticks (every 4 or 10 ms); samples of turns that stay short are dropped. */
#define FIRST_SAMPLE (30 * 1000 * 1000)
#define NEXT_SAMPLE (25 * 1000 * 1000)
#define MAX_SAMPLES 4
#define MAX_FRAMES 32
/* The handler itself and what the kernel returns to. */
#define HANDLER_FRAMES 2
#define MAX_TURNS (1 << 20)

/**
 * BedsideWatchdog:
 *
 * Measures the turns of a main loop: what runs between two calls of poll(), in
 * CPU time of the thread, so that a busy machine and waiting do not count. Turns
 * over %BEDSIDE_WATCHDOG_LIMIT are logged with the functions that ran in them.
 * The log holds names of functions, never data.
 *
 * For development: it takes a real-time signal and two system calls a turn.
 */
struct _BedsideWatchdog
{
  GObject       parent_instance;

  GMainContext *context;  /* (owned) (nullable): NULL while not attached */
  GPollFunc     poll;     /* of @context before us */
  timer_t       timer;    /* of the attached thread's CPU clock; only valid while attached */

  gint64        started;  /* CPU time at which the turn began, -1 outside of turns */

  GArray       *turns;    /* (owned) (element-type guint): microseconds; a ring once it has MAX_TURNS */
  guint64       count;
  guint64       over;
};

typedef struct {
  void *frames[MAX_FRAMES];
  int   n_frames;
} Sample;

G_DEFINE_FINAL_TYPE (BedsideWatchdog, bedside_watchdog, G_TYPE_OBJECT)

/* Neither GPollFunc nor a signal handler is given data: what they need is found by
 * the thread that they run in. */
static _Thread_local BedsideWatchdog *watchdog_of_thread;
static _Thread_local Sample samples[MAX_SAMPLES];
static _Thread_local volatile sig_atomic_t n_samples;

static int
sample_signal (void)
{
  return SIGRTMIN + 3;
}

/* Runs in the middle of anything: only backtrace(), which was called before and so
 * has nothing left to load, and our own static memory. */
static void
take_sample (int signal_number)
{
  int saved = errno;

  if (watchdog_of_thread != NULL && n_samples < MAX_SAMPLES)
    {
      Sample *sample = &samples[n_samples];

      sample->n_frames = backtrace (sample->frames, MAX_FRAMES);
      n_samples++;
    }
  errno = saved;
}

static gint64
get_cpu_time (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
set_timer (BedsideWatchdog *self,
           gboolean         on)
{
  struct itimerspec when = { 0 };

  if (on)
    {
      when.it_value.tv_nsec = FIRST_SAMPLE;
      when.it_interval.tv_nsec = NEXT_SAMPLE;
    }
  timer_settime (self->timer, 0, &when, NULL);
}

/* Innermost function first; ends where the main loop begins. */
static char *
describe_sample (BedsideSymbols *symbols,
                 const Sample   *sample)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (int i = HANDLER_FRAMES; i < sample->n_frames; i++)
    {
      g_autofree char *name = bedside_symbols_dup_name (symbols, sample->frames[i]);

      if (g_str_has_prefix (name, "g_main_context_") || g_str_has_prefix (name, "g_main_loop_"))
        break;
      g_string_append_printf (text, "%s%s", text->len > 0 ? " < " : "", name);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
report (guint microseconds)
{
  g_autoptr(BedsideSymbols) symbols = bedside_symbols_new ();
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *last = NULL;

  for (int i = 0; i < n_samples; i++)
    {
      g_autofree char *sample = describe_sample (symbols, &samples[i]);

      if (g_strcmp0 (sample, last) != 0)
        g_string_append_printf (text, "; in it: %s", sample);
      g_free (last);
      last = g_steal_pointer (&sample);
    }

  g_message ("A turn of the main loop took %.1f ms of CPU time%s", microseconds / 1000.0, text->str);
}

static void
begin_turn (BedsideWatchdog *self)
{
  n_samples = 0;
  set_timer (self, TRUE);
  self->started = get_cpu_time ();
}

static void
end_turn (BedsideWatchdog *self)
{
  if (self->started < 0)
    return;

  guint microseconds = (get_cpu_time () - self->started) / 1000;

  set_timer (self, FALSE);
  self->started = -1;
  if (self->turns->len < MAX_TURNS)
    g_array_append_val (self->turns, microseconds);
  else
    g_array_index (self->turns, guint, self->count % MAX_TURNS) = microseconds;
  self->count++;
  if (microseconds > BEDSIDE_WATCHDOG_LIMIT)
    {
      self->over++;
      report (microseconds);
    }
}

static int
bedside_watchdog_poll (GPollFD *fds,
                       guint    n_fds,
                       int      timeout)
{
  /* Kept, because what the poll function runs may detach us. */
  g_autoptr(BedsideWatchdog) self = watchdog_of_thread ? g_object_ref (watchdog_of_thread) : NULL;

  if (self == NULL)
    return g_poll (fds, n_fds, timeout);

  end_turn (self);
  int result = self->poll (fds, n_fds, timeout);
  if (self->context != NULL)
    begin_turn (self);

  return result;
}

static void
bedside_watchdog_dispose (GObject *object)
{
  bedside_watchdog_detach (BEDSIDE_WATCHDOG (object));

  G_OBJECT_CLASS (bedside_watchdog_parent_class)->dispose (object);
}

static void
bedside_watchdog_finalize (GObject *object)
{
  g_array_unref (BEDSIDE_WATCHDOG (object)->turns);

  G_OBJECT_CLASS (bedside_watchdog_parent_class)->finalize (object);
}

static void
bedside_watchdog_class_init (BedsideWatchdogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_watchdog_dispose;
  object_class->finalize = bedside_watchdog_finalize;
}

static void
bedside_watchdog_init (BedsideWatchdog *self)
{
  self->started = -1;
  self->turns = g_array_new (FALSE, FALSE, sizeof (guint));
}

/**
 * bedside_watchdog_new:
 *
 * Makes a watchdog that watches nothing yet.
 *
 * Returns: (transfer full): a new watchdog
 */
BedsideWatchdog *
bedside_watchdog_new (void)
{
  return g_object_new (BEDSIDE_TYPE_WATCHDOG, NULL);
}

/**
 * bedside_watchdog_attach:
 * @self: a watchdog that is not attached
 * @context: (nullable): the context to watch, %NULL for the default one
 *
 * Watches @context from its next turn on. Must be called in the thread that
 * iterates @context, which can have one watchdog.
 */
void
bedside_watchdog_attach (BedsideWatchdog *self,
                         GMainContext    *context)
{
  g_return_if_fail (BEDSIDE_IS_WATCHDOG (self));
  g_return_if_fail (self->context == NULL);
  g_return_if_fail (watchdog_of_thread == NULL);

  struct sigaction action = { .sa_handler = take_sample, .sa_flags = SA_RESTART };
  struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = sample_signal () };
  void *loaded[1];

  /* The first call loads the unwinder, which is nothing for a signal handler. */
  backtrace (loaded, G_N_ELEMENTS (loaded));
  sigaction (sample_signal (), &action, NULL);
  event._sigev_un._tid = gettid ();
  if (timer_create (CLOCK_THREAD_CPUTIME_ID, &event, &self->timer) != 0)
    {
      g_message ("The main loop is not watched: no CPU timer");
      return;
    }

  self->context = g_main_context_ref (context ? context : g_main_context_default ());
  self->poll = g_main_context_get_poll_func (self->context);
  watchdog_of_thread = self;
  g_main_context_set_poll_func (self->context, bedside_watchdog_poll);
}

/**
 * bedside_watchdog_detach:
 * @self: a watchdog
 *
 * Stops watching; what was measured stays. Must be called in the thread in which
 * @self was attached. Disposing of a watchdog does the same.
 */
void
bedside_watchdog_detach (BedsideWatchdog *self)
{
  g_return_if_fail (BEDSIDE_IS_WATCHDOG (self));

  if (self->context == NULL)
    return;
  g_return_if_fail (watchdog_of_thread == self);

  g_main_context_set_poll_func (self->context, self->poll);
  timer_delete (self->timer);
  watchdog_of_thread = NULL;
  self->started = -1;
  g_clear_pointer (&self->context, g_main_context_unref);
}

static int
compare_turns (gconstpointer a,
               gconstpointer b)
{
  guint first = *(const guint *) a, second = *(const guint *) b;

  return (first > second) - (first < second);
}

/**
 * bedside_watchdog_get_figures:
 * @self: a watchdog
 * @figures: (out): where to put the figures; all 0 if there was no turn
 *
 * Sums up the turns since the start or bedside_watchdog_reset(). Of very many
 * turns (a million) the times are those of the last.
 */
void
bedside_watchdog_get_figures (BedsideWatchdog        *self,
                              BedsideWatchdogFigures *figures)
{
  g_return_if_fail (BEDSIDE_IS_WATCHDOG (self));
  g_return_if_fail (figures != NULL);

  g_autoptr(GArray) sorted = bedside_watchdog_dup_turns (self);

  *figures = (BedsideWatchdogFigures) { .count = self->count, .over = self->over };
  if (sorted->len == 0)
    return;
  g_array_sort (sorted, compare_turns);
  figures->p50 = g_array_index (sorted, guint, (sorted->len - 1) / 2);
  figures->p99 = g_array_index (sorted, guint, (guint64) (sorted->len - 1) * 99 / 100);
  figures->worst = g_array_index (sorted, guint, sorted->len - 1);
}

/**
 * bedside_watchdog_dup_turns:
 * @self: a watchdog
 *
 * Returns: (transfer full) (element-type guint): the time of each turn in
 *   microseconds, in order unless there were more than a million
 */
GArray *
bedside_watchdog_dup_turns (BedsideWatchdog *self)
{
  g_return_val_if_fail (BEDSIDE_IS_WATCHDOG (self), NULL);

  return g_array_copy (self->turns);
}

/**
 * bedside_watchdog_reset:
 * @self: a watchdog
 *
 * Forgets what was measured, and the part of the current turn that has passed.
 */
void
bedside_watchdog_reset (BedsideWatchdog *self)
{
  g_return_if_fail (BEDSIDE_IS_WATCHDOG (self));

  g_array_set_size (self->turns, 0);
  self->count = 0;
  self->over = 0;
  self->started = -1;
}
