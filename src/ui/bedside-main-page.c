/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-main-page"

#include "bedside-main-page-private.h"

#include "bedside-compat.h"
#include "bedside-notices.h"
#include "bedside-practice-notices.h"
#include "bedside-session-practice.h"
#include "bedside-settings.h"

typedef enum {
  PROP_SESSION = 1,
  PROP_EXPIRED,
  PROP_CONVERSATION,
} BedsideMainPageProperty;

enum {
  SIGNAL_SIGN_IN_AGAIN,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_CONVERSATION + 1];
static guint signals[N_SIGNALS];

BEDSIDE_BEGIN_OLD_API
G_DEFINE_FINAL_TYPE (BedsideMainPage, bedside_main_page, ADW_TYPE_BIN)

/* --- panes --- */

static gboolean
is_content_visible (BedsideMainPage *self)
{
  return adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->content);
}

/* There is one set of notices, so that nobody finds "Try again" twice. */
static void
place_notices (BedsideMainPage *self)
{
  const gboolean in_content = adw_leaflet_get_folded (self->leaflet) && is_content_visible (self);
  GtkWidget *pane = in_content ? GTK_WIDGET (self->content) : GTK_WIDGET (self->sidebar);

  /* While the template is built there are none. */
  if (self->notices == NULL || gtk_widget_is_ancestor (self->notices, pane))
    return;

  bedside_sidebar_set_notices (self->sidebar, NULL);
  bedside_content_set_notices (self->content, NULL);
  if (in_content)
    bedside_content_set_notices (self->content, self->notices);
  else
    bedside_sidebar_set_notices (self->sidebar, self->notices);
}

/* There is one speech bubble, too: what a folded leaflet hides is found by keyboard and by ear all the same. */
static void
place_bubble (BedsideMainPage *self)
{
  const gboolean in_content = adw_leaflet_get_folded (self->leaflet) && is_content_visible (self);

  /* While the template is built. */
  if (self->content == NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (bedside_sidebar_get_bubble (self->sidebar)), !in_content);
  gtk_widget_set_visible (GTK_WIDGET (bedside_content_get_bubble (self->content)), in_content);
}

static void
on_folded (BedsideMainPage *self)
{
  const gboolean folded = adw_leaflet_get_folded (self->leaflet);

  bedside_sidebar_set_alone (self->sidebar, folded);
  bedside_content_set_alone (self->content, folded);
  place_notices (self);
  place_bubble (self);
}

/* In a narrow window, who goes back to the list leaves the conversation: what arrives then has not been seen. */
static void
on_visible_child (BedsideMainPage *self)
{
  if (adw_leaflet_get_folded (self->leaflet) && !is_content_visible (self))
    bedside_sidebar_set_conversation (self->sidebar, NULL);
  place_notices (self);
  place_bubble (self);
}

static void
on_conversation (BedsideMainPage *self)
{
  BedsideConversation *conversation = bedside_sidebar_get_conversation (self->sidebar);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr(GtkWidget) focus = NULL;

  if (root != NULL)
    g_set_object (&focus, gtk_root_get_focus (root));
  bedside_content_set_conversation (self->content, conversation);
  adw_leaflet_set_visible_child (self->leaflet,
                                 conversation != NULL ? GTK_WIDGET (self->content) : GTK_WIDGET (self->sidebar));
  /* The leaflet takes the focus along even if both are in sight; who goes through the list is to stay there. */
  if (focus != NULL && !adw_leaflet_get_folded (self->leaflet)
      && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->sidebar)))
    gtk_root_set_focus (root, focus);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATION]);
}

static void
on_activated (BedsideMainPage *self)
{
  bedside_content_focus_composer (self->content);
}

static void
on_back (BedsideMainPage *self)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  bedside_sidebar_focus_list (self->sidebar);
}

/* --- session --- */

static void
update_contents (BedsideMainPage *self)
{
  BedsidePaneContents contents = BEDSIDE_PANE_CONTENTS_LOADING;

  if (self->session != NULL)
    {
      const BedsideConnection connection = bedside_session_get_connection (self->session);

      if (connection == BEDSIDE_CONNECTION_ONLINE && bedside_session_get_practice (self->session) == NULL)
        contents = BEDSIDE_PANE_CONTENTS_NO_PRACTICE;
      else if (connection != BEDSIDE_CONNECTION_LOADING && connection != BEDSIDE_CONNECTION_CONNECTING)
        contents = BEDSIDE_PANE_CONTENTS_READY;
    }
  bedside_sidebar_set_contents (self->sidebar, contents);
}

