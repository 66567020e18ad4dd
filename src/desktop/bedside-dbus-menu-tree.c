/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-dbus-menu-tree"

#include "bedside-dbus-menu-tree.h"

struct _BedsideDBusMenuTree
{
  BedsideDBusMenuNode *root;    /* (owned) */
  GHashTable          *nodes;   /* (owned): of id to BedsideDBusMenuNode (unowned) */
  GHashTable          *keys;    /* (owned): of key to BedsideDBusMenuNode (unowned) */
  GPtrArray           *models;  /* (owned) (element-type GMenuModel) */
  int                  next_id;
};

/* What making one needs to know everywhere. */
typedef struct {
  BedsideDBusMenuTree *tree;
  GActionGroup        *actions;
  const char          *prefix;
} Maker;

static void add_model (Maker *maker, BedsideDBusMenuNode *parent, GMenuModel *model, gboolean section);

static void
node_free (BedsideDBusMenuNode *node)
{
  g_free (node->key);
  g_free (node->action);
  g_clear_pointer (&node->target, g_variant_unref);
  g_clear_pointer (&node->properties, g_variant_unref);
  g_clear_pointer (&node->children, g_ptr_array_unref);
  g_free (node);
}

/* --- making one --- */

/* @name: (transfer full): what tells it from others in the same menu, unless there are two of it. */
static BedsideDBusMenuNode *
add_node (Maker               *maker,
          BedsideDBusMenuNode *parent,
          char                *name)
{
  BedsideDBusMenuTree *tree = maker->tree;
  BedsideDBusMenuNode *node = g_new0 (BedsideDBusMenuNode, 1);
  g_autofree char *base = parent != NULL ? g_strconcat (parent->key, "\n", name, NULL) : g_strdup (name);

  node->key = g_strdup (base);
  for (guint i = 2; g_hash_table_contains (tree->keys, node->key); i++)
    {
      g_free (node->key);
      node->key = g_strdup_printf ("%s\t%u", base, i);
    }
  node->children = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  g_hash_table_insert (tree->keys, node->key, node);
  if (parent != NULL)
    g_ptr_array_add (parent->children, node);
  g_free (name);

  return node;
}

static void
add_separator (Maker               *maker,
               BedsideDBusMenuNode *parent)
{
  BedsideDBusMenuNode *node = add_node (maker, parent, g_strdup ("separator"));
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "type", g_variant_new_string ("separator"));
  g_variant_builder_add (&builder, "{sv}", "visible", g_variant_new_boolean (TRUE));
  node->properties = g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* A check mark for what is on or off, a dot for the one that is chosen. */
static void
describe_state (BedsideDBusMenuNode *node,
                GVariant            *state,
                GVariantBuilder     *builder)
{
  gboolean on;

  if (node->target == NULL && g_variant_is_of_type (state, G_VARIANT_TYPE_BOOLEAN))
    on = g_variant_get_boolean (state);
  else if (node->target != NULL && g_variant_is_of_type (state, g_variant_get_type (node->target)))
    on = g_variant_equal (state, node->target);
  else
    return;

  g_variant_builder_add (builder, "{sv}", "toggle-type",
                         g_variant_new_string (node->target == NULL ? "checkmark" : "radio"));
  g_variant_builder_add (builder, "{sv}", "toggle-state", g_variant_new_int32 (on ? 1 : 0));
}

/* Whether it can be chosen. */
static gboolean
describe_action (Maker               *maker,
                 BedsideDBusMenuNode *node,
                 GVariantBuilder     *builder)
{
  const GVariantType *type = NULL;
  g_autoptr(GVariant) state = NULL;
  gboolean enabled = FALSE;

  if (node->action == NULL || !g_str_has_prefix (node->action, maker->prefix)
      || !g_action_group_query_action (maker->actions, node->action + strlen (maker->prefix), &enabled, &type, NULL,
                                       NULL, &state))
    return FALSE;
  if (state != NULL)
    describe_state (node, state, builder);
  if (node->target == NULL ? type != NULL : type == NULL || !g_variant_is_of_type (node->target, type))
    return FALSE;

  return enabled;
}

