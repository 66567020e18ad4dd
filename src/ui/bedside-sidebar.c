/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-sidebar"

#include "bedside-sidebar.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-conversation-list.h"
#include "bedside-conversation-row.h"
#include "bedside-scroll-keeper.h"

/* With the other pane's 349 and the line between, a window below 640 is too narrow for both. */
#define MINIMUM_WIDTH 290
#define NATURAL_WIDTH 360

/* How often the times of the rows are looked at: they change at midnight, and a computer may sleep through that. */
#define CLOCK_SECONDS 60

struct _BedsideSidebar
{
  AdwBin                   parent_instance;

  BedsideConversationList *list;         /* (owned) */
  GtkSingleSelection      *selection;    /* (owned) */
  BedsideConversation     *conversation; /* (owned) (nullable) */
  BedsideScrollKeeper     *keeper;       /* (owned) */
  BedsideSidebarContents   contents;
  guint                    clock_source;

  /* template */
  AdwHeaderBar            *header;
  AdwWindowTitle          *title;
  GtkToggleButton         *patients;
  GtkToggleButton         *team;
  GtkSearchEntry          *search;
  GtkButton               *sort;
  GtkToggleButton         *hide_inactive;
  AdwBin                  *notices;
  GtkScrolledWindow       *scroller;
  GtkListView             *view;
  AdwStatusPage           *empty;
  GtkSpinner              *spinner;
};

typedef enum {
  PROP_CONVERSATIONS = 1,
  PROP_CONVERSATION,
  PROP_TITLE,
  PROP_CONTENTS,
  PROP_OLDEST_FIRST,
  PROP_HIDE_INACTIVE,
} BedsideSidebarProperty;

enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_HIDE_INACTIVE + 1];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (BedsideSidebarContents, bedside_sidebar_contents,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_SIDEBAR_CONTENTS_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_SIDEBAR_CONTENTS_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_SIDEBAR_CONTENTS_NO_PRACTICE, "no-practice"))

G_DEFINE_FINAL_TYPE (BedsideSidebar, bedside_sidebar, ADW_TYPE_BIN)

/* --- rows --- */

static void
on_setup (BedsideSidebar *self,
          GtkListItem    *item)
{
  gtk_list_item_set_child (item, bedside_conversation_row_new ());
}

static void
on_bind (BedsideSidebar *self,
         GtkListItem    *item)
{
  bedside_conversation_row_set_conversation (BEDSIDE_CONVERSATION_ROW (gtk_list_item_get_child (item)),
                                             gtk_list_item_get_item (item));
}

static void
on_unbind (BedsideSidebar *self,
           GtkListItem    *item)
{
  bedside_conversation_row_set_conversation (BEDSIDE_CONVERSATION_ROW (gtk_list_item_get_child (item)), NULL);
}

/* For the keeper: what a child of the view shows, unless that is about to move. */
static GObject *
get_row_item (GtkWidget *item,
              gpointer   user_data)
{
  BedsideSidebar *self = user_data;
  GtkWidget *row = gtk_widget_get_first_child (item);
  BedsideConversation *conversation = NULL;

  if (BEDSIDE_IS_CONVERSATION_ROW (row))
    conversation = bedside_conversation_row_get_conversation (BEDSIDE_CONVERSATION_ROW (row));
  if (conversation == NULL || bedside_conversation_list_is_changing (self->list, conversation))
    return NULL;

  return G_OBJECT (conversation);
}

static gboolean
clock_cb (gpointer user_data)
{
  BedsideSidebar *self = user_data;

  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->view));
       item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (BEDSIDE_IS_CONVERSATION_ROW (row))
        bedside_conversation_row_update_time (BEDSIDE_CONVERSATION_ROW (row));
    }

  return G_SOURCE_CONTINUE;
}

/* --- what to say when nothing is listed --- */

static void
set_empty (BedsideSidebar *self,
           const char     *icon,
           const char     *title,
           const char     *text)
{
  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, text);
}

