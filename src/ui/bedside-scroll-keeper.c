/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-scroll-keeper"

#include "bedside-scroll-keeper.h"

#include "bedside-head-slot.h"

/* A view that is as near as this to its end is there: rows have whole pixels, adjustments have not. */
#define NEAR 1.5
/* Rows are laid out at most four times a frame. */
#define MAX_TRIES 3

struct _BedsideScrollKeeper
{
  GObject                      parent_instance;

  GtkWidget                   *list;           /* (unowned): it outlives us or tells */
  GtkAdjustment               *adjustment;     /* (owned) */
  BedsideScrollKeeperItemFunc  item_func;
  gpointer                     user_data;
  GdkFrameClock               *clock;          /* (owned) (nullable): while the list is mapped */

  GtkPackType                  side;           /* which end of the list the view stays at */
  gboolean                     at_end;
  gboolean                     changing;       /* rows have changed since the last layout */
  guint                        tries;          /* to put them right in this frame */
  gboolean                     settled;        /* they have been laid out, and nobody has been told */

  /* As painted last. */
  GPtrArray                   *held;           /* (owned) (element-type GObject): items of the rows that are seen */
  GArray                      *held_at;        /* (owned) (element-type double): the lower edges of these rows */
  double                       value;
  double                       page;
  int                          width;

  double                       before_layout;  /* value of the adjustment: what differs from value has been scrolled */
};

G_DEFINE_FINAL_TYPE (BedsideScrollKeeper, bedside_scroll_keeper, G_TYPE_OBJECT)

typedef enum {
  PROP_AT_END = 1,
} BedsideScrollKeeperProperty;

static GParamSpec *properties[PROP_AT_END + 1];

typedef enum {
  SIGNAL_SETTLED,
} BedsideScrollKeeperSignal;

static guint signals[SIGNAL_SETTLED + 1];

static double
get_end (BedsideScrollKeeper *self)
{
  return gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_page_size (self->adjustment);
}

/* Where the view stays when it is there. */
static double
get_wanted_end (BedsideScrollKeeper *self)
{
  return self->side == GTK_PACK_END ? MAX (get_end (self), 0) : 0;
}

static gboolean
is_near_end (BedsideScrollKeeper *self)
{
  const double value = gtk_adjustment_get_value (self->adjustment);

  return self->side == GTK_PACK_END ? value >= get_end (self) - NEAR : value <= NEAR;
}

/* How far from the end something was scrolled; less than 0: towards it. */
static double
get_scrolled_away (BedsideScrollKeeper *self,
                   double               scrolled)
{
  return self->side == GTK_PACK_END ? -scrolled : scrolled;
}

static void
set_at_end (BedsideScrollKeeper *self,
            gboolean             at_end)
{
  if (self->at_end == at_end)
    return;
  self->at_end = at_end;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AT_END]);
}

/* The lower one: what changes at the upper edge of the first row, as the room above a group, is out of sight then. */
static gboolean
get_lower_edge (BedsideScrollKeeper *self,
                GtkWidget           *row,
                double              *lower)
{
  graphene_rect_t bounds;

  /* One that has never been laid out is as if at the top. */
  if (gtk_widget_get_width (row) == 0 || !gtk_widget_compute_bounds (row, self->list, &bounds))
    return FALSE;
  *lower = bounds.origin.y + bounds.size.height;

  return TRUE;
}

/* Rows that are not seen are not allocated, so they have no place. */
static void
hold_seen (BedsideScrollKeeper *self)
{
  GtkWidget *row = gtk_widget_get_first_child (self->list);
  double lower;

  g_ptr_array_set_size (self->held, 0);
  g_array_set_size (self->held_at, 0);
  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      GObject *item = gtk_widget_get_child_visible (row) ? self->item_func (row, self->user_data) : NULL;

      if (item == NULL || !get_lower_edge (self, row, &lower) || lower <= 0)
        continue;
      g_ptr_array_add (self->held, g_object_ref (item));
      g_array_append_val (self->held_at, lower);
    }
}

static void
remember (BedsideScrollKeeper *self)
{
  hold_seen (self);
  self->value = gtk_adjustment_get_value (self->adjustment);
  self->page = gtk_adjustment_get_page_size (self->adjustment);
  self->width = gtk_widget_get_width (self->list);
  self->before_layout = self->value;
}

/* The first of them that is still there; it is enough, and others may have changed. */
static GtkWidget *
find_held (BedsideScrollKeeper *self,
           guint               *index)
{
  GtkWidget *row = gtk_widget_get_first_child (self->list);

  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      GObject *item = gtk_widget_get_child_visible (row) ? self->item_func (row, self->user_data) : NULL;

      if (item != NULL && g_ptr_array_find (self->held, item, index))
        return row;
    }

  return NULL;
}

