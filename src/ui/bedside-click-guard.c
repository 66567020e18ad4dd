/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-click-guard"

#include "bedside-click-guard.h"

/* How long it takes to see that a row is another one, and not to click, in µs. */
#define LOOK (300 * G_TIME_SPAN_MILLISECOND)

/* Where a row was when rows changed. */
typedef struct {
  gpointer item;   /* only ever compared */
  double   top;
  double   bottom;
  gint64   since;  /* it is there */
} Place;

struct _BedsideClickGuard
{
  GObject                   parent_instance;

  GtkWidget                *view;        /* (unowned): it outlives us or tells */
  BedsideScreenfulItemFunc  item_func;
  gpointer                  user_data;
  GArray                   *places;      /* (owned) (element-type Place): of the rows that were seen */
  gint64                    look;        /* LOOK, but for tests */
  gint64                    changed_at;  /* 0: by the person, or never */
};

G_DEFINE_FINAL_TYPE (BedsideClickGuard, bedside_click_guard, G_TYPE_OBJECT)

static gboolean
get_place (BedsideClickGuard *self,
           GtkWidget         *child,
           Place             *place)
{
  graphene_rect_t bounds;

  if (!gtk_widget_get_child_visible (child) || gtk_widget_get_width (child) == 0 ||
      !gtk_widget_compute_bounds (child, self->view, &bounds))
    return FALSE;

  place->item = self->item_func (child, self->user_data);
  place->top = bounds.origin.y;
  place->bottom = bounds.origin.y + bounds.size.height;

  return TRUE;
}

/* Since when a row has been where it is. */
static gint64
get_since (BedsideClickGuard *self,
           const Place       *place)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *old = &g_array_index (self->places, Place, i);

      /* Half a row is near enough for who aims at its middle. */
      if (old->item == place->item && ABS (old->top - place->top) < (place->bottom - place->top) / 2)
        return old->since;
    }

  return self->changed_at;
}

static void
bedside_click_guard_dispose (GObject *object)
{
  g_clear_weak_pointer (&BEDSIDE_CLICK_GUARD (object)->view);

  G_OBJECT_CLASS (bedside_click_guard_parent_class)->dispose (object);
}

static void
bedside_click_guard_finalize (GObject *object)
{
  g_array_unref (BEDSIDE_CLICK_GUARD (object)->places);

  G_OBJECT_CLASS (bedside_click_guard_parent_class)->finalize (object);
}

static void
bedside_click_guard_class_init (BedsideClickGuardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_click_guard_dispose;
  G_OBJECT_CLASS (klass)->finalize = bedside_click_guard_finalize;
}

static void
bedside_click_guard_init (BedsideClickGuard *self)
{
  self->look = LOOK;
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
}

/* Whoever claims a press keeps it from the row. */
static void
on_pressed (BedsideClickGuard *self,
            int                n_press,
            double             x,
            double             y,
            GtkGesture        *click)
{
  if (!bedside_click_guard_allows (self, x, y))
    gtk_gesture_set_state (click, GTK_EVENT_SEQUENCE_CLAIMED);
}

/**
 * bedside_click_guard_new:
 * @view: a list view
 * @item_func: tells what a child of the view shows
 * @user_data: for @item_func
 *
 * Returns: (transfer full): a new guard
 */
BedsideClickGuard *
bedside_click_guard_new (GtkListView              *view,
                         BedsideScreenfulItemFunc  item_func,
                         gpointer                  user_data)
{
  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), NULL);
  g_return_val_if_fail (item_func != NULL, NULL);

  BedsideClickGuard *self = g_object_new (BEDSIDE_TYPE_CLICK_GUARD, NULL);
  GtkGesture *click = gtk_gesture_click_new ();

  g_set_weak_pointer (&self->view, GTK_WIDGET (view));
  self->item_func = item_func;
  self->user_data = user_data;
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));

  return self;
}

/**
 * bedside_click_guard_set_look: (skip)
 * @self: a guard
 * @look: how long it takes to see that a row is another one, in µs
 *
 * For tests, which are not to wait.
 */
void
bedside_click_guard_set_look (BedsideClickGuard *self,
                              gint64             look)
{
  g_return_if_fail (BEDSIDE_IS_CLICK_GUARD (self));

  self->look = look;
}

/**
 * bedside_click_guard_note:
 * @self: a guard
 *
 * Rows are about to change, by no doing of the person. To be called before the view knows.
 */
void
bedside_click_guard_note (BedsideClickGuard *self)
{
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  g_return_if_fail (BEDSIDE_IS_CLICK_GUARD (self));

  if (self->view == NULL || !gtk_widget_get_mapped (self->view))
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (self->view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      Place place = { 0 };

      if (!get_place (self, child, &place))
        continue;
      place.since = get_since (self, &place);
      g_array_append_val (places, place);
    }
  g_array_unref (self->places);
  self->places = g_steal_pointer (&places);
  self->changed_at = g_get_monotonic_time ();
}

/**
 * bedside_click_guard_forget:
 * @self: a guard
 *
 * The person has changed what is listed, and knows.
 */
void
bedside_click_guard_forget (BedsideClickGuard *self)
{
  g_return_if_fail (BEDSIDE_IS_CLICK_GUARD (self));

  g_array_set_size (self->places, 0);
  self->changed_at = 0;
}

/**
 * bedside_click_guard_allows:
 * @self: a guard
 * @x: where the view is clicked on
 * @y: where the view is clicked on
 *
 * Returns: whether the row there has been there for long enough to be meant
 */
gboolean
bedside_click_guard_allows (BedsideClickGuard *self,
                            double             x,
                            double             y)
{
  g_return_val_if_fail (BEDSIDE_IS_CLICK_GUARD (self), FALSE);

  const gint64 now = g_get_monotonic_time ();

  if (self->view == NULL || self->changed_at == 0 || now - self->changed_at >= self->look)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (self->view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      Place place = { 0 };

      if (get_place (self, child, &place) && y >= place.top && y < place.bottom)
        return now - get_since (self, &place) >= self->look;
    }

  return TRUE;
}
