/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-screenful"

#include "bedside-screenful.h"

#include "bedside-head-model.h"

/* No screenful is smaller, and none has fewer rows out of sight: the arrow keys go there. */
#define LEAST_ROWS 8
#define MORE_BELOW 2
/* Then so many in each turn, up to what GTK keeps alive. */
#define MORE_ROWS  20
#define MOST_ROWS  240

struct _BedsideScreenful
{
  GObject           parent_instance;

  GtkListView      *view;        /* (unowned): it outlives us or tells */
  GtkAdjustment    *adjustment;  /* (owned) */
  BedsideHeadModel *head;        /* (owned) */
  guint             first_rows;  /* before it is known how many there is room for */
  guint             reveal_id;
  double            x, y;        /* where the pointer was seen last; it is there, too, when rows move under it */
};

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
  bedside_head_model_set_still (self->head, FALSE);
  if (self->reveal_id == 0 && bedside_head_model_get_limit (self->head) != G_MAXUINT)
    self->reveal_id = g_idle_add (reveal_cb, self);
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

static void
bedside_screenful_dispose (GObject *object)
{
  BedsideScreenful *self = BEDSIDE_SCREENFUL (object);

  g_clear_handle_id (&self->reveal_id, g_source_remove);
  g_clear_object (&self->adjustment);
  g_clear_object (&self->head);

  G_OBJECT_CLASS (bedside_screenful_parent_class)->dispose (object);
}

static void
bedside_screenful_class_init (BedsideScreenfulClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_screenful_dispose;
}

static void
bedside_screenful_init (BedsideScreenful *self)
{
}

static void
follow_person (BedsideScreenful *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_object (motion, "motion", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), motion);
  g_signal_connect_object (focus, "enter", G_CALLBACK (reveal), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), focus);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (on_adjusted), self, G_CONNECT_SWAPPED);
}

/**
 * bedside_screenful_new:
 * @view: a list view without a model
 * @adjustment: how far it is scrolled
 * @model: what it is to show
 * @first_rows: how many rows there are before it is known how many there is room for
 *
 * Sets the model of the view, for its life.
 *
 * Returns: (transfer full): what goes on giving it rows
 */
BedsideScreenful *
bedside_screenful_new (GtkListView       *view,
                       GtkAdjustment     *adjustment,
                       GtkSelectionModel *model,
                       guint              first_rows)
{
  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), NULL);
  g_return_val_if_fail (GTK_IS_ADJUSTMENT (adjustment), NULL);
  g_return_val_if_fail (GTK_IS_SELECTION_MODEL (model), NULL);

  BedsideScreenful *self = g_object_new (BEDSIDE_TYPE_SCREENFUL, NULL);

  self->view = view;
  self->adjustment = g_object_ref (adjustment);
  self->first_rows = first_rows;
  self->head = bedside_head_model_new (model, first_rows);
  follow_person (self);
  gtk_list_view_set_model (view, GTK_SELECTION_MODEL (self->head));

  return self;
}

/**
 * bedside_screenful_begin:
 * @self: a screenful
 *
 * Goes back to what fits on the screen.
 */
void
bedside_screenful_begin (BedsideScreenful *self)
{
  g_return_if_fail (BEDSIDE_IS_SCREENFUL (self));

  g_clear_handle_id (&self->reveal_id, g_source_remove);
  /* Where GTK would keep the rows that are seen where they are, as far as it finds them again. */
  gtk_adjustment_set_value (self->adjustment, 0);
  bedside_head_model_set_limit (self->head, count_screenful (self));
  bedside_head_model_set_still (self->head, TRUE);
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
