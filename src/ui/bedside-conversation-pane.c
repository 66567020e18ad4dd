/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-conversation-pane"

#include "bedside-conversation-pane.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-conversation-row.h"
#include "bedside-head-slot.h"
#include "bedside-screenful.h"
#include "bedside-scroll-keeper.h"

/* How often the times of the rows are looked at: they change at midnight, and a computer may sleep through that. */
#define CLOCK_SECONDS 60

/* More than a screen has room for, before it is known how high they are. */
#define FIRST_ROWS 24

#define SPINNER_SIZE 32

struct _BedsideConversationPane
{
  AdwBin                   parent_instance;

  BedsideConversationList *list;         /* (owned) */
  GtkSingleSelection      *selection;    /* (owned) */
  BedsideConversation     *conversation; /* (owned) (nullable) */
  BedsideScrollKeeper     *keeper;       /* (owned) */
  BedsideScreenful        *screenful;    /* (owned) */
  BedsidePaneContents      contents;
  guint                    clock_source;

  /* template */
  GtkBox                  *box;
  GtkScrolledWindow       *scroller;
  GtkListView             *view;

  /* Children of box; (nullable): made when there is nothing to list for the first time. */
  AdwStatusPage           *empty;
  GtkSpinner              *spinner;
};

typedef enum {
  PROP_CONVERSATION = 1,
  PROP_CONTENTS,
} BedsideConversationPaneProperty;

enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_CONTENTS + 1];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (BedsidePaneContents, bedside_pane_contents,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PANE_CONTENTS_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PANE_CONTENTS_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PANE_CONTENTS_NO_PRACTICE, "no-practice"))

G_DEFINE_FINAL_TYPE (BedsideConversationPane, bedside_conversation_pane, ADW_TYPE_BIN)

/* --- rows --- */

static void
on_setup (BedsideConversationPane *self,
          GtkListItem             *item)
{
  gtk_list_item_set_child (item, bedside_conversation_row_new ());
}

static void
on_slot (BedsideConversationRow *row,
         GParamSpec             *pspec,
         BedsideHeadSlot        *slot)
{
  bedside_conversation_row_set_conversation (row, bedside_head_slot_get_item (slot));
}

static void
on_bind (BedsideConversationPane *self,
         GtkListItem             *item)
{
  BedsideConversationRow *row = BEDSIDE_CONVERSATION_ROW (gtk_list_item_get_child (item));
  BedsideHeadSlot *slot = gtk_list_item_get_item (item);

  g_signal_connect_object (slot, "notify::item", G_CALLBACK (on_slot), row, G_CONNECT_SWAPPED);
  on_slot (row, NULL, slot);
}

static void
on_unbind (BedsideConversationPane *self,
           GtkListItem             *item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), on_slot, gtk_list_item_get_child (item));
  bedside_conversation_row_set_conversation (BEDSIDE_CONVERSATION_ROW (gtk_list_item_get_child (item)), NULL);
}

/* For the screenful. */
static GObject *
get_row_conversation (GtkWidget *child,
                      gpointer   user_data)
{
  GtkWidget *row = gtk_widget_get_first_child (child);

  if (!BEDSIDE_IS_CONVERSATION_ROW (row))
    return NULL;

  return (GObject *) bedside_conversation_row_get_conversation (BEDSIDE_CONVERSATION_ROW (row));
}

/* Down and Tab go on from there, and Enter does nothing. */
static void
on_focus_lost (BedsideConversationPane *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->scroller));
}

/* For the keeper: what a child of the view shows, unless that is about to move. */
static GObject *
get_row_item (GtkWidget *item,
              gpointer   user_data)
{
  BedsideConversationPane *self = user_data;
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
  BedsideConversationPane *self = user_data;

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
ensure_empty (BedsideConversationPane *self)
{
  if (self->empty != NULL)
    return;

  self->spinner = g_object_new (GTK_TYPE_SPINNER,
                                "visible", FALSE,
                                "width-request", SPINNER_SIZE,
                                "height-request", SPINNER_SIZE,
                                NULL);
  self->empty = g_object_new (ADW_TYPE_STATUS_PAGE,
                              "visible", FALSE,
                              "vexpand", TRUE,
                              "child", self->spinner,
                              NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->empty), "compact");
  gtk_box_append (self->box, GTK_WIDGET (self->empty));
}

