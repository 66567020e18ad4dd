/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-conversation-card"

#include "bedside-conversation-card.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-avatar.h"

/* Built by hand, without a template: the first frame of the program has as many of them as the list has room for. */
struct _BedsideConversationCard
{
  GtkWidget      parent_instance;

  GtkWidget     *box;
  BedsideAvatar *avatar;
  GtkLabel      *title;
  GtkLabel      *time;
  GtkWidget     *line;        /* the second one */
  GtkLabel      *birth_date;
  GtkLabel      *preview;

  /* (nullable): made when they are needed for the first time. */
  GtkLabel      *closed;
  GtkLabel      *not_sent;
  GtkLabel      *unread;
};

G_DEFINE_FINAL_TYPE (BedsideConversationCard, bedside_conversation_card, GTK_TYPE_WIDGET)

static GtkLabel *
make_label (GtkWidget  *box,
            const char *classes[])
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "css-classes", classes, "xalign", 0.0, NULL);

  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

/* --- the marks at the end of the second line --- */

static GtkLabel *
make_mark (BedsideConversationCard *self,
           GtkLabel                *sibling,
           const char              *classes[])
{
  GtkWidget *mark = g_object_new (GTK_TYPE_LABEL, "css-classes", classes, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_box_insert_child_after (GTK_BOX (self->line), mark, GTK_WIDGET (sibling));

  return GTK_LABEL (mark);
}

static void
update_closed (BedsideConversationCard *self,
               gboolean                 closed)
{
  if (self->closed == NULL && closed)
    {
      self->closed = make_mark (self, self->preview, (const char *[]) { "mark", NULL });
      gtk_label_set_label (self->closed, _("Chat disabled"));
    }
  if (self->closed != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->closed), closed);
}

static void
update_not_sent (BedsideConversationCard *self,
                 gboolean                 not_sent)
{
  if (self->not_sent == NULL && not_sent)
    {
      self->not_sent = make_mark (self, self->closed != NULL ? self->closed : self->preview,
                                  (const char *[]) { "mark", "failed", NULL });
      gtk_label_set_label (self->not_sent, _("Not sent"));
    }
  if (self->not_sent != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->not_sent), not_sent);
}

static void
update_unread (BedsideConversationCard *self,
               guint                    unread)
{
  g_autofree char *count = unread > 999 ? g_strdup ("999+") : g_strdup_printf ("%u", unread);

  if (self->unread == NULL && unread > 0)
    {
      self->unread = make_mark (self, self->preview, (const char *[]) { "unread-count", "numeric", NULL });
      gtk_box_reorder_child_after (GTK_BOX (self->line), GTK_WIDGET (self->unread),
                                   gtk_widget_get_last_child (self->line));
    }
  if (self->unread == NULL)
    return;

  if (unread > 0)
    gtk_label_set_label (self->unread, count);
  gtk_widget_set_visible (GTK_WIDGET (self->unread), unread > 0);
}

/* --- GObject --- */

static void
bedside_conversation_card_dispose (GObject *object)
{
  BedsideConversationCard *self = BEDSIDE_CONVERSATION_CARD (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (bedside_conversation_card_parent_class)->dispose (object);
}

static void
bedside_conversation_card_class_init (BedsideConversationCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_conversation_card_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
bedside_conversation_card_init (BedsideConversationCard *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->title = make_label (first, (const char *[]) { "title", NULL });
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  self->time = make_label (first, (const char *[]) { "caption", "dim-label", "numeric", NULL });
  g_object_set (self->time, "xalign", 1.0, "hexpand", TRUE, "valign", GTK_ALIGN_BASELINE, NULL);

  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->birth_date = make_label (self->line, (const char *[]) { "birth-date", "numeric", NULL });
  self->preview = make_label (self->line, (const char *[]) { "preview", NULL });
  g_object_set (self->preview, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END, "single-line-mode", TRUE, NULL);

  g_object_set (lines, "hexpand", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_box_append (GTK_BOX (lines), first);
  gtk_box_append (GTK_BOX (lines), self->line);

  self->avatar = BEDSIDE_AVATAR (bedside_avatar_new ());
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->avatar));
  gtk_box_append (GTK_BOX (self->box), lines);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
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
  bedside_avatar_show (self->avatar, bedside_conversation_get_title (conversation),
                       team ? "system-users-symbolic" : NULL);
  gtk_label_set_label (self->title, bedside_conversation_get_title (conversation));
  gtk_label_set_label (self->birth_date, bedside_conversation_get_subtitle (conversation));
  gtk_widget_set_visible (GTK_WIDGET (self->birth_date), *bedside_conversation_get_subtitle (conversation) != '\0');
  gtk_label_set_label (self->preview, preview);
  gtk_label_set_label (self->time, time);
  update_closed (self, chat_disabled);
  update_not_sent (self, bedside_conversation_get_not_sent (conversation) > 0);
  update_unread (self, bedside_conversation_get_unread (conversation));
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
