/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-message-list"

#include "bedside-message-list.h"

#include "bedside-jump-button.h"
#include "bedside-message-factory.h"
#include "bedside-message-menu.h"
#include "bedside-scroll-keeper.h"
#include "bedside-tail-model.h"
#include "bedside-text-window.h"

/* Rows to begin with: more than a screen. Then some more in each turn, up to what GTK keeps alive. */
#define FIRST_ROWS 30
#define MORE_ROWS  20
#define MOST_ROWS  240
/* Older messages are loaded when there is less than this above. */
#define SCREENS_ABOVE 1.5
#define MAX_NEW 99

struct _BedsideMessageList
{
  GtkWidget                 parent_instance;

  BedsideTimeline          *timeline;      /* (owned) (nullable) */
  BedsideTailModel         *tail;          /* (owned) (nullable): of the timeline */
  BedsideScrollKeeper      *keeper;        /* (owned) */
  GtkAdjustment            *adjustment;    /* (owned) */
  BedsideMessageFactory    *factory;       /* (owned) */

  guint                     reveal_id;
  guint                     midnight_id;
  gboolean                  asked_older;   /* and nothing has come of it yet */
  BedsideMessage           *newest;        /* (owned) (nullable): seen and told */
  gint64                    left_at;       /* position of the newest message when the end was left */
  guint                     n_new;
  GtkWindow                *window;        /* (unowned) (nullable): whose activity is followed */

  /* template */
  GtkWidget                *overlay;
  GtkScrolledWindow        *scroller;
  GtkListView              *list;
  BedsideJumpButton        *jump;
};

G_DEFINE_FINAL_TYPE (BedsideMessageList, bedside_message_list, GTK_TYPE_WIDGET)

typedef enum {
  PROP_TIMELINE = 1,
  PROP_WITH_SENDER,
  PROP_AT_NEWEST,
} BedsideMessageListProperty;

static GParamSpec *properties[PROP_AT_NEWEST + 1];

typedef enum {
  SIGNAL_RETRY,
  SIGNAL_DELETE,
  SIGNAL_LOAD_OLDER,
  SIGNAL_NEWEST_SEEN,
} BedsideMessageListSignal;

static guint signals[SIGNAL_NEWEST_SEEN + 1];

/* --- rows --- */

/* Days come and go with the messages around them: only messages hold. */
static GObject *
get_held_item (GtkWidget *list_item,
               gpointer   user_data)
{
  return (GObject *) bedside_message_factory_get_message (list_item);
}

static void
retry_cb (BedsideMessageList *self,
          BedsideMessage     *message)
{
  g_signal_emit (self, signals[SIGNAL_RETRY], 0, message);
}

static void
delete_cb (BedsideMessageList *self,
           BedsideMessage     *message)
{
  g_signal_emit (self, signals[SIGNAL_DELETE], 0, message);
}

static void
load_older_cb (BedsideMessageList *self)
{
  g_signal_emit (self, signals[SIGNAL_LOAD_OLDER], 0);
}

static void
show_all_cb (BedsideMessageList *self,
             BedsideMessage     *message)
{
  const char *text = bedside_message_get_text (message);
  GtkWindow *window = bedside_text_window_new (text != NULL ? text : "");

  gtk_window_set_transient_for (window, self->window);
  gtk_window_present (window);
}

