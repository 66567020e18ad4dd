/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-composer"

#include "bedside-composer.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-soft-breaks.h"

#define MAX_LINES 8
/* Servers show "typing" for longer than this, so it does not flicker. */
#define TYPING_INTERVAL (4 * G_USEC_PER_SEC)

struct _BedsideComposer
{
  GtkWidget          parent_instance;

  gint64             typing_told;  /* monotonic time; 0: nobody types */
  gboolean           setting;      /* the text is set, not typed */
  gboolean           closed;
  gboolean           preediting;   /* an input method shows text that is not in the buffer */
  guint              serial;       /* of the fonts that the lines were measured with */

  /* template */
  GtkWidget         *box;
  GtkScrolledWindow *scroller;
  GtkTextView       *view;
  GtkLabel          *placeholder;
  GtkWidget         *recipient_box;
  GtkImage          *recipient_icon;
  GtkLabel          *recipient;
  GtkWidget         *send;
  GtkLabel          *hint;
  GtkRevealer       *hint_revealer;
};

G_DEFINE_FINAL_TYPE (BedsideComposer, bedside_composer, GTK_TYPE_WIDGET)

typedef enum {
  PROP_TEXT = 1,
  PROP_PLACEHOLDER,
} BedsideComposerProperty;

static GParamSpec *properties[PROP_PLACEHOLDER + 1];

typedef enum {
  SIGNAL_SEND,
  SIGNAL_TEXT_CHANGED,
  SIGNAL_TYPING,
} BedsideComposerSignal;

static guint signals[SIGNAL_TYPING + 1];

static gboolean
is_blank (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;

  return TRUE;
}

static void
set_typing (BedsideComposer *self,
            gboolean         typing)
{
  gint64 now = g_get_monotonic_time ();

  if (typing ? self->typing_told != 0 && now - self->typing_told < TYPING_INTERVAL : self->typing_told == 0)
    return;

  self->typing_told = typing ? now : 0;
  g_signal_emit (self, signals[SIGNAL_TYPING], 0, typing);
}

static void
update_placeholder (BedsideComposer *self)
{
  gboolean empty = gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->view)) == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), empty && !self->preediting);
}

static void
update_send (BedsideComposer *self,
             const char      *text)
{
  gsize bytes = strlen (text);
  gboolean too_long = bytes > BEDSIDE_COMPOSER_MAX_BYTES;
  g_autofree char *hint = NULL;

  gtk_widget_set_sensitive (self->send, !self->closed && !too_long && !is_blank (text));
  if (too_long)
    {
      /* Translators: the number is one of bytes, but of plain letters it is the same. */
      hint = g_strdup_printf (_("This message is too long to send. Shorten it by about %u characters."),
                              (guint) (bytes - BEDSIDE_COMPOSER_MAX_BYTES));
      gtk_label_set_text (self->hint, hint);
    }
  gtk_revealer_set_reveal_child (self->hint_revealer, too_long);
}

static void
buffer_changed_cb (BedsideComposer *self,
                   GtkTextBuffer   *buffer)
{
  g_autofree char *text = bedside_composer_dup_text (self);

  update_placeholder (self);
  update_send (self, text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  if (self->setting)
    return;
  g_signal_emit (self, signals[SIGNAL_TEXT_CHANGED], 0, text);
  set_typing (self, !is_blank (text));
}

static void
preedit_changed_cb (BedsideComposer *self,
                    const char      *preedit)
{
  self->preediting = preedit != NULL && *preedit != '\0';
  update_placeholder (self);
}

static void
send_cb (BedsideComposer *self)
{
  g_autofree char *text = bedside_composer_dup_text (self);

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (is_blank (text) || strlen (text) > BEDSIDE_COMPOSER_MAX_BYTES)
    return;

  g_strstrip (text);
  g_signal_emit (self, signals[SIGNAL_SEND], 0, text);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), "", -1);
  set_typing (self, FALSE);
}

