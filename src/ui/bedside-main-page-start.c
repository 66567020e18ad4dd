/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-main-page-start"

/* How conversations are started on the main page: New Chat, and the notice of who has activated the portal. */

#include "bedside-main-page-private.h"

#include "bedside-compat.h"
#include "bedside-new-chat.h"
#include "bedside-notices.h"
#include "bedside-session-practice.h"

BEDSIDE_BEGIN_OLD_API

/* --- New Chat --- */

static void
on_started (BedsideMainPage     *self,
            BedsideConversation *conversation)
{
  bedside_main_page_open (self, conversation);
  bedside_content_focus_composer (self->content);
}

/* One popover for both header bars: of the two buttons only one is seen. */
static void
create_new_chat (GtkMenuButton *button,
                 gpointer       user_data)
{
  BedsideMainPage *self = user_data;
  GtkMenuButton *buttons[] = { bedside_sidebar_get_new_chat (self->sidebar),
                               bedside_content_get_new_chat (self->content) };

  if (self->new_chat == NULL)
    {
      self->new_chat = g_object_ref_sink (bedside_new_chat_new ());
      g_signal_connect_object (self->new_chat, "started", G_CALLBACK (on_started), self, G_CONNECT_SWAPPED);
    }
  bedside_new_chat_set_session (BEDSIDE_NEW_CHAT (self->new_chat), self->session);
  bedside_new_chat_set_kind (BEDSIDE_NEW_CHAT (self->new_chat), bedside_sidebar_get_kind (self->sidebar));
  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_menu_button_set_popover (buttons[i], NULL);
  gtk_menu_button_set_popover (button, self->new_chat);
}

static void
drop_new_chat (BedsideMainPage *self)
{
  gtk_menu_button_set_popover (bedside_sidebar_get_new_chat (self->sidebar), NULL);
  gtk_menu_button_set_popover (bedside_content_get_new_chat (self->content), NULL);
  g_clear_object (&self->new_chat);
}

static gboolean
on_new_chat_key (GtkWidget *widget,
                 GVariant  *arguments,
                 gpointer   user_data)
{
  bedside_main_page_new_chat (BEDSIDE_MAIN_PAGE (widget));

  return TRUE;
}

static void
add_shortcuts (BedsideMainPage *self)
{
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  /* Wherever the focus is, even nowhere. */
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (shortcuts), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>n"),
                                                          gtk_callback_action_new (on_new_chat_key, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}

/* --- patients who have activated the portal (R5) --- */

static void
on_activated_changed (BedsideMainPage *self)
{
  GListModel *activated = self->session != NULL ? bedside_session_get_activated (self->session) : NULL;
  g_autoptr(BedsidePatient) first = activated != NULL ? g_list_model_get_item (activated, 0) : NULL;

  bedside_notices_set_activated (BEDSIDE_NOTICES (self->notices), first);
}

static void
on_activated_dismissed (BedsideMainPage *self,
                        BedsidePatient  *patient)
{
  if (self->session != NULL)
    bedside_session_dismiss_activated (self->session, patient);
}

typedef struct {
  BedsideMainPage *page;    /* (owned) */
  BedsidePatient  *patient; /* (owned) */
} Starting;

static void
starting_free (Starting *self)
{
  g_object_unref (self->page);
  g_object_unref (self->patient);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Starting, starting_free)

static void
on_activated_started (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(Starting) starting = user_data;
  BedsideMainPage *self = starting->page;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideConversation) conversation =
    bedside_session_start_conversation_finish (BEDSIDE_SESSION (source), result, &error);

  if (self->session != BEDSIDE_SESSION (source) || self->notices == NULL)
    return;

  bedside_notices_set_problem (BEDSIDE_NOTICES (self->notices), error != NULL ? error->message : NULL);
  if (conversation == NULL)
    return;

  bedside_session_dismiss_activated (self->session, starting->patient);
  on_started (self, conversation);
}

static void
on_start_chat (BedsideMainPage *self,
               BedsidePatient  *patient)
{
  BedsidePractice *practice;
  Starting *starting;

  if (self->session == NULL)
    return;

  practice = bedside_session_find_practice (self->session, patient);
  if (practice != NULL && practice != bedside_session_get_practice (self->session))
    bedside_session_choose_practice (self->session, practice);
  starting = g_new0 (Starting, 1);
  starting->page = g_object_ref (self);
  starting->patient = g_object_ref (patient);
  bedside_session_start_conversation_async (self->session, patient, NULL, on_activated_started, starting);
}

/* --- for the page --- */

/**
 * bedside_main_page_start_init: (skip)
 * @self: a page with notices
 *
 * Connects what conversations are started with.
 */
void
bedside_main_page_start_init (BedsideMainPage *self)
{
  g_signal_connect_object (self->notices, "start-chat", G_CALLBACK (on_start_chat), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notices, "activated-dismissed", G_CALLBACK (on_activated_dismissed), self,
                           G_CONNECT_SWAPPED);
  gtk_menu_button_set_create_popup_func (bedside_sidebar_get_new_chat (self->sidebar), create_new_chat, self, NULL);
  gtk_menu_button_set_create_popup_func (bedside_content_get_new_chat (self->content), create_new_chat, self, NULL);
  add_shortcuts (self);

  self->activated_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_object (self->activated_signals, "items-changed", G_CALLBACK (on_activated_changed), self,
                                 G_CONNECT_SWAPPED);
}

/**
 * bedside_main_page_start_dispose: (skip)
 * @self: a page
 *
 * Lets go of what it has made.
 */
void
bedside_main_page_start_dispose (BedsideMainPage *self)
{
  if (self->new_chat != NULL)
    drop_new_chat (self);
  g_clear_object (&self->activated_signals);
}

/**
 * bedside_main_page_start_update: (skip)
 * @self: a page
 *
 * Takes over the page's session.
 */
void
bedside_main_page_start_update (BedsideMainPage *self)
{
  g_signal_group_set_target (self->activated_signals,
                             self->session != NULL ? bedside_session_get_activated (self->session) : NULL);
  if (self->new_chat != NULL)
    bedside_new_chat_set_session (BEDSIDE_NEW_CHAT (self->new_chat), self->session);
  on_activated_changed (self);
}

/**
 * bedside_main_page_new_chat:
 * @self: a page
 *
 * Lets the person start a conversation, with a patient or with colleagues as the tab says.
 */
void
bedside_main_page_new_chat (BedsideMainPage *self)
{
  const gboolean in_sidebar = adw_leaflet_get_folded (self->leaflet)
                              && adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->sidebar);

  g_return_if_fail (BEDSIDE_IS_MAIN_PAGE (self));

  gtk_menu_button_popup (in_sidebar ? bedside_sidebar_get_new_chat (self->sidebar)
                                    : bedside_content_get_new_chat (self->content));
}

BEDSIDE_END_OLD_API
