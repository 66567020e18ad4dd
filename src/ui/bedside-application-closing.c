/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-application-closing"

/* What closing the window does: ending the program, or going on without it, which the person chooses and the desktop
 * has to make possible. */

#include "config.h"

#include "bedside-application-private.h"

#include <glib/gi18n.h>

#include "bedside-import-window.h"
#include "bedside-question.h"

/* What was granted is asked for again after each start, and whether it could be is found out, but not while there is
 * something to be shown. */
#define RENEWAL_SECONDS 1
/* For what the bus has started the program for to reach the server. */
#define LEAVE_SECONDS 10

/* --- leave of the desktop --- */

/* Whether that was an answer at all. */
static gboolean
take_answer (BedsideApplication *self,
             GAsyncResult       *result)
{
  g_autoptr(GError) error = NULL;
  const gboolean granted = bedside_background_request_finish (self->background, result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;

  g_clear_object (&self->asking);
  bedside_presence_set_granted (self->presence, granted);
  /* Asking again is not going to help, but for what may be a mishap. */
  if (!g_error_matches (error, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_FAILED))
    bedside_presence_set_grantable (self->presence, granted);

  return TRUE;
}

static void
ask_desktop (BedsideApplication  *self,
             GAsyncReadyCallback  callback)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  bedside_background_request_async (self->background, NULL, bedside_preferences_get_autostart (self->preferences),
                                    self->asking, callback, g_object_ref (self));
}

static void
on_renewed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideApplication) self = user_data;

  take_answer (self, result);
}

static void
on_probed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BedsideApplication) self = user_data;

  if (bedside_background_probe_finish (BEDSIDE_BACKGROUND (source), result))
    bedside_presence_set_grantable (self->presence, TRUE);
}

static gboolean
renewal_cb (gpointer user_data)
{
  BedsideApplication *self = user_data;

  self->renewal = 0;
  if (self->asking != NULL)
    return G_SOURCE_REMOVE;

  if (bedside_preferences_get_background (self->preferences) == BEDSIDE_BACKGROUND_CHOICE_STAY)
    ask_desktop (self, on_renewed);
  else
    bedside_background_probe_async (self->background, NULL, on_probed, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* Wherever it was chosen: when the window was closed, in the preferences, or before this start. */
static void
on_choice (BedsideApplication *self)
{
  g_clear_handle_id (&self->renewal, g_source_remove);
  if (!bedside_presence_get_granted (self->presence))
    self->renewal = g_timeout_add_seconds (RENEWAL_SECONDS, renewal_cb, self);
}

/* --- quitting --- */

static BedsideImportWindow *
find_busy_import (void)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (BEDSIDE_IS_IMPORT_WINDOW (l->data) && bedside_import_window_is_busy (l->data))
        return l->data;
    }

  return NULL;
}

static void
present_question (BedsideApplication *self,
                  GtkWidget          *question)
{
  g_set_weak_pointer (&self->question, GTK_WINDOW (question));
  bedside_question_set_impersonal (BEDSIDE_QUESTION (question));
  gtk_window_present (GTK_WINDOW (question));
}

/**
 * bedside_application_quit: (skip)
 * @self: the application
 *
 * Ends the program. Asks first if patients are being imported.
 */
void
bedside_application_quit (BedsideApplication *self)
{
  BedsideImportWindow *import = find_busy_import ();
  GtkWidget *question;

  if (import == NULL)
    {
      bedside_application_end (self);
      return;
    }

  bedside_application_show (self, NULL);
  if (self->question != NULL)
    gtk_window_destroy (self->question);
  /* While Bedside is locked the import is not to be seen. */
  question = bedside_question_new (bedside_application_is_locked (self)
                                   ? GTK_WINDOW (bedside_application_get_window (self)) : GTK_WINDOW (import),
                                   _("Stop the import and quit?"),
                                   _("Who has been added stays in the directory. Import the same file again to go "
                                     "on: nobody is added twice."),
                                   _("Quit"));
  g_signal_connect_object (question, "accepted", G_CALLBACK (bedside_application_end), self, G_CONNECT_SWAPPED);
  present_question (self, question);
}

/* --- going on without the window --- */

static void
hide (BedsideApplication *self)
{
  BedsideWindow *window = bedside_application_get_window (self);

  if (window != NULL)
    bedside_window_hide (window);
  bedside_presence_set_hidden (self->presence, TRUE);
}

static BedsideClosing
get_closing (BedsideApplication *self)
{
  return bedside_presence_get_closing (self->presence, bedside_application_get_account_state (self));
}

/* The sign-in may have ended while the person or the desktop was asked: then the window has to say so. */
static void
stay (BedsideApplication *self)
{
  bedside_preferences_set_background (self->preferences, BEDSIDE_BACKGROUND_CHOICE_STAY);
  if (get_closing (self) == BEDSIDE_CLOSING_HIDE)
    hide (self);
}

static void
refuse (BedsideApplication *self)
{
  BedsideWindow *window = bedside_application_get_window (self);
  GtkWidget *question;

  if (window == NULL)
    return;

  question = bedside_question_new (GTK_WINDOW (window), _("Bedside cannot keep running"),
                                   _("This desktop has no tray and does not let Bedside run in the background. "
                                     "Messages arrive only while the window is open."),
                                   _("Quit"));
  g_signal_connect_object (question, "accepted", G_CALLBACK (bedside_application_quit), self, G_CONNECT_SWAPPED);
  present_question (self, question);
}

