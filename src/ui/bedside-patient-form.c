/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient-form"

#include "bedside-patient-form.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-birth-date.h"
#include "bedside-dialog-frame.h"
#include "bedside-hint-row.h"
#include "bedside-patient-text.h"
#include "bedside-question.h"
#include "bedside-search.h"
#include "bedside-weak.h"

struct _BedsidePatientForm
{
  AdwWindow              parent_instance;

  BedsidePractice       *practice;  /* (owned) (nullable) */
  BedsidePracticeWriter *writer;    /* (owned) (nullable) */
  BedsidePatient        *patient;   /* (owned) (nullable): NULL: a new one */
  BedsidePatient        *shown;     /* (owned) (nullable): what was filled in: the patient as it was then */

  /* template */
  BedsideDialogFrame    *frame;
  GtkLabel              *heading;
  GtkWidget             *fields;
  GtkEditable           *given;
  GtkEditable           *family;
  GtkEditable           *birth_date;
  GtkWidget             *understood_row;
  GtkLabel              *understood;
  GtkEditable           *record;
  GtkLabel              *warning;
};

enum {
  SIGNAL_SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsidePatientForm, bedside_patient_form, ADW_TYPE_WINDOW)

static char *
dup_text (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static gboolean
is_empty (GtkEditable *editable)
{
  g_autofree char *text = dup_text (editable);

  return *text == '\0';
}

/* --- the birth date --- */

static BedsideBirthDate
read_birth_date (BedsidePatientForm *self,
                 char               *born)
{
  return bedside_birth_date_read (gtk_editable_get_text (self->birth_date), bedside_birth_date_get_locale_order (),
                                  born);
}

static void
show_understood (BedsidePatientForm *self,
                 const char         *text,
                 gboolean            wrong)
{
  gtk_label_set_label (self->understood, text != NULL ? text : "");
  gtk_widget_set_visible (self->understood_row, text != NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->understood), wrong ? "field-hint" : "field-error");
  gtk_widget_add_css_class (GTK_WIDGET (self->understood), wrong ? "field-error" : "field-hint");
  if (wrong)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->birth_date), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->birth_date),
                                   GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->birth_date), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->birth_date), GTK_ACCESSIBLE_STATE_INVALID);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->birth_date),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "", -1);
  bedside_dialog_frame_fit (self->frame);
}

/* How it is understood, as soon as it is; what is wrong only when the person has finished with it. */
static void
update_understood (BedsidePatientForm *self,
                   gboolean            finished)
{
  char born[BEDSIDE_BIRTH_DATE_SIZE];
  const BedsideBirthDate read = read_birth_date (self, born);

  if (read == BEDSIDE_BIRTH_DATE_GOOD)
    {
      g_autofree char *written = bedside_birth_date_write (born);
      /* Translators: %s is a birth date, as Bedside has understood what was typed */
      g_autofree char *text = g_strdup_printf (_("Born on %s"), written);

      show_understood (self, text, FALSE);
    }
  else
    show_understood (self, finished ? bedside_birth_date_explain (read) : NULL, finished);
}

static void
on_birth_date_left (BedsidePatientForm *self)
{
  if (!is_empty (self->birth_date))
    update_understood (self, TRUE);
}

/* --- who else there is --- */

static gboolean
is_same_name (BedsidePatient *patient,
              const char     *folded)
{
  g_autofree char *other = bedside_search_fold (bedside_patient_get_name (patient));

  return g_str_equal (other, folded);
}

static gboolean
is_same_record (BedsidePatient *patient,
                const char     *record)
{
  const char *other = bedside_patient_get_record (patient);

  return *record != '\0' && other != NULL && g_ascii_strcasecmp (other, record) == 0;
}

static char *
dup_warning (BedsidePatientForm *self)
{
  GListModel *patients = self->practice != NULL ? bedside_practice_get_patients (self->practice) : NULL;
  g_autofree char *name = g_strjoin (" ", gtk_editable_get_text (self->given), gtk_editable_get_text (self->family),
                                     NULL);
  g_autofree char *folded = bedside_search_fold (name);
  g_autofree char *record = dup_text (self->record);
  char born[BEDSIDE_BIRTH_DATE_SIZE];

  read_birth_date (self, born);
  for (guint i = 0; patients != NULL && i < g_list_model_get_n_items (patients); i++)
    {
      g_autoptr(BedsidePatient) other = g_list_model_get_item (patients, i);
      g_autofree char *identity = NULL;
      const gboolean same_record = is_same_record (other, record);

      if (other == self->patient)
        continue;
      /* The dates first: there are thousands. */
      if (!same_record && (*born == '\0' || !g_str_equal (bedside_patient_get_born (other), born) ||
                           !is_same_name (other, folded)))
        continue;
      identity = bedside_patient_text_dup_identity (other);
      if (same_record)
        /* Translators: %s is a patient with date of birth */
        return g_strdup_printf (_("This record number belongs to %s."), identity);
      /* Translators: %s is a patient with date of birth */
      return g_strdup_printf (_("%s is in the directory already. Make sure that this is somebody else."), identity);
    }

  return NULL;
}

