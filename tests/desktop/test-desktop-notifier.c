/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-desktop-notifier.h"
#include "fake-service.h"

/* GLib chooses once in a process where notifications go to, so that meson runs this with the environment of each. */

#define ROOM "!room:example.org"
#define OTHER "!other:example.org"
/* The announcer makes a summary of more. */
#define MANY 30
#define DAEMON "org.freedesktop.Notifications"
#define DAEMON_PATH "/org/freedesktop/Notifications"
#define GNOME "org.gtk.Notifications"
#define PORTAL "org.freedesktop.portal.Desktop"

static const char daemon_xml[] =
  "<node>"
  "  <interface name='org.freedesktop.Notifications'>"
  "    <method name='Notify'>"
  "      <arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
  "      <arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>"
  "      <arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/>"
  "    </method>"
  "    <method name='CloseNotification'><arg type='u' direction='in'/></method>"
  "    <method name='GetServerInformation'>"
  "      <arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/>"
  "      <arg type='s' direction='out'/>"
  "    </method>"
  "  </interface>"
  "</node>";
static const char gnome_xml[] =
  "<node>"
  "  <interface name='org.gtk.Notifications'>"
  "    <method name='AddNotification'>"
  "      <arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
  "    </method>"
  "    <method name='RemoveNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/></method>"
  "  </interface>"
  "</node>";
static const char portal_xml[] =
  "<node>"
  "  <interface name='org.freedesktop.portal.Notification'>"
  "    <method name='AddNotification'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/></method>"
  "    <method name='RemoveNotification'><arg type='s' direction='in'/></method>"
  "  </interface>"
  "</node>";

typedef struct {
  GApplication    *application;
  BedsideNotifier *notifier;
  FakeService     *service;
  gboolean         slow;       /* a daemon that answers when the test says so */
  gboolean         shy;          /* does not say who it is */
  guint            next_id;
  GString         *shown;      /* ids of a daemon's notifications that are on the screen: "1 2 " */
  GString         *activated;  /* "reply !room:example.org; " */
} Fixture;

static GTestDBus *bus;
/* They stay until the end: GLib (2.74) calls itself for ever when a daemon goes that an application had notifications
 * at, and the application is gone already. */
static GPtrArray *applications;

/* --- a daemon --- */

static void
answer_daemon_call (Fixture  *self,
                    FakeCall *call)
{
  if (g_str_equal (call->method, "Notify"))
    {
      self->next_id++;
      g_string_append_printf (self->shown, "%u ", self->next_id);
      fake_call_answer (call, g_variant_new ("(u)", self->next_id));
    }
  else if (g_str_equal (call->method, "CloseNotification"))
    {
      g_autofree char *id = NULL;
      guint number;

      g_variant_get (call->parameters, "(u)", &number);
      id = g_strdup_printf ("%u ", number);
      g_string_replace (self->shown, id, "", 0);
      fake_call_answer (call, NULL);
      fake_service_emit (self->service, DAEMON_PATH, DAEMON, "NotificationClosed", g_variant_new ("(uu)", number, 3));
    }
  else if (self->shy)
    fake_call_fail (call, G_DBUS_ERROR_UNKNOWN_METHOD);
  else
    fake_call_answer (call, g_variant_new ("(ssss)", "fake", "test", "1", "1.2"));
}

static void
on_daemon_call (FakeService *service,
                FakeCall    *call,
                gpointer     user_data)
{
  Fixture *self = user_data;

  self->service = service;
  if (!self->slow)
    answer_daemon_call (self, call);
}

/* The slow daemon has come to it, in the order in which it was asked. */
static void
answer_all (Fixture *self)
{
  for (guint i = 0; i < self->service->calls->len; i++)
    {
      FakeCall *call = self->service->calls->pdata[i];

      if (call->invocation != NULL)
        answer_daemon_call (self, call);
    }
}

static void
on_keeper_call (FakeService *service,
                FakeCall    *call,
                gpointer     user_data)
{
  fake_call_answer (call, NULL);
}

