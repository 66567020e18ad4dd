/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-dbus-menu.h"
#include "bus-fixture.h"

#define PATH "/MenuBar"
#define INTERFACE "com.canonical.dbusmenu"

typedef struct {
  BusFixture          bus;
  GSimpleActionGroup *actions;
  GMenu              *model;
  GMenu              *people;    /* a section of it */
  BedsideDBusMenu    *menu;
  BusSignals         *signals;
  GString            *done;      /* what has been activated */
} Fixture;

static void
on_activated (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  Fixture *self = user_data;
  g_autofree char *printed = parameter != NULL ? g_variant_print (parameter, FALSE) : g_strdup ("");

  g_string_append_printf (self->done, "%s(%s) ", g_action_get_name (G_ACTION (action)), printed);
}

static void
add_person (Fixture    *self,
            const char *label,
            const char *room)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "app.talk", "s", room);
  g_menu_append_item (self->people, item);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  const GActionEntry entries[] = {
    { .name = "show", .activate = on_activated },
    { .name = "talk", .activate = on_activated, .parameter_type = "s" },
    { .name = "quiet", .state = "false" },
    { .name = "color", .parameter_type = "s", .state = "'light'" },
    { .name = "quit", .activate = on_activated },
  };
  g_autoptr(GMenu) more = g_menu_new ();
  g_autoptr(GMenu) nothing = g_menu_new ();
  g_autoptr(GMenu) last = g_menu_new ();
  g_autoptr(GError) error = NULL;

  bus_fixture_set_up (&self->bus, data);
  self->done = g_string_new (NULL);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);

  self->people = g_menu_new ();
  add_person (self, "Ada __ Lovelace", "!ada");
  g_menu_append (more, "_Light", "app.color::light");
  g_menu_append (more, "_Dark", "app.color::dark");
  g_menu_append_submenu (last, "_More", G_MENU_MODEL (more));
  g_menu_append (last, "_Do not disturb", "app.quiet");
  g_menu_append (last, "_Quit", "app.quit");

  self->model = g_menu_new ();
  g_menu_append_section (self->model, NULL, G_MENU_MODEL (nothing));
  g_menu_append (self->model, "_Open", "app.show");
  g_menu_append_section (self->model, NULL, G_MENU_MODEL (self->people));
  g_menu_append_section (self->model, NULL, G_MENU_MODEL (nothing));
  g_menu_append_section (self->model, NULL, G_MENU_MODEL (last));

  self->menu = bedside_dbus_menu_new (G_ACTION_GROUP (self->actions), "app.");
  bedside_dbus_menu_set_model (self->menu, G_MENU_MODEL (self->model));
  g_assert_true (bedside_dbus_menu_export (self->menu, self->bus.ours, PATH, &error));
  g_assert_no_error (error);
  self->signals = bus_signals_new (self->bus.theirs, PATH, INTERFACE);
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 1, 20);
  g_ptr_array_set_size (self->signals->texts, 0);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_pointer (&self->signals, bus_signals_free);
  bedside_dbus_menu_unexport (self->menu, self->bus.ours);
  bedside_await_finalize (self->menu);
  g_assert_finalize_object (self->model);
  g_clear_object (&self->people);
  g_clear_object (&self->actions);
  g_string_free (self->done, TRUE);
  bus_fixture_tear_down (&self->bus, data);
}

/* The answer as text, or the name of the error. */
static char *
call (Fixture    *self,
      const char *method,
      const char *parameters)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
    bus_fixture_call (self->bus.theirs, g_dbus_connection_get_unique_name (self->bus.ours), PATH, INTERFACE, method,
                      g_variant_new_parsed (parameters), &error);

  if (answer == NULL)
    return g_dbus_error_get_remote_error (error);

  return g_variant_print (answer, FALSE);
}

static void
assert_call (Fixture    *self,
             const char *method,
             const char *parameters,
             const char *expected)
{
  g_autofree char *answer = call (self, method, parameters);

  g_assert_cmpstr (answer, ==, expected);
}

#define INVALID "org.freedesktop.DBus.Error.InvalidArgs"

