/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-link-portal"

#include "bedside-link-portal.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-account-text.h"
#include "bedside-dialog-frame.h"
#include "bedside-patient-text.h"
#include "bedside-question.h"
#include "bedside-weak.h"
#include "bedside-wording.h"

/* How much is known of the account that is written down. */
typedef enum {
  STEP_WRITE,    /* nothing yet: it can be checked */
  STEP_REFUSED,  /* it cannot be the patient's */
  STEP_CONFIRM,  /* the server cannot tell: the person has to know */
  STEP_LINK,     /* it is a patient's: it can be linked */
} Step;

struct _BedsideLinkPortal
{
  AdwWindow              parent_instance;

  BedsidePractice       *practice;  /* (owned) (nullable) */
  BedsidePracticeWriter *writer;    /* (owned) (nullable) */
  BedsidePatient        *patient;   /* (owned) */
  char                  *user_id;   /* (owned) (nullable): what is being checked or linked */
  Step                   step;
  BedsidePortalState     state;     /* of the account, in STEP_LINK */

  /* template */
  BedsideDialogFrame    *frame;
  GtkLabel              *name;
  GtkLabel              *birth_date;
  GtkWidget             *linked_box;
  AdwActionRow          *linked;
  GtkWidget             *unlink;
  GtkWidget             *account_box;
  GtkEditable           *account;
  GtkLabel              *found;
  GtkWidget             *confirm_box;
  GtkCheckButton        *own;
  GtkLabel              *own_label;
  GtkCheckButton        *activated;
  GtkLabel              *activated_label;
};

G_DEFINE_FINAL_TYPE (BedsideLinkPortal, bedside_link_portal, ADW_TYPE_WINDOW)

/* --- what is shown --- */

static gboolean
is_blank (BedsideLinkPortal *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->account)));

  return *text == '\0';
}

static gboolean
is_ready (BedsideLinkPortal *self)
{
  if (self->writer == NULL || self->practice == NULL || bedside_patient_get_removed (self->patient))
    return FALSE;

  switch (self->step)
    {
    case STEP_WRITE:
      return !is_blank (self);
    case STEP_CONFIRM:
      return gtk_check_button_get_active (self->own);
    case STEP_LINK:
      return TRUE;
    case STEP_REFUSED:
    default:
      return FALSE;
    }
}

static void
update (BedsideLinkPortal *self)
{
  const char *user_id = bedside_patient_get_user_id (self->patient);
  const char *name = bedside_patient_get_name (self->patient);
  g_autofree char *isolated = bedside_wording_isolate (name);
  g_autofree char *own = NULL;

  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->birth_date, bedside_patient_get_birth_date (self->patient));
  adw_action_row_set_subtitle (self->linked, user_id != NULL ? user_id : "");
  gtk_widget_set_visible (self->linked_box, user_id != NULL);
  /* Translators: %s is a patient's name; the account is the one whose name was written above */
  own = g_strdup_printf (_("I have made sure that this is the account of %s, and of nobody else"), isolated);
  gtk_label_set_label (self->own_label, own);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->own), GTK_ACCESSIBLE_PROPERTY_LABEL, own, -1);
  gtk_widget_set_visible (self->confirm_box, self->step == STEP_CONFIRM);
  bedside_dialog_frame_set_accept (self->frame, self->step == STEP_CONFIRM || self->step == STEP_LINK
                                                ? _("Link") : _("Check"));
  bedside_dialog_frame_set_ready (self->frame, is_ready (self));
  bedside_dialog_frame_fit (self->frame);
}

static void
set_step (BedsideLinkPortal *self,
          Step               step,
          const char        *text)
{
  self->step = step;
  /* What is refused is said in red, above all else. */
  bedside_dialog_frame_set_error (self->frame, step == STEP_REFUSED ? text : NULL);
  gtk_label_set_label (self->found, step == STEP_REFUSED ? "" : text);
  gtk_widget_set_visible (GTK_WIDGET (self->found), step != STEP_REFUSED);
  update (self);
}

