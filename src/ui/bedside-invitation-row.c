/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-invitation-row"

#include "bedside-invitation-row.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-wording.h"

struct _BedsideInvitationRow
{
  GtkListBoxRow      parent_instance;

  BedsideInvitation *invitation; /* (owned) */
  gboolean           is_busy;

  /* children */
  GtkLabel          *title;
  GtkLabel          *subtitle;
  GtkSpinner        *spinner;
  GtkWidget         *decline;
  GtkWidget         *join;
};

typedef enum {
  PROP_BUSY = 1,
} BedsideInvitationRowProperty;

enum {
  SIGNAL_JOIN,
  SIGNAL_DECLINE,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_BUSY + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideInvitationRow, bedside_invitation_row, GTK_TYPE_LIST_BOX_ROW)

static void
on_join (BedsideInvitationRow *self)
{
  g_signal_emit (self, signals[SIGNAL_JOIN], 0);
}

static void
on_decline (BedsideInvitationRow *self)
{
  g_signal_emit (self, signals[SIGNAL_DECLINE], 0);
}

static void
bedside_invitation_row_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  BedsideInvitationRow *self = BEDSIDE_INVITATION_ROW (object);

  switch ((BedsideInvitationRowProperty) prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->is_busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_invitation_row_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  BedsideInvitationRow *self = BEDSIDE_INVITATION_ROW (object);

  switch ((BedsideInvitationRowProperty) prop_id)
    {
    case PROP_BUSY:
      bedside_invitation_row_set_busy (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_invitation_row_dispose (GObject *object)
{
  BedsideInvitationRow *self = BEDSIDE_INVITATION_ROW (object);

  g_clear_object (&self->invitation);

  G_OBJECT_CLASS (bedside_invitation_row_parent_class)->dispose (object);
}

static void
bedside_invitation_row_class_init (BedsideInvitationRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_invitation_row_get_property;
  object_class->set_property = bedside_invitation_row_set_property;
  object_class->dispose = bedside_invitation_row_dispose;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_JOIN] = g_signal_new ("join", BEDSIDE_TYPE_INVITATION_ROW, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DECLINE] = g_signal_new ("decline", BEDSIDE_TYPE_INVITATION_ROW, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
label_new (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
buttons_new (BedsideInvitationRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  self->decline = gtk_button_new_with_label (_("Decline"));
  self->join = gtk_button_new_with_label (_("Join"));
  gtk_widget_add_css_class (self->join, "suggested-action");
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (box), self->decline);
  gtk_box_append (GTK_BOX (box), self->join);
  g_signal_connect_object (self->decline, "clicked", G_CALLBACK (on_decline), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->join, "clicked", G_CALLBACK (on_join), self, G_CONNECT_SWAPPED);

  return box;
}

/* The buttons have a line of their own: beside them a long name would have no room. */
static void
bedside_invitation_row_init (BedsideInvitationRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->title = GTK_LABEL (label_new (NULL));
  self->subtitle = GTK_LABEL (label_new ("dim-label"));
  gtk_widget_add_css_class (box, "invitation");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->subtitle));
  gtk_box_append (GTK_BOX (box), buttons_new (self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

/**
 * bedside_invitation_row_new:
 * @invitation: an invitation
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
bedside_invitation_row_new (BedsideInvitation *invitation)
{
  BedsideInvitationRow *self;
  const char *title;
  gboolean team;
  g_autofree char *inviter = NULL;
  g_autofree char *subtitle = NULL;

  g_return_val_if_fail (BEDSIDE_IS_INVITATION (invitation), NULL);

  title = bedside_invitation_get_title (invitation);
  team = bedside_invitation_get_kind (invitation) == BEDSIDE_INVITATION_KIND_TEAM;
  self = g_object_new (BEDSIDE_TYPE_INVITATION_ROW, NULL);
  self->invitation = g_object_ref (invitation);
  if (title[0] == '\0')
    title = team ? _("Team conversation") : _("Practice without a name");
  inviter = bedside_wording_isolate (bedside_invitation_get_inviter (invitation));
  /* Translators: %s is a practitioner */
  subtitle = g_strdup_printf (team ? _("Team conversation, %s invites you") : _("Practice, %s invites you"),
                              inviter);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle,
                                  -1);

  return GTK_WIDGET (self);
}

/**
 * bedside_invitation_row_get_invitation:
 * @self: a row
 *
 * Returns: (transfer none): what it shows
 */
BedsideInvitation *
bedside_invitation_row_get_invitation (BedsideInvitationRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_INVITATION_ROW (self), NULL);

  return self->invitation;
}

/**
 * bedside_invitation_row_get_busy:
 * @self: a row
 *
 * Returns: whether it is being answered
 */
gboolean
bedside_invitation_row_get_busy (BedsideInvitationRow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_INVITATION_ROW (self), FALSE);

  return self->is_busy;
}

/**
 * bedside_invitation_row_set_busy:
 * @self: a row
 * @busy: whether it is being answered
 *
 * Shows a spinner instead of the buttons.
 */
void
bedside_invitation_row_set_busy (BedsideInvitationRow *self,
                                 gboolean              busy)
{
  g_return_if_fail (BEDSIDE_IS_INVITATION_ROW (self));

  busy = !!busy;
  if (self->is_busy == busy)
    return;

  self->is_busy = busy;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (self->decline, !busy);
  gtk_widget_set_visible (self->join, !busy);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * bedside_invitation_row_set_alone:
 * @self: a row
 * @alone: whether it is the only one, or the first
 *
 * Two buttons of one name could not be told apart by ear.
 */
void
bedside_invitation_row_set_alone (BedsideInvitationRow *self,
                                  gboolean              alone)
{
  const char *title;
  g_autofree char *join = NULL;
  g_autofree char *decline = NULL;

  g_return_if_fail (BEDSIDE_IS_INVITATION_ROW (self));

  title = gtk_label_get_label (self->title);
  join = alone ? g_strdup (_("Join")) : g_strdup_printf (_("Join %s"), title);
  decline = alone ? g_strdup (_("Decline")) : g_strdup_printf (_("Decline %s"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->join), GTK_ACCESSIBLE_PROPERTY_LABEL, join, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->decline), GTK_ACCESSIBLE_PROPERTY_LABEL, decline, -1);
}
