/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-text"

#include "bedside-text.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bedside-compat.h"
#include "bedside-links.h"

#define NO_LINK G_MAXUINT

struct _BedsideText
{
  GtkWidget    parent_instance;

  char        *text;           /* (owned): may be opened and copied */
  char        *note;           /* (owned) (nullable): small, below the text */
  GArray      *links;          /* (owned) (nullable) (element-type BedsideLink) */
  guint        selected_link;  /* with the keyboard */
  guint        pressed_link;
  int          padding_x;
  int          padding_y;
  float        xalign;

  PangoLayout *layout;         /* (owned) (nullable): until the text changes */
  guint        serial;         /* of the fonts that it was laid out with */
  int          laid_width;     /* it was broken into lines for */
  int          x;              /* of the laid out text: not 0 where it is written from right to left */
  int          width;
  int          height;
};

G_DEFINE_FINAL_TYPE (BedsideText, bedside_text, GTK_TYPE_WIDGET)

typedef enum {
  SIGNAL_ACTIVATE_LINK,
} BedsideTextSignal;

static guint signals[SIGNAL_ACTIVATE_LINK + 1];

static void
add_attribute (PangoAttrList  *attributes,
               PangoAttribute *attribute,
               guint           start,
               guint           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

static PangoLayout *
create_layout (BedsideText *self)
{
  /* A paragraph of its own: marks of direction in the text end with the paragraph. */
  g_autofree char *whole = self->note != NULL ? g_strconcat (self->text, "\n", self->note, NULL) : NULL;
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), whole ? whole : self->text);
  g_autoptr(PangoAttrList) attributes = NULL;

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (self->xalign > 0.5)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  if (self->note == NULL && self->links == NULL)
    return g_steal_pointer (&layout);

  attributes = pango_attr_list_new ();
  for (guint i = 0; self->links != NULL && i < self->links->len; i++)
    {
      BedsideLink *link = &g_array_index (self->links, BedsideLink, i);

      add_attribute (attributes, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), link->start, link->end);
    }
  if (self->note != NULL)
    {
      guint start = strlen (self->text) + 1;

      add_attribute (attributes, pango_attr_scale_new (0.85), start, G_MAXUINT);
      add_attribute (attributes, pango_attr_foreground_alpha_new (0x9000), start, G_MAXUINT);
    }
  pango_layout_set_attributes (layout, attributes);

  return g_steal_pointer (&layout);
}

static gboolean
needs_layout (BedsideText *self,
              int          width)
{
  if (self->layout == NULL || self->laid_width < 0 ||
      self->serial != pango_context_get_serial (gtk_widget_get_pango_context (GTK_WIDGET (self))))
    return TRUE;

  /* Any width between that of the longest line and that asked for breaks the same lines. */
  if (width >= self->width && width <= self->laid_width)
    return FALSE;

  return width < self->width || pango_layout_is_wrapped (self->layout);
}

static void
ensure_layout (BedsideText *self,
               int          width)
{
  PangoRectangle extents;

  width = MAX (width, 1);
  if (!needs_layout (self, width))
    return;

  if (self->layout == NULL)
    self->layout = create_layout (self);
  self->serial = pango_context_get_serial (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  self->laid_width = width;
  pango_layout_set_width (self->layout, width * PANGO_SCALE);
  pango_layout_get_extents (self->layout, NULL, &extents);
  self->x = PANGO_PIXELS_FLOOR (extents.x);
  self->width = PANGO_PIXELS_CEIL (extents.x + extents.width) - self->x;
  self->height = PANGO_PIXELS_CEIL (extents.height);
}

static GtkSizeRequestMode
bedside_text_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bedside_text_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  BedsideText *self = BEDSIDE_TEXT (widget);

  *minimum_baseline = -1;
  *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      /* The row decides; see bedside_text_get_natural_size() */
      *minimum = 2 * self->padding_x + 1;
      *natural = *minimum;
      return;
    }

  ensure_layout (self, (for_size < 0 ? G_MAXINT / PANGO_SCALE / 2 : for_size) - 2 * self->padding_x);
  *minimum = *natural = self->height + 2 * self->padding_y;
}

static void
bedside_text_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  BedsideText *self = BEDSIDE_TEXT (widget);

  ensure_layout (self, width - 2 * self->padding_x);
}

