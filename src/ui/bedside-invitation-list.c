/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-invitation-list"

#include "bedside-invitation-list.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-invitation-row.h"

struct _BedsideInvitationList
{
  AdwPreferencesGroup  parent_instance;

  BedsideSession      *session;     /* (owned) (nullable) */
  GListModel          *sorted;      /* (owned) (nullable) */
  GCancellable        *cancellable; /* (owned): for as long as the list is there */
  guint                answers;     /* that are on their way */

  GtkListBox          *list;        /* a child */
};

/* An invitation that is being answered. */
typedef struct {
  GWeakRef           list;       /* BedsideInvitationList */
  GWeakRef           row;        /* BedsideInvitationRow */
  BedsideInvitation *invitation; /* (owned) */
} Answer;

typedef enum {
  PROP_SESSION = 1,
  PROP_BUSY,
  PROP_EMPTY,
} BedsideInvitationListProperty;

enum {
  SIGNAL_JOINED,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_EMPTY + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideInvitationList, bedside_invitation_list, ADW_TYPE_PREFERENCES_GROUP)

static void
answer_free (Answer *answer)
{
  g_weak_ref_clear (&answer->list);
  g_weak_ref_clear (&answer->row);
  g_object_unref (answer->invitation);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* --- answering --- */

static void
add_answers (BedsideInvitationList *self,
             int                    count)
{
  const gboolean was_busy = self->answers > 0;

  self->answers += count;
  if (was_busy != (self->answers > 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static Answer *
answer_begin (BedsideInvitationList *self,
              BedsideInvitationRow  *row)
{
  Answer *answer = g_new0 (Answer, 1);

  g_weak_ref_init (&answer->list, self);
  g_weak_ref_init (&answer->row, row);
  answer->invitation = g_object_ref (bedside_invitation_row_get_invitation (row));
  bedside_invitation_row_set_busy (row, TRUE);
  add_answers (self, 1);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, NULL);

  return answer;
}

/* Returns: (transfer full) (nullable): the list, if it is still there */
static BedsideInvitationList *
answer_end (Answer       *answer,
            const GError *error)
{
  BedsideInvitationList *self = g_weak_ref_get (&answer->list);
  g_autoptr(BedsideInvitationRow) row = g_weak_ref_get (&answer->row);

  /* Answered, it is not in the list any more. */
  if (row != NULL)
    bedside_invitation_row_set_busy (row, FALSE);
  if (self == NULL)
    return NULL;

  add_answers (self, -1);
  if (error != NULL)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);

  return self;
}

static void
on_joined (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Answer) answer = user_data;
  g_autoptr(GError) error = NULL;
  const gboolean joined = bedside_set_up_join_finish (BEDSIDE_SET_UP (source), result, &error);
  g_autoptr(BedsideInvitationList) self = answer_end (answer, error);

  if (self != NULL && joined)
    g_signal_emit (self, signals[SIGNAL_JOINED], 0, answer->invitation);
}

static void
on_declined (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Answer) answer = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideInvitationList) self = NULL;

  bedside_set_up_decline_finish (BEDSIDE_SET_UP (source), result, &error);
  self = answer_end (answer, error);
}

static BedsideSetUp *
get_set_up (BedsideInvitationList *self)
{
  return self->session != NULL ? bedside_session_get_set_up (self->session) : NULL;
}

static void
on_join (BedsideInvitationList *self,
         BedsideInvitationRow  *row)
{
  if (get_set_up (self) != NULL)
    bedside_set_up_join_async (get_set_up (self), bedside_invitation_row_get_invitation (row), self->cancellable,
                               on_joined, answer_begin (self, row));
}

static void
on_decline (BedsideInvitationList *self,
            BedsideInvitationRow  *row)
{
  if (get_set_up (self) != NULL)
    bedside_set_up_decline_async (get_set_up (self), bedside_invitation_row_get_invitation (row), self->cancellable,
                                  on_declined, answer_begin (self, row));
}

/* --- the list --- */

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  BedsideInvitationList *self = user_data;
  GtkWidget *row = bedside_invitation_row_new (item);

  g_signal_connect_object (row, "join", G_CALLBACK (on_join), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "decline", G_CALLBACK (on_decline), self, G_CONNECT_SWAPPED);

  return row;
}

/* Practices first: that is what one comes for. */
static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  BedsideInvitation *first = (BedsideInvitation *) a, *second = (BedsideInvitation *) b;
  int order = (int) bedside_invitation_get_kind (first) - (int) bedside_invitation_get_kind (second);

  if (order == 0)
    order = g_utf8_collate (bedside_invitation_get_title (first), bedside_invitation_get_title (second));

  return order != 0 ? order : g_strcmp0 (bedside_invitation_get_room_id (first),
                                         bedside_invitation_get_room_id (second));
}

