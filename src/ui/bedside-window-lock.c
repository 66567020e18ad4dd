/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-window-lock"

/* What the window does while Bedside is locked. What is covered is taken out of it, and not only hidden: nothing of it
 * is to be found by keyboard, pointer or screen reader. It stays as it is, and comes back so. */

#include "config.h"

#include "bedside-window-private.h"

#include "bedside-lock-page.h"
#include "bedside-main-page.h"
#include "bedside-passcode-notice.h"
#include "bedside-question.h"
#include "bedside-settings.h"

/**
 * bedside_window_is_covered: (skip)
 * @self: a window
 *
 * Returns: whether the lock page is in front of all else
 */
gboolean
bedside_window_is_covered (BedsideWindow *self)
{
  return self->covered != NULL;
}

/* As long as there is no session there is nothing to be hidden, and what stands in its way has to be seen. */
static gboolean
is_to_be_covered (BedsideWindow *self)
{
  return self->lock != NULL
         && bedside_lock_get_locked (self->lock)
         && self->account != NULL
         && bedside_account_get_session (self->account) != NULL
         && bedside_account_get_state (self->account) != BEDSIDE_ACCOUNT_STATE_SIGNING_OUT;
}

/* --- other windows --- */

static gboolean
may_be_seen (GtkWidget *window)
{
  return BEDSIDE_IS_WINDOW (window)
         || ADW_IS_ABOUT_WINDOW (window)
         || (BEDSIDE_IS_QUESTION (window) && bedside_question_get_impersonal (BEDSIDE_QUESTION (window)));
}

static void
close_popovers (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    close_popovers (child);
  if (GTK_IS_POPOVER (widget) && gtk_widget_get_visible (widget))
    gtk_popover_popdown (GTK_POPOVER (widget));
}

static void
put_behind (BedsideWindow *self,
            GtkWidget     *window)
{
  if (!g_ptr_array_find (self->behind, window, NULL))
    g_ptr_array_add (self->behind, g_object_ref (window));
  gtk_widget_set_visible (window, FALSE);
}

/* What was on its way when it was locked, and wants to be seen now. */
static void
on_shown (BedsideWindow *self,
          GtkWidget     *window)
{
  if (bedside_window_is_covered (self) && !may_be_seen (window))
    put_behind (self, window);
}

static void
on_toplevels (BedsideWindow *self,
              guint          position,
              guint          removed,
              guint          added,
              GListModel    *toplevels)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (window != GTK_WIDGET (self))
        g_signal_connect_object (window, "show", G_CALLBACK (on_shown), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    }
}

static guint
get_depth (GtkWindow *window)
{
  guint depth = 0;

  while ((window = gtk_window_get_transient_for (window)) != NULL)
    depth++;

  return depth;
}

/* Those first that others belong to. */
static int
compare_depth (gconstpointer a,
               gconstpointer b)
{
  return (int) get_depth (*(GtkWindow **) a) - (int) get_depth (*(GtkWindow **) b);
}

static void
hide_dialogs (BedsideWindow *self)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      close_popovers (l->data);
      if (gtk_widget_get_visible (l->data) && !may_be_seen (l->data))
        put_behind (self, l->data);
    }
  /* Those that went with the window come back with it no longer. */
  g_ptr_array_extend_and_steal (self->behind, g_steal_pointer (&self->hidden));
  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_sort (self->behind, compare_depth);
}

static void
show_dialogs (BedsideWindow *self)
{
  g_autoptr(GPtrArray) behind = g_steal_pointer (&self->behind);
  g_autoptr(GList) windows = gtk_window_list_toplevels ();
  const gboolean visible = gtk_widget_get_visible (GTK_WIDGET (self));

  self->behind = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < behind->len; i++)
    {
      GtkWindow *window = g_ptr_array_index (behind, i);

      /* Not what has been answered meanwhile. */
      if (g_list_find (windows, window) == NULL)
        continue;
      if (visible)
        gtk_window_present (window);
      else
        g_ptr_array_add (self->hidden, g_object_ref (window));
    }
}

/* --- the window --- */

/* What is selected is offered to all other programs, as long as it is. */
static void
drop_selection (BedsideWindow *self)
{
  GdkClipboard *primary = gtk_widget_get_primary_clipboard (GTK_WIDGET (self));

  if (gdk_clipboard_is_local (primary))
    gdk_clipboard_set_content (primary, NULL);
}

