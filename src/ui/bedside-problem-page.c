/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-problem-page"

#include "bedside-problem-page.h"

#include "config.h"

#include <glib/gi18n.h>

typedef enum {
  WAY_TRY_AGAIN = 1 << 0,
  WAY_FORGET    = 1 << 1,
  WAY_SIGN_IN   = 1 << 2,
  WAY_QUIT      = 1 << 3,
} Ways;

typedef struct {
  BedsideAccountState  state;
  const char          *icon;
  const char          *title;
  const char          *text;
  Ways                 ways;
} Problem;

/* One row for each state that is a problem. */
static const Problem problems[] = {
  {
    BEDSIDE_ACCOUNT_STATE_ENDED, "system-log-out-symbolic",
    N_("You have been signed out"),
    N_("The server ended this session. What was kept on this computer has been erased. "
       "Your conversations are still on the server."),
    WAY_SIGN_IN,
  },
  {
    BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED, "dialog-password-symbolic",
    N_("The keyring is locked"),
    N_("Your sign-in is saved in the keyring, and the keyring was not unlocked. Unlock it to go on."),
    WAY_TRY_AGAIN | WAY_FORGET,
  },
  {
    BEDSIDE_ACCOUNT_STATE_KEYRING_UNAVAILABLE, "dialog-password-symbolic",
    N_("The keyring does not answer"),
    N_("Your sign-in is saved in the keyring of this computer, and the keyring does not answer. "
       "Nothing is lost: start the keyring and try again."),
    WAY_TRY_AGAIN | WAY_FORGET,
  },
  {
    BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY, "dialog-password-symbolic",
    N_("The saved sign-in is missing"),
    N_("Conversations are kept on this computer, but the keyring does not hold the key to them. "
       "It may be another keyring, or it may have been reset."),
    WAY_TRY_AGAIN | WAY_FORGET,
  },
  {
    BEDSIDE_ACCOUNT_STATE_CACHE_TOO_NEW, "software-update-available-symbolic",
    N_("A newer Bedside was used here"),
    N_("The conversations kept on this computer were written by a newer version of Bedside, "
       "which this one cannot read. Update Bedside to go on."),
    WAY_FORGET | WAY_QUIT,
  },
  {
    BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE, "dialog-warning-symbolic",
    N_("Bedside is already running"),
    N_("Another Bedside has the conversations of this computer open. Close it and try again."),
    WAY_TRY_AGAIN | WAY_QUIT,
  },
};

struct _BedsideProblemPage
{
  AdwBin               parent_instance;

  BedsideAccountState  state;

  /* template */
  AdwStatusPage       *page;
  GtkWidget           *try_again;
  GtkWidget           *sign_in;
  GtkWidget           *forget;
  GtkWidget           *quit;
};

typedef enum {
  PROP_STATE = 1,
} BedsideProblemPageProperty;

enum {
  SIGNAL_TRY_AGAIN,
  SIGNAL_FORGET,
  SIGNAL_SIGN_IN,
  SIGNAL_QUIT,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_STATE + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideProblemPage, bedside_problem_page, ADW_TYPE_BIN)

static const Problem *
find_problem (BedsideAccountState state)
{
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      if (problems[i].state == state)
        return &problems[i];
    }

  return NULL;
}

static void
update (BedsideProblemPage *self)
{
  const Problem *problem = find_problem (self->state);

  if (problem == NULL)
    return;

  adw_status_page_set_icon_name (self->page, problem->icon);
  adw_status_page_set_title (self->page, _(problem->title));
  adw_status_page_set_description (self->page, _(problem->text));
  gtk_widget_set_visible (self->try_again, (problem->ways & WAY_TRY_AGAIN) != 0);
  gtk_widget_set_visible (self->sign_in, (problem->ways & WAY_SIGN_IN) != 0);
  gtk_widget_set_visible (self->forget, (problem->ways & WAY_FORGET) != 0);
  gtk_widget_set_visible (self->quit, (problem->ways & WAY_QUIT) != 0);
}

static void
on_try_again (BedsideProblemPage *self)
{
  g_signal_emit (self, signals[SIGNAL_TRY_AGAIN], 0);
}

static void
on_forget (BedsideProblemPage *self)
{
  g_signal_emit (self, signals[SIGNAL_FORGET], 0);
}

static void
on_sign_in (BedsideProblemPage *self)
{
  g_signal_emit (self, signals[SIGNAL_SIGN_IN], 0);
}

static void
on_quit (BedsideProblemPage *self)
{
  g_signal_emit (self, signals[SIGNAL_QUIT], 0);
}

static void
bedside_problem_page_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  BedsideProblemPage *self = BEDSIDE_PROBLEM_PAGE (object);

  switch ((BedsideProblemPageProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_problem_page_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  BedsideProblemPage *self = BEDSIDE_PROBLEM_PAGE (object);

  switch ((BedsideProblemPageProperty) prop_id)
    {
    case PROP_STATE:
      bedside_problem_page_set_state (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_signals (void)
{
  static const char *const names[N_SIGNALS] = { "try-again", "forget", "sign-in", "quit" };

  for (guint i = 0; i < N_SIGNALS; i++)
    {
      signals[i] = g_signal_new (names[i], BEDSIDE_TYPE_PROBLEM_PAGE, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    }
}

static void
bedside_problem_page_class_init (BedsideProblemPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_problem_page_get_property;
  object_class->set_property = bedside_problem_page_set_property;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, BEDSIDE_TYPE_ACCOUNT_STATE, BEDSIDE_ACCOUNT_STATE_STARTING,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  install_signals ();

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-problem-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideProblemPage, page);
  gtk_widget_class_bind_template_child (widget_class, BedsideProblemPage, try_again);
  gtk_widget_class_bind_template_child (widget_class, BedsideProblemPage, sign_in);
  gtk_widget_class_bind_template_child (widget_class, BedsideProblemPage, forget);
  gtk_widget_class_bind_template_child (widget_class, BedsideProblemPage, quit);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
  gtk_widget_class_bind_template_callback (widget_class, on_forget);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_quit);
}

static void
bedside_problem_page_init (BedsideProblemPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_problem_page_new:
 * @state: a state that bedside_problem_page_handles()
 *
 * Returns: (transfer floating): the page that tells of @state
 */
GtkWidget *
bedside_problem_page_new (BedsideAccountState state)
{
  return g_object_new (BEDSIDE_TYPE_PROBLEM_PAGE, "state", state, NULL);
}

/**
 * bedside_problem_page_get_state:
 * @self: a page
 *
 * Returns: the state that it tells of
 */
BedsideAccountState
bedside_problem_page_get_state (BedsideProblemPage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PROBLEM_PAGE (self), BEDSIDE_ACCOUNT_STATE_STARTING);

  return self->state;
}

/**
 * bedside_problem_page_set_state:
 * @self: a page
 * @state: a state
 *
 * Sets what to tell.
 */
void
bedside_problem_page_set_state (BedsideProblemPage  *self,
                                BedsideAccountState  state)
{
  g_return_if_fail (BEDSIDE_IS_PROBLEM_PAGE (self));

  if (self->state == state)
    return;

  self->state = state;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/**
 * bedside_problem_page_handles:
 * @state: a state
 *
 * Returns: whether @state is a problem that this page tells of
 */
gboolean
bedside_problem_page_handles (BedsideAccountState state)
{
  return find_problem (state) != NULL;
}
