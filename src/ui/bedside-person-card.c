/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-person-card"

#include "bedside-person-card.h"

#include "bedside-avatar.h"
#include "bedside-line.h"

struct _BedsidePersonCard
{
  GtkWidget      parent_instance;

  /* template */
  GtkWidget     *box;
  BedsideAvatar *avatar;
  BedsideLine   *name;
  BedsideLine   *detail;
  BedsideLine   *reason;
};

G_DEFINE_FINAL_TYPE (BedsidePersonCard, bedside_person_card, GTK_TYPE_WIDGET)

static void
set_line (BedsideLine *line,
          const char  *text)
{
  bedside_line_set_text (line, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (line), text != NULL && text[0] != '\0');
}

static void
bedside_person_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), BEDSIDE_TYPE_PERSON_CARD);

  G_OBJECT_CLASS (bedside_person_card_parent_class)->dispose (object);
}

static void
bedside_person_card_class_init (BedsidePersonCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_person_card_dispose;

  gtk_widget_class_set_css_name (widget_class, "person");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (BEDSIDE_TYPE_AVATAR);
  g_type_ensure (BEDSIDE_TYPE_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-person-card.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsidePersonCard, box);
  gtk_widget_class_bind_template_child (widget_class, BedsidePersonCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, BedsidePersonCard, name);
  gtk_widget_class_bind_template_child (widget_class, BedsidePersonCard, detail);
  gtk_widget_class_bind_template_child (widget_class, BedsidePersonCard, reason);
}

static void
bedside_person_card_init (BedsidePersonCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_person_card_new:
 *
 * Returns: (transfer floating): a card of nobody
 */
GtkWidget *
bedside_person_card_new (void)
{
  return g_object_new (BEDSIDE_TYPE_PERSON_CARD, NULL);
}

/**
 * bedside_person_card_show:
 * @self: a card
 * @name: who it is
 * @detail: (nullable): the birth date
 * @reason: (nullable): why it cannot be chosen; %NULL if it can
 *
 * Shows somebody.
 */
void
bedside_person_card_show (BedsidePersonCard *self,
                          const char        *name,
                          const char        *detail,
                          const char        *reason)
{
  g_return_if_fail (BEDSIDE_IS_PERSON_CARD (self));
  g_return_if_fail (name != NULL);

  bedside_avatar_show (self->avatar, name, NULL);
  set_line (self->name, name);
  set_line (self->detail, detail);
  set_line (self->reason, reason);
  if (reason != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "impossible");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "impossible");
}