static void
show_warning (BedsidePatientForm *self,
              const char         *warning)
{
  gtk_label_set_label (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), warning != NULL);
  bedside_dialog_frame_fit (self->frame);
}

static void
update_warning (BedsidePatientForm *self)
{
  g_autofree char *warning = dup_warning (self);

  show_warning (self, warning);
}

/* --- what is filled in --- */

static void
update_ready (BedsidePatientForm *self)
{
  const gboolean removed = self->patient != NULL && bedside_patient_get_removed (self->patient);

  bedside_dialog_frame_set_ready (self->frame,
                                  self->writer != NULL && self->practice != NULL && !removed &&
                                  (!is_empty (self->given) || !is_empty (self->family)) &&
                                  !is_empty (self->birth_date));
}

static void
on_changed (BedsidePatientForm *self,
            GtkEditable        *editable)
{
  bedside_dialog_frame_set_error (self->frame, NULL);
  if (editable == self->birth_date)
    update_understood (self, FALSE);
  update_warning (self);
  update_ready (self);
}

static void
fill_in (BedsidePatientForm *self)
{
  const char *record = bedside_patient_get_record (self->patient);

  g_clear_object (&self->shown);
  self->shown = bedside_patient_new_named ("", bedside_patient_get_given (self->patient),
                                           bedside_patient_get_family (self->patient),
                                           bedside_patient_get_born (self->patient));
  bedside_patient_set_record (self->shown, record);
  gtk_editable_set_text (self->given, bedside_patient_get_given (self->patient));
  gtk_editable_set_text (self->family, bedside_patient_get_family (self->patient));
  gtk_editable_set_text (self->birth_date, bedside_patient_get_birth_date (self->patient));
  gtk_editable_set_text (self->record, record != NULL ? record : "");
}

static gboolean
is_touched (BedsidePatientForm *self)
{
  g_autofree char *given = dup_text (self->given);
  g_autofree char *family = dup_text (self->family);
  g_autofree char *record = dup_text (self->record);
  const char *record_before = self->shown != NULL ? bedside_patient_get_record (self->shown) : NULL;
  char born[BEDSIDE_BIRTH_DATE_SIZE];

  if (self->shown == NULL)
    return TRUE;
  read_birth_date (self, born);

  return !g_str_equal (given, bedside_patient_get_given (self->shown)) ||
         !g_str_equal (family, bedside_patient_get_family (self->shown)) ||
         !g_str_equal (born, bedside_patient_get_born (self->shown)) ||
         !g_str_equal (record, record_before != NULL ? record_before : "");
}

/* Somebody else corrects the same patient. */
static void
on_patient_notify (BedsidePatientForm *self)
{
  g_autofree char *identity = NULL;
  g_autofree char *text = NULL;

  if (bedside_dialog_frame_get_busy (self->frame))
    return;

  if (bedside_patient_get_removed (self->patient))
    {
      bedside_dialog_frame_set_error (self->frame, _("This patient has been removed from the directory."));
      update_ready (self);
      return;
    }
  if (g_str_equal (bedside_patient_get_name (self->patient), bedside_patient_get_name (self->shown)) &&
      g_str_equal (bedside_patient_get_born (self->patient), bedside_patient_get_born (self->shown)) &&
      g_strcmp0 (bedside_patient_get_record (self->patient), bedside_patient_get_record (self->shown)) == 0)
    return;
  if (!is_touched (self))
    {
      fill_in (self);
      return;
    }

  identity = bedside_patient_text_dup_identity (self->patient);
  /* Translators: %s is a patient with date of birth */
  text = g_strdup_printf (_("Somebody has corrected this patient meanwhile: %s. Save replaces that by what is written "
                            "here."), identity);
  show_warning (self, text);
}

/* --- saving --- */

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BedsidePatientForm) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *key = bedside_practice_writer_save_patient_finish (BEDSIDE_PRACTICE_WRITER (source), result,
                                                                      &error);
  g_autofree char *identity = NULL;
  g_autoptr(BedsidePatient) saved = NULL;
  char born[BEDSIDE_BIRTH_DATE_SIZE];

  /* Closed meanwhile. */
  if (self == NULL)
    return;
  bedside_dialog_frame_set_busy (self->frame, FALSE);
  if (key == NULL)
    {
      bedside_dialog_frame_set_error (self->frame, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (self->given));
      return;
    }

  read_birth_date (self, born);
  saved = bedside_patient_new_named (key, gtk_editable_get_text (self->given), gtk_editable_get_text (self->family),
                                     born);
  identity = bedside_patient_text_dup_identity (saved);
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, identity);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save (BedsidePatientForm *self)
{
  g_autofree char *given = dup_text (self->given);
  g_autofree char *family = dup_text (self->family);
  g_autofree char *record = dup_text (self->record);
  char born[BEDSIDE_BIRTH_DATE_SIZE];
  const BedsidePatientDetails details = { given, family, born, record };

  if (bedside_dialog_frame_get_busy (self->frame) || read_birth_date (self, born) != BEDSIDE_BIRTH_DATE_GOOD)
    return;
  bedside_dialog_frame_set_busy (self->frame, TRUE);
  /* Not cancelled when the window is closed: what is on its way takes effect, and the directory shows it. */
  bedside_practice_writer_save_patient_async (self->writer, self->practice, self->patient, &details, NULL, on_saved,
                                              bedside_weak_new (self));
}

