/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-window-attention"

/* What is in front of the person: what they look at, what is shown when it was asked for from outside, and going away
 * without ending. */

#include "config.h"

#include "bedside-window-private.h"

#include "bedside-main-page.h"
#include "bedside-session-news.h"
#include "bedside-session-practice.h"
#include "bedside-set-up-page.h"

static gboolean
shows_conversations (BedsideWindow *self)
{
  return self->main_page != NULL
         && !bedside_window_is_covered (self)
         && adw_bin_get_child (self->page) == self->main_page;
}

/**
 * bedside_window_update_attention: (skip)
 * @self: a window
 *
 * Looks anew at what the person looks at.
 */
void
bedside_window_update_attention (BedsideWindow *self)
{
  const gboolean seen = shows_conversations (self)
                        && gtk_window_is_active (GTK_WINDOW (self))
                        && gtk_widget_get_mapped (GTK_WIDGET (self));

  bedside_window_set_attention (self,
                                seen ? bedside_main_page_get_conversation (BEDSIDE_MAIN_PAGE (self->main_page)) : NULL);
}

/**
 * bedside_window_attention_init: (skip)
 * @self: a window
 *
 * Watches what makes a difference to what is seen.
 */
void
bedside_window_attention_init (BedsideWindow *self)
{
  static const char *const signals[] = { "notify::is-active", "map", "unmap" };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self, signals[i], G_CALLBACK (bedside_window_update_attention), self,
                             G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/* --- what was asked for from outside --- */

/* A conversation is listed only with those of its practice. */
static void
show_practice_of (BedsideWindow       *self,
                  BedsideConversation *conversation)
{
  BedsidePractice *practice = bedside_session_get_practice_of (self->session, conversation);

  if (practice != NULL && practice != bedside_session_get_practice (self->session))
    bedside_session_choose_practice (self->session, practice);
}

/**
 * bedside_window_open_conversation:
 * @self: a window
 * @conversation: one of the session's conversations, of whichever practice
 *
 * Shows a conversation, in front of all other windows.
 */
void
bedside_window_open_conversation (BedsideWindow       *self,
                                  BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_WINDOW (self));
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));

  if (self->main_page == NULL || self->session == NULL || bedside_window_is_covered (self))
    return;

  bedside_window_practice_leave_set_up (self);
  show_practice_of (self, conversation);
  bedside_main_page_open (BEDSIDE_MAIN_PAGE (self->main_page), conversation);
  bedside_window_show (self);
}

/**
 * bedside_window_reply:
 * @self: a window
 * @conversation: one of the session's conversations, of whichever practice
 *
 * Shows a conversation and lets the person write in it.
 */
void
bedside_window_reply (BedsideWindow       *self,
                      BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_WINDOW (self));
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));

  bedside_window_open_conversation (self, conversation);
  if (shows_conversations (self))
    bedside_main_page_focus_composer (BEDSIDE_MAIN_PAGE (self->main_page));
}

/**
 * bedside_window_new_chat:
 * @self: a window
 *
 * Lets the person start a conversation, if there is a list.
 */
void
bedside_window_new_chat (BedsideWindow *self)
{
  g_return_if_fail (BEDSIDE_IS_WINDOW (self));

  bedside_window_show (self);
  if (shows_conversations (self))
    bedside_main_page_new_chat (BEDSIDE_MAIN_PAGE (self->main_page));
}

/**
 * bedside_window_new_messages:
 * @self: a window
 *
 * Lists the conversations with new messages, on the page that is shown.
 */
void
bedside_window_new_messages (BedsideWindow *self)
{
  GtkWidget *page;

  g_return_if_fail (BEDSIDE_IS_WINDOW (self));

  bedside_window_show (self);
  page = adw_bin_get_child (self->page);
  if (shows_conversations (self))
    bedside_main_page_new_messages (BEDSIDE_MAIN_PAGE (self->main_page));
  else if (BEDSIDE_IS_SET_UP_PAGE (page) && !bedside_window_is_covered (self))
    bedside_bubble_popup (bedside_set_up_page_get_bubble (BEDSIDE_SET_UP_PAGE (page)));
}

/* --- going away, and coming back --- */

static gboolean
belongs_to (GtkWindow     *window,
            BedsideWindow *self)
{
  while (window != NULL && window != GTK_WINDOW (self))
    window = gtk_window_get_transient_for (window);

  return window != NULL;
}

/**
 * bedside_window_hide:
 * @self: a window
 *
 * Takes the window off the screen, and its dialogs with it. It stays as it is: what is written, where one has scrolled
 * to. What arrives meanwhile is not seen.
 */
void
bedside_window_hide (BedsideWindow *self)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  g_return_if_fail (BEDSIDE_IS_WINDOW (self));

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (l->data != self && gtk_widget_get_visible (l->data) && belongs_to (l->data, self))
        {
          g_ptr_array_add (self->hidden, g_object_ref (l->data));
          gtk_widget_set_visible (l->data, FALSE);
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * bedside_window_show:
 * @self: a window
 *
 * Brings the window to the front, with the dialogs that went with it.
 */
void
bedside_window_show (BedsideWindow *self)
{
  g_autoptr(GPtrArray) dialogs = NULL;
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  g_return_if_fail (BEDSIDE_IS_WINDOW (self));

  dialogs = g_steal_pointer (&self->hidden);
  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_window_present (GTK_WINDOW (self));
  /* Not what has been answered meanwhile, as the question whether to hide. */
  for (guint i = 0; i < dialogs->len; i++)
    {
      if (g_list_find (windows, g_ptr_array_index (dialogs, i)) != NULL)
        gtk_window_present (g_ptr_array_index (dialogs, i));
    }
}