/* Where the layout begins in the widget. */
static void
get_origin (BedsideText *self,
            int         *x,
            int         *y)
{
  int room = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * self->padding_x - self->width;

  *x = self->padding_x - self->x + (int) (MAX (room, 0) * self->xalign);
  *y = self->padding_y;
}

static void
snapshot_selected_link (BedsideText *self,
                        GtkSnapshot *snapshot,
                        GdkRGBA     *color,
                        int          x,
                        int          y)
{
  BedsideLink *link = &g_array_index (self->links, BedsideLink, self->selected_link);
  g_autoptr(PangoLayoutIter) iter = pango_layout_get_iter (self->layout);

  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      PangoRectangle extents;
      g_autofree int *ranges = NULL;
      int n_ranges = 0;

      if ((guint) line->start_index >= link->end || (guint) (line->start_index + line->length) <= link->start)
        continue;
      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      pango_layout_line_get_x_ranges (line, MAX (link->start, (guint) line->start_index),
                                      MIN (link->end, (guint) (line->start_index + line->length)),
                                      &ranges, &n_ranges);
      for (int i = 0; i < n_ranges; i++)
        {
          graphene_rect_t bounds;
          GskRoundedRect outline;

          graphene_rect_init (&bounds, x + PANGO_PIXELS (ranges[2 * i]) - 2, y + PANGO_PIXELS (extents.y) - 1,
                              PANGO_PIXELS (ranges[2 * i + 1] - ranges[2 * i]) + 4,
                              PANGO_PIXELS (extents.height) + 2);
          gsk_rounded_rect_init_from_rect (&outline, &bounds, 4);
          gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 2, 2, 2, 2 },
                                      (GdkRGBA[4]) { *color, *color, *color, *color });
        }
    }
  while (pango_layout_iter_next_line (iter));
}

static void
bedside_text_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  BedsideText *self = BEDSIDE_TEXT (widget);
  GtkStyleContext *context;
  GdkRGBA color;
  int x, y;

  if (self->layout == NULL)
    return;

  BEDSIDE_BEGIN_OLD_API
    context = gtk_widget_get_style_context (widget);
  gtk_style_context_get_color (context, &color);
  get_origin (self, &x, &y);
  gtk_snapshot_render_layout (snapshot, context, x, y, self->layout);
  BEDSIDE_END_OLD_API

  if (gtk_widget_has_focus (widget) && self->selected_link != NO_LINK)
    snapshot_selected_link (self, snapshot, &color, x, y);
}

/* Links: Tab goes from one to the next, as in a label. */
static gboolean
bedside_text_focus (GtkWidget        *widget,
                    GtkDirectionType  direction)
{
  BedsideText *self = BEDSIDE_TEXT (widget);
  guint n = bedside_text_get_n_links (self);
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  guint next;

  if (n == 0 || !gtk_widget_get_focusable (widget))
    return FALSE;
  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return gtk_widget_has_focus (widget) ? FALSE : gtk_widget_grab_focus (widget);

  if (!gtk_widget_has_focus (widget))
    next = forward ? 0 : n - 1;
  else if (forward ? self->selected_link + 1 >= n : self->selected_link == 0)
    return FALSE;
  else
    next = forward ? self->selected_link + 1 : self->selected_link - 1;

  self->selected_link = next;
  gtk_widget_queue_draw (widget);
  return gtk_widget_has_focus (widget) || gtk_widget_grab_focus (widget);
}

static void
bedside_text_state_flags_changed (GtkWidget     *widget,
                                  GtkStateFlags  previous)
{
  BedsideText *self = BEDSIDE_TEXT (widget);

  if (self->links != NULL && self->selected_link == NO_LINK && gtk_widget_has_focus (widget))
    self->selected_link = 0;
  if (self->links != NULL)
    gtk_widget_queue_draw (widget);

  GTK_WIDGET_CLASS (bedside_text_parent_class)->state_flags_changed (widget, previous);
}

static guint
find_link_at (BedsideText *self,
              double       x,
              double       y)
{
  int origin_x, origin_y, index, trailing;

  if (self->links == NULL || self->layout == NULL)
    return NO_LINK;

  get_origin (self, &origin_x, &origin_y);
  if (!pango_layout_xy_to_index (self->layout, (int) (x - origin_x) * PANGO_SCALE, (int) (y - origin_y) * PANGO_SCALE,
                                 &index, &trailing))
    return NO_LINK;

  for (guint i = 0; i < self->links->len; i++)
    {
      BedsideLink *link = &g_array_index (self->links, BedsideLink, i);

      if ((guint) index >= link->start && (guint) index < link->end)
        return i;
    }

  return NO_LINK;
}