static void
set_empty (BedsideConversationPane *self,
           const char              *icon,
           const char              *title,
           const char              *text)
{
  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, text);
}

static void
explain_emptiness (BedsideConversationPane *self)
{
  const BedsideConversationKind kind = bedside_conversation_list_get_kind (self->list);

  if (bedside_conversation_list_get_query (self->list)[0] != '\0')
    set_empty (self, "system-search-symbolic", _("Nothing found"),
               kind == BEDSIDE_CONVERSATION_KIND_PATIENT ? _("No conversation with such a patient.")
                                                         : _("No team conversation of that name."));
  else if (bedside_conversation_list_count_kind (self->list, kind) > 0)
    set_empty (self, "bedside-filter-symbolic", _("Inactive conversations are hidden"), NULL);
  else if (self->contents == BEDSIDE_PANE_CONTENTS_LOADING)
    set_empty (self, NULL, _("Loading conversations"), NULL);
  else if (self->contents == BEDSIDE_PANE_CONTENTS_NO_PRACTICE)
    set_empty (self, "system-users-symbolic", _("No practice"),
               _("You are not a member of a practice yet. Ask its manager to invite you."));
  else if (kind == BEDSIDE_CONVERSATION_KIND_PATIENT)
    set_empty (self, "bedside-conversation-symbolic", _("No conversations yet"),
               _("Conversations with your patients appear here."));
  else
    set_empty (self, "system-users-symbolic", _("No team conversation"),
               _("Conversations with your colleagues appear here."));
}

static void
update_empty (BedsideConversationPane *self)
{
  const gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;
  const gboolean loading = empty
                           && self->contents == BEDSIDE_PANE_CONTENTS_LOADING
                           && bedside_conversation_list_get_query (self->list)[0] == '\0';

  gtk_widget_set_visible (GTK_WIDGET (self->scroller), !empty);
  /* Before it is seen for the first time conversations mostly come. */
  if (self->empty == NULL
      && (!empty || (self->contents == BEDSIDE_PANE_CONTENTS_LOADING && !gtk_widget_get_mapped (GTK_WIDGET (self)))))
    return;

  ensure_empty (self);
  if (empty)
    explain_emptiness (self);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), empty);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), loading);
  gtk_spinner_set_spinning (self->spinner, loading);
}

static void
bedside_conversation_pane_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (bedside_conversation_pane_parent_class)->map (widget);
  update_empty (BEDSIDE_CONVERSATION_PANE (widget));
}

/* --- selection --- */

/* A row that is filtered away drops the selection; its conversation stays open and is selected when it comes back. */
static void
restore_selection (BedsideConversationPane *self)
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
on_selected_item (BedsideConversationPane *self)
{
  BedsideConversation *conversation = gtk_single_selection_get_selected_item (self->selection);

  if (conversation != NULL)
    bedside_conversation_pane_set_conversation (self, conversation);
}

static void
on_items_changed (BedsideConversationPane *self)
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
on_source_items_changed (BedsideConversationPane *self,
                         guint                    position,
                         guint                    removed,
                         guint                    added,
                         GListModel              *source)
{
  /* What the session does not have any more cannot stay open; what the server has not heard of need not be there. */
  if (removed > 0 && self->conversation != NULL && bedside_conversation_get_started (self->conversation)
      && !has_conversation (source, self->conversation))
    bedside_conversation_pane_set_conversation (self, NULL);
  /* What is filtered away does not change the list, but perhaps why it is empty. */
  update_empty (self);
}

static gboolean
on_click_done (gpointer user_data)
{
  g_autoptr(BedsideConversationPane) self = user_data;

  if (self->conversation != NULL)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);

  return G_SOURCE_REMOVE;
}

/* Who clicks on a conversation goes on to write; the arrow keys stay in the list. The row selects itself after this. */
static void
on_clicked (BedsideConversationPane *self,
            int                      n_press,
            double                   x,
            double                   y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  if (picked != NULL && gtk_widget_get_ancestor (picked, BEDSIDE_TYPE_CONVERSATION_ROW) != NULL)
    g_idle_add (on_click_done, g_object_ref (self));
}