static void
start_service (Fixture *self)
{
  const char *backend = g_getenv ("BEDSIDE_TEST_BACKEND");
  const char *address = g_test_dbus_get_bus_address (bus);

  if (g_strcmp0 (backend, "gtk") == 0)
    self->service = fake_service_new (address, GNOME, "/org/gtk/Notifications", gnome_xml, on_keeper_call, self);
  else if (g_strcmp0 (backend, "portal") == 0)
    self->service = fake_service_new (address, PORTAL, "/org/freedesktop/portal/desktop", portal_xml, on_keeper_call,
                                      self);
  else
    self->service = fake_service_new (address, DAEMON, DAEMON_PATH, daemon_xml, on_daemon_call, self);
}

/* --- Bedside --- */

static void
on_activated (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  Fixture *self = user_data;

  g_string_append_printf (self->activated, "%s %s; ", g_action_get_name (G_ACTION (action)),
                          parameter != NULL ? g_variant_get_string (parameter, NULL) : "-");
}

static void
set_up (Fixture       *self,
        gconstpointer  flags)
{
  static const GActionEntry actions[] = {
    { "open-conversation", on_activated, "s" }, { "reply", on_activated, "s" },
    { "mark-read", on_activated, "s" }, { "new-messages", on_activated }
  };
  static guint number;
  g_autofree char *id = g_strdup_printf ("org.bedside.Test%u", ++number);
  g_autoptr(GError) error = NULL;

  self->shown = g_string_new (NULL);
  self->activated = g_string_new (NULL);
  self->application = g_application_new (id, G_APPLICATION_DEFAULT_FLAGS | GPOINTER_TO_UINT (flags));
  g_action_map_add_action_entries (G_ACTION_MAP (self->application), actions, G_N_ELEMENTS (actions), self);
  g_application_register (self->application, NULL, &error);
  g_assert_no_error (error);
  self->notifier = BEDSIDE_NOTIFIER (bedside_desktop_notifier_new (self->application));
  start_service (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  flags)
{
  g_assert_finalize_object (self->notifier);
  g_clear_pointer (&self->service, fake_service_free);
  g_ptr_array_add (applications, self->application);
  g_string_free (self->shown, TRUE);
  g_string_free (self->activated, TRUE);
}

static void
announce (Fixture    *self,
          const char *room_id,
          const char *text)
{
  const BedsideAnnouncement announcement = {
    .room_id = room_id, .conversations = 1, .unread = 1, .privacy = BEDSIDE_PRIVACY_TEXT,
    .name = "Ada Lovelace", .birth_date = "10 Dec 1985", .text = text
  };

  bedside_notifier_announce (self->notifier, &announcement);
}

static guint
count (Fixture    *self,
       const char *method)
{
  return fake_service_count (self->service, method);
}

static void
pass (guint ms)
{
  gint64 end = g_get_monotonic_time () + (gint64) ms * 1000;

  bedside_await (g_get_monotonic_time () >= end, 60);
}

/* --- a daemon --- */

static void
assert_daemon_shows (Fixture    *self,
                     const char *title,
                     const char *body,
                     const char *actions)
{
  const char *found_title, *found_body, *category = NULL, *icon = NULL;
  g_autofree const char **found_actions = NULL;
  g_autofree char *joined = NULL;
  g_autoptr(GVariant) hints = NULL;
  guint32 replaces;
  guint8 urgency;

  g_variant_get (fake_service_last (self->service, "Notify")->parameters, "(&su&s&s&s^a&s@a{sv}i)", NULL, &replaces,
                 NULL, &found_title, &found_body, &found_actions, &hints, NULL);
  joined = g_strjoinv ("|", (char **) found_actions);
  g_assert_cmpstr (found_title, ==, title);
  g_assert_cmpstr (found_body, ==, body);
  g_assert_cmpstr (joined, ==, actions);
  g_assert_true (g_variant_lookup (hints, "category", "&s", &category));
  g_assert_cmpstr (category, ==, "im.received");
  g_assert_true (g_variant_lookup (hints, "image-path", "&s", &icon));
  g_assert_true (g_str_has_prefix (icon, "org.bedside.Bedside"));
  /* Not critical: the desktop's own "do not disturb" holds. */
  g_assert_true (g_variant_lookup (hints, "urgency", "y", &urgency));
  g_assert_cmpuint (urgency, ==, 1);
}

static void
test_daemon_announce (Fixture       *self,
                      gconstpointer  flags)
{
  announce (self, ROOM, "A <b>bold</b> one");
  bedside_await (count (self, "Notify") == 1, 10);
  assert_daemon_shows (self, "Ada Lovelace, 10 Dec 1985", "A ‹b>bold‹/b> one",
                       "default||app.reply('" ROOM "')|Reply|app.mark-read('" ROOM "')|Mark as read");
}

static void
test_daemon_summary (Fixture       *self,
                     gconstpointer  flags)
{
  const BedsideAnnouncement announcement = {
    .room_id = BEDSIDE_ANNOUNCEMENT_SUMMARY, .conversations = 5, .unread = 9
  };

  bedside_notifier_announce (self->notifier, &announcement);
  bedside_await (count (self, "Notify") == 1, 10);
  assert_daemon_shows (self, "5 conversations have new messages", "", "default|");
  bedside_await (self->shown->len > 0, 10);
  pass (50);
  fake_service_emit (self->service, DAEMON_PATH, DAEMON, "ActionInvoked", g_variant_new ("(us)", 1, "default"));
  bedside_await (g_str_equal (self->activated->str, "new-messages -; "), 10);
}

static void
test_daemon_replaced (Fixture       *self,
                      gconstpointer  flags)
{
  announce (self, ROOM, "one");
  announce (self, OTHER, "somewhere else");
  bedside_await (count (self, "Notify") == 2, 10);
  pass (50);
  announce (self, ROOM, "two");
  bedside_await (count (self, "Notify") == 3, 10);
  bedside_await (g_str_equal (self->shown->str, "2 3 "), 10);
}

static void
test_daemon_withdrawn (Fixture       *self,
                       gconstpointer  flags)
{
  announce (self, ROOM, "one");
  announce (self, OTHER, "two");
  bedside_await (g_str_equal (self->shown->str, "1 2 ") || g_str_equal (self->shown->str, "2 1 "), 10);
  pass (50);
  bedside_notifier_withdraw (self->notifier, ROOM);
  bedside_notifier_withdraw (self->notifier, "!unknown:example.org");
  bedside_await (strlen (self->shown->str) == 2, 10);
  bedside_notifier_withdraw (self->notifier, ROOM);
  bedside_notifier_withdraw (self->notifier, OTHER);
  bedside_await (self->shown->len == 0, 10);
  g_assert_cmpuint (count (self, "CloseNotification"), ==, 2);
}

/* Read elsewhere before the daemon has said what it calls the notification: GLib alone would leave it there. */
static void
test_daemon_withdrawn_early (Fixture       *self,
                             gconstpointer  flags)
{
  announce (self, ROOM, "one");
  bedside_await (count (self, "GetServerInformation") == 1, 10);
  self->slow = TRUE;
  bedside_await (count (self, "GetServerInformation") == 2, 10);
  bedside_notifier_withdraw (self->notifier, ROOM);
  pass (100);
  g_assert_cmpuint (count (self, "CloseNotification"), ==, 0);
  self->slow = FALSE;
  answer_all (self);
  bedside_await (count (self, "CloseNotification") == 1, 10);
  bedside_await (self->shown->len == 0, 10);
}

static void
test_daemon_withdrawn_before_sent (Fixture       *self,
                                   gconstpointer  flags)
{
  self->slow = TRUE;
  announce (self, ROOM, "one");
  bedside_await (count (self, "GetServerInformation") == 1, 10);
  bedside_notifier_withdraw (self->notifier, ROOM);
  self->slow = FALSE;
  answer_all (self);
  pass (100);
  g_assert_cmpuint (count (self, "Notify"), ==, 0);
}

/* Two at once would stand beside each other: the daemon has not said yet what it calls the first. */
static void
test_daemon_burst (Fixture       *self,
                   gconstpointer  flags)
{
  announce (self, ROOM, "one");
  bedside_await (count (self, "GetServerInformation") == 1, 10);
  self->slow = TRUE;
  bedside_await (count (self, "GetServerInformation") == 2, 10);
  for (guint i = 0; i < 100; i++)
    announce (self, ROOM, "more");
  announce (self, ROOM, "the last");
  pass (50);
  self->slow = FALSE;
  answer_all (self);
  bedside_await (count (self, "Notify") == 2, 10);
  pass (100);
  g_assert_cmpuint (count (self, "Notify"), ==, 2);
  assert_daemon_shows (self, "Ada Lovelace, 10 Dec 1985", "the last",
                       "default||app.reply('" ROOM "')|Reply|app.mark-read('" ROOM "')|Mark as read");
  g_assert_cmpstr (self->shown->str, ==, "2 ");
}

static void
test_daemon_actions (Fixture       *self,
                     gconstpointer  flags)
{
  static const char *const invoked[] = { "default", "app.reply('" ROOM "')", "app.mark-read('" ROOM "')" };
  static const char *const wanted[] = { "open-conversation", "reply", "mark-read" };

  for (guint i = 0; i < G_N_ELEMENTS (invoked); i++)
    {
      g_autofree char *line = g_strdup_printf ("%s " ROOM "; ", wanted[i]);

      announce (self, ROOM, "one");
      bedside_await (count (self, "Notify") == i + 1, 10);
      pass (50);
      g_string_truncate (self->activated, 0);
      fake_service_emit (self->service, DAEMON_PATH, DAEMON, "ActionInvoked",
                         g_variant_new ("(us)", self->next_id, invoked[i]));
      bedside_await (g_str_equal (self->activated->str, line), 10);
    }
}

/* What is on the bus may say anything. */
static void
test_daemon_hostile (Fixture       *self,
                     gconstpointer  flags)
{
  announce (self, ROOM, "one");
  bedside_await (count (self, "Notify") == 1, 10);
  pass (50);
  fake_service_emit (self->service, DAEMON_PATH, DAEMON, "ActionInvoked", g_variant_new ("(us)", 1, "app.quit"));
  fake_service_emit (self->service, DAEMON_PATH, DAEMON, "ActionInvoked", g_variant_new ("(us)", 1, "app.reply(7)"));
  fake_service_emit (self->service, DAEMON_PATH, DAEMON, "ActionInvoked", g_variant_new ("(us)", 9, "default"));
  fake_service_emit (self->service, DAEMON_PATH, DAEMON, "ActionInvoked", g_variant_new ("(s)", "default"));
  pass (100);
  g_assert_cmpstr (self->activated->str, ==, "");
}

/* GLib would warn. */
static void
test_daemon_missing (Fixture       *self,
                     gconstpointer  flags)
{
  g_clear_pointer (&self->service, fake_service_free);
  announce (self, ROOM, "nobody sees it");
  bedside_notifier_withdraw (self->notifier, OTHER);
  pass (200);
  start_service (self);
  pass (100);
  g_assert_cmpuint (count (self, "Notify"), ==, 0);
  announce (self, ROOM, "one");
  bedside_await (count (self, "Notify") == 1, 10);
  pass (50);

  g_clear_pointer (&self->service, fake_service_free);
  announce (self, ROOM, "two");
  bedside_notifier_withdraw (self->notifier, ROOM);
  pass (100);
  start_service (self);
  announce (self, ROOM, "three");
  bedside_await (count (self, "Notify") == 1, 10);
}

/* It is asked whether it is there, and not how well it knows the specification. */
static void
test_daemon_shy (Fixture       *self,
                 gconstpointer  flags)
{
  self->shy = TRUE;
  announce (self, ROOM, "one");
  bedside_await (count (self, "Notify") == 1, 10);
  announce (self, ROOM, "two");
  bedside_await (count (self, "Notify") == 2, 10);
  bedside_notifier_withdraw (self->notifier, ROOM);
  bedside_await (self->shown->len == 0, 10);
}

static void
test_daemon_close (Fixture       *self,
                   gconstpointer  flags)
{
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *room = g_strdup_printf ("!%u:example.org", i);

      announce (self, room, "hello");
    }
  bedside_await (count (self, "Notify") == MANY, 10);
  pass (100);
  bedside_notifier_close (self->notifier);
  bedside_await (self->shown->len == 0, 10);
  announce (self, ROOM, "too late");
  bedside_notifier_withdraw (self->notifier, ROOM);
  bedside_notifier_close (self->notifier);
  pass (100);
  g_assert_cmpuint (count (self, "Notify"), ==, MANY);
}

