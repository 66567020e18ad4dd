/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-counter.h"
#include "bedside-tray.h"
#include "tray-watcher.h"

#define ITEM "org.kde.StatusNotifierItem"
#define ITEM_PATH "/StatusNotifierItem"
#define MENU "com.canonical.dbusmenu"
#define APP_ID "org.bedside.Test"
#define INVALID "org.freedesktop.DBus.Error.InvalidArgs"

typedef struct {
  BusFixture          bus;
  GSimpleActionGroup *actions;
  BedsideTray        *tray;
  GPtrArray          *tokens;   /* of the activations */
  guint               hosted;   /* how often these notified */
  guint               shown;
  guint               messages;
} Fixture;

static void
on_activated (BedsideTray *tray,
              const char  *token,
              Fixture     *self)
{
  g_ptr_array_add (self->tokens, g_strdup (token != NULL ? token : "none"));
}

/* As Quit does. */
static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  Fixture *self = user_data;

  g_clear_object (&self->tray);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  const GActionEntry entries[] = { { .name = "quit", .activate = on_quit } };
  g_autoptr(GMenu) menu = g_menu_new ();

  bus_fixture_set_up (&self->bus, data);
  self->tokens = g_ptr_array_new_with_free_func (g_free);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  g_menu_append (menu, "_Quit", "app.quit");
  self->tray = bedside_tray_new (self->bus.ours, APP_ID, G_ACTION_GROUP (self->actions));
  bedside_tray_set_menu (self->tray, G_MENU_MODEL (menu));
  g_signal_connect (self->tray, "activated", G_CALLBACK (on_activated), self);
  bedside_counter_watch (self->tray, "hosted", &self->hosted);
  bedside_counter_watch (self->tray, "shown", &self->shown);
  bedside_counter_watch (self->tray, "new-messages", &self->messages);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  if (self->tray != NULL)
    bedside_await_finalize (g_steal_pointer (&self->tray));
  g_clear_object (&self->actions);
  g_ptr_array_unref (self->tokens);
  bus_fixture_tear_down (&self->bus, data);
}

static GVariant *
call (Fixture     *self,
      TrayWatcher *watcher,
      const char  *path,
      const char  *interface,
      const char  *method,
      GVariant    *parameters)
{
  g_autoptr(GError) error = NULL;
  GVariant *answer = bus_fixture_call (self->bus.theirs, tray_watcher_get_item (watcher), path, interface, method,
                                       parameters, &error);

  g_assert_no_error (error);
  return answer;
}

static void
do_item (Fixture     *self,
         TrayWatcher *watcher,
         const char  *method,
         GVariant    *parameters)
{
  g_autoptr(GVariant) answer = call (self, watcher, ITEM_PATH, ITEM, method, parameters);

  g_assert_cmpstr (g_variant_get_type_string (answer), ==, "()");
}

/* The name of the error that the call ends with. */
static char *
refused (Fixture     *self,
         TrayWatcher *watcher,
         const char  *interface,
         const char  *method,
         GVariant    *parameters)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = bus_fixture_call (self->bus.theirs, tray_watcher_get_item (watcher), ITEM_PATH,
                                                 interface, method, parameters, &error);

  g_assert_null (answer);
  return g_dbus_error_get_remote_error (error);
}

static GVariant *
get (Fixture     *self,
     TrayWatcher *watcher,
     const char  *property)
{
  g_autoptr(GVariant) answer = call (self, watcher, ITEM_PATH, "org.freedesktop.DBus.Properties", "Get",
                                     g_variant_new ("(ss)", ITEM, property));
  GVariant *value = NULL;

  g_variant_get (answer, "(v)", &value);
  return value;
}

static void
assert_property (Fixture     *self,
                 TrayWatcher *watcher,
                 const char  *property,
                 const char  *expected)
{
  g_autoptr(GVariant) value = get (self, watcher, property);
  g_autofree char *printed = g_variant_print (value, FALSE);

  g_assert_cmpstr (printed, ==, expected);
}

/* --- being hosted --- */

