/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-wake-watch.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

/* A network that says that it changed when the test says so. */
typedef struct {
  GObject parent_instance;
} FakeNetwork;

typedef GObjectClass FakeNetworkClass;

static gboolean
fake_init (GInitable     *initable,
           GCancellable  *cancellable,
           GError       **error)
{
  return TRUE;
}

static void
fake_initable_init (GInitableIface *iface)
{
  iface->init = fake_init;
}

static void
fake_network_iface_init (GNetworkMonitorInterface *iface)
{
}

static GType fake_network_get_type (void);
G_DEFINE_TYPE_WITH_CODE (FakeNetwork, fake_network, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, fake_initable_init)
                         G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, fake_network_iface_init))

enum { AVAILABLE = 1, METERED, CONNECTIVITY };

static void
fake_network_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (prop_id == CONNECTIVITY)
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
  else
    g_value_set_boolean (value, prop_id == AVAILABLE);
}

static void
fake_network_class_init (FakeNetworkClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = fake_network_get_property;
  g_object_class_override_property (G_OBJECT_CLASS (klass), AVAILABLE, "network-available");
  g_object_class_override_property (G_OBJECT_CLASS (klass), METERED, "network-metered");
  g_object_class_override_property (G_OBJECT_CLASS (klass), CONNECTIVITY, "connectivity");
}

static void
fake_network_init (FakeNetwork *self)
{
}

typedef struct {
  BedsideWakeWatch *watch;
  GObject          *network;
  int               clock;  /* the end that is written to */
  guint             woken;
} Fixture;

static void
on_woken (Fixture *self)
{
  self->woken++;
}