static void
test_close_without_any (Fixture       *self,
                        gconstpointer  flags)
{
  bedside_notifier_close (self->notifier);
  pass (50);
  g_assert_cmpuint (self->service->calls->len, ==, 0);
}

static void
test_gone_meanwhile (Fixture       *self,
                     gconstpointer  flags)
{
  announce (self, ROOM, "one");
  g_assert_finalize_object (self->notifier);
  pass (100);
  g_assert_cmpuint (self->service->calls->len, ==, 0);
  self->notifier = BEDSIDE_NOTIFIER (bedside_desktop_notifier_new (self->application));
}

static void
test_not_registered (Fixture       *self,
                     gconstpointer  flags)
{
  g_autoptr(GApplication) application = g_application_new ("org.bedside.Unregistered", G_APPLICATION_DEFAULT_FLAGS);
  g_autoptr(BedsideNotifier) notifier = BEDSIDE_NOTIFIER (bedside_desktop_notifier_new (application));
  const BedsideAnnouncement announcement = { .room_id = ROOM, .conversations = 1, .unread = 1 };

  bedside_notifier_announce (notifier, &announcement);
  bedside_notifier_withdraw (notifier, ROOM);
  bedside_notifier_close (notifier);
  pass (50);
  g_assert_cmpuint (self->service->calls->len, ==, 0);
}

