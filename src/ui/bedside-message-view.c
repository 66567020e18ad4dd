/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-message-view"

#include "bedside-message-view.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "bedside-composer.h"
#include "bedside-message-format.h"
#include "bedside-message-list.h"
#include "bedside-side.h"

struct _BedsideMessageView
{
  GtkWidget            parent_instance;

  BedsideConversation *conversation;      /* (owned) (nullable) */
  GSignalGroup        *handlers;          /* (owned): of the conversation */
  GSignalGroup        *timeline_handlers; /* (owned) */

  /* template */
  GtkWidget           *box;
  BedsideMessageList  *list;
  AdwStatusPage       *beginning;
  GtkLabel            *typing;
  GtkStack            *stack;
  BedsideComposer     *composer;
};

G_DEFINE_FINAL_TYPE (BedsideMessageView, bedside_message_view, GTK_TYPE_WIDGET)

typedef enum {
  PROP_CONVERSATION = 1,
} BedsideMessageViewProperty;

static GParamSpec *properties[PROP_CONVERSATION + 1];

typedef enum {
  SIGNAL_SEND,
  SIGNAL_RETRY,
  SIGNAL_DELETE,
  SIGNAL_LOAD_OLDER,
  SIGNAL_TYPING,
  SIGNAL_DRAFT_CHANGED,
  SIGNAL_NEWEST_SEEN,
} BedsideMessageViewSignal;

static guint signals[SIGNAL_NEWEST_SEEN + 1];

/* R2: until the first message there is nothing on the server, and the patient cannot write. */
static void
update_beginning (BedsideMessageView *self)
{
  BedsideTimeline *timeline = bedside_conversation_get_timeline (self->conversation);
  const gboolean empty = timeline == NULL || g_list_model_get_n_items (G_LIST_MODEL (timeline)) == 0;
  const gboolean beginning = empty && !bedside_conversation_get_started (self->conversation);
  g_autofree char *name = bedside_message_format_name (bedside_conversation_get_title (self->conversation));
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  /* Translators: %s is the name of a patient */
  g_autofree char *text =
    g_strdup_printf (_("Your first message starts the conversation. %s can answer from then on."), escaped);

  if (beginning)
    adw_status_page_set_description (self->beginning, text);
  gtk_widget_set_visible (GTK_WIDGET (self->beginning), beginning);
  gtk_widget_set_visible (GTK_WIDGET (self->list), !beginning);
}

static void
update_timeline (BedsideMessageView *self)
{
  BedsideTimeline *timeline = bedside_conversation_get_timeline (self->conversation);

  bedside_message_list_set_timeline (self->list, timeline);
  g_signal_group_set_target (self->timeline_handlers, timeline);
  update_beginning (self);
}

static void
update_typing (BedsideMessageView *self)
{
  g_autofree char *name = bedside_message_format_name (bedside_conversation_get_title (self->conversation));
  g_autofree char *text = NULL;

  /* The line is always there: it must not push the messages up. */
  if (!bedside_conversation_get_typing (self->conversation))
    text = g_strdup ("");
  else if (bedside_conversation_get_kind (self->conversation) == BEDSIDE_CONVERSATION_KIND_TEAM)
    text = g_strdup (_("Somebody is typing…"));
  else
    /* Translators: %s is the name of a patient */
    text = g_strdup_printf (_("%s is typing…"), name);
  gtk_label_set_text (self->typing, text);
}

static void
update_closed (BedsideMessageView *self)
{
  const gboolean closed =
    bedside_conversation_get_closed_reason (self->conversation) != BEDSIDE_CLOSED_REASON_NONE;

  /* Why, and what can be done, stands over the messages: see BedsideClosedNotice. */
  bedside_composer_set_closed (self->composer, closed);
  gtk_stack_set_visible_child_name (self->stack, closed ? "closed" : "composer");
}

static void
update_title (BedsideMessageView *self)
{
  const BedsideConversationKind kind = bedside_conversation_get_kind (self->conversation);
  g_autofree char *name = bedside_message_format_name (bedside_conversation_get_title (self->conversation));
  g_autofree char *recipient = bedside_side_dup_recipient (self->conversation);
  g_autofree char *placeholder = NULL;

  if (kind == BEDSIDE_CONVERSATION_KIND_TEAM)
    placeholder = g_strdup (_("Message to the team"));
  else
    /* Translators: shown in the empty composer; %s is the name of a patient */
    placeholder = g_strdup_printf (_("Message to %s"), name);
  bedside_composer_set_placeholder (self->composer, placeholder);
  bedside_composer_set_recipient (self->composer, bedside_side_get_icon (kind), recipient);
  bedside_side_mark (GTK_WIDGET (self), kind);
  update_beginning (self);
  update_typing (self);
}

static void
send_cb (BedsideMessageView *self,
         const char         *text)
{
  if (self->conversation == NULL)
    return;
  /* Who writes wants to see what he writes. */
  bedside_message_list_go_to_newest (self->list);
  g_signal_emit (self, signals[SIGNAL_SEND], 0, text);
}

static void
text_changed_cb (BedsideMessageView *self,
                 const char         *text)
{
  if (self->conversation != NULL)
    g_signal_emit (self, signals[SIGNAL_DRAFT_CHANGED], 0, text);
}

static void
typing_cb (BedsideMessageView *self,
           gboolean            typing)
{
  if (self->conversation != NULL)
    g_signal_emit (self, signals[SIGNAL_TYPING], 0, typing);
}

static void
retry_cb (BedsideMessageView *self,
          BedsideMessage     *message)
{
  g_signal_emit (self, signals[SIGNAL_RETRY], 0, message);
}

static void
delete_cb (BedsideMessageView *self,
           BedsideMessage     *message)
{
  g_signal_emit (self, signals[SIGNAL_DELETE], 0, message);
}