static void
motion_cb (BedsideText              *self,
           double                    x,
           double                    y,
           GtkEventControllerMotion *controller)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), find_link_at (self, x, y) != NO_LINK ? "pointer" : NULL);
}

static void
pressed_cb (BedsideText     *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *gesture)
{
  self->pressed_link = find_link_at (self, x, y);
}

static void
released_cb (BedsideText     *self,
             int              n_press,
             double           x,
             double           y,
             GtkGestureClick *gesture)
{
  guint link = find_link_at (self, x, y);

  if (link != NO_LINK && link == self->pressed_link)
    bedside_text_open_link (self, link);
  self->pressed_link = NO_LINK;
}

static gboolean
open_selected_cb (GtkWidget *widget,
                  GVariant  *args,
                  gpointer   user_data)
{
  BedsideText *self = BEDSIDE_TEXT (widget);

  if (self->links == NULL || self->selected_link >= self->links->len)
    return FALSE;
  bedside_text_open_link (self, self->selected_link);

  return TRUE;
}

static void
add_controllers (BedsideText *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
remove_controllers (BedsideText *self)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self));

  for (guint i = g_list_model_get_n_items (controllers); i > 0; i--)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i - 1);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller) || GTK_IS_GESTURE_CLICK (controller))
        gtk_widget_remove_controller (GTK_WIDGET (self), controller);
    }
}

static void
show_uri_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BedsideText) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean shown = FALSE;
  GtkWidget *toasts;

  BEDSIDE_BEGIN_OLD_API
    shown = gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error);
  BEDSIDE_END_OLD_API

  /* Who is asked by the portal which program to take may take none. */
  if (shown || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (_("No program here opens this link")));
}

static gboolean
bedside_text_activate_link (BedsideText *self,
                            const char  *uri)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!GTK_IS_WINDOW (root))
    return FALSE;

  /* The link's text is the address itself, so its reader has seen where it leads. */
  BEDSIDE_BEGIN_OLD_API
  gtk_show_uri_full (GTK_WINDOW (root), uri, GDK_CURRENT_TIME, NULL, show_uri_cb, g_object_ref (self));
  BEDSIDE_END_OLD_API

  return TRUE;
}

static void
bedside_text_finalize (GObject *object)
{
  BedsideText *self = BEDSIDE_TEXT (object);

  g_clear_object (&self->layout);
  g_clear_pointer (&self->links, g_array_unref);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->note, g_free);

  G_OBJECT_CLASS (bedside_text_parent_class)->finalize (object);
}