/* --- GNOME and the portal, which keep what they are given --- */

/* The last parameter of a call, or the one before: GNOME is also told whose it is. */
static GVariant *
kept (Fixture    *self,
      const char *method,
      gsize       from_end)
{
  GVariant *parameters = fake_service_last (self->service, method)->parameters;

  return g_variant_get_child_value (parameters, g_variant_n_children (parameters) - 1 - from_end);
}

static void
test_kept_announce (Fixture       *self,
                    gconstpointer  flags)
{
  g_autoptr(GVariant) id = NULL, notification = NULL, buttons = NULL, target = NULL;
  const char *text = NULL;

  announce (self, ROOM, "A <b>bold</b> one");
  bedside_await (count (self, "AddNotification") == 1, 10);
  id = kept (self, "AddNotification", 1);
  notification = kept (self, "AddNotification", 0);
  g_assert_cmpstr (g_variant_get_string (id, NULL), ==, ROOM);
  g_assert_true (g_variant_lookup (notification, "title", "&s", &text));
  g_assert_cmpstr (text, ==, "Ada Lovelace, 10 Dec 1985");
  g_assert_true (g_variant_lookup (notification, "body", "&s", &text));
  g_assert_cmpstr (text, ==, "A ‹b>bold‹/b> one");
  g_assert_true (g_variant_lookup (notification, "priority", "&s", &text));
  g_assert_cmpstr (text, ==, "normal");
  g_assert_true (g_variant_lookup (notification, "default-action", "&s", &text));
  g_assert_cmpstr (text, ==, "app.open-conversation");
  target = g_variant_lookup_value (notification, "default-action-target", G_VARIANT_TYPE_STRING);
  g_assert_cmpstr (g_variant_get_string (target, NULL), ==, ROOM);
  buttons = g_variant_lookup_value (notification, "buttons", G_VARIANT_TYPE ("aa{sv}"));
  g_assert_cmpuint (g_variant_n_children (buttons), ==, 2);
}

