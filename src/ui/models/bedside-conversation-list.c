/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-conversation-list"

#include "bedside-conversation-list.h"

#include "bedside-found-model.h"
#include "bedside-search.h"

struct _BedsideConversationList
{
  GObject                  parent_instance;

  GListModel              *source;   /* (owned) (nullable) */
  GPtrArray               *watched;  /* (owned) (element-type BedsideConversation): what is in source */
  BedsideConversation     *open;     /* (owned) (nullable) */
  char                    *query;    /* (owned): stripped */
  BedsideConversationKind  kind;
  guint                    oldest_first : 1;
  guint                    hide_inactive : 1;

  GtkSorter               *sorter;   /* (owned) */
  GtkSortListModel        *sorted;   /* (owned): before it is searched, so that a key that is pressed only searches */
  BedsideFoundModel       *found;    /* (owned) */

  GHashTable              *changed;  /* (owned): set of conversations, for comparing only */
  guint                    refresh_source;
};

typedef enum {
  PROP_SOURCE = 1,
  PROP_KIND,
  PROP_QUERY,
  PROP_OLDEST_FIRST,
  PROP_HIDE_INACTIVE,
  PROP_OPEN,
} BedsideConversationListProperty;

static GParamSpec *properties[PROP_OPEN + 1];

G_DEFINE_FINAL_TYPE (BedsideConversationList, bedside_conversation_list, G_TYPE_OBJECT)

/* Properties of a conversation that change whether and where it is listed. */
static const char *const relevant[] = {
  "inactive", "last-timestamp", "not-sent", "pending", "started", "title", "unread",
};

/* It exists here only, and nothing would be lost if it went. */
static gboolean
is_blank (BedsideConversation *conversation)
{
  return !bedside_conversation_get_started (conversation)
         && bedside_conversation_get_pending (conversation) == 0
         && bedside_conversation_get_not_sent (conversation) == 0
         && bedside_conversation_get_draft (conversation)[0] == '\0';
}

static gboolean
is_hidden (BedsideConversationList *self,
           BedsideConversation     *conversation)
{
  return self->hide_inactive
         && conversation != self->open
         && bedside_conversation_get_inactive (conversation)
         && bedside_conversation_get_unread (conversation) == 0
         && bedside_conversation_get_not_sent (conversation) == 0
         && bedside_conversation_get_pending (conversation) == 0;
}

static gboolean
match (gpointer item,
       gpointer user_data)
{
  BedsideConversationList *self = user_data;

  return bedside_conversation_get_kind (item) == self->kind
         && !is_blank (item)
         && !is_hidden (self, item)
         && (self->query[0] == '\0' || bedside_conversation_matches (item, self->query));
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  BedsideConversationList *self = user_data;
  BedsideConversation *one = (BedsideConversation *) a;
  BedsideConversation *two = (BedsideConversation *) b;
  gint64 time_one = bedside_conversation_get_last_timestamp (one);
  gint64 time_two = bedside_conversation_get_last_timestamp (two);
  int order;

  if (time_one != time_two)
    {
      /* One without any message is neither the newest nor the oldest. */
      if (time_one == 0 || time_two == 0)
        return time_one == 0 ? 1 : -1;
      return (time_one > time_two) == self->oldest_first ? 1 : -1;
    }

  order = bedside_conversation_compare_titles (one, two);
  if (order == 0)
    order = strcmp (bedside_conversation_get_room_id (one), bedside_conversation_get_room_id (two));

  return order;
}

static gboolean
refresh_cb (gpointer user_data)
{
  BedsideConversationList *self = user_data;

  self->refresh_source = 0;
  bedside_found_model_search_again (self->found, BEDSIDE_FOUND_CHANGE_ANY);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  g_hash_table_remove_all (self->changed);

  return G_SOURCE_REMOVE;
}

/* A sync answer changes many conversations in one turn: they are filtered and sorted once, before the next frame. */
static void
queue_refresh (BedsideConversationList *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refresh_cb, self, NULL);
}

static void
on_conversation_notify (BedsideConversation     *conversation,
                        GParamSpec              *pspec,
                        BedsideConversationList *self)
{
  const gboolean begun = strcmp (pspec->name, "draft") == 0 && !bedside_conversation_get_started (conversation);

  for (guint i = 0; i < G_N_ELEMENTS (relevant); i++)
    {
      if (begun || strcmp (pspec->name, relevant[i]) == 0)
        {
          g_hash_table_add (self->changed, conversation);
          queue_refresh (self);
          return;
        }
    }
}

