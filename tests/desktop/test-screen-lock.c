/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-screen-lock.h"
#include "bus-fixture.h"
#include "fake-service.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define INHIBIT "org.freedesktop.portal.Inhibit"
#define LOGIND "org.freedesktop.login1"
#define LOGIND_PATH "/org/freedesktop/login1"
#define LOGIND_SESSION "org.freedesktop.login1.Session"
#define OTHER_PATH "/org/freedesktop/login1/session/_37"

static const char portal_xml[] =
  "<node>"
  "  <interface name='org.freedesktop.portal.Inhibit'>"
  "    <method name='CreateMonitor'>"
  "      <arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>"
  "    </method>"
  "    <method name='QueryEndResponse'><arg type='o' direction='in'/></method>"
  "  </interface>"
  "</node>";
static const char old_portal_xml[] = "<node><interface name='org.freedesktop.portal.OpenURI'/></node>";
static const char saver_xml[] =
  "<node>"
  "  <interface name='org.gnome.ScreenSaver'><method name='GetActive'><arg type='b' direction='out'/></method>"
  "  </interface>"
  "</node>";
/* The session is told of at the manager's path: one object plays both. */
static const char logind_xml[] =
  "<node>"
  "  <interface name='org.freedesktop.login1.Manager'>"
  "    <method name='GetSession'><arg type='s' direction='in'/><arg type='o' direction='out'/></method>"
  "  </interface>"
  "  <interface name='org.freedesktop.login1.Session'>"
  "    <property name='LockedHint' type='b' access='read'/>"
  "  </interface>"
  "</node>";

typedef struct {
  BusFixture         bus;
  BedsideScreenLock *screen_lock;
  guint              told;
  gboolean           active;   /* what services say when they are asked */
  gboolean           refuses;
} Fixture;

static void
on_locked (Fixture *self)
{
  self->told++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  bus_fixture_set_up (&self->bus, data);
  self->screen_lock = bedside_screen_lock_new (self->bus.ours);
  g_signal_connect_swapped (self->screen_lock, "locked", G_CALLBACK (on_locked), self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  if (self->screen_lock != NULL)
    bedside_await_finalize (g_steal_pointer (&self->screen_lock));
  bus_fixture_tear_down (&self->bus, data);
}

/* Answers to calls hold it until they have come. */
static void
settle (Fixture *self)
{
  bus_fixture_settle (&self->bus, self->bus.ours);
  bus_fixture_settle (&self->bus, self->bus.theirs);
  bus_fixture_settle (&self->bus, self->bus.ours);
}

static FakeService *
new_service (Fixture     *self,
             const char  *name,
             const char  *path,
             const char  *xml,
             FakeHandler  handler)
{
  return fake_service_new (g_test_dbus_get_bus_address (self->bus.bus), name, path, xml, handler, self);
}

/* --- portal --- */

static void
on_portal_call (FakeService *service,
                FakeCall    *call,
                gpointer     user_data)
{
  Fixture *self = user_data;

  if (self->refuses)
    fake_call_fail (call, G_DBUS_ERROR_FAILED);
  else if (g_str_equal (call->method, "CreateMonitor"))
    fake_call_answer (call, g_variant_new ("(o)", PORTAL_PATH "/request/1/1"));
  else
    fake_call_answer (call, NULL);
}

/* The path that follows from what Bedside asked with. */
static char *
get_session (Fixture     *self,
             FakeService *portal)
{
  FakeCall *call = fake_service_last (portal, "CreateMonitor");
  g_autoptr(GVariant) options = g_variant_get_child_value (call->parameters, 1);
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (self->bus.ours) + 1);
  const char *token = NULL;

  g_assert_true (g_variant_lookup (options, "session_handle_token", "&s", &token));

  return g_strdup_printf (PORTAL_PATH "/session/%s/%s", g_strdelimit (sender, ".", '_'), token);
}

static void
tell_state (FakeService *portal,
            const char  *session,
            gboolean     active,
            guint32      state)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "screensaver-active", g_variant_new_boolean (active));
  g_variant_builder_add (&builder, "{sv}", "session-state", g_variant_new_uint32 (state));
  fake_service_emit (portal, PORTAL_PATH, INHIBIT, "StateChanged", g_variant_new ("(oa{sv})", session, &builder));
}

static void
test_portal (Fixture       *self,
             gconstpointer  data)
{
  FakeService *portal = new_service (self, PORTAL, PORTAL_PATH, portal_xml, on_portal_call);
  g_autofree char *session = NULL;

  bedside_screen_lock_watch_portal (self->screen_lock);
  bedside_screen_lock_watch_portal (self->screen_lock);
  bedside_await (fake_service_count (portal, "CreateMonitor") > 0, 10);
  session = get_session (self, portal);
  tell_state (portal, session, FALSE, 1);
  tell_state (portal, session, TRUE, 1);
  bedside_await (self->told > 0, 10);
  tell_state (portal, session, FALSE, 1);
  settle (self);
  g_assert_cmpuint (self->told, ==, 1);
  tell_state (portal, session, TRUE, 1);
  bedside_await (self->told == 2, 10);
  g_assert_cmpuint (fake_service_count (portal, "CreateMonitor"), ==, 1);
  g_assert_cmpuint (fake_service_count (portal, "QueryEndResponse"), ==, 0);
  fake_service_free (portal);
}