static void
test_hosted (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

  g_assert_false (bedside_tray_get_hosted (self->tray));
  bedside_tray_set_shown (self->tray, TRUE);
  g_assert_true (bedside_tray_get_shown (self->tray));
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  g_assert_cmpuint (self->hosted, ==, 1);
  g_assert_cmpuint (watcher->items->len, ==, 1);
  /* A name that needs no permission to be had, and is nobody else's. */
  g_assert_true (g_str_has_prefix (tray_watcher_get_item (watcher), ":"));
  g_assert_cmpstr (tray_watcher_get_item (watcher), !=, g_dbus_connection_get_unique_name (self->bus.ours));
}

static void
test_watcher_comes_late (Fixture       *self,
                         gconstpointer  data)
{
  bedside_tray_set_shown (self->tray, TRUE);
  bus_fixture_settle (&self->bus, self->bus.ours);
  g_assert_false (bedside_tray_get_hosted (self->tray));

  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  g_assert_cmpuint (watcher->items->len, ==, 1);
}

static void
test_host_comes_late (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, FALSE);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (watcher->asked == 1, 20);
  bus_fixture_settle (&self->bus, self->bus.theirs);
  g_assert_false (bedside_tray_get_hosted (self->tray));

  tray_watcher_set_hosted (watcher, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  tray_watcher_set_hosted (watcher, FALSE);
  bedside_await (!bedside_tray_get_hosted (self->tray), 20);
  tray_watcher_set_hosted (watcher, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  g_assert_cmpuint (watcher->items->len, ==, 1);
}

/* One of two hosts goes: what the watcher says counts, and not that one went. */
static void
test_one_host_of_two (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  tray_watcher_set_hosted (watcher, FALSE);
  g_clear_pointer (&watcher->hosted, g_variant_unref);
  watcher->hosted = g_variant_ref_sink (g_variant_new_boolean (TRUE));
  bedside_await (watcher->asked == 2, 20);
  bus_fixture_settle (&self->bus, self->bus.theirs);
  g_assert_true (bedside_tray_get_hosted (self->tray));
  g_assert_cmpuint (self->hosted, ==, 1);
}

static void
test_watcher_returns (Fixture       *self,
                      gconstpointer  data)
{
  bedside_tray_set_shown (self->tray, TRUE);
  bedside_tray_set_new_messages (self->tray, 2);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

      bedside_await (bedside_tray_get_hosted (self->tray), 20);
      g_assert_cmpuint (watcher->items->len, ==, 1);
      assert_property (self, watcher, "Status", "'NeedsAttention'");
      g_clear_pointer (&watcher, tray_watcher_free);
      bedside_await (!bedside_tray_get_hosted (self->tray), 20);
    }
  g_assert_cmpuint (self->hosted, ==, 6);
}

static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_REFUSES, TRUE);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (watcher->items->len == 1, 20);
  tray_watcher_set_hosted (watcher, TRUE);
  bus_fixture_settle (&self->bus, watcher->connection);
  bus_fixture_settle (&self->bus, self->bus.theirs);
  g_assert_false (bedside_tray_get_hosted (self->tray));
  g_assert_cmpuint (watcher->asked, ==, 0);
}

/* It ends while the watcher has not answered. */
static void
test_silent (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_IS_SILENT, TRUE);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (watcher->items->len == 1, 20);
  g_assert_false (bedside_tray_get_hosted (self->tray));
  bedside_tray_set_shown (self->tray, FALSE);
  bedside_await (!bus_fixture_has_owner (&self->bus, tray_watcher_get_item (watcher)), 20);
}

static void
test_odd_watchers (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(GVariant) text = g_variant_ref_sink (g_variant_new_string ("yes"));
  GVariant *answers[] = { NULL, text };

  bedside_tray_set_shown (self->tray, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

      g_clear_pointer (&watcher->hosted, g_variant_unref);
      watcher->hosted = answers[i] != NULL ? g_variant_ref (answers[i]) : NULL;
      bedside_await (watcher->asked == 1, 20);
      bus_fixture_settle (&self->bus, self->bus.theirs);
      g_assert_false (bedside_tray_get_hosted (self->tray));
    }
}

static void
test_taken_away (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  bedside_tray_set_shown (self->tray, FALSE);
  g_assert_false (bedside_tray_get_hosted (self->tray));
  /* The only thing that makes every host forget an icon. */
  bedside_await (!bus_fixture_has_owner (&self->bus, tray_watcher_get_item (watcher)), 20);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  g_assert_cmpuint (watcher->items->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (watcher->items, 0), !=, g_ptr_array_index (watcher->items, 1));
}

