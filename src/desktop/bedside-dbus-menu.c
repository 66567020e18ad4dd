/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-dbus-menu"

#include "bedside-dbus-menu.h"

#include "bedside-dbus-menu-tree.h"
#include "bedside-tray-bus.h"

#define MENU_VERSION 3

struct _BedsideDBusMenu
{
  GObject              parent_instance;

  GActionGroup        *actions;   /* (owned) */
  char                *prefix;    /* (owned) */
  GMenuModel          *model;     /* (owned) */
  BedsideBusMenu      *skeleton;  /* (owned) */
  BedsideDBusMenuTree *tree;      /* (owned) */
  guint                revision;  /* of the layout */
  guint                update;    /* while something has changed that is not in the tree yet */
};

G_DEFINE_FINAL_TYPE (BedsideDBusMenu, bedside_dbus_menu, G_TYPE_OBJECT)

static const char *const everything[] = { NULL };

static void queue_update (BedsideDBusMenu *self);

/* --- following the menu --- */

/* One model that is in the tree twice is connected twice: harmless. */
static void
watch_models (BedsideDBusMenu *self)
{
  GPtrArray *models = bedside_dbus_menu_tree_get_models (self->tree);

  for (guint i = 0; i < models->len; i++)
    g_signal_connect_object (g_ptr_array_index (models, i), "items-changed", G_CALLBACK (queue_update), self,
                             G_CONNECT_SWAPPED);
}

static void
unwatch_models (BedsideDBusMenu *self)
{
  GPtrArray *models = bedside_dbus_menu_tree_get_models (self->tree);

  for (guint i = 0; i < models->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (models, i), queue_update, self);
}

/* A host asks for new items after a new layout, and for those that it knows already never: it has to be told. */
static void
update_now (BedsideDBusMenu *self)
{
  g_autoptr(BedsideDBusMenuTree) before = NULL;
  g_autoptr(GVariant) changes = NULL;

  g_clear_handle_id (&self->update, g_source_remove);
  unwatch_models (self);
  before = g_steal_pointer (&self->tree);
  self->tree = bedside_dbus_menu_tree_new (self->model, self->actions, self->prefix, before);
  watch_models (self);

  if (!bedside_dbus_menu_tree_has_same_nodes (self->tree, before))
    {
      self->revision++;
      bedside_bus_menu_emit_layout_updated (self->skeleton, self->revision, 0);
    }

  changes = bedside_dbus_menu_tree_compare (self->tree, before);
  if (changes != NULL)
    {
      g_variant_ref_sink (changes);
      g_autoptr(GVariant) updated = g_variant_get_child_value (changes, 0);
      g_autoptr(GVariant) removed = g_variant_get_child_value (changes, 1);
      bedside_bus_menu_emit_items_properties_updated (self->skeleton, updated, removed);
    }
}

static gboolean
update_cb (gpointer user_data)
{
  BedsideDBusMenu *self = user_data;

  self->update = 0;
  update_now (self);

  return G_SOURCE_REMOVE;
}

/* Many changes at once are one for those who show the menu. */
static void
queue_update (BedsideDBusMenu *self)
{
  if (self->update == 0)
    self->update = g_idle_add (update_cb, self);
}

/* --- what is asked of it --- */

/* Returns: the node, or NULL after having answered that there is none. */
static const BedsideDBusMenuNode *
find_or_refuse (BedsideDBusMenu       *self,
                GDBusMethodInvocation *invocation,
                int                    id)
{
  const BedsideDBusMenuNode *node = bedside_dbus_menu_tree_find (self->tree, id);

  if (node == NULL)
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           "There is no item %d", id);

  return node;
}

static gboolean
on_get_layout (BedsideDBusMenu       *self,
               GDBusMethodInvocation *invocation,
               int                    parent,
               int                    depth,
               const char *const     *names)
{
  const BedsideDBusMenuNode *node = find_or_refuse (self, invocation, parent);

  if (node != NULL)
    bedside_bus_menu_complete_get_layout (self->skeleton, invocation, self->revision,
                                          bedside_dbus_menu_node_to_layout (node, depth, names));

  return TRUE;
}

