/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-team-invitations"

#include "bedside-team-invitations.h"

#include "bedside-invitation-row.h"

struct _BedsideTeamInvitations
{
  AdwBin              parent_instance;

  BedsideSession     *session; /* (owned) (nullable) */
  GtkFilterListModel *found;   /* (owned) */

  /* template */
  GtkWidget          *box;
  GtkListBox         *list;
  GtkLabel           *error;
};

typedef enum {
  PROP_SESSION = 1,
} BedsideTeamInvitationsProperty;

static GParamSpec *properties[PROP_SESSION + 1];

G_DEFINE_FINAL_TYPE (BedsideTeamInvitations, bedside_team_invitations, ADW_TYPE_BIN)

static gboolean
match (gpointer item,
       gpointer user_data)
{
  return bedside_invitation_get_kind (item) == BEDSIDE_INVITATION_KIND_TEAM;
}

static void
set_error (BedsideTeamInvitations *self,
           const char             *error)
{
  gtk_label_set_label (self->error, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), error != NULL);
}

static void
on_items_changed (BedsideTeamInvitations *self)
{
  const guint count = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    bedside_invitation_row_set_alone (BEDSIDE_INVITATION_ROW (row), i == 0);
  if (count == 0)
    set_error (self, NULL);
  gtk_widget_set_visible (self->box, count > 0);
}

/* --- answers --- */

typedef struct {
  BedsideTeamInvitations *self; /* (owned) */
  BedsideInvitationRow   *row;  /* (owned) */
} Answer;

static Answer *
answer_new (BedsideTeamInvitations *self,
            BedsideInvitationRow   *row)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->self = g_object_ref (self);
  answer->row = g_object_ref (row);
  set_error (self, NULL);
  bedside_invitation_row_set_busy (row, TRUE);

  return answer;
}

static void
answer_free (Answer *answer)
{
  g_object_unref (answer->self);
  g_object_unref (answer->row);
  g_free (answer);
}

/* What was answered disappears from the model. */
static void
end_answer (Answer *answer,
            GError *error)
{
  if (error != NULL)
    {
      bedside_invitation_row_set_busy (answer->row, FALSE);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && answer->self->error != NULL)
        set_error (answer->self, error->message);
    }
  answer_free (answer);
}

static void
on_joined (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  bedside_set_up_join_finish (BEDSIDE_SET_UP (source), result, &error);
  end_answer (user_data, error);
}

static void
on_declined (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  bedside_set_up_decline_finish (BEDSIDE_SET_UP (source), result, &error);
  end_answer (user_data, error);
}

static void
on_join (BedsideTeamInvitations *self,
         BedsideInvitationRow   *row)
{
  BedsideSetUp *set_up = self->session != NULL ? bedside_session_get_set_up (self->session) : NULL;

  if (set_up != NULL)
    bedside_set_up_join_async (set_up, bedside_invitation_row_get_invitation (row), NULL, on_joined,
                               answer_new (self, row));
}

static void
on_decline (BedsideTeamInvitations *self,
            BedsideInvitationRow   *row)
{
  BedsideSetUp *set_up = self->session != NULL ? bedside_session_get_set_up (self->session) : NULL;

  if (set_up != NULL)
    bedside_set_up_decline_async (set_up, bedside_invitation_row_get_invitation (row), NULL, on_declined,
                                  answer_new (self, row));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  GtkWidget *row = bedside_invitation_row_new (item);

  g_signal_connect_object (row, "join", G_CALLBACK (on_join), user_data, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "decline", G_CALLBACK (on_decline), user_data, G_CONNECT_SWAPPED);

  return row;
}

/* --- GObject --- */

static void
bedside_team_invitations_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  BedsideTeamInvitations *self = BEDSIDE_TEAM_INVITATIONS (object);

  switch ((BedsideTeamInvitationsProperty) prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_team_invitations_set_property (GObject      *object,
                                       guint         prop_id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  BedsideTeamInvitations *self = BEDSIDE_TEAM_INVITATIONS (object);

  switch ((BedsideTeamInvitationsProperty) prop_id)
    {
    case PROP_SESSION:
      bedside_team_invitations_set_session (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_team_invitations_dispose (GObject *object)
{
  BedsideTeamInvitations *self = BEDSIDE_TEAM_INVITATIONS (object);

  if (self->found != NULL)
    g_signal_handlers_disconnect_by_data (self->found, self);
  g_clear_object (&self->found);
  g_clear_object (&self->session);
  self->error = NULL;

  G_OBJECT_CLASS (bedside_team_invitations_parent_class)->dispose (object);
}

static void
bedside_team_invitations_class_init (BedsideTeamInvitationsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bedside_team_invitations_get_property;
  object_class->set_property = bedside_team_invitations_set_property;
  object_class->dispose = bedside_team_invitations_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-team-invitations.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideTeamInvitations, box);
  gtk_widget_class_bind_template_child (widget_class, BedsideTeamInvitations, list);
  gtk_widget_class_bind_template_child (widget_class, BedsideTeamInvitations, error);
}

static void
bedside_team_invitations_init (BedsideTeamInvitations *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->found = gtk_filter_list_model_new (NULL, GTK_FILTER (gtk_custom_filter_new (match, NULL, NULL)));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->found), create_row, self, NULL);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/**
 * bedside_team_invitations_new:
 *
 * Returns: (transfer floating): no invitations
 */
GtkWidget *
bedside_team_invitations_new (void)
{
  return g_object_new (BEDSIDE_TYPE_TEAM_INVITATIONS, NULL);
}

/**
 * bedside_team_invitations_get_session:
 * @self: the invitations
 *
 * Returns: (transfer none) (nullable): the session
 */
BedsideSession *
bedside_team_invitations_get_session (BedsideTeamInvitations *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TEAM_INVITATIONS (self), NULL);

  return self->session;
}

/**
 * bedside_team_invitations_set_session:
 * @self: the invitations
 * @session: (nullable): whose invitations to show
 *
 * Sets the session.
 */
void
bedside_team_invitations_set_session (BedsideTeamInvitations *self,
                                      BedsideSession         *session)
{
  g_return_if_fail (BEDSIDE_IS_TEAM_INVITATIONS (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  gtk_filter_list_model_set_model (self->found, session != NULL ? bedside_session_get_invitations (session) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}