/* The id of the item with this label. */
static int
find (Fixture    *self,
      const char *label)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
    bus_fixture_call (self->bus.theirs, g_dbus_connection_get_unique_name (self->bus.ours), PATH, INTERFACE,
                      "GetGroupProperties", g_variant_new_parsed ("(@ai [], ['label'])"), &error);
  g_autoptr(GVariantIter) iter = NULL;
  GVariant *properties;
  int id, found = -1;

  g_assert_no_error (error);
  g_variant_get (answer, "(a(ia{sv}))", &iter);
  while (g_variant_iter_next (iter, "(i@a{sv})", &id, &properties))
    {
      const char *text = "";

      g_variant_lookup (properties, "label", "&s", &text);
      if (g_str_equal (text, label))
        found = id;
      g_variant_unref (properties);
    }
  g_assert_cmpint (found, >, 0);
  return found;
}

static void
click (Fixture *self,
       int      id)
{
  g_autofree char *parameters = g_strdup_printf ("(%d, 'clicked', <0>, uint32 7)", id);

  assert_call (self, "Event", parameters, "()");
}

/* --- reading --- */

static void
test_layout (Fixture       *self,
             gconstpointer  data)
{
  assert_call (self, "GetLayout", "(0, -1, ['label', 'type', 'toggle-type', 'toggle-state', 'children-display'])",
               "(2, (0, {'children-display': <'submenu'>}, ["
               "<(1, {'label': <'_Open'>}, @av [])>, "
               "<(2, {'type': <'separator'>}, @av [])>, "
               "<(3, {'label': <'Ada __ Lovelace'>}, @av [])>, "
               "<(4, {'type': <'separator'>}, @av [])>, "
               "<(5, {'label': <'_More'>, 'children-display': <'submenu'>}, ["
               "<(6, {'toggle-type': <'radio'>, 'toggle-state': <1>, 'label': <'_Light'>}, @av [])>, "
               "<(7, {'toggle-type': <'radio'>, 'toggle-state': <0>, 'label': <'_Dark'>}, @av [])>])>, "
               "<(8, {'toggle-type': <'checkmark'>, 'toggle-state': <0>, 'label': <'_Do not disturb'>}, @av [])>, "
               "<(9, {'label': <'_Quit'>}, @av [])>]))");
}

static void
test_depth (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *all = call (self, "GetLayout", "(0, -1, @as [])");

  assert_call (self, "GetLayout", "(0, 0, ['label'])", "(2, (0, {}, []))");
  assert_call (self, "GetLayout", "(5, 1, ['label'])",
               "(2, (5, {'label': <'_More'>}, "
               "[<(6, {'label': <'_Light'>}, @av [])>, <(7, {'label': <'_Dark'>}, @av [])>]))");
  assert_call (self, "GetLayout", "(9, -1, ['label'])", "(2, (9, {'label': <'_Quit'>}, []))");
  /* Neither fewer levels than none nor more than there are are a mistake. */
  assert_call (self, "GetLayout", "(0, -7, @as [])", all);
  assert_call (self, "GetLayout", "(0, 2147483647, @as [])", all);
  assert_call (self, "GetLayout", "(0, -2147483648, @as [])", all);
  assert_call (self, "GetLayout", "(9, -1, ['nonsense'])", "(2, (9, {}, []))");
}

static void
test_group_properties (Fixture       *self,
                       gconstpointer  data)
{
  assert_call (self, "GetGroupProperties", "([9, 77, 2, -1], ['label', 'enabled', 'type'])",
               "([(9, {'label': <'_Quit'>, 'enabled': <true>}), (2, {'type': <'separator'>})],)");
  assert_call (self, "GetGroupProperties", "([77], @as [])", "([],)");
}

static void
test_property (Fixture       *self,
               gconstpointer  data)
{
  assert_call (self, "GetProperty", "(9, 'label')", "(<'_Quit'>,)");
  /* What is as it is with most items is not in the layout. */
  assert_call (self, "GetProperty", "(9, 'toggle-state')", "(<-1>,)");
  assert_call (self, "GetProperty", "(9, 'type')", "(<'standard'>,)");
  assert_call (self, "GetProperty", "(9, 'nonsense')", INVALID);
  assert_call (self, "GetProperty", "(77, 'label')", INVALID);
}