static gboolean
on_get_group_properties (BedsideDBusMenu       *self,
                         GDBusMethodInvocation *invocation,
                         GVariant              *ids,
                         const char *const     *names)
{
  GVariantBuilder builder;
  GVariantIter iter;
  int id;

  if (g_variant_n_children (ids) == 0)
    {
      bedside_bus_menu_complete_get_group_properties (self->skeleton, invocation,
                                                      bedside_dbus_menu_tree_list (self->tree, names));
      return TRUE;
    }

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ia{sv})"));
  g_variant_iter_init (&iter, ids);
  while (g_variant_iter_next (&iter, "i", &id))
    {
      const BedsideDBusMenuNode *node = bedside_dbus_menu_tree_find (self->tree, id);

      if (node != NULL)
        g_variant_builder_add (&builder, "(i@a{sv})", id, bedside_dbus_menu_node_filter (node, names));
    }
  bedside_bus_menu_complete_get_group_properties (self->skeleton, invocation, g_variant_builder_end (&builder));

  return TRUE;
}

/* What a property is that an item does not mention. */
static GVariant *
default_of (const char *name)
{
  static const struct {
    const char *name;
    const char *value;
  } table[] = {
    { "type", "'standard'" },
    { "label", "''" },
    { "enabled", "true" },
    { "visible", "true" },
    { "icon-name", "''" },
    { "toggle-type", "''" },
    { "toggle-state", "-1" },
    { "children-display", "''" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_str_equal (name, table[i].name))
        return g_variant_ref_sink (g_variant_new_parsed (table[i].value));
    }

  return NULL;
}

static gboolean
on_get_property (BedsideDBusMenu       *self,
                 GDBusMethodInvocation *invocation,
                 int                    id,
                 const char            *name)
{
  const BedsideDBusMenuNode *node = find_or_refuse (self, invocation, id);
  g_autoptr(GVariant) value = NULL;

  if (node == NULL)
    return TRUE;

  value = g_variant_lookup_value (node->properties, name, NULL);
  if (value == NULL)
    value = default_of (name);
  if (value == NULL)
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                           "An item has no such property");
  else
    bedside_bus_menu_complete_get_property (self->skeleton, invocation, g_variant_new_variant (value));

  return TRUE;
}

static void
take_event (BedsideDBusMenu           *self,
            const BedsideDBusMenuNode *node,
            const char                *kind)
{
  gboolean enabled = FALSE;
  const char *name;

  g_variant_lookup (node->properties, "enabled", "b", &enabled);
  if (!enabled || node->children->len > 0 || !g_str_equal (kind, "clicked"))
    return;

  /* An enabled item has an action with this prefix. The tree may be a moment older than the actions are. */
  name = node->action + strlen (self->prefix);
  if (g_action_group_has_action (self->actions, name) && g_action_group_get_action_enabled (self->actions, name))
    g_action_group_activate_action (self->actions, name, node->target);
}

static gboolean
on_event (BedsideDBusMenu       *self,
          GDBusMethodInvocation *invocation,
          int                    id,
          const char            *kind,
          GVariant              *data,
          guint                  timestamp)
{
  const BedsideDBusMenuNode *node = find_or_refuse (self, invocation, id);

  if (node == NULL)
    return TRUE;

  /* First the answer: what is done next may end the program. */
  bedside_bus_menu_complete_event (self->skeleton, invocation);
  take_event (self, node, kind);

  return TRUE;
}

/* The ids of @known are fine; those of @unknown are to be told, and if there are no others the call has failed. */
static gboolean
refuse_if_none (GDBusMethodInvocation *invocation,
                guint                  known,
                GVariant              *unknown)
{
  if (known > 0 || g_variant_n_children (unknown) == 0)
    return FALSE;

  g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS,
                                         "There is none of these items");

  return TRUE;
}

