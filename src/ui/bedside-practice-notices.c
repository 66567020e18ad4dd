/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice-notices"

#include "bedside-practice-notices.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-notice.h"
#include "bedside-wording.h"

struct _BedsidePracticeNotices
{
  AdwBin          parent_instance;

  BedsideSession *session;            /* (owned) (nullable) */
  GSignalGroup   *session_signals;    /* (owned) */
  GSignalGroup   *practice_signals;   /* (owned) */
  GSignalGroup   *invitation_signals; /* (owned) */
  GStrv           told;               /* (owned) */

  /* template */
  BedsideNotice  *not_enforced;
  BedsideNotice  *invitations;
};

typedef enum {
  PROP_SESSION = 1,
  PROP_TOLD,
} BedsidePracticeNoticesProperty;

static GParamSpec *properties[PROP_TOLD + 1];

G_DEFINE_FINAL_TYPE (BedsidePracticeNotices, bedside_practice_notices, ADW_TYPE_BIN)

static BedsidePractice *
get_practice (BedsidePracticeNotices *self)
{
  return self->session != NULL ? bedside_session_get_practice (self->session) : NULL;
}

static void
update_enforcement (BedsidePracticeNotices *self)
{
  BedsidePractice *practice = get_practice (self);
  const gboolean tell =
    practice != NULL
    && bedside_practice_get_enforcement (practice) == BEDSIDE_ENFORCEMENT_NOT_ENFORCED
    && bedside_role_may_manage (bedside_practice_get_role (practice))
    && !g_strv_contains ((const char * const *) self->told, bedside_practice_get_room_id (practice));

  bedside_notice_set_text (self->not_enforced,
                           tell ? _("This server does not enforce the rules of the practice.") : NULL);
}

static char *
dup_invitations (GListModel *invitations)
{
  const guint count = invitations != NULL ? g_list_model_get_n_items (invitations) : 0;
  g_autoptr(BedsideInvitation) first = count > 0 ? g_list_model_get_item (invitations, 0) : NULL;

  if (count == 0)
    return NULL;
  if (count > 1)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u invitation waits for your answer.",
                                         "%u invitations wait for your answer.", count), count);

  g_autofree char *inviter = bedside_wording_isolate (bedside_invitation_get_inviter (first));
  g_autofree char *title = bedside_wording_isolate (bedside_invitation_get_title (first));

  if (title[0] == '\0')
    /* Translators: %s is a practitioner */
    return g_strdup_printf (_("%s invites you."), inviter);

  /* Translators: the first is a practitioner, the second a practice or a team conversation */
  return g_strdup_printf (_("%s invites you to %s."), inviter, title);
}

static void
update_invitations (BedsidePracticeNotices *self)
{
  g_autofree char *text = dup_invitations (self->session != NULL ? bedside_session_get_invitations (self->session)
                                                                 : NULL);

  bedside_notice_set_text (self->invitations, text);
}

static void
on_practice (BedsidePracticeNotices *self)
{
  g_signal_group_set_target (self->practice_signals, get_practice (self));
  update_enforcement (self);
}

/* --- what the person does --- */

static void
on_known (BedsidePracticeNotices *self)
{
  BedsidePractice *practice = get_practice (self);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) told = NULL;

  if (practice == NULL)
    return;

  g_strv_builder_addv (builder, (const char **) self->told);
  g_strv_builder_add (builder, bedside_practice_get_room_id (practice));
  told = g_strv_builder_end (builder);
  bedside_practice_notices_set_told (self, (const char * const *) told);
}