static void
begin (BedsideLinkPortal *self)
{
  g_clear_pointer (&self->user_id, g_free);
  gtk_check_button_set_active (self->own, FALSE);
  gtk_check_button_set_active (self->activated, FALSE);
  set_step (self, STEP_WRITE, _("The exact user name of the patient’s account on this server, as the administrator "
                                "has made it. It is checked before it is linked."));
}

static void
on_changed (BedsideLinkPortal *self)
{
  begin (self);
}

static void
fail (BedsideLinkPortal *self,
      const char        *text)
{
  bedside_dialog_frame_set_busy (self->frame, FALSE);
  bedside_dialog_frame_set_error (self->frame, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->account));
}

/* --- linking --- */

static void
on_linked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BedsideLinkPortal) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const gboolean linked = bedside_practice_writer_link_portal_finish (BEDSIDE_PRACTICE_WRITER (source), result, &error);

  /* Closed meanwhile. */
  if (self == NULL)
    return;
  if (linked)
    gtk_window_destroy (GTK_WINDOW (self));
  else
    fail (self, error->message);
}

static void
link_account (BedsideLinkPortal  *self,
              const char         *user_id,
              BedsidePortalState  state)
{
  bedside_dialog_frame_set_busy (self->frame, TRUE);
  /* Not cancelled when the window is closed: what is on its way takes effect, and the profile shows it. */
  bedside_practice_writer_link_portal_async (self->writer, self->practice, self->patient, user_id, state, NULL,
                                             on_linked, bedside_weak_new (self));
}

static void
on_unlink_accepted (BedsideLinkPortal *self)
{
  if (!bedside_dialog_frame_get_busy (self->frame) && self->writer != NULL && self->practice != NULL)
    link_account (self, NULL, BEDSIDE_PORTAL_STATE_NONE);
}

static void
on_unlink (BedsideLinkPortal *self)
{
  g_autofree char *identity = bedside_patient_text_dup_identity (self->patient);
  /* Translators: %s is a patient with date of birth */
  g_autofree char *title = g_strdup_printf (_("Unlink the portal of %s?"), identity);
  GtkWidget *question = bedside_question_new (GTK_WINDOW (self), title,
                                              _("The practice and the patient cannot write to each other until an "
                                                "account is linked again. Conversations can still be read."),
                                              _("Unlink"));

  g_signal_connect_object (question, "accepted", G_CALLBACK (on_unlink_accepted), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

/* An account to which nobody has signed in keeps an invitation alive. */
static BedsidePortalState
get_waiting_state (BedsideLinkPortal *self)
{
  return bedside_patient_get_portal_state (self->patient) == BEDSIDE_PORTAL_STATE_INVITED
         ? BEDSIDE_PORTAL_STATE_INVITED : BEDSIDE_PORTAL_STATE_NONE;
}

/* --- checking --- */

static void
show_check (BedsideLinkPortal   *self,
            BedsideAccountCheck  check)
{
  g_autofree char *text = NULL;

  switch (check)
    {
    case BEDSIDE_ACCOUNT_CHECK_UNKNOWN:
    case BEDSIDE_ACCOUNT_CHECK_NOT_A_PATIENT:
      text = bedside_account_text_dup_refusal (check, self->user_id);
      set_step (self, STEP_REFUSED, text);
      break;
    case BEDSIDE_ACCOUNT_CHECK_NOT_ACTIVATED:
      self->state = get_waiting_state (self);
      text = g_strdup_printf (_("%s is a patient’s account. Nobody has signed in to it yet, so the portal is not "
                                "activated: it can be linked now, and a conversation started when it is."),
                              self->user_id);
      set_step (self, STEP_LINK, text);
      break;
    case BEDSIDE_ACCOUNT_CHECK_ACTIVATED:
      self->state = BEDSIDE_PORTAL_STATE_ACTIVATED;
      text = g_strdup_printf (_("%s is a patient’s account, and its owner has signed in: the portal is activated."),
                              self->user_id);
      set_step (self, STEP_LINK, text);
      break;
    case BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE:
    default:
      text = g_strdup_printf (_("This server cannot tell whose account %s is. Only you can make sure of it, for "
                                "instance by asking the patient."), self->user_id);
      set_step (self, STEP_CONFIRM, text);
    }
  if (self->step == STEP_REFUSED)
    gtk_widget_grab_focus (GTK_WIDGET (self->account));
  else if (self->step == STEP_CONFIRM)
    gtk_widget_grab_focus (GTK_WIDGET (self->own));
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideLinkPortal) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const BedsideAccountCheck check = bedside_practice_writer_check_account_finish (BEDSIDE_PRACTICE_WRITER (source),
                                                                                  result, &error);

  if (self == NULL)
    return;
  if (error != NULL)
    {
      fail (self, error->message);
      return;
    }

  bedside_dialog_frame_set_busy (self->frame, FALSE);
  show_check (self, check);
}

static void
check_account (BedsideLinkPortal *self)
{
  g_autofree char *obstacle = NULL;

  g_free (self->user_id);
  self->user_id = bedside_practice_writer_dup_user_id (self->writer, gtk_editable_get_text (self->account));
  obstacle = bedside_account_text_dup_obstacle (self->practice, self->patient, self->user_id);
  if (obstacle != NULL)
    {
      set_step (self, STEP_REFUSED, obstacle);
      gtk_widget_grab_focus (GTK_WIDGET (self->account));
      return;
    }

  bedside_dialog_frame_set_busy (self->frame, TRUE);
  bedside_practice_writer_check_account_async (self->writer, self->user_id, NULL, on_checked, bedside_weak_new (self));
}

static void
on_accepted (BedsideLinkPortal *self)
{
  if (!bedside_dialog_frame_get_ready (self->frame) || bedside_dialog_frame_get_busy (self->frame))
    return;

  if (self->step == STEP_WRITE)
    check_account (self);
  else if (self->step == STEP_LINK)
    link_account (self, self->user_id, self->state);
  else
    link_account (self, self->user_id, gtk_check_button_get_active (self->activated)
                                       ? BEDSIDE_PORTAL_STATE_ACTIVATED : get_waiting_state (self));
}

/* --- GObject --- */

/* Not before: a window whose focus is set earlier is no window to screen readers. */
static void
bedside_link_portal_map (GtkWidget *widget)
{
  BedsideLinkPortal *self = BEDSIDE_LINK_PORTAL (widget);

  GTK_WIDGET_CLASS (bedside_link_portal_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->account));
}