static void
create_factory (BedsideMessageList *self)
{
  g_autoptr(GtkListItemFactory) factory = NULL;

  self->factory = bedside_message_factory_new ();
  factory = bedside_message_factory_create (self->factory);
  gtk_list_view_set_factory (self->list, factory);
  g_signal_connect_object (self->factory, "changed", G_CALLBACK (bedside_scroll_keeper_hold), self->keeper,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->factory, "retry", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->factory, "delete", G_CALLBACK (delete_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->factory, "show-all", G_CALLBACK (show_all_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->factory, "load-older", G_CALLBACK (load_older_cb), self, G_CONNECT_SWAPPED);
}

static void
bedside_message_list_css_changed (GtkWidget         *widget,
                                  GtkCssStyleChange *change)
{
  BedsideMessageList *self = BEDSIDE_MESSAGE_LIST (widget);

  GTK_WIDGET_CLASS (bedside_message_list_parent_class)->css_changed (widget, change);

  if (self->factory == NULL || !bedside_message_factory_measure (self->factory, widget))
    return;
  bedside_scroll_keeper_hold (self->keeper);
  bedside_message_factory_update (self->factory, GTK_WIDGET (self->list));
}

/* --- midnight --- */

static void schedule_midnight (BedsideMessageList *self);

static gboolean
midnight_cb (gpointer user_data)
{
  BedsideMessageList *self = BEDSIDE_MESSAGE_LIST (user_data);

  self->midnight_id = 0;
  bedside_message_factory_refresh_days (GTK_WIDGET (self->list));
  schedule_midnight (self);

  return G_SOURCE_REMOVE;
}

static void
schedule_midnight (BedsideMessageList *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  int left = 24 * 3600 - g_date_time_get_hour (now) * 3600 - g_date_time_get_minute (now) * 60 -
             g_date_time_get_second (now);

  /* An hour at most: a computer that sleeps does not count its timers. */
  self->midnight_id = g_timeout_add_seconds (CLAMP (left + 1, 1, 3600), midnight_cb, self);
}

/* --- the newest message --- */

static BedsideMessage *
get_newest (BedsideMessageList *self)
{
  guint n = self->timeline != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->timeline)) : 0;
  g_autoptr(GObject) item = n > 0 ? g_list_model_get_item (G_LIST_MODEL (self->timeline), n - 1) : NULL;

  return BEDSIDE_IS_MESSAGE (item) ? (BedsideMessage *) item : NULL;
}

static void
check_newest_seen (BedsideMessageList *self)
{
  BedsideMessage *newest = get_newest (self);
  gboolean seen = newest != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                  bedside_scroll_keeper_get_at_end (self->keeper) &&
                  self->window != NULL && gtk_window_is_active (self->window);

  if (!seen)
    newest = NULL;
  if (g_set_object (&self->newest, newest) && seen)
    g_signal_emit (self, signals[SIGNAL_NEWEST_SEEN], 0);
}

/* Received messages behind the one that was the newest when the end was left. */
static guint
count_new (BedsideMessageList *self)
{
  guint n = self->timeline != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->timeline)) : 0;
  guint n_new = 0;

  for (; n > 0 && n_new < MAX_NEW; n--)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->timeline), n - 1);
      BedsideMessage *message = BEDSIDE_IS_MESSAGE (item) ? BEDSIDE_MESSAGE (item) : NULL;

      if (message == NULL || bedside_message_get_own (message))
        continue;
      if (bedside_message_get_position (message) <= self->left_at)
        break;
      n_new++;
    }

  return n_new;
}

static void
update_jump (BedsideMessageList *self)
{
  double page = gtk_adjustment_get_page_size (self->adjustment);
  double below = gtk_adjustment_get_upper (self->adjustment) - page - gtk_adjustment_get_value (self->adjustment);
  gboolean away = !bedside_scroll_keeper_get_at_end (self->keeper) && (self->n_new > 0 || below > page / 2);

  bedside_jump_button_update (self->jump, away, self->n_new);
}

static void
at_end_cb (BedsideMessageList *self)
{
  BedsideMessage *newest = get_newest (self);

  self->left_at = newest != NULL ? bedside_message_get_position (newest) : G_MININT64;
  self->n_new = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AT_NEWEST]);
}

/* --- older messages --- */

static void
check_older (BedsideMessageList *self)
{
  double above = gtk_adjustment_get_value (self->adjustment);

  if (self->timeline == NULL || self->asked_older || bedside_tail_model_get_hidden (self->tail) > 0 ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      bedside_timeline_get_state (self->timeline) != BEDSIDE_TIMELINE_STATE_READY ||
      above > SCREENS_ABOVE * gtk_adjustment_get_page_size (self->adjustment))
    return;

  self->asked_older = TRUE;
  g_signal_emit (self, signals[SIGNAL_LOAD_OLDER], 0);
}

static void
settled_cb (BedsideMessageList *self)
{
  update_jump (self);
  check_newest_seen (self);
  check_older (self);
}

