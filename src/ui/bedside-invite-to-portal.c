/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-invite-to-portal"

#include "bedside-invite-to-portal.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-account-text.h"
#include "bedside-dialog-frame.h"
#include "bedside-file-question.h"
#include "bedside-letter-preview.h"
#include "bedside-letter-print.h"
#include "bedside-patient-text.h"
#include "bedside-weak.h"

/* What is to be done next. */
typedef enum {
  STEP_INVITE,  /* it has to be noted in the directory */
  STEP_CHECK,   /* it is, but with a user name in the letter that nobody has looked at */
  STEP_LETTER,  /* the letter can go */
} Step;

struct _BedsideInviteToPortal
{
  AdwWindow              parent_instance;

  BedsideSession        *session;      /* (owned) */
  BedsidePractice       *practice;     /* (owned) (nullable) */
  BedsidePracticeWriter *writer;       /* (owned) (nullable) */
  BedsidePatient        *patient;      /* (owned) */
  BedsidePortalState     noted;        /* in the directory, as far as we know */
  char                  *user_id;      /* (owned) (nullable): what is being checked */
  char                  *checked;      /* (owned) (nullable): the user name that was */
  GtkPaperSize          *paper;        /* (owned) */
  GCancellable          *cancellable;  /* (owned): of what ends with the window */

  /* template */
  BedsideDialogFrame    *frame;
  GtkLabel              *name;
  GtkLabel              *birth_date;
  GtkWidget             *account_box;
  GtkEditable           *account;
  GtkLabel              *hint;
  GtkWidget             *print;
  GtkWidget             *save;
  BedsideLetterPreview  *preview;
};

G_DEFINE_FINAL_TYPE (BedsideInviteToPortal, bedside_invite_to_portal, ADW_TYPE_WINDOW)

static char *
dup_account (BedsideInviteToPortal *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->account)));
}

/* What is entered in the app as user name: "ada" of "@ada:chat.example". */
static char *
dup_user_name (BedsideInviteToPortal *self)
{
  char *account = dup_account (self);
  char *colon = *account == '@' ? strchr (account, ':') : NULL;

  if (colon == NULL)
    return account;
  *colon = '\0';
  memmove (account, account + 1, strlen (account));

  return account;
}

/* What is entered in the app as server: without what goes without saying. */
static char *
dup_server (BedsideInviteToPortal *self)
{
  const char *url = bedside_session_get_server (self->session);
  char *server = g_strdup (url == NULL ? "" : g_str_has_prefix (url, "https://") ? url + strlen ("https://") : url);

  if (g_str_has_suffix (server, "/"))
    server[strlen (server) - 1] = '\0';

  return server;
}

static Step
get_step (BedsideInviteToPortal *self)
{
  g_autofree char *account = dup_account (self);

  if (self->noted == BEDSIDE_PORTAL_STATE_NONE)
    return STEP_INVITE;

  return *account == '\0' || g_strcmp0 (account, self->checked) == 0 ? STEP_LETTER : STEP_CHECK;
}

/* --- what is shown --- */

static const char *
get_hint (BedsideInviteToPortal *self)
{
  switch (get_step (self))
    {
    case STEP_INVITE:
      return _("Invite notes in the directory that the patient is invited, and that it was you. Then print the letter "
               "and give it to the patient. Without a user name there is room to write it.");
    case STEP_CHECK:
      return _("Check the user name before the letter goes.");
    case STEP_LETTER:
    default:
      return _("The patient is invited. Print the letter or save it, and give it to the patient. You are told when the "
               "portal is activated.");
    }
}

static const char *
get_accept (BedsideInviteToPortal *self)
{
  switch (get_step (self))
    {
    case STEP_INVITE:
      return _("Invite");
    case STEP_CHECK:
      /* Translators: the button that has a user name looked up on the server */
      return _("Check");
    case STEP_LETTER:
    default:
      return _("Done");
    }
}