static void
bedside_text_class_init (BedsideTextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = bedside_text_finalize;
  widget_class->focus = bedside_text_focus;
  widget_class->get_request_mode = bedside_text_get_request_mode;
  widget_class->measure = bedside_text_measure;
  widget_class->size_allocate = bedside_text_size_allocate;
  widget_class->snapshot = bedside_text_snapshot;
  widget_class->state_flags_changed = bedside_text_state_flags_changed;

  signals[SIGNAL_ACTIVATE_LINK] =
    g_signal_new_class_handler ("activate-link", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                G_CALLBACK (bedside_text_activate_link), g_signal_accumulator_true_handled, NULL, NULL,
                                G_TYPE_BOOLEAN, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, open_selected_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, open_selected_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, open_selected_cb, NULL);
  gtk_widget_class_set_css_name (widget_class, "words");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
bedside_text_init (BedsideText *self)
{
  self->text = g_strdup ("");
  self->laid_width = -1;
  self->selected_link = NO_LINK;
  self->pressed_link = NO_LINK;
  /* Marks that are piled up on a letter must not be painted over the neighbours. */
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * bedside_text_new:
 *
 * Returns: (transfer floating): a widget without text
 */
GtkWidget *
bedside_text_new (void)
{
  return g_object_new (BEDSIDE_TYPE_TEXT, NULL);
}

/**
 * bedside_text_get_text:
 * @self: a text
 *
 * Returns: (transfer none): what it shows
 */
const char *
bedside_text_get_text (BedsideText *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TEXT (self), NULL);

  return self->text;
}

/**
 * bedside_text_set_text:
 * @self: a text
 * @text: what to show, valid UTF-8
 * @note: (nullable): something short of ours to show below, smaller
 *
 * Shows another text; links in it are found.
 */
void
bedside_text_set_text (BedsideText *self,
                       const char  *text,
                       const char  *note)
{
  g_return_if_fail (BEDSIDE_IS_TEXT (self));
  g_return_if_fail (text != NULL);

  if (g_strcmp0 (self->text, text) == 0 && g_strcmp0 (self->note, note) == 0)
    return;

  if (self->links != NULL)
    remove_controllers (self);
  g_clear_pointer (&self->links, g_array_unref);
  g_free (self->text);
  self->text = g_strdup (text);
  g_free (self->note);
  self->note = g_strdup (note);
  g_clear_object (&self->layout);
  self->laid_width = -1;
  self->selected_link = NO_LINK;
  self->pressed_link = NO_LINK;
  self->links = bedside_links_find (text);
  if (self->links != NULL)
    add_controllers (self);

  gtk_widget_set_focusable (GTK_WIDGET (self), self->links != NULL);
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * bedside_text_set_padding:
 * @self: a text
 * @horizontal: pixels left and right of it
 * @vertical: pixels above and below
 *
 * Room around the text, inside the widget.
 */
void
bedside_text_set_padding (BedsideText *self,
                          int          horizontal,
                          int          vertical)
{
  g_return_if_fail (BEDSIDE_IS_TEXT (self));

  if (self->padding_x == horizontal && self->padding_y == vertical)
    return;
  self->padding_x = horizontal;
  self->padding_y = vertical;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * bedside_text_set_xalign:
 * @self: a text
 * @xalign: 0 for left, 1 for right
 *
 * Where the lines stand if there is more room than they need.
 */
void
bedside_text_set_xalign (BedsideText *self,
                         float        xalign)
{
  g_return_if_fail (BEDSIDE_IS_TEXT (self));

  if (self->xalign == xalign)
    return;
  self->xalign = xalign;
  g_clear_object (&self->layout);
  self->laid_width = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * bedside_text_get_natural_size:
 * @self: a text
 * @max_width: the width that there is
 * @width: (out): of the widget, with its longest line
 * @height: (out): of the widget
 *
 * How large the text wants to be. Not what measuring answers: that would
 * not know what width there is.
 */
void
bedside_text_get_natural_size (BedsideText *self,
                               int          max_width,
                               int         *width,
                               int         *height)
{
  g_return_if_fail (BEDSIDE_IS_TEXT (self));
  g_return_if_fail (width != NULL && height != NULL);

  ensure_layout (self, max_width - 2 * self->padding_x);
  *width = self->width + 2 * self->padding_x;
  *height = self->height + 2 * self->padding_y;
}

/**
 * bedside_text_get_n_links:
 * @self: a text
 *
 * Returns: how many links it has
 */
guint
bedside_text_get_n_links (BedsideText *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TEXT (self), 0);

  return self->links != NULL ? self->links->len : 0;
}

/**
 * bedside_text_dup_link:
 * @self: a text
 * @link: which one
 *
 * Returns: (transfer full) (nullable): the address as it stands in the text
 */
char *
bedside_text_dup_link (BedsideText *self,
                       guint        link)
{
  BedsideLink *found;

  g_return_val_if_fail (BEDSIDE_IS_TEXT (self), NULL);

  if (self->links == NULL || link >= self->links->len)
    return NULL;
  found = &g_array_index (self->links, BedsideLink, link);

  return g_strndup (self->text + found->start, found->end - found->start);
}

/**
 * bedside_text_open_link:
 * @self: a text
 * @link: which one
 *
 * Opens a link as a click on it does.
 */
void
bedside_text_open_link (BedsideText *self,
                        guint        link)
{
  g_autofree char *uri = NULL;
  gboolean handled = FALSE;

  g_return_if_fail (BEDSIDE_IS_TEXT (self));

  if (self->links == NULL || link >= self->links->len)
    return;
  uri = bedside_links_dup_uri (self->text, &g_array_index (self->links, BedsideLink, link));
  g_signal_emit (self, signals[SIGNAL_ACTIVATE_LINK], 0, uri, &handled);
}