static void
on_not_enforced (BedsidePracticeNotices *self)
{
  on_known (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.practice-settings", NULL);
}

static void
on_answer (BedsidePracticeNotices *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.set-up-practice", NULL);
}

/* --- GObject --- */

static void
bedside_practice_notices_get_property (GObject    *object,
                                       guint       prop_id,
                                       GValue     *value,
                                       GParamSpec *pspec)
{
  BedsidePracticeNotices *self = BEDSIDE_PRACTICE_NOTICES (object);

  switch ((BedsidePracticeNoticesProperty) prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_TOLD:
      g_value_set_boxed (value, self->told);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_practice_notices_set_property (GObject      *object,
                                       guint         prop_id,
                                       const GValue *value,
                                       GParamSpec   *pspec)
{
  BedsidePracticeNotices *self = BEDSIDE_PRACTICE_NOTICES (object);

  switch ((BedsidePracticeNoticesProperty) prop_id)
    {
    case PROP_SESSION:
      bedside_practice_notices_set_session (self, g_value_get_object (value));
      break;
    case PROP_TOLD:
      bedside_practice_notices_set_told (self, g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_practice_notices_dispose (GObject *object)
{
  BedsidePracticeNotices *self = BEDSIDE_PRACTICE_NOTICES (object);
  GSignalGroup **groups[] = { &self->session_signals, &self->practice_signals, &self->invitation_signals };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      if (*groups[i] != NULL)
        g_signal_group_set_target (*groups[i], NULL);
      g_clear_object (groups[i]);
    }
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_practice_notices_parent_class)->dispose (object);
}

static void
bedside_practice_notices_finalize (GObject *object)
{
  BedsidePracticeNotices *self = BEDSIDE_PRACTICE_NOTICES (object);

  g_strfreev (self->told);

  G_OBJECT_CLASS (bedside_practice_notices_parent_class)->finalize (object);
}

static void
bedside_practice_notices_class_init (BedsidePracticeNoticesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_practice_notices_get_property;
  object_class->set_property = bedside_practice_notices_set_property;
  object_class->dispose = bedside_practice_notices_dispose;
  object_class->finalize = bedside_practice_notices_finalize;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION, flags);
  properties[PROP_TOLD] = g_param_spec_boxed ("told", NULL, NULL, G_TYPE_STRV, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BEDSIDE_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-practice-notices.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsidePracticeNotices, not_enforced);
  gtk_widget_class_bind_template_child (widget_class, BedsidePracticeNotices, invitations);
  gtk_widget_class_bind_template_callback (widget_class, on_answer);
  gtk_widget_class_bind_template_callback (widget_class, on_known);
  gtk_widget_class_bind_template_callback (widget_class, on_not_enforced);
}

static void
bedside_practice_notices_init (BedsidePracticeNotices *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->told = g_new0 (char *, 1);
  self->session_signals = g_signal_group_new (BEDSIDE_TYPE_SESSION);
  g_signal_group_connect_object (self->session_signals, "notify::practice", G_CALLBACK (on_practice), self,
                                 G_CONNECT_SWAPPED);
  self->practice_signals = g_signal_group_new (BEDSIDE_TYPE_PRACTICE);
  g_signal_group_connect_object (self->practice_signals, "notify::enforcement", G_CALLBACK (update_enforcement), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->practice_signals, "notify::role", G_CALLBACK (update_enforcement), self,
                                 G_CONNECT_SWAPPED);
  self->invitation_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_object (self->invitation_signals, "items-changed", G_CALLBACK (update_invitations), self,
                                 G_CONNECT_SWAPPED);
}

/**
 * bedside_practice_notices_new:
 *
 * Returns: (transfer floating): bars that have nothing to say
 */
GtkWidget *
bedside_practice_notices_new (void)
{
  return g_object_new (BEDSIDE_TYPE_PRACTICE_NOTICES, NULL);
}

/**
 * bedside_practice_notices_get_session:
 * @self: the bars
 *
 * Returns: (transfer none) (nullable): the session
 */
BedsideSession *
bedside_practice_notices_get_session (BedsidePracticeNotices *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE_NOTICES (self), NULL);

  return self->session;
}

/**
 * bedside_practice_notices_set_session:
 * @self: the bars
 * @session: (nullable): the session
 *
 * Sets whose practice and invitations it is about.
 */
void
bedside_practice_notices_set_session (BedsidePracticeNotices *self,
                                      BedsideSession         *session)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_NOTICES (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->invitation_signals,
                             session != NULL ? bedside_session_get_invitations (session) : NULL);
  on_practice (self);
  update_invitations (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * bedside_practice_notices_get_told:
 * @self: the bars
 *
 * Returns: (transfer none): ids of the practices whose manager knows that the server does not enforce their rules
 */
const char * const *
bedside_practice_notices_get_told (BedsidePracticeNotices *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE_NOTICES (self), NULL);

  return (const char * const *) self->told;
}

/**
 * bedside_practice_notices_set_told:
 * @self: the bars
 * @told: (nullable): ids of practices
 *
 * Sets whose manager need not be told again.
 */
void
bedside_practice_notices_set_told (BedsidePracticeNotices *self,
                                   const char * const     *told)
{
  static const char *const nobody[] = { NULL };

  g_return_if_fail (BEDSIDE_IS_PRACTICE_NOTICES (self));

  if (told == NULL)
    told = nobody;
  if (g_strv_equal ((const char * const *) self->told, told))
    return;

  g_strfreev (self->told);
  self->told = g_strdupv ((char **) told);
  update_enforcement (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOLD]);
}
