/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-background.h"
#include "fake-service.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST "org.freedesktop.portal.Request"

static const char background_xml[] =
  "<node>"
  "  <interface name='org.freedesktop.portal.Background'>"
  "    <method name='RequestBackground'>"
  "      <arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>"
  "    </method>"
  "  </interface>"
  "</node>";
static const char other_xml[] = "<node><interface name='org.freedesktop.portal.OpenURI'/></node>";
static const char request_xml[] =
  "<node><interface name='org.freedesktop.portal.Request'><method name='Close'/></interface></node>";

typedef enum {
  ANSWER_BEFORE,       /* the signal comes before the call returns */
  ANSWER_AFTER,
  ANSWER_ELSEWHERE,    /* as old portals: at another path */
  ANSWER_NEVER,
  ANSWER_WRONG_TYPE,
  ANSWER_EMPTY,
  ANSWER_ERROR,
  ANSWER_NOT_KNOWN,
} Answer;

typedef struct {
  Answer   when;
  guint32  response;
  gboolean background;
  gboolean autostart;
} Plan;

typedef struct {
  GTestDBus       *bus;
  GDBusConnection *connection;
  FakeService     *portal;
  const Plan      *plan;
  char            *request;
  guint            closed;
} Fixture;

static char *
request_path (Fixture  *self,
              GVariant *parameters)
{
  g_autoptr(GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (self->connection) + 1);
  const char *token = NULL;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));

  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", g_strdelimit (sender, ".", '_'), token);
}

static void
respond (Fixture *self)
{
  GVariantBuilder results;

  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  if (self->plan->when != ANSWER_EMPTY)
    {
      g_variant_builder_add (&results, "{sv}", "background", g_variant_new_boolean (self->plan->background));
      g_variant_builder_add (&results, "{sv}", "autostart", g_variant_new_boolean (self->plan->autostart));
    }
  fake_service_emit (self->portal, self->request, REQUEST, "Response",
                     self->plan->when == ANSWER_WRONG_TYPE
                     ? g_variant_new ("(s@a{sv})", "yes", g_variant_builder_end (&results))
                     : g_variant_new ("(u@a{sv})", self->plan->response, g_variant_builder_end (&results)));
}

static void
on_request (FakeService *service,
            FakeCall    *call,
            gpointer     user_data)
{
  Fixture *self = user_data;

  g_free (self->request);
  self->request = request_path (self, call->parameters);
  switch (self->plan->when)
    {
    case ANSWER_ERROR:
      fake_call_fail (call, G_DBUS_ERROR_LIMITS_EXCEEDED);
      return;
    case ANSWER_NOT_KNOWN:
      fake_call_fail (call, G_DBUS_ERROR_UNKNOWN_METHOD);
      return;
    case ANSWER_BEFORE:
      respond (self);
      fake_call_answer (call, g_variant_new ("(o)", self->request));
      return;
    case ANSWER_ELSEWHERE:
      g_free (self->request);
      self->request = g_strdup (PORTAL_PATH "/request/old/1");
      fake_call_answer (call, g_variant_new ("(o)", self->request));
      return;
    case ANSWER_NEVER:
      fake_call_answer (call, g_variant_new ("(o)", self->request));
      return;
    case ANSWER_AFTER:
    case ANSWER_WRONG_TYPE:
    case ANSWER_EMPTY:
    default:
      fake_call_answer (call, g_variant_new ("(o)", self->request));
      respond (self);
    }
}

static void
set_up (Fixture       *self,
        gconstpointer  plan)
{
  g_autoptr(GError) error = NULL;

  self->plan = plan;
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->connection =
    g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus),
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);
  if (plan != NULL)
    self->portal = fake_service_new (g_test_dbus_get_bus_address (self->bus), PORTAL, PORTAL_PATH, background_xml,
                                     on_request, self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  plan)
{
  g_clear_pointer (&self->portal, fake_service_free);
  if (!g_dbus_connection_is_closed (self->connection))
    g_dbus_connection_close_sync (self->connection, NULL, NULL);
  bedside_await_finalize (self->connection);
  g_test_dbus_down (self->bus);
  g_clear_object (&self->bus);
  g_free (self->request);
}