static void
on_activate (BedsideConversationPane *self,
             guint                    position)
{
  g_autoptr(BedsideConversation) conversation =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (conversation == NULL)
    return;
  bedside_conversation_pane_set_conversation (self, conversation);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* --- GObject --- */

static void
bedside_conversation_pane_get_property (GObject    *object,
                                        guint       prop_id,
                                        GValue     *value,
                                        GParamSpec *pspec)
{
  BedsideConversationPane *self = BEDSIDE_CONVERSATION_PANE (object);

  switch ((BedsideConversationPaneProperty) prop_id)
    {
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;
    case PROP_CONTENTS:
      g_value_set_enum (value, self->contents);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_conversation_pane_set_property (GObject      *object,
                                        guint         prop_id,
                                        const GValue *value,
                                        GParamSpec   *pspec)
{
  BedsideConversationPane *self = BEDSIDE_CONVERSATION_PANE (object);

  switch ((BedsideConversationPaneProperty) prop_id)
    {
    case PROP_CONVERSATION:
      bedside_conversation_pane_set_conversation (self, g_value_get_object (value));
      break;
    case PROP_CONTENTS:
      bedside_conversation_pane_set_contents (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_conversation_pane_dispose (GObject *object)
{
  BedsideConversationPane *self = BEDSIDE_CONVERSATION_PANE (object);

  g_clear_handle_id (&self->clock_source, g_source_remove);
  /* No row is to be selected, and nothing to be opened, on the way down. */
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->list != NULL)
    bedside_conversation_list_set_source (self->list, NULL);
  g_clear_object (&self->keeper);
  g_clear_object (&self->screenful);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (bedside_conversation_pane_parent_class)->dispose (object);
}

/* A list view lets Tab go from row to row, through all of them. Here it is one stop; the arrows move in it. */
static gboolean
bedside_conversation_pane_focus (GtkWidget        *widget,
                                 GtkDirectionType  direction)
{
  BedsideConversationPane *self = BEDSIDE_CONVERSATION_PANE (widget);
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->view));

  if (row != NULL && (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD))
    return gtk_widget_child_focus (row, direction);
  /* From where a row has gone; a scrolled window would let nobody in. */
  if (gtk_widget_is_focus (GTK_WIDGET (self->scroller))
      && (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_DOWN))
    return gtk_widget_child_focus (GTK_WIDGET (self->view), direction);

  return GTK_WIDGET_CLASS (bedside_conversation_pane_parent_class)->focus (widget, direction);
}

static void
bedside_conversation_pane_class_init (BedsideConversationPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_conversation_pane_get_property;
  object_class->set_property = bedside_conversation_pane_set_property;
  object_class->dispose = bedside_conversation_pane_dispose;
  widget_class->focus = bedside_conversation_pane_focus;
  widget_class->map = bedside_conversation_pane_map;

  properties[PROP_CONVERSATION] = g_param_spec_object ("conversation", NULL, NULL, BEDSIDE_TYPE_CONVERSATION, flags);
  properties[PROP_CONTENTS] = g_param_spec_enum ("contents", NULL, NULL, BEDSIDE_TYPE_PANE_CONTENTS,
                                                 BEDSIDE_PANE_CONTENTS_LOADING, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", BEDSIDE_TYPE_CONVERSATION_PANE, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-conversation-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationPane, box);
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationPane, view);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
bedside_conversation_pane_init (BedsideConversationPane *self)
{
  self->list = bedside_conversation_list_new ();
  /* Autoselect off before there is a model, or the first conversation opens by itself. */
  self->selection = g_object_new (GTK_TYPE_SINGLE_SELECTION,
                                  "autoselect", FALSE,
                                  "can-unselect", TRUE,
                                  "model", bedside_conversation_list_get_model (self->list),
                                  NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->screenful = bedside_screenful_new (self->view, gtk_scrolled_window_get_vadjustment (self->scroller),
                                           GTK_SELECTION_MODEL (self->selection), FIRST_ROWS, get_row_conversation,
                                           self);
  g_signal_connect_object (self->screenful, "focus-lost", G_CALLBACK (on_focus_lost), self, G_CONNECT_SWAPPED);
  self->keeper = bedside_scroll_keeper_new (self->view,
                                            gtk_scrolled_window_get_vadjustment (self->scroller),
                                            get_row_item, self);
  bedside_scroll_keeper_set_side (self->keeper, GTK_PACK_START);

  /* After the view's own handlers, which would otherwise miss what we select. */
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_item), self,
                           G_CONNECT_SWAPPED);

  self->clock_source = g_timeout_add_seconds (CLOCK_SECONDS, clock_cb, self);
  update_empty (self);
}

/**
 * bedside_conversation_pane_new:
 *
 * Returns: (transfer floating): a pane without conversations
 */
GtkWidget *
bedside_conversation_pane_new (void)
{
  return g_object_new (BEDSIDE_TYPE_CONVERSATION_PANE, NULL);
}

/**
 * bedside_conversation_pane_get_list:
 * @self: a pane
 *
 * Returns: (transfer none): what is listed; %NULL on the way down
 */
BedsideConversationList *
bedside_conversation_pane_get_list (BedsideConversationPane *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_PANE (self), NULL);

  return self->list;
}

/**
 * bedside_conversation_pane_set_conversations:
 * @self: a pane
 * @conversations: (nullable): (element-type BedsideConversation): all conversations in any order
 *
 * Sets what is listed. The open conversation is closed.
 */
void
bedside_conversation_pane_set_conversations (BedsideConversationPane *self,
                                             GListModel              *conversations)
{
  GListModel *old;

  g_return_if_fail (BEDSIDE_IS_CONVERSATION_PANE (self));
  g_return_if_fail (conversations == NULL || G_IS_LIST_MODEL (conversations));

  old = bedside_conversation_list_get_source (self->list);
  if (old == conversations)
    return;

  bedside_conversation_pane_set_conversation (self, NULL);
  if (old != NULL)
    g_signal_handlers_disconnect_by_func (old, on_source_items_changed, self);
  bedside_conversation_list_set_source (self->list, conversations);
  if (conversations != NULL)
    g_signal_connect_object (conversations, "items-changed", G_CALLBACK (on_source_items_changed), self,
                             G_CONNECT_SWAPPED);
  update_empty (self);
}

/**
 * bedside_conversation_pane_get_conversation:
 * @self: a pane
 *
 * Returns: (transfer none) (nullable): the open conversation, listed or not
 */
BedsideConversation *
bedside_conversation_pane_get_conversation (BedsideConversationPane *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_PANE (self), NULL);

  return self->conversation;
}

/**
 * bedside_conversation_pane_set_conversation:
 * @self: a pane
 * @conversation: (nullable): the conversation to open
 *
 * Sets the open conversation and selects its row, if it is listed.
 */
void
bedside_conversation_pane_set_conversation (BedsideConversationPane *self,
                                            BedsideConversation     *conversation)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_PANE (self));
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
 * bedside_conversation_pane_get_contents:
 * @self: a pane
 *
 * Returns: what it means when nothing is listed
 */