static void
test_kept_replaced (Fixture       *self,
                    gconstpointer  flags)
{
  const FakeCall *call;

  announce (self, ROOM, "one");
  bedside_await (count (self, "AddNotification") == 1, 10);
  announce (self, ROOM, "two");
  announce (self, ROOM, "three");
  bedside_await (count (self, "AddNotification") == 2, 10);
  pass (500);
  g_assert_cmpuint (count (self, "AddNotification"), ==, 2);
  /* Plasma would show two. */
  call = self->service->calls->pdata[self->service->calls->len - 2];
  g_assert_cmpstr (call->method, ==, "RemoveNotification");
}

static void
test_kept_withdrawn (Fixture       *self,
                     gconstpointer  flags)
{
  g_autoptr(GVariant) id = NULL;
  guint removed;

  announce (self, ROOM, "one");
  bedside_await (count (self, "AddNotification") == 1, 10);
  removed = count (self, "RemoveNotification");
  bedside_notifier_withdraw (self->notifier, ROOM);
  /* Not at the same moment, so that nothing overtakes. */
  pass (50);
  g_assert_cmpuint (count (self, "RemoveNotification"), ==, removed);
  bedside_await (count (self, "RemoveNotification") == removed + 1, 10);
  id = kept (self, "RemoveNotification", 0);
  g_assert_cmpstr (g_variant_get_string (id, NULL), ==, ROOM);
}

