/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-start-frame"

#include "bedside-start-frame.h"

struct _BedsideStartFrame
{
  AdwBin         parent_instance;

  char          *action;   /* (owned) (nullable): of the way on */
  gboolean       possible;

  /* template */
  GtkWidget     *choice;
  AdwBin        *bin;
  GtkLabel      *chosen;
  GtkLabel      *note;
  GtkLabel      *error;
  GtkSpinner    *spinner;
  GtkButton     *button;
  AdwStatusPage *empty;
  GtkButton     *way_on;
};

typedef enum {
  PROP_BODY = 1,
} BedsideStartFrameProperty;

enum {
  SIGNAL_START,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_BODY + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideStartFrame, bedside_start_frame, ADW_TYPE_BIN)

static void
set_line (GtkLabel   *label,
          const char *text)
{
  const gboolean there = text != NULL && text[0] != '\0';

  gtk_label_set_label (label, there ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), there);
}

static void
update_button (BedsideStartFrame *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), self->possible && !bedside_start_frame_get_busy (self));
}

static void
on_clicked (BedsideStartFrame *self)
{
  g_signal_emit (self, signals[SIGNAL_START], 0);
}

/* What is chosen here is elsewhere: the popover goes first, or it would stay over the window that opens. */
static void
on_way_on (BedsideStartFrame *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);
  g_autofree char *action = g_strdup (self->action);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  if (action != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

/* --- GtkWidget --- */

/* A popover of GTK 4.8 is as wide as its contents want to be, but asks how high they are as if its shadow was theirs:
 * a text that needs another line in what is left would be cut off. */
static void
bedside_start_frame_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));
  int width;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
      for_size = for_size < 0 ? width : MIN (for_size, width);
    }
  gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
bedside_start_frame_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
}

static GtkSizeRequestMode
bedside_start_frame_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* --- GObject --- */

static void
bedside_start_frame_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  BedsideStartFrame *self = BEDSIDE_START_FRAME (object);

  switch ((BedsideStartFrameProperty) prop_id)
    {
    case PROP_BODY:
      g_value_set_object (value, bedside_start_frame_get_body (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_start_frame_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  BedsideStartFrame *self = BEDSIDE_START_FRAME (object);

  switch ((BedsideStartFrameProperty) prop_id)
    {
    case PROP_BODY:
      bedside_start_frame_set_body (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_start_frame_finalize (GObject *object)
{
  g_free (BEDSIDE_START_FRAME (object)->action);

  G_OBJECT_CLASS (bedside_start_frame_parent_class)->finalize (object);
}

static void
bedside_start_frame_class_init (BedsideStartFrameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_start_frame_get_property;
  object_class->set_property = bedside_start_frame_set_property;
  object_class->finalize = bedside_start_frame_finalize;
  widget_class->measure = bedside_start_frame_measure;
  widget_class->size_allocate = bedside_start_frame_size_allocate;
  widget_class->get_request_mode = bedside_start_frame_get_request_mode;

  properties[PROP_BODY] = g_param_spec_object ("body", NULL, NULL, GTK_TYPE_WIDGET,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_START] = g_signal_new ("start", BEDSIDE_TYPE_START_FRAME, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-start-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideStartFrame, choice);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartFrame, bin);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartFrame, chosen);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartFrame, note);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartFrame, error);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartFrame, spinner);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartFrame, button);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartFrame, empty);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartFrame, way_on);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_way_on);
}

static void
bedside_start_frame_init (BedsideStartFrame *self)
{
  /* AdwBin's would measure in our place. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_start_frame_get_body:
 * @self: a frame
 *
 * Returns: (transfer none) (nullable): where one chooses
 */
GtkWidget *
bedside_start_frame_get_body (BedsideStartFrame *self)
{
  g_return_val_if_fail (BEDSIDE_IS_START_FRAME (self), NULL);

  return adw_bin_get_child (self->bin);
}

/**
 * bedside_start_frame_set_body:
 * @self: a frame
 * @body: (nullable): where one chooses
 *
 * Sets what is in the frame.
 */
void
bedside_start_frame_set_body (BedsideStartFrame *self,
                              GtkWidget         *body)
{
  g_return_if_fail (BEDSIDE_IS_START_FRAME (self));
  g_return_if_fail (body == NULL || GTK_IS_WIDGET (body));

  if (adw_bin_get_child (self->bin) == body)
    return;

  adw_bin_set_child (self->bin, body);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BODY]);
}

/**
 * bedside_start_frame_show_choice:
 * @self: a frame
 *
 * Lets the person choose.
 */