static void
on_items_changed (BedsideInvitationList *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    bedside_invitation_row_set_alone (BEDSIDE_INVITATION_ROW (row), i == 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}

static void
set_sorted (BedsideInvitationList *self,
            GListModel            *invitations)
{
  if (self->sorted != NULL)
    g_signal_handlers_disconnect_by_data (self->sorted, self);
  g_clear_object (&self->sorted);
  if (invitations != NULL)
    self->sorted = G_LIST_MODEL (gtk_sort_list_model_new (g_object_ref (invitations),
                                                          GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL))));
  gtk_list_box_bind_model (self->list, self->sorted, create_row, self, NULL);
  /* After the list box, which has made its rows by then. */
  if (self->sorted != NULL)
    g_signal_connect_object (self->sorted, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  on_items_changed (self);
}

/* --- GObject --- */

static void
bedside_invitation_list_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  BedsideInvitationList *self = BEDSIDE_INVITATION_LIST (object);

  switch ((BedsideInvitationListProperty) prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, bedside_invitation_list_get_busy (self));
      break;
    case PROP_EMPTY:
      g_value_set_boolean (value, bedside_invitation_list_get_empty (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_invitation_list_set_property (GObject      *object,
                                      guint         prop_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  BedsideInvitationList *self = BEDSIDE_INVITATION_LIST (object);

  switch ((BedsideInvitationListProperty) prop_id)
    {
    case PROP_SESSION:
      bedside_invitation_list_set_session (self, g_value_get_object (value));
      break;
    case PROP_BUSY:
    case PROP_EMPTY:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_invitation_list_dispose (GObject *object)
{
  BedsideInvitationList *self = BEDSIDE_INVITATION_LIST (object);

  g_cancellable_cancel (self->cancellable);
  if (self->sorted != NULL)
    g_signal_handlers_disconnect_by_data (self->sorted, self);
  g_clear_object (&self->sorted);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_invitation_list_parent_class)->dispose (object);
}

static void
bedside_invitation_list_finalize (GObject *object)
{
  BedsideInvitationList *self = BEDSIDE_INVITATION_LIST (object);

  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (bedside_invitation_list_parent_class)->finalize (object);
}

static void
bedside_invitation_list_class_init (BedsideInvitationListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_invitation_list_get_property;
  object_class->set_property = bedside_invitation_list_set_property;
  object_class->dispose = bedside_invitation_list_dispose;
  object_class->finalize = bedside_invitation_list_finalize;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION,
                                                  readable | G_PARAM_WRITABLE);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, readable);
  properties[PROP_EMPTY] = g_param_spec_boolean ("empty", NULL, NULL, TRUE, readable);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_JOINED] = g_signal_new ("joined", BEDSIDE_TYPE_INVITATION_LIST, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, BEDSIDE_TYPE_INVITATION);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", BEDSIDE_TYPE_INVITATION_LIST, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bedside_invitation_list_init (BedsideInvitationList *self)
{
  self->cancellable = g_cancellable_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Invitations"), -1);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Invitations"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->list));
}

/**
 * bedside_invitation_list_get_session:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the session
 */
BedsideSession *
bedside_invitation_list_get_session (BedsideInvitationList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_INVITATION_LIST (self), NULL);

  return self->session;
}

/**
 * bedside_invitation_list_set_session:
 * @self: a list
 * @session: (nullable): the session
 *
 * Sets whose invitations are shown.
 */
void
bedside_invitation_list_set_session (BedsideInvitationList *self,
                                     BedsideSession        *session)
{
  g_return_if_fail (BEDSIDE_IS_INVITATION_LIST (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  set_sorted (self, session != NULL ? bedside_session_get_invitations (session) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * bedside_invitation_list_get_busy:
 * @self: a list
 *
 * Returns: whether an answer is on its way
 */
gboolean
bedside_invitation_list_get_busy (BedsideInvitationList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_INVITATION_LIST (self), FALSE);

  return self->answers > 0;
}

/**
 * bedside_invitation_list_get_empty:
 * @self: a list
 *
 * Returns: whether no invitation waits for an answer
 */
gboolean
bedside_invitation_list_get_empty (BedsideInvitationList *self)
{
  g_return_val_if_fail (BEDSIDE_IS_INVITATION_LIST (self), TRUE);

  return self->sorted == NULL || g_list_model_get_n_items (self->sorted) == 0;
}