static gboolean
request (Fixture   *self,
         gboolean   wanted,
         gboolean  *autostart,
         GError   **error)
{
  g_autoptr(BedsideBackground) background = bedside_background_new (self->connection);
  g_autoptr(GAsyncResult) result = NULL;

  bedside_background_request_async (background, "x11:1", wanted, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_background_request_finish (background, result, autostart, error);
}

static void
test_allowed (Fixture       *self,
              gconstpointer  data)
{
  const Plan *plan = data;
  g_autoptr(GError) error = NULL;
  gboolean autostart = !plan->autostart;

  g_assert_true (request (self, TRUE, &autostart, &error));
  g_assert_no_error (error);
  g_assert_cmpint (autostart, ==, plan->autostart);
}

/* What the desktop is told. */
static void
test_question (Fixture       *self,
               gconstpointer  plan)
{
  g_autofree const char **command = NULL;
  g_autoptr(GVariant) options = NULL;
  const char *parent, *reason;
  gboolean autostart = TRUE, activatable = TRUE;

  g_assert_true (request (self, FALSE, NULL, NULL));
  g_variant_get (fake_service_last (self->portal, "RequestBackground")->parameters, "(&s@a{sv})", &parent, &options);
  g_assert_cmpstr (parent, ==, "x11:1");
  g_assert_true (g_variant_lookup (options, "reason", "&s", &reason));
  g_assert_cmpstr (reason, ==, "To tell you of new messages while the window of Bedside is closed");
  g_assert_true (g_variant_lookup (options, "autostart", "b", &autostart));
  g_assert_false (autostart);
  g_assert_true (g_variant_lookup (options, "dbus-activatable", "b", &activatable));
  g_assert_false (activatable);
  g_assert_true (g_variant_lookup (options, "commandline", "^a&s", &command));
  g_assert_cmpstr (command[0], ==, "bedside");
  g_assert_cmpstr (command[1], ==, "--background");
  g_assert_null (command[2]);
}

static void
test_refused (Fixture       *self,
              gconstpointer  plan)
{
  g_autoptr(GError) error = NULL;
  gboolean autostart = TRUE;

  g_assert_false (request (self, TRUE, &autostart, &error));
  g_assert_error (error, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_REFUSED);
  g_assert_false (autostart);
}

static void
test_failed (Fixture       *self,
             gconstpointer  plan)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (request (self, TRUE, NULL, &error));
  g_assert_error (error, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_FAILED);
}

static void
test_unavailable (Fixture       *self,
                  gconstpointer  plan)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (request (self, TRUE, NULL, &error));
  g_assert_error (error, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_UNAVAILABLE);
}

/* As on Xfce, where the portal has other interfaces. */
static void
test_no_interface (Fixture       *self,
                   gconstpointer  plan)
{
  self->portal = fake_service_new (g_test_dbus_get_bus_address (self->bus), PORTAL, PORTAL_PATH, other_xml, on_request,
                                   self);
  test_unavailable (self, plan);
}

