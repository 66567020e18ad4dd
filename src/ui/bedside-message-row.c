/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-message-row"

#include "bedside-message-row.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bedside-message-actions.h"
#include "bedside-message-format.h"
#include "bedside-text.h"

/* Lines of own and of others' messages must not be too far apart in a wide window. */
#define CONTENT_WIDTH 880
#define SIDE          12
#define GAP           8
#define GROUP_GAP     10
#define ROW_GAP       2
#define AVATAR_SIZE   32
#define MIN_BUBBLE    48

struct _BedsideMessageRow
{
  GtkWidget                 parent_instance;

  BedsideMessage           *message;  /* (owned) (nullable): only while bound */
  gulong                    handler;
  BedsideMessageRowMetrics  metrics;

  /* Children; those that few rows need are made when one does. */
  GtkWidget                *bubble;
  GtkWidget                *meta;
  GtkWidget                *sender;   /* (nullable) */
  GtkWidget                *avatar;   /* (nullable) */
  GtkWidget                *actions;  /* (nullable) */
  GtkWidget                *menu;     /* (nullable) */
};

G_DEFINE_FINAL_TYPE (BedsideMessageRow, bedside_message_row, GTK_TYPE_WIDGET)

typedef enum {
  SIGNAL_RETRY,
  SIGNAL_DELETE,
  SIGNAL_SHOW_ALL,
  SIGNAL_CHANGED,
} BedsideMessageRowSignal;

static guint signals[SIGNAL_CHANGED + 1];

typedef struct {
  int top;            /* above the bubble, without the sender */
  int x;              /* of the content */
  int width;          /* of the content */
  int indent;         /* for the avatar */
  int sender_height;
  int bubble_width;
  int bubble_height;
  int line_height;    /* of the bubble and what stands beside it */
  int actions_height;
  int meta_width;
  int meta_height;
} Geometry;

static int
measure_child (GtkWidget *child,
               int        width)
{
  int height;

  if (child == NULL || !gtk_widget_get_visible (child))
    return 0;
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);

  return height;
}

static gboolean
is_own (BedsideMessageRow *self)
{
  return self->message != NULL && bedside_message_get_own (self->message);
}

/* Where there is only one other person nobody needs to be named, unless somebody else has written there. */
static gboolean
has_sender (BedsideMessageRow *self)
{
  return self->message != NULL && !is_own (self)
         && (self->metrics.with_sender || bedside_message_get_stranger (self->message));
}

static void
compute_geometry (BedsideMessageRow *self,
                  int                row_width,
                  Geometry          *g)
{
  gboolean starts = self->message == NULL || bedside_message_get_starts_group (self->message);
  int room;

  g->width = MIN (row_width, CONTENT_WIDTH) - 2 * SIDE;
  g->x = (row_width - g->width) / 2;
  g->indent = has_sender (self) ? AVATAR_SIZE + GAP : 0;
  g->top = starts ? GROUP_GAP : ROW_GAP;
  g->sender_height = measure_child (self->sender, -1);

  room = g->width - g->indent - self->metrics.meta_width - GAP;
  bedside_text_get_natural_size (BEDSIDE_TEXT (self->bubble), MAX (MIN (room, self->metrics.bubble_width), MIN_BUBBLE),
                                 &g->bubble_width, &g->bubble_height);
  bedside_text_get_natural_size (BEDSIDE_TEXT (self->meta), MAX (self->metrics.meta_width, 1),
                                 &g->meta_width, &g->meta_height);
  g->line_height = MAX (g->bubble_height, g->meta_height);
  g->actions_height = measure_child (self->actions, -1);
  if (g->actions_height > 0)
    g->actions_height += GAP / 2;
}

static GtkSizeRequestMode
bedside_message_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bedside_message_row_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  BedsideMessageRow *self = BEDSIDE_MESSAGE_ROW (widget);
  Geometry g;

  *minimum_baseline = -1;
  *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      /* A list asks all its rows for their width; measuring the text for that would cost most of its time. */
      *minimum = 2 * SIDE + self->metrics.meta_width + GAP + MIN_BUBBLE;
      *natural = CONTENT_WIDTH;
      if (self->actions != NULL && gtk_widget_get_visible (self->actions))
        {
          int least;

          gtk_widget_measure (self->actions, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
          *minimum = MAX (*minimum, least + 2 * SIDE);
        }
      return;
    }

  compute_geometry (self, for_size < 0 ? CONTENT_WIDTH : for_size, &g);
  *minimum = *natural = g.top + g.sender_height + g.line_height + g.actions_height;
}

