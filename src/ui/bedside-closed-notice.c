/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-closed-notice"

#include "bedside-closed-notice.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-notice.h"
#include "bedside-patient-profile.h"
#include "bedside-patient-text.h"
#include "bedside-question.h"
#include "bedside-reason-text.h"

struct _BedsideClosedNotice
{
  AdwBin               parent_instance;

  BedsideSession      *session;              /* (owned) (nullable) */
  BedsideConversation *conversation;         /* (owned) (nullable) */
  GSignalGroup        *conversation_signals; /* (owned) */
  GSignalGroup        *patient_signals;      /* (owned) */
  GCancellable        *enabling;             /* (owned) (nullable) */
  gboolean             is_brief;

  /* template */
  BedsideNotice       *reason;
  BedsideNotice       *problem;
};

typedef enum {
  PROP_SESSION = 1,
  PROP_CONVERSATION,
  PROP_BRIEF,
} BedsideClosedNoticeProperty;

static GParamSpec *properties[PROP_BRIEF + 1];

G_DEFINE_FINAL_TYPE (BedsideClosedNotice, bedside_closed_notice, ADW_TYPE_BIN)

static BedsidePractice *
get_practice (BedsideClosedNotice *self)
{
  return self->session != NULL ? bedside_session_get_practice (self->session) : NULL;
}

static BedsideClosedReason
get_reason (BedsideClosedNotice *self)
{
  return self->conversation != NULL ? bedside_conversation_get_closed_reason (self->conversation)
                                    : BEDSIDE_CLOSED_REASON_NONE;
}

static BedsidePatient *
get_patient (BedsideClosedNotice *self)
{
  return self->conversation != NULL ? bedside_conversation_get_patient (self->conversation) : NULL;
}

static gboolean
is_practice_wide (BedsideClosedReason reason)
{
  return reason == BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED
         || reason == BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED;
}

/* What can be done about the whole practice stands in the notice about the practice. */
static const char *
get_action (BedsideClosedNotice *self)
{
  if (self->session == NULL || get_patient (self) == NULL || self->enabling != NULL)
    return NULL;

  switch (get_reason (self))
    {
    case BEDSIDE_CLOSED_REASON_CHAT_DISABLED:
      return _("Enable chat");
    case BEDSIDE_CLOSED_REASON_NOT_LINKED:
      return _("Open profile");
    case BEDSIDE_CLOSED_REASON_NONE:
    case BEDSIDE_CLOSED_REASON_WRONG_BINDING:
    case BEDSIDE_CLOSED_REASON_NO_PRACTICE:
    case BEDSIDE_CLOSED_REASON_PRACTITIONER_LEFT:
    case BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED:
    case BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED:
    case BEDSIDE_CLOSED_REASON_LEFT:
    case BEDSIDE_CLOSED_REASON_ENCRYPTED:
    default:
      return NULL;
    }
}

static void
update (BedsideClosedNotice *self)
{
  const BedsideClosedReason reason = get_reason (self);
  g_autofree char *text = NULL;

  g_signal_group_set_target (self->patient_signals, get_patient (self));
  if (reason != BEDSIDE_CLOSED_REASON_NONE && !(self->is_brief && is_practice_wide (reason)))
    text = bedside_reason_text_dup_closed (get_practice (self), self->conversation);
  if (reason != BEDSIDE_CLOSED_REASON_CHAT_DISABLED)
    bedside_notice_set_text (self->problem, NULL);
  bedside_notice_set_busy (self->reason, self->enabling != NULL);
  bedside_notice_set_action (self->reason, get_action (self));
  bedside_notice_set_text (self->reason, text);
}

/* --- enabling chat with a patient (R28) --- */

typedef struct {
  BedsideClosedNotice *notice;      /* (owned) */
  GCancellable        *cancellable; /* (owned) */
} Enabling;

static void
enabling_free (Enabling *self)
{
  g_object_unref (self->notice);
  g_object_unref (self->cancellable);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Enabling, enabling_free)

static void
on_enabled (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Enabling) enabling = user_data;
  BedsideClosedNotice *self = enabling->notice;
  g_autoptr(GError) error = NULL;

  bedside_practice_writer_set_chat_access_finish (BEDSIDE_PRACTICE_WRITER (source), result, &error);
  /* It is about another conversation by now. */
  if (self->enabling != enabling->cancellable)
    return;

  g_clear_object (&self->enabling);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      bedside_notice_set_action (self->problem, _("Try again"));
      bedside_notice_set_text (self->problem, error->message);
    }
  update (self);
}