/* Shown and not shown faster than the bus answers. */
static void
test_changes_of_mind (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

  for (guint i = 0; i < 20; i++)
    {
      bedside_tray_set_shown (self->tray, i % 2 == 0);
      for (guint j = 0; j < i % 5; j++)
        bus_fixture_settle (&self->bus, self->bus.theirs);
    }
  g_assert_false (bedside_tray_get_hosted (self->tray));
  for (guint i = 0; i < watcher->items->len; i++)
    bedside_await (!bus_fixture_has_owner (&self->bus, g_ptr_array_index (watcher->items, i)), 20);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
}

static void
test_no_bus (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(BedsideTray) tray = bedside_tray_new (NULL, APP_ID, G_ACTION_GROUP (self->actions));
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

  bedside_tray_set_shown (tray, TRUE);
  bedside_tray_set_new_messages (tray, 3);
  bedside_tray_set_menu (tray, NULL);
  bus_fixture_settle (&self->bus, watcher->connection);
  g_assert_true (bedside_tray_get_shown (tray));
  g_assert_false (bedside_tray_get_hosted (tray));
  g_assert_cmpuint (watcher->items->len, ==, 0);
}

static void
test_bus_ends (Fixture       *self,
               gconstpointer  data)
{
  TrayWatcher *watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  g_clear_pointer (&watcher, tray_watcher_free);
  g_test_dbus_stop (self->bus.bus);
  bedside_await (!bedside_tray_get_hosted (self->tray), 20);
  bedside_tray_set_new_messages (self->tray, 4);
  bedside_tray_set_shown (self->tray, FALSE);
}

static void
test_notify (Fixture       *self,
             gconstpointer  data)
{
  gboolean is_shown = FALSE, hosted = TRUE;
  guint number = 0;

  g_object_set (self->tray, "shown", FALSE, "new-messages", 0, NULL);
  g_assert_cmpuint (self->shown + self->messages, ==, 0);
  g_object_set (self->tray, "shown", TRUE, "new-messages", 5, NULL);
  g_object_set (self->tray, "shown", TRUE, "new-messages", 5, NULL);
  g_assert_cmpuint (self->shown, ==, 1);
  g_assert_cmpuint (self->messages, ==, 1);
  g_object_get (self->tray, "shown", &is_shown, "new-messages", &number, "hosted", &hosted, NULL);
  g_assert_true (is_shown);
  g_assert_cmpuint (number, ==, 5);
  g_assert_cmpuint (bedside_tray_get_new_messages (self->tray), ==, 5);
  g_assert_false (hosted);
}

/* --- what it says --- */

static void
test_properties (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  assert_property (self, watcher, "Category", "'Communications'");
  assert_property (self, watcher, "Id", "'" APP_ID "'");
  assert_property (self, watcher, "Title", "'Bedside'");
  assert_property (self, watcher, "Status", "'Active'");
  assert_property (self, watcher, "WindowId", "0");
  assert_property (self, watcher, "Menu", "'/MenuBar'");
  assert_property (self, watcher, "ItemIsMenu", "false");
  assert_property (self, watcher, "IconThemePath", "''");
  assert_property (self, watcher, "OverlayIconName", "''");
  assert_property (self, watcher, "OverlayIconPixmap", "[]");
  assert_property (self, watcher, "AttentionMovieName", "''");
  assert_property (self, watcher, "ToolTip", "('', [], 'Bedside', 'No new messages')");
  assert_property (self, watcher, "IconAccessibleDesc", "'Bedside, No new messages'");
}

/* What the icon looks like, after the sizes have been checked. */
static GVariant *
get_pixmaps (Fixture     *self,
             TrayWatcher *watcher)
{
  static const int expected[] = { 16, 22, 24, 32, 48 };
  g_autoptr(GVariant) pixmaps = get (self, watcher, "IconPixmap");
  g_autoptr(GVariant) attention = get (self, watcher, "AttentionIconPixmap");

  /* GNOME's extension draws "..." without the second. */
  g_assert_true (g_variant_equal (pixmaps, attention));
  g_assert_cmpuint (g_variant_n_children (pixmaps), ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr(GVariant) points = NULL;
      gsize size;
      int width, height;

      g_variant_get_child (pixmaps, i, "(ii@ay)", &width, &height, &points);
      g_assert_cmpint (width, ==, expected[i]);
      g_assert_cmpint (height, ==, expected[i]);
      const guint8 *bytes = g_variant_get_fixed_array (points, &size, 1);
      g_assert_cmpuint (size, ==, 4 * expected[i] * expected[i]);
      /* Alpha comes first: nothing at the lower right, and the speech bubble in the middle. */
      g_assert_cmpuint (bytes[size - 4], ==, 0);
      g_assert_cmpuint (bytes[4 * (expected[i] / 2 * expected[i] + expected[i] / 2)], ==, 255);
    }
  return g_steal_pointer (&pixmaps);
}

