/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-screenful"

#include "bedside-screenful.h"

#include "bedside-click-guard.h"
#include "bedside-head-model.h"

/* No screenful is smaller, and none has fewer rows out of sight: the arrow keys go there. */
#define LEAST_ROWS 8
#define MORE_BELOW 2
/* Then so many in each turn, up to what GTK keeps alive. */
#define MORE_ROWS  20
#define MOST_ROWS  240

struct _BedsideScreenful
{
  GObject                   parent_instance;

  GtkListView              *view;        /* (unowned): it outlives us or tells */
  GtkAdjustment            *adjustment;  /* (owned) */
  BedsideHeadModel         *head;        /* (owned) */
  BedsideClickGuard        *guard;       /* (owned) */
  GSignalGroup             *window;      /* (owned): that the view is in */
  BedsideScreenfulItemFunc  item_func;
  gpointer                  user_data;
  guint                     first_rows;  /* before it is known how many there is room for */
  guint                     reveal_id;
  gboolean                  beginning;   /* between begin and end */
  GtkWidget                *focused;     /* (owned) (nullable): of view, has the focus; while rows change */
  GObject                  *focused_on;  /* (owned) (nullable): whom it showed then */
  double                    x, y;        /* of the pointer when last seen; it is there, too, when rows move under it */
};

enum {
  SIGNAL_FOCUS_LOST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideScreenful, bedside_screenful, G_TYPE_OBJECT)

static int
get_row_height (BedsideScreenful *self)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_height (row) > 0)
      return gtk_widget_get_height (row);

  return 0;
}

static guint
count_screenful (BedsideScreenful *self)
{
  const int height = get_row_height (self);
  const double page = gtk_adjustment_get_page_size (self->adjustment);

  if (height == 0 || page <= 0)
    return self->first_rows;

  return MAX ((guint) (page / height), LEAST_ROWS) + MORE_BELOW;
}

static gboolean
reveal_cb (gpointer user_data)
{
  BedsideScreenful *self = user_data;
  const guint limit = bedside_head_model_get_limit (self->head);

  bedside_head_model_set_limit (self->head, limit < MOST_ROWS ? limit + MORE_ROWS : G_MAXUINT);
  if (bedside_head_model_get_limit (self->head) != G_MAXUINT)
    return G_SOURCE_CONTINUE;

  self->reveal_id = 0;

  return G_SOURCE_REMOVE;
}

static void
reveal (BedsideScreenful *self)
{
  if (self->reveal_id == 0 && bedside_head_model_get_limit (self->head) != G_MAXUINT)
    self->reveal_id = g_idle_add (reveal_cb, self);
}

/* Rows show other people at the same place only where nobody can point at them, or while somebody looks for another
 * one; else a click, or Enter, would be for who has come there meanwhile. */
static void
update_still (BedsideScreenful *self)
{
  bedside_head_model_set_still (self->head, self->beginning || !gtk_widget_get_mapped (GTK_WIDGET (self->view)));
}

static void
on_motion (BedsideScreenful *self,
           double            x,
           double            y)
{
  const gboolean moved = x != self->x || y != self->y;

  self->x = x;
  self->y = y;
  if (moved)
    reveal (self);
}

static void
on_scrolled (BedsideScreenful *self)
{
  if (gtk_adjustment_get_value (self->adjustment) > 0)
    reveal (self);
}

/* The window has become higher, or the rows were guessed too high. */
static void
on_adjusted (BedsideScreenful *self)
{
  if (bedside_head_model_get_hidden (self->head) > 0 &&
      gtk_adjustment_get_upper (self->adjustment) <= gtk_adjustment_get_page_size (self->adjustment))
    reveal (self);
}

