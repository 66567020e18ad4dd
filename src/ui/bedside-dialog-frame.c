/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-dialog-frame"

#include "bedside-dialog-frame.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-fit.h"

struct _BedsideDialogFrame
{
  AdwBin             parent_instance;

  gboolean           ready;
  gboolean           is_busy;
  GtkWidget         *focus;   /* (nullable): its weak pointer: what had the focus before it was busy */

  /* template */
  GtkButton         *cancel;
  GtkButton         *accept;
  GtkSpinner        *spinner;
  GtkScrolledWindow *scroller;
  GtkLabel          *error;
  AdwBin            *body;
};

typedef enum {
  PROP_BODY = 1,
  PROP_ACCEPT,
  PROP_READY,
  PROP_BUSY,
  PROP_ERROR,
} BedsideDialogFrameProperty;

enum {
  SIGNAL_ACCEPTED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_ERROR + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideDialogFrame, bedside_dialog_frame, ADW_TYPE_BIN)

static void
update (BedsideDialogFrame *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), self->ready && !self->is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->body), !self->is_busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->is_busy);
  gtk_spinner_set_spinning (self->spinner, self->is_busy);
  gtk_button_set_label (self->cancel, self->is_busy ? _("Close") : _("Cancel"));
}

/* What becomes insensitive must not have the focus: an entry would go on blinking, with a warning of GTK's. */
static void
move_focus (BedsideDialogFrame *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (self->is_busy && focus != NULL)
    {
      g_set_weak_pointer (&self->focus, focus);
      gtk_widget_grab_focus (GTK_WIDGET (self->cancel));
    }
}

static void
restore_focus (BedsideDialogFrame *self)
{
  if (!self->is_busy && self->focus != NULL && gtk_widget_get_mapped (self->focus))
    gtk_widget_grab_focus (self->focus);
  if (!self->is_busy)
    g_clear_weak_pointer (&self->focus);
}

static void
on_accept (BedsideDialogFrame *self)
{
  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0);
}

static void
bedside_dialog_frame_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  BedsideDialogFrame *self = BEDSIDE_DIALOG_FRAME (object);

  switch ((BedsideDialogFrameProperty) prop_id)
    {
    case PROP_BODY:
      g_value_set_object (value, bedside_dialog_frame_get_body (self));
      break;
    case PROP_ACCEPT:
      g_value_set_string (value, bedside_dialog_frame_get_accept (self));
      break;
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->is_busy);
      break;
    case PROP_ERROR:
      g_value_set_string (value, bedside_dialog_frame_get_error (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_dialog_frame_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  BedsideDialogFrame *self = BEDSIDE_DIALOG_FRAME (object);

  switch ((BedsideDialogFrameProperty) prop_id)
    {
    case PROP_BODY:
      bedside_dialog_frame_set_body (self, g_value_get_object (value));
      break;
    case PROP_ACCEPT:
      bedside_dialog_frame_set_accept (self, g_value_get_string (value));
      break;
    case PROP_READY:
      bedside_dialog_frame_set_ready (self, g_value_get_boolean (value));
      break;
    case PROP_BUSY:
      bedside_dialog_frame_set_busy (self, g_value_get_boolean (value));
      break;
    case PROP_ERROR:
      bedside_dialog_frame_set_error (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_dialog_frame_dispose (GObject *object)
{
  BedsideDialogFrame *self = BEDSIDE_DIALOG_FRAME (object);

  g_clear_weak_pointer (&self->focus);

  G_OBJECT_CLASS (bedside_dialog_frame_parent_class)->dispose (object);
}

static void
bedside_dialog_frame_class_init (BedsideDialogFrameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_dialog_frame_get_property;
  object_class->set_property = bedside_dialog_frame_set_property;
  object_class->dispose = bedside_dialog_frame_dispose;

  properties[PROP_BODY] = g_param_spec_object ("body", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_ACCEPT] = g_param_spec_string ("accept", NULL, NULL, NULL, flags);
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, TRUE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", BEDSIDE_TYPE_DIALOG_FRAME, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-dialog-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideDialogFrame, cancel);
  gtk_widget_class_bind_template_child (widget_class, BedsideDialogFrame, accept);
  gtk_widget_class_bind_template_child (widget_class, BedsideDialogFrame, spinner);
  gtk_widget_class_bind_template_child (widget_class, BedsideDialogFrame, scroller);
  gtk_widget_class_bind_template_child (widget_class, BedsideDialogFrame, error);
  gtk_widget_class_bind_template_child (widget_class, BedsideDialogFrame, body);
  gtk_widget_class_bind_template_callback (widget_class, on_accept);
}

static void
bedside_dialog_frame_init (BedsideDialogFrame *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->ready = TRUE;
}

/**
 * bedside_dialog_frame_get_body:
 * @self: a frame
 *
 * Returns: (transfer none) (nullable): what can be changed
 */
GtkWidget *
bedside_dialog_frame_get_body (BedsideDialogFrame *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DIALOG_FRAME (self), NULL);

  return adw_bin_get_child (self->body);
}

/**
 * bedside_dialog_frame_set_body:
 * @self: a frame
 * @body: (nullable): what can be changed
 *
 * Sets what stands between the buttons and the end of the window.
 */
void
bedside_dialog_frame_set_body (BedsideDialogFrame *self,
                               GtkWidget          *body)
{
  g_return_if_fail (BEDSIDE_IS_DIALOG_FRAME (self));
  g_return_if_fail (body == NULL || GTK_IS_WIDGET (body));

  if (adw_bin_get_child (self->body) == body)
    return;

  adw_bin_set_child (self->body, body);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BODY]);
}

/**
 * bedside_dialog_frame_get_accept:
 * @self: a frame
 *
 * Returns: what stands on the button that does it
 */
const char *
bedside_dialog_frame_get_accept (BedsideDialogFrame *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DIALOG_FRAME (self), NULL);

  return gtk_button_get_label (self->accept);
}