static gboolean
reveal_cb (gpointer user_data)
{
  BedsideMessageList *self = BEDSIDE_MESSAGE_LIST (user_data);
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->tail));

  bedside_scroll_keeper_hold (self->keeper);
  bedside_tail_model_reveal (self->tail, shown < MOST_ROWS ? MORE_ROWS : G_MAXUINT);
  if (bedside_tail_model_get_hidden (self->tail) > 0)
    return G_SOURCE_CONTINUE;

  self->reveal_id = 0;
  return G_SOURCE_REMOVE;
}

static void
timeline_items_changed_cb (BedsideMessageList *self)
{
  self->asked_older = FALSE;
  bedside_scroll_keeper_hold (self->keeper);
  self->n_new = bedside_scroll_keeper_get_at_end (self->keeper) ? 0 : count_new (self);
}

static void
timeline_state_cb (BedsideMessageList *self)
{
  self->asked_older = FALSE;
  gtk_widget_queue_allocate (GTK_WIDGET (self->list));
}

/* Shows the end of the timeline, and more of it in the turns that follow. */
static void
open_at_end (BedsideMessageList *self)
{
  g_autoptr(GtkSelectionModel) selection = NULL;

  g_clear_handle_id (&self->reveal_id, g_source_remove);
  g_clear_object (&self->tail);
  if (self->timeline != NULL)
    {
      self->tail = bedside_tail_model_new (G_LIST_MODEL (self->timeline), G_OBJECT (self->timeline), FIRST_ROWS);
      selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->tail))));
      if (bedside_tail_model_get_hidden (self->tail) > 0)
        self->reveal_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, reveal_cb, self, NULL);
    }

  bedside_scroll_keeper_go_to_end (self->keeper);
  gtk_list_view_set_model (self->list, selection);
}

/* --- focus --- */

/* The newest row that is seen: nothing has to be scrolled for it. */
static gboolean
focus_rows (BedsideMessageList *self,
            GtkDirectionType    direction)
{
  GtkWidget *row = gtk_widget_get_last_child (GTK_WIDGET (self->list));
  graphene_rect_t bounds;

  for (; row != NULL; row = gtk_widget_get_prev_sibling (row))
    if (gtk_widget_get_child_visible (row) && bedside_message_factory_get_message (row) != NULL &&
        gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &bounds) &&
        bounds.origin.y + bounds.size.height <= gtk_widget_get_height (GTK_WIDGET (self->list)))
      return gtk_widget_child_focus (row, direction);

  return FALSE;
}

/* A list view lets Tab go to its first row, which would scroll to the oldest message, and then from row to row, through
 * all of them. Here Tab goes to what is seen, through the controls of that row, and out again; the arrows move. */
static gboolean
bedside_message_list_focus (GtkWidget        *widget,
                            GtkDirectionType  direction)
{
  BedsideMessageList *self = BEDSIDE_MESSAGE_LIST (widget);
  GtkWidget *jump = GTK_WIDGET (self->jump);
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (bedside_message_list_parent_class)->focus (widget, direction);

  if (gtk_widget_get_focus_child (jump) != NULL)
    return !forward && focus_rows (self, direction);
  if (gtk_widget_get_focus_child (widget) != NULL && row != NULL)
    return gtk_widget_child_focus (row, direction) || (forward && gtk_widget_child_focus (jump, direction));
  if (forward)
    return focus_rows (self, direction) || gtk_widget_child_focus (jump, direction);

  return gtk_widget_child_focus (jump, direction) || focus_rows (self, direction);
}

/* --- the widget --- */

