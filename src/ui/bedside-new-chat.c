/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-new-chat"

#include "bedside-new-chat.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-patient-picker.h"
#include "bedside-popover.h"
#include "bedside-side.h"
#include "bedside-team-picker.h"

struct _BedsideNewChat
{
  GtkPopover               parent_instance;

  BedsideSession          *session;  /* (owned) (nullable) */
  BedsideConversationKind  kind;

  /* template */
  GtkImage                *icon;
  GtkLabel                *heading;
  BedsidePatientPicker    *patients;
  BedsideTeamPicker       *team;
};

typedef enum {
  PROP_SESSION = 1,
  PROP_KIND,
} BedsideNewChatProperty;

enum {
  SIGNAL_STARTED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_KIND + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideNewChat, bedside_new_chat, GTK_TYPE_POPOVER)

static void
update_kind (BedsideNewChat *self)
{
  const gboolean team = self->kind == BEDSIDE_CONVERSATION_KIND_TEAM;

  gtk_image_set_from_icon_name (self->icon, bedside_side_get_icon (self->kind));
  gtk_label_set_label (self->heading, team ? _("New chat with colleagues") : _("New chat with a patient"));
  gtk_widget_set_visible (GTK_WIDGET (self->patients), !team);
  gtk_widget_set_visible (GTK_WIDGET (self->team), team);
  bedside_side_mark (GTK_WIDGET (self), self->kind);
}

static void
close_popover (BedsideNewChat *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_started (BedsideNewChat      *self,
            BedsideConversation *conversation)
{
  g_autoptr(BedsideConversation) hold = g_object_ref (conversation);

  /* First, so that the focus is the conversation's to take. */
  close_popover (self);
  g_signal_emit (self, signals[SIGNAL_STARTED], 0, hold);
}

static void
bedside_new_chat_map (GtkWidget *widget)
{
  BedsideNewChat *self = BEDSIDE_NEW_CHAT (widget);

  GTK_WIDGET_CLASS (bedside_new_chat_parent_class)->map (widget);
  if (self->kind == BEDSIDE_CONVERSATION_KIND_TEAM)
    bedside_team_picker_begin (self->team);
  else
    bedside_patient_picker_begin (self->patients);
}

static void
bedside_new_chat_unmap (GtkWidget *widget)
{
  BedsideNewChat *self = BEDSIDE_NEW_CHAT (widget);

  bedside_popover_give_focus_back (GTK_POPOVER (widget));
  bedside_patient_picker_end (self->patients);
  bedside_team_picker_end (self->team);
  GTK_WIDGET_CLASS (bedside_new_chat_parent_class)->unmap (widget);
}

static void
bedside_new_chat_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  BedsideNewChat *self = BEDSIDE_NEW_CHAT (object);

  switch ((BedsideNewChatProperty) prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_new_chat_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  BedsideNewChat *self = BEDSIDE_NEW_CHAT (object);

  switch ((BedsideNewChatProperty) prop_id)
    {
    case PROP_SESSION:
      bedside_new_chat_set_session (self, g_value_get_object (value));
      break;
    case PROP_KIND:
      bedside_new_chat_set_kind (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_new_chat_dispose (GObject *object)
{
  BedsideNewChat *self = BEDSIDE_NEW_CHAT (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_new_chat_parent_class)->dispose (object);
}

static void
bedside_new_chat_class_init (BedsideNewChatClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_new_chat_get_property;
  object_class->set_property = bedside_new_chat_set_property;
  object_class->dispose = bedside_new_chat_dispose;
  widget_class->map = bedside_new_chat_map;
  widget_class->unmap = bedside_new_chat_unmap;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION, flags);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, BEDSIDE_TYPE_CONVERSATION_KIND,
                                             BEDSIDE_CONVERSATION_KIND_PATIENT, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_STARTED] = g_signal_new ("started", BEDSIDE_TYPE_NEW_CHAT, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_CONVERSATION);

  g_type_ensure (BEDSIDE_TYPE_PATIENT_PICKER);
  g_type_ensure (BEDSIDE_TYPE_TEAM_PICKER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-new-chat.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideNewChat, icon);
  gtk_widget_class_bind_template_child (widget_class, BedsideNewChat, heading);
  gtk_widget_class_bind_template_child (widget_class, BedsideNewChat, patients);
  gtk_widget_class_bind_template_child (widget_class, BedsideNewChat, team);
  gtk_widget_class_bind_template_callback (widget_class, on_started);
  gtk_widget_class_bind_template_callback (widget_class, close_popover);
}

static void
bedside_new_chat_init (BedsideNewChat *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_kind (self);
}

/**
 * bedside_new_chat_new:
 *
 * Returns: (transfer floating): a popover without session
 */
GtkWidget *
bedside_new_chat_new (void)
{
  return g_object_new (BEDSIDE_TYPE_NEW_CHAT, NULL);
}

/**
 * bedside_new_chat_get_session:
 * @self: a popover
 *
 * Returns: (transfer none) (nullable): where conversations are started
 */
BedsideSession *
bedside_new_chat_get_session (BedsideNewChat *self)
{
  g_return_val_if_fail (BEDSIDE_IS_NEW_CHAT (self), NULL);

  return self->session;
}

/**
 * bedside_new_chat_set_session:
 * @self: a popover
 * @session: (nullable): where conversations are started
 *
 * Sets whose patients and colleagues there are to choose from.
 */
void
bedside_new_chat_set_session (BedsideNewChat *self,
                              BedsideSession *session)
{
  g_return_if_fail (BEDSIDE_IS_NEW_CHAT (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  bedside_patient_picker_set_session (self->patients, session);
  bedside_team_picker_set_session (self->team, session);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * bedside_new_chat_get_kind:
 * @self: a popover
 *
 * Returns: with whom a conversation is started
 */
BedsideConversationKind
bedside_new_chat_get_kind (BedsideNewChat *self)
{
  g_return_val_if_fail (BEDSIDE_IS_NEW_CHAT (self), BEDSIDE_CONVERSATION_KIND_PATIENT);

  return self->kind;
}

/**
 * bedside_new_chat_set_kind:
 * @self: a popover
 * @kind: with whom
 *
 * Sets with whom a conversation is started.
 */
void
bedside_new_chat_set_kind (BedsideNewChat          *self,
                           BedsideConversationKind  kind)
{
  g_return_if_fail (BEDSIDE_IS_NEW_CHAT (self));

  if (self->kind == kind)
    return;

  self->kind = kind;
  update_kind (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}