static void
set_up (Fixture       *self,
        gconstpointer  start)
{
  g_autoptr(GError) error = NULL;
  int ends[2];

  g_unix_open_pipe (ends, FD_CLOEXEC, &error);
  g_assert_no_error (error);
  g_unix_set_fd_nonblocking (ends[0], TRUE, &error);
  g_assert_no_error (error);
  self->clock = ends[1];
  self->network = g_object_new (fake_network_get_type (), NULL);
  self->watch = g_object_new (BEDSIDE_TYPE_WAKE_WATCH, "clock", ends[0], "network", self->network,
                              "start", GPOINTER_TO_UINT (start), NULL);
  g_signal_connect_swapped (self->watch, "woken", G_CALLBACK (on_woken), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  start)
{
  g_assert_finalize_object (self->watch);
  g_assert_finalize_object (self->network);
  if (self->clock >= 0)
    close (self->clock);
}

static void
set_clock (Fixture *self)
{
  guint64 word = 1;

  g_assert_cmpint (write (self->clock, &word, sizeof word), ==, sizeof word);
}

static void
change_network (Fixture *self)
{
  g_signal_emit_by_name (self->network, "network-changed", TRUE);
}

/* Lets time pass; whatever waited for it has been told then. */
static void
pass (guint ms)
{
  gint64 end = g_get_monotonic_time () + (gint64) ms * 1000;

  bedside_await (g_get_monotonic_time () >= end, 60);
}

static void
test_clock (Fixture       *self,
            gconstpointer  start)
{
  set_clock (self);
  bedside_await (self->woken == 1, 5);
  pass (1300);
  g_assert_cmpuint (self->woken, ==, 1);
  set_clock (self);
  bedside_await (self->woken == 2, 5);
}

/* Also while it stays available: it may be another one. */
static void
test_network (Fixture       *self,
              gconstpointer  start)
{
  change_network (self);
  g_assert_cmpuint (self->woken, ==, 1);
}

static void
test_start (Fixture       *self,
            gconstpointer  start)
{
  for (guint i = 0; i < 20; i++)
    change_network (self);
  pass (100);
  g_assert_cmpuint (self->woken, ==, 0);
  /* A lid that is closed and opened at once counts. */
  set_clock (self);
  bedside_await (self->woken == 1, 5);
}

static void
test_storm (Fixture       *self,
            gconstpointer  start)
{
  for (guint i = 0; i < 1000; i++)
    change_network (self);
  g_assert_cmpuint (self->woken, ==, 1);
  bedside_await (self->woken == 2, 5);
  for (guint i = 0; i < 1000; i++)
    change_network (self);
  pass (1300);
  /* Every second one in a network that does not rest would be one too many. */
  g_assert_cmpuint (self->woken, ==, 2);
  bedside_await (self->woken == 3, 5);
}

static void
test_lid_in_storm (Fixture       *self,
                   gconstpointer  start)
{
  change_network (self);
  change_network (self);
  bedside_await (self->woken == 2, 5);
  change_network (self);
  set_clock (self);
  bedside_await (self->woken == 3, 0.5);
}

static void
test_clock_ends (Fixture       *self,
                 gconstpointer  start)
{
  close (self->clock);
  self->clock = -1;
  pass (100);
  g_assert_cmpuint (self->woken, ==, 0);
  change_network (self);
  g_assert_cmpuint (self->woken, ==, 1);
}

static void
test_gone_in_pause (Fixture       *self,
                    gconstpointer  start)
{
  change_network (self);
  change_network (self);
  /* tear_down() takes it away while it waits. */
  g_assert_cmpuint (self->woken, ==, 1);
}

static void
count (guint *counter)
{
  (*counter)++;
}

/* With the computer's own clock, which nobody sets: nothing is told, and nothing wakes the processor. */
static void
test_real_clock (void)
{
  g_autoptr(GObject) network = g_object_new (fake_network_get_type (), NULL);
  g_autoptr(BedsideWakeWatch) watch = g_object_new (BEDSIDE_TYPE_WAKE_WATCH, "network", network, NULL);
  guint woken = 0, turns = 0;
  gboolean over = FALSE;
  gulong handler = g_signal_connect_swapped (watch, "woken", G_CALLBACK (count), &woken);

  g_timeout_add_once (2000, (GSourceOnceFunc) count, &over);
  for (; !over; turns++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (woken, ==, 0);
  g_assert_cmpuint (turns, <, 5);
  g_signal_handler_disconnect (watch, handler);
}

static void
test_real_network (void)
{
  g_autoptr(BedsideWakeWatch) watch = bedside_wake_watch_new ();
  g_autoptr(GNetworkMonitor) network = NULL;
  guint woken = 0;
  gulong handler = g_signal_connect_swapped (watch, "woken", G_CALLBACK (count), &woken);

  for (; network == NULL; g_main_context_iteration (NULL, FALSE))
    g_object_get (watch, "network", &network, NULL);
  g_assert_true (network == g_network_monitor_get_default ());
  g_signal_emit_by_name (network, "network-changed", TRUE);
  g_assert_cmpuint (woken, ==, 0);
  g_signal_handler_disconnect (watch, handler);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/desktop/wake-watch/clock", Fixture, NULL, set_up, test_clock, tear_down);
  g_test_add ("/desktop/wake-watch/network", Fixture, NULL, set_up, test_network, tear_down);
  g_test_add ("/desktop/wake-watch/start", Fixture, GUINT_TO_POINTER (60000), set_up, test_start, tear_down);
  g_test_add ("/desktop/wake-watch/storm", Fixture, NULL, set_up, test_storm, tear_down);
  g_test_add ("/desktop/wake-watch/lid-in-storm", Fixture, NULL, set_up, test_lid_in_storm, tear_down);
  g_test_add ("/desktop/wake-watch/clock-ends", Fixture, NULL, set_up, test_clock_ends, tear_down);
  g_test_add ("/desktop/wake-watch/gone-in-pause", Fixture, NULL, set_up, test_gone_in_pause, tear_down);
  g_test_add_func ("/desktop/wake-watch/real-clock", test_real_clock);
  g_test_add_func ("/desktop/wake-watch/real-network-at-start", test_real_network);

  return g_test_run ();
}