static gboolean
on_event_group (BedsideDBusMenu       *self,
                GDBusMethodInvocation *invocation,
                GVariant              *events)
{
  GVariantBuilder builder;
  GVariantIter iter;
  const char *kind;
  guint known = 0;
  int id;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("ai"));
  g_variant_iter_init (&iter, events);
  while (g_variant_iter_next (&iter, "(i&s@vu)", &id, NULL, NULL, NULL))
    {
      if (bedside_dbus_menu_tree_find (self->tree, id) != NULL)
        known++;
      else
        g_variant_builder_add (&builder, "i", id);
    }
  g_autoptr(GVariant) unknown = g_variant_ref_sink (g_variant_builder_end (&builder));
  if (refuse_if_none (invocation, known, unknown))
    return TRUE;

  bedside_bus_menu_complete_event_group (self->skeleton, invocation, unknown);
  g_variant_iter_init (&iter, events);
  while (g_variant_iter_next (&iter, "(i&s@vu)", &id, &kind, NULL, NULL))
    {
      const BedsideDBusMenuNode *node = bedside_dbus_menu_tree_find (self->tree, id);

      if (node != NULL)
        take_event (self, node, kind);
    }

  return TRUE;
}

/* What has changed is told before the answer, so that the host sees it in that order. */
static gboolean
bring_up_to_date (BedsideDBusMenu *self)
{
  guint revision = self->revision;

  if (self->update != 0)
    update_now (self);

  return self->revision != revision;
}

static gboolean
on_about_to_show (BedsideDBusMenu       *self,
                  GDBusMethodInvocation *invocation,
                  int                    id)
{
  gboolean changed = bring_up_to_date (self);

  if (find_or_refuse (self, invocation, id) != NULL)
    bedside_bus_menu_complete_about_to_show (self->skeleton, invocation, changed);

  return TRUE;
}

static gboolean
on_about_to_show_group (BedsideDBusMenu       *self,
                        GDBusMethodInvocation *invocation,
                        GVariant              *ids)
{
  gboolean changed = bring_up_to_date (self);
  GVariantBuilder needed, missing;
  GVariantIter iter;
  guint known = 0;
  int id;

  g_variant_builder_init (&needed, G_VARIANT_TYPE ("ai"));
  g_variant_builder_init (&missing, G_VARIANT_TYPE ("ai"));
  g_variant_iter_init (&iter, ids);
  while (g_variant_iter_next (&iter, "i", &id))
    {
      if (bedside_dbus_menu_tree_find (self->tree, id) == NULL)
        {
          g_variant_builder_add (&missing, "i", id);
          continue;
        }
      known++;
      if (changed)
        g_variant_builder_add (&needed, "i", id);
    }

  g_autoptr(GVariant) updates = g_variant_ref_sink (g_variant_builder_end (&needed));
  g_autoptr(GVariant) unknown = g_variant_ref_sink (g_variant_builder_end (&missing));
  if (!refuse_if_none (invocation, known, unknown))
    bedside_bus_menu_complete_about_to_show_group (self->skeleton, invocation, updates, unknown);

  return TRUE;
}

/* --- life --- */