static void
update (BedsideWindow *self)
{
  bedside_window_update_attention (self);
  bedside_window_practice_update_actions (self);
}

/**
 * bedside_window_cover: (skip)
 * @self: a window
 *
 * Puts the lock page in front of all else, if that is to be so. Neither shows the window nor gives it the focus.
 */
void
bedside_window_cover (BedsideWindow *self)
{
  GtkWidget *page;

  if (!is_to_be_covered (self) || bedside_window_is_covered (self))
    return;

  hide_dialogs (self);
  drop_selection (self);
  g_set_weak_pointer (&self->focus, gtk_window_get_focus (GTK_WINDOW (self)));
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  self->covered = g_object_ref (adw_bin_get_child (self->content));
  page = bedside_lock_page_new (self->lock);
  g_signal_connect_object (page, "forgotten", G_CALLBACK (bedside_window_forget_passcode), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->content, page);
  gtk_widget_grab_focus (page);
  update (self);
}

static void
restore_focus (BedsideWindow *self)
{
  GtkWidget *page = adw_bin_get_child (self->page);

  if (self->focus != NULL && gtk_widget_is_ancestor (self->focus, GTK_WIDGET (self)))
    gtk_widget_grab_focus (self->focus);
  else if (page != NULL)
    gtk_widget_grab_focus (page);
  g_clear_weak_pointer (&self->focus);
}

/**
 * bedside_window_uncover: (skip)
 * @self: a window
 *
 * Takes the lock page away, if that is to be so.
 */
void
bedside_window_uncover (BedsideWindow *self)
{
  g_autoptr(GtkWidget) covered = NULL;

  if (is_to_be_covered (self))
    return;

  if (bedside_window_is_covered (self))
    {
      covered = g_steal_pointer (&self->covered);
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
      adw_bin_set_child (self->content, covered);
      restore_focus (self);
      update (self);
    }
  /* They wait also for what has been covered no longer because the session was over. */
  if (self->lock != NULL && !bedside_lock_get_locked (self->lock) && self->behind->len > 0)
    show_dialogs (self);
}

static void
on_locked (BedsideWindow *self)
{
  bedside_window_cover (self);
  bedside_window_uncover (self);
}

/**
 * bedside_window_add_passcode_notice: (skip)
 * @self: a window whose conversations' page has just been made
 *
 * Lets that page say if no passcode is chosen. In the demo nothing is worth one.
 */
void
bedside_window_add_passcode_notice (BedsideWindow *self)
{
  GtkWidget *notice;

  if (self->lock == NULL || self->demo_server != NULL)
    return;

  notice = bedside_passcode_notice_new (self->lock);
  bedside_settings_bind (self->settings, BEDSIDE_SETTINGS_NO_PASSCODE_TOLD, notice, "dismissed",
                         G_SETTINGS_BIND_DEFAULT);
  bedside_main_page_add_notice (BEDSIDE_MAIN_PAGE (self->main_page), notice);
}

/**
 * bedside_window_lock_init: (skip)
 * @self: a window
 *
 * Nothing is locked yet.
 */
void
bedside_window_lock_init (BedsideWindow *self)
{
  self->behind = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * bedside_window_lock_dispose: (skip)
 * @self: a window
 *
 * Lets go of the lock, and of what it covers.
 */
void
bedside_window_lock_dispose (BedsideWindow *self)
{
  g_clear_weak_pointer (&self->focus);
  g_clear_object (&self->covered);
  g_clear_pointer (&self->behind, g_ptr_array_unref);
  g_clear_object (&self->lock);
}

/**
 * bedside_window_set_lock:
 * @self: a window without account
 * @lock: (nullable): what says when nothing of the practice is to be seen
 *
 * Sets that, once.
 */
void
bedside_window_set_lock (BedsideWindow *self,
                         BedsideLock   *lock)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  g_return_if_fail (BEDSIDE_IS_WINDOW (self));
  g_return_if_fail (lock == NULL || BEDSIDE_IS_LOCK (lock));
  g_return_if_fail (self->lock == NULL);

  if (!g_set_object (&self->lock, lock))
    return;

  g_signal_connect_object (lock, "notify::locked", G_CALLBACK (on_locked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (toplevels, "items-changed", G_CALLBACK (on_toplevels), self, G_CONNECT_SWAPPED);
  on_toplevels (self, 0, 0, g_list_model_get_n_items (toplevels), toplevels);
  on_locked (self);
}
