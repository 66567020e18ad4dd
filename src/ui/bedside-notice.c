/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-notice"

#include "bedside-notice.h"

struct _BedsideNotice
{
  AdwBin       parent_instance;

  char        *text;   /* (owned) (nullable) */
  char        *action; /* (owned) (nullable) */
  char        *name;   /* (owned) (nullable): of the button */
  guint        dismissible : 1;
  guint        busy : 1;

  /* template; (nullable): made when there is something to say for the first time */
  GtkRevealer *revealer;
  GtkSpinner  *spinner;
  GtkLabel    *label;
  GtkButton   *button;
  GtkButton   *dismiss;
};

typedef enum {
  PROP_TEXT = 1,
  PROP_ACTION,
  PROP_DISMISSIBLE,
  PROP_BUSY,
} BedsideNoticeProperty;

enum {
  SIGNAL_ACTIVATED,
  SIGNAL_DISMISSED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_BUSY + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideNotice, bedside_notice, ADW_TYPE_BIN)

static void
on_button_clicked (BedsideNotice *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
on_dismiss_clicked (BedsideNotice *self)
{
  bedside_notice_set_text (self, NULL);
  g_signal_emit (self, signals[SIGNAL_DISMISSED], 0);
}

/* What is folded away is not to be found by keyboard or screen reader either. */
static void
on_child_revealed (BedsideNotice *self)
{
  if (self->revealer != NULL && self->text == NULL && !gtk_revealer_get_child_revealed (self->revealer))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
update (BedsideNotice *self)
{
  if (self->revealer == NULL)
    return;

  gtk_button_set_label (self->button, self->action != NULL ? self->action : "");
  gtk_widget_set_visible (GTK_WIDGET (self->button), self->action != NULL);
  if (self->name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, self->name, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->dismiss), self->dismissible);
  gtk_spinner_set_spinning (self->spinner, self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->busy);
}

/* Of all the bars that there are hardly one is ever seen. */
static void
ensure_contents (BedsideNotice *self)
{
  if (self->revealer != NULL)
    return;

  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

static void
bedside_notice_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  BedsideNotice *self = BEDSIDE_NOTICE (object);

  switch ((BedsideNoticeProperty) prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_ACTION:
      g_value_set_string (value, self->action);
      break;
    case PROP_DISMISSIBLE:
      g_value_set_boolean (value, bedside_notice_get_dismissible (self));
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, bedside_notice_get_busy (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_notice_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  BedsideNotice *self = BEDSIDE_NOTICE (object);

  switch ((BedsideNoticeProperty) prop_id)
    {
    case PROP_TEXT:
      bedside_notice_set_text (self, g_value_get_string (value));
      break;
    case PROP_ACTION:
      bedside_notice_set_action (self, g_value_get_string (value));
      break;
    case PROP_DISMISSIBLE:
      bedside_notice_set_dismissible (self, g_value_get_boolean (value));
      break;
    case PROP_BUSY:
      bedside_notice_set_busy (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_notice_finalize (GObject *object)
{
  BedsideNotice *self = BEDSIDE_NOTICE (object);

  g_free (self->text);
  g_free (self->action);
  g_free (self->name);

  G_OBJECT_CLASS (bedside_notice_parent_class)->finalize (object);
}

static void
bedside_notice_class_init (BedsideNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_notice_get_property;
  object_class->set_property = bedside_notice_set_property;
  object_class->finalize = bedside_notice_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_ACTION] = g_param_spec_string ("action", NULL, NULL, NULL, flags);
  properties[PROP_DISMISSIBLE] = g_param_spec_boolean ("dismissible", NULL, NULL, FALSE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", BEDSIDE_TYPE_NOTICE, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DISMISSED] = g_signal_new ("dismissed", BEDSIDE_TYPE_NOTICE, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotice, spinner);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotice, label);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotice, button);
  gtk_widget_class_bind_template_child (widget_class, BedsideNotice, dismiss);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_child_revealed);
}

static void
bedside_notice_init (BedsideNotice *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * bedside_notice_new:
 *
 * Returns: (transfer floating): a bar that is folded away
 */
GtkWidget *
bedside_notice_new (void)
{
  return g_object_new (BEDSIDE_TYPE_NOTICE, NULL);
}

/**
 * bedside_notice_get_text:
 * @self: a bar
 *
 * Returns: (nullable): the sentence, %NULL while the bar is folded away
 */
const char *
bedside_notice_get_text (BedsideNotice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_NOTICE (self), NULL);

  return self->text;
}

/**
 * bedside_notice_set_text:
 * @self: a bar
 * @text: (nullable): the sentence; %NULL folds the bar away
 *
 * Shows or hides the bar.
 */
void
bedside_notice_set_text (BedsideNotice *self,
                         const char    *text)
{
  g_return_if_fail (BEDSIDE_IS_NOTICE (self));

  if (g_strcmp0 (self->text, text) == 0)
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  /* The old sentence stays readable while it folds. */
  if (text != NULL)
    {
      ensure_contents (self);
      gtk_label_set_label (self->label, text);
      gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
    }
  if (self->revealer != NULL)
    gtk_revealer_set_reveal_child (self->revealer, text != NULL);
  on_child_revealed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

/**
 * bedside_notice_get_action:
 * @self: a bar
 *
 * Returns: (nullable): what stands on the button
 */
const char *
bedside_notice_get_action (BedsideNotice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_NOTICE (self), NULL);

  return self->action;
}

/**
 * bedside_notice_set_action:
 * @self: a bar
 * @action: (nullable): what stands on the button; %NULL: no button
 *
 * Sets the way on.
 */
void
bedside_notice_set_action (BedsideNotice *self,
                           const char    *action)
{
  g_return_if_fail (BEDSIDE_IS_NOTICE (self));

  if (g_strcmp0 (self->action, action) == 0)
    return;

  g_free (self->action);
  self->action = g_strdup (action);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTION]);
}

/**
 * bedside_notice_set_action_name:
 * @self: a bar
 * @name: what is read out for the button; it begins with what stands on it
 *
 * Names the way on for those who hear it.
 */
void
bedside_notice_set_action_name (BedsideNotice *self,
                                const char    *name)
{
  g_return_if_fail (BEDSIDE_IS_NOTICE (self));
  g_return_if_fail (name != NULL);

  g_free (self->name);
  self->name = g_strdup (name);
  update (self);
}

/**
 * bedside_notice_get_dismissible:
 * @self: a bar
 *
 * Returns: whether the person can close the bar
 */
gboolean
bedside_notice_get_dismissible (BedsideNotice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_NOTICE (self), FALSE);

  return self->dismissible;
}

/**
 * bedside_notice_set_dismissible:
 * @self: a bar
 * @dismissible: whether the person can close the bar
 *
 * Sets whether there is a close button.
 */
void
bedside_notice_set_dismissible (BedsideNotice *self,
                                gboolean       dismissible)
{
  g_return_if_fail (BEDSIDE_IS_NOTICE (self));

  if (bedside_notice_get_dismissible (self) == !!dismissible)
    return;

  self->dismissible = !!dismissible;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISMISSIBLE]);
}

/**
 * bedside_notice_get_busy:
 * @self: a bar
 *
 * Returns: whether it shows that something is going on
 */
gboolean
bedside_notice_get_busy (BedsideNotice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_NOTICE (self), FALSE);

  return self->busy;
}

/**
 * bedside_notice_set_busy:
 * @self: a bar
 * @busy: whether something is going on
 *
 * Shows or hides the spinner.
 */
void
bedside_notice_set_busy (BedsideNotice *self,
                         gboolean       busy)
{
  g_return_if_fail (BEDSIDE_IS_NOTICE (self));

  if (bedside_notice_get_busy (self) == !!busy)
    return;

  self->busy = !!busy;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}