static void
test_about_to_show (Fixture       *self,
                    gconstpointer  data)
{
  assert_call (self, "AboutToShow", "(0,)", "(false,)");
  assert_call (self, "AboutToShow", "(77,)", INVALID);
  assert_call (self, "AboutToShowGroup", "([0, 5],)", "([], [])");
  assert_call (self, "AboutToShowGroup", "(@ai [],)", "([], [])");
  assert_call (self, "AboutToShowGroup", "([0, 77, 78],)", "([], [77, 78])");
  assert_call (self, "AboutToShowGroup", "([77, 78],)", INVALID);
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  char **answer = user_data;
  g_autoptr(GVariant) value = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  *answer = value != NULL ? g_variant_print (value, FALSE) : g_strdup ("");
}

/* What has changed a moment ago is in the menu that is shown now. */
static void
test_about_to_show_changed (Fixture       *self,
                            gconstpointer  data)
{
  g_autofree char *answer = NULL;

  g_idle_add_full (G_PRIORITY_HIGH, (GSourceFunc) G_CALLBACK (g_menu_remove_all), g_object_ref (self->people),
                   g_object_unref);
  g_dbus_connection_call (self->bus.theirs, g_dbus_connection_get_unique_name (self->bus.ours), PATH, INTERFACE,
                          "AboutToShowGroup", g_variant_new_parsed ("([0],)"), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                          on_answer, &answer);
  bedside_await (answer != NULL, 20);
  /* Its idle handler may have been faster than the bus: told it was in any case. */
  g_assert_true (g_str_equal (answer, "([0], [])") || g_str_equal (answer, "([], [])"));
  g_assert_cmpuint (bus_signals_count (self->signals, "LayoutUpdated (3, 0)"), ==, 1);
}

static void
test_unknown_parent (Fixture       *self,
                     gconstpointer  data)
{
  assert_call (self, "GetLayout", "(77, -1, @as [])", INVALID);
  assert_call (self, "GetLayout", "(-1, -1, @as [])", INVALID);
}

static void
test_wrong_calls (Fixture       *self,
                  gconstpointer  data)
{
  assert_call (self, "GetLayout", "('0', -1, @as [])", INVALID);
  assert_call (self, "GetLayout", "(0,)", INVALID);
  assert_call (self, "EventGroup", "([0],)", INVALID);
  assert_call (self, "Event", "(0, 'clicked', 0, uint32 0)", INVALID);
  assert_call (self, "Format", "()", "org.freedesktop.DBus.Error.UnknownMethod");
  g_assert_cmpstr (self->done->str, ==, "");
}

static void
test_version (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
    bus_fixture_call (self->bus.theirs, g_dbus_connection_get_unique_name (self->bus.ours), PATH,
                      "org.freedesktop.DBus.Properties", "GetAll", g_variant_new ("(s)", INTERFACE), &error);
  g_autoptr(GVariant) properties = NULL;
  guint version = 0;
  const char *text = NULL;

  g_assert_no_error (error);
  properties = g_variant_get_child_value (answer, 0);
  g_assert_true (g_variant_lookup (properties, "Version", "u", &version));
  g_assert_cmpuint (version, ==, 3);
  g_assert_true (g_variant_lookup (properties, "Status", "&s", &text));
  g_assert_cmpstr (text, ==, "normal");
}

/* --- doing --- */

static void
test_click (Fixture       *self,
            gconstpointer  data)
{
  click (self, find (self, "_Open"));
  click (self, find (self, "Ada __ Lovelace"));
  g_assert_cmpstr (self->done->str, ==, "show() talk('!ada') ");
}

static void
test_click_toggles (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr(GVariant) quiet = NULL;
  g_autoptr(GVariant) color = NULL;

  click (self, find (self, "_Do not disturb"));
  click (self, find (self, "_Dark"));
  quiet = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "quiet");
  color = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), "color");
  g_assert_true (g_variant_get_boolean (quiet));
  g_assert_cmpstr (g_variant_get_string (color, NULL), ==, "dark");

  bedside_await (bus_signals_count (self->signals, "ItemsPropertiesUpdated") > 0, 20);
  assert_call (self, "GetProperty", "(8, 'toggle-state')", "(<1>,)");
  assert_call (self, "GetProperty", "(6, 'toggle-state')", "(<0>,)");
  assert_call (self, "GetProperty", "(7, 'toggle-state')", "(<1>,)");
  g_assert_cmpuint (bus_signals_count (self->signals, "LayoutUpdated"), ==, 0);
}