void
bedside_start_frame_show_choice (BedsideStartFrame *self)
{
  g_return_if_fail (BEDSIDE_IS_START_FRAME (self));

  gtk_widget_set_visible (self->choice, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), FALSE);
}

/**
 * bedside_start_frame_show_empty:
 * @self: a frame
 * @icon: name of an icon
 * @title: that there is nothing to choose
 * @text: (nullable): why
 * @label: (nullable): what stands on the button that leads on
 * @action: (nullable): what that does; %NULL: there is no such button
 *
 * Says why there is nothing to choose.
 */
void
bedside_start_frame_show_empty (BedsideStartFrame *self,
                                const char        *icon,
                                const char        *title,
                                const char        *text,
                                const char        *label,
                                const char        *action)
{
  g_return_if_fail (BEDSIDE_IS_START_FRAME (self));
  g_return_if_fail (icon != NULL && title != NULL);
  g_return_if_fail (action == NULL || label != NULL);

  g_free (self->action);
  self->action = g_strdup (action);
  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, text);
  gtk_button_set_label (self->way_on, label != NULL ? label : "");
  gtk_widget_set_visible (GTK_WIDGET (self->way_on), action != NULL);
  gtk_widget_set_visible (self->choice, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), TRUE);
}

/**
 * bedside_start_frame_is_empty:
 * @self: a frame
 *
 * Returns: whether there is nothing to choose
 */
gboolean
bedside_start_frame_is_empty (BedsideStartFrame *self)
{
  g_return_val_if_fail (BEDSIDE_IS_START_FRAME (self), TRUE);

  return gtk_widget_get_visible (GTK_WIDGET (self->empty));
}

/**
 * bedside_start_frame_set_chosen:
 * @self: a frame
 * @chosen: (nullable): who is chosen
 *
 * Names who is written to, in full.
 */
void
bedside_start_frame_set_chosen (BedsideStartFrame *self,
                                const char        *chosen)
{
  g_return_if_fail (BEDSIDE_IS_START_FRAME (self));

  set_line (self->chosen, chosen);
}

/**
 * bedside_start_frame_set_note:
 * @self: a frame
 * @note: (nullable): what is to be known before starting
 *
 * Says what starting means, or why it is not possible.
 */
void
bedside_start_frame_set_note (BedsideStartFrame *self,
                              const char        *note)
{
  g_return_if_fail (BEDSIDE_IS_START_FRAME (self));

  set_line (self->note, note);
}

/**
 * bedside_start_frame_set_error:
 * @self: a frame
 * @error: (nullable): why it did not work
 *
 * Says what went wrong.
 */
void
bedside_start_frame_set_error (BedsideStartFrame *self,
                               const char        *error)
{
  g_return_if_fail (BEDSIDE_IS_START_FRAME (self));

  set_line (self->error, error);
}

/**
 * bedside_start_frame_set_button:
 * @self: a frame
 * @label: what stands on it
 * @possible: whether it may be pressed
 *
 * Sets what the button does.
 */
void
bedside_start_frame_set_button (BedsideStartFrame *self,
                                const char        *label,
                                gboolean           possible)
{
  g_return_if_fail (BEDSIDE_IS_START_FRAME (self));
  g_return_if_fail (label != NULL);

  self->possible = !!possible;
  gtk_button_set_label (self->button, label);
  update_button (self);
}

/**
 * bedside_start_frame_get_busy:
 * @self: a frame
 *
 * Returns: whether something is being started
 */
gboolean
bedside_start_frame_get_busy (BedsideStartFrame *self)
{
  g_return_val_if_fail (BEDSIDE_IS_START_FRAME (self), FALSE);

  return gtk_spinner_get_spinning (self->spinner);
}

/**
 * bedside_start_frame_set_busy:
 * @self: a frame
 * @busy: whether something is being started
 *
 * While it is, nothing else can be chosen.
 */
void
bedside_start_frame_set_busy (BedsideStartFrame *self,
                              gboolean           busy)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_return_if_fail (BEDSIDE_IS_START_FRAME (self));

  /* An entry that becomes insensitive while it has the focus goes on blinking, with a warning of GTK's. */
  if (busy && root != NULL)
    gtk_root_set_focus (root, NULL);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->bin), !busy);
  update_button (self);
  /* It did not work: the same button is the way on. */
  if (!busy && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

/**
 * bedside_start_frame_press:
 * @self: a frame
 *
 * Starts, if that is possible now.
 */
void
bedside_start_frame_press (BedsideStartFrame *self)
{
  g_return_if_fail (BEDSIDE_IS_START_FRAME (self));

  if (!bedside_start_frame_is_empty (self) && gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    on_clicked (self);
}