/* Who asks for the state is asked before the desktop's session ends, which waits for the answer. */
static void
test_portal_end (Fixture       *self,
                 gconstpointer  data)
{
  FakeService *portal = new_service (self, PORTAL, PORTAL_PATH, portal_xml, on_portal_call);
  g_autofree char *session = NULL;
  g_autofree char *answered = NULL;

  bedside_screen_lock_watch_portal (self->screen_lock);
  bedside_await (fake_service_count (portal, "CreateMonitor") > 0, 10);
  session = get_session (self, portal);
  tell_state (portal, PORTAL_PATH "/session/1_1/other", FALSE, 2);
  tell_state (portal, session, FALSE, 2);
  bedside_await (fake_service_count (portal, "QueryEndResponse") > 0, 10);
  settle (self);
  g_assert_cmpuint (fake_service_count (portal, "QueryEndResponse"), ==, 1);
  g_variant_get (fake_service_last (portal, "QueryEndResponse")->parameters, "(o)", &answered);
  g_assert_cmpstr (answered, ==, session);
  g_assert_cmpuint (self->told, ==, 0);
  fake_service_free (portal);
}

/* It ends and is started again, and knows nothing of us then. */
static void
test_portal_comes_back (Fixture       *self,
                        gconstpointer  data)
{
  FakeService *portal = NULL;
  g_autofree char *session = NULL;

  bedside_screen_lock_watch_portal (self->screen_lock);
  for (guint i = 1; i <= 2; i++)
    {
      g_clear_pointer (&session, g_free);
      portal = new_service (self, PORTAL, PORTAL_PATH, portal_xml, on_portal_call);
      bedside_await (fake_service_count (portal, "CreateMonitor") > 0, 10);
      session = get_session (self, portal);
      tell_state (portal, session, TRUE, 1);
      bedside_await (self->told == i, 10);
      fake_service_free (portal);
    }
}

static void
test_portal_cannot (Fixture       *self,
                    gconstpointer  data)
{
  FakeService *portal = new_service (self, PORTAL, PORTAL_PATH, old_portal_xml, on_portal_call);

  bedside_screen_lock_watch_portal (self->screen_lock);
  settle (self);
  fake_service_free (portal);

  self->refuses = TRUE;
  portal = new_service (self, PORTAL, PORTAL_PATH, portal_xml, on_portal_call);
  bedside_await (fake_service_count (portal, "CreateMonitor") > 0, 10);
  settle (self);
  g_assert_cmpuint (self->told, ==, 0);
  fake_service_free (portal);
}

static void
tell_odd (FakeService *portal,
          const char  *parameters)
{
  fake_service_emit (portal, PORTAL_PATH, INHIBIT, "StateChanged", g_variant_new_parsed (parameters));
}

static void
test_portal_nonsense (Fixture       *self,
                      gconstpointer  data)
{
  FakeService *portal = new_service (self, PORTAL, PORTAL_PATH, portal_xml, on_portal_call);

  bedside_screen_lock_watch_portal (self->screen_lock);
  bedside_await (fake_service_count (portal, "CreateMonitor") > 0, 10);
  tell_odd (portal, "('/a',)");
  tell_odd (portal, "(objectpath '/a', {'screensaver-active': <'yes'>, 'session-state': <true>})");
  tell_odd (portal, "(objectpath '/a', @a{sv} {})");
  settle (self);
  g_assert_cmpuint (self->told, ==, 0);

  /* What others say in its place. */
  g_dbus_connection_emit_signal (self->bus.theirs, NULL, PORTAL_PATH, INHIBIT, "StateChanged",
                                 g_variant_new_parsed ("(objectpath '/a', {'screensaver-active': <true>})"), NULL);
  settle (self);
  g_assert_cmpuint (self->told, ==, 0);
  fake_service_free (portal);
}

/* --- screen savers --- */

static void
on_saver_call (FakeService *service,
               FakeCall    *call,
               gpointer     user_data)
{
  Fixture *self = user_data;

  if (self->refuses)
    fake_call_fail (call, G_DBUS_ERROR_FAILED);
  else
    fake_call_answer (call, g_variant_new ("(b)", self->active));
}