static void
explain_emptiness (BedsideSidebar *self)
{
  const BedsideConversationKind kind = bedside_conversation_list_get_kind (self->list);

  if (bedside_conversation_list_get_query (self->list)[0] != '\0')
    set_empty (self, "system-search-symbolic", _("Nothing Found"),
               kind == BEDSIDE_CONVERSATION_KIND_PATIENT ? _("No conversation with such a patient.")
                                                         : _("No team conversation of that name."));
  else if (bedside_conversation_list_count_kind (self->list, kind) > 0)
    set_empty (self, "bedside-filter-symbolic", _("Inactive Conversations Are Hidden"), NULL);
  else if (self->contents == BEDSIDE_SIDEBAR_CONTENTS_LOADING)
    set_empty (self, NULL, _("Loading Conversations"), NULL);
  else if (self->contents == BEDSIDE_SIDEBAR_CONTENTS_NO_PRACTICE)
    set_empty (self, "system-users-symbolic", _("No Practice"),
               _("You are not a member of a practice yet. Ask its manager to invite you."));
  else if (kind == BEDSIDE_CONVERSATION_KIND_PATIENT)
    set_empty (self, "bedside-conversation-symbolic", _("No Conversations Yet"),
               _("Conversations with your patients appear here."));
  else
    set_empty (self, "system-users-symbolic", _("No Team Conversation"),
               _("Conversations with your colleagues appear here."));
}

static void
update_empty (BedsideSidebar *self)
{
  const gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;
  const gboolean loading = empty
                           && self->contents == BEDSIDE_SIDEBAR_CONTENTS_LOADING
                           && bedside_conversation_list_get_query (self->list)[0] == '\0';

  if (empty)
    explain_emptiness (self);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), empty);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), !empty);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), loading);
  gtk_spinner_set_spinning (self->spinner, loading);
}

/* --- selection --- */

/* A row that is filtered away drops the selection; its conversation stays open and is selected when it comes back. */
static void
restore_selection (BedsideSidebar *self)
{
  guint position;

  if (self->conversation == NULL
      || gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    return;

  position = bedside_conversation_list_find (self->list, self->conversation);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, position);
}

static void
on_selected_item (BedsideSidebar *self)
{
  BedsideConversation *conversation = gtk_single_selection_get_selected_item (self->selection);

  if (conversation != NULL)
    bedside_sidebar_set_conversation (self, conversation);
}

static void
on_items_changed (BedsideSidebar *self)
{
  bedside_scroll_keeper_hold_anew (self->keeper);
  restore_selection (self);
  update_empty (self);
}

static gboolean
has_conversation (GListModel          *source,
                  BedsideConversation *conversation)
{
  for (guint i = 0; i < g_list_model_get_n_items (source); i++)
    {
      g_autoptr(BedsideConversation) item = g_list_model_get_item (source, i);

      if (item == conversation)
        return TRUE;
    }

  return FALSE;
}

static void
on_source_items_changed (BedsideSidebar *self,
                         guint           position,
                         guint           removed,
                         guint           added,
                         GListModel     *source)
{
  /* What the session does not have any more cannot stay open. */
  if (removed > 0 && self->conversation != NULL && !has_conversation (source, self->conversation))
    bedside_sidebar_set_conversation (self, NULL);
  /* What is filtered away does not change the list, but perhaps why it is empty. */
  update_empty (self);
}

