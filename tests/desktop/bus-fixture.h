/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

/* A session bus of the test's own, with Bedside's connection and that of another program. */
typedef struct {
  GTestDBus       *bus;
  GDBusConnection *ours;
  GDBusConnection *theirs;
} BusFixture;

void             bus_fixture_set_up        (BusFixture       *self,
                                            gconstpointer     data);
void             bus_fixture_tear_down     (BusFixture       *self,
                                            gconstpointer     data);
GDBusConnection *bus_fixture_connect       (BusFixture       *self);
void             bus_fixture_close         (GDBusConnection  *connection);

/* Calls by running the main context, since both sides are in this program. @parameters is taken when it floats. */
GVariant        *bus_fixture_call          (GDBusConnection  *from,
                                            const char       *name,
                                            const char       *path,
                                            const char       *interface,
                                            const char       *method,
                                            GVariant         *parameters,
                                            GError          **error);
/* That all messages until now have been seen by @to. */
void             bus_fixture_settle        (BusFixture       *self,
                                            GDBusConnection  *to);
gboolean         bus_fixture_has_owner     (BusFixture       *self,
                                            const char       *name);
void             bus_fixture_request_name  (GDBusConnection  *connection,
                                            const char       *name);

/* The signals of an object as texts, "NewStatus ('Active',)", in the order in which they came. */
typedef struct {
  GDBusConnection *connection;
  GPtrArray       *texts;
  guint            subscription;
} BusSignals;

BusSignals      *bus_signals_new           (GDBusConnection  *connection,
                                            const char       *path,
                                            const char       *interface);
void             bus_signals_free          (BusSignals       *self);
guint            bus_signals_count         (BusSignals       *self,
                                            const char       *prefix);
const char      *bus_signals_last          (BusSignals       *self,
                                            const char       *prefix);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BusSignals, bus_signals_free)