static gboolean
is_held (BedsideScrollKeeper *self,
         GListModel          *model,
         guint                position)
{
  g_autoptr(GObject) item = g_list_model_get_item (model, position);
  gpointer shown = BEDSIDE_IS_HEAD_SLOT (item) ? bedside_head_slot_get_item (BEDSIDE_HEAD_SLOT (item)) : item;

  return g_ptr_array_find (self->held, shown, NULL);
}

/* What is far away has no row, or one without a place: let the list go there first. That happens when rows are put in
 * front and somebody scrolls before they are laid out: GTK takes the old value for one among the new rows, then. Looked
 * for from both ends, since one is near where older rows come, or newer ones. */
static gboolean
approach_held (BedsideScrollKeeper *self)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (self->list)));
  guint n = model != NULL && self->held->len > 0 ? g_list_model_get_n_items (model) : 0;

  for (guint i = 0; i < (n + 1) / 2; i++)
    {
      if (is_held (self, model, i))
        return gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", i);
      if (is_held (self, model, n - 1 - i))
        return gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", n - 1 - i);
    }

  return FALSE;
}

/* Returns: whether the rows have to be laid out once more */
static gboolean
put_right (BedsideScrollKeeper *self)
{
  double scrolled = self->before_layout - self->value;
  double value = gtk_adjustment_get_value (self->adjustment);
  double wanted = value;
  GtkWidget *row;
  double lower;
  guint index;

  /* What somebody has scrolled meanwhile counts, once. */
  self->value = self->before_layout;
  for (guint i = 0; i < self->held_at->len; i++)
    g_array_index (self->held_at, double, i) -= scrolled;
  if (self->at_end && get_scrolled_away (self, scrolled) >= NEAR)
    set_at_end (self, FALSE);

  if (self->at_end)
    wanted = get_wanted_end (self);
  else if ((row = find_held (self, &index)) == NULL)
    return self->tries == 1 && approach_held (self);
  else if (get_lower_edge (self, row, &lower))
    wanted = value + lower - g_array_index (self->held_at, double, index);

  wanted = CLAMP (wanted, 0, MAX (get_end (self), 0));
  if (ABS (wanted - value) < 0.5)
    return FALSE;
  gtk_adjustment_set_value (self->adjustment, wanted);

  return TRUE;
}

static gboolean
is_changing (BedsideScrollKeeper *self)
{
  return self->changing || self->page != gtk_adjustment_get_page_size (self->adjustment) ||
         self->width != gtk_widget_get_width (self->list);
}

static void
layout_cb (BedsideScrollKeeper *self)
{
  if (self->tries < MAX_TRIES && is_changing (self))
    {
      /* A new page size counts as changing until all is right. */
      self->changing = TRUE;
      self->tries++;
      if (put_right (self))
        return;
    }

  set_at_end (self, is_near_end (self) || (self->at_end && self->changing));
  self->changing = FALSE;
  self->settled = TRUE;
  remember (self);
}