/* What another run of Bedside has left. */
static void
test_kept_from_before (Fixture       *self,
                       gconstpointer  flags)
{
  g_autoptr(GVariant) id = NULL;

  bedside_notifier_withdraw (self->notifier, OTHER);
  bedside_await (count (self, "RemoveNotification") == 1, 10);
  id = kept (self, "RemoveNotification", 0);
  g_assert_cmpstr (g_variant_get_string (id, NULL), ==, OTHER);
}

static void
test_kept_close (Fixture       *self,
                 gconstpointer  flags)
{
  guint removed;

  announce (self, ROOM, "stays");
  announce (self, OTHER, "is read");
  bedside_await (count (self, "AddNotification") == 2, 10);
  removed = count (self, "RemoveNotification");
  bedside_notifier_withdraw (self->notifier, OTHER);
  bedside_notifier_close (self->notifier);
  bedside_await (count (self, "RemoveNotification") == removed + 1, 10);
  pass (500);
  g_assert_cmpuint (count (self, "RemoveNotification"), ==, removed + 1);
}

/* As the demo: nobody could start it again. */
static void
test_kept_close_non_unique (Fixture       *self,
                            gconstpointer  flags)
{
  guint removed;

  announce (self, ROOM, "stays not");
  bedside_await (count (self, "AddNotification") == 1, 10);
  removed = count (self, "RemoveNotification");
  bedside_notifier_close (self->notifier);
  bedside_await (count (self, "RemoveNotification") == removed + 1, 10);
}

#define ADD(path, flags, test) \
        g_test_add ("/desktop/" path, Fixture, GUINT_TO_POINTER (flags), set_up, test, tear_down)

static void
add_daemon_cases (void)
{
  ADD ("R22-notifier/daemon/announce", 0, test_daemon_announce);
  ADD ("R22-notifier/daemon/summary", 0, test_daemon_summary);
  ADD ("R22-notifier/daemon/replaced", 0, test_daemon_replaced);
  ADD ("R24-notifier/daemon/withdrawn", 0, test_daemon_withdrawn);
  ADD ("R24-notifier/daemon/withdrawn-early", 0, test_daemon_withdrawn_early);
  ADD ("R24-notifier/daemon/withdrawn-before-sent", 0, test_daemon_withdrawn_before_sent);
  ADD ("R22-notifier/daemon/burst", 0, test_daemon_burst);
  ADD ("R22-notifier/daemon/actions", 0, test_daemon_actions);
  ADD ("notifier/daemon/hostile", 0, test_daemon_hostile);
  ADD ("notifier/daemon/shy", 0, test_daemon_shy);
  ADD ("notifier/daemon/missing", 0, test_daemon_missing);
  ADD ("notifier/daemon/close", 0, test_daemon_close);
  ADD ("notifier/daemon/close-without-any", 0, test_close_without_any);
  ADD ("notifier/daemon/gone-meanwhile", 0, test_gone_meanwhile);
  ADD ("notifier/daemon/not-registered", 0, test_not_registered);
}

static void
add_keeper_cases (void)
{
  ADD ("R22-notifier/kept/announce", 0, test_kept_announce);
  ADD ("R22-notifier/kept/replaced", 0, test_kept_replaced);
  ADD ("R24-notifier/kept/withdrawn", 0, test_kept_withdrawn);
  ADD ("R24-notifier/kept/from-before", 0, test_kept_from_before);
  ADD ("notifier/kept/close", 0, test_kept_close);
  ADD ("notifier/kept/close-non-unique", G_APPLICATION_NON_UNIQUE, test_kept_close_non_unique);
  ADD ("notifier/kept/close-without-any", 0, test_close_without_any);
  ADD ("notifier/kept/gone-meanwhile", 0, test_gone_meanwhile);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  applications = g_ptr_array_new ();
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  if (g_strcmp0 (g_getenv ("BEDSIDE_TEST_BACKEND"), "freedesktop") == 0)
    add_daemon_cases ();
  else
    add_keeper_cases ();
  status = g_test_run ();
  /* The rest ends with the process: what GLib still holds holds the connection. */
  g_test_dbus_stop (bus);

  return status;
}