/* Two of the same name and birth date cannot be told apart afterwards. */
static void
ask (BedsidePatientForm *self,
     const char         *warning)
{
  GtkWidget *question = bedside_question_new (GTK_WINDOW (self), _("Save all the same?"), warning, _("Save patient"));

  bedside_question_set_suggested (BEDSIDE_QUESTION (question));
  g_signal_connect_object (question, "accepted", G_CALLBACK (save), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

static void
on_accepted (BedsidePatientForm *self)
{
  g_autofree char *warning = NULL;
  char born[BEDSIDE_BIRTH_DATE_SIZE];

  if (!bedside_dialog_frame_get_ready (self->frame) || bedside_dialog_frame_get_busy (self->frame))
    return;
  if (!is_touched (self))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (read_birth_date (self, born) != BEDSIDE_BIRTH_DATE_GOOD)
    {
      update_understood (self, TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->birth_date));
      return;
    }

  warning = dup_warning (self);
  if (warning != NULL)
    ask (self, warning);
  else
    save (self);
}

/* Enter moves on to what is still empty, and saves when nothing is. */
static void
on_entry_activated (BedsidePatientForm *self)
{
  GtkEditable *const entries[] = { self->given, self->family, self->birth_date };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      if (is_empty (entries[i]) && !gtk_widget_get_focus_child (GTK_WIDGET (entries[i])))
        {
          gtk_widget_grab_focus (GTK_WIDGET (entries[i]));
          return;
        }
    }
  on_accepted (self);
}

/* --- GObject --- */

/* Not before: a window whose focus is set earlier is no window to screen readers. */
static void
bedside_patient_form_map (GtkWidget *widget)
{
  BedsidePatientForm *self = BEDSIDE_PATIENT_FORM (widget);

  GTK_WIDGET_CLASS (bedside_patient_form_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->given));
}

static void
bedside_patient_form_dispose (GObject *object)
{
  BedsidePatientForm *self = BEDSIDE_PATIENT_FORM (object);

  g_clear_object (&self->practice);
  g_clear_object (&self->writer);
  g_clear_object (&self->patient);
  g_clear_object (&self->shown);

  G_OBJECT_CLASS (bedside_patient_form_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-patient-form.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientForm, frame);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientForm, heading);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientForm, fields);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientForm, given);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientForm, family);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientForm, birth_date);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientForm, understood_row);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientForm, understood);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientForm, record);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientForm, warning);
  gtk_widget_class_bind_template_callback (widget_class, on_accepted);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
}

static void
bedside_patient_form_class_init (BedsidePatientFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_patient_form_dispose;
  widget_class->map = bedside_patient_form_map;

  signals[SIGNAL_SAVED] = g_signal_new ("saved", BEDSIDE_TYPE_PATIENT_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (BEDSIDE_TYPE_DIALOG_FRAME);
  g_type_ensure (BEDSIDE_TYPE_HINT_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  bind_template (widget_class);
}

static void
bedside_patient_form_init (BedsidePatientForm *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_access_name_inner (self->fields, _("Patient"));
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_birth_date_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->birth_date), focus);
}

/**
 * bedside_patient_form_new:
 * @parent: (nullable): the window that it belongs to
 * @session: the practitioner's session
 * @patient: (nullable): who is to be corrected; %NULL: a new one
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_patient_form_new (GtkWindow      *parent,
                          BedsideSession *session,
                          BedsidePatient *patient)
{
  BedsidePatientForm *self;
  g_autofree char *identity = NULL;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (patient == NULL || BEDSIDE_IS_PATIENT (patient), NULL);

  self = g_object_new (BEDSIDE_TYPE_PATIENT_FORM, "transient-for", parent, NULL);
  g_set_object (&self->practice, bedside_session_get_practice (session));
  g_set_object (&self->writer, bedside_session_get_writer (session));
  g_set_object (&self->patient, patient);
  if (patient != NULL)
    {
      /* Who it is, whatever is typed below. */
      identity = bedside_patient_text_dup_identity (patient);
      gtk_window_set_title (GTK_WINDOW (self), _("Edit patient"));
      gtk_label_set_label (self->heading, identity);
      fill_in (self);
      g_signal_connect_object (patient, "notify", G_CALLBACK (on_patient_notify), self, G_CONNECT_SWAPPED);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->heading), patient != NULL);
  update_ready (self);

  return GTK_WIDGET (self);
}
