/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-window-practice"

/* What the window has to do with practices: choosing one, its settings, joining and setting up. */

#include "config.h"

#include "bedside-window-private.h"

#include "bedside-directory-window.h"
#include "bedside-practice-settings.h"
#include "bedside-session-practice.h"
#include "bedside-set-up-page.h"

static BedsidePractice *
get_practice (BedsideWindow *self)
{
  return self->session != NULL ? bedside_session_get_practice (self->session) : NULL;
}

static GSimpleAction *
get_action (BedsideWindow *self,
            const char    *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name));
}

/* Each action is possible only where it makes sense. */
static void
update_actions (BedsideWindow *self)
{
  BedsidePractice *practice = get_practice (self);
  const gboolean elsewhere = self->set_up != BEDSIDE_WINDOW_SET_UP_NONE || bedside_window_is_covered (self);

  g_simple_action_set_enabled (get_action (self, "patient-directory"), practice != NULL && !elsewhere);
  g_simple_action_set_enabled (get_action (self, "practice-settings"), practice != NULL && !elsewhere);
  g_simple_action_set_enabled (get_action (self, "set-up-practice"), self->session != NULL && !elsewhere);
  g_simple_action_set_enabled (get_action (self, "practice"), self->session != NULL && !elsewhere);
  g_simple_action_set_state (get_action (self, "practice"),
                             g_variant_new_string (practice != NULL ? bedside_practice_get_room_id (practice) : ""));
}

/**
 * bedside_window_practice_update_actions: (skip)
 * @self: a window
 *
 * To be called when another page is shown.
 */
void
bedside_window_practice_update_actions (BedsideWindow *self)
{
  update_actions (self);
}

/* --- the set-up page --- */

static void
drop_set_up_page (BedsideWindow *self)
{
  if (self->set_up_page != NULL && adw_bin_get_child (self->page) == self->set_up_page)
    bedside_window_show_page (self, self->main_page);
  g_clear_object (&self->set_up_page);
}

/* Whether it broke off before there was a practice to work in. What is missing of one that works can wait until the
 * person opens the page. */
static gboolean
is_interrupted (BedsideWindow   *self,
                BedsidePractice *practice)
{
  return practice != NULL
         && !bedside_practice_get_complete (practice)
         && bedside_practice_get_directory_id (practice) == NULL
         && bedside_practice_get_role (practice) == BEDSIDE_ROLE_OWNER
         && g_strcmp0 (self->put_off, bedside_practice_get_room_id (practice)) != 0;
}

/* Only what the server has said counts: a practice that is still on its way is none that is missing. Who belongs to
 * no practice any more can still read the conversations that there are. */
static gboolean
needs_set_up (BedsideWindow *self)
{
  BedsidePractice *practice = get_practice (self);

  if (self->session == NULL)
    return FALSE;
  if (practice != NULL && !is_interrupted (self, practice))
    return FALSE;
  /* It stays while the network comes and goes. */
  if (self->set_up == BEDSIDE_WINDOW_SET_UP_NEEDED)
    return TRUE;
  if (bedside_session_get_connection (self->session) != BEDSIDE_CONNECTION_ONLINE)
    return FALSE;

  return practice != NULL
         || g_list_model_get_n_items (bedside_session_get_conversations (self->session)) == 0;
}

static void
on_set_up_finished (BedsideWindow *self)
{
  BedsidePractice *practice = get_practice (self);

  if (practice != NULL && !bedside_practice_get_complete (practice))
    {
      g_free (self->put_off);
      self->put_off = g_strdup (bedside_practice_get_room_id (practice));
    }
  self->set_up = needs_set_up (self) ? BEDSIDE_WINDOW_SET_UP_NEEDED : BEDSIDE_WINDOW_SET_UP_NONE;
  if (self->set_up == BEDSIDE_WINDOW_SET_UP_NONE)
    drop_set_up_page (self);
  update_actions (self);
}

