/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-window"

#include "bedside-window.h"

#include "config.h"

#include "bedside-main-page.h"
#include "bedside-problem-page.h"
#include "bedside-settings.h"
#include "bedside-sign-in-page.h"
#include "bedside-starting-page.h"
#include "bedside-window-private.h"

typedef enum {
  PROP_ACCOUNT = 1,
  PROP_ATTENTION,
} BedsideWindowProperty;

static GParamSpec *properties[PROP_ATTENTION + 1];

G_DEFINE_FINAL_TYPE (BedsideWindow, bedside_window, ADW_TYPE_APPLICATION_WINDOW)

static BedsideAccountState
get_state (BedsideWindow *self)
{
  return self->account != NULL ? bedside_account_get_state (self->account) : BEDSIDE_ACCOUNT_STATE_STARTING;
}

/**
 * bedside_window_show_page: (skip)
 * @self: a window
 * @page: what to show
 *
 * Only the page that is seen is in the window: nothing of the others is to be found by keyboard or screen reader.
 */
void
bedside_window_show_page (BedsideWindow *self,
                          GtkWidget     *page)
{
  const gboolean covered = bedside_window_is_covered (self);

  if (adw_bin_get_child (self->page) == page)
    return;

  /* First, because an entry that is taken out while it has the focus goes on blinking, with a warning of GTK's. */
  if (!covered)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  adw_bin_set_child (self->page, page);
  if (!covered)
    gtk_widget_grab_focus (page);
  bedside_window_update_attention (self);
}

/* Closing may mean going on in the background; there is nothing to go on with. */
static void
on_quit (BedsideWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.quit", NULL);
}

static void
on_try_again (BedsideWindow *self)
{
  /* While a damaged cache is being closed its session is there; then it starts by itself. */
  if (self->account != NULL && bedside_account_get_session (self->account) == NULL)
    bedside_account_start (self->account);
}

/* --- pages --- */