static void
bedside_dbus_menu_dispose (GObject *object)
{
  BedsideDBusMenu *self = BEDSIDE_DBUS_MENU (object);

  g_clear_handle_id (&self->update, g_source_remove);
  if (self->tree != NULL)
    unwatch_models (self);
  g_clear_pointer (&self->tree, bedside_dbus_menu_tree_free);
  if (self->skeleton != NULL
      && g_dbus_interface_skeleton_get_connection (G_DBUS_INTERFACE_SKELETON (self->skeleton)) != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_object (&self->skeleton);
  g_clear_object (&self->model);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (bedside_dbus_menu_parent_class)->dispose (object);
}

static void
bedside_dbus_menu_finalize (GObject *object)
{
  g_free (BEDSIDE_DBUS_MENU (object)->prefix);

  G_OBJECT_CLASS (bedside_dbus_menu_parent_class)->finalize (object);
}

static void
bedside_dbus_menu_class_init (BedsideDBusMenuClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_dbus_menu_dispose;
  object_class->finalize = bedside_dbus_menu_finalize;
}

static void
bedside_dbus_menu_init (BedsideDBusMenu *self)
{
  static const struct {
    const char *name;
    GCallback   callback;
  } calls[] = {
    { "handle-get-layout", G_CALLBACK (on_get_layout) },
    { "handle-get-group-properties", G_CALLBACK (on_get_group_properties) },
    { "handle-get-property", G_CALLBACK (on_get_property) },
    { "handle-event", G_CALLBACK (on_event) },
    { "handle-event-group", G_CALLBACK (on_event_group) },
    { "handle-about-to-show", G_CALLBACK (on_about_to_show) },
    { "handle-about-to-show-group", G_CALLBACK (on_about_to_show_group) },
  };

  self->revision = 1;
  self->model = G_MENU_MODEL (g_menu_new ());
  self->skeleton = bedside_bus_menu_skeleton_new ();
  bedside_bus_menu_set_version (self->skeleton, MENU_VERSION);
  bedside_bus_menu_set_text_direction (self->skeleton, "ltr");
  bedside_bus_menu_set_status (self->skeleton, "normal");
  bedside_bus_menu_set_icon_theme_path (self->skeleton, everything);
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    g_signal_connect_object (self->skeleton, calls[i].name, calls[i].callback, self, G_CONNECT_SWAPPED);
}

/**
 * bedside_dbus_menu_new:
 * @actions: what the items of the menu do
 * @prefix: what the names of these actions begin with in the menu, as "app."
 *
 * Returns: (transfer full): an empty menu that is nowhere yet
 */
BedsideDBusMenu *
bedside_dbus_menu_new (GActionGroup *actions,
                       const char   *prefix)
{
  static const char *const signals[] = { "action-added", "action-removed", "action-enabled-changed",
                                         "action-state-changed" };
  BedsideDBusMenu *self;

  g_return_val_if_fail (G_IS_ACTION_GROUP (actions), NULL);
  g_return_val_if_fail (prefix != NULL, NULL);

  self = g_object_new (BEDSIDE_TYPE_DBUS_MENU, NULL);
  self->actions = g_object_ref (actions);
  self->prefix = g_strdup (prefix);
  self->tree = bedside_dbus_menu_tree_new (self->model, actions, prefix, NULL);
  watch_models (self);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (actions, signals[i], G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * bedside_dbus_menu_set_model:
 * @self: the menu
 * @model: (nullable): what is in it
 *
 * Items have "label", "action" and "target"; sections are separated from each other.
 */
void
bedside_dbus_menu_set_model (BedsideDBusMenu *self,
                             GMenuModel      *model)
{
  g_return_if_fail (BEDSIDE_IS_DBUS_MENU (self));
  g_return_if_fail (model == NULL || G_IS_MENU_MODEL (model));

  g_autoptr(GMenuModel) shown = model != NULL ? g_object_ref (model) : G_MENU_MODEL (g_menu_new ());
  if (g_set_object (&self->model, shown))
    queue_update (self);
}

/**
 * bedside_dbus_menu_export:
 * @self: the menu
 * @connection: where to
 * @path: of the object there
 * @error: return location
 *
 * Returns: whether it can be shown by others now
 */
gboolean
bedside_dbus_menu_export (BedsideDBusMenu  *self,
                          GDBusConnection  *connection,
                          const char       *path,
                          GError          **error)
{
  g_return_val_if_fail (BEDSIDE_IS_DBUS_MENU (self), FALSE);

  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection, path, error);
}

/**
 * bedside_dbus_menu_unexport:
 * @self: the menu
 * @connection: where it is
 *
 * Takes it away from there; it not being there is fine.
 */
void
bedside_dbus_menu_unexport (BedsideDBusMenu *self,
                            GDBusConnection *connection)
{
  g_return_if_fail (BEDSIDE_IS_DBUS_MENU (self));

  if (g_dbus_interface_skeleton_has_connection (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection))
    g_dbus_interface_skeleton_unexport_from_connection (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection);
}