/* g_signal_connect_object() keeps a list in ourselves which is searched at every disconnection. The array holds the
 * conversations alive, and dispose disconnects. */
static void
watch (BedsideConversationList *self,
       BedsideConversation     *conversation)
{
  /* lint: allow connect, because the other is quadratic with thousands of conversations. */
  g_signal_connect (conversation, "notify", G_CALLBACK (on_conversation_notify), self);
}

static void
unwatch (BedsideConversationList *self,
         guint                    position,
         guint                    count)
{
  for (guint i = position; i < position + count; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->watched, i), on_conversation_notify, self);
  if (count > 0)
    g_ptr_array_remove_range (self->watched, position, count);
}

static void
on_source_items_changed (GListModel              *source,
                         guint                    position,
                         guint                    removed,
                         guint                    added,
                         BedsideConversationList *self)
{
  unwatch (self, position, removed);

  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (source, i);

      watch (self, conversation);
      g_ptr_array_insert (self->watched, i, g_steal_pointer (&conversation));
    }
}

static void
bedside_conversation_list_get_property (GObject    *object,
                                        guint       prop_id,
                                        GValue     *value,
                                        GParamSpec *pspec)
{
  BedsideConversationList *self = BEDSIDE_CONVERSATION_LIST (object);

  switch ((BedsideConversationListProperty) prop_id)
    {
    case PROP_SOURCE:
      g_value_set_object (value, self->source);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_QUERY:
      g_value_set_string (value, self->query);
      break;
    case PROP_OLDEST_FIRST:
      g_value_set_boolean (value, self->oldest_first);
      break;
    case PROP_HIDE_INACTIVE:
      g_value_set_boolean (value, self->hide_inactive);
      break;
    case PROP_OPEN:
      g_value_set_object (value, self->open);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_conversation_list_set_property (GObject      *object,
                                        guint         prop_id,
                                        const GValue *value,
                                        GParamSpec   *pspec)
{
  BedsideConversationList *self = BEDSIDE_CONVERSATION_LIST (object);

  switch ((BedsideConversationListProperty) prop_id)
    {
    case PROP_SOURCE:
      bedside_conversation_list_set_source (self, g_value_get_object (value));
      break;
    case PROP_KIND:
      bedside_conversation_list_set_kind (self, g_value_get_enum (value));
      break;
    case PROP_QUERY:
      bedside_conversation_list_set_query (self, g_value_get_string (value));
      break;
    case PROP_OLDEST_FIRST:
      bedside_conversation_list_set_oldest_first (self, g_value_get_boolean (value));
      break;
    case PROP_HIDE_INACTIVE:
      bedside_conversation_list_set_hide_inactive (self, g_value_get_boolean (value));
      break;
    case PROP_OPEN:
      bedside_conversation_list_set_open (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_conversation_list_dispose (GObject *object)
{
  BedsideConversationList *self = BEDSIDE_CONVERSATION_LIST (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  unwatch (self, 0, self->watched->len);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_func (self->source, on_source_items_changed, self);
  g_clear_object (&self->source);
  g_clear_object (&self->open);

  /* Somebody else may hold the models longer than us. */
  if (self->found != NULL)
    {
      bedside_found_model_end (self->found);
      gtk_sort_list_model_set_model (self->sorted, NULL);
      gtk_sort_list_model_set_sorter (self->sorted, NULL);
    }
  g_clear_object (&self->found);
  g_clear_object (&self->sorted);
  g_clear_object (&self->sorter);

  G_OBJECT_CLASS (bedside_conversation_list_parent_class)->dispose (object);
}

static void
bedside_conversation_list_finalize (GObject *object)
{
  BedsideConversationList *self = BEDSIDE_CONVERSATION_LIST (object);

  g_ptr_array_unref (self->watched);
  g_hash_table_unref (self->changed);
  g_free (self->query);

  G_OBJECT_CLASS (bedside_conversation_list_parent_class)->finalize (object);
}

static void
bedside_conversation_list_class_init (BedsideConversationListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_conversation_list_get_property;
  object_class->set_property = bedside_conversation_list_set_property;
  object_class->dispose = bedside_conversation_list_dispose;
  object_class->finalize = bedside_conversation_list_finalize;

  properties[PROP_SOURCE] = g_param_spec_object ("source", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, BEDSIDE_TYPE_CONVERSATION_KIND,
                                             BEDSIDE_CONVERSATION_KIND_PATIENT, flags);
  properties[PROP_QUERY] = g_param_spec_string ("query", NULL, NULL, "", flags);
  properties[PROP_OLDEST_FIRST] = g_param_spec_boolean ("oldest-first", NULL, NULL, FALSE, flags);
  properties[PROP_HIDE_INACTIVE] = g_param_spec_boolean ("hide-inactive", NULL, NULL, FALSE, flags);
  properties[PROP_OPEN] = g_param_spec_object ("open", NULL, NULL, BEDSIDE_TYPE_CONVERSATION, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_conversation_list_init (BedsideConversationList *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->changed = g_hash_table_new (NULL, NULL);
  self->query = g_strdup ("");
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare, self, NULL));
  self->sorted = gtk_sort_list_model_new (NULL, g_object_ref (self->sorter));
  self->found = bedside_found_model_new (G_LIST_MODEL (self->sorted), match, self);
}

/**
 * bedside_conversation_list_new:
 *
 * Returns: (transfer full): a list without conversations, of the patients' tab, newest first
 */
BedsideConversationList *
bedside_conversation_list_new (void)
{
  return g_object_new (BEDSIDE_TYPE_CONVERSATION_LIST, NULL);
}

/**
 * bedside_conversation_list_get_model:
 * @self: a list
 *
 * Returns: (transfer none): the filtered and sorted conversations, the same model for the life of @self
 */
GListModel *
bedside_conversation_list_get_model (BedsideConversationList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self), NULL);

  return G_LIST_MODEL (self->found);
}

/**
 * bedside_conversation_list_get_source:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the model of all conversations
 */
GListModel *
bedside_conversation_list_get_source (BedsideConversationList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self), NULL);

  return self->source;
}

/**
 * bedside_conversation_list_set_source:
 * @self: a list
 * @source: (nullable): model of all conversations, in any order
 *
 * Sets what is filtered and sorted.
 */
void
bedside_conversation_list_set_source (BedsideConversationList *self,
                                      GListModel              *source)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self));
  g_return_if_fail (source == NULL || G_IS_LIST_MODEL (source));

  if (self->source == source)
    return;

  unwatch (self, 0, self->watched->len);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_func (self->source, on_source_items_changed, self);
  g_set_object (&self->source, source);
  if (source != NULL)
    {
      g_signal_connect_object (source, "items-changed", G_CALLBACK (on_source_items_changed), self, 0);
      on_source_items_changed (source, 0, 0, g_list_model_get_n_items (source), self);
    }
  gtk_sort_list_model_set_model (self->sorted, source);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE]);
}