static void
on_activate (BedsideSidebar *self,
             guint           position)
{
  g_autoptr(BedsideConversation) conversation =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (conversation == NULL)
    return;
  bedside_sidebar_set_conversation (self, conversation);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* --- controls --- */

/* Who asks for another list reads it from its beginning; otherwise what is seen stays where it is. */
static void
begin_anew (BedsideSidebar *self)
{
  on_items_changed (self);
  bedside_scroll_keeper_go_to_end (self->keeper);
}

static void
on_tab_toggled (BedsideSidebar *self)
{
  bedside_conversation_list_set_kind (self->list,
                                      gtk_toggle_button_get_active (self->team) ? BEDSIDE_CONVERSATION_KIND_TEAM
                                                                                : BEDSIDE_CONVERSATION_KIND_PATIENT);
  begin_anew (self);
}

static void
on_search_changed (BedsideSidebar *self)
{
  bedside_conversation_list_set_query (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  begin_anew (self);
}

static void
on_search_stopped (BedsideSidebar *self)
{
  if (gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    bedside_sidebar_focus_list (self);
}

static void
on_search_activated (BedsideSidebar *self)
{
  bedside_sidebar_focus_list (self);
}

static void
on_sort_clicked (BedsideSidebar *self)
{
  bedside_sidebar_set_oldest_first (self, !bedside_sidebar_get_oldest_first (self));
  begin_anew (self);
}

static void
on_hide_inactive_toggled (BedsideSidebar *self)
{
  bedside_sidebar_set_hide_inactive (self, gtk_toggle_button_get_active (self->hide_inactive));
}

/* The button is named after what is shown now (R16). */
static void
update_sort (BedsideSidebar *self)
{
  const gboolean oldest_first = bedside_conversation_list_get_oldest_first (self->list);
  const char *name = oldest_first ? _("Sort: oldest first") : _("Sort: newest first");

  gtk_button_set_icon_name (self->sort, oldest_first ? "bedside-sort-oldest-symbolic"
                                                     : "bedside-sort-newest-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sort), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sort), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* --- GtkWidget --- */

/* The pane is as wide with long names and notices as it is without. */
static void
bedside_sidebar_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (*minimum, MINIMUM_WIDTH);
      *natural = MAX (*minimum, NATURAL_WIDTH);
    }
}

static void
bedside_sidebar_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
}

/* --- GObject --- */

static void
bedside_sidebar_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsideSidebar *self = BEDSIDE_SIDEBAR (object);

  switch ((BedsideSidebarProperty) prop_id)
    {
    case PROP_CONVERSATIONS:
      g_value_set_object (value, bedside_sidebar_get_conversations (self));
      break;
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;
    case PROP_TITLE:
      g_value_set_string (value, bedside_sidebar_get_title (self));
      break;
    case PROP_CONTENTS:
      g_value_set_enum (value, self->contents);
      break;
    case PROP_OLDEST_FIRST:
      g_value_set_boolean (value, bedside_sidebar_get_oldest_first (self));
      break;
    case PROP_HIDE_INACTIVE:
      g_value_set_boolean (value, bedside_sidebar_get_hide_inactive (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_sidebar_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  BedsideSidebar *self = BEDSIDE_SIDEBAR (object);

  switch ((BedsideSidebarProperty) prop_id)
    {
    case PROP_CONVERSATIONS:
      bedside_sidebar_set_conversations (self, g_value_get_object (value));
      break;
    case PROP_CONVERSATION:
      bedside_sidebar_set_conversation (self, g_value_get_object (value));
      break;
    case PROP_TITLE:
      bedside_sidebar_set_title (self, g_value_get_string (value));
      break;
    case PROP_CONTENTS:
      bedside_sidebar_set_contents (self, g_value_get_enum (value));
      break;
    case PROP_OLDEST_FIRST:
      bedside_sidebar_set_oldest_first (self, g_value_get_boolean (value));
      break;
    case PROP_HIDE_INACTIVE:
      bedside_sidebar_set_hide_inactive (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_sidebar_dispose (GObject *object)
{
  BedsideSidebar *self = BEDSIDE_SIDEBAR (object);

  g_clear_handle_id (&self->clock_source, g_source_remove);
  /* No row is to be selected, and nothing to be opened, on the way down. */
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->list != NULL)
    bedside_conversation_list_set_source (self->list, NULL);
  g_clear_object (&self->keeper);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (bedside_sidebar_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_CONVERSATIONS] = g_param_spec_object ("conversations", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_CONVERSATION] = g_param_spec_object ("conversation", NULL, NULL, BEDSIDE_TYPE_CONVERSATION, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_CONTENTS] = g_param_spec_enum ("contents", NULL, NULL, BEDSIDE_TYPE_SIDEBAR_CONTENTS,
                                                 BEDSIDE_SIDEBAR_CONTENTS_LOADING, flags);
  properties[PROP_OLDEST_FIRST] = g_param_spec_boolean ("oldest-first", NULL, NULL, FALSE, flags);
  properties[PROP_HIDE_INACTIVE] = g_param_spec_boolean ("hide-inactive", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, header);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, title);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, patients);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, team);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, search);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, sort);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, hide_inactive);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, notices);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, scroller);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, view);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, empty);
  gtk_widget_class_bind_template_child (widget_class, BedsideSidebar, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_tab_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_sort_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_hide_inactive_toggled);
}