static void
bedside_link_portal_dispose (GObject *object)
{
  BedsideLinkPortal *self = BEDSIDE_LINK_PORTAL (object);

  g_clear_object (&self->practice);
  g_clear_object (&self->writer);
  g_clear_object (&self->patient);
  g_clear_pointer (&self->user_id, g_free);

  G_OBJECT_CLASS (bedside_link_portal_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-link-portal.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, frame);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, name);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, birth_date);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, linked_box);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, linked);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, unlink);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, account_box);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, account);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, found);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, confirm_box);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, own);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, own_label);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, activated);
  gtk_widget_class_bind_template_child (widget_class, BedsideLinkPortal, activated_label);
  gtk_widget_class_bind_template_callback (widget_class, on_accepted);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_unlink);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
bedside_link_portal_class_init (BedsideLinkPortalClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_link_portal_dispose;
  widget_class->map = bedside_link_portal_map;

  g_type_ensure (BEDSIDE_TYPE_DIALOG_FRAME);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  bind_template (widget_class);
}

static void
bedside_link_portal_init (BedsideLinkPortal *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_access_name_inner (self->account_box, _("Account to link"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->activated), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->activated_label), -1);
}

/**
 * bedside_link_portal_new:
 * @parent: (nullable): the window that it belongs to
 * @session: the practitioner's session
 * @patient: whose account is to be linked
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_link_portal_new (GtkWindow      *parent,
                         BedsideSession *session,
                         BedsidePatient *patient)
{
  BedsideLinkPortal *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  self = g_object_new (BEDSIDE_TYPE_LINK_PORTAL, "transient-for", parent, NULL);
  g_set_object (&self->practice, bedside_session_get_practice (session));
  g_set_object (&self->writer, bedside_session_get_writer (session));
  self->patient = g_object_ref (patient);
  begin (self);
  g_signal_connect_object (patient, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