/* Not at once: what others change then would have to be laid out in the same frame. */
static void
after_paint_cb (BedsideScrollKeeper *self)
{
  if (!self->settled)
    return;
  self->settled = FALSE;
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

/* After all that scrolls has run, before rows are laid out. */
static void
before_layout_cb (BedsideScrollKeeper *self)
{
  self->before_layout = gtk_adjustment_get_value (self->adjustment);
  self->tries = 0;
}

static void
map_cb (BedsideScrollKeeper *self)
{
  if (self->clock != NULL)
    return;
  self->clock = g_object_ref (gtk_widget_get_frame_clock (self->list));
  g_signal_connect_object (self->clock, "before-paint", G_CALLBACK (before_layout_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clock, "update", G_CALLBACK (before_layout_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->clock, "layout", G_CALLBACK (layout_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self, G_CONNECT_SWAPPED);
  /* The first layout may have been before this. */
  gtk_widget_queue_allocate (self->list);
}

static void
unmap_cb (BedsideScrollKeeper *self)
{
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
}

static void
bedside_scroll_keeper_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  BedsideScrollKeeper *self = BEDSIDE_SCROLL_KEEPER (object);

  switch ((BedsideScrollKeeperProperty) prop_id)
    {
    case PROP_AT_END:
      g_value_set_boolean (value, self->at_end);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_scroll_keeper_dispose (GObject *object)
{
  BedsideScrollKeeper *self = BEDSIDE_SCROLL_KEEPER (object);

  unmap_cb (self);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->held_at, g_array_unref);
  g_clear_object (&self->adjustment);
  g_clear_weak_pointer (&self->list);

  G_OBJECT_CLASS (bedside_scroll_keeper_parent_class)->dispose (object);
}

static void
bedside_scroll_keeper_class_init (BedsideScrollKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_scroll_keeper_dispose;
  object_class->get_property = bedside_scroll_keeper_get_property;

  properties[PROP_AT_END] = g_param_spec_boolean ("at-end", NULL, NULL, TRUE,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_SETTLED] =
    g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bedside_scroll_keeper_init (BedsideScrollKeeper *self)
{
  self->side = GTK_PACK_END;
  self->at_end = TRUE;
  self->changing = TRUE;
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->held_at = g_array_new (FALSE, FALSE, sizeof (double));
}

/**
 * bedside_scroll_keeper_new:
 * @list: a list view
 * @adjustment: what scrolls it
 * @item_func: knows the items of its rows
 * @user_data: for @item_func
 *
 * Returns: (transfer full): a new keeper, at the end
 */
BedsideScrollKeeper *
bedside_scroll_keeper_new (GtkListView                 *list,
                           GtkAdjustment               *adjustment,
                           BedsideScrollKeeperItemFunc  item_func,
                           gpointer                     user_data)
{
  BedsideScrollKeeper *self;

  g_return_val_if_fail (GTK_IS_LIST_VIEW (list), NULL);
  g_return_val_if_fail (GTK_IS_ADJUSTMENT (adjustment), NULL);
  g_return_val_if_fail (item_func != NULL, NULL);

  self = g_object_new (BEDSIDE_TYPE_SCROLL_KEEPER, NULL);
  g_set_weak_pointer (&self->list, GTK_WIDGET (list));
  self->adjustment = g_object_ref (adjustment);
  self->item_func = item_func;
  self->user_data = user_data;
  g_signal_connect_object (list, "map", G_CALLBACK (map_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "unmap", G_CALLBACK (unmap_cb), self, G_CONNECT_SWAPPED);
  if (gtk_widget_get_mapped (self->list))
    map_cb (self);

  return self;
}

/**
 * bedside_scroll_keeper_set_side:
 * @self: a keeper that has not been seen yet
 * @side: %GTK_PACK_END, as is usual, or %GTK_PACK_START for a list that begins with what is newest
 *
 * Sets which end of the list the view stays at; all that is said of the end is about that one.
 */
void
bedside_scroll_keeper_set_side (BedsideScrollKeeper *self,
                                GtkPackType          side)
{
  g_return_if_fail (BEDSIDE_IS_SCROLL_KEEPER (self));

  self->side = side;
}

/**
 * bedside_scroll_keeper_get_at_end:
 * @self: a keeper
 *
 * Returns: whether the end is seen, and will be when rows are added
 */
gboolean
bedside_scroll_keeper_get_at_end (BedsideScrollKeeper *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SCROLL_KEEPER (self), FALSE);

  return self->at_end;
}

/**
 * bedside_scroll_keeper_go_to_end:
 * @self: a keeper
 *
 * Scrolls to the end and stays there.
 */
void
bedside_scroll_keeper_go_to_end (BedsideScrollKeeper *self)
{
  g_return_if_fail (BEDSIDE_IS_SCROLL_KEEPER (self));

  set_at_end (self, TRUE);
  bedside_scroll_keeper_hold (self);
  g_ptr_array_set_size (self->held, 0);
  g_array_set_size (self->held_at, 0);
  /* What is scrolled up to here does not count. */
  self->value = gtk_adjustment_get_value (self->adjustment);
  if (self->list != NULL)
    gtk_widget_queue_allocate (self->list);
}

/**
 * bedside_scroll_keeper_hold:
 * @self: a keeper
 *
 * To be called when rows change: what is seen now will be seen after it, too.
 */
void
bedside_scroll_keeper_hold (BedsideScrollKeeper *self)
{
  g_return_if_fail (BEDSIDE_IS_SCROLL_KEEPER (self));

  self->changing = TRUE;
}

/**
 * bedside_scroll_keeper_hold_anew:
 * @self: a keeper
 *
 * Like bedside_scroll_keeper_hold(), and asks again which of the rows that are
 * seen to hold on to: when rows move, not one of those. To be called when the
 * list view knows of the change, and has not yet laid it out.
 */
void
bedside_scroll_keeper_hold_anew (BedsideScrollKeeper *self)
{
  g_return_if_fail (BEDSIDE_IS_SCROLL_KEEPER (self));

  /* At the second change before a layout, rows have no place yet. */
  if (self->changing || self->list == NULL)
    return;

  self->changing = TRUE;
  hold_seen (self);
}
