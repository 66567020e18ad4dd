/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-launcher-badge.h"
#include "bus-fixture.h"

#define INTERFACE "com.canonical.Unity.LauncherEntry"
#define APP_ID "org.bedside.Test"
#define COUNTED(number, visible) \
        "Update ('application://" APP_ID ".desktop', {'count': <int64 " number ">, 'count-visible': <" visible ">, " \
        "'urgent': <false>})"

typedef struct {
  BusFixture            bus;
  BedsideLauncherBadge *badge;
  BusSignals           *signals;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  bus_fixture_set_up (&self->bus, data);
  self->badge = bedside_launcher_badge_new (self->bus.ours, APP_ID);
  self->signals = bus_signals_new (self->bus.theirs, NULL, INTERFACE);
  bus_fixture_settle (&self->bus, self->bus.theirs);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->badge);
  g_clear_pointer (&self->signals, bus_signals_free);
  bus_fixture_tear_down (&self->bus, data);
}

static void
assert_told (Fixture    *self,
             guint       times,
             const char *last)
{
  bus_fixture_settle (&self->bus, self->bus.theirs);
  bedside_await (self->signals->texts->len >= times, 10);
  g_assert_cmpuint (self->signals->texts->len, ==, times);
  g_assert_cmpstr (bus_signals_last (self->signals, "Update"), ==, last);
}

static void
test_count (Fixture       *self,
            gconstpointer  data)
{
  bedside_launcher_badge_set_count (self->badge, 3);
  assert_told (self, 1, COUNTED ("3", "true"));
  bedside_launcher_badge_set_count (self->badge, 3);
  bedside_launcher_badge_set_count (self->badge, 1);
  assert_told (self, 2, COUNTED ("1", "true"));
  bedside_launcher_badge_set_count (self->badge, 0);
  assert_told (self, 3, COUNTED ("0", "false"));
}

/* A dock may still show what a run told that has crashed. */
static void
test_first_is_none (Fixture       *self,
                    gconstpointer  data)
{
  bedside_launcher_badge_set_count (self->badge, 0);
  assert_told (self, 1, COUNTED ("0", "false"));
  bedside_launcher_badge_set_count (self->badge, 0);
  assert_told (self, 1, COUNTED ("0", "false"));
}

static void
test_end (Fixture       *self,
          gconstpointer  data)
{
  bedside_launcher_badge_set_count (self->badge, 3);
  g_assert_finalize_object (g_steal_pointer (&self->badge));
  assert_told (self, 2, COUNTED ("0", "false"));
}

static void
test_end_without_a_count (Fixture       *self,
                          gconstpointer  data)
{
  g_assert_finalize_object (g_steal_pointer (&self->badge));
  assert_told (self, 0, "");
}

static void
test_no_bus (Fixture       *self,
             gconstpointer  data)
{
  BedsideLauncherBadge *badge = bedside_launcher_badge_new (NULL, APP_ID);

  bedside_launcher_badge_set_count (badge, 3);
  g_assert_finalize_object (badge);
  assert_told (self, 0, "");
}

static void
test_bus_ends (Fixture       *self,
               gconstpointer  data)
{
  bedside_launcher_badge_set_count (self->badge, 3);
  g_test_dbus_stop (self->bus.bus);
  bedside_await (g_dbus_connection_is_closed (self->bus.ours), 10);
  bedside_launcher_badge_set_count (self->badge, 4);
  g_assert_finalize_object (g_steal_pointer (&self->badge));
}

#define ADD(path, function) g_test_add ("/desktop/launcher-badge/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("count", test_count);
  ADD ("first-is-none", test_first_is_none);
  ADD ("end", test_end);
  ADD ("end-without-a-count", test_end_without_a_count);
  ADD ("no-bus", test_no_bus);
  ADD ("bus-ends", test_bus_ends);

  return g_test_run ();
}