static void
bedside_sidebar_class_init (BedsideSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_sidebar_get_property;
  object_class->set_property = bedside_sidebar_set_property;
  object_class->dispose = bedside_sidebar_dispose;
  GTK_WIDGET_CLASS (klass)->measure = bedside_sidebar_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = bedside_sidebar_size_allocate;
  install_properties (object_class);

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", BEDSIDE_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
bedside_sidebar_init (BedsideSidebar *self)
{
  self->list = bedside_conversation_list_new ();
  /* Autoselect off before there is a model, or the first conversation opens by itself. */
  self->selection = g_object_new (GTK_TYPE_SINGLE_SELECTION,
                                  "autoselect", FALSE,
                                  "can-unselect", TRUE,
                                  "model", bedside_conversation_list_get_model (self->list),
                                  NULL);
  /* AdwBin's would measure in our place. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  self->keeper = bedside_scroll_keeper_new (self->view,
                                            gtk_scrolled_window_get_vadjustment (self->scroller),
                                            get_row_item, self);
  bedside_scroll_keeper_set_side (self->keeper, GTK_PACK_START);
  gtk_search_entry_set_key_capture_widget (self->search, NULL);

  /* After the view's own handlers, which would otherwise miss what we select. */
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_item), self,
                           G_CONNECT_SWAPPED);

  self->clock_source = g_timeout_add_seconds (CLOCK_SECONDS, clock_cb, self);
  update_sort (self);
  update_empty (self);
}

/**
 * bedside_sidebar_new:
 *
 * Returns: (transfer floating): a sidebar without conversations
 */
GtkWidget *
bedside_sidebar_new (void)
{
  return g_object_new (BEDSIDE_TYPE_SIDEBAR, NULL);
}

/**
 * bedside_sidebar_get_conversations:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): all conversations, as they were given
 */
GListModel *
bedside_sidebar_get_conversations (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), NULL);

  return self->list != NULL ? bedside_conversation_list_get_source (self->list) : NULL;
}

/**
 * bedside_sidebar_set_conversations:
 * @self: a sidebar
 * @conversations: (nullable): (element-type BedsideConversation): all conversations in any order
 *
 * Sets what is listed. The open conversation is closed.
 */
void
bedside_sidebar_set_conversations (BedsideSidebar *self,
                                   GListModel     *conversations)
{
  GListModel *old;

  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));
  g_return_if_fail (conversations == NULL || G_IS_LIST_MODEL (conversations));

  old = bedside_conversation_list_get_source (self->list);
  if (old == conversations)
    return;

  bedside_sidebar_set_conversation (self, NULL);
  if (old != NULL)
    g_signal_handlers_disconnect_by_func (old, on_source_items_changed, self);
  bedside_conversation_list_set_source (self->list, conversations);
  if (conversations != NULL)
    g_signal_connect_object (conversations, "items-changed", G_CALLBACK (on_source_items_changed), self,
                             G_CONNECT_SWAPPED);
  update_empty (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATIONS]);
}

/**
 * bedside_sidebar_get_conversation:
 * @self: a sidebar
 *
 * Returns: (transfer none) (nullable): the open conversation, listed or not
 */
BedsideConversation *
bedside_sidebar_get_conversation (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), NULL);

  return self->conversation;
}

/**
 * bedside_sidebar_set_conversation:
 * @self: a sidebar
 * @conversation: (nullable): the conversation to open
 *
 * Sets the open conversation and selects its row, if it is listed.
 */
void
bedside_sidebar_set_conversation (BedsideSidebar      *self,
                                  BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));
  g_return_if_fail (conversation == NULL || BEDSIDE_IS_CONVERSATION (conversation));

  if (!g_set_object (&self->conversation, conversation))
    return;

  bedside_conversation_list_set_open (self->list, conversation);
  if (gtk_single_selection_get_selected_item (self->selection) != (gpointer) conversation)
    {
      gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
      restore_selection (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATION]);
}

/**
 * bedside_sidebar_get_title:
 * @self: a sidebar
 *
 * Returns: what stands in the header bar
 */
const char *
bedside_sidebar_get_title (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), NULL);

  return adw_window_title_get_title (self->title);
}

/**
 * bedside_sidebar_set_title:
 * @self: a sidebar
 * @title: (nullable): the name of the practice; "" or %NULL if it is not known
 *
 * Sets what stands in the header bar.
 */
