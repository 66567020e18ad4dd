/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-content"

#include "bedside-content.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-closed-notice.h"
#include "bedside-message-view.h"
#include "bedside-patient-profile.h"
#include "bedside-side.h"

struct _BedsideContent
{
  AdwBin               parent_instance;

  BedsideSession      *session;      /* (owned) (nullable) */
  BedsideConversation *conversation; /* (owned) (nullable) */
  GSignalGroup        *signals;      /* (owned): of conversation */

  /* template */
  AdwHeaderBar        *header;
  GtkImage            *side;
  AdwWindowTitle      *title;
  GtkWidget           *back;
  GtkWidget           *profile;
  BedsideBubble       *bubble;
  GtkMenuButton       *new_chat;
  AdwButtonContent    *new_chat_content;
  GtkWidget           *box;
  AdwBin              *notices;
  GtkWidget           *placeholder;

  /* Children of box; (nullable): made when the first conversation is opened. */
  BedsideClosedNotice *closed;
  BedsideMessageView  *messages;
};

typedef enum {
  PROP_SESSION = 1,
  PROP_CONVERSATION,
} BedsideContentProperty;

enum {
  SIGNAL_BACK,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_CONVERSATION + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideContent, bedside_content, ADW_TYPE_BIN)

static char *
dup_subtitle (BedsideConversation *conversation)
{
  const guint people = bedside_conversation_get_people (conversation);

  if (bedside_conversation_get_kind (conversation) == BEDSIDE_CONVERSATION_KIND_PATIENT)
    return g_strdup (bedside_conversation_get_subtitle (conversation));
  if (people == 0)
    return g_strdup (_("Team conversation"));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Team conversation · %u person",
                                       "Team conversation · %u people", people), people);
}

static void
update_side (BedsideContent *self)
{
  BedsideConversationKind kind;

  if (self->conversation == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->side), FALSE);
      gtk_widget_remove_css_class (GTK_WIDGET (self), "to-patient");
      gtk_widget_remove_css_class (GTK_WIDGET (self), "to-team");
      return;
    }

  kind = bedside_conversation_get_kind (self->conversation);
  /* One person's icon would be a twin of that of the profile beside it. */
  gtk_image_set_from_icon_name (self->side, bedside_side_get_icon (kind));
  gtk_widget_set_visible (GTK_WIDGET (self->side), kind == BEDSIDE_CONVERSATION_KIND_TEAM);
  bedside_side_mark (GTK_WIDGET (self), kind);
}

static void
update_title (BedsideContent *self)
{
  const char *title = "";
  g_autofree char *subtitle = NULL;

  if (self->conversation != NULL)
    {
      title = bedside_conversation_get_title (self->conversation);
      subtitle = dup_subtitle (self->conversation);
    }
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  /* A long name is cut off in the header bar. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title[0] != '\0' ? title : NULL);
}

static void
update_profile (BedsideContent *self)
{
  gtk_widget_set_visible (self->profile,
                          self->session != NULL && self->conversation != NULL
                          && bedside_conversation_get_patient (self->conversation) != NULL);
}

static void
on_profile (BedsideContent *self)
{
  BedsidePatient *patient = self->conversation != NULL ? bedside_conversation_get_patient (self->conversation) : NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (patient != NULL && self->session != NULL)
    gtk_window_present (GTK_WINDOW (bedside_patient_profile_new (GTK_WINDOW (root), self->session, patient)));
}

static void
on_back (BedsideContent *self)
{
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

/* --- what is done in the messages; it is about the conversation that they are of --- */

static void
on_send (BedsideContent     *self,
         const char         *text,
         BedsideMessageView *view)
{
  if (self->session != NULL)
    bedside_session_send (self->session, bedside_message_view_get_conversation (view), text);
}

static void
on_retry (BedsideContent     *self,
          BedsideMessage     *message,
          BedsideMessageView *view)
{
  if (self->session != NULL)
    bedside_session_retry (self->session, bedside_message_view_get_conversation (view), message);
}

static void
on_delete (BedsideContent     *self,
           BedsideMessage     *message,
           BedsideMessageView *view)
{
  if (self->session != NULL)
    bedside_session_delete_unsent (self->session, bedside_message_view_get_conversation (view), message);
}

static void
on_load_older (BedsideContent     *self,
               BedsideMessageView *view)
{
  if (self->session != NULL)
    bedside_session_load_older (self->session, bedside_message_view_get_conversation (view));
}

static void
on_typing (BedsideContent     *self,
           gboolean            typing,
           BedsideMessageView *view)
{
  if (self->session != NULL)
    bedside_session_set_typing (self->session, bedside_message_view_get_conversation (view), typing);
}

static void
on_draft_changed (BedsideContent     *self,
                  const char         *text,
                  BedsideMessageView *view)
{
  if (self->session != NULL)
    bedside_session_set_draft (self->session, bedside_message_view_get_conversation (view), text);
}

static void
on_newest_seen (BedsideContent     *self,
                BedsideMessageView *view)
{
  if (self->session != NULL)
    bedside_session_mark_read (self->session, bedside_message_view_get_conversation (view));
}

/* Nothing of it is seen until there is a conversation. */
static void
ensure_messages (BedsideContent *self)
{
  const struct { const char *name; GCallback handler; } handlers[] = {
    { "send", G_CALLBACK (on_send) },
    { "retry", G_CALLBACK (on_retry) },
    { "delete", G_CALLBACK (on_delete) },
    { "load-older", G_CALLBACK (on_load_older) },
    { "typing", G_CALLBACK (on_typing) },
    { "draft-changed", G_CALLBACK (on_draft_changed) },
    { "newest-seen", G_CALLBACK (on_newest_seen) },
  };

  if (self->messages != NULL)
    return;

  self->closed = BEDSIDE_CLOSED_NOTICE (bedside_closed_notice_new ());
  bedside_closed_notice_set_session (self->closed, self->session);
  bedside_closed_notice_set_brief (self->closed, adw_bin_get_child (self->notices) != NULL);
  gtk_box_insert_child_after (GTK_BOX (self->box), GTK_WIDGET (self->closed), GTK_WIDGET (self->notices));

  self->messages = BEDSIDE_MESSAGE_VIEW (bedside_message_view_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->messages), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (self->messages, handlers[i].name, handlers[i].handler, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->messages));
}