/* @x is the distance from the side at which lines begin. */
static void
place (BedsideMessageRow *self,
       GtkWidget         *child,
       int                x,
       int                y,
       int                width,
       int                height)
{
  int row_width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int least;

  /* GTK wants children asked before they are given room. */
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  const GtkAllocation place = { rtl ? row_width - x - width : x, y, width, height };
  gtk_widget_size_allocate (child, &place, -1);
}

static void
bedside_message_row_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  BedsideMessageRow *self = BEDSIDE_MESSAGE_ROW (widget);
  gboolean own = is_own (self);
  Geometry g;
  int x, y, actions_width;

  compute_geometry (self, width, &g);
  y = g.top + g.sender_height;
  x = own ? g.x + g.width - g.bubble_width : g.x + g.indent;
  place (self, self->bubble, x, y + g.line_height - g.bubble_height, g.bubble_width, g.bubble_height);
  place (self, self->meta, own ? x - GAP - g.meta_width : x + g.bubble_width + GAP,
         y + g.line_height - g.meta_height, g.meta_width, g.meta_height);

  if (g.sender_height > 0)
    place (self, self->sender, g.x + g.indent + 2, g.top, MAX (g.width - g.indent - 2, 1), g.sender_height);
  if (self->avatar != NULL && gtk_widget_get_visible (self->avatar))
    place (self, self->avatar, g.x, y, AVATAR_SIZE, AVATAR_SIZE);
  if (g.actions_height > 0)
    {
      gtk_widget_measure (self->actions, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &actions_width, NULL, NULL);
      actions_width = MIN (actions_width, g.width);
      place (self, self->actions, own ? g.x + g.width - actions_width : g.x + g.indent, y + g.line_height + GAP / 2,
             actions_width, g.actions_height - GAP / 2);
    }
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_bubble (BedsideMessageRow *self,
               gboolean          *cut)
{
  g_autofree char *text = bedside_message_format_text (self->message, cut);
  BedsideMessageKind kind = bedside_message_get_kind (self->message);
  BedsideMessageState state = bedside_message_get_state (self->message);
  const char *own_text = bedside_message_get_text (self->message);
  const char *note = NULL;
  gboolean described = kind == BEDSIDE_MESSAGE_KIND_UNSUPPORTED && own_text != NULL && *own_text != '\0';

  if (kind == BEDSIDE_MESSAGE_KIND_TEXT && bedside_message_get_edited (self->message))
    note = _("Edited");
  else if (described)
    note = _("Bedside cannot show this kind of message");

  bedside_text_set_text (BEDSIDE_TEXT (self->bubble), text, note);
  set_class (self->bubble, "own", bedside_message_get_own (self->message));
  set_class (self->bubble, "first", bedside_message_get_starts_group (self->message));
  set_class (self->bubble, "last", bedside_message_get_ends_group (self->message));
  set_class (self->bubble, "no-text", kind != BEDSIDE_MESSAGE_KIND_TEXT && !described);
  set_class (self->bubble, "sending", state == BEDSIDE_MESSAGE_STATE_SENDING);
  set_class (self->bubble, "failed", state == BEDSIDE_MESSAGE_STATE_NOT_SENT);
}

/* The first letter, as in a sentence of its own; the word itself is lower case where it is read out. */
static char *
capitalize (const char *word)
{
  g_autofree char *first = g_utf8_strup (word, g_utf8_next_char (word) - word);

  return g_strconcat (first, g_utf8_next_char (word), NULL);
}

static void
update_meta (BedsideMessageRow *self)
{
  g_autofree char *time = bedside_message_format_time (bedside_message_get_timestamp (self->message));
  BedsideMessageState state = bedside_message_get_state (self->message);
  const char *word = bedside_message_format_state (state);
  g_autofree char *state_text = word != NULL ? capitalize (word) : NULL;
  g_autofree char *text = NULL;

  if (bedside_message_get_ends_group (self->message))
    text = state_text != NULL ? g_strdup_printf ("%s\n%s", time, state_text) : g_strdup (time);
  else if (state_text != NULL && state != BEDSIDE_MESSAGE_STATE_READ)
    text = g_steal_pointer (&state_text);
  else
    text = g_strdup ("");

  bedside_text_set_text (BEDSIDE_TEXT (self->meta), text, NULL);
  bedside_text_set_xalign (BEDSIDE_TEXT (self->meta), bedside_message_get_own (self->message) ? 1 : 0);
  set_class (self->meta, "failed", state == BEDSIDE_MESSAGE_STATE_NOT_SENT);
}