static void
test_new_messages (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);
  g_autoptr(BusSignals) signals = bus_signals_new (self->bus.theirs, ITEM_PATH, ITEM);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  g_autoptr(GVariant) normal = get_pixmaps (self, watcher);

  bedside_tray_set_new_messages (self->tray, 3);
  bedside_await (bus_signals_count (signals, "NewStatus") == 1, 20);
  g_assert_cmpstr (bus_signals_last (signals, "NewStatus"), ==, "NewStatus ('NeedsAttention',)");
  g_assert_cmpuint (bus_signals_count (signals, "NewIcon"), ==, 1);
  g_assert_cmpuint (bus_signals_count (signals, "NewAttentionIcon"), ==, 1);
  g_assert_cmpuint (bus_signals_count (signals, "NewToolTip"), ==, 1);
  assert_property (self, watcher, "Status", "'NeedsAttention'");
  assert_property (self, watcher, "ToolTip", "('', [], 'Bedside', '3 conversations have new messages')");
  assert_property (self, watcher, "IconAccessibleDesc", "'Bedside, 3 conversations have new messages'");
  assert_property (self, watcher, "AttentionAccessibleDesc", "'Bedside, 3 conversations have new messages'");
  g_autoptr(GVariant) attention = get_pixmaps (self, watcher);
  g_assert_false (g_variant_equal (normal, attention));

  bedside_tray_set_new_messages (self->tray, 1);
  bedside_await (bus_signals_count (signals, "NewToolTip") == 2, 20);
  assert_property (self, watcher, "ToolTip", "('', [], 'Bedside', '1 conversation has new messages')");
  g_assert_cmpuint (bus_signals_count (signals, "NewStatus"), ==, 1);

  bedside_tray_set_new_messages (self->tray, 0);
  bedside_await (bus_signals_count (signals, "NewStatus") == 2, 20);
  g_autoptr(GVariant) again = get_pixmaps (self, watcher);
  g_assert_true (g_variant_equal (normal, again));
  assert_property (self, watcher, "ToolTip", "('', [], 'Bedside', 'No new messages')");
}

/* --- what is done to it --- */

static void
test_activated (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);
  static const char *const expected[] = { "none", "token-1", "none", "none", "token-2" };

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  do_item (self, watcher, "Activate", g_variant_new ("(ii)", 10, -10));
  do_item (self, watcher, "ProvideXdgActivationToken", g_variant_new ("(s)", "token-1"));
  do_item (self, watcher, "Activate", g_variant_new ("(ii)", G_MAXINT, G_MININT));
  /* A token is good once; an empty one, as Plasma sends it, is none. */
  do_item (self, watcher, "Activate", g_variant_new ("(ii)", 0, 0));
  do_item (self, watcher, "ProvideXdgActivationToken", g_variant_new ("(s)", ""));
  do_item (self, watcher, "SecondaryActivate", g_variant_new ("(ii)", 0, 0));
  do_item (self, watcher, "ProvideXdgActivationToken", g_variant_new ("(s)", "token-0"));
  do_item (self, watcher, "ProvideXdgActivationToken", g_variant_new ("(s)", "token-2"));
  do_item (self, watcher, "SecondaryActivate", g_variant_new ("(ii)", 0, 0));
  g_assert_cmpuint (self->tokens->len, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (g_ptr_array_index (self->tokens, i), ==, expected[i]);
}

static void
test_nothing_to_do (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  do_item (self, watcher, "ContextMenu", g_variant_new ("(ii)", 0, 0));
  do_item (self, watcher, "Scroll", g_variant_new ("(is)", 120, "vertical"));
  do_item (self, watcher, "Scroll", g_variant_new ("(is)", G_MININT, "nonsense"));
  g_assert_cmpuint (self->tokens->len, ==, 0);
}

