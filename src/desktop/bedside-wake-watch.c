/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-wake-watch"

#include "bedside-wake-watch.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* The kernel tells of a clock that jumps, as it does when the computer was suspended, to a timer that asks for it:
 * nothing has to look at the clock again and again. The timer itself is not meant to fire.
 *
 * Source: timerfd_create(2), TFD_TIMER_CANCEL_ON_SET. */

/* What happens at the start of a session is the network coming up, and what starts then asks anyway. */
#define START_MS 2000
/* A change of network is a dozen of changes within a moment; some computers have one every second, for containers. */
#define FIRST_PAUSE_MS 1000
#define LONGEST_PAUSE_MS (60 * 1000)

struct _BedsideWakeWatch
{
  GObject          parent_instance;

  int              clock;    /* (owned): file descriptor that can be read when the clock was set; -1: none */
  guint            source;   /* of it */
  GNetworkMonitor *network;  /* (owned) (nullable): until it is looked for */
  guint            looking;  /* source, until it is */
  guint            start;    /* ms in which changes of the network do not count */
  gint64           started;  /* us, monotonic */
  guint            pause;    /* source: while it is there nothing is told */
  guint            length;   /* ms, of that pause */
  gboolean         again;    /* something happened in it */
};

typedef enum {
  PROP_CLOCK = 1,
  PROP_NETWORK,
  PROP_START,
} BedsideWakeWatchProperty;

static GParamSpec *properties[PROP_START + 1];

typedef enum {
  SIGNAL_WOKEN,
} BedsideWakeWatchSignal;

static guint signals[SIGNAL_WOKEN + 1];

G_DEFINE_FINAL_TYPE (BedsideWakeWatch, bedside_wake_watch, G_TYPE_OBJECT)

static void tell (BedsideWakeWatch *self);

static gboolean
on_pause_over (gpointer data)
{
  BedsideWakeWatch *self = data;

  self->pause = 0;
  if (!self->again)
    {
      self->length = 0;
      return G_SOURCE_REMOVE;
    }

  self->again = FALSE;
  tell (self);

  return G_SOURCE_REMOVE;
}

/* The first is told at once, what follows it together and less and less often. */
static void
tell (BedsideWakeWatch *self)
{
  if (self->pause != 0)
    {
      self->again = TRUE;
      return;
    }

  self->length = self->length == 0 ? FIRST_PAUSE_MS : MIN (self->length * 2, LONGEST_PAUSE_MS);
  self->pause = g_timeout_add (self->length, on_pause_over, self);
  g_signal_emit (self, signals[SIGNAL_WOKEN], 0);
}

static void
arm (BedsideWakeWatch *self)
{
  const time_t end_of_time = (time_t) (sizeof (time_t) > 4 ? G_MAXINT64 : G_MAXINT32);
  const struct itimerspec never = { .it_value = { .tv_sec = end_of_time } };

  if (timerfd_settime (self->clock, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL) != 0
      && errno != ECANCELED)
    g_debug ("No word of clocks that are set: %s", g_strerror (errno));
}

static gboolean
on_clock (int          fd,
          GIOCondition condition,
          gpointer     data)
{
  BedsideWakeWatch *self = data;
  guint64 expirations;
  gssize length;

  do
    length = read (fd, &expirations, sizeof expirations);
  while (length < 0 && errno == EINTR);

  if (length < 0 && errno == EAGAIN)
    return G_SOURCE_CONTINUE;
  if (length == 0 || (length < 0 && errno != ECANCELED))
    {
      g_debug ("The clock tells nothing more");
      self->source = 0;
      return G_SOURCE_REMOVE;
    }

  arm (self);
  /* Not after what a restless network has to wait: somebody has opened the lid. */
  if (self->length > FIRST_PAUSE_MS)
    {
      g_clear_handle_id (&self->pause, g_source_remove);
      self->length = 0;
      self->again = FALSE;
    }
  tell (self);

  return G_SOURCE_CONTINUE;
}

static void
on_network_changed (BedsideWakeWatch *self)
{
  if (g_get_monotonic_time () - self->started >= (gint64) self->start * 1000)
    tell (self);
}