static void
test_saver (Fixture       *self,
            gconstpointer  data)
{
  static const struct {
    const char *name;
    const char *path;
  } savers[] = {
    { "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver" },
    { "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver" },
    { "org.freedesktop.ScreenSaver", "/ScreenSaver" },
    { "org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver" },
    { "org.mate.ScreenSaver", "/org/mate/ScreenSaver" },
    { "org.xfce.ScreenSaver", "/org/xfce/ScreenSaver" },
  };

  bedside_screen_lock_watch_savers (self->screen_lock);
  bedside_screen_lock_watch_savers (self->screen_lock);
  settle (self);
  for (guint i = 0; i < G_N_ELEMENTS (savers); i++)
    {
      /* It may start later than Bedside. */
      FakeService *saver = new_service (self, savers[i].name, "/elsewhere", saver_xml, on_saver_call);

      fake_service_emit (saver, savers[i].path, savers[i].name, "ActiveChanged", g_variant_new ("(b)", TRUE));
      bedside_await (self->told == i + 1, 10);
      fake_service_emit (saver, savers[i].path, savers[i].name, "ActiveChanged", g_variant_new ("(b)", FALSE));
      fake_service_emit (saver, savers[i].path, savers[i].name, "ActiveChanged", g_variant_new ("(s)", "yes"));
      settle (self);
      g_assert_cmpuint (self->told, ==, i + 1);
      fake_service_free (saver);
    }
}