/* Each time anew: a letter is laid out for one surface. */
static BedsideLetter *
letter_new (BedsideInviteToPortal *self)
{
  const char *practice = self->practice != NULL ? bedside_practice_get_name (self->practice) : "";
  g_autofree char *server = dup_server (self);
  g_autofree char *user_name = dup_user_name (self);

  return bedside_letter_new (*practice != '\0' ? practice : _("our practice"), server, self->patient, user_name);
}

static void
update (BedsideInviteToPortal *self)
{
  const gboolean removed = bedside_patient_get_removed (self->patient);
  const gboolean ready = get_step (self) == STEP_LETTER && !removed;
  g_autoptr(BedsideLetter) letter = letter_new (self);

  gtk_label_set_label (self->name, bedside_patient_get_name (self->patient));
  gtk_label_set_label (self->birth_date, bedside_patient_get_birth_date (self->patient));
  gtk_label_set_label (self->hint, removed ? _("This patient has been removed from the directory.") : get_hint (self));
  bedside_dialog_frame_set_accept (self->frame, get_accept (self));
  bedside_dialog_frame_set_ready (self->frame, self->writer != NULL && self->practice != NULL && !removed);
  gtk_widget_set_sensitive (self->print, ready);
  gtk_widget_set_sensitive (self->save, ready);
  bedside_letter_preview_set_letter (self->preview, letter, self->paper);
}

static void
on_changed (BedsideInviteToPortal *self)
{
  bedside_dialog_frame_set_error (self->frame, NULL);
  update (self);
}

static void
on_patient_notify (BedsideInviteToPortal *self)
{
  self->noted = MAX (self->noted, bedside_patient_get_portal_state (self->patient));
  update (self);
}

static void
fail (BedsideInviteToPortal *self,
      const char            *text)
{
  bedside_dialog_frame_set_busy (self->frame, FALSE);
  bedside_dialog_frame_set_error (self->frame, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->account));
}

/* --- inviting: checked, linked, noted --- */

static void
finish (BedsideInviteToPortal *self)
{
  bedside_dialog_frame_set_busy (self->frame, FALSE);
  update (self);
  gtk_widget_grab_focus (self->print);
}

static void
on_invited (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideInviteToPortal) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const gboolean invited = bedside_practice_writer_invite_to_portal_finish (BEDSIDE_PRACTICE_WRITER (source), result,
                                                                            &error);

  /* Closed meanwhile. */
  if (self == NULL)
    return;
  if (!invited)
    {
      fail (self, error->message);
      return;
    }

  self->noted = MAX (self->noted, BEDSIDE_PORTAL_STATE_INVITED);
  finish (self);
}

static void
invite (BedsideInviteToPortal *self)
{
  /* Not cancelled when the window is closed: what is on its way takes effect, and the profile shows it. */
  if (self->noted == BEDSIDE_PORTAL_STATE_NONE)
    bedside_practice_writer_invite_to_portal_async (self->writer, self->practice, self->patient, NULL, on_invited,
                                                    bedside_weak_new (self));
  else
    finish (self);
}

static void
on_linked (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(BedsideInviteToPortal) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const gboolean linked = bedside_practice_writer_link_portal_finish (BEDSIDE_PRACTICE_WRITER (source), result, &error);

  if (self == NULL)
    return;
  if (linked)
    invite (self);
  else
    fail (self, error->message);
}

/* An account that the server knows as a patient's is linked at once: nobody has to write its name twice. */
static void
take_account (BedsideInviteToPortal *self,
              BedsideAccountCheck    check)
{
  g_free (self->checked);
  self->checked = dup_account (self);
  if (check == BEDSIDE_ACCOUNT_CHECK_NOT_ACTIVATED &&
      g_strcmp0 (bedside_patient_get_user_id (self->patient), self->user_id) != 0)
    bedside_practice_writer_link_portal_async (self->writer, self->practice, self->patient, self->user_id,
                                               self->noted, NULL, on_linked, bedside_weak_new (self));
  else
    invite (self);
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideInviteToPortal) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const BedsideAccountCheck check = bedside_practice_writer_check_account_finish (BEDSIDE_PRACTICE_WRITER (source),
                                                                                  result, &error);
  g_autofree char *refusal = NULL;

  if (self == NULL)
    return;
  if (error != NULL)
    {
      fail (self, error->message);
      return;
    }

  refusal = bedside_account_text_dup_refusal (check, self->user_id);
  if (check == BEDSIDE_ACCOUNT_CHECK_ACTIVATED)
    fail (self, _("Somebody has signed in to this account already. If it is the patient’s, no invitation is needed: "
                  "choose Link portal in the profile."));
  else if (refusal != NULL)
    fail (self, refusal);
  else
    take_account (self, check);
}