BedsidePaneContents
bedside_conversation_pane_get_contents (BedsideConversationPane *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_PANE (self), BEDSIDE_PANE_CONTENTS_LOADING);

  return self->contents;
}

/**
 * bedside_conversation_pane_set_contents:
 * @self: a pane
 * @contents: what it means when nothing is listed
 *
 * Sets what is said when nothing is listed.
 */
void
bedside_conversation_pane_set_contents (BedsideConversationPane *self,
                                        BedsidePaneContents      contents)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_PANE (self));

  if (self->contents == contents)
    return;

  self->contents = contents;
  update_empty (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENTS]);
}

/**
 * bedside_conversation_pane_prepare_anew:
 * @self: a pane
 *
 * Lets go of rows that are about to be others.
 */
void
bedside_conversation_pane_prepare_anew (BedsideConversationPane *self)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_PANE (self));

  bedside_screenful_begin (self->screenful);
}

/**
 * bedside_conversation_pane_begin_anew:
 * @self: a pane
 *
 * Shows the list from its first row on.
 */
void
bedside_conversation_pane_begin_anew (BedsideConversationPane *self)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_PANE (self));

  bedside_screenful_end (self->screenful);
  on_items_changed (self);
  bedside_scroll_keeper_go_to_end (self->keeper);
}

/**
 * bedside_conversation_pane_focus_list:
 * @self: a pane
 *
 * Moves the focus into the list.
 */
void
bedside_conversation_pane_focus_list (BedsideConversationPane *self)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_PANE (self));

  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}