static void
show_problem (BedsideWindow       *self,
              BedsideAccountState  state)
{
  GtkWidget *page = bedside_problem_page_new (state);

  g_signal_connect_object (page, "try-again", G_CALLBACK (on_try_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "forget", G_CALLBACK (bedside_window_forget), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "sign-in", G_CALLBACK (bedside_window_show_sign_in), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "quit", G_CALLBACK (on_quit), self, G_CONNECT_SWAPPED);
  bedside_window_show_page (self, page);
}

static void
show_starting (BedsideWindow       *self,
               BedsideAccountState  state)
{
  GtkWidget *page = bedside_starting_page_new (state);

  g_signal_connect_object (page, "try-again", G_CALLBACK (on_try_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "quit", G_CALLBACK (on_quit), self, G_CONNECT_SWAPPED);
  bedside_window_show_page (self, page);
}

static void
ensure_main_page (BedsideWindow *self)
{
  if (self->main_page != NULL)
    return;

  self->main_page = g_object_ref_sink (bedside_main_page_new ());
  bedside_main_page_bind_settings (BEDSIDE_MAIN_PAGE (self->main_page), self->settings);
  bedside_main_page_set_demo (BEDSIDE_MAIN_PAGE (self->main_page), self->demo_server != NULL);
  bedside_main_page_set_preferences (BEDSIDE_MAIN_PAGE (self->main_page), self->preferences);
  g_signal_connect_object (self->main_page, "notify::conversation", G_CALLBACK (bedside_window_update_attention), self,
                           G_CONNECT_SWAPPED);
  bedside_window_add_passcode_notice (self);
  g_signal_connect_object (self->main_page, "sign-in-again", G_CALLBACK (bedside_window_show_sign_in), self,
                           G_CONNECT_SWAPPED);
}

static void
show_main (BedsideWindow *self)
{
  GtkWidget *set_up;

  ensure_main_page (self);
  bedside_main_page_set_expired (BEDSIDE_MAIN_PAGE (self->main_page),
                                 get_state (self) == BEDSIDE_ACCOUNT_STATE_EXPIRED);
  bedside_main_page_set_session (BEDSIDE_MAIN_PAGE (self->main_page), bedside_account_get_session (self->account));
  set_up = bedside_window_practice_get_set_up (self);
  bedside_window_show_page (self, set_up != NULL ? set_up : self->main_page);
}

/**
 * bedside_window_show_state:
 * @self: a window
 *
 * Shows the page of the account's state, whatever was prepared: one for each.
 */
void
bedside_window_show_state (BedsideWindow *self)
{
  g_return_if_fail (BEDSIDE_IS_WINDOW (self));

  const BedsideAccountState state = get_state (self);

  bedside_window_cover (self);
  bedside_window_practice_set_session (self, state != BEDSIDE_ACCOUNT_STATE_STARTING
                                             ? bedside_account_get_session (self->account) : NULL);

  if (state != BEDSIDE_ACCOUNT_STATE_SIGNED_IN && state != BEDSIDE_ACCOUNT_STATE_EXPIRED && self->main_page != NULL)
    {
      bedside_main_page_set_session (BEDSIDE_MAIN_PAGE (self->main_page), NULL);
      adw_bin_set_child (self->page, NULL);
      g_clear_object (&self->main_page);
    }

  switch (state)
    {
    case BEDSIDE_ACCOUNT_STATE_STARTING:
    case BEDSIDE_ACCOUNT_STATE_SIGNING_OUT:
      show_starting (self, state);
      break;
    case BEDSIDE_ACCOUNT_STATE_SIGNED_OUT:
      /* Signing in that failed is told on the page where it was begun. */
      if (!BEDSIDE_IS_SIGN_IN_PAGE (adw_bin_get_child (self->page)))
        bedside_window_show_sign_in (self);
      break;
    case BEDSIDE_ACCOUNT_STATE_SIGNED_IN:
    case BEDSIDE_ACCOUNT_STATE_EXPIRED:
      show_main (self);
      break;
    case BEDSIDE_ACCOUNT_STATE_ENDED:
    case BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED:
    case BEDSIDE_ACCOUNT_STATE_KEYRING_UNAVAILABLE:
    case BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY:
    case BEDSIDE_ACCOUNT_STATE_CACHE_TOO_NEW:
    case BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE:
      show_problem (self, state);
      break;
    default:
      g_warn_if_reached ();
    }
  bedside_window_uncover (self);
}

static void
on_session (BedsideWindow *self)
{
  bedside_window_cover (self);
  bedside_window_practice_set_session (self, bedside_account_get_session (self->account));
  if (self->main_page != NULL)
    bedside_main_page_set_session (BEDSIDE_MAIN_PAGE (self->main_page), bedside_account_get_session (self->account));
  bedside_window_uncover (self);
}

/* Until it is seen there need not be a page that says that Bedside is starting. */
static void
on_state (BedsideWindow *self)
{
  if (get_state (self) != BEDSIDE_ACCOUNT_STATE_STARTING || adw_bin_get_child (self->page) != NULL
      || gtk_widget_get_visible (GTK_WIDGET (self)))
    bedside_window_show_state (self);
}

/* --- GObject --- */

static void
bedside_window_show_widget (GtkWidget *widget)
{
  BedsideWindow *self = BEDSIDE_WINDOW (widget);

  if (adw_bin_get_child (self->page) == NULL)
    bedside_window_show_state (self);

  GTK_WIDGET_CLASS (bedside_window_parent_class)->show (widget);
}

static void
bedside_window_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  BedsideWindow *self = BEDSIDE_WINDOW (object);

  switch ((BedsideWindowProperty) prop_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_ATTENTION:
      g_value_set_object (value, self->attention);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_window_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  BedsideWindow *self = BEDSIDE_WINDOW (object);

  switch ((BedsideWindowProperty) prop_id)
    {
    case PROP_ACCOUNT:
      bedside_window_set_account (self, g_value_get_object (value));
      break;
    case PROP_ATTENTION:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_window_dispose (GObject *object)
{
  BedsideWindow *self = BEDSIDE_WINDOW (object);

  bedside_window_cancel_sign_in (self);
  bedside_window_practice_dispose (self);
  bedside_window_lock_dispose (self);
  if (self->account_signals != NULL)
    g_signal_group_set_target (self->account_signals, NULL);
  if (self->main_page != NULL)
    bedside_main_page_set_session (BEDSIDE_MAIN_PAGE (self->main_page), NULL);
  g_clear_object (&self->main_page);
  g_clear_object (&self->account_signals);
  g_clear_object (&self->account);
  g_clear_object (&self->settings);
  g_clear_object (&self->preferences);
  g_clear_object (&self->attention);
  g_clear_pointer (&self->hidden, g_ptr_array_unref);

  G_OBJECT_CLASS (bedside_window_parent_class)->dispose (object);
}

static void
bedside_window_finalize (GObject *object)
{
  BedsideWindow *self = BEDSIDE_WINDOW (object);

  g_clear_object (&self->signing_in);
  g_free (self->demo_server);
  g_free (self->demo_user);
  g_free (self->demo_password);

  G_OBJECT_CLASS (bedside_window_parent_class)->finalize (object);
}

static void
bedside_window_class_init (BedsideWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_window_get_property;
  object_class->set_property = bedside_window_set_property;
  object_class->dispose = bedside_window_dispose;
  object_class->finalize = bedside_window_finalize;
  widget_class->show = bedside_window_show_widget;

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, BEDSIDE_TYPE_ACCOUNT,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ATTENTION] = g_param_spec_object ("attention", NULL, NULL, BEDSIDE_TYPE_CONVERSATION,
                                                    G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideWindow, content);
  gtk_widget_class_bind_template_child (widget_class, BedsideWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, BedsideWindow, page);
}

static void
bedside_window_init (BedsideWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  if (BEDSIDE_DEVELOPMENT)
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
  self->account_signals = g_signal_group_new (BEDSIDE_TYPE_ACCOUNT);
  g_signal_group_connect_object (self->account_signals, "notify::state", G_CALLBACK (on_state), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->account_signals, "notify::session", G_CALLBACK (on_session), self,
                                 G_CONNECT_SWAPPED);
  bedside_window_practice_init (self);
  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
  bedside_window_attention_init (self);
  bedside_window_lock_init (self);
}

/**
 * bedside_window_new:
 * @application: (nullable): the application
 * @settings: (nullable): where size, order and funnel are remembered
 *
 * Returns: (transfer none): a window as while the account starts; GTK owns it
 */
GtkWidget *
bedside_window_new (GtkApplication *application,
                    GSettings      *settings)
{
  BedsideWindow *self;

  g_return_val_if_fail (application == NULL || GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (settings == NULL || G_IS_SETTINGS (settings), NULL);

  self = g_object_new (BEDSIDE_TYPE_WINDOW, "application", application, NULL);
  g_set_object (&self->settings, settings);
  bedside_settings_bind (settings, BEDSIDE_SETTINGS_WIDTH, self, "default-width", G_SETTINGS_BIND_DEFAULT);
  bedside_settings_bind (settings, BEDSIDE_SETTINGS_HEIGHT, self, "default-height", G_SETTINGS_BIND_DEFAULT);
  bedside_settings_bind (settings, BEDSIDE_SETTINGS_MAXIMIZED, self, "maximized", G_SETTINGS_BIND_DEFAULT);

  return GTK_WIDGET (self);
}

/**
 * bedside_window_set_attention: (skip)
 * @self: a window
 * @conversation: (nullable): what the person looks at
 *
 * See bedside-window-attention.c.
 */
void
bedside_window_set_attention (BedsideWindow       *self,
                              BedsideConversation *conversation)
{
  if (g_set_object (&self->attention, conversation))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTENTION]);
}

/**
 * bedside_window_get_attention:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the conversation that the person looks at
 */
BedsideConversation *
bedside_window_get_attention (BedsideWindow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_WINDOW (self), NULL);

  return self->attention;
}

/**
 * bedside_window_get_account:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the account that it shows
 */
BedsideAccount *
bedside_window_get_account (BedsideWindow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_WINDOW (self), NULL);

  return self->account;
}