static void
update_sender (BedsideMessageRow *self)
{
  gboolean shown = has_sender (self) && bedside_message_get_starts_group (self->message);
  const char *name = bedside_message_get_sender_name (self->message);
  g_autofree char *isolated = NULL;

  if (shown && self->sender == NULL)
    {
      self->sender = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, "xalign", 0.0f, NULL);
      gtk_widget_add_css_class (self->sender, "caption-heading");
      gtk_widget_add_css_class (self->sender, "sender");
      gtk_widget_set_parent (self->sender, GTK_WIDGET (self));
      self->avatar = g_object_new (ADW_TYPE_AVATAR, "size", AVATAR_SIZE, "show-initials", TRUE, NULL);
      gtk_widget_set_parent (self->avatar, GTK_WIDGET (self));
    }
  if (self->sender == NULL)
    return;

  gtk_widget_set_visible (self->sender, shown);
  gtk_widget_set_visible (self->avatar, shown);
  if (!shown)
    return;
  isolated = bedside_message_format_name (name);
  gtk_label_set_text (GTK_LABEL (self->sender), isolated);
  adw_avatar_set_text (ADW_AVATAR (self->avatar), name);
}

static void
update_actions (BedsideMessageRow *self,
                gboolean           cut)
{
  gboolean failed = bedside_message_get_state (self->message) == BEDSIDE_MESSAGE_STATE_NOT_SENT;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "row.retry", failed);
  gtk_widget_action_set_enabled (widget, "row.delete", failed);
  gtk_widget_action_set_enabled (widget, "row.show-all", cut);
  gtk_widget_action_set_enabled (widget, "row.open-link", bedside_text_get_n_links (BEDSIDE_TEXT (self->bubble)) > 0);

  if ((failed || cut) && self->actions == NULL)
    {
      self->actions = bedside_message_actions_new ();
      gtk_widget_set_parent (self->actions, widget);
    }
  if (self->actions == NULL)
    return;
  gtk_widget_set_visible (self->actions, failed || cut);
  bedside_message_actions_update (BEDSIDE_MESSAGE_ACTIONS (self->actions), failed, cut);
}

static void
update_name (BedsideMessageRow *self)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = NULL;

  if (item == NULL)
    return;
  label = bedside_message_format_label (self->message);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (bedside_message_get_edited (self->message))
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _("Edited"), -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
update (BedsideMessageRow *self)
{
  gboolean cut = FALSE;

  update_bubble (self, &cut);
  update_meta (self);
  update_sender (self);
  update_actions (self, cut);
  update_name (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
message_notify_cb (BedsideMessage    *message,
                   GParamSpec        *pspec,
                   BedsideMessageRow *self)
{
  /* First, while rows still are where they were painted. */
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  update (self);
}

static void
retry_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_RETRY], 0);
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_DELETE], 0);
}

static void
show_all_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_SHOW_ALL], 0);
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  BedsideMessageRow *self = BEDSIDE_MESSAGE_ROW (widget);
  const char *text = self->message != NULL ? bedside_message_get_text (self->message) : NULL;

  if (text == NULL || *text == '\0' || bedside_message_get_kind (self->message) == BEDSIDE_MESSAGE_KIND_REMOVED)
    text = bedside_text_get_text (BEDSIDE_TEXT (self->bubble));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
open_link_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  bedside_text_open_link (BEDSIDE_TEXT (BEDSIDE_MESSAGE_ROW (widget)->bubble), 0);
}

static void
remove_menu (BedsideMessageRow *self)
{
  if (self->menu == NULL)
    return;
  gtk_popover_popdown (GTK_POPOVER (self->menu));
  g_clear_pointer (&self->menu, gtk_widget_unparent);
}

static void
bedside_message_row_dispose (GObject *object)
{
  BedsideMessageRow *self = BEDSIDE_MESSAGE_ROW (object);

  g_clear_signal_handler (&self->handler, self->message);
  g_clear_object (&self->message);
  g_clear_pointer (&self->bubble, gtk_widget_unparent);
  g_clear_pointer (&self->meta, gtk_widget_unparent);
  g_clear_pointer (&self->sender, gtk_widget_unparent);
  g_clear_pointer (&self->avatar, gtk_widget_unparent);
  g_clear_pointer (&self->actions, gtk_widget_unparent);
  remove_menu (self);

  G_OBJECT_CLASS (bedside_message_row_parent_class)->dispose (object);
}

