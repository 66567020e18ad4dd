/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-window"

#include "bedside-window.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-main-page.h"
#include "bedside-problem-page.h"
#include "bedside-question.h"
#include "bedside-settings.h"
#include "bedside-sign-in-page.h"
#include "bedside-starting-page.h"
#include "bedside-window-private.h"

typedef enum {
  PROP_ACCOUNT = 1,
} BedsideWindowProperty;

static GParamSpec *properties[PROP_ACCOUNT + 1];

G_DEFINE_FINAL_TYPE (BedsideWindow, bedside_window, ADW_TYPE_APPLICATION_WINDOW)

static void show_state   (BedsideWindow *self);
static void show_sign_in (BedsideWindow *self);

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
  if (adw_bin_get_child (self->page) == page)
    return;


  /* First, because an entry that is taken out while it has the focus goes on blinking, with a warning of GTK's. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  adw_bin_set_child (self->page, page);
  gtk_widget_grab_focus (page);
}

/* --- signing in --- */

static void
on_signed_in (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(BedsideWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  GtkWidget *page;

  bedside_account_sign_in_finish (BEDSIDE_ACCOUNT (source), result, &error);
  g_clear_object (&self->signing_in);

  /* When it worked, another page is there by now; when the window is closed, none is. */
  page = self->page != NULL ? adw_bin_get_child (self->page) : NULL;
  if (BEDSIDE_IS_SIGN_IN_PAGE (page))
    bedside_sign_in_page_finish (BEDSIDE_SIGN_IN_PAGE (page), error);
}

static void
on_sign_in (BedsideWindow     *self,
            const char        *server,
            const char        *user,
            const char        *password,
            BedsideSignInPage *page)
{
  if (self->account == NULL || self->signing_in != NULL)
    return;

  self->signing_in = g_cancellable_new ();
  bedside_sign_in_page_begin (page);
  bedside_account_sign_in_async (self->account, server, user, password, self->signing_in,
                                 on_signed_in, g_object_ref (self));
}

static void
on_sign_in_cancelled (BedsideWindow *self)
{
  if (self->signing_in != NULL)
    g_cancellable_cancel (self->signing_in);
}

static void
on_sign_in_back (BedsideWindow *self)
{
  on_sign_in_cancelled (self);
  show_state (self);
}

static void
show_sign_in (BedsideWindow *self)
{
  GtkWidget *page = bedside_sign_in_page_new ();

  if (get_state (self) == BEDSIDE_ACCOUNT_STATE_EXPIRED)
    {
      bedside_sign_in_page_set_message (BEDSIDE_SIGN_IN_PAGE (page), _("The server asks for your password again."));
      bedside_sign_in_page_set_account (BEDSIDE_SIGN_IN_PAGE (page),
                                        bedside_account_get_server (self->account),
                                        bedside_account_get_user_id (self->account));
    }
  if (self->demo_server != NULL)
    {
      bedside_sign_in_page_set_message (BEDSIDE_SIGN_IN_PAGE (page), _("Demo practice: everything here is invented"));
      bedside_sign_in_page_suggest (BEDSIDE_SIGN_IN_PAGE (page),
                                    self->demo_server, self->demo_user, self->demo_password);
    }
  g_signal_connect_object (page, "sign-in", G_CALLBACK (on_sign_in), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "cancel", G_CALLBACK (on_sign_in_cancelled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "back", G_CALLBACK (on_sign_in_back), self, G_CONNECT_SWAPPED);
  bedside_window_show_page (self, page);
}

/* --- signing out, and giving up what cannot be read --- */

static void
on_signed_out (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(BedsideWindow) self = user_data;
  g_autoptr(GError) error = NULL;

  if (bedside_account_sign_out_finish (BEDSIDE_ACCOUNT (source), result, &error)
      || self->toasts == NULL
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  adw_toast_overlay_add_toast (self->toasts,
                               adw_toast_new (_("Signed out here, but the server could not be told")));
}

static void
sign_out (BedsideWindow *self)
{
  if (self->account != NULL)
    bedside_account_sign_out_async (self->account, NULL, on_signed_out, g_object_ref (self));
}

static guint
count_drafts (BedsideSession *session)
{
  GListModel *conversations = bedside_session_get_conversations (session);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (conversations, i);
      const char *draft = bedside_conversation_get_draft (conversation);

      count += draft != NULL && draft[0] != '\0';
    }

  return count;
}

/* What signing out would lose, as a sentence; NULL if nothing. */
static char *
dup_loss (BedsideSession *session)
{
  const guint unsent = bedside_session_get_unsent (session);
  const guint drafts = count_drafts (session);

  if (unsent > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%u message has not been sent yet. It is lost when you sign out.",
                                         "%u messages have not been sent yet. They are lost when you sign out.",
                                         unsent), unsent);
  if (drafts > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "%u draft has not been sent. It is lost when you sign out.",
                                         "%u drafts have not been sent. They are lost when you sign out.",
                                         drafts), drafts);

  return NULL;
}