static void
on_accepted (BedsideInviteToPortal *self)
{
  g_autofree char *account = dup_account (self);
  g_autofree char *obstacle = NULL;

  if (!bedside_dialog_frame_get_ready (self->frame) || bedside_dialog_frame_get_busy (self->frame))
    return;
  if (get_step (self) == STEP_LETTER)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  if (*account != '\0')
    {
      g_free (self->user_id);
      self->user_id = bedside_practice_writer_dup_user_id (self->writer, account);
      obstacle = bedside_account_text_dup_obstacle (self->practice, self->patient, self->user_id);
    }
  if (obstacle != NULL)
    {
      fail (self, obstacle);
      return;
    }

  bedside_dialog_frame_set_busy (self->frame, TRUE);
  if (*account != '\0')
    bedside_practice_writer_check_account_async (self->writer, self->user_id, NULL, on_checked,
                                                 bedside_weak_new (self));
  else
    invite (self);
}

/* --- the letter --- */

static void
on_print_done (BedsideInviteToPortal   *self,
               GtkPrintOperationResult  result,
               GtkPrintOperation       *operation)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  /* Closed meanwhile. */
  if (result != GTK_PRINT_OPERATION_RESULT_ERROR || self->frame == NULL)
    return;

  gtk_print_operation_get_error (operation, &error);
  text = g_strdup_printf (_("The letter could not be printed: %s"), error != NULL ? error->message : "");
  bedside_dialog_frame_set_error (self->frame, text);
}

static void
on_print (BedsideInviteToPortal *self)
{
  g_autoptr(BedsideLetter) letter = letter_new (self);
  g_autoptr(GtkPrintOperation) operation = bedside_letter_print_new (letter, self->paper);

  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_object (operation, "done", G_CALLBACK (on_print_done), self, G_CONNECT_SWAPPED);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (self), NULL);
}

static void
on_letter_saved (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(BedsideInviteToPortal) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *text = NULL;
  const gboolean saved = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!saved)
    {
      text = g_strdup_printf (_("The letter could not be saved: %s"), error->message);
      bedside_dialog_frame_set_error (self->frame, text);
      return;
    }

  bedside_dialog_frame_set_error (self->frame, NULL);
  /* Translators: %s is the name of a file */
  text = g_strdup_printf (_("The letter is saved as “%s”."), name);
  gtk_label_set_label (self->hint, text);
}

static void
on_file_chosen (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(BedsideInviteToPortal) self = bedside_weak_take (user_data);
  g_autoptr(GFile) file = bedside_file_question_ask_finish (result, NULL);

  if (file != NULL && self != NULL)
    bedside_invite_to_portal_save_letter (self, file);
}

static void
on_save (BedsideInviteToPortal *self)
{
  const BedsideFileQuestion question = {
    /* Translators: name of a file */
    GTK_FILE_CHOOSER_ACTION_SAVE, _("Save the letter"), _("Save"), _("invitation.pdf"), _("PDF documents"), "*.pdf",
  };

  bedside_file_question_ask_async (&question, GTK_WINDOW (self), self->cancellable, on_file_chosen,
                                   bedside_weak_new (self));
}

/* --- GObject --- */

/* Not before: a window whose focus is set earlier is no window to screen readers. */
static void
bedside_invite_to_portal_map (GtkWidget *widget)
{
  BedsideInviteToPortal *self = BEDSIDE_INVITE_TO_PORTAL (widget);

  GTK_WIDGET_CLASS (bedside_invite_to_portal_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->account));
}