static void
add_item (Maker               *maker,
          BedsideDBusMenuNode *parent,
          GMenuModel          *model,
          int                  index)
{
  g_autoptr(GMenuModel) submenu = g_menu_model_get_item_link (model, index, G_MENU_LINK_SUBMENU);
  g_autoptr(GVariant) target = g_menu_model_get_item_attribute_value (model, index, G_MENU_ATTRIBUTE_TARGET, NULL);
  g_autofree char *label = NULL, *action = NULL, *printed = NULL;
  gboolean enabled;
  GVariantBuilder builder;

  g_menu_model_get_item_attribute (model, index, G_MENU_ATTRIBUTE_LABEL, "s", &label);
  g_menu_model_get_item_attribute (model, index, G_MENU_ATTRIBUTE_ACTION, "s", &action);
  if (target != NULL)
    printed = g_variant_print (target, TRUE);

  /* An item is what it does: a label that changes makes no other item of it. */
  BedsideDBusMenuNode *node =
    add_node (maker, parent, g_strdup_printf ("%s\r%s\r%s", submenu != NULL ? "menu" : "item",
                                              action != NULL ? action : label, printed != NULL ? printed : ""));
  node->action = g_steal_pointer (&action);
  node->target = g_steal_pointer (&target);

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  enabled = describe_action (maker, node, &builder);
  g_variant_builder_add (&builder, "{sv}", "label", g_variant_new_string (label != NULL ? label : ""));
  g_variant_builder_add (&builder, "{sv}", "enabled", g_variant_new_boolean (submenu != NULL || enabled));
  g_variant_builder_add (&builder, "{sv}", "visible", g_variant_new_boolean (TRUE));
  if (submenu != NULL)
    {
      g_variant_builder_add (&builder, "{sv}", "children-display", g_variant_new_string ("submenu"));
      add_model (maker, node, submenu, FALSE);
    }
  node->properties = g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
add_model (Maker               *maker,
           BedsideDBusMenuNode *parent,
           GMenuModel          *model,
           gboolean             section)
{
  /* Between it and what stands above; what is empty is not separated. */
  gboolean separated = !section || parent->children->len == 0;

  g_ptr_array_add (maker->tree->models, g_object_ref (model));
  for (int i = 0; i < g_menu_model_get_n_items (model); i++)
    {
      g_autoptr(GMenuModel) inner = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);

      if (inner != NULL)
        {
          guint before = parent->children->len;

          add_model (maker, parent, inner, TRUE);
          separated = separated && parent->children->len == before;
          continue;
        }
      if (!separated)
        add_separator (maker, parent);
      separated = TRUE;
      add_item (maker, parent, model, i);
    }
}

static gboolean
is_child_of (const BedsideDBusMenuNode *node,
             const BedsideDBusMenuNode *parent,
             guint                      index)
{
  return g_str_equal (node->key, ((BedsideDBusMenuNode *) g_ptr_array_index (parent->children, index))->key);
}

static void number (BedsideDBusMenuTree *self, BedsideDBusMenuNode *node, const BedsideDBusMenuNode *before);

/* What stands where it stood, counted from either end, is the same as before. GNOME's AppIndicator extension (46) moves
 * no item in its menu, and puts a new one in the wrong place if one above it has gone: what is between the two gets new
 * ids, and so is made anew. */
static void
number_children (BedsideDBusMenuTree       *self,
                 const BedsideDBusMenuNode *node,
                 const BedsideDBusMenuNode *before)
{
  guint now = node->children->len, then = before != NULL ? before->children->len : 0;
  guint shorter = MIN (now, then), first = 0, last = 0;

  while (first < shorter && is_child_of (g_ptr_array_index (node->children, first), before, first))
    first++;
  while (last < shorter - first
         && is_child_of (g_ptr_array_index (node->children, now - last - 1), before, then - last - 1))
    last++;

  for (guint i = 0; i < now; i++)
    {
      const BedsideDBusMenuNode *same = NULL;

      if (i < first)
        same = g_ptr_array_index (before->children, i);
      else if (i >= now - last)
        same = g_ptr_array_index (before->children, i + then - now);
      number (self, g_ptr_array_index (node->children, i), same);
    }
}