static void
bedside_message_list_root (GtkWidget *widget)
{
  BedsideMessageList *self = BEDSIDE_MESSAGE_LIST (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (bedside_message_list_parent_class)->root (widget);

  root = gtk_widget_get_root (widget);
  if (!GTK_IS_WINDOW (root))
    return;
  self->window = GTK_WINDOW (root);
  g_signal_connect_object (root, "notify::is-active", G_CALLBACK (check_newest_seen), self, G_CONNECT_SWAPPED);
}

static void
bedside_message_list_unroot (GtkWidget *widget)
{
  BedsideMessageList *self = BEDSIDE_MESSAGE_LIST (widget);

  if (self->window != NULL)
    g_signal_handlers_disconnect_by_func (self->window, check_newest_seen, self);
  self->window = NULL;

  GTK_WIDGET_CLASS (bedside_message_list_parent_class)->unroot (widget);
}

static void
bedside_message_list_map (GtkWidget *widget)
{
  BedsideMessageList *self = BEDSIDE_MESSAGE_LIST (widget);

  GTK_WIDGET_CLASS (bedside_message_list_parent_class)->map (widget);
  midnight_cb (self);
}

static void
bedside_message_list_unmap (GtkWidget *widget)
{
  BedsideMessageList *self = BEDSIDE_MESSAGE_LIST (widget);

  g_clear_handle_id (&self->midnight_id, g_source_remove);
  GTK_WIDGET_CLASS (bedside_message_list_parent_class)->unmap (widget);
  check_newest_seen (self);
}

static void
bedside_message_list_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  BedsideMessageList *self = BEDSIDE_MESSAGE_LIST (object);

  switch ((BedsideMessageListProperty) prop_id)
    {
    case PROP_TIMELINE:
      g_value_set_object (value, self->timeline);
      break;

    case PROP_WITH_SENDER:
      g_value_set_boolean (value, bedside_message_factory_get_with_sender (self->factory));
      break;

    case PROP_AT_NEWEST:
      g_value_set_boolean (value, bedside_message_list_get_at_newest (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_message_list_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  BedsideMessageList *self = BEDSIDE_MESSAGE_LIST (object);

  switch ((BedsideMessageListProperty) prop_id)
    {
    case PROP_TIMELINE:
      bedside_message_list_set_timeline (self, g_value_get_object (value));
      break;

    case PROP_WITH_SENDER:
      bedside_message_list_set_with_sender (self, g_value_get_boolean (value));
      break;

    case PROP_AT_NEWEST:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_message_list_dispose (GObject *object)
{
  BedsideMessageList *self = BEDSIDE_MESSAGE_LIST (object);

  g_clear_handle_id (&self->reveal_id, g_source_remove);
  g_clear_handle_id (&self->midnight_id, g_source_remove);
  if (self->timeline != NULL)
    g_signal_handlers_disconnect_by_data (self->timeline, self);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  self->list = NULL;
  g_clear_object (&self->factory);
  g_clear_object (&self->keeper);
  g_clear_object (&self->adjustment);
  g_clear_object (&self->tail);
  g_clear_object (&self->timeline);
  g_clear_object (&self->newest);

  G_OBJECT_CLASS (bedside_message_list_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_TIMELINE] = g_param_spec_object ("timeline", NULL, NULL, BEDSIDE_TYPE_TIMELINE,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  properties[PROP_WITH_SENDER] = g_param_spec_boolean ("with-sender", NULL, NULL, FALSE,
                                                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                       G_PARAM_STATIC_STRINGS);
  properties[PROP_AT_NEWEST] = g_param_spec_boolean ("at-newest", NULL, NULL, TRUE,
                                                     G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                     G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
install_signals (BedsideMessageListClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[SIGNAL_RETRY] =
    g_signal_new ("retry", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_MESSAGE);
  signals[SIGNAL_DELETE] =
    g_signal_new ("delete", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_MESSAGE);
  signals[SIGNAL_LOAD_OLDER] =
    g_signal_new ("load-older", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_NEWEST_SEEN] =
    g_signal_new ("newest-seen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-message-list.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageList, overlay);
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageList, scroller);
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageList, list);
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageList, jump);
}

static void
bedside_message_list_class_init (BedsideMessageListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bedside_message_list_dispose;
  object_class->get_property = bedside_message_list_get_property;
  object_class->set_property = bedside_message_list_set_property;
  widget_class->css_changed = bedside_message_list_css_changed;
  widget_class->focus = bedside_message_list_focus;
  widget_class->map = bedside_message_list_map;
  widget_class->root = bedside_message_list_root;
  widget_class->unmap = bedside_message_list_unmap;
  widget_class->unroot = bedside_message_list_unroot;

  install_properties (object_class);
  install_signals (klass);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (BEDSIDE_TYPE_JUMP_BUTTON);
  bind_template (widget_class);
}

static void
bedside_message_list_init (BedsideMessageList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->left_at = G_MININT64;
  self->adjustment = g_object_ref (gtk_scrolled_window_get_vadjustment (self->scroller));
  self->keeper = bedside_scroll_keeper_new (self->list, self->adjustment, get_held_item, self);
  create_factory (self);
  bedside_message_menu_attach (GTK_WIDGET (self->list));
  g_signal_connect_object (self->jump, "clicked", G_CALLBACK (bedside_message_list_go_to_newest), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "notify::at-end", G_CALLBACK (at_end_cb), self, G_CONNECT_SWAPPED);
}

/**
 * bedside_message_list_new:
 *
 * Returns: (transfer floating): a list without a timeline
 */
GtkWidget *
bedside_message_list_new (void)
{
  return g_object_new (BEDSIDE_TYPE_MESSAGE_LIST, NULL);
}

/**
 * bedside_message_list_get_timeline:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): what it shows
 */
BedsideTimeline *
bedside_message_list_get_timeline (BedsideMessageList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE_LIST (self), NULL);

  return self->timeline;
}

/**
 * bedside_message_list_set_timeline:
 * @self: a list
 * @timeline: (nullable): what to show
 *
 * Shows a timeline, from its newest message on.
 */
void
bedside_message_list_set_timeline (BedsideMessageList *self,
                                   BedsideTimeline    *timeline)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE_LIST (self));
  g_return_if_fail (timeline == NULL || BEDSIDE_IS_TIMELINE (timeline));

  if (self->timeline == timeline)
    return;

  if (self->timeline != NULL)
    g_signal_handlers_disconnect_by_data (self->timeline, self);
  g_set_object (&self->timeline, timeline);
  g_clear_object (&self->newest);
  self->asked_older = FALSE;
  self->n_new = 0;
  if (timeline != NULL)
    {
      g_signal_connect_object (timeline, "items-changed", G_CALLBACK (timeline_items_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (timeline, "notify::state", G_CALLBACK (timeline_state_cb), self, G_CONNECT_SWAPPED);
    }
  open_at_end (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMELINE]);
}

/**
 * bedside_message_list_get_with_sender:
 * @self: a list
 *
 * Returns: whether each group of received messages says who wrote it
 */
gboolean
bedside_message_list_get_with_sender (BedsideMessageList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE_LIST (self), FALSE);

  return bedside_message_factory_get_with_sender (self->factory);
}

/**
 * bedside_message_list_set_with_sender:
 * @self: a list
 * @with_sender: there are several others
 *
 * Sets whether each group of received messages says who wrote it.
 */
void
bedside_message_list_set_with_sender (BedsideMessageList *self,
                                      gboolean            with_sender)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE_LIST (self));

  if (bedside_message_factory_get_with_sender (self->factory) == !!with_sender)
    return;
  bedside_message_factory_set_with_sender (self->factory, with_sender);
  bedside_message_factory_update (self->factory, GTK_WIDGET (self->list));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WITH_SENDER]);
}

/**
 * bedside_message_list_get_at_newest:
 * @self: a list
 *
 * Returns: whether it is scrolled to its end
 */
gboolean
bedside_message_list_get_at_newest (BedsideMessageList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE_LIST (self), FALSE);

  return self->keeper != NULL && bedside_scroll_keeper_get_at_end (self->keeper);
}

/**
 * bedside_message_list_get_n_new:
 * @self: a list
 *
 * Returns: how many messages have come since the end was left
 */
guint
bedside_message_list_get_n_new (BedsideMessageList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE_LIST (self), 0);

  return self->n_new;
}

/**
 * bedside_message_list_go_to_newest:
 * @self: a list
 *
 * Scrolls to the newest message and stays there.
 */
void
bedside_message_list_go_to_newest (BedsideMessageList *self)
{
  double below;

  g_return_if_fail (BEDSIDE_IS_MESSAGE_LIST (self));

  below = gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_value (self->adjustment);
  /* From far away all rows would be made anew in one turn; so does opening, but bit by bit. */
  if (below > 3 * gtk_adjustment_get_page_size (self->adjustment) && self->timeline != NULL)
    open_at_end (self);
  else
    bedside_scroll_keeper_go_to_end (self->keeper);
}