static void
test_other_events (Fixture       *self,
                   gconstpointer  data)
{
  assert_call (self, "Event", "(0, 'opened', <0>, uint32 0)", "()");
  assert_call (self, "Event", "(0, 'clicked', <0>, uint32 0)", "()");
  assert_call (self, "Event", "(2, 'clicked', <0>, uint32 0)", "()");
  assert_call (self, "Event", "(5, 'clicked', <0>, uint32 0)", "()");
  assert_call (self, "Event", "(1, 'hovered', <'x'>, uint32 0)", "()");
  assert_call (self, "Event", "(1, 'x-other', <'x'>, uint32 0)", "()");
  assert_call (self, "Event", "(77, 'clicked', <0>, uint32 0)", INVALID);
  g_assert_cmpstr (self->done->str, ==, "");
}

static void
test_event_group (Fixture       *self,
                  gconstpointer  data)
{
  assert_call (self, "EventGroup",
               "([(1, 'clicked', <0>, uint32 0), (77, 'clicked', <0>, 0), "
               "(3, 'clicked', <0>, 0), (9, 'closed', <0>, 0)],)",
               "([77],)");
  g_assert_cmpstr (self->done->str, ==, "show() talk('!ada') ");
  assert_call (self, "EventGroup", "(@a(isvu) [],)", "([],)");
  assert_call (self, "EventGroup", "([(77, 'clicked', <0>, uint32 0), (-5, 'clicked', <0>, 0)],)", INVALID);
}

static void
test_insensitive (Fixture       *self,
                  gconstpointer  data)
{
  GAction *show = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "show");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (show), FALSE);
  /* The menu does not know yet; nothing happens all the same. */
  click (self, 1);
  bedside_await (bus_signals_count (self->signals, "ItemsPropertiesUpdated") == 1, 20);
  g_assert_cmpstr (bus_signals_last (self->signals, "Items"), ==,
                   "ItemsPropertiesUpdated ([(1, {'enabled': <false>})], [])");
  click (self, 1);
  g_assert_cmpstr (self->done->str, ==, "");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (show), TRUE);
  bedside_await (bus_signals_count (self->signals, "ItemsPropertiesUpdated") == 2, 20);
  click (self, 1);
  g_assert_cmpstr (self->done->str, ==, "show() ");
}

/* Items without an action of ours, and those whose target the action does not take. */
static void
test_not_ours (Fixture       *self,
               gconstpointer  data)
{
  static const char *const actions[] = { "app.nonsense", "win.show", "app.", "sh", "app.show::target", "app.talk",
                                         "app.color(7)", "app.quiet(true)" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    g_menu_append (self->people, actions[i], actions[i]);
  g_menu_append (self->people, "no action", NULL);
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 1, 20);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char *parameters = g_strdup_printf ("(%d, 'enabled')", find (self, actions[i]));

      assert_call (self, "GetProperty", parameters, "(<false>,)");
      click (self, find (self, actions[i]));
    }
  click (self, find (self, "no action"));
  g_assert_cmpstr (self->done->str, ==, "");
}

/* --- following --- */

static void
test_burst (Fixture       *self,
            gconstpointer  data)
{
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *room = g_strdup_printf ("!%d", i);

      add_person (self, "Somebody", room);
      g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "quiet", g_variant_new_boolean (i % 2 == 0));
    }
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "quiet", g_variant_new_boolean (TRUE));
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") > 0, 20);
  bus_fixture_settle (&self->bus, self->bus.theirs);
  g_assert_cmpuint (self->signals->texts->len, ==, 2);
  g_assert_cmpstr (bus_signals_last (self->signals, "LayoutUpdated"), ==, "LayoutUpdated (3, 0)");
  g_assert_cmpstr (bus_signals_last (self->signals, "Items"), ==,
                   "ItemsPropertiesUpdated ([(8, {'toggle-state': <1>})], [])");
}