/* Ids are never used again: what was clicked on in a menu that has changed since must not be something else. */
static void
number (BedsideDBusMenuTree       *self,
        BedsideDBusMenuNode       *node,
        const BedsideDBusMenuNode *before)
{
  node->id = before != NULL ? before->id : self->next_id++;
  g_hash_table_insert (self->nodes, GINT_TO_POINTER (node->id), node);
  number_children (self, node, before);
}

/**
 * bedside_dbus_menu_tree_new:
 * @model: the menu
 * @actions: what its items do
 * @prefix: what the names of these actions begin with in @model, as "app."
 * @before: (nullable): the tree that it is in place of
 *
 * Items of other actions are insensitive. Those of a stateful action get a check mark (gboolean, no target) or are
 * one of several to choose from.
 *
 * Source: com.canonical.dbusmenu, version 3.
 *
 * Returns: (transfer full): the tree
 */
BedsideDBusMenuTree *
bedside_dbus_menu_tree_new (GMenuModel                *model,
                            GActionGroup              *actions,
                            const char                *prefix,
                            const BedsideDBusMenuTree *before)
{
  BedsideDBusMenuTree *self = g_new0 (BedsideDBusMenuTree, 1);
  Maker maker = { self, actions, prefix };

  self->nodes = g_hash_table_new (NULL, NULL);
  self->keys = g_hash_table_new (g_str_hash, g_str_equal);
  self->models = g_ptr_array_new_with_free_func (g_object_unref);
  self->next_id = before != NULL ? before->next_id : 0;

  self->root = add_node (&maker, NULL, g_strdup ("root"));
  self->root->properties = g_variant_ref_sink (g_variant_new_parsed ("{'children-display': <'submenu'>}"));
  add_model (&maker, self->root, model, FALSE);
  number (self, self->root, before != NULL ? before->root : NULL);

  return self;
}

void
bedside_dbus_menu_tree_free (BedsideDBusMenuTree *self)
{
  g_clear_pointer (&self->nodes, g_hash_table_unref);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_clear_pointer (&self->models, g_ptr_array_unref);
  g_clear_pointer (&self->root, node_free);
  g_free (self);
}

/* --- asking it --- */

/**
 * bedside_dbus_menu_tree_find:
 * @self: the tree
 * @id: of a node
 *
 * Returns: (nullable) (transfer none): that node
 */
const BedsideDBusMenuNode *
bedside_dbus_menu_tree_find (const BedsideDBusMenuTree *self,
                             int                        id)
{
  return g_hash_table_lookup (self->nodes, GINT_TO_POINTER (id));
}

/**
 * bedside_dbus_menu_tree_get_models:
 * @self: the tree
 *
 * Returns: (transfer none) (element-type GMenuModel): the menu, its sections and its submenus
 */
GPtrArray *
bedside_dbus_menu_tree_get_models (const BedsideDBusMenuTree *self)
{
  return self->models;
}

static gboolean
have_same_nodes (const BedsideDBusMenuNode *one,
                 const BedsideDBusMenuNode *other)
{
  if (one->id != other->id || one->children->len != other->children->len)
    return FALSE;

  for (guint i = 0; i < one->children->len; i++)
    {
      if (!have_same_nodes (g_ptr_array_index (one->children, i), g_ptr_array_index (other->children, i)))
        return FALSE;
    }

  return TRUE;
}

/**
 * bedside_dbus_menu_tree_has_same_nodes:
 * @self: the tree
 * @other: another one
 *
 * Returns: whether they differ in properties at most
 */
gboolean
bedside_dbus_menu_tree_has_same_nodes (const BedsideDBusMenuTree *self,
                                       const BedsideDBusMenuTree *other)
{
  return have_same_nodes (self->root, other->root);
}

/**
 * bedside_dbus_menu_node_filter:
 * @self: a node
 * @names: the properties that are asked for; empty: all
 *
 * Returns: (transfer floating): an a{sv}
 */
GVariant *
bedside_dbus_menu_node_filter (const BedsideDBusMenuNode *self,
                               const char *const         *names)
{
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_iter_init (&iter, self->properties);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      if (names[0] == NULL || g_strv_contains (names, name))
        g_variant_builder_add (&builder, "{sv}", name, value);
      g_variant_unref (value);
    }

  return g_variant_builder_end (&builder);
}