/**
 * bedside_window_set_account:
 * @self: a window
 * @account: (nullable): the account to show; %NULL: as while it starts
 *
 * Sets what is shown.
 */
void
bedside_window_set_account (BedsideWindow  *self,
                            BedsideAccount *account)
{
  g_return_if_fail (BEDSIDE_IS_WINDOW (self));
  g_return_if_fail (account == NULL || BEDSIDE_IS_ACCOUNT (account));

  if (!g_set_object (&self->account, account))
    return;

  g_signal_group_set_target (self->account_signals, account);
  on_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
}

/**
 * bedside_window_set_preferences:
 * @self: a window
 * @preferences: (nullable): what the practitioner has chosen
 *
 * Sets what may be shown of new messages. To be called before there is an account.
 */
void
bedside_window_set_preferences (BedsideWindow      *self,
                                BedsidePreferences *preferences)
{
  g_return_if_fail (BEDSIDE_IS_WINDOW (self));
  g_return_if_fail (preferences == NULL || BEDSIDE_IS_PREFERENCES (preferences));

  g_set_object (&self->preferences, preferences);
}

/**
 * bedside_window_prepare:
 * @self: a window that is not seen yet
 *
 * Builds the conversations' page while the account is starting, so that little
 * is left to do when it has; see bedside_window_show_state(). One step a call: in between, the
 * main loop takes care of the account.
 *
 * Returns: whether there is more to do
 */