/**
 * bedside_dialog_frame_set_accept:
 * @self: a frame
 * @accept: what stands on the button that does it
 *
 * Sets it.
 */
void
bedside_dialog_frame_set_accept (BedsideDialogFrame *self,
                                 const char         *accept)
{
  g_return_if_fail (BEDSIDE_IS_DIALOG_FRAME (self));
  g_return_if_fail (accept != NULL);

  if (g_strcmp0 (gtk_button_get_label (self->accept), accept) == 0)
    return;

  gtk_button_set_label (self->accept, accept);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCEPT]);
}

/**
 * bedside_dialog_frame_get_ready:
 * @self: a frame
 *
 * Returns: whether it can be saved
 */
gboolean
bedside_dialog_frame_get_ready (BedsideDialogFrame *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DIALOG_FRAME (self), FALSE);

  return self->ready;
}

/**
 * bedside_dialog_frame_set_ready:
 * @self: a frame
 * @ready: whether it can be saved
 *
 * Sets it.
 */
void
bedside_dialog_frame_set_ready (BedsideDialogFrame *self,
                                gboolean            ready)
{
  g_return_if_fail (BEDSIDE_IS_DIALOG_FRAME (self));

  ready = !!ready;
  if (self->ready == ready)
    return;

  self->ready = ready;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

/**
 * bedside_dialog_frame_get_busy:
 * @self: a frame
 *
 * Returns: whether it is being saved
 */
gboolean
bedside_dialog_frame_get_busy (BedsideDialogFrame *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DIALOG_FRAME (self), FALSE);

  return self->is_busy;
}

/**
 * bedside_dialog_frame_set_busy:
 * @self: a frame
 * @busy: whether it is being saved
 *
 * Sets it. An error that was shown goes when something is done again.
 */
void
bedside_dialog_frame_set_busy (BedsideDialogFrame *self,
                               gboolean            busy)
{
  g_return_if_fail (BEDSIDE_IS_DIALOG_FRAME (self));

  busy = !!busy;
  if (busy)
    bedside_dialog_frame_set_error (self, NULL);
  if (self->is_busy == busy)
    return;

  self->is_busy = busy;
  move_focus (self);
  update (self);
  restore_focus (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * bedside_dialog_frame_get_error:
 * @self: a frame
 *
 * Returns: (nullable): what went wrong
 */
const char *
bedside_dialog_frame_get_error (BedsideDialogFrame *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DIALOG_FRAME (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self->error)) ? gtk_label_get_label (self->error) : NULL;
}

/**
 * bedside_dialog_frame_set_error:
 * @self: a frame
 * @error: (nullable): what went wrong
 *
 * Shows it above all else.
 */
void
bedside_dialog_frame_set_error (BedsideDialogFrame *self,
                                const char         *error)
{
  g_return_if_fail (BEDSIDE_IS_DIALOG_FRAME (self));

  if (g_strcmp0 (bedside_dialog_frame_get_error (self), error) == 0)
    return;

  gtk_label_set_label (self->error, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), error != NULL);
  bedside_dialog_frame_fit (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/**
 * bedside_dialog_frame_fit:
 * @self: a frame
 *
 * Lets the window take the height that its contents need now: a window that is shown keeps its size by itself.
 */
void
bedside_dialog_frame_fit (BedsideDialogFrame *self)
{
  GtkRoot *root;

  g_return_if_fail (BEDSIDE_IS_DIALOG_FRAME (self));

  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (GTK_IS_WINDOW (root))
    bedside_fit_height (GTK_WINDOW (root), self->scroller);
}