/* Those keys go to rows that need not be there yet. */
static gboolean
on_key (BedsideScreenful *self,
        guint             keyval,
        guint             keycode,
        GdkModifierType   state)
{
  switch (keyval)
    {
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      g_clear_handle_id (&self->reveal_id, g_source_remove);
      bedside_head_model_set_limit (self->head, G_MAXUINT);
      break;
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

/* --- the focus, when rows change --- */

/* The child of the view that has the focus, or in which it is. */
static GtkWidget *
find_focused (BedsideScreenful *self)
{
  GtkWidget *view = GTK_WIDGET (self->view);
  GtkRoot *root = gtk_widget_get_root (view);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  while (focus != NULL && gtk_widget_get_parent (focus) != view)
    focus = gtk_widget_get_parent (focus);

  return focus;
}

/* Whom a child of the view shows. */
static GObject *
get_item (BedsideScreenful *self,
          GtkWidget        *child)
{
  return child != NULL ? self->item_func (child, self->user_data) : NULL;
}

static void
on_focus (BedsideScreenful *self)
{
  if (find_focused (self) != NULL)
    reveal (self);
}

static void
on_mapped (BedsideScreenful *self)
{
  GtkWidget *view = GTK_WIDGET (self->view);

  g_signal_group_set_target (self->window, gtk_widget_get_mapped (view) ? gtk_widget_get_root (view) : NULL);
  update_still (self);
}

/* Before the view knows of it. */
static void
on_changing (BedsideScreenful *self)
{
  g_set_object (&self->focused, find_focused (self));
  g_set_object (&self->focused_on, get_item (self, self->focused));
  if (!self->beginning)
    bedside_click_guard_note (self->guard);
}

/* GTK would leave the focus on a row that is nowhere. It is not given to the one that is there now, either: Enter
 * would be for somebody else, then. */
static void
on_changed (BedsideScreenful *self)
{
  g_autoptr(GtkWidget) focused = g_steal_pointer (&self->focused);
  g_autoptr(GObject) focused_on = g_steal_pointer (&self->focused_on);

  if (focused == NULL || (gtk_widget_get_parent (focused) == GTK_WIDGET (self->view) &&
                          get_item (self, focused) == focused_on))
    return;

  g_signal_emit (self, signals[SIGNAL_FOCUS_LOST], 0);
}

static void
bedside_screenful_dispose (GObject *object)
{
  BedsideScreenful *self = BEDSIDE_SCREENFUL (object);

  g_clear_handle_id (&self->reveal_id, g_source_remove);
  g_clear_object (&self->window);
  g_clear_object (&self->guard);
  g_clear_object (&self->focused);
  g_clear_object (&self->focused_on);
  g_clear_object (&self->adjustment);
  g_clear_object (&self->head);

  G_OBJECT_CLASS (bedside_screenful_parent_class)->dispose (object);
}

static void
bedside_screenful_class_init (BedsideScreenfulClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_screenful_dispose;

  signals[SIGNAL_FOCUS_LOST] = g_signal_new ("focus-lost", BEDSIDE_TYPE_SCREENFUL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 0);
}

static void
bedside_screenful_init (BedsideScreenful *self)
{
}

static void
follow_person (BedsideScreenful *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_object (motion, "motion", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), motion);
  /* An event controller does not hear of a row that takes the focus away with it, nor of what follows. */
  self->window = g_signal_group_new (GTK_TYPE_WINDOW);
  g_signal_group_connect_object (self->window, "notify::focus-widget", G_CALLBACK (on_focus), self,
                                 G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), key);
  g_signal_connect_object (self->view, "map", G_CALLBACK (on_mapped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "unmap", G_CALLBACK (on_mapped), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (on_adjusted), self, G_CONNECT_SWAPPED);
}

/**
 * bedside_screenful_new:
 * @view: a list view without a model
 * @adjustment: how far it is scrolled
 * @model: what it is to show
 * @first_rows: how many rows there are before it is known how many there is room for
 * @item_func: tells what a child of the view shows
 * @user_data: for @item_func
 *
 * Sets the model of the view, for its life.
 *
 * Returns: (transfer full): what goes on giving it rows
 */
BedsideScreenful *
bedside_screenful_new (GtkListView              *view,
                       GtkAdjustment            *adjustment,
                       GtkSelectionModel        *model,
                       guint                     first_rows,
                       BedsideScreenfulItemFunc  item_func,
                       gpointer                  user_data)
{
  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), NULL);
  g_return_val_if_fail (GTK_IS_ADJUSTMENT (adjustment), NULL);
  g_return_val_if_fail (GTK_IS_SELECTION_MODEL (model), NULL);
  g_return_val_if_fail (item_func != NULL, NULL);

  BedsideScreenful *self = g_object_new (BEDSIDE_TYPE_SCREENFUL, NULL);

  self->view = view;
  self->adjustment = g_object_ref (adjustment);
  self->first_rows = first_rows;
  self->item_func = item_func;
  self->user_data = user_data;
  self->head = bedside_head_model_new (model, first_rows);
  self->guard = bedside_click_guard_new (view, item_func, user_data);
  follow_person (self);
  g_signal_connect_object (self->head, "items-changed", G_CALLBACK (on_changing), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (view, GTK_SELECTION_MODEL (self->head));
  g_signal_connect_object (self->head, "items-changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);

  return self;
}

/**
 * bedside_screenful_begin:
 * @self: a screenful
 *
 * Goes back to what fits on the screen, unless the focus is in the list: it stays with whom it is on, who may be
 * anywhere. bedside_screenful_end() is to be called when the list is another one.
 */
void
bedside_screenful_begin (BedsideScreenful *self)
{
  g_return_if_fail (BEDSIDE_IS_SCREENFUL (self));

  if (find_focused (self) != NULL)
    return;

  g_clear_handle_id (&self->reveal_id, g_source_remove);
  /* Where GTK would keep the rows that are seen where they are, as far as it finds them again. After a list without
   * rows it begins at the first, and would complain that none has been laid out. */
  if (get_row_height (self) > 0)
    gtk_adjustment_set_value (self->adjustment, 0);
  bedside_head_model_set_limit (self->head, count_screenful (self));
  self->beginning = TRUE;
  update_still (self);
}

/**
 * bedside_screenful_end:
 * @self: a screenful whose list has become another one
 *
 * From now on rows go with whom they show.
 */
void
bedside_screenful_end (BedsideScreenful *self)
{
  g_return_if_fail (BEDSIDE_IS_SCREENFUL (self));

  self->beginning = FALSE;
  update_still (self);
  bedside_click_guard_forget (self->guard);
}

/**
 * bedside_screenful_get_whole:
 * @self: a screenful
 *
 * Returns: whether the view has all there is, however long it becomes
 */
gboolean
bedside_screenful_get_whole (BedsideScreenful *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SCREENFUL (self), FALSE);

  return bedside_head_model_get_limit (self->head) == G_MAXUINT;
}
