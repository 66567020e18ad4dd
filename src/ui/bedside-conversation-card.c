/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-conversation-card"

#include "bedside-conversation-card.h"

#include <adwaita.h>

struct _BedsideConversationCard
{
  GtkWidget  parent_instance;

  /* template */
  GtkWidget *box;
  AdwAvatar *avatar;
  GtkLabel  *title;
  GtkLabel  *birth_date;
  GtkLabel  *time;
  GtkLabel  *preview;
  GtkLabel  *closed;
  GtkLabel  *not_sent;
  GtkLabel  *unread;
};

G_DEFINE_FINAL_TYPE (BedsideConversationCard, bedside_conversation_card, GTK_TYPE_WIDGET)

static void
update_marks (BedsideConversationCard *self,
              BedsideConversation     *conversation)
{
  guint unread = bedside_conversation_get_unread (conversation);

  gtk_widget_set_visible (GTK_WIDGET (self->unread), unread > 0);
  if (unread > 0)
    {
      g_autofree char *count = unread > 999 ? g_strdup ("999+") : g_strdup_printf ("%u", unread);

      gtk_label_set_label (self->unread, count);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->not_sent), bedside_conversation_get_not_sent (conversation) > 0);
}

static void
bedside_conversation_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BEDSIDE_TYPE_CONVERSATION_CARD);

  G_OBJECT_CLASS (bedside_conversation_card_parent_class)->dispose (object);
}

static void
bedside_conversation_card_class_init (BedsideConversationCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_conversation_card_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-conversation-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationCard, box);
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationCard, title);
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationCard, birth_date);
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationCard, time);
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationCard, preview);
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationCard, closed);
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationCard, not_sent);
  gtk_widget_class_bind_template_child (widget_class, BedsideConversationCard, unread);
}

static void
bedside_conversation_card_init (BedsideConversationCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_conversation_card_new:
 *
 * Returns: (transfer floating): an empty card
 */
GtkWidget *
bedside_conversation_card_new (void)
{
  return g_object_new (BEDSIDE_TYPE_CONVERSATION_CARD, NULL);
}

/**
 * bedside_conversation_card_show:
 * @self: a card
 * @conversation: a conversation
 * @preview: its newest message, in one line
 * @time: when that was
 * @chat_disabled: whether to say that the patient's chat is disabled
 *
 * Shows what is to be said of @conversation now.
 */
void
bedside_conversation_card_show (BedsideConversationCard *self,
                                BedsideConversation     *conversation,
                                const char              *preview,
                                const char              *time,
                                gboolean                 chat_disabled)
{
  g_return_if_fail (BEDSIDE_IS_CONVERSATION_CARD (self));
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));

  const gboolean team = bedside_conversation_get_kind (conversation) == BEDSIDE_CONVERSATION_KIND_TEAM;

  /* Colleagues are a group with an icon, patients have initials. */
  adw_avatar_set_text (self->avatar, bedside_conversation_get_title (conversation));
  adw_avatar_set_icon_name (self->avatar, team ? "system-users-symbolic" : NULL);
  adw_avatar_set_show_initials (self->avatar, !team);
  gtk_label_set_label (self->title, bedside_conversation_get_title (conversation));
  gtk_label_set_label (self->birth_date, bedside_conversation_get_subtitle (conversation));
  gtk_widget_set_visible (GTK_WIDGET (self->birth_date), *bedside_conversation_get_subtitle (conversation) != '\0');
  gtk_label_set_label (self->preview, preview);
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (GTK_WIDGET (self->closed), chat_disabled);
  update_marks (self, conversation);
}

/**
 * bedside_conversation_card_is_cut_off:
 * @self: a card
 *
 * Returns: whether there is no room for the whole name
 */
gboolean
bedside_conversation_card_is_cut_off (BedsideConversationCard *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION_CARD (self), FALSE);

  return pango_layout_is_ellipsized (gtk_label_get_layout (self->title));
}