/**
 * bedside_conversation_list_get_kind:
 * @self: a list
 *
 * Returns: the kind of conversations that is listed
 */
BedsideConversationKind
bedside_conversation_list_get_kind (BedsideConversationList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self), BEDSIDE_CONVERSATION_KIND_PATIENT);

  return self->kind;
}

/**
 * bedside_conversation_list_set_kind:
 * @self: a list
 * @kind: patients or team (R11)
 *
 * Sets which tab is shown.
 */
void
bedside_conversation_list_set_kind (BedsideConversationList *self,
                                    BedsideConversationKind  kind)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self));

  if (self->kind == kind)
    return;

  self->kind = kind;
  bedside_found_model_search_again (self->found, BEDSIDE_FOUND_CHANGE_ANY);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

/**
 * bedside_conversation_list_get_query:
 * @self: a list
 *
 * Returns: what is searched for, "" for nothing
 */
const char *
bedside_conversation_list_get_query (BedsideConversationList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self), NULL);

  return self->query;
}

/**
 * bedside_conversation_list_set_query:
 * @self: a list
 * @query: (nullable): words to search for (R15)
 *
 * Sets what is searched for; see bedside_conversation_matches().
 */
void
bedside_conversation_list_set_query (BedsideConversationList *self,
                                     const char              *query)
{
  g_autofree char *stripped = NULL;
  gboolean narrows;

  g_return_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self));

  stripped = g_strstrip (g_strdup (query != NULL ? query : ""));
  if (strcmp (self->query, stripped) == 0)
    return;

  narrows = bedside_search_narrows (self->query, stripped);
  g_free (self->query);
  self->query = g_steal_pointer (&stripped);
  bedside_found_model_search_again (self->found, narrows ? BEDSIDE_FOUND_CHANGE_FEWER : BEDSIDE_FOUND_CHANGE_ANY);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
}