static void
on_forget_accepted (BedsideWindow *self)
{
  if (self->account != NULL)
    bedside_account_forget (self->account);
}

static void
on_forget (BedsideWindow *self)
{
  GtkWidget *question =
    bedside_question_new (GTK_WINDOW (self), _("Sign in again?"),
                          _("What Bedside keeps on this computer is erased. Conversations come back from the server, "
                            "but messages that have not been sent yet and drafts are lost."),
                          _("Erase"));

  g_signal_connect_object (question, "accepted", G_CALLBACK (on_forget_accepted), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

static void
on_try_again (BedsideWindow *self)
{
  if (self->account != NULL)
    bedside_account_start (self->account);
}

/* --- pages --- */

static void
show_problem (BedsideWindow       *self,
              BedsideAccountState  state)
{
  GtkWidget *page = bedside_problem_page_new (state);

  g_signal_connect_object (page, "try-again", G_CALLBACK (on_try_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "forget", G_CALLBACK (on_forget), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "sign-in", G_CALLBACK (show_sign_in), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "quit", G_CALLBACK (gtk_window_close), self, G_CONNECT_SWAPPED);
  bedside_window_show_page (self, page);
}

static void
show_starting (BedsideWindow       *self,
               BedsideAccountState  state)
{
  GtkWidget *page = bedside_starting_page_new (state);

  g_signal_connect_object (page, "try-again", G_CALLBACK (on_try_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "quit", G_CALLBACK (gtk_window_close), self, G_CONNECT_SWAPPED);
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
  g_signal_connect_object (self->main_page, "sign-in-again", G_CALLBACK (show_sign_in), self, G_CONNECT_SWAPPED);
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

/* One page for each state. */
static void
show_state (BedsideWindow *self)
{
  const BedsideAccountState state = get_state (self);

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
        show_sign_in (self);
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
}

static void
on_session (BedsideWindow *self)
{
  bedside_window_practice_set_session (self, bedside_account_get_session (self->account));
  if (self->main_page != NULL)
    bedside_main_page_set_session (BEDSIDE_MAIN_PAGE (self->main_page), bedside_account_get_session (self->account));
}

/* --- GObject --- */

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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_window_dispose (GObject *object)
{
  BedsideWindow *self = BEDSIDE_WINDOW (object);

  on_sign_in_cancelled (self);
  bedside_window_practice_dispose (self);
  if (self->account_signals != NULL)
    g_signal_group_set_target (self->account_signals, NULL);
  if (self->main_page != NULL)
    bedside_main_page_set_session (BEDSIDE_MAIN_PAGE (self->main_page), NULL);
  g_clear_object (&self->main_page);
  g_clear_object (&self->account_signals);
  g_clear_object (&self->account);
  g_clear_object (&self->settings);

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

  properties[PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, BEDSIDE_TYPE_ACCOUNT,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-window.ui");
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
  g_signal_group_connect_object (self->account_signals, "notify::state", G_CALLBACK (show_state), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->account_signals, "notify::session", G_CALLBACK (on_session), self,
                                 G_CONNECT_SWAPPED);
  bedside_window_practice_init (self);
  show_state (self);
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
  show_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
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
 * bedside_window_show_state:
 * @self: a window
 *
 * Shows the page of the account's state, whatever was prepared.
 */
void
bedside_window_show_state (BedsideWindow *self)
{
  g_return_if_fail (BEDSIDE_IS_WINDOW (self));

  show_state (self);
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
 * bedside_window_sign_out:
 * @self: a window
 *
 * Signs out. Asks first if something has not been sent.
 */
void
bedside_window_sign_out (BedsideWindow *self)
{
  BedsideSession *session;
  g_autofree char *loss = NULL;
  GtkWidget *question;

  g_return_if_fail (BEDSIDE_IS_WINDOW (self));

  session = self->account != NULL ? bedside_account_get_session (self->account) : NULL;
  if (session == NULL || get_state (self) == BEDSIDE_ACCOUNT_STATE_SIGNING_OUT)
    return;

  loss = dup_loss (session);
  if (loss == NULL)
    {
      sign_out (self);
      return;
    }
  question = bedside_question_new (GTK_WINDOW (self), _("Sign out?"), loss, _("Sign Out"));
  g_signal_connect_object (question, "accepted", G_CALLBACK (sign_out), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
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

  if (self->main_page != NULL && adw_bin_get_child (self->page) == self->main_page)
    bedside_main_page_focus_search (BEDSIDE_MAIN_PAGE (self->main_page));
}