static void
test_label_changes (Fixture       *self,
                    gconstpointer  data)
{
  int ada = find (self, "Ada __ Lovelace");

  g_menu_remove_all (self->people);
  add_person (self, "Ada Byron", "!ada");
  bedside_await (bus_signals_count (self->signals, "Items") == 1, 20);
  g_assert_cmpint (find (self, "Ada Byron"), ==, ada);
  /* The same items: a host that shows the menu does not close it. */
  g_assert_cmpuint (bus_signals_count (self->signals, "LayoutUpdated"), ==, 0);
}

static void
test_ids_are_not_reused (Fixture       *self,
                         gconstpointer  data)
{
  int ada = find (self, "Ada __ Lovelace");
  g_autofree char *click_ada = g_strdup_printf ("(%d, 'clicked', <0>, uint32 0)", ada);

  g_menu_remove_all (self->people);
  add_person (self, "Ben", "!ben");
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 1, 20);
  g_assert_cmpint (find (self, "Ben"), !=, ada);
  /* The menu was open when Ada's message was read elsewhere. */
  assert_call (self, "Event", click_ada, INVALID);
  g_assert_cmpstr (self->done->str, ==, "");

  add_person (self, "Ada", "!ada");
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 2, 20);
  g_assert_cmpint (find (self, "Ada"), !=, ada);
}

static void
test_order_changes (Fixture       *self,
                    gconstpointer  data)
{
  int ada = find (self, "Ada __ Lovelace"), quit = find (self, "_Quit"), ben;

  add_person (self, "Ben", "!ben");
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 1, 20);
  ben = find (self, "Ben");
  g_assert_cmpint (find (self, "Ada __ Lovelace"), ==, ada);

  g_menu_remove_all (self->people);
  add_person (self, "Ben", "!ben");
  add_person (self, "Ada __ Lovelace", "!ada");
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 2, 20);
  /* Some hosts cannot move items, so that they must not be the same; the others stay. */
  g_assert_cmpint (find (self, "Ada __ Lovelace"), !=, ada);
  g_assert_cmpint (find (self, "Ada __ Lovelace"), !=, ben);
  g_assert_cmpint (find (self, "Ben"), !=, ada);
  g_assert_cmpint (find (self, "Ben"), !=, ben);
  g_assert_cmpint (find (self, "_Quit"), ==, quit);
  click (self, find (self, "Ada __ Lovelace"));
  g_assert_cmpstr (self->done->str, ==, "talk('!ada') ");
}

/* One on top is one more; when the last one goes for it, those between are made anew. */
static void
test_one_on_top (Fixture       *self,
                 gconstpointer  data)
{
  int ada = find (self, "Ada __ Lovelace"), quit = find (self, "_Quit"), ben;
  g_autoptr(GMenuItem) chloe = g_menu_item_new ("Chloe", NULL);

  g_menu_item_set_action_and_target (chloe, "app.talk", "s", "!chloe");
  add_person (self, "Ben", "!ben");
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 1, 20);
  ben = find (self, "Ben");
  g_menu_prepend_item (self->people, chloe);
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 2, 20);
  g_assert_cmpint (find (self, "Ada __ Lovelace"), ==, ada);
  g_assert_cmpint (find (self, "Ben"), ==, ben);
  g_assert_cmpint (find (self, "_Quit"), ==, quit);

  g_menu_remove (self->people, 1);
  add_person (self, "Dan", "!dan");
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 3, 20);
  g_assert_cmpint (find (self, "Ben"), !=, ben);
  g_assert_cmpint (find (self, "Dan"), !=, ben);
  g_assert_cmpint (find (self, "Dan"), !=, ada);
  g_assert_cmpint (find (self, "_Quit"), ==, quit);
}

static void
test_two_alike (Fixture       *self,
                gconstpointer  data)
{
  g_menu_append (self->people, "Open again", "app.show");
  g_menu_append (self->model, "And again", "app.show");
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 1, 20);
  g_assert_cmpint (find (self, "Open again"), !=, find (self, "And again"));
  g_assert_cmpint (find (self, "Open again"), !=, 1);
  click (self, find (self, "And again"));
  g_assert_cmpstr (self->done->str, ==, "show() ");
}