/**
 * bedside_dbus_menu_node_to_layout:
 * @self: a node
 * @depth: how many levels below it; negative: all
 * @names: the properties that are asked for; empty: all
 *
 * Returns: (transfer floating): an (ia{sv}av)
 */
GVariant *
bedside_dbus_menu_node_to_layout (const BedsideDBusMenuNode *self,
                                  int                        depth,
                                  const char *const         *names)
{
  GVariantBuilder children;

  g_variant_builder_init (&children, G_VARIANT_TYPE ("av"));
  for (guint i = 0; depth != 0 && i < self->children->len; i++)
    {
      const BedsideDBusMenuNode *child = g_ptr_array_index (self->children, i);

      g_variant_builder_add (&children, "v", bedside_dbus_menu_node_to_layout (child, MAX (depth, 0) - 1, names));
    }

  return g_variant_new ("(i@a{sv}av)", self->id, bedside_dbus_menu_node_filter (self, names), &children);
}

static void
list_node (const BedsideDBusMenuNode *node,
           const char *const         *names,
           GVariantBuilder           *builder)
{
  g_variant_builder_add (builder, "(i@a{sv})", node->id, bedside_dbus_menu_node_filter (node, names));
  for (guint i = 0; i < node->children->len; i++)
    list_node (g_ptr_array_index (node->children, i), names, builder);
}

/**
 * bedside_dbus_menu_tree_list:
 * @self: the tree
 * @names: the properties that are asked for; empty: all
 *
 * Returns: (transfer floating): all of its nodes as an a(ia{sv})
 */
GVariant *
bedside_dbus_menu_tree_list (const BedsideDBusMenuTree *self,
                             const char *const         *names)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ia{sv})"));
  list_node (self->root, names, &builder);

  return g_variant_builder_end (&builder);
}

/* --- what has changed --- */

/* The entries of @now that @before has not or has otherwise. */
static GVariant *
new_entries (GVariant *now,
             GVariant *before)
{
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_iter_init (&iter, now);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      g_autoptr(GVariant) old = g_variant_lookup_value (before, name, NULL);

      if (old == NULL || !g_variant_equal (old, value))
        g_variant_builder_add (&builder, "{sv}", name, value);
      g_variant_unref (value);
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* The names in @before that are not in @now. */
static GVariant *
gone_entries (GVariant *now,
              GVariant *before)
{
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  g_variant_iter_init (&iter, before);
  while (g_variant_iter_next (&iter, "{&sv}", &name, NULL))
    {
      g_autoptr(GVariant) value = g_variant_lookup_value (now, name, NULL);

      if (value == NULL)
        g_variant_builder_add (&builder, "s", name);
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/**
 * bedside_dbus_menu_tree_compare:
 * @self: the tree
 * @before: what it was before
 *
 * Returns: (transfer floating) (nullable): the changed and the removed properties of the nodes that are in both, as
 *   an (a(ia{sv})a(ias)); %NULL: nothing is changed
 */
GVariant *
bedside_dbus_menu_tree_compare (const BedsideDBusMenuTree *self,
                                const BedsideDBusMenuTree *before)
{
  GVariantBuilder updated, removed;
  GHashTableIter iter;
  gpointer value;
  gboolean changed = FALSE;

  g_variant_builder_init (&updated, G_VARIANT_TYPE ("a(ia{sv})"));
  g_variant_builder_init (&removed, G_VARIANT_TYPE ("a(ias)"));
  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const BedsideDBusMenuNode *node = value, *old = bedside_dbus_menu_tree_find (before, node->id);

      if (old == NULL)
        continue;

      g_autoptr(GVariant) entries = new_entries (node->properties, old->properties);
      g_autoptr(GVariant) gone = gone_entries (node->properties, old->properties);
      if (g_variant_n_children (entries) > 0)
        g_variant_builder_add (&updated, "(i@a{sv})", node->id, entries);
      if (g_variant_n_children (gone) > 0)
        g_variant_builder_add (&removed, "(i@as)", node->id, gone);
      changed = changed || g_variant_n_children (entries) > 0 || g_variant_n_children (gone) > 0;
    }

  if (!changed)
    {
      g_variant_builder_clear (&updated);
      g_variant_builder_clear (&removed);
      return NULL;
    }

  return g_variant_new ("(a(ia{sv})a(ias))", &updated, &removed);
}