static void
show_set_up_page (BedsideWindow *self)
{
  if (self->set_up_page == NULL)
    {
      self->set_up_page = g_object_ref_sink (bedside_set_up_page_new (self->session));
      bedside_bubble_set_preferences (bedside_set_up_page_get_bubble (BEDSIDE_SET_UP_PAGE (self->set_up_page)),
                                      self->preferences);
      g_signal_connect_object (self->set_up_page, "finished", G_CALLBACK (on_set_up_finished), self,
                               G_CONNECT_SWAPPED);
    }
  /* Not in front of the sign-in page; that of the conversations makes way. */
  if (self->main_page != NULL && adw_bin_get_child (self->page) == self->main_page)
    bedside_window_show_page (self, self->set_up_page);
}

static void
update_set_up (BedsideWindow *self)
{
  const gboolean needed = needs_set_up (self);

  if (self->set_up == BEDSIDE_WINDOW_SET_UP_NONE && needed)
    self->set_up = BEDSIDE_WINDOW_SET_UP_NEEDED;
  /* What the page has still to say, the practice id above all, is not taken away. */
  else if (self->set_up == BEDSIDE_WINDOW_SET_UP_NEEDED && !needed
           && (self->set_up_page == NULL || !bedside_set_up_page_is_busy (BEDSIDE_SET_UP_PAGE (self->set_up_page))))
    self->set_up = BEDSIDE_WINDOW_SET_UP_NONE;

  if (self->set_up != BEDSIDE_WINDOW_SET_UP_NONE)
    show_set_up_page (self);
  else
    drop_set_up_page (self);
  update_actions (self);
}

static void
set_up_practice (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  BedsideWindow *self = user_data;

  if (self->session == NULL || self->set_up != BEDSIDE_WINDOW_SET_UP_NONE)
    return;

  self->set_up = BEDSIDE_WINDOW_SET_UP_ASKED;
  update_set_up (self);
}

/* --- the practice settings, and the switcher --- */

static void
practice_settings (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  BedsideWindow *self = user_data;

  bedside_window_show_practice_settings (self);
}

static void
patient_directory (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  BedsideWindow *self = user_data;

  if (get_practice (self) == NULL || bedside_window_is_covered (self))
    return;

  if (self->directory_window == NULL)
    g_set_weak_pointer (&self->directory_window,
                        GTK_WINDOW (bedside_directory_window_new (GTK_WINDOW (self), self->session)));
  gtk_window_present (self->directory_window);
}

static void
choose_practice (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  BedsideWindow *self = user_data;
  const char *room_id = g_variant_get_string (parameter, NULL);
  GListModel *practices = self->session != NULL ? bedside_session_get_practices (self->session) : NULL;

  for (guint i = 0; practices != NULL && i < g_list_model_get_n_items (practices); i++)
    {
      g_autoptr(BedsidePractice) practice = g_list_model_get_item (practices, i);

      if (g_str_equal (bedside_practice_get_room_id (practice), room_id))
        {
          bedside_session_choose_practice (self->session, practice);
          break;
        }
    }
}

static const GActionEntry actions[] = {
  { .name = "patient-directory", .activate = patient_directory },
  { .name = "practice-settings", .activate = practice_settings },
  { .name = "set-up-practice", .activate = set_up_practice },
  { .name = "practice", .activate = choose_practice, .parameter_type = "s", .state = "''" },
};

/* --- session --- */

/* Dialogs are about one practice of one session; with it they go. */
static void
close_dialogs (BedsideWindow *self)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    g_object_ref (l->data);
  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (gtk_window_get_transient_for (l->data) == GTK_WINDOW (self))
        gtk_window_destroy (l->data);
      g_object_unref (l->data);
    }
}

static void
on_practice (BedsideWindow *self)
{
  g_signal_group_set_target (self->practice_signals, get_practice (self));
  if (self->practice_window != NULL)
    gtk_window_destroy (self->practice_window);
  if (self->directory_window != NULL)
    gtk_window_destroy (self->directory_window);
  update_set_up (self);
}