void
bedside_sidebar_set_title (BedsideSidebar *self,
                           const char     *title)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  if (title == NULL || title[0] == '\0')
    title = "Bedside";
  if (g_strcmp0 (adw_window_title_get_title (self->title), title) == 0)
    return;

  adw_window_title_set_title (self->title, title);
  /* A long name is cut off in the header bar. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * bedside_sidebar_get_contents:
 * @self: a sidebar
 *
 * Returns: what it means when nothing is listed
 */
BedsideSidebarContents
bedside_sidebar_get_contents (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), BEDSIDE_SIDEBAR_CONTENTS_LOADING);

  return self->contents;
}

/**
 * bedside_sidebar_set_contents:
 * @self: a sidebar
 * @contents: what it means when nothing is listed
 *
 * Sets what is said when nothing is listed.
 */
void
bedside_sidebar_set_contents (BedsideSidebar         *self,
                              BedsideSidebarContents  contents)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  if (self->contents == contents)
    return;

  self->contents = contents;
  update_empty (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENTS]);
}

/**
 * bedside_sidebar_get_oldest_first:
 * @self: a sidebar
 *
 * Returns: whether the conversation with the oldest last message comes first
 */
gboolean
bedside_sidebar_get_oldest_first (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), FALSE);

  return self->list != NULL && bedside_conversation_list_get_oldest_first (self->list);
}

/**
 * bedside_sidebar_set_oldest_first:
 * @self: a sidebar
 * @oldest_first: %TRUE: oldest first
 *
 * Sets the order by last message (R16).
 */
void
bedside_sidebar_set_oldest_first (BedsideSidebar *self,
                                  gboolean        oldest_first)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  if (bedside_sidebar_get_oldest_first (self) == !!oldest_first)
    return;

  bedside_conversation_list_set_oldest_first (self->list, oldest_first);
  update_sort (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OLDEST_FIRST]);
}

/**
 * bedside_sidebar_get_hide_inactive:
 * @self: a sidebar
 *
 * Returns: whether inactive conversations are hidden
 */
gboolean
bedside_sidebar_get_hide_inactive (BedsideSidebar *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIDEBAR (self), FALSE);

  return self->list != NULL && bedside_conversation_list_get_hide_inactive (self->list);
}

/**
 * bedside_sidebar_set_hide_inactive:
 * @self: a sidebar
 * @hide_inactive: whether to hide them
 *
 * Sets the funnel (R17).
 */
void
bedside_sidebar_set_hide_inactive (BedsideSidebar *self,
                                   gboolean        hide_inactive)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  if (bedside_sidebar_get_hide_inactive (self) == !!hide_inactive)
    return;

  bedside_conversation_list_set_hide_inactive (self->list, hide_inactive);
  gtk_toggle_button_set_active (self->hide_inactive, hide_inactive);
  on_items_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIDE_INACTIVE]);
}

/**
 * bedside_sidebar_focus_search:
 * @self: a sidebar
 *
 * Lets the person type what to search for.
 */
void
bedside_sidebar_focus_search (BedsideSidebar *self)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

/**
 * bedside_sidebar_focus_list:
 * @self: a sidebar
 *
 * Moves the focus into the list.
 */
void
bedside_sidebar_focus_list (BedsideSidebar *self)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

/**
 * bedside_sidebar_set_notices:
 * @self: a sidebar
 * @notices: (nullable): what to show under the header bar
 *
 * Puts @notices under the header bar.
 */
void
bedside_sidebar_set_notices (BedsideSidebar *self,
                             GtkWidget      *notices)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));
  g_return_if_fail (notices == NULL || GTK_IS_WIDGET (notices));

  adw_bin_set_child (self->notices, notices);
}

/**
 * bedside_sidebar_set_alone:
 * @self: a sidebar
 * @alone: whether it is the only pane
 *
 * Shows the window's buttons, or leaves them to the pane beside.
 */
void
bedside_sidebar_set_alone (BedsideSidebar *self,
                           gboolean        alone)
{
  g_return_if_fail (BEDSIDE_IS_SIDEBAR (self));

  adw_header_bar_set_show_end_title_buttons (self->header, alone);
}