static void
on_asked (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BedsideApplication) self = user_data;

  if (!take_answer (self, result) || self->closing != NULL)
    return;

  if (bedside_presence_get_possible (self->presence))
    stay (self);
  else
    refuse (self);
}

static void
on_keep_running (BedsideApplication *self)
{
  if (bedside_presence_get_possible (self->presence))
    stay (self);
  else
    ask_desktop (self, on_asked);
}

static void
on_quit_chosen (BedsideApplication *self)
{
  bedside_preferences_set_background (self->preferences, BEDSIDE_BACKGROUND_CHOICE_QUIT);
  bedside_application_quit (self);
}

static void
ask (BedsideApplication *self)
{
  GtkWidget *question;

  if (self->question != NULL)
    {
      gtk_window_present (self->question);
      return;
    }

  question = bedside_question_new (GTK_WINDOW (bedside_application_get_window (self)), _("Keep running?"),
                                   bedside_presence_get_tray (self->presence)
                                   ? _("Bedside can go on receiving messages without its window. Its icon in the "
                                       "tray brings that back. You can change this later in the preferences.")
                                   : _("Bedside can go on receiving messages without its window. Opening it again "
                                       "brings that back. You can change this later in the preferences."),
                                   _("Keep running"));
  bedside_question_set_other (BEDSIDE_QUESTION (question), _("Quit"));
  bedside_question_set_suggested (BEDSIDE_QUESTION (question));
  g_signal_connect_object (question, "accepted", G_CALLBACK (on_keep_running), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (question, "other", G_CALLBACK (on_quit_chosen), self, G_CONNECT_SWAPPED);
  present_question (self, question);
}

static gboolean
on_close_request (BedsideApplication *self)
{
  switch (get_closing (self))
    {
    case BEDSIDE_CLOSING_ASK:
      ask (self);
      break;
    case BEDSIDE_CLOSING_HIDE:
      hide (self);
      break;
    case BEDSIDE_CLOSING_QUIT:
    default:
      bedside_application_quit (self);
    }

  return GDK_EVENT_STOP;
}

static void
on_stranded (BedsideApplication *self)
{
  bedside_application_show (self, NULL);
}

/* --- started by the bus --- */

static gboolean
leave_cb (gpointer user_data)
{
  BedsideApplication *self = user_data;

  if (bedside_errands_get_waiting (self->errands))
    return G_SOURCE_CONTINUE;

  self->leaving = 0;
  if (self->start != BEDSIDE_APPLICATION_START_SERVICE)
    return G_SOURCE_REMOVE;

  /* A notification was answered that needs no window. */
  if (get_closing (self) == BEDSIDE_CLOSING_HIDE)
    hide (self);
  else
    bedside_application_end (self);

  return G_SOURCE_REMOVE;
}

/* --- life --- */

/* Also behind a dialog of its own. */
static gboolean
is_in_front (BedsideWindow *window)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (gtk_window_is_active (l->data)
          && (l->data == (gpointer) window || gtk_window_get_transient_for (l->data) == GTK_WINDOW (window)))
        return TRUE;
    }

  return FALSE;
}

/**
 * bedside_application_toggle:
 * @self: the application
 * @token: (nullable): leave of the desktop to take the focus
 *
 * Shows the window in front of the others. If that is where it is, takes it away, but only from who has chosen that
 * Bedside keeps running: a click on an icon neither asks nor ends anything.
 */
void
bedside_application_toggle (BedsideApplication *self,
                            const char         *token)
{
  BedsideWindow *window;

  g_return_if_fail (BEDSIDE_IS_APPLICATION (self));

  window = bedside_application_get_window (self);
  if (window != NULL
      && gtk_widget_get_visible (GTK_WIDGET (window))
      && is_in_front (window)
      && get_closing (self) == BEDSIDE_CLOSING_HIDE)
    hide (self);
  else
    bedside_application_show (self, token);
}

/**
 * bedside_application_watch_window: (skip)
 * @self: the application
 * @window: its window
 *
 * From now on closing it does what the person has chosen.
 */
void
bedside_application_watch_window (BedsideApplication *self,
                                  BedsideWindow      *window)
{
  g_signal_connect_object (window, "close-request", G_CALLBACK (on_close_request), self, G_CONNECT_SWAPPED);
}

/**
 * bedside_application_closing_init: (skip)
 * @self: the application, which has just started
 *
 * Begins to watch what closing depends on.
 */
void
bedside_application_closing_init (BedsideApplication *self)
{
  g_signal_connect_object (self->presence, "stranded", G_CALLBACK (on_stranded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->presence, "notify::hidden", G_CALLBACK (bedside_application_tell_stopped), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preferences, "notify::background", G_CALLBACK (on_choice), self, G_CONNECT_SWAPPED);
  on_choice (self);
  if (self->start == BEDSIDE_APPLICATION_START_SERVICE)
    self->leaving = g_timeout_add_seconds (LEAVE_SECONDS, leave_cb, self);
}

/**
 * bedside_application_closing_stop: (skip)
 * @self: the application, which is about to end
 *
 * Nothing of it happens any more.
 */
void
bedside_application_closing_stop (BedsideApplication *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_handle_id (&self->leaving, g_source_remove);
  g_clear_handle_id (&self->renewal, g_source_remove);
  bedside_presence_set_hidden (self->presence, FALSE);
}
