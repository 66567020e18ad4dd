/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-bubble"

#include "bedside-bubble.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-bubble-popover.h"
#include "bedside-session-news.h"

/* A badge has no room for more digits. */
#define MOST_SHOWN 99

struct _BedsideBubble
{
  AdwBin              parent_instance;

  BedsideSession     *session;      /* (owned) (nullable) */
  BedsidePreferences *preferences;  /* (owned) (nullable) */
  GSignalGroup       *list_signals; /* (owned): of the session's new messages */
  GtkWidget          *popover;      /* (owned) (nullable): made when it is asked for */

  /* template */
  GtkMenuButton      *button;
  GtkLabel           *count;
};

typedef enum {
  PROP_SESSION = 1,
  PROP_PREFERENCES,
} BedsideBubbleProperty;

static GParamSpec *properties[PROP_PREFERENCES + 1];

G_DEFINE_FINAL_TYPE (BedsideBubble, bedside_bubble, ADW_TYPE_BIN)

/* The name is a contract with black-box tests and with those who listen to it; the badge is for the eye only. */
static void
update (BedsideBubble *self)
{
  GListModel *list = self->session != NULL ? bedside_session_get_new_messages (self->session) : NULL;
  const guint n = list != NULL ? g_list_model_get_n_items (list) : 0;
  g_autofree char *badge = n > MOST_SHOWN ? g_strdup_printf ("%d+", MOST_SHOWN) : g_strdup_printf ("%u", n);
  /* Translators: %u conversations have new messages: the name of the speech bubble */
  g_autofree char *name = g_strdup_printf (_("New messages: %u"), n);

  gtk_label_set_label (self->count, badge);
  gtk_widget_set_visible (GTK_WIDGET (self->count), n > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
create_popover (GtkMenuButton *button,
                gpointer       user_data)
{
  BedsideBubble *self = user_data;

  if (self->popover == NULL)
    {
      self->popover = g_object_ref_sink (bedside_bubble_popover_new ());
      bedside_bubble_popover_set_preferences (BEDSIDE_BUBBLE_POPOVER (self->popover), self->preferences);
      bedside_bubble_popover_set_session (BEDSIDE_BUBBLE_POPOVER (self->popover), self->session);
      gtk_menu_button_set_popover (button, self->popover);
    }
  bedside_bubble_popover_begin (BEDSIDE_BUBBLE_POPOVER (self->popover));
}

static void
bedside_bubble_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  BedsideBubble *self = BEDSIDE_BUBBLE (object);

  switch ((BedsideBubbleProperty) prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_PREFERENCES:
      g_value_set_object (value, self->preferences);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_bubble_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  BedsideBubble *self = BEDSIDE_BUBBLE (object);

  switch ((BedsideBubbleProperty) prop_id)
    {
    case PROP_SESSION:
      bedside_bubble_set_session (self, g_value_get_object (value));
      break;
    case PROP_PREFERENCES:
      bedside_bubble_set_preferences (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_bubble_dispose (GObject *object)
{
  BedsideBubble *self = BEDSIDE_BUBBLE (object);

  if (self->popover != NULL)
    {
      bedside_bubble_popover_set_session (BEDSIDE_BUBBLE_POPOVER (self->popover), NULL);
      gtk_menu_button_set_popover (self->button, NULL);
      g_clear_object (&self->popover);
    }
  g_clear_object (&self->list_signals);
  g_clear_object (&self->preferences);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_bubble_parent_class)->dispose (object);
}

static void
bedside_bubble_class_init (BedsideBubbleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_bubble_get_property;
  object_class->set_property = bedside_bubble_set_property;
  object_class->dispose = bedside_bubble_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION, flags);
  properties[PROP_PREFERENCES] = g_param_spec_object ("preferences", NULL, NULL, BEDSIDE_TYPE_PREFERENCES, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "bubble");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-bubble.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideBubble, button);
  gtk_widget_class_bind_template_child (widget_class, BedsideBubble, count);
}

static void
bedside_bubble_init (BedsideBubble *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->list_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_object (self->list_signals, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_create_popup_func (self->button, create_popover, self, NULL);
  update (self);
}

/**
 * bedside_bubble_new:
 *
 * Returns: (transfer floating): a bubble without session
 */
GtkWidget *
bedside_bubble_new (void)
{
  return g_object_new (BEDSIDE_TYPE_BUBBLE, NULL);
}

/**
 * bedside_bubble_get_session:
 * @self: a bubble
 *
 * Returns: (transfer none) (nullable): whose new messages it counts
 */
BedsideSession *
bedside_bubble_get_session (BedsideBubble *self)
{
  g_return_val_if_fail (BEDSIDE_IS_BUBBLE (self), NULL);

  return self->session;
}

/**
 * bedside_bubble_set_session:
 * @self: a bubble
 * @session: (nullable): whose new messages it counts
 *
 * Sets the session. What was listed of the one before is closed.
 */
void
bedside_bubble_set_session (BedsideBubble  *self,
                            BedsideSession *session)
{
  g_return_if_fail (BEDSIDE_IS_BUBBLE (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  g_signal_group_set_target (self->list_signals,
                             session != NULL ? bedside_session_get_new_messages (session) : NULL);
  if (self->popover != NULL)
    bedside_bubble_popover_set_session (BEDSIDE_BUBBLE_POPOVER (self->popover), session);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * bedside_bubble_get_preferences:
 * @self: a bubble
 *
 * Returns: (transfer none) (nullable): what may be shown of new messages
 */
BedsidePreferences *
bedside_bubble_get_preferences (BedsideBubble *self)
{
  g_return_val_if_fail (BEDSIDE_IS_BUBBLE (self), NULL);

  return self->preferences;
}

/**
 * bedside_bubble_set_preferences:
 * @self: a bubble
 * @preferences: (nullable): what may be shown of new messages; %NULL: no texts
 *
 * Sets the preferences.
 */
void
bedside_bubble_set_preferences (BedsideBubble      *self,
                                BedsidePreferences *preferences)
{
  g_return_if_fail (BEDSIDE_IS_BUBBLE (self));
  g_return_if_fail (preferences == NULL || BEDSIDE_IS_PREFERENCES (preferences));

  if (!g_set_object (&self->preferences, preferences))
    return;

  if (self->popover != NULL)
    bedside_bubble_popover_set_preferences (BEDSIDE_BUBBLE_POPOVER (self->popover), preferences);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREFERENCES]);
}

/**
 * bedside_bubble_popup:
 * @self: a bubble
 *
 * Lists the conversations with new messages, as Ctrl+J does.
 */
void
bedside_bubble_popup (BedsideBubble *self)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_if_fail (BEDSIDE_IS_BUBBLE (self));

  if (self->popover != NULL && gtk_widget_get_mapped (self->popover))
    return;

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gtk_menu_button_popup (self->button);
  if (self->popover != NULL)
    bedside_bubble_popover_set_origin (BEDSIDE_BUBBLE_POPOVER (self->popover), focus);
}