static void
on_connection (BedsideMainPage *self)
{
  if (self->session == NULL)
    return;

  bedside_notices_set_retry_at (BEDSIDE_NOTICES (self->notices), bedside_session_get_retry_at (self->session));
  bedside_notices_set_connection (BEDSIDE_NOTICES (self->notices), bedside_session_get_connection (self->session));
  update_contents (self);
}

static void
on_cache_state (BedsideMainPage *self)
{
  if (self->session != NULL)
    bedside_notices_set_cache_state (BEDSIDE_NOTICES (self->notices), bedside_session_get_cache_state (self->session));
}

static void
on_practice_name (BedsideMainPage *self)
{
  BedsidePractice *practice = self->session != NULL ? bedside_session_get_practice (self->session) : NULL;

  bedside_sidebar_set_title (self->sidebar, practice != NULL ? bedside_practice_get_name (practice) : NULL);
}

/* Also a conversation of which the server has not heard is one of its practice. */
static void
leave_other_practice (BedsideMainPage *self)
{
  BedsideConversation *open = bedside_sidebar_get_conversation (self->sidebar);
  GListModel *conversations = self->session != NULL ? bedside_session_get_conversations (self->session) : NULL;

  if (open == NULL || conversations == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (conversations, i);

      if (conversation == open)
        return;
    }
  bedside_sidebar_set_conversation (self->sidebar, NULL);
}

static void
on_practice (BedsideMainPage *self)
{
  BedsidePractice *practice = self->session != NULL ? bedside_session_get_practice (self->session) : NULL;

  g_signal_group_set_target (self->practice_signals, practice);
  leave_other_practice (self);
  bedside_notices_set_practice (BEDSIDE_NOTICES (self->notices), practice);
  on_practice_name (self);
  update_contents (self);
}

static void
on_reconnect (BedsideMainPage *self)
{
  if (self->session != NULL)
    bedside_session_reconnect (self->session);
}

static void
on_sign_in_again (BedsideMainPage *self)
{
  g_signal_emit (self, signals[SIGNAL_SIGN_IN_AGAIN], 0);
}

/* --- GObject --- */