/* Started with the desktop, behind a screen that was locked by the time. */
static void
test_saver_at_start (Fixture       *self,
                     gconstpointer  data)
{
  FakeService *saver = new_service (self, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", saver_xml, on_saver_call);

  self->active = TRUE;
  bedside_screen_lock_watch_savers (self->screen_lock);
  bedside_await (self->told == 1, 10);
  g_assert_cmpuint (fake_service_count (saver, "GetActive"), ==, 1);
  fake_service_free (saver);
}

static void
test_saver_cannot (Fixture       *self,
                   gconstpointer  data)
{
  FakeService *saver = new_service (self, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", saver_xml, on_saver_call);

  self->refuses = TRUE;
  bedside_screen_lock_watch_savers (self->screen_lock);
  bedside_await (fake_service_count (saver, "GetActive") > 0, 10);
  settle (self);
  g_assert_cmpuint (self->told, ==, 0);
  fake_service_emit (saver, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged",
                     g_variant_new ("(b)", TRUE));
  bedside_await (self->told == 1, 10);
  fake_service_free (saver);
}

/* --- logind --- */

static void
on_logind_call (FakeService *service,
                FakeCall    *call,
                gpointer     user_data)
{
  Fixture *self = user_data;
  const char *which = NULL;

  if (self->refuses)
    {
      fake_call_fail (call, G_DBUS_ERROR_FAILED);
      return;
    }
  if (g_str_equal (call->method, "GetSession"))
    {
      g_variant_get (call->parameters, "(&s)", &which);
      g_assert_cmpstr (which, ==, "auto");
      fake_call_answer (call, g_variant_new ("(o)", LOGIND_PATH));
      return;
    }
  g_assert_cmpstr (call->method, ==, "Get");
  fake_call_answer (call, g_variant_new ("(v)", g_variant_new_boolean (self->active)));
}

static void
tell_properties (FakeService *logind,
                 const char  *path,
                 const char  *interface,
                 const char  *changed)
{
  fake_service_emit (logind, path, "org.freedesktop.DBus.Properties", "PropertiesChanged",
                     g_variant_new ("(s@a{sv}as)", interface, g_variant_new_parsed (changed), NULL));
}

/* One that has been asked for all that Bedside wants to know at first. */
static FakeService *
start_logind (Fixture *self)
{
  FakeService *logind = new_service (self, LOGIND, LOGIND_PATH, logind_xml, on_logind_call);

  bedside_screen_lock_watch_logind (self->screen_lock, self->bus.ours);
  bedside_screen_lock_watch_logind (self->screen_lock, self->bus.ours);
  bedside_await (fake_service_count (logind, "Get") > 0, 10);
  settle (self);
  g_assert_cmpuint (fake_service_count (logind, "GetSession"), ==, 1);

  return logind;
}

static void
test_logind (Fixture       *self,
             gconstpointer  data)
{
  FakeService *logind = start_logind (self);

  g_assert_cmpuint (self->told, ==, 0);
  fake_service_emit (logind, LOGIND_PATH, LOGIND_SESSION, "Lock", NULL);
  bedside_await (self->told == 1, 10);
  tell_properties (logind, LOGIND_PATH, LOGIND_SESSION, "{'LockedHint': <true>}");
  bedside_await (self->told == 2, 10);
  tell_properties (logind, LOGIND_PATH, LOGIND_SESSION, "{'LockedHint': <false>}");
  fake_service_emit (logind, LOGIND_PATH, LOGIND_SESSION, "Unlock", NULL);
  settle (self);
  g_assert_cmpuint (self->told, ==, 2);
  fake_service_free (logind);
}

static void
test_logind_nonsense (Fixture       *self,
                      gconstpointer  data)
{
  FakeService *logind = start_logind (self);

  /* Somebody else's session, other things, other types, another program. */
  fake_service_emit (logind, OTHER_PATH, LOGIND_SESSION, "Lock", NULL);
  tell_properties (logind, OTHER_PATH, LOGIND_SESSION, "{'LockedHint': <true>}");
  tell_properties (logind, LOGIND_PATH, LOGIND_SESSION, "{'IdleHint': <true>}");
  tell_properties (logind, LOGIND_PATH, LOGIND_SESSION, "{'LockedHint': <'true'>}");
  tell_properties (logind, LOGIND_PATH, "org.freedesktop.login1.User", "{'LockedHint': <true>}");
  fake_service_emit (logind, LOGIND_PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged",
                     g_variant_new ("(s)", LOGIND_SESSION));
  settle (self);
  g_assert_cmpuint (self->told, ==, 0);
  g_dbus_connection_emit_signal (self->bus.theirs, NULL, LOGIND_PATH, LOGIND_SESSION, "Lock", NULL, NULL);
  settle (self);
  g_assert_cmpuint (self->told, ==, 0);
  fake_service_free (logind);
}

static void
test_logind_at_start (Fixture       *self,
                      gconstpointer  data)
{
  FakeService *logind = NULL;

  self->active = TRUE;
  logind = start_logind (self);
  bedside_await (self->told == 1, 10);
  fake_service_free (logind);
}

static void
test_logind_cannot (Fixture       *self,
                    gconstpointer  data)
{
  FakeService *logind = new_service (self, LOGIND, LOGIND_PATH, logind_xml, on_logind_call);

  self->refuses = TRUE;
  bedside_screen_lock_watch_logind (self->screen_lock, self->bus.ours);
  bedside_await (fake_service_count (logind, "GetSession") > 0, 10);
  settle (self);
  g_assert_cmpuint (self->told, ==, 0);
  fake_service_free (logind);
}

/* --- nothing there --- */

static void
test_nothing (Fixture       *self,
              gconstpointer  data)
{
  bedside_screen_lock_watch_portal (self->screen_lock);
  bedside_screen_lock_watch_savers (self->screen_lock);
  bedside_screen_lock_watch_logind (self->screen_lock, self->bus.ours);
  settle (self);
  g_assert_cmpuint (self->told, ==, 0);
  /* Nothing was started for it. */
  g_assert_false (bus_fixture_has_owner (&self->bus, "org.gnome.ScreenSaver"));
  g_assert_false (bus_fixture_has_owner (&self->bus, LOGIND));
}

/* What goes away while answers are under way. */
static void
test_goes_away (Fixture       *self,
                gconstpointer  data)
{
  FakeService *saver = new_service (self, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", saver_xml, on_saver_call);

  self->active = TRUE;
  bedside_screen_lock_watch_portal (self->screen_lock);
  bedside_screen_lock_watch_savers (self->screen_lock);
  bedside_screen_lock_watch_logind (self->screen_lock, self->bus.ours);
  g_object_run_dispose (G_OBJECT (self->screen_lock));
  bedside_await_finalize (g_steal_pointer (&self->screen_lock));
  settle (self);
  g_assert_cmpuint (self->told, ==, 0);
  fake_service_free (saver);
}

static void
test_no_bus (void)
{
  BedsideScreenLock *screen_lock = bedside_screen_lock_new (NULL);

  bedside_screen_lock_watch_portal (screen_lock);
  bedside_screen_lock_watch_savers (screen_lock);
  bedside_screen_lock_start (screen_lock);
  bedside_await_finalize (screen_lock);
}

int
main (int    argc,
      char **argv)
{
#define add(name, function) \
        g_test_add ("/desktop/screen-lock/" name, Fixture, NULL, set_up, function, tear_down)

  /* The computer's own is none of a test's business. */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere", TRUE);
  g_test_init (&argc, &argv, NULL);

  add ("portal", test_portal);
  add ("portal/end", test_portal_end);
  add ("portal/comes-back", test_portal_comes_back);
  add ("portal/cannot", test_portal_cannot);
  add ("portal/nonsense", test_portal_nonsense);
  add ("saver", test_saver);
  add ("saver/at-start", test_saver_at_start);
  add ("saver/cannot", test_saver_cannot);
  add ("logind", test_logind);
  add ("logind/nonsense", test_logind_nonsense);
  add ("logind/at-start", test_logind_at_start);
  add ("logind/cannot", test_logind_cannot);
  add ("nothing", test_nothing);
  add ("goes-away", test_goes_away);
  g_test_add_func ("/desktop/screen-lock/no-bus", test_no_bus);

  return g_test_run ();
}