/**
 * bedside_conversation_list_get_oldest_first:
 * @self: a list
 *
 * Returns: whether the conversation with the oldest last message comes first
 */
gboolean
bedside_conversation_list_get_oldest_first (BedsideConversationList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self), FALSE);

  return self->oldest_first;
}

/**
 * bedside_conversation_list_set_oldest_first:
 * @self: a list
 * @oldest_first: %TRUE: oldest first
 *
 * Sets the order by last message (R16).
 */
void
bedside_conversation_list_set_oldest_first (BedsideConversationList *self,
                                            gboolean                 oldest_first)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self));

  oldest_first = !!oldest_first;
  if (self->oldest_first == oldest_first)
    return;

  self->oldest_first = oldest_first;
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OLDEST_FIRST]);
}

/**
 * bedside_conversation_list_get_hide_inactive:
 * @self: a list
 *
 * Returns: whether inactive conversations are hidden
 */
gboolean
bedside_conversation_list_get_hide_inactive (BedsideConversationList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self), FALSE);

  return self->hide_inactive;
}

/**
 * bedside_conversation_list_set_hide_inactive:
 * @self: a list
 * @hide_inactive: whether to hide them
 *
 * Sets the funnel (R17). Never hidden are the open conversation and one with unread messages or with messages that
 * have not reached the server.
 */
void
bedside_conversation_list_set_hide_inactive (BedsideConversationList *self,
                                             gboolean                 hide_inactive)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self));

  hide_inactive = !!hide_inactive;
  if (self->hide_inactive == hide_inactive)
    return;

  self->hide_inactive = hide_inactive;
  bedside_found_model_search_again (self->found,
                                    hide_inactive ? BEDSIDE_FOUND_CHANGE_FEWER : BEDSIDE_FOUND_CHANGE_ANY);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIDE_INACTIVE]);
}

/**
 * bedside_conversation_list_get_open:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the open conversation
 */
BedsideConversation *
bedside_conversation_list_get_open (BedsideConversationList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self), NULL);

  return self->open;
}

/**
 * bedside_conversation_list_set_open:
 * @self: a list
 * @open: (nullable): the conversation that is shown beside the list
 *
 * Sets the conversation that the funnel does not hide.
 */
void
bedside_conversation_list_set_open (BedsideConversationList *self,
                                    BedsideConversation     *open)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self));
  g_return_if_fail (open == NULL || BEDSIDE_IS_CONVERSATION (open));

  if (!g_set_object (&self->open, open))
    return;

  /* In a later turn: this is often called from a handler of the very selection that a change would move. */
  if (self->hide_inactive)
    queue_refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

/**
 * bedside_conversation_list_find:
 * @self: a list
 * @conversation: a conversation
 *
 * Returns: where it is listed, %GTK_INVALID_LIST_POSITION if it is not
 */
guint
bedside_conversation_list_find (BedsideConversationList *self,
                                BedsideConversation     *conversation)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self), GTK_INVALID_LIST_POSITION);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->found)); i++)
    {
      g_autoptr(BedsideConversation) item = g_list_model_get_item (G_LIST_MODEL (self->found), i);

      if (item == conversation)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

/**
 * bedside_conversation_list_is_changing:
 * @self: a list
 * @conversation: a conversation
 *
 * Returns: whether @conversation has changed since the list was put in order
 */
gboolean
bedside_conversation_list_is_changing (BedsideConversationList *self,
                                       BedsideConversation     *conversation)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self), FALSE);

  return g_hash_table_contains (self->changed, conversation);
}

/**
 * bedside_conversation_list_count_kind:
 * @self: a list
 * @kind: a kind of conversation
 *
 * Returns: how many of that kind there are, listed or not
 */
guint
bedside_conversation_list_count_kind (BedsideConversationList *self,
                                      BedsideConversationKind  kind)
{
  guint count = 0;

  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_LIST (self), 0);

  for (guint i = 0; i < self->watched->len; i++)
    {
      BedsideConversation *conversation = g_ptr_array_index (self->watched, i);

      count += bedside_conversation_get_kind (conversation) == kind && !is_blank (conversation);
    }

  return count;
}