static void
bedside_main_page_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  BedsideMainPage *self = BEDSIDE_MAIN_PAGE (object);

  switch ((BedsideMainPageProperty) prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_EXPIRED:
      g_value_set_boolean (value, self->expired);
      break;
    case PROP_CONVERSATION:
      g_value_set_object (value, bedside_main_page_get_conversation (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_main_page_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  BedsideMainPage *self = BEDSIDE_MAIN_PAGE (object);

  switch ((BedsideMainPageProperty) prop_id)
    {
    case PROP_SESSION:
      bedside_main_page_set_session (self, g_value_get_object (value));
      break;
    case PROP_EXPIRED:
      bedside_main_page_set_expired (self, g_value_get_boolean (value));
      break;
    case PROP_CONVERSATION:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_main_page_dispose (GObject *object)
{
  BedsideMainPage *self = BEDSIDE_MAIN_PAGE (object);

  if (self->session_signals != NULL)
    bedside_main_page_set_session (self, NULL);
  bedside_main_page_start_dispose (self);
  g_clear_object (&self->notices);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->practice_signals);

  G_OBJECT_CLASS (bedside_main_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (BEDSIDE_TYPE_CONTENT);
  g_type_ensure (BEDSIDE_TYPE_SIDEBAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-main-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideMainPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, BedsideMainPage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, BedsideMainPage, content);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);
  gtk_widget_class_bind_template_callback (widget_class, on_visible_child);
  gtk_widget_class_bind_template_callback (widget_class, on_conversation);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
}

static void
bedside_main_page_class_init (BedsideMainPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_main_page_get_property;
  object_class->set_property = bedside_main_page_set_property;
  object_class->dispose = bedside_main_page_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION, flags);
  properties[PROP_EXPIRED] = g_param_spec_boolean ("expired", NULL, NULL, FALSE, flags);
  properties[PROP_CONVERSATION] = g_param_spec_object ("conversation", NULL, NULL, BEDSIDE_TYPE_CONVERSATION,
                                                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                       G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_SIGN_IN_AGAIN] = g_signal_new ("sign-in-again", BEDSIDE_TYPE_MAIN_PAGE, G_SIGNAL_RUN_LAST,
                                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
bedside_main_page_init (BedsideMainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->notices = g_object_ref_sink (bedside_notices_new ());
  self->practice_notices = bedside_practice_notices_new ();
  bedside_notices_add (BEDSIDE_NOTICES (self->notices), self->practice_notices);
  g_signal_connect_object (self->notices, "reconnect", G_CALLBACK (on_reconnect), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notices, "sign-in-again", G_CALLBACK (on_sign_in_again), self, G_CONNECT_SWAPPED);
  bedside_main_page_start_init (self);

  self->session_signals = g_signal_group_new (BEDSIDE_TYPE_SESSION);
  g_signal_group_connect_object (self->session_signals, "notify::connection", G_CALLBACK (on_connection), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "notify::retry-at", G_CALLBACK (on_connection), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "notify::cache-state", G_CALLBACK (on_cache_state), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->session_signals, "notify::practice", G_CALLBACK (on_practice), self,
                                 G_CONNECT_SWAPPED);
  self->practice_signals = g_signal_group_new (BEDSIDE_TYPE_PRACTICE);
  g_signal_group_connect_object (self->practice_signals, "notify::name", G_CALLBACK (on_practice_name), self,
                                 G_CONNECT_SWAPPED);
  on_folded (self);
}

/**
 * bedside_main_page_new:
 *
 * Returns: (transfer floating): a page without session
 */
GtkWidget *
bedside_main_page_new (void)
{
  return g_object_new (BEDSIDE_TYPE_MAIN_PAGE, NULL);
}

/**
 * bedside_main_page_get_session:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the session that it shows
 */
BedsideSession *
bedside_main_page_get_session (BedsideMainPage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MAIN_PAGE (self), NULL);

  return self->session;
}

/**
 * bedside_main_page_set_session:
 * @self: a page
 * @session: (nullable): the session to show
 *
 * Sets what is shown.
 */
void
bedside_main_page_set_session (BedsideMainPage *self,
                               BedsideSession  *session)
{
  g_return_if_fail (BEDSIDE_IS_MAIN_PAGE (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (self->session == session)
    return;

  /* The open conversation is closed in the session that it belongs to. */
  bedside_sidebar_set_conversations (self->sidebar, NULL);
  bedside_sidebar_set_practices (self->sidebar, NULL);
  bedside_content_set_session (self->content, session);

  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  bedside_notices_set_problem (BEDSIDE_NOTICES (self->notices), NULL);
  bedside_practice_notices_set_session (BEDSIDE_PRACTICE_NOTICES (self->practice_notices), session);
  bedside_sidebar_set_session (self->sidebar, session);
  bedside_bubble_set_session (bedside_sidebar_get_bubble (self->sidebar), session);
  bedside_bubble_set_session (bedside_content_get_bubble (self->content), session);
  if (session != NULL)
    {
      bedside_sidebar_set_practices (self->sidebar, bedside_session_get_practices (session));
      bedside_sidebar_set_conversations (self->sidebar, bedside_session_get_conversations (session));
    }
  on_connection (self);
  on_cache_state (self);
  bedside_main_page_start_update (self);
  on_practice (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * bedside_main_page_get_expired:
 * @self: a page
 *
 * Returns: whether it asks to sign in again
 */
gboolean
bedside_main_page_get_expired (BedsideMainPage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MAIN_PAGE (self), FALSE);

  return self->expired;
}

/**
 * bedside_main_page_set_expired:
 * @self: a page
 * @expired: whether the server wants the password again
 *
 * Asks to sign in again, while what is there can still be read.
 */
void
bedside_main_page_set_expired (BedsideMainPage *self,
                               gboolean         expired)
{
  g_return_if_fail (BEDSIDE_IS_MAIN_PAGE (self));

  expired = !!expired;
  if (self->expired == expired)
    return;

  self->expired = expired;
  bedside_notices_set_expired (BEDSIDE_NOTICES (self->notices), expired);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPIRED]);
}

/**
 * bedside_main_page_set_preferences:
 * @self: a page
 * @preferences: (nullable): what may be shown of new messages
 *
 * Sets what the speech bubble lists besides names.
 */
void
bedside_main_page_set_preferences (BedsideMainPage    *self,
                                   BedsidePreferences *preferences)
{
  g_return_if_fail (BEDSIDE_IS_MAIN_PAGE (self));
  g_return_if_fail (preferences == NULL || BEDSIDE_IS_PREFERENCES (preferences));

  bedside_bubble_set_preferences (bedside_sidebar_get_bubble (self->sidebar), preferences);
  bedside_bubble_set_preferences (bedside_content_get_bubble (self->content), preferences);
}

/**
 * bedside_main_page_add_notice:
 * @self: a page
 * @notice: what else is to be told
 *
 * Puts it below the other bars.
 */
void
bedside_main_page_add_notice (BedsideMainPage *self,
                              GtkWidget       *notice)
{
  g_return_if_fail (BEDSIDE_IS_MAIN_PAGE (self));

  bedside_notices_add (BEDSIDE_NOTICES (self->notices), notice);
}

/**
 * bedside_main_page_get_conversation:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the open conversation
 */
BedsideConversation *
bedside_main_page_get_conversation (BedsideMainPage *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MAIN_PAGE (self), NULL);

  return bedside_sidebar_get_conversation (self->sidebar);
}

/**
 * bedside_main_page_open:
 * @self: a page
 * @conversation: (nullable): one of the session's conversations; %NULL closes what is open
 *
 * Opens a conversation and selects its row, if it is listed.
 */
void
bedside_main_page_open (BedsideMainPage     *self,
                        BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_MAIN_PAGE (self));

  if (conversation != NULL)
    bedside_sidebar_set_kind (self->sidebar, bedside_conversation_get_kind (conversation));
  bedside_sidebar_set_conversation (self->sidebar, conversation);
}

/**
 * bedside_main_page_new_messages:
 * @self: a page
 *
 * Lists the conversations with new messages (R21), under the speech bubble that is seen.
 */
void
bedside_main_page_new_messages (BedsideMainPage *self)
{
  g_return_if_fail (BEDSIDE_IS_MAIN_PAGE (self));

  bedside_bubble_popup (adw_leaflet_get_folded (self->leaflet) && is_content_visible (self)
                        ? bedside_content_get_bubble (self->content)
                        : bedside_sidebar_get_bubble (self->sidebar));
}

/**
 * bedside_main_page_focus_composer:
 * @self: a page
 *
 * Lets the person write in the open conversation.
 */
void
bedside_main_page_focus_composer (BedsideMainPage *self)
{
  g_return_if_fail (BEDSIDE_IS_MAIN_PAGE (self));

  bedside_content_focus_composer (self->content);
}

/**
 * bedside_main_page_set_demo:
 * @self: a page
 * @demo: whether this is the demo practice
 *
 * Says that nothing here is real.
 */
void
bedside_main_page_set_demo (BedsideMainPage *self,
                            gboolean         demo)
{
  g_return_if_fail (BEDSIDE_IS_MAIN_PAGE (self));

  bedside_notices_set_demo (BEDSIDE_NOTICES (self->notices), demo);
}

/**
 * bedside_main_page_bind_settings:
 * @self: a page
 * @settings: (nullable): the settings
 *
 * Remembers order (R16) and funnel (R17).
 */
void
bedside_main_page_bind_settings (BedsideMainPage *self,
                                 GSettings       *settings)
{
  g_return_if_fail (BEDSIDE_IS_MAIN_PAGE (self));

  bedside_settings_bind (settings, BEDSIDE_SETTINGS_SORT_OLDEST_FIRST, self->sidebar, "oldest-first",
                         G_SETTINGS_BIND_DEFAULT);
  bedside_settings_bind (settings, BEDSIDE_SETTINGS_HIDE_INACTIVE, self->sidebar, "hide-inactive",
                         G_SETTINGS_BIND_DEFAULT);
  bedside_settings_bind (settings, BEDSIDE_SETTINGS_NOT_ENFORCED_TOLD, self->practice_notices, "told",
                         G_SETTINGS_BIND_DEFAULT);
}

/**
 * bedside_main_page_focus_search:
 * @self: a page
 *
 * Goes to the list and lets the person type what to search for.
 */
void
bedside_main_page_focus_search (BedsideMainPage *self)
{
  g_return_if_fail (BEDSIDE_IS_MAIN_PAGE (self));

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->sidebar));
  bedside_sidebar_focus_search (self->sidebar);
}

BEDSIDE_END_OLD_API
