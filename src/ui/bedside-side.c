/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-side"

#include "bedside-side.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-message-format.h"

/**
 * bedside_side_get_icon:
 * @kind: patients or team
 *
 * Returns: the name of an icon: one person, or several
 */
const char *
bedside_side_get_icon (BedsideConversationKind kind)
{
  return kind == BEDSIDE_CONVERSATION_KIND_TEAM ? "system-users-symbolic" : "avatar-default-symbolic";
}

/**
 * bedside_side_mark:
 * @widget: a widget
 * @kind: patients or team
 *
 * Colours what is in @widget as of that side.
 */
void
bedside_side_mark (GtkWidget               *widget,
                   BedsideConversationKind  kind)
{
  const gboolean team = kind == BEDSIDE_CONVERSATION_KIND_TEAM;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_widget_remove_css_class (widget, team ? "to-patient" : "to-team");
  gtk_widget_add_css_class (widget, team ? "to-team" : "to-patient");
}

/**
 * bedside_side_dup_recipient:
 * @conversation: a conversation
 *
 * Returns: (transfer full): to whom one writes there, as it stands beside *Send* (R29)
 */
char *
bedside_side_dup_recipient (BedsideConversation *conversation)
{
  g_autofree char *title = NULL;
  const char *birth_date;

  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (conversation), NULL);

  title = bedside_message_format_name (bedside_conversation_get_title (conversation));
  birth_date = bedside_conversation_get_subtitle (conversation);
  if (bedside_conversation_get_kind (conversation) == BEDSIDE_CONVERSATION_KIND_TEAM)
    /* Translators: beside Send; %s is the title of a conversation of the team */
    return g_strdup_printf (_("To the team: %s"), title);
  if (birth_date[0] == '\0')
    /* Translators: beside Send; %s is the name of a patient */
    return g_strdup_printf (_("To %s"), title);

  /* Translators: beside Send; a patient's name and date of birth */
  return g_strdup_printf (_("To %1$s, %2$s"), title, birth_date);
}