/* --- GObject --- */

static void
bedside_content_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsideContent *self = BEDSIDE_CONTENT (object);

  switch ((BedsideContentProperty) prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_content_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  BedsideContent *self = BEDSIDE_CONTENT (object);

  switch ((BedsideContentProperty) prop_id)
    {
    case PROP_SESSION:
      bedside_content_set_session (self, g_value_get_object (value));
      break;
    case PROP_CONVERSATION:
      bedside_content_set_conversation (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_content_dispose (GObject *object)
{
  BedsideContent *self = BEDSIDE_CONTENT (object);

  if (self->signals != NULL)
    bedside_content_set_conversation (self, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_content_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_css_name (widget_class, "content");
  g_type_ensure (BEDSIDE_TYPE_BUBBLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-content.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideContent, header);
  gtk_widget_class_bind_template_child (widget_class, BedsideContent, side);
  gtk_widget_class_bind_template_child (widget_class, BedsideContent, title);
  gtk_widget_class_bind_template_child (widget_class, BedsideContent, back);
  gtk_widget_class_bind_template_child (widget_class, BedsideContent, profile);
  gtk_widget_class_bind_template_child (widget_class, BedsideContent, bubble);
  gtk_widget_class_bind_template_child (widget_class, BedsideContent, new_chat);
  gtk_widget_class_bind_template_child (widget_class, BedsideContent, new_chat_content);
  gtk_widget_class_bind_template_child (widget_class, BedsideContent, notices);
  gtk_widget_class_bind_template_child (widget_class, BedsideContent, box);
  gtk_widget_class_bind_template_child (widget_class, BedsideContent, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_profile);
}

static void
bedside_content_class_init (BedsideContentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_content_get_property;
  object_class->set_property = bedside_content_set_property;
  object_class->dispose = bedside_content_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION, flags);
  properties[PROP_CONVERSATION] = g_param_spec_object ("conversation", NULL, NULL, BEDSIDE_TYPE_CONVERSATION, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_BACK] = g_signal_new ("back", BEDSIDE_TYPE_CONTENT, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
bedside_content_init (BedsideContent *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->signals = g_signal_group_new (BEDSIDE_TYPE_CONVERSATION);
  g_signal_group_connect_object (self->signals, "notify::title", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->signals, "notify::subtitle", G_CALLBACK (update_title), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->signals, "notify::people", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->signals, "notify::patient", G_CALLBACK (update_profile), self,
                                 G_CONNECT_SWAPPED);
}

/**
 * bedside_content_new:
 *
 * Returns: (transfer floating): a pane without conversation
 */
GtkWidget *
bedside_content_new (void)
{
  return g_object_new (BEDSIDE_TYPE_CONTENT, NULL);
}

/**
 * bedside_content_get_session:
 * @self: a pane
 *
 * Returns: (transfer none) (nullable): the session
 */
BedsideSession *
bedside_content_get_session (BedsideContent *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONTENT (self), NULL);

  return self->session;
}

/**
 * bedside_content_set_session:
 * @self: a pane
 * @session: (nullable): the session that the conversations belong to
 *
 * Sets the session. A conversation of the one before is closed.
 */
void
bedside_content_set_session (BedsideContent *self,
                             BedsideSession *session)
{
  g_return_if_fail (BEDSIDE_IS_CONTENT (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (self->session == session)
    return;

  bedside_content_set_conversation (self, NULL);
  g_set_object (&self->session, session);
  if (self->closed != NULL)
    bedside_closed_notice_set_session (self->closed, session);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * bedside_content_get_conversation:
 * @self: a pane
 *
 * Returns: (transfer none) (nullable): the open conversation
 */
BedsideConversation *
bedside_content_get_conversation (BedsideContent *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONTENT (self), NULL);

  return self->conversation;
}

/**
 * bedside_content_set_conversation:
 * @self: a pane
 * @conversation: (nullable): the conversation to open
 *
 * Opens @conversation in the session and closes the one before.
 */
void
bedside_content_set_conversation (BedsideContent      *self,
                                  BedsideConversation *conversation)
{
  g_autoptr(BedsideConversation) old = NULL;

  g_return_if_fail (BEDSIDE_IS_CONTENT (self));
  g_return_if_fail (conversation == NULL || BEDSIDE_IS_CONVERSATION (conversation));

  if (self->conversation == conversation)
    return;

  old = g_steal_pointer (&self->conversation);
  g_set_object (&self->conversation, conversation);
  g_signal_group_set_target (self->signals, conversation);
  if (self->session != NULL && conversation != NULL)
    bedside_session_open (self->session, conversation);
  if (conversation != NULL)
    ensure_messages (self);
  if (self->messages != NULL)
    {
      bedside_message_view_set_conversation (self->messages, conversation);
      bedside_closed_notice_set_conversation (self->closed, conversation);
      gtk_widget_set_visible (GTK_WIDGET (self->messages), conversation != NULL);
    }
  gtk_widget_set_visible (self->placeholder, conversation == NULL);
  update_side (self);
  update_title (self);
  update_profile (self);
  if (self->session != NULL && old != NULL)
    bedside_session_close (self->session, old);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATION]);
}

/**
 * bedside_content_focus_composer:
 * @self: a pane
 *
 * Lets the person write, if a conversation is open.
 */
void
bedside_content_focus_composer (BedsideContent *self)
{
  g_return_if_fail (BEDSIDE_IS_CONTENT (self));

  if (self->conversation != NULL)
    bedside_message_view_focus_composer (self->messages);
}

/**
 * bedside_content_set_notices:
 * @self: a pane
 * @notices: (nullable): what to show under the header bar
 *
 * Puts @notices under the header bar.
 */
void
bedside_content_set_notices (BedsideContent *self,
                             GtkWidget      *notices)
{
  g_return_if_fail (BEDSIDE_IS_CONTENT (self));
  g_return_if_fail (notices == NULL || GTK_IS_WIDGET (notices));

  adw_bin_set_child (self->notices, notices);
  /* They say what concerns the whole practice; once is enough. */
  if (self->closed != NULL)
    bedside_closed_notice_set_brief (self->closed, notices != NULL);
}

/**
 * bedside_content_get_new_chat:
 * @self: a pane
 *
 * Returns: (transfer none): the button for the popover of *New Chat*
 */
GtkMenuButton *
bedside_content_get_new_chat (BedsideContent *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONTENT (self), NULL);

  return self->new_chat;
}

/**
 * bedside_content_get_bubble:
 * @self: a pane
 *
 * Returns: (transfer none): the speech bubble, for when there is no list beside
 */
BedsideBubble *
bedside_content_get_bubble (BedsideContent *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONTENT (self), NULL);

  return self->bubble;
}

/**
 * bedside_content_set_alone:
 * @self: a pane
 * @alone: whether it is the only pane
 *
 * Shows a way back to the list, or not.
 */
void
bedside_content_set_alone (BedsideContent *self,
                           gboolean        alone)
{
  g_return_if_fail (BEDSIDE_IS_CONTENT (self));

  gtk_widget_set_visible (self->back, alone);
  /* The name of who one writes to needs the room. */
  adw_button_content_set_label (self->new_chat_content, alone ? "" : _("New Chat"));
  if (alone)
    gtk_widget_add_css_class (GTK_WIDGET (self->header), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->header), "narrow");
  adw_header_bar_set_show_start_title_buttons (self->header, alone);
}