static void
load_older_cb (BedsideMessageView *self)
{
  g_signal_emit (self, signals[SIGNAL_LOAD_OLDER], 0);
}

static void
newest_seen_cb (BedsideMessageView *self)
{
  g_signal_emit (self, signals[SIGNAL_NEWEST_SEEN], 0);
}

static void
bedside_message_view_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  BedsideMessageView *self = BEDSIDE_MESSAGE_VIEW (object);

  switch ((BedsideMessageViewProperty) prop_id)
    {
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_message_view_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  BedsideMessageView *self = BEDSIDE_MESSAGE_VIEW (object);

  switch ((BedsideMessageViewProperty) prop_id)
    {
    case PROP_CONVERSATION:
      bedside_message_view_set_conversation (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_message_view_dispose (GObject *object)
{
  BedsideMessageView *self = BEDSIDE_MESSAGE_VIEW (object);

  g_clear_object (&self->handlers);
  g_clear_object (&self->timeline_handlers);
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bedside_message_view_parent_class)->dispose (object);
}

static void
install_signals (BedsideMessageViewClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[SIGNAL_SEND] =
    g_signal_new ("send", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_RETRY] =
    g_signal_new ("retry", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_MESSAGE);
  signals[SIGNAL_DELETE] =
    g_signal_new ("delete", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_MESSAGE);
  signals[SIGNAL_LOAD_OLDER] =
    g_signal_new ("load-older", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_TYPING] =
    g_signal_new ("typing", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_DRAFT_CHANGED] =
    g_signal_new ("draft-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_NEWEST_SEEN] =
    g_signal_new ("newest-seen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-message-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageView, box);
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageView, list);
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageView, typing);
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageView, stack);
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageView, composer);
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageView, beginning);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, typing_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_cb);
  gtk_widget_class_bind_template_callback (widget_class, load_older_cb);
  gtk_widget_class_bind_template_callback (widget_class, newest_seen_cb);
}

static void
bedside_message_view_class_init (BedsideMessageViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = bedside_message_view_dispose;
  object_class->get_property = bedside_message_view_get_property;
  object_class->set_property = bedside_message_view_set_property;

  properties[PROP_CONVERSATION] = g_param_spec_object ("conversation", NULL, NULL, BEDSIDE_TYPE_CONVERSATION,
                                                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                       G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  install_signals (klass);

  g_type_ensure (BEDSIDE_TYPE_COMPOSER);
  g_type_ensure (BEDSIDE_TYPE_MESSAGE_LIST);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
}

static void
bedside_message_view_init (BedsideMessageView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->handlers = g_signal_group_new (BEDSIDE_TYPE_CONVERSATION);
  g_signal_group_connect_swapped (self->handlers, "notify::timeline", G_CALLBACK (update_timeline), self);
  g_signal_group_connect_swapped (self->handlers, "notify::typing", G_CALLBACK (update_typing), self);
  g_signal_group_connect_swapped (self->handlers, "notify::closed-reason", G_CALLBACK (update_closed), self);
  g_signal_group_connect_swapped (self->handlers, "notify::title", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->handlers, "notify::subtitle", G_CALLBACK (update_title), self);
  g_signal_group_connect_swapped (self->handlers, "notify::started", G_CALLBACK (update_beginning), self);
  self->timeline_handlers = g_signal_group_new (BEDSIDE_TYPE_TIMELINE);
  g_signal_group_connect_swapped (self->timeline_handlers, "items-changed", G_CALLBACK (update_beginning), self);
}

/**
 * bedside_message_view_new:
 *
 * Returns: (transfer floating): a view without a conversation
 */
GtkWidget *
bedside_message_view_new (void)
{
  return g_object_new (BEDSIDE_TYPE_MESSAGE_VIEW, NULL);
}

/**
 * bedside_message_view_get_conversation:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what it shows
 */
BedsideConversation *
bedside_message_view_get_conversation (BedsideMessageView *self)
{
  g_return_val_if_fail (BEDSIDE_IS_MESSAGE_VIEW (self), NULL);

  return self->conversation;
}

/**
 * bedside_message_view_set_conversation:
 * @self: a view
 * @conversation: (nullable): what to show
 *
 * Shows a conversation, from its newest message on, with its draft in the composer.
 */
void
bedside_message_view_set_conversation (BedsideMessageView  *self,
                                       BedsideConversation *conversation)
{
  gboolean team;

  g_return_if_fail (BEDSIDE_IS_MESSAGE_VIEW (self));
  g_return_if_fail (conversation == NULL || BEDSIDE_IS_CONVERSATION (conversation));

  if (self->conversation == conversation)
    return;

  /* Still about the one before. */
  bedside_composer_stop_typing (self->composer);
  g_set_object (&self->conversation, conversation);
  g_signal_group_set_target (self->handlers, conversation);

  bedside_composer_set_text (self->composer,
                             conversation != NULL ? bedside_conversation_get_draft (conversation) : NULL);
  if (conversation != NULL)
    {
      team = bedside_conversation_get_kind (conversation) == BEDSIDE_CONVERSATION_KIND_TEAM;
      bedside_message_list_set_with_sender (self->list, team);
      update_title (self);
      update_closed (self);
      update_timeline (self);
    }
  else
    {
      bedside_message_list_set_timeline (self->list, NULL);
      g_signal_group_set_target (self->timeline_handlers, NULL);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATION]);
}

/**
 * bedside_message_view_focus_composer:
 * @self: a view
 *
 * Moves the focus to where one writes, if one can.
 */
void
bedside_message_view_focus_composer (BedsideMessageView *self)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE_VIEW (self));

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "composer") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}