static void
watch_network (BedsideWakeWatch *self)
{
  g_signal_connect_object (self->network, "network-changed", G_CALLBACK (on_network_changed), self, G_CONNECT_SWAPPED);
}

/* GLib asks NetworkManager and waits for the answer: not before the window is there. */
static gboolean
on_time_to_look (gpointer data)
{
  BedsideWakeWatch *self = data;

  self->looking = 0;
  self->network = g_object_ref (g_network_monitor_get_default ());
  watch_network (self);

  return G_SOURCE_REMOVE;
}

static void
bedside_wake_watch_constructed (GObject *object)
{
  BedsideWakeWatch *self = BEDSIDE_WAKE_WATCH (object);

  self->started = g_get_monotonic_time ();
  if (self->clock < 0)
    {
      self->clock = timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
      if (self->clock >= 0)
        arm (self);
    }
  if (self->clock >= 0)
    self->source = g_unix_fd_add (self->clock, G_IO_IN, on_clock, self);

  if (self->network != NULL)
    watch_network (self);
  else
    self->looking = g_idle_add_full (G_PRIORITY_LOW, on_time_to_look, self, NULL);

  G_OBJECT_CLASS (bedside_wake_watch_parent_class)->constructed (object);
}

static void
bedside_wake_watch_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  BedsideWakeWatch *self = BEDSIDE_WAKE_WATCH (object);

  switch ((BedsideWakeWatchProperty) prop_id)
    {
    case PROP_CLOCK:
      g_value_set_int (value, self->clock);
      break;
    case PROP_NETWORK:
      g_value_set_object (value, self->network);
      break;
    case PROP_START:
      g_value_set_uint (value, self->start);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_wake_watch_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  BedsideWakeWatch *self = BEDSIDE_WAKE_WATCH (object);

  switch ((BedsideWakeWatchProperty) prop_id)
    {
    case PROP_CLOCK:
      self->clock = g_value_get_int (value);
      break;
    case PROP_NETWORK:
      self->network = g_value_dup_object (value);
      break;
    case PROP_START:
      self->start = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_wake_watch_finalize (GObject *object)
{
  BedsideWakeWatch *self = BEDSIDE_WAKE_WATCH (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_handle_id (&self->looking, g_source_remove);
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->clock >= 0)
    close (self->clock);
  g_clear_object (&self->network);

  G_OBJECT_CLASS (bedside_wake_watch_parent_class)->finalize (object);
}

static void
bedside_wake_watch_class_init (BedsideWakeWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = bedside_wake_watch_constructed;
  object_class->get_property = bedside_wake_watch_get_property;
  object_class->set_property = bedside_wake_watch_set_property;
  object_class->finalize = bedside_wake_watch_finalize;

  /**
   * BedsideWakeWatch:clock:
   *
   * A file descriptor, taken over, that can be read when the clock was set; -1 for the computer's clock. For tests.
   */
  properties[PROP_CLOCK] = g_param_spec_int ("clock", NULL, NULL, -1, G_MAXINT, -1, flags);

  /**
   * BedsideWakeWatch:network:
   *
   * What tells of changes; %NULL at construction for the computer's network.
   */
  properties[PROP_NETWORK] = g_param_spec_object ("network", NULL, NULL, G_TYPE_NETWORK_MONITOR, flags);

  /**
   * BedsideWakeWatch:start:
   *
   * How long after the construction changes of the network do not count, in ms.
   */
  properties[PROP_START] = g_param_spec_uint ("start", NULL, NULL, 0, G_MAXINT, START_MS, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * BedsideWakeWatch::woken:
   *
   * The computer woke up, its clock was set or its network changed: connections that were open may be dead.
   */
  signals[SIGNAL_WOKEN] = g_signal_new ("woken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
bedside_wake_watch_init (BedsideWakeWatch *self)
{
}

/**
 * bedside_wake_watch_new:
 *
 * Watches from now on.
 *
 * Returns: (transfer full): a new watch
 */
BedsideWakeWatch *
bedside_wake_watch_new (void)
{
  return g_object_new (BEDSIDE_TYPE_WAKE_WATCH, NULL);
}