static void
enable (BedsideClosedNotice *self)
{
  BedsidePracticeWriter *writer = self->session != NULL ? bedside_session_get_writer (self->session) : NULL;
  Enabling *enabling;

  if (writer == NULL || get_practice (self) == NULL || get_patient (self) == NULL || self->enabling != NULL
      || get_reason (self) != BEDSIDE_CLOSED_REASON_CHAT_DISABLED)
    return;

  self->enabling = g_cancellable_new ();
  enabling = g_new0 (Enabling, 1);
  enabling->notice = g_object_ref (self);
  enabling->cancellable = g_object_ref (self->enabling);
  bedside_notice_set_text (self->problem, NULL);
  update (self);
  /* Leaving the conversation does not take back what was decided. */
  bedside_practice_writer_set_chat_access_async (writer, get_practice (self), get_patient (self),
                                                 BEDSIDE_CHAT_ACCESS_ENABLED, NULL, NULL, on_enabled, enabling);
}

typedef struct {
  BedsideClosedNotice *notice;       /* (owned) */
  BedsideConversation *conversation; /* (owned): that was asked about */
} Asked;

static void
asked_free (gpointer  data,
            GClosure *closure)
{
  Asked *asked = data;

  g_object_unref (asked->notice);
  g_object_unref (asked->conversation);
  g_free (asked);
}

static void
on_accepted (GtkWidget *question,
             gpointer   user_data)
{
  Asked *asked = user_data;

  if (asked->notice->conversation == asked->conversation)
    enable (asked->notice);
}

/* Somebody has disabled it, and may have had a reason: it is asked once, saying who, when and why. */
static void
ask (BedsideClosedNotice *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *identity = bedside_patient_text_dup_identity (get_patient (self));
  g_autofree char *origin = bedside_reason_text_dup_closed (get_practice (self), self->conversation);
  /* Translators: %s is a patient's name and date of birth */
  g_autofree char *title = g_strdup_printf (_("Enable chat with %s?"), identity);
  g_autofree char *text =
    g_strdup_printf ("%s\n\n%s", origin, _("Then the patient and all practitioners of the practice can write to each "
                                           "other again."));
  GtkWidget *question = bedside_question_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, title, text,
                                              _("Enable"));
  Asked *asked = g_new0 (Asked, 1);

  asked->notice = g_object_ref (self);
  asked->conversation = g_object_ref (self->conversation);
  bedside_question_set_suggested (BEDSIDE_QUESTION (question));
  /* lint: allow connect, because the question ends before what it is about, and its closure holds both. */
  g_signal_connect_data (question, "accepted", G_CALLBACK (on_accepted), asked, asked_free, 0);
  gtk_window_present (GTK_WINDOW (question));
}

static void
on_activated (BedsideClosedNotice *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  BedsidePatient *patient = get_patient (self);

  if (self->session == NULL || patient == NULL)
    return;

  if (get_reason (self) == BEDSIDE_CLOSED_REASON_CHAT_DISABLED)
    ask (self);
  else if (get_reason (self) == BEDSIDE_CLOSED_REASON_NOT_LINKED)
    gtk_window_present (GTK_WINDOW (bedside_patient_profile_new (GTK_WINDOW (root), self->session, patient)));
}

static void
on_try_again (BedsideClosedNotice *self)
{
  enable (self);
}

/* --- GObject --- */