static gboolean
key_pressed_cb (BedsideComposer       *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));

  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return FALSE;
  if ((state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) == GDK_SHIFT_MASK)
    return FALSE;
  /* While an input method composes, Enter takes what it has composed. */
  if (event != NULL && gtk_text_view_im_context_filter_keypress (self->view, event))
    return TRUE;

  send_cb (self);
  return TRUE;
}

/* So many lines that the messages above stay in view. */
static void
update_max_height (BedsideComposer *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self->view));
  PangoFontMetrics *metrics;
  int line;

  if (self->serial == pango_context_get_serial (context))
    return;
  self->serial = pango_context_get_serial (context);
  metrics = pango_context_get_metrics (context, NULL, NULL);
  line = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
  pango_font_metrics_unref (metrics);
  gtk_scrolled_window_set_max_content_height (self->scroller,
                                              MAX_LINES * line + gtk_text_view_get_top_margin (self->view) +
                                              gtk_text_view_get_bottom_margin (self->view));
}

static void
bedside_composer_css_changed (GtkWidget         *widget,
                              GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bedside_composer_parent_class)->css_changed (widget, change);
  update_max_height (BEDSIDE_COMPOSER (widget));
}

static gboolean
bedside_composer_grab_focus (GtkWidget *widget)
{
  /* GTK asks whoever the focus is about to leave by Shift+Tab, too: taking it again would keep it for ever. */
  if (gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;

  return gtk_widget_grab_focus (GTK_WIDGET (BEDSIDE_COMPOSER (widget)->view));
}

static void
bedside_composer_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  BedsideComposer *self = BEDSIDE_COMPOSER (object);

  switch ((BedsideComposerProperty) prop_id)
    {
    case PROP_TEXT:
      g_value_take_string (value, bedside_composer_dup_text (self));
      break;

    case PROP_PLACEHOLDER:
      g_value_set_string (value, bedside_composer_get_placeholder (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_composer_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  BedsideComposer *self = BEDSIDE_COMPOSER (object);

  switch ((BedsideComposerProperty) prop_id)
    {
    case PROP_TEXT:
      bedside_composer_set_text (self, g_value_get_string (value));
      break;

    case PROP_PLACEHOLDER:
      bedside_composer_set_placeholder (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_composer_dispose (GObject *object)
{
  BedsideComposer *self = BEDSIDE_COMPOSER (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bedside_composer_parent_class)->dispose (object);
}

static void
install_signals (BedsideComposerClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[SIGNAL_SEND] =
    g_signal_new ("send", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_TEXT_CHANGED] =
    g_signal_new ("text-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_TYPING] =
    g_signal_new ("typing", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
bedside_composer_class_init (BedsideComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bedside_composer_dispose;
  object_class->get_property = bedside_composer_get_property;
  object_class->set_property = bedside_composer_set_property;
  widget_class->css_changed = bedside_composer_css_changed;
  widget_class->grab_focus = bedside_composer_grab_focus;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "",
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, "",
                                                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                      G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  install_signals (klass);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideComposer, box);
  gtk_widget_class_bind_template_child (widget_class, BedsideComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, BedsideComposer, view);
  gtk_widget_class_bind_template_child (widget_class, BedsideComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, BedsideComposer, recipient_box);
  gtk_widget_class_bind_template_child (widget_class, BedsideComposer, recipient_icon);
  gtk_widget_class_bind_template_child (widget_class, BedsideComposer, recipient);
  gtk_widget_class_bind_template_child (widget_class, BedsideComposer, send);
  gtk_widget_class_bind_template_child (widget_class, BedsideComposer, hint);
  gtk_widget_class_bind_template_child (widget_class, BedsideComposer, hint_revealer);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, preedit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
}

static void
bedside_composer_init (BedsideComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_soft_breaks_follow (self->view);
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed", G_CALLBACK (buffer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_max_height (self);
}

/**
 * bedside_composer_new:
 *
 * Returns: (transfer floating): an empty composer
 */
GtkWidget *
bedside_composer_new (void)
{
  return g_object_new (BEDSIDE_TYPE_COMPOSER, NULL);
}

/**
 * bedside_composer_dup_text:
 * @self: a composer
 *
 * Returns: (transfer full): what is written in it
 */
char *
bedside_composer_dup_text (BedsideComposer *self)
{
  g_return_val_if_fail (BEDSIDE_IS_COMPOSER (self), NULL);

  return bedside_soft_breaks_dup_text (gtk_text_view_get_buffer (self->view));
}

/**
 * bedside_composer_set_text:
 * @self: a composer
 * @text: (nullable): what to write in it
 *
 * Sets the text, as a draft is restored: nobody is told that it was typed, and
 * it cannot be undone.
 */
void
bedside_composer_set_text (BedsideComposer *self,
                           const char      *text)
{
  GtkTextBuffer *buffer;
  g_autofree char *old = NULL;

  g_return_if_fail (BEDSIDE_IS_COMPOSER (self));

  text = text != NULL ? text : "";
  old = bedside_composer_dup_text (self);
  buffer = gtk_text_view_get_buffer (self->view);
  if (strcmp (old, text) == 0)
    return;

  self->setting = TRUE;
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  self->setting = FALSE;
}

/**
 * bedside_composer_get_placeholder:
 * @self: a composer
 *
 * Returns: (transfer none): what it shows while it is empty
 */
const char *
bedside_composer_get_placeholder (BedsideComposer *self)
{
  g_return_val_if_fail (BEDSIDE_IS_COMPOSER (self), NULL);

  return gtk_label_get_text (self->placeholder);
}

/**
 * bedside_composer_set_placeholder:
 * @self: a composer
 * @placeholder: to whom one writes here
 *
 * Sets what is shown while it is empty.
 */
void
bedside_composer_set_placeholder (BedsideComposer *self,
                                  const char      *placeholder)
{
  g_return_if_fail (BEDSIDE_IS_COMPOSER (self));
  g_return_if_fail (placeholder != NULL);

  if (strcmp (gtk_label_get_text (self->placeholder), placeholder) == 0)
    return;
  gtk_label_set_text (self->placeholder, placeholder);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER, placeholder, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACEHOLDER]);
}

/**
 * bedside_composer_set_recipient:
 * @self: a composer
 * @icon: (nullable): name of an icon
 * @recipient: (nullable): to whom one writes here
 *
 * Names the recipient beside *Send*, for eyes and ears.
 */
void
bedside_composer_set_recipient (BedsideComposer *self,
                                const char      *icon,
                                const char      *recipient)
{
  g_return_if_fail (BEDSIDE_IS_COMPOSER (self));

  gtk_widget_set_visible (self->recipient_box, recipient != NULL);
  gtk_image_set_from_icon_name (self->recipient_icon, icon);
  gtk_label_set_label (self->recipient, recipient != NULL ? recipient : "");
  gtk_widget_set_tooltip_text (self->recipient_box, recipient);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->send), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  recipient != NULL ? recipient : "", -1);
}

/**
 * bedside_composer_set_closed:
 * @self: a composer
 * @closed: whether nobody may write here
 *
 * Takes no more text while it is closed; what stands in it stays.
 */
void
bedside_composer_set_closed (BedsideComposer *self,
                             gboolean         closed)
{
  g_return_if_fail (BEDSIDE_IS_COMPOSER (self));

  g_autofree char *text = bedside_composer_dup_text (self);

  self->closed = closed;
  if (closed)
    bedside_composer_stop_typing (self);
  /* Itself, not a parent: assistive technologies are told only then. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->view), !closed);
  update_send (self, text);
}

/**
 * bedside_composer_stop_typing:
 * @self: a composer
 *
 * Tells that nobody types here any more, if somebody did.
 */
void
bedside_composer_stop_typing (BedsideComposer *self)
{
  g_return_if_fail (BEDSIDE_IS_COMPOSER (self));

  set_typing (self, FALSE);
}