gboolean
bedside_window_prepare (BedsideWindow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_WINDOW (self), FALSE);

  if (get_state (self) != BEDSIDE_ACCOUNT_STATE_STARTING || gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;

  if (self->main_page == NULL)
    {
      ensure_main_page (self);
      bedside_window_show_page (self, self->main_page);
      return TRUE;
    }
  if (!gtk_widget_get_realized (GTK_WIDGET (self)))
    {
      gtk_widget_realize (GTK_WIDGET (self));
      return TRUE;
    }

  /* Styles, fonts and icons are looked up when something is measured for the first time. */
  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);

  return FALSE;
}

/**
 * bedside_window_set_demo:
 * @self: a window
 * @server: the demo's server
 * @user: who to sign in as
 * @password: the password
 *
 * Says that nothing here is real, and what to sign in with after signing out.
 * To be called before there is an account.
 */
void
bedside_window_set_demo (BedsideWindow *self,
                         const char    *server,
                         const char    *user,
                         const char    *password)
{
  g_return_if_fail (BEDSIDE_IS_WINDOW (self));
  g_return_if_fail (server != NULL && user != NULL && password != NULL);

  g_free (self->demo_server);
  self->demo_server = g_strdup (server);
  g_free (self->demo_user);
  self->demo_user = g_strdup (user);
  g_free (self->demo_password);
  self->demo_password = g_strdup (password);
}

/**
 * bedside_window_focus_search:
 * @self: a window
 *
 * Lets the person type what to search for, if there is a list.
 */
void
bedside_window_focus_search (BedsideWindow *self)
{
  g_return_if_fail (BEDSIDE_IS_WINDOW (self));

  if (self->main_page != NULL && !bedside_window_is_covered (self)
      && adw_bin_get_child (self->page) == self->main_page)
    bedside_main_page_focus_search (BEDSIDE_MAIN_PAGE (self->main_page));
}