/**
 * bedside_window_practice_leave_set_up: (skip)
 * @self: a window
 *
 * Goes to the conversations, if the person could do so on the set-up page as well: not while it is busy, or has still
 * something to say.
 */
void
bedside_window_practice_leave_set_up (BedsideWindow *self)
{
  if (self->set_up != BEDSIDE_WINDOW_SET_UP_NONE && self->set_up_page != NULL
      && !bedside_set_up_page_is_busy (BEDSIDE_SET_UP_PAGE (self->set_up_page)))
    on_set_up_finished (self);
}

/**
 * bedside_window_practice_get_set_up: (skip)
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the page to show in place of the conversations
 */
GtkWidget *
bedside_window_practice_get_set_up (BedsideWindow *self)
{
  return self->set_up != BEDSIDE_WINDOW_SET_UP_NONE ? self->set_up_page : NULL;
}

/**
 * bedside_window_practice_set_session: (skip)
 * @self: a window
 * @session: (nullable): the session
 *
 * Sets the session whose practices are shown, and closes what is open of another one.
 */
void
bedside_window_practice_set_session (BedsideWindow  *self,
                                     BedsideSession *session)
{
  if (self->session == session)
    return;

  if (self->session != NULL)
    close_dialogs (self);
  self->set_up = BEDSIDE_WINDOW_SET_UP_NONE;
  drop_set_up_page (self);
  g_clear_pointer (&self->put_off, g_free);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  on_practice (self);
}

/**
 * bedside_window_practice_init: (skip)
 * @self: a window
 *
 * Adds the actions.
 */
void
bedside_window_practice_init (BedsideWindow *self)
{
  static const char *const practice_properties[] = { "notify::complete", "notify::patients", "notify::role" };

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  self->session_signals = g_signal_group_new (BEDSIDE_TYPE_SESSION);
  g_signal_group_connect_object (self->session_signals, "notify::connection", G_CALLBACK (update_set_up), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "notify::practice", G_CALLBACK (on_practice), self,
                                 G_CONNECT_SWAPPED);
  self->practice_signals = g_signal_group_new (BEDSIDE_TYPE_PRACTICE);
  for (guint i = 0; i < G_N_ELEMENTS (practice_properties); i++)
    g_signal_group_connect_object (self->practice_signals, practice_properties[i], G_CALLBACK (update_set_up), self,
                                   G_CONNECT_SWAPPED);
  update_actions (self);
}

/**
 * bedside_window_practice_dispose: (skip)
 * @self: a window
 *
 * Lets go of the session.
 */
void
bedside_window_practice_dispose (BedsideWindow *self)
{
  if (self->session_signals != NULL)
    g_signal_group_set_target (self->session_signals, NULL);
  if (self->practice_signals != NULL)
    g_signal_group_set_target (self->practice_signals, NULL);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->practice_signals);
  g_clear_object (&self->set_up_page);
  g_clear_weak_pointer (&self->practice_window);
  g_clear_weak_pointer (&self->directory_window);
  g_clear_object (&self->session);
  g_clear_pointer (&self->put_off, g_free);
}

/**
 * bedside_window_show_practice_settings:
 * @self: a window
 *
 * Opens the settings of the practice that is shown, if there is one.
 */
void
bedside_window_show_practice_settings (BedsideWindow *self)
{
  g_return_if_fail (BEDSIDE_IS_WINDOW (self));

  if (get_practice (self) == NULL || bedside_window_is_covered (self))
    return;

  if (self->practice_window == NULL)
    g_set_weak_pointer (&self->practice_window,
                        GTK_WINDOW (bedside_practice_settings_new (GTK_WINDOW (self), self->session,
                                                                   get_practice (self))));
  gtk_window_present (self->practice_window);
}