static void
test_section_empties (Fixture       *self,
                      gconstpointer  data)
{
  g_menu_remove_all (self->people);
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 1, 20);
  assert_call (self, "GetLayout", "(0, 1, ['type', 'label'])",
               "(3, (0, {}, [<(1, {'label': <'_Open'>}, @av [])>, <(2, {'type': <'separator'>}, @av [])>, "
               "<(5, {'label': <'_More'>}, @av [])>, <(8, {'label': <'_Do not disturb'>}, @av [])>, "
               "<(9, {'label': <'_Quit'>}, @av [])>]))");
}

static void
test_property_goes (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr(GSimpleAction) quiet = g_simple_action_new ("quiet", NULL);

  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (quiet));
  bedside_await (bus_signals_count (self->signals, "Items") == 1, 20);
  g_assert_cmpstr (bus_signals_last (self->signals, "Items"), ==,
                   "ItemsPropertiesUpdated ([], [(8, ['toggle-type', 'toggle-state'])])");
  g_action_map_remove_action (G_ACTION_MAP (self->actions), "quiet");
  bedside_await (bus_signals_count (self->signals, "Items") == 2, 20);
  g_assert_cmpstr (bus_signals_last (self->signals, "Items"), ==,
                   "ItemsPropertiesUpdated ([(8, {'enabled': <false>})], [])");
}

static void
test_nothing_changes (Fixture       *self,
                      gconstpointer  data)
{
  g_menu_remove_all (self->people);
  add_person (self, "Ada __ Lovelace", "!ada");
  assert_call (self, "AboutToShow", "(0,)", "(false,)");
  bus_fixture_settle (&self->bus, self->bus.theirs);
  g_assert_cmpuint (self->signals->texts->len, ==, 0);
}

static void
test_no_model (Fixture       *self,
               gconstpointer  data)
{
  bedside_dbus_menu_set_model (self->menu, NULL);
  bedside_await (bus_signals_count (self->signals, "LayoutUpdated") == 1, 20);
  assert_call (self, "GetLayout", "(0, -1, @as [])", "(3, (0, {'children-display': <'submenu'>}, []))");
  g_menu_append (self->people, "Nobody looks", "app.show");
  bus_fixture_settle (&self->bus, self->bus.theirs);
  g_assert_cmpuint (self->signals->texts->len, ==, 1);
}

static void
test_unexport (Fixture       *self,
               gconstpointer  data)
{
  bedside_dbus_menu_unexport (self->menu, self->bus.ours);
  bedside_dbus_menu_unexport (self->menu, self->bus.ours);
  assert_call (self, "AboutToShow", "(0,)", "org.freedesktop.DBus.Error.UnknownMethod");
  g_menu_remove_all (self->people);
}

#define ADD(path, function) g_test_add ("/desktop/dbus-menu/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("layout", test_layout);
  ADD ("depth", test_depth);
  ADD ("group-properties", test_group_properties);
  ADD ("property", test_property);
  ADD ("version", test_version);
  ADD ("about-to-show", test_about_to_show);
  ADD ("about-to-show-changed", test_about_to_show_changed);
  ADD ("unknown-parent", test_unknown_parent);
  ADD ("wrong-calls", test_wrong_calls);
  ADD ("click", test_click);
  ADD ("click-toggles", test_click_toggles);
  ADD ("other-events", test_other_events);
  ADD ("event-group", test_event_group);
  ADD ("insensitive", test_insensitive);
  ADD ("not-ours", test_not_ours);
  ADD ("burst-is-one-update", test_burst);
  ADD ("label-changes", test_label_changes);
  ADD ("ids-are-not-reused", test_ids_are_not_reused);
  ADD ("order-changes", test_order_changes);
  ADD ("one-on-top", test_one_on_top);
  ADD ("two-alike", test_two_alike);
  ADD ("section-empties", test_section_empties);
  ADD ("property-goes", test_property_goes);
  ADD ("nothing-changes", test_nothing_changes);
  ADD ("no-model", test_no_model);
  ADD ("unexport", test_unexport);

  return g_test_run ();
}