static void
test_no_bus (void)
{
  g_autoptr(BedsideBackground) background = bedside_background_new (NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_background_request_async (background, NULL, TRUE, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_false (bedside_background_request_finish (background, result, NULL, &error));
  g_assert_error (error, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_UNAVAILABLE);
}

static void
test_old_portal (Fixture       *self,
                 gconstpointer  plan)
{
  g_autoptr(BedsideBackground) background = bedside_background_new (self->connection);
  g_autoptr(GAsyncResult) result = NULL;
  gboolean autostart = FALSE;

  bedside_background_request_async (background, NULL, TRUE, NULL, bedside_await_result, &result);
  bedside_await (self->request != NULL, 10);
  for (guint i = 0; i < 5; i++)
    g_main_context_iteration (NULL, FALSE);
  /* Only now: it is asked for under the path that came back. */
  while (result == NULL)
    {
      respond (self);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_true (bedside_background_request_finish (background, result, &autostart, NULL));
  g_assert_true (autostart);
}

static void
on_close (GDBusConnection       *connection,
          const char            *sender,
          const char            *object_path,
          const char            *interface_name,
          const char            *method_name,
          GVariant              *parameters,
          GDBusMethodInvocation *invocation,
          gpointer               user_data)
{
  Fixture *self = user_data;

  self->closed++;
  g_dbus_method_invocation_return_value (invocation, NULL);
}

/* The portal's object for a question, at which it is told that nobody waits any more. */
static void
export_request (Fixture *self)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_close };
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (request_xml, &error);

  g_assert_no_error (error);
  g_dbus_connection_register_object (self->portal->connection, self->request, node->interfaces[0], &vtable, self, NULL,
                                     &error);
  g_assert_no_error (error);
}

static void
test_cancelled (Fixture       *self,
                gconstpointer  plan)
{
  g_autoptr(BedsideBackground) background = bedside_background_new (self->connection);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_background_request_async (background, NULL, TRUE, cancellable, bedside_await_result, &result);
  bedside_await (self->request != NULL, 10);
  export_request (self);
  g_cancellable_cancel (cancellable);
  bedside_await (result != NULL, 10);
  g_assert_false (bedside_background_request_finish (background, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  bedside_await (self->closed == 1, 10);
  /* Too late, and heard by nobody. */
  respond (self);
}

static void
test_cancelled_before (Fixture       *self,
                       gconstpointer  plan)
{
  g_autoptr(BedsideBackground) background = bedside_background_new (self->connection);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  bedside_background_request_async (background, NULL, TRUE, cancellable, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_false (bedside_background_request_finish (background, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fake_service_count (self->portal, "RequestBackground"), ==, 0);
}

static void
test_no_answer (Fixture       *self,
                gconstpointer  plan)
{
  g_autoptr(BedsideBackground) background =
    g_object_new (BEDSIDE_TYPE_BACKGROUND, "bus", self->connection, "time-limit", 300, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_background_request_async (background, NULL, TRUE, NULL, bedside_await_result, &result);
  bedside_await (self->request != NULL, 10);
  export_request (self);
  bedside_await (result != NULL, 10);
  g_assert_false (bedside_background_request_finish (background, result, NULL, &error));
  g_assert_error (error, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_FAILED);
  bedside_await (self->closed == 1, 10);
}

static void
test_portal_ends (Fixture       *self,
                  gconstpointer  plan)
{
  g_autoptr(BedsideBackground) background = bedside_background_new (self->connection);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_background_request_async (background, NULL, TRUE, NULL, bedside_await_result, &result);
  bedside_await (self->request != NULL, 10);
  g_clear_pointer (&self->portal, fake_service_free);
  bedside_await (result != NULL, 10);
  g_assert_false (bedside_background_request_finish (background, result, NULL, &error));
  g_assert_error (error, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_UNAVAILABLE);
}

static void
test_bus_ends (Fixture       *self,
               gconstpointer  plan)
{
  g_autoptr(BedsideBackground) background = bedside_background_new (self->connection);
  g_autoptr(GAsyncResult) result = NULL, later = NULL;
  g_autoptr(GError) error = NULL;

  bedside_background_request_async (background, NULL, TRUE, NULL, bedside_await_result, &result);
  bedside_await (self->request != NULL, 10);
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  bedside_await (result != NULL, 10);
  g_assert_false (bedside_background_request_finish (background, result, NULL, &error));
  g_assert_error (error, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_UNAVAILABLE);
  g_clear_error (&error);

  bedside_background_request_async (background, NULL, TRUE, NULL, bedside_await_result, &later);
  bedside_await (later != NULL, 10);
  g_assert_false (bedside_background_request_finish (background, later, NULL, &error));
  g_assert_error (error, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_UNAVAILABLE);
}

int
main (int    argc,
      char **argv)
{
  static const Plan after = { ANSWER_AFTER, 0, TRUE, TRUE };
  static const Plan before = { ANSWER_BEFORE, 0, TRUE, TRUE };
  static const Plan no_autostart = { ANSWER_AFTER, 0, TRUE, FALSE };
  static const Plan old = { ANSWER_ELSEWHERE, 0, TRUE, TRUE };
  static const Plan dismissed = { ANSWER_AFTER, 1, TRUE, TRUE };
  static const Plan ended = { ANSWER_AFTER, 2, FALSE, FALSE };
  static const Plan no = { ANSWER_AFTER, 0, FALSE, FALSE };
  static const Plan never = { ANSWER_NEVER, 0, TRUE, TRUE };
  static const Plan wrong = { ANSWER_WRONG_TYPE, 0, TRUE, TRUE };
  static const Plan empty = { ANSWER_EMPTY, 0, TRUE, TRUE };
  static const Plan fails = { ANSWER_ERROR, 0, TRUE, TRUE };
  static const Plan unknown = { ANSWER_NOT_KNOWN, 0, TRUE, TRUE };

  g_test_init (&argc, &argv, NULL);
#define ADD(path, plan, test) g_test_add ("/desktop/background/" path, Fixture, plan, set_up, test, tear_down)
  ADD ("allowed", &after, test_allowed);
  ADD ("allowed-before-the-call-returns", &before, test_allowed);
  ADD ("allowed-without-autostart", &no_autostart, test_allowed);
  ADD ("question", &after, test_question);
  ADD ("old-portal", &old, test_old_portal);
  ADD ("dismissed", &dismissed, test_refused);
  ADD ("ended-otherwise", &ended, test_refused);
  ADD ("not-allowed", &no, test_refused);
  ADD ("answer-of-wrong-type", &wrong, test_failed);
  ADD ("empty-answer", &empty, test_failed);
  ADD ("error", &fails, test_failed);
  ADD ("unknown-method", &unknown, test_unavailable);
  ADD ("no-portal", NULL, test_unavailable);
  ADD ("no-interface", NULL, test_no_interface);
  ADD ("no-answer", &never, test_no_answer);
  ADD ("cancelled", &never, test_cancelled);
  ADD ("cancelled-before", &after, test_cancelled_before);
  ADD ("portal-ends", &never, test_portal_ends);
  ADD ("bus-ends", &never, test_bus_ends);
#undef ADD
  g_test_add_func ("/desktop/background/no-bus", test_no_bus);

  return g_test_run ();
}