static void
test_wrong_calls (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);

  g_autofree char *no_argument = refused (self, watcher, ITEM, "Activate", NULL);
  g_assert_cmpstr (no_argument, ==, INVALID);
  g_autofree char *other_argument = refused (self, watcher, ITEM, "Activate", g_variant_new ("(s)", "here"));
  g_assert_cmpstr (other_argument, ==, INVALID);
  g_autofree char *no_method = refused (self, watcher, ITEM, "Explode", NULL);
  g_assert_cmpstr (no_method, ==, "org.freedesktop.DBus.Error.UnknownMethod");
  g_autofree char *written =
    refused (self, watcher, "org.freedesktop.DBus.Properties", "Set",
             g_variant_new ("(ssv)", ITEM, "Title", g_variant_new_string ("Other")));
  g_assert_cmpstr (written, ==, INVALID);
  g_autofree char *no_property = refused (self, watcher, "org.freedesktop.DBus.Properties", "Get",
                                          g_variant_new ("(ss)", ITEM, "Nonsense"));
  g_assert_cmpstr (no_property, ==, INVALID);
  g_assert_cmpuint (self->tokens->len, ==, 0);
  assert_property (self, watcher, "Title", "'Bedside'");
}

/* The program ends while it handles the call. */
static void
test_quit (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  g_autoptr(GVariant) layout = call (self, watcher, "/MenuBar", MENU, "GetLayout",
                                     g_variant_new_parsed ("(0, -1, ['label'])"));
  g_autofree char *printed = g_variant_print (layout, FALSE);
  g_assert_nonnull (strstr (printed, "<(1, {'label': <'_Quit'>}, @av [])>"));

  g_autoptr(GVariant) answer = call (self, watcher, "/MenuBar", MENU, "Event",
                                     g_variant_new_parsed ("(1, 'clicked', <0>, uint32 0)"));
  g_assert_nonnull (answer);
  bedside_await (self->tray == NULL, 20);
  bedside_await (!bus_fixture_has_owner (&self->bus, tray_watcher_get_item (watcher)), 20);
}

/* Who shows the icon ends it. */
static void
on_activated_end (BedsideTray *tray,
                  const char  *token,
                  gpointer     user_data)
{
  bedside_tray_set_shown (tray, FALSE);
}

static void
test_ends_when_activated (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr(TrayWatcher) watcher = tray_watcher_new (&self->bus, TRAY_WATCHER_ACCEPTS, TRUE);

  g_signal_connect (self->tray, "activated", G_CALLBACK (on_activated_end), NULL);
  bedside_tray_set_shown (self->tray, TRUE);
  bedside_await (bedside_tray_get_hosted (self->tray), 20);
  do_item (self, watcher, "Activate", g_variant_new ("(ii)", 0, 0));
  g_assert_cmpuint (self->tokens->len, ==, 1);
  g_assert_false (bedside_tray_get_hosted (self->tray));
}

#define ADD(path, function) g_test_add ("/desktop/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("R23-tray-is-hosted", test_hosted);
  ADD ("R23-tray-watcher-comes-late", test_watcher_comes_late);
  ADD ("R23-tray-host-comes-late", test_host_comes_late);
  ADD ("tray/one-host-of-two", test_one_host_of_two);
  ADD ("R23-tray-watcher-returns", test_watcher_returns);
  ADD ("tray/refused", test_refused);
  ADD ("tray/silent", test_silent);
  ADD ("tray/odd-watchers", test_odd_watchers);
  ADD ("tray/taken-away", test_taken_away);
  ADD ("tray/changes-of-mind", test_changes_of_mind);
  ADD ("tray/no-bus", test_no_bus);
  ADD ("tray/bus-ends", test_bus_ends);
  ADD ("tray/notify", test_notify);
  ADD ("tray/properties", test_properties);
  ADD ("R23-tray-tells-of-new-messages", test_new_messages);
  ADD ("tray/activated", test_activated);
  ADD ("tray/nothing-to-do", test_nothing_to_do);
  ADD ("tray/wrong-calls", test_wrong_calls);
  ADD ("tray/quit", test_quit);
  ADD ("tray/ends-when-activated", test_ends_when_activated);

  return g_test_run ();
}