static void
bedside_invite_to_portal_dispose (GObject *object)
{
  BedsideInviteToPortal *self = BEDSIDE_INVITE_TO_PORTAL (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->practice);
  g_clear_object (&self->writer);
  g_clear_object (&self->patient);
  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->checked, g_free);
  g_clear_pointer (&self->paper, gtk_paper_size_free);

  G_OBJECT_CLASS (bedside_invite_to_portal_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-invite-to-portal.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideInviteToPortal, frame);
  gtk_widget_class_bind_template_child (widget_class, BedsideInviteToPortal, name);
  gtk_widget_class_bind_template_child (widget_class, BedsideInviteToPortal, birth_date);
  gtk_widget_class_bind_template_child (widget_class, BedsideInviteToPortal, account_box);
  gtk_widget_class_bind_template_child (widget_class, BedsideInviteToPortal, account);
  gtk_widget_class_bind_template_child (widget_class, BedsideInviteToPortal, hint);
  gtk_widget_class_bind_template_child (widget_class, BedsideInviteToPortal, print);
  gtk_widget_class_bind_template_child (widget_class, BedsideInviteToPortal, save);
  gtk_widget_class_bind_template_child (widget_class, BedsideInviteToPortal, preview);
  gtk_widget_class_bind_template_callback (widget_class, on_accepted);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_print);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
bedside_invite_to_portal_class_init (BedsideInviteToPortalClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_invite_to_portal_dispose;
  widget_class->map = bedside_invite_to_portal_map;

  g_type_ensure (BEDSIDE_TYPE_DIALOG_FRAME);
  g_type_ensure (BEDSIDE_TYPE_LETTER_PREVIEW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  bind_template (widget_class);
}

static void
bedside_invite_to_portal_init (BedsideInviteToPortal *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_access_name_inner (self->account_box, _("Account in the letter"));
  self->cancellable = g_cancellable_new ();
  /* A4 or Letter, as the locale has it. */
  self->paper = gtk_paper_size_new (gtk_paper_size_get_default ());
}

/**
 * bedside_invite_to_portal_new:
 * @parent: (nullable): the window that it belongs to
 * @session: the practitioner's session
 * @patient: whom to invite
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_invite_to_portal_new (GtkWindow      *parent,
                              BedsideSession *session,
                              BedsidePatient *patient)
{
  BedsideInviteToPortal *self;
  const char *user_id;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  self = g_object_new (BEDSIDE_TYPE_INVITE_TO_PORTAL, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  g_set_object (&self->practice, bedside_session_get_practice (session));
  g_set_object (&self->writer, bedside_session_get_writer (session));
  self->patient = g_object_ref (patient);
  self->noted = bedside_patient_get_portal_state (patient);
  user_id = bedside_patient_get_user_id (patient);
  self->checked = g_strdup (user_id);
  gtk_editable_set_text (self->account, user_id != NULL ? user_id : "");
  update (self);
  g_signal_connect_object (patient, "notify", G_CALLBACK (on_patient_notify), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * bedside_invite_to_portal_save_letter:
 * @self: a window
 * @file: where to
 *
 * Saves the letter as PDF, as if the file had been chosen; to be read by the person only.
 */
void
bedside_invite_to_portal_save_letter (BedsideInviteToPortal *self,
                                      GFile                 *file)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) pdf = NULL;
  g_autoptr(BedsideLetter) letter = NULL;

  g_return_if_fail (BEDSIDE_IS_INVITE_TO_PORTAL (self));
  g_return_if_fail (G_IS_FILE (file));

  letter = letter_new (self);
  pdf = bedside_letter_to_pdf (letter, self->paper, &error);
  if (pdf == NULL)
    {
      bedside_dialog_frame_set_error (self->frame, error->message);
      return;
    }

  g_file_replace_contents_bytes_async (file, pdf, NULL, FALSE,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, self->cancellable,
                                       on_letter_saved, bedside_weak_new (self));
}