static guint
install_signal (BedsideMessageRowClass *klass,
                const char             *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bedside_message_row_class_init (BedsideMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_message_row_dispose;
  widget_class->get_request_mode = bedside_message_row_get_request_mode;
  widget_class->measure = bedside_message_row_measure;
  widget_class->size_allocate = bedside_message_row_size_allocate;

  signals[SIGNAL_RETRY] = install_signal (klass, "retry");
  signals[SIGNAL_DELETE] = install_signal (klass, "delete");
  signals[SIGNAL_SHOW_ALL] = install_signal (klass, "show-all");
  signals[SIGNAL_CHANGED] = install_signal (klass, "changed");

  gtk_widget_class_install_action (widget_class, "row.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "row.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "row.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "row.show-all", NULL, show_all_action);
  gtk_widget_class_install_action (widget_class, "row.open-link", NULL, open_link_action);
  gtk_widget_class_set_css_name (widget_class, "message");
}

static void
bedside_message_row_init (BedsideMessageRow *self)
{
  self->metrics.bubble_width = CONTENT_WIDTH;

  self->bubble = bedside_text_new ();
  bedside_text_set_padding (BEDSIDE_TEXT (self->bubble), 12, 8);
  gtk_widget_add_css_class (self->bubble, "bubble");
  gtk_widget_set_parent (self->bubble, GTK_WIDGET (self));

  self->meta = bedside_text_new ();
  gtk_widget_add_css_class (self->meta, "meta");
  gtk_widget_set_parent (self->meta, GTK_WIDGET (self));
}

/**
 * bedside_message_row_new:
 *
 * Returns: (transfer floating): a row without a message
 */
GtkWidget *
bedside_message_row_new (void)
{
  return g_object_new (BEDSIDE_TYPE_MESSAGE_ROW, NULL);
}

/**
 * bedside_message_row_get_message:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
BedsideMessage *
bedside_message_row_get_message (BedsideMessageRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE_ROW (self), NULL);

  return self->message;
}

/**
 * bedside_message_row_set_message:
 * @self: a row, in its list item
 * @message: (nullable): what to show from now on
 *
 * Binds the row to a message and follows its changes.
 */
void
bedside_message_row_set_message (BedsideMessageRow *self,
                                 BedsideMessage    *message)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE_ROW (self));
  g_return_if_fail (message == NULL || BEDSIDE_IS_MESSAGE (message));

  g_clear_signal_handler (&self->handler, self->message);
  g_set_object (&self->message, message);
  /* Its menu was about the other message. */
  remove_menu (self);
  if (message == NULL)
    return;

  self->handler = g_signal_connect_object (message, "notify", G_CALLBACK (message_notify_cb), self, 0);
  update (self);
}

/**
 * bedside_message_row_set_metrics:
 * @self: a row
 * @metrics: what the list has measured
 *
 * Sets what all rows of a list have in common.
 */
void
bedside_message_row_set_metrics (BedsideMessageRow              *self,
                                 const BedsideMessageRowMetrics *metrics)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE_ROW (self));
  g_return_if_fail (metrics != NULL);

  if (memcmp (&self->metrics, metrics, sizeof (BedsideMessageRowMetrics)) == 0)
    return;
  self->metrics = *metrics;
  if (self->message != NULL)
    update (self);
}

static void
append_item (GMenu      *menu,
             const char *label,
             const char *action)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, action);

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

/**
 * bedside_message_row_popup_menu:
 * @self: a row with a message
 * @x: where in the row
 * @y: where in the row
 *
 * Opens a menu with what can be done with the message.
 */
void
bedside_message_row_popup_menu (BedsideMessageRow *self,
                                double             x,
                                double             y)
{
  g_autoptr(GMenu) menu = NULL;

  g_return_if_fail (BEDSIDE_IS_MESSAGE_ROW (self));

  if (self->menu == NULL)
    {
      menu = g_menu_new ();
      append_item (menu, _("_Copy"), "row.copy");
      append_item (menu, _("_Open Link"), "row.open-link");
      append_item (menu, _("_Show All"), "row.show-all");
      append_item (menu, _("_Try Again"), "row.retry");
      append_item (menu, _("_Delete"), "row.delete");
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