static void
bedside_closed_notice_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  BedsideClosedNotice *self = BEDSIDE_CLOSED_NOTICE (object);

  switch ((BedsideClosedNoticeProperty) prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;
    case PROP_BRIEF:
      g_value_set_boolean (value, self->is_brief);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_closed_notice_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  BedsideClosedNotice *self = BEDSIDE_CLOSED_NOTICE (object);

  switch ((BedsideClosedNoticeProperty) prop_id)
    {
    case PROP_SESSION:
      bedside_closed_notice_set_session (self, g_value_get_object (value));
      break;
    case PROP_CONVERSATION:
      bedside_closed_notice_set_conversation (self, g_value_get_object (value));
      break;
    case PROP_BRIEF:
      bedside_closed_notice_set_brief (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_closed_notice_dispose (GObject *object)
{
  BedsideClosedNotice *self = BEDSIDE_CLOSED_NOTICE (object);

  g_clear_object (&self->conversation_signals);
  g_clear_object (&self->patient_signals);
  g_clear_object (&self->enabling);
  g_clear_object (&self->conversation);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (bedside_closed_notice_parent_class)->dispose (object);
}

static void
bedside_closed_notice_class_init (BedsideClosedNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_closed_notice_get_property;
  object_class->set_property = bedside_closed_notice_set_property;
  object_class->dispose = bedside_closed_notice_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, BEDSIDE_TYPE_SESSION, flags);
  properties[PROP_CONVERSATION] = g_param_spec_object ("conversation", NULL, NULL, BEDSIDE_TYPE_CONVERSATION, flags);
  properties[PROP_BRIEF] = g_param_spec_boolean ("brief", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BEDSIDE_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-closed-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideClosedNotice, reason);
  gtk_widget_class_bind_template_child (widget_class, BedsideClosedNotice, problem);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
}

static void
bedside_closed_notice_init (BedsideClosedNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->conversation_signals = g_signal_group_new (BEDSIDE_TYPE_CONVERSATION);
  g_signal_group_connect_object (self->conversation_signals, "notify::closed-reason", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->conversation_signals, "notify::patient", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);
  self->patient_signals = g_signal_group_new (BEDSIDE_TYPE_PATIENT);
  g_signal_group_connect_object (self->patient_signals, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_group_connect_object (self->patient_signals, "notify::chat-access", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED);
}

/**
 * bedside_closed_notice_new:
 *
 * Returns: (transfer floating): a notice that has nothing to say
 */
GtkWidget *
bedside_closed_notice_new (void)
{
  return g_object_new (BEDSIDE_TYPE_CLOSED_NOTICE, NULL);
}

/**
 * bedside_closed_notice_get_session:
 * @self: a notice
 *
 * Returns: (transfer none) (nullable): the session
 */
BedsideSession *
bedside_closed_notice_get_session (BedsideClosedNotice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CLOSED_NOTICE (self), NULL);

  return self->session;
}

/**
 * bedside_closed_notice_set_session:
 * @self: a notice
 * @session: (nullable): where chat is enabled
 *
 * Sets the session that the conversation is of.
 */
void
bedside_closed_notice_set_session (BedsideClosedNotice *self,
                                   BedsideSession      *session)
{
  g_return_if_fail (BEDSIDE_IS_CLOSED_NOTICE (self));
  g_return_if_fail (session == NULL || BEDSIDE_IS_SESSION (session));

  if (!g_set_object (&self->session, session))
    return;

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * bedside_closed_notice_get_conversation:
 * @self: a notice
 *
 * Returns: (transfer none) (nullable): what it is about
 */
BedsideConversation *
bedside_closed_notice_get_conversation (BedsideClosedNotice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CLOSED_NOTICE (self), NULL);

  return self->conversation;
}

/**
 * bedside_closed_notice_set_conversation:
 * @self: a notice
 * @conversation: (nullable): what it is about
 *
 * Sets the conversation.
 */
void
bedside_closed_notice_set_conversation (BedsideClosedNotice *self,
                                        BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_CLOSED_NOTICE (self));
  g_return_if_fail (conversation == NULL || BEDSIDE_IS_CONVERSATION (conversation));

  if (!g_set_object (&self->conversation, conversation))
    return;

  /* What is being done goes on; what becomes of it is seen in its own conversation. */
  g_clear_object (&self->enabling);
  bedside_notice_set_text (self->problem, NULL);
  g_signal_group_set_target (self->conversation_signals, conversation);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATION]);
}

/**
 * bedside_closed_notice_get_brief:
 * @self: a notice
 *
 * Returns: whether it leaves out what concerns the whole practice
 */
gboolean
bedside_closed_notice_get_brief (BedsideClosedNotice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CLOSED_NOTICE (self), FALSE);

  return self->is_brief;
}

/**
 * bedside_closed_notice_set_brief:
 * @self: a notice
 * @brief: whether another notice beside it says what concerns the whole practice
 *
 * Sets whether to leave that out.
 */
void
bedside_closed_notice_set_brief (BedsideClosedNotice *self,
                                 gboolean             brief)
{
  g_return_if_fail (BEDSIDE_IS_CLOSED_NOTICE (self));

  brief = !!brief;
  if (self->is_brief == brief)
    return;

  self->is_brief = brief;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BRIEF]);
}
