/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-starting-page"

#include "bedside-starting-page.h"

#include "config.h"

#include <glib/gi18n.h>

#define SPINNER_DELAY_MS 300
#define EXPLANATION_DELAY_MS 3000

struct _BedsideStartingPage
{
  AdwBin               parent_instance;

  BedsideAccountState  state;
  guint                spinner_delay;
  guint                explanation_delay;
  guint                spinner_source;
  guint                explanation_source;

  /* template */
  GtkWidget           *content;
  GtkSpinner          *spinner;
  GtkLabel            *title;
  GtkLabel            *explanation;
  GtkWidget           *buttons;
};

typedef enum {
  PROP_STATE = 1,
} BedsideStartingPageProperty;

enum {
  SIGNAL_TRY_AGAIN,
  SIGNAL_QUIT,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_STATE + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideStartingPage, bedside_starting_page, ADW_TYPE_BIN)

static void
on_try_again (BedsideStartingPage *self)
{
  g_signal_emit (self, signals[SIGNAL_TRY_AGAIN], 0);
}

static void
on_quit (BedsideStartingPage *self)
{
  g_signal_emit (self, signals[SIGNAL_QUIT], 0);
}

static gboolean
spinner_cb (gpointer user_data)
{
  BedsideStartingPage *self = user_data;

  self->spinner_source = 0;
  gtk_widget_set_visible (self->content, TRUE);
  gtk_spinner_start (self->spinner);

  return G_SOURCE_REMOVE;
}

static gboolean
explanation_cb (gpointer user_data)
{
  BedsideStartingPage *self = user_data;

  self->explanation_source = 0;
  if (self->state == BEDSIDE_ACCOUNT_STATE_SIGNING_OUT)
    {
      gtk_label_set_label (self->explanation, _("The server is told that this session ends."));
    }
  else
    {
      gtk_label_set_label (self->title, _("Waiting for the keyring"));
      gtk_label_set_label (self->explanation,
                           _("Your sign-in is saved in the keyring. "
                             "If another window asks for its password, please answer there."));
      gtk_widget_set_visible (self->buttons, TRUE);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->title), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), TRUE);

  return G_SOURCE_REMOVE;
}

static void
start_timers (BedsideStartingPage *self)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_handle_id (&self->explanation_source, g_source_remove);
  self->spinner_source = g_timeout_add (self->spinner_delay, spinner_cb, self);
  self->explanation_source = g_timeout_add (self->explanation_delay, explanation_cb, self);
}

static void
bedside_starting_page_constructed (GObject *object)
{
  BedsideStartingPage *self = BEDSIDE_STARTING_PAGE (object);

  G_OBJECT_CLASS (bedside_starting_page_parent_class)->constructed (object);

  if (self->state == BEDSIDE_ACCOUNT_STATE_SIGNING_OUT)
    gtk_label_set_label (self->title, _("Signing Out…"));
  gtk_widget_set_visible (GTK_WIDGET (self->title), self->state == BEDSIDE_ACCOUNT_STATE_SIGNING_OUT);
  start_timers (self);
}

static void
bedside_starting_page_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  BedsideStartingPage *self = BEDSIDE_STARTING_PAGE (object);

  switch ((BedsideStartingPageProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_starting_page_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  BedsideStartingPage *self = BEDSIDE_STARTING_PAGE (object);

  switch ((BedsideStartingPageProperty) prop_id)
    {
    case PROP_STATE:
      self->state = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_starting_page_dispose (GObject *object)
{
  BedsideStartingPage *self = BEDSIDE_STARTING_PAGE (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_handle_id (&self->explanation_source, g_source_remove);

  G_OBJECT_CLASS (bedside_starting_page_parent_class)->dispose (object);
}

static void
bedside_starting_page_class_init (BedsideStartingPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = bedside_starting_page_constructed;
  object_class->get_property = bedside_starting_page_get_property;
  object_class->set_property = bedside_starting_page_set_property;
  object_class->dispose = bedside_starting_page_dispose;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, BEDSIDE_TYPE_ACCOUNT_STATE, BEDSIDE_ACCOUNT_STATE_STARTING,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_TRY_AGAIN] = g_signal_new ("try-again", BEDSIDE_TYPE_STARTING_PAGE, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_QUIT] = g_signal_new ("quit", BEDSIDE_TYPE_STARTING_PAGE, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-starting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideStartingPage, content);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartingPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartingPage, title);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartingPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, BedsideStartingPage, buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
  gtk_widget_class_bind_template_callback (widget_class, on_quit);
}

static void
bedside_starting_page_init (BedsideStartingPage *self)
{
  self->spinner_delay = SPINNER_DELAY_MS;
  self->explanation_delay = EXPLANATION_DELAY_MS;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_starting_page_new:
 * @state: %BEDSIDE_ACCOUNT_STATE_STARTING or %BEDSIDE_ACCOUNT_STATE_SIGNING_OUT
 *
 * Returns: (transfer floating): a page that shows nothing yet
 */
GtkWidget *
bedside_starting_page_new (BedsideAccountState state)
{
  return g_object_new (BEDSIDE_TYPE_STARTING_PAGE, "state", state, NULL);
}

/**
 * bedside_starting_page_set_delays:
 * @self: a page
 * @spinner: ms until a spinner shows
 * @explanation: ms until it is said what one waits for
 *
 * Sets other delays and begins to wait anew.
 */
void
bedside_starting_page_set_delays (BedsideStartingPage *self,
                                  guint                spinner,
                                  guint                explanation)
{
  g_return_if_fail (BEDSIDE_IS_STARTING_PAGE (self));

  self->spinner_delay = spinner;
  self->explanation_delay = explanation;
  start_timers (self);
}
