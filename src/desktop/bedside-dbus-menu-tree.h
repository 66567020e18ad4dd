/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideDBusMenuNode:
 * @id: what it is called on the bus; 0 is the menu itself
 * @key: what it is: the same as long as it is the same
 * @action: (nullable): with its prefix
 * @target: (nullable): the action's parameter
 * @properties: an a{sv}: what is told of it
 * @children: (element-type BedsideDBusMenuNode): none of an item
 *
 * A menu, an item or a separator.
 */
typedef struct {
  int        id;
  char      *key;         /* (owned) */
  char      *action;      /* (owned) (nullable) */
  GVariant  *target;      /* (owned) (nullable) */
  GVariant  *properties;  /* (owned) */
  GPtrArray *children;    /* (owned) */
} BedsideDBusMenuNode;

/**
 * BedsideDBusMenuTree:
 *
 * What a #GMenuModel looks like at one moment, in the words of com.canonical.dbusmenu. It does not change.
 */
typedef struct _BedsideDBusMenuTree BedsideDBusMenuTree;

/* @before: nullable: what it is in place of: what is in both keeps its id, and no id is ever used again. */
BedsideDBusMenuTree       *bedside_dbus_menu_tree_new            (GMenuModel                *model,
                                                                  GActionGroup              *actions,
                                                                  const char                *prefix,
                                                                  const BedsideDBusMenuTree *before);
void                       bedside_dbus_menu_tree_free           (BedsideDBusMenuTree       *self);

/* NULL: there is none. */
const BedsideDBusMenuNode *bedside_dbus_menu_tree_find           (const BedsideDBusMenuTree *self,
                                                                  int                        id);
/* All models that it was made of: what changes in them changes the tree. */
GPtrArray                 *bedside_dbus_menu_tree_get_models     (const BedsideDBusMenuTree *self);
gboolean                   bedside_dbus_menu_tree_has_same_nodes (const BedsideDBusMenuTree *self,
                                                                  const BedsideDBusMenuTree *other);

/* @names: what is asked for; empty: everything. @depth: how many levels; negative: all. All floating. */
GVariant                  *bedside_dbus_menu_node_to_layout      (const BedsideDBusMenuNode *self,
                                                                  int                        depth,
                                                                  const char *const         *names);
GVariant                  *bedside_dbus_menu_node_filter         (const BedsideDBusMenuNode *self,
                                                                  const char *const         *names);
GVariant                  *bedside_dbus_menu_tree_list           (const BedsideDBusMenuTree *self,
                                                                  const char *const         *names);
/* What those in both trees have now: (a(ia{sv})a(ias)), as ItemsPropertiesUpdated takes it. NULL: nothing changed. */
GVariant                  *bedside_dbus_menu_tree_compare        (const BedsideDBusMenuTree *self,
                                                                  const BedsideDBusMenuTree *before);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDBusMenuTree, bedside_dbus_menu_tree_free)

G_END_DECLS
