/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-window-account"

/* What the window has to do with the account: signing in, signing out, and giving up what cannot be read. */

#include "config.h"

#include "bedside-window-private.h"

#include <glib/gi18n.h>

#include "bedside-practice-error.h"
#include "bedside-question.h"
#include "bedside-sign-in-page.h"

static BedsideAccountState
get_state (BedsideWindow *self)
{
  return self->account != NULL ? bedside_account_get_state (self->account) : BEDSIDE_ACCOUNT_STATE_STARTING;
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

/**
 * bedside_window_cancel_sign_in: (skip)
 * @self: a window
 *
 * Gives up a sign-in that is going on.
 */
void
bedside_window_cancel_sign_in (BedsideWindow *self)
{
  if (self->signing_in != NULL)
    g_cancellable_cancel (self->signing_in);
}

static void
on_sign_in_back (BedsideWindow *self)
{
  bedside_window_cancel_sign_in (self);
  bedside_window_show_state (self);
}

/**
 * bedside_window_show_sign_in: (skip)
 * @self: a window
 *
 * Shows the sign-in page, with what is known filled in.
 */
void
bedside_window_show_sign_in (BedsideWindow *self)
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
  g_signal_connect_object (page, "cancel", G_CALLBACK (bedside_window_cancel_sign_in), self, G_CONNECT_SWAPPED);
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
  g_autofree char *escaped = NULL;

  if (bedside_account_sign_out_finish (BEDSIDE_ACCOUNT (source), result, &error)
      || self->toasts == NULL
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  escaped = g_markup_escape_text (error->domain == BEDSIDE_PRACTICE_ERROR
                                  ? error->message : _("Signed out here, but the server could not be told"), -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
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

/**
 * bedside_window_forget: (skip)
 * @self: a window
 *
 * Asks whether to give up a sign-in that cannot be read.
 */
void
bedside_window_forget (BedsideWindow *self)
{
  GtkWidget *question =
    bedside_question_new (GTK_WINDOW (self), _("Sign in again?"),
                          _("What Bedside keeps on this computer is erased. Conversations come back from the server, "
                            "but messages that have not been sent yet and drafts are lost."),
                          _("Erase"));

  g_signal_connect_object (question, "accepted", G_CALLBACK (on_forget_accepted), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
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
 * bedside_window_forget_passcode: (skip)
 * @self: a window that is locked
 *
 * Asks whether to sign out, for who does not know the passcode any more: that is the only way to another one.
 */
void
bedside_window_forget_passcode (BedsideWindow *self)
{
  BedsideSession *session = self->account != NULL ? bedside_account_get_session (self->account) : NULL;
  g_autofree char *loss = session != NULL ? dup_loss (session) : NULL;
  const char *what = _("Bedside signs out, and what it keeps on this computer is erased. When you sign in again, your "
                       "conversations come back from the server, and you can choose another passcode.");
  g_autofree char *text = loss != NULL ? g_strconcat (what, "\n\n", loss, NULL) : g_strdup (what);
  GtkWidget *question = bedside_question_new (GTK_WINDOW (self), _("Sign out to choose another passcode?"), text,
                                              _("Sign Out"));

  bedside_question_set_impersonal (BEDSIDE_QUESTION (question));
  g_signal_connect_object (question, "accepted", G_CALLBACK (sign_out), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}
